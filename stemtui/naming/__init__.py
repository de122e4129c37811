"""What prints are called: the word for their kind, and file names that every file system takes."""

import re
import string
import unicodedata
from collections.abc import Iterable, Iterator

from stemtui.errors import Problem
from stemtui.naming.profiles import House, house, initials, month_first, revision
from stemtui.session import Delivery, Session, has_item, item_name, split_item

FIELDS = (
    "title",
    "artist",
    "artist_initials",
    "mixer",
    "mixer_initials",
    "version",
    "revision",
    "name",
    "kind",
    "rate",
    "bits",
    "date",
    "date_mdy",
)
LONGEST = 200
"""Bytes of a file name, so that it fits everywhere, encrypted disks and archives included."""

_CUT = ("name", "title", "artist", "version", "mixer", "artist_initials", "mixer_initials", "revision")
_LITERAL = 100
_ILLEGAL = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_PATH = "delivery.name"

Part = tuple[str, str]
"""A piece of a template: the text before a field, and the field ("" at the end)."""


def counted_stems(number: int, word: str) -> str:
    """`3 stems`, or `3 submixes` where the word is SUBMIX."""
    plural = {"SUBMIX": "submixes"}.get(word, "stems")
    return f"{number} {plural if number != 1 else word.lower()}"


def check(session: Session, rate: int) -> Iterator[Problem]:
    """What is wrong with the template, or with the names that it gives to what is ordered."""
    problems = list(template_problems(session.delivery.name))
    if session.delivery.naming:
        problems += _house_problems(session, house(session.delivery.naming))
    if not any(problem.severity == "error" for problem in problems):
        items = [line.deliver for line in session.order if has_item(session, line.deliver)]
        problems += collisions(file_names(session, items, rate).items())
    yield from problems or _kindless(session)


def _kindless(session: Session) -> Iterator[Problem]:
    """A template that does not say what a file is; a house may forbid that."""
    name = session.delivery.name
    if not session.delivery.naming and not any(field == "kind" for _, field in _parts(name)):
        what = f"{name!r} does not say of a file whether it is a mix, a stem or a track."
        yield Problem(
            _PATH, what, "Put {kind} into it: who receives the files knows nothing else.", "warning"
        )


def file_names(session: Session, items: Iterable[str], rate: int) -> dict[str, str]:
    """The file name of each item's print, by item; the template must have no problems."""
    return {
        item: file_name(session, item_name(session, item), kind_word(session, item), rate) for item in items
    }


def kind_word(session: Session, item: str) -> str:
    """The kind of an item as a file name and a receipt say it: STEM (SUBMIX), MIX or TRACK."""
    return {"track": "TRACK", "mix": "MIX"}.get(split_item(item)[0], session.stem_word)


def template_problems(template: str) -> Iterator[Problem]:
    """What is wrong with a naming template."""
    try:
        parts = _parts(template)
    except ValueError as error:
        yield Problem(_PATH, f"{template!r} is not a template: {error}.", _known())
        return
    for text, field in parts:
        if field and field not in FIELDS:
            yield Problem(_PATH, f"{{{field}}} in {template!r} is no field of a file name.", _known())
        if re.search(r"[/\\]", text):
            remedy = "A template names files inside delivery.folder: take the slash out."
            yield Problem(_PATH, f"{template!r} leads out of the delivery's folder.", remedy)
    if sum(len(text.encode()) for text, _ in parts) > _LITERAL:
        remedy = "Shorten the text between the fields."
        yield Problem(_PATH, f"{template!r} is too long for a file name.", remedy)
    if not any(field == "name" for _, field in parts):
        remedy = "Put {name} into it."
        yield Problem(_PATH, f"{template!r} gives every print the same name.", remedy)


def _house_problems(session: Session, asked: House) -> Iterator[Problem]:
    """What a house's names need and the manifest does not say, and what they cut."""
    if session.delivery.name != Delivery.name:
        remedy = "Remove the one or the other."
        yield Problem(_PATH, "is not used while delivery.naming is set.", remedy, "warning")
    for field in asked.needs:
        path, held = _held(session, field)
        if not asked.whole(held):
            what = f"is needed for {asked.label} names."
            yield Problem(path, what, f"Set {path}.")
    for field, most in asked.most.items():
        path, held = _held(session, field)
        if len(asked.whole(held)) > most:
            what = f"{asked.label} names hold {most} characters of the {field}: {held!r} becomes "
            yield Problem(path, f"{what}{asked.part(field, held)!r}.", "A shorter one is not cut.", "warning")
    if asked.note:
        yield Problem("delivery.naming", asked.note, severity="warning")


def _held(session: Session, field: str) -> tuple[str, str]:
    """Where a field of the template stands in the manifest, and what it holds."""
    if field == "date":
        return "delivery.date", session.delivery.date
    return f"session.{field}", str(getattr(session, field))


def file_name(session: Session, name: str, kind: str, rate: int) -> str:
    """The file name of a print: `Mega Savings Song_Drums_STEM.wav`; `kind` is the word in the name."""
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
    if delivery.naming:
        asked = house(delivery.naming)
        template = asked.template
        values["kind"] = kind.capitalize() if asked.joined else kind
        values = {field: asked.part(field, value) for field, value in values.items()}
    values = {field: _safe(value) for field, value in values.items()}
    parts, ending = _parts(template), f".{delivery.file_format}"
    while len((made := _tidy(_filled(parts, values)) + ending).encode()) > LONGEST:
        longest = max(_CUT, key=lambda field: len(values[field].encode()))
        values[longest] = values[longest][:-1].rstrip()
    return made


def collisions(names: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """A problem for every two (item, file name) that some file system takes for the same file."""
    seen: dict[str, str] = {}
    for item, name in names:
        key = unicodedata.normalize("NFC", name).casefold()
        if key in seen:
            remedy = "Rename one of them, or put more fields into delivery.name."
            yield Problem(_PATH, f"{seen[key]} and {item} would both be written to {name!r}.", remedy)
        seen.setdefault(key, item)


def _parts(template: str) -> list[Part]:
    parts: list[Part] = []
    for text, field, form, conversion in string.Formatter().parse(template):
        if form or conversion or field == "":
            raise ValueError("fields are written {title}, and nothing else goes into the braces")
        parts.append((text, field or ""))
    return parts


def _known() -> str:
    return f"Known fields: {', '.join(f'{{{field}}}' for field in FIELDS)}."


def _filled(parts: list[Part], values: dict[str, str]) -> str:
    """The template with its fields filled in; an empty field takes one of its separators along."""
    made, dropped = "", False
    for text, field in parts:
        if dropped:
            made, text = _joined(made, text)
        made += text
        value = values.get(field, "")
        made += value
        dropped = bool(field) and not value
    return made


def _joined(before: str, after: str) -> tuple[str, str]:
    """What stays of the text on both sides of an empty field: brackets around it go, and one separator."""
    for opening, closing in ("()", "[]"):
        if before.endswith(opening) and after.startswith(closing):
            before, after = before[:-1], after[1:]
    separator = re.search(r"[\s_.,-]*$", before)
    if separator and re.match(r"[\s_.,-]", after):
        before = before[: separator.start()]
    return before, after if before else re.sub(r"^[\s_.,-]+", "", after)


def print_name(name: str, kind: str) -> str:
    """What a print is called: `Lead Vocal STEM`."""
    return f"{without_kind(name, kind)} {kind.upper()}"


def safe_name(text: str) -> str:
    """A text as a file name that every file system takes, without an ending; "" where nothing is left."""
    name = _safe(text).strip(" ._-")
    while len(name.encode()) > LONGEST:
        name = name[:-1].rstrip()
    return _tidy(name) if name else ""


def without_kind(name: str, kind: str) -> str:
    """`Drums Stem` as `Drums` where the kind is a STEM: the file name says it once."""
    head, _, last = name.strip().rpartition(" ")
    return head if head and last.casefold() == kind.casefold() else name


def _safe(text: str) -> str:
    """Text without what Windows, macOS or Linux refuse in a file name."""
    text = unicodedata.normalize("NFC", text)
    return _ILLEGAL.sub("-", "".join(c if c.isprintable() else "-" for c in text)).strip()


def _tidy(stem: str) -> str:
    """A name without leading or trailing dots, spaces and separators, and not one that Windows reserves."""
    stem = stem.strip(" ._-") or "print"
    return f"{stem}_" if _RESERVED.fullmatch(stem) else stem
