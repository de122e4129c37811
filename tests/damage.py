"""Damaged sound files, made here: what crashed recorders, cut copies and bad disks leave."""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from tests import small_sessions as small

FRAMES = 96_000
SOUND = small.noise(11, FRAMES)


@dataclass(frozen=True)
class Damage:
    """A way to damage a file: its name, what is done to it, how many frames can surely be read of it (None:
    as many as its decoder gives before the break), and words of what is said."""

    name: str
    make: Callable[[Path], None]
    frames: int | None
    words: str
    by_header: bool = True

    @property
    def file(self) -> str:
        """The file's name."""
        return f"audio/{self.name}"


def _written(path: Path, form: str, subtype: str) -> bytearray:
    path.parent.mkdir(parents=True, exist_ok=True)
    endian, form = ("BIG", "WAV") if form == "RIFX" else (None, form)
    soundfile.write(path, SOUND.T, small.RATE, format=form, subtype=subtype, endian=endian)
    return bytearray(path.read_bytes())


def _patched(
    form: str, subtype: str, *patches: tuple[bytes, int, bytes], cut: int = 0
) -> Callable[[Path], None]:
    """A file with bytes put in behind the first mark of each patch, and so many bytes cut off its end."""

    def make(path: Path) -> None:
        content = _written(path, form, subtype)
        for mark, behind, fresh in patches:
            at = content.index(mark) + len(mark) + behind
            content[at : at + len(fresh)] = fresh
        path.write_bytes(content[: len(content) - cut])

    return make


def _with_trailer(path: Path) -> None:
    """A WAV whose data size is too small by far, and which has chunks behind its sound."""
    content = _written(path, "WAV", "PCM_24")
    content[content.index(b"data") + 4 : content.index(b"data") + 8] = struct.pack("<I", 3_000)
    tags = b"LIST" + struct.pack("<I", 12) + b"INFOINAM" + bytes(4) + b"iXML" + struct.pack("<I", 3) + b"<a/>"
    path.write_bytes(content + tags)


def _spoilt(
    form: str, subtype: str, part: float, length: int, fill: int | None = 0
) -> Callable[[Path], None]:
    """A stream with bytes zeroed, or with `fill` None gone, in its middle."""

    def make(path: Path) -> None:
        content = _written(path, form, subtype)
        at = int(len(content) * part)
        content[at : at + length] = b"" if fill is None else bytes([fill]) * length
        path.write_bytes(content)

    return make


def _flipped(path: Path) -> None:
    content = _written(path, "FLAC", "PCM_24")
    content[len(content) // 2] ^= 4
    path.write_bytes(content)


def _endless_flac(path: Path) -> None:
    content = _written(path, "FLAC", "PCM_24")
    content[21] |= 0x0F
    content[22:26] = b"\xff" * 4
    path.write_bytes(content)


def _lying_xing(path: Path) -> None:
    content = _written(path, "MP3", "MPEG_LAYER_III")
    at = content.index(b"Xing") + 8
    content[at : at + 4] = struct.pack(">I", int.from_bytes(content[at : at + 4]) * 1000)
    path.write_bytes(content)


def _no_numbers(path: Path) -> None:
    sound = SOUND[0].astype(np.float32)
    sound[[1_000, 1_001, 50_000]] = np.nan, np.inf, -np.inf
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, sound, small.RATE, format="WAV", subtype="FLOAT")


NONE = bytes(4)
DAMAGES = (
    Damage("never.wav", _patched("WAV", "PCM_24", (b"data", 0, NONE)), FRAMES, "never closed"),
    Damage("never.rf64", _patched("RF64", "PCM_24", (b"ds64", 12, bytes(8))), FRAMES, "never closed"),
    Damage(
        "never.w64",
        _patched("W64", "PCM_16", (b"data\xf3\xac\xd3\x11\x8c\xd1\0\xc0\x4f\x8e\xdb\x8a", 0, bytes(8))),
        FRAMES,
        "never closed",
    ),
    Damage("never.aiff", _patched("AIFF", "PCM_24", (b"COMM", 6, NONE)), FRAMES, "never closed"),
    Damage(
        "nothing.aiff",
        _patched("AIFF", "PCM_16", (b"COMM", 6, NONE), (b"SSND", 0, NONE)),
        FRAMES,
        "never closed",
    ),
    Damage("never.au", _patched("AU", "FLOAT", (b".snd", 4, NONE)), FRAMES, "never closed"),
    Damage(
        "never.caf",
        _patched("CAF", "PCM_24", (b"data", 0, bytes(8))),
        FRAMES,
        "never closed",
    ),
    Damage("rifx.wav", _patched("RIFX", "PCM_24", (b"data", 0, NONE)), FRAMES, "never closed"),
    Damage("small.wav", _with_trailer, FRAMES, "bytes follow that are no chunk"),
    Damage("cut.wav", _patched("WAV", "PCM_24", cut=30_001), FRAMES - 10_001, "truncated"),
    Damage("cut.aiff", _patched("AIFF", "PCM_24", cut=30_001), FRAMES - 10_001, "truncated"),
    Damage("cut.caf", _patched("CAF", "FLOAT", cut=40_001), FRAMES - 10_001, "truncated"),
    Damage("cut.flac", _patched("FLAC", "PCM_24", cut=120_000), None, "truncated"),
    Damage("cut.mp3", _patched("MP3", "MPEG_LAYER_III", cut=8_000), None, "truncated"),
    Damage("cut.ogg", _patched("OGG", "VORBIS", cut=8_001), None, "truncated"),
    Damage("cut_alac.caf", _patched("CAF", "ALAC_24", cut=40_001), None, "truncated"),
    Damage("gone_alac.caf", _spoilt("CAF", "ALAC_16", 0.6, 16_384), None, "breaks off at frame", False),
    Damage("flipped.flac", _flipped, None, "breaks off at frame", False),
    Damage("endless.flac", _endless_flac, FRAMES, "more than"),
    Damage("lying.mp3", _lying_xing, FRAMES, "more than"),
    Damage("gone.mp3", _spoilt("MP3", "MPEG_LAYER_III", 0.5, 6_000, None), None, "truncated"),
    Damage("zero.mp3", _spoilt("MP3", "MPEG_LAYER_III", 0.5, 4_000), None, "breaks off at frame", False),
    Damage("flipped.ogg", _spoilt("OGG", "VORBIS", 0.5, 40), None, "breaks off at frame", False),
    Damage("flipped.opus", _spoilt("OGG", "OPUS", 0.7, 40), None, "breaks off at frame", False),
    Damage("numbers.wav", _no_numbers, FRAMES, "instead of a sample at frame 1000", False),
)
