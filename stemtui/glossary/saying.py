"""Sentences with their weight, and as many of them as fit."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from stemtui.frozen import frozen
from stemtui.glossary.wrapping import columns, cut, wrap, wrap_evenly
from stemtui.text import few, printable

# What a narrow pane keeps first: what the thing is, what to do, what it is confused with, the rest.
KIND, REMEDY, NEIGHBOUR, DETAIL, FACTS, EXTRA = range(6)
NAME_WIDTH = 32


@frozen
class Sentence:
    """One sentence, and how soon it is dropped: the lower the weight, the later.

    `brief` says it where a remedy would be lost for its length, and what is no kind where it alone fits in a
    line.
    """

    text: str
    weight: int
    brief: str = ""


@frozen
class Explanation:
    """What there is to say of a thing: what it is first, what to press last."""

    spoken: tuple[Sentence, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """All sentences."""
        return tuple(sentence.text for sentence in self.spoken)

    def told(self, way: Callable[[str], str]) -> "Explanation":
        """The same, each sentence told another way."""
        return Explanation(
            tuple(replace(one, text=way(one.text), brief=way(one.brief)) for one in self.spoken)
        )

    def lines(self, width: int, height: int) -> list[str]:
        """At most `height` lines of at most `width` columns: whole sentences, the least important dropped."""
        if width < 1 or height < 1:
            return []
        texts = [_in_a_line(sentence, width) for sentence in self.spoken]
        kept = self._fitting(texts, width, height)
        if any(one.weight <= REMEDY and at not in kept for at, one in enumerate(self.spoken)):
            texts = [sentence.brief or sentence.text for sentence in self.spoken]
            kept = self._fitting(texts, width, height)
        if not kept:
            return _clipped(min(self.spoken, key=lambda one: one.weight).text, width, height)
        _, lines = _laid([texts[at] for at in kept], width, height)
        return [cut(line, width) for line in lines]

    def _fitting(self, texts: Sequence[str], width: int, height: int) -> list[int]:
        """Which of the texts fit together, by their places; none where the weightiest does not.

        Facts that would make sentences run on from each other are left out.
        """
        kept: list[int] = []
        running_on = 0
        for at in sorted(range(len(texts)), key=lambda at: self.spoken[at].weight):
            trial = sorted([*kept, at])
            more, lines = _laid([texts[one] for one in trial], width, height)
            is_fact = bool(kept) and self.spoken[at].weight >= FACTS
            if len(lines) <= height and not (is_fact and more > running_on):
                kept, running_on = trial, more
            elif not kept:
                return []
        return kept


NOTHING_CHOSEN = Explanation(
    (
        Sentence("A TRACK is a file made while recording, before the mix.", KIND),
        Sentence("A STEM is a submix of tracks as they are treated in the mix.", REMEDY),
        Sentence("A MIX is everything in one stereo file.", NEIGHBOUR),
    )
)
"""The three words, where nothing is selected that they could be said of."""


def _in_a_line(sentence: Sentence, width: int) -> str:
    """A sentence briefly where only that fits in a line: lines with a sentence of their own stand still."""
    is_long = sentence.weight > KIND and columns(sentence.text) > width
    return sentence.brief if is_long and 0 < columns(sentence.brief) <= width else sentence.text


def _laid(texts: Sequence[str], width: int, height: int) -> tuple[int, list[str]]:
    """Sentences in lines, each in lines of its own, else the first, else none, and which (0 to 2) of these.

    What stands still while the cursor moves is easier to read, and need not be sent again.
    """
    ways = ([*texts], [texts[0], " ".join(texts[1:])], [" ".join(texts)])
    laid = ([line for text in way for line in wrap_evenly(text, width)] for way in ways)
    return next(one for one in enumerate(laid) if one[0] == 2 or len(one[1]) <= height)


def _clipped(text: str, width: int, height: int) -> list[str]:
    """The first lines of a sentence for which the pane is too small."""
    lines = [cut(line, width) for line in wrap(text, width)][:height]
    return [*lines[:-1], cut(f"{lines[-1]}…", width) if len(lines[-1]) < width else lines[-1]]


def named(text: str, width: int = NAME_WIDTH) -> str:
    """A name as it is said: safe for a terminal, and not longer than a sentence can bear."""
    return cut(" ".join(printable(text).split()), width) or "(no name)"


def names(texts: Iterable[str], most: int = 4) -> str:
    """Several names: `Kick, Snare, Hat, Ride and 6 more`."""
    return few([named(text, 24) for text in texts], most)


def reason(text: str) -> str:
    """A reason that somebody wrote, within a sentence."""
    return named(text, 60).rstrip(".!")
