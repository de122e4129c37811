"""What is wrong with a text that is no TOML, in words, with the line that it is about."""

import re
from collections.abc import Sequence

from stemtui.errors import Problem
from stemtui.manifest.spelling import quoted
from stemtui.text import few

CONFLICT_MARKS = ("<<<<<<<", "=======", ">>>>>>>")
_LINES = 5
IN_WORDS = {
    "Cannot overwrite a value": "a key or table is there twice",
    "Exceeds the limit": "a number has thousands of digits",
    "Cannot mutate immutable namespace": "a table that was written in { } cannot be continued here",
}


_OTHER_ENDS = {"\x85": "NEL, U+0085", "\u2028": "line separators, U+2028", "\u2029": "U+2029"}
_REMEDY = "Save it with line feeds (LF) in your editor."


def line_end_problem(text: str) -> Problem | None:
    """What is wrong with a text whose lines end in what TOML takes for letters: to it, all is one line."""
    if "\n" in text.strip():
        return None
    ends = next((said for end, said in _OTHER_ENDS.items() if end in text), "")
    return Problem("line 1", f"lines end in {ends}, which TOML does not know.", _REMEDY) if ends else None


def syntax_problem(error: ValueError | RecursionError, text: str) -> Problem:
    """What `tables.loads` raised about a text."""
    if isinstance(error, RecursionError):
        return Problem("", "lists or tables are nested too deeply.", "No such depth has a meaning here.")
    message = str(error)
    found = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", message, re.DOTALL)
    if not found:
        message = next((said for begins, said in IN_WORDS.items() if message.startswith(begins)), message)
        return Problem("", f"{message}.", "Correct it, or restore an earlier version of the file.")
    said, line = found[1], int(found[2]) if found[2] else text.count("\n") + 1
    for begins, words in IN_WORDS.items():
        said = words if said.startswith(begins) else said
    if said.startswith("Cannot declare"):
        said = "this table is there twice"
    lines = text.split("\n")
    written = lines[line - 1].strip(" \t\r") if line <= len(lines) else ""
    if "\r" in written:
        return Problem(f"line {line}", "a line ends in a carriage return alone, as on old Macs.", _REMEDY)
    if written.startswith(CONFLICT_MARKS):
        return _conflicts(lines, line)
    return Problem(f"line {line}", f"{said}: {quoted(written)}.", "Correct the line.")


def _conflicts(lines: Sequence[str], first: int) -> Problem:
    """Marks of a merge: where all of them begin, and that a side without lines is one where it is gone."""
    begun = [str(at) for at, line in enumerate(lines, 1) if line.startswith(CONFLICT_MARKS[0]) and at > first]
    also = f", and at {'line' if len(begun) == 1 else 'lines'} {few(begun, _LINES)}" if begun else ""
    empty = [at for at, line in enumerate(lines[:-1]) if line.startswith(CONFLICT_MARKS[:2])]
    is_empty = any(lines[at + 1].startswith(CONFLICT_MARKS[1:]) for at in empty)
    gone = " Where one side has no lines, it is gone or was never there." if is_empty else ""
    keep = "Keep one of each two" if begun else "Keep one"
    return Problem(
        f"line {first}", f"a merge left both sides here{also}.", f"{keep} and delete the marks.{gone}"
    )
