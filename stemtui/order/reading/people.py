"""Words in a sentence that are people: whom it greets, who signs, and which singer "lead" is."""

from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading.pieces import Piece

LEADS = frozenset((("lead",), ("leads",)))
MAIN = frozenset((("principal",), ("principale",)))
ASKING = frozenset(("kind", "role", "loose", "ask", "every", "not"))
MOST_NAME = 3
INTRODUCING = frozenset(
    (("it", "s"), ("this", "is"), ("here", "is"), ("hier", "ist"), ("i", "m"), ("i", "am"))
)
CLOSES = {"(": ")", "-": "-"}


def without_names(sentence: Sequence[Piece], after_closing: bool) -> tuple[list[Piece], bool]:
    """A sentence without whom it greets and who signs, and whether it closes, so that a name may follow."""
    kept = _ungreeted(list(sentence[1:] if _greets_tom(sentence) else sentence))
    at = next((i for i, piece in enumerate(kept) if piece.cls == "closing"), None)
    if at is not None and _is_name(kept[at + 1 :]):
        return kept[:at], True
    if after_closing and kept and _is_name(kept) and not any(piece.cls == "source" for piece in kept):
        return [], True
    return kept, False


def is_greeting(found: Sequence[Piece]) -> bool:
    """Whether a line greets a Tom, and no "hi tom" is meant."""
    said = [piece for piece in found if piece.words]
    return len(said) == 1 and said[0].words == ("hi", "tom")


def _greets_tom(sentence: Sequence[Piece]) -> bool:
    return len(sentence) > 1 and sentence[0].words == ("hi", "tom") and sentence[1].value == ","


def _ungreeted(kept: list[Piece]) -> list[Piece]:
    if not kept or kept[0].cls not in ("greeting", "closing"):
        return kept
    end = next((at for at, piece in enumerate(kept[1:], 1) if piece.cls == "mark"), len(kept))
    if kept[0].cls == "closing" and _is_name(kept[end:]):
        return kept
    rest = kept[end:] if _is_name(kept[1:end]) else kept[1:]
    return rest[1:] if rest and rest[0].value == "," else rest


def _is_name(found: Sequence[Piece]) -> bool:
    """Whether what is left of a greeting or a closing can be somebody's name."""
    words = [piece for piece in _without_post(found) if piece.words]
    return len(words) <= MOST_NAME and not any(piece.cls in ASKING for piece in words)


def _without_post(found: Sequence[Piece]) -> Sequence[Piece]:
    """A name without what somebody is, in brackets behind it: "Fran (edit)"."""
    opens = next((at for at, piece in enumerate(found) if piece.value == "("), len(found))
    named = any(piece.cls == "unknown" for piece in found[:opens])
    whole = bool(found[opens:]) and found[-1].value == ")" and len(found) - opens == MOST_NAME
    return found[:opens] if named and whole else found


def vocal_parts(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence with "lead" beside vocals as the lead vocal: "vocals (lead + bgv)"."""
    vocal = any(piece.group in ("vocals", "backing_vocals") for piece in sentence)
    sentence = [
        replace(piece, cls="small") if _is_main(sentence, at) else piece for at, piece in enumerate(sentence)
    ]
    kept = [_lead(piece, vocal) if _is_lead(sentence, at) else piece for at, piece in enumerate(sentence)]
    for at, piece in enumerate(kept[:-1]):
        opens = next(
            (i for i, one in enumerate(kept[at + 1 : at + 3], at + 1) if one.cls == "mark"), len(kept)
        )
        if piece.group != "vocals" or kept[opens : opens + 1] == [] or kept[opens].value not in CLOSES:
            continue
        closes = CLOSES[kept[opens].value]
        end = next((i for i, one in enumerate(kept) if i > opens and one.value == closes), len(kept))
        kind, inside = kept[at + 1 : opens], kept[opens + 1 : end]
        if _are_parts([one for one in inside if one.words]):
            return [*kept[:at], *inside, *kind, *vocal_parts(kept[end + 1 :])]
    return kept


def our_own(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "our own singers" are people, or things that are there: nobody orders them."""
    kept = list(sentence)
    for at in range(2, len(kept)):
        owned = kept[at - 1].words == ("own",) and kept[at - 2].says("ours")
        if owned and kept[at].cls in ("source", "role"):
            kept[at] = kept[at].silent()
    return kept


def with_whom(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which who sings is no item: "(Dez feat. Mirelle)", "Pia and I have a bet"."""
    kept = list(sentence)
    for at, piece in enumerate(kept):
        guest = at > 0 and kept[at - 1].only_says("featuring")
        and_i = [one.words for one in kept[at + 1 : at + 3]] == [("and",), ("i",)]
        named = not (at and kept[at - 1].only_says("article", "definite"))
        if piece.cls == "source" and len(piece.words) == 1 and (guest or (and_i and named)):
            kept[at] = piece.silent()
    return kept


def players(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "our singers" or "the vocalist" is somebody, where nothing says that a file is
    meant: a word that is listed as not understood."""
    kept = list(sentence)
    for at in range(1, len(kept)):
        after = kept[at + 1] if at + 1 < len(kept) else None
        somebody = kept[at].only_says("players") and kept[at - 1].only_says("article", "ours")
        wants = after is not None and (after.cls == "ask" or after.only_says("having", "would", "is", "are"))
        if somebody and wants and kept[at].cls == "source":
            kept[at] = kept[at].acting("unknown")
    return kept


def introduced(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which whoever says who they are is no item: "it's Tom", "it's Rob (guitars)"."""
    kept = list(sentence)
    for at in range(1, len(kept) - 1):
        said = [word for piece in kept[max(0, at - 2) : at] for word in piece.words]
        here = kept[at].words in (("here",), ("hier",)) and kept[at - 1].cls == "unknown"
        if not here and (not said or (said[-1] != "its" and tuple(said[-2:]) not in INTRODUCING)):
            continue
        plays = [one for one in kept[at + 1 : at + 4] if one.cls != "mark"]
        if kept[at].cls == "unknown" and kept[at + 1].value == "," and len(plays) == 2:
            if plays[0].cls == "source" and plays[1].only_says("in"):
                kept[at + 2] = kept[at + 2].silent()  # "it's Gus, drums in the Margaritas"
        if kept[at].cls == "source" and kept[at].only_says("people"):
            kept[at] = kept[at].silent()
        elif (here or kept[at].cls == "unknown") and kept[at + 1].value == "(":
            end = next((i for i in range(at, len(kept)) if kept[i].value == ")"), len(kept))
            kept[at + 1 : end] = [one.silent() if one.words else one for one in kept[at + 1 : end]]
    return kept


def taught(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which what somebody teaches or learns is no item: "el del taller de percusión"."""
    kept = list(sentence)
    for at in range(2, len(kept)):
        lesson = kept[at - 1].cls == "of" and kept[at - 2].says("lesson")
        if lesson and kept[at].cls == "source":
            kept[at] = kept[at].silent()
    return kept


def at_work(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "playback" is what somebody does, and no mix: "doing playback for Ada"."""
    kept = list(sentence)
    for at in range(1, len(kept)):
        if kept[at].words not in (("playback",), ("play", "back")):
            continue
        after = kept[at + 1] if at + 1 < len(kept) else None
        named = any(piece.cls in ("role", "kind") for piece in kept[:at])
        for_whom = kept[at - 1].cls == "mark" and not named and after is not None and after.cls == "of"
        if for_whom or kept[at - 1].cls == "unknown":
            kept[at] = kept[at].silent()
            if (
                after is not None
                and after.cls == "of"
                and [one.cls for one in kept[at + 2 : at + 3]] == ["source"]
            ):
                kept[at + 2] = kept[at + 2].silent()
    return kept


def _is_lead(sentence: Sequence[Piece], at: int) -> bool:
    """Whether a word is the lead by itself; "voces (principal y coros)" says so in brackets."""
    opened = at > 0 and sentence[at - 1].value == "("
    lead = sentence[at].words in LEADS or (opened and sentence[at].words in MAIN)
    return lead and not sentence[at].group


def _is_main(sentence: Sequence[Piece], at: int) -> bool:
    """Whether "main" is a vocal and no mix: "lead vocal (main + double)"."""
    before = [piece for piece in sentence[max(0, at - 3) : at] if piece.cls != "kind"][-2:]
    vocal = len(before) == 2 and before[1].value == "(" and before[0].group in ("vocals", "lead_vocal")
    return vocal and sentence[at].words == ("main",)


def _are_parts(found: Sequence[Piece]) -> bool:
    parts = [one for one in found if one.cls not in ("join", "small") and one.value != "apart"]
    return bool(parts) and all(one.group in ("lead_vocal", "backing_vocals") for one in parts)


def _lead(piece: Piece, vocal: bool) -> Piece:
    words, group = (("lead", "vocal"), "lead_vocal") if vocal else (("lead",), "")
    return replace(piece, cls="source", words=words, group=group, senses={"source": group})
