"""Headers that are odd, or false in ways that other facts show: streams, packed forms, files put together."""

import os
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui.audio.headers import examine, read_header
from stemtui.audio.source import open_source
from stemtui.errors import AudioFileError, DamagedFileError
from tests.headers import FMT, FRAMES, chunk, complaint, sound, wave

STREAMED = "streamed: the header gives no length, the file holds {} frames"


@pytest.mark.parametrize(
    ("form", "subtype"),
    [
        ("AIFF", "IMA_ADPCM"),
        ("AIFF", "DWVW_24"),
        ("AU", "G721_32"),
        ("W64", "MS_ADPCM"),
        ("VOC", "PCM_16"),
        ("SDS", "PCM_24"),
        ("PAF", "PCM_24"),
        ("CAF", "ALAW"),
    ],
)
def test_what_is_packed_is_found_cut_off(tmp_path: Path, form: str, subtype: str) -> None:
    path = sound(tmp_path / "x", form=form, subtype=subtype, channels=1)
    whole = open_source(path).frames
    os.truncate(path, path.stat().st_size * 2 // 3)
    assert "truncated: " in complaint(path)
    with pytest.raises(DamagedFileError):
        open_source(path)
    with open_source(path, damaged=True) as source:
        assert source.frames < whole or form == "SDS"  # whose missing packets are silent


@pytest.mark.parametrize("form", ["WAV", "RF64", "AIFF", "CAF"])
def test_files_put_one_behind_the_other_are_not_taken_for_the_first(tmp_path: Path, form: str) -> None:
    path = sound(tmp_path / "x", form=form)
    content = path.read_bytes()
    path.write_bytes(content + content)
    [problem] = read_header(path).problems
    assert problem == examine(path).damage and ("another file begins" in problem or form == "CAF")
    with pytest.raises(DamagedFileError):
        open_source(path)
    with open_source(path, damaged=True) as source:
        assert source.frames == FRAMES


@pytest.mark.parametrize("size", [70_000, 300_001])
def test_what_a_card_had_set_aside_behind_a_file_is_no_sound(tmp_path: Path, size: int) -> None:
    path = sound(tmp_path / "x.wav")
    whole = path.read_bytes()
    path.write_bytes(whole + bytes(size))
    assert (read_header(path).frames, read_header(path).problems) == (FRAMES, ())
    path.write_bytes(whole + bytes(size) + b"\1")
    assert "bytes follow that are no chunk" in read_header(path).problems[0]


@pytest.mark.parametrize(("form", "mark", "behind"), [("AU", b".snd", 0), ("AIFF", b"SSND", 4)])
def test_samples_that_begin_behind_the_end_are_none(
    tmp_path: Path, form: str, mark: bytes, behind: int
) -> None:
    path = sound(tmp_path / "x", form=form)
    content = bytearray(path.read_bytes())
    at = content.index(mark) + 4 + behind
    content[at : at + 4] = b"\x70\0\0\0"
    path.write_bytes(content)
    with pytest.raises(DamagedFileError):
        open_source(path)
    with open_source(path, damaged=True) as source:
        assert source.frames == 0


def test_an_mp3_in_a_wave_that_loses_its_place_is_found_out(tmp_path: Path) -> None:
    """Its `fact` chunk says how many frames there are; the decoder just ends."""
    coded = sound(tmp_path / "x.mp3", form="MP3", subtype="MPEG_LAYER_III").read_bytes()
    body = struct.pack("<HHIIHHHHIHHH", 0x55, 2, 48_000, 16_000, 1, 0, 12, 1, 2, 384, 1, 1393)
    fact = chunk(b"fact", struct.pack("<I", 7 * FRAMES))
    path = wave(tmp_path / "x.wav", chunk(b"fmt ", body), fact, chunk(b"data", coded))
    with pytest.raises(DamagedFileError, match=f"header claims {7 * FRAMES} frames"):
        open_source(path)
    wave(path, chunk(b"fmt ", body), chunk(b"fact", struct.pack("<I", FRAMES)), chunk(b"data", coded))
    with open_source(path) as source:
        assert abs(source.frames - FRAMES) < 2_304


@pytest.mark.parametrize("cut", [1, 1_000])
def test_an_mp3_that_lacks_its_last_bytes_is_truncated(tmp_path: Path, cut: int) -> None:
    path = sound(tmp_path / "x.mp3", form="MP3", subtype="MPEG_LAYER_III")
    os.truncate(path, path.stat().st_size - cut)
    assert "truncated: " in complaint(path)


def test_a_caf_of_no_known_length_goes_to_its_end(tmp_path: Path) -> None:
    """Core Audio and ffmpeg leave -1 there, which the last chunk may have; libsndfile opens none."""
    path = sound(tmp_path / "x.caf", form="CAF")
    content = bytearray(path.read_bytes())
    at = content.index(b"data") + 4
    content[at : at + 8] = b"\xff" * 8
    path.write_bytes(content)
    assert read_header(path).problems == (STREAMED.format(FRAMES),)
    with open_source(path) as source:
        assert np.array_equal(
            source.read(0, FRAMES), soundfile.read(sound(tmp_path / "y.caf", form="CAF"))[0].T
        )


@pytest.mark.parametrize("name", ["x.snd", "x.au", "x.vox", "x.gsm"])
def test_a_name_makes_no_sound_of_what_has_no_header(tmp_path: Path, name: str) -> None:
    """libsndfile opens anything of such a name."""
    path = tmp_path / name
    path.write_bytes(np.random.default_rng(1).bytes(5_000))
    with pytest.raises(AudioFileError, match=f"'{name}' is not a sound file"):
        read_header(path)


@pytest.mark.parametrize("size", [1, 100, 100_000])
def test_a_file_of_zeros_is_said_to_be_one(tmp_path: Path, size: int) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(bytes(size))
    assert complaint(path) == "'x.wav' begins with nothing but zeros, no header: copy or export it again."


@pytest.mark.parametrize(
    "size", [0x7FFFF000, 0x7FFFFF00, 0x7FFFFFFF, 0x80000000, 0xFFFFFFD7, 0xFFFFFFFE, 0xFFFFFFFF]
)
def test_a_size_that_no_writer_knew_goes_to_the_end_of_the_file(tmp_path: Path, size: int) -> None:
    path = wave(tmp_path / "x.wav", FMT, chunk(b"data", bytes(2_000), size), size=min(size + 36, 0xFFFFFFFF))
    assert read_header(path).problems == (STREAMED.format(1000),)
    with open_source(path) as source:
        assert source.frames == 1_000


def test_a_stream_past_4_gib_goes_to_its_end(tmp_path: Path) -> None:
    path = wave(tmp_path / "x.wav", FMT, chunk(b"data", bytes(2_000), 0xFFFFFFFF), size=0xFFFFFFFF)
    os.truncate(path, path.stat().st_size + 2**32)  # sparse: takes no room
    assert read_header(path).problems == (STREAMED.format(2**31 + 1_000),)
