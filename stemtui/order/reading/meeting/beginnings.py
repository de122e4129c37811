"""A mix that somebody has just named, with the stems that its name says, where that can be told."""

from dataclasses import replace

from stemtui.order.reading.meeting.about_mixes import NAMES
from stemtui.order.reading.meeting.indexing import called, index
from stemtui.session import Mix, Session, roots


def name_for(asked: str) -> str:
    """What to call a mix that somebody asked for in these words, without the word mix."""
    words = asked.strip().split()
    while words and words[-1].casefold().strip(".") in ("mix", "mixes", "version"):
        words.pop()
    name = " ".join(words)
    return NAMES.get(called(Mix("", name)), name[:1].upper() + name[1:])


def begun(session: Session, name: str) -> tuple[Mix, str]:
    """A new mix of a name to go on from, and what there is to say of it; "" where the name says no stems.

    What a TV mix holds is disputed: it begins with every stem, as others do.
    """
    mix = Mix("", name)
    role = called(mix)
    if role not in ("a_cappella", "instrumental", "m_e"):
        return mix, ""
    tops = {stem.id for stem in roots(session)}
    stems = [stem for stem in index(session).stems if stem.item.removeprefix("stem.") in tops]
    meant = [stem for stem in stems if (stem.group == "dialogue" if role == "m_e" else stem.sung)]
    ids = tuple(stem.item.removeprefix("stem.") for stem in meant)
    if not ids or (len(ids) == len(tops) and role != "a_cappella"):
        what = "dialogue" if role == "m_e" else "vocals"
        return mix, f"No stem by itself is known to hold the {what}, so it begins with all of them."
    return replace(mix, only=ids) if role == "a_cappella" else replace(mix, without=ids), ""
