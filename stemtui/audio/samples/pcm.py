"""Bare PCM and float samples, by numpy straight from a file's bytes, whichever end of a sample comes first.

For 24 bit this is several times as fast as libsndfile: three bytes a sample are seen as overlapping words of
four, whose lowest byte belongs to the sample beside it and is shifted out. Samples of one channel are taken
two at a time, as words of eight.
"""

from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from stemtui.audio.formats.forms import Claims
from stemtui.audio.machine.opening import open_bare
from stemtui.audio.machine.scratch import scratch
from stemtui.audio.machine.system import read_at
from stemtui.audio.samples.blanks import Blank, holes
from stemtui.audio.samples.quantise import STEP, Samples, Sounding, Steps, full_scale
from stemtui.audio.samples.silence import is_blank, silence
from stemtui.holes import Hole

_KINDS = {
    "PCM_U8": ("u1", 1, 2.0**-7),
    "PCM_S8": ("i1", 1, 2.0**-7),
    "PCM_16": ("i2", 2, 2.0**-15),
    "PCM_24": ("i4", 3, STEP),
    "PCM_32": ("i4", 4, 2.0**-31),
    "FLOAT": ("f4", 4, 1.0),
    "DOUBLE": ("f8", 8, 1.0),
}
"""By subtype: the word that holds a sample, bytes from one sample to the next, the factor to full scale."""
_WHOLE = {"PCM_16": np.left_shift, "PCM_24": np.right_shift}
"""The subtypes whose samples are whole steps of 24 bit, and how their words become these: by one byte."""
_BYTE = 8
_LIFTS = np.tile(np.array([1, 1 << _BYTE], np.int32), 1 << 12)
"""Factors for the halves of words of two samples: each is then in the upper three bytes of its half."""
_SPARE = 4
"""A word of 24 bit begins one byte before its sample, or ends one behind it, and that of two four at most."""


class Pcm:
    """The samples of a file whose header says where they lie (`claims.samples_at`). Raises OSError.

    With `whole`, 16- and 24-bit samples come as int32 in steps of 24 bit, and holes are looked for only where
    they are `watched`.
    """

    def __init__(
        self,
        path: Path,
        claims: Claims,
        whole: bool = False,
        watched: bool = False,
    ) -> None:
        self._path, self._claims, header = path, claims, claims.header
        self._shift = _WHOLE.get(header.subtype) if whole else None
        kind, self._stride, self._scale = _KINDS[header.subtype]
        self._kind = np.dtype(claims.order + kind)
        is_behind = self._stride == 3 and claims.order == "<"
        self._first = _SPARE - 1 if is_behind else _SPARE
        self._is_paired = whole and is_behind and self._kind.isnative and header.channels == 1
        self._channels, self._frames = header.channels, header.frames
        self._block = self._channels * self._stride
        self._start = claims.samples_at
        self._file = open_bare(path)
        self._blank = Blank() if watched or not whole else None  # a render has no time for it

    def samples(self, frame: int, frames: int) -> Sounding:
        """The frames from one on, shape (channels, frames); fewer where the file ends.

        Several threads may read at once.
        """
        at = self._start + frame * self._block
        raw = scratch("bytes", (min(frames, self._frames - frame) * self._block + 2 * _SPARE,), np.uint8)
        held = read_at(self._file, raw.data[_SPARE:-_SPARE], at) // self._block
        stretch = raw.data[_SPARE : _SPARE + held * self._block]
        if self._blank:
            self._blank.note(at, stretch)
        if self._shift is not None and is_blank(raw[_SPARE : _SPARE + len(stretch)]):
            return silence(self._channels, held)
        if self._is_paired:
            return _paired(raw[self._first :], held)
        words = self._words(raw, held)
        if self._shift is None:
            return self._scaled(words)
        whole = np.empty(words.shape, np.int32)
        for channel, row in zip(words, whole, strict=True):  # one behind the other: so they are added fastest
            self._shift(channel, _BYTE, out=row, dtype=np.int32)
        return whole

    def holes(self) -> tuple[Hole, ...]:
        """What holes there are, once all samples have been read; none where zeros are no silence, or where
        nobody watched."""
        if self._kind.kind == "u" or not self._blank or not self._blank.runs():
            return ()
        with closing(Pcm(self._path, self._claims)) as near:
            blank, sound = self._blank, lambda at, frames: full_scale(near.samples(at, frames))
            return holes(self._file, self._claims, blank, sound)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _words(self, raw: npt.NDArray[np.uint8], held: int) -> npt.NDArray[Any]:
        """The words in a file's bytes that hold samples, shape (channels, held)."""
        kind = self._kind
        if kind.kind == "u":  # 8 bit without a sign: silence is 128
            raw, kind = np.bitwise_xor(raw, 0x80), np.dtype(np.int8)
        return np.ndarray((self._channels, held), kind, raw, self._first, (self._stride, self._block))

    def _scaled(self, words: npt.NDArray[Any]) -> Samples:
        samples: Samples = np.empty(words.shape)
        with np.errstate(invalid="ignore"):  # a float that is no number is named by the decoder
            np.multiply(words >> _BYTE if self._stride == 3 else words, self._scale, out=samples)
        return samples


def _paired(raw: npt.NDArray[np.uint8], held: int) -> Steps:
    """So many samples of 24 bit, low bytes first and behind a spare one, as whole steps of one channel."""
    steps = np.empty((-(-held // _LIFTS.size), _LIFTS.size), np.int32)
    words = steps.reshape(-1).view(np.int64)[: (held + 1) // 2]
    words[:] = np.ndarray(words.shape, np.int64, raw, 0, (6,))
    steps *= _LIFTS
    steps >>= _BYTE
    return steps.reshape(1, -1)[:, :held]


def is_pcm(claims: Claims) -> bool:
    """Whether a file's samples can be read here."""
    return claims.samples_at > 0 and claims.header.subtype in _KINDS
