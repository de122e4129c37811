"""A manifest that people wrote is edited in place: nothing else in it is touched."""

import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from stemtui import manifest
from stemtui.manifest.layout import layout, pieces
from stemtui.session import (
    Delivery,
    MixBus,
    OrderLine,
    Session,
    add_stem,
    assign,
    delete_stem,
    edit_mix,
    edit_order_line,
    edit_stem,
    edit_tracks,
    remove_order_line,
)
from tests.manifests import FRESH, saved

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


def test_the_first_key_of_a_table_goes_below_its_header(tmp_path: Path) -> None:
    text = 'format = 1\n\n[mix_bus] # nothing yet\n\n# how it goes out\n[delivery]\nfolder = "out"\n'
    after = saved(
        tmp_path, text, lambda session: replace(session, mix_bus=replace(session.mix_bus, gain_db=-1.5))
    )
    assert after == text.replace("# nothing yet\n", "# nothing yet\ngain_db = -1.5\n")


def test_a_table_that_loses_its_last_key_keeps_what_people_wrote_in_it(tmp_path: Path) -> None:
    text = 'format = 1\n\n[mix_bus]\n# Ana asked for this\ngain_db = -1.5\n\n[delivery]\nfolder = "out"\n'
    after = saved(tmp_path, text, lambda session: replace(session, mix_bus=MixBus()))
    assert after == text.replace("gain_db = -1.5\n", "")
    bare = text.replace("# Ana asked for this\n", "")
    after = saved(tmp_path, bare, lambda session: replace(session, mix_bus=MixBus()))
    assert after == 'format = 1\n\n[delivery]\nfolder = "out"\n'


def test_a_table_that_comes_first_takes_the_comment_above_it_along(tmp_path: Path) -> None:
    text = '# the kits\n[stem.drums]\nname = "Drums"\n\n# the song\n[session]\ntitle = "Song"\n'
    text = f"format = 1\n{text}"
    assert saved(tmp_path, text, lambda session: delete_stem(session, "drums")) == (
        'format = 1\n# the song\n[session]\ntitle = "Song"\n'
    )


def test_comments_above_the_first_statement_belong_to_it_and_those_above_others_to_them() -> None:
    text = "# about the first\na = 1\n# about the second\nb = 2\n"
    where = layout(text)
    assert [where.above(position) for position in (0, 1)] == [0, text.index("# about the second")]


@pytest.mark.parametrize(
    "lead",
    ["track.kick.", "  track . kick . ", "'track'.\"kick\".", "track.'kick' ."],
)
def test_a_new_key_is_spelled_like_those_beside_it_that_have_dots(tmp_path: Path, lead: str) -> None:
    text = f"format = 1\nstem.drums.name = 'Drums'\n{lead}file = 'a.wav'  # the good one\n# end\n"
    after = saved(tmp_path, text, lambda s: edit_tracks(s, ["kick"], gain_db=-1.5))
    assert after == text.replace("# end", f"{lead}gain_db = -1.5\n# end")


@pytest.mark.parametrize(("ends", "newline"), [(2, "\n"), (3, "\r\n")])
def test_of_mixed_line_ends_a_new_line_has_those_of_most(tmp_path: Path, ends: int, newline: str) -> None:
    lines = ["format = 1", "[stem.drums]", "name = 'Drums'", "", "[track.kick]"]
    lines += ["# a", "# b", "# c", "# d", "file = 'a.wav'"]
    text = "".join(line + ("\r\n" if n % 5 < ends else "\n") for n, line in enumerate(lines))
    (tmp_path / "stemtui.toml").write_bytes(text.encode())
    session = manifest.load(tmp_path)
    manifest.save(edit_tracks(session, ["kick"], pan=5.0), tmp_path, session)
    assert (tmp_path / "stemtui.toml").read_bytes().decode() == f"{text}pan = 5.0{newline}"


def test_a_text_is_cut_before_each_header_with_the_comments_above_that() -> None:
    text = (
        "\N{BOM}# of all\nformat = 1\n\n# one\n  # two\n[stem.a]  # A\nname = 'A'\n# apart\n\n[[order]]\n"
        "asked = '[stem.b]'\n# last\n[ track . b ]\n[c]\n# end"
    )
    assert list(pieces(text)) == [
        "# of all\nformat = 1\n\n",
        "# one\n  # two\n[stem.a]  # A\nname = 'A'\n# apart\n\n",
        "[[order]]\nasked = '[stem.b]'\n",
        "# last\n[ track . b ]\n",
        "[c]\n# end",
    ]
    assert list(pieces("[a]\nx = 1\n")) == ["[a]\nx = 1\n"]
    assert list(pieces("# a\n[a]\n")) == ["# a\n[a]\n"]
