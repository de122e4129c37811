"""The mix bus limiter: under its ceiling between samples too, alike for any blocks, gone when not needed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemtui.audio.dynamics import GainCurve
from stemtui.session import Compressor, MixBus
from tests.dynamics import RATE, Stereo, both, curve, dbtp, hot_signals, music, sine, true_peak_dbtp

LIMITED = MixBus(ceiling_dbtp=-1.0)
BUSES = (
    LIMITED,
    MixBus(ceiling_dbtp=-3.0, limiter_release_ms=10.0, limiter_lookahead_ms=1.0),
    MixBus(compressor=Compressor(-18.0, 4.0)),
    MixBus(ceiling_dbtp=-1.0, compressor=Compressor(-24.0, 4.0, attack_ms=0.0, makeup_db=9.0)),
)
SIGNALS = dict(hot_signals())
SONG = music(1.0) * 2


@pytest.mark.parametrize("name", SIGNALS)
@pytest.mark.parametrize("drive_db", [1.0, 6.0, 12.0])
def test_no_signal_passes_the_ceiling_between_its_samples(name: str, drive_db: float) -> None:
    hot = SIGNALS[name] * 10 ** (drive_db / 20) / np.abs(SIGNALS[name]).max()
    assert true_peak_dbtp(hot) > -1.0
    assert true_peak_dbtp(hot * curve(LIMITED, hot)) <= -1.0
    fast = MixBus(ceiling_dbtp=-1.0, limiter_release_ms=10.0, limiter_lookahead_ms=1.0)
    assert true_peak_dbtp(hot * curve(fast, hot)) <= -1.0


@pytest.mark.parametrize("frequency", [997 / 48_000, 1 / 4, 0.3, 0.4, 0.45])
@pytest.mark.parametrize("phase", [0.0, 0.125, 0.25])
def test_a_steady_sine_comes_out_at_its_ceiling(frequency: float, phase: float) -> None:
    """Its level in every phase is known without a meter: what it went in at, times the gain."""
    gains = curve(LIMITED, 2 * sine(frequency, phase))
    level = 2 * gains[RATE // 4]
    assert -1.25 <= dbtp(level) <= -0.96


@pytest.mark.parametrize("rate", [8_000, 44_100, 96_000, 192_000])
def test_every_sample_rate_is_limited(rate: int) -> None:
    hot = music(1.0, rate=rate) * 4
    assert true_peak_dbtp(hot * curve(LIMITED, hot, rate=rate)) <= -1.0


def test_what_stays_under_the_ceiling_is_left_alone_to_the_bit() -> None:
    for frequency in (0.01, 0.25, 0.44):
        assert np.array_equal(curve(LIMITED, 0.87 * sine(frequency, 0.1)), np.ones(RATE // 2))
    assert np.array_equal(curve(MixBus(ceiling_dbtp=0.0), music(1.0) / 2), np.ones(RATE))


def test_the_gain_is_exactly_one_again_after_the_release() -> None:
    hit = np.zeros((2, 3 * RATE))
    hit[:, 1_000:1_010] = 2.0
    gains = curve(LIMITED, hit)
    assert gains[1_000:1_010].max() < 0.45
    reduction = 1 - gains[1_000 :: RATE // 20]
    assert reduction[3] / reduction[1] == pytest.approx(np.exp(-1), abs=0.01), "in one time constant, 100 ms"
    assert np.array_equal(gains[2 * RATE :], np.ones(RATE))
    assert np.array_equal(gains[:600], np.ones(600))


@pytest.mark.parametrize("lookahead_ms", [1.0, 5.0, 20.0])
def test_nothing_clicks(lookahead_ms: float) -> None:
    """However high a peak, the gain needs about the lookahead to come down to it, and has no corners."""
    bus = MixBus(ceiling_dbtp=-1.0, limiter_release_ms=1.0, limiter_lookahead_ms=lookahead_ms)
    hit = np.zeros((2, RATE))
    hit[:, 20_000:24_000] = 1_000.0
    gains = curve(bus, hit)
    cells = round(lookahead_ms / 1000 * RATE / 32)
    assert np.abs(np.diff(gains)).max() <= 1 / (32 * cells) + 1e-12
    assert np.abs(np.diff(gains, n=2)).max() <= 1 / (32 * 32 * cells) + 1e-12
    assert gains[20_000 - 32 * (cells + 4)] == 1.0


def test_both_channels_count_alike() -> None:
    left, right = SONG.copy(), SONG[::-1].copy()
    left[1], right[0] = 0.0, 0.0
    assert np.array_equal(curve(LIMITED, left), curve(LIMITED, right))
    assert curve(LIMITED, left).min() < 0.5


@pytest.mark.parametrize("bus", BUSES)
@settings(max_examples=25, deadline=None)
@given(blocks=st.lists(st.integers(0, 9_000), max_size=12), start=st.integers(0, 40_000))
def test_blocks_never_matter(bus: MixBus, blocks: list[int], start: int) -> None:
    song = SONG[:, start:]
    assert np.array_equal(curve(bus, song), curve(bus, song, blocks))


@pytest.mark.parametrize("bus", BUSES)
def test_blocks_of_one_frame_never_matter(bus: MixBus) -> None:
    song = SONG[:, :3_000]
    assert np.array_equal(curve(bus, song), curve(bus, song, [1] * 3_000))


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), stems=st.integers(1, 8), bus=st.sampled_from(BUSES))
def test_keyed_stems_add_up_to_the_limited_master(seed: int, stems: int, bus: MixBus) -> None:
    random = np.random.default_rng(seed)
    parts = [random.standard_normal((2, 6_000)) * random.random() * 2 for _ in range(stems)]
    master = sum(parts, np.zeros((2, 6_000)))
    gains = curve(bus, master)
    together = sum((part * gains for part in parts), np.zeros((2, 6_000)))
    assert np.abs(together - master * gains).max() <= 1e-12


def test_any_audio_is_kept_under_the_ceiling_by_its_samples() -> None:
    @settings(max_examples=40, deadline=None)
    @given(st.integers(0, 2**32 - 1), st.floats(0.001, 0.5), st.floats(0.1, 100.0))
    def check(seed: int, density: float, level: float) -> None:
        random = np.random.default_rng(seed)
        sparse: Stereo = random.standard_normal((2, 8_000)) * level * (random.random((2, 8_000)) < density)
        assert np.abs(sparse * curve(LIMITED, sparse)).max() <= 10 ** (-1.0 / 20)

    check()


def test_the_limiter_hears_the_compressor() -> None:
    """It does nothing to what the compressor has tamed, and holds what its makeup lifts."""
    tamed = Compressor(-30.0, 100.0, attack_ms=0.0)
    alone, before = MixBus(compressor=tamed), MixBus(ceiling_dbtp=-6.0, compressor=tamed)
    assert true_peak_dbtp(SONG) > 0.0
    assert np.array_equal(curve(before, SONG), curve(alone, SONG))
    lifted = MixBus(ceiling_dbtp=-6.0, compressor=Compressor(-30.0, 100.0, attack_ms=0.0, makeup_db=24.0))
    assert -7.0 < true_peak_dbtp(SONG * curve(lifted, SONG)) <= -6.0


def test_the_context_behind_a_block_is_short() -> None:
    assert GainCurve(LIMITED, RATE).after <= 512
    assert GainCurve(BUSES[3], RATE).after <= 512
    assert GainCurve(BUSES[2], RATE).after <= 64


def test_a_mix_bus_without_dynamics_has_no_curve_of_its_own() -> None:
    assert not MixBus(gain_db=3.0).is_dynamic
    assert LIMITED.is_dynamic and BUSES[2].is_dynamic
    assert np.array_equal(curve(MixBus(gain_db=3.0), both(np.ones(100) * 9)), np.ones(100))
