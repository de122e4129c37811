"""Names that would drive a terminal are shown in every form, and stay what they are."""

from dataclasses import replace
from pathlib import Path

import pytest

from stemtui import manifest
from tests import small_sessions as small
from tests.driver import story

HOSTILE = "K\x1b[31;47mP\x1b]0;owned\x07\u202e\x9b2J\n\u200b\u3164[b]"
TAMED = "K?[31;47mP?]0;owned???2J???[b]"


@pytest.mark.parametrize("keys", [("e",), ("r",), ("tab", "e"), ("tab", "r"), ("S",), ("O", "e")])
async def test_a_form_shows_what_would_drive_the_terminal(tmp_path: Path, keys: tuple[str, ...]) -> None:
    session = small.ordered(small.band(tmp_path), "track.kick", waive="a test")
    tracks = tuple(replace(track, name=HOSTILE, note=HOSTILE) for track in session.tracks[:1])
    stems = tuple(replace(stem, name=HOSTILE, note=HOSTILE) for stem in session.stems[:1])
    [line] = session.order
    session = replace(
        session,
        title=HOSTILE,
        tracks=(*tracks, *session.tracks[1:]),
        stems=(*stems, *session.stems[1:]),
        order=(replace(line, asked=HOSTILE),),
    )
    manifest.save(session, tmp_path)
    async with story(tmp_path) as told:
        await told.press(*keys)
        await told.see(TAMED)
        assert all(row.isprintable() for row in told.lines)
        assert len({len(row) for row in told.lines}) == 1, "no row is longer or shorter for it"
        await told.press("escape")
        assert told.session == session


@pytest.mark.parametrize(
    "blank", ["\u3164", "\u115f\u1160", "\u2800", "\uffa0", "\u200d", "\ufe0f", "\u034f"]
)
async def test_no_name_is_shown_as_nothing(tmp_path: Path, blank: str) -> None:
    session = small.ordered(small.band(tmp_path), "track.kick")
    [track, *tracks], [stem, *stems] = session.tracks, session.stems
    tracks, stems = [replace(track, name=blank), *tracks], [replace(stem, name=f"{blank} 1"), *stems]
    session = replace(session, tracks=tuple(tracks), stems=tuple(stems))
    manifest.save(session, tmp_path)
    assert blank not in (tmp_path / manifest.NAME).read_text(encoding="utf-8"), "nor in a diff"
    shown = blank.encode("unicode_escape").decode()
    async with story(tmp_path) as told:
        await told.see(f"{shown} 1")
        assert sum(shown in row for row in told.lines) > 1
        assert told.session == session
