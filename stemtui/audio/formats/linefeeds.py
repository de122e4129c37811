"""Line feeds: what a copy in text mode, as FTP makes it, leaves of a sound file.

It puts a carriage return before each byte that is a line feed, or takes away those that stand before one. In
sound, one byte in 256 is a line feed, and what stands before it is anything.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from stemtui.audio.formats.claims import Claims
from stemtui.text import counted

_MORE, _FEWER = 8, 20
"""By chance so many line feeds never all follow a carriage return, nor does none where so many should."""
_NEIGHBOURS = (b"\r\t", b"\r\v", b"\f\n", b"\x0e\n")
"""Pairs of bytes that are as frequent in sound as a carriage return and a line feed, one less or more."""
_STRETCH, _LONG = 2**14, 2**23
_PARTS = (2, 1, 3, 0)
"""Quarters of a file at which a stretch is looked at: sound is loudest in the middle."""
MORE = "a copy in text mode instead of binary (FTP) put a carriage return before every line feed"
_FEWER_SAID = "a copy in text mode instead of binary (FTP) took the carriage returns before line feeds away"


def with_line_feeds(file: BinaryIO, end: int, claims: Claims) -> Claims:
    """The claims of a file of `end` bytes, damaged where it was copied in text mode.

    The bytes of bare samples are looked at only where the size of the file is not what its header says.
    """
    behind = claims.samples_at + claims.header.frames * claims.block
    is_sized = claims.samples_at and end - behind <= 1 and not claims.header.problems
    if is_sized or not claims.is_whole:
        return claims
    # texts in the chunks around samples have line ends of their own
    is_stated = claims.samples_at and not claims.header.problems
    if has_more(file, min(end, behind) if is_stated else end, claims.samples_at):
        said = MORE
    elif claims.damage and claims.samples_at and _has_fewer(file, end):
        said = _FEWER_SAID
    else:
        return claims
    sure = 0
    if claims.samples_at:
        sure = _first(file, claims.samples_at, end) // claims.block
        said = f"{said}; {counted(sure, 'frame')} before the first"
    return replace(claims, header=replace(claims.header, problems=(said,)), damage=said, held=sure)


def has_more(file: BinaryIO, end: int, start: int = 0) -> bool:
    """Whether carriage returns were put before all line feeds between two bytes of a file."""
    feeds = 0
    for stretch in _stretches(file, start, end):
        pairs = stretch.count(b"\r\n")
        lone = stretch.count(b"\n") - pairs - (stretch[:1] == b"\n")
        if lone:
            return False
        feeds += pairs
    return feeds >= _MORE


def _has_fewer(file: BinaryIO, end: int) -> bool:
    """Whether no line feed is left behind a carriage return, where there would be many."""
    file.seek(0)
    content = file.read(min(end, _LONG))
    due = min(content.count(pair) for pair in _NEIGHBOURS)
    return due >= _FEWER and content.count(b"\r\n") * _FEWER <= due


def _stretches(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    """Stretches that do not overlap, or all of what is short."""
    size = end - start
    if size <= len(_PARTS) * _STRETCH:
        file.seek(start)
        yield file.read(max(0, size))
        return
    for part in _PARTS:
        file.seek(start + size // len(_PARTS) * part)
        yield file.read(_STRETCH)


def _first(file: BinaryIO, start: int, end: int) -> int:
    """How many bytes lie before the first that stands there as a carriage return or line feed."""
    at = start
    while at < end:
        file.seek(at)
        content = file.read(min(_LONG, end - at))
        found = min((place for mark in b"\r\n" if (place := content.find(mark)) >= 0), default=-1)
        if found >= 0 or not content:
            return at + found - start
        at += len(content)
    return end - start
