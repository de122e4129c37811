"""What is said against something else: "stems rather than tracks", "nothing but the drums"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from stemtui.order.reading.lexicon import lexicon
from stemtui.order.reading.segments import CONTENT
from stemtui.order.reading.tagging import Piece

SHORT = 3
SUNG = frozenset(("vocals", "lead_vocal", "backing_vocals"))
OFF = (("off",), ("out",))


def preferred(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "than" declines what it prefers something to: "rather stems than tracks"."""
    kept = list(sentence)
    start = next((at for at, piece in enumerate(kept) if piece.says("preferring")), len(kept))
    for at in range(start + 1, len(kept)):
        piece = kept[at]
        between = any(one.cls in CONTENT for one in kept[start:at])
        if between and len(piece.words) == 1 and piece.says("than") and _names_next(kept[at + 1 :]):
            kept[at] = replace(piece, cls="not", value="not", senses={"not": "not"})
            break
    return kept


def swapped(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "swap" declines what it names first: "swap the instrumental for the a cappella"."""
    kept = list(sentence)
    start = next((at for at, piece in enumerate(kept) if piece.says("swapping")), len(kept))
    gives = (at for at in range(start + 1, len(kept)) if kept[at].cls == "of" or kept[at].value == "with")
    named = next((at for at in gives if any(one.cls in CONTENT for one in kept[start:at])), 0)
    if not (named and _names_next(kept[named + 1 :])):
        return kept
    kept[start] = replace(kept[start], cls="not", value="not", senses={"not": "not"})
    kept[named] = replace(kept[named], cls="ask", value="ask", senses={"ask": "ask"})
    return kept


def opposed(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "not this, that" orders what stands second: "sorry, not the drums, the bass"."""
    kept = list(sentence)
    start = next((at for at, piece in enumerate(kept) if piece.words[:1] == ("not",)), len(kept))
    before, after = kept[:start], kept[start:]
    marks = [at for at, piece in enumerate(after) if piece.cls == "mark"]
    opens = not any(piece.cls in CONTENT for piece in before) and bool(after) and len(after[0].words) < SHORT
    if not opens or len(marks) != 1 or after[marks[0]].value != "," or any(p.cls == "join" for p in after):
        return kept
    at = marks[0]
    article = at + 1 < len(after) and after[at + 1].only_says("article")
    if article and any(one.cls in CONTENT for one in after[:at]):
        after[at] = replace(after[at], cls="join", value="but", senses={"join": "but"})
        before = [replace(one, cls="small") if one.cls == "not" else one for one in before]
    return [*before, *after]


def only_needed(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which what nothing else is needed beside is asked for: "apart from the strings stem we
    don't need anything", "nothing except the drums"."""
    kept = list(sentence)
    words = [word for piece in kept for word in piece.words]
    spares = next((i for i, one in enumerate(kept) if one.has("except") and _names_next(kept[i + 1 :])), -1)
    if spares < 0 or not {"anything", "nothing"} & {*words}:
        return kept
    refuses = next((at for at, piece in enumerate(kept) if at != spares and piece.has("not")), -1)
    between = kept[min(spares, refuses) : max(spares, refuses)] if refuses >= 0 else kept[:spares]
    if refuses < 0 and not ("nothing" in words and not any(one.cls in CONTENT for one in between)):
        return kept
    if refuses >= 0 and refuses < spares and any(one.cls in CONTENT for one in between):
        return kept
    kept[spares] = replace(kept[spares], cls="ask", value="ask", senses={"ask": "ask"})
    if refuses >= 0:
        kept[refuses] = replace(kept[refuses], cls="small", senses={})
    return kept


def muted(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "with the strings muted" is "without the strings"."""
    kept = list(sentence)
    for at, piece in enumerate(kept):
        named = [i for i, one in enumerate(kept[at + 1 : at + 5], at + 1) if one.cls == "source"]
        closes = kept[named[-1] + 1 : named[-1] + 2] if named and piece.value == "with" else []
        if closes and closes[0].only_says("muted"):
            senses = lexicon().senses["without",].values
            kept[at] = replace(piece, cls="not", value="not", words=("without",), senses=senses)
            kept[named[-1] + 1] = replace(closes[0], cls="small")
    return kept


def left_in(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "leave ... in", "with ... left in" and "that has ... in it" keep in a mix what
    stands between them."""
    kept = list(sentence)
    for at, piece in enumerate(kept):
        named = [i for i, one in enumerate(kept[at + 1 : at + 6], at + 1) if one.cls == "source"]
        closes = kept[named[-1] + 1 : named[-1] + 3] if named else []
        said = [word for one in closes for word in one.words]
        asks = any(one.words == ("does",) for one in kept[:at])
        holds = piece.value == "with" or (piece.only_says("having") and not asks)
        if (piece.says("leaving") and said[:1] == ["in"]) or (holds and _closes(closes, said)):
            kept[at] = replace(piece, cls="join", value="keeps", senses={"join": "keeps"})
            for i in range(named[-1] + 1, named[-1] + 1 + len(closes)):
                if kept[i].says("leaving", "in", "it"):
                    kept[i] = replace(kept[i], cls="small", value="", senses={})
    return kept


def sung_in(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "instrumental with backing vocals" keeps these in it: it is no list of two.

    "The instrumental with the lead and backing vocal stems" is one: what stands behind "with" has a kind.
    """
    kept = list(sentence)
    for at in range(1, len(kept) - 1):
        opens = kept[at - 1].value == "(" and at > 1
        of = kept[at - 2] if opens else kept[at - 1]
        behind = kept[at + 1 :]
        if kept[at].value != "with" or of.value != "instrumental" or not _sings(behind):
            continue
        kept[at] = replace(kept[at], cls="join", value="keeps", senses={"join": "keeps"})
        if opens:
            kept[at - 1] = replace(kept[at - 1], cls="small", value="", senses={})
    return kept


def _sings(behind: Sequence[Piece]) -> bool:
    """Whether a vocal stands next, that no kind follows, nor one of several: "the lead and BV stems"."""
    said = [one for one in behind if one.cls != "small"]
    if not said or said[0].group not in SUNG or any(one.cls == "kind" for one in said[1:2]):
        return False
    listed = takewhile(lambda one: one.cls in ("source", "join", "kind") or one.value == ",", said)
    return not any(one.cls == "kind" and one.plural for one in listed)


def _closes(closes: Sequence[Piece], said: Sequence[str]) -> bool:
    """Whether "left in" or "in it" stands behind a source."""
    if len(said) < 2:
        return False
    left = closes[0].says("leaving") or said[0] == "still"
    return (left and said[1] == "in") or (said[0] == "in" and closes[-1].says("it"))


def taken_off(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "take the bass stem off again" and "keep the guitars out of it" decline."""
    kept = list(sentence)
    for at, piece in enumerate(kept):
        named = [i for i, one in enumerate(kept[at + 1 : at + 6], at + 1) if one.cls in CONTENT]
        closes = kept[named[-1] + 1 : named[-1] + 2] if named else []
        whole = kept[named[-1] + 2 : named[-1] + 4] if named else []
        of_a_mix = any(one.cls == "of" for one in whole) and not any(one.says("it") for one in whole)
        if (
            len(piece.words) == 1
            and piece.says("taking")
            and closes
            and closes[0].words in OFF
            and not of_a_mix
        ):
            kept[at] = replace(piece, cls="not", value="not", senses={"not": "not"})
            kept[named[-1] + 1] = replace(closes[0], cls="small", senses={})
    return kept


def praised(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "the instrumental sounds great" only says how it sounds."""
    kept = list(sentence)
    for at, piece in enumerate(kept):
        if piece.cls == "fine" and piece.says("sounding") and any(one.cls in CONTENT for one in kept[:at]):
            kept[at] = replace(piece, cls="remark", senses={})
    return kept


def of_the_song(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence without "of the song" where that stands before what is left out."""
    kept = list(sentence)
    for at, piece in enumerate(kept[:-2]):
        if piece.cls == "of" and kept[at + 1].cls == "song" and kept[at + 2].has("except"):
            kept[at : at + 2] = [replace(one, cls="small", value="", senses={}) for one in kept[at : at + 2]]
    return kept


def _names_next(after: Sequence[Piece]) -> bool:
    return any(piece.cls in CONTENT for piece in after[:4])
