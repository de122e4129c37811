"""What is said of one mix."""

from collections.abc import Iterator

from stemtui.glossary.mix_bus import keyed_mix
from stemtui.glossary.placing import delivered_by, fed, order_lines, short_formula
from stemtui.glossary.promises import (
    A_CAPPELLA,
    CLEAN,
    FILLED,
    INSTRUMENTAL,
    MOVED,
    SAID_DB,
    TV,
    promise,
    vocal_stems,
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
)
from stemtui.session import Mix, Session, family, feeding, mix_offset_db, mix_stems, roots, tree, unassigned
from stemtui.text import counted, decibels, listed

DISPUTES = {
    INSTRUMENTAL: "Disputed: some let backing vocals stay, so the formula is printed with it.",
    FILLED: "An M&E is fully filled: what only the dialogue tracks carry, steps or room, is missing here.",
    TV: "Disputed: most mean no lead vocal, some a lowered one; the formula counts.",
    A_CAPPELLA: "Disputed: some mean the lead vocal alone.",
    CLEAN: "Clean means without words that may not be broadcast; its stems must be clean too.",
}


def explain_mix(session: Session, mix: Mix) -> Iterator[Sentence]:
    """Every sentence about a mix: its formula, the dispute about its name, what an order delivers."""
    brief = f"{named(mix.name)} is a MIX: {short_formula(session, mix)}."
    yield Sentence(_kind(session, mix), KIND, brief)
    if not fed(session, mix_stems(session, mix)):
        text = "No track feeds any stem of it, so there is nothing to print: put tracks into its stems first."
        yield Sentence(text, REMEDY)
        return
    yield from _same_audio(session, mix)
    yield from _name(session, mix)
    yield from keyed_mix(session, mix)
    if session.treatment == "none":
        yield Sentence("Nothing is mixed yet: it is the tracks as they are, added up.", NEIGHBOUR)
    yield from _order(session, mix)
    missing = unassigned(session)
    if missing:
        it = "it" if len(missing) == 1 else "them"
        few = f"{counted(len(missing), 'track')} {'is' if len(missing) == 1 else 'are'}"
        yield Sentence(f"{few} in no stem, so no mix can be printed: f finds {it}.", REMEDY)


def _kind(session: Session, mix: Mix) -> str:
    name = named(mix.name)
    if mix.is_master:
        count = len(roots(session))
        stems = "its one stem" if count == 1 else f"all {count} stems" if count else "every stem"
        return f"{name} is a MIX, the master mix: {stems} as {_they(count)} in one stereo file."
    return f"{name} is a MIX in one stereo file: {short_formula(session, mix)}."


def _they(count: int) -> str:
    return "it is" if count == 1 else "they are"


def _same_audio(session: Session, mix: Mix) -> Iterator[Sentence]:
    """A mix that holds what a stem, or the master mix, holds."""
    inside = fed(session, mix_stems(session, mix))
    moved = any(mix_offset_db(session, mix, stem) for stem in inside)
    same = [stem for stem, _ in tree(session) if fed(session, family(session, stem.id)) == inside]
    if mix.is_master:
        if session.master is not None and session.master.id != mix.id:
            yield Sentence(
                f"It is defined like {named(session.master.name)}: the same audio twice.", NEIGHBOUR
            )
        else:
            yield Sentence("Say Master Mix: 'the master' also means the approved or mastered file.", DETAIL)
    elif same and inside and not moved:
        name = named(same[0].name)
        what = f"{name} {session.stem_word}"
        yield Sentence(f"It holds the same audio as the {what}: by convention a MIX.", NEIGHBOUR)
    elif inside and not moved and set(inside) <= vocal_stems(session).keys():
        yield Sentence("A stem of all vocals would hold the same audio: by convention a MIX.", NEIGHBOUR)


def _name(session: Session, mix: Mix) -> Iterator[Sentence]:
    """What its name promises, and where people disagree."""
    promised = promise(mix.name)
    if promised == INSTRUMENTAL:
        kept = [stem for stem in mix_stems(session, mix) if stem in vocal_stems(session)]
        vocals = [session.stem(stem).name for stem in kept if feeding(session, stem)]
        if vocals:
            yield Sentence(f"It keeps {names(vocals)}, and to most an instrumental has no vocals.", REMEDY)
        else:
            yield Sentence(DISPUTES[INSTRUMENTAL], NEIGHBOUR)
    elif promised == MOVED and mix.offsets_db:
        yield from _by_how_much(mix)
    elif promised in DISPUTES:
        yield Sentence(DISPUTES[promised], DETAIL if promised == A_CAPPELLA else NEIGHBOUR)
    elif not mix.is_master:
        yield Sentence("Its name is only a label: the formula is printed with it.", DETAIL)


def _by_how_much(mix: Mix) -> Iterator[Sentence]:
    """Whether the name of a mix with something moved says how far, and the truth."""
    said = SAID_DB.search(mix.name)
    moves = [db for _, db in mix.offsets_db if db]
    if not said:
        yield Sentence("Its name does not say by how much, so the formula is printed with it.", NEIGHBOUR)
    elif all(abs(db) != float(said[1].replace(",", ".")) for db in moves):
        by = listed([decibels(db) for db in moves])
        yield Sentence(f"Its name says {said[0]} and it is moved by {by}: the formula counts.", REMEDY)
    else:
        yield Sentence("Its name says by how much; the formula is printed with it too.", DETAIL)


def _order(session: Session, mix: Mix) -> Iterator[Sentence]:
    lines = order_lines(session, f"mix.{mix.id}")
    if lines:
        yield Sentence(f"{delivered_by(lines)} it: one stereo file.", DETAIL)
    yield Sentence("A mix is never called a stem: an order for a stem cannot be met by it.", EXTRA)
    yield Sentence("e changes what it holds." if lines else "o orders it; e changes what it holds.", FACTS)
