"""The words: what each means, and what the very thing under the cursor is."""

from typing import TYPE_CHECKING, Any

from stemtui.glossary.claims import is_shared_return
from stemtui.glossary.entries import Entry, entry, index
from stemtui.glossary.saying import Explanation, Sentence
from stemtui.session import formula

if TYPE_CHECKING:
    from stemtui.glossary.explaining import explain
    from stemtui.glossary.searching import search

TERMS: tuple[Entry, ...]

__all__ = [
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


def __getattr__(name: str) -> Any:
    """`TERMS`, `explain` and `search`, got when they are first asked for: most commands explain nothing."""
    if name == "TERMS":
        from stemtui.glossary.entries import terms

        return terms()
    if name == "explain":
        from stemtui.glossary.explaining import explain

        return explain
    if name == "search":
        from stemtui.glossary.searching import search

        return search
    raise AttributeError(name)
