"""A list or inline table spelled anew around what stays in it."""

import tomllib
from collections.abc import Sequence

from stemtui.manifest.layout import COMMENT, Item, inside
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


def respelled_list(text: str, start: int, new: Sequence[object], newline: str) -> str:
    """A list with other items; one that takes several lines keeps doing so, with its comments."""
    items, stop = inside(text, start)
    written = [text[item.start : item.stop] for item in items]
    standing = {value: n for n, value in enumerate(tomllib.loads(f"x = [{', '.join(written)}]")["x"])}
    spellings = [written[standing[value]] if value in standing else spelled(value) for value in new]
    line = f"[{', '.join(spellings)}]"
    if "\n" not in text[start:stop] and len(line) <= LINE_LENGTH:
        return line
    above, behind = _list_comments(text, start, items, stop)
    rows = []
    for value, spelling in zip(new, spellings, strict=True):
        position = standing.get(value)
        comment = f"  {behind[position]}" if position is not None and behind[position] else ""
        rows += [*(above[position] if position is not None else []), f"{spelling},{comment}"]
    kept = {standing.get(value) for value in new}
    rows += [words for n, lines in enumerate(above) if n not in kept for words in lines]
    return newline.join(["[", *(f"    {row}" for row in rows), "]"])


def _list_comments(
    text: str, start: int, items: Sequence[Item], stop: int
) -> tuple[list[list[str]], list[str]]:
    """The comments on lines of their own above each item and above the end, and the one behind each item."""
    above: list[list[str]] = [[]]
    behind: list[str] = []
    for item, following in zip([None, *items], [*items, None], strict=True):
        here, end = item.stop if item else start + 1, following.start if following else stop - 1
        found = [(match.start(), match[0].rstrip()) for match in COMMENT.finditer(text, here, end)]
        if item:
            same_line = [words for place, words in found if "\n" not in text[here:place]]
            behind.append(same_line[0] if same_line else "")
            found = found[len(same_line) :]
            above.append([])
        above[-1] += [words for _, words in found]
    return above, behind
