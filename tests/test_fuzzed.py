"""What `.ci/fuzz` fuzzes, on the inputs that it begins with, and on those of its finds that were faults."""

import struct
import tracemalloc
from pathlib import Path

import pytest

from stemtui.audio.source import open_source
from tests.fuzz import manifests, sounds
from tests.fuzz.bounds import bounded
from tests.headers import chunk, wave

TARGETS = (manifests, sounds)


@pytest.mark.parametrize("target", TARGETS, ids=["manifests", "sounds"])
def test_what_fuzzing_begins_with_is_read_or_refused_in_words(tmp_path: Path, target) -> None:
    seeds = list(target.seeds())
    assert len(seeds) > 5
    assert len(set(target.words())) > 40
    for seed in seeds:
        with bounded(len(seed)):
            target.probe(seed, tmp_path)


def test_channels_that_a_few_bytes_claim_take_no_memory(tmp_path: Path) -> None:
    """What a file holds is decoded in blocks: those of a thousand channels would take half a gigabyte."""
    fmt = chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1_000, 48_000, 96_000, 2, 16))
    path = wave(tmp_path / "sound.wav", fmt, chunk(b"data", bytes(4_000)))
    tracemalloc.start()
    try:
        with open_source(path, damaged=True) as source:
            assert (source.channels, source.frames) == (1_000, 2)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 32 * 2**20
