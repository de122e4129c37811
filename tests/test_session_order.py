"""The order of tracks, stems and mixes: moved by one place, whatever is chosen, and kept in the manifest."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemtui import manifest
from stemtui.session import Mix, Session, Stem, Track, move_mixes, move_stems, move_tracks, tree

ROWS = "abcdef"
STEMS = {"drums", "bass", "kit", "loops", "in"}
SESSION = Session(
    stems=(
        Stem("drums", "Drums"),
        Stem("bass", "Bass"),
        Stem("kit", "Kit", parent="drums"),
        Stem("loops", "Loops", parent="drums"),
    ),
    mixes=(Mix("master", "Master"), Mix("tv", "TV", without=("bass",))),
    tracks=tuple(Track(row, f"{row}.wav") for row in ROWS),
)


def after(chosen: str, by: int, shown: str = ROWS) -> str:
    """The tracks in their order once some were moved."""
    return "".join(track.id for track in move_tracks(SESSION, set(chosen), by, set(shown)).tracks)


@pytest.mark.parametrize(
    ("chosen", "by", "shown", "order"),
    [
        ("c", -1, ROWS, "acbdef"),
        ("c", 1, ROWS, "abdcef"),
        ("a", -1, ROWS, ROWS),
        ("f", 1, ROWS, ROWS),
        ("bc", 1, ROWS, "adbcef"),
        ("bc", -1, ROWS, "bcadef"),
        ("ac", -1, ROWS, "acbdef"),
        ("be", 1, ROWS, "acbdfe"),
        ("e", -1, "be", "aecdbf"),
        ("a", 1, "be", ROWS),
    ],
)
def test_the_chosen_move_by_one_place_among_those_shown(chosen: str, by: int, shown: str, order: str) -> None:
    assert after(chosen, by, shown) == order


@given(st.sets(st.sampled_from(ROWS)), st.sampled_from([-1, 1]), st.sets(st.sampled_from(ROWS)))
def test_nothing_is_lost_and_what_is_hidden_stays(chosen: set[str], by: int, shown: set[str]) -> None:
    order = after("".join(chosen), by, "".join(shown))
    assert sorted(order) == sorted(ROWS)
    assert all(order[at] == row for at, row in enumerate(ROWS) if row not in shown)
    moved = chosen & shown
    assert [row for row in order if row in moved] == [row for row in ROWS if row in moved]


def test_stems_move_among_those_of_their_parent_with_all_that_is_in_them() -> None:
    assert [stem.id for stem, _ in tree(move_stems(SESSION, {"bass"}, -1, STEMS))] == [
        "bass",
        "drums",
        "kit",
        "loops",
    ]
    assert [stem.id for stem, _ in tree(move_stems(SESSION, {"loops"}, -1, STEMS))] == [
        "drums",
        "loops",
        "kit",
        "bass",
    ]
    assert move_stems(SESSION, {"kit"}, -1, STEMS) == SESSION
    deeper = replace(SESSION, stems=(*SESSION.stems, Stem("in", "In", parent="kit")))
    assert [stem.id for stem in move_stems(deeper, {"in", "loops"}, -1, STEMS).stems] == [
        "drums",
        "bass",
        "loops",
        "kit",
        "in",
    ]


def test_stems_and_mixes_move_past_those_that_are_hidden() -> None:
    more = (Stem("keys", "Keys"), Stem("vox", "Vocals"), Stem("lead", "Lead", parent="vox"))
    session = replace(SESSION, stems=(*SESSION.stems, *more), mixes=(*SESSION.mixes, Mix("clean", "Clean")))
    moved = move_stems(session, {"vox"}, -1, {"drums", "vox", "lead"})
    assert [stem.id for stem, _ in tree(moved)] == ["vox", "lead", "bass", "keys", "drums", "kit", "loops"]
    assert [mix.id for mix in move_mixes(session, {"clean"}, -1, {"master", "clean"}).mixes] == [
        "clean",
        "tv",
        "master",
    ]


def test_mixes_move() -> None:
    assert [mix.id for mix in move_mixes(SESSION, {"tv"}, -1, {"master", "tv"}).mixes] == ["tv", "master"]


def test_tables_follow_in_a_manifest_that_people_have_commented(tmp_path: Path) -> None:
    path = tmp_path / manifest.NAME
    text = manifest.dumps(SESSION).replace("[track.c]", "# the good one\n[track.c]")
    path.write_text(text, encoding="utf-8")
    moved = move_stems(move_tracks(SESSION, {"c"}, -1, set(ROWS)), {"bass"}, -1, STEMS)
    manifest.save(moved, path, SESSION)
    assert manifest.load(path) == moved
    saved = path.read_text(encoding="utf-8")
    assert "# the good one\n[track.c]\n" in saved
    assert saved.index("[track.a]") < saved.index("[track.c]") < saved.index("[track.b]")
    assert saved.index("[stem.bass]") < saved.index("[stem.drums]")
