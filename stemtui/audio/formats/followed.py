"""AVR, VOC, NIST and SDS: whether all of the sound that they state is there, and nothing else behind it.

libsndfile goes on to the end of such a file, and reads the header of another one that was put there as sound.
"""

import re
import struct
from typing import BinaryIO

from stemtui.audio.formats.chunks import Chunk
from stemtui.audio.formats.claims import UNKNOWN, Claims, damaged, packed
from stemtui.text import counted

_SDS_HEAD, _NIST_HEAD, _AVR_HEAD, _VOC_HEAD = 21, 1_024, 128, 26
_COUNTS = re.compile(rb"^(sample_count|channel_count|sample_n_bytes) -(?:i|s\d+) (\d{1,18})", re.MULTILINE)
_MAGIC, _NEAR = 4, 64
_MOST_BLOCKS = 100_000


def nist(file: BinaryIO, end: int) -> Claims:
    """The claims of a NIST SPHERE file of `end` bytes, whose header counts its samples in lines of text."""
    file.seek(0)
    counts = dict(_COUNTS.findall(file.read(_NIST_HEAD)))
    size = int(counts.get(b"sample_count", 0)) * int(counts.get(b"channel_count", 1))
    size *= int(counts.get(b"sample_n_bytes", 0))
    return _whole(file, end, _NIST_HEAD, size)


def stated_frames(file: BinaryIO) -> int | None:
    """The frames that an AVR or NIST file states; None where it states none."""
    file.seek(0)
    head = file.read(_NIST_HEAD)
    if head.startswith(b"2BIT") and len(head) >= _AVR_HEAD:
        return int(struct.unpack_from(">I", head, 26)[0])
    count = dict(_COUNTS.findall(head)).get(b"sample_count")
    return int(count) if count else None


def sds(file: BinaryIO, end: int) -> Claims:
    """The claims of a MIDI Sample Dump of `end` bytes: missing packets would be read as silence.

    Its length stands in three bytes of 7 bit, and a packet of 127 bytes holds 120 of samples (MMA 0004).
    """
    file.seek(0)
    head = file.read(_SDS_HEAD)
    if len(head) < _SDS_HEAD or not head[6]:
        return UNKNOWN
    words = head[10] | head[11] << 7 | head[12] << 14
    packets = -(-words // (120 // -(-head[6] // 7)))
    return _whole(file, end, _SDS_HEAD, 127 * packets, is_read_on=False)


def avr(file: BinaryIO, end: int) -> Claims:
    """The claims of an Audio Visual Research file of `end` bytes, whose header counts its frames."""
    file.seek(0)
    head = file.read(_AVR_HEAD)
    if len(head) < _AVR_HEAD:
        return UNKNOWN
    stereo, bits = struct.unpack_from(">HH", head, 12)
    (frames,) = struct.unpack_from(">I", head, 26)
    return _whole(file, end, _AVR_HEAD, frames * (2 if stereo else 1) * (2 if bits > 8 else 1))


def voc(file: BinaryIO, end: int) -> Claims:
    """The claims of a Creative Voice File of `end` bytes: blocks, each with its size, up to one without.

    Programs disagree by a few bytes about where a block ends, so that only another file is looked for there.
    """
    at = _VOC_HEAD
    for _ in range(_MOST_BLOCKS):
        file.seek(at)
        head = file.read(4)
        if len(head) < 4:
            break
        at += 4 + int.from_bytes(head[1:], "little") if head[0] else 1
        if another := _another(file, at):
            return _followed(another)
        if not head[0]:
            return overlong(at - _VOC_HEAD, end - at) if end - at > _NEAR else UNKNOWN
    return UNKNOWN


def _whole(file: BinaryIO, end: int, start: int, size: int, is_read_on: bool = True) -> Claims:
    """The claims where `size` bytes of sound are due from a byte on: damaged where some are missing, where
    another file begins behind them, or where what follows would be read as sound (`is_read_on`)."""
    if size and (another := _another(file, start + size)):
        return _followed(another)
    behind = end - start - size
    if size and is_read_on and behind > 1:
        return overlong(size, behind)
    return packed(Chunk(b"data", start, size, max(0, end - start)))


def _another(file: BinaryIO, at: int) -> int:
    """The byte near that one at which a file like this one begins; 0 for none."""
    file.seek(0)
    magic = file.read(_MAGIC)
    first = max(_MAGIC, at - _NEAR)
    file.seek(first)
    found = file.read(2 * _NEAR).find(magic)
    return first + found if found >= 0 else 0


def overlong(size: int, behind: int) -> Claims:
    """The claims of a file with more than the sound that it states, which would be heard."""
    said = f"the header claims {counted(size, 'byte')} of sound, and {behind} more follow"
    return damaged(UNKNOWN.header, said, is_whole=False)


def _followed(at: int) -> Claims:
    said = f"another file begins behind it, near byte {at}, and is not read"
    return damaged(UNKNOWN.header, said, is_whole=False)
