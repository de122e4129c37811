"""The session as a desk of buses: which sums the prints are made of, and which files arrive in each."""

from collections.abc import Iterator, Sequence

from stemtui.frozen import frozen
from stemtui.render.plans.plan import STEM, TRACK, Bus
from stemtui.render.plans.routing import Arrival, as_delivered, as_heard, width
from stemtui.render.plans.span import Headers
from stemtui.session import Session, Track, split_item


@frozen
class Desk:
    """Buses (each stem's own tracks, each track that is delivered), and what arrives in each."""

    buses: tuple[Bus, ...]
    arrivals: tuple[tuple[int, Arrival], ...]

    def number(self, item: str) -> int | None:
        """The bus of `stem.drums` or `track.kick`; None where nothing arrives."""
        return next((number for number, bus in enumerate(self.buses) if bus.item == item), None)

    def tracks(self) -> frozenset[str]:
        """Ids of the tracks whose files arrive anywhere."""
        return frozenset(arrival.track for _, arrival in self.arrivals)


def lay_out(session: Session, headers: Headers, items: Sequence[str]) -> Desk:
    """The desk for printing those items. All stems are on it whatever is ordered: the proof needs them."""
    sums = [*_stems(session, headers), *_tracks(session, headers, items)]
    buses = tuple(bus for bus, _ in sums)
    return Desk(buses, tuple((number, arrival) for number, (_, came) in enumerate(sums) for arrival in came))


def _stems(session: Session, headers: Headers) -> Iterator[tuple[Bus, list[Arrival]]]:
    for stem, tracks in session.fed_by.items():
        heard = [track for track in tracks if not track.left_out]
        arrivals = [arrival for track in heard for arrival in as_heard(session, headers, track)]
        if arrivals:
            is_alike = all(len(set(a.gains)) == 1 and headers[a.track].channels == 1 for a in arrivals)
            yield Bus(f"{STEM}.{stem}", 1 if is_alike else 2), arrivals


def _tracks(session: Session, headers: Headers, items: Sequence[str]) -> Iterator[tuple[Bus, list[Arrival]]]:
    for track in _ordered_tracks(session, items):
        arrivals = list(as_delivered(session, headers, track))
        yield Bus(f"{TRACK}.{track.id}", width(session, headers, track)), arrivals


def _ordered_tracks(session: Session, items: Sequence[str]) -> list[Track]:
    return [session.track(key) for kind, key in map(split_item, items) if kind == TRACK]
