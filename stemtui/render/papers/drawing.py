"""A waveform as a picture: the outline on a receipt becomes SVG."""

from collections.abc import Sequence
from functools import cache

from stemtui.audio.meters.figures import read_outline
from stemtui.render.papers.markup import Markup, element
from stemtui.text import clock

AUDIBLE = 0.001
"""What is louder than this amplitude, -60 dBFS, is sound."""

_HALF = 50
_FINE = 10.0


def waveform(outline: str, seconds: float, name: str) -> Markup:
    """The picture of an outline, with words for those who do not see it. Raises ValueError for no outline.

    Heights are square roots of amplitudes: what is 20 dB down has a third of the height.
    """
    peaks, powers = read_outline(outline)
    shapes = (
        element("path", d=_shape(amplitudes), class_=kind)
        for amplitudes, kind in ((peaks, "peaks"), (powers, "rms"))
    )
    return element(
        "svg",
        *shapes,
        element("path", d=f"M0 {_HALF}H{len(peaks)}", class_="axis"),
        viewBox=f"0 0 {len(peaks)} {2 * _HALF}",
        preserveAspectRatio="none",
        role="img",
        aria_label=f"Waveform of {name}: {heard(peaks, seconds)}",
        class_="wave",
    )


def heard(peaks: Sequence[float], seconds: float) -> str:
    """Where a print sounds, in words: `sound from 0:02 to 3:41, loudest at 1:20`."""
    sounding = [at for at, peak in enumerate(peaks) if peak > AUDIBLE]
    if not sounding:
        return "silence"
    times = (sounding[0], sounding[-1] + 1, max(sounding, key=lambda at: peaks[at]) + 0.5)
    first, last, loudest = (clock(at * seconds / len(peaks), 0 if seconds >= 60 else 1) for at in times)
    return f"sound from {first} to {last}, loudest at {loudest}"


def _shape(amplitudes: Sequence[float]) -> str:
    """A path around columns one wide, alike above the axis and below it."""
    sides = [_sides(amplitude) for amplitude in amplitudes]
    places = [f"{at + 0.5:g}" for at in range(len(sides))]
    above = " ".join([f"{place} {side[0]}" for place, side in zip(places, sides, strict=True)])
    below = " ".join([f"{place} {side[1]}" for place, side in zip(places[::-1], sides[::-1], strict=True)])
    return f"M0 {_HALF}L{above} {len(sides)} {_HALF} {below}Z"


@cache
def _sides(amplitude: float) -> tuple[str, str]:
    """Where an amplitude lies above the axis and below it; an outline has no more than 64."""
    height = round(_HALF * amplitude**0.5 * _FINE) / _FINE
    return f"{_HALF - height:g}", f"{_HALF + height:g}"
