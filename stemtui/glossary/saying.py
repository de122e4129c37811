"""Sentences with their weight, and as many of them as fit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stemtui.glossary.wrapping import cut, wrap
from stemtui.text import few, printable

# What a narrow pane keeps first: what the thing is, what to do, what it is confused with, the rest.
KIND, REMEDY, NEIGHBOUR, DETAIL, FACTS, EXTRA = range(6)
NAME_WIDTH = 32


@dataclass(frozen=True)
class Sentence:
    """One sentence, and how soon it is dropped: the lower the weight, the later."""

    text: str
    weight: int


@dataclass(frozen=True)
class Explanation:
    """What there is to say of a thing: what it is first, what to press last."""

    spoken: tuple[Sentence, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """All sentences."""
        return tuple(sentence.text for sentence in self.spoken)

    def lines(self, width: int, height: int) -> list[str]:
        """At most `height` lines of at most `width` columns: whole sentences, the least important dropped."""
        if width < 1 or height < 1:
            return []
        kept: list[int] = []
        for at in sorted(range(len(self.spoken)), key=lambda at: self.spoken[at].weight):
            trial = sorted([*kept, at])
            if len(self._flowing(trial, width)) <= height:
                kept = trial
            elif not kept:
                return self._clipped(at, width, height)
        apart = [line for at in kept for line in wrap(self.spoken[at].text, width)]
        lines = apart if len(apart) <= height else self._flowing(kept, width)
        return [cut(line, width) for line in lines]

    def _flowing(self, kept: Sequence[int], width: int) -> list[str]:
        return wrap(" ".join(self.spoken[at].text for at in kept), width)

    def _clipped(self, at: int, width: int, height: int) -> list[str]:
        """The first lines of a sentence for which the pane is too small."""
        lines = [cut(line, width) for line in wrap(self.spoken[at].text, width)][:height]
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
