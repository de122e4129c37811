"""IRCAM, PAF, PVF and XI: forms whose header states no length, so that their sound goes on to the end.

What was cut off between two frames does not show in them; what was cut off within one does.
"""

import re
import struct
from typing import BinaryIO

from stemtui.audio.formats.chunks import Chunk
from stemtui.audio.formats.claims import UNKNOWN, UNLIMITED, Claims, damaged, is_likely, judged, packed
from stemtui.header import Header
from stemtui.text import counted

_IRCAM = re.compile(rb"\x64\xa3[\1-\4]\0")
_IRCAM_HEAD = 1_024
_IRCAM_FORMS = {2: ("PCM_16", 2), 4: ("FLOAT", 4), 0x40004: ("PCM_32", 4), 0x10001: ("ALAW", 1)}
_IRCAM_FORMS |= {0x20001: ("ULAW", 1)}
_PAF_HEAD = 2_048
_PAF_FORMS = {0: ("PCM_16", 2), 2: ("PCM_S8", 1)}
_PVF = re.compile(rb"PVF1\n(\d{1,3}) (\d{1,8}) (8|16|32)\n")
_PVF_FORMS = {8: "PCM_S8", 16: "PCM_16", 32: "PCM_32"}
_XI_HEAD, _XI_SOUND, _XI_FORM = 298, 40, 14
_XI_16_BIT = 0x10
"""By its code where there is one: a subtype, and the bytes of a sample."""


def endless(file: BinaryIO, end: int) -> Claims:
    """What a file of `end` bytes says of itself, in one of those forms."""
    file.seek(0)
    head = file.read(_XI_HEAD)
    match head[:4]:
        case b" paf" | b"fap ":
            return _paf(head, end, ">" if head[:1] == b" " else "<")
        case b"PVF1":
            return _pvf(head, end)
        case b"Exte":
            return _xi(head, file.read(_XI_SOUND), end)
        case _ if _IRCAM.match(head):
            return _ircam(head, end)
    return UNKNOWN


def _ircam(head: bytes, end: int) -> Claims:
    """Rate, channels and a code stand in the order that makes a number of channels of one."""
    for order in "<>":
        rate, channels, code = struct.unpack_from(order + "fII", head.ljust(16, b"\0"), 4)
        if code in _IRCAM_FORMS and rate.is_integer() and is_likely(int(rate), channels):
            subtype, width = _IRCAM_FORMS[code]
            return _bare(Header("IRCAM", subtype, channels, int(rate), 0), _IRCAM_HEAD, end, width, order)
    return UNKNOWN


def _paf(head: bytes, end: int, order: str) -> Claims:
    """Of 24 bit, which are packed, libsndfile says where the last block of them is cut."""
    if len(head) < 24:
        return UNKNOWN
    is_little, rate, code, channels = struct.unpack_from(order + "IIII", head, 8)
    if code not in _PAF_FORMS or not is_likely(rate, channels):
        return judged(UNKNOWN.header, _goes_on(_PAF_HEAD, end), (end - _PAF_HEAD, 0), 0)
    subtype, width = _PAF_FORMS[code]
    return _bare(Header("PAF", subtype, channels, rate, 0), _PAF_HEAD, end, width, "<" if is_little else ">")


def _pvf(head: bytes, end: int) -> Claims:
    found = _PVF.match(head)
    if found is None:
        return UNKNOWN
    channels, rate, bits = map(int, found.groups())
    if not is_likely(rate, channels):
        return UNKNOWN
    return _bare(Header("PVF", _PVF_FORMS[bits], channels, rate, 0), found.end(), end, bits // 8, ">")


def _xi(head: bytes, first: bytes, end: int) -> Claims:
    """The first of a FastTracker instrument's sounds may say how long it is; libsndfile writes none that
    does, and reads all of them as one.
    """
    sounds = int.from_bytes(head[_XI_HEAD - 2 :], "little")
    if len(first) < _XI_SOUND or not sounds:
        return UNKNOWN
    if sounds > 1:
        return damaged(UNKNOWN.header, f"it holds {sounds} sounds, which are read as one", is_whole=False)
    size, width = int.from_bytes(first[:4], "little"), 2 if first[_XI_FORM] & _XI_16_BIT else 1
    start = _XI_HEAD + _XI_SOUND
    held = end - start
    if size and held > size + 1:
        said = f"header claims {counted(size, 'byte')}, the file holds {held}"
        return damaged(UNKNOWN.header, said, is_whole=False)
    if size:
        return packed(Chunk(b"data", start, size, held))
    if held % width:
        said = (
            f"truncated: the file ends in the middle of a frame, {counted(held // width, 'frame')} before it"
        )
        return damaged(UNKNOWN.header, said, is_whole=False)
    return judged(UNKNOWN.header, _goes_on(start, end), (held, 0), 0)


def _bare(header: Header, start: int, end: int, width: int, order: str) -> Claims:
    rest = max(0, end - start)
    return judged(header, _goes_on(start, end), (rest, 0), header.channels * width, order)


def _goes_on(start: int, end: int) -> Chunk:
    """Samples from a byte on, to wherever the file ends."""
    return Chunk(b"data", start, 2 * UNLIMITED, max(0, end - start))
