"""AU, Ogg and MATLAB: what their sizes prove. libsndfile reads what is not bare samples."""

import struct
from dataclasses import replace
from typing import BinaryIO

from stemtui.audio.formats.chunks import Chunk
from stemtui.audio.formats.claims import UNKNOWN, Claims, damaged, is_likely, judged, packed
from stemtui.audio.formats.followed import overlong
from stemtui.audio.formats.hollow import FARTHEST
from stemtui.header import Header
from stemtui.text import counted

_AU_FORMS = {
    1: ("ULAW", 1),
    2: ("PCM_S8", 1),
    3: ("PCM_16", 2),
    4: ("PCM_24", 3),
    5: ("PCM_32", 4),
    6: ("FLOAT", 4),
    7: ("DOUBLE", 8),
    27: ("ALAW", 1),
}
"""By its code: a subtype, and the bytes of a sample."""
_WAVE = b"wavedata"
"""The name of the matrix that holds the sound of a MATLAB file, in its first bytes."""
_MATLAB_HEAD = 1_024
_MATLAB_WIDTHS = (8, 4, 4, 2, 2, 1)
_BEGINS = 2
"""The flag of a page that begins a stream."""
_MOST_STREAMS = 64
_CHAINED = "it holds one stream behind the other; those behind the first are not read"
_LONGEST_PAGE = 27 + 255 + 255 * 255
_STRETCH = 2**20


def au(file: BinaryIO, end: int, order: str) -> Claims:
    """What a Sun/NeXT file of `end` bytes says of itself; struct's `order` is "<" where it begins "dns."."""
    file.seek(4)
    body = file.read(20)
    if len(body) < 20:
        return UNKNOWN
    start, size, code, rate, channels = struct.unpack(order + "IIIII", body)
    start = max(start, 4 + len(body))  # one that lies in the header is none
    data = Chunk(b"data", start, size, max(0, min(size, end - start)))
    if code not in _AU_FORMS or not is_likely(rate, channels):
        claims, behind = packed(data), end - start - size
        return claims if claims.damage or behind <= 1 else overlong(size, behind)
    rest = end - start, max(0, end - start - size)
    subtype, width = _AU_FORMS[code]
    return judged(Header("AU", subtype, channels, rate, 0), data, rest, channels * width, order)


def ogg(file: BinaryIO, end: int) -> Claims:
    """Whether the last page of an Ogg of `end` bytes is whole, and of a stream that begins it (RFC 3533).

    One that ends with a whole page may have been cut too: streams end anywhere, so that is not certain.
    """
    begun = _begun(file)
    start = max(0, end - _LONGEST_PAGE)
    file.seek(start)
    tail = file.read(end - start)
    at = tail.rfind(b"OggS\0")
    if not begun:
        return UNKNOWN
    if at < 0:
        said = f"the last {counted(len(tail), 'byte')} and more belong to no page"
        return replace(damaged(UNKNOWN.header, said, is_whole=False), is_openable=_is_near(file, start))
    is_theirs = any(serial.startswith(tail[at + 14 : at + 18]) for serial in begun)
    if is_theirs and _behind(tail, at) > len(tail):
        return damaged(UNKNOWN.header, "truncated: the file ends in the middle of a page", is_whole=False)
    if not is_theirs and _behind(tail, at) == len(tail):
        return damaged(UNKNOWN.header, _CHAINED, is_whole=False)
    return UNKNOWN


def _is_near(file: BinaryIO, end: int) -> bool:
    """Whether a page begins not too far before a byte: libsndfile looks for it step by step."""
    for at in range(end, max(0, end - FARTHEST), -_STRETCH):
        start = max(0, at - _STRETCH)
        file.seek(start)
        if b"OggS\0" in file.read(at - start + 4):
            return True
    return False


def _begun(file: BinaryIO) -> list[bytes]:
    """The numbers of the streams that begin together, at the start of the file."""
    serials, at = list[bytes](), 0
    while len(serials) < _MOST_STREAMS:
        file.seek(at)
        page = file.read(27 + 255)
        if page[:4] != b"OggS" or len(page) < 27 or not page[5] & _BEGINS:
            break
        serials.append(page[14:18])
        at += _behind(page, 0)
    return serials


def _behind(pages: bytes, at: int) -> int:
    """The byte behind the page at a byte, by the sizes of its segments."""
    segments = pages[at + 26] if at + 26 < len(pages) else 0
    return at + 27 + segments + sum(pages[at + 27 : at + 27 + segments])


def matlab(file: BinaryIO, end: int) -> Claims:
    """Whether a MATLAB file of `end` bytes, of version 4 or 5, holds all of its matrix of samples.

    In version 4 type, rows, columns and more stand before a matrix's name; in 5 a size behind it.
    """
    file.seek(0)
    head = file.read(_MATLAB_HEAD)
    at = head.find(_WAVE)
    behind = at + len(_WAVE)
    if at < 20 or behind + 8 > len(head):
        return UNKNOWN
    is_big = head[126:128] == b"MI" if head[0] else head[2] != 0
    order = ">" if is_big else "<"
    if head[0]:
        start = behind + 8
        size = int(struct.unpack_from(order + "I", head, behind + 4)[0])
    else:
        start = behind + 1
        form, rows, columns = struct.unpack_from(order + "III", head, at - 20)
        size = rows * columns * _MATLAB_WIDTHS[min(form // 10 % 10, 5)]
    return packed(Chunk(b"data", start, size, max(0, end - start)))
