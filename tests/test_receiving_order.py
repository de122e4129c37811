"""An order against a parcel: how its lines are read without a session, and which files answer to them."""

from pathlib import Path

import pytest

from stemtui.errors import StemtuiError
from stemtui.receiving import from_message, from_session
from stemtui.receiving.kinds.kinds import Judged
from stemtui.receiving.orders.answers import Came
from stemtui.receiving.orders.meeting import meet
from stemtui.receiving.sounds.names import read

SAMPLES = Path(__file__).parent.parent / "sample_sessions"


def files(**kinds: str) -> list[Came]:
    """Files by name, each judged to be of a kind; those whose names end in `_1` are mono."""
    mono = [name.endswith("_1") for name in kinds]
    called = read([f"{name.removesuffix('_1').replace('_', ' ')}.wav" for name in kinds])
    return [
        Came(one, Judged(kind, ""), 2 - is_mono, is_mono)
        for one, kind, is_mono in zip(called, kinds.values(), mono, strict=True)
    ]


def test_an_order_is_read_from_a_manifest_and_from_words_alike() -> None:
    manifest = from_session(SAMPLES / "campaign" / "stemtui.toml").lines
    message = from_message(
        "Hi! Please send the master mix, the instrumental, lead vocal stem, backing vocal stem, drum and "
        "bass stems - bass in mono, the others stereo. Thanks, Jo"
    ).lines
    keys = [(line.kind, line.role, line.words, line.group) for line in manifest]
    assert [(line.kind, line.role, line.words, line.group) for line in message] == keys
    assert [line.channels for line in manifest] == ["stereo"] * 5 + ["mono"]


@pytest.mark.parametrize("message", ["hello, how are you?", ""])
def test_an_order_of_nothing_is_refused(message: str) -> None:
    with pytest.raises(StemtuiError, match="names nothing"):
        from_message(message)


def test_a_manifest_without_an_order_is_refused(tmp_path: Path) -> None:
    (tmp_path / "stemtui.toml").write_text("format = 1\n", encoding="utf-8")
    with pytest.raises(StemtuiError, match="orders nothing"):
        from_session(tmp_path / "stemtui.toml")


@pytest.mark.parametrize(
    ("order", "came", "state", "why"),
    [
        ("drum stem", files(Drums="stem"), "met", '"Drums.wav"'),
        ("drum stem", files(Drums=""), "cannot tell", "nothing shows that it is a STEM"),
        ("drum stem", files(Drums="track"), "not met", "no STEM of it came, but 1 TRACK: Drums"),
        ("drum stem", files(Kick=""), "cannot tell", "nothing shows that it is a STEM, or all of it"),
        ("drum stem", files(Kick="", Snare=""), "not met", "2 of unknown kind: Kick and Snare"),
        ("drum stem", files(Kick="track", Snare="track", Bass="stem"), "not met", "2 TRACKS: Kick and Snare"),
        ("drum stem", files(Bass="stem"), "not met", "no STEM of that name came"),
        ("drum stem if it's cheap", files(Bass="stem"), "cannot tell", "on a condition, or only spoken of"),
        ("We'd build it on the drum stem.", files(Bass="stem"), "cannot tell", "only spoken of"),
        ("kick track", files(Kick="track", Drums="stem"), "met", '"Kick.wav"'),
        ("808 track", files(Drums="stem"), "not met", "no TRACK of that name came"),
        ("bass stem in mono", files(Bass="stem"), "not met", "stereo, and mono was asked for"),
        ("bass stem in mono", files(Bass_1="stem"), "met", '"Bass.wav"'),
        ("bass stem in stereo", files(Bass_1="stem"), "not met", "mono, and stereo was asked for"),
        ("vocal stem", files(Lead_Vocal="stem"), "met", '"Lead Vocal.wav"'),
        ("instrumental", files(Inst="mix", Master="mix"), "met", '"Inst.wav"'),
        ("instrumental", files(Master="mix"), "not met", "no MIX of that name came"),
        ("a cappella mix", files(Acapella="mix"), "met", '"Acapella.wav"'),
        ("all stems", files(Drums="stem"), "cannot tell", "nothing shows that it is all"),
        ("vocal up mix", files(Vocal_Up="mix"), "cannot tell", "cannot be told from files"),
    ],
)
def test_a_line_is_met_by_a_file_of_its_kind_and_name(
    order: str, came: list[Came], state: str, why: str
) -> None:
    (met,) = meet(from_message(order).lines, came)
    assert (met.state, why in met.why) == (state, True), met


@pytest.mark.parametrize(
    ("name", "role", "group", "is_whole"),
    [
        ("Song_Drums_STEM", "", "drums", True),
        ("01 Kick", "", "drums", False),
        ("BGVs v2", "", "backing_vocals", True),
        ("Backing Vocal 12", "", "backing_vocals", False),
        ("Bass DI", "", "bass", False),
        ("Bass 48k24", "", "bass", True),
        ("drums bus", "", "drums", True),
        ("LdVox", "", "lead_vocal", True),
        ("Full Mix", "master", "mix", False),
        ("Mix v3", "master", "mix", False),
        ("master", "master", "mix", False),
        ("12_BGVOX MAIN", "", "backing_vocals", True),
        ("Pno Main Dry", "", "keys", False),
        ("Piano Main Mix", "master", "mix", False),
        ("Main no vox", "instrumental", "mix", False),
        ("Song no vox", "instrumental", "mix", False),
        ("Inst", "instrumental", "", False),
        ("TV Track", "tv", "mix", False),
        ("Audio 1-03", "", "", False),
        ("Drums rest", "", "drums", False),
        ("Other Drums", "", "drums", False),
        ("Playback ohne Gesang", "instrumental", "mix", False),
        ("Drums_01", "", "drums", True),
        ("Lead Vocal 2", "", "lead_vocal", False),
        ("Vocals/Lead", "", "lead_vocal", True),
        ("Bass/Take 2", "", "bass", False),
        ("EP101_5.1_DX", "", "dialogue", True),
        ("Song 7.1.4 Mix", "master", "mix", False),
        ("Show_ME", "m_e", "", False),
        ("Let Me Go", "", "", False),
        ("Song_M&E", "m_e", "mix", False),
    ],
)
def test_names_are_read_for_what_they_say(name: str, role: str, group: str, is_whole: bool) -> None:
    (called,) = read([f"{name}.wav"])
    assert (called.role, called.group, called.is_whole) == (role, group, is_whole)


def test_a_number_that_all_names_have_says_nothing_of_any() -> None:
    sides = [f"{name}_01.{side}.wav" for name in ("Drums", "Lead Vocal") for side in "LR"]
    called = read([*sides, "Bass_01.wav", "Master_01.wav"])
    assert [(one.both, one.is_whole) for one in called] == [
        *([("Drums", True)] * 2),
        *([("Lead Vocal", True)] * 2),
        ("", True),
        ("", False),
    ]
    assert not any(one.is_whole for one in read(["Lead Vocal_01.wav", "Lead Vocal_02.wav"]))
