"""Samples in: exact, anywhere, at any rate, never silently short. soundfile and soxr are the oracles."""

import hashlib
import os
import re
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stemtui.audio.samples.digests import digest
from stemtui.audio.samples.quantise import full_scale
from stemtui.audio.samples.silence import is_silence
from stemtui.audio.samples.source import Source, open_source
from stemtui.errors import AudioFileError

FRAMES = 10_007
LOSSLESS = [
    ("WAV", "PCM_U8", 8),
    ("WAV", "PCM_16", 16),
    ("WAV", "PCM_24", 24),
    ("WAV", "PCM_32", 32),
    ("RF64", "PCM_24", 24),
    ("W64", "PCM_24", 24),
    ("AIFF", "PCM_S8", 8),
    ("AIFF", "PCM_24", 24),
    ("CAF", "PCM_16", 16),
    ("FLAC", "PCM_16", 16),
    ("FLAC", "PCM_24", 24),
]
LOSSY = [
    ("OGG", "VORBIS"),
    ("OGG", "OPUS"),
    ("MP3", "MPEG_LAYER_III"),
    ("WAV", "MS_ADPCM"),
    ("CAF", "ALAC_16"),
]


def noise(frames: int = FRAMES, channels: int = 2) -> np.ndarray:
    """Noise of shape (channels, frames)."""
    return np.random.default_rng(7).uniform(-0.5, 0.5, (channels, frames))


def written(
    path: Path, samples: np.ndarray, form: str = "WAV", subtype: str = "FLOAT", rate: int = 48_000
) -> Path:
    soundfile.write(path, samples.T, rate, subtype=subtype, format=form)
    return path


def in_blocks(source: Source, start: int, end: int, block: int) -> np.ndarray:
    return np.concatenate([source.read(at, min(block, end - at)) for at in range(start, end, block)], axis=1)


@pytest.mark.parametrize(("form", "subtype", "bits"), LOSSLESS)
def test_integers_come_out_exactly(tmp_path: Path, form: str, subtype: str, bits: int) -> None:
    top = 2 ** (bits - 1)
    steps = np.random.default_rng(3).integers(-top, top, (2, FRAMES))
    steps[:, :2] = [[-top, top - 1], [0, 1]]
    soundfile.write(
        tmp_path / "x", (steps << (32 - bits)).T.astype(np.int32), 48_000, subtype=subtype, format=form
    )
    with open_source(tmp_path / "x") as source:
        assert (source.channels, source.samplerate, source.frames) == (2, 48_000, FRAMES)
        assert np.array_equal(source.read(0, FRAMES), steps / top)


@pytest.mark.parametrize(("subtype", "kind"), [("FLOAT", np.float32), ("DOUBLE", np.float64)])
def test_floats_come_out_exactly_even_above_full_scale(tmp_path: Path, subtype: str, kind: type) -> None:
    samples = (noise() * 6).astype(kind)
    with open_source(written(tmp_path / "x.wav", samples, subtype=subtype)) as source:
        assert np.array_equal(source.read(0, FRAMES), samples)


@pytest.mark.parametrize(("form", "subtype"), [*LOSSY, ("FLAC", "PCM_24"), ("WAV", "PCM_24")])
def test_any_stretch_is_the_same_however_it_is_reached(tmp_path: Path, form: str, subtype: str) -> None:
    path = written(tmp_path / "x", noise(90_000), form, subtype)
    with open_source(path) as source:
        whole = source.read(0, source.frames)
        for start in (50_001, 3, 88_000, 0, 70_000, 69_999):
            assert np.array_equal(source.read(start, 1_500), whole[:, start : start + 1_500])


def test_reading_beyond_the_ends_gives_zeros(tmp_path: Path) -> None:
    samples = noise(100, 1).astype(np.float32)
    with open_source(written(tmp_path / "x.wav", samples)) as source:
        around = source.read(-30, 160)
        assert np.array_equal(around[:, 30:130], samples)
        assert not around[:, :30].any() and not around[:, 130:].any()
        assert source.read(-500, 100).shape == source.read(5_000, 100).shape == (1, 100)
        assert not source.read(-500, 100).any() and not source.read(5_000, 100).any()
        assert source.read(50, 0).shape == (1, 0)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rate=st.sampled_from([44_100, 48_000, 96_000]),
    reads=st.lists(st.tuples(st.integers(-200, 5_000), st.integers(0, 3_000)), max_size=6),
)
def test_any_order_of_reads_gives_the_same_samples(
    tmp_path: Path, rate: int, reads: list[tuple[int, int]]
) -> None:
    path = tmp_path / "x.wav"
    if not path.exists():
        written(path, noise(4_000))
    with open_source(path, rate) as source:
        whole = np.pad(source.read(0, source.frames), ((0, 0), (200, 20_000)))
        for start, frames in reads:
            assert np.array_equal(source.read(start, frames), whole[:, start + 200 : start + 200 + frames])


@pytest.mark.parametrize(
    "rates", [(44_100, 48_000), (24_000, 48_000), (96_000, 44_100), (48_000, 44_100), (48_000, 192_000)]
)
@pytest.mark.parametrize("frames", [1, 2, 999, 100_001, 200_000])
def test_resampling_equals_soxr_in_one_piece(tmp_path: Path, rates: tuple[int, int], frames: int) -> None:
    rate, wanted = rates
    samples = noise(frames).astype(np.float32).astype(np.float64)
    with open_source(written(tmp_path / "x.wav", samples, rate=rate), wanted) as source:
        oracle = soxr.resample(samples.T.copy(order="C"), rate, wanted, quality="VHQ").T
        assert source.frames == int(frames * wanted / rate + 0.5)
        assert (source.samplerate, source.header.samplerate) == (wanted, rate)
        shared = min(source.frames, oracle.shape[1])
        assert abs(source.frames - oracle.shape[1]) <= 1
        assert np.array_equal(source.read(0, source.frames)[:, :shared], oracle[:, :shared])


@pytest.mark.parametrize("block", [1_000, 4_096, 65_536, 70_001])
def test_resampling_does_not_depend_on_the_blocks(tmp_path: Path, block: int) -> None:
    path = written(tmp_path / "x.wav", noise(150_000), rate=44_100)
    with open_source(path, 48_000) as source, open_source(path, 48_000) as other:
        whole = source.read(0, source.frames)
        assert np.array_equal(in_blocks(other, 0, other.frames, block), whole)


@pytest.mark.parametrize("rates", [(44_100, 48_000), (48_000, 44_100), (24_000, 48_000)])
def test_a_resampled_sine_is_the_sine_at_that_rate(tmp_path: Path, rates: tuple[int, int]) -> None:
    rate, wanted = rates
    path = written(
        tmp_path / "x.wav",
        np.sin(2 * np.pi * 1_000 * np.arange(rate) / rate)[None] / 2,
        subtype="DOUBLE",
        rate=rate,
    )
    with open_source(path, wanted) as source:
        inner = slice(wanted // 10, wanted - wanted // 10)
        error = source.read(0, wanted)[0] - np.sin(2 * np.pi * 1_000 * np.arange(wanted) / wanted) / 2
        assert np.abs(error[inner]).max() < 1e-7


def test_a_click_stays_at_its_instant(tmp_path: Path) -> None:
    click = np.zeros((1, 88_200))
    click[0, 44_100] = 0.5
    with open_source(written(tmp_path / "x.wav", click, rate=44_100), 48_000) as source:
        assert int(np.argmax(source.read(0, source.frames)[0])) == 48_000


def test_a_file_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "x.wav", noise())
    os.truncate(path, path.stat().st_size - 800)
    with pytest.raises(
        AudioFileError, match=rf"'x.wav': truncated: header claims {FRAMES} frames, the file holds 9907\."
    ):
        open_source(path)


def test_a_file_that_was_never_closed_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "x.wav", noise(), subtype="PCM_16")
    content = bytearray(path.read_bytes())
    content[40:44] = bytes(4)
    path.write_bytes(content)
    with pytest.raises(AudioFileError, match=r"'x.wav': never closed"):
        open_source(path)


@pytest.mark.parametrize("rate", [48_000, 44_100])
def test_a_flac_that_breaks_off_names_file_and_frame(tmp_path: Path, rate: int) -> None:
    path = written(tmp_path / "x.flac", noise(100_000), "FLAC", "PCM_24")
    os.truncate(path, path.stat().st_size - 1_000)
    with open_source(path, rate) as source, pytest.raises(AudioFileError) as error:
        in_blocks(source, 0, source.frames, 8_192)
    frame = int(str(error.value).split("frame ")[1].split()[0])
    assert str(error.value).startswith("'x.flac' breaks off at frame ")
    assert 95_000 < frame < 100_000


def test_a_flac_of_unknown_length_is_counted(tmp_path: Path) -> None:
    samples = np.round(noise(100_000) * 2**15) / 2**15
    path = written(tmp_path / "x.flac", samples, "FLAC", "PCM_16")
    content = bytearray(path.read_bytes())
    content[21] &= 0xF0
    content[22:26] = bytes(4)
    path.write_bytes(content)
    with open_source(path) as source:
        assert source.frames == source.header.frames == 100_000
        assert np.array_equal(in_blocks(source, 0, 100_000, 9_999), samples)
        assert np.array_equal(source.read(17, 1_000), samples[:, 17:1_017])


def test_a_resampled_file_may_be_read_from_anywhere_at_first(tmp_path: Path) -> None:
    path = written(tmp_path / "x.wav", noise(100_000), "WAV", "PCM_24")
    with open_source(path, 44_100) as source, open_source(path, 44_100) as later:
        assert np.array_equal(later.read(70_001, 1_000), source.read(0, 80_000)[:, 70_001:71_001])


def test_an_mp3_has_the_frames_that_it_decodes_to(tmp_path: Path) -> None:
    path = written(tmp_path / "x.mp3", noise(100_000), "MP3", "MPEG_LAYER_III")
    content = path.read_bytes()
    path.write_bytes(content[len(content) // 3 :])  # no table of contents, and a guess for a length
    with open_source(path) as source:
        assert source.frames == source.header.frames > 50_000
        assert source.read(0, source.frames).any()


def test_a_wav_that_holds_an_mp3_has_the_frames_that_it_decodes_to(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    content = written(tmp_path / "x.mp3", noise(100_000), "MP3", "MPEG_LAYER_III").read_bytes()
    mp3 = content[:-100]
    form = struct.pack("<HHIIHHHHIHHH", 0x55, 2, 48_000, 16_000, 1, 0, 12, 1, 2, 1_152, 1, 1_393)
    chunks = ((b"fmt ", form), (b"fact", struct.pack("<I", 200_000)), (b"data", mp3))
    body = b"".join(
        name + struct.pack("<I", len(held)) + held + b"\0" * (len(held) % 2) for name, held in chunks
    )
    path = tmp_path / "x.wav"
    path.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body)
    with open_source(path) as source:
        assert 90_000 < source.frames < 100_000
        assert source.read(0, source.frames).any()
    assert capfd.readouterr() == ("", "")


def test_a_damaged_mp3_is_refused_without_a_word_on_the_screen(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path / "x.mp3", noise(100_000), "MP3", "MPEG_LAYER_III")
    content = path.read_bytes()
    middle = len(content) // 2
    path.write_bytes(content[:middle] + bytes(range(256)) * 16 + content[middle + 4_096 :])
    with pytest.raises(AudioFileError, match=r"'x.mp3' breaks off at frame"):
        open_source(path)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("rate", [48_000, 44_100])
def test_what_is_no_number_is_refused(tmp_path: Path, value: float, rate: int) -> None:
    samples = noise().astype(np.float32)
    samples[1, 8_005:8_007] = value
    with (
        open_source(written(tmp_path / "x.wav", samples), rate) as source,
        pytest.raises(AudioFileError) as error,
    ):
        in_blocks(source, 0, source.frames, 1_000)
    assert str(error.value) == f"'x.wav' holds {value} instead of a sample at frame 8005: export it again."


@pytest.mark.parametrize("value", [1e300, -4e38, 3e38, -1.1e15])
def test_what_no_sound_can_be_is_named(tmp_path: Path, value: float) -> None:
    samples = np.zeros((2, 1_000))
    samples[1, 77] = value
    with (
        open_source(written(tmp_path / "x.wav", samples, subtype="DOUBLE")) as source,
        pytest.raises(AudioFileError, match=re.escape(f"{value:g} instead of a sample at frame 77")),
    ):
        source.read(0, 1_000)


def test_the_digest_is_that_of_the_whole_file(tmp_path: Path) -> None:
    path = written(tmp_path / "x.wav", noise())
    assert digest(path) == hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(AudioFileError, match=r"'gone.wav' is not there"):
        digest(tmp_path / "gone.wav")


def test_reading_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = written(tmp_path / "x.wav", noise())
    path.chmod(0o444)
    before = path.read_bytes(), path.stat().st_mtime_ns
    with open_source(path) as source:
        source.read(0, FRAMES)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@pytest.mark.parametrize("subtype", ["PCM_S8", "PCM_16", "PCM_24"])
def test_a_decoder_gives_whole_steps_where_samples_have_no_more_bits(tmp_path: Path, subtype: str) -> None:
    path = written(tmp_path / "a.flac", noise(20_000), "FLAC", subtype)
    with open_source(path) as source, open_source(path, whole=True) as steps:
        for start in range(0, 20_000, 7_000):
            stretch = steps.sounding(start, 7_000)
            assert stretch.dtype == np.int32
            assert np.array_equal(full_scale(stretch), source.read(start, 7_000))


def test_silence_that_was_decoded_costs_nothing_more(tmp_path: Path) -> None:
    path = written(tmp_path / "a.flac", np.zeros((2, 9_000)), "FLAC", "PCM_24")
    with open_source(path, whole=True) as source:
        assert is_silence(source.sounding(0, 9_000))


@pytest.mark.parametrize("rate", [48_000, 44_100], ids=["own rate", "resampled"])
@pytest.mark.parametrize("whole", [False, True], ids=["floats", "whole steps"])
@pytest.mark.parametrize(
    ("form", "subtype"),
    [*((form, subtype) for form, subtype, _ in LOSSLESS), *LOSSY, ("WAV", "FLOAT"), ("AIFF", "DOUBLE")],
)
def test_what_was_read_stays_whatever_is_read_after_it(
    tmp_path: Path, form: str, subtype: str, whole: bool, rate: int
) -> None:
    """A render's sums hold on to what they were given until there is something to add."""
    for number, name in enumerate(("one", "other")):
        samples = np.random.default_rng(number).uniform(-0.5, 0.5, (2, FRAMES))
        written(tmp_path / name, samples, form, subtype)
    with (
        open_source(tmp_path / "one", rate, whole=whole) as one,
        open_source(tmp_path / "other", rate, whole=whole) as other,
    ):
        given, copies = [], []
        for start in (0, 3_000, 3_000, 6_000, 1_000, -500, one.frames - 700):
            for source in (one, other):
                given.append(source.sounding(start, 1_500))
                copies.append(given[-1].copy())
        assert all(map(np.array_equal, given, copies))
        pairs = ((a, b) for at, a in enumerate(given) for b in given[:at])
        assert not any(np.may_share_memory(a, b) for a, b in pairs)
