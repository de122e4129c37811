"""What prints are called: the word for their kind, and file names that every file system takes."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from stemtui.errors import Problem, StemtuiError
from stemtui.naming.house import HOUSES, House
from stemtui.naming.making import file_name, is_cut, safe, safe_name, tidy_end, without_kind
from stemtui.naming.templates import LONGEST, fields_of, template_problems
from stemtui.session import Delivery, Session, has_item, item_name, split_item
from stemtui.shelves import problems_of
from stemtui.text import few

__all__ = ["LONGEST", "House", "file_name", "safe_name", "template_problems", "without_kind"]

_PATH = "delivery.name"
_CUTS_NAMED = 3
_HOUSE = "delivery.naming"


def counted_stems(number: int, word: str) -> str:
    """`3 stems`, or `3 submixes` where the word is SUBMIX."""
    plural = {"SUBMIX": "submixes"}.get(word, "stems")
    return f"{number} {plural if number != 1 else word.lower()}"


def check(session: Session, rate: int, root: Path | None = None) -> Iterator[Problem]:
    """What is wrong with the template, or with the names that it gives to what is ordered.

    `root` is the session's folder, where a house may lie.
    """
    items = [line.deliver for line in session.order if has_item(session, line.deliver)]
    problems = list(template_problems(session.delivery.name))
    asked = None
    try:
        asked = house_of(session, root)
    except StemtuiError as error:
        problems += problems_of(error, _HOUSE, "`stemtui explain naming` lists them.")
    if asked:
        problems += _house_problems(session, asked, items)
    if not any(problem.severity == "error" for problem in problems):
        names, path = file_names(session, asked, items, rate), _HOUSE if asked else _PATH
        problems += _long(session, asked, names, rate)
        problems += collisions(
            names.items(), path, not asked and "kind" not in fields_of(session.delivery.name)
        )
    yield from problems
    if not any(problem.severity == "error" for problem in problems):
        yield from _kindless(session)
    yield from _unnameable_folder(session)


def house_of(session: Session, root: Path | None) -> House | None:
    """The house whose names a delivery takes, if any. Raises StemtuiError for one that cannot be used."""
    naming = session.delivery.naming
    return HOUSES.find(naming, root) if naming else None


def _kindless(session: Session) -> Iterator[Problem]:
    """A template that does not say what a file is; a house may forbid that."""
    name = session.delivery.name
    if not session.delivery.naming and "kind" not in fields_of(name):
        what = f"{name!r} does not say of a file whether it is a mix, a stem or a track."
        remedy = "Put {kind} into it. Names that have no place for it are a house of their receiver's: "
        yield Problem(_PATH, what, f'{remedy}naming = "library", or your own (stemtui explain naming).')


def _unnameable_folder(session: Session) -> Iterator[Problem]:
    """A folder whose name some file system refuses, so that the delivery cannot be copied there."""
    parts = unicodedata.normalize("NFC", session.delivery.folder).split("/")
    if any(tidy_end(safe(part)) != part for part in parts if part not in ("", ".")):
        what = f"{session.delivery.folder!r} is a name that not every system takes for a folder."
        yield Problem("delivery.folder", what, 'Name it otherwise, like "delivery".', "warning")


def file_names(session: Session, asked: House | None, items: Iterable[str], rate: int) -> dict[str, str]:
    """The file name of each item's print, by item; template and house must have no problems."""
    return {
        item: file_name(session, asked, item_name(session, item), kind_word(session, item), rate)
        for item in items
    }


def kind_word(session: Session, item: str) -> str:
    """The kind of an item as a file name and a receipt say it: STEM (SUBMIX), MIX or TRACK."""
    return {"track": "TRACK", "mix": "MIX"}.get(split_item(item)[0], session.stem_word)


def _house_problems(session: Session, asked: House, items: Iterable[str]) -> Iterator[Problem]:
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
        names = [(item, item_name(session, item)) for item in items]
        parts = names if field == "name" else [_held(session, field)]
        long = [(path, one) for path, one in parts if len(asked.whole(one)) > most]
        if long:
            cut = few([f"{one!r} becomes {asked.part(field, one)!r}" for _, one in long], _CUTS_NAMED)
            what = f"{asked.label} names hold {most} characters of the {field}: {cut}."
            yield Problem(long[0][0], what, "A shorter one is not cut.", "warning")
    if asked.note:
        yield Problem(_HOUSE, asked.note, severity="warning")


def _long(session: Session, asked: House | None, names: Mapping[str, str], rate: int) -> Iterator[Problem]:
    """File names that are cut because no file system may take them whole."""
    long = [
        item
        for item in names
        if is_cut(session, asked, item_name(session, item), kind_word(session, item), rate)
    ]
    if long:
        what = f"the file names of {few(long, _CUTS_NAMED)} are longer than {LONGEST} bytes, and are cut: "
        remedy = "A shorter title or name is not cut."
        yield Problem(_PATH, f"{what}{names[long[0]]!r}.", remedy, "warning")


def _held(session: Session, field: str) -> tuple[str, str]:
    """Where a field of the template stands in the manifest, and what it holds."""
    if field == "date":
        return "delivery.date", session.delivery.date
    return f"session.{field}", str(getattr(session, field))


def collisions(
    names: Iterable[tuple[str, str]], path: str = _PATH, lacks_kind: bool = False
) -> Iterator[Problem]:
    """A problem, at `path`, for every two (item, file name) that some file system takes for the same file.

    A template that `lacks_kind` may have it added, which tells things of two kinds apart.
    """
    seen: dict[str, str] = {}
    for item, name in names:
        key = unicodedata.normalize("NFC", name).casefold()
        if key in seen:
            is_told = lacks_kind and split_item(seen[key])[0] != split_item(item)[0]
            remedy = "Put {kind} into delivery.name." if is_told else "Give one of them another name (r)."
            yield Problem(path, f"{seen[key]} and {item} would both be written to {name!r}.", remedy)
        seen.setdefault(key, item)


def print_name(name: str, kind: str) -> str:
    """What a print is called: `Lead Vocal STEM`."""
    return f"{without_kind(name, kind)} {kind.upper()}"
