"""What "no", "but" and "without" do where they stand: decline, except, leave out of a mix, or nothing."""

from collections.abc import Sequence
from itertools import takewhile

from stemtui.order.reading.phrases.segments import CONTENT, Segment
from stemtui.order.reading.words.lexicon import lexicon
from stemtui.order.reading.words.pieces import Piece


def negation(found: Sequence[Segment], here: Segment, piece: Piece, after: Sequence[Piece]) -> str:
    """The break that a word like "no" or "but" makes: "not", "except", "both", "minus", "lacks", "but" or "".

    `found` are the segments before it, `here` the one that is open, `after` the pieces behind the word.
    """
    last = next((one for one in reversed([*found, here]) if one.pieces), None)
    if piece.words == ("but",) and last and last.before == "not":
        return "but"
    if piece.only_says("no") and last and last.before == "not" and not here.has("source", "role"):
        return "not"  # "no stems no mixes"
    if piece.has("except") and last and _is_number(after) and any(one.has("count") for one in found):
        return "except"
    if piece.has("except") and last:
        content = _named(last)
        if _is_all(content) or (not content and _says_how_many([*found, here])):
            return "except"
        if piece.says("with") and len(piece.words) == 3:
            return "both" if content else ""
        named = next((one for one in reversed([*found, here]) if one.has(*CONTENT)), last)
        if piece.words == ("but", "not") and _is_apart(named, after):
            return "not"
        if _leaves_out(found, here, last, piece) and _names(after):
            return "minus"
    if piece.has("except") and _is_version(after):
        return "lacks"
    if piece.words == ("but",):
        return "but" if here.pieces or found else ""
    return "not" if piece.has("not") else ""


def _is_number(after: Sequence[Piece]) -> bool:
    return bool(after) and after[0].cls == "count"


def _says_how_many(found: Sequence[Segment]) -> bool:
    """Whether words behind all of a kind only say how it is to come: "all ten stems from the mix, one file
    per group, minus the FX"."""
    own = [one for one in reversed(found) if one.before != "of" and (_named(one) or one.has("song"))]
    return bool(own) and _is_all(_named(own[0]))


def _leaves_out(found: Sequence[Segment], here: Segment, last: Segment, piece: Piece) -> bool:
    """Whether a word stands where it takes something out of what is named before it: "mix without drums"."""
    if piece.words == ("but",) or not (here.pieces or here.before == "(" or piece.says("but")):
        return False
    content = _named(last)
    song = any(p.value == "mix" or (p.value == "track" and not p.plural) for p in content)
    points = [one.words for one in here.pieces[-2:]] == [("the",), ("one",)]
    more = last.is_another() and any(
        _is_of_a_mix(one) or (piece.has("not") and one.says("version")) for one in found
    )
    return last.has("song", "role", "source") or song or more or points


def _is_apart(last: Segment, after: Sequence[Piece]) -> bool:
    """Whether what follows can be left out by itself: one of several tracks, or no part of what is named."""
    several = any(one.value == "track" and one.plural for one in last.of("kind"))
    of_a_mix = last.has("role") and _is_a_part(after)
    return several or of_a_mix or _is_another_group(last.of("source"), after)


def _is_a_part(after: Sequence[Piece]) -> bool:
    """Whether a stem or a track follows that is called so: "the instrumental mix but not the drum stem"."""
    item = list(takewhile(lambda piece: piece.cls in ("small", "source", "kind"), after))
    kinds = [piece for piece in item if piece.cls == "kind" and piece.value != "mix"]
    return bool(kinds) and any(piece.cls == "source" for piece in item)


def _is_another_group(named: Sequence[Piece], after: Sequence[Piece]) -> bool:
    """Whether what follows is no part of what is named: "guitar stem, but not the bass"."""
    following = next((piece for piece in after[:3] if piece.cls == "source"), None)
    whole = lexicon().whole
    if not named or following is None:
        return False
    if named[-1].words not in whole:
        return following.words not in whole and named[-1].words != following.words
    return following.words in whole and whole[following.words] != whole[named[-1].words]


def _is_of_a_mix(segment: Segment) -> bool:
    """Whether a segment says what a mix is to be like: "without vocals", "with the strings up"."""
    return segment.before == "minus" or segment.has("moved", "role")


def _named(segment: Segment) -> list[Piece]:
    return [piece for piece in segment.pieces if piece.cls in (*CONTENT, "every") or piece.value == "each"]


def _is_all(content: Sequence[Piece]) -> bool:
    """Whether what stands before "except" means all of a kind."""
    if not content:
        return False
    whole = any(p.cls == "every" or p.value in ("everything", "rest", "each", "same") for p in content)
    whole = whole or any(p.cls == "loose" and p.value == "files" and p.words[0] == "all" for p in content)
    return whole or ({p.cls for p in content} <= {"kind", "every"} and content[-1].plural)


def _is_version(after: Sequence[Piece]) -> bool:
    """Whether a source follows that a version is to be without: "without drums version"."""
    named = list(
        takewhile(lambda piece: piece.cls in ("source", "small") and not piece.says("version"), after)
    )
    behind = after[len(named) : len(named) + 1]
    version = bool(behind) and (behind[0].value == "mix" or behind[0].says("version"))
    return version and any(piece.cls == "source" for piece in named)


def _names(after: Sequence[Piece]) -> bool:
    """Whether a source follows at once."""
    return any(piece.cls == "source" for piece in after[:3])
