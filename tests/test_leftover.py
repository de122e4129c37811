"""Sound behind the samples that a header counts, in fewer bytes than would prove it; and sloppy ends."""

import os
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui.audio.samples.headers import read_header
from stemtui.audio.samples.source import open_source
from stemtui.errors import DamagedFileError
from tests.headers import chunk

RATE, FRAMES = 48_000, 30_000
TIMES = np.arange(FRAMES) / RATE
SMOOTH = 0.3 * np.sin(2 * np.pi * 220 * TIMES) + 0.1 * np.sin(2 * np.pi * 1_330 * TIMES)
ROUGH = np.random.default_rng(2).uniform(-0.4, 0.4, FRAMES)


def written(path: Path, form: str = "WAV", subtype: str = "PCM_24", sound: np.ndarray = SMOOTH) -> bytearray:
    soundfile.write(path, np.stack((sound, sound[::-1]), 1), RATE, format=form, subtype=subtype)
    return bytearray(path.read_bytes())


def less(content: bytearray, mark: bytes, behind: int, form: str, by: int) -> bytearray:
    """A file whose size, which stands so many bytes behind a mark, is smaller than it should be."""
    at = content.index(mark) + len(mark) + behind
    [size] = struct.unpack_from(form, content, at)
    struct.pack_into(form, content, at, size - by)
    return content


SIZES = [
    ("WAV", b"data", 0, "<I"),
    ("RF64", b"ds64", 12, "<Q"),
    ("AU", b".snd", 4, ">I"),
    ("CAF", b"data", 0, ">Q"),
    ("W64", b"data\xf3\xac\xd3\x11\x8c\xd1\0\xc0\x4f\x8e\xdb\x8a", 0, "<Q"),
]


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"])
@pytest.mark.parametrize(("form", "mark", "behind", "size"), SIZES, ids=[one[0] for one in SIZES])
def test_sound_that_goes_on_behind_its_size_is_damage(
    tmp_path: Path, form: str, mark: bytes, behind: int, size: str, subtype: str
) -> None:
    path = tmp_path / "a"
    content = less(written(path, form, subtype), mark, behind, size, 4_800)
    struct.pack_into("<I", content, 4, 20_000) if form == "WAV" else None
    path.write_bytes(content)
    [said] = read_header(path).problems
    assert "but 4800 bytes follow that are no chunk, 30000 frames to the end of the file" in said
    with pytest.raises(DamagedFileError):
        open_source(path)
    with open_source(path, damaged=True) as source:
        heard = source.read(0, source.frames)
    assert np.abs(heard[0] - SMOOTH).max() < 2**-14


def test_what_the_whole_file_counts_is_sound_however_rough(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    content = less(written(path, sound=ROUGH), b"data", 0, "<I", 1_200)
    path.write_bytes(content)
    assert "but 1200 bytes follow" in read_header(path).problems[0]
    path.write_bytes(content[:4] + struct.pack("<I", len(content) - 1_208) + content[8:])
    assert read_header(path).problems == ()


def _inverted(content: bytes) -> bytes:
    return bytes(255 - byte for byte in content[-6_000:])


ENDS: dict[str, Callable[[bytes], bytes]] = {
    "zeros": lambda _: bytes(5_000),
    "noise": lambda _: os.urandom(5_000),
    "text": lambda _: b"\0<x>no chunk at all</x>\n" * 200,
    "a few bytes": lambda content: content[-300:],
    "its own sound, with a step": _inverted,
    "a chunk": lambda _: chunk(b"LIST", b"INFO" + bytes(2_000)),
    "a chunk at an odd place": lambda _: b"\0" + chunk(b"bext", bytes(700)),
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24", "FLOAT"])
def test_a_sloppy_end_is_no_damage(tmp_path: Path, subtype: str, end: str) -> None:
    path = tmp_path / "a.wav"
    content = bytes(written(path, subtype=subtype))
    path.write_bytes(content + ENDS[end](content))
    assert read_header(path).problems == ()
