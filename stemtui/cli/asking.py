"""Questions on a terminal: where answers are typed, what is typed, and what the terminal copies."""

import base64
import sys
from typing import TextIO

from stemtui.cli import output
from stemtui.cli.showing import questions
from stemtui.order.reading import Reading
from stemtui.text import printable

LARGEST_COPY = 74_000  # what xterm takes by OSC 52; others take more


def terminal() -> TextIO | None:
    """Where answers are typed: the terminal itself, since the message may have come by standard input."""
    if not sys.stdout.isatty():
        return None
    try:
        return open("/dev/tty", encoding="utf-8", errors="replace")
    except OSError:
        return None


def asked(terminal: TextIO, found: Reading) -> dict[int, int]:
    """The answers that the user gives, by the number of the question; what they pass over stays open."""
    chosen: dict[int, int] = {}
    for number, question in enumerate(found.questions):
        output.lines(questions([question], number + 1, len(found.questions))[:-1])
        count = len(question.choices)
        while True:
            said = typed(terminal, f"1-{count}, or enter to leave it open: ")
            if not said:
                break
            if said.isascii() and said.isdigit() and 1 <= int(said) <= count:
                chosen[number] = int(said) - 1
                break
            print(f"{printable(said)!r} is not a number from 1 to {count}.")
    return chosen


def typed(terminal: TextIO, prompt: str) -> str:
    """What is typed behind a prompt; "" for nothing, and at the end of the input."""
    print(prompt, end="", flush=True)
    line = terminal.readline()
    if not line:
        print()
    return line.strip()


def copied(text: str) -> bool:
    """Offer a text to the terminal's clipboard (OSC 52); False where it is too long for one."""
    code = base64.b64encode(text.encode("utf-8")).decode("ascii")
    if len(code) > LARGEST_COPY:
        return False
    sys.stdout.write(f"\x1b]52;c;{code}\x07")
    sys.stdout.flush()
    return True
