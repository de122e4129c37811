"""Names that would drive a terminal are shown in every form, and stay what they are."""

from dataclasses import replace
from pathlib import Path

import pytest

from stemtui import manifest
from tests import small_sessions as small
from tests.driver import story

HOSTILE = "K\x1b[31;47mP\x1b]0;owned\x07\u202e\x9b2J\n\u200b[b]"
TAMED = "K?[31;47mP?]0;owned???2J??[b]"


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
