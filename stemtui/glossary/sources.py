"""What is said of a track's source: its sides, what the mix does to it, the effects that it returns."""

from collections.abc import Iterator

from stemtui.errors import AudioFileError
from stemtui.glossary.names import groups, is_return, is_shared_return, partner, side
from stemtui.glossary.placing import treatment_words
from stemtui.glossary.saying import DETAIL, NEIGHBOUR, REMEDY, Sentence, named
from stemtui.header import Header
from stemtui.session import Session, Track, lineage

FileHeader = Header | AudioFileError | None
OTHER = {"left": "right", "right": "left"}


def explain_source(session: Session, track: Track, header: FileHeader) -> Iterator[Sentence]:
    """What happens to a track on the way in, and what its name says about its source."""
    treated = treatment_words(track)
    if treated and not track.stem:
        yield Sentence(f"It goes in {treated}.", DETAIL)
    mono = next((s for s in lineage(session, track.stem) if session.stem(s).channels == "mono"), "")
    if mono and isinstance(header, Header) and header.channels == 2:
        name = named(session.stem(mono).name)
        yield Sentence(f"{name} is mono: its two sides are folded, and the loss is measured.", NEIGHBOUR)
    group = groups(session)[track.id] if is_return(track) else ""
    if is_shared_return(track, group):
        text = "By its name an effect of several sources: a mix that lacks one of them keeps its effect."
        yield Sentence(text, NEIGHBOUR)
    elif is_return(track, group):
        yield Sentence("By its name an effect return: it goes with its source.", NEIGHBOUR)
    if isinstance(header, Header) and header.channels == 1:
        yield from _one_side(session, track)


def _one_side(session: Session, track: Track) -> Iterator[Sentence]:
    """A mono file that holds one side of a stereo source, by its name."""
    if found := partner(session, track):
        yield _half(track, *found)
    elif one := side(track.label):
        yield Sentence(
            f"Its name says {one}: one side of a stereo source, whose {OTHER[one]} side is not in this "
            "session; N adds it once its file is here.",
            REMEDY,
        )


def _half(track: Track, side: str, other: Track) -> Sentence:
    text = f"By name the {side} of a pair with {named(other.label, 24)}"
    if not (track.pan or other.pan):
        return Sentence(f"{text}, both centred: e pans them apart.", REMEDY)
    towards = "left" if track.pan < 0 else "right"
    if track.pan and towards != side:
        return Sentence(f"{text}, and panned {towards}: e turns that round.", REMEDY)
    return Sentence(f"{text}.", NEIGHBOUR)
