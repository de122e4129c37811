"""Strangers: what a file is, by its first bytes, that is named like a sound and is none, and what helps."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import BinaryIO

from stemtui.audio.formats.chunks import walk
from stemtui.text import counted

_WAVE = re.compile(rb"(RIFF|RIFX|RF64|BW64)....WAVE", re.DOTALL)
_AIFF = re.compile(rb"FORM....AIF[FC]", re.DOTALL)
_BARE = "the header of {} without its samples: copy or export it again"
_UNSAID = "{} whose header does not say what its samples are: copy or export it again"
_CODED = "{} whose samples are coded in a form that is not opened here: convert it to plain WAV or FLAC"
_CHUNKED = ((_WAVE, "a WAV", b"fmt ", b"data"), (_AIFF, "an AIFF", b"COMM", b"SSND"))
"""Each with the chunk that says what its samples are, and the one that has them."""
_NAMED_BY = 256
_LATEST = 4_096
_CONVERTED = "convert it to WAV or FLAC, with ffmpeg say"
_BEFORE = "{} behind {} of something else: copy or download it again"
_TAGGED = "a tag (ID3) without sound behind it that is opened here: export it again, as WAV or FLAC"
_FLAC = re.compile(rb"fLaC[\x00\x80]\0\0\x22")
_WORDS = "a FLAC of {} bit, which is not opened here: convert it to WAV, or to FLAC of 16 or 24 bit"
_OPENED = (8, 16, 24)


def stranger(file: BinaryIO, end: int) -> str:
    """What a file of `end` bytes is that nothing here opens, and what helps; "" for what is not known."""
    begins = file.read(_NAMED_BY)
    for form, name, says, holds in _CHUNKED:
        if form.match(begins):
            order = "<" if form is _WAVE and begins[:4] != b"RIFX" else ">"
            there = {chunk.name for chunk in walk(file, end, order) if chunk.held}
            return (_BARE if holds not in there else _CODED if says in there else _UNSAID).format(name)
    bits = (int.from_bytes(begins[18:26]) >> 36 & 31) + 1
    if _FLAC.match(begins) and bits not in _OPENED:
        return _WORDS.format(bits)
    if known := _known(begins):
        return known
    file.seek(0)
    begins = file.read(_LATEST)
    for form, name, *_ in _CHUNKED:
        if found := form.search(begins):
            return _BEFORE.format(name, counted(found.start(), "byte"))
    return _TAGGED if begins.startswith(b"ID3") else ""


def _known(begins: bytes) -> str:
    """What is known of files that begin so, and what helps."""
    return next((said for form, said in _vocabulary() if form.match(begins)), "")


@cache
def _vocabulary() -> tuple[tuple[re.Pattern[bytes], str], ...]:
    """How files of other kinds begin, each with what they are and what helps."""
    text = Path(__file__).with_name("strangers.toml").read_text(encoding="utf-8")
    return tuple(
        (
            re.compile(known["begins"].encode("latin-1"), re.DOTALL),
            f"{known['is']}: {known.get('helps', _CONVERTED)}",
        )
        for known in tomllib.loads(text)["stranger"]
    )
