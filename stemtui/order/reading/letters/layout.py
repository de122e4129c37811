"""The lines of a message with no layout but lists: its tables, forms, folders and notes are taken apart."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from stemtui.order.reading.letters.labels import as_points
from stemtui.order.reading.letters.notes import without_notes
from stemtui.order.reading.letters.paths import of_folders
from stemtui.order.reading.letters.records import as_folders, as_records, with_declined, without_facts
from stemtui.order.reading.letters.tables import as_lists
from stemtui.order.reading.phrases.segments import unwrapped
from stemtui.suggest.vocabulary import Phrase


def laid_out(
    lines: Sequence[str], titles: AbstractSet[Phrase] = frozenset()
) -> tuple[list[str], tuple[str, ...]]:
    """The lines, whatever has a layout as lists, and what a mail program has broken whole again; beside them
    what stood among them that orders nothing. `titles` are those of the song."""
    kept, told = without_notes(lines)
    kept = of_folders(with_declined(without_facts(kept, told)))
    kept = as_records(as_folders(kept, told), told)
    return unwrapped(as_points(as_lists(kept, titles, told))), tuple(dict.fromkeys(told))
