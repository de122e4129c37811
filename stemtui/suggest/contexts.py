"""What the names of a folder say together: which contexts hold there."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from stemtui.suggest.vocabulary import Context, Phrase, vocabulary


class Told(NamedTuple):
    """What a name says by itself: its group, the phrase that told it, and all its phrases."""

    group: str
    by: Phrase
    phrases: Sequence[Phrase]


def holding(folder: Sequence[Told], folder_group: str) -> list[Context]:
    """The contexts that hold among a folder's names, those that another rules out included."""
    phrases = {phrase for told in folder for phrase in told.phrases}
    counts = Counter((told.group, told.by) for told in folder)
    return [
        context
        for context in vocabulary().contexts
        if folder_group in context.folders or _holds(context, counts, phrases)
    ]


def _holds(context: Context, counts: Mapping[tuple[str, Phrase], int], phrases: set[Phrase]) -> bool:
    named = others = 0
    for (group, by), number in counts.items():
        named += number if group in context.groups and by not in context.ignores else 0
        others += number if group in context.outnumbers else 0
    return named >= others and (named >= context.needs or len(context.words & phrases) >= context.needs)


def allowed(contexts: Iterable[Context], folder_group: str) -> list[Context]:
    """The contexts less those that an earlier one rules out; what the folder's own name says always stays."""
    held = {context.name for context in contexts}
    found: dict[str, Context] = {}
    for context in vocabulary().contexts:
        ruled_out = context.unless & found.keys() and folder_group not in context.folders
        if context.name in held and not ruled_out:
            found[context.name] = context
    return list(found.values())
