"""Headers of FLAC: a file that was cut off is told without reading it, and no other is called so."""

import os
import re
import struct
import tracemalloc
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from stemtui.audio.formats import flac
from stemtui.audio.formats.flac_frames import Followed
from stemtui.audio.samples.headers import examine, read_header
from stemtui.audio.samples.libsndfile import open_sound
from stemtui.audio.samples.source import open_source
from stemtui.errors import DamagedFileError
from tests.headers import sound


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24"])
@pytest.mark.parametrize("kind", ["noise", "silence", "sine"])
@pytest.mark.parametrize("part", [0.3, 0.5, 0.9])
def test_a_flac_that_was_cut_off_is_found_out_unread(
    tmp_path: Path, subtype: str, kind: str, part: float
) -> None:
    frames = 200_003
    rng = np.random.default_rng(2)
    samples = {
        "noise": rng.uniform(-0.5, 0.5, (frames, 2)),
        "silence": np.zeros((frames, 2)),
        "sine": np.sin(np.arange(frames) / 30)[:, None] * [0.3, 0.2],
    }[kind]
    path = tmp_path / "x.flac"
    soundfile.write(path, samples, 48_000, subtype=subtype)
    assert not read_header(path).problems
    size = path.stat().st_size
    with path.open("ab") as file:
        file.write(b"TAG" + bytes(125))  # ID3v1, which some programs leave behind the last frame
    assert not read_header(path).problems
    os.truncate(path, int(size * part))
    [problem] = read_header(path).problems
    assert problem == examine(path).damage
    said, near = problem.rsplit(" ", 1)
    assert said == f"truncated: header claims {frames} frames, the file breaks off near frame"
    decodable = 0
    with open_sound(path) as file, suppress(RuntimeError):
        while read := file.passed(256):
            decodable += read
    assert abs(int(near) - decodable) <= 2 * 4_096


def test_a_flac_that_ends_before_its_first_frame_is_truncated(tmp_path: Path) -> None:
    path = sound(tmp_path / "x.flac", form="FLAC")
    os.truncate(path, 60)
    assert examine(path).damage.endswith("breaks off near frame 0")


def test_a_flac_whose_frames_are_numbered_wrong_is_not_called_truncated(tmp_path: Path) -> None:
    """Some encoders begin to count again on the way: libFLAC decodes such a file, and so it is left alone."""
    path = tmp_path / "x.flac"
    soundfile.write(path, np.random.default_rng(2).uniform(-0.5, 0.5, 98 * 4_096), 48_000)
    content = bytearray(path.read_bytes())
    heads = [at for at in range(len(content) - 8) if content[at : at + 4] == b"\xff\xf8\xca\x08"]
    for at in heads:
        content[at + 4] &= 0x0F
        content[at + 5] = crc8(content[at : at + 5])
    path.write_bytes(content)
    assert len(heads) == 98
    assert not read_header(path).problems


def test_a_flac_whose_blocks_are_longer_than_it_says_is_not_called_truncated(tmp_path: Path) -> None:
    path = tmp_path / "x.flac"
    soundfile.write(path, np.random.default_rng(2).uniform(-0.5, 0.5, 98 * 4_096), 48_000)
    content = bytearray(path.read_bytes())
    content[8:12] = struct.pack(">HH", 1_024, 1_024)
    path.write_bytes(content)
    assert soundfile.info(path).frames == len(soundfile.read(path)[0]) == 98 * 4_096
    assert not read_header(path).problems


def crc8(header: bytes) -> int:
    """The checksum of a FLAC frame's header, bit by bit as a division."""
    remainder = int.from_bytes(header) << 8
    for bit in range(remainder.bit_length() - 1, 7, -1):
        if remainder >> bit & 1:
            remainder ^= 0x107 << (bit - 8)
    return remainder


def test_a_flac_that_does_not_know_its_length(tmp_path: Path) -> None:
    path = sound(tmp_path / "x.flac", form="FLAC")
    content = bytearray(path.read_bytes())
    content[21] &= 0xF0
    content[22:26] = bytes(4)
    path.write_bytes(content)
    assert read_header(path).problems == ("the header does not say how long it is",)


def test_a_flac_with_more_frames_than_its_bytes_can_hold(tmp_path: Path) -> None:
    path = sound(tmp_path / "x.flac", form="FLAC")
    content = bytearray(path.read_bytes())
    content[21] |= 0x0F
    path.write_bytes(content)
    [problem] = read_header(path).problems
    assert problem.startswith("the header claims 6442") and problem.endswith("can hold")


def numbered(tmp_path: Path, frames: int = 40_960) -> tuple[Path, bytes, list[int]]:
    """A FLAC, its bytes, and where its frames begin and the last one ends."""
    path = tmp_path / "x.flac"
    samples = np.random.default_rng(5).uniform(-0.5, 0.5, (frames, 2))
    soundfile.write(path, samples, 48_000, subtype="PCM_24")
    content = path.read_bytes()
    heads = [content.find(b"\xff\xf8\xca\xac" + bytes([number])) for number in range(frames // 4_096)]
    assert min(heads) > 0 and heads == sorted(heads)
    return path, content, [*heads, len(content)]


@pytest.mark.parametrize("number", [0, 3, 8])
def test_a_flac_that_lacks_a_frame_is_not_filled_with_silence(tmp_path: Path, number: int) -> None:
    """Its decoder does that, and says nothing."""
    path, content, heads = numbered(tmp_path)
    path.write_bytes(content[: heads[number]] + content[heads[number + 1] :])
    at = 4_096 * number
    with pytest.raises(DamagedFileError, match=f"breaks off at frame {at} .a frame is missing, there twice"):
        open_source(path)
    with open_source(path, damaged=True) as source:
        assert source.frames == at


def without_length(content: bytes) -> bytes:
    """A FLAC whose encoder could not go back to say how long it is."""
    return content[:21] + bytes([content[21] & 0xF0]) + bytes(4) + content[26:]


def test_a_flac_of_no_known_length_that_lacks_a_frame_is_not_filled_with_silence(tmp_path: Path) -> None:
    path, content, heads = numbered(tmp_path)
    path.write_bytes(without_length(content))
    with open_source(path) as source:
        assert source.frames == 40_960
    path.write_bytes(without_length(content[: heads[3]] + content[heads[4] :]))
    with pytest.raises(DamagedFileError, match=f"breaks off at frame {3 * 4_096}"):
        open_source(path)
    with open_source(path, damaged=True) as source:
        assert source.frames == 3 * 4_096
    path.write_bytes(without_length(content[: heads[0]] + content[heads[3] :]))
    with open_source(path) as source:
        assert source.frames == 40_960 - 3 * 4_096


def test_a_flac_whose_rate_changes_on_its_way_is_told(tmp_path: Path) -> None:
    """Decoders play what follows too fast or too slow."""
    path, content, _ = numbered(tmp_path)
    soundfile.write(path, np.random.default_rng(6).uniform(-0.5, 0.5, (40_960, 2)), 44_100, subtype="PCM_24")
    other = path.read_bytes()
    path.write_bytes(without_length(content) + other[other.index(b"\xff\xf8\xc9") :])
    with pytest.raises(DamagedFileError, match=r"breaks off at frame 40960 .*or at another rate"):
        open_source(path)


def test_a_flac_with_a_frame_twice_does_not_shift_the_rest(tmp_path: Path) -> None:
    path, content, heads = numbered(tmp_path)
    path.write_bytes(content[: heads[4]] + content[heads[3] :])
    with pytest.raises(DamagedFileError, match="breaks off at frame 16384"):
        open_source(path)


def test_a_flac_behind_another_is_not_lost_in_silence(tmp_path: Path) -> None:
    path, content, _ = numbered(tmp_path)
    path.write_bytes(content + content)
    with pytest.raises(DamagedFileError, match="breaks off at frame 40960"):
        open_source(path)
    with open_source(path, damaged=True) as source:
        assert source.frames == 40_960 and "breaks off at frame 40960" in source.header.problems[0]


def test_a_flac_that_goes_on_beyond_what_it_claims_is_damaged(tmp_path: Path) -> None:
    path, content, _ = numbered(tmp_path)
    path.write_bytes(content[:22] + (20_000).to_bytes(4) + content[26:])
    assert examine(path).damage == "header claims 20000 frames, the file goes on to frame 40960"


@pytest.mark.parametrize("behind", [b"TAG" + bytes(125), b"\xff\xf8\xca\xac" * 500])
def test_a_flac_that_is_accepted_is_read_to_its_last_frame_whatever_follows(
    tmp_path: Path, behind: bytes
) -> None:
    path, content, _ = numbered(tmp_path, 36_864)
    path.write_bytes(content + behind)
    for accepted in (False, True):
        with open_source(path, damaged=accepted) as source:
            assert (source.frames, source.header.problems) == (36_864, ())


def test_a_flac_is_read_for_missing_frames_across_stretches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, content, heads = numbered(tmp_path)
    for stretch in (17, 1_000, heads[1] - heads[0]):
        monkeypatch.setattr("stemtui.audio.formats.flac._STRETCH", stretch)
        path.write_bytes(content)
        with open_source(path) as source:
            assert source.frames == 40_960
        path.write_bytes(content[: heads[5]] + content[heads[6] :])
        with pytest.raises(DamagedFileError, match="breaks off at frame 20480"):
            open_source(path)


@pytest.mark.parametrize("frames", [2_000, 200_000])
@pytest.mark.parametrize(("rate", "channels"), [(44_100, 2), (48_000, 1), (48_000, 2)])
def test_a_flac_behind_another_is_told(tmp_path: Path, rate: int, channels: int, frames: int) -> None:
    path, chance = tmp_path / "x.flac", np.random.default_rng(5)
    soundfile.write(path, chance.uniform(-0.5, 0.5, (100_000, 2)), 48_000, subtype="PCM_24")
    first = path.read_bytes()
    soundfile.write(path, chance.uniform(-0.5, 0.5, (frames, channels)), rate, subtype="PCM_24")
    path.write_bytes(first + path.read_bytes())
    said = rf"another file begins behind it, near byte {len(first)}, |goes on to frame {frames}"
    with pytest.raises(DamagedFileError, match=said):
        open_source(path)
    with open_source(path, damaged=True) as source:
        assert source.frames == 100_000 and re.search(said, source.header.problems[0])


@given(st.lists(st.integers(1, 4), min_size=1), st.integers(0, 5))
def test_frames_that_follow_one_another_are_known_again(lengths: list[int], start: int) -> None:
    followed, at = Followed(), start
    there = set()
    for length in lengths:
        followed.add(at, at + length)
        there.add((at, at + length))
        at += length
    near = [(first, first + length) for first in range(at + 3) for length in range(1, 6)]
    assert {span for span in near if followed.has(*span)} == there


def test_following_a_long_flac_takes_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    def peak(frames: int) -> int:
        path = tmp_path / "x.flac"
        soundfile.write(path, np.zeros(4_096 * frames, np.int16), 48_000)
        with path.open("rb") as file:
            tracemalloc.start()
            assert flac.sure_frames(file, path.stat().st_size) is None
            taken = tracemalloc.get_traced_memory()[1] - path.stat().st_size
            tracemalloc.stop()
        return taken

    assert peak(4_000) < peak(40) + 200_000
