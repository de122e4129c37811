"""What a sentence does with what it names: wants, declines, doubts, or only tells of it."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from stemtui.order.reading import Reading, read
from tests.orders import sample

HERE = Path(__file__).parent
ACTS = tomllib.loads((HERE / "speech_acts.toml").read_text(encoding="utf-8"))
TOGETHER = tomllib.loads((HERE / "things_together.toml").read_text(encoding="utf-8"))
# A mix, a stem and a track, as each language names one; German has another article where it is the subject.
THINGS = {
    "mix.instrumental": {
        "english": "the instrumental mix",
        "german": "den Instrumental-Mix",
        "italian": "il mix strumentale",
        "spanish": "la mezcla instrumental",
        "french": "le mix instrumental",
    },
    "stem.drums": {
        "english": "the drum stem",
        "german": "den Drums-Stem",
        "italian": "lo stem della batteria",
        "spanish": "el stem de batería",
        "french": "le stem batterie",
    },
    "track.kick": {
        "english": "the kick track",
        "german": "die Kick-Spur",
        "italian": "la traccia kick",
        "spanish": "la pista kick",
        "french": "la piste kick",
    },
}
CONTRACTED = {
    "de le ": "du ",
    "de el ": "del ",
    "di il ": "del ",
    "di lo ": "dello ",
    "di la ": "della ",
    "su il ": "sul ",
    "su lo ": "sullo ",
    "su la ": "sulla ",
    "no the ": "no ",
    "niente il ": "niente ",
    "niente lo ": "niente ",
    "niente la ": "niente ",
}


def said() -> Iterator[tuple[str, str, str]]:
    """Each act, the thing it is about, and the sentence."""
    for item, names in THINGS.items():
        for language, acts in ACTS.items():
            for act, phrases in acts.items():
                for phrase in phrases:
                    yield act, item, _contracted(phrase.format(names[language]))


def _contracted(text: str) -> str:
    """A sentence with articles and prepositions contracted, its first letter a capital."""
    for apart, contracted in CONTRACTED.items():
        at = text.casefold().find(apart)
        if at == 0 or (at > 0 and text[at - 1] == " "):
            text = text[:at] + contracted + text[at + len(apart) :]
    return text[:1].upper() + text[1:]


def act_of(found: Reading, item: str) -> str:
    if item in [line.deliver for line in found.lines]:
        return "wants"
    if found.declined:
        return "declines"
    return "doubts" if found.questions else "tells"


@pytest.mark.parametrize(("act", "item", "sentence"), list(said()))
def test_it_is_read_as_what_it_does(act: str, item: str, sentence: str) -> None:
    found = read(sample("campaign"), f"Hi,\n\n{sentence}\n\nThanks,\nXenia")
    assert act_of(found, item) == act, (found.lines, found.questions, found.declined)


def together() -> Iterator[tuple[str, set[str], int, int]]:
    """Each sentence about several things, what it orders, and how many it declines and asks about."""
    letters = dict(zip("ABC", THINGS, strict=True))
    for language, said_so in TOGETHER.items():
        names = {letter: THINGS[item][language] for letter, item in letters.items()}
        names["b"] = names["B"].split(" ", 1)[1]
        for phrase, wanted, declined, asked in said_so["says"]:
            yield _contracted(phrase.format(**names)), {letters[one] for one in wanted}, declined, asked


@pytest.mark.parametrize(("sentence", "wanted", "declined", "asked"), list(together()))
def test_each_of_several_is_read_as_what_is_said_of_it(
    sentence: str, wanted: set[str], declined: int, asked: int
) -> None:
    found = read(sample("campaign"), f"Hi,\n\n{sentence}\n\nThanks,\nXenia")
    assert {line.deliver for line in found.lines} == wanted
    assert (len(found.declined), len(found.questions)) == (declined, asked), (found.declined, found.questions)
