"""Nothing that a name holds reaches a terminal as anything but text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemtui.text import counted, listed, natural_key, printable, slug


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Kick In", "Kick In"),
        ("Gtr\x1b[31m", "Gtr\\x1b[31m"),
        ("a\u202eb", "a\\u202eb"),
        ("line\nbreak", "line\\nbreak"),
        ("\udcff", "\\udcff"),
        ("Stimme Müller 鼓", "Stimme Müller 鼓"),
    ],
)
def test_what_could_drive_a_terminal_is_shown(name: str, shown: str) -> None:
    assert printable(name) == shown


@given(st.text())
def test_printable_text_is_printable(name: str) -> None:
    assert printable(name).isprintable() or name == ""


@pytest.mark.parametrize(
    ("name", "made"),
    [("808 Kick", "808_kick"), ("Stimme Müller", "stimme_muller"), ("PAD + BASS", "pad_bass"), ("鼓", "")],
)
def test_ids_are_plain(name: str, made: str) -> None:
    assert slug(name) == made


def test_two_comes_before_ten() -> None:
    assert sorted(["10 Hat", "2 Snare", "1 kick"], key=natural_key) == ["1 kick", "2 Snare", "10 Hat"]


@given(st.lists(st.text(), max_size=8))
def test_any_names_can_be_put_in_order(names: list[str]) -> None:
    keys = sorted(map(natural_key, names))
    assert keys == sorted(reversed(keys)) and len(keys) == len(names)


def test_counting_and_listing() -> None:
    assert [counted(1, "track"), counted(0, "track")] == ["1 track", "0 tracks"]
    assert [listed([]), listed(["a"]), listed(["a", "b", "c"])] == ["", "a", "a, b and c"]
