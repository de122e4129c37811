"""Everything that can be wrong with a manifest: said all at once, with its path, its value and what to do."""

import os
from pathlib import Path

import pytest

from stemtui import manifest
from stemtui.errors import ManifestError, Problem

GOOD = """\
format = 1
[stem.drums]
name = "Drums"
[mix.master]
name = "Master"
[track.kick]
file = "audio/kick.wav"
stem = "drums"
"""


def problems_of(text: str, folder: Path) -> list[Problem]:
    path = folder / "stemtui.toml"
    path.write_text(text, encoding="utf-8", newline="")
    with pytest.raises(ManifestError) as caught:
        manifest.load(path)
    assert path.read_bytes() == text.encode(), "loading must not write"
    assert str(path) in str(caught.value)
    return list(caught.value.problems)


def test_twelve_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = """\
format = 1

[session]
titel = "Mega Savings Song"
treatment = "mixed"

[delivery]
bit_depth = 20
folder = "/home/me/out"

[stem.drums]
name = "Drums"
parent = "kit"

[mix.instrumental]
name = "Instrumental"
only = ["drums"]
without = ["drums"]

[[order]]
deliver = "drums"

[track.kick]
file = "audio/kick.wav"
gain_db = "loud"
stem = "drumms"

[track.snare]
file = "audio/kick.wav"
pan = 120

[track.hat]
stem = "drums"

[tracks.ride]
file = "audio/ride.wav"
"""
    found = {problem.path: problem for problem in problems_of(text, tmp_path)}
    assert found.keys() == {
        "session.titel",
        "session.treatment",
        "delivery.bit_depth",
        "delivery.folder",
        "stem.drums.parent",
        "mix.instrumental",
        "order.1.deliver",
        "track.kick.gain_db",
        "track.kick.stem",
        "track.snare.file",
        "track.snare.pan",
        "track.hat",
        "tracks",
    }
    assert str(found["track.kick.gain_db"]).startswith('track.kick.gain_db: "loud" is not a number.')
    assert all(problem.remedy and problem.severity == "error" for problem in found.values())
    assert found["tracks"].remedy == 'Did you mean "track"?'
    assert found["session.titel"].remedy == 'Did you mean "title"?'
    assert found["track.kick.stem"].remedy == 'Did you mean "drums"?'


@pytest.mark.parametrize(
    ("table", "path", "remedy"),
    [
        ('[track.snare]\nfil = "a.wav"', "track.snare.fil", 'Did you mean "file"?'),
        ("[track.snare]\nfile = 3", "track.snare.file", "Put the value in quotes."),
        (
            '[mix.up]\nname = "Up"\noffset_db = { vox = 1.0 }',
            "mix.up.offset_db",
            'Did you mean "offsets_db"?',
        ),
        ('[track.01.snare]\nfile = "a.wav"', "track.01.snare", "An id has no dot: write [track.01_snare]."),
        ('[track."Snare 1"]\nfile = "a.wav"', 'track."Snare 1"', 'write "snare_1".'),
        ('[track."S 1"]\nfile = "a.wav"\nstem = "drum"', 'track."S 1".stem', 'Did you mean "drums"?'),
    ],
)
def test_one_mistake_is_one_problem_where_it_stands(
    tmp_path: Path, table: str, path: str, remedy: str
) -> None:
    *others, found = problems_of(GOOD + table + "\n", tmp_path)
    assert [other.path for other in others] in ([], ['track."S 1"'])
    assert found.path == path and remedy in found.remedy


def test_two_mistakes_in_one_track_are_both_told(tmp_path: Path) -> None:
    found = problems_of(f'{GOOD}[track.snare]\ncolour = "red"\n', tmp_path)
    assert [problem.path for problem in found] == ["track.snare.colour", "track.snare"]


WRONG_VALUES = [
    ("[session]\nsample_rate = 48000.5", "session.sample_rate", "48000.5 is not a whole number"),
    ("[session]\nsample_rate = 100", "session.sample_rate", "100 is out of range"),
    ("[session]\ntitle = 7", "session.title", "7 is not text"),
    ("[session]\npan_law_db = -3.1", "session.pan_law_db", "-3.1 is not a pan law"),
    ("[session]\npan_law_db = false", "session.pan_law_db", "false is not a pan law"),
    ('[session]\nalign = "left"', "session.align", '"left" is not known here'),
    ('[session]\nreference = "../mix.wav"', "session.reference", "leads out of the session's folder"),
    ("[mix_bus]\nceiling_dbtp = 1", "mix_bus.ceiling_dbtp", "1 is out of range"),
    ("[mix_bus]\ngain_db = true", "mix_bus.gain_db", "true is not a number"),
    ("[delivery]\nbit_depth = 24.0", "delivery.bit_depth", "24.0 is not known here"),
    ('[delivery]\nbit_depth = "24"', "delivery.bit_depth", '"24" is not known here'),
    ('[delivery]\nfile_format = "mp3"', "delivery.file_format", '"mp3" is not known here'),
    ('[delivery]\nfolder = "."', "delivery.folder", "is the session's own folder"),
    ('[delivery]\nfolder = ""', "delivery.folder", "is the session's own folder"),
    ('[delivery]\nfolder = "a/../.."', "delivery.folder", "leads out of the session's folder"),
    ('[delivery]\nfolder = "audio"', "track.kick.file", "lies in the folder of the delivery"),
    ('[delivery]\nname = " "', "delivery.name", "is an empty name"),
    ('[delivery]\nname = "../{name}"', "delivery.name", "leads out of the session's folder"),
    ('[stem.bass]\nname = " "', "stem.bass.name", "is an empty name"),
    ("[stem.bass]\nchannels = 2", "stem.bass.channels", "2 is not known here"),
    ('[stem.bass]\nname = "Bass"\nisolate = "no"', "stem.bass.isolate", '"no" is neither true nor false'),
    ('[stem.bass]\nname = "DRUMS"', "stem.bass.name", '"DRUMS" is also the name of stem.drums'),
    ('[stem.bass]\nname = "B"\nparent = "bass"', "stem.bass.parent", "in a circle: bass > bass"),
    ('[stem.Bass]\nname = "Bass"', "stem.Bass", '"Bass" is not an id'),
    ('[stem."a b"]\nname = "Bass"', 'stem."a b"', '"a b" is not an id'),
    ('[stem.""]\nname = "Bass"', 'stem.""', '"" is not an id'),
    ('[stem."ä.\\u001b"]\nname = "x"', 'stem."ä.\x1b"', "is not an id"),
    ("[stem]\nbass = 3", "stem.bass", "3 is not a table"),
    ("[mix.m]", "mix.m", "has no name"),
    ('[mix.m]\nname = "M"\nonly = []', "mix.m.only", "the list is empty"),
    ('[mix.m]\nname = "M"\nonly = "drums"', "mix.m.only", '"drums" is not a list of ids'),
    ('[mix.m]\nname = "M"\nonly = ["drums", 3]', "mix.m.only", "a list is not a list of ids"),
    ('[mix.m]\nname = "M"\nwithout = ["drums", "drums"]', "mix.m.without", '"drums" is listed twice'),
    ('[mix.m]\nname = "M"\nwithout = ["drum"]', "mix.m.without", 'there is no stem "drum"'),
    ('[mix.m]\nname = "M"\noffsets_db = { vox = 1.0 }', "mix.m.offsets_db", 'there is no stem "vox"'),
    ('[mix.m]\nname = "M"\noffsets_db = { drums = "up" }', "mix.m.offsets_db.drums", '"up" is not a number'),
    ('[mix.m]\nname = "M"\noffsets_db = 1', "mix.m.offsets_db", "1 is not a table of offsets"),
    ('[mix.m]\nname = "M"\nkey = "drums"', "mix.m.key", '"drums" is not known here'),
    ("[[order]]", "order.1", "asks for nothing"),
    ('[[order]]\ndeliver = "drums"', "order.1.deliver", '"drums" names nothing that can be delivered'),
    ('[[order]]\ndeliver = "stem."', "order.1.deliver", '"stem." names nothing that can be delivered'),
    ('[[order]]\ndeliver = "rest"\nkind = "stems"', "order.1.kind", '"stems" is not known here'),
    ('[[order]]\ndeliver = "rest"\nchannels = "5.1"', "order.1.channels", '"5.1" is not known here'),
    ('[order]\ndeliver = "rest"', "order", "is not a list of order lines"),
    ("[[mix_bus]]\ngain_db = 1.0", "mix_bus", "a list is not a table"),
    ("[track.a]\nstem = 'drums'", "track.a", "has neither a file nor a bounce"),
    ("[track.a]\nfile = 'audio/kick.wav'", "track.a.file", "is the file of track.kick too"),
    ("[track.a]\nfile = './audio//kick.wav'", "track.a.file", "is the file of track.kick too"),
    ("[track.a]\nfile = '/kick.wav'", "track.a.file", "is an absolute path"),
    ("[track.a]\nfile = 'C:/kick.wav'", "track.a.file", "starts with a drive letter"),
    ("[track.a]\nfile = 'a\\kick.wav'", "track.a.file", "has a backslash"),
    ('[track.a]\nfile = "a\\u0000.wav"', "track.a.file", "holds a NUL character"),
    ("[track.a]\nfile = '../kick.wav'", "track.a.file", "leads out of the session's folder"),
    ("[track.a]\nfile = ['kick.wav']", "track.a.file", "a list is not text"),
    ("[track.a]\nfile = 'a'\ngain_db = nan", "track.a.gain_db", "nan is out of range"),
    ("[track.a]\nfile = 'a'\ngain_db = inf", "track.a.gain_db", "inf is out of range"),
    ("[track.a]\nfile = 'a'\ngain_db = 48.1", "track.a.gain_db", "48.1 is out of range"),
    (f"[track.a]\nfile = 'a'\ngain_db = 1{'0' * 400}", "track.a.gain_db", "is out of range"),
    ("[track.a]\nfile = 'a'\npan = -101", "track.a.pan", "-101 is out of range"),
    ("[track.a]\nfile = 'a'\npan = 1979-05-27", "track.a.pan", "1979-05-27 is not a number"),
    ("[track.a]\nfile = 'a'\ndelay_samples = 1.0", "track.a.delay_samples", "1.0 is not a whole number"),
    (
        "[track.a]\nfile = 'a'\ndelay_samples = 1\ndelay_ms = 1",
        "track.a",
        "has both delay_ms and delay_samples",
    ),
    ("[track.a]\nfile = 'a'\nname = ' '", "track.a.name", '" " is a blank name'),
    ("[track.a]\nfile = 'a'\norigin = 'tape'", "track.a.origin", '"tape" is not known here'),
    ("[track.a]\nfile = 'a'\nstem = 'horns'", "track.a.stem", 'there is no stem "horns"'),
    ("[track.a]\nbounce = []", "track.a.bounce", "the list is empty"),
    ("[track.a]\nbounce = ['kikc']", "track.a.bounce", 'there is no track "kikc"'),
    ("[track.a]\nbounce = ['a']", "track.a.bounce", "the bounces go in a circle: a > a"),
    ("[track.a]\nbounce = ['kick']", "track.kick.stem", '"drums" cannot be fed by what is inside'),
]


@pytest.mark.parametrize(("lines", "path", "message"), WRONG_VALUES)
def test_a_wrong_value_is_named(tmp_path: Path, lines: str, path: str, message: str) -> None:
    found = problems_of(f"{GOOD}{lines}\n", tmp_path)
    assert [path] == [problem.path for problem in found if message in problem.message], found
    assert all(problem.remedy for problem in found)


def test_a_left_and_a_right_bounce_may_come_of_the_same_tracks(tmp_path: Path) -> None:
    text = """\
format = 1
[track.kick]
file = "kick.wav"
[track.drums_l]
file = "drums l.wav"
bounce = ["kick"]
[track.drums_r]
file = "drums r.wav"
bounce = ["kick"]
"""
    path = tmp_path / "stemtui.toml"
    path.write_text(text, encoding="utf-8")
    assert manifest.load(path).bounced == {"kick": "drums_r"}
    summed = text.replace('file = "drums r.wav"\n', "")
    assert [p.path for p in problems_of(summed, tmp_path)] == ["track.drums_r.bounce"]


def test_circles_and_members_of_two_bounces(tmp_path: Path) -> None:
    text = """\
format = 1
[stem.a]
name = "A"
parent = "b"
[stem.b]
name = "B"
parent = "c"
[stem.c]
name = "C"
parent = "a"
[stem.d]
name = "D"
parent = "a"
[track.x]
bounce = ["y"]
[track.y]
bounce = ["z"]
[track.z]
bounce = ["x"]
[track.both]
file = "both.wav"
[track.one]
bounce = ["both"]
[track.two]
bounce = ["both"]
"""
    found = [(problem.path, problem.message) for problem in problems_of(text, tmp_path)]
    assert found == [
        ("stem.a.parent", "the parents go in a circle: a > b > c > a."),
        ("track.two.bounce", '"both" is in the bounce track.one too: it would be heard twice.'),
        ("track.x.bounce", "the bounces go in a circle: y > x > z > y."),
    ]


@pytest.mark.parametrize(
    ("first_line", "message", "remedy"),
    [
        ("", "the manifest does not say its format", "format = 1"),
        ("format = 2\nnew_table = 3", "format 2 is later than this stemtui", "Update stemtui"),
        ('format = "1"', '"1" is not a format', "format = 1"),
        ("format = true", "true is not a format", "format = 1"),
        ("format = 0", "0 is not a format", "format = 1"),
    ],
)
def test_the_format_is_said_and_known(tmp_path: Path, first_line: str, message: str, remedy: str) -> None:
    (problem,) = problems_of(GOOD.replace("format = 1", first_line), tmp_path)
    assert problem.path == "format"
    assert message in problem.message
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        ("format = 1\n[session\n", "line 2", '"[session"'),
        ('format = 1\n[session]\ntitle = "a\n', "line 3", '"title = "a"'),
        ("format = 1\nformat = 1\n", "line 2", "a key or table is there twice"),
        ("format = 1\n[stem.a]\nname='a'\n[stem.a]\n", "line 4", "this table is there twice"),
        ("format = 1\nstem = { a = {} }\nstem.a.name = 'A'\n", "line 3", "stem.a.name = 'A'"),
        ("format = 1\n[track.a]\nfile = 'a\x07b'\n", "line 3", "'a\x07b'"),
        ("format = 1\nx = '''a", "line 2", ""),
        ("format = 1\n<<<<<<< HEAD\n[stem.a]\n=======\n", "line 2", "a merge left both sides here"),
        ("format = 1\r[session]\rtitle = 'x'\r", "line 1", "ends in a carriage return alone, as on old Macs"),
        ("format = 1\n# a\rb\r\r\n", "line 2", "ends in a carriage return alone, as on old Macs"),
        ("format = 1\n\x0b\n", "line 2", '"\x0b"'),
        ("format = 1\nx = " + "[" * 50_000, "", "nested too deeply"),
        ("format = 1\nx = 1" + "0" * 5_000, "", "a number has thousands of digits"),
    ],
)
def test_broken_toml_is_said_with_its_line(tmp_path: Path, text: str, path: str, message: str) -> None:
    (problem,) = problems_of(text, tmp_path)
    assert problem.path == path
    assert message in problem.message


def test_marks_of_a_merge_are_told_with_where_all_of_them_are(tmp_path: Path) -> None:
    marks = "<<<<<<< ours\n{}=======\n{}>>>>>>> theirs\n"
    one = marks.format("a = 1\n", "a = 2\n")
    (problem,) = problems_of(f"format = 1\n{one}", tmp_path)
    assert (problem.message, problem.remedy) == (
        "a merge left both sides here.",
        "Keep one and delete the marks.",
    )
    gone = marks.format("", "[stem.a]\n")
    (problem,) = problems_of(f"format = 1\n{one}{gone}{one}", tmp_path)
    assert (problem.path, problem.message) == (
        "line 2",
        "a merge left both sides here, and at lines 7 and 11.",
    )
    assert (
        problem.remedy.startswith("Keep one of each two") and "Where one side has no lines" in problem.remedy
    )


@pytest.mark.parametrize(
    ("sides", "also", "has_gone"),
    [
        ([("a = 1\n", "a = 2\n")], "", False),
        ([("", "a = 2\n")], "", True),
        ([("a = 1\n", "")], "", True),
        ([("a = 1\n", "a = 2\n")] * 2, ", and at line 7", False),
        ([("a = 1\n", "a = 2\n")] * 5, ", and at lines 7, 12, 17 and 22", False),
        ([("a = 1\n", "a = 2\n")] * 8, ", and at lines 7, 12, 17, 22, 27 and 2 more", False),
        ([("a = 1\n", "a = 2\n"), ("a = 1\n", "")], ", and at line 7", True),
    ],
)
def test_a_side_without_lines_is_told_of_and_no_other(
    tmp_path: Path, sides: list[tuple[str, str]], also: str, has_gone: bool
) -> None:
    text = "".join(f"<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n" for ours, theirs in sides)
    (problem,) = problems_of(f"format = 1\n{text}", tmp_path)
    assert (problem.path, problem.message) == ("line 2", f"a merge left both sides here{also}.")
    assert ("Where one side has no lines, it is gone" in problem.remedy) == has_gone


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"format = 1\n[session]\ntitle = '\xe9t\xe9'\n", "line 3 holds the byte 0xE9, which is not UTF-8"),
        ("format = 1\n".encode("utf-16"), "it is written in UTF-16"),
        (b"#" * (4 * 1024 * 1024 + 1), "it is larger than 4 MB"),
    ],
)
def test_content_that_is_no_manifest(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "stemtui.toml").write_bytes(content)
    with pytest.raises(ManifestError, match=message):
        manifest.load(tmp_path)


def test_what_is_not_a_readable_file(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match=r"there is no such file\. Make one with: stemtui init"):
        manifest.load(tmp_path)
    with pytest.raises(ManifestError, match=r"there is no '.*'\. Name a folder that holds a stemtui\.toml"):
        manifest.load(tmp_path / "nowhere" / "stemtui.toml")
    (tmp_path / "stemtui.toml").mkdir()
    with pytest.raises(ManifestError, match="it is not a file"):
        manifest.load(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ManifestError, match="it is not a file"):
        manifest.load(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(ManifestError, match="cannot be read"):
        manifest.load(tmp_path / "loop")
    with pytest.raises(ManifestError, match=r"null (byte|character)"):
        manifest.load(tmp_path / "a\0b")


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "stemtui.toml"
    path.write_text(GOOD)
    path.chmod(0)
    with pytest.raises(ManifestError, match="Permission denied"):
        manifest.load(path)


def test_an_order_line_may_name_what_is_not_there(tmp_path: Path) -> None:
    """Deleting a stem keeps the client's line: it has to load, and `check` speaks of it."""
    path = tmp_path / "stemtui.toml"
    path.write_text(f'{GOOD}[[order]]\nasked = "Horns STEM"\ndeliver = "stem.horns"\n')
    assert manifest.load(path).order[0].deliver == "stem.horns"


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029"])
def test_lines_that_end_in_what_is_none_to_toml_are_named(tmp_path: Path, end: str) -> None:
    (problem,) = problems_of(f"# a song{end}format = 1{end}[session]{end}", tmp_path)
    assert f"U+{ord(end):04X}, which TOML does not know" in problem.message
    assert problem.remedy == "Save it with line feeds (LF) in your editor."
