"""How values and keys are spelled in a manifest, and how long they may be in what is said of it."""

import pytest

from stemtui.manifest.spelling import id_remedy, nearest, place, quoted, spelled, spelled_key


@pytest.mark.parametrize(("letters", "lines"), [(96, 1), (97, 3)])
def test_a_list_stands_in_one_line_of_up_to_a_hundred_letters(letters: int, lines: int) -> None:
    made = spelled(["x" * letters], "\r\n")
    assert len(made.split("\r\n")) == lines
    assert made == (f'["{"x" * letters}"]' if lines == 1 else f'[\r\n    "{"x" * letters}",\r\n]')


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({}, "{}"),
        ({"a b": 1, "c": [True]}, '{ "a b" = 1, c = [true] }'),
        ("\u3164\u202e\n", '"\\u3164\\u202e\\n"'),
        (-1.5, "-1.5"),
    ],
)
def test_values_are_spelled_as_toml(value: object, said: str) -> None:
    assert spelled(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("x" * 60, f'"{"x" * 60}"'),
        ("x" * 61, f'"{"x" * 57}..."'),
        (2**256 - 1, str(2**256 - 1)[:60]),
        (2**256, f"0x1{'0' * 54}..."),
        (True, "true"),
        ({"a": 1}, "a table"),
        ([1], "a list"),
    ],
)
def test_values_are_quoted_in_a_few_letters(value: object, said: str) -> None:
    assert quoted(value) == said


def test_places_are_named_in_a_few_letters() -> None:
    assert place("track", "x" * 100, "a b") == f'track.{"x" * 100}."a b"'
    assert place("track", "x" * 101) == f'track."{"x" * 100}..."'
    assert [spelled_key("kick_1"), spelled_key("kick 1")] == ["kick_1", '"kick 1"']


def test_what_was_meant_is_asked() -> None:
    assert nearest("chanels", ["channels", "gain_db"]) == 'Did you mean "channels"?'
    assert nearest("zzz", ["channels"]) == ""
    assert id_remedy("Kick In") == 'Ids are lower-case letters, digits and _: write "kick_in".'
    assert id_remedy("鼓") == "Ids are lower-case letters, digits and _."
