"""Forms whose headers state no length: what can be known of them is said, and read as libsndfile does."""

import os
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui.audio.samples.headers import examine, read_header
from stemtui.audio.samples.source import open_source
from stemtui.errors import DamagedFileError
from tests.headers import FMT, FRAMES, chunk, complaint, sound, wave

ENDLESS = [
    (form, subtype, order)
    for form in ("IRCAM", "PAF", "PVF", "XI")
    for subtype in soundfile.available_subtypes(form)
    for order in ("LITTLE", "BIG")
    if soundfile.check_format(form, subtype, order)
]
STREAMED = "streamed: the header gives no length, the file holds"


@pytest.mark.parametrize(("form", "subtype", "order"), ENDLESS)
def test_a_form_that_states_no_length_is_read_to_its_end_and_that_is_said(
    tmp_path: Path, form: str, subtype: str, order: str
) -> None:
    path, channels = tmp_path / "x", 1 if form == "XI" else 3
    samples = np.random.default_rng(3).uniform(-0.5, 0.5, (4_800, channels))
    soundfile.write(path, samples, 48_000, subtype, order, form)
    expected, rate = soundfile.read(path, always_2d=True)
    header = read_header(path)
    assert (header.format, header.subtype, header.channels) == (form, subtype, channels)
    assert (header.frames, header.samplerate) == (len(expected), rate)
    assert header.problems[0].startswith(STREAMED)
    with open_source(path) as source:
        assert np.array_equal(source.read(0, source.frames).T, expected)


@pytest.mark.parametrize(
    ("form", "subtype"),
    [("IRCAM", "PCM_16"), ("PAF", "PCM_24"), ("PAF", "PCM_16"), ("PVF", "PCM_32"), ("XI", "DPCM_16")],
)
def test_what_is_cut_within_a_frame_is_damaged_though_no_length_is_stated(
    tmp_path: Path, form: str, subtype: str
) -> None:
    path = sound(tmp_path / "x", form=form, subtype=subtype, channels=1)
    os.truncate(path, path.stat().st_size - 1)
    assert "truncated: " in complaint(path)
    with pytest.raises(DamagedFileError):
        open_source(path)
    with open_source(path, damaged=True) as source:
        assert abs(source.frames - FRAMES) < 10


@pytest.mark.parametrize(("channels", "cut", "is_cut"), [(1, 1, False), (1, 2, True), (2, 2, True)])
def test_a_streamed_wav_that_ends_within_a_frame_was_cut(
    tmp_path: Path, channels: int, cut: int, is_cut: bool
) -> None:
    """One byte behind the last frame may be there to make an odd size even."""
    form = struct.pack("<HHIIHH", 1, channels, 48_000, 144_000 * channels, 3 * channels, 24)
    data = bytes(range(1, 256)) * channels + bytes(range(1, cut + 1))
    path = wave(tmp_path / "x.wav", chunk(b"fmt ", form), b"data\xff\xff\xff\xff" + data)
    said = "truncated: the file ends in the middle of a frame, 85 frames before it"
    assert (read_header(path).problems == (said,)) is is_cut
    with open_source(path, damaged=True) as source:
        assert source.frames == 85


def test_chunks_behind_a_streamed_sound_are_no_part_of_a_frame(tmp_path: Path) -> None:
    behind = chunk(b"LIST", b"INFOISFT" + struct.pack("<I", 6) + b"Lavf6\0")
    path = wave(tmp_path / "x.wav", FMT, chunk(b"data", bytes(range(1, 201)) * 5 + behind, 0xFFFFFFFF))
    assert "are no sound: 500 frames before them" in complaint(path)


@pytest.mark.parametrize(
    ("sounds", "size", "said"), [(2, 0, "holds 2 sounds"), (1, FRAMES, "the file holds")]
)
def test_an_instrument_of_more_than_one_sound_is_not_read_as_one(
    tmp_path: Path, sounds: int, size: int, said: str
) -> None:
    path = sound(tmp_path / "x", form="XI", subtype="DPCM_16", channels=1)
    content = bytearray(path.read_bytes())
    content[296:302] = struct.pack("<HI", sounds, size)
    path.write_bytes(content)
    assert said in examine(path).damage
    with pytest.raises(DamagedFileError):
        open_source(path)


def test_a_nist_of_coded_samples_that_was_cut_is_truncated(tmp_path: Path) -> None:
    """libsndfile writes the bytes of a sample as text there."""
    path = sound(tmp_path / "x", form="NIST", subtype="ULAW")
    assert read_header(path).problems == ()
    os.truncate(path, path.stat().st_size - 500)
    assert "truncated: " in complaint(path)
