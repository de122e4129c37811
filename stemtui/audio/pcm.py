"""PCM and float samples of WAV and RF64 files, by numpy straight from their bytes.

For 24 bit this is several times as fast as libsndfile: three bytes a sample are seen as overlapping words of
four, whose topmost byte belongs to the next sample and is shifted out.
"""

from pathlib import Path

import numpy as np

from stemtui.audio.forms import Claims
from stemtui.audio.quantise import Samples

_KINDS = {
    "PCM_16": ("<i2", 2, 2.0**-15),
    "PCM_24": ("<i4", 3, 2.0**-31),
    "PCM_32": ("<i4", 4, 2.0**-31),
    "FLOAT": ("<f4", 4, 1.0),
    "DOUBLE": ("<f8", 8, 1.0),
}
"""By subtype: the word that holds a sample, bytes from one sample to the next, the factor to full scale."""
_SPARE = 1  # the last sample's word of 24 bit reaches one byte further than the sample


class Pcm:
    """The samples of a file whose header says where they lie (`claims.samples_at`). Raises OSError."""

    def __init__(self, path: Path, claims: Claims) -> None:
        header = claims.header
        self._kind, self._stride, self._scale = _KINDS[header.subtype]
        self._channels, self._frames = header.channels, header.frames
        self._start, self._at = claims.samples_at, 0
        self._file = path.open("rb", buffering=0)
        self.seek(0)

    def seek(self, frame: int) -> None:
        """Go to a frame."""
        self._at = frame
        self._file.seek(self._start + frame * self._channels * self._stride)

    def samples(self, frames: int) -> Samples:
        """The next frames, shape (channels, frames); fewer where the file ends."""
        block = self._channels * self._stride
        raw = np.empty(min(frames, self._frames - self._at) * block + _SPARE, np.uint8)
        held = self._filled(raw.data[:-_SPARE]) // block
        self._at += held
        words = np.ndarray(held * self._channels, self._kind, raw, 0, self._stride)
        if self._stride == 3:
            words = np.left_shift(words, 8)
        samples: Samples = np.empty((self._channels, held))
        for channel, own in enumerate(samples):
            own[:] = words[channel :: self._channels]
        if self._scale != 1.0:
            samples *= self._scale
        return samples

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _filled(self, room: memoryview) -> int:
        """Read until the room is full or the file ends; how many bytes came."""
        filled = 0
        while filled < len(room) and (came := self._file.readinto(room[filled:])):
            filled += came
        return filled


def is_pcm(claims: Claims) -> bool:
    """Whether a file's samples can be read here."""
    return claims.samples_at > 0 and claims.header.subtype in _KINDS
