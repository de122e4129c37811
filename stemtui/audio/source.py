"""Samples in: any stretch of a sound file, at any rate, as float64 with full scale at 1.0.

`open_source(path, rate)` gives a Source; `read(start, frames)` gives shape (channels, frames), always exactly
the frames asked for, with zeros beyond either end. Integer samples come out as n / 2^(bits - 1), exactly.
Reading onwards is cheap; going back in a compressed or resampled file decodes it again from its start.
"""

import hashlib
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from stemtui.audio.decode import Decoder
from stemtui.audio.headers import regular_size
from stemtui.audio.quantise import Samples
from stemtui.audio.resample import Resampler
from stemtui.errors import AudioFileError
from stemtui.header import Header


class Source:
    """A sound file opened for reading, at its own rate or resampled to `rate`."""

    def __init__(self, path: Path, rate: int = 0) -> None:
        decoder = Decoder(path)
        self.header: Header = decoder.header
        self._samples: Decoder | Resampler = decoder
        if rate not in (0, self.header.samplerate):
            self._samples = Resampler(decoder, rate)
        self.channels = self.header.channels
        self.samplerate = rate or self.header.samplerate
        self.frames = self._samples.frames

    def read(self, start: int, frames: int) -> Samples:
        """The frames from `start`, shape (channels, frames). Raises AudioFileError for damage."""
        first, last = max(start, 0), min(start + frames, self.frames)
        if (first, last) == (start, start + frames):
            self._samples.seek(first)
            return self._samples.take(frames)
        block = np.zeros((self.channels, frames))
        if first < last:
            self._samples.seek(first)
            block[:, first - start : last - start] = self._samples.take(last - first)
        return block

    def close(self) -> None:
        """Close the file."""
        self._samples.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_source(path: Path, rate: int = 0) -> Source:
    """Open a sound file with its frames in `rate` (0: its own). Raises AudioFileError."""
    return Source(path, rate)


def digest(path: Path) -> str:
    """SHA-256 of a whole file, in hexadecimal. Raises AudioFileError for what is no regular file."""
    regular_size(path, path.name)
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise AudioFileError(f"{path.name!r} could not be read: {error.strerror}.") from error
