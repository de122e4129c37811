"""The PCM codec for reading: what soundfile reads, sample by sample, from every such file."""

import os
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stemtui.audio.samples.headers import examine
from stemtui.audio.samples.pcm import Pcm, is_pcm
from stemtui.audio.samples.quantise import full_scale
from stemtui.audio.samples.source import open_source
from stemtui.errors import AudioFileError

SUBTYPES = ("PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE")
_BYTES = {"PCM_U8": 1, "PCM_16": 2, "PCM_24": 3, "PCM_32": 4, "FLOAT": 4, "DOUBLE": 8}


def noise(frames: int, channels: int, seed: int = 1) -> np.ndarray:
    """Noise over the whole range, its extremes included, shape (frames, channels)."""
    samples = np.random.default_rng(seed).uniform(-1.0, 1.0, (frames, channels))
    samples[:1], samples[1:2] = -1.0, 1.0
    return samples


def oracle(path: Path) -> np.ndarray:
    return soundfile.read(path, dtype="float64", always_2d=True)[0].T


def wav(path: Path, data: bytes, *, before: bytes = b"", after: bytes = b"", size: int | None = None) -> Path:
    """A mono 24-bit WAV put together by hand, with chunks before and after its data."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 48_000, 144_000, 3, 24)
    held = len(data) if size is None else size
    sound = struct.pack("<4sI", b"data", held) + data + b"\0" * (len(data) % 2)
    body = b"WAVE" + form + before + sound + after
    path.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)
    return path


def chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=st.sampled_from(["WAV", "WAVEX", "RF64"]),
    subtype=st.sampled_from(SUBTYPES),
    channels=st.integers(1, 9),
    frames=st.integers(1, 700),
    reads=st.lists(st.tuples(st.integers(0, 700), st.integers(0, 700)), max_size=5),
)
def test_it_is_what_soundfile_reads(
    tmp_path: Path, form: str, subtype: str, channels: int, frames: int, reads: list[tuple[int, int]]
) -> None:
    path = tmp_path / "x.wav"
    soundfile.write(path, noise(frames, channels, frames), 48_000, subtype=subtype, format=form)
    claims, expected = examine(path), oracle(path)
    assert is_pcm(claims)
    for whole in (False, True):
        pcm = Pcm(path, claims, whole)
        assert np.array_equal(full_scale(pcm.samples(0, frames)), expected)
        for start, length in reads:
            read = full_scale(pcm.samples(min(start, frames), length))
            assert np.array_equal(read, expected[:, start : start + length])
        pcm.close()


@pytest.mark.parametrize("subtype", SUBTYPES)
def test_every_value_at_the_edges_of_a_word_is_exact(tmp_path: Path, subtype: str) -> None:
    path, size = tmp_path / "x.wav", _BYTES[subtype]
    soundfile.write(path, np.zeros(512), 48_000, subtype=subtype)
    content = bytearray(path.read_bytes())
    edges = [0, 1, -1, 127, 128, 255, 256, -256, -257, 2**15 - 1, -(2**15)]
    if subtype in ("FLOAT", "DOUBLE"):
        words = np.array([*edges, 1e-30, -1e-40, 1e15], "<f4" if subtype == "FLOAT" else "<f8").tobytes()
    else:
        top = 2 ** (8 * size - 1)
        edges = [n for n in (*edges, top - 1, -top, 1 - top) if -top <= n < top]
        words = b"".join(n.to_bytes(size, "little", signed=True) for n in edges)
    start = content.index(b"data") + 8
    content[start : start + len(words)] = words
    path.write_bytes(content)
    with open_source(path) as source:
        assert np.array_equal(source.read(0, 512), oracle(path))


@pytest.mark.parametrize("frames", [1, 2, 3, 65_535, 65_537])
def test_odd_sizes_and_other_chunks_are_no_sound(tmp_path: Path, frames: int) -> None:
    data = np.random.default_rng(frames).integers(0, 256, frames * 3, dtype=np.uint8).tobytes()
    before = chunk(b"LIST", b"INFO" + b"x" * 13) + chunk(b"bext", bytes(603)) + chunk(b"junk", b"\xff" * 27)
    path = wav(tmp_path / "x.wav", data, before=before, after=chunk(b"LIST", b"adtl" + b"\xff" * 9))
    with open_source(path) as source:
        assert source.frames == frames
        assert np.array_equal(source.read(0, frames), oracle(path))


@pytest.mark.parametrize("subtype", SUBTYPES)
def test_bw64_is_read_like_rf64(tmp_path: Path, subtype: str) -> None:
    """libsndfile opens no BW64 at all (ITU-R BS.2088)."""
    path = tmp_path / "x.wav"
    soundfile.write(path, noise(1_000, 2), 48_000, subtype=subtype, format="RF64")
    expected = oracle(path)
    path.write_bytes(b"BW64" + path.read_bytes()[4:])
    assert is_pcm(examine(path))
    with open_source(path) as source:
        assert np.array_equal(source.read(0, 1_000), expected)


def test_a_size_that_was_never_filled_in_ends_with_the_file(tmp_path: Path) -> None:
    data = np.random.default_rng(5).integers(0, 256, 301 * 3, dtype=np.uint8).tobytes()
    path = wav(tmp_path / "x.wav", data + b"\1", size=0xFFFFFFFF)
    whole = wav(tmp_path / "y.wav", data)
    with open_source(path) as source:
        assert source.frames == 301
        assert np.array_equal(source.read(0, 301), oracle(whole))


@pytest.mark.parametrize("subtype", SUBTYPES)
@pytest.mark.parametrize(("cut", "why"), [(1, "truncated"), (100, "truncated")])
def test_a_truncated_file_is_refused(tmp_path: Path, subtype: str, cut: int, why: str) -> None:
    path = tmp_path / "x.wav"
    soundfile.write(path, noise(1_000, 2), 48_000, subtype=subtype)
    os.truncate(path, path.stat().st_size - cut)
    with pytest.raises(AudioFileError, match=why):
        open_source(path)


def test_a_file_that_was_never_closed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AudioFileError, match="never closed"):
        open_source(wav(tmp_path / "x.wav", bytes(range(1, 250)) * 3, size=0))


def test_8_bit_of_a_big_endian_file_that_was_never_closed(tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    soundfile.write(path, noise(500, 2), 48_000, subtype="PCM_U8", endian="BIG")
    expected, content = oracle(path), path.read_bytes()
    at = content.index(b"data") + 4
    path.write_bytes(content[:at] + bytes(4) + content[at + 4 :])
    with open_source(path, damaged=True) as source:
        assert np.array_equal(source.read(0, 500), expected)


def test_a_file_that_shrinks_while_it_is_read_names_the_frame(tmp_path: Path) -> None:
    path = wav(tmp_path / "x.wav", b"\1\2\3" * 1_000)
    with open_source(path) as source:
        source.read(0, 100)
        os.truncate(path, path.stat().st_size - 3 * 250)
        with pytest.raises(AudioFileError, match=r"'x.wav' breaks off at frame 750 "):
            source.read(100, 900)


@pytest.mark.parametrize("subtype", ["PCM_S8", "PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"])
@pytest.mark.parametrize("form", ["WAV", "AIFF", "AU", "CAF"])
@pytest.mark.parametrize("endian", ["LITTLE", "BIG"])
def test_bare_samples_are_read_from_either_end(tmp_path: Path, form: str, subtype: str, endian: str) -> None:
    if not soundfile.check_format(form, subtype, endian):
        pytest.skip(f"libsndfile writes no {form} of {subtype} with the {endian.lower()} end first")
    path = tmp_path / "x"
    soundfile.write(path, noise(501, 2), 48_000, subtype=subtype, format=form, endian=endian)
    assert is_pcm(examine(path)) == ((form, subtype) != ("AIFF", "PCM_U8"))
    with open_source(path) as source:
        assert np.array_equal(source.read(0, 501), oracle(path))
        assert np.array_equal(source.read(500, 1), oracle(path)[:, 500:])
    with open_source(path, whole=True) as source:
        assert np.array_equal(full_scale(source.sounding(3, 400)), oracle(path)[:, 3:403])


def test_a_big_endian_wave_for_many_loudspeakers_needs_no_libsndfile(tmp_path: Path) -> None:
    """sox writes these (`-B`), libsndfile opens none."""
    form = struct.pack(">HHIIHHHHIH", 0xFFFE, 1, 48_000, 144_000, 3, 24, 22, 24, 4, 1)
    form += bytes.fromhex("000000001000800000aa00389b71")
    body = b"WAVEfmt " + struct.pack(">I", 40) + form + b"data" + struct.pack(">I", 9)
    steps = [-(2**23), 1, 2**23 - 1]
    path = tmp_path / "x.wav"
    data = b"".join(n.to_bytes(3, "big", signed=True) for n in steps)
    path.write_bytes(b"RIFX" + struct.pack(">I", len(body) + 10) + body + data + b"\0")
    with open_source(path) as source:
        assert source.read(0, 3)[0].tolist() == [n / 2**23 for n in steps]


@pytest.mark.parametrize(
    ("form", "subtype", "endian"),
    [
        ("WAV", "ULAW", "FILE"),
        ("CAF", "ULAW", "FILE"),
        ("CAF", "ALAC_16", "FILE"),
        ("AIFF", "ALAW", "FILE"),
        ("FLAC", "PCM_24", "FILE"),
    ],
)
def test_other_forms_go_through_libsndfile(tmp_path: Path, form: str, subtype: str, endian: str) -> None:
    path = tmp_path / "x"
    soundfile.write(path, noise(500, 2), 48_000, subtype=subtype, format=form, endian=endian)
    assert not is_pcm(examine(path))
    with open_source(path) as source:
        assert np.array_equal(source.read(0, 500), oracle(path))
