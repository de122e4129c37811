"""What is said of a file whose name claims a kind: the name proves nothing, so somebody has to be asked."""

from collections.abc import Iterator

from stemtui.glossary.names import claim, group, says_so
from stemtui.glossary.placing import digits, stem_word
from stemtui.glossary.saying import DETAIL, EXTRA, KIND, NEIGHBOUR, REMEDY, Sentence, named
from stemtui.session import Session, Track

PRINT_LIKE = "like a print"


def doubt(session: Session, track: Track) -> str:
    """What a name claims while nobody has said what the file is: "STEM", "MIX", ..., or ""."""
    if track.origin or track.bounce or track.id in session.bounced:
        return ""
    return claim(track) or (PRINT_LIKE if not track.stem and group(track.label) == "mix" else "")


def doubtful_kind(session: Session, track: Track) -> Iterator[Sentence]:
    """The name's claim, that it proves nothing, and how many others make it."""
    claimed = doubt(session, track)
    whose = "name" if says_so(track) else "file"
    what = f"It is named {PRINT_LIKE}" if claimed == PRINT_LIKE else f"Its {whose} says {claimed}"
    yield Sentence(f"{named(track.label)}: origin UNKNOWN. {what}; a name proves nothing.", KIND)
    same = sum(claim(one) == claimed and not one.origin for one in session.tracks)
    if same > 2:
        yield Sentence(f"{same} files here say so.", EXTRA)


def explain_doubt(session: Session, track: Track) -> Iterator[Sentence]:
    """What the file may be, and what would settle it."""
    claimed = doubt(session, track)
    if claimed in ("STEM", "SUBMIX"):
        yield Sentence("One source exported alone is a TRACK; a group as mixed is a STEM.", NEIGHBOUR)
    else:
        yield Sentence("A MIX of this song is no source: in a stem, all of it is heard twice.", NEIGHBOUR)
    if track.stem:
        name = named(session.stem(track.stem).name)
        yield Sentence(f"Meanwhile it feeds the {name} {stem_word(session)}.", DETAIL)
    elif session.stems and claimed in ("STEM", "SUBMIX"):
        yield Sentence(f"It is in no stem yet: {digits(session)} or enter puts it in one.", DETAIL)
    yield Sentence(_question(claimed), REMEDY)


def _question(claimed: str) -> str:
    if claimed in ("STEM", "SUBMIX"):
        return "Ask who made it, and press t to record the answer."
    return "Ask who made it: t records the answer, L leaves a print out."


def contradiction(track: Track) -> str:
    """A sentence for a name that claims another kind than the one recorded, or ""."""
    claimed = claim(track)
    if track.origin == "raw" and claimed:
        return f"Its name says {claimed}; it is recorded as raw, so it is a TRACK."
    if track.origin == "printed" and claimed == "STEM":
        return "Its name says STEM; one source printed through the mix is still a TRACK."
    if track.origin == "mix" and claimed == "STEM":
        return "Its name says STEM; it is recorded as a MIX."
    if track.origin == "stem" and claimed == "MIX":
        return "Its name says MIX; it is recorded as a STEM."
    return ""
