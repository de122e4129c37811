"""Hollow streams: a small one with a hole behind it, as a copy leaves it that set aside too much room.

A decoder looks for its next frame to the end of the file, which may take hours and cannot be stopped.
"""

from dataclasses import replace
from typing import BinaryIO

from stemtui.audio.formats.chunks import is_blank
from stemtui.audio.formats.claims import UNKNOWN, Claims, damaged
from stemtui.text import counted

FARTHEST = 2**27
"""So many bytes may be searched in a second or two."""
_TAIL = 2**16


def hollow(file: BinaryIO, end: int) -> Claims | None:
    """The claims of a stream of `end` bytes that is not opened for the hole behind it; None of any other."""
    if end <= FARTHEST or not is_blank(file, end - _TAIL, end):
        return None
    said = f"the last {counted(_TAIL, 'byte')} and more are nothing but zeros"
    return replace(damaged(UNKNOWN.header, said, is_whole=False), is_openable=False)
