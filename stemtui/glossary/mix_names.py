"""Mixes whose name says something else than their definition."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

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
from stemtui.labels import are, labels, named, sounding
from stemtui.order.asked import Asked
from stemtui.order.meant import meant
from stemtui.session import Mix, Session, feeding, mix_offset_db, mix_stems, split_item
from stemtui.suggest import VOCALS
from stemtui.text import decibels, listed, printable

_LABEL = "the definition is printed with the delivery."
_PURPOSE = re.compile(r",|\b(?:for|für|fuer|pour|para|per)\b", re.IGNORECASE)
_NAME = "\0"
_BY_ORDER = (
    ("{} says", "they say"),
    ("its name says that it does not", "they want it without"),
    ("than its name says", "than they ask for"),
)
"""How findings go on that are about a client's words and not a mix's name."""


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


def ordered(session: Session, one: Asked, vocals: dict[str, str]) -> Iterator[Problem]:
    """Where the words of an order line promise what the mix that it delivers does not hold.

    What the mix's own name promises too is said of the mix; where another is called so, that is enough.
    """
    if any(meant(session, [one])):
        return
    mix = session.mix(split_item(one.item)[1])
    asked = replace(mix, name=_PURPOSE.split(one.line.asked.strip())[0])
    known = {_without_name(found, mix) for found in check(session, mix, vocals)}
    for found in check(session, asked, vocals):
        if _without_name(found, asked) not in known:
            said = _without_name(found, asked).replace(_NAME, one.thing)
            for by_name, by_order in _BY_ORDER:
                said = said.replace(by_name.format(one.thing), by_order)
            remedy = f"Deliver another mix for line {one.number} (e), or ask the client."
            yield one.problem(f"{one.request}; {said}", remedy, "warning")


def _without_name(found: Problem, mix: Mix) -> str:
    return found.message.replace(f'"{printable(mix.name)}"', _NAME, 1)


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
