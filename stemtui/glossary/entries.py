"""The words of the trade, and how to find one."""

from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from stemtui.errors import StemtuiError
from stemtui.frozen import frozen
from stemtui.glossary.client_words import client_words
from stemtui.glossary.wrapping import wrap
from stemtui.suggest.words import plain_words
from stemtui.text import listed, printable

WIDTH = 78


@frozen
class Entry:
    """One word: what it means, what else there is to know, its neighbour, the dispute about it."""

    term: str
    short: str
    text: str = ""
    not_confuse: str = ""
    disputed: str = ""
    see: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    def __str__(self) -> str:
        parts = [f"{self.term.upper()}: {self.short}", self.text, *self._remarks()]
        return " ".join(part for part in parts if part)

    def lines(self, width: int = WIDTH) -> list[str]:
        """The entry as a page of lines."""
        body = [part for part in (self.short, self.text, *self._remarks()) if part]
        if self.see:
            body.append(f"See also: {', '.join(self.see)}.")
        return [self.term.upper(), *(line for part in body for line in wrap(part, width, "  "))]

    def _remarks(self) -> list[str]:
        remarks = [f"Not to be confused with: {self.not_confuse}"] if self.not_confuse else []
        return [*remarks, f"Disputed: {self.disputed}"] if self.disputed else remarks


@cache
def terms() -> tuple[Entry, ...]:
    """All words, in reading order."""
    import tomllib

    text = Path(__file__).with_name("terms.toml").read_text(encoding="utf-8")
    tables: list[dict[str, Any]] = tomllib.loads(text)["term"]
    return tuple(_entry(table) for table in tables)


def _entry(table: dict[str, Any]) -> Entry:
    fields: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in table.items()}
    return Entry(**fields)


def entry(term: str) -> Entry:
    """The entry for a word, in any case, as a plural, or under another name. Raises StemtuiError."""
    asked = _folded(term)
    if asked in _own():
        return _own()[asked]
    known = _index()
    for spelling in (asked, asked.removesuffix("s"), asked.removesuffix("es"), f"{asked}s"):
        if spelling and spelling in known:
            return known[spelling]
    near = list(dict.fromkeys(known[key].term for key in get_close_matches(asked, known, 6, 0.6)))[:3]
    hint = f"Nearest: {listed(near, 'or')}." if near else "`stemtui explain` lists all words."
    raise StemtuiError(f"The glossary has no {printable(term)!r}. {hint}")


def index(width: int = WIDTH) -> list[str]:
    """Every word with its definition, a line or more each."""
    found: list[str] = []
    for one in terms():
        first, *more = wrap(f"{one.term}: {one.short}", width - 2)
        found += [first, *(f"  {line}" for line in more)]
    return found


@cache
def _own() -> dict[str, Entry]:
    """Entries by the glossary's own spellings; a term wins over another's alias."""
    aliases = {_folded(alias): one for one in reversed(terms()) for alias in one.aliases}
    return aliases | {_folded(one.term): one for one in terms()}


@cache
def _index() -> dict[str, Entry]:
    """Entries by every spelling, those that clients use too: these take long to know, and few ask by them."""
    by_term = {one.term: one for one in terms()}
    return {"".join(phrase): by_term[term] for phrase, term in client_words()} | _own()


def _folded(term: str) -> str:
    """`Sub-Stem`, `sub stem` and `SUBSTEM` are one word."""
    return "".join(plain_words(term.replace("&", "and").replace("+", "and")))
