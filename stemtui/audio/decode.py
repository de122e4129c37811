"""Decoding: a sound file's own samples, in order, checked as they come."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stemtui.audio.digests import Passing, digest
from stemtui.audio.headers import examine
from stemtui.audio.pcm import Pcm, is_pcm
from stemtui.audio.quantise import Sounding
from stemtui.errors import AudioFileError

if TYPE_CHECKING:
    from stemtui.audio.libsndfile import Stream

_BLOCK = 65_536
_SMALL_BLOCK = 256
_MOST = float(np.finfo(np.float32).max)
_FLOATS = ("FLOAT", "DOUBLE")


class Decoder:
    """The samples of one file at its own rate. Raises AudioFileError for a file whose header is false.

    `frames` is what can be read: the header's claim, or a count where the header makes none to be trusted.
    `header` has that many. With `whole`, samples may come as whole steps of 24 bit; with `hashed`, the bytes
    that are read are hashed in passing.
    """

    def __init__(self, path: Path, whole: bool = False, hashed: bool = False) -> None:
        claims = examine(path)
        if claims.damage:
            raise AudioFileError(f"{path.name!r}: {claims.damage}. Copy or export it again.")
        self.path = path
        self.channels = claims.header.channels
        # libsndfile's seeking in Vorbis and MP3 is not to the frame
        self._can_seek = claims.is_counted and bool(claims.header.bits or claims.header.subtype in _FLOATS)
        self.frames = claims.header.frames if claims.is_counted else self._count()
        self.header = replace(claims.header, frames=self.frames)
        self._claims = claims
        self._passing = Passing(path) if hashed and is_pcm(claims) else None
        self._whole = whole
        self._pcm = self._opened_pcm() if is_pcm(claims) else None
        self._stream = None if self._pcm else open_sound(path)
        self._at = 0

    @property
    def is_placed(self) -> bool:
        """Whether any frames can be read at any time, and by several threads at once."""
        return self._pcm is not None and self._passing is None

    def take(self, frame: int, frames: int) -> Sounding:
        """The frames from one on, shape (channels, frames), as many as were asked for."""
        try:
            block = self._taken(frame, frames)
        except OSError as error:
            raise _unreadable(self.path, error) from error
        except RuntimeError as error:
            raise self._broken(self._break(), str(error)) from error
        if block.shape[1] < frames:
            raise self._broken(frame + block.shape[1], "the samples end there")
        # not a number compares as False here too; integers are always sound
        if not self.header.bits and block.size and not (block.max() <= _MOST and block.min() >= -_MOST):
            raise self._unsound(block, frame)
        return block

    def sha256(self) -> str:
        """The whole file's SHA-256, at the least cost when its samples were read from front to back."""
        try:
            return self._passing.hexdigest() if self._passing else digest(self.path)
        except OSError as error:
            raise _unreadable(self.path, error) from error

    def close(self) -> None:
        """Close the file."""
        for file in (self._pcm, self._stream):
            if file:
                file.close()

    def _taken(self, frame: int, frames: int) -> Sounding:
        if self._pcm:
            return self._pcm.samples(frame, frames)
        stream = self._stream_at(frame)
        self._at += frames
        block: Sounding = stream.samples(frames)
        return block

    def _stream_at(self, frame: int) -> "Stream":
        """The stream at a frame: by decoding up to it where libsndfile cannot be relied on."""
        assert self._stream is not None
        if self._can_seek and frame != self._at:
            self._stream.seek(frame)
            self._at = frame
        if frame < self._at:
            self._stream.close()
            self._stream, self._at = open_sound(self.path), 0
        while self._at < frame:
            self.take(self._at, min(_BLOCK, frame - self._at))
        return self._stream

    def _opened_pcm(self) -> Pcm:
        try:
            return Pcm(self.path, self._claims, self._whole, self._passing)
        except OSError as error:
            raise _unreadable(self.path, error) from error

    def _count(self) -> int:
        """The number of frames, by decoding them all."""
        frames = 0
        try:
            with open_sound(self.path) as file:
                while read := len(file.read(_BLOCK)):
                    frames += read
        except RuntimeError as error:
            raise self._broken(self._break(), str(error)) from error
        return frames

    def _break(self) -> int:
        """The frame up to which the file decodes, found in small steps."""
        frame = 0
        with open_sound(self.path) as file, suppress(RuntimeError):
            while read := len(file.read(_SMALL_BLOCK)):
                frame += read
        return frame

    def _broken(self, frame: int, why: str) -> AudioFileError:
        because = f" ({why.strip(' .')})" if why.strip(" .") else ""
        return AudioFileError(
            f"{self.path.name!r} breaks off at frame {frame}{because}: copy or export it again."
        )

    def _unsound(self, block: Sounding, first: int) -> AudioFileError:
        """Names the first sample that is no number, or beyond those that a 32-bit float holds."""
        is_bad = ~(np.abs(block) <= _MOST)
        frame = int(is_bad.any(axis=0).argmax())
        value = block[is_bad[:, frame].argmax(), frame]
        where = f"{value:g} instead of a sample at frame {first + frame}"
        return AudioFileError(f"{self.path.name!r} holds {where}: export it again.")


def open_sound(path: Path) -> "Stream":
    """Open a file with libsndfile, which is loaded for the formats that need it."""
    from stemtui.audio import libsndfile

    return libsndfile.open_sound(path)


def _unreadable(path: Path, error: OSError) -> AudioFileError:
    return AudioFileError(f"{path.name!r} could not be read: {error.strerror}.")
