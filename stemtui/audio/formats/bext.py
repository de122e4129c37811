"""BWF: the `bext` chunk of a WAV, which says what it is, who made it and when it starts (EBU Tech 3285)."""

import struct
import unicodedata

from stemtui import __version__
from stemtui.frozen import frozen
from stemtui.header import ORIGINATOR

LEAST = 346
"""Bytes of a chunk up to and including its TimeReference."""

_VERSION = 1
_TEXTS = struct.Struct("<256s32s32s10s8s")
_TIMES = struct.Struct("<QH")
_UMID_AND_RESERVED = bytes(64 + 190)
_LIKE = {"Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Ø": "O", "ø": "o", "ß": "ss", "–": "-", "—": "-"}


@frozen
class Bext:
    """What a print says of itself; its form goes into the coding history by itself.

    `reference` is an identifier of our own, `date` "2026-03-01" or nothing, `time_reference` the start in
    samples since midnight at the rate of the file. Nothing is taken from a clock: bytes stay the same.
    """

    description: str
    reference: str = ""
    date: str = ""
    time_reference: int = 0

    def body(self, bits: int, is_float: bool, channels: int, samplerate: int) -> bytes:
        """The chunk's body for a file of that form, an even number of bytes."""
        texts = (self.description, ORIGINATOR, self.reference, self.date, "")
        history = _history(bits, is_float, channels, samplerate).encode("ascii")
        return b"".join(
            (
                _TEXTS.pack(*(plain(text).encode("ascii") for text in texts)),
                _TIMES.pack(self.time_reference, _VERSION),
                _UMID_AND_RESERVED,
                history + bytes(len(history) % 2),
            )
        )


def described(body: bytes, order: str) -> tuple[str, str, int | None]:
    """Description, originator and TimeReference that a chunk's first bytes hold; None where it ends before.

    `order` is struct's: "<" in RIFF and RF64, ">" in RIFX.
    """
    reference = int(struct.unpack_from(order + "Q", body, LEAST - 8)[0]) if len(body) >= LEAST else None
    return _text(body[:256]), _text(body[256:288]), reference


def plain(text: str) -> str:
    """A text in the printable ASCII that the chunk is made of: accents dropped, what is left over as "?"."""
    like = "".join(_LIKE.get(letter, letter) for letter in " ".join(text.split()))
    letters = (c for c in unicodedata.normalize("NFKD", like) if not unicodedata.combining(c))
    return "".join(c if c.isascii() and c.isprintable() else "?" for c in letters)


def _history(bits: int, is_float: bool, channels: int, samplerate: int) -> str:
    """The line of the coding history (EBU R 98) about a print; a comma would end one of its fields."""
    mode = {1: "mono", 2: "stereo"}.get(channels, f"{channels} channels")
    tool = f"{ORIGINATOR} {__version__}{'; float' if is_float else ''}"
    return f"A=PCM,F={samplerate},W={bits},M={mode},T={tool}\r\n"


def _text(field: bytes) -> str:
    """A field up to its end: ASCII by the standard, UTF-8 or Latin-1 in files that are met."""
    held = field.split(b"\0")[0]
    try:
        return held.decode("utf-8").strip()
    except UnicodeDecodeError:
        return held.decode("latin-1").strip()
