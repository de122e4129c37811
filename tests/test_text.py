"""Nothing that a name holds reaches a terminal as anything but text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemtui.text import clock, counted, few, listed, natural_key, printable, slug, tokens


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Kick In", "Kick In"),
        ("Gtr\x1b[31m", "Gtr\\x1b[31m"),
        ("a\u202eb", "a\\u202eb"),
        ("line\nbreak", "line\\nbreak"),
        ("\udcff", "\\udcff"),
        ("Stimme Müller 鼓", "Stimme Müller 鼓"),
        ("\u3164", "\\u3164"),
        ("\u115f\u1160 \uffa0\u2800", "\\u115f\\u1160 \\uffa0\\u2800"),
        ("\u200d\u2060", "\\u200d\\u2060"),
        ("\ufe0f Kick \ufe0e\ufe0f\U000e0100", "\\ufe0f Kick \\ufe0e\\ufe0f\\U000e0100"),
        ("'\u034f' \u17b4", "'\\u034f' \\u17b4"),
        ("❤\ufe0f 葛\U000e0100城 ᠮ\u180b 1\ufe0f #\ufe0f", "❤\ufe0f 葛\U000e0100城 ᠮ\u180b 1\ufe0f #\ufe0f"),
    ],
)
def test_what_could_drive_a_terminal_or_be_overlooked_is_shown(name: str, shown: str) -> None:
    assert printable(name) == shown


@given(st.text())
def test_printable_text_is_printable(name: str) -> None:
    shown = printable(name)
    assert shown.isprintable() or name == ""
    assert printable(shown) == shown
    assert bool(shown.strip()) == bool(name.strip(" "))


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


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], ""),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a", "b", "c", "d"], "a, b and 2 more"),
    ],
)
def test_many_are_a_few_and_how_many_more(words: list[str], said: str) -> None:
    assert few(words, 2) == said


@pytest.mark.parametrize(
    ("seconds", "decimals", "said"),
    [
        (0.0, 0, "0:00"),
        (59.6, 0, "1:00"),
        (185.0, 0, "3:05"),
        (3723.0, 0, "1:02:03"),
        (62.345, 3, "1:02.345"),
        (59.9996, 3, "1:00.000"),
        (36000.04, 2, "10:00:00.04"),
    ],
)
def test_lengths_and_times_are_said_as_on_a_clock(seconds: float, decimals: int, said: str) -> None:
    assert clock(seconds, decimals) == said


def test_the_words_of_a_name_are_folded() -> None:
    assert tokens("Léad Vocal_dbl LeadVox") == ("lead", "vocal", "dbl", "lead", "vox")
