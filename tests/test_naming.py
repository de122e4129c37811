"""File names of prints: templates, and what file systems refuse."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemtui.naming import LONGEST, collisions, file_name, template_problems
from stemtui.session import Delivery, Session


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
