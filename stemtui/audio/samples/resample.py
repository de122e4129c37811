"""Sample rates: a decoder's samples at another rate, by soxr at its best quality."""

import numpy as np
import soxr

from stemtui.audio.samples.decode import Decoder
from stemtui.audio.samples.quantise import Samples, full_scale
from stemtui.header import frames_at

_BLOCK = 65_536


class Resampler:
    """A decoder's samples at another rate, frame 0 at the same instant.

    The file is always fed to soxr from its start and in the same blocks, so that a frame's value does not
    depend on how it was asked for. soxr takes its own latency out; its count of frames may be one off at
    the very end, which is made good with a zero or by dropping one.
    """

    def __init__(self, decoder: Decoder, rate: int) -> None:
        self._decoder = decoder
        self._rate = rate
        self.frames = frames_at(decoder.frames, decoder.header.samplerate, rate)
        self._ready: Samples = np.zeros((decoder.channels, 0))
        self._fed = self._at = 0
        self._stream = self._new_stream()

    is_placed = False

    def take(self, frame: int, frames: int) -> Samples:
        """The frames from one on, shape (channels, frames): onwards by decoding, backwards from the start."""
        if frame < self._at:
            self._stream = self._new_stream()
            self._ready = self._ready[:, :0]
            self._fed = self._at = 0
        while self._at < frame:
            self._next(min(frame - self._at, _BLOCK))
        return self._next(frames)

    def _next(self, frames: int) -> Samples:
        block = np.zeros((self._decoder.channels, frames))
        filled = 0
        while filled < frames and (self._ready.shape[1] or self._feed()):
            part = self._ready[:, : frames - filled]
            block[:, filled : filled + part.shape[1]] = part
            self._ready = self._ready[:, part.shape[1] :]
            filled += part.shape[1]
        self._at += frames
        return block

    def _new_stream(self) -> soxr.ResampleStream:
        rates = (self._decoder.header.samplerate, self._rate)
        return soxr.ResampleStream(*rates, self._decoder.channels, dtype="float64", quality="VHQ")

    def _feed(self) -> bool:
        """Give soxr the next block; False when it has had them all."""
        frames = min(_BLOCK, self._decoder.frames - self._fed)
        if frames <= 0:
            return False
        block = full_scale(self._decoder.take(self._fed, frames))
        self._fed += frames
        is_last = self._fed == self._decoder.frames
        self._ready = self._stream.resample_chunk(block.T.copy(order="C"), last=is_last).T
        return True
