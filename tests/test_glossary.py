"""The words: what each means, and how one is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        ("trackout", "Multitrack"),
        ("Spuren", "Track"),
        ("mezcla", "Mix"),
        ("voz principal", "Lead Vocal"),
        ("chœurs", "Backing Vocals"),
        ("versione strumentale", "Instrumental"),
        ("Halbplayback", "TV Mix"),
        ("faixas individuais", "Track"),
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


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("", "Track"),
        ("stem", "Stem"),
        ("substem", "Sub-stem"),
        ("master", "Master"),
        ("bounce", "Bounce"),
        ("printed effect", "Print"),
        ("trackouts", "Multitrack"),
        ("Einzelspuren", "Track"),
        ("ohne Gesang", "Instrumental"),
        ("solo voces", "A Cappella"),
        ("sin voz", "Instrumental"),
        ("ステム", "Stem"),
        ("why 26 files are not 4 stems", "Tracks or Stems"),
        ("is the instrumental a stem?", "Instrumental"),
        ("why does the sum matter", "Adding Up"),
        ("what do I send a mixer", "What to Send"),
        ("what do I send an editor", "What to Send"),
        ("what do I send a label", "What to Send"),
        ("what is a TV mix", "TV Mix"),
        ("what is vocal up", "Vocal Up"),
        ("what is a multitrack", "Multitrack"),
        ("bouncee", "Bounce"),
        ("can I make stems from raw tracks", "Submix"),
        ("what is the difference between a track and a stem", "Tracks or Stems"),
        ("the file is called stem but is it", "Origin"),
        ("what are stems in film", "D/M/E"),
        ("why did they have to pay twice", "Tracks or Stems"),
        ("can I send two mixes and tracks", "Mix"),
        ("how many files will they get", "Order"),
        ("is a drum bus a stem", "Bus"),
        ("what's a master", "Master"),
        ("why six files, not twenty-six?", "Tracks or Stems"),
        ("do all the stems sound like the song", "Adding Up"),
        ("why do files have to be of the same length", "Span"),
        ("is overhead left a stem", "Overhead"),
        ("what are the twelve backing vocal files", "Backing Vocals"),
        ("can I trust what a file's name says", "Origin"),
        ("is everything together the master mix", "Master Mix"),
        ("what is the song without the singing", "Instrumental"),
        ("why is one of my tracks not in the mix", "Left Out"),
    ],
)
def test_what_a_reader_types_finds_the_word(typed: str, term: str) -> None:
    assert glossary.search(typed)[0].term == term


def test_a_question_finds_the_words_that_it_names_beside_those_that_answer() -> None:
    """Whoever asks this has to find both, though one text alone happens to hold every word of it."""
    found = [one.term for one in glossary.search("do backing vocals stay in an instrumental")]
    assert {"Instrumental", "Backing Vocals"} <= set(found)
    assert "Master" in [one.term for one in glossary.search("is the master the same as the master mix")]


def test_what_has_nothing_to_do_with_any_word_finds_none() -> None:
    assert glossary.search("zzzz qqqq") == ()
    assert len(glossary.search("")) == len(glossary.TERMS)


@pytest.mark.parametrize(
    ("term", "told"),
    [
        ("Tracks or Stems", "26 tracks are not four stems"),
        ("Instrumental", "a stem: it holds everything but the vocals, so it is a mix"),
        ("Adding Up", "can turn the voice down under a speaker"),
        ("What to Send", "A mixer or remixer: the tracks"),
        ("What to Send", "A picture editor or post mixer: Master and Instrumental MIX, and the STEMS"),
        ("What to Send", "A label: the Master MIX and its alternates"),
        ("Bounce", "What comes out is a track: bounced is not mixed"),
        ("Print", "Effects printed on the way in are part of the recording: that file is still a track"),
        ("Multitrack", "trackouts may be raw or carry their effects"),
    ],
)
def test_the_storys_questions_are_answered(term: str, told: str) -> None:
    assert told in str(glossary.entry(term))


@given(st.text(max_size=40))
def test_whatever_is_typed_no_word_is_found_twice(typed: str) -> None:
    found = glossary.search(typed)
    assert len({one.term for one in found}) == len(found)
