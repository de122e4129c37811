"""File names of prints: templates, and what file systems refuse."""

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemtui.errors import ProblemsError
from stemtui.naming import LONGEST, check, collisions, file_name, safe_name, template_problems
from stemtui.naming.house import HOUSES, House
from stemtui.session import Delivery, Mix, OrderLine, Session, Stem


def named(template: str, name: str = "Drums", kind: str = "STEM", **session: str) -> str:
    return file_name(Session(delivery=Delivery(name=template), **session), None, name, kind, 44100)


@pytest.mark.parametrize(
    ("template", "session", "expected"),
    [
        ("{title}_{name}_{kind}", {"title": "Mega Savings Song"}, "Mega Savings Song_Drums_STEM.wav"),
        ("{title}_{name}_{kind}", {}, "Drums_STEM.wav"),
        ("{artist} - {title} - {version} - {name}", {"title": "T"}, "T - Drums.wav"),
        ("{title} ({version}) {name}", {"title": "T"}, "T Drums.wav"),
        ("{title} ({version}) {name}", {"title": "T", "version": "v2"}, "T (v2) Drums.wav"),
        ("{name}_{version}", {}, "Drums.wav"),
        ("{name} [{version}]", {}, "Drums.wav"),
        ("{title}{version}{name}", {"title": "T"}, "TDrums.wav"),
        ("{name}_{rate}_{bits}", {}, "Drums_44.1k_24.wav"),
        ("{title}_{name}", {"title": 'AC/DC: "Live?" <1>|*'}, "AC-DC- -Live-- -1---_Drums.wav"),
        ("{title}_{name}", {"title": "..\\..\\x"}, "x_Drums.wav"),
    ],
)
def test_a_template_is_filled_in(template: str, session: dict[str, str], expected: str) -> None:
    assert named(template, **session) == expected


def test_the_kind_is_said_once() -> None:
    assert named("{name}_{kind}", "Full Mix", "MIX") == "Full_MIX.wav"
    assert named("{name}_{kind}", "Mix", "MIX") == "Mix_MIX.wav"
    assert named("{name}_{kind}", "Drums stem", "STEM") == "Drums_STEM.wav"


@pytest.mark.parametrize("name", ["CON", "nul", "com1", "Aux"])
def test_names_that_windows_reserves_are_changed(name: str) -> None:
    assert named("{name}", name) == f"{name}_.wav"


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{title}_{nmae}", "{nmae}"),
        ("{name", "is not a template"),
        ("{}", "is not a template"),
        ("{name:>9}", "is not a template"),
        ("../{name}", "leads out"),
        ("{title}", "same name"),
        ("{title}: {name}", "not every file system takes the ':'"),
        ("{title}\t{name}", "not every file system takes the '\\t'"),
        ("{name}" + "x" * 150, "too long"),
    ],
)
def test_a_wrong_template_is_named(template: str, says: str) -> None:
    found = list(template_problems(template))
    assert any(says in problem.message for problem in found)
    assert all(problem.path == "delivery.name" and problem.remedy for problem in found)


def test_a_good_template_has_no_problems() -> None:
    assert not list(template_problems("{artist}_{title}_{version}_{name}_{kind}_{rate}{bits}"))


def test_names_that_some_file_system_confuses_collide() -> None:
    cafe = unicodedata.normalize("NFD", "Café.wav")
    found = list(collisions([("stem.a", "CAFÉ.wav"), ("stem.b", cafe), ("stem.c", "Bar.wav")]))
    assert len(found) == 1
    assert "stem.a and stem.b" in found[0].message


def test_what_to_do_about_two_files_of_one_name_does_help() -> None:
    two = (OrderLine("Master STEM", "stem", "stem.master"), OrderLine("Master MIX", "mix", "mix.master"))
    song = Session(
        title="Song", stems=(Stem("master", "Master"),), mixes=(Mix("master", "Master"),), order=two
    )

    def remedies(session: Session) -> list[tuple[str, str]]:
        return [(one.path, one.remedy) for one in check(session, 48000) if one.severity == "error"]

    bare = replace(song, delivery=Delivery(name="{title}_{name}"))
    (found,) = remedies(bare)
    assert found == ("delivery.name", "Put {kind} into delivery.name.")
    assert remedies(song) == []
    # a house's names are its own, and two stems are one kind
    housed_ = replace(song, delivery=Delivery(naming="library"))
    assert remedies(housed_) == [("delivery.naming", "Give one of them another name (r).")]
    lines = (two[0], replace(two[0], deliver="stem.other"))
    both = replace(bare, stems=(Stem("master", "A-B"), Stem("other", "A:B")), order=lines)
    assert remedies(both) == [("delivery.name", "Give one of them another name (r).")]


@given(
    st.text(max_size=300),
    st.text(max_size=300),
    st.sampled_from(["{title}_{name}_{kind}", "{name}", "{name}.{title}"]),
)
def test_any_name_becomes_one_safe_file_name(title: str, name: str, template: str) -> None:
    made = named(template, name, title=title)
    assert len(made.encode()) <= LONGEST
    assert made.endswith(".wav") and made.isprintable()
    assert not set(made) & set('<>:"/\\|?*')
    assert not made.startswith((".", " ")) and not made[:-4].endswith((".", " "))


HOUSE = Session(
    title="Mega Savings Song",
    artist="The Margaritas",
    mixer="Jörg O'Neil",
    version="v3",
    delivery=Delivery(naming="pe-wing", date="2026-03-01"),
)


def housed(naming: str, **changes: object) -> Session:
    return replace(HOUSE, delivery=replace(HOUSE.delivery, naming=naming), **changes)  # type: ignore[arg-type]


def test_every_house_is_data_with_its_source() -> None:
    found = [one for one in HOUSES.every() if isinstance(one, House)]
    assert [one.key for one in found] == ["label", "library", "pe-wing"]
    assert all(one.source and one.label for one in found)


@pytest.mark.parametrize(
    ("naming", "name", "kind", "expected"),
    [
        ("pe-wing", "Lead Vocal", "STEM", "TM_MegaSavingsSon_JO03_LeadVocalStem_96k24.wav"),
        ("pe-wing", "Master", "MIX", "TM_MegaSavingsSon_JO03_MasterMix_96k24.wav"),
        ("pe-wing", "Peña's 808 (sub)", "TRACK", "TM_MegaSavingsSon_JO03_Penas808SubTrack_96k24.wav"),
        ("label", "Lead Vocal", "STEM", "TheMargaritas_MegaSavingsSong_LeadVocalStem_03012026.wav"),
        ("library", "Drums", "STEM", "Mega Savings Song_Drums.wav"),
    ],
)
def test_names_are_as_the_house_wants_them(naming: str, name: str, kind: str, expected: str) -> None:
    assert file_name(housed(naming), HOUSES.find(naming), name, kind, 96000) == expected


@pytest.mark.parametrize(
    ("session", "path", "said"),
    [
        (
            housed("pe-wing"),
            "session.title",
            "14 characters of the title: 'Mega Savings Song' becomes 'MegaSavingsSon'",
        ),
        (housed("pe-wing", title="Mega", mixer=""), "session.mixer", "is needed for P&E Wing / AES names."),
        (
            housed("pe-wing", title="Mega", artist="夜"),
            "session.artist",
            "is needed for P&E Wing / AES names.",
        ),
        (housed("label"), "delivery.naming", "The label's names hold the tempo too"),
        (housed("library"), "", ""),
        (
            replace(HOUSE, delivery=Delivery(name="{name}", naming="library")),
            "delivery.name",
            "is not used while",
        ),
        (
            Session(delivery=Delivery(name="{title}_{name}")),
            "delivery.name",
            "does not say of a file whether it",
        ),
        (Session(), "", ""),
    ],
)
def test_what_a_name_lacks_is_told(session: Session, path: str, said: str) -> None:
    found = [(one.path, said in one.message, one.severity) for one in check(session, 48000)]
    severity = "error" if "is needed" in said or "does not say" in said else "warning"
    assert found == ([(path, True, severity)] if path else [])


@pytest.mark.parametrize("folder", ["aux", "prints/CON", "mixes:final", "delivery.", "a /b"])
def test_a_folder_that_some_system_does_not_take_is_told(folder: str) -> None:
    (found,) = check(Session(delivery=Delivery(folder=folder)), 48000)
    assert (found.path, found.severity) == ("delivery.folder", "warning") and repr(folder) in found.message
    assert not list(check(Session(delivery=Delivery(folder="prints/auxiliary v2.1")), 48000))


def test_a_house_without_a_kind_gives_no_two_files_one_name() -> None:
    session = housed(
        "library",
        stems=(Stem("drums", "Master"),),
        mixes=(Mix("master", "Master"),),
        order=(OrderLine(deliver="stem.drums"), OrderLine(deliver="mix.master")),
    )
    (problem,) = check(session, 48000)
    assert (
        "stem.drums and mix.master would both be written to 'Mega Savings Song_Master.wav'" in problem.message
    )


@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from(["pe-wing", "label"]))
def test_joined_names_have_letters_digits_and_underscores_alone(title: str, name: str, naming: str) -> None:
    made = file_name(housed(naming, title=title), HOUSES.find(naming), name, "STEM", 44100)
    assert re.fullmatch(r"[A-Za-z0-9_]+\.wav", made) and len(made) <= LONGEST


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("aux.left", "aux_.left"),
        ("NUL .take 2", "NUL_ .take 2"),
        ("Com1.a.b", "Com1_.a.b"),
        ("CONIN$", "CONIN$_"),
        ("auxiliary", "auxiliary"),
        ("Left.aux", "Left.aux"),
    ],
)
def test_windows_takes_the_part_before_the_first_point_for_a_device(name: str, expected: str) -> None:
    assert named("{name}_{kind}", name, "STEM").startswith(expected)
    assert named("{name}", name, "STEM") == f"{expected}.wav"


@pytest.mark.parametrize(
    ("text", "expected"), [("a/b", "a-b"), ("CON", "CON_"), (" .. ", ""), ("é" * 300, "é" * 100)]
)
def test_a_text_becomes_a_file_name(text: str, expected: str) -> None:
    assert safe_name(text) == expected


OWN = """
label = "Radio Blu"
source = "their letter of May"
template = "{title}-{name}-{kind}"
needs = ["title"]
most = { title = 6, name = 5 }
"""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config/stemtui/naming").mkdir(parents=True)
    return tmp_path / "config/stemtui/naming"


def test_a_house_of_ones_own_is_found_by_name_and_by_path(settings: Path, tmp_path: Path) -> None:
    (settings / "blu.toml").write_text(OWN)
    (tmp_path / "theirs.toml").write_text(OWN.replace("{title}-", ""))
    by_name, by_path = HOUSES.find("blu"), HOUSES.find("theirs.toml", tmp_path)
    assert file_name(housed("blu"), by_name, "Drums", "STEM", 48000) == "Mega S-Drums-STEM.wav"
    assert file_name(housed("theirs.toml"), by_path, "Drums", "STEM", 48000) == "Drums-STEM.wav"
    (settings / "library.toml").write_text(OWN)
    assert HOUSES.find("library").label == "production library"


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        ('label = "Radio Blu"\n', "", "has no label. Add a line like: label ="),
        ("{title}-{name}", "../{name}", "template: '../{name}-{kind}' leads out of the delivery's folder."),
        ("{title}-{name}", "{titel}-{name}", "template: {titel} in '{titel}-{name}-{kind}' is no field"),
        ("-{kind}", "", "template: '{title}-{name}' does not say of a file whether it is a mix, a stem or"),
        ("needs", "has_kind = false\nneeds", "has_kind: {kind} is in '{title}-{name}-{kind}' all"),
        ("needs", "need", '"need" is not a known key. Did you mean "needs"?'),
        ('["title"]', '["titel"]', 'needs: "titel" is not known here. Use "title", "artist"'),
        ("title = 6", "title = 0", "most.title: 0 is out of range. Use 1 to 200 characters."),
        ("title = 6", "rate = 6", 'most.rate: "rate" is not a known key.'),
        ("needs = [", "needs = ", "cannot be read:\n  line 5: "),
    ],
)
def test_what_is_wrong_with_a_house_of_ones_own_is_told_in_words(
    tmp_path: Path, was: str, becomes: str, words: str
) -> None:
    (tmp_path / "blu.toml").write_text(OWN.replace(was, becomes))
    with pytest.raises(ProblemsError) as raised:
        HOUSES.find("blu.toml", tmp_path)
    assert words in str(raised.value)


def test_a_house_that_is_not_there_or_not_right_is_a_problem_of_the_session(tmp_path: Path) -> None:
    (unknown,) = check(housed("pewing"), 48000)
    assert unknown.path == "delivery.naming"
    assert 'There is no naming "pewing". Nearest: "pe-wing".' in unknown.message
    (tmp_path / "blu.toml").write_text(OWN.replace("{name}", "CON:"))
    problems = list(check(housed("blu.toml"), 48000, tmp_path))
    assert {one.path for one in problems} == {"delivery.naming"}
    assert "template: not every file system takes the ':'" in problems[0].message
    (outside,) = check(housed("gone.toml"), 48000, tmp_path)
    assert "could not be read: No such file" in outside.message


def test_names_of_ones_own_house_are_checked_like_all_others(tmp_path: Path) -> None:
    (tmp_path / "blu.toml").write_text(OWN)
    session = housed(
        "blu.toml",
        stems=(Stem("a", "Drums loud"), Stem("b", "DRUMS quiet")),
        order=(OrderLine(deliver="stem.a"), OrderLine(deliver="stem.b")),
    )
    said = [str(problem) for problem in check(session, 48000, tmp_path)]
    assert "Radio Blu names hold 6 characters of the title: 'Mega Savings Song'" in said[0]
    assert said[1].startswith("stem.a: Radio Blu names hold 5 characters of the name: 'Drums loud' becomes")
    assert "'DRUMS quiet' becomes 'DRUMS'." in said[1]
    assert "stem.a and stem.b would both be written to 'Mega S-DRUMS-STEM.wav'" in said[2]


def test_no_template_makes_a_name_without_end() -> None:
    (found,) = template_problems("{name}" + "{kind}" * 100)
    assert "{kind} is in" in found.message and "twice" in found.message


def test_no_file_is_called_by_letters_that_nobody_sees() -> None:
    assert [safe_name(name) for name in ("\u3164", "\u2800\ufe0f", "_\ufe0f", "Kick\u115fIn")] == [
        "",
        "",
        "",
        "Kick-In",
    ]
    [problem] = template_problems("{name}\u3164{kind}")
    assert "takes the '\u3164'" in problem.message


def test_a_name_that_is_cut_is_said() -> None:
    long = Session(title="Ä" * 120, stems=(Stem("a", "Drums"),), order=(OrderLine(deliver="stem.a"),))
    (found,) = check(long, 48000)
    assert found.severity == "warning" and found.path == "delivery.name"
    assert "the file names of stem.a are longer than 200 bytes, and are cut: 'ÄÄ" in found.message
    assert (
        found.message.endswith("_Drums_STEM.wav'.") and found.remedy == "A shorter title or name is not cut."
    )
    assert not [*check(replace(long, title="Ä" * 90), 48000)]
    kindless = replace(long, delivery=Delivery(name="{title}_{name}"))
    assert {one.severity for one in check(kindless, 48000)} == {"warning", "error"}
