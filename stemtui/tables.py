"""TOML: what anybody may have written, read in bounded time and memory; what is written, safe to look at."""

import re
import stat
import tomllib
from pathlib import Path
from typing import Any

from stemtui.text import respelt

_MOST_PARTS = 100
_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(rf"(?<![A-Za-z0-9_-])(?:{_PART}[ \t]*+\.[ \t]*+){{{_MOST_PARTS}}}")


def read_bytes(path: Path, largest: int) -> bytes:
    """The content of a regular file, cut behind `largest` + 1 bytes. Raises OSError; a pipe or device is one.

    Reading a pipe would wait for ever, and a device may never end.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise IsADirectoryError(0, "it is not a file", str(path))
    with path.open("rb") as file:
        return file.read(largest + 1)


def loads(text: str) -> dict[str, Any]:
    """The tables of a text. Raises ValueError, and RecursionError for lists or tables nested too deeply.

    A key of over 100 parts is refused unread: the time that tomllib takes for one grows with its square.
    """
    if found := _LONG_KEY.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise ValueError(f"a key has more than {_MOST_PARTS} parts (at line {line}, column 1)")
    return tomllib.loads(text)


_HALVES = range(0xD800, 0xE000)
"""Halves of letters, which stay: no TOML can hold them, and what has one is refused."""


def escaped(text: str) -> str:
    """TOML whose strings are basic ones, with escapes for all in them that could drive a terminal or hide.

    That is what `printable` takes out, too: bidi overrides, joiners, line separators, blank letters.
    """
    return "\n".join(respelt(line, _escape) for line in text.split("\n"))


def _escape(letter: str) -> str:
    code = ord(letter)
    if code in _HALVES:
        return letter
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
