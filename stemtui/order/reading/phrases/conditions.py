"""What is wanted only on a condition ("if it is cheap", "unless you sent it"), and what is only doubted.

A condition becomes one piece of its sentence, of the class "given". Its value says what it governs: "ahead"
what follows, "behind" what stands before, "" nothing. One on which nothing depends ("if you have time") goes.
"""

from collections.abc import Sequence
from itertools import pairwise

from stemtui.order.reading.phrases.segments import CONTENT, is_polite
from stemtui.order.reading.words.lexicon import lexicon
from stemtui.order.reading.words.pieces import Piece
from stemtui.order.words import words
from stemtui.suggest.vocabulary import Phrase

ENDS = frozenset((",", ";", ":", "(", ")", "-"))
OPENS = words("and but or also then")
SILENT = words("small song join harmless ask")
SHORTEST = 2


def conditioned(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence with each of its conditions as one piece; those that are only polite are left out."""
    kept: list[Piece] = []
    at = 0
    while at < len(sentence):
        piece = sentence[at]
        if piece.cls == "doubt" and _is_politeness(sentence, at):
            at += 1
        elif piece.cls != "condition" or _is_yes(sentence, at) or _is_to_be_known(sentence, at):
            kept.append(piece)
            at += 1
        else:
            end = _end(sentence, at)
            span = sentence[at:end]
            if not _is_harmless(span):
                kept.append(_given(kept, span, sentence[end:]))
            at = end
    return kept


def _is_politeness(sentence: Sequence[Piece], at: int) -> bool:
    """Whether a doubt only softens what asks beside it: "maybe you could send", "could you perhaps"."""
    return any(
        one.cls == "ask" and is_polite(one)
        for one in (*sentence[max(0, at - 1) : at], *sentence[at + 1 : at + 3])
    )


def _is_to_be_known(sentence: Sequence[Piece], at: int) -> bool:
    """Whether "if" only leads to what somebody wants to know: "to hear if I'm flat there"."""
    return at > 0 and sentence[at - 1].says("finding_out")


def _is_yes(sentence: Sequence[Piece], at: int) -> bool:
    """Whether "si" says yes: "sì, mandami gli stem"."""
    return sentence[at].words == ("si",) and (
        at + 1 == len(sentence) or sentence[at + 1].cls in ("mark", "ask")
    )


def _end(sentence: Sequence[Piece], start: int) -> int:
    """Where a condition ends: at a mark, at words that ask, or at an item behind one that is only polite."""
    for at in range(start + 1, len(sentence)):
        piece, inside = sentence[at], sentence[start + 1 : at]
        if piece.cls == "mark" and piece.value in ENDS:
            return at
        if len(inside) >= SHORTEST and (is_polite(piece) or _asks_anew(sentence, at)):
            return at
        if piece.value == "and" and inside and _is_item(sentence[at + 1 :]):
            return at
        if piece.value == "plus" and inside and any(one.cls in CONTENT for one in sentence[at + 1 : at + 4]):
            return at
        if _ends_in_its_verb(sentence[start:at]) and any(one.cls in CONTENT for one in sentence[at : at + 6]):
            return at
        named = piece.cls == "unknown" and [one.cls for one in sentence[at + 1 : at + 2]] == ["kind"]
        if (piece.cls in CONTENT or named) and _is_only_polite(inside):
            return at
    return len(sentence)


def _ends_in_its_verb(span: Sequence[Piece]) -> bool:
    """Whether a German condition is over, which its verb ends: "wenn's nicht zu teuer wird"."""
    german = span[0].words[0] in ("wenn", "falls", "sofern")
    return german and len(span) > SHORTEST and span[-1].has("verb")


def _asks_anew(sentence: Sequence[Piece], at: int) -> bool:
    """Whether "we need", "I'd like" or "send them" begins here."""
    if sentence[at].cls == "ask" and len(sentence[at].words) == 1:
        return not sentence[at - 1].says("subject")
    if sentence[at].cls == "ask" and sentence[at].words[0] in lexicon().said["we"]:
        return True
    ours = sentence[at].says("we")
    if ours and sentence[at + 1 : at + 2] and sentence[at + 1].only_says("would"):
        return True
    following = next((one for one in sentence[at + 1 :] if not one.only_says("would")), None)
    return ours and following is not None and following.cls == "ask"


def _is_item(after: Sequence[Piece]) -> bool:
    """Whether an item with its kind follows, of which nothing is told: "and the bass stem"."""
    words: list[Piece] = []
    for piece in after:
        if piece.cls in ("mark", "join"):
            break
        words.append(piece)
    return any(one.cls in ("kind", "role") for one in words) and not any(one.has("verb") for one in words)


def _is_only_polite(inside: Sequence[Piece]) -> bool:
    """Whether the words of a condition so far are one by themselves: "if you have", "if there is"."""
    said = [word for piece in inside for word in piece.words]
    named = [piece for piece in inside if not piece.only_says("article", "only")]
    if not named or any(piece.says("negative") for piece in inside) or ("can", "t") in pairwise(said):
        return False
    exists = inside[0].says("existing") and all(one.cls in SILENT for one in inside)
    return exists or _is_harmless((inside[0], *inside))


def _is_harmless(span: Sequence[Piece]) -> bool:
    """Whether nothing depends on a condition: "if you have one", "if it isn't too much trouble"."""
    return all(
        piece.cls in ("pleasantry", "fine")
        or piece.only_says("article", "only")
        or _are_harmless(piece.words)
        for piece in span[1:]
    )


def _are_harmless(said: Phrase) -> bool:
    senses = lexicon().senses
    return bool(said) and all((w,) in senses and "harmless" in senses[w,].values for w in said)


def _given(before: Sequence[Piece], span: Sequence[Piece], after: Sequence[Piece]) -> Piece:
    """A condition as one piece, with what it governs."""
    last = before[-1] if before else None
    opens = last is None or last.value in OPENS or last.words == ("then",)
    opens = opens or not any(piece.cls in (*CONTENT, "ask") for piece in before)
    governs = "behind" if before or not any(piece.cls == "ask" for piece in span) else ""
    if opens and any(piece.cls in CONTENT for piece in after):
        governs = "ahead"
    elif last is None and any(piece.words for piece in after):
        governs = "ahead" if any(piece.cls == "ask" for piece in after) else ""
    said = tuple(word for piece in span for word in piece.words)
    names = {"names": ""} if any(piece.cls in CONTENT for piece in span) else {}
    return Piece("given", governs, said, span[0].start, span[-1].end, names)
