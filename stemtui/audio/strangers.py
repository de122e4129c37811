"""Strangers: what a file is, by its first bytes, that is named like a sound and is none, and what helps."""

import re
from typing import BinaryIO

from stemtui.audio.chunks import walk

_WAVE = re.compile(rb"(RIFF|RIFX|RF64|BW64)....WAVE", re.DOTALL)
_AIFF = re.compile(rb"FORM....AIF[FC]", re.DOTALL)
_MPEG_4 = re.compile(rb"....ftyp", re.DOTALL)
_BARE = "the header of {} without its samples: copy or export it again"
_UNSAID = "{} whose header does not say what its samples are: copy or export it again"
_CODED = "{} whose samples are coded in a form that is not opened here: convert it to plain WAV or FLAC"
_CHUNKED = ((_WAVE, "a WAV", b"fmt ", b"data"), (_AIFF, "an AIFF", b"COMM", b"SSND"))
"""Each with the chunk that says what its samples are, and the one that has them."""
_NAMED_BY = 256
_STRANGERS = (
    (re.compile(rb"version https://git-lfs"), "what Git LFS leaves for a file: fetch it with `git lfs pull`"),
    (re.compile(rb"\x00\x05\x16\x07"), "what a Mac writes beside a file: copy the file that it belongs to"),
    (re.compile(rb"PK\x03\x04"), "a zip archive: unpack it"),
    (_MPEG_4, "MPEG-4 under another name: convert it to WAV or FLAC"),
    (re.compile(rb"[\t\n\r -~]{16,}\Z"), "a page or a text: copy or download it again"),
)


def stranger(file: BinaryIO, end: int) -> str:
    """What a file of `end` bytes is that nothing here opens, and what helps; "" for what is not known."""
    begins = file.read(_NAMED_BY)
    for form, name, says, holds in _CHUNKED:
        if form.match(begins):
            order = "<" if form is _WAVE and begins[:4] != b"RIFX" else ">"
            there = {chunk.name for chunk in walk(file, end, order) if chunk.held}
            return (_BARE if holds not in there else _CODED if says in there else _UNSAID).format(name)
    return next((said for pattern, said in _STRANGERS if pattern.match(begins)), "")
