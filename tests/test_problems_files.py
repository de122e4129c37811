"""Questions that files raise: prints of our own among them, headers that name the wrong rate."""

from dataclasses import replace

import pytest

from stemtui.header import Header
from stemtui.order import line_for
from stemtui.problems.files import check
from stemtui.problems.rates import misnamed
from stemtui.session import Mix, Session, Stem, Track

MONO = Header("WAV", "PCM_24", 1, 48_000, 480_000)
SONG = Session(
    title="Song",
    treatment="printed",
    stems=(Stem("drums", "Drums"),),
    mixes=(Mix("master", "Master"),),
    tracks=tuple(
        Track(name, f"{name}.wav", stem="drums", origin="printed") for name in ("kick", "hat", "ride", "x")
    ),
)
PRINT = replace(MONO, originator="stemtui", description="Drums STEM of Song\x1b")


def said(session: Session, **changed: Header) -> list[tuple[str, str, str]]:
    """Path, severity and message of all problems, the files being alike but for those named."""
    headers = {track.id: MONO for track in session.tracks} | changed
    return [(found.path, found.severity, found.message) for found in check(session, headers)]


def with_origin(origin: str) -> Session:
    return replace(SONG, tracks=(*SONG.tracks[:3], replace(SONG.tracks[3], origin=origin)))


def test_a_print_of_ours_waits_for_somebody_to_say_what_it_is_here() -> None:
    asked = (
        "track.x.origin",
        '"x" was printed by stemtui (Drums STEM of Song\\x1b), and nobody has said what it is here.',
    )
    unsaid = with_origin("")
    assert said(unsaid, x=PRINT) == [(asked[0], "warning", asked[1])]
    ordered = replace(unsaid, order=(line_for(unsaid, "mix.master"),))
    assert said(ordered, x=PRINT) == [(asked[0], "error", asked[1])]
    assert said(ordered, x=replace(MONO, originator="Pro Tools")) == []


@pytest.mark.parametrize("origin", ["stem", "mix", "raw", "printed"])
def test_the_answer_settles_it(origin: str) -> None:
    assert said(with_origin(origin), x=PRINT) == []


@pytest.mark.parametrize(
    ("rate", "frames", "fits", "how"),
    [
        (44_100, 480_000, "48", "slow and low"),
        (96_000, 480_000, "48", "fast and high"),
        (48_000, 441_000, "44.1", "fast and high"),
    ],
)
def test_a_wrong_rate_is_said_once(rate: int, frames: int, fits: str, how: str) -> None:
    [(path, severity, message)] = said(SONG, x=replace(MONO, samplerate=rate, frames=frames))
    assert (path, severity) == ("track.x.file", "warning")
    assert message == (
        f'"x": its header says {rate / 1000:g} kHz, and its {frames} frames are as long as 3 files only at '
        f"{fits} kHz: the header seems to name the wrong rate. If so, it would be printed too {how}."
    )


@pytest.mark.parametrize(
    "odd",
    [
        replace(MONO, frames=240_000),  # a loop of half the length
        replace(MONO, samplerate=44_100, frames=441_000),  # resampled as it should be
        replace(MONO, samplerate=44_100, frames=480_001),
        replace(MONO, frames=441_002),
        replace(MONO, frames=0),
    ],
)
def test_other_lengths_and_rates_are_not_called_wrong(odd: Header) -> None:
    files = {"a": MONO, "b": MONO, "c": MONO, "odd": odd}
    assert misnamed(files.items()) == ()


def test_where_no_length_is_common_no_rate_is_wrong() -> None:
    other = replace(MONO, samplerate=44_100)
    assert misnamed([("a", MONO), ("b", other)]) == ()
    assert misnamed([("a", MONO), ("b", MONO), ("c", other), ("d", other)]) == ()
    assert [found.name for found in misnamed([("a", MONO), ("b", MONO), ("c", other)])] == ["c"]
    assert misnamed([]) == ()
