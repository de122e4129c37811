"""The words: what each means, and what the very thing under the cursor is."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from stemtui.glossary.saying import NOTHING_CHOSEN, Explanation, Sentence
from stemtui.session import formula

if TYPE_CHECKING:
    from stemtui.glossary.entries import Entry, entry, index
    from stemtui.glossary.explaining import explain
    from stemtui.glossary.names import is_shared_return
    from stemtui.glossary.searching import search

    TERMS: tuple[Entry, ...]

__all__ = [
    "NOTHING_CHOSEN",
    "TERMS",
    "Entry",
    "Explanation",
    "Sentence",
    "entry",
    "explain",
    "formula",
    "index",
    "is_shared_return",
    "search",
]

_LATER = {
    "Entry": "entries",
    "entry": "entries",
    "explain": "explaining",
    "index": "entries",
    "is_shared_return": "names",
    "search": "searching",
}


def __getattr__(name: str) -> Any:
    """What needs words or a vocabulary, got when it is first asked for: most commands explain nothing."""
    if name == "TERMS":
        return import_module("stemtui.glossary.entries").terms()
    if name in _LATER:
        return getattr(import_module(f"stemtui.glossary.{_LATER[name]}"), name)
    raise AttributeError(name)
