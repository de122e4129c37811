"""What changed of stems and mixes."""

from collections.abc import Iterator

from stemtui.diff.keys import values_changed
from stemtui.diff.moves import reordering
from stemtui.diff.words import figure
from stemtui.session import Mix, Session, Stem, formula
from stemtui.text import listed


def stem_changes(old: Session, new: Session) -> Iterator[str]:
    yield from (f"Stem {stem.name} removed" for stem in old.stems if stem.id not in new.stem_index)
    for stem in new.stems:
        if stem.id not in old.stem_index:
            below = f", a sub-stem of {new.stem(stem.parent).name}" if stem.parent else ""
            yield f"Stem {stem.name} added ({stem.channels}{below})"
            continue
        was = old.stem(stem.id)
        if was.name != stem.name:
            yield f"Stem {was.name} renamed to {stem.name}"
        if was.parent != stem.parent:
            yield _parent_change(old, new, was, stem)
        yield from values_changed("stem", f"Stem {stem.name}: ", was, stem, but=("name", "parent"))
    yield from reordering("Stems", old.stem_index, new.stem_index, lambda key: new.stem(key).name)


def _parent_change(old: Session, new: Session, was: Stem, stem: Stem) -> str:
    if not stem.parent:
        return f"Stem {stem.name} is no longer a sub-stem of {old.stem(was.parent).name}"
    instead = f" instead of {old.stem(was.parent).name}" if was.parent else ""
    return f"Stem {stem.name} is now a sub-stem of {new.stem(stem.parent).name}{instead}"


def mix_changes(old: Session, new: Session) -> Iterator[str]:
    yield from (f"Mix {mix.name} removed" for mix in old.mixes if mix.id not in new.mix_index)
    for mix in new.mixes:
        if mix.id not in old.mix_index:
            yield f"Mix {mix.name} added: {_definition(new, mix)}"
            continue
        was = old.mix(mix.id)
        if was.name != mix.name:
            yield f"Mix {was.name} renamed to {mix.name}"
        if (was.only, was.without, was.offsets_db) != (mix.only, mix.without, mix.offsets_db):
            before, after = _definition(old, was), _definition(new, mix)
            same = f"is written in other words, and is still {after}"
            yield f"Mix {mix.name} {same if before == after else f'changed from {before} to {after}'}"
        told = ("name", "only", "without", "offsets_db")
        yield from values_changed("mix", f"Mix {mix.name}: ", was, mix, but=told)
    yield from reordering("Mixes", old.mix_index, new.mix_index, lambda key: new.mix(key).name)


def _definition(session: Session, mix: Mix) -> str:
    """What a mix holds, in the glossary's words and to the last digit."""
    return formula(session, mix, called=str, several=listed, by=lambda db: f"{figure(db, '+')} dB")
