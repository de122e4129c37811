"""What is said of one stem."""

from collections.abc import Iterator, Mapping

from stemtui.errors import AudioFileError, MissingFileError
from stemtui.glossary.folds import explain_fold
from stemtui.glossary.mix_bus import keyed_stem
from stemtui.glossary.placing import (
    delivered_by,
    digit,
    fed,
    order_lines,
    stem_word,
    treatment_words,
)
from stemtui.glossary.saying import (
    DETAIL,
    EXTRA,
    FACTS,
    KIND,
    NEIGHBOUR,
    REMEDY,
    Sentence,
    named,
    names,
    reason,
)
from stemtui.header import Header
from stemtui.session import Session, Stem, Track, children, family, feeding, is_treated, mix_stems
from stemtui.text import counted, decibels

Headers = Mapping[str, Header | AudioFileError]


def explain_stem(
    session: Session,
    stem: Stem,
    headers: Headers,
    fold_db: float | None = None,
    loss_db: float | None = None,
) -> Iterator[Sentence]:
    """Every sentence about a stem: what it is, who feeds it, what an order of it delivers, what to press."""
    tracks = feeding(session, stem.id)
    yield Sentence(_kind(session, stem, tracks), KIND, _brief(session, stem, tracks))
    yield from _tree(session, stem)
    if not stem.isolate:
        yield Sentence("It must not be heard alone: an order that would expose it is refused.", NEIGHBOUR)
    if not tracks:
        yield from _empty(session, stem)
        return
    yield from _feeders(session, stem, tracks)
    yield from _neighbours(session, stem)
    yield from keyed_stem(session)
    yield from _order(session, stem, tracks)
    yield from explain_fold(stem, tracks, headers, fold_db, loss_db)
    yield from _missing(tracks, headers)


def _kind(session: Session, stem: Stem, tracks: tuple[Track, ...]) -> str:
    name, count = named(stem.name), counted(len(tracks), "track")
    if not tracks:
        return f"{name} is an empty {stem_word(session)}: no track feeds it."
    if session.treatment == "none":
        what = f"{count} added in {stem.channels}" if len(tracks) > 1 else "one track alone"
        return f"{name} is a SUBMIX OF TRACKS: {what}, nothing mixed yet."
    if not session.treatment:
        them = "this track was" if len(tracks) == 1 else f"these {len(tracks)} tracks were"
        return f"{name} is a STEM once the mix is known: nobody has said where {them} mixed."
    if len(tracks) == 1 and not is_treated(session, tracks[0]):
        only = named(tracks[0].label)
        return f"{name} is no STEM yet: it is the TRACK {only} under another name, untreated."
    if len(tracks) == 1:
        return f"{name} is a STEM of one track, {named(tracks[0].label)}, as it is treated in the mix."
    how = "as treated in the mix"
    if children(session, stem.id):
        own = len(session.fed_by[stem.id])
        parts = counted(len(children(session, stem.id)), "sub-stem")
        more = f" and {counted(own, 'track')} of its own" if own else ""
        return f"{name} is a STEM of {parts}{more}: {count} in {stem.channels}, {how}."
    return f"{name} is a STEM: a {stem.channels} submix of {count} {how}."


def _brief(session: Session, stem: Stem, tracks: tuple[Track, ...]) -> str:
    """What it is in few words; "" where the full ones say what is wrong with it."""
    untreated = session.treatment and len(tracks) == 1 and not is_treated(session, tracks[0])
    if not tracks or not session.treatment or untreated:
        return ""
    count = counted(len(tracks), "track") if len(tracks) > 1 else named(tracks[0].label)
    return f"{named(stem.name)} is a {stem_word(session)}: {count} in {stem.channels}."


def _tree(session: Session, stem: Stem) -> Iterator[Sentence]:
    """Its place among sub-stems."""
    below = [child.name for child in children(session, stem.id)]
    if below:
        yield Sentence(
            f"It holds {names(below)}: print it or them, together the audio is heard twice.", NEIGHBOUR
        )
    if stem.parent:
        parent = named(session.stem(stem.parent).name)
        yield Sentence(f"It is part of {parent}: printed beside that, its audio is heard twice.", NEIGHBOUR)


def _empty(session: Session, stem: Stem) -> Iterator[Sentence]:
    out = [t for one in family(session, stem.id) for t in session.fed_by[one]]
    if out:
        yield Sentence(f"Every track of it is left out: {names(t.label for t in out)}.", NEIGHBOUR)
        yield Sentence("L on a track brings it back in.", REMEDY)
        return
    yield Sentence("An order of it is refused: there is nothing to print.", NEIGHBOUR)
    yield Sentence(
        f"Put tracks in with {digit(session, stem.id)}, on the tracks' side; d deletes it.", REMEDY
    )


def _feeders(session: Session, stem: Stem, tracks: tuple[Track, ...]) -> Iterator[Sentence]:
    sources = [track for track in tracks if track.origin in ("mix", "stem")]
    if sources:
        yield Sentence(_finished(sources, len(tracks)), NEIGHBOUR)
    if len(tracks) > 1:
        fed = names((track.label for track in tracks), 3)
        yield Sentence(f"Fed by {fed}.", NEIGHBOUR)
        alone = "it in a stem of its own" if len(sources) == len(tracks) else "that TRACK"
        yield Sentence(f"Who needs one of them alone needs {alone}.", DETAIL)
    elif treated := treatment_words(tracks[0]):
        yield Sentence(f"The track goes in {treated}.", DETAIL)
    if stem.gain_db:
        yield Sentence(f"Its fader is at {decibels(stem.gain_db)}.", FACTS)
    out = [t for one in family(session, stem.id) for t in session.fed_by[one] if t.left_out]
    if out:
        yield Sentence(f"Left out: {names(track.label for track in out)}.", FACTS)


def _finished(sources: list[Track], count: int) -> str:
    """Sources that are finished audio, as in post production: together they are this stem."""
    kinds = {track.origin for track in sources}
    several = {"mix": "MIXES", "stem": "STEMS"}[kinds.pop()] if len(kinds) == 1 else "MIXES and STEMS"
    if len(sources) == 1:
        kind = sources[0].origin.upper()
        return f"{named(sources[0].label, 24)} is a finished {kind} used as a source, as in post production."
    which = "Its sources are" if len(sources) == count else f"{len(sources)} of its sources are"
    return f"{which} finished {several}, used as in post production."


def _missing(tracks: tuple[Track, ...], headers: Headers) -> Iterator[Sentence]:
    """Tracks whose files are not there."""
    gone = [track for track in tracks if isinstance(headers.get(track.id), MissingFileError)]
    if gone:
        which = (
            "Every file of it is" if len(gone) == len(tracks) else f"{counted(len(gone), 'file')} of it are"
        )
        which = "1 file of it is" if len(gone) == 1 < len(tracks) else which
        yield Sentence(f"{which} MISSING: N shows where they may be.", REMEDY)


def _neighbours(session: Session, stem: Stem) -> Iterator[Sentence]:
    """The words it is confused with: a mix that holds the same, a stem that it is not yet."""
    inside = fed(session, family(session, stem.id))
    for mix in session.mixes:
        same = fed(session, mix_stems(session, mix)) == inside
        if same and not mix.is_master and not mix.offsets_db:
            name = named(mix.name)
            yield Sentence(f"The {name} MIX holds the same audio; by convention that is a MIX.", NEIGHBOUR)
    if session.treatment == "none":
        yield Sentence("It becomes a STEM once its tracks are treated in a mix.", NEIGHBOUR)


def _order(session: Session, stem: Stem, tracks: tuple[Track, ...]) -> Iterator[Sentence]:
    """What an order of it delivers, what stands in the way, and what to press."""
    if session.treatment in ("printed", "manifest") and len(session.stems) > 1:
        yield Sentence("With the other stems, at unity, it comes very close to the master mix.", EXTRA)
    lines = order_lines(session, f"stem.{stem.id}")
    if len(tracks) == 1 and session.treatment and not is_treated(session, tracks[0]):
        yield Sentence(_lone(session, lines), REMEDY)
        return
    several = f", not {len(tracks)} tracks" if len(tracks) > 1 else ""
    what = f"one {stem.channels} file{several}"
    where = "where the mix was done: printed into the files, in this manifest, or not yet"
    if lines:
        weight = REMEDY if session.treatment else DETAIL
        yield Sentence(f"{delivered_by(lines)} it: {what}.", weight)
    if not session.treatment:
        yield Sentence(f"{'R asks' if lines else 'o orders it and asks once'} {where}.", REMEDY)
    elif not lines:
        yield Sentence(f"o orders it: {what}.", REMEDY)


def _lone(session: Session, lines: list[int]) -> str:
    """What a stem of one untreated track needs."""
    waived = [why for number in lines if (why := session.order[number - 1].waive.strip())]
    if waived:
        return f"Its order line says why that is right: {reason(waived[0])}."
    return "Add its other tracks or its treatment (e); else printing it needs a reason, in writing."
