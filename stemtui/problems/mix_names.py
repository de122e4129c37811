"""Mixes whose name says something else than their definition."""

from collections.abc import Iterable, Iterator

from stemtui.errors import Problem
from stemtui.glossary.names import group, groups, is_return
from stemtui.glossary.promises import (
    A_CAPPELLA,
    INSTRUMENTAL,
    MASTER,
    SAID_DB,
    TV,
    kept,
    left_out,
    moved,
    promise,
    stems_named,
)
from stemtui.problems.words import are, labels, named, sounding
from stemtui.session import Mix, Session, feeding, mix_offset_db, mix_stems
from stemtui.suggest import VOCALS
from stemtui.text import decibels, listed, printable

_LABEL = "the definition is printed with the delivery."


def check(session: Session, mix: Mix, vocals: dict[str, str]) -> Iterator[Problem]:
    """Where a name promises what its mix does not hold. `vocals` are the stems that hold vocals."""
    held = {stem for stem in mix_stems(session, mix) if feeding(session, stem)}
    promised = promise(mix.name)
    if promised == INSTRUMENTAL:
        unsaid = (held & vocals.keys()) - stems_named(session, kept(mix.name))
        yield from _contradiction(session, mix, "keeps", unsaid, "to most, an instrumental has no vocals")
        yield from _vocals_elsewhere(session, mix, held - vocals.keys())
    elif promised == A_CAPPELLA:
        yield from _a_cappella(session, mix, held, vocals)
    elif promised == TV:
        lead = {
            stem
            for stem in held
            if vocals.get(stem) == "lead_vocal" and mix_offset_db(session, mix, stem) >= 0
        }
        yield from _contradiction(
            session, mix, "keeps", lead, f"to most, {_tv(mix)} mix has no lead vocal, or a lowered one"
        )
    elif promised == MASTER and not mix.is_master:
        yield from _master(session, mix, held)
    unkept = held & stems_named(session, left_out(mix.name))
    yield from _contradiction(session, mix, "keeps", unkept, "its name says that it does not")
    moves = {way: stems_named(session, [part]) & held for part, way in moved(mix.name)}
    others = held.difference(*moves.values())
    for way, stems in moves.items():
        yield from _moved(session, mix, stems, way, others)
    yield from _by_another(mix)


def _tv(mix: Mix) -> str:
    return "a karaoke" if "karaoke" in mix.name.casefold() else "a TV"


def _vocals_elsewhere(session: Session, mix: Mix, stems: set[str]) -> Iterator[Problem]:
    """Tracks that are named like vocals and lie in stems that are not, in a mix that promises none."""
    inside = [track for track in sounding(session) if track.stem in stems]
    said = groups(session) if inside else {}
    others = stems_named(session, kept(mix.name))
    found = [track for track in inside if said[track.id] in VOCALS and track.stem not in others]
    found = [track for track in found if not is_return(track)]
    if found:
        homes = named(dict.fromkeys(session.stem(track.stem).name for track in found))
        yield Problem(
            f"mix.{mix.id}",
            f'"{printable(mix.name)}" keeps {homes}, where {labels(found)} {are(found)} named like vocals; '
            "to most, an instrumental has no vocals.",
            f"Put {'it' if len(found) == 1 else 'them'} into a vocal stem (1-9), leave that stem out of the "
            f"mix (e), or change the name of the mix: {_LABEL}",
            "warning",
        )


def _a_cappella(session: Session, mix: Mix, held: set[str], vocals: dict[str, str]) -> Iterator[Problem]:
    """Anything but vocals in it; where no stem is called vocals, whatever is surely something else."""
    others = held - vocals.keys() if vocals else {one for one in held if group(session.stem(one).name)}
    yield from _contradiction(session, mix, "keeps", others, "to most, an a cappella is vocals alone")
    lacking = {stem for stem in vocals if feeding(session, stem)} - held
    yield from _contradiction(session, mix, "lacks", lacking, "to most, an a cappella has all vocals")


def _master(session: Session, mix: Mix, held: set[str]) -> Iterator[Problem]:
    because = "to most, the master mix is everything, as it is"
    lacking = {stem.id for stem in session.stems if feeding(session, stem.id)} - held
    yield from _contradiction(session, mix, "lacks", lacking, because)
    off = {stem for stem in held if mix_offset_db(session, mix, stem)}
    yield from _contradiction(session, mix, "moves", off, because)


def _moved(session: Session, mix: Mix, stems: set[str], way: str, others: set[str]) -> Iterator[Problem]:
    """`Vocal Up` whose vocal is no louder, against what its name does not say, than in the master mix."""
    mine = [mix_offset_db(session, mix, stem) for stem in stems]
    rest = [mix_offset_db(session, mix, stem) for stem in others] or [0.0]
    if not mine or (max(mine) > min(rest) if way == "up" else min(mine) < max(rest)):
        return
    moved_ = [stem for stem in session.stem_index if stem in stems]
    names, db = named(session.stem(stem).name for stem in moved_), 1.0 if way == "up" else -1.0
    yield Problem(
        f"mix.{mix.id}",
        f'In "{printable(mix.name)}", {names} {are(moved_)} no {"louder" if way == "up" else "softer"} than '
        "in the master mix: whoever orders it gets something else than its name says.",
        f"Give it an offset (e), as offsets_db = {{ {moved_[0]} = {db} }}, or change its name: {_LABEL}",
        "warning",
    )


def _by_another(mix: Mix) -> Iterator[Problem]:
    """A name that says by how many dB, where nothing is moved by so much."""
    said, moves = SAID_DB.search(mix.name), [db for _, db in mix.offsets_db if db]
    if said and moves and all(abs(db) != float(said[1].replace(",", ".")) for db in moves):
        by = listed([decibels(db) for db in moves])
        yield Problem(
            f"mix.{mix.id}",
            f'"{printable(mix.name)}" says {said[1]} dB, and what it moves is moved by {by}.',
            f"Change the offset (e), or its name: {_LABEL}",
            "warning",
        )


def _contradiction(
    session: Session, mix: Mix, verb: str, stems: Iterable[str], because: str
) -> Iterator[Problem]:
    names = [session.stem(stem).name for stem in session.stem_index if stem in set(stems)]
    if names:
        yield Problem(
            f"mix.{mix.id}",
            f'"{printable(mix.name)}" {verb} {named(names)}; {because}.',
            f"Change what it holds (e), or its name: {_LABEL}",
            "warning",
        )
