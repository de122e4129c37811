"""Lines that stand over others: titles, and headings that say the kind of the points below them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading.phrases.segments import BULLET, CONTENT
from stemtui.order.reading.requests import Request
from stemtui.order.reading.words.lexicon import lexicon
from stemtui.order.reading.words.pieces import Piece
from stemtui.order.words import kind_of

BARE = frozenset(("kind", "ask", "small", "song", "mark"))


def is_over_a_list(line: str, found: Sequence[Piece], following: str) -> bool:
    """Whether a point of a list only gathers those that are set in below it: "- Rhythm" over "  - Drums"."""
    if _indent(following) <= _indent(line) or not BULLET.match(following):
        return False
    whole = any(piece.words in lexicon().whole for piece in found)
    return not whole and all(piece.cls not in (*CONTENT, "ask") or piece.cls == "source" for piece in found)


def is_title(parts: Sequence[Sequence[Piece]], following: str) -> bool:
    """Whether a line over headings only says what the order is for: "Playback for the June run:"."""
    if not (parts and parts[-1][-1].value == ":" and following.rstrip().endswith(":")):
        return False
    said = [piece for part in parts for piece in part]
    named = [piece for piece in said if piece.cls in CONTENT]
    return (
        bool(named) and {piece.cls for piece in named} == {"role"} and not any(p.cls == "ask" for p in said)
    )


def pointing_down(parts: Sequence[list[Piece]], following: str) -> list[list[Piece]]:
    """The sentences of a line over a list, one that points to it as its head, and the last: "the individual
    tracks, as listed below, since that keeps them apart. 24 bit please"."""
    for at, sentence in enumerate(parts):
        points = next((i for i, piece in enumerate(sentence) if piece.says("below")), 0)
        kinds = [i for i, piece in enumerate(sentence[:points]) if piece.cls == "kind" and piece.plural]
        last = at == len(parts) - 1 and sentence[-1].value == ":"
        if last or len(kinds) != 1 or not BULLET.match(following):
            continue
        if any(piece.cls in (*CONTENT, "not") for piece in sentence[kinds[0] + 1 : points]):
            continue
        end = sentence[points].end
        rest = [[piece for piece in sentence[points + 1 :] if piece.words]]
        return [
            *parts[:at],
            *(one for one in rest if one),
            *parts[at + 1 :],
            [*sentence[: points + 1], Piece("mark", ":", (), end, end)],
        ]
    return list(parts)


def goes_deeper(line: str, following: str) -> bool:
    """Whether the point of a list below is set in, or of another sort: "1. Mixes" over "- Main"."""
    one, other = BULLET.match(line), BULLET.match(following)
    if not (one and other):
        return False
    sorts = [re.sub(r"\w+", "1", found.group().strip()) for found in (one, other)]
    return _indent(following) > _indent(line) or sorts[0] != sorts[1]


def _indent(line: str) -> int:
    return len(line.expandtabs()) - len(line.expandtabs().lstrip())


def as_mixes(line: str, found: Sequence[Piece], following: str) -> list[Piece]:
    """A line in which what is only another word for mixes leads to a list of them: "the alternates:", "these
    versions of the track:"."""
    leads = bool(found) and (found[-1].value == ":" or goes_deeper(line, following))
    if not (leads and BULLET.match(following)):
        return list(found)
    kept = list(found)
    for at, one in enumerate(kept):
        begins = max((i for i, piece in enumerate(kept[:at]) if piece.cls in ("ask", "end")), default=-1)
        purpose = any(piece.cls == "of" for piece in kept[begins + 1 : at])  # "for the Czech versions:"
        purpose = purpose or any(piece.cls == "end" for piece in kept[at:])
        versions = one.cls == "song" and one.says("versions") and not purpose
        if versions or (one.cls == "role" and one.says("alternates")):
            kept[at] = replace(one.acting("kind", "mix"), plural=True)
        if versions and any(piece.cls == "of" for piece in kept[at + 1 : at + 2]):
            kept[at + 1 :] = [piece.silent() if piece.words else piece for piece in kept[at + 1 :]]
    return kept


def without_aside(found: list[Piece], line: str, following: str) -> list[Piece]:
    """A line over the points set in below it, without what it says in brackets at its end: "Mixes (master and
    safety)"."""
    opens = next((at for at, piece in enumerate(found) if piece.value == "("), len(found))
    kinds = [piece for piece in found[:opens] if piece.cls == "kind" and piece.plural]
    ends = bool(found) and found[-1].value in (")", ":")
    over = goes_deeper(line, following) or (bool(found) and found[-1].value == ":")
    if not (kinds and ends and over and opens < len(found) and BULLET.match(following)):
        return found
    return found[:opens] + [piece for piece in found[-1:] if piece.value == ":"]


def as_lacking(found: list[Piece], heading: str) -> list[Piece]:
    """A point of a list of mixes that says what one is without, or all that is in it: "No drums", "Drums and
    bass only"."""
    said = [piece for piece in found if piece.words]
    only = next((piece for piece in (*said[:1], *said[-1:]) if piece.only_says("only")), None)
    parts = [piece.cls for piece in said if piece is not only and piece.cls not in ("join", "small")]
    if heading == "mix" and only and set(parts) == {"source"}:
        whole = only.acting("put", "together")
        return [*(piece for piece in found if piece is not only), replace(whole, start=found[-1].start)]
    without = heading == "mix" and [piece.cls for piece in found[:2]] == ["not", "source"]
    if without and found[0].words == ("no",):
        return [found[0].acting("join", "lacks"), *found[1:]]
    return found


def as_version(found: list[Piece]) -> list[Piece]:
    """A point of a list that wants a version, or a mix, which nobody knows: "a school assembly version"."""
    named = [at for at, piece in enumerate(found) if piece.cls in CONTENT or piece.says("version")]
    first = next((at for at, piece in enumerate(found) if piece.cls == "unknown"), len(found))
    if (
        len(named) != 1
        or first > named[0]
        or any(piece.cls in ("ask", "mark") for piece in found[: named[0]])
    ):
        return found
    whole = found[named[0]]
    mix = whole.cls == "kind" and whole.value == "mix" and not whole.plural
    if not (mix or (whole.cls in ("song", "small") and whole.says("version"))):
        return found
    said = tuple(word for piece in found[first : named[0] + 1] for word in piece.words if word != "of")
    end = whole.end - len(" of") * (whole.words[-1] == "of")
    name = replace(whole.acting("role", "pass"), words=said, start=found[first].start, end=end)
    return [*found[:first], name, *found[named[0] + 1 :]]


def over(kind: str, sentence: Sequence[Piece]) -> Request:
    """What a line over a list says for all that is in it: "Stems (mono):", "Dry stems:"."""
    channels = next((piece.value for piece in sentence if piece.cls == "channels"), "")
    return Request("", kind=kind, channels=channels, wet=_wet(sentence))


def _wet(sentence: Sequence[Piece]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(piece.value for piece in sentence if piece.cls == "wet"))


def heading(sentence: Sequence[Piece], following: str) -> str:
    """The kind that a line says for those below it: "STEMS", "Mixes:", "4 stems -"."""
    sentence = _over_the_list(sentence)
    kinds = {piece.value for piece in sentence if piece.cls == "kind"}
    other = {"source", "role", "not", "except", "behind", "inquiry"}
    if gathers(sentence, following):
        other.discard("source")
    if len(kinds) != 1 or not following or any(piece.cls in other for piece in sentence):
        return ""
    if any(piece.cls in ("unknown", "remark", "loose") for piece in sentence) and not _leads_on(sentence):
        return ""
    asks = any(piece.cls == "ask" for piece in sentence)
    ends = sentence[-1].value in (":", "-") or (sentence[-1].value == "?" and BULLET.match(following))
    bare = BULLET.match(following) and {piece.cls for piece in sentence} <= BARE
    return kinds.pop() if ends or not asks or bare else ""


def gathers(sentence: Sequence[Piece], following: str) -> bool:
    """Whether a line says of what the points below it are, which have no kind: "Vocal tracks:"."""
    named = [at for at, piece in enumerate(sentence) if piece.cls == "source"]
    kinds = sentence[named[0] + 1 : named[0] + 2] if len(named) == 1 else []
    if len(named) == 1 and [piece.cls for piece in sentence[max(0, named[0] - 2) : named[0]]] == [
        "kind",
        "of",
    ]:
        kinds = sentence[named[0] - 2 : named[0] - 1]  # "individual tracks of the main array:"
    plural = any(kind.cls == "kind" and kind.plural for kind in kinds) and sentence[-1].value == ":"
    return plural and not any(kind_of(word) for word in re.findall(r"[^\W\d_]+", following.casefold()))


def _over_the_list(sentence: Sequence[Piece]) -> Sequence[Piece]:
    """Of a sentence that ends in front of a list, what says the kind of it: no purpose, no other kind that is
    not wanted ("for the drum replacement I need tracks only, no stems:")."""
    if sentence[-1].value not in (":", "?"):
        return sentence
    start = max(
        (at for at, piece in enumerate(sentence) if piece.cls == "ask" or piece.says("namely")), default=0
    )
    start = start if any(piece.cls == "kind" for piece in sentence[start:]) else 0
    named = [at for at in range(start, len(sentence)) if sentence[at].cls == "kind"]
    if not named:
        return sentence
    ends = (at for at in range(named[0], len(sentence)) if sentence[at].cls in ("not", "of"))
    return [*sentence[start : next(ends, len(sentence) - 1)], sentence[-1]]


def _leads_on(sentence: Sequence[Piece]) -> bool:
    """Whether a sentence names several of a kind and ends before them: "The tracks that I would use are:"."""
    several = any(piece.cls == "kind" and piece.plural for piece in sentence)
    loose = any(piece.cls == "loose" and piece.value != "files" for piece in sentence)
    reports = any(piece.reports for piece in sentence)
    return several and sentence[-1].value == ":" and not (loose or reports)
