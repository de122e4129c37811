"""The engine's workers: they change no byte, and whatever becomes of one, the render is whole or says why."""

import errno
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from stemtui import manifest
from stemtui.audio.meters import passages
from stemtui.audio.samples import digests, libsndfile
from stemtui.errors import Refused
from stemtui.render.deliveries.delivery import render
from stemtui.render.engine import engine, workers
from stemtui.render.engine.onepass import cut
from stemtui.render.engine.parcels import packed, unpacked
from stemtui.render.plans.progress import Cancelled, Progress
from stemtui.render.proofs.residuals import Residual
from stemtui.session import Session
from tests import small_sessions as small
from tests.renders import left, wait_for

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")

FRAMES = 30_000


@pytest.fixture(autouse=True)
def many_passages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passage of 20 ms of small sessions' audio; and forks, whatever threads the tests themselves have."""
    monkeypatch.setattr(passages, "HOPS", 4)
    monkeypatch.setattr(engine, "BLOCK", 700)
    monkeypatch.setattr(engine, "can_fork", lambda: True)


@pytest.fixture
def band(tmp_path: Path) -> Session:
    session = small.ordered(small.band(tmp_path), "stem.drums", "stem.bass", "mix.master", "mix.no_gtr")
    for number, track in enumerate(session.tracks):
        small.write(tmp_path / track.file, small.noise(number, FRAMES))
    return session


def printed(root: Path, session: Session, into: str, jobs: int, **manner: Any) -> dict[str, bytes]:
    render(root, session, into=root / into, jobs=jobs, **manner)
    return {path.name: path.read_bytes() for path in (root / into).iterdir()}


def by_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "can_fork", lambda: False)


def children() -> list[str]:
    """Processes that this one has begun and that are not gone, but for those that read for it."""
    reading = {str(process) for process in libsndfile.readers.processes()}
    begun = Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()
    return [process for process in begun if process not in reading]


@pytest.mark.parametrize(
    ("form", "depth"),
    [*((form, depth) for form in ("wav", "aiff") for depth in (16, 24, "32f")), ("flac", 16), ("flac", 24)],
)
def test_workers_print_what_threads_print(
    tmp_path: Path, band: Session, monkeypatch: pytest.MonkeyPatch, depth: int | str, form: str
) -> None:
    session = replace(band, delivery=replace(band.delivery, bit_depth=depth, file_format=form))
    forks, (of_workers, of_threads) = [], ((2, 5), (1, 3)) if depth == 24 else ((5,), (3,))
    monkeypatch.setattr(os, "fork", lambda fork=os.fork: forks.append(1) or fork())
    made = [printed(tmp_path, session, f"workers {jobs}", jobs) for jobs in of_workers]
    assert len(forks) >= sum(of_workers)
    by_threads(monkeypatch)
    made += [printed(tmp_path, session, f"threads {jobs}", jobs) for jobs in of_threads]
    assert all(each == made[0] for each in made[1:])
    assert not children()


@pytest.mark.parametrize("seed", range(6))
def test_any_session_has_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    session, _ = small.random_session(tmp_path, seed)
    made = printed(tmp_path, session, "workers", 3)
    quick = printed(tmp_path, session, "quick workers", 2, metered=False)
    by_threads(monkeypatch)
    assert made == printed(tmp_path, session, "threads", 2)
    assert quick == printed(tmp_path, session, "quick threads", 2, metered=False)


def test_what_a_killed_worker_had_in_hand_is_done_all_the_same(
    tmp_path: Path, band: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, me = printed(tmp_path, band, "whole", 2), os.getpid()
    real = engine.Pass.apart

    def dying(self: engine.Pass, passage: Any) -> Any:
        if os.getpid() != me and passage[0].start >= FRAMES // 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, passage)

    monkeypatch.setattr(engine.Pass, "apart", dying)
    assert printed(tmp_path, band, "again", 2) == whole
    assert not children()


def test_where_no_process_can_be_forked_all_is_printed(
    tmp_path: Path, band: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = printed(tmp_path, band, "whole", 2)

    def refused() -> int:
        raise BlockingIOError("no more processes")

    open_before = len(os.listdir("/proc/self/fd"))
    monkeypatch.setattr(os, "fork", refused)
    assert printed(tmp_path, band, "alone", 2) == whole
    assert len(os.listdir("/proc/self/fd")) == open_before


def test_what_a_worker_fails_at_is_said_as_if_there_were_none(
    tmp_path: Path, band: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / band.tracks[0].file
    real = engine.Pass.apart

    def cutting(self: engine.Pass, passage: Any) -> Any:
        if passage[0].start > FRAMES // 2:
            os.truncate(file, 50_000)
        return real(self, passage)

    monkeypatch.setattr(engine.Pass, "apart", cutting)
    before = left(tmp_path)
    with pytest.raises(Refused, match=f"{file.name!r} breaks off at frame"):
        render(tmp_path, band, jobs=2)
    assert not children()
    assert left(tmp_path) == before and not (tmp_path / "delivery").exists()


def test_what_cannot_be_read_back_for_the_hash_is_said_and_leaves_no_trace(
    tmp_path: Path, band: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> int:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(digests, "read_at", refused)
    before, threads = left(tmp_path), threading.active_count()
    with pytest.raises(Refused, match=r"could not be written: Input/output error"):
        render(tmp_path, band, jobs=2)
    assert not children() and threading.active_count() == threads
    assert left(tmp_path) == before and not (tmp_path / "delivery").exists()


@pytest.mark.parametrize("how", [KeyboardInterrupt, Cancelled])
def test_an_end_on_the_way_leaves_no_worker_and_no_trace(
    tmp_path: Path, band: Session, how: type[BaseException]
) -> None:
    steps: list[Progress] = []

    def progress(step: Progress) -> None:
        steps.append(step)
        if step.done > FRAMES // 2:
            raise how

    names = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(how):
        render(tmp_path, band, jobs=2, progress=progress)
    assert not children() and steps
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_who_waits_long_is_asked_whether_he_still_wants_to() -> None:
    def stopped() -> None:
        raise Cancelled("stopped")

    def endless(number: int) -> list[float]:
        threading.Event().wait(60)
        return [number]

    with (
        pytest.raises(Cancelled),
        workers.working(endless, 3, 2, stopped) as results,
    ):
        next(results)
    assert not children()


def test_one_that_lags_is_not_left_far_behind(tmp_path: Path) -> None:
    held, begun = os.pipe(), tmp_path / "begun"

    def lagging(number: int) -> list[float]:
        with begun.open("ab") as file:
            file.write(b"x")
        if not number:
            os.read(held[0], 1)
        return [number]

    asked = []

    def patient() -> None:
        asked.append(begun.stat().st_size if begun.exists() else 0)
        if len(asked) > 5 and len(set(asked[-5:])) == 1 and asked[-1] > 1:
            os.write(held[1], b"x")

    with workers.working(lagging, 1_000, 2, patient) as results:
        assert next(results) == (0,)
        assert max(asked) <= 10, "all that came is held until the first is there"
        assert [int(one) for (one,) in results] == [*range(1, 1_000)]
    for handle in held:
        os.close(handle)


def test_workers_serve_who_has_a_thousand_files_open() -> None:
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(limits[0], 1_200), limits[1]))
    with ExitStack() as files:
        files.callback(resource.setrlimit, resource.RLIMIT_NOFILE, limits)
        for _ in range(1_050):
            files.enter_context(open(os.devnull, "rb"))
        with workers.working(lambda number: [number], 5, 2, lambda: None) as results:
            assert list(results) == [(0,), (1,), (2,), (3,), (4,)]


KILLED = """
import os, sys
from stemtui.audio.meters import passages
from stemtui.render.engine import engine
from stemtui.cli import main

passages.HOPS, engine.BLOCK, main_process = 4, 700, os.getpid()
real = engine.Pass.apart

def slow(self, passage):
    if os.getpid() != main_process and passage[0].start > 20_000:
        os.write(1, b"%d\\n" % os.getpid())  # at once: print may write the line end apart
        os.read(0, 1)
    return real(self, passage)

engine.Pass.apart = slow
main(["render", sys.argv[1], "--jobs", "2", "--json"])
"""


def test_workers_end_with_the_process_that_began_them(tmp_path: Path, band: Session) -> None:
    manifest.save(band, tmp_path / "stemtui.toml")
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        pids = [int(process.stdout.readline()) for _ in range(2)]
        process.kill()
        wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))
    render(tmp_path, band)
    assert left(tmp_path) == []


def test_the_block_of_a_worst_moment_is_handed_over_only_if_none_before_was_worse() -> None:
    whole, joined, known = Residual(), Residual(), 0.0
    for number, peak in enumerate((0.1, 0.3, 0.2, 0.3, 0.4)):
        block = small.noise(number, 700, 2, peak)
        whole.add(700 * number, block)
        apart = Residual(known)
        apart.add(700 * number, block)
        _, (sent,) = parcel = unpacked(packed(apart.parcel))
        assert sent.size == (block.size if apart.peak > known else 0)
        known = max(known, apart.peak)
        joined.join(parcel)
    assert (joined.worst, joined.measured) == (whole.worst, whole.measured)
    assert joined.worst_block[0] == whole.worst_block[0]
    assert np.array_equal(joined.worst_block[1], whole.worst_block[1])


def numbers() -> st.SearchStrategy[Any]:
    floats = st.floats(allow_nan=False)
    arrays_ = arrays(
        st.sampled_from(["<f4", "<f8"]), array_shapes(min_dims=0, min_side=0), elements=st.just(0.5)
    )
    return st.recursive(
        st.lists(floats).map(tuple) | arrays_, lambda inner: st.lists(inner, min_size=1).map(tuple)
    )


def alike(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and bool((one == other).all())
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    return bool(one == other)


@given(numbers())
def test_a_parcel_comes_out_as_it_was_put_in(parcel: Any) -> None:
    assert alike(unpacked(packed(parcel)), parcel)


def cuts() -> Iterator[tuple[int, int, int]]:
    yield from (
        (48_000, 131_072, 1),
        (44_100, 131_072, 10**8),
        (8_000, 1_000, 12_345),
        (192_000, 70_000, 10**7),
    )


@pytest.mark.parametrize(("rate", "size", "frames"), list(cuts()))
def test_blocks_are_the_span(rate: int, size: int, frames: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passages, "HOPS", 1024)
    found, at = cut(frames, rate, size), 0
    for passage in found:
        assert passage[0].start % passages.passage_frames(rate) == 0
        for block in passage:
            assert block.start == at and 0 < block.frames < 1.6 * size
            at += block.frames
    assert at == frames
