"""Problems of the sorting: tracks nobody placed, names that raise a question, pairs and returns."""

from collections.abc import Iterator, Mapping, Sequence

from stemtui.errors import AudioFileError, Problem
from stemtui.glossary.names import claim
from stemtui.header import Header
from stemtui.labels import are, labels, named, sounding
from stemtui.problems import returns
from stemtui.propose import perhaps_sums
from stemtui.session import Session, Stem, Track, feeding, item_name, split_item, unassigned
from stemtui.suggest import pairs, suggest
from stemtui.text import listed, printable

Headers = Mapping[str, Header | AudioFileError]
MEASURES = "stemtui check --audio measures what it holds."


def check(session: Session, headers: Headers) -> Iterator[Problem]:
    """Every problem of tracks and stems that the manifest and the names show."""
    questions = _print_like(session)
    yield from _questions(session, questions)
    sums = perhaps_sums(session)
    asked = {*questions, *(session.track(key) for key in sums)}
    yield from _unplaced(session, [track for track in unassigned(session) if track not in asked])
    yield from _perhaps_sums(session, sums)
    yield from _unexplained(session)
    yield from _centred_pairs(session, headers)
    yield from _without_law(session, headers)
    yield from _unfed(session)
    yield from returns.check(session)


def _mixes_ordered(session: Session) -> list[str]:
    items = [line.deliver for line in session.order if split_item(line.deliver)[0] == "mix"]
    known = (item for item in items if split_item(item)[1] in session.mix_index)
    return [f"{printable(item_name(session, item))} MIX" for item in dict.fromkeys(known)]


def _print_like(session: Session) -> list[Track]:
    """Tracks of unknown origin whose names are like a print's."""
    tracks = sounding(session)
    if all(track.origin for track in tracks):
        return []
    suggestions = suggest([track.file or track.label for track in tracks])
    pairs_ = zip(tracks, suggestions, strict=True)
    return [track for track, suggestion in pairs_ if suggestion.group == "mix" and not track.origin]


def _questions(session: Session, tracks: list[Track]) -> Iterator[Problem]:
    """A name proves nothing, so the engineer is asked; a mix cannot be printed before the answer."""
    for track in tracks:
        waits = _mixes_ordered(session) and not track.stem and track.id not in session.bounced
        yield Problem(
            f"track.{track.id}.origin",
            f'"{printable(track.label)}" is named like a print, and nobody has said what it is.',
            "Record it (t); a print of this song is left out with a reason (L), a source gets a stem (1-9).",
            "error" if waits else "warning",
        )


def _unplaced(session: Session, tracks: list[Track]) -> Iterator[Problem]:
    if not tracks:
        return
    mixes = _mixes_ordered(session)
    missing = f", so the {listed(mixes)} would be printed without {'it' if len(tracks) == 1 else 'them'}"
    yield Problem(
        f"track.{tracks[0].id}.stem",
        f"{labels(tracks)} {are(tracks)} in no stem{missing if mixes else ''}.",
        "Assign (f finds the next, 1-9), or leave out with a reason (L).",
        "error" if mixes else "warning",
    )


def _perhaps_sums(session: Session, sums: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """A name proves nothing, and a sum beside its parts is heard twice: so the engineer is asked."""
    for key, others in sums.items():
        track, parts = session.track(key), [session.track(other) for other in others]
        twice = "it is heard twice" if len(parts) == 1 else "they are heard twice"
        said = f"is named as a {claim(track)}, and nobody has said what it is"
        settled = "record it (t)" if track.stem else "give it a stem (1-9)"
        if track.origin:
            said, settled = f"is recorded as a finished {track.origin.upper()}", "it is right"
        yield Problem(
            f"track.{key}.origin",
            f'"{printable(track.label)}" {said}: if it holds {labels(parts)}, {twice} in the sum.',
            f"Then leave it out with a reason (L); if not, {settled}. {MEASURES}",
            "error" if not track.stem and _mixes_ordered(session) else "warning",
        )


def _unexplained(session: Session) -> Iterator[Problem]:
    tracks = [track for track in session.tracks if track.left_out and not track.left_out.strip()]
    if tracks:
        yield Problem(
            f"track.{tracks[0].id}.left_out",
            f"{labels(tracks)} {are(tracks)} left out without a reason.",
            "Write why (L), so that the next engineer knows it is not forgotten.",
            "warning",
        )


def _centred_pairs(session: Session, headers: Headers) -> Iterator[Problem]:
    """Left and right files of one source that would both come out of the middle."""
    tracks = [track for track in sounding(session) if _is_mono(headers.get(track.id))]
    if sum(not track.pan for track in tracks) < 2:
        return  # before the vocabulary is read, which costs more than the rest of this
    found = [(tracks[left], tracks[right]) for left, right in pairs([track.label for track in tracks])]
    centred = [pair for pair in found if not any(track.pan for track in pair)]
    if not centred:
        return
    names = [f"{left.label} / {right.label}" for left, right in centred]
    yield Problem(
        f"track.{centred[0][0].id}.pan",
        f"{named(names)} {are(names)} left and right by name, and both are panned centre.",
        "Pan them -100 and 100 (e), unless they are meant to be mono.",
        "warning",
    )


def _without_law(session: Session, headers: Headers) -> Iterator[Problem]:
    """Mono tracks between the middle and a side, where laws differ; hard to a side, all laws agree."""
    tracks = [
        track
        for track in sounding(session)
        if track.stem and 0.0 < abs(track.pan) < 100.0 and _is_mono(headers.get(track.id))
    ]
    if session.pan_law_db is not None or not tracks:
        return
    yield Problem(
        f"track.{tracks[0].id}.pan",
        f"{labels(tracks)} {are(tracks)} mono and panned, and no pan law is written: the laws of DAWs differ "
        "by up to 6 dB, so the balance may not be that of your mix.",
        "Write your DAW's under [session] (S): pan_law_db = -3, or 0 where that is meant.",
        "warning",
    )


def _is_mono(header: Header | AudioFileError | None) -> bool:
    return isinstance(header, Header) and header.channels == 1


def _unfed(session: Session) -> Iterator[Problem]:
    """Stems without a track; those on the order are the gate's."""
    ordered = {line.deliver for line in session.order}
    empty: list[Stem] = [
        stem
        for stem in session.stems
        if f"stem.{stem.id}" not in ordered and not feeding(session, stem.id) and not session.fed_by[stem.id]
    ]
    if empty:
        yield Problem(
            f"stem.{empty[0].id}",
            f"No track feeds {named(stem.name for stem in empty)}.",
            "Assign its tracks, or delete it (d).",
            "warning",
        )
