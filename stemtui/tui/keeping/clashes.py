"""What was changed here and on disk at once, told."""

import tomllib
from collections.abc import Iterable, Sequence
from typing import Any

from stemtui.diff import WORDS, said
from stemtui.errors import Problem
from stemtui.glossary.wrapping import columns, padded
from stemtui.manifest.merging import CHOOSE, Clash
from stemtui.session import Session, has_item, item_name
from stemtui.text import listed, printable

CHOICES = {"k": "keep what is here", "d": "take what is on disk"}
ONE_BY_ONE = {"o": "one by one"}
HERE = {"deliver": "what it delivers", "offsets_db": "offsets", "parent": "inside which stem"}


def are_clashes(problems: Iterable[Problem]) -> bool:
    """Whether a save failed for nothing but changes on disk that clash with those made here."""
    found = [problem.remedy == CHOOSE for problem in problems]
    return bool(found) and all(found)


def side_by_side(sides: Sequence[Session], problems: Sequence[Problem], width: int) -> list[str]:
    """Clashes as a table of both sides, where it fits and they have two; else each in a sentence.

    What they are about is called as the first of these sessions that knows it calls it.
    """
    rows: list[Sequence[str]] = [("", "here", "on disk", "it was")]
    rows += [(thing(sides, one), *values(sides, one)) for one in problems if isinstance(one, Clash)]
    rows = [[printable(cell) for cell in row] for row in rows]
    widths = [max(columns(row[at]) for row in rows) for at in range(4)]
    if len(rows) <= len(problems) or sum(widths) + 6 > width:
        return [line for problem in problems for line in (clash_words(sides, problem), "")][:-1]
    cells = ([padded(cell, wide) for cell, wide in zip(row, widths, strict=True)] for row in rows)
    return ["  ".join(row).rstrip() for row in cells]


def clash_words(sides: Sequence[Session], problem: Problem) -> str:
    """A clash in a sentence: `Kick, stem: Bass here, Vocals on disk; it was Drums.`"""
    if isinstance(problem, Clash) and problem.was:
        here, there, was = values(sides, problem)
        return f"{thing(sides, problem)}: {here} here, {there} on disk; it was {was}."
    about = f"{thing(sides, problem)}: " if "." in problem.path else ""
    return about + (problem.message if about else f"{problem.message[:1].upper()}{problem.message[1:]}")


def values(sides: Sequence[Session], clash: Clash) -> list[str]:
    """What a thing is here, on disk, and what it was, as an engineer says it."""
    key = clash.path.rpartition(".")[2]
    return [in_words(sides, key, value) for value in (clash.mine, clash.theirs, clash.was)]


def in_words(sides: Sequence[Session], key: str, spelled: str) -> str:
    """A value as a manifest spells it, in words: what has a name by its name, figures with units."""
    try:
        value: Any = tomllib.loads(f"value = {spelled}")["value"]
    except tomllib.TOMLDecodeError:  # one of merging's own words: changed, deleted, absent
        return spelled
    if isinstance(value, dict) and key == "offsets_db":
        moved = [f"{called(sides, f'stem.{stem}')} {db:+g} dB" for stem, db in value.items()]
        return listed(moved) or "nothing"
    if isinstance(value, dict):
        return spelled
    if isinstance(value, list):
        kind = "track" if key == "bounce" else "stem"
        return listed([called(sides, f"{kind}.{one}") for one in value]) or "nothing"
    if key in ("stem", "parent"):
        return called(sides, f"stem.{value}") if value else "no stem"
    return called(sides, value) if key == "deliver" else said(key, value)


def called(sides: Sequence[Session], item: str) -> str:
    """The name of an item in the first session that has it; where none has, the item itself."""
    return next((item_name(side, item) for side in sides if has_item(side, item)), item)


def thing(sides: Sequence[Session], problem: Problem) -> str:
    """What a clash is about, called by its name: `Kick, stem`."""
    item, _, key = problem.path.rpartition(".")
    field = HERE.get(key) or WORDS.get(key, key.replace("_", " "))
    kind, _, rest = problem.path.partition(".")
    if kind == "order" and rest:
        number, _, _ = rest.partition(".")
        return f"Order line {number}" + (f", {field}" if "." in rest else "")
    if kind == "session":
        return f"{field[:1].upper()}{field[1:]}"
    if kind in ("delivery", "mix_bus"):
        return f"{kind.replace('_', ' ').capitalize()}, {field}"
    return f"{called(sides, item)}, {field}" if "." in item else called(sides, problem.path)
