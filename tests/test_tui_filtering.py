"""What a filter lets through, and what of a row it makes stand out; no terminal needed."""

from dataclasses import replace

import pytest

from stemtui.session import Mix, Session
from stemtui.tui.desk.desk import GROUPS, TRACKS, rows
from stemtui.tui.desk.filtering import LIT, heard_in, lit
from stemtui.tui.desk.moves import filtered, to_tracks_of
from tests.desks import SESSION, desk

TRACKS_OF = {
    "kick": ["kick"],
    "KICK drums": ["kick"],
    "drums kick": ["kick"],
    "i": ["kick", "ride", "di", "click"],
    "kick ride": [],
    "=Drums": ["kick", "ride"],
    "=cym": ["ride"],
    "= bass up": ["kick", "ride"],
    "=mix.master": ["kick", "ride"],
    "=": ["di"],
    "D =": ["di"],
    "kick =": [],
    "kick =drums": ["kick"],
    "=Guitars": [],
}


@pytest.mark.parametrize("words", TRACKS_OF)
def test_words_stems_and_mixes_narrow_the_tracks(words: str) -> None:
    shown = rows(filtered(desk(), words), TRACKS)
    assert [row.removeprefix("track.") for row in shown] == TRACKS_OF[words]


def test_stems_and_mixes_are_filtered_by_their_names() -> None:
    assert rows(filtered(desk(pane=GROUPS), "bass"), GROUPS) == ("stem.bass", "mix.up")


def test_a_stem_shows_its_tracks_even_beside_a_mix_of_its_name() -> None:
    session = replace(SESSION, mixes=(*SESSION.mixes, Mix("drums", "Drums", only=("cymbals",))))
    assert (heard_in(session, "stem.drums"), heard_in(session, "mix.drums")) == ("=Drums", "=mix.drums")
    now = to_tracks_of(desk(session, pane=GROUPS))
    assert (now.pane, now.here, rows(now, TRACKS)) == (TRACKS, "track.kick", ("track.kick", "track.ride"))


def test_a_stem_that_nothing_feeds_says_so_and_hides_nothing() -> None:
    empty = replace(SESSION, tracks=SESSION.tracks[2:])
    now = to_tracks_of(desk(empty, pane=GROUPS))
    assert now.said.startswith("No track feeds it yet")
    assert (now.pane, rows(now, TRACKS)) == (GROUPS, ("track.di", "track.click"))


def test_an_empty_session_can_be_filtered() -> None:
    assert rows(filtered(desk(Session()), "=x"), TRACKS) == ()


@pytest.mark.parametrize(
    ("words", "standing_out"),
    [
        ("kick", ["Kick"]),
        ("DRUM in", ["In", "Drum"]),
        ("", []),
        ("=Kick", []),
        ("kick =", ["Kick"]),
        ("[", []),
        ("k", ["K", "k"]),
    ],
)
def test_what_matched_stands_out(words: str, standing_out: list[str]) -> None:
    pieces = lit("Kick In Drum", "dim", words)
    assert "".join(text for text, _ in pieces) == "Kick In Drum"
    assert [text for text, style in pieces if style == f"dim {LIT}"] == standing_out
