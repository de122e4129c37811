"""The command that reads a client's message: it shows the lines, asks, and writes what was agreed to."""

import base64
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from stemtui import manifest
from stemtui.cli import output
from stemtui.errors import StemtuiError
from stemtui.order import reading as room
from stemtui.order.reading import Question, Reading
from stemtui.session import OrderLine, Session, item_name
from stemtui.text import counted, listed, printable

LARGEST = 1_000_000
LARGEST_COPY = 74_000  # what xterm takes by OSC 52; others take more


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
    new = room.fresh(session, found.lines)
    if new:
        manifest.save(room.added(session, new), path)
    if not as_json:
        output.lines([*_shown(session, found), *_questions(found.questions)])
        done = f"{counted(len(new), 'new line')} written into {printable(str(path))}"
        print(f"{done}." if new else "Nothing new for the order.")
    return _code(found, len(found.questions))


def _code(found: Reading, open_questions: int) -> int:
    return int(bool(open_questions) or not (found.lines or found.questions))


def _rate(path: Path, session: Session) -> int:
    from stemtui import scan
    from stemtui.rates import render_rate

    return render_rate(session, scan.headers(path.parent, session))


def message(source: str) -> str:
    """A client's message: a file's text, or standard input's. Raises StemtuiError."""
    if source == "-":
        if sys.stdin.isatty():
            print("Paste the message, then press Ctrl-D on a line of its own.", file=sys.stderr)
        data = sys.stdin.buffer.read(LARGEST + 1)
    else:
        try:
            with Path(source).open("rb") as file:
                data = file.read(LARGEST + 1)
        except OSError as error:
            raise StemtuiError(
                f"{source!r} cannot be read: {error.strerror}. Name the file that holds the message, or "
                f"- for "
                "standard input."
            ) from error
    if len(data) > LARGEST:
        raise StemtuiError(f"The message is over {LARGEST:,} bytes: save the text of the e-mail alone.")
    return _decoded(data)


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _document(session: Session, found: Reading, with_reply: bool) -> dict[str, Any]:
    new = room.fresh(session, found.lines)
    document = asdict(found) | {
        "lines": [asdict(line) | {"ordered": line not in new} for line in found.lines],
    }
    del document["points_back"]
    if with_reply:
        document["reply"] = room.reply(session, found, found.lines, range(len(found.questions)))
    return document


def _reply(path: Path, session: Session, found: Reading) -> int:
    """Write back to the client; on a terminal, what is open is asked first, and answers may be written."""
    terminal = _terminal() if found.questions else None
    if terminal is None:
        _tell(session, found, {})
        return _code(found, len(found.questions))
    with terminal:
        chosen = _asked(terminal, session, found)
        _tell(session, found, chosen)
        if chosen:
            _write(terminal, path, session, room.answered(found, chosen), shown_already=False)
    return _code(found, len(room.still_open(found, chosen)))


def _tell(session: Session, found: Reading, chosen: Mapping[int, int]) -> None:
    """Show the message to the client as the answers make it, and copy it where the terminal can."""
    left = room.still_open(found, chosen)
    text = room.reply(session, found, room.answered(found, chosen), left)
    output.lines(text.rstrip("\n").split("\n"))
    if sys.stdout.isatty() and _copy(text):
        print("(Copied too, where the terminal takes OSC 52.)", file=sys.stderr)


def _copy(text: str) -> bool:
    """Offer a text to the terminal's clipboard (OSC 52); False where it is too long for one."""
    code = base64.b64encode(text.encode("utf-8")).decode("ascii")
    if len(code) > LARGEST_COPY:
        return False
    sys.stdout.write(f"\x1b]52;c;{code}\x07")
    sys.stdout.flush()
    return True


def _agree(path: Path, session: Session, found: Reading) -> int:
    """Show the lines, ask what is open, and write what is agreed to; without a terminal only show."""
    output.lines(_shown(session, found))
    terminal = _terminal()
    if terminal is None:
        output.lines(_questions(found.questions))
        if found.lines or found.questions:
            first = "asks these questions and then" if found.questions else "asks"
            print(f"Nothing is written: on a terminal, stemtui {first} before it writes.")
            print("In a script, --add writes the lines that are sure.")
        return _code(found, len(found.questions))
    with terminal:
        chosen = _asked(terminal, session, found)
        lines = room.answered(found, chosen)
        _write(terminal, path, session, lines, shown_already=not found.questions)
    return _code(found, len(room.still_open(found, chosen)))


def _terminal() -> TextIO | None:
    """Where answers are typed: the terminal itself, since the message may have come by standard input."""
    if not sys.stdout.isatty():
        return None
    try:
        return open("/dev/tty", encoding="utf-8", errors="replace")
    except OSError:
        return None


def _shown(session: Session, found: Reading) -> list[str]:
    """The lines as a table, and all that the message says beside them."""
    shown = _table(session, found.lines) or ["No line is sure."]
    wishes = dict.fromkeys((wish.what, wish.asked, wish.difference) for wish in found.wishes)
    shown += [f"Wish, {what}: {asked}. {difference}".rstrip() for what, asked, difference in wishes]
    shown += [f"Note: {note}" for note in found.notes]
    if found.declined:
        shown.append(f"They do not want: {_quoted(found.declined)}.")
    if found.remarks:
        shown.append(f"Read as a remark, not as an order: {_quoted(found.remarks)}.")
    if found.not_understood:
        shown.append(f"Not understood: {_quoted(found.not_understood)}.")
    return shown


def _quoted(texts: Sequence[str]) -> str:
    return listed([f'"{printable(text)}"' for text in texts])


def _table(session: Session, lines: Sequence[OrderLine]) -> list[str]:
    if not lines:
        return []
    new = room.fresh(session, lines)
    rows = [["", "they write", "deliver", "kind", "channels", ""]]
    for number, line in enumerate(lines, 1):
        name = item_name(session, line.deliver) if line.deliver else "(to be made)"
        there = "" if line in new else "on the order already"
        rows.append([str(number), line.asked, name, line.kind.upper(), line.channels, there])
    return output.table(rows, right=(0,))


def _questions(questions: Sequence[Question]) -> list[str]:
    shown: list[str] = []
    for number, question in enumerate(questions, 1):
        shown += ["", f"Question {number}: {question.question}"]
        shown += [f"  {at}  {choice.says}" for at, choice in enumerate(question.choices, 1)]
    return [*shown, ""] if shown else []


def _asked(terminal: TextIO, session: Session, found: Reading) -> dict[int, int]:
    """The answers that the user gives, by the number of the question; what they pass over stays open."""
    chosen: dict[int, int] = {}
    for number, question in enumerate(found.questions):
        output.lines(_questions([question])[:-1])
        count = len(question.choices)
        while True:
            said = _typed(terminal, f"1-{count}, or enter to leave it open: ")
            if not said:
                break
            if said.isascii() and said.isdigit() and 1 <= int(said) <= count:
                chosen[number] = int(said) - 1
                break
            print(f"{printable(said)!r} is not a number from 1 to {count}.")
    return chosen


def _typed(terminal: TextIO, prompt: str) -> str:
    print(prompt, end="", flush=True)
    line = terminal.readline()
    if not line:
        print()
    return line.strip()


def _write(
    terminal: TextIO, path: Path, session: Session, lines: Sequence[OrderLine], shown_already: bool
) -> None:
    new = room.fresh(session, lines)
    if not new:
        print("Nothing new for the order." if lines else "Nothing is written.")
        return
    if not shown_already:
        output.lines(["", *_table(session, lines)])
    said = _typed(terminal, f"Write {counted(len(new), 'new line')} into {printable(str(path))}? y/n: ")
    if said.casefold() not in ("y", "yes", "j", "ja"):
        print("Nothing is written.")
        return
    manifest.save(room.added(session, lines), path)
    print(f"Written: {printable(str(path))}")
