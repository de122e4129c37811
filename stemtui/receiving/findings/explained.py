"""What explains that a sum leaves more than rounding does, in a sentence."""

from stemtui.audio.samples.scales import dbfs
from stemtui.receiving.findings.received import Received
from stemtui.receiving.sums.blame import FLAT, SILENT
from stemtui.receiving.sums.left import Left
from stemtui.receiving.sums.sums import Sum
from stemtui.text import clock

_STEADY_DB = 0.5


def named(received: Received, at: int) -> str:
    """A file as sentences call it."""
    return f'"{received.called[at].label}"'


def is_version(received: Received, one: Sum) -> bool:
    """Whether mixes alone come near another that need not be their sum: a TV mix is none of the Instrumental
    and the A Cappella, as a master is."""
    is_among_mixes = all(received.called[at].is_mix for at in one.members)
    return is_among_mixes and not one.is_exact and received.called[one.target].role != "master"


def blame(received: Received, one: Sum, left: Left) -> str:
    """Which part explains what a sum leaves, as a sentence; "" where none does."""
    blamed = received.blamed.get(received.sums.index(one))
    if not blamed:
        return ""
    if blamed.part is None:
        return " None of them has to do with it: something else sounds there."
    name, (low, high) = named(received, blamed.part), blamed.gains_db
    if blamed.how == SILENT:
        first, last = (clock(frame / received.rate, 3) for frame in left.where)
        return (
            f" {name} is silent in it (within {first} to {last}) and sounds before and after: a dropout, or "
            "a part that was cut out."
        )
    if blamed.how == FLAT:
        peak = dbfs(received.heard[blamed.part].peak)
        return f" It lies where {name} is at its peak, {peak:.1f} dBFS: that is clipped or limited."
    if high - low < _STEADY_DB:
        first, last = (clock(frame / received.rate, 3) for frame in left.where)
        there = f"from {first} to {last}"
        return f" {name} explains it: beside the others, it is at {high:+.1f} dB in the mix {there}."
    return (
        f" {name} explains it: beside the others, its gain in the mix moves from {low:+.1f} to {high:+.1f} "
        "dB. It is of another version, or was treated in the mix and not here."
    )
