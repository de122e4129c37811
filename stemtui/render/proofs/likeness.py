"""What is wrong with a print that ought to be the master mix: late, inverted, louder."""

import math
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np

from stemtui.audio.samples.quantise import Samples
from stemtui.text import counted

REACH_SECONDS = 120
"""By so much a print is looked for early and late."""

ELSEWHERE = (1 / 2, 3 / 4, 1 / 4)
"""Where else in a song it is looked for: a print that begins late or ends early may lack what sounds at one
moment."""

LEAST_ALIKE = 0.1
"""What is less like a residual than this does not explain it: any two sounds are a little alike."""

_NEAR = 9_600  # frames in which it is looked for at first
_FAINT, _NOTHING = 1e-9, 1e-300
_SURELY = 0.75
"""A stretch of music is so much like another only if it is the same, and more than half of it is there."""
_AS_LIKE = 1.0 - 1e-6
_CURED = 0.1
_AUDIBLE_DB = 0.005

Reader = Callable[[int, int], Samples]
"""Gives a print's samples, shape (channels, frames), from a frame on, with silence around them."""


def looks(moments: Iterable[tuple[int, Samples]], printed: Reader, reach: int) -> str:
    """How a print differs from the master mix, in words; "" where no shift, polarity or gain explains it.

    Moments of the master mix, each with its first frame, are looked for one after another, up to `reach`
    frames early and late, until the print has one. Where a song repeats itself, the nearest likeness counts.
    """
    for start, master in moments:
        found = _found(start, master, printed, reach)
        if found.likeness > _SURELY:
            return _explained(start, master, printed, found)
    return ""


class _Likeness(NamedTuple):
    """How like a print is to a moment of the master mix (0 to 1), by how much it is late, their product."""

    likeness: float = 0.0
    lag: int = 0
    product: float = 0.0


def _found(start: int, master: Samples, printed: Reader, reach: int) -> _Likeness:
    """Where a print is most like a moment of the master mix: near where it should be, or else anywhere."""
    found = _Likeness()
    if not master.any():
        return found
    for most in sorted({min(_NEAR, reach), reach}):
        found = _best(start, master, printed, most)
        if found.likeness > _SURELY:
            break
    return found


def _explained(start: int, master: Samples, printed: Reader, found: _Likeness) -> str:
    """The likeness in words, if it leaves next to nothing of what differs."""
    frames = master.shape[1]
    here, there = printed(start, frames), printed(start + found.lag, frames)
    gain, heard = found.product / float(np.square(there).sum()), _heard(there)
    left = float(np.square(master - there * gain)[:, heard].sum())
    if left > float(np.square(master - here)[:, heard].sum()) * _CURED**2:
        return ""
    return _words(found.lag, gain)


def _heard(there: Samples) -> slice:
    """From the first frame to the last that a print has there, if that is most of it: it may be cut short."""
    sounding = np.flatnonzero(there.any(axis=0))
    first, last = int(sounding[0]), int(sounding[-1]) + 1
    return slice(first, last) if last - first > there.shape[1] // 2 else slice(None)


def _best(start: int, master: Samples, printed: Reader, reach: int) -> _Likeness:
    best, whole = _Likeness(), math.sqrt(float(np.square(master).sum()))
    for first, around in _stretches(start, master.shape[1], printed, reach):
        alike, products = _likeness(master, around)
        lags = np.flatnonzero(alike >= alike.max() * _AS_LIKE)
        at = int(lags[np.abs(lags + first).argmin()])
        found = _Likeness(float(alike[at]) / whole, first + at, float(products[at]))
        is_as_like = found.likeness >= best.likeness * _AS_LIKE and abs(found.lag) < abs(best.lag)
        if is_as_like or found.likeness * _AS_LIKE > best.likeness:
            best = found
    return best


def _stretches(start: int, frames: int, printed: Reader, reach: int) -> Iterator[tuple[int, Samples]]:
    """The print from one lag on, for several times as many lags as frames; each frame is read once."""
    lags = min(3 * frames, 2 * reach) + 1
    around = printed(start - reach, frames - 1)
    for first in range(-reach, reach + 1, lags):
        fresh = printed(start + first + frames - 1, min(lags, reach + 1 - first))
        around = np.concatenate((around[:, around.shape[1] + 1 - frames :], fresh), axis=1)
        if around.any():
            yield first, around


def _likeness(master: Samples, around: Samples) -> tuple[Samples, Samples]:
    """How like the master mix a print is at each lag, times the root of the master's energy; their products.

    It is relative to what is heard at each lag: a louder stretch is no likelier.
    """
    frames = master.shape[1]
    size = 1 << (around.shape[1] - 1).bit_length()
    spectra = np.fft.rfft(around, size) * np.conj(np.fft.rfft(master, size))
    products = np.fft.irfft(spectra.sum(axis=0), size)[: around.shape[1] + 1 - frames]
    heard = np.concatenate(([0.0], np.cumsum(np.square(around).sum(axis=0))))
    power = heard[frames:] - heard[: len(products)]
    return np.abs(products) / np.sqrt(np.maximum(power, heard[-1] * _FAINT + _NOTHING)), products


def _words(lag: int, gain: float) -> str:
    said = [f"{counted(abs(lag), 'sample')} {'late' if lag > 0 else 'early'}"] if lag else []
    if gain < 0:
        said.append("inverted in polarity")
    db = -20.0 * math.log10(abs(gain))
    if abs(db) > _AUDIBLE_DB:
        said.append(f"{abs(db):.2f} dB {'louder' if db > 0 else 'quieter'}")
    return " and ".join(said)
