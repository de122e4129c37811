"""What came, as an order's lines are compared with it."""

from collections.abc import Sequence
from dataclasses import replace

from stemtui.audio.pictures.overview import AUDIBLE
from stemtui.receiving.findings import misnaming, remarks
from stemtui.receiving.findings.holding import holding
from stemtui.receiving.findings.received import Received
from stemtui.receiving.kinds.kinds import MIX, STEM, TRACK, Judged
from stemtui.receiving.orders.answers import MET, Came, Met, Set
from stemtui.receiving.orders.meeting import meet, unread
from stemtui.receiving.orders.wanted import Wanted
from stemtui.receiving.sounds.names import Called
from stemtui.text import few

_FEW = 3


def answered(received: Received, lines: Sequence[Wanted]) -> tuple[Met, ...]:
    """What came for each line of an order: of several songs, by that which meets most of it."""
    answers = came(received)
    each = [_by_song(received, lines, answers, song) for song in remarks.songs(received)]
    best = max(each, key=lambda met: sum(line.state == MET for line in met))
    others = [met for met in each if met is not best]
    found = (_beside(line, [met[at] for met in others], received) for at, line in enumerate(best))
    return tuple(unread(line, received.unread) for line in found)


def _by_song(
    received: Received, lines: Sequence[Wanted], answers: Sequence[Came], song: Sequence[int]
) -> tuple[Met, ...]:
    places = {at: place for place, at in enumerate(song)}
    own = [
        replace(one, twins=tuple(places[at] for at in one.twins if at in places))
        for one in (answers[at] for at in song)
    ]
    met = meet(lines, own, _fullest(received, song))
    return tuple(replace(line, files=tuple(song[at] for at in line.files)) for line in met)


def _beside(line: Met, others: Sequence[Met], received: Received) -> Met:
    """A line that its song does not meet, with what another one here has for it."""
    files = [at for other in others if other.state == MET for at in other.files]
    if line.state == MET or not files:
        return line
    names = few([f'"{received.called[at].label}"' for at in files], _FEW)
    return replace(line, why=f"{line.why}, but {names} of another song")


def _fullest(received: Received, song: Sequence[int]) -> Set | None:
    """What the mix of a song is made of that holds most files as they are, by their places in the song."""
    sums = [
        one
        for one in received.sums
        if one.is_told and one.target in song and received.judged[one.target].kind == MIX
    ]
    if not sums:
        return None
    one = min(sums, key=lambda one: one.precedence)
    members = frozenset(song.index(at) for at in one.members)
    return Set(received.called[one.target].label, members, one.is_whole)


def came(received: Received) -> list[Came]:
    """The files as lines are compared with them."""
    roles = holding(received)
    denied = {
        at: _labels(received, wrong)
        for at, wrong in misnaming.denied(received).items()
        if any(received.called[each].group != "backing_vocals" for each in wrong)
    }
    lacking = {at: _labels(received, missed) for at, (_, missed) in misnaming.lesser(received).items()}
    twins = remarks.twins(received)
    summed = {
        one.target
        for one, left in zip(received.sums, received.lefts, strict=True)
        if one.is_whole and (left.is_explained or left.is_one_gain)
    }
    return [
        Came(
            _as_heard(called, judged),
            judged,
            one.header.channels,
            one.is_mono,
            roles.get(at, ""),
            denied.get(at, ""),
            lacking.get(at, ""),
            twins.get(at, ()),
            called.is_mastered and at not in summed,
            one.peak < AUDIBLE,
        )
        for at, (called, judged, one) in enumerate(
            zip(received.called, received.judged, received.heard, strict=True)
        )
    ]


def _labels(received: Received, files: Sequence[int]) -> str:
    return few([f'"{received.called[at].label}"' for at in files], _FEW)


def _as_heard(called: Called, judged: Judged) -> Called:
    """What a file is called, "master" being no mix where a source stands beside it and sums show a stem: of
    that source it may be the last one made."""
    is_source = judged.kind in (STEM, TRACK) and called.group not in ("", "mix")
    return replace(called, role="") if is_source and called.role == "master" else called
