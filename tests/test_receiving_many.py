"""Folders of very many files: what they cost grows about as their number does."""

import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stemtui.receiving.sounds import fitting
from stemtui.receiving.sounds.hearing import ALL_CELLS, Asked, Grid, Heard, hear
from stemtui.receiving.sounds.turning import turned
from tests.parcels import FRAMES, parcel, sound

_CELLS = 1_024


def test_many_files_are_sketched_in_fewer_cells_and_few_as_before() -> None:
    minute = 60 * 48_000
    few, many = Grid.over(minute, 200), Grid.over(minute, 1_000)
    assert few == Grid.over(minute)
    assert few.cells > 1.5 * many.cells
    assert 1_000 * many.cells < 3 * ALL_CELLS


def test_one_more_file_needs_no_new_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mix of two hundred files beside the sum of half of them, which other gains explain too."""
    rng = np.random.default_rng(3)
    files = rng.standard_normal((200, 1_000))
    files[0] = files[1:100].sum(axis=0)
    mix = files[1:].sum(axis=0)
    factored: list[int] = []
    cholesky = fitting._cholesky
    monkeypatch.setattr(fitting, "_cholesky", lambda gram: (factored.append(len(gram)), cholesky(gram))[1])
    found = fitting.gains(files @ files.T, files @ mix, float(mix @ mix))
    wanted = np.concatenate(([1.0], np.zeros(99), np.ones(100)))
    np.testing.assert_allclose(found, wanted, atol=1e-6)
    assert len(factored) < 20


def test_sides_of_many_files_are_tried_in_little_memory(tmp_path: Path) -> None:
    """Every way of every file with each other would be 200 MB; the loudest are tried."""
    parcel(tmp_path, {"Keys": sound(1)})
    (one,) = hear([Asked(tmp_path / "Keys.wav", "Keys.wav")], Grid.over(FRAMES))
    assert isinstance(one, Heard)
    rng = np.random.default_rng(4)
    sketches = rng.standard_normal((600, 2, _CELLS))
    loudest = [2.0 if at == 7 else 1.0 for at in range(600)]
    heard = [replace(one, sketch=own, energy=by) for own, by in zip(sketches, loudest, strict=True)]
    mix = replace(one, sketch=sketches[:40].sum(axis=0) - sketches[7] + sketches[7, ::-1])
    tracemalloc.start()
    ways = next(turned([*heard[:40], mix, *heard[40:]], [40], {40}))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert ways.get(7) == "swapped"
    assert peak < 120e6
