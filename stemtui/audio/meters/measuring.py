"""Measuring a sound file from its first frame to its last."""

from collections.abc import Callable
from pathlib import Path

from stemtui.audio.meters.figures import Figures
from stemtui.audio.meters.meter import Meter
from stemtui.audio.meters.speakers import weights
from stemtui.audio.samples.source import open_source
from stemtui.holes import Hole

_BLOCK = 65_536


def measure(path: Path, is_wanted: Callable[[], bool] = lambda: True) -> tuple[Figures, tuple[Hole, ...]]:
    """What a meter says of a sound file, and its holes; it stops early when nobody wants to know any more.

    Raises AudioFileError for what cannot be read to its end.
    """
    with open_source(path) as source:
        meter = Meter(source.samplerate, source.channels, weights(source.header))
        for start in range(0, source.frames, _BLOCK):
            if not is_wanted():
                break
            meter.add(source.read(start, min(_BLOCK, source.frames - start)))
        return meter.figures, source.holes()
