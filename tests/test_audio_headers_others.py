"""Headers of AIFF, CAF and Ogg: files cut off, never closed, or that claim what no disk holds."""

import os
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui.audio.samples.headers import examine, read_header
from stemtui.audio.samples.source import open_source
from stemtui.errors import DamagedFileError
from tests.headers import FRAMES, complaint, reads_or_refuses, sound


@pytest.mark.parametrize("subtype", ["VORBIS", "OPUS"])
def test_an_ogg_that_ends_inside_a_page_is_truncated(tmp_path: Path, subtype: str) -> None:
    path = sound(tmp_path / "x.ogg", form="OGG", subtype=subtype)
    os.truncate(path, path.stat().st_size - 100)
    assert "truncated: the file ends in the middle of a page" in complaint(path)
    path.write_bytes(b"\0OggS"[1:])
    assert complaint(path).endswith("copy it again, or convert it to plain WAV or FLAC.")


@pytest.mark.parametrize("subtype", ["PCM_24", "ALAC_24"])
def test_a_caf_that_was_cut_off_is_truncated(tmp_path: Path, subtype: str) -> None:
    path = sound(tmp_path / "x.caf", form="CAF", subtype=subtype)
    size = path.stat().st_size
    os.truncate(path, size - size // 3)
    assert "truncated: header claims " in complaint(path)


def test_an_aiff_that_was_never_closed(tmp_path: Path) -> None:
    path = sound(tmp_path / "x", form="AIFF")
    content = bytearray(path.read_bytes())
    at = content.index(b"COMM") + 10
    content[at : at + 4] = bytes(4)
    path.write_bytes(content)
    assert read_header(path).problems[0].startswith("never closed: the data size is 0 while")


def test_an_aiff_that_holds_more_than_it_claims(tmp_path: Path) -> None:
    path = sound(tmp_path / "x", form="AIFF")
    content = bytearray(path.read_bytes())
    at = content.index(b"COMM") + 10
    content[at : at + 4] = struct.pack(">I", 440)
    path.write_bytes(content)
    assert read_header(path).problems == (f"header claims 440 frames, the file holds {FRAMES}",)


@pytest.mark.parametrize("claimed", [2**63 - 1, 2**63 - 60])
def test_a_caf_whose_chunk_ends_beyond_any_disk_is_read_or_refused(tmp_path: Path, claimed: int) -> None:
    path = tmp_path / "x.caf"
    path.write_bytes(b"caff\0\1\0\0" + b"free" + struct.pack(">q", claimed) + bytes(50))
    reads_or_refuses(path)


ID3 = b"ID3\x04\0\0\0\0\0\x0a" + bytes(10)
STARTS: dict[str, tuple[Callable[[bytes, int], bytes], bool]] = {
    "a byte of the first frame": (lambda whole, frame: b"\0" + whole[1:], True),
    "the first frame": (lambda whole, frame: bytes(frame) + whole[frame:], True),
    "the first frame behind a tag": (lambda whole, frame: ID3 + b"x" * frame + whole[frame:], True),
    "half of the first frame": (lambda whole, frame: whole[frame // 2 :], True),
    "nothing": (lambda whole, frame: whole, False),
    "nothing behind a tag": (lambda whole, frame: ID3 + whole, False),
    "nothing, zeros behind a tag": (lambda whole, frame: ID3 + bytes(300) + whole, False),
    "nothing, words before it": (lambda whole, frame: b"words" * 20 + whole, False),
}


@pytest.mark.parametrize("start", STARTS)
def test_an_mp3_whose_first_frame_is_lost_comes_late_and_is_damaged(tmp_path: Path, start: str) -> None:
    """Its decoder skips what is no frame, and then does not know what to drop."""
    sound = np.random.default_rng(3).uniform(-0.3, 0.3, 48_000)
    path = tmp_path / "a.mp3"
    soundfile.write(path, sound, 48_000, format="MP3", subtype="MPEG_LAYER_III")
    spoilt, is_damaged = STARTS[start]
    path.write_bytes(spoilt(path.read_bytes(), 384))
    said = " ".join(read_header(path).problems)
    assert said.startswith("cut or broken at its start: ") if is_damaged else said == ""
    if not is_damaged:
        with open_source(path) as source:
            assert source.frames == 48_000
        return
    with pytest.raises(DamagedFileError, match="cut or broken at its start"):
        open_source(path)
    with open_source(path, damaged=True) as source:
        assert source.read(0, source.frames)[0, 5_000:].any()
        assert "cut or broken at its start" in " ".join(source.header.problems)


def test_frames_that_follow_no_other_are_no_start(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_bytes(b"\xff\xfb\x94\xc4" * 20_000)
    assert "start" not in complaint(tmp_path / "a.mp3")


def test_an_mp3_whose_length_nobody_knows_is_not_cut_in_silence(tmp_path: Path) -> None:
    """A decoder that guesses the length by the first frames stops there, however many follow."""
    path = tmp_path / "a.mp3"
    silence = np.zeros(48_000)
    sound = np.random.default_rng(3).uniform(-0.3, 0.3, 48_000)
    soundfile.write(path, np.append(sound, silence), 48_000, format="MP3", bitrate_mode="VARIABLE")
    whole = path.read_bytes()
    frames, _ = soundfile.read(path)
    assert len(frames) == 96_000
    [size] = [at for at in range(100, 2_000) if whole[at : at + 2] == b"\xff\xfb"][:1]
    path.write_bytes(whole[size:])
    stops, _ = soundfile.read(path)
    assert len(stops) < 90_000
    with pytest.raises(DamagedFileError, match=r"breaks off at frame \d+ \(\d+ frames are in it"):
        open_source(path)
    with open_source(path, damaged=True) as source:
        assert source.frames == len(stops)


def mp3(path: Path) -> bytes:
    """The bytes of an MP3 with a tag that says how many frames it has."""
    samples = np.random.default_rng(3).uniform(-0.3, 0.3, (48_000, 2))
    soundfile.write(path, samples, 48_000, format="MP3", subtype="MPEG_LAYER_III")
    content = path.read_bytes()
    assert b"Xing" in content or b"Info" in content
    return content


@pytest.mark.parametrize("more", [-20, -5, -1, 1, 4])
def test_a_tag_that_counts_frames_wrongly_is_found_out(tmp_path: Path, more: int) -> None:
    """A decoder believes it, and leaves out what it does not count."""
    path = tmp_path / "a.mp3"
    content = mp3(path)
    at = max(content.find(b"Xing"), content.find(b"Info")) + 8
    said = int.from_bytes(content[at : at + 4])
    path.write_bytes(content[:at] + (said + more).to_bytes(4) + content[at + 4 :])
    with pytest.raises(DamagedFileError, match=rf"header claims {48_000 + 1152 * more} frames, 48000 can be"):
        open_source(path)
    with open_source(path, damaged=True) as source:
        assert f"header claims {48_000 + 1152 * more} frames" in " ".join(source.header.problems)


def test_a_stereo_mp3_that_breaks_in_its_middle_is_not_taken_for_half_as_long(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    content = mp3(path)
    half = len(content) // 2
    path.write_bytes(content[:half] + b"\x55" * 700 + content[half + 700 :])
    with pytest.raises(DamagedFileError, match=r"a\.mp3"):
        open_source(path)


@pytest.mark.parametrize("cut", [1, 3, 300])
def test_an_mpeg_stream_without_a_tag_that_ends_inside_a_frame_is_cut(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.mp3"
    samples = np.random.default_rng(3).uniform(-0.3, 0.3, 48_000)
    soundfile.write(path, samples, 48_000, format="MP3", bitrate_mode="CONSTANT", compression_level=0.5)
    content = path.read_bytes()
    bare = content[content.index(b"\xff\xfb", 100) :]
    path.write_bytes(bare)
    with open_source(path) as source:
        assert source.frames > 40_000
    path.write_bytes(bare[:-cut])
    with pytest.raises(DamagedFileError, match="the file ends in the middle of a frame"):
        open_source(path)


def test_an_mp3_behind_another_is_not_lost_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    content = mp3(path)
    path.write_bytes(content + content)
    with pytest.raises(DamagedFileError, match="header claims 48000 frames"):
        open_source(path)


def mp3_at(path: Path, rate: int) -> bytes:
    soundfile.write(path, np.random.default_rng(rate).uniform(-0.3, 0.3, rate), rate, format="MP3")
    return path.read_bytes()


@pytest.mark.parametrize("between", [b"", bytes(900), b"TAG" + bytes(125), b"ID3\4\0\0\0\0\2\0" + bytes(256)])
@pytest.mark.parametrize("rate", [48_000, 44_100, 22_050])
def test_an_mp3_behind_another_is_told_whatever_stands_between(
    tmp_path: Path, rate: int, between: bytes
) -> None:
    """Its decoder stops there without a word: at another rate, or where the first says how long it is."""
    path = tmp_path / "a.mp3"
    first, other = mp3_at(path, 48_000), mp3_at(path, rate)
    path.write_bytes(first + between)
    with open_source(path) as source:
        assert source.frames == 48_000
    path.write_bytes(first + between + other)
    with pytest.raises(DamagedFileError, match=r"others begin behind its last frame|header claims 48000"):
        open_source(path)
    with open_source(path, damaged=True) as source:
        assert source.frames == 48_000 and source.header.problems


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_S8"])
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("form", ["AVR", "NIST", "SDS", "VOC"])
def test_what_stands_behind_all_the_sound_that_a_header_states_is_told(
    tmp_path: Path, form: str, channels: int, subtype: str
) -> None:
    path, subtype = tmp_path / "x", "PCM_U8" if (form, subtype) == ("VOC", "PCM_S8") else subtype
    channels = 1 if form == "SDS" else channels
    soundfile.write(
        path, np.random.default_rng(1).uniform(-0.5, 0.5, (3_000, channels)), 48_000, subtype, format=form
    )
    whole = path.read_bytes()
    assert not examine(path).damage and examine(path).header.frames == 3_000
    path.write_bytes(whole + whole)
    assert "another file begins behind it, near byte" in complaint(path)
    if form in ("AVR", "NIST"):
        path.write_bytes(whole + bytes(1_000))
        assert "of sound, and 1000 more follow" in examine(path).damage
        with open_source(path, damaged=True) as source:
            assert source.frames == 3_000


@pytest.mark.parametrize("packed", [0, 1, 2])
@pytest.mark.parametrize(("subtype", "channels"), [("ALAC_24", 2), ("ALAC_32", 1), ("ALAC_32", 2)])
def test_what_alac_could_not_pack_is_not_read_falsely(
    tmp_path: Path, subtype: str, channels: int, packed: int
) -> None:
    """libsndfile loses the right channel of such a packet without a word."""
    path, samples = tmp_path / "x.caf", np.random.default_rng(1).uniform(-0.9, 0.9, (9_001, channels))
    samples[: packed * 4_096] = 0.25
    soundfile.write(path, samples, 48_000, subtype)
    said = f"its packet at frame {packed * 4_096} is stored unpacked, which libsndfile reads falsely at"
    assert said in complaint(path)
    with pytest.raises(DamagedFileError, match=said):
        open_source(path)
    with open_source(path, damaged=True) as source:
        assert source.frames == packed * 4_096
        assert np.allclose(source.read(0, source.frames).T, samples[: source.frames], atol=1e-6)


@pytest.mark.parametrize(("subtype", "channels"), [("ALAC_16", 2), ("ALAC_24", 1)])
def test_what_alac_could_not_pack_is_read_where_that_is_right(
    tmp_path: Path, subtype: str, channels: int
) -> None:
    path, samples = tmp_path / "x.caf", np.random.default_rng(1).uniform(-0.9, 0.9, (9_001, channels))
    soundfile.write(path, samples, 48_000, subtype)
    with open_source(path) as source:
        assert np.allclose(source.read(0, 9_001).T, samples, atol=1e-4)
