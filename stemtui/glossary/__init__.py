"""The words: what each means, and what the very thing under the cursor is."""

from stemtui.glossary.claims import is_shared_return
from stemtui.glossary.entries import Entry, entry, index
from stemtui.glossary.explaining import explain
from stemtui.glossary.saying import Explanation, Sentence
from stemtui.session import formula

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


def __getattr__(name: str) -> tuple[Entry, ...]:
    """`TERMS`, read when it is first asked for: nobody waits for words that nobody looks up."""
    if name == "TERMS":
        from stemtui.glossary.entries import terms

        return terms()
    raise AttributeError(name)
