"""Headers that name the wrong rate: a file that fits the others to the sample only at another one."""

from collections import Counter
from collections.abc import Iterable

from stemtui.frozen import frozen
from stemtui.header import Header
from stemtui.text import counted

_FEWEST = 2
"""Files of the same length that it takes to call that length common."""

_CONFUSED = {44_100: 48_000, 48_000: 44_100, 88_200: 96_000, 96_000: 88_200}


@frozen
class Misnamed:
    """A file whose header probably names the wrong rate; `rate` is the one in Hz at which it fits."""

    name: str
    rate: int
    message: str


def misnamed(files: Iterable[tuple[str, Header]]) -> tuple[Misnamed, ...]:
    """The files whose header says one rate and whose number of frames says another.

    At that other rate they last exactly as long as most files do. A file that is half as long, at the rate of
    the others, is left alone: it may well be a shorter loop.
    """
    timed = [(name, header) for name, header in files if header.frames and header.samplerate]
    forms = Counter((header.frames, header.samplerate) for _, header in timed)
    if not forms:
        return ()
    (frames, rate), fitting = forms.most_common(1)[0]
    if fitting < _FEWEST or 2 * fitting <= len(timed):
        return ()
    fits = [(name, header, _fitting(header, frames, rate)) for name, header in timed]
    others = counted(fitting, "file")
    return tuple(Misnamed(name, at, _words(header, at, others)) for name, header, at in fits if at)


def _fitting(header: Header, frames: int, rate: int) -> int:
    """The rate at which a file is just as long as the others, where its header seems to be wrong; else 0."""
    if header.samplerate != rate:
        return rate if header.frames == frames else 0
    at = _CONFUSED.get(rate, 0)
    is_long = frames >= rate  # short files fit by chance
    is_as_long = 2 * abs(header.frames * rate - frames * at) <= rate  # to half a frame
    return at if at and is_long and is_as_long else 0


def _words(header: Header, at: int, others: str) -> str:
    says = f"its header says {header.samplerate / 1000:g} kHz, and its {header.frames} frames are as long as"
    return f"{says} {others} only at {at / 1000:g} kHz: the header seems to name the wrong rate"
