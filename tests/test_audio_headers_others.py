"""Headers of AIFF, CAF and Ogg: files cut off, never closed, or that claim what no disk holds."""

import os
import struct
from pathlib import Path

import pytest

from stemtui.audio.headers import read_header
from tests.headers import FRAMES, complaint, reads_or_refuses, sound


@pytest.mark.parametrize("subtype", ["VORBIS", "OPUS"])
def test_an_ogg_that_ends_inside_a_page_is_truncated(tmp_path: Path, subtype: str) -> None:
    path = sound(tmp_path / "x.ogg", form="OGG", subtype=subtype)
    os.truncate(path, path.stat().st_size - 100)
    assert "truncated: the file ends in the middle of a page" in complaint(path)
    path.write_bytes(b"\0OggS"[1:])
    assert complaint(path).endswith("convert it to WAV or FLAC.")


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
