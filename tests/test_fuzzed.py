"""What `.ci/fuzz` fuzzes, on the inputs that it begins with, and on those of its finds that were faults."""

import struct
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui.audio.samples.breaks import decodes
from stemtui.audio.samples.headers import examine
from stemtui.audio.samples.source import open_source
from tests.fuzz import manifests, papers, sounds
from tests.fuzz.bounds import bounded
from tests.headers import chunk, complaint, wave


def most_megabytes(do: Callable[[], object]) -> float:
    """How much memory was held at once while something was done."""
    tracemalloc.start()
    try:
        do()
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


TARGETS = (manifests, sounds, papers)


@pytest.mark.parametrize("target", TARGETS, ids=["manifests", "sounds", "papers"])
def test_what_fuzzing_begins_with_is_read_or_refused_in_words(tmp_path: Path, target) -> None:
    seeds = list(target.seeds())
    assert len(seeds) > 5
    assert len(set(target.words())) > 40
    for seed in seeds:
        with bounded(len(seed)):
            target.probe(seed, tmp_path)


FOUND = sorted((Path(__file__).parent / "fuzz" / "found").glob("*/*"))


@pytest.mark.parametrize("found", FOUND, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_fuzzing_found_is_read_or_refused_in_words(tmp_path: Path, found: Path) -> None:
    """Of all that it found, the few inputs that reach most of what those that it begins with do not."""
    content = found.read_bytes()
    target = {one.__name__.rsplit(".", 1)[-1]: one for one in TARGETS}[found.parent.name]
    with bounded(len(content)):
        target.probe(content, tmp_path)


def test_channels_that_a_few_bytes_claim_take_no_memory(tmp_path: Path) -> None:
    """What a file holds is decoded in blocks: those of a thousand channels would take half a gigabyte."""
    fmt = chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1_000, 48_000, 96_000, 2, 16))
    path = wave(tmp_path / "sound.wav", fmt, chunk(b"data", bytes(4_000)))

    def read() -> None:
        with open_source(path, damaged=True) as source:
            assert (source.channels, source.frames) == (1_000, 2)

    assert most_megabytes(read) < 32


def caf(*chunks: tuple[bytes, int]) -> bytes:
    """A CAF of chunks of zeros, which holds nothing of the last."""
    heads = [(name + size.to_bytes(8), size) for name, size in chunks]
    return b"caff" + bytes(4) + b"".join(head + bytes(size) for head, size in heads[:-1]) + heads[-1][0]


@pytest.mark.parametrize(
    "content",
    [
        bytes(19) + struct.pack("<III", 0, 0xBB00, 0x640000) + bytes(8) + b"wavedata" + bytes(8),
        caf((b"none", 32), (b"kuki", 24), (b"pakt", 28), (b"data", 0x2E000000)),
    ],
    ids=["matlab", "caf"],
)
def test_what_a_few_bytes_say_is_missing_takes_no_memory(tmp_path: Path, content: bytes) -> None:
    """A cut file is filled up for libsndfile, which would have up to gigabytes of it at once."""
    path = tmp_path / "sound"
    path.write_bytes(content)
    assert most_megabytes(lambda: complaint(path)) < 48


def test_a_stream_said_to_begin_behind_the_end_of_its_file_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "sound.au"
    path.write_bytes(struct.pack(">4sIIIII", b".snd", 0xF847FFE7, 0xFFFFFF93, 1, 48_000, 1))
    assert examine(path).header.frames == 0
    assert "holds 0 frames" in complaint(path)


def test_bytes_that_are_said_to_be_missing_are_not_decoded(tmp_path: Path) -> None:
    """Packed sound of 84 bytes, which says that it goes on for gigabytes."""
    path = tmp_path / "sound.aifc"
    form = struct.pack(">HIH", 66, 0x57363464, 16) + bytes.fromhex("400ebb80000000000000") + b"GSM \0\0"
    body = b"FVER" + struct.pack(">II", 4, 0xA2805140) + b"COMM" + struct.pack(">I", len(form)) + form
    body += b"SSND" + struct.pack(">I", 0x6368616E) + bytes(26)
    path.write_bytes(b"FORM" + struct.pack(">I", len(body) + 4) + b"AIFC" + body)
    with bounded(path.stat().st_size), open_source(path, damaged=True) as source:
        assert source.frames == 0


def test_packed_sound_that_says_no_end_ends_with_its_file(tmp_path: Path) -> None:
    """A W64 of GSM whose size cannot be, for which libsndfile would decode blocks for hours."""
    path = tmp_path / "sound.w64"
    soundfile.write(path, np.zeros(3_200), 48_000, format="W64", subtype="GSM610")
    content = bytearray(path.read_bytes())
    size = content.index(b"data\xf3\xac") + 16
    content[size : size + 8] = struct.pack("<Q", 0xD100000000000059)
    path.write_bytes(content)
    with bounded(len(content)), open_source(path, damaged=True) as source:
        assert source.frames == 3_200


def test_what_goes_on_without_end_is_said_to(tmp_path: Path) -> None:
    """However it does: a decoder gives no more frames than a file of that size can hold."""

    class Endless:
        channels, is_past = 1, False

        def __enter__(self) -> "Endless":
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def passed(self, frames: int) -> int:
            return frames

    with bounded(100):
        assert decodes(Endless, 100) == (0, "it goes on without end")  # type: ignore[arg-type]
