"""Sources and prints that have a memory, by workers: the same bytes, whatever happens on the way."""

import errno
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from stemtui.audio.machine.outfile import OutFile
from stemtui.audio.meters import passages
from stemtui.audio.samples import tape
from stemtui.errors import Refused
from stemtui.render.deliveries.delivery import render
from stemtui.render.engine import engine
from stemtui.render.engine.printing import Print
from stemtui.render.engine.reel import Reel
from stemtui.render.plans.progress import Cancelled, Progress
from stemtui.session import Session
from tests import small_sessions as small
from tests.renders import left
from tests.test_render_workers import FRAMES, by_threads, children, printed

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")

FILES = {"kick": "wav", "oh_l": "ogg", "bass": "flac", "gtr": "mp3"}


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for temporary files; short passages; and forks, whatever threads tests have."""
    monkeypatch.setattr(passages, "HOPS", 4)
    monkeypatch.setattr(engine, "BLOCK", 700)
    monkeypatch.setattr(engine, "can_fork", lambda: True)
    (folder := tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def band(tmp_path: Path) -> Session:
    """A kick at 44.1 kHz, an Ogg, a FLAC and an MP3, heard early and late; printed as FLAC."""
    session = small.band(tmp_path)
    tracks = []
    for number, track in enumerate(session.tracks):
        ending = FILES.get(track.id, "wav")
        file, rate = f"audio/{track.id}.{ending}", 44_100 if track.id == "kick" else small.RATE
        samples = small.noise(number, FRAMES, 2 if track.id == "gtr" else 1)
        soundfile.write(tmp_path / file, samples.T, rate)
        tracks.append(replace(track, file=file, delay_samples=300 * number))
    ordered = small.ordered(session, "stem.drums", "stem.bass", "mix.master", "mix.no_gtr", waive="a test")
    session = replace(ordered, tracks=tuple(tracks), sample_rate=small.RATE)
    return small.delivered(session, file_format="flac")


@pytest.fixture
def forks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One for each process that is forked."""
    made: list[int] = []
    monkeypatch.setattr(os, "fork", lambda fork=os.fork: made.append(1) or fork())
    return made


@pytest.mark.parametrize("manner", [{}, {"hashed": True}, {"metered": False}])
def test_workers_print_what_threads_print(
    tmp_path: Path,
    band: Session,
    temporary: Path,
    forks: list[int],
    monkeypatch: pytest.MonkeyPatch,
    manner: dict[str, Any],
) -> None:
    made = [printed(tmp_path, band, f"workers {jobs}", jobs, **manner) for jobs in (2, 5)]
    assert len(forks) >= 2 * 7, "both to decode and print, and to encode"
    assert not children() and not os.listdir(temporary)
    made.append(printed(tmp_path, band, "alone", 1, **manner))
    by_threads(monkeypatch)
    made.append(printed(tmp_path, band, "threads", 3, **manner))
    assert all(each == made[0] for each in made[1:])
    assert (
        soundfile.info(tmp_path / "alone" / min(n for n in made[0] if n.endswith(".flac"))).format == "FLAC"
    )


def no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tape, "_SHARE", 10**12)


def fills_up(monkeypatch: pytest.MonkeyPatch) -> None:
    real = tape.Growing.lay

    def lay(self: tape.Growing, frame: int, samples: Any) -> None:
        if frame:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(self, frame, samples)

    monkeypatch.setattr("stemtui.audio.samples.source._BLOCK", 1_000)
    monkeypatch.setattr(tape.Growing, "lay", lay)


def no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at all")


@pytest.mark.parametrize("lacking", [no_room, fills_up, no_folder])
def test_a_disk_without_room_for_tapes_costs_nothing_but_time(
    tmp_path: Path, band: Session, monkeypatch: pytest.MonkeyPatch, lacking: Callable[..., None]
) -> None:
    whole = printed(tmp_path, band, "whole", 2)
    used: list[int] = []
    real = engine._by_threads
    lacking(monkeypatch)
    monkeypatch.setattr(engine, "_by_threads", lambda *given: used.append(1) or real(*given))
    assert printed(tmp_path, band, "without", 2) == whole
    assert used and not children()


@pytest.mark.parametrize(("room", "work"), [(Reel, "lay"), (Print, "copy")])
def test_what_a_killed_worker_had_in_hand_is_done_all_the_same(
    tmp_path: Path, band: Session, monkeypatch: pytest.MonkeyPatch, room: type, work: str
) -> None:
    whole, me, real = printed(tmp_path, band, "whole", 2), os.getpid(), getattr(room, work)

    def dying(self: Any) -> None:
        if os.getpid() != me:
            os.kill(os.getpid(), signal.SIGKILL)
        real(self)

    monkeypatch.setattr(room, work, dying)
    assert printed(tmp_path, band, "again", 2) == whole
    assert not children()


def test_a_source_that_breaks_off_is_told_as_by_threads(
    tmp_path: Path, band: Session, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flac = tmp_path / "audio/bass.flac"
    os.truncate(flac, flac.stat().st_size - 100)
    said, before = [], left(tmp_path)
    for _ in range(2):
        with pytest.raises(Refused, match=r"'bass.flac' breaks off at frame") as error:
            render(tmp_path, band, jobs=2)
        said.append(str(error.value))
        by_threads(monkeypatch)
    assert said[0] == said[1] and not children() and not os.listdir(temporary)
    assert left(tmp_path) == before and not (tmp_path / "delivery").exists()


def test_a_full_disk_is_told_when_a_print_is_encoded(
    tmp_path: Path, band: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(self: OutFile, data: bytes) -> int:
        self.refusal = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return 0

    monkeypatch.setattr(OutFile, "write", write)
    before = left(tmp_path)
    with pytest.raises(Refused, match=r"\.flac' could not be written: No space left on device"):
        render(tmp_path, band, jobs=2)
    assert not children() and left(tmp_path) == before


@pytest.mark.parametrize("stage", ["Decoding", "Printing", "Encoding"])
@pytest.mark.parametrize("how", [KeyboardInterrupt, Cancelled])
def test_an_end_on_the_way_leaves_no_worker_and_no_trace(
    tmp_path: Path, band: Session, temporary: Path, stage: str, how: type[BaseException]
) -> None:
    def progress(step: Progress) -> None:
        if step.stage == stage and step.done >= step.total // 2:
            raise how

    names = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(how):
        render(tmp_path, band, jobs=2, progress=progress)
    assert not children() and not os.listdir(temporary)
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_the_share_that_is_done_grows_over_all_stages(tmp_path: Path, band: Session) -> None:
    steps: list[Progress] = []
    render(tmp_path, band, jobs=2, progress=steps.append)
    shares = [step.share for step in steps]
    assert list(dict.fromkeys(step.stage for step in steps)) == ["Decoding", "Printing", "Encoding"]
    assert shares == sorted(shares) and shares[0] == 0.0 and 0.5 < shares[-1] < 1.0
    for stage in ("Printing", "Encoding"):
        assert next(step.share for step in steps if step.stage == stage) > 0.1


def test_what_a_print_holds_is_what_was_summed(tmp_path: Path, band: Session) -> None:
    render(tmp_path, band, jobs=2, into=tmp_path / "as flac")
    render(tmp_path, small.delivered(band, file_format="wav"), jobs=2, into=tmp_path / "as wav")
    for path in (tmp_path / "as flac").glob("*.flac"):
        wav = tmp_path / "as wav" / path.with_suffix(".wav").name
        assert np.array_equal(soundfile.read(path, dtype="int32")[0], soundfile.read(wav, dtype="int32")[0])
