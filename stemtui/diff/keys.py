"""Which keys of one table hold something else than before."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from stemtui.diff.words import WORDS, said
from stemtui.manifest.schema import TABLES


def values_changed(kind: str, of: str, old: Any, new: Any, but: Sequence[str] = ()) -> Iterator[str]:
    """The keys of one table that hold something else, but those that are told in other words."""
    return keys_changed([key.name for key in TABLES[kind] if key.name not in but], of, old, new)


def keys_changed(keys: Iterable[str], of: str, old: Any, new: Any) -> Iterator[str]:
    for key in keys:
        was, now = getattr(old, key), getattr(new, key)
        if was != now:
            yield f"{of}{WORDS.get(key, key)} changed from {said(key, was)} to {said(key, now)}"
