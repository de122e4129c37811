"""Ogg pages: how far a stream goes on without a gap (RFC 3533; RFC 7845 for Opus).

Decoders skip pages that are missing or broken in silence, so that all behind them comes too early.
"""

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from stemtui.frozen import frozen

_HEAD = 27
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_ALL = 0xFFFFFFFF
_OPUS_RATE = 48_000


@frozen
class Page:
    """A page: its stream, its number there, the frames up to its end (-1: none ends here), what it holds."""

    serial: bytes
    number: int
    granule: int
    body: bytes


def sure_frames(file: BinaryIO, rate: int) -> int | None:
    """How many frames at a rate in Hz lie before the first gap in the first stream; None without a gap."""
    reached = skipped = 0
    scale, due, serial = 1.0, 0, b""
    for page in _pages(file):
        if page is None or (page.serial == serial and page.number != due):
            return max(0, int((reached - skipped) * scale))
        serial = serial or page.serial
        if page.serial != serial:
            continue
        if page.body.startswith(b"OpusHead"):
            skipped, scale = int.from_bytes(page.body[10:12], "little"), rate / _OPUS_RATE
        due = page.number + 1
        reached = max(reached, page.granule)
    return None


def _pages(file: BinaryIO) -> Iterator[Page | None]:
    """Page after page; None, and no more, where one is broken."""
    at = 0
    while True:
        file.seek(at)
        head = file.read(_HEAD)
        if not head:
            return
        table = file.read(head[26]) if len(head) == _HEAD else b""
        body = file.read(sum(table))
        is_whole = head[:5] == b"OggS\0" and len(head) == _HEAD and len(body) == sum(table)
        if not is_whole or _checksum(head[:22] + bytes(4) + head[26:] + table + body) != head[22:26]:
            yield None
            return
        granule = int.from_bytes(head[6:14], "little", signed=True)
        yield Page(head[14:18], int.from_bytes(head[18:22], "little"), granule, body)
        at += _HEAD + len(table) + len(body)


def _checksum(page: bytes) -> bytes:
    """A page's checksum: zlib's of bytes whose bits are reversed, begun with 0 and not inverted."""
    found = zlib.crc32(page.translate(_REVERSED), _ALL) ^ _ALL
    return int(f"{found:032b}"[::-1], 2).to_bytes(4, "little")
