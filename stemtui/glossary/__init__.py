"""The words: what each means, and what the very thing under the cursor is."""

from typing import TYPE_CHECKING, Any

from stemtui.glossary.entries import Entry, entry, index
from stemtui.glossary.saying import Explanation, Sentence
from stemtui.session import formula

if TYPE_CHECKING:
    from stemtui.glossary.claims import is_shared_return
    from stemtui.glossary.explaining import explain

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
]


def __getattr__(name: str) -> Any:
    """What needs words or a vocabulary, got when it is first asked for: most commands explain nothing."""
    if name == "TERMS":
        from stemtui.glossary.entries import terms

        return terms()
    if name == "explain":
        from stemtui.glossary.explaining import explain

        return explain
    if name == "is_shared_return":
        from stemtui.glossary.claims import is_shared_return

        return is_shared_return
    raise AttributeError(name)
