"""How it is known that files are what they were: by what this machine remembers, or by their content."""

import hashlib
import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from stemtui import scan
from stemtui.render.deliveries.delivery import render
from stemtui.render.deliveries.status import status
from tests.standing import (
    ITEMS,
    SECOND,
    altered,
    as_forced,
    contents,
    dated,
    forgotten,
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


def test_content_decides_where_hashes_are_asked_for(song: Path) -> None:
    session = whole(song)
    source = render(song, session).as_dict()["source"][0]
    assert "sha256" not in source
    assert states(song, session) == "cccc"
    assert states(song, session, hashed=True) == "ssss"
    receipt = render(song, session, hashed=True)
    assert receipt.printed == ITEMS
    digests = {one["file"]: one["sha256"] for one in receipt.as_dict()["source"]}
    assert digests == {
        track.file: hashlib.sha256((song / track.file).read_bytes()).hexdigest() for track in session.tracks
    }
    assert not render(song, session, hashed=True).is_new
    altered(song / "audio/bass.wav")
    assert states(song, session) == "cccc"
    assert states(song, session, hashed=True) == "scsc"
    assert render(song, session, hashed=True).printed == ("mix.master", "stem.bass")
    as_forced(song, session, hashed=True)


@pytest.mark.parametrize("hashed", [True, False])
def test_a_touched_source_is_known_by_its_content_if_that_is_known(
    song: Path, monkeypatch: pytest.MonkeyPatch, hashed: bool
) -> None:
    session = whole(song)
    render(song, session, hashed=hashed)
    dated(song / "audio/kick.wav", time.time_ns() - 30 * SECOND)
    assert states(song, session) == ("cccc" if hashed else "sscc")
    if hashed:
        read: list[str] = []
        monkeypatch.setattr(
            "stemtui.render.deliveries.status.hashes", lambda paths, watch: read.extend(paths) or {}
        )
        assert states(song, session) == "cccc"
        assert read == []  # it was remembered after the first look


def test_a_source_that_changes_within_the_tick_of_a_coarse_clock_is_found_out(
    song: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, tick = whole(song), time.time_ns() // SECOND * SECOND
    dated(song / "audio/kick.wav", tick)
    monkeypatch.setattr(time, "time_ns", lambda: tick + SECOND)  # however long the render takes
    render(song, session)
    assert states(song, session) == "cccc"
    altered(song / "audio/kick.wav")
    assert states(song, session) == "sscc"


def test_a_source_from_the_future_is_compared_by_content(song: Path) -> None:
    session = whole(song)
    dated(song / "audio/kick.wav", time.time_ns() + 10_000 * SECOND + 5)
    render(song, session)
    assert not render(song, session).is_new
    altered(song / "audio/kick.wav")
    assert states(song, session) == "sscc"


def test_a_source_that_changes_under_the_render_without_its_time_showing_it_stops_it(song: Path) -> None:
    session = whole(song)
    dated(song / "audio/kick.wav", time.time_ns() // SECOND * SECOND)
    with pytest.raises(Exception, match=r"'audio/kick\.wav' changed while it was printed"):
        render(song, session, progress=lambda step: None if step.done else altered(song / "audio/kick.wav"))


def test_another_machine_needs_hashes_to_know(song: Path, cache: Path) -> None:
    session = whole(song)
    render(song, session)
    forgotten(cache)
    assert states(song, session) == "ssss"
    assert "nothing tells here whether 'audio/kick.wav', " in status(song, session)[0].why
    render(song, session, hashed=True)
    before, receipt = written(song / "delivery"), (song / "delivery/receipt.toml").read_bytes()
    forgotten(cache)
    assert states(song, session) == "cccc"
    again = render(song, session, hashed=True)
    assert again.printed == () and again.is_new  # proven here for the first time
    assert written(song / "delivery") == before
    assert (song / "delivery/receipt.toml").read_bytes() == receipt
    assert not render(song, session).is_new


def test_a_receipt_is_the_same_on_every_clone(song: Path, tmp_path: Path) -> None:
    session = whole(song)
    shutil.copytree(song, tmp_path / "clone")
    render(song, session)
    render(tmp_path / "clone", session)
    assert contents(song / "delivery") == contents(tmp_path / "clone/delivery")


@pytest.mark.parametrize(
    "damage",
    [
        lambda page: page.write_bytes(b""),
        lambda page: page.write_bytes(b"[1, 2]"),
        lambda page: page.write_text("[" * 100_000),
        lambda page: page.write_text(json.dumps(json.loads(page.read_text()) | {"sources": [1]})),
        lambda page: page.write_text(json.dumps(json.loads(page.read_text()) | {"prints": {"a": 3}})),
        lambda page: page.write_text(json.dumps(json.loads(page.read_text()) | {"format": 2})),
        lambda page: page.unlink() or page.mkdir(),
    ],
)
def test_what_is_damaged_in_the_cache_is_as_good_as_none(
    song: Path, cache: Path, damage: Callable[[Path], object]
) -> None:
    session = whole(song)
    render(song, session)
    (page,) = cache.iterdir()
    damage(page)
    assert states(song, session) == "ssss"
    assert render(song, session).printed == ITEMS


def test_where_no_cache_can_be_written_everything_is_printed(song: Path, cache: Path) -> None:
    session = whole(song)
    cache.write_text("a file")
    render(song, session)
    assert render(song, session).printed == ITEMS
    assert cache.read_text() == "a file"


def test_nothing_is_left_in_the_cache_but_one_page_a_delivery(song: Path, cache: Path) -> None:
    session = whole(song)
    for into in ("delivery", "delivery", "elsewhere"):
        render(song, session, into=song / into, force=True)
    assert len(list(cache.iterdir())) == 2


def test_two_sessions_that_deliver_into_one_folder_never_take_each_others_prints(
    song: Path, tmp_path: Path
) -> None:
    session, other = whole(song), tmp_path / "other"
    shutil.copytree(song, other)
    altered(other / "audio/kick.wav")
    render(song, session, into=tmp_path / "shared")
    assert render(other, session, into=tmp_path / "shared").printed == ITEMS
    assert render(song, session, into=tmp_path / "shared").printed == ITEMS


def test_a_render_that_is_stopped_forgets_nothing(song: Path) -> None:
    session = whole(song)
    render(song, session)

    def interrupted(step: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render(song, with_kick(session, gain_db=3.0), progress=interrupted)
    assert not render(song, session).is_new


def test_the_headers_of_sources_are_all_that_a_current_render_reads(
    song: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = whole(song)
    render(song, session)
    monkeypatch.setattr(
        "stemtui.render.deliveries.status.hashes",
        lambda paths, watch: pytest.fail(str(paths)) if paths else {},
    )
    assert len(scan.headers(song, session)) == 5
    assert not render(song, session).is_new
