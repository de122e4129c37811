"""The `bext` chunk of prints: read back by us, by ffmpeg, and byte by byte against EBU Tech 3285."""

import os
import shutil
import struct
import subprocess
from pathlib import Path

import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from stemtui import __version__
from stemtui.audio.formats.bext import Bext, plain
from stemtui.audio.formats.containers import wave_header
from stemtui.audio.samples.headers import read_header

DRUMS = Bext("Drums STEM of Mega Savings Song", "0123456789abcdef" * 2, "2026-03-01", 2**33 + 172_800_000)


def body(bext: Bext, bits: int = 24, channels: int = 2) -> bytes:
    return bext.body(bits, bits == 32, channels, 48_000)


def written(path: Path, bext: Bext | None, bits: int = 24, channels: int = 2, frames: int = 50) -> Path:
    header = wave_header(bits, bits == 32, channels, 48_000, frames, bext)
    data = frames * channels * bits // 8
    path.write_bytes(header + bytes(data + data % 2))
    return path


def test_every_field_is_where_the_standard_has_it() -> None:
    chunk = body(DRUMS)
    assert chunk[:256].rstrip(b"\0") == b"Drums STEM of Mega Savings Song"
    assert chunk[256:288].rstrip(b"\0") == b"stemtui"
    assert chunk[288:320] == b"0123456789abcdef" * 2
    assert (chunk[320:330], chunk[330:338]) == (b"2026-03-01", bytes(8))
    low, high, version = struct.unpack_from("<IIH", chunk, 338)
    assert (high << 32 | low, version) == (DRUMS.time_reference, 1)
    assert chunk[348:602] == bytes(64 + 190)
    history = f"A=PCM,F=48000,W=24,M=stereo,T=stemtui {__version__}\r\n".encode()
    assert chunk[602:].rstrip(b"\0") == history
    assert len(chunk) % 2 == 0


@pytest.mark.parametrize(
    ("bits", "channels", "said"),
    [
        (16, 1, "W=16,M=mono,T=stemtui "),
        (24, 2, "W=24,M=stereo,T=stemtui "),
        (32, 2, "W=32,M=stereo,T=stemtui "),
    ],
)
def test_the_coding_history_says_the_form(bits: int, channels: int, said: str) -> None:
    history = body(DRUMS, bits, channels)[602:].rstrip(b"\0").decode("ascii")
    assert history.startswith(f"A=PCM,F=48000,{said}")
    assert history.endswith("\r\n") and history.count(",") == 4
    assert ("float" in history) == (bits == 32)


def test_what_is_not_known_is_left_empty() -> None:
    chunk = body(Bext("Master MIX of Song"))
    assert chunk[288:338] == bytes(50)
    assert struct.unpack_from("<Q", chunk, 338) == (0,)


@pytest.mark.parametrize("bits", [16, 24, 32])
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("frames", [0, 3, 50])
def test_a_broadcast_wave_is_read_back(tmp_path: Path, bits: int, channels: int, frames: int) -> None:
    path = written(tmp_path / "x.wav", DRUMS, bits, channels, frames)
    header = read_header(path)
    assert (header.description, header.originator) == (DRUMS.description, "stemtui")
    assert (header.time_reference, header.frames) == (DRUMS.time_reference, frames)
    assert header.is_print and not read_header(written(tmp_path / "y.wav", None)).is_print
    assert header.problems == (() if frames else ("0 frames",))
    facts = soundfile.info(path)
    assert (facts.frames, facts.channels, facts.samplerate) == (frames, channels, 48_000)


@pytest.mark.parametrize("bits", [16, 24, 32])
@pytest.mark.parametrize("over", [-1, 0, 1])
def test_it_counts_towards_the_4_gib_and_is_in_an_rf64_too(tmp_path: Path, bits: int, over: int) -> None:
    block = bits // 4
    head = len(wave_header(bits, bits == 32, 2, 48_000, 0, DRUMS))
    frames = (2**32 - head) // block + over
    path = tmp_path / "x.wav"
    path.write_bytes(wave_header(bits, bits == 32, 2, 48_000, frames, DRUMS))
    os.truncate(path, path.stat().st_size + frames * block)  # sparse: takes no room
    header, facts = read_header(path), soundfile.info(path)
    assert header.format == facts.format == ("RF64" if path.stat().st_size - 8 > 0xFFFFFFFF else "WAV")
    assert header.frames == facts.frames == frames
    assert (header.description, header.time_reference) == (DRUMS.description, DRUMS.time_reference)
    assert not header.problems


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Scène 4 – Zoë's Straße", "Scene 4 - Zoe's Strasse"),
        ("Drums\nSTEM \t of\x1b[31m Song\0", "Drums STEM of?[31m Song?"),
        ("歌 STEM", "? STEM"),
        ("ﬁnal… ½", "final... 1?2"),
    ],
)
def test_a_description_is_plain_ascii(text: str, said: str) -> None:
    assert plain(text) == said
    assert body(Bext(text))[:256].rstrip(b"\0").decode("ascii") == said


@given(st.text(), st.text(max_size=40))
def test_whatever_a_title_holds_the_chunk_keeps_its_form(title: str, reference: str) -> None:
    chunk = body(Bext(f"Drums STEM of {title}", reference))
    assert chunk[602:].startswith(b"A=PCM,F=48000,W=24")
    assert chunk[:320].isascii()
    assert chunk[:256].startswith(b"Drums STEM of")


def test_a_long_title_is_cut_at_256_bytes() -> None:
    chunk = body(Bext("Drums STEM of " + "é" * 400))
    assert chunk[:256] == b"Drums STEM of " + b"e" * 242
    assert chunk[256:263] == b"stemtui"


@pytest.mark.skipif(not shutil.which("ffprobe"), reason="needs ffprobe")
def test_ffprobe_reads_the_same(tmp_path: Path) -> None:
    path = written(tmp_path / "x.wav", DRUMS)
    command = ["ffprobe", "-v", "error", "-show_entries", "format_tags", "-of", "flat", str(path)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for line in (
        'comment="Drums STEM of Mega Savings Song"',
        'encoded_by="stemtui"',
        'originator_reference="0123456789abcdef0123456789abcdef"',
        'date="2026-03-01"',
        f'time_reference="{DRUMS.time_reference}"',
        "coding_history=",
    ):
        assert line in said
