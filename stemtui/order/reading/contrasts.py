"""What is said against something else ("stems rather than tracks"), and a kind over what is named."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading.lexicon import lexicon
from stemtui.order.reading.requests import Request
from stemtui.order.reading.segments import CONTENT
from stemtui.order.reading.tagging import Piece

SHORT = 3


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
        holds = piece.value == "with" or piece.only_says("having")
        if (piece.says("leaving") and said[:1] == ["in"]) or (holds and _closes(closes, said)):
            kept[at] = replace(piece, cls="join", value="keeps", senses={"join": "keeps"})
            for i in range(named[-1] + 1, named[-1] + 1 + len(closes)):
                if kept[i].says("leaving", "in", "it"):
                    kept[i] = replace(kept[i], cls="small", value="", senses={})
    return kept


def _closes(closes: Sequence[Piece], said: Sequence[str]) -> bool:
    """Whether "left in" or "in it" stands behind a source."""
    return len(said) > 1 and (
        (closes[0].says("leaving") and said[1] == "in") or (said[0] == "in" and closes[-1].says("it"))
    )


def _names_next(after: Sequence[Piece]) -> bool:
    return any(piece.cls in CONTENT for piece in after[:4])


def standing_against(found: Sequence[Request]) -> list[Request]:
    """The requests, a bare kind marked that is only said against another one: "stems, not tracks"."""
    against = {one.kind for one in found if one.is_bare and one.declined}
    return [
        replace(one, against=True)
        if one.is_bare and one.kind and against - {one.kind, ""} and not (one.declined or one.every)
        else one
        for one in found
    ]


def heads_of_named(found: Sequence[Request]) -> list[Request]:
    """The requests, each bare kind over as many of its kind as it says: "2 mixes, 4 stems".

    Words that point back ("both") are none where as many items are named.
    """
    found = _said_twice(_grounded(found))
    ordered = [one for one in found if not (one.is_bare or one.declined or one.excepted)]
    named = Counter(one.kind for one in ordered)
    items = sum(one.loose != "these" for one in ordered)
    return [
        replace(one, head=True) if _is_over(one, named[one.kind]) else one
        for one in found
        if not (one.loose == "these" and one.count <= items) and not (items and _is_the_song(one))
    ]


def _grounded(found: Sequence[Request]) -> list[Request]:
    """The requests, a kind over nothing of its kind as one that is wanted: "all stems and these mixes:"."""
    return [
        replace(one, head=False) if one.head and not _has_items(one, found[at + 1 :]) else one
        for at, one in enumerate(found)
    ]


def _said_twice(found: Sequence[Request]) -> list[Request]:
    """The requests, a bare kind as over a list where one behind it is: "Stems please. The stems: drums"."""
    return [
        replace(one, head=True)
        if one.is_bare
        and not (one.every or one.count or one.declined)
        and any(
            (other.head or (other.leads and other.plural)) and other.kind == one.kind
            for other in found[at + 1 :]
        )
        else one
        for at, one in enumerate(found)
    ]


def _has_items(head: Request, after: Sequence[Request]) -> bool:
    its = any(head.kind in (one.kind, one.other_kind) and not one.is_bare for one in after)
    return its or not head.kind or any(one.loose for one in after)


def _is_the_song(one: Request) -> bool:
    """Whether "the track" is the song, since items of it are named as well."""
    single = one.is_bare and one.kind == "track" and not (one.plural or one.every or one.count or one.article)
    return single and "multi" not in one.text.casefold() and not (one.declined or one.head)


def _is_over(one: Request, named: int) -> bool:
    """Whether a bare kind stands over as many as it says, or was only said against another kind."""
    if not one.is_bare or not one.kind or one.declined or one.excepted:
        return False
    return one.head or (one.against and named > 0) or (one.count > 0 and one.count == named)
