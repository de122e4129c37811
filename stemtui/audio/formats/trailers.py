"""Trailers: the chunks that programs write behind the samples, found from the end of the file."""

import io
import re
import struct
from dataclasses import replace
from typing import BinaryIO

from stemtui.audio.formats.claims import Claims
from stemtui.text import counted

_TRAILERS = (
    *(b"LIST", b"bext", b"iXML", b"axml", b"cue ", b"smpl", b"inst", b"plst", b"fact", b"PEAK", b"levl"),
    *(b"JUNK", b"junk", b"PAD ", b"FLLR", b"id3 ", b"ID3 ", b"_PMX", b"umid", b"minf", b"elm1", b"regn"),
    *(b"chna", b"acid", b"afsp", b"DISP", b"MARK", b"INST", b"COMT", b"NAME", b"AUTH", b"ANNO", b"(c) "),
)
_NAMES = re.compile(b"|".join(map(re.escape, _TRAILERS)))
_HEAD = 8
_LOOKED_AT = 4_096
"""So many bytes at the end of a file are looked at, whose size of data goes to that end."""


def end_of_sound(file: BinaryIO, claims: Claims, most: int) -> int:
    """The byte at which a file's samples end: before chunks behind them, which take so many bytes at most."""
    end = file.seek(0, io.SEEK_END)
    start = min(end, max(claims.samples_at, end - most))
    file.seek(start)
    tail = file.read(end - start)
    places = (found.start() for found in _NAMES.finditer(tail))
    return next((start + at for at in places if _is_chain(tail, at, claims.order)), end)


def with_swallowed(file: BinaryIO, end: int, claims: Claims) -> Claims:
    """The claims of a file of `end` bytes, damaged where its size of data counts chunks behind its sound."""
    behind = claims.samples_at + claims.header.frames * claims.block
    if not claims.samples_at or claims.damage or not 0 <= end - behind <= claims.block:
        return claims
    sound = end_of_sound(file, claims, _LOOKED_AT)
    if sound >= min(behind, end):
        return claims  # they lie behind what it says
    held = (sound - claims.samples_at) // claims.block
    said = f"header claims {counted(claims.header.frames, 'frame')}, but the last {end - sound} bytes of that"
    damage = f"{said} are no sound: {counted(held, 'frame')} before them"
    header = replace(claims.header, problems=(*claims.header.problems, damage))
    return replace(claims, header=header, damage=damage, held=held)


def _is_chain(tail: bytes, at: int, order: str) -> bool:
    """Whether chunk follows chunk from there to the very end."""
    while at + _HEAD <= len(tail) and tail[at : at + 4] in _TRAILERS:
        size = int(struct.unpack_from(order + "I", tail, at + 4)[0])
        at += _HEAD + size + size % 2
    return at in (len(tail), len(tail) + 1)
