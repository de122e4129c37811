"""Every print against an independent reference, for sessions with a bit of everything."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui.render.deliveries.delivery import render
from stemtui.session import OrderLine, Session
from tests import small_sessions as small
from tests.reference import Reference


def written(root: Path, receipt: dict[str, object]) -> dict[str, small.Audio]:
    """Every print by its item, shape (channels, frames)."""
    files = receipt["file"]
    assert isinstance(files, list)
    read = {f["item"]: soundfile.read(root / "delivery" / f["file"], always_2d=True) for f in files}
    return {item: samples.T for item, (samples, _) in read.items()}


@pytest.mark.parametrize("seed", range(16))
def test_prints_agree_with_the_reference(tmp_path: Path, seed: int) -> None:
    session, references = small.random_session(tmp_path, seed)
    receipt = render(tmp_path, session).as_dict()
    rate = session.delivery.sample_rate or session.sample_rate
    reference = Reference(tmp_path, session, rate, references)
    for item, samples in written(tmp_path, receipt).items():
        expected = reference.print_of(item)
        assert samples.shape == expected.shape, item
        assert np.abs(samples - expected).max() <= allowed(session, expected), item


def allowed(session: Session, expected: small.Audio) -> float:
    """Half a step, or one and a half with TPDF dither; the resampler works to far less than a step."""
    depth = session.delivery.bit_depth
    if not isinstance(depth, int):
        return float(np.spacing(np.float32(np.abs(expected).max()))) / 2 + 1e-9
    return 2.0 ** (1 - depth) * (1.5 if session.delivery.dither == "tpdf" else 0.5) + 1e-9


def test_a_one_track_stem_at_unity_is_its_track_bit_for_bit(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), "stem.bass", "track.bass", waive="that is all there is")
    prints = written(tmp_path, render(tmp_path, session).as_dict())
    source, _ = soundfile.read(tmp_path / "audio/bass.wav", dtype="int32")
    for item in ("stem.bass", "track.bass"):
        assert np.array_equal(prints[item][0] * 2**31, source), item


def test_unity_sums_of_whole_steps_are_exact_and_take_no_dither(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), "stem.drums", "mix.master")
    receipt = render(tmp_path, session).as_dict()
    prints = written(tmp_path, receipt)
    kick, left, right, bass = (small.noise(number)[0] for number in range(4))
    assert np.array_equal(prints["stem.drums"], np.stack((kick + left, kick + right)))
    assert np.array_equal(prints["mix.master"], prints["stem.drums"] + bass + small.noise(4, channels=2))
    assert [file["rounding"] for file in receipt["file"]] == ["exact", "exact"]
    assert "residual_peak_dbfs" not in receipt["proof"]["leg"][0]


def test_a_track_is_delivered_as_its_source(tmp_path: Path) -> None:
    """No gain, pan, polarity, delay or mix bus; its own channels; padded to the span."""
    small.write(tmp_path / "short.wav", small.noise(7, 5000), subtype="PCM_16")
    session = small.band(tmp_path)
    track = small.Track("short", "short.wav", stem="drums", gain_db=-6.0, pan=30.0, invert=True, delay_ms=2.0)
    session = small.replace(session, tracks=(*session.tracks, track))
    session = small.replace(session, mix_bus=small.replace(session.mix_bus, gain_db=-3.0))
    prints = written(tmp_path, render(tmp_path, small.ordered(session, "track.short")).as_dict())
    expected = np.pad(small.noise(7, 5000), ((0, 0), (0, 4600)))
    assert np.array_equal(prints["track.short"], expected)


def test_the_rest_is_what_no_other_stem_delivers(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), "stem.drums", "mix.master")
    session = small.replace(session, order=(*session.order, OrderLine("The rest STEM", "stem", "rest")))
    prints = written(tmp_path, render(tmp_path, session).as_dict())
    assert np.array_equal(prints["stem.drums"] + prints["rest"], prints["mix.master"])


def test_one_source_reaches_beyond_a_block(tmp_path: Path) -> None:
    """Blocks, delays between tracks of one bounce and both directions of time: nothing is lost at a seam."""
    frames = 150_000
    for number in range(2):
        small.write(tmp_path / f"{number}.wav", small.noise(number, frames))
    tracks = (
        small.Track("a", "0.wav", delay_samples=70_000),
        small.Track("b", "1.wav", delay_samples=-5_000),
        small.Track("both", bounce=("a", "b"), stem="s", gain_db=-1.0, delay_samples=-100),
    )
    session = small.Session(
        title="Long",
        treatment="manifest",
        stems=(small.Stem("s", "S"),),
        tracks=tracks,
        sample_rate=small.RATE,
    )
    session = small.ordered(small.delivered(session, dither="none"), "stem.s", "track.a", "track.both")
    prints = written(tmp_path, render(tmp_path, session).as_dict())
    reference = Reference(tmp_path, session, small.RATE)
    for item, samples in prints.items():
        assert np.abs(samples - reference.print_of(item)).max() <= 2.0**-24 + 1e-9, item
