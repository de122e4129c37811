"""One segment of a sentence as requests: what its words name, of which kind, in which channels."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise, zip_longest

from stemtui.frozen import frozen
from stemtui.order.reading.phrases.segments import Segment
from stemtui.order.reading.requests import Request
from stemtui.order.reading.wants.amounts import amount, how_far
from stemtui.order.reading.wants.naming import group_of, side_by_side, text_of, words_of
from stemtui.order.reading.wants.strangers import unknown_names
from stemtui.order.reading.words.lexicon import lexicon
from stemtui.order.reading.words.pieces import Piece

DESCRIBING = frozenset(("clean", "mastered", "pass"))
MOST_COUNT = 999
FAR = 1_000_000_000


@frozen
class Named:
    """What a segment names, and the pieces of it that nobody knows."""

    requests: tuple[Request, ...] = ()
    unknown: tuple[Piece, ...] = ()


def named(line: str, segment: Segment) -> Named:
    """The requests that one segment holds."""
    kinds, sources, looses = segment.of("kind"), _heard(segment), segment.of("loose")
    roles = _roles(segment)
    strange = unknown_names(line, segment) if kinds and not (sources or roles or looses) else []
    unheard = [piece for piece in segment.of("source") if piece.group == "click" and piece not in sources]
    unknown = tuple(piece for piece in (*segment.of("unknown"), *unheard) if piece not in strange)
    if not (kinds or sources or roles or looses):
        return Named(_full(line, segment) or _these(line, segment), unknown)
    base = replace(_base(segment), given=text_of(line, segment.of("doubt")))
    if sources and (moved := segment.of("moved")):
        at = segment.pieces.index(moved[0])
        said_far = how_far(segment.pieces[at + 1 :])
        text = text_of(line, [*sources, moved[0], *said_far, *kinds])
        about = replace(base, text=text, source=words_of(sources), group=sources[-1].group)
        rest = tuple(piece for piece in unknown if piece not in said_far)
        far = amount(line, moved[0].end) or amount(line, sources[-1].end)
        return Named((replace(about, role="moved", moved=moved[0].value, by_db=far, count=0),), rest)
    if sources and any(piece.value == "mix_minus" for piece in roles):
        gone = tuple(_of_sources(line, base, segment))
        text = text_of(line, [*roles, *sources])
        return Named((replace(base, text=text, kind="mix", role="master", minus=gone),), unknown)
    if kinds and sources and _is_rest(segment, sources[0]):
        text = text_of(line, [looses[0], *kinds])
        return Named((replace(base, text=text, loose="rest", plural=False),), unknown)
    found = [*_of_roles(line, base, segment), *_of_sources(line, base, segment)]
    if not found and looses:
        found = [replace(base, text=text_of(line, [looses[0], *kinds]), loose=looses[0].value)]
    if not found and strange:
        found = [replace(base, text=text_of(line, [*strange, *kinds]), source=words_of(strange))]
    if not found:
        said = [p for p in segment.pieces if p.cls in ("every", "count", "kind") or p.words == ("the",)]
        found = [replace(base, text=text_of(line, said))]
    return Named(tuple(found), unknown)


def _is_rest(segment: Segment, source: Piece) -> bool:
    """Whether a source only says how all the rest is to be called: "everything else as a music stem"."""
    before = segment.pieces[: segment.pieces.index(source)]
    rest = next((at for at, piece in enumerate(before) if piece.value == "rest" and piece.cls == "loose"), -1)
    return rest >= 0 and any("as" in piece.words for piece in before[rest:])


def _base(segment: Segment) -> Request:
    """What a segment says of all that it names."""
    kinds, sources = segment.of("kind"), _heard(segment)
    counted = [piece for piece in segment.counted() if int(piece.value) <= MOST_COUNT]
    as_files = [two for one, two in pairwise(segment.pieces) if one.words == ("as",)]
    times = _times(segment)
    first = min((piece.start for piece in (*kinds, *sources)), default=FAR)
    put = [piece for piece in segment.of("put") if piece.value == "together"]
    counts = (int(piece.value) for piece in counted if piece.start < first)
    return Request(
        "",
        kind=kinds[-1].value if kinds else "",
        channels=_channels(segment),
        in_form=any(
            {one.cls, two.cls} == {"channels", "kind"} and (one if one in kinds else two).plural
            for one, two in pairwise(segment.pieces)
        ),
        every=next((piece.value for piece in segment.of("every")), ""),
        count=times or next(counts, _behind(counted) if kinds and not sources else 0),
        most=next((int(p.value) for p in segment.of("count") if p not in segment.counted()), 0),
        numbers=tuple(
            int(piece.value)
            for piece in counted
            if sources and piece.start > first and not (times or piece in as_files)
        ),
        definite=_begins_definite(segment),
        article=any(piece.says("one") for piece in segment.pieces if piece.start < first),
        wet=tuple(piece.value for piece in segment.of("wet")),
        wet_aside=segment.bracket and segment.has("wet"),
        other_kind=next((piece.value for piece in kinds if piece.value != kinds[-1].value), ""),
        plural=any(piece.plural for piece in kinds),
        together=bool(put),
        single=any(piece.says("loosely") for piece in put) and segment.before in (",", "(", ";"),
        apart=any(piece.value == "apart" for piece in segment.of("put")),
        gathers=any(piece.start < first for piece in put) and bool(sources),
        leads=bool(kinds and sources and kinds[0].start < sources[0].start),
        trails=_trails(segment),
        bracket=segment.bracket,
        begins=segment.before in ("ask", "", ":", "but", ";"),
        either=segment.before == "or",
    )


def _channels(segment: Segment) -> str:
    """The channels that a segment wants ("as a stereo file"); "mono or stereo" wants none."""
    said = {piece.value for piece in segment.of("channels")}
    said |= {word for piece in segment.of("put") for word in piece.words if word in ("mono", "stereo")}
    return said.pop() if len(said) == 1 else ""


def _times(segment: Segment) -> int:
    """How many they want, where that stands behind an "x": "BGV tracks x2"."""
    for one, after in pairwise(segment.pieces):
        if one.words == ("x",) and after.cls == "count":
            return int(after.value)
    return 0


def _behind(counted: Sequence[Piece]) -> int:
    """The number that stands behind a bare kind: "stems x4"."""
    return next((int(one.value) for one in counted), 0)


def _trails(segment: Segment) -> bool:
    """Whether a segment says more of what stands before it: in brackets, behind them, or behind a dash."""
    behind = segment.before == ")" and not segment.begins("definite")
    kinds, every = segment.of("kind"), segment.of("every")
    all_of_them = bool(kinds and every) and every[-1].start > kinds[-1].start and segment.before == ","
    return segment.bracket or segment.before == "-" or behind or all_of_them


def _roles(segment: Segment) -> list[Piece]:
    """What mixes are called in a segment; "clean" before a source or another mix only describes that."""
    heard = _heard(segment)
    if _in_stems(segment):
        return []
    found = [piece for piece in segment.pieces if piece.cls == "role" or piece in heard]
    return [
        piece
        for piece, after in zip_longest(found, found[1:])
        if piece.cls == "role" and not (after and _describes(piece, after))
    ]


def _in_stems(segment: Segment) -> bool:
    """Whether a mix is only what the stems are of: "the beat in stems", "the music in layers"."""
    return any(
        one.words[:1] in (("in",), ("as",))
        and ((after.cls == "kind" and after.value == "stem" and after.plural) or after.value == "files")
        for one, after in pairwise(segment.pieces)
    )


def _describes(piece: Piece, after: Piece) -> bool:
    return piece.value in DESCRIBING and (after.cls == "source" or piece.value != "mastered")


def _heard(segment: Segment) -> list[Piece]:
    """The sources of a segment; a guide or a cue is one only where they say "track", or nothing else."""
    kinds, whole = segment.of("kind"), _in_stems(segment)
    kinds = kinds or ([] if segment.before or len(segment.pieces) > 1 else segment.of("source"))
    return [
        p
        for p in segment.of("source")
        if (kinds or p.group != "click" or {"click", "metronome"} & set(p.words))
        and not (whole and p.group == "music")
    ]


def _full(line: str, segment: Segment) -> tuple[Request, ...]:
    """The whole song, where "full" stands alone: "inst and full", "Song_Full"."""
    said = [piece for piece in segment.pieces if piece.cls not in ("small", "song", "harmless")]
    if len(said) != 1 or said[0].words != ("full",):
        return ()
    return (Request(text_of(line, said), kind="mix", role="master", begins=segment.before in ("ask", "")),)


def _these(line: str, segment: Segment) -> tuple[Request, ...]:
    """Words that point to something said before: "all four", "both"."""
    every, counts = segment.of("every"), segment.of("count")
    both = [piece for piece in every if piece.value == "both"]
    said = [piece for piece in segment.pieces if piece.cls != "small"]
    beside = any({one.cls, two.cls} == {"every", "count"} for one, two in pairwise(said))
    if segment.of("channels") or not (both or beside):
        return ()
    count = int(counts[0].value) if counts else 2
    return (Request(text_of(line, [*every, *counts]), loose="these", count=count),)


def _of_roles(line: str, base: Request, segment: Segment) -> Iterator[Request]:
    roles, kinds = _roles(segment), segment.of("kind")
    for piece in roles:
        text = text_of(line, [piece, *kinds] if piece is roles[-1] else [piece])
        mix = piece.words[-1] in lexicon().said["mix"] or piece.value == "master"
        kind = base.kind or ("mix" if mix else "")
        far = amount(line, piece.end) if piece.value.startswith("mix.") else 0.0
        plural = piece.plural or base.plural
        yield replace(base, text=text, role=piece.value, kind=kind, plural=plural, by_db=far)


def _of_sources(line: str, base: Request, segment: Segment) -> Iterator[Request]:
    sources, kinds, roles = _heard(segment), segment.of("kind"), _roles(segment)
    rest = [piece for piece in segment.of("every") if piece.value == "rest"]
    for said in side_by_side(sources):
        text = text_of(line, [*said, *kinds] if said[-1] is sources[-1] and not roles else said)
        bare = text_of(line, [*rest, *said] if said[0] is sources[0] else said)
        text = bare if rest and said[0] is sources[0] and not kinds else text
        one = replace(base, text=text, bare_text=bare, source=words_of(said), group=group_of(said))
        yield one.with_numbers(*one.numbers) if one.numbers else one


def _begins_definite(segment: Segment) -> bool:
    """Whether a segment begins with "the": "noch das Klavier" does, "el de batería" is "the one of"."""
    own = (piece for piece in segment.pieces if not piece.only_says("once"))
    return any(
        piece.says("definite") and not (piece.words[1:] and piece.says("romance_of"))
        for piece in islice(own, 1)
    )
