"""What the names of tracks say: a kind, which proves nothing, a group, an effect return, a side."""

from collections.abc import Mapping
from functools import lru_cache

from stemtui import suggest
from stemtui.session import Session, Stem, Track
from stemtui.suggest.claims import CLAIMS, RETURNS, claimed, words_of

# Words that may stand beside those of an effect return without naming a source.
RETURN_QUALIFIERS = frozenset(
    ("long", "short", "big", "small", "main", "return", "rtn", "ret", "send", "aux", "fx", "stereo", "l", "r")
)


def claim(track: Track) -> str:
    """The kind that a track's name or its file's name claims: "STEM", "MIX", ..., or ""."""
    return claimed(track.file, track.name)


def says_so(track: Track) -> bool:
    """Whether the name that the engineer reads makes the claim, and not only the file's name."""
    return bool(words_of(track.label) & CLAIMS.get(claim(track), frozenset()))


def groups(session: Session) -> Mapping[str, str]:
    """The group that each track's name suggests among the others, by id; "" for none."""
    return _groups(session.track_names)


@lru_cache(maxsize=4)
def _groups(named: tuple[tuple[str, str, str], ...]) -> Mapping[str, str]:
    suggested = suggest.suggest([name or file for _, file, name in named])
    return {key: one.group or "" for (key, _, _), one in zip(named, suggested, strict=True)}


def is_return(track: Track, group: str = "") -> bool:
    """Whether a name says an effect return. `group` is the one that it suggests among others.

    Where an orchestra plays, a hall is what microphones hang in.
    """
    return group != "other" and bool(words_of(track.label) & RETURNS)


def is_shared_return(track: Track, group: str = "") -> bool:
    """Whether a name says an effect return and no source, so that several sources may share it.

    Beside a picture, FX are a source.
    """
    said = {word for word in words_of(track.label) if not word[-1].isdigit()}
    qualifiers = RETURN_QUALIFIERS - {"fx"} if group in suggest.POST_GROUPS else RETURN_QUALIFIERS
    return is_return(track, group) and said <= RETURNS | qualifiers


@lru_cache(maxsize=512)
def group(name: str) -> str:
    """The group that a name suggests, or ""."""
    return suggest.suggest([name])[0].group or ""


def suggested_stem(session: Session, track: Track) -> Stem | None:
    """The stem of the session that a track's name suggests."""
    wanted = group(track.label)
    return (
        next((stem for stem in session.stems if wanted in (stem.id, group(stem.name))), None)
        if wanted
        else None
    )


def partner(session: Session, track: Track) -> tuple[str, Track] | None:
    """By names, the side ("left" or "right") that a track is of a pair, and the other side's track."""
    # in the order of ids: moving a track up or down the list makes no other pairs
    halves = _pairs(session.track_names)
    at, other = halves.get(track.id, ("", ""))
    return (at, session.track(other)) if other else None


@lru_cache(maxsize=4096)
def side(name: str) -> str:
    """The side of a stereo source that a name says, "left" or "right", or ""."""
    return suggest.side(name)


@lru_cache(maxsize=4)
def _pairs(named: tuple[tuple[str, str, str], ...]) -> dict[str, tuple[str, str]]:
    """Each half of a pair with its side and the other half, kept while the cursor moves."""
    found = suggest.pairs([Track(key, file, name).label for key, file, name in named])
    halves = [(named[left][0], named[right][0]) for left, right in found]
    lefts = {left: ("left", right) for left, right in halves}
    return lefts | {right: ("right", left) for left, right in halves}
