"""Headers of WAV, RF64 and W64: what they claim, and what is proven false, chunk by chunk."""

import os
import shutil
import struct
import subprocess
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from stemtui.audio.samples.headers import examine, read_header
from stemtui.audio.samples.source import open_source
from stemtui.errors import AudioFileError
from tests.headers import FMT, FRAMES, bext, chunk, complaint, reads_or_refuses, sound, wave


def test_a_broadcast_wave_has_its_time_reference_and_description(tmp_path: Path) -> None:
    reference = 2**33 + 172_800_000
    path = wave(tmp_path / "x.wav", bext("Scène 4".encode(), reference), FMT, chunk(b"data", bytes(20)))
    header = read_header(path)
    assert (header.time_reference, header.description, header.frames) == (reference, "Scène 4", 10)


def test_a_description_in_latin_1_is_read(tmp_path: Path) -> None:
    path = wave(tmp_path / "x.wav", bext("Scène 4".encode("latin-1"), 0), FMT, chunk(b"data", bytes(20)))
    assert read_header(path).description == "Scène 4"
    assert read_header(path).time_reference == 0


def test_a_bext_chunk_cut_short_gives_no_time_reference(tmp_path: Path) -> None:
    path = wave(tmp_path / "x.wav", chunk(b"bext", b"Kick"), FMT, chunk(b"data", bytes(20)))
    assert (read_header(path).description, read_header(path).time_reference) == ("Kick", None)


def test_chunks_after_the_samples_count(tmp_path: Path) -> None:
    path = wave(tmp_path / "x.wav", FMT, chunk(b"data", bytes(21)), chunk(b"LIST", b"INFO"), bext(b"late", 7))
    header = read_header(path)
    assert (header.frames, header.time_reference, header.problems) == (10, 7, ())


def test_an_odd_chunk_without_its_pad_byte_hides_nothing(tmp_path: Path) -> None:
    unpadded = chunk(b"LIST", b"odd")[:-1]
    path = wave(tmp_path / "x.wav", FMT, unpadded, bext(b"still here", 9), chunk(b"data", bytes(20)))
    assert read_header(path).time_reference == 9


MONO_24 = chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, 48_000, 144_000, 3, 24))


@pytest.mark.parametrize("behind", [b"", chunk(b"LIST", b"INFOIART" + bytes(12)), bext(b"late", 7)])
@pytest.mark.parametrize("pad", [b"\0", b"x", b""])
def test_an_odd_number_of_bytes_of_sound_is_read_right(tmp_path: Path, pad: bytes, behind: bytes) -> None:
    """Mono in 24 bit with an odd number of frames: padded, padded with any byte, and not padded."""
    steps = [-(2**23), -1, 0, 1, 2**23 - 1]
    data = b"data" + struct.pack("<I", 15) + b"".join(n.to_bytes(3, "little", signed=True) for n in steps)
    path = wave(tmp_path / "x.wav", MONO_24, data + pad + behind)
    header = read_header(path)
    assert (header.frames, header.problems) == (5, ())
    assert header.description == ("late" if b"late" in behind else "")
    with open_source(path) as source:
        assert source.read(0, 5)[0].tolist() == [n / 2**23 for n in steps]


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"])
@pytest.mark.parametrize("channels", [1, 2])
def test_the_samples_of_a_w64_are_those_of_libsndfile(tmp_path: Path, subtype: str, channels: int) -> None:
    path = sound(tmp_path / "x.w64", form="W64", subtype=subtype, channels=channels)
    with open_source(path) as source:
        assert np.array_equal(source.read(0, FRAMES), soundfile.read(path, always_2d=True)[0].T)


@pytest.mark.parametrize("riff_size", [0, 8, 36, 0xFFFFFFFF])
@pytest.mark.parametrize("samples", [bytes(4_000), b"\x12\x34" * 2_000])
def test_a_recorder_that_lost_power_never_closed_its_file(
    tmp_path: Path, riff_size: int, samples: bytes
) -> None:
    path = wave(tmp_path / "x.wav", FMT, chunk(b"data", b"", 0), samples, size=riff_size)
    assert read_header(path).problems == (
        "never closed: the data size is 0 while 4000 bytes follow, 2000 frames to the end of the file",
    )
    assert read_header(path).frames == 0


@pytest.mark.parametrize("more", [b"", chunk(b"LIST", b"INFOIART")])
def test_a_file_without_frames_says_so(tmp_path: Path, more: bytes) -> None:
    path = wave(tmp_path / "x.wav", FMT, chunk(b"data", b""), more)
    assert (read_header(path).frames, read_header(path).problems) == (0, ("0 frames",))


@pytest.mark.parametrize(("data", "riff"), [(0xFFFFFFFF, 0xFFFFFFFF), (0x7FFFF000, 0x7FFFF024)])
def test_a_streamed_file_holds_what_it_holds(tmp_path: Path, data: int, riff: int) -> None:
    """As ffmpeg and sox write them into a pipe."""
    path = wave(tmp_path / "x.wav", FMT, chunk(b"data", bytes(2_000), data), size=riff)
    header = read_header(path)
    assert header.frames == soundfile.info(path).frames == 1_000
    assert header.problems == ("streamed: the header gives no length, the file holds 1000 frames",)
    assert not examine(path).damage


def test_a_huge_claim_is_not_believed(tmp_path: Path) -> None:
    path = wave(tmp_path / "x.wav", FMT, chunk(b"data", bytes(2_000), 0xFFFF0000))
    assert read_header(path).problems == (
        f"truncated: header claims {0xFFFF0000 // 2} frames, the file holds 1000",
    )


@pytest.mark.parametrize("claimed", [2**63 - 1, 2**64 - 1, 2**64 - 2])
def test_an_rf64_that_claims_more_than_any_disk_holds(tmp_path: Path, claimed: int) -> None:
    sizes = chunk(b"ds64", struct.pack("<QQQI", claimed, claimed, claimed // 2, 0))
    data = chunk(b"data", bytes(2_000), 0xFFFFFFFF)
    path = wave(tmp_path / "x.wav", sizes, FMT, data, magic=b"RF64")
    assert read_header(path).problems == ("streamed: the header gives no length, the file holds 1000 frames",)


def test_a_wave_written_past_4_gib_is_found_out(tmp_path: Path) -> None:
    path = wave(tmp_path / "x.wav", FMT, chunk(b"data", bytes(2_000)))
    os.truncate(path, path.stat().st_size + 2**32)  # sparse: takes no room
    assert read_header(path).problems == (
        f"header claims 1000 frames, but {2**32} bytes follow that are no chunk, "
        f"{2**31 + 1000} frames to the end of the file",
    )


def test_an_rf64_past_4_gib_is_read(tmp_path: Path) -> None:
    data = 5 * 2**30
    sizes = chunk(b"ds64", struct.pack("<QQQI", data + 72, data, data // 2, 0))
    path = wave(
        tmp_path / "x.wav", sizes, FMT, chunk(b"data", b"", 0xFFFFFFFF), magic=b"RF64", size=0xFFFFFFFF
    )
    os.truncate(path, path.stat().st_size + data)
    header = read_header(path)
    assert (header.format, header.frames, header.problems) == ("RF64", data // 2, ())
    assert soundfile.info(path).frames == data // 2


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg")
def test_ffmpeg_agrees_on_a_broadcast_wave_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    tone = ["-f", "lavfi", "-i", "sine=duration=0.5:sample_rate=48000"]
    tags = ["-write_bext", "1", "-metadata", "time_reference=172800", "-metadata", "description=Take 3"]
    subprocess.run(["ffmpeg", "-v", "error", *tone, *tags, path], check=True)
    header = read_header(path)
    assert (header.time_reference, header.description, header.frames) == (172_800, "Take 3", 24_000)


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg")
def test_ffmpeg_streaming_to_a_pipe_is_recognised(tmp_path: Path) -> None:
    tone = ["-f", "lavfi", "-i", "sine=duration=0.5:sample_rate=48000"]
    streamed = subprocess.run(
        ["ffmpeg", "-v", "error", *tone, "-f", "wav", "-"], check=True, capture_output=True
    )
    (tmp_path / "x.wav").write_bytes(streamed.stdout)
    header = read_header(tmp_path / "x.wav")
    assert header.frames == 24_000
    assert header.problems == ("streamed: the header gives no length, the file holds 24000 frames",)


def test_a_long_file_of_nothing_takes_no_time(tmp_path: Path) -> None:
    path = wave(tmp_path / "x.wav", FMT, chunk(b"junk", b"") * 200_000)
    os.truncate(path, 2**33)
    reads_or_refuses(path)


@pytest.mark.parametrize(
    ("channels", "bits", "block", "said"),
    [
        (64, 24, 6, "the header contradicts itself: 64 channels of 24 bit in 6 bytes"),
        (2, 32, 4, "the header contradicts itself: 2 channels of 32 bit in 4 bytes"),
        (1, 24, 12, "the header contradicts itself: 1 channel of 24 bit in 12 bytes"),
        (2, 16, 6, "the header contradicts itself: 2 channels of 16 bit in 6 bytes"),
        (2, 20, 8, "the header contradicts itself: 2 channels of 20 bit in 8 bytes"),
        (2, 20, 6, ""),
        (2, 12, 4, ""),
        (2, 24, 8, ""),
        (2, 24, 6, ""),
    ],
)
def test_a_form_that_contradicts_itself_is_damage(
    tmp_path: Path, channels: int, bits: int, block: int, said: str
) -> None:
    """Its frames would be read at the wrong places; 24 bit in words of 32 is no contradiction."""
    form = struct.pack("<HHIIHH", 1, channels, 48_000, 48_000 * block, block, bits)
    path = wave(tmp_path / "x.wav", chunk(b"fmt ", form), chunk(b"data", bytes(range(240)) * 20))
    assert complaint(path) in (said, f"'x.wav' does not open, {said}: copy or export it again.")


def in_words(samples: npt.NDArray[np.float64], order: str, shift: int) -> bytes:
    """Samples of 24 bit in words of 32, shifted up or not."""
    return (samples.astype(np.int64) << shift).astype(f"{order}i4").tobytes()


@pytest.mark.parametrize("magic", [b"RIFF", b"RIFX"])
@pytest.mark.parametrize(("tag", "bits"), [(1, 24), (0xFFFE, 24), (0xFFFE, 32)])
@pytest.mark.parametrize("silence", [0, 400_000])
def test_24_bit_in_words_of_32_are_read_where_they_are_the_upper_three_bytes(
    tmp_path: Path, magic: bytes, tag: int, bits: int, silence: int
) -> None:
    """libsndfile reads an extensible one as packed; sound in the lower bytes would be next to silent."""
    order = ">" if magic == b"RIFX" else "<"
    samples = np.concatenate((np.zeros(silence), np.random.default_rng(3).integers(-(2**23), 2**23, 8_000)))
    form = struct.pack(order + "HHIIHHHHIH", tag, 2, 48_000, 384_000, 8, bits, 22, 24, 3, 1)
    fmt = chunk(b"fmt ", form + bytes.fromhex("000000001000800000aa00389b71"), order=order)
    for shift in (8, 0):
        data = chunk(b"data", in_words(samples, order, shift), order=order)
        path = wave(tmp_path / f"x{shift}.wav", fmt, data, magic=magic)
    with open_source(tmp_path / "x8.wav") as source:
        assert source.frames == len(samples) // 2
        assert np.array_equal(source.read(0, source.frames).T.ravel(), samples / 2**23)
    assert "24 bit are not the upper three of their four bytes" in complaint(path)
    with pytest.raises(AudioFileError):
        open_source(path)
