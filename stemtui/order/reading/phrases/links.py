"""Words that link what stands around them, and are other words elsewhere: "so my mum can hear it", "o"."""

from collections.abc import Sequence

from stemtui.order.reading.phrases.segments import CONTENT
from stemtui.order.reading.words.pieces import Piece


def either_one(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "o" is the "or" of Spanish and Italian: "el mix instrumental o el stem"."""
    kept = list(sentence)
    for at in range(1, len(kept) - 1):
        between = kept[at - 1].cls in CONTENT and kept[at + 1].only_says("article")
        if between and kept[at].words == ("o",):
            kept[at] = kept[at].acting("join", "or")
    return kept


def not_that(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "non" before a name of the session declines it: "Backing Vocal 8, non Backing
    Vocal 7".

    Elsewhere it is half a word ("non-vocal mix"), or an answer.
    """
    kept = list(sentence)
    for at in range(1, len(kept) - 1):
        named = kept[at + 1].cls == "source" and not kept[at + 1].value
        if kept[at].words == ("non",) and kept[at - 1].value == "," and named:
            kept[at] = kept[at].acting("not")
    return kept


def so_that(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "the master mix so my mum can hear it" says what for."""
    kept = list(sentence)
    for at in range(1, len(kept) - 1):
        who = kept[at + 1].only_says("ours", "article", "we", "she")
        if kept[at].words == ("so",) and kept[at - 1].cls in CONTENT and who:
            kept[at] = kept[at].acting("why")
    return kept
