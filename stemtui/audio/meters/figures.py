"""What a meter has measured, in numbers and words alone; an outline in words is read back here too."""

from stemtui.frozen import frozen

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
"""Those of an outline, 0 to 63: the square root of an amplitude."""
_AMPLITUDES = {digit: (number / (len(DIGITS) - 1)) ** 2 for number, digit in enumerate(DIGITS)}


@frozen
class Figures:
    """What a meter has measured, in dB; None where there is nothing to measure, as in silence. `outline` has
    peaks and RMS over time, as `read_outline` takes them."""

    integrated_lufs: float | None
    loudness_range_lu: float | None
    max_momentary_lufs: float | None
    max_short_term_lufs: float | None
    true_peak_dbtp: float | None
    sample_peak_dbfs: float | None
    rms_dbfs: float | None
    outline: str


def read_outline(outline: str) -> tuple[list[float], list[float]]:
    """The peaks and the RMS of an outline's columns, as amplitudes up to 1.0.

    Raises ValueError for what is no outline.
    """
    peaks, _, powers = outline.partition(" ")
    if len(peaks) != len(powers):
        raise ValueError("an outline has two words of one length")
    return _amplitudes(peaks), _amplitudes(powers)


def _amplitudes(word: str) -> list[float]:
    if unknown := set(word) - _AMPLITUDES.keys():
        raise ValueError(f"an outline has no {min(unknown)!r}")
    return [_AMPLITUDES[digit] for digit in word]
