"""What is wrong with a print that ought to be the master mix: late, inverted, louder."""

import math

import numpy as np

from stemtui.audio.quantise import Samples
from stemtui.text import counted

REACH = 9_600
"""Frames by which a print is looked for early and late."""

_FAINT, _NOTHING = 1e-9, 1e-300
_CURED = 0.1
_AUDIBLE_DB = 0.005


def looks(master: Samples, around: Samples) -> str:
    """How a print differs from the master mix, in words; "" where no shift, polarity or gain explains it.

    `master` has shape (2, frames); `around` is the print for those frames and REACH more on both sides.
    """
    frames = master.shape[1]
    lag, product = _best(master, around)
    there = around[:, REACH + lag : REACH + lag + frames]
    energy = float(np.square(there).sum())
    if not energy or not product:
        return ""
    gain, heard = product / energy, _heard(there)
    left = float(np.square(master - there * gain)[:, heard].sum())
    before = float(np.square(master - around[:, REACH : REACH + frames])[:, heard].sum())
    if left > before * _CURED**2:
        return ""
    return _words(lag, gain)


def _heard(there: Samples) -> slice:
    """From the first frame to the last that a print has there, if that is most of it: it may be cut short."""
    sounding = np.flatnonzero(there.any(axis=0))
    first, last = int(sounding[0]), int(sounding[-1]) + 1
    return slice(first, last) if last - first > there.shape[1] // 2 else slice(None)


def _best(master: Samples, around: Samples) -> tuple[int, float]:
    """By how many frames the print is late where it is most like the master mix, and their product there."""
    size = 1 << (master.shape[1] + around.shape[1]).bit_length()
    spectra = np.fft.rfft(around, size) * np.conj(np.fft.rfft(master, size))
    products = np.fft.irfft(spectra.sum(axis=0), size)[: 2 * REACH + 1]
    # relative to what is heard at each shift: a louder stretch is no likelier
    heard = np.concatenate(([0.0], np.cumsum(np.square(around).sum(axis=0))))
    power = heard[master.shape[1] :][: len(products)] - heard[: len(products)]
    alike = np.abs(products) / np.sqrt(np.maximum(power, heard[-1] * _FAINT + _NOTHING))
    at = int(alike.argmax())
    return at - REACH, float(products[at])


def _words(lag: int, gain: float) -> str:
    said = [f"{counted(abs(lag), 'sample')} {'late' if lag > 0 else 'early'}"] if lag else []
    if gain < 0:
        said.append("inverted in polarity")
    db = -20.0 * math.log10(abs(gain))
    if abs(db) > _AUDIBLE_DB:
        said.append(f"{abs(db):.2f} dB {'louder' if db > 0 else 'quieter'}")
    return " and ".join(said)
