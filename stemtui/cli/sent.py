"""A message as it was sent and saved (`.eml`), with all its headers: what its sender wrote, unpacked."""

import re
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message

from stemtui.errors import StemtuiError

_WRITTEN = ("text/plain", "text/html")
_WITHIN = re.compile(rb"(?:message|multipart)/", re.IGNORECASE)
_DEEPEST = 50
"""So many parts that hold others no mail program writes; they take the square of their number to unpack."""


def unpacked(data: bytes) -> tuple[str, bytes, str]:
    """Subject, text and the encoding of that. Raises StemtuiError where it holds no text."""
    sent = message_from_bytes(data) if len(_WITHIN.findall(data)) <= _DEEPEST else Message()
    texts = {part.get_content_type(): part for part in reversed([*sent.walk()]) if not part.get_filename()}
    part = next((texts[form] for form in _WRITTEN if form in texts), None)
    content = part.get_payload(decode=True) if part else None
    if part is None or not isinstance(content, bytes):
        raise StemtuiError("The message holds no text: save what it says as a text.")
    return _subject(str(sent.get("subject", ""))), content, part.get_content_charset("utf-8")


def _subject(header: str) -> str:
    """A subject in one line, in whatever letters it was packed."""
    try:
        parts = decode_header(header)
    except MessageError:
        parts = [(header, None)]
    return " ".join("".join(_letters(part, encoding or "ascii") for part, encoding in parts).split())


def _letters(part: bytes | str, encoding: str) -> str:
    if isinstance(part, str):
        return part
    try:
        return part.decode(encoding, "replace")
    except (LookupError, ValueError):
        return part.decode("ascii", "replace")
