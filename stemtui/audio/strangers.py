"""Strangers: what a file is, by its first bytes, that is named like a sound and is none, and what helps."""

import re

_WAVE = re.compile(rb"(RIFF|RIFX|RF64|BW64)....WAVE", re.DOTALL)
_AIFF = re.compile(rb"FORM....AIF[FC]", re.DOTALL)
_MPEG_4 = re.compile(rb"....ftyp", re.DOTALL)
_BARE = "the header of {} without its samples: copy or export it again"
_STRANGERS = (
    (re.compile(rb"version https://git-lfs"), "what Git LFS leaves for a file: fetch it with `git lfs pull`"),
    (re.compile(rb"\x00\x05\x16\x07"), "what a Mac writes beside a file: copy the file that it belongs to"),
    (re.compile(rb"PK\x03\x04"), "a zip archive: unpack it"),
    (_MPEG_4, "MPEG-4 under another name: convert it to WAV or FLAC"),
    (_WAVE, _BARE.format("a WAV")),
    (_AIFF, _BARE.format("an AIFF")),
    (re.compile(rb"[\t\n\r -~]{16,}\Z"), "a page or a text: copy or download it again"),
)


def stranger(begins: bytes) -> str:
    """What a file is that begins so and that nothing here opens, and what helps; "" for what is not known."""
    return next((said for pattern, said in _STRANGERS if pattern.match(begins)), "")
