"""The manifest on disk: what is written, how it is replaced, and what stays as people wrote it."""

import errno
import os
import stat
import subprocess
import sys
import textwrap
from dataclasses import fields, replace
from pathlib import Path

import pytest

from stemtui import manifest
from stemtui.errors import ManifestError
from stemtui.manifest.pairing import pairs
from stemtui.manifest.schema import TABLES
from stemtui.manifest.writing import VALUES
from stemtui.session import (
    Delivery,
    Mix,
    MixBus,
    OrderLine,
    Session,
    Stem,
    Track,
    add_stem,
    assign,
    edit_mix,
    edit_order_line,
    edit_stem,
    edit_tracks,
    remove_order_line,
)

SONG = Session(
    title="Mega Savings Song",
    artist="The Margaritas",
    treatment="printed",
    mix_bus=MixBus(ceiling_dbtp=-1.0),
    stems=(Stem("drums", "Drums"), Stem("bass", "Bass", "mono"), Stem("lead_vocal", "Lead Vocal")),
    mixes=(
        Mix("master", "Master"),
        Mix("instrumental", "Instrumental", without=("lead_vocal",)),
        Mix("vocal_up", "Lead Vocal Up", offsets_db=(("lead_vocal", 1.0),)),
    ),
    order=(OrderLine("Bass STEM", "stem", "stem.bass", "mono"), OrderLine("Master MIX", "mix", "mix.master")),
    tracks=(
        Track("kick", "audio/01 Kick.wav", stem="drums", gain_db=-2.0),
        Track("bass_di", "audio/14 Bass DI.wav"),
        Track("vox", "audio/15 Vox.wav", stem="lead_vocal", pan=-12.5),
    ),
)

FRESH = """\
# What this session's tracks feed, its stems and mixes, and what was ordered of them.
# The words are explained by: stemtui explain

format = 1

[session]
title = "Mega Savings Song"
artist = "The Margaritas"
treatment = "printed"

[mix_bus]
ceiling_dbtp = -1.0

[delivery]
bit_depth = 24

[stem.drums]
name = "Drums"
channels = "stereo"

[stem.bass]
name = "Bass"
channels = "mono"

[stem.lead_vocal]
name = "Lead Vocal"
channels = "stereo"

[mix.master]
name = "Master"

[mix.instrumental]
name = "Instrumental"
without = ["lead_vocal"]

[mix.vocal_up]
name = "Lead Vocal Up"
offsets_db = { lead_vocal = 1.0 }

[[order]]
asked = "Bass STEM"
kind = "stem"
deliver = "stem.bass"
channels = "mono"

[[order]]
asked = "Master MIX"
kind = "mix"
deliver = "mix.master"

[track.kick]
file = "audio/01 Kick.wav"
stem = "drums"
gain_db = -2.0

[track.bass_di]
file = "audio/14 Bass DI.wav"
stem = ""

[track.vox]
file = "audio/15 Vox.wav"
stem = "lead_vocal"
pan = -12.5
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "stemtui.toml"
    path.write_text(textwrap.dedent(text), encoding="utf-8", newline="")
    return path


def test_a_fresh_manifest_reads_like_this(tmp_path: Path) -> None:
    assert manifest.dumps(SONG) == FRESH
    assert manifest.save(SONG, tmp_path) == SONG
    assert (tmp_path / "stemtui.toml").read_text() == FRESH
    assert manifest.load(tmp_path) == SONG
    assert manifest.load(tmp_path / "stemtui.toml") == SONG


def test_an_empty_session_has_a_manifest(tmp_path: Path) -> None:
    manifest.save(Session(), tmp_path)
    assert manifest.load(tmp_path) == Session()


def test_every_field_of_the_model_has_its_key() -> None:
    not_keys = {"id", "mix_bus", "delivery", "stems", "mixes", "order", "tracks"}
    for kind, value in VALUES.items():
        assert {key.name for key in TABLES[kind]} == {field.name for field in fields(value)} - not_keys


def test_loading_imports_little() -> None:
    code = "import sys; from stemtui import manifest; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert not {"numpy", "textual", "rich"} & set(loaded.split())


def test_a_long_list_takes_a_line_for_each_item(tmp_path: Path) -> None:
    stems = tuple(Stem(f"a_stem_with_a_long_id_{n}", f"Stem {n}") for n in range(5))
    song = Session(stems=stems, mixes=(Mix("alt", "Alt", only=tuple(stem.id for stem in stems)),))
    manifest.save(song, tmp_path)
    text = (tmp_path / "stemtui.toml").read_text()
    assert 'only = [\n    "a_stem_with_a_long_id_0",\n    "a_stem_with_a_long_id_1",\n' in text
    fewer = edit_mix(song, "alt", only=song.mixes[0].only[1:])
    manifest.save(fewer, tmp_path, base=song)
    assert (tmp_path / "stemtui.toml").read_text() == text.replace('    "a_stem_with_a_long_id_0",\n', "")
    assert manifest.load(tmp_path) == fewer


def test_items_of_a_list_keep_their_spelling(tmp_path: Path) -> None:
    text = FRESH.replace('["lead_vocal"]', "[ 'lead_vocal' ]  # no voice")
    after = saved(tmp_path, text, lambda s: edit_mix(s, "instrumental", without=("lead_vocal", "bass")))
    assert after == text.replace("[ 'lead_vocal' ]", "['lead_vocal', \"bass\"]")


def test_a_table_without_lines_goes(tmp_path: Path) -> None:
    after = saved(tmp_path, FRESH, lambda s: replace(s, mix_bus=MixBus()))
    assert after == FRESH.replace("[mix_bus]\nceiling_dbtp = -1.0\n\n", "")
    said = FRESH.replace("[mix_bus]", "[mix_bus] # loud")
    after = saved(tmp_path, said, lambda s: replace(s, mix_bus=MixBus()))
    assert after == said.replace("ceiling_dbtp = -1.0\n", "")


def test_order_lines_are_known_again() -> None:
    old = [OrderLine("Drums", "stem", "stem.drums"), OrderLine("Bass", "stem", "stem.bass"), OrderLine("Mix")]
    new = [
        OrderLine("Low end", "stem", "stem.bass"),
        OrderLine("Kit", "stem", "stem.drums"),
        OrderLine("Vocal"),
    ]
    assert pairs(old, new) == {0: 1, 1: 0, 2: 2}
    assert pairs(old, old[1:]) == {0: 1, 1: 2}
    assert pairs(old[:1] * 3, old[:1] * 2) == {0: 0, 1: 1}
    assert pairs([], new) == {}


def test_an_assignment_changes_one_line(tmp_path: Path) -> None:
    path = written(tmp_path, FRESH)
    manifest.save(assign(SONG, ["bass_di"], "bass"), path, base=SONG)
    assert path.read_text() == FRESH.replace('DI.wav"\nstem = ""', 'DI.wav"\nstem = "bass"')


HAND_WRITTEN = """\
# Mega Savings, mixed by Ana
format=1

[ "session" ]   # the song
title   =   'Mega'
# reference = "prints/mix v7.wav"

# ------ stems ------

# all kits
[stem.drums]
name = "Drums"
channels = "stereo"
# toms are in here too

  # bass is mono, they asked
  [stem.bass]
  name = \"\"\"Bass\"\"\"
  channels = "mono" # really
[mix.alt]
name = "Alt"
without = [
  # no bass under the tagline
  "bass",  # the client's wish
  "drums",
]
[mix.up]
name = "Up"
[mix.up.offsets_db]
bass = 1  # a bit

[[order]]  # from the mail of Tuesday
asked = "Bass STEM"
deliver = "stem.bass"

# they called about this one
[[order]]
asked = "Drum STEM"
deliver = "stem.drums"

# the kick
[track.kick]
file = "audio/kick.wav"
stem = "drums"
gain_db = -2  # hot
[track.snare]
file = "audio/snare.wav"
pan = +1_0.0
# end"""


def saved(folder: Path, text: str, edit, newline: str = "\n") -> str:
    """The text after loading it, editing the session and saving it in place."""
    path = folder / "stemtui.toml"
    path.write_text(text.replace("\n", newline), encoding="utf-8", newline="")
    session = manifest.load(path)
    new = edit(session)
    assert manifest.save(new, path, base=session) == new
    assert manifest.load(path) == new
    after = path.read_bytes().decode()
    assert after.count(newline) == after.count("\n")
    return after.replace("\r\n", "\n")


def swap(session: Session, kind: str) -> Session:
    return replace(session, **{kind: getattr(session, kind)[::-1]})


LIST = HAND_WRITTEN[HAND_WRITTEN.index("without = [") : HAND_WRITTEN.index("[mix.up]")]
DRUMS = HAND_WRITTEN[HAND_WRITTEN.index("# all kits") : HAND_WRITTEN.index("\n  # bass is mono")]
BASS = HAND_WRITTEN[HAND_WRITTEN.index("  # bass is mono") : HAND_WRITTEN.index("[mix.alt]")]
MIXES = HAND_WRITTEN[HAND_WRITTEN.index("[mix.alt]") : HAND_WRITTEN.index("[[order]]")]
KICK = HAND_WRITTEN[HAND_WRITTEN.index("# the kick") : HAND_WRITTEN.index("[track.snare]")]
SNARE = HAND_WRITTEN[HAND_WRITTEN.index("[track.snare]") :]
DELIVERY = "\n[delivery]\nbit_depth = 16\n"

BASS_ITEM = '  # no bass under the tagline\n  "bass",  # the client\'s wish\n'

EDITS_IN_PLACE = [
    pytest.param(lambda s: assign(s, ["kick"], "bass"), {'stem = "drums"': 'stem = "bass"'}, id="a value"),
    pytest.param(
        lambda s: edit_tracks(s, ["kick"], gain_db=-3.5), {"= -2  # hot": "= -3.5  # hot"}, id="a number"
    ),
    pytest.param(
        lambda s: edit_tracks(s, ["kick"], gain_db=0.0), {"-2  # hot": "0.0  # hot"}, id="to its default"
    ),
    pytest.param(lambda s: edit_tracks(s, ["snare"], pan=0.0), {"pan = +1_0.0\n": ""}, id="a line goes"),
    pytest.param(
        lambda s: edit_tracks(s, ["snare"], note="on 2"),
        {"pan = +1_0.0\n": 'pan = +1_0.0\nnote = "on 2"\n'},
        id="a key",
    ),
    pytest.param(
        lambda s: replace(s, treatment="none"),
        {"'Mega'\n": "'Mega'\ntreatment = \"none\"\n"},
        id="a key above remarks",
    ),
    pytest.param(
        lambda s: edit_stem(s, "bass", gain_db=1.0),
        {'"mono" # really\n': '"mono" # really\n  gain_db = 1.0\n'},
        id="a key indented like its table",
    ),
    pytest.param(
        lambda s: edit_stem(s, "bass", name="Bässe"), {'"""Bass"""': '"Bässe"'}, id="a text of several lines"
    ),
    pytest.param(
        lambda s: edit_mix(s, "alt", without=("bass",)),
        {'  "drums",\n]': "]"},
        id="an item goes from a list",
    ),
    pytest.param(
        lambda s: edit_mix(s, "alt", without=("drums",)),
        {'  "bass",  # the client\'s wish': "  # the client's wish"},
        id="an item goes, what was said above it stays",
    ),
    pytest.param(
        lambda s: edit_mix(s, "alt", without=("drums", "bass")),
        {LIST: f'without = [\n  "drums",\n{BASS_ITEM}]\n'},
        id="items change places with what was said of them",
    ),
    pytest.param(
        lambda s: edit_mix(s, "alt", without=()),
        {LIST: "# no bass under the tagline\n# the client's wish\n"},
        id="a list goes, what was said in it stays",
    ),
    pytest.param(
        lambda s: edit_mix(s, "up", offsets_db=(("bass", 0.5),)),
        {'"Up"\n[mix.up.offsets_db]\nbass = 1  # a bit\n': '"Up"\noffsets_db = { bass = 0.5 }\n# a bit\n'},
        id="a table of offsets",
    ),
    pytest.param(
        lambda s: add_stem(s, "Keys")[0],
        {'"mono" # really\n': '"mono" # really\n\n[stem.keys]\nname = "Keys"\nchannels = "stereo"\n\n'},
        id="a new stem",
    ),
    pytest.param(
        lambda s: replace(s, delivery=Delivery(bit_depth=16)),
        {'v7.wav"\n': f'v7.wav"\n{DELIVERY}'},
        id="a new table",
    ),
    pytest.param(
        lambda s: remove_order_line(s, 1),
        {'# they called about this one\n[[order]]\nasked = "Drum STEM"\ndeliver = "stem.drums"\n\n': ""},
        id="an order line goes",
    ),
    pytest.param(
        lambda s: edit_order_line(s, 1, waive="one mic"),
        {'"stem.drums"\n\n# the kick': '"stem.drums"\nwaive = "one mic"\n\n# the kick'},
        id="the second order line",
    ),
    pytest.param(
        lambda s: replace(s, mixes=(), tracks=s.tracks[1:]),
        {MIXES: "", KICK: ""},
        id="tables go with their comments",
    ),
    pytest.param(
        lambda s: swap(s, "tracks"),
        {KICK + SNARE: f"{SNARE}\n{KICK.removesuffix(chr(10))}"},
        id="tracks change places",
    ),
    pytest.param(
        lambda s: swap(s, "stems"),
        {f"{DRUMS}\n{BASS}": f"{BASS}\n{DRUMS}"},
        id="stems change places with their comments",
    ),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("edit", "replacements"), EDITS_IN_PLACE)
def test_an_edit_touches_nothing_else(
    tmp_path: Path, edit, replacements: dict[str, str], newline: str
) -> None:
    expected = HAND_WRITTEN
    for old, new in replacements.items():
        assert expected.count(old) == 1, old
        expected = expected.replace(old, new)
    assert saved(tmp_path, HAND_WRITTEN, edit, newline) == f"{expected}\n"


OTHER_FORMS = {
    "inline tables": """\
        format = 1
        stem = { drums = { name = "Drums" }, bass = { name = "Bass", gain_db = 1 } }  # two
        order = [
          { deliver = "stem.drums" },  # first
          { deliver = "stem.bass" },
        ]
        # tracks
        [track]
        kick = { file = "kick.wav", stem = "drums" }  # low
        # snappy
        snare = { file = "snare.wav" }
        """,
    "dotted keys": """\
        format = 1
        stem.drums.name = "Drums"   # two
        stem.bass.name = "Bass"
        stem.bass.gain_db = 1
        order = [{ deliver = "stem.drums" }, { deliver = "stem.bass" }]  # first
        # tracks
        track.kick.file = "kick.wav"
        track . "kick" . stem = "drums"  # low
        # snappy
        track.snare.file = 'snare.wav'
        """,
    "quoted headers": """\
        format = 1
        ["stem".drums]
        "name" = "Drums"   # two
        [ stem . 'bass' ]
        'name' = "Bass"
        gain_db = 1
        [["order"]]
        deliver = "stem.drums"  # first
        [[ order ]]
        deliver = "stem.bass"
        # tracks
        [track."kick"]
        file = "kick.wav"
        stem = "drums"  # low
        # snappy
        [ "track" . "snare" ]
        file = 'snare.wav'
        """,
}
EDITS = {
    "assign": lambda s: assign(s, ["snare"], "bass"),
    "reassign": lambda s: assign(s, ["kick"], "bass"),
    "clear": lambda s: edit_stem(s, "bass", gain_db=0.0),
    "reorder": lambda s: swap(swap(s, "tracks"), "order"),
    "reorder stems": lambda s: swap(s, "stems"),
    "add": lambda s: add_stem(replace(s, title="New"), "Keys")[0],
    "order": lambda s: replace(
        edit_order_line(s, 0, channels="stereo"), order=(*s.order, OrderLine(deliver="rest"))
    ),
    "delete": lambda s: replace(s, tracks=s.tracks[1:]),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("text", OTHER_FORMS.values(), ids=OTHER_FORMS)
def test_other_spellings_of_toml_can_be_edited_too(tmp_path: Path, text: str, edit) -> None:
    after = saved(tmp_path, textwrap.dedent(text), edit)
    words = (
        ["# two", "# first", "# tracks"]
        if edit is EDITS["delete"]
        else ["# two", "# first", "# tracks", "# snappy"]
    )
    assert [
        word for word in words if word not in after and not (word == "# tracks" and "track.kick" not in after)
    ] == []


def test_one_value_in_an_inline_table_is_all_that_changes(tmp_path: Path) -> None:
    text = textwrap.dedent(OTHER_FORMS["inline tables"])
    assert saved(tmp_path, text, EDITS["reassign"]) == text.replace('stem = "drums" }', 'stem = "bass" }')
    added = '{ file = "snare.wav", stem = "bass" }'
    assert saved(tmp_path, text, EDITS["assign"]) == text.replace('{ file = "snare.wav" }', added)


def test_a_byte_order_mark_stays(tmp_path: Path) -> None:
    after = saved(tmp_path, "\N{BOM}" + FRESH, lambda s: assign(s, ["kick"], "bass"))
    assert after == "\N{BOM}" + FRESH.replace('Kick.wav"\nstem = "drums"', 'Kick.wav"\nstem = "bass"')


def test_what_cannot_be_read_back_is_not_saved(tmp_path: Path) -> None:
    path = written(tmp_path, FRESH)
    broken = [
        (edit_tracks(SONG, ["kick"], gain_db=float("nan")), "nan is out of range"),
        (edit_tracks(SONG, ["kick"], stem="gone"), 'there is no stem "gone"'),
        (edit_tracks(SONG, ["kick"], file="../x.wav"), "leads out of the session's folder"),
        (edit_tracks(SONG, ["kick"], note="\udcff"), "is not valid Unicode"),
        (replace(SONG, tracks=(*SONG.tracks, SONG.tracks[0])), "was not saved"),
    ]
    for session, message in broken:
        for target in (path, tmp_path / "new.toml"):
            with pytest.raises(ManifestError, match=message):
                manifest.save(session, target)
    assert path.read_text() == FRESH
    assert os.listdir(tmp_path) == ["stemtui.toml"]


def test_a_manifest_that_was_broken_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    path = written(tmp_path, FRESH + "\ngain_db = oops")
    with pytest.raises(ManifestError, match="oops"):
        manifest.save(SONG, path, base=SONG)
    assert path.read_text().endswith("oops")


def test_mode_and_symbolic_link_are_kept(tmp_path: Path) -> None:
    real = tmp_path / "elsewhere" / "song.toml"
    real.parent.mkdir()
    real.write_text(FRESH)
    real.chmod(0o640)
    link = tmp_path / "stemtui.toml"
    link.symlink_to(real)
    manifest.save(assign(SONG, ["kick"], "bass"), tmp_path, base=SONG)
    assert link.is_symlink()
    assert manifest.load(real).track("kick").stem == "bass"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert os.listdir(real.parent) == ["song.toml"]


def test_a_new_manifest_has_the_usual_mode(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    manifest.save(SONG, tmp_path)
    assert (tmp_path / "stemtui.toml").stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.parametrize("step", ["chmod", "fsync", "replace"])
def test_a_failing_disk_leaves_the_old_manifest(tmp_path: Path, monkeypatch, step: str) -> None:
    path = written(tmp_path, FRESH)

    def fail(*_args: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(ManifestError, match="No space left on device"):
        manifest.save(assign(SONG, ["kick"], "bass"), path, base=SONG)
    monkeypatch.undo()
    assert path.read_text() == FRESH
    assert os.listdir(tmp_path) == ["stemtui.toml"]


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root may write everything")
def test_a_write_protected_manifest_or_folder(tmp_path: Path) -> None:
    path = written(tmp_path, FRESH)
    for protected, mode in ((path, 0o444), (tmp_path, 0o555)):
        protected.chmod(mode)
        with pytest.raises(ManifestError, match=r"write-protected|Permission denied"):
            manifest.save(assign(SONG, ["kick"], "bass"), path, base=SONG)
        protected.chmod(0o755)
    assert path.read_text() == FRESH
    assert os.listdir(tmp_path) == ["stemtui.toml"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="cannot be written"):
        manifest.save(SONG, tmp_path / "nowhere" / "stemtui.toml")


def test_locate() -> None:
    assert manifest.locate(Path(__file__).parent) == Path(__file__).parent / "stemtui.toml"
    assert manifest.locate(Path("song/other.toml")) == Path("song/other.toml")
