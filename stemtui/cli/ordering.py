"""The command that reads a client's message: it shows the lines, asks, and writes what was agreed to."""

import shlex
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from stemtui import manifest
from stemtui.cli import asking, output
from stemtui.cli.messages import message
from stemtui.cli.showing import changes, questions, shown, table
from stemtui.order import on_no_line
from stemtui.order import reading as room
from stemtui.order.reading import Change, Reading
from stemtui.session import OrderLine, Session
from stemtui.text import counted, listed, printable


def order(asked: Namespace) -> int:
    """Read a message as order lines; 1 while questions are open, or when it names nothing."""
    path = manifest.locate(Path(asked.session))
    session = manifest.load(path)
    found = room.read(session, message(asked.message), _rate(path, session))
    if asked.json:
        output.document(_document(session, found, asked.reply))
    if asked.add:
        return _add(path, session, found, asked.json)
    if asked.json:
        return _code(found, len(found.questions))
    return _reply(path, session, found) if asked.reply else _agree(path, session, found)


def _add(path: Path, session: Session, found: Reading, as_json: bool) -> int:
    """Write the lines that are sure, as a script asks for; what is open is only shown."""
    new, changed = room.fresh(session, found.lines), room.changes(session, found, found.lines)
    if new or changed:
        manifest.save(room.added(session, new, changed), path, session)
    if not as_json:
        output.lines([*shown(session, found), *questions(found.questions)])
        done = f"{_counts(new, changed)} written into {printable(str(path))}"
        print(f"{done}." if new or changed else "Nothing new for the order.")
    return _code(found, len(found.questions))


def _code(found: Reading, open_questions: int) -> int:
    return int(bool(open_questions) or not (found.lines or found.questions or found.off))


def _counts(new: Sequence[OrderLine], changed: Sequence[Change]) -> str:
    """`2 new lines and 1 change`."""
    counts = ((len(new), "new line"), (len(changed), "change"))
    return listed([counted(count, what) for count, what in counts if count])


def _rate(path: Path, session: Session) -> int:
    from stemtui import scan
    from stemtui.rates import render_rate

    return render_rate(session, scan.headers(path.parent, session))


def _document(session: Session, found: Reading, with_reply: bool) -> dict[str, Any]:
    new, changed = room.fresh(session, found.lines), room.changes(session, found, found.lines)
    other = [one.becomes for one in changed if one.becomes]
    document = asdict(found) | {
        "lines": [
            asdict(line)
            | {"ordered": line not in new and not any(one.deliver == line.deliver for one in other)}
            for line in found.lines
        ],
        "on_no_line": on_no_line(session, room.added(session, found.lines, changed).order),
        "changes": [{"number": session.order.index(one.line) + 1, **asdict(one)} for one in changed],
    }
    del document["points_back"], document["off"]
    if with_reply:
        document["reply"] = room.reply(session, found, found.lines, range(len(found.questions)))
    return document


def _reply(path: Path, session: Session, found: Reading) -> int:
    """Write back to the client; on a terminal, what is open is asked first, and answers may be written."""
    terminal = asking.terminal() if found.questions else None
    if terminal is None:
        _tell(session, found, {})
        return _code(found, len(found.questions))
    with terminal:
        chosen = asking.asked(terminal, found)
        _tell(session, found, chosen)
        if chosen:
            _write(terminal, path, session, found, room.answered(found, chosen), shown_already=False)
    return _code(found, len(room.still_open(found, chosen)))


def _tell(session: Session, found: Reading, chosen: Mapping[int, int]) -> None:
    """Show the message to the client as the answers make it, and copy it where the terminal can."""
    left = room.still_open(found, chosen)
    text = room.reply(session, found, room.answered(found, chosen), left)
    output.lines(text.rstrip("\n").split("\n"))
    if sys.stdout.isatty() and asking.copied(text):
        print("(Copied too, where the terminal takes OSC 52.)", file=sys.stderr)


def _agree(path: Path, session: Session, found: Reading) -> int:
    """Show the lines, ask what is open, and write what is agreed to; without a terminal only show."""
    output.lines(shown(session, found))
    terminal = asking.terminal()
    if terminal is None:
        output.lines(questions(found.questions))
        if found.lines or found.questions or found.off:
            first = "asks these questions and then" if found.questions else "asks"
            print(f"Nothing is written: on a terminal, stemtui {first} before it writes.")
            print("In a script, --add writes the lines that are sure.")
        return _code(found, len(found.questions))
    with terminal:
        chosen = asking.asked(terminal, found)
        lines = room.answered(found, chosen)
        _write(terminal, path, session, found, lines, shown_already=not found.questions)
    return _code(found, len(room.still_open(found, chosen)))


def _write(
    terminal: TextIO,
    path: Path,
    session: Session,
    found: Reading,
    lines: Sequence[OrderLine],
    shown_already: bool,
) -> None:
    new, changed = room.fresh(session, lines), room.changes(session, found, lines)
    if not (new or changed):
        print("Nothing new for the order." if lines else "Nothing is written.")
        return
    if not shown_already:
        output.lines(["", *table(session, lines), *changes(session, changed)])
    said = asking.typed(terminal, f"Write {_counts(new, changed)} into {printable(str(path))}? y/n: ")
    if said.casefold() not in ("y", "yes", "j", "ja"):
        print("Nothing is written.")
        return
    manifest.save(room.added(session, lines, changed), path, session)
    print(f"Written: {printable(str(path))}")
    print(f"Next: `stemtui check {shlex.quote(printable(str(path.parent)))}` says what stands in its way.")
