"""What is typed into a form's line, read: a value, or a ValueError that says what is wrong."""

import math
from collections.abc import Callable, Mapping

from stemtui.session import Session


def reason(text: str) -> str:
    """A reason, which is needed."""
    if not text:
        raise ValueError("A reason is needed: whoever opens this session later asks for it.")
    return text


def name(text: str) -> str:
    """A name, which is needed."""
    if not text:
        raise ValueError("A name is needed.")
    return text


def number(what: str, lowest: float, highest: float) -> Callable[[str], float]:
    """A reader of numbers within bounds; a comma is a decimal point."""

    def read(text: str) -> float:
        try:
            number = float(text.replace(",", ".") or 0)
        except ValueError:
            number = math.nan
        if not lowest <= number <= highest:
            raise ValueError(f"{what}: {text!r} is not a number from {lowest:g} to {highest:g}.")
        return number

    return read


def stem_by_name(session: Session, text: str) -> str:
    """A stem by its name or id; "" for none."""
    if not text:
        return ""
    for stem in session.stems:
        if text.casefold() in (stem.name.casefold(), stem.id):
            return stem.id
    raise ValueError(f"There is no stem {text!r}.")


def numbered(numbers: Mapping[str, int], stems: tuple[str, ...]) -> str:
    """Stems as a form writes them: by their numbers."""
    return " ".join(str(numbers.get(stem, stem)) for stem in stems)


def stems_by_number(ids: Mapping[str, str], text: str) -> tuple[str, ...]:
    """Stems by their numbers."""
    return tuple(stem_by_number(ids, word) for word in text.replace(",", " ").split())


def stem_by_number(ids: Mapping[str, str], word: str) -> str:
    """A stem by its number."""
    if word in ids.values():
        return word
    if word not in ids:
        raise ValueError(f"{word!r} is not the number of a stem.")
    return ids[word]


def offsets(ids: Mapping[str, str], text: str) -> tuple[tuple[str, float], ...]:
    """Moves in dB, each by a stem's number: `3+1 4-0.5`."""
    found: list[tuple[str, float]] = []
    for word in text.replace(",", " ").split():
        at = max(word.find("+"), word.find("-"))
        if at < 1:
            raise ValueError(f"{word!r} is not a stem's number and a move in dB, as in 3+1.")
        found.append((stem_by_number(ids, word[:at]), number("Offset", -144, 48)(word[at:])))
    return tuple(found)
