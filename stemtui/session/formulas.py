"""What a mix holds, in words."""

from collections.abc import Callable

from stemtui.session.structure import family, mix_stems
from stemtui.session.values import Mix, Session
from stemtui.text import decibels, listed, printable


def _in_full(names: list[str]) -> str:
    return listed([printable(name) for name in names])


def formula(
    session: Session,
    mix: Mix,
    called: Callable[[str], str] = printable,
    several: Callable[[list[str]], str] = _in_full,
    by: Callable[[float], str] = decibels,
) -> str:
    """A mix's definition in words: `Master minus Lead Vocal and Backing Vocals`.

    It says a name as `called` does, those of the stems that it holds or leaves out as `several` does, and how
    far a stem is moved as `by` does.
    """
    if mix.is_master:
        return "every stem as it is"
    master = called(session.master.name if session.master else "Master Mix")
    stems = [stem.name for stem in session.stems if stem.id in (mix.only or mix.without)]
    held = several(stems)
    base = f"only {held}" if mix.only else f"{master} minus {held}" if mix.without else master
    held_in = {*mix_stems(session, mix)}
    moved = [
        f"{called(session.stem(stem).name)} {by(db)}"
        for stem, db in mix.offsets_db
        if db and stem in session.stem_index and held_in.intersection(family(session, stem))
    ]
    return f"{base} with {listed(moved)}" if moved else base
