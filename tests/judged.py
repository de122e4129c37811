"""A session in which nothing is wrong, and what is found in it once something is."""

from stemtui.errors import AudioFileError, Problem
from stemtui.header import Header
from stemtui.problems import check
from stemtui.session import OrderLine, Session, Stem
from tests.songs import A_CAPPELLA, INSTRUMENTAL, MASTER, MONO, STEMS, TV, track

MASTER_LINE = OrderLine("Master MIX", "mix", "mix.master", "stereo")


SONG = Session(
    title="Song",
    treatment="printed",
    stems=(STEMS[0], Stem("guitars", "Guitars"), *STEMS[2:]),
    mixes=(MASTER, INSTRUMENTAL, A_CAPPELLA, TV),
    order=(MASTER_LINE,),
    tracks=(
        track("Kick", "drums"),
        track("Snare", "drums"),
        track("Overhead L", "drums", pan=-100),
        track("Overhead R", "drums", pan=100),
        track("Guitar", "guitars"),
        track("Lead Vocal", "lead_vocal"),
        track("Backing Vocal 1", "backing_vocals"),
        track("Backing Vocal 2", "backing_vocals"),
    ),
)


HEADERS: dict[str, Header | AudioFileError] = {t.id: MONO for t in SONG.tracks}


def found(session: Session, **headers: Header | AudioFileError) -> list[Problem]:
    return list(check(session, {**HEADERS, **headers}))


def only(session: Session, **headers: Header | AudioFileError) -> Problem:
    (problem,) = found(session, **headers)
    return problem
