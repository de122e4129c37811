"""The engine's threads: they change no byte, hold no more than a block each, and end with the render."""

import os
import threading
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
import soundfile

from stemtui.errors import Refused
from stemtui.render.deliveries.delivery import render
from stemtui.render.engine import engine
from stemtui.render.plans.progress import Progress
from stemtui.session import Session
from tests import small_sessions as small
from tests.standing import PRINTS


def printed(root: Path, session: Session, into: str, jobs: int = 0) -> dict[str, bytes]:
    render(root, session, into=root / into, jobs=jobs)
    return {path.name: path.read_bytes() for path in (root / into).iterdir()}


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4, 9])
def test_any_number_of_threads_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    session, _ = small.random_session(tmp_path, seed)
    whole = printed(tmp_path, session, "whole")
    monkeypatch.setattr(engine, "BLOCK", 1_024)
    deliveries = []
    for threads in (1, 2, 5):
        deliveries.append(printed(tmp_path, session, f"threads {threads}", threads))
    assert deliveries[0] == deliveries[1] == deliveries[2]
    sounds = {name for name in whole if name.endswith(PRINTS)}
    assert len(sounds) > 5
    assert all(deliveries[0][name] == whole[name] for name in sounds)


def test_a_longer_session_takes_no_more_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BLOCK", 8_192)
    monkeypatch.setattr(engine, "can_fork", lambda: False)  # what workers take is not traced here
    peaks: dict[int, list[int]] = {30: [], 90: []}  # 30: long enough for each thread to measure
    for blocks, found in peaks.items():
        root = tmp_path / str(blocks)
        session = small.ordered(small.band(root), "stem.drums", "mix.master", "mix.no_gtr")
        for number, track in enumerate(session.tracks):
            small.write(root / track.file, small.noise(number, blocks * 8_192))
        for _ in range(2):  # what Python has not yet cleared away is chance: several renders of each
            tracemalloc.start()
            render(root, session, force=True)
            found.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert max(peaks[90]) < max(peaks[30]) * 1.2


def test_a_source_that_breaks_off_ends_every_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BLOCK", 1_024)
    session = small.band(tmp_path)
    flac = tmp_path / "audio/bass.flac"
    soundfile.write(flac, small.noise(3)[0], small.RATE, subtype="PCM_24")
    os.truncate(flac, flac.stat().st_size - 100)  # more is seen from its header alone
    tracks = tuple(replace(t, file="audio/bass.flac") if t.id == "bass" else t for t in session.tracks)
    before, names = threading.active_count(), sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(Refused, match=r"'bass.flac' breaks off at frame"):
        render(tmp_path, small.ordered(replace(session, tracks=tracks), "mix.master"))
    assert threading.active_count() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_an_interrupt_while_it_prints_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BLOCK", 1_024)
    session = small.ordered(small.band(tmp_path), "mix.master", "stem.drums")
    before, names = threading.active_count(), sorted(path.name for path in tmp_path.iterdir())

    def interrupted(progress: Progress) -> None:
        if progress.stage == "Printing" and progress.done >= 3 * 1_024:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render(tmp_path, session, progress=interrupted)
    assert threading.active_count() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == names
