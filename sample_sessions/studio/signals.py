"""Signals at 48 kHz as float64 arrays: random numbers, filters, envelopes, placing and levels.

Times are in seconds, frequencies in Hz, levels in dB re full scale; stereo is (frames, 2).
"""

import zlib
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

RATE = 48_000

Audio = npt.NDArray[np.float64]
Spectrum = npt.NDArray[np.complex128]
Response = Callable[[Audio], Spectrum]


class Dice:
    """Random numbers that depend on a name alone.

    Made from the raw words of a Philox stream: those are promised never to change, numpy's distributions are
    not.
    """

    def __init__(self, name: str) -> None:
        self._words = np.random.Philox(key=zlib.crc32(name.encode()))

    def uniform(self, low: float, high: float, count: int) -> Audio:
        """`count` even numbers from `low` to `high`."""
        raw: npt.NDArray[np.uint64] = self._words.random_raw(count)
        return low + (high - low) * ((raw >> np.uint64(11)).astype(np.float64) * 2.0**-53)

    def one(self, low: float, high: float) -> float:
        """One number from `low` to `high`."""
        return float(self.uniform(low, high, 1)[0])

    def noise(self, count: int) -> Audio:
        """White noise of unit power."""
        return self.uniform(-1.0, 1.0, count) * np.sqrt(3.0)


def frames(seconds: float) -> int:
    """How many frames there are in that many seconds."""
    return round(seconds * RATE)


def moments(seconds: float) -> Audio:
    """The time of each frame."""
    return np.arange(frames(seconds)) / RATE


def from_db(db: float) -> float:
    """The gain of a level."""
    return float(10.0 ** (db / 20.0))


def to_db(gain: float) -> float:
    """The level of a gain."""
    return float(20.0 * np.log10(max(gain, 1e-12)))


def hz(note: float) -> float:
    """The frequency of a MIDI note."""
    return float(440.0 * 2.0 ** ((note - 69.0) / 12.0))


def peak(signal: Audio) -> float:
    """The largest sample."""
    return float(np.abs(signal).max(initial=0.0))


def at_peak(signal: Audio, db: float) -> Audio:
    """The signal with its largest sample at that level."""
    return signal * (from_db(db) / max(peak(signal), 1e-9))


def place(into: Audio, signal: Audio, start: float, gain: float = 1.0) -> None:
    """Add a signal to a longer one at a time; what lies outside is lost."""
    first = frames(start)
    skip = max(-first, 0)
    first = max(first, 0)
    count = max(min(len(signal) - skip, len(into) - first), 0)
    into[first : first + count] += gain * signal[skip : skip + count]


def faded(signal: Audio, rise: float = 0.0, fall: float = 0.0) -> Audio:
    """The signal with raised-cosine ends."""
    out = signal.copy()
    for seconds, end in ((rise, slice(None)), (fall, slice(None, None, -1))):
        count = min(frames(seconds), len(out))
        ramp = 0.5 - 0.5 * np.cos(np.pi * np.arange(count) / max(count, 1))
        out[end][:count] *= ramp if out.ndim == 1 else ramp[:, None]
    return out


def smoothed(signal: Audio, width: int) -> Audio:
    """The signal averaged under a Hann window of `width` values, its ends held."""
    window = np.hanning(max(width, 1) + 2)[1:-1]
    ahead = len(window) // 2
    padded = np.concatenate([np.full(ahead, signal[0]), signal, np.full(len(window) - 1 - ahead, signal[-1])])
    size = _fft_size(len(padded))
    spectrum = np.fft.rfft(padded, size) * np.fft.rfft(window / window.sum(), size)
    return np.fft.irfft(spectrum, size)[len(window) - 1 : len(window) - 1 + len(signal)]


def convolved(signal: Audio, impulse: Audio) -> Audio:
    """A mono signal through an impulse response, as long as the signal."""
    size = _fft_size(len(signal) + len(impulse))
    return np.fft.irfft(np.fft.rfft(signal, size) * np.fft.rfft(impulse, size), size)[: len(signal)]


def filtered(signal: Audio, *responses: Response) -> Audio:
    """A mono signal through filters given as frequency responses."""
    size = _fft_size(len(signal) + RATE // 2)
    bins = np.fft.rfftfreq(size, 1 / RATE)
    spectrum = np.fft.rfft(signal, size)
    for response in responses:
        spectrum = spectrum * response(bins)
    return np.fft.irfft(spectrum, size)[: len(signal)]


def _fft_size(count: int) -> int:
    return 1 << max(count - 1, 1).bit_length()


def low_pass(corner: float, q: float = 0.707) -> Response:
    """12 dB an octave above the corner."""
    return lambda f: 1.0 / (1.0 + 1j * f / corner / q - (f / corner) ** 2)


def high_pass(corner: float, q: float = 0.707) -> Response:
    """12 dB an octave below the corner."""
    return lambda f: -((f / corner) ** 2) / (1.0 + 1j * f / corner / q - (f / corner) ** 2)


def bell(centre: float, db: float, q: float = 1.0) -> Response:
    """A boost or cut around a centre."""
    gain = from_db(db / 2)

    def response(f: Audio) -> Spectrum:
        base = 1.0 - (f / centre) ** 2
        return (base + 1j * f / centre * gain / q) / (base + 1j * f / centre / gain / q)

    return response


def tilt(corner: float, db: float) -> Response:
    """A shelf: `db` far above the corner, nothing far below."""
    gain = from_db(db / 2)
    return lambda f: (1.0 + 1j * f / corner * gain) / (1.0 + 1j * f / corner / gain)


def levelled(signal: Audio, amount: float, window: float = 0.08, treble: float = 0.0) -> Audio:
    """A mono signal with its level evened out, as a compressor or a hand on a fader does.

    `treble` is by how many dB sibilants count for more, so that they are not brought up.
    """
    key = filtered(signal, tilt(3_000.0, treble)) if treble else signal
    envelope = np.sqrt(np.maximum(smoothed(key**2, frames(window)), 0.0))
    loud = float(envelope.max(initial=1e-9))
    return signal * (np.maximum(envelope / loud, 0.05)) ** -amount


def driven(signal: Audio, amount: float) -> Audio:
    """A soft, slightly one-sided overload, as valves and tape have it."""
    return (np.tanh(amount * signal + 0.15) - np.tanh(0.15)) / np.tanh(amount)


def panned(signal: Audio, pan: float) -> Audio:
    """A mono signal as stereo, by balance: the near side at unity."""
    return np.stack([signal * min(1.0, 1.0 - pan / 100), signal * min(1.0, 1.0 + pan / 100)], axis=1)
