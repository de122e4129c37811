"""An engine that is started ahead: it changes no byte, and whatever becomes of it, the render is whole."""

import math
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from stemtui import manifest
from stemtui.audio.samples import libsndfile
from stemtui.errors import AudioFileError, DamagedFileError, Refused, StemtuiError
from stemtui.render.deliveries.delivery import render
from stemtui.render.engine import ahead, engine
from stemtui.render.engine.ahead import Engine, started_ahead
from stemtui.render.engine.measured import Left
from stemtui.render.engine.posting import arrived, posted
from stemtui.render.plans.plan import Feed, Segment, Treatment
from stemtui.render.plans.preparing import prepare
from stemtui.render.plans.progress import Cancelled, Finished, Heard, Progress
from stemtui.render.proofs.proof import Bound
from stemtui.session import Compressor, MixBus, Session
from tests import small_sessions as small
from tests.renders import is_alive, left, wait_for

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs forks")


@pytest.fixture(autouse=True)
def forks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines are started ahead on one core too, whatever threads the tests themselves have."""
    monkeypatch.setattr(ahead, "can_fork", lambda: True)
    monkeypatch.setattr(ahead, "cores", lambda: 2)


@pytest.fixture
def band(tmp_path: Path) -> Session:
    return small.ordered(small.band(tmp_path), "stem.drums", "stem.bass", "mix.master", "mix.no_gtr")


@pytest.fixture
def started(forks: None) -> Iterator[Engine]:
    with started_ahead() as one:
        assert one
        yield one
    assert not children()


def children() -> list[str]:
    """Processes that this one has begun and that are not gone, but for those that read for it."""
    reading = {str(process) for process in libsndfile.readers.processes()}
    begun = Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()
    return [process for process in begun if process not in reading]


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def elsewhere(monkeypatch: pytest.MonkeyPatch, does: Any) -> list[int]:
    """Have engines in other processes do something in place of a pass; how often one was made here."""
    here, real, me = [], engine.run, os.getpid()

    def run(*what: Any, **manner: Any) -> Any:
        if os.getpid() != me:
            return does(*what, **manner)
        here.append(1)
        return real(*what, **manner)

    monkeypatch.setattr(engine, "run", run)
    return here


@pytest.mark.parametrize("metered", [True, False])
def test_it_prints_what_an_engine_in_this_process_prints(
    tmp_path: Path, band: Session, started: Engine, monkeypatch: pytest.MonkeyPatch, metered: bool
) -> None:
    heard: dict[str, list[Any]] = {"here": [], "there": []}
    render(tmp_path, band, into=tmp_path / "here", metered=metered, news=heard["here"].append)
    monkeypatch.setattr(engine, "run", None)
    steps: list[Progress] = []
    render(
        tmp_path, band, into=tmp_path / "there", metered=metered, engine=started,
        news=heard["there"].append, progress=steps.append,
    )  # fmt: skip
    assert content(tmp_path / "here") == content(tmp_path / "there")
    told = {where: [one for one in news if isinstance(one, Finished)] for where, news in heard.items()}
    assert told["here"] == told["there"] and len(told["there"]) == 4
    assert any(isinstance(one, Heard) for one in heard["there"])
    assert steps and steps[-1].done == steps[-1].total
    shares = [step.share for step in steps]
    assert shares == sorted(shares) and shares[-1] == 1.0


@pytest.mark.parametrize("seed", range(4))
def test_a_session_of_any_kind_has_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    session, _ = small.random_session(tmp_path, seed)
    render(tmp_path, session, into=tmp_path / "here")
    with started_ahead() as one:
        monkeypatch.setattr(engine, "run", None)
        render(tmp_path, session, into=tmp_path / "there", engine=one)
    assert content(tmp_path / "here") == content(tmp_path / "there")


def test_a_proof_that_fails_says_the_same(tmp_path: Path, band: Session) -> None:
    """What is left came from the other process, and is listened to in this one."""
    kick = soundfile.read(tmp_path / band.tracks[0].file)[0]
    small.write(tmp_path / "daw.wav", np.stack([np.concatenate((kick, kick))] * 2))
    false, said = replace(band, reference="daw.wav"), []
    with pytest.raises(Refused) as refusal:
        render(tmp_path, false)
    said.append(str(refusal.value))
    with pytest.raises(Refused) as refusal, started_ahead() as one:
        render(tmp_path, false, engine=one)
    said.append(str(refusal.value))
    assert said[0] == said[1] and "the master mix is not the DAW's own print" in said[0]


SEGMENT = Segment(0, 0, -5, 7)


@pytest.mark.parametrize(
    "value",
    [
        None,
        (),
        ("a", 1, -0.0, 1e-320, math.inf, True, ((2, 0.1),), {}),
        {"is": (0.1, 0.2), "Plan": (), "caf\udce9.wav": (1.0, 0.0)},
        Feed("kick", 3, (SEGMENT, SEGMENT), Treatment((0.1 + 0.2, -1.0), 9)),
        MixBus(-3.0, -1.0, compressor=Compressor(-20.0, 2.5)),
        Left(Bound(0.5, 0.1), 9, True, bytes(range(256))),
        Path("/songs/caf\udce9"),
    ],
)
def test_what_is_posted_arrives(value: Any) -> None:
    text = posted(value)
    assert arrived(text) == value and repr(arrived(text)) == repr(value)


@pytest.mark.parametrize(
    "error", [AudioFileError("a"), DamagedFileError("b"), StemtuiError("c"), OSError(28, "No room", "a.wav")]
)
def test_so_do_errors(error: Exception) -> None:
    came = arrived(posted(error))
    assert type(came) is type(error) and came.args == error.args and str(came) == str(error)


@pytest.mark.parametrize("value", [object(), {1, 2}, KeyError("a"), Refused("No.", [])])
def test_what_is_unknown_is_not_posted(value: Any) -> None:
    with pytest.raises(TypeError, match="cannot be posted"):
        posted(value)


def test_a_plan_arrives_whole(tmp_path: Path) -> None:
    for seed in range(6):
        session, _ = small.random_session(tmp_path / str(seed), seed)
        job = prepare(tmp_path / str(seed), session, ())
        assert arrived(posted(job.plan)) == job.plan


def killed(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def broken(*_: Any, **__: Any) -> None:
    raise KeyError("mix.nowhere")


@pytest.mark.parametrize("does", [killed, broken])
def test_what_it_does_not_do_is_done_here(
    tmp_path: Path, band: Session, monkeypatch: pytest.MonkeyPatch, does: Any
) -> None:
    render(tmp_path, band, into=tmp_path / "whole")
    here = elsewhere(monkeypatch, does)
    with started_ahead() as one:
        render(tmp_path, band, engine=one)
    assert here == [1] and not children()
    assert content(tmp_path / "delivery") == content(tmp_path / "whole")


def test_what_a_user_can_act_on_is_said_and_not_done_again(
    tmp_path: Path, band: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: Any, **__: Any) -> None:
        raise AudioFileError("'kick.wav' breaks off.")

    here = elsewhere(monkeypatch, failing)
    before = left(tmp_path)
    with pytest.raises(Refused, match="breaks off"), started_ahead() as one:
        render(tmp_path, band, engine=one)
    assert not here and not children()
    assert left(tmp_path) == before and not (tmp_path / "delivery").exists()


@pytest.mark.parametrize("how", [KeyboardInterrupt, Cancelled])
def test_who_stops_a_render_stops_it(
    tmp_path: Path, band: Session, monkeypatch: pytest.MonkeyPatch, how: type[BaseException]
) -> None:
    elsewhere(monkeypatch, lambda *_, **__: threading.Event().wait(600))
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        if len(asked) > 3 and how is KeyboardInterrupt:
            raise how
        return len(asked) > 3

    names = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(how), started_ahead() as one:
        render(tmp_path, band, engine=one, cancelled=cancelled)
    assert not children()
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_where_no_process_can_be_forked_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise BlockingIOError("no more processes")

    open_before = len(os.listdir("/proc/self/fd"))
    monkeypatch.setattr(os, "fork", refused)
    with started_ahead() as one:
        assert one is None
    assert len(os.listdir("/proc/self/fd")) == open_before


def test_one_core_has_nothing_to_gain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "cores", lambda: 1)
    with started_ahead() as one:
        assert one is None


WAITING = """
import os, sys
from stemtui.render.engine import ahead, engine
from stemtui.cli import main

def waiting(*what, **manner):
    os.write(1, b"%d\\n" % os.getpid())
    os.read(0, 1)

engine.run, ahead.cores = waiting, lambda: 2
main(["render", sys.argv[1], "--json"])
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_ends_with_the_process_that_began_it(tmp_path: Path, band: Session, number: int) -> None:
    manifest.save(band, tmp_path / manifest.NAME)
    with subprocess.Popen(
        [sys.executable, "-c", WAITING, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout
        pid = int(process.stdout.readline())
        assert pid != process.pid
        process.send_signal(number)
        wait_for(lambda: not is_alive(pid))
    render(tmp_path, band)
    assert left(tmp_path) == []


def test_the_first_process_needs_no_samples(tmp_path: Path, band: Session) -> None:
    manifest.save(band, tmp_path / manifest.NAME)
    code = (
        "import sys\nfrom stemtui.render.engine import ahead\nfrom stemtui.cli import main\n"
        "ahead.cores = lambda: 2\nmain(['render', sys.argv[1]])\nprint(*sys.modules)"
    )
    argv = [sys.executable, "-c", code, str(tmp_path)]
    run = subprocess.run(argv, capture_output=True, text=True, check=True)
    loaded = run.stdout.splitlines()[-1].split()
    assert "stemtui.render.papers.page" in loaded
    assert not {"numpy", "soundfile", "stemtui.render.engine.engine"} & set(loaded)
