"""File names of prints: templates, and what file systems refuse."""

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemtui.naming import LONGEST, check, collisions, file_name, safe_name, template_problems
from stemtui.naming.profiles import house, houses
from stemtui.session import NAMINGS, Delivery, Mix, OrderLine, Session, Stem


def named(template: str, name: str = "Drums", kind: str = "STEM", **session: str) -> str:
    return file_name(Session(delivery=Delivery(name=template), **session), name, kind, 44100)


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
    assert houses() == sorted(filter(None, NAMINGS))
    for name in houses():
        found = house(name)
        assert found.source and found.label and not list(template_problems(found.template))
        assert found.has_kind == ("{kind}" in found.template)


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
    assert file_name(housed(naming), name, kind, 96000) == expected


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
    severity = "error" if "is needed" in said else "warning"
    assert found == ([(path, True, severity)] if path else [])


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
    made = file_name(housed(naming, title=title), name, "STEM", 44100)
    assert re.fullmatch(r"[A-Za-z0-9_]+\.wav", made) and len(made) <= LONGEST


@pytest.mark.parametrize(
    ("text", "expected"), [("a/b", "a-b"), ("CON", "CON_"), (" .. ", ""), ("é" * 300, "é" * 100)]
)
def test_a_text_becomes_a_file_name(text: str, expected: str) -> None:
    assert safe_name(text) == expected
