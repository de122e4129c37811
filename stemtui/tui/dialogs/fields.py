"""What is typed into a form's line, read: a value, or a ValueError that says what is wrong."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable

from stemtui.diff import WORDS
from stemtui.manifest.keys import Key, Wrong
from stemtui.manifest.schema import (
    HIGHEST_DB,
    LONGEST_DELAY_MS,
    LONGEST_DELAY_SAMPLES,
    LOWEST_DB,
    TABLES,
)
from stemtui.order import item_kind
from stemtui.session import REST, Session, all_items, item_name
from stemtui.text import few

OPTIONAL = {"ceiling_dbtp", "pan_law_db"}
TEXTS = {
    *("title", "artist", "mixer", "version", "treatment_note", "reference", "folder", "name", "date"),
    *("profile", "naming"),
}
NAMED = 3
LIKENESSES: tuple[Callable[[str, str], bool], ...] = (
    lambda words, label: label == words,
    lambda words, label: label.rpartition(" ")[0] == words,
    lambda words, label: label.startswith(words),
    lambda words, label: all(word in label for word in words.split()),
)


def reason(text: str) -> str:
    """A reason, which is needed."""
    if not text:
        raise ValueError("A reason is needed: whoever opens this session later asks for it.")
    return text


def new_name(noun: str, taken: Iterable[str]) -> Callable[[str], str]:
    """A reader of names, which are needed and may not be those of others."""
    names = {name.casefold(): name for name in taken}

    def read(text: str) -> str:
        if not text:
            raise ValueError("A name is needed.")
        if noun and text.casefold() in names:
            raise ValueError(f"There is a {noun} {names[text.casefold()]!r} already.")
        return text

    return read


def yes_or_no(what: str) -> Callable[[str], bool]:
    """A reader of `y` or `n`, nothing being no."""

    def read(text: str) -> bool:
        if text.casefold() not in ("", "y", "yes", "n", "no"):
            raise ValueError(f"{what}: {text!r} is not y or n.")
        return text.casefold().startswith("y")

    return read


def y_or_n(held: bool) -> str:
    """Yes or no as a form writes it."""
    return "y" if held else "n"


def delay(text: str) -> tuple[float, int]:
    """A delay in milliseconds and one in samples, of which one is none: `12 ms`, `-480 samples`."""
    if text in ("", "0"):
        return 0.0, 0
    found = re.fullmatch(r"([-+]?[0-9]+(?:[.,][0-9]+)?) *(ms|samples?)", text.casefold())
    if not found or (found[2] != "ms" and not found[1].lstrip("+-").isdigit()):
        raise ValueError(f"Delay: {text!r} is not like 12 ms or 480 samples (-12 ms is earlier).")
    if found[2] == "ms":
        return number("Delay", -LONGEST_DELAY_MS, LONGEST_DELAY_MS)(found[1]), 0
    return 0.0, int(number("Delay", -LONGEST_DELAY_SAMPLES, LONGEST_DELAY_SAMPLES)(found[1]))


def delayed(ms: float, samples: int) -> str:
    """A delay as a form writes it."""
    return f"{ms:g} ms" if ms else f"{samples} samples" if samples else "0"


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


def decibels(what: str) -> Callable[[str], float]:
    """A reader of gains that a manifest can hold."""
    return number(what, LOWEST_DB, HIGHEST_DB)


def setting(table: str, key: str) -> Callable[[str], object]:
    """A reader of what the manifest holds under a key: by its own rules, in its own words."""
    (known,) = (one for one in TABLES[table] if one.name == key)

    def read(text: str) -> object:
        if not text and key in OPTIONAL:
            return None
        return _as_manifest(known, text if key in TEXTS else _toml(text))

    return read


def compressor_setting(key: Key) -> Callable[[str], object]:
    """A reader of a setting of the mix bus compressor; None for an empty line."""
    return lambda text: _as_manifest(key, _toml(text)) if text else None


def _as_manifest(key: Key, value: object) -> object:
    try:
        return key.read(value)
    except Wrong as error:
        _, message, remedy = error.findings[0]
        raise ValueError(f"{WORDS.get(key.name, key.name).capitalize()}: {message} {remedy}") from error


def set_to(value: object) -> str:
    """A setting as a form writes it."""
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _toml(text: str) -> int | float | str:
    """A text as the manifest would have it: a number where it is one."""
    for kind in (int, float):
        try:
            return kind(text.replace(",", "."))
        except ValueError:
            continue
    return text


def tracks_by_name(session: Session, text: str) -> tuple[str, ...]:
    """Tracks by their names or ids, with commas between."""
    known = {track.label.casefold(): track.id for track in session.tracks}
    known |= {track.id: track.id for track in session.tracks}
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name.casefold() not in known:
            raise ValueError(f"Bounce: there is no track {name!r}.")
    return tuple(dict.fromkeys(known[name.casefold()] for name in names))


def stem_by_name(session: Session, text: str) -> str:
    """A stem by its name or id; "" for none."""
    if not text:
        return ""
    for stem in session.stems:
        if text.casefold() in (stem.name.casefold(), stem.id):
            return stem.id
    raise ValueError(f"There is no stem {text!r}.")


def item_label(session: Session, item: str) -> str:
    """`Drums STEM`, with its id where two are called that; what is not there as it is written."""
    return item_labels(session).get(item, item)


def item_labels(session: Session) -> dict[str, str]:
    """What a form calls everything that can be delivered."""
    items = [*all_items(session), *([REST] if session.stems else [])]
    labels = {item: f"{item_name(session, item)} {item_kind(item).upper()}" for item in items}
    times = Counter(label.casefold() for label in labels.values())
    return {
        item: f"{label} ({item})" if times[label.casefold()] > 1 else label for item, label in labels.items()
    }


def item_by_name(session: Session, as_it_was: str = "") -> Callable[[str], str]:
    """A reader of what is delivered, by its id, its name or a part of that; "" for nothing."""
    labels = item_labels(session)

    def read(text: str) -> str:
        words = text.casefold()
        if text == as_it_was or text in labels or not text:
            return text
        for likeness in LIKENESSES:
            found = [item for item, label in labels.items() if likeness(words, label.casefold())]
            if len(found) == 1:
                return found[0]
            if found:
                names = few([labels[item] for item in found], NAMED)
                raise ValueError(f"Delivers: {text!r} is in {names}. Type more of one.")
        raise ValueError(f"Delivers: nothing here is called {text!r}.")

    return read
