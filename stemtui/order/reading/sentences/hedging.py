"""What a sentence hedges of what it asks for: a guess, a task for somebody, a please behind a no."""

from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading.phrases.segments import Segment, is_polite
from stemtui.order.reading.requests import Request
from stemtui.order.reading.wants.naming import text_of
from stemtui.order.reading.words.pieces import Piece


def doubted(line: str, sentence: Sequence[Piece], found: Sequence[Request]) -> list[Request]:
    """The requests with the doubt of a sentence that guesses and asks: "every mic on its own, I think?"."""
    if sentence[-1].value != "?" or not any(p.says("guessing") and p.cls == "small" for p in sentence):
        return list(found)
    return [replace(one, given=text_of(line, sentence)) if one.is_bare else one for one in found]


def asked_to_do(line: str, sentence: Sequence[Piece]) -> str:
    """What they ask somebody to do, where nobody knows whether that is to send a file: "could you fix"."""
    if any(one.cls == "ask" and not is_polite(one) for one in sentence):
        return ""
    verbs = (
        text_of(line, [asks, verb])
        for asks, verb, what in zip(sentence, sentence[1:], sentence[2:], strict=False)
        if is_polite(asks)
        and verb.cls == "unknown"
        and what.only_says("definite")
        and not verb.says("leaving", "swapping", "again", "once")
    )
    return next(verbs, "")


def asked_behind(line: str, found: Sequence[Segment], requests: list[Request]) -> list[Request]:
    """The requests, the last one in doubt where "please" stands behind it and what is declined before it:
    "drop the bass stem, and the kick track please"."""
    if len(found) < 2 or not (found[-1].polite and not found[-1].pieces and len(requests) > 1):
        return requests
    own, last = found[-2], requests[-1]
    anew = own.before == "and" and own.comma and own.begins("article")
    if not (anew and last.declined and requests[-2].declined and last.text in text_of(line, own.pieces)):
        return requests
    return [*requests[:-1], replace(last, declined=False, given=f"and {text_of(line, own.pieces)} please")]
