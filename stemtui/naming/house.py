"""How houses want files to be called: a template and its rules, as data, each with its source."""

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path

from stemtui.errors import Problem
from stemtui.frozen import frozen
from stemtui.manifest.keys import Key, choice, flag, name, several, table, text, values, whole
from stemtui.naming.parts import joined
from stemtui.naming.templates import LONGEST, fields_of, template_problems
from stemtui.shelves import Shelf


@frozen
class House:
    """A house's names: the template, what must be known for it, and how each part is written.

    Parts that are `joined` have letters and digits of ASCII alone, each word with a capital; `most` are the
    characters that a part may have. A house without `has_kind` has no place for the kind in its names. `key`
    is what a manifest calls it.
    """

    key: str
    label: str
    source: str
    template: str
    needs: tuple[str, ...] = ()
    joined: bool = False
    most: Mapping[str, int] = field(default_factory=dict)
    has_kind: bool = True
    note: str = ""

    def part(self, name: str, text: str) -> str:
        """A part of a file name as the house writes it."""
        return self.whole(text)[: self.most.get(name)].strip()

    def whole(self, text: str) -> str:
        """The same, however long it is."""
        return joined(text) if self.joined else text


NEEDED = ("title", "artist", "mixer", "version", "date")
CUT = ("title", "artist", "mixer", "version", "name")
MOST = tuple(Key(part, whole(1, LONGEST, "characters")) for part in CUT)
KEYS = (
    Key("label", name, required='label = "Radio Blu"'),
    Key("source", name, required='source = "their delivery sheet, version and date"'),
    Key("template", name, required='template = "{title}_{name}_{kind}"'),
    Key("needs", several(choice(*NEEDED), '["title", "artist"]')),
    Key("joined", flag),
    Key("most", table(dict, MOST, "most")),
    Key("has_kind", flag),
    Key("note", text),
)


def house_from(key: str, tables: Mapping[str, object], problems: list[Problem]) -> House | None:
    """The house that a file's tables say, or none: everything that is wrong with it goes to `problems`."""
    found = values(tables, KEYS, "", problems)
    if "template" in found:
        problems += _template(found["template"], found.get("has_kind", True))
    return None if problems else House(key, **found)


def _template(template: str, has_kind: bool) -> Iterator[Problem]:
    """What is wrong with a house's template, the place for the kind included."""
    wrong = [replace(one, path="template") for one in template_problems(template)]
    yield from wrong
    if wrong or has_kind == ("kind" in fields_of(template)):
        return
    if has_kind:
        what = f"{template!r} does not say of a file whether it is a mix, a stem or a track."
        yield Problem("template", what, "Put {kind} into it; a house that forbids it has has_kind = false.")
    else:
        yield Problem(
            "has_kind", f"{{kind}} is in {template!r} all the same.", "Remove the one or the other."
        )


HOUSES = Shelf("naming", Path(__file__).parent / "houses", "naming", house_from)
