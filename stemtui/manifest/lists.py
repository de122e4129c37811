"""A list or inline table spelled anew around what stays in it."""

import tomllib
from collections.abc import Collection, Sequence
from typing import NamedTuple

from stemtui.manifest.layout import Item, inside
from stemtui.manifest.spelling import LINE_LENGTH, spelled, spelled_key


def respelled(text: str, start: int, old: object, new: object, newline: str) -> str:
    """The new value in place of the old one at `start`, what is in both spelled as it was."""
    if isinstance(old, dict) and isinstance(new, dict) and text[start] == "{":
        return respelled_table(text, start, old, new)
    if isinstance(new, list) and text[start] == "[":
        return respelled_list(text, start, new, newline)
    return spelled(new, newline)


def respelled_table(text: str, start: int, old: dict[str, object], new: dict[str, object]) -> str:
    """An inline table with other values, kept ones as they were spelled."""
    items = {item.key: item for item in inside(text, start)[0]}
    parts = []
    for key, value in new.items():
        item = items.get((key,))
        if item is None:
            parts.append(f"{spelled_key(key)} = {spelled(value)}")
        elif key in old and old[key] == value:
            parts.append(text[item.start : item.stop])
        else:
            parts.append(text[item.start : item.value] + spelled(value))
    return f"{{ {', '.join(parts)} }}" if parts else "{}"


class Gap(NamedTuple):
    """What stands between two items of a list: the comment behind the first, the lines above the second.

    Of those each is a comment, or "" for a blank line.
    """

    behind: str
    above: list[str]


def respelled_list(text: str, start: int, new: Sequence[object], newline: str) -> str:
    """A list with other items; one that takes several lines keeps doing so, with its comments and blanks."""
    items, stop = inside(text, start)
    written = [text[item.start : item.stop] for item in items]
    standing = {value: n for n, value in enumerate(tomllib.loads(f"x = [{', '.join(written)}]")["x"])}
    # an item that is there twice is spelled like the first, and has its comments once
    places = [
        standing[value] if value in standing and value not in new[:n] else -1 for n, value in enumerate(new)
    ]
    spellings = [written[n] if n >= 0 else spelled(value) for n, value in zip(places, new, strict=True)]
    line = f"[{', '.join(spellings)}]"
    if "\n" not in text[start:stop] and len(line) <= LINE_LENGTH:
        return line
    ends = zip(
        [start + 1, *(item.stop for item in items)], [*(item.start for item in items), stop - 1], strict=True
    )
    gaps = [_gap(text[begin:end]) for begin, end in ends]
    above, last = _lines_above(gaps, set(places))
    rows: list[str] = []
    for n, spelling in zip(places, spellings, strict=True):
        rows += [*above.get(n, []), _remarked(f"{spelling},", gaps[n + 1].behind if n >= 0 else "")]
    inner, outer = _indents(text, items, stop)
    rows = [f"{inner}{row}" if row else "" for row in [*rows, *last]]
    return newline.join([_remarked("[", gaps[0].behind), *rows, f"{outer}]"])


def _gap(text: str) -> Gap:
    first, *lines = [line.strip().lstrip(",").strip() if line.strip() else None for line in text.split("\n")]
    # the last line goes on with the next item, and one that holds a comma alone is not blank
    return Gap(first or "", [line or "" for line in lines[:-1] if line != ""])


def _lines_above(gaps: Sequence[Gap], kept: Collection[int]) -> tuple[dict[int, list[str]], list[str]]:
    """The lines above each item that stays, and above the end; what was said of items that go stays there."""
    above: dict[int, list[str]] = {}
    waiting: list[str] = []
    for n, gap in enumerate(gaps[:-1]):
        waiting = [*waiting, *gap.above]
        if n in kept:
            above[n], waiting = waiting, []
        elif gaps[n + 1].behind:
            waiting.append(gaps[n + 1].behind)
    return above, [*waiting, *gaps[-1].above]


def _remarked(text: str, comment: str) -> str:
    return f"{text}  {comment}" if comment else text


def _indents(text: str, items: Sequence[Item], stop: int) -> tuple[str, str]:
    """How far the list's items stand in, and its end."""
    leads = [text[text.rfind("\n", 0, place) + 1 : place] for place in (*(i.start for i in items), stop - 1)]
    *found, outer = [lead if not lead.strip() else None for lead in leads]
    return next((lead for lead in found if lead), f"{outer or ''}    "), outer or ""
