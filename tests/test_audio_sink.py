"""Prints out: every sample as it was quantised, in bytes that depend on nothing else."""

import os
import resource
import shutil
import signal
import struct
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui.audio.formats.containers import wave_header
from stemtui.audio.samples.headers import read_header
from stemtui.audio.samples.quantise import quantise, unit
from stemtui.audio.samples.sink import open_sink
from stemtui.errors import AudioFileError

FORMS = [
    ("wav", 16),
    ("wav", 24),
    ("wav", "32f"),
    ("flac", 16),
    ("flac", 24),
    ("aiff", 16),
    ("aiff", 24),
    ("aiff", "32f"),
]
FRAMES = 5_003


def prints(depth: int | str, channels: int, frames: int = FRAMES) -> np.ndarray:
    samples = np.random.default_rng(8).uniform(-1.2, 1.2, (channels, frames))
    return quantise(samples, depth)[0]


def write(path: Path, form: str, depth: int | str, quantised: np.ndarray, block: int = 1_000) -> Path:
    channels, frames = quantised.shape
    with open_sink(path, form, depth, channels=channels, samplerate=48_000, frames=frames) as sink:
        for start in range(0, frames, block):
            sink.write(quantised[:, start : start + block])
    return path


@pytest.mark.parametrize(("form", "depth"), FORMS)
@pytest.mark.parametrize("channels", [1, 2])
def test_soundfile_reads_what_was_quantised(
    tmp_path: Path, form: str, depth: int | str, channels: int
) -> None:
    quantised = prints(depth, channels)
    path = write(tmp_path / "x", form, depth, quantised)
    samples, rate = soundfile.read(path, always_2d=True)
    assert rate == 48_000
    assert np.array_equal(samples.T, unit(quantised, depth))
    facts = soundfile.info(path)
    assert facts.format == form.upper()
    assert facts.subtype == ("FLOAT" if depth == "32f" else f"PCM_{depth}")


@pytest.mark.parametrize(("form", "depth"), FORMS)
def test_our_own_header_reader_finds_nothing_wrong(tmp_path: Path, form: str, depth: int | str) -> None:
    header = read_header(write(tmp_path / "x", form, depth, prints(depth, 1)))
    assert (header.frames, header.channels, header.problems) == (FRAMES, 1, ())


@pytest.mark.parametrize("depth", [16, 24])
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("form", ["wav", "aiff"])
def test_a_print_is_byte_for_byte_libsndfiles(tmp_path: Path, form: str, depth: int, channels: int) -> None:
    quantised = prints(
        depth, channels, 5_004
    )  # an even number of bytes: libsndfile counts AIFF's pad byte as sound
    ours = write(tmp_path / f"ours.{form}", form, depth, quantised)
    with soundfile.SoundFile(tmp_path / f"theirs.{form}", "w", 48_000, channels, f"PCM_{depth}") as theirs:
        theirs.write(np.ascontiguousarray(quantised.T.astype(np.int32) << (32 - depth)))
    assert ours.read_bytes() == (tmp_path / f"theirs.{form}").read_bytes()


def test_neither_the_time_nor_the_blocks_show_in_the_bytes(tmp_path: Path) -> None:
    quantised = {depth: prints(depth, 2, 20_000) for depth in (16, 24, "32f")}
    first = [
        write(tmp_path / "x", form, depth, quantised[depth], 20_000).read_bytes() for form, depth in FORMS
    ]
    time.sleep(1.1)  # a time stamp in a file counts whole seconds
    again = [write(tmp_path / "x", form, depth, quantised[depth], 777).read_bytes() for form, depth in FORMS]
    assert again == first
    assert not any(b"PEAK" in content for content in first)


@pytest.mark.parametrize("depth", [16, 24, "32f"])
def test_an_odd_number_of_bytes_is_padded(tmp_path: Path, depth: int | str) -> None:
    path = write(tmp_path / "x.wav", "wav", depth, prints(depth, 1, 3))
    content = path.read_bytes()
    assert len(content) % 2 == 0
    assert struct.unpack("<I", content[4:8])[0] == len(content) - 8
    assert soundfile.info(path).frames == 3


@pytest.mark.parametrize(("form", "depth"), FORMS)
@pytest.mark.parametrize("frames", [1, 2, 3])
def test_a_print_of_a_few_frames(tmp_path: Path, form: str, depth: int | str, frames: int) -> None:
    quantised = prints(depth, 1, frames)
    samples, _ = soundfile.read(write(tmp_path / "x", form, depth, quantised), always_2d=True)
    assert np.array_equal(samples.T, unit(quantised, depth))


@pytest.mark.parametrize("depth", [16, 24, "32f"])
@pytest.mark.parametrize("form", ["wav", "aiff"])
def test_a_print_of_no_frames_is_a_file(tmp_path: Path, form: str, depth: int | str) -> None:
    assert soundfile.info(write(tmp_path / "x", form, depth, prints(depth, 2, 0))).frames == 0


def test_a_float_wave_counts_its_frames_in_a_fact_chunk(tmp_path: Path) -> None:
    content = write(tmp_path / "x.wav", "wav", "32f", prints("32f", 2)).read_bytes()
    at = content.index(b"fact")
    assert struct.unpack("<II", content[at + 4 : at + 12]) == (4, FRAMES)


@pytest.mark.parametrize(("bits", "is_float"), [(16, False), (24, False), (32, True)])
@pytest.mark.parametrize("over", [-1, 0, 1, 2**31])
def test_a_wave_becomes_rf64_where_32_bits_end(tmp_path: Path, bits: int, is_float: bool, over: int) -> None:
    block = bits // 4
    frames = (2**32 - len(wave_header(bits, is_float, 2, 48_000, 0))) // block + over
    path = tmp_path / "x.wav"
    path.write_bytes(wave_header(bits, is_float, 2, 48_000, frames))
    os.truncate(path, path.stat().st_size + frames * block)  # sparse: takes no room
    facts = soundfile.info(path)
    assert facts.format == ("RF64" if path.stat().st_size - 8 > 0xFFFFFFFF else "WAV")
    assert (facts.frames, facts.samplerate, facts.channels) == (frames, 48_000, 2)
    header = read_header(path)
    assert (header.format, header.frames, header.problems) == (facts.format, frames, ())
    if facts.format == "RF64":
        with path.open("rb") as file:
            assert struct.unpack_from("<QQQ", file.read(44), 20) == (
                path.stat().st_size - 8,
                frames * block,
                frames,
            )


@pytest.mark.parametrize(
    ("form", "depth", "frames", "words"),
    [
        ("flac", "32f", 10, "FLAC has no"),
        ("aiff", 24, 2**31, "'x' would pass the 4 GiB of AIFF: deliver WAV or FLAC"),
        ("wav", 20, 10, 'a print has 16 or 24 bit or "32f", not 20'),
        ("mp3", 16, 10, "there is no print in 'mp3': deliver wav, flac or aiff"),
    ],
)
def test_what_a_format_cannot_hold_is_refused_and_no_file_made(
    tmp_path: Path, form: str, depth: int | str, frames: int, words: str
) -> None:
    with pytest.raises(AudioFileError, match=words):
        open_sink(tmp_path / "x", form, depth, channels=2, samplerate=48_000, frames=frames)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("form", ["wav", "flac"])
def test_a_folder_that_is_not_there_is_named_with_the_reason(tmp_path: Path, form: str) -> None:
    with pytest.raises(AudioFileError, match=r"'x.wav' could not be written: "):
        open_sink(tmp_path / "gone" / "x.wav", form, 24, channels=1, samplerate=48_000, frames=1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(("form", "depth"), [("wav", 24), ("aiff", 24), ("flac", 24)])
def test_a_full_disk_is_said(form: str, depth: int) -> None:
    quantised = prints(depth, 2, 100_000)
    with pytest.raises(AudioFileError, match=r"'full' could not be written: .* device\. Make room there\."):
        write(Path("/dev/full"), form, depth, quantised, block=65_536)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a limit is set in a fork")
@pytest.mark.parametrize("missing", [1, 2, 500, 9_000])
@pytest.mark.parametrize("form", ["wav", "aiff", "flac"])
def test_a_disk_without_room_for_the_last_bytes_is_said(tmp_path: Path, form: str, missing: int) -> None:
    """libsndfile ends a FLAC without a word when its last block finds no room."""
    quantised = prints(24, 2, 20_000)
    write(tmp_path / "whole", form, 24, quantised)
    most = (tmp_path / "whole").stat().st_size - missing
    if not (child := os.fork()):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        try:
            write(tmp_path / "x", form, 24, quantised)
        except AudioFileError as error:
            os._exit(7 if "'x' could not be written: File too large" in str(error) else 8)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


@pytest.mark.skipif(not shutil.which("fallocate"), reason="needs fallocate to ask the disk")
@pytest.mark.parametrize("form", ["wav", "aiff"])
def test_a_print_has_its_room_before_its_samples(tmp_path: Path, form: str) -> None:
    asked = tmp_path / "asked"
    asked.touch()
    if subprocess.run(
        ["fallocate", "-n", "-l", "300000", asked], capture_output=True, check=False
    ).returncode:
        pytest.skip("this disk keeps no room")
    with open_sink(tmp_path / "x", form, 24, channels=1, samplerate=48_000, frames=100_000) as sink:
        begun = (tmp_path / "x").stat()
        sink.write(prints(24, 1, 100_000))
    assert begun.st_size < 1_000
    assert begun.st_blocks * 512 >= (tmp_path / "x").stat().st_size > 300_000


def test_frames_that_never_came_are_missed(tmp_path: Path) -> None:
    sink = open_sink(tmp_path / "x.wav", "wav", 16, channels=1, samplerate=48_000, frames=100)
    sink.write(prints(16, 1, 99))
    with pytest.raises(AudioFileError, match=r"'x.wav' was to hold 100 frames and was given 99"):
        sink.close()


def test_an_error_on_the_way_is_not_hidden_by_the_missing_frames(tmp_path: Path) -> None:
    with (
        pytest.raises(ZeroDivisionError),
        open_sink(tmp_path / "x.wav", "wav", 16, channels=1, samplerate=48_000, frames=100),
    ):
        raise ZeroDivisionError


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg")
@pytest.mark.parametrize(("form", "depth"), FORMS)
def test_ffmpeg_decodes_the_same_samples(tmp_path: Path, form: str, depth: int | str) -> None:
    quantised = prints(depth, 2)
    path = write(tmp_path / f"x.{form}", form, depth, quantised)
    command = ["ffmpeg", "-v", "error", "-i", path, "-f", "f64le", "-c:a", "pcm_f64le", "-"]
    decoded = np.frombuffer(subprocess.run(command, check=True, capture_output=True).stdout, "<f8")
    assert np.array_equal(decoded.reshape(-1, 2).T, unit(quantised, depth))


@pytest.mark.skipif(not shutil.which("sox"), reason="needs sox")
@pytest.mark.parametrize("depth", [16, 24])
def test_sox_decodes_the_same_samples(tmp_path: Path, depth: int) -> None:
    quantised = prints(depth, 2)
    path = write(tmp_path / "x.wav", "wav", depth, quantised)
    command = ["sox", path, "-t", "raw", "-e", "signed", "-b", "32", "-L", "-"]
    decoded = np.frombuffer(subprocess.run(command, check=True, capture_output=True).stdout, "<i4")
    assert np.array_equal(decoded.reshape(-1, 2).T >> (32 - depth), quantised)
