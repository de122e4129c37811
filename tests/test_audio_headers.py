"""Headers: what files of any form claim, against soundfile, and what is no sound file at all."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stemtui.audio.samples.headers import examine, read_header
from stemtui.errors import AudioFileError
from tests.headers import FRAMES, reads_or_refuses, sound

FORMS = [
    ("WAV", "PCM_U8"),
    ("WAV", "PCM_16"),
    ("WAV", "PCM_24"),
    ("WAV", "PCM_32"),
    ("WAV", "FLOAT"),
    ("WAV", "DOUBLE"),
    ("WAV", "MS_ADPCM"),
    ("WAV", "ULAW"),
    ("WAVEX", "PCM_24"),
    ("WAVEX", "FLOAT"),
    ("RF64", "PCM_24"),
    ("W64", "PCM_16"),
    ("W64", "FLOAT"),
    ("W64", "MS_ADPCM"),
    ("AIFF", "PCM_S8"),
    ("AIFF", "PCM_16"),
    ("AIFF", "PCM_24"),
    ("AIFF", "FLOAT"),
    ("AIFF", "DOUBLE"),
    ("CAF", "PCM_24"),
    ("CAF", "ALAC_16"),
    ("AU", "PCM_16"),
    ("AU", "PCM_24"),
    ("AU", "FLOAT"),
    ("AU", "ULAW"),
    ("FLAC", "PCM_S8"),
    ("FLAC", "PCM_16"),
    ("FLAC", "PCM_24"),
    ("OGG", "VORBIS"),
    ("OGG", "OPUS"),
    ("MP3", "MPEG_LAYER_III"),
]


@pytest.mark.parametrize(("form", "subtype"), FORMS)
@pytest.mark.parametrize("channels", [1, 2])
def test_the_header_says_what_libsndfile_says(tmp_path: Path, form: str, subtype: str, channels: int) -> None:
    path = sound(tmp_path / "x.bin", form=form, subtype=subtype, channels=channels)
    header, oracle = read_header(path), soundfile.info(path)
    assert (header.format, header.subtype) == (oracle.format, oracle.subtype)
    assert (header.channels, header.samplerate) == (oracle.channels, oracle.samplerate)
    assert (header.frames, header.problems) == (oracle.frames, ())


@pytest.mark.parametrize("rate", [8_000, 11_025, 24_000, 44_100, 88_200, 96_000, 192_000])
@pytest.mark.parametrize("form", ["WAV", "AIFF", "FLAC"])
def test_rates(tmp_path: Path, form: str, rate: int) -> None:
    assert read_header(sound(tmp_path / "x", form=form, rate=rate)).samplerate == rate


def test_common_forms_are_read_without_numpy(tmp_path: Path) -> None:
    paths = [
        str(sound(tmp_path / f"x.{form}", form=form)) for form in ("WAV", "WAVEX", "RF64", "AIFF", "FLAC")
    ]
    code = (
        "import sys; from pathlib import Path; from stemtui.audio.samples.headers import read_header\n"
        "for path in sys.argv[1:]: read_header(Path(path))\n"
        "sys.exit('numpy' in sys.modules or 'soundfile' in sys.modules)"
    )
    root = Path(__file__).parent.parent
    assert subprocess.run([sys.executable, "-c", code, *paths], cwd=root, check=False).returncode == 0


@pytest.mark.parametrize("form", ["WAV", "WAVEX", "RF64", "AIFF", "W64", "AU"])
def test_a_truncated_copy_is_said_to_be(tmp_path: Path, form: str) -> None:
    path = sound(tmp_path / "x", form=form)
    os.truncate(path, path.stat().st_size // 2)
    held = soundfile.info(path).frames
    header = read_header(path)
    assert header.frames == FRAMES
    assert header.problems == (f"truncated: header claims {FRAMES} frames, the file holds {held}",)
    assert examine(path).damage


@pytest.mark.parametrize("content", [b"ftypM4A ", b"\1\2\3\4", b"RIFF\0\0\0\0NONE", b"RIFF"])
def test_what_is_no_sound_file_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.m4a"
    path.write_bytes(content)
    with pytest.raises(AudioFileError) as error:
        read_header(path)
    assert str(error.value) == (
        "'x.m4a' is not a sound file that libsndfile opens: convert it to WAV or FLAC."
    )


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    for path, words in [
        (tmp_path / "pipe.wav", "'pipe.wav' is a folder, pipe or device"),
        (tmp_path, "is a folder, pipe or device"),
        (Path("/dev/null"), "is a folder, pipe or device"),
        (tmp_path / "gone.wav", "'gone.wav' is not there"),
        (tmp_path / "\0.wav", "could not be read"),
        (tmp_path / "pipe.wav" / "x.wav", "'x.wav' is not there"),
    ]:
        with pytest.raises(AudioFileError, match=words):
            read_header(path)


def test_an_empty_file_is_called_empty(tmp_path: Path) -> None:
    (tmp_path / "x.wav").touch()
    with pytest.raises(AudioFileError, match=r"'x.wav' is empty"):
        read_header(tmp_path / "x.wav")


def test_a_file_named_raw_is_refused_rather_than_guessed_at(tmp_path: Path) -> None:
    (tmp_path / "x.raw").write_bytes(b"\x01\x02" * 500)
    with pytest.raises(AudioFileError, match=r"is not a sound file"):
        read_header(tmp_path / "x.raw")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are Unicode")
def test_a_name_that_is_no_utf_8_opens(tmp_path: Path) -> None:
    source = sound(tmp_path / "x.ogg", form="OGG", subtype="VORBIS")
    name = os.fsencode(tmp_path) + b"/b\xe4ss.ogg"
    os.rename(source, name)
    assert read_header(Path(os.fsdecode(name))).frames == FRAMES


SEEDS = st.sampled_from(["WAV", "WAVEX", "RF64", "AIFF", "FLAC", "W64", "CAF", "AU"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=SEEDS,
    edits=st.lists(st.tuples(st.integers(0, 120), st.integers(0, 255)), max_size=6),
    cut=st.floats(0, 1),
)
def test_a_mutated_header_never_surprises(
    tmp_path: Path, form: str, edits: list[tuple[int, int]], cut: float
) -> None:
    content = bytearray(sound(tmp_path / "x", form=form, subtype="PCM_16").read_bytes())
    for at, value in edits:
        content[at] = value
    (tmp_path / "x").write_bytes(content[: int(len(content) * cut)])
    reads_or_refuses(tmp_path / "x")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    magic=st.sampled_from(
        [b"RIFF....WAVE", b"RF64....WAVE", b"RIFX....WAVE", b"FORM....AIFF", b"FORM....AIFC", b"fLaC"]
    ),
    chunks=st.lists(
        st.tuples(
            st.sampled_from([b"fmt ", b"data", b"bext", b"ds64", b"LIST", b"COMM", b"SSND"]),
            st.integers(0, 2**32 - 1) | st.integers(0, 40),
            st.binary(max_size=60),
        ),
        max_size=6,
    ),
)
def test_random_chunks_never_surprise(
    tmp_path: Path, magic: bytes, chunks: list[tuple[bytes, int, bytes]]
) -> None:
    body = b"".join(name + struct.pack("<I", size) + content for name, size, content in chunks)
    (tmp_path / "x").write_bytes(magic + body)
    reads_or_refuses(tmp_path / "x")
