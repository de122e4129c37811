"""Noise-shaped dither, as most programs offer it, is told from what is missing of a mix or was done to it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from stemtui.audio.samples.quantise import Samples
from stemtui.receiving import receive
from stemtui.render.proofs.nulling import null_test
from stemtui.render.proofs.proof import Bound
from stemtui.render.proofs.shaping import Shape, may_be_dither
from tests.parcels import FRAMES, INSTRUMENTAL, MASTER, STEMS, parcel, said, words
from tests.small_sessions import Audio

STEP = 2.0**-15


def shaped(samples: Audio, seed: int) -> Audio:
    """Samples in 16 bit, their error 12 dB an octave louder upwards: (1 - 1/z)^2 of TPDF dither."""
    rng = np.random.default_rng(seed)
    noise = rng.uniform(-0.5, 0.5, (2, *samples.shape)).sum(axis=0)
    told = np.empty_like(samples)
    last = before = np.zeros(len(samples))
    for at, sample in enumerate(samples.T / STEP):
        wanted = sample - 2.0 * last + before
        told[:, at] = np.rint(wanted + noise[:, at])
        last, before = told[:, at] - wanted, last
    return told * STEP


@pytest.fixture(scope="module")
def stems() -> dict[str, Audio]:
    """The stems, each with dither of its own."""
    return {name: shaped(one, seed) for seed, (name, one) in enumerate(STEMS.items())}


def test_mixes_and_stems_with_shaped_dither_add_up(tmp_path: Path, stems: dict[str, Audio]) -> None:
    mixes = {"Master Mix": shaped(MASTER, 20), "Instrumental": shaped(INSTRUMENTAL, 21)}
    parcel(tmp_path, stems | mixes, subtype="PCM_16")
    received = receive(tmp_path)
    assert received.ok and said(received) == []
    assert "noise-shaped dither explains it" in words(received)
    assert [one["shaped_dither"] for one in received.as_dict()["sums"]] == [True, True]


def test_such_files_null_and_it_is_said_why(tmp_path: Path, stems: dict[str, Audio]) -> None:
    parcel(tmp_path, stems | {"Mix": shaped(MASTER, 20)}, subtype="PCM_16")
    found = null_test(tmp_path / "Mix.wav", [tmp_path / f"{name}.wav" for name in stems])
    assert found.nulls and found.as_dict()["shaped_dither"]
    assert found.lines[-1] == "Null: the sum of 4 stems is the mix, but for noise-shaped dither."


def _more(what: str) -> Audio:
    time = np.arange(FRAMES) / 48_000
    hiss = np.random.default_rng(30).normal(0.0, 1e-3, (2, FRAMES))
    treble = np.fft.irfft(np.fft.rfft(hiss) * (np.arange(FRAMES // 2 + 1) > FRAMES * 0.3), FRAMES)
    return {
        "hum": 1e-3 * np.sin(2.0 * np.pi * 50.0 * time) * np.ones((2, 1)),
        "whine": 1e-3 * np.sin(2.0 * np.pi * 19_000.0 * time) * np.ones((2, 1)),
        "hiss": 0.2 * hiss,
        "treble": treble,
        "click": np.where(np.arange(FRAMES) == 50_000, 0.02, 0.0) * np.ones((2, 1)),
        "offset": np.full((2, FRAMES), 3.0 * STEP),
        "music": 0.02 * STEMS["Lead Vocal"],
    }[what]


@pytest.mark.parametrize("what", ["hum", "whine", "hiss", "treble", "click", "offset", "music"])
def test_what_is_missing_is_no_dither(tmp_path: Path, stems: dict[str, Audio], what: str) -> None:
    parcel(tmp_path, stems | {"Mix": shaped(MASTER + _more(what), 20)}, subtype="PCM_16")
    assert not null_test(tmp_path / "Mix.wav", [tmp_path / f"{name}.wav" for name in stems]).nulls
    assert not any(left.is_shaped for left in receive(tmp_path).lefts)


WHITE = Bound(peak=1e-4, rms=1e-5)
RUN = 16 * 1024


def moved(runs: int, loudness: Sequence[float] = (1.0,)) -> Samples:
    """White noise moved to the treble, each run times one of some factors in turn, and half a run more."""
    noise = np.random.default_rng(5).normal(0.0, WHITE.rms, RUN * runs + RUN // 2)
    rest = np.convolve(noise, [1.0, -2.0, 1.0], "same")
    factors = np.repeat([loudness[run % len(loudness)] for run in range(runs + 1)], RUN)[: len(rest)]
    return (rest * factors)[np.newaxis]


def is_dither(rest: Samples, left: Bound | None = None) -> bool:
    shape = Shape()
    shape.add(rest[:, : RUN // 2])  # too short to be heard
    shape.add(rest)
    rms = float(np.sqrt(np.square(rest).mean()))
    return shape.is_dither(left or Bound(peak=5.0 * rms, rms=rms), WHITE)


@pytest.mark.parametrize(
    ("runs", "loudness", "is_so"),
    [(4, [1.0], True), (3, [1.0], False), (16, [1.0, 1.8], True), (16, [1.0, 2.1], False)],
)
def test_dither_is_there_all_the_time_and_for_long_enough(
    runs: int, loudness: list[float], is_so: bool
) -> None:
    assert is_dither(moved(runs, np.array(loudness) / max(loudness))) == is_so


@pytest.mark.parametrize(
    ("rms", "peak", "may_be"),
    [(1.0, 5.0, False), (1.01, 8.0, True), (200.0, 1_599.0, True), (200.1, 5.0, False), (2.0, 16.1, False)],
)
def test_what_is_too_loud_or_stands_out_is_no_dither(rms: float, peak: float, may_be: bool) -> None:
    left = Bound(peak=peak * WHITE.rms, rms=rms * WHITE.rms)
    assert may_be_dither(left, WHITE) == may_be
    assert is_dither(moved(8), left) == may_be


@pytest.mark.parametrize(("step", "is_so"), [(5.9, True), (6.1, False)])
@pytest.mark.parametrize("is_up", [True, False])
def test_the_spectrum_of_dither_has_no_edge(step: float, is_so: bool, is_up: bool) -> None:
    slope = np.geomspace(1.0, step, 100)
    edge = slope[::-1] if is_up else slope
    spectrum = np.concatenate(
        (np.ones(300), edge, np.ones(113))
    )  # of a stretch of 1,024 frames, louder in the treble
    shape = Shape([0.5 * WHITE.rms**2 * spectrum] * 4)
    assert shape.is_dither(Bound(peak=1e-4, rms=2e-5), WHITE) == is_so
