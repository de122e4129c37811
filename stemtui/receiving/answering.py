"""What came, as an order's lines are compared with it."""

from dataclasses import replace

from stemtui.receiving import misnaming, remarks
from stemtui.receiving.holding import holding
from stemtui.receiving.kinds import MIX, STEM, TRACK, Judged
from stemtui.receiving.meeting import Came, Set
from stemtui.receiving.names import Called
from stemtui.receiving.received import Received
from stemtui.text import few

_FEW = 3


def fullest(received: Received) -> Set | None:
    """What the mix is made of that holds most files as they are."""
    sums = [one for one in received.sums if one.is_told and received.judged[one.target].kind == MIX]
    if not sums:
        return None
    one = min(sums, key=lambda one: one.precedence)
    return Set(received.called[one.target].label, one.members, one.is_whole)


def came(received: Received) -> list[Came]:
    """The files as lines are compared with them."""
    roles = holding(received)
    denied = {
        at: few([f'"{received.called[each].label}"' for each in wrong], _FEW)
        for at, wrong in misnaming.denied(received).items()
        if any(received.called[each].group != "backing_vocals" for each in wrong)
    }
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
            twins.get(at, ()),
            called.is_mastered and at not in summed,
        )
        for at, (called, judged, one) in enumerate(
            zip(received.called, received.judged, received.heard, strict=True)
        )
    ]


def _as_heard(called: Called, judged: Judged) -> Called:
    """What a file is called, "master" being no mix where a source stands beside it and sums show a stem: of
    that source it may be the last one made."""
    is_source = judged.kind in (STEM, TRACK) and called.group not in ("", "mix")
    return replace(called, role="") if is_source and called.role == "master" else called
