"""The words: what each means, and how one is found."""

import pytest

from stemtui import glossary
from stemtui.errors import StemtuiError
from stemtui.glossary.placing import amplitude_words


@pytest.mark.parametrize(
    ("asked", "term"),
    [
        ("stem", "Stem"),
        ("Stems", "Stem"),
        ("MIXES", "Mix"),
        ("tracks", "Track"),
        ("TV", "TV Mix"),
        ("acapella", "A Cappella"),
        ("A Cappellas", "A Cappella"),
        ("sub stem", "Sub-stem"),
        ("m and e", "M&E"),
        ("M&E", "M&E"),
        ("bit depth", "Word Length"),
        ("BGVs", "Backing Vocals"),
        ("pan laws", "Pan Law"),
        ("dbtp", "dBTP"),
        ("Sub-Mixes", "Submix"),
        ("reverb", "Effect Return"),
        ("shipped set", "Complete Set"),
    ],
)
def test_a_word_is_found_in_any_spelling(asked: str, term: str) -> None:
    assert glossary.entry(asked).term == term


def test_an_unknown_word_hears_the_nearest() -> None:
    with pytest.raises(StemtuiError, match="Bounce"):
        glossary.entry("bouncee")
    with pytest.raises(StemtuiError, match="lists all words"):
        glossary.entry("\x1b[31m")


def test_every_word_is_whole_and_leads_to_words_that_exist() -> None:
    terms = {one.term for one in glossary.TERMS}
    assert len(terms) == len(glossary.TERMS) > 60
    for one in glossary.TERMS:
        assert one.short.endswith(".")
        assert len(one.short) < 140
        assert all(
            text == "" or text.rstrip().endswith(".") for text in (one.text, one.not_confuse, one.disputed)
        )
        assert one.see
        for other in one.see:
            assert other in terms, f"{one.term} leads to {other!r}"
        assert glossary.entry(one.term) is one
        assert all(len(line) <= 78 for line in one.lines())
        assert str(one).isprintable()


def test_no_other_name_leads_to_two_words() -> None:
    seen: dict[str, str] = {}
    for one in glossary.TERMS:
        for alias in (one.term, *one.aliases):
            folded = alias.lower()
            assert folded not in seen, f"{alias!r} leads to {seen[folded]} and {one.term}"
            seen[folded] = one.term


@pytest.mark.parametrize("term", ["Stem", "Instrumental", "TV Mix", "A Cappella", "Bounce", "Track"])
def test_disputes_are_named(term: str) -> None:
    assert any("Disputed" in line for line in glossary.entry(term).lines())


def test_the_index_has_every_word() -> None:
    text = "\n".join(glossary.index())
    assert all(f"{one.term}: " in text for one in glossary.TERMS)
    assert all(len(line) <= 78 for line in glossary.index())


@pytest.mark.parametrize(
    ("db", "said"),
    [
        (0.0, ""),
        (-6.0, "-6 dB: half the amplitude"),
        (6.0, "+6 dB: twice the amplitude"),
        (-20.0, "-20 dB: a tenth of the amplitude"),
        (-12.0, "-12 dB: a quarter of the amplitude"),
        (-1.0, "-1 dB: 0.89 times the amplitude"),
        (20.0, "+20 dB: 10 times the amplitude"),
        (-40.0, "-40 dB: 1/100 of the amplitude"),
    ],
)
def test_what_a_gain_does_is_said_in_words(db: float, said: str) -> None:
    assert amplitude_words(db) == said
