"""Whether a sentence orders something, asks something about an item, or only tells."""

from collections.abc import Sequence
from itertools import takewhile

from stemtui.order.reading.phrases.segments import ADDS, CONTENT, Segment
from stemtui.order.reading.wants.reader import Reader
from stemtui.order.reading.words.pieces import Piece

MOST_UNKNOWN = 2


def orders(reader: Reader, found: Sequence[Segment], bullet: bool) -> bool:
    """Whether a sentence orders something: it asks, declines, amends, or is a list and no statement."""
    outside = [one for one in found if not one.bracket]
    if any(_is_item(one) for one in outside):
        found = outside  # "the drum stem (the dancers count better with it)"
    if found and found[0].before == "plus" and _is_item(found[0]) and all(one.comma for one in found[1:2]):
        return True  # "Also the master mix again, the link expired"
    if _adds_what_is_told_of(found[:2]) or _follows_a_purpose(found):
        return True
    if len(found) > 1 and _is_item(found[0]) and found[0].has("kind") and _goes_on_telling(found[1:]):
        return True
    told = next((at for at, one in enumerate(found) if one.before == "why"), len(found))
    own = found[:told] if any(one.has(*CONTENT) for one in found[:told]) else found
    every = [piece for segment in own for piece in segment.pieces]
    if bullet or reader.heading.kind or any(one.before in ("ask", "not", "except", "minus") for one in found):
        return True
    if any(piece.cls in ("behind", "fine") for piece in every):
        return True
    if any(piece.cls == "doubt" for piece in every) and any(piece.cls in ("kind", "role") for piece in every):
        return True
    if any(piece.cls in ("remark", "why") for piece in every):
        return _lists_before_telling(own)
    if any(piece.cls == "channels" for piece in every):
        return True
    colon = next((at for at, one in enumerate(found) if one.before == ":"), len(found))
    after_colon = any(one.has(*CONTENT) for one in found[colon : colon + 1]) or _is_list(found[colon:], 1)
    after_colon = after_colon and not any(segment.reports for segment in found)
    states = any(piece.has("verb") for piece in every) or _has_a_subject(every)
    unknown = sum(piece.cls == "unknown" for piece in every)
    states = states or _tells_of_something(every)
    states = states or _mentions(every)
    return after_colon or (not states and unknown <= MOST_UNKNOWN + sum(p.cls in CONTENT for p in every))


def _mentions(said: Sequence[Piece]) -> bool:
    """Whether words that nobody knows lead to one source without a kind: "the kids wave at the trumpet"."""
    named = [piece for piece in said if piece.cls in CONTENT]
    adds = any(piece.says("also") for piece in said)
    if adds or len(named) != 1 or not (named[0].cls == "source" or named[0].value == "pass"):
        return False
    before = takewhile(lambda piece: piece is not named[0], said)
    return any(piece.cls == "unknown" and len(piece.words[0]) > 1 for piece in before)


def _adds_what_is_told_of(begun: Sequence[Segment]) -> bool:
    """Whether a sentence adds something, and then tells of it: "y los multipistas, que los quiere Julián"."""
    if not begun or begun[0].before not in ("and", "plus"):
        return False
    first, *others = begun
    named = first.has(*CONTENT) and all(piece.cls in (*CONTENT, "small", "of") for piece in first.pieces)
    return named and any(one.comma and (one.before == "why" or one.begins("relative")) for one in others)


def _follows_a_purpose(found: Sequence[Segment]) -> bool:
    """Whether an item stands behind what it is for: "for the harbour, where they talk, the instrumental"."""
    if not found or found[0].before != "of" or found[0].has(*CONTENT) or found[0].reports:
        return False
    named = next((one for one in found[1:] if one.has(*CONTENT)), found[0])
    between = found[1 : found.index(named)]
    told = bool(between) and between[0].before == "why" and between[0].comma
    return told and named.comma and named.begins("article") and _is_item(named)


def _goes_on_telling(after: Sequence[Segment]) -> bool:
    """Whether a clause of their own follows an item: "vocal chop stem as well, I'm going to stretch that"."""
    begins = next((one for one in after if one.pieces), after[-1])
    return begins.comma and begins.begins("we") and not any(one.reports for one in after)


def _is_item(segment: Segment) -> bool:
    """Whether a segment is nothing but one item with its kind."""
    named = segment.has("role") or segment.has("kind")
    return named and all(piece.cls in (*CONTENT, "small", "of", "channels") for piece in segment.pieces)


def is_question(sentence: Sequence[Piece]) -> bool:
    """Whether a sentence asks whether something is so: "is the instrumental in 96k?"."""
    colon = max((at for at, piece in enumerate(sentence[:-1]) if piece.value == ":"), default=-1)
    begins = colon + 1 if sentence[colon + 1].words == ("does",) else 0
    said = [one for one in sentence[begins:] if one.words and one.cls not in ("greeting", "closing")]
    if not said or sentence[-1].value != "?" or said[0].cls == "remark":
        return False
    begins_so = said[0].cls in ("verb", "small", "ask") and len(said[0].words) == 1
    return (begins_so and said[0].says("whether")) or _asks_about(said)


def _asks_about(said: Sequence[Piece]) -> bool:
    """Whether words ask something about an item: "what's the loudness of the full mix", "why is it mono",
    "is there any reverb on the dialogue"."""
    item = next((at for at, piece in enumerate(said) if piece.cls in CONTENT), len(said))
    before = said[:item]
    if said[0].words == ("is", "there"):
        return any(piece.cls == "unknown" for piece in before) and any(one.says("in") for one in before)
    verb = any(piece.says("whether", "past_is") for piece in before[1:])
    return said[0].says("wondering") and verb and not any(piece.cls == "ask" for piece in said)


def _has_a_subject(said: Sequence[Piece]) -> bool:
    """Whether somebody or something does something: "I teach drums", "that drum stem dropped straight in"."""
    words = [piece for piece in said if piece.words and piece.cls not in ("greeting", "join")]
    points = words[:1] and words[0].says("demonstrative") and any(p.cls in CONTENT for p in words[1:2])
    return bool(words) and (words[0].says("we", "she") or (bool(points) and words[-1].cls not in CONTENT))


def _tells_of_something(said: Sequence[Piece]) -> bool:
    """Whether something that nobody knows does something: "the budget covers two mixes"."""
    words = [piece for piece in said if piece.words][:3]
    begins = len(words) == 3 and words[0].only_says("definite", "ours")
    return begins and all(piece.cls == "unknown" for piece in words[1:])


def _lists_before_telling(found: Sequence[Segment]) -> bool:
    """Whether a list stands before what is told: "Long one: drum stem, in case he wants to play"."""
    colon = next((at for at, one in enumerate(found) if one.before == ":"), len(found))
    if _is_list(found[colon:]) and not any(one.reports for one in found[:colon]):
        return True
    listed = list(takewhile(lambda segment: not segment.has("remark"), found))
    if (
        found[0].before in ("plus", "and")
        and len(listed) < len(found)
        and all(one.before in ADDS for one in listed)
    ):
        return found[len(listed)].comma and listed[0].has("kind", "role") and listed[0].has("source", "role")
    at = next((at for at, segment in enumerate(listed) if segment.before == ":"), len(listed))
    return any(segment.has(*CONTENT) for segment in listed[at:])


def _is_list(found: Sequence[Segment], most_unknown: int = 0) -> bool:
    """Whether segments are points, of which nothing is told: "four loudspeakers: (A) drums, (B) bass"."""
    points = [one for one in found if one.has(*CONTENT)]
    plain = not any(one.has("remark") or any(p.has("verb") for p in one.pieces) for one in found)
    unknown = sum(one.has("unknown") for one in found)
    return len(points) > 1 and plain and unknown <= most_unknown
