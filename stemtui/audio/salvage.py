"""Salvage: what can be read of a damaged file, once somebody has said that it is to be used all the same.

A file is never put right in place. Bare samples are read to the end of the file, whatever its header says
of their number; a stream is read up to where it first breaks off, for behind that nothing is surely in its
place.
"""

import io
import struct
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from stemtui.audio import alac, mpeg, pages
from stemtui.audio.caf import walked
from stemtui.audio.claims import Claims
from stemtui.audio.opening import open_bare, open_regular
from stemtui.errors import AudioFileError
from stemtui.header import Header

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_TRAILERS = (
    *(b"LIST", b"bext", b"iXML", b"axml", b"cue ", b"smpl", b"inst", b"plst", b"fact", b"PEAK", b"levl"),
    *(b"JUNK", b"junk", b"PAD ", b"FLLR", b"id3 ", b"ID3 ", b"_PMX", b"umid", b"minf", b"elm1", b"regn"),
    *(b"chna", b"acid", b"afsp", b"DISP", b"MARK", b"INST", b"COMT", b"NAME", b"AUTH", b"ANNO", b"(c) "),
)
"""The chunks that programs write behind the samples."""
_MOST_BEHIND = 2**20
_HEAD = 8
_AU_CODES = {"ULAW": 1, "ALAW": 27}
_UNSIZED = 0xFFFFFFFF


def salvaged(path: Path, claims: Claims) -> Claims:
    """The claims with as many frames as can be read, the damage still said.

    They are not counted where only decoding tells how far the file goes. Raises AudioFileError.
    """
    if not claims.samples_at:
        return replace(claims, is_counted=False)
    if not claims.damage:
        return claims
    try:
        with open_regular(path) as file:
            end = _end_of_sound(file, claims)
    except OSError as error:
        raise AudioFileError(f"{path.name!r} could not be read: {error.strerror}.") from error
    frames = max(0, min(claims.held, (end - claims.samples_at) // claims.block))
    return replace(claims, header=replace(claims.header, frames=frames))


def sure_frames(path: Path, header: Header) -> int | None:
    """How many frames of a compressed file lie before its first break; None where no gap is known of.

    Raises OSError.
    """
    with open_regular(path) as file:
        if header.format == "OGG":
            return pages.sure_frames(file, header.samplerate)
        if header.format == "MP3":
            return mpeg.sure_frames(file, file.seek(0, io.SEEK_END))
        if header.format == "CAF":
            end = file.seek(0, io.SEEK_END)
            return alac.sure_frames(file, end, walked(file, end)[0])
    return None


def untold_frames(path: Path, header: Header) -> int:
    """How many frames an MPEG file has that says nothing of its length; 0 for any other. Raises OSError."""
    if header.format != "MP3":
        return 0
    with open_regular(path) as file:
        return mpeg.untold_frames(file, file.seek(0, io.SEEK_END))


class Bare(io.RawIOBase):
    """Bare samples that only libsndfile decodes, of a damaged file, behind a right header: Sun's."""

    def __init__(self, path: Path, claims: Claims) -> None:
        super().__init__()
        header = claims.header
        form = (_AU_CODES[header.subtype], header.samplerate, header.channels)
        self._head = struct.pack(">4sIIIII", b".snd", 24, _UNSIZED, *form)
        self._file = open_bare(path)
        self._skipped = claims.samples_at - len(self._head)
        self._end = len(self._head) + header.frames * claims.block
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._end}[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, room: "WriteableBuffer") -> int:
        with memoryview(room).cast("B") as all_of_it:
            left = all_of_it[: max(0, self._end - self._at)]
            if self._at < len(self._head):
                content = self._head[self._at : self._at + len(left)]
                left[: len(content)] = content
                filled = len(content)
            else:
                self._file.seek(self._at + self._skipped)
                filled = self._file.readinto(left) or 0
        self._at += filled
        return filled

    def close(self) -> None:
        self._file.close()
        super().close()


class Filled(io.RawIOBase):
    """A file that was cut, with zeros behind what there is of it, up to so many bytes."""

    def __init__(self, path: Path, due: int) -> None:
        super().__init__()
        self._file = open_bare(path)
        self._end = due
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._end}[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, room: "WriteableBuffer") -> int:
        with memoryview(room).cast("B") as all_of_it:
            left = all_of_it[: max(0, self._end - self._at)]
            self._file.seek(self._at)
            held = self._file.readinto(left) or 0
            left[held:] = bytes(len(left) - held)
        self._at += len(left)
        return len(left)

    def close(self) -> None:
        self._file.close()
        super().close()


def _end_of_sound(file: BinaryIO, claims: Claims) -> int:
    """The byte at which a file's samples end: before chunks that were written behind them."""
    end = file.seek(0, io.SEEK_END)
    start = min(end, max(claims.samples_at, end - _MOST_BEHIND))
    file.seek(start)
    tail = file.read(end - start)
    places = sorted(at for name in _TRAILERS for at in _places(tail, name))
    return next((start + at for at in places if _is_chain(tail, at, claims.order)), end)


def _places(tail: bytes, name: bytes) -> list[int]:
    found = [tail.find(name)]
    while found[-1] >= 0:
        found.append(tail.find(name, found[-1] + 1))
    return found[:-1]


def _is_chain(tail: bytes, at: int, order: str) -> bool:
    """Whether chunk follows chunk from there to the very end."""
    while at + _HEAD <= len(tail) and tail[at : at + 4] in _TRAILERS:
        size = int(struct.unpack_from(order + "I", tail, at + 4)[0])
        at += _HEAD + size + size % 2
    return at in (len(tail), len(tail) + 1)
