"""Sound files with headers of any kind, whole and broken, for tests of what is read in them."""

import struct
from pathlib import Path

import numpy as np
import soundfile

from stemtui.audio.samples.headers import read_header
from stemtui.errors import AudioFileError

FRAMES = 4_801


def sound(
    path: Path, *, form: str = "WAV", subtype: str = "PCM_24", channels: int = 2, rate: int = 48_000
) -> Path:
    """A file of noise as libsndfile writes it."""
    samples = np.random.default_rng(1).uniform(-0.5, 0.5, (FRAMES, channels))
    soundfile.write(path, samples, rate, subtype=subtype, format=form)
    return path


def chunk(name: bytes, body: bytes, size: int | None = None, order: str = "<") -> bytes:
    """A chunk, padded; `size` is what it claims when that is not the truth."""
    return name + struct.pack(order + "I", len(body) if size is None else size) + body + bytes(len(body) % 2)


FMT = chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, 48_000, 96_000, 2, 16))


def wave(path: Path, *chunks: bytes, magic: bytes = b"RIFF", size: int | None = None) -> Path:
    """A WAV file of these chunks."""
    body = b"WAVE" + b"".join(chunks)
    path.write_bytes(magic + struct.pack("<I", len(body) if size is None else size) + body)
    return path


def bext(description: bytes, reference: int) -> bytes:
    """A BWF chunk of version 1 (EBU Tech 3285)."""
    return chunk(b"bext", description.ljust(338, b"\0") + struct.pack("<Q", reference) + bytes(256))


def reads_or_refuses(path: Path) -> None:
    """Whatever a file holds, the answer is a header or an AudioFileError."""
    try:
        header = read_header(path)
    except AudioFileError as error:
        assert str(error)
    else:
        assert header.frames >= 0
        assert all(header.problems)


def complaint(path: Path) -> str:
    """All that is said of a damaged file, whether it opens or not."""
    try:
        return " ".join(read_header(path).problems)
    except AudioFileError as error:
        return str(error)
