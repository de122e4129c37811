"""Sentences that say more of what came before them: in mono, of which kind, which of those only."""

from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading.phrases.segments import CONTENT, KEPT_EMPTY, Segment
from stemtui.order.reading.requests import Request
from stemtui.order.reading.wants.reader import Reader
from stemtui.order.reading.words.lexicon import lexicon
from stemtui.order.reading.words.pieces import Piece
from stemtui.order.words import words

ALL = words("everything files rest")
SILENT = words("small song fine pleasantry greeting closing wish verb harmless")


def says_how(reader: Reader, found: Sequence[Segment]) -> bool:
    """Whether a sentence says nothing but mono or stereo, dry or wet ("mono please", "all of it dry")."""
    if _says_channels_of(reader, found):
        return True
    said = [piece for segment in found for piece in segment.pieces if piece.cls not in SILENT]
    return _says_wet(reader, said) or _says_channels(reader, found, said)


def _says_wet(reader: Reader, said: Sequence[Piece]) -> bool:
    wet = tuple(dict.fromkeys(piece.value for piece in said if piece.cls == "wet"))
    others = [piece for piece in said if piece.cls not in ("wet", "every")]
    if not (wet and reader.requests) or any(piece.value not in ALL for piece in others):
        return False
    reader.wet = wet
    return True


def _says_channels(reader: Reader, found: Sequence[Segment], said: Sequence[Piece]) -> bool:
    channels = {piece.value for piece in said if piece.cls == "channels"}
    others = [piece for piece in said if piece.cls not in ("channels", "every")]
    if reader.told and any(segment.says("these") for segment in found):
        return False
    if len(channels) != 1 or any(piece.value not in ALL for piece in others):
        return False
    if any(piece.value == "both" for piece in said):
        reader.requests = _both(reader.requests, channels.pop())
    elif others or any(piece.cls == "every" for piece in said):
        reader.everywhere = channels.pop()
    else:
        reader.alone = channels.pop()
    return True


def _both(requests: Sequence[Request], channels: str) -> list[Request]:
    """The requests, the last two items in the channels that are said of both."""
    items = [at for at, one in enumerate(requests) if not (one.is_bare or one.declined or one.excepted)]
    return [
        replace(one, channels=one.channels or channels) if at in items[-2:] else one
        for at, one in enumerate(requests)
    ]


def says_kind(reader: Reader, found: Sequence[Segment]) -> int:
    """How many segments only say the kind of what came before: "stems I mean", "the last four are stems"."""
    until = next((at for at, segment in enumerate(found) if segment.before == "not"), len(found))
    pieces = [piece for segment in found[:until] for piece in segment.pieces]
    said = [piece for piece in pieces if piece.cls not in SILENT]
    kinds = [piece for piece in said if piece.cls == "kind"]
    only = bool(kinds) and kinds[0].plural and bool(pieces) and pieces[0].only_says("only")
    others = ("channels", "fine") if only else ()  # "Just the tracks, mono is fine."
    if not kinds or any(piece.cls not in ("kind", "put", "count", "every", *others) for piece in said):
        return 0
    said_as = found[0].begins("as") or (_say(pieces, "these") and _say(pieces, "as"))
    states = found[0].begins("this") and _say(pieces, "are")
    before = [one for one in reader.requests if one.source and not (one.kind or one.role)]
    counts = [int(piece.value) for piece in said if piece.cls == "count"]
    points = found[0].begins("this") and counts == [len(before)]
    of_all = bool(before) and any(piece.cls == "every" and piece.says("them") for piece in said)
    against = bool(before) and kinds[0].plural and _is_a_kind(found[until:])
    fine = bool(before) and any(piece.cls == "fine" or piece.has("fine") for piece in pieces)
    if not (
        states
        or said_as
        or points
        or fine
        or of_all
        or (only and bool(before))
        or against
        or any(piece.value == "meant" for piece in said)
    ):
        return 0
    if counts and _say(pieces, "first", "last"):
        before = _some(reader.requests, counts[0], first=not _say(pieces, "last"))
    reader.requests = [
        replace(one, kind=kinds[0].value, inferred=True) if one in before else one for one in reader.requests
    ]
    return until if before or states else 0


def says_each(segment: Segment) -> bool:
    """Whether it speaks of every item: "all", "each must be its own file"."""
    return segment.has("every") or any(piece.value == "each" for piece in segment.of("put"))


def one_file_each(reader: Reader, requests: Sequence[Request]) -> list[Request]:
    """The requests, and those before them, whole groups of no kind as stems: of each they want one file."""
    reader.requests = [_in_one_file(one) for one in reader.requests]
    return [_in_one_file(one) for one in requests]


def _in_one_file(one: Request) -> Request:
    words = lexicon()
    group = one.source in words.whole or one.source in words.any_vocal
    return replace(one, kind="stem", inferred=True) if group and not (one.kind or one.role) else one


def _is_a_kind(found: Sequence[Segment]) -> bool:
    """Whether nothing but a kind follows that they do not want: "stems, not the single tracks"."""
    named = [piece for segment in found for piece in segment.pieces if piece.cls not in SILENT]
    return bool(named) and all(piece.cls == "kind" for piece in named)


def _say(pieces: Sequence[Piece], *names: str) -> bool:
    return any(piece.says(*names) for piece in pieces)


def _some(requests: Sequence[Request], count: int, first: bool) -> list[Request]:
    """The first or the last so many of the items that are wanted."""
    items = [one for one in requests if not (one.is_bare or one.declined)]
    return [one for one in (items[:count] if first else items[-count:]) if not one.role]


def says_form(reader: Reader, found: Sequence[Segment]) -> bool:
    """Whether a sentence with a wish for the form says nothing but of what: "everything in 48/24"."""
    said = [piece for segment in found for piece in segment.pieces if piece.cls not in SILENT]
    declines = any(segment.before in KEPT_EMPTY - {"ask"} for segment in found)
    kinds = {one.kind for one in reader.requests} - {""}
    known = [piece for piece in said if piece.value in ("everything", "files", "all") or piece.value in kinds]
    alone = len(known) == len(said) and all(piece.plural for piece in said if piece.cls == "kind")
    return bool(reader.requests) and alone and not declines


def _says_channels_of(reader: Reader, found: Sequence[Segment]) -> bool:
    """Whether a sentence says nothing but which of the items are mono or stereo: "mono for the bass"."""
    said = [piece for segment in found for piece in segment.pieces if piece.cls not in SILENT]
    pairs = list(zip(said[::2], said[1::2], strict=False))
    if not pairs or len(said) % 2 or any(p.cls != "channels" for p, _ in pairs):
        return False
    if any(q.cls not in ("source", "kind") for _, q in pairs):
        return False
    if not all(segment.by and segment.by.says("for") for segment in found[1::2]):
        return False
    kinds = {other.value: one.value for one, other in pairs if other.cls == "kind"}
    channels = {other.group or other.words[-1]: one.value for one, other in pairs}
    reader.requests = [
        replace(
            one,
            channels=one.channels
            or channels.get(one.group or (*one.source, "")[-1], kinds.get(one.kind, "")),
        )
        for one in reader.requests
    ]
    return True


def with_shared_channels(reader: Reader, requests: Sequence[Request]) -> list[Request]:
    """The requests of a sentence that names once more what was asked for, each with the channels that stand
    behind the last: "Kick and snare mono."."""
    *others, last = requests or (None,)
    if not (last and others and last.channels):
        return list(requests)
    topics = {one.topic for one in reader.requests if not (one.declined or one.excepted)}
    if not all(one.source and one.topic in topics for one in requests):
        return list(requests)
    if any(one.channels or one.declined or one.kind or one.parts for one in others):
        return list(requests)
    return [replace(one, channels=last.channels) for one in requests]


def is_only(found: Sequence[Segment]) -> bool:
    """Whether a sentence begins with "only": it says which of those before it."""
    first = next((segment for segment in found if segment.pieces), None)
    return first is not None and first.begins("only")


def is_form_of_all(found: Sequence[Segment], at: int, new: Sequence[Request]) -> bool:
    """Whether channels are said for all: "stereo files for everything"."""
    of_all = found[at].before == "of" and bool(new) and new[0].loose == "everything"
    return of_all and at == 1 and found[0].has("channels")


def for_all(reader: Reader, found: Sequence[Segment], requests: list[Request], segment: Segment) -> bool:
    """Take mono, stereo, dry or wet as meant for all ("all mono"), or as meant for nobody knows which."""
    channels = next((piece.value for piece in segment.of("channels")), "")
    if segment.has("unknown") and (segment.begins("ours") or segment.begins("definite")):
        return False  # "our radio chain is all mono"
    wet = tuple(piece.value for piece in segment.of("wet"))
    if wet and segment.has("every"):
        reader.wet = wet
        return True
    if not channels:
        return False
    if requests and any(piece.value == "both" for piece in segment.of("every")):
        requests[:] = _both(requests, channels)
        return True
    subject = says_each(found[0]) and not any(one.has(*CONTENT, "wet") for one in found[:2])
    if segment.has("every") or (subject and not requests):
        reader.everywhere = channels
        return True
    items = [one for one in requests if not (one.head or one.is_bare)]
    listed = segment.before == "," and not segment.bracket and len(items) > 1 and not items[-2].channels
    if listed:
        reader.alone = channels
    return listed
