"""The song that tests of words, findings and orders are about, and how they vary it."""

from dataclasses import replace
from typing import Any

from stemtui.header import Header
from stemtui.session import Mix, OrderLine, Session, Stem, Track
from stemtui.text import slug

MONO = Header("WAV", "PCM_24", 1, 48000, 480000)
STEREO = replace(MONO, channels=2)
STEMS = (
    Stem("drums", "Drums"),
    Stem("bass", "Bass", "mono"),
    Stem("lead_vocal", "Lead Vocal"),
    Stem("backing_vocals", "Backing Vocals"),
)
VOCALS = ("lead_vocal", "backing_vocals")
MASTER, INSTRUMENTAL = Mix("master", "Master"), Mix("instrumental", "Instrumental", without=VOCALS)
A_CAPPELLA, TV = Mix("a_cappella", "A Cappella", only=VOCALS), Mix("tv", "TV", without=("lead_vocal",))
KIT = (
    *("Kick", "Snare", "Hat", "Ride", "Rack Tom", "Floor Tom"),
    *("Overhead L", "Overhead R", "Room L", "Room R"),
)


def track(name: str, stem: str = "", **fields: Any) -> Track:
    """A track by its name, in a file of that name."""
    return Track(slug(name), fields.pop("file", f"audio/{name}.wav"), name, stem, **fields)


def with_tracks(session: Session, *new: Track, **changes: Any) -> Session:
    """The session with more tracks, and with other fields changed."""
    return replace(session, tracks=(*session.tracks, *new), **changes)


def changed(session: Session, track_id: str, **fields: Any) -> Session:
    """The session with fields of one track changed."""
    tracks = (replace(one, **fields) if one.id == track_id else one for one in session.tracks)
    return replace(session, tracks=tuple(tracks))


CAMPAIGN = Session(
    title="Mega Savings Song",
    treatment="printed",
    stems=STEMS,
    mixes=(MASTER, INSTRUMENTAL),
    tracks=(
        *(track(name, "drums") for name in KIT),
        *(track(name, "bass") for name in ("Bass Amp", "Bass DI")),
        *(track(name, "lead_vocal") for name in ("Lead Vocal", "Lead Vocal Double")),
        *(track(f"Backing Vocal {number}", "backing_vocals") for number in range(1, 13)),
    ),
)
SIX = (
    OrderLine("Master MIX", "mix", "mix.master", "stereo"),
    OrderLine("Instrumental MIX", "mix", "mix.instrumental", "stereo"),
    OrderLine("Lead Vocal STEM", "stem", "stem.lead_vocal", "stereo"),
    OrderLine("Backing Vocal STEM", "stem", "stem.backing_vocals", "stereo"),
    OrderLine("Drum STEM", "stem", "stem.drums", "stereo"),
    OrderLine("Bass STEM", "stem", "stem.bass", "mono"),
)
