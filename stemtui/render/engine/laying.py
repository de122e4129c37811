"""Laying on tapes: what can only be decoded or encoded from front to back, each source and each print by one
process, so that the passages between are made in any order.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from stemtui.audio.samples.tape import Growing, Tape, laid_out, nameless
from stemtui.render.engine.measured import Printed
from stemtui.render.engine.onepass import Pass
from stemtui.render.engine.printing import Print
from stemtui.render.engine.reel import Reel
from stemtui.render.engine.workers import working
from stemtui.render.plans.progress import Watch

if TYPE_CHECKING:
    from stemtui.render.engine.parcels import Parcel

DECODED, ENCODED = 2.0, 2.0
"""What a sample costs that is decoded, or encoded, beside one that is summed or printed."""


def on_tapes(one_pass: Pass, folder: Path, files: ExitStack) -> list[Reel] | None:
    """Give a tape to all that needs one, in a temporary file or one in a folder, which `files` closes.

    The reels that are to be laid now; None where no disk has room for tapes, and nothing has changed.
    """
    reels = [strip.reel for strip in one_pass.strips if not strip.reel.is_placed]
    prints = [one for one in one_pass.prints if not one.is_placed]
    lengths = [*(reel.length for reel in reels), *(one.length for one in prints)]
    if not lengths:
        return []
    try:
        if (file := nameless(lengths, [folder])) is None:
            return None
    except OSError:
        return None
    places = laid_out(files.enter_context(file), lengths)
    for reel in reels:
        reel.use(Growing(*next(places)))
    for one in prints:
        one.use(Tape(*next(places)))
    return reels


def stages(one_pass: Pass, reels: Sequence[Reel]) -> dict[str, float]:
    """What a pass does one after the other, and about how much work each is: samples by what one costs."""
    sources = sum(strip.reel.length.channels for strip in one_pass.strips)
    prints = sum(one.output.channels for one in one_pass.prints)
    laid = [one.length for one in one_pass.prints if one.is_laid]
    works = {
        "Decoding": DECODED * sum(one.length.channels * one.length.frames for one in reels),
        "Printing": one_pass.plan.frames * (sources + prints),
        "Encoding": ENCODED * sum(one.channels * one.frames for one in laid),
    }
    return {stage: work for stage, work in works.items() if work}


def without_tapes(one_pass: Pass) -> None:
    """Read and write everything from front to back, as before `on_tapes`."""
    for strip in one_pass.strips:
        strip.reel.use(None)
    for one in one_pass.prints:
        one.use(None)


def finish(prints: Sequence[Print], jobs: int, watch: Watch) -> Iterator[Printed]:
    """Close the files of prints, which writes those that lie on tapes: each as it is then printed."""
    laid = [one for one in prints if one.is_laid]

    def copy(number: int) -> "Parcel":
        laid[number].copy()
        return []

    with working(copy, len(laid), jobs, watch.ask) as copies:
        for one in prints:
            if one.is_laid:
                watch.step(laid.index(one), len(laid), "Encoding")
                next(copies)
            one.finish()
            yield one.printed
