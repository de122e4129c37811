"""What is said of one track."""

from collections.abc import Iterator

from stemtui.errors import AudioFileError, MissingFileError
from stemtui.glossary.doubts import contradiction, doubt, doubtful_kind, explain_doubt
from stemtui.glossary.names import group, suggested_stem
from stemtui.glossary.placing import delivered_by, digit, digits, order_lines, stem_word, treatment_words
from stemtui.glossary.saying import (
    DETAIL,
    FACTS,
    KIND,
    NEIGHBOUR,
    REMEDY,
    Sentence,
    named,
    names,
    reason,
)
from stemtui.glossary.sources import FileHeader, explain_source
from stemtui.header import Header
from stemtui.propose import STEM_NAMES
from stemtui.session import Session, Track, feeding, lineage
from stemtui.text import clock, counted, printable

FORMS = {1: "Mono", 2: "Stereo"}
INSIDE = "inside it, not beside it."


def explain_track(session: Session, track: Track, header: FileHeader) -> Iterator[Sentence]:
    """Every sentence about a track: what it is, what it is not, where it goes, what to press."""
    if track.left_out:
        is_sure = not doubt(session, track) and track.origin not in ("mix", "stem")
        what, why = f"{named(track.label)} is{' a TRACK that is' * is_sure}", reason(track.left_out)
        yield Sentence(f"{what} left out of every print: {why}.", KIND)
        yield from _form(header)
        if track.bounce:
            yield Sentence(f"It is {_bounce(session, track)}: they are left out with it.", NEIGHBOUR)
        yield Sentence("The receipt lists it with that reason.", DETAIL)
        yield Sentence("L brings it back in.", REMEDY)
    elif isinstance(header, MissingFileError):
        yield Sentence(_kind(session, track), KIND)
        yield Sentence(f"Its file is MISSING: {named(track.file, 40)}.", NEIGHBOUR)
        yield Sentence("N shows where it may be, F gives it another file, L leaves it out.", REMEDY)
    elif fault := _fault(header, bool(track.damaged)):
        yield Sentence(_kind(session, track), KIND)
        yield from _form(header)
        yield Sentence(fault, REMEDY)
        accept = ", or e to use what can be read" if isinstance(header, Header) and header.problems else ""
        yield Sentence(f"Put the file right, or press L to leave it out{accept}.", REMEDY)
    elif doubt(session, track):
        yield from doubtful_kind(session, track)
        yield from _form(header)
        yield from explain_doubt(session, track)
    else:
        is_source = track.bounce or track.id in session.bounced or track.origin in ("mix", "stem")
        yield Sentence(_kind(session, track), KIND, "" if is_source else f"{named(track.label)} is a TRACK.")
        yield from _form(header)
        yield from _known(session, track, header)


def _known(session: Session, track: Track, header: FileHeader) -> Iterator[Sentence]:
    """A track that is in use, with a file that can be read and a name that is no riddle."""
    if track.damaged:
        yield Sentence(f"Its file is DAMAGED, used as far as it goes: {reason(track.damaged)}.", NEIGHBOUR)
    if track.id in session.bounced:
        yield from _inside(session, track)
        return
    if text := contradiction(track):
        yield Sentence(text, NEIGHBOUR)
    if track.bounce:
        yield Sentence("Bounced is not mixed: it stays a TRACK, however many it holds.", NEIGHBOUR)
    source = list(explain_source(session, track, header))
    yield from (said for said in source if said.weight != REMEDY)
    yield from _inside_what(session, track)
    yield _feeds(session, track) if track.stem else _unplaced(session, track)
    cures = [said for said in source if said.weight == REMEDY]
    yield from cures
    yield from _alone(session, track, bool(cures))


def _kind(session: Session, track: Track) -> str:
    name = named(track.label)
    if track.origin == "mix":
        return f"{name} is a finished MIX used as a source, as in post production."
    if track.origin == "stem":
        return f"{name} is a finished STEM used as a source: somebody printed it through a mix."
    if track.id in session.bounced:
        into = names(_bounces(session, track), 2)
        if all(one.left_out for one in session.bounces[track.id]):
            return f"{name} is a TRACK inside the bounce {into}, which is left out: it is heard nowhere."
        if track.id in session.unheard:
            return f"{name} is a TRACK that was bounced to {into}, which is heard instead."
        return f"{name} is a TRACK inside the bounce {into}: it feeds no stem itself."
    if track.bounce:
        return f"{name} is a TRACK: {_bounce(session, track)}."
    if track.origin == "printed":
        return f"{name} is a TRACK printed with the mix's balance and effects."
    raw = "raw " if track.origin == "raw" else ""
    return f"{name} is a {raw}TRACK: a file made while recording, before the mix."


def _bounces(session: Session, track: Track) -> list[str]:
    return [one.label for one in session.bounces[track.id]]


def _bounce(session: Session, track: Track) -> str:
    members = [session.track(one).label for one in track.bounce if one in session.track_index]
    if track.file:
        return f"{counted(len(members), 'track')} bounced before the mix ({names(members, 3)})"
    return f"{names(members, 3)} bussed to one, added when it is printed"


def _fault(header: FileHeader, damaged: bool) -> str:
    """Why a file cannot be used, or "". Damage may be accepted."""
    if isinstance(header, AudioFileError):
        return f"Its file cannot be read: {named(str(header), 90).rstrip('.')}."
    if header is not None and header.problems and not damaged:
        return f"Its file is damaged: {named(header.problems[0], 70).rstrip('.')}."
    if header is not None and header.channels > 2:
        return f"Its file has {header.channels} channels; a track here is mono or stereo."
    return ""


def _form(header: FileHeader) -> Iterator[Sentence]:
    if isinstance(header, Header):
        form = FORMS.get(header.channels, counted(header.channels, "channel"))
        known = [form, printable(header.form), *([clock(header.seconds)] if header.frames else [])]
        yield Sentence(f"{', '.join(known)}.", FACTS)


def _inside(session: Session, track: Track) -> Iterator[Sentence]:
    """A track inside a bounce."""
    if track.id not in session.unheard and (treated := treatment_words(track)):
        yield Sentence(f"It goes into the bounce {treated}.", DETAIL)
    if lines := order_lines(session, f"track.{track.id}"):
        yield Sentence(_delivered(lines), NEIGHBOUR)
    into = names(_bounces(session, track), 2)
    how = f"To place it, assign {into}"
    if all(one.left_out for one in session.bounces[track.id]):
        how = f"L on {into} brings it back in"
    yield Sentence(f"{how}; o orders this one alone, as a TRACK.", REMEDY)


def _feeds(session: Session, track: Track) -> Sentence:
    stem, word = session.stem(track.stem), stem_word(session)
    others = len(feeding(session, stem.id)) - 1
    name = named(stem.name)
    if track.origin == "mix":
        text = f"It feeds the {name} {word}, which may hold whole mixes; it is a source there, not a stem."
        return Sentence(text, REMEDY)
    treated = treatment_words(track)
    how = f", {treated}" if treated else ""
    if others < 1:
        return Sentence(f"It is all that feeds the {name} {word}{how}.", REMEDY)
    with_them = f"It feeds the {name} {word} with {counted(others, 'other')}"
    return Sentence(f"{with_them}{how}." if how else f"{with_them}, {INSIDE}", REMEDY)


def _unplaced(session: Session, track: Track) -> Sentence:
    """Where it may go, said as of one that is there: little changes on the screen from one to the other."""
    if stem := suggested_stem(session, track):
        feeds = f"it can feed the {named(stem.name)} {stem_word(session)}, {INSIDE}"
        return Sentence(f"It is in no stem yet: {feeds}", NEIGHBOUR, f"No stem yet: {feeds}")
    suggested = group(track.label)
    if suggested == "click":
        return Sentence("It is in no stem yet: by its name a click or guide.", NEIGHBOUR)
    if not session.stems and suggested in STEM_NAMES:
        return Sentence(f"It is in no stem yet: its name suggests {STEM_NAMES[suggested]}.", NEIGHBOUR)
    return Sentence("It is in no stem yet, so no mix can be printed.", NEIGHBOUR)


def _way_in(session: Session, track: Track) -> str:
    """What to press for a track that is in no stem."""
    if stem := suggested_stem(session, track):
        return f"{digit(session, stem.id)} puts it in {named(stem.name)}"
    suggested = group(track.label)
    if suggested == "click":
        return "L leaves it out, for a reason"
    if session.stems:
        return f"{digits(session)} or enter puts it in a stem"
    if suggested in STEM_NAMES:
        return f"y puts it in {STEM_NAMES[suggested]}, n makes another"
    return "n makes a stem"


def _inside_what(session: Session, track: Track) -> Iterator[Sentence]:
    """Which lines of the order deliver it inside a stem."""
    for stem in lineage(session, track.stem):
        if lines := order_lines(session, f"stem.{stem}"):
            name = named(session.stem(stem).name, 24)
            yield Sentence(f"Line {lines[0]} delivers it inside the {name} {stem_word(session)}.", FACTS)


def _alone(session: Session, track: Track, is_told: bool) -> Iterator[Sentence]:
    """What an order of it alone delivers, and what to press for another place.

    Where it is in a stem and another remedy `is_told`, that one matters more.
    """
    move = "x takes it out" if track.stem else _way_in(session, track)
    brief = f"{move}."  # no capital: X is another key than x
    if lines := order_lines(session, f"track.{track.id}"):
        yield Sentence(_delivered(lines), NEIGHBOUR)
        yield from () if track.stem else (Sentence(brief, REMEDY),)
        return
    bare = ", untreated" if treatment_words(track) else ""
    finished = f"is refused: a finished {track.origin.upper()} is no TRACK"
    stays = finished if track.origin in ("mix", "stem") else f"stays a TRACK{bare}"
    if track.origin == "mix" and not track.stem:
        yield Sentence(f"Made of this very song, it is no source: L leaves it out. Else {brief}", REMEDY)
        return
    text = f"Ordered alone (o) it {stays}; {move}."
    yield Sentence(text, DETAIL) if track.stem and is_told else Sentence(text, REMEDY, brief)


def _delivered(lines: list[int]) -> str:
    return f"{delivered_by(lines)} it as a TRACK, on its own; o takes it off."
