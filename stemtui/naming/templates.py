"""Templates of file names: literal text and fields in braces, which are filled in."""

import re
import string
from collections.abc import Iterator, Mapping

from stemtui.errors import Problem
from stemtui.text import printable

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

ILLEGAL = re.compile(r'[<>:"/\\|?*]')
_LITERAL = 100
_PATH = "delivery.name"

Part = tuple[str, str]
"""A piece of a template: the text before a field, and the field ("" at the end)."""


def template_problems(template: str) -> Iterator[Problem]:
    """What is wrong with a naming template."""
    try:
        parts = parts_of(template)
    except ValueError as error:
        yield Problem(_PATH, f"{template!r} is not a template: {error}.", _known())
        return
    fields = [field for _, field in parts if field]
    for field in dict.fromkeys(fields):
        if field not in FIELDS:
            yield Problem(_PATH, f"{{{field}}} in {template!r} is no field of a file name.", _known())
        if fields.count(field) > 1:
            yield Problem(_PATH, f"{{{field}}} is in {template!r} twice.", "Once is enough.")
    literal = "".join(text for text, _ in parts)
    if re.search(r"[/\\]", literal):
        remedy = "A template names files inside delivery.folder: take the slash out."
        yield Problem(_PATH, f"{template!r} leads out of the delivery's folder.", remedy)
    elif refused := next((one for one in literal if ILLEGAL.match(one) or printable(one) != one), ""):
        yield Problem(_PATH, f"not every file system takes the {refused!r} in {template!r}.", "Write - or _.")
    if len(literal.encode()) > _LITERAL:
        remedy = "Shorten the text between the fields."
        yield Problem(_PATH, f"{template!r} is too long for a file name.", remedy)
    if "name" not in fields:
        remedy = "Put {name} into it."
        yield Problem(_PATH, f"{template!r} gives every print the same name.", remedy)


def parts_of(template: str) -> list[Part]:
    """The pieces of a template. Raises ValueError for one that is none."""
    parts: list[Part] = []
    for text, field, form, conversion in string.Formatter().parse(template):
        if form or conversion or field == "":
            raise ValueError("fields are written {title}, and nothing else goes into the braces")
        parts.append((text, field or ""))
    return parts


def fields_of(template: str) -> tuple[str, ...]:
    """The fields of a template that is right."""
    return tuple(field for _, field in parts_of(template) if field)


def _known() -> str:
    return f"Known fields: {', '.join(f'{{{field}}}' for field in FIELDS)}."


def filled(parts: list[Part], values: Mapping[str, str]) -> str:
    """The template with its fields filled in; an empty field takes one of its separators along."""
    made, dropped = "", False
    for text, field in parts:
        if dropped:
            made, text = _closed(made, text)
        made += text
        value = values.get(field, "")
        made += value
        dropped = bool(field) and not value
    return made


def _closed(before: str, after: str) -> tuple[str, str]:
    """What stays of the text on both sides of an empty field: brackets around it go, and one separator."""
    for opening, closing in ("()", "[]"):
        if before.endswith(opening) and after.startswith(closing):
            before, after = before[:-1], after[1:]
    separator = re.search(r"[\s_.,-]*$", before)
    if separator and re.match(r"[\s_.,-]", after):
        before = before[: separator.start()]
    return before, after if before else re.sub(r"^[\s_.,-]+", "", after)
