"""Where everything stands in the text of a manifest.

The text is known to be TOML: tomllib has read it before. So this looks only for where keys, values, comments
and tables begin and end. Splices made with it leave every other character as a person wrote it, and what they
compose is read and compared before it is saved. tomlkit keeps a text too, but hangs the comment above a table
on the table before it, so tables that go, come or move would part from what was said about them.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from stemtui.frozen import frozen

Path = tuple[str | int, ...]
Splice = tuple[int, int, str]

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_KEY = rf"(?:{_PART}[ \t]*\.[ \t]*)*{_PART}"
_TAIL = r"[ \t]*(?:#[^\n]*)?\r?(?:\n|\Z)"
PART = re.compile(_PART)
BLANK = re.compile(r"(?:[ \t]*\r?\n)*")
BLANK_OR_COMMENT = re.compile(_TAIL)
COMMENT_LINE = re.compile(r"[ \t]*#[^\n]*(?:\n|\Z)")
HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_KEY})[ \t]*\]\]?{_TAIL}")
ASSIGNMENT = re.compile(rf"[ \t]*({_KEY})[ \t]*=[ \t]*")
STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}'
    r"|'''(?:[^']|'{1,2}(?!'))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
BARE_VALUE = re.compile(r"[^,\]}#\s]+")
GAP = re.compile(r"(?:\s+|#[^\n]*)*")
BEHIND = re.compile(r"[ \t]*#")
COMMENT = re.compile(r"#[^\r\n]*")


class Line(NamedTuple):
    """A statement, which may take several lines of text: a table's header, or a key with its value."""

    path: Path
    start: int
    end: int
    key: int
    last_part: int
    value: int
    stop: int

    @property
    def is_header(self) -> bool:
        """Whether it opens a table."""
        return self.value < 0


class Item(NamedTuple):
    """A value inside a list or an inline table, with its key in the latter."""

    key: tuple[str, ...]
    start: int
    value: int
    stop: int


@frozen
class Layout:
    """The statements of a text, in its order."""

    text: str
    lines: tuple[Line, ...]

    @cached_property
    def newline(self) -> str:
        """How most of its lines end."""
        return "\r\n" if 2 * self.text.count("\r\n") > self.text.count("\n") else "\n"

    @cached_property
    def entries(self) -> dict[Path, Item]:
        """Every value by its path, the ones inside inline tables included."""
        found: dict[Path, Item] = {}
        for line in self.lines:
            if not line.is_header:
                found[line.path] = Item((), line.key, line.value, line.stop)
                if self.text[line.value] in "[{":
                    found.update(_nested(self.text, line.path, line.value))
        return found

    @cached_property
    def below(self) -> dict[Path, list[int]]:
        """The positions in `lines` of all that belongs to each table, by the table's first two parts."""
        found: dict[Path, list[int]] = {}
        for position, line in enumerate(self.lines):
            for depth in range(1, min(len(line.path), 2) + 1):
                found.setdefault(line.path[:depth], []).append(position)
        return found

    def positions(self, table: Path, key: str) -> list[int]:
        """The positions in `lines` of all that says one key of a table."""
        path = (*table, key)
        return [n for n in self.below.get(table[:2], ()) if self.lines[n].path[: len(path)] == path]

    def region(self, table: Path) -> tuple[int, int] | None:
        """From the comments above a table to those directly below it; None when it is not in one piece."""
        positions = self.below.get(table)
        if not positions or positions[-1] - positions[0] + 1 != len(positions):
            return None
        return self.above(positions[0]), self.behind(positions[-1])

    def above(self, position: int) -> int:
        """Where the comments directly above a statement begin."""
        start = self.lines[position].start
        floor = self.lines[position - 1].end if position else 0
        while start > floor:
            line_start = max(self.text.rfind("\n", 0, start - 1) + 1, floor)
            if not self.text[line_start:start].lstrip(" \t\N{BOM}").startswith("#"):
                break
            start = line_start
        return start

    def behind(self, position: int) -> int:
        """Where a statement ends, with the comments directly below it that belong to no other."""
        end = here = self.lines[position].end
        while comment := COMMENT_LINE.match(self.text, here):
            here = comment.end()
        following = self.lines[position + 1].start if position + 1 < len(self.lines) else -1
        return end if here == following else here


def layout(text: str) -> Layout:
    """Find every statement of a text that is known to be TOML."""
    lines: list[Line] = []
    table: Path = ()
    counts: dict[Path, int] = {}
    here = 1 if text.startswith("\N{BOM}") else 0
    while here < len(text):
        if blank := BLANK_OR_COMMENT.match(text, here):
            here = blank.end()
            continue
        start = here
        if header := HEADER.match(text, here):
            table = key_parts(header[2])
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            here = header.end()
            lines.append(Line(table, start, here, header.start(2), header.start(2), -1, -1))
            continue
        assignment = _match(ASSIGNMENT, text, here)
        key = assignment[1]
        parts = key_parts(key)
        last = assignment.start(1) + (0 if len(parts) == 1 else [m.start() for m in PART.finditer(key)][-1])
        stop = value_end(text, assignment.end())
        here = _match(BLANK_OR_COMMENT, text, stop).end()
        lines.append(Line((*table, *parts), start, here, assignment.start(1), last, assignment.end(), stop))
    return Layout(text, tuple(lines))


def key_parts(key: str) -> tuple[str, ...]:
    """`a."b c".d` as ("a", "b c", "d")."""
    if "." not in key and key[0] not in "\"'":
        return (key,)
    parts = PART.findall(key)
    return tuple(tomllib.loads(f"x={part}")["x"] if part[0] in "\"'" else part for part in parts)


def value_end(text: str, start: int) -> int:
    """Where the value that begins at `start` ends."""
    if text[start] in "\"'":
        return _match(STRING, text, start).end()
    if text[start] in "[{":
        return inside(text, start)[1]
    return _match(BARE_VALUE, text, start).end()


def inside(text: str, start: int) -> tuple[list[Item], int]:
    """The values in the list or inline table that begins at `start`, and where it ends."""
    closing = "]" if text[start] == "[" else "}"
    found: list[Item] = []
    here = _gap_end(text, start + 1)
    while text[here] != closing:
        begin = here
        key: tuple[str, ...] = ()
        if closing == "}":
            assignment = _match(ASSIGNMENT, text, here)
            key, here = key_parts(assignment[1]), assignment.end()
        stop = value_end(text, here)
        found.append(Item(key, begin, here, stop))
        here = _gap_end(text, stop)
        if text[here] == ",":
            here = _gap_end(text, here + 1)
    return found, here + 1


def comments(text: str, line: Line) -> Iterator[str]:
    """The comments inside a statement and behind it."""
    here = line.value if line.value >= 0 else line.key
    while here < line.end:
        if text[here] == "#":
            comment = _match(COMMENT, text, here)
            yield comment[0].rstrip()
            here = comment.end()
        elif text[here] in "\"'":
            here = _match(STRING, text, here).end()
        else:
            here += 1


def comments_in(text: str) -> list[str]:
    """All comments of a text: those of their own lines, then those behind and inside a statement."""
    alone = [line.strip() for line in text.splitlines() if COMMENT_LINE.match(line)]
    behind = [each for line in layout(text).lines for each in comments(text, line)]
    return list(dict.fromkeys([*alone, *behind]))


def pieces(text: str) -> Iterator[str]:
    """A text, TOML or not, cut before each header, and the comments directly above that go with it."""
    lines = text.removeprefix("\N{BOM}").splitlines(keepends=True)
    start = 0
    for number, line in enumerate(lines):
        if HEADER.fullmatch(line):
            cut = number
            while cut > start and COMMENT_LINE.fullmatch(lines[cut - 1]):
                cut -= 1
            if cut > start:
                yield "".join(lines[start:cut])
            start = cut
    yield "".join(lines[start:])


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """The text with each stretch from `start` to `stop` replaced; none of them may overlap."""
    done, here = [], 0
    for start, stop, replacement in sorted(splices, key=lambda splice: splice[:2]):
        if start < here:
            raise ValueError("two changes overlap")
        done += [text[here:start], replacement]
        here = stop
    return "".join([*done, text[here:]])


def _nested(text: str, path: Path, start: int) -> Iterator[tuple[Path, Item]]:
    for position, item in enumerate(inside(text, start)[0]):
        deeper = (*path, *(item.key or (position,)))
        yield deeper, item
        if text[item.value] in "[{":
            yield from _nested(text, deeper, item.value)


def _gap_end(text: str, start: int) -> int:
    return _match(GAP, text, start).end()


def _match(pattern: re.Pattern[str], text: str, start: int) -> re.Match[str]:
    found = pattern.match(text, start)
    if found is None:
        raise ValueError(f"{text[start : start + 20]!r} is not understood")
    return found
