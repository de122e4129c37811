"""What is wrong with a text that is no TOML, in words, with the line that it is about."""

import re

from stemtui.errors import Problem
from stemtui.manifest.spelling import quoted

CONFLICT_MARKS = ("<<<<<<<", "=======", ">>>>>>>")
IN_WORDS = {
    "Cannot overwrite a value": "a key or table is there twice",
    "Exceeds the limit": "a number has thousands of digits",
    "Cannot mutate immutable namespace": "a table that was written in { } cannot be continued here",
}


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
        remedy = "Save it with line feeds (LF) in your editor."
        return Problem(f"line {line}", "a line ends in a carriage return alone, as on old Macs.", remedy)
    if written.startswith(CONFLICT_MARKS):
        return Problem(f"line {line}", "a merge left both sides here.", "Keep one and delete the marks.")
    return Problem(f"line {line}", f"{said}: {quoted(written)}.", "Correct the line.")
