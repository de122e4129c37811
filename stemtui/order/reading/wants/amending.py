"""Segments that say more of the request before them: how many, in which channels, with what in it."""

from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading.phrases.combining import LACKING, as_one
from stemtui.order.reading.phrases.segments import ADDS, CONTENT, KEPT_EMPTY, Segment
from stemtui.order.reading.requests import Request
from stemtui.order.reading.wants.again import says_each
from stemtui.order.reading.wants.naming import text_of

# Names of mixes that people disagree about, and those that say what was meant: "a playback (instrumental)".
DISPUTED = frozenset(("tv", "backing_track", "mix_minus"))
DEFINED = frozenset(("instrumental", "a_cappella", "master"))


def said_more(last: Request, segment: Segment, new: Sequence[Request]) -> tuple[Request, ...]:
    """What stands instead of the last request where a segment only says more of it; else nothing."""
    if _counts(segment, last):
        said, counted = int(segment.of("count")[0].value), bool(segment.counted())
        return (replace(last, count=said if counted else 0, most=0 if counted else said),)
    if _points_at(last, segment, new):
        return (replace(last, every=new[0].every),)
    if last.wet and not segment.pieces and segment.before in KEPT_EMPTY - {"ask"}:
        return (replace(last, wet=("wet", "dry")),)
    if not new:
        return ()
    first = new[0]
    if last.declined or last.excepted:
        return (last, _as_kind(last, first)) if first.is_bare and _says_as_what(segment) else ()
    if segment.by and segment.before == "with" and last.is_bare and last.every and segment.by.says("holding"):
        return tuple(replace(one, kind=last.kind, every=last.every, inferred=True) for one in new)
    if first.loose == "these" and (segment.before == "(" or (last.plural and segment.before in ADDS)):
        return (replace(last, every=first.every or "all", count=first.count),)
    if first.loose == "these" and segment.before in ("-", ":") and last.is_bare and last.plural:
        return (replace(last, every="all", count=first.count, head=False),)  # "STEMS - all seven"
    if segment.before == "with" and first.moved and (last.role in ("master", "pass") or last.is_bare):
        text = f"{last.text} with {first.text}"
        return (replace(first, text=text, declined=last.declined, given=last.given),)
    if segment.before == "with" and first.moved and last.role.startswith("mix."):
        return (replace(last, by_db=first.by_db or last.by_db),)
    if segment.before == "(" and last.source and first.is_bare and _is_other_part(last, first):
        text, channels = f"{last.text} ({first.text})", first.channels or last.channels
        return (replace(last, kind=first.kind, text=text, channels=channels),)
    opens = "(" in (segment.before, *segment.passed)
    if segment.before in (":", "-") and first.is_file and first.kind == "stem" and _is_all_of_some(last):
        return (as_one([last]),)
    if mix := _called_otherwise(last, segment, first, opens):
        return (mix,)
    if segment.before == "keeps" and (last.role or last.minus):
        text = f"{last.text} but with {' and '.join(one.text for one in new)}"
        role = "pass" if last.role in ("instrumental", "a_cappella") else last.role
        return (replace(last, role=role, text=text, known_as=last.role, plus=tuple(new)),)
    return ()


def _points_at(last: Request, segment: Segment, new: Sequence[Request]) -> bool:
    """Whether a segment only says again, as a whole, what was named: "my drum tracks, all the mics"."""
    again = len(new) == 1 and new[0].is_bare and new[0].kind == last.kind == "track" and bool(new[0].every)
    return again and bool(last.source) and segment.before in (",", "(", "-") and segment.says("microphones")


def _called_otherwise(last: Request, segment: Segment, first: Request, opens: bool) -> Request | None:
    """The mix that two names are of: "a playback (instrumental)", "the 2-track of the rough mix"."""
    if opens and first.role in DEFINED and last.role in DISPUTED and not last.kind:
        return replace(first, text=f"{last.text} ({first.text})", given=last.given)
    prints = segment.before == "of" and not segment.passed and last.role == "master"
    if prints and first.role not in ("", "master", "mastered"):
        return replace(first, text=f"{last.text} of {first.text}", given=last.given)
    if segment.before == "of" and last.role in LACKING and first.role == "master":
        return last
    if segment.before == "of" and last.role in LACKING and first.role not in ("", last.role):
        return replace(last, role="pass", known_as=last.role, text=f"{last.text} of {first.text}", kind="mix")
    if opens and first.role in DISPUTED and last.role == "pass" and not (last.kind or first.channels):
        return replace(last, text=f"{last.text} ({first.text})")
    return None


def _is_all_of_some(one: Request) -> bool:
    """Whether words name all of a group: "all guitars"."""
    return bool(one.source) and not one.kind and (one.every == "all" or "all" in one.source)


def _is_other_part(last: Request, kind: Request) -> bool:
    """Whether brackets say that what is called a part of the song is a stem: "la pista de coros (stem)"."""
    return (
        last.kind in ("", "track") and kind.kind == "stem" and not (kind.plural or kind.every or kind.count)
    )


def _counts(segment: Segment, last: Request) -> bool:
    """Whether a segment in brackets says how many: "stems (10)", "stems (4 files)"."""
    alone = segment.before == "(" and segment.has("count") and not segment.has("source", "role", "kind")
    return alone and last.is_bare and bool(last.kind) and not last.count


def _says_as_what(segment: Segment) -> bool:
    """Whether a segment says as what something is needed: "which I need as separate tracks"."""
    said = bool(segment.pieces) and segment.pieces[0].words == ("as",)
    return segment.before == "ask" and said and segment.has("kind")


def _as_kind(last: Request, kind: Request) -> Request:
    """A request that was left out, ordered as another kind."""
    said = replace(last, declined=False, excepted=False, kind=kind.kind, inferred=True)
    return replace(said, plural=True)


def all_but_numbers(line: str, last: Request, segment: Segment) -> Request:
    """What is left out by its number alone: "every backing vocal track except number 12"."""
    numbers = tuple(int(piece.value) for piece in segment.of("count"))
    text = text_of(line, segment.pieces)
    return replace(last, excepted=True, every="", plural=False, numbers=numbers, text=text)


def is_for_each(before: Sequence[Segment]) -> bool:
    """Whether words give all items their channels: "all mono", "each must be a file of its own, mono"."""
    last = before[-1]
    each = any(says_each(one) for one in before) and not any(one.has(*CONTENT) for one in before)
    all_files = {piece.value for piece in last.pieces if piece.cls in CONTENT} <= {"files", "everything"}
    of_all = last.has("channels") and last.has("every", "loose") and all_files
    return of_all or (each and any(one.has("channels") for one in before))


def in_their_channels(requests: Sequence[Request], segment: Segment) -> list[Request]:
    """The requests, those in the channels that brackets behind them give one by one; nothing where a segment
    does not: "(DX mono, the other two stereo)"."""
    if not (segment.bracket and segment.has("channels")) or segment.has("role", "kind"):
        return []
    channels = segment.of("channels")[0].value
    said = {piece.words for piece in segment.of("source")}
    others = any(piece.value == "rest" for piece in segment.of("every"))
    named = {one.source for one in requests if one.source}
    if not (said and said < named) and not (others and not said):
        return []
    return [
        replace(one, channels=channels) if one.source in said or (others and not one.channels) else one
        for one in requests
    ]


def amended(requests: list[Request], segment: Segment, pair: bool = False) -> list[Request]:
    """The requests, the last one with what more is said of it: "(mono)", "- stereo please", "dry and wet".

    Brackets behind a `pair` speak of both: "drums + percussion (one stem)".
    """
    allowed = segment.bracket and segment.has("fine")  # "(mono is fine)"
    channels = next((piece.value for piece in segment.of("channels") if not allowed), "")
    wet = tuple(piece.value for piece in segment.of("wet"))
    together = any(piece.value == "together" for piece in segment.of("put"))
    if not requests:
        return [Request("", together=True)] if together else requests
    last = requests[-1]
    numbered = last.numbers or (last.source and last.source[-1].isdecimal() and len(last.source) > 1)
    if segment.before in ADDS and numbered and segment.of("count"):
        numbers = [int(piece.value) for piece in segment.of("count")]
        return [*requests[:-1], last.with_numbers(*last.numbers, *numbers)]
    if last.split and segment.before in ADDS:
        return requests
    several = segment.begins("one") or segment.before == "and"
    if several and channels and last.channels and channels != last.channels:
        return [*requests, replace(last, channels=channels, apart=True)]
    return [
        *requests[:-1],
        replace(
            last,
            channels=channels or last.channels,
            wet=tuple(dict.fromkeys((*last.wet, *wet))),
            wet_aside=last.wet_aside or (segment.bracket and bool(wet)),
            together=last.together or together,
            single=last.single or (together and segment.before == "(" and not pair),
            every=last.every
            or (next((piece.value for piece in segment.of("every")), "") if last.is_bare else ""),
        ),
    ]
