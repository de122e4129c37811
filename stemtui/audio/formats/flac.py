"""FLAC: what its header says, and whether its last frames are there (RFC 9639).

A FLAC that was cut off opens without an error and fails in the middle. Frames are numbered, so the last frame
header in the file tells how far it goes, without decoding anything.
"""

import re
from dataclasses import replace
from itertools import islice
from typing import BinaryIO

from stemtui.audio.formats.claims import MOST_FRAMES_A_BYTE, UNKNOWN, Claims, damaged, is_likely
from stemtui.audio.formats.flac_frames import Followed, Stream, places
from stemtui.header import Header
from stemtui.text import counted

_SUBTYPES = {8: "PCM_S8", 16: "PCM_16", 24: "PCM_24"}
_MOST_BLOCKS = 1_000
_MOST_TAIL = 2**20
_SLACK = 4_096  # bytes of tags that some programs leave behind the last frame
_STRETCH, _OVERLAP, _FARTHEST = 2**22, 16, 2**28
_BEGINS = re.compile(rb"fLaC[\x00\x80]\x00\x00\x22")
_SURE = 2


def flac(file: BinaryIO, end: int) -> Claims:
    """What a FLAC file of `end` bytes says of itself."""
    stream = _stream(file)
    if stream is None:
        return UNKNOWN
    frames, header = stream.frames, Header("FLAC", _SUBTYPES[stream.bits], stream.channels, stream.rate, 0)
    claims = Claims(replace(header, frames=frames), is_counted=frames > 0)
    if another := _another(file, end, stream):
        said = f"another file begins behind it, near byte {another}, and is not read"
        return damaged(claims.header, said)
    if not frames or frames > end * MOST_FRAMES_A_BYTE:
        return claims
    held, reached = _held(file, end, stream)
    said = f"header claims {counted(frames, 'frame')}, the file"
    if held is not None:
        return damaged(claims.header, f"truncated: {said} breaks off near frame {held}")
    return damaged(claims.header, f"{said} goes on to frame {reached}") if reached > frames else claims


def sure_frames(file: BinaryIO, end: int) -> int | None:
    """How many frames lie before the first that is missing, there twice, or at another rate; None where one
    follows another.

    Decoders put silence where one is missing, and go on behind one that is there twice, without a word. What
    the frames' numbers say is not relied on where their sizes add up to what the header claims.
    """
    stream, begin = _stream(file), _first_frame(file, end)
    if stream is None or begin is None:
        return None
    reached = size = last = 0
    is_next = True
    followed = Followed()
    first_again: int | None = None
    for at, first, behind in places(file, begin, begin, end, stream):
        if not (size or stream.frames):
            reached = first  # what was cut out of a longer stream begins anywhere
        last, size = at, size + behind - first
        is_next = first == reached
        if is_next:
            reached = behind
            followed.add(first, behind)
        elif first_again is None and followed.has(first, behind):
            first_again = reached
    if size in (0, stream.frames):
        return None
    if first_again is not None:
        return first_again
    if stream.frames:
        return reached if reached < stream.frames else None
    return reached if not is_next or _goes_on(file, last, end, stream) else None


def _goes_on(file: BinaryIO, last: int, end: int, stream: Stream) -> bool:
    """Whether frames of another rate follow the last one that is like the first: decoders play them too fast
    or too slow."""
    start = last + stream.most
    others = places(file, last, start, end, stream, is_like=False) if end > start + _SLACK else iter(())
    return len(list(islice(others, _SURE))) == _SURE


def _stream(file: BinaryIO) -> Stream | None:
    """What a FLAC file says of itself; None for what libsndfile has to say."""
    file.seek(4)
    block = file.read(38)
    if len(block) < 38 or block[0] & 0x7F or int.from_bytes(block[1:4]) != 34:
        return None
    packed = int.from_bytes(block[14:22])
    rate, channels, bits = packed >> 44, (packed >> 41 & 7) + 1, (packed >> 36 & 31) + 1
    if bits not in _SUBTYPES or not is_likely(rate, channels):
        return None
    longest = int.from_bytes(block[6:8])
    most = int.from_bytes(block[11:14]) or longest * channels * (bits + 1) // 8 + 64
    return Stream(longest, most, rate, channels, bits, packed & (1 << 36) - 1)


def _held(file: BinaryIO, end: int, stream: Stream) -> tuple[int | None, int]:
    """Where the last frame in the file begins if more should follow, None where nothing is certain; and how
    far the frames surely go, 0 where that is not certain.

    A last frame that is cut itself is not found out, nor a file with long tags behind its last frame.
    """
    begin = _first_frame(file, end)
    if begin is None:
        return 0, 0
    start = max(begin, end - min(_MOST_TAIL, 2 * stream.most + _SLACK))
    spans = [(first, behind) for _, first, behind in places(file, begin, start, end, stream)]
    if any(behind - first > stream.block for first, behind in spans):
        return None, 0  # STREAMINFO is wrong, and with it what the frames' numbers count
    first, last = max(spans, key=lambda span: span[1], default=(0, 0))
    if last >= stream.frames:
        return None, last if any(behind == first for _, behind in spans) else 0
    # some encoders count wrongly: so many bytes could not be in so few frames
    is_counted = end - begin <= (first // max(1, stream.block) + 2) * stream.most + _SLACK
    return first if spans and is_counted else None, 0


def _another(file: BinaryIO, end: int, stream: Stream) -> int:
    """The byte at which another FLAC begins behind the frames of this one; 0 where none is found.

    The end of the file is looked through, and the rest where that holds no frame like the first one: up to
    where the first file must have ended, where it says how long it is.
    """
    begin = _first_frame(file, end) or end
    start = max(begin, end - 2 * stream.most - _SLACK)
    if start > begin and not any(places(file, begin, start, end, stream)):
        start = begin
        blocks = stream.frames // max(1, stream.block) + 2
        end = min(end, begin + (blocks * stream.most if stream.frames else _FARTHEST) + _MOST_TAIL)
    file.seek(start)
    at, kept = start, b""
    while content := file.read(min(_STRETCH, end - at)):
        stretch = kept + content
        if found := _BEGINS.search(stretch):
            return at - len(kept) + found.start()
        at, kept = at + len(content), stretch[-_OVERLAP:]
    return 0


def _first_frame(file: BinaryIO, end: int) -> int | None:
    """The byte at which the frames begin; None where the file ends before them."""
    at = 4
    for _ in range(_MOST_BLOCKS):
        file.seek(at)
        head = file.read(4)
        at += 4 + int.from_bytes(head[1:])
        if len(head) < 4 or at >= end:
            return None
        if head[0] & 0x80:
            break
    return at
