"""A client's message as a command takes it: from a file, or from standard input."""

import codecs
import re
import sys
from pathlib import Path

from stemtui.errors import StemtuiError
from stemtui.text import counted

LARGEST = 1_000_000
_MARKS = {codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32"}
_MARKS |= {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_NO_TEXT = re.compile(rb"\s*\{\\rtf|%PDF-")
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_FEW = 10
"""Zeros in a text that is otherwise one are strays up to one byte in so many; UTF-16 has far more of them."""
_AS_SENT = re.compile(rb"(?:[!-9;-~]+:.*\n(?:[ \t].*\n)*)*?(?:MIME-Version|Content-Type):", re.IGNORECASE)
"""The headers of a message as mail programs save it, packed as it was sent."""


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
    if _AS_SENT.match(data):
        from stemtui.cli.sent import unpacked  # here, because it takes as long as all the rest

        subject, data, encoding = unpacked(data)
        return f"Subject: {subject}\n\n{_decoded(data, encoding)}"
    return _decoded(data)


def _decoded(data: bytes, encoding: str = "") -> str:
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), encoding)
    strays = 0 if encoding else data.count(0)
    is_other = bool(strays) and (strays * _FEW > len(data) or bool(_CONTROLS.search(data)))
    if not encoding and (is_other or _NO_TEXT.match(data)):
        raise StemtuiError(
            "The message is no text that can be read here: save the text of the e-mail alone, as UTF-8."
        )
    if strays:
        print(f"Left out of the message: {counted(strays, 'zero byte')}.", file=sys.stderr)
        data = data.replace(b"\0", b"")
    for one in (encoding or "utf-8-sig", "cp1252"):
        try:
            return data.decode(one)
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")
