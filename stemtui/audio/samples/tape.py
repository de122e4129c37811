"""Tapes: samples laid down where any process can read and write any of them, at any time.

What can only be decoded or written from front to back is laid on a tape on its way. All tapes lie in one file
that has no name and is gone with the last process that has it open.
"""

import struct
import time
from collections.abc import Iterable, Iterator, Sequence
from io import FileIO
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from stemtui.audio.machine.system import read_at, write_at
from stemtui.audio.samples.quantise import Sounding
from stemtui.audio.samples.silence import is_blank, silence
from stemtui.frozen import frozen

_SHARE = 4
"""Tapes take at most this part of the room that there is: a disk in memory is to have some left, too."""
_MOST = 1 << 32
"""Tapes take at most so many bytes: what is longer is no faster by way of a disk, and fills one in memory."""
_MARK = struct.Struct("<q")
_LOOKS_SECONDS = 0.001


@frozen
class Length:
    """What a tape has to hold: whole steps, or samples with full scale at 1.0."""

    channels: int
    frames: int
    is_whole: bool

    @property
    def kind(self) -> npt.DTypeLike:
        """Its samples in memory, and in the file."""
        return np.int32 if self.is_whole else np.float64

    @property
    def frame(self) -> int:
        """The bytes of a frame."""
        return self.channels * np.dtype(self.kind).itemsize

    @property
    def bytes(self) -> int:
        """What a tape takes in the file: a mark, and its samples up to where the next mark can begin."""
        return _MARK.size * (1 - -self.frames * self.frame // _MARK.size)


class Tape:
    """Samples of so many channels and frames. Raises OSError where the disk is full."""

    def __init__(self, file: FileIO, begin: int, length: Length) -> None:
        self._file, self._begin, self._length = file, begin, length
        self.frames = length.frames

    def lay(self, frame: int, samples: npt.NDArray[Any]) -> None:
        """Put samples, shape (channels, frames), from a frame on."""
        laid = np.ascontiguousarray(samples.T, self._length.kind)
        write_at(self._file, laid.reshape(-1).view(np.uint8).data, self._at(frame))

    def take(self, frame: int, frames: int) -> Sounding:
        """The frames from one on, shape (channels, frames)."""
        laid = np.empty((frames, self._length.channels), self._length.kind)
        room = laid.reshape(-1).view(np.uint8)
        read_at(self._file, room.data, self._at(frame))
        if self._length.is_whole and is_blank(room):
            return silence(self._length.channels, frames)
        return cast(Sounding, laid.T)

    def _at(self, frame: int) -> int:
        return self._begin + _MARK.size + frame * self._length.frame


class Growing(Tape):
    """A tape that one process lays from its start on, while others take what they wait for."""

    def lay(self, frame: int, samples: npt.NDArray[Any]) -> None:
        """Put the next samples, shape (channels, frames)."""
        super().lay(frame, samples)
        write_at(self._file, memoryview(_MARK.pack(frame + samples.shape[1])), self._begin)

    def take(self, frame: int, frames: int) -> Sounding:
        """The frames from one on, shape (channels, frames), as soon as they are there."""
        while self._laid() < frame + frames:
            time.sleep(_LOOKS_SECONDS)
        return super().take(frame, frames)

    def _laid(self) -> int:
        mark = bytearray(_MARK.size)  # zeros where nothing has been written
        read_at(self._file, memoryview(mark), self._begin)
        return int(_MARK.unpack(mark)[0])


def laid_out(file: FileIO, lengths: Iterable[Length]) -> Iterator[tuple[FileIO, int, Length]]:
    """Where tapes of such lengths lie in a file, one behind the other."""
    begin = 0
    for length in lengths:
        yield file, begin, length
        begin += length.bytes


def nameless(lengths: Sequence[Length], folders: Iterable[Path]) -> FileIO | None:
    """A file for such tapes, in the first of some folders, and of those for temporary files, that has ample
    room; None where none has, or where they are too long. Raises OSError."""
    import shutil  # here: most renders need no tape
    import tempfile

    needed = sum(length.bytes for length in lengths)
    if needed > _MOST:
        return None
    for folder in (Path(tempfile.gettempdir()), *folders):
        if shutil.disk_usage(folder).free >= _SHARE * needed:
            return tempfile.TemporaryFile(buffering=0, dir=folder)
    return None
