"""The derived bound against what rounding really leaves; dithers that are strangers to each other."""

import math
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui.audio.samples.quantise import Dither, quantise, unit
from stemtui.render.deliveries.delivery import render
from stemtui.render.proofs.proof import Rounded, bound
from stemtui.session import Mix
from tests import small_sessions as small
from tests.reference import Reference

FRAMES = 200_000
ROUNDINGS: tuple[tuple[str, int | str], ...] = tuple(product(("tpdf", "none"), (16, 24, "32f")))
FACTORS = (1.0, -1.0, -0.122, 1.0, -2.5, 0.5)


def left_and_bound(
    depths: tuple[int | str, ...], rounding: str, level: float = 0.3
) -> tuple[float, float, float, float]:
    """RMS and peak of what rounding leaves of such signals times FACTORS, and the bound's."""
    total, signals = np.zeros((2, FRAMES)), []
    for number, (depth, factor) in enumerate(zip(depths, FACTORS, strict=False)):
        exact = np.random.default_rng(number).normal(0.0, level / 4.0, (2, FRAMES)).clip(-level, level)
        dither = Dither(number) if rounding == "tpdf" and depth != "32f" else None
        written = unit(quantise(exact, depth, dither)[0], depth)
        total += (written - exact) * factor
        signals.append(Rounded("tpdf" if dither else "none", depth, float(np.abs(written).max()), factor))
    limit = bound(signals, FRAMES, 100)
    return float(np.sqrt(np.mean(total**2))), float(np.abs(total).max()), limit.rms, limit.peak


def decibels(bound_: float, measured: float) -> float:
    """By how many dB a bound is above what was measured."""
    return 20.0 * math.log10(bound_ / measured)


MIXED = (16, 24, 24, 16, "32f", 24)
"""The word lengths of a null test among files of all sorts."""


@pytest.mark.parametrize("depths", [(16,) * 6, (24,) * 6, MIXED, (24,), ("32f", 16)])
def test_a_dithered_bound_is_never_passed_and_less_than_a_decibel_loose(
    depths: tuple[int | str, ...],
) -> None:
    rms, peak, most_rms, most_peak = left_and_bound(depths, "tpdf")
    assert 0.0 <= decibels(most_rms, rms) < 1.0
    assert 0.0 <= decibels(most_peak, peak) < 12.0


@pytest.mark.parametrize("depths", [(16,) * 6, (24,) * 6, MIXED, (24,), ("32f",) * 6, ("32f", 24)])
def test_an_undithered_bound_is_never_passed(depths: tuple[int | str, ...]) -> None:
    """It allows for errors that follow the signal, as those of equal signals do, and add up."""
    rms, peak, most_rms, most_peak = left_and_bound(depths, "none")
    assert 0.0 <= decibels(most_peak, peak) < 7.0
    assert decibels(most_rms, rms) >= 0.0 and most_rms <= most_peak


@pytest.mark.parametrize("depth", [16, 24, "32f"])
def test_equal_signals_that_are_rounded_alike_come_near_the_undithered_bound(depth: int | str) -> None:
    exact = np.random.default_rng(1).uniform(-0.4, 0.4, (2, FRAMES))
    error = (unit(quantise(exact, depth)[0], depth) - exact) * 3.0
    limit = bound([Rounded("none", depth, 0.4)] * 3, FRAMES, 100)
    assert 0.0 <= decibels(limit.peak, float(np.abs(error).max())) < 0.1


@pytest.mark.parametrize("level", [0.0015, 0.3, 1.9])
def test_the_bound_of_a_float_print_follows_its_own_peak(level: float) -> None:
    _, peak, _, most_peak = left_and_bound(("32f",), "none", level)
    assert 0.0 <= decibels(most_peak, peak) < 0.1


def test_a_factor_scales_what_a_print_may_leave() -> None:
    for rounding, depth in ROUNDINGS:
        once, thrice = (bound([Rounded(rounding, depth, 1.0, f)], FRAMES, 0) for f in (1.0, -3.0))
        assert thrice.peak == pytest.approx(3.0 * once.peak)
        assert thrice.rms == pytest.approx(3.0 * once.rms)


def test_the_dithers_of_all_prints_and_channels_are_independent(tmp_path: Path) -> None:
    """At no shift do the rounding errors of any two channels of a delivery resemble each other."""
    session = small.band(tmp_path)
    for number, track in enumerate(session.tracks):
        samples = small.noise(number, 60_000, channels=2 if track.id == "gtr" else 1)
        small.write(tmp_path / track.file, samples)
    up = Mix("up", "Bass Up", offsets_db=(("bass", 1.5),))
    session = replace(session, mixes=(*session.mixes, up))
    items = ("mix.master", "mix.no_gtr", "mix.up", "stem.drums", "stem.bass", "stem.guitars", "track.kick")
    session = small.delivered(small.ordered(session, *items, waive="a test"), bit_depth=16, trim_db=-0.7)
    receipt = render(tmp_path, session).as_dict()
    reference = Reference(tmp_path, session, small.RATE)
    errors = []
    for entry in receipt["file"]:
        assert entry["rounding"] == "tpdf"
        written = soundfile.read(tmp_path / "delivery" / entry["file"], always_2d=True)[0].T
        errors.extend((written - reference.print_of(entry["item"])) * 32768.0)
    assert len(errors) == 12
    noise = np.vstack(errors)
    assert noise.std(axis=1) == pytest.approx(np.full(12, 0.5), rel=0.02)
    assert largest_correlation(noise) < 7.0 / math.sqrt(noise.shape[1])


def largest_correlation(noise: np.ndarray) -> float:
    """The largest correlation of any two rows at any shift, 1.0 being the same noise."""
    spectra = np.fft.rfft(noise - noise.mean(axis=1, keepdims=True), 2 * noise.shape[1])
    power = np.sqrt(np.square(noise).sum(axis=1))
    most = 0.0
    for one in range(len(noise)):
        for other in range(one):
            products = np.fft.irfft(spectra[one] * np.conj(spectra[other]))
            most = max(most, float(np.abs(products).max() / (power[one] * power[other])))
    return most


def test_the_same_dither_twice_would_be_noticed() -> None:
    noise = Dither(1).noise(0, 20_000, 2)
    late = np.vstack([noise, np.roll(noise[:1], 777)])
    assert largest_correlation(noise) < 7.0 / math.sqrt(20_000)
    assert largest_correlation(late) > 0.9
