"""How a print's file name is made: the template filled in, of what every file system takes, and no longer."""

import re
import unicodedata

from stemtui.naming.house import House
from stemtui.naming.parts import initials, month_first, revision
from stemtui.naming.templates import ILLEGAL, LONGEST, filled, parts_of
from stemtui.session import Session
from stemtui.text import respelt

_CUT = ("name", "title", "artist", "version", "mixer", "artist_initials", "mixer_initials", "revision")
_RESERVED = re.compile(
    r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?= *(\.|$))", re.IGNORECASE
)
"""What Windows takes for a device, whatever stands behind the first point."""


def file_name(session: Session, asked: House | None, name: str, kind: str, rate: int) -> str:
    """The file name of a print: `Mega Savings Song_Drums_STEM.wav`; `kind` is the word in the name, and
    `asked` the house whose names it takes. Its longest parts are cut until file systems take it."""
    template, values = _filling(session, asked, name, kind, rate)
    while len((made := _made(session, template, values)).encode()) > LONGEST:
        longest = max(_CUT, key=lambda field: len(values[field].encode()))
        values[longest] = values[longest][:-1].rstrip()
    return made


def is_cut(session: Session, asked: House | None, name: str, kind: str, rate: int) -> bool:
    """Whether a print's file name is cut, being longer than file systems take."""
    return len(_made(session, *_filling(session, asked, name, kind, rate)).encode()) > LONGEST


def _made(session: Session, template: str, values: dict[str, str]) -> str:
    return f"{tidy(filled(parts_of(template), values))}.{session.delivery.file_format}"


def _filling(
    session: Session, asked: House | None, name: str, kind: str, rate: int
) -> tuple[str, dict[str, str]]:
    """The template that is filled in, and with what."""
    delivery = session.delivery
    values = {
        "title": session.title,
        "artist": session.artist,
        "artist_initials": initials(session.artist),
        "mixer": session.mixer,
        "mixer_initials": initials(session.mixer),
        "version": session.version,
        "revision": revision(session.version),
        "name": without_kind(name, kind),
        "kind": kind,
        "rate": f"{rate / 1000:g}k",
        "bits": str(delivery.bit_depth),
        "date": delivery.date,
        "date_mdy": month_first(delivery.date),
    }
    template = delivery.name
    if asked:
        template = asked.template
        values["kind"] = kind.capitalize() if asked.joined else kind
        values = {field: asked.part(field, value) for field, value in values.items()}
    return template, {field: safe(value) for field, value in values.items()}


def safe_name(text: str) -> str:
    """A text as a file name that every file system takes, without an ending; "" where nothing is left."""
    name = safe(text).strip(" ._-")
    while len(name.encode()) > LONGEST:
        name = name[:-1].rstrip()
    return tidy(name) if name else ""


def without_kind(name: str, kind: str) -> str:
    """`Drums Stem` as `Drums` where the kind is a STEM: the file name says it once."""
    head, _, last = name.strip().rpartition(" ")
    return head if head and last.casefold() == kind.casefold() else name


def safe(text: str) -> str:
    """Text without what Windows, macOS or Linux refuse in a file name."""
    text = unicodedata.normalize("NFC", text)
    return ILLEGAL.sub("-", respelt(text, lambda _: "-")).strip()


def tidy(stem: str) -> str:
    """A name without leading or trailing dots, spaces and separators, and not one that Windows reserves."""
    return tidy_end(stem.strip(" ._-") or "print")


def tidy_end(name: str) -> str:
    """A name that does not end as Windows cuts it off, and that it does not reserve."""
    name = name.rstrip(" .")
    device = _RESERVED.match(name)
    return f"{device[0]}_{name[device.end() :]}" if device else name
