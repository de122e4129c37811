"""Decoding: a sound file's own samples, in order, checked as they come."""

import os
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from stemtui.audio.formats.claims import Claims
from stemtui.audio.formats.salvage import salvaged
from stemtui.audio.samples.counting import AGAIN, broken, counted_header, decoded, surely, unreadable
from stemtui.audio.samples.headers import examine
from stemtui.audio.samples.pcm import Pcm, is_pcm
from stemtui.audio.samples.quantise import Sounding
from stemtui.audio.samples.silence import silence
from stemtui.errors import DamagedFileError
from stemtui.holes import Hole

if TYPE_CHECKING:
    from stemtui.audio.samples.libsndfile import Stream

_BLOCK = 65_536
_MOST = 1e15
"""+300 dBFS, beyond any sound: what is louder was never a sample, and its square is in no 32-bit float."""
_FLOATS = ("FLOAT", "DOUBLE")
_STEPS = 24
_UNCHECKED = {"OGG": "a page is broken or missing", "CAF": "a packet is broken or missing"}
_UNCHECKED |= {"FLAC": "a frame is missing, there twice, or at another rate"}
"""What the decoders of some forms do not check: they go on in silence after one that is broken."""


class Decoder:
    """The samples of one file at its own rate. Raises DamagedFileError for a file whose header is false.

    `frames` is what can be read: the header's claim, or a count where the header makes none to be trusted.
    `header` has that many. With `whole`, samples may come as whole steps of 24 bit, which are `watched` for
    holes only if that is asked. A process that was forked reads a stream by itself.

    A file that somebody has accepted as `damaged` is read as far as it surely goes, and the header's problems
    say how far that is. Samples that are no numbers are silent then: `silenced` counts them as they are read,
    and `silenced_at` is the frame of the first.
    """

    def __init__(
        self,
        path: Path,
        whole: bool = False,
        *,
        damaged: bool = False,
        watched: bool = False,
    ) -> None:
        claims = examine(path)
        if claims.damage and not damaged:
            raise DamagedFileError(f"{path.name!r}: {claims.damage}. {AGAIN}")
        claims = salvaged(path, claims) if damaged else claims
        self.path = path
        self.channels = claims.header.channels
        self.silenced, self.silenced_at = 0, -1
        # libsndfile's seeking in Vorbis and MP3 is not to the frame
        self._can_seek = claims.is_counted and bool(claims.header.bits or claims.header.subtype in _FLOATS)
        self._is_accepted = damaged
        self._claims = claims
        why = _UNCHECKED.get(claims.header.format)
        if why and not damaged and (sure := surely(path, claims)) is not None:
            raise broken(path, claims, sure, why)
        is_known = claims.is_counted
        self.header = claims.header if is_known else counted_header(path, claims, self._opened, damaged)
        self.frames = self.header.frames
        self._whole, self._watched = whole, watched
        self.is_whole = whole and 0 < (self.header.bits or 0) <= _STEPS
        self._pcm = self._opened_pcm() if is_pcm(claims) else None
        self._stream = None if self._pcm else self._opened()
        self._at, self._process = 0, os.getpid()
        self._counting = Lock()

    @property
    def is_placed(self) -> bool:
        """Whether any frames can be read at any time, and by several threads at once."""
        return self._pcm is not None

    def take(self, frame: int, frames: int) -> Sounding:
        """The frames from one on, shape (channels, frames), as many as were asked for."""
        try:
            block = self._taken(frame, frames)
        except OSError as error:
            raise unreadable(self.path, error) from error
        except RuntimeError as error:
            raise broken(self.path, self._claims, *decoded(self.path, self._opened)) from error
        if block.shape[1] < frames:
            raise broken(self.path, self._claims, frame + block.shape[1], "the samples end there")
        # not a number compares as False here too; integers are always sound
        if not self.header.bits and block.size and not (block.max() <= _MOST and block.min() >= -_MOST):
            if not self._is_accepted:
                raise self._unsound(block, frame)
            self._silence(block, frame)
        return block

    def holes(self) -> tuple[Hole, ...]:
        """The holes that came to light, once all samples were taken; only bare samples can have any."""
        try:
            return self._pcm.holes() if self._pcm else ()
        except OSError as error:
            raise unreadable(self.path, error) from error

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
        if not self.is_whole:
            return stream.samples(frames)
        steps = stream.steps(frames)
        return steps if steps.any() else silence(*steps.shape)

    def _stream_at(self, frame: int) -> "Stream":
        """The stream at a frame: by decoding up to it where libsndfile cannot be relied on."""
        assert self._stream is not None
        if (
            self._process != os.getpid()
        ):  # what is open since before the fork has one place for both processes
            self._stream, self._process = self._rewound(self._stream), os.getpid()
        if self._can_seek and frame != self._at:
            self._stream.seek(frame)
            self._at = frame
        if frame < self._at:
            self._stream = self._rewound(self._stream)
        while self._at < frame:
            self.take(self._at, min(_BLOCK, frame - self._at))
        return self._stream

    def _rewound(self, stream: "Stream") -> "Stream":
        """The stream from its start."""
        stream.close()
        self._at = 0
        return self._opened()

    def _opened_pcm(self) -> Pcm:
        try:
            return Pcm(self.path, self._claims, self._whole, self._watched)
        except OSError as error:
            raise unreadable(self.path, error) from error

    def _opened(self) -> "Stream":
        """The file from its start, by libsndfile."""
        is_bare = bool(self._claims.damage and self._claims.samples_at)
        return open_sound(self.path, self._claims if is_bare else None, self._claims.due)

    def _unsound(self, block: Sounding, first: int) -> DamagedFileError:
        """Names the first sample that is no number, or beyond any sound."""
        is_bad = ~(np.abs(block) <= _MOST)
        frame = int(is_bad.any(axis=0).argmax())
        value = block[is_bad[:, frame].argmax(), frame]
        where = f"{value:g} instead of a sample at frame {first + frame}"
        return DamagedFileError(f"{self.path.name!r} holds {where}: export it again.")

    def _silence(self, block: Sounding, first: int) -> None:
        """Make samples silent that are no numbers, and count them."""
        is_bad = ~(np.abs(block) <= _MOST)
        block[is_bad] = 0.0
        with self._counting:
            if self.silenced_at < 0:
                self.silenced_at = first + int(is_bad.any(axis=0).argmax())
            self.silenced += int(is_bad.sum())


def open_sound(path: Path, bare: Claims | None = None, due: int = 0) -> "Stream":
    """Open a file with libsndfile, which is loaded for the formats that need it."""
    from stemtui.audio.samples import libsndfile

    return libsndfile.open_sound(path, bare=bare, due=due)
