"""Salvage: what can be read of a damaged file, once somebody has said that it is to be used all the same.

A file is never put right in place. Bare samples are read to the end of the file, whatever its header says
of their number; a stream is read up to where it first breaks off, for behind that nothing is surely in its
place.
"""

import io
import struct
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from stemtui.audio import alac, mpeg, pages
from stemtui.audio.caf import walked
from stemtui.audio.claims import Claims
from stemtui.audio.opening import open_regular
from stemtui.errors import AudioFileError
from stemtui.header import Header

_TRAILERS = (
    *(b"LIST", b"bext", b"iXML", b"axml", b"cue ", b"smpl", b"inst", b"plst", b"fact", b"PEAK", b"levl"),
    *(b"JUNK", b"junk", b"PAD ", b"FLLR", b"id3 ", b"ID3 ", b"_PMX", b"umid", b"minf", b"elm1", b"regn"),
    *(b"chna", b"acid", b"afsp", b"DISP", b"MARK", b"INST", b"COMT", b"NAME", b"AUTH", b"ANNO", b"(c) "),
)
"""The chunks that programs write behind the samples."""
_MOST_BEHIND = 2**20
_HEAD = 8


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
