"""What is known of the prints' audio before any is made, by headers and by what was measured of sources."""

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from stemtui.errors import AudioFileError, Problem
from stemtui.header import Header
from stemtui.naming import kind_word, print_name
from stemtui.order import heard, waivable, waivers
from stemtui.render.plans.routing import Arrival, as_delivered, as_heard
from stemtui.session import REST, Session, Track, has_item, item_name, split_item

ALIKE = "is stereo, and its left and right channels are identical."
ALIKE_REMEDY = (
    "If nothing in it should be wide, declare the stem mono (c); else look for a pan or a stereo file "
    "that was lost."
)
SILENT_REMEDIES = ("check its tracks", "take it off the order")


class Measured(Protocol):
    """What was measured of a sound file."""

    @property
    def is_silent(self) -> bool:
        """Whether every sample is 0."""

    @property
    def are_alike(self) -> bool:
        """Whether it has several channels, and all hold the same samples."""


def silent_or_alike(
    session: Session, headers: Mapping[str, Header | AudioFileError], measured: Mapping[str, Measured]
) -> tuple[list[Problem], tuple[str, ...]]:
    """What a render would find silent, and which stereo stems would have the same audio left and right; and
    the ids of tracks that have to be measured before that is known of everything ordered.

    `headers` and `measured` are by track id. A cancellation of two tracks is only heard in the sum.
    """
    usable = {
        track: header
        for track, header in headers.items()
        if isinstance(header, Header) and header.channels in (1, 2)
    }
    reasons, found, open_ = waivers(session), list[Problem](), set[str]()
    arriving = _Arriving(session, usable)
    for item in dict.fromkeys(line.deliver for line in session.order if has_item(session, line.deliver)):
        path = f"order.{next(n for n, line in enumerate(session.order, 1) if line.deliver == item)}"
        name = print_name(item_name(session, item), kind_word(session, item))
        arrivals = arriving.of(item)
        is_silent, unknown = _all(arrivals, lambda one: _is_silent(measured, one))
        open_ |= unknown
        if is_silent:
            message = f"{name} would be silent from start to end: no sample of its sources is anything but 0."
            found.append(waivable(path, message, SILENT_REMEDIES, reasons.get(item, "")))
        elif _is_stereo_stem(session, item):
            are_alike, unknown = _all(arrivals, lambda one: _is_alike(usable, measured, one))
            open_ |= unknown
            if are_alike:
                found.append(Problem(path, f"{name} {ALIKE}", ALIKE_REMEDY, "warning"))
    return found, tuple(track.id for track in session.tracks if track.id in open_)


class _Arriving:
    """How the files of items arrive in them: found once for each track, which many mixes hold."""

    def __init__(self, session: Session, headers: Mapping[str, Header]) -> None:
        self._session, self._headers = session, headers
        self._found: dict[tuple[str, bool], tuple[Arrival, ...] | None] = {}

    def of(self, item: str) -> list[Arrival]:
        """The arrivals in an item; none where one of its files could not be read."""
        is_delivered = split_item(item)[0] == "track"
        found = list[Arrival]()
        for track in heard(self._session, item):
            key = track.id, is_delivered
            if key not in self._found:
                self._found[key] = self._of_track(track, is_delivered)
            arrivals = self._found[key]
            if arrivals is None:
                return []
            found += arrivals
        return found

    def _of_track(self, track: Track, is_delivered: bool) -> tuple[Arrival, ...] | None:
        if any(file.id not in self._headers for file in _files(self._session, track)):
            return None
        how = as_delivered if is_delivered else as_heard
        return tuple(how(self._session, self._headers, track))


def _files(session: Session, track: Track) -> Iterator[Track]:
    """The tracks with a file that are heard in a track: itself, or those that a bounce sums."""
    if track.file:
        yield track
        return
    for member in track.bounce:
        yield from _files(session, session.track(member))


def _all(arrivals: list[Arrival], judge: Callable[[Arrival], bool | None]) -> tuple[bool, set[str]]:
    """Whether something is surely so of all arrivals; and the tracks that have to be measured to know."""
    judged = [(one.track, judge(one)) for one in arrivals]
    if any(verdict is False for _, verdict in judged):
        return False, set()
    unknown = {track for track, verdict in judged if verdict is None}
    return bool(judged) and not unknown, unknown


def _is_silent(measured: Mapping[str, Measured], one: Arrival) -> bool | None:
    return measured[one.track].is_silent if one.track in measured else None


def _is_alike(headers: Mapping[str, Header], measured: Mapping[str, Measured], one: Arrival) -> bool | None:
    if len(set(one.gains)) > 1:
        return False
    if headers[one.track].channels == 1:
        return True
    return measured[one.track].are_alike if one.track in measured else None


def _is_stereo_stem(session: Session, item: str) -> bool:
    kind, key = split_item(item)
    return item == REST or (kind == "stem" and session.stem(key).channels == "stereo")
