"""The pieces of a line: words with what they can mean, and the names of a session that they may be."""

from collections.abc import Mapping
from dataclasses import field, replace

from stemtui.frozen import frozen
from stemtui.order.reading.words.lexicon import lexicon
from stemtui.suggest.vocabulary import Phrase


@frozen
class Piece:
    """Words with their likeliest class and value, their other senses, and where they stand in the line."""

    cls: str
    value: str
    words: Phrase
    start: int
    end: int
    senses: Mapping[str, str] = field(default_factory=dict)
    plural: bool = False
    group: str = ""

    def has(self, cls: str) -> bool:
        return cls in self.senses

    def says(self, *names: str) -> bool:
        """Whether one of its words is in a list of `vocabulary/said.toml`."""
        return any(not lexicon().said[name].isdisjoint(self.words) for name in names)

    @property
    def reports(self) -> bool:
        """Whether it makes a clause a report, in which nothing is ordered."""
        return self.value == "report" or self.says("report")

    def only_says(self, *names: str) -> bool:
        """Whether it has words, and all of them are in one of the lists."""
        return bool(self.words) and any(lexicon().said[name].issuperset(self.words) for name in names)

    def acting(self, cls: str, value: str = "") -> "Piece":
        """The same words where they do one thing only: those of a class, with a value (else its own name)."""
        return replace(self, cls=cls, value=value or cls, senses={cls: value or cls})

    def silent(self) -> "Piece":
        """The same words where they do nothing."""
        return replace(self, cls="small", value="", senses={})


NOTHING = Piece("end", "", (), 0, 0)


@frozen
class Names:
    """A session's names as phrases: its stems and tracks, its mixes by id, its title and artist.

    `words` are those of its sources as they are written, `meant` what these mean: "double" for "dbl";
    `ordered` are the kinds on its order; `run_together` has the words that are written as one in a name,
    `tracks` what the words of each track mean, `joined` the names with a mark between words ("Pad + Bass"),
    `stems` what the words of each stem mean.
    """

    sources: frozenset[Phrase] = frozenset()
    mixes: Mapping[Phrase, str] = field(default_factory=dict)
    titles: frozenset[Phrase] = frozenset()
    words: frozenset[str] = frozenset()
    longest: int = 1
    meant: frozenset[str] = frozenset()
    ordered: frozenset[str] = frozenset()
    run_together: Mapping[str, Phrase] = field(default_factory=dict)
    tracks: frozenset[frozenset[str]] = frozenset()
    joined: frozenset[Phrase] = frozenset()
    stems: frozenset[Phrase] = frozenset()
