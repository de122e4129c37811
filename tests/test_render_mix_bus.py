"""The mix bus in a render: one curve for all that adds up, a ceiling that holds, proof as without it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui.audio.meters.meter import Meter
from stemtui.render.deliveries.delivery import render
from stemtui.render.deliveries.status import status
from stemtui.render.deliveries.verify import verify
from stemtui.render.engine import engine
from stemtui.session import Compressor, Mix, MixBus, Session
from tests import dynamics
from tests import small_sessions as small

STEMS = ("stem.drums", "stem.bass", "stem.guitars")
STEP = 2.0**-23
HOT = MixBus(gain_db=6.0, ceiling_dbtp=-1.0)
GLUED = replace(HOT, compressor=Compressor(threshold_db=-20.0, ratio=3.0))


def loud(root: Path, bus: MixBus) -> Session:
    """A band whose master mix is driven 6 dB into the limiter in the middle, and quiet at its ends."""
    session = small.band(root, mix_bus=bus)
    for number, track in enumerate(session.tracks):
        channels = 2 if track.id == "gtr" else 1
        small.write(root / track.file, small.noise(number, 48_000, channels, peak=0.5))
    extra = (
        Mix("guitars", "Guitars Only", only=("guitars",)),
        Mix("up", "Bass Up", offsets_db=(("bass", 3.0),)),
    )
    session = replace(session, mixes=(*session.mixes, *extra))
    items = (*STEMS, *(f"mix.{mix.id}" for mix in session.mixes), "track.kick")
    return small.ordered(session, *items, waive="a test")


def printed(root: Path, session: Session, **options: object) -> dict[str, np.ndarray]:
    receipt = render(root, session, **options).as_dict()  # type: ignore[arg-type]
    folder = options.get("into", root / "delivery")
    assert isinstance(folder, Path)
    files = {
        entry["item"]: soundfile.read(folder / entry["file"], always_2d=True)[0].T
        for entry in receipt["file"]
    }
    assert [leg["verdict"] for leg in receipt["proof"]["leg"][:2]] == ["within the bound"] * 2
    return files


def true_peak_dbtp(samples: np.ndarray) -> float:
    meter = Meter(small.RATE, len(samples))
    meter.add(samples)
    return meter.figures.true_peak_dbtp or 0.0


@pytest.mark.parametrize("bus", [HOT, GLUED])
def test_stems_add_up_to_the_limited_master(tmp_path: Path, bus: MixBus) -> None:
    files = printed(tmp_path, loud(tmp_path, bus))
    stems = sum((files[item] for item in STEMS), np.zeros((2, 48_000)))
    assert np.abs(stems - files["mix.master"]).max() <= 4 * 1.5 * STEP
    alternates = files["mix.no_gtr"] + files["mix.guitars"]
    assert np.abs(alternates - files["mix.master"]).max() <= 3 * 1.5 * STEP


def test_the_ceiling_holds_and_what_is_under_it_is_left_alone(tmp_path: Path) -> None:
    free = printed(tmp_path, loud(tmp_path, replace(HOT, ceiling_dbtp=None, gain_db=-8.0)))
    files = printed(tmp_path, loud(tmp_path, HOT))
    assert true_peak_dbtp(free["mix.master"]) + 14.0 > 3.0
    assert -1.5 < true_peak_dbtp(files["mix.master"]) <= -1.0
    assert -1.5 < true_peak_dbtp(files["mix.up"]) <= -1.0
    driven = free["mix.master"] * 10 ** (14 / 20)
    assert np.abs(files["mix.master"] - driven).max() > 0.1
    quiet = slice(0, 4_000)
    assert np.abs(files["mix.master"][:, quiet] - driven[:, quiet]).max() <= 1.5 * STEP + 6 * 1.5 * STEP
    assert np.array_equal(files["track.kick"], free["track.kick"])


def test_the_curve_is_that_of_the_whole_master(tmp_path: Path) -> None:
    session = loud(tmp_path, HOT)
    files = printed(tmp_path, session)
    tracks = {t.id: soundfile.read(tmp_path / t.file, always_2d=True)[0].T for t in session.tracks}
    left = tracks["kick"][0] + tracks["oh_l"][0] + tracks["bass"][0] + tracks["gtr"][0]
    right = tracks["kick"][0] + tracks["oh_r"][0] + tracks["bass"][0] + tracks["gtr"][1]
    master = np.stack([left, right]) * 10 ** (6 / 20)
    expected = master * dynamics.curve(HOT, master)
    assert np.abs(files["mix.master"] - expected).max() <= 1.5 * STEP + 1e-12


def test_a_trim_comes_behind_the_ceiling(tmp_path: Path) -> None:
    session = loud(tmp_path, HOT)
    files = printed(tmp_path, session)
    lower = printed(tmp_path, small.delivered(session, trim_db=-4.0))
    gain = 10 ** (-4 / 20)
    assert np.abs(lower["mix.master"] - files["mix.master"] * gain).max() <= 3 * STEP
    assert np.abs(lower["track.kick"] - files["track.kick"] * gain).max() <= 3 * STEP


def test_neither_blocks_nor_threads_change_a_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = loud(tmp_path, GLUED)
    whole = printed(tmp_path, session, into=tmp_path / "whole")
    monkeypatch.setattr(engine, "BLOCK", 1_000)
    for jobs in (1, 3):
        blocks = printed(tmp_path, session, into=tmp_path / str(jobs), jobs=jobs)
        assert all(np.array_equal(whole[item], blocks[item]) for item in whole)


def test_a_delivery_through_a_limiter_verifies_and_goes_stale_with_it(tmp_path: Path) -> None:
    session = loud(tmp_path, HOT)
    render(tmp_path, session)
    assert verify(tmp_path / "delivery").ok
    assert {one.state for one in status(tmp_path, session)} == {"current"}
    lower = replace(session, mix_bus=replace(HOT, ceiling_dbtp=-3.0))
    states = {one.item: one for one in status(tmp_path, lower)}
    assert states["track.kick"].state == "current"
    assert {states[item].state for item in (*STEMS, "mix.master", "mix.up")} == {"stale"}
    assert "mix_bus_ceiling_dbtp of session was -1, and is -3" in states["stem.bass"].why


def test_a_mix_over_the_ceiling_is_said(tmp_path: Path) -> None:
    session = loud(tmp_path, replace(HOT, ceiling_dbtp=-6.0))
    assert not [said for said in render(tmp_path, session).as_dict()["warnings"] if "Bass Up" in said]
    keyed = tuple(replace(mix, key="master") if mix.id == "up" else mix for mix in session.mixes)
    warnings = render(tmp_path, replace(session, mixes=keyed)).as_dict()["warnings"]
    (said,) = [warning for warning in warnings if "over the ceiling" in warning and "Bass Up" in warning]
    assert "Bass Up MIX is" in said and "(-6 dBTP): the master mix keys its gain" in said
    again = render(tmp_path, replace(session, mixes=keyed, artist="Another")).as_dict()["warnings"]
    assert said in again
