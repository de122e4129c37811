"""What `.ci/fuzz` fuzzes, on the inputs that it begins with, and on those of its finds that were faults."""

from pathlib import Path

import pytest

from tests.fuzz import manifests, sounds
from tests.fuzz.bounds import bounded

TARGETS = (manifests, sounds)


@pytest.mark.parametrize("target", TARGETS, ids=["manifests", "sounds"])
def test_what_fuzzing_begins_with_is_read_or_refused_in_words(tmp_path: Path, target) -> None:
    seeds = list(target.seeds())
    assert len(seeds) > 5
    assert len(set(target.words())) > 40
    for seed in seeds:
        with bounded(len(seed)):
            target.probe(seed, tmp_path)
