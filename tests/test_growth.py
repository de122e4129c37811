"""Growth: four times the tracks are four times the work, counted in calls, which no busy machine changes."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stemtui import manifest, problems, propose
from stemtui.cli.checking import annotations
from stemtui.contents import Contents
from stemtui.errors import Problem
from stemtui.header import Header
from stemtui.history import History
from stemtui.manifest.saving import in_place
from stemtui.order import line_for
from stemtui.remembering import remembered
from stemtui.render.plans import beforehand, equations
from stemtui.render.plans.beforehand import silent_or_alike
from stemtui.render.plans.planning import make_plan
from stemtui.render.plans.routing import as_heard
from stemtui.selection import Selection
from stemtui.session import Mix, Session, Stem, Track, assign, edit_tracks, family, feeding, normal_path
from stemtui.suggest import folder
from stemtui.tui.desk.assigning import put_in_number
from stemtui.tui.desk.desk import Desk
from stemtui.tui.panes.bars import title_line
from stemtui.tui.panes.lists import tracks_share
from stemtui.tui.panes.track_rows import track_widths
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

    def work() -> Session:
        for kept in (folder.read_once, propose.stems._suggested, propose.stems._paired):
            kept.cache_clear()
        return propose.accept(bare, propose.proposals(bare, channels, []).values(), channels)

    return work


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


def test_each_track_is_followed_to_what_it_is_heard_in_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many mixes hold it: each of them only looks at what is known of all its tracks."""
    followed = []
    monkeypatch.setattr(beforehand, "as_heard", lambda *of: (followed.append(of[2].id), as_heard(*of))[1])
    session = song(MANY, 24, 9)
    silent_or_alike(session, {track.id: HEADER for track in session.tracks}, {})
    assert len(followed) == MANY


def test_what_lies_below_a_stem_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many mixes hold it, in the formula of each."""
    asked = []
    monkeypatch.setattr(equations, "family", lambda *of: (asked.append(of[1]), family(*of))[1])
    session = song(MANY, 24, 9)
    make_plan(session, {track.id: HEADER for track in session.tracks}, session.order)
    assert asked == [stem.id for stem in session.stems]


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


def opened(session: Session) -> Desk:
    headers = {track.id: HEADER for track in session.tracks}
    known = {normal_path(track.file): HEADER for track in session.tracks}
    contents = Contents(tuple(known), known)
    cursor = Selection(f"track.{session.tracks[0].id}")
    return Desk(History(session), session, headers=headers, contents=contents, tracks=cursor)


def test_an_assignment_leaves_alone_what_hangs_on_names_and_headers() -> None:
    drawn = []
    for tracks in (100, 1000):
        desk = put_in_number(opened(song(tracks, 4, 2)), 1)
        draw(desk)
        drawn.append(calls(lambda desk=desk: draw(put_in_number(desk, 2))))
    assert drawn[1] < 4 * drawn[0]  # ten times the tracks


def draw(desk: Desk) -> None:
    tracks_share(desk, 77)
    title_line(desk, 60)
    track_widths(desk, 39)


def test_an_edit_of_a_file_is_seen_by_every_index() -> None:
    session = song(3, 2, 2)
    assert session.track_names and session.files and session.track_items
    edited = edit_tracks(edit_tracks(session, ["t1"], stem="s0"), ["t1"], file="b/other.wav", name="Other")
    assert ("t1", "b/other.wav", "Other") in edited.track_names
    assert "b/other.wav" in edited.files and edited.track("t1").stem == "s0"
    assert edit_tracks(session, ["t1"], stem="s0").track_names is session.track_names


def test_what_is_remembered_is_worked_out_anew_for_another_value() -> None:
    asked = []
    length = remembered(lambda words: asked.append(words) or len(words))
    one, other = ("a", "b"), ("a", "b", "c")
    assert [length(one), length(one), length(other), length(one)] == [2, 2, 3, 2]
    assert asked == [one, other, one]
