"""A client's message as a command takes it: from a file, or from standard input."""

import sys
from pathlib import Path

from stemtui.errors import StemtuiError

LARGEST = 1_000_000


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
                f"{source!r} cannot be read: {error.strerror}. Name the file that holds the message, or - "
                "for standard input."
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
