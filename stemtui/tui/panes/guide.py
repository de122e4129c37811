"""What is said of the commands in the table: the footer, `?`, and the README's table of keys."""

from collections.abc import Sequence

from stemtui.session import LAST_DIGIT
from stemtui.tui.desk.commands import COMMANDS, LATER_DIGITS, MOVE, SECTIONS, Command, keyed
from stemtui.tui.desk.desk import GROUPS, ORDER, TRACKS, Desk
from stemtui.tui.desk.respelling import respelled
from stemtui.tui.desk.suggestions import suggested

WAITING = ("render", "again", "accept_finding", "assign_1")
STEADY = ("save", "order", "render", "help")
"""What the footer names at its right end, in every situation at the same place."""
Entry = tuple[str, str]
FILTERING: list[Entry] = [("enter", "keep it"), ("esc", "show all"), ("up down", "choose")]


def situation(desk: Desk) -> str:
    """What the user is in the middle of, as far as the footer is concerned."""
    if not desk.session.tracks:
        return "empty"
    if desk.pane == ORDER:
        return "order"
    if desk.pane == GROUPS:
        return "mix" if desk.here.startswith("mix.") else "stem"
    if desk.marked:
        return "marked"
    return "fresh" if desk.suggesting and suggested(desk) else "tracks"


def footer(desk: Desk, width: int) -> tuple[list[Entry], list[Entry]]:
    """Keys and labels of the commands that matter now, as many as fit a line, and those that are steady.

    Help is always among them. Printing, repeating, accepting and assigning are named where there is something
    to print, repeat or accept, or a stem; and in a pane without rows only what can be done there.
    """
    if desk.filtering:
        return FILTERING, []
    now = situation(desk)
    asked = WAITING if desk.here else COMMANDS
    waiting = {id for id in asked if COMMANDS[id].reason(desk)}
    table = [keyed(command, desk.keys) for id, command in COMMANDS.items() if id not in waiting]
    always = {"pick"} if has_more_than_digits(desk) else set()
    first = [c for c in table if now in c.footer.split() or c.id in always]
    then = [c for c in table if f"{now}+" in c.footer.split() and c.id not in always]
    fitting: dict[str, Entry] = {}
    for command in (first[-1], *first[:-1], *then):
        entry = command.footer_key, _label(command, desk)
        if footer_width([*fitting.values(), entry]) <= width:
            fitting[command.id] = entry
    steady = [fitting[id] for id in STEADY if id in fitting]
    return [entry for id, entry in fitting.items() if id not in STEADY], steady


def has_more_than_digits(desk: Desk) -> bool:
    """Whether tracks can be put into stems that no digit assigns to."""
    return desk.pane == TRACKS and len(desk.session.stems) > LAST_DIGIT


def _label(command: Command, desk: Desk) -> str:
    if command.id == "pick" and has_more_than_digits(desk):
        return f"{LAST_DIGIT + 1}+"
    return {GROUPS: command.in_stems, ORDER: command.in_order}.get(desk.pane) or command.label


def footer_width(entries: Sequence[Entry]) -> int:
    """The columns that a footer takes: a space before it, two between entries."""
    return sum(len(key) + len(label) + 3 for key, label in entries) - 1


def help_rows(desk: Desk) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each section's keys with what they do in this pane, the nine digits as one row.

    What cannot be done just now, which says why, and what is only done in other panes have headings of their
    own at the end.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    waiting: list[tuple[str, str]] = []
    later: list[tuple[str, str]] = []
    for section, group in SECTIONS:
        for command in (keyed(command, desk.keys) for command in group if command.id not in LATER_DIGITS):
            reason = command.reason(desk)
            elsewhere = command.where and desk.pane not in command.where.split()
            rows = later if elsewhere else waiting if reason else found.setdefault(section, [])
            said = command.help if elsewhere else f"{command.help} {reason}".strip()
            rows.append((command.key, respelled(said, desk.keys)))
    ends = {"Not just now": waiting, "Only in other panes": later}
    return [*found.items(), *((heading, rows) for heading, rows in ends.items() if rows)]


def palette_rows(desk: Desk) -> tuple[dict[str, str], dict[str, str]]:
    """What the palette lists, and what it says of each, by command: those that can run just now first, and
    those that only move, which hands know, last of these.

    The key comes first, so that what is typed finds it as well: `:w` and `:q` are in many fingers.
    """
    table = [keyed(command, desk.keys) for command in COMMANDS.values() if not command.shown]
    reasons = {command.id: command.reason(desk) for command in table}
    moves = {command.id for command in MOVE}
    table.sort(key=lambda command: (bool(reasons[command.id]), command.id in moves))
    width = max(len(command.footer_key) for command in table)
    names = {c.id: f"{c.footer_key:<{width}}  {_label(c, desk)}" for c in table}
    choices = {id: f"{name}  (not now)" if reasons[id] else name for id, name in names.items()}
    said = {c.id: f"{c.help} Not now: {reasons[c.id]}" if reasons[c.id] else c.help for c in table}
    about = {id: respelled(words, desk.keys) for id, words in said.items()}
    return choices, about


def key_table() -> str:
    """The keys as a Markdown table, for the README; `id` is what keys.toml calls a command."""
    lines = ["| key | what it does | id |", "| --- | --- | --- |"]
    for section, group in SECTIONS:
        lines.append(f"| **{section}** | | |")
        for command in group:
            if command.id not in LATER_DIGITS:
                keys = " ".join(f"`{key}`" for key in command.key.split())
                name = "" if command.shown else command.id
                lines.append(f"| {keys} | {command.sentence} | {name} |")
    return "\n".join(lines)
