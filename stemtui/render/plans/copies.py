"""Sources that hold the same audio under two names, as far as their overviews tell."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping

from stemtui.audio.pictures.overview import Overview
from stemtui.errors import Problem
from stemtui.labels import labels, sounding
from stemtui.session import Session


def copies(session: Session, measured: Mapping[str, Overview]) -> Iterator[Problem]:
    """The tracks in stems that are alike in every peak and level; `measured` is by track id."""
    alike = defaultdict(list)
    for track in sounding(session):
        seen = measured.get(track.id)
        if track.stem and seen and not seen.is_silent:
            alike[_picture(seen)].append(track)
    for tracks in alike.values():
        if len(tracks) > 1:
            yield Problem(
                f"track.{tracks[1].id}.file",
                f"{labels(tracks)} hold the same audio, which is heard {_times(len(tracks))} in the sum.",
                "Give each its own file (F), or leave out what is there twice (L). "
                "Nothing to do if it is doubled on purpose.",
                "warning",
            )


def _picture(seen: Overview) -> Hashable:
    columns = (seen.lows, seen.highs, seen.rms)
    return seen.samplerate, seen.frames, seen.whole_rms, *(one.tobytes() for one in columns)


def _times(number: int) -> str:
    return "twice" if number == 2 else f"{number} times"
