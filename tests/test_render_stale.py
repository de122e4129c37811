"""A second render prints what is not current, and nothing else."""

import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from stemtui.render.deliveries.delivery import render
from stemtui.render.deliveries.status import status
from stemtui.render.deliveries.verify import verify
from stemtui.session import MixBus, Session
from tests import small_sessions as small
from tests.standing import (
    ITEMS,
    SECOND,
    altered,
    as_forced,
    contents,
    dated,
    sounds,
    states,
    whole,
    with_kick,
    written,
)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which this machine remembers deliveries."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("STEMTUI_CACHE", str(folder))
    return folder


@pytest.fixture
def song(tmp_path: Path) -> Path:
    return tmp_path / "song"


def test_a_second_render_prints_nothing_and_says_what_the_first_said(song: Path) -> None:
    session = whole(song)
    first = render(song, session)
    assert first.printed == ITEMS and first.is_new
    before = written(song / "delivery"), (song / "delivery").stat().st_ino
    second = render(song, session)
    assert second.printed == () and not second.is_new
    assert second.summary() == first.summary()
    assert (written(song / "delivery"), (song / "delivery").stat().st_ino) == before
    assert render(song, session, force=True).printed == ITEMS


def test_a_gain_prints_what_the_track_feeds(song: Path) -> None:
    session = whole(song)
    render(song, session)
    before = written(song / "delivery")
    louder = with_kick(session, gain_db=-2.5)
    assert states(song, louder) == "sscc"
    receipt = render(song, louder)
    assert receipt.printed == ("mix.master", "stem.drums")
    after = written(song / "delivery")
    assert {name for name in before if before[name] == after[name]} == {
        "Song_Bass_STEM.wav",
        "Song_Guitars_STEM.wav",
    }
    assert states(song, louder) == "cccc" and verify(song / "delivery").ok
    as_forced(song, louder)


@pytest.mark.parametrize("form", [("flac", 24), ("aiff", 16), ("wav", "32f")])
def test_prints_that_are_kept_leave_no_trace_of_it(song: Path, form: tuple[str, int | str]) -> None:
    session = small.delivered(whole(song), file_format=form[0], bit_depth=form[1])
    stems = tuple(replace(stem, channels="stereo") for stem in session.stems)
    tracks = tuple(replace(t, pan=40.0) if t.id == "bass" else t for t in session.tracks)
    session = replace(
        session, tracks=tracks, stems=(*stems[:1], replace(stems[1], channels="mono"), stems[2])
    )
    session = small.ordered(session, *ITEMS, waive="their template is mono")
    render(song, session)
    louder = with_kick(session, gain_db=-3.0)
    receipt = render(song, louder)
    assert receipt.printed == ("mix.master", "stem.drums")
    assert any("Bass STEM is declared mono" in warning for warning in receipt.as_dict()["warnings"])
    as_forced(song, louder)


def test_where_the_disk_has_no_hard_links_a_kept_print_is_copied(
    song: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*paths: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    session = whole(song)
    render(song, session)
    monkeypatch.setattr("stemtui.render.deliveries.publish.os.link", refused)
    assert len(render(song, with_kick(session, gain_db=0.0)).printed) == 2
    assert states(song, with_kick(session, gain_db=0.0)) == "cccc"
    as_forced(song, with_kick(session, gain_db=0.0))


def test_a_source_that_changed_prints_what_it_feeds(song: Path) -> None:
    session = whole(song)
    render(song, session)
    small.write(song / "audio/gtr.wav", small.noise(77, channels=2))
    why = "'audio/gtr.wav' changed since"
    assert [one.why for one in status(song, session)] == [why, "", "", why]
    assert render(song, session).printed == ("mix.master", "stem.guitars")
    as_forced(song, session)


def touched(path: Path) -> None:
    dated(path, 5 * SECOND)


def linked(path: Path) -> None:
    path.rename(path.parent.parent / "away.wav")
    path.symlink_to(path.parent.parent / "away.wav")


@pytest.mark.parametrize(
    ("act", "hashed", "state"),
    [
        (Path.unlink, False, "m"),
        (lambda path: path.write_bytes(b"RIFF"), False, "s"),
        (altered, False, "c"),
        (altered, True, "s"),
        (touched, False, "c"),
        (linked, False, "s"),
    ],
)
def test_a_print_that_is_not_as_it_was_printed_is_printed_again(
    song: Path, act: Callable[[Path], object], hashed: bool, state: str
) -> None:
    session = whole(song)
    render(song, session, hashed=hashed)
    good = contents(song / "delivery")
    act(song / "delivery/Song_Drums_STEM.wav")
    assert states(song, session, hashed=hashed) == f"c{state}cc"
    receipt = render(song, session, hashed=hashed)
    assert receipt.printed == (() if state == "c" else ("stem.drums",))
    assert (contents(song / "delivery") == good) == (state != "c" or act is touched)


def test_what_is_taken_off_the_order_goes_and_the_rest_stays(song: Path) -> None:
    session = whole(song)
    render(song, session)
    before = written(song / "delivery")
    fewer = small.ordered(session, "mix.master", "stem.bass")
    assert render(song, fewer).printed == ()
    after = written(song / "delivery")
    assert after == {name: before[name] for name in ("Song_Master_MIX.wav", "Song_Bass_STEM.wav")}
    as_forced(song, fewer)
    assert render(song, session).printed == ("stem.drums", "stem.guitars")
    as_forced(song, session)


@pytest.mark.parametrize(
    "change",
    [
        lambda s: replace(s, treatment_note="printed on Tuesday"),
        lambda s: with_kick(s, origin="raw"),
        lambda s: replace(s, order=(replace(s.order[0], asked="the whole thing, mixed"), *s.order[1:])),
        lambda s: small.ordered(s, *reversed(ITEMS)),
    ],
)
def test_a_receipt_follows_the_session_though_every_print_is_current(
    song: Path, change: Callable[[Session], Session]
) -> None:
    session = whole(song)
    render(song, session)
    changed = change(session)
    assert states(song, changed) == "cccc"
    receipt = render(song, changed)
    assert receipt.is_new and receipt.printed == ()
    as_forced(song, changed)
    assert not render(song, changed).is_new


def test_the_reference_is_proven_anew(song: Path) -> None:
    session = whole(song)
    render(song, session)
    shutil.copy(song / "delivery/Song_Master_MIX.wav", song / "daw.wav")
    dated(song / "daw.wav", time.time_ns() - 60 * SECOND)
    session = replace(session, reference="daw.wav")
    receipt = render(song, session)
    assert receipt.printed == () and any("DAW's own print bit" in line for line in said(receipt.summary()))
    assert not render(song, session).is_new
    shutil.copy(song / "audio/gtr.wav", song / "daw.wav")
    with pytest.raises(Exception, match="the master mix is not the DAW's own print"):
        render(song, session)


def said(lines: list[str]) -> list[str]:
    return [line.replace(", bit for bit", " bit for bit") for line in lines]


def test_a_receipt_that_was_edited_is_made_again(song: Path) -> None:
    session = whole(song)
    render(song, session)
    path, good = song / "delivery/receipt.toml", contents(song / "delivery")
    for was, becomes in (
        ("peak_dbfs = -", "peak_dbfs = -1"),
        ("frames = ", "fra = "),
        ("[proof]", "[prove]"),
    ):
        path.write_text(path.read_text().replace(was, becomes, 1))
        assert render(song, session).printed == ITEMS
        assert contents(song / "delivery") == good


def test_a_stem_that_a_mix_bus_plays_is_stale_with_every_source_that_drives_it(song: Path) -> None:
    session = replace(whole(song), mix_bus=MixBus(gain_db=6.0, ceiling_dbtp=-1.0))
    render(song, session)
    assert not render(song, session).is_new
    small.write(song / "audio/gtr.wav", small.noise(77, channels=2))
    assert {one.why for one in status(song, session)} == {"'audio/gtr.wav' changed since"}
    assert render(song, session).printed == ITEMS


def test_without_meters_nothing_is_measured_or_proven_and_all_say_so(song: Path) -> None:
    session = whole(song)
    full = render(song, session)
    receipt = render(song, session, into=song / "quick", metered=False)
    assert {one["measured"] for one in receipt.as_dict()["file"]} == {False}
    assert not any("sha256" in one or "peak_dbfs" in one for one in receipt.as_dict()["file"])
    assert receipt.as_dict()["proof"]["leg"] == []
    assert "No proof was made: printed without meters." in receipt.summary()
    assert sum("not measured" in line for line in receipt.summary()) == 4
    assert sounds(song / "delivery") == sounds(song / "quick")
    assert not (song / "quick/checksums.sha256").exists()
    found = verify(song / "quick")
    assert found.ok and any("for want of a SHA-256" in line for line in found.lines)
    session = small.delivered(session, folder="quick")
    assert {(one.state, one.why) for one in status(song, session)} == {("current", "not measured")}
    assert not render(song, session, metered=False).is_new
    measured = render(song, session)
    assert measured.printed == ITEMS and measured.summary() == full.summary()
    assert contents(song / "quick") == contents(song / "delivery")
    assert not render(song, session, metered=False).is_new


def test_without_meters_what_was_measured_before_keeps_its_figures(song: Path) -> None:
    session = whole(song)
    render(song, session)
    receipt = render(song, with_kick(session, gain_db=-4.0), metered=False)
    assert receipt.printed == ("mix.master", "stem.drums")
    assert [one.get("measured", True) for one in receipt.as_dict()["file"]] == [False, False, True, True]
    assert render(song, with_kick(session, gain_db=-4.0)).printed == ("mix.master", "stem.drums")
    as_forced(song, with_kick(session, gain_db=-4.0))
