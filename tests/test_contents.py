"""Which file a missing one has become, by what is known of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemtui.contents import Contents, Move, Trace, moves
from stemtui.session import Session, Track

SHAPE = ("PCM_24", 1, 48000, 4800)
WAS = Trace(100, 7, 1, 11, SHAPE)
CASES = {
    "moved": ("b/x.wav", Trace(100, 7, 1, 11, SHAPE), "the same file"),
    "copied with its time": ("b/x.wav", Trace(100, 7, 1, 99, SHAPE), "same size and time"),
    "copied anew": ("b/Kick.WAV", Trace(100, 8, 1, 99, SHAPE), "same name and length"),
    "another take": ("b/kick.wav", Trace(90, 8, 1, 99, ("PCM_24", 1, 48000, 9)), "same name, another length"),
    "another format": ("kick.flac", Trace(60, 8, 1, 99, ("PCM_16", 1, 48000, 4800)),
                       "same name, another format"),
    "renamed by git": ("x.wav", Trace(100, 8, 1, 99, SHAPE), "same size and length"),
}  # fmt: skip


@pytest.mark.parametrize(("file", "now", "why"), CASES.values(), ids=CASES)
def test_the_surest_clue_is_told(file: str, now: Trace, why: str) -> None:
    assert moves({"kick.wav": WAS}, {file: now}) == {"kick.wav": Move(file, why)}


def test_what_could_be_either_is_left_to_people() -> None:
    alike = {"x.wav": Trace(100, 8, shape=SHAPE), "y.wav": Trace(100, 9, shape=SHAPE)}
    assert moves({"kick.wav": WAS}, alike) == {}
    assert moves({"kick.wav": None}, {"a/kick.wav": Trace(1, 1), "b/kick.wav": Trace(2, 2)}) == {}


def test_a_number_that_a_disk_gives_again_is_no_proof() -> None:
    assert moves({"kick.wav": WAS}, {"other.wav": Trace(100, 9, 1, 11, ("PCM_24", 2, 48000, 2400))}) == {}


def test_nothing_is_known_of_a_file_but_its_name() -> None:
    found = moves(
        {"a/kick.wav": None, "a/snare.wav": None}, {"b/kick.wav": Trace(1, 1), "z.wav": Trace(2, 2)}
    )
    assert found == {"a/kick.wav": Move("b/kick.wav", "same name")}


def test_two_tracks_are_not_given_one_file() -> None:
    session = Session(tracks=(Track("a", "a.wav"), Track("b", "b.wav")))
    contents = Contents(moves={"a.wav": Move("c.wav", "x"), "b.wav": Move("a.wav", "x")})
    assert contents.moved(session) == {"a": Move("c.wav", "x")}


traces = st.builds(Trace, *[st.integers(0, 2)] * 4, st.none() | st.just(SHAPE))
names = st.sampled_from(
    [f"{folder}{name}.{ext}" for folder in ("", "b/") for name in "xyz" for ext in ("wav", "flac")]
)


@given(st.dictionaries(names, st.none() | traces), st.dictionaries(names, traces))
def test_each_file_is_given_to_one_at_most(gone: dict[str, Trace | None], strays: dict[str, Trace]) -> None:
    found = moves(gone, strays)
    assert found.keys() <= gone.keys()
    given_away = [move.file for move in found.values()]
    assert len(given_away) == len({*given_away}) and {*given_away} <= strays.keys()
