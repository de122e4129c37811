"""Files of the kinds with which libsndfile 1.2.2 and what it is built with are known to be brought down.

Each is what a published fault is about: a count that overflows, a rate that is no number, a text without an
end. They are read as far as they go, or refused in words, within the bounds that fuzzing has.
"""

import io
import struct
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui.cli import main
from tests.fuzz import sounds
from tests.fuzz.bounds import bounded

MOST = 0x7FFFFFFF


def written(form: str, subtype: str, channels: int = 1, rate: int = 48_000, frames: int = 2_000) -> bytes:
    """A whole file of noise."""
    file = io.BytesIO()
    sound = np.random.default_rng(1).uniform(-0.5, 0.5, (frames, channels))
    soundfile.write(file, sound, rate, subtype, format=form)
    return file.getvalue()


def patched(content: bytes, at: int, value: bytes) -> bytes:
    return content[:at] + value + content[at + len(value) :]


def ircam(rate: float) -> bytes:
    """CVE-2025-52194: its rate is a float, which is taken for a whole number."""
    return patched(written("IRCAM", "PCM_16"), 4, struct.pack("<f", rate))


def ircam_of(channels: int) -> bytes:
    """CVE-2022-33065: the bytes of a frame overflow."""
    return patched(written("IRCAM", "PCM_32"), 8, struct.pack("<I", channels))


def avr() -> bytes:
    """Its texts have no end, and are printed to wherever one comes."""
    return patched(patched(written("AVR", "PCM_16"), 44, b"x" * 84), 26, struct.pack(">I", MOST))


def au(size: int, start: int) -> bytes:
    """CVE-2022-33065: where the sound ends overflows."""
    return patched(written("AU", "PCM_16"), 4, struct.pack(">II", start, size))


def mat4(rows: int, columns: int) -> bytes:
    """CVE-2022-33065: rows times columns overflow."""
    content = written("MAT4", "PCM_16")
    at = content.index(b"wavedata") - 20
    return patched(content, at + 4, struct.pack("<II", rows, columns))


def sds(words: int) -> bytes:
    """Its bytes a second are a division by its frames, of which it states none."""
    return patched(written("SDS", "PCM_16"), 10, bytes([words & 0x7F, words >> 7 & 0x7F, words >> 14 & 0x7F]))


def nms(cut: int) -> bytes:
    """Its last block is cut, and what is missing was filled in behind the block."""
    return written("WAV", "NMS_ADPCM_32", rate=8_000)[:-cut]


def caf_with_layout() -> bytes:
    """It has more channels than its layout names."""
    content = written("CAF", "PCM_16", channels=8)
    at = content.index(b"data")
    return content[:at] + b"chan" + struct.pack(">qIII", 12, 0x650002, 0, 0) + content[at:]


def ima(channels: int, align: int) -> bytes:
    """CVE-2022-33065: the samples of its blocks overflow."""
    content = patched(written("WAV", "IMA_ADPCM"), 22, struct.pack("<H", channels))
    return patched(content, 32, struct.pack("<H", align))


def flac_with_tag() -> bytes:
    """A tag that is no UTF-8."""
    content = written("FLAC", "PCM_16")
    tag = struct.pack("<I", 1) + b"x" + struct.pack("<II", 1, 9) + b"TITLE=\xff\xfe\xfd"
    return content[:4] + bytes([0]) + content[5:42] + bytes([4]) + len(tag).to_bytes(3) + tag + content[42:]


def monster(order: int) -> bytes:
    """CVE-2024-10573: an MP3 whose frames change their rate, channels and length in the middle of one."""
    parts = [
        written("MP3", "MPEG_LAYER_III", channels, rate, 9_000)
        for channels, rate in ((2, 48_000), (1, 22_050), (2, 44_100), (1, 8_000))
    ]
    parts = parts[order:] + parts[:order]
    return b"".join(part[: len(part) // 2 + 7 * number] for number, part in enumerate(parts))


def ogg(flags: int) -> bytes:
    """Its second header is another stream's, or ends it."""
    content = written("OGG", "VORBIS")
    at = content.index(b"OggS", 4)
    return patched(content, at + 5, bytes([flags]))


KINDS: list[tuple[Callable[..., bytes], list[tuple[float, ...]]]] = [
    (ircam, [(float("nan"),), (float("inf"),), (-1.0,), (3e9,)]),
    (ircam_of, [(0,), (1_024,), (MOST,), (0xFFFFFFFF,)]),
    (avr, [()]),
    (au, [(MOST, 24), (MOST, MOST), (0xFFFFFFFE, 24), (0xFFFFFFFE, MOST)]),
    (mat4, [(1, MOST), (1_024, MOST), (0x10001, MOST), (MOST, MOST)]),
    (sds, [(0,), (1,), (0x1FFFFF,)]),
    (nms, [(1,), (2,), (40,), (81,)]),
    (caf_with_layout, [()]),
    (ima, [(1, 1), (255, 1), (65_535, 1), (1, 65_535), (65_535, 65_535)]),
    (flac_with_tag, [()]),
    (monster, [(0,), (1,), (2,), (3,)]),
    (ogg, [(1,), (2,), (4,), (7,)]),
]
FILES = {" ".join((kind.__name__, *map(str, of))): partial(kind, *of) for kind, many in KINDS for of in many}


@pytest.mark.parametrize("name", FILES)
def test_what_is_known_to_bring_decoders_down_is_read_or_refused_in_words(tmp_path: Path, name: str) -> None:
    content = FILES[name]()
    with bounded(len(content)):
        sounds.probe(content, tmp_path)


def test_all_of_them_together_are_listed_and_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, content in FILES.items():
        (tmp_path / f"{name}.wav").write_bytes(content())
    files = sorted(path.name for path in tmp_path.iterdir())
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert main(["scan", "--deep", str(tmp_path)]) in (0, 1)
    assert main(["init", str(tmp_path)]) == 0
    assert main(["check", "--audio", str(tmp_path)]) in (0, 1)
    said = "".join(capsys.readouterr())
    assert "Traceback" not in said
    assert [name for name in files if name not in said] == []
    assert {name: (tmp_path / name).read_bytes() for name in before} == before
