"""The words of a line spelt as the names of a session are, whose words may be written as one or apart."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from stemtui.order.reading.words.lexicon import lexicon
from stemtui.order.reading.words.pieces import Names
from stemtui.order.reading.words.tokens import Mark
from stemtui.order.words import kind_of
from stemtui.suggest.words import Word


def respelt(said: Sequence[Word | Mark], names: Names) -> list[Word | Mark]:
    """The words and marks of a line, those of its words that a name of the session has as that has them."""
    apart = [one for token in said for one in _taken_apart(token, names)]
    return _joined(_parted(_put_together(apart, names), names), names)


def _taken_apart(token: Word | Mark, names: Names) -> Sequence[Word | Mark]:
    """A word that a name of the session is written with, as the words that it is made of: "pianodry"."""
    apart = names.run_together.get(token.text, ())
    ends = [token.start + end for end in accumulate(map(len, apart))]
    return [Word(text, end - len(text), end) for text, end in zip(apart, ends, strict=True)] or [token]


def _put_together(said: Sequence[Word | Mark], names: Names) -> list[Word | Mark]:
    """The words of a line, two of them as the one that a name is written with: "hand bells"."""
    found: list[Word | Mark] = []
    for token in said:
        last = found[-1] if found else None
        if isinstance(last, Word) and isinstance(token, Word) and last.text + token.text in names.words:
            found[-1] = Word(last.text + token.text, last.start, token.end)
        else:
            found.append(token)
    return found


def _joined(said: Sequence[Word | Mark], names: Names) -> list[Word | Mark]:
    """The words and marks of a line without a mark that stands in a name: the + of "Pad + Bass"."""
    return [
        token
        for at, token in enumerate(said)
        if not (isinstance(token, Mark) and token.text == "and" and _is_in_a_name(said, at, names))
    ]


def _is_in_a_name(said: Sequence[Word | Mark], at: int, names: Names) -> bool:
    """Whether the words around a mark are a name that has one."""
    return any(
        tuple(one.text for one in (*said[at - before : at], *said[at + 1 : at + 1 + len(name) - before]))
        == name
        for name in names.joined
        for before in range(1, min(len(name), at + 1))
    )


def _parted(said: Sequence[Word | Mark], names: Names) -> list[Word | Mark]:
    """The words of a line, a name and its kind that are parted a letter too soon: "snar etrack"."""
    found = list(said)
    for at, (one, two) in enumerate(pairwise(said)):
        if not (isinstance(one, Word) and isinstance(two, Word)) or kind_of(two.text):
            continue
        sooner, later = (one.text + two.text[:1], two.text[1:]), (one.text[:-1], one.text[-1:] + two.text)
        for name, kind in (sooner, later):
            if kind_of(kind) and _is_known(name, names):
                found[at : at + 2] = [Word(name, one.start, one.end), Word(kind, two.start, two.end)]
    return found


def _is_known(word: str, names: Names) -> bool:
    return word in names.words or word in lexicon().names or (word,) in lexicon().whole
