"""What one channel would lose of a mono stem, measured before anything is printed."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui import manifest, scan
from stemtui.header import Header
from stemtui.render.deliveries.delivery import render
from stemtui.render.engine.folding import fold_db
from stemtui.session import Session, Stem, Track
from stemtui.tui.panes.folding import sound
from stemtui.tui.rendering.printed import folds_lost
from tests import small_sessions as small
from tests.driver import story

RATE = 48000
SESSION = Session(
    title="Low",
    treatment="manifest",
    pan_law_db=-3.0,
    stems=(Stem("bass", "Bass", "mono"), Stem("keys", "Keys")),
    tracks=(
        Track("di", "di.wav", "DI", "bass", pan=-30.0, gain_db=-3.0),
        Track("amp", "amp.wav", "Amp", "bass"),
        Track("synth", "synth.wav", "Synth", "bass", pan=20.0),
        Track("organ", "organ.wav", "Organ", "keys"),
    ),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three seconds of a DI, an amplifier and a stereo synthesizer, and an organ that is no matter here."""
    for number, track in enumerate(SESSION.tracks):
        small.write(
            tmp_path / track.file, small.noise(number, 3 * RATE, 2 if track.id == "synth" else 1), RATE
        )
    manifest.save(SESSION, tmp_path / manifest.NAME)
    return tmp_path


def measured(session: Session, stem: str, root: Path, wanted: bool = True) -> float | None:
    """What folding a stem loses."""
    headers = {key: one for key, one in scan.headers(root, session).items() if isinstance(one, Header)}
    return fold_db(session, stem, headers, root, lambda: wanted)


def by_hand(root: Path) -> float:
    """The same for the bass, from the samples: constant power for mono files, a balance for stereo ones."""
    di, amp, synth = (soundfile.read(root / f"{key}.wav")[0] for key in ("di", "amp", "synth"))
    angle, gain, middle = 0.7 * math.pi / 4, 10 ** (-3 / 20), math.sqrt(0.5)
    left = di * gain * math.cos(angle) + amp * middle + synth[:, 0] * 0.8
    right = di * gain * math.sin(angle) + amp * middle + synth[:, 1]
    kept, lost = (left + right) / 2, (left - right) / 2
    return float(10 * np.log10(np.mean(lost**2) / (np.mean(lost**2) + np.mean(kept**2))))


def test_the_loss_is_what_numpy_finds(root: Path) -> None:
    assert measured(SESSION, "bass", root) == pytest.approx(by_hand(root), abs=1e-6)


def test_nothing_is_lost_of_what_is_the_same_on_both_sides(root: Path) -> None:
    centred = replace(SESSION, tracks=tuple(replace(t, pan=0.0) for t in SESSION.tracks if t.id != "synth"))
    lost = measured(centred, "bass", root)
    assert lost is not None and lost < -300.0


def test_what_is_no_longer_wanted_is_given_up(root: Path) -> None:
    assert measured(SESSION, "bass", root, wanted=False) is None


@pytest.mark.parametrize("seed", [0, 1, 7])
def test_what_is_measured_is_what_the_print_then_loses(tmp_path: Path, seed: int) -> None:
    session, _ = small.random_session(tmp_path, seed)
    lost = folds_lost(render(tmp_path, session).as_dict())
    assert "stem.bass" in lost
    for item, db in lost.items():
        assert measured(session, item.removeprefix("stem."), tmp_path) == pytest.approx(db, abs=0.15)


def test_it_is_measured_anew_only_for_what_a_stem_sounds_of() -> None:
    def with_track(key: str, **fields: object) -> Session:
        tracks = (replace(t, **fields) if t.id == key else t for t in SESSION.tracks)  # type: ignore[arg-type]
        return replace(SESSION, tracks=tuple(tracks))

    assert sound(with_track("di", pan=0.0), "bass") != sound(SESSION, "bass")
    assert sound(replace(SESSION, pan_law_db=-6.0), "bass") != sound(SESSION, "bass")
    assert sound(with_track("organ", pan=50.0), "bass") == sound(SESSION, "bass")


async def test_the_cursor_on_a_mono_stem_says_what_it_would_lose(root: Path) -> None:
    share = f"{100 * 10 ** (by_hand(root) / 10):.2g} % of its energy ({by_hand(root):.1f} dB)"
    async with story(root) as told:
        await told.press("tab")
        await told.see(
            f"2 of its tracks are off centre or stereo: folded into one channel it loses {share}; c"
        )
        await told.press("c")
        await told.not_see("off centre")
