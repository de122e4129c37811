"""MP3, and MP2 and MP1: what the tag in the first frame says of the length, and how far the frames go on.

Nothing but the frames themselves tells how long such a file is (ISO/IEC 11172-3). Encoders leave a tag in
the first one (Xing's, LAME's "Info", Fraunhofer's VBRI) that may lie, and decoders skip in silence what is
broken, so that all behind it comes too early.
"""

from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from stemtui.audio.formats.chunks import is_blank
from stemtui.audio.formats.claims import UNKNOWN, Claims, damaged
from stemtui.frozen import frozen
from stemtui.text import counted

_KBPS = {
    (1, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""By version (2 stands for 2.5 too) and layer."""
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_HEAD = 4
_LARGEST = 4_096  # bytes; no frame is larger
_FIRST_WITHIN, _SURE = 65_536, 4
"""So many bytes are looked through for the first frame, and so many have to follow each other there."""
_DECODER_DELAY = 529
_BEHIND = (b"TAG", b"APET", b"LYRI", b"ID3", b"3DI")
"""What tags behind the last frame begin with."""


@frozen
class Frame:
    """A frame by its header: what must be alike in all of them, its bytes, its samples, its side information
    and whether a checksum stands before that."""

    form: tuple[int, int, int]
    size: int
    samples: int
    side: int


@frozen
class Tag:
    """What the first frame says of all others: samples, bytes, what a decoder drops at the start, and how
    many samples at both ends are no sound."""

    frames: int
    size: int
    delay: int
    dropped: int


@frozen
class Chained:
    """Frames of sound by the frames of the stream that follow each other, by how many what a tag states may
    be off, whether the last of them goes on beyond the end of the file, whether frames begin again behind
    what is none, or in another form, and how many bytes behind the last are neither frames nor a tag."""

    frames: int
    slack: int
    is_cut: bool
    begins_again: bool
    behind: int


def mpeg(file: BinaryIO, end: int) -> Claims:
    """What the tag of an MPEG file of `end` bytes says of its length, where it has one."""
    start = tags_end(file)
    tag = _tag(file, start)
    if tag is None:
        return UNKNOWN
    held = end - start
    if tag.size > min(end, held + _LARGEST):  # some count the tags in front of the first frame too
        said = f"truncated: header claims {counted(tag.size, 'byte')}, the file holds {held}"
        return damaged(UNKNOWN.header, said, is_whole=False)
    return Claims(UNKNOWN.header, is_counted=False, is_whole=False, stated=tag.frames)


def sure_frames(file: BinaryIO, end: int) -> int | None:
    """How many frames of sound lie before the first break; None where frame follows frame to the end."""
    start, at, held, size = _chain(file, end)
    file.seek(at)
    if not held or at == end or file.read(4).startswith(_BEHIND):
        return None
    tag = _tag(file, start)
    return max(0, (held - 1) * size - tag.delay) if tag else held * size


def chained(file: BinaryIO, end: int) -> Chained:
    """What the frames that follow each other say of the length."""
    start, at, held, size = _chain(file, end)
    is_cut = held > 0 and any(at + frame.size > end for frame in islice(_frames(file, at), 1))
    begins_again = held > 0 and at < end and _begin(file, tags_end(file, at)) is not None
    file.seek(at)
    behind = 0 if not held or file.read(4).startswith(_BEHIND) else end - at
    tag = _tag(file, start)
    if tag is None:
        return Chained(held * size, 0, is_cut, begins_again, behind)
    # some encoders count the frame of the tag too; those that say what to drop do not
    sound = max(0, (held - 1) * size - tag.dropped)
    return Chained(sound, 0 if tag.dropped else size, is_cut, begins_again, behind)


def _chain(file: BinaryIO, end: int) -> tuple[int, int, int, int]:
    """Frames that follow each other: the bytes of their begin and end, their number, the samples of each."""
    start = _first(file, tags_end(file))
    at, held, form, size = start, 0, None, 0
    for frame in _frames(file, start):
        if form not in (None, frame.form) or at + frame.size > end:
            break
        form, size = frame.form, frame.samples
        at, held = at + frame.size, held + 1
    return start, at, held, size


def lost_start(file: BinaryIO) -> str:
    """What is said of a file that begins with what is no frame; "" of one whose sound begins where it should.

    Decoders skip it, and with it what the first frame says of samples to drop, so that all comes late. Zeros
    behind a tag, and anything before a first frame that says so much, do no harm.
    """
    start = tags_end(file)
    first = _first(file, start)
    is_harmless = start > 0 and is_blank(file, start, first)
    if first == start or is_harmless or _tag(file, first):
        return ""
    return f"cut or broken at its start: {counted(first - start, 'byte')} there are no frame"


def _first(file: BinaryIO, start: int) -> int:
    """The byte at which the first frame begins that others follow; `start` where none is found."""
    begin = _begin(file, start)
    return start if begin is None else begin


def _begin(file: BinaryIO, start: int) -> int | None:
    """The byte from one on at which a frame begins that others follow; None where none is found."""
    file.seek(start)
    content = file.read(_FIRST_WITHIN)
    at = content.find(0xFF)
    while at >= 0:
        forms = [frame.form for frame in islice(_frames(file, start + at), _SURE)]
        if len(forms) == _SURE and len(set(forms)) == 1:
            return start + at
        at = content.find(0xFF, at + 1)
    return None


def _frames(file: BinaryIO, at: int) -> Iterator[Frame]:
    """The headers of frame after frame, until there is none where one should be."""
    while True:
        file.seek(at)
        frame = _frame(file.read(_HEAD))
        if frame is None:
            return
        yield frame
        at += frame.size


def tags_end(file: BinaryIO, at: int = 0) -> int:
    """The byte behind the ID3v2 tags that begin a file, or at a byte of it."""
    while True:
        file.seek(at)
        head = file.read(10)
        if len(head) < 10 or head[:3] != b"ID3" or any(byte & 0x80 for byte in head[6:]):
            return at
        size = sum(byte << shift for byte, shift in zip(head[6:], (21, 14, 7, 0), strict=True))
        at += 10 + size + (10 if head[5] & 0x10 else 0)


def _frame(head: bytes) -> Frame | None:
    """A frame by its first four bytes; None where they begin none."""
    if len(head) < _HEAD or head[0] != 0xFF or head[1] < 0xE0:
        return None
    version, layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    kbps, rate, pad = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version == 1 or layer == 4 or kbps in (0, 15) or rate == 3:
        return None
    hz, is_first, is_mono = _RATES[version][rate], version == 3, head[3] >> 6 == 3
    bits = _KBPS[1 if is_first else 2, layer][kbps - 1] * 1000
    samples = 384 if layer == 1 else 1152 if is_first or layer == 2 else 576
    size = (12 * bits // hz + pad) * 4 if layer == 1 else samples // 8 * bits // hz + pad
    side = (17 if is_mono else 32) if is_first else (9 if is_mono else 17)
    return Frame((version, layer, hz), size, samples, side + (0 if head[1] & 1 else 2))


def _tag(file: BinaryIO, start: int) -> Tag | None:
    file.seek(start)
    body = file.read(_LARGEST)
    frame = _frame(body[:_HEAD])
    if frame is None:
        return None
    at = _HEAD + frame.side
    if body[at : at + 4] in (b"Xing", b"Info"):
        return _xing(body[at + 4 :], frame)
    if body[36:40] == b"VBRI":
        return Tag(int.from_bytes(body[50:54]) * frame.samples, int.from_bytes(body[46:50]), 0, 0)
    return None


def _xing(body: bytes, frame: Frame) -> Tag | None:
    """Flags, then what they promise: frames, bytes, a table of 100 bytes, a quality; then LAME's own."""
    flags, at, found = int.from_bytes(body[:4]), 4, []
    for flag in (1, 2):
        found.append(int.from_bytes(body[at : at + 4]) if flags & flag else 0)
        at += 4 if flags & flag else 0
    at += (100 if flags & 4 else 0) + (4 if flags & 8 else 0)
    if not flags & 1:
        return None
    gaps = int.from_bytes(body[at + 21 : at + 24]) if body[at : at + 4] in (b"LAME", b"Lavf", b"Lavc") else 0
    delay, padding = gaps >> 12, gaps & 0xFFF
    at_start = delay + _DECODER_DELAY if gaps else 0
    dropped = delay + padding
    return Tag(max(0, found[0] * frame.samples - dropped), found[1], at_start, dropped)
