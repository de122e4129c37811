"""What a finished pass finds out about its prints: folds, silence, clipping and the trim that cures it."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stemtui.audio.meters import passages
from stemtui.audio.samples.scales import dbfs
from stemtui.errors import Clipping, Problem, Refused
from stemtui.render.deliveries.delivery import render
from stemtui.render.engine import engine
from stemtui.session import Session
from tests import small_sessions as small


def band(root: Path, left: np.ndarray, right: np.ndarray) -> Session:
    """The band with a bass of two channels in its mono stem."""
    session = small.band(root)
    small.write(root / "audio/bass.wav", np.stack([left, right]))
    return session


def problems(root: Path, session: Session) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as refused:
        render(root, session)
    return refused.value.problems


def burst(seed: int, peak: float = 0.1) -> np.ndarray:
    return small.noise(seed, peak=peak)[0]


def test_a_stem_that_would_only_clip_before_its_fold_is_no_problem(tmp_path: Path) -> None:
    sound = burst(1, 0.9)
    session = band(tmp_path, sound, np.zeros_like(sound))
    session = replace(
        session, tracks=tuple(replace(t, gain_db=4.0) if t.id == "bass" else t for t in session.tracks)
    )
    receipt = render(
        tmp_path, small.ordered(session, "stem.bass", waive="their desk has one channel")
    ).as_dict()
    (entry,) = receipt["file"]
    assert -4.0 < entry["peak_dbfs"] < 0.0
    assert not any("clip" in warning for warning in receipt["warnings"])


def test_the_trim_is_for_what_is_printed_and_not_for_what_was_folded_away(tmp_path: Path) -> None:
    """The bass peaks at +4 dB, its fold at -2; the guitars peak at +1, which decides the trim."""
    sound = burst(1, 0.999)
    session = band(tmp_path, sound, np.zeros_like(sound))
    small.write(tmp_path / "audio/gtr.wav", np.stack([burst(2, 0.999)] * 2))
    gains = {"bass": 4.0, "gtr": 1.0}
    session = replace(session, tracks=tuple(replace(t, gain_db=gains.get(t.id, 0.0)) for t in session.tracks))
    (problem,) = problems(tmp_path, small.ordered(session, "stem.bass", "stem.guitars", waive="a test"))
    assert isinstance(problem, Clipping) and "Guitars" in problem.message and "Bass" not in problem.message
    assert -1.1 <= problem.trim_db <= -0.9
    cured = small.delivered(session, trim_db=problem.trim_db)
    render(tmp_path, small.ordered(cured, "stem.bass", "stem.guitars", waive="a test"))


@pytest.mark.parametrize(("pan", "lost"), [(10.0, "-25.6 dB"), (30.0, "-15.2 dB"), (100.0, "-3.0 dB")])
def test_what_a_fold_takes_is_measured_against_the_stem_before_it(
    tmp_path: Path, pan: float, lost: str
) -> None:
    session = small.band(tmp_path)
    tracks = tuple(replace(t, pan=pan) if t.id == "bass" else t for t in session.tracks)
    (problem,) = problems(tmp_path, small.ordered(replace(session, tracks=tracks), "stem.bass"))
    assert problem.waivable and f"what is lost is {lost} relative to the stem" in problem.message


def test_a_fold_is_measured_where_it_loses_nothing_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bass that is silent, then alike on both sides, and then not."""
    monkeypatch.setattr(passages, "HOPS", 4)
    monkeypatch.setattr(engine, "BLOCK", 700)
    left, right = np.zeros((2, 60_000))
    left[20_000:40_000] = right[20_000:40_000] = 0.1
    left[40_000:], right[40_000:] = 0.1, 0.08
    kept, lost = ((left + one * right) / 2 for one in (1.0, -1.0))
    rms = float(np.sqrt(np.mean(lost**2)))
    relative = dbfs(rms / math.hypot(rms, float(np.sqrt(np.mean(kept**2)))))
    session = small.ordered(band(tmp_path, left, right), "stem.bass")
    (problem,) = problems(tmp_path, session)
    assert f"what is lost is {relative:.1f} dB relative to the stem" in problem.message
    receipt = render(tmp_path, small.ordered(session, "stem.bass", waive="a test")).as_dict()
    assert receipt["proof"]["mono_fold"][0]["residual_rms_dbfs"] == round(dbfs(rms), 1)


def test_a_stem_that_cancels_completely_in_its_fold_is_not_called_silent(tmp_path: Path) -> None:
    sound = burst(1)
    session = small.ordered(band(tmp_path, sound, -sound), "stem.bass")
    (problem,) = problems(tmp_path, session)
    assert "Bass STEM is declared mono, and folding it loses audio: what is lost is 0.0 dB" in problem.message
    assert "silent" not in problem.message


def test_a_stem_without_a_sound_is_silent(tmp_path: Path) -> None:
    nothing = np.zeros(9_600)
    (problem,) = problems(tmp_path, small.ordered(band(tmp_path, nothing, nothing), "stem.bass"))
    assert "Bass STEM is silent from start to end" in problem.message


def test_a_stem_that_nobody_hears_is_all_but_silent(tmp_path: Path) -> None:
    faint = burst(1) * 1e-4
    receipt = render(tmp_path, small.ordered(band(tmp_path, faint, faint), "stem.bass")).as_dict()
    (warning,) = [one for one in receipt["warnings"] if "Bass STEM" in one and "silent" in one]
    assert "is all but silent: its peak is -" in warning
    heard = render(tmp_path, small.ordered(band(tmp_path, burst(1), burst(1)), "stem.bass"), force=True)
    assert not any("silent" in one for one in heard.as_dict()["warnings"])
