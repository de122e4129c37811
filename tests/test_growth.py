"""Growth: four times the tracks are four times the work, counted in calls, which no busy machine changes."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stemtui import manifest, problems, propose
from stemtui.cli.checking import annotations
from stemtui.errors import Problem
from stemtui.header import Header
from stemtui.manifest.saving import in_place
from stemtui.order import line_for
from stemtui.render.plans.planning import make_plan
from stemtui.session import Mix, Session, Stem, Track, assign, edit_tracks, feeding
from tests import small_sessions as small

HEADER = Header("WAV", "PCM_24", 1, 48_000, 48_000)
FEW, MANY = 24, 96


def song(tracks: int, stems: int, mixes: int) -> Session:
    """A session with everything ordered."""
    session = Session(
        title="Song",
        treatment="printed",
        pan_law_db=0.0,
        stems=tuple(Stem(f"s{n}", f"Stem {n}") for n in range(stems)),
        mixes=(Mix("m", "Master"), *(Mix(f"m{n}", f"Mix {n}", without=(f"s{n}",)) for n in range(1, mixes))),
        tracks=tuple(Track(f"t{n}", f"a/{n} Snare.wav", stem=f"s{n % stems}") for n in range(tracks)),
    )
    items = [*(f"stem.{one.id}" for one in session.stems), *(f"mix.{one.id}" for one in session.mixes)]
    return small.ordered(session, *items)


def calls(work: Callable[[], Any]) -> int:
    """How many calls a piece of work takes, Python's and C's."""
    counted = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted


def checked(session: Session) -> Callable[[], Any]:
    headers = {track.id: HEADER for track in session.tracks}
    return lambda: list(problems.check(session, headers))


def planned(session: Session) -> Callable[[], Any]:
    headers = {track.id: HEADER for track in session.tracks}
    return lambda: make_plan(session, headers, session.order).identified()


def saved(session: Session) -> Callable[[], Any]:
    text, last = manifest.dumps(session), session.tracks[-1].id
    edited = edit_tracks(session, [last], gain_db=-1.0)
    return lambda: in_place(text, session, edited, Path("stemtui.toml"))


def proposed(session: Session) -> Callable[[], Any]:
    channels = {track.id: 1 for track in session.tracks}
    bare = Session(tracks=tuple(Track(track.id, track.file) for track in session.tracks))
    return lambda: propose.accept(bare, propose.proposals(bare, channels, []).values(), channels)


def assigned(session: Session) -> Callable[[], Any]:
    return lambda: feeding(assign(session, [track.id for track in session.tracks], "s0"), "s0")


WORK = [checked, planned, saved, proposed, assigned]


@pytest.mark.parametrize("work", WORK)
def test_work_grows_with_the_tracks(work: Callable[[Session], Callable[[], Any]]) -> None:
    work(song(FEW, 8, 3))()  # what is made once and kept
    few, many = (calls(work(song(tracks, 8, 3))) for tracks in (FEW, MANY))
    assert many <= 4.5 * few


@pytest.mark.parametrize("work", [checked, saved])
def test_work_grows_with_tracks_stems_and_mixes(work: Callable[[Session], Callable[[], Any]]) -> None:
    """Each mix holds each stem: their pairs are mixes times stems, and nothing grows faster than these."""
    work(song(FEW, 6, 2))()
    few, many = (calls(work(song(n, n // 4, n // 10))) for n in (FEW, MANY))
    assert many <= 16 * few


def test_an_order_of_everything_is_checked_once_a_line() -> None:
    session = song(MANY, 24, 9)
    assert [line.deliver for line in session.order][-1] == line_for(session, "mix.m8").deliver
    assert calls(checked(session)) < 2_000 * (MANY + len(session.order))


def test_annotations_find_their_lines_at_once(tmp_path: Path) -> None:
    path = tmp_path / "stemtui.toml"

    def annotated(tracks: int) -> Callable[[], Any]:
        path.write_text("format = 1\n" + "".join(f'[track.t{n}]\nfile = "{n}.wav"\n' for n in range(tracks)))
        found = [Problem(f"track.t{n}.file", "not there") for n in range(tracks)]
        return lambda: list(annotations(path, found))

    annotated(FEW)()
    few, many = (calls(annotated(tracks)) for tracks in (FEW, MANY))
    assert many <= 4.5 * few
