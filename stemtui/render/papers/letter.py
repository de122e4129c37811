"""The letter of a delivery: README.txt, what the page says in plain lines."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stemtui.glossary.wrapping import wrap
from stemtui.receipts import CHECKSUMS, PAGE, tables
from stemtui.render.papers import facts
from stemtui.render.papers.importing import adding_up, importing
from stemtui.render.papers.proven import proven
from stemtui.text import printable

Table = Mapping[str, Any]

_WIDTH = 78


def letter(receipt: Table) -> bytes:
    """The letter, in UTF-8. `receipt` is what a receipt holds, unedited."""
    return "".join(f"{line}\n" for line in _lines(receipt)).encode()


def _lines(receipt: Table) -> Iterator[str]:
    byline = facts.byline(receipt)
    yield from wrap(printable(facts.title(receipt).upper()), _WIDTH)
    yield from wrap(printable(byline), _WIDTH)
    yield ""
    form = f"{facts.form(receipt)}, {facts.lengths(receipt)}; start: {facts.start(receipt)}"
    yield from wrap(f"{facts.contents(receipt)}: {form}.", _WIDTH)
    yield from wrap(f"{PAGE} shows the same with pictures and players; any browser opens it.", _WIDTH)
    yield from _order(receipt)
    heading, changed = facts.changes(receipt)
    yield from [*_headed(heading), *_items(changed)] if changed else ()
    yield from _headed("How to import them")
    yield from _items([*importing(receipt), *filter(None, [adding_up(receipt)])])
    for group in facts.groups(receipt):
        yield from _headed(group.heading)
        yield from wrap(group.meaning, _WIDTH)
        for file in group.files:
            yield ""
            yield from wrap(printable(file["file"]), _WIDTH, "    ", "  ")
            yield from wrap(printable(_about(receipt, file)), _WIDTH, "    ")
    yield from _headed("Proof")
    yield from wrap(printable(proven(receipt)), _WIDTH)
    for heading, said in (
        ("What the mixes are for", facts.destination(receipt)),
        ("Left out", facts.left_out(receipt)),
        ("Worth knowing", facts.notes(receipt)),
        ("How they were made", list(facts.made(receipt))),
    ):
        yield from [*_headed(heading), *_items(said)] if said else ()
    if facts.is_measured(receipt):
        yield from _headed("Did everything arrive?")
        yield "In this folder, this compares every file, on Linux and on a Mac:"
        yield from ("", f"    sha256sum -c {CHECKSUMS}", f"    shasum -a 256 -c {CHECKSUMS}")
    yield from _headed("The words")
    for word in facts.words(receipt):
        yield from wrap(f"{word.term}: {word.short}", _WIDTH, "  ", "")


def _order(receipt: Table) -> Iterator[str]:
    """Each line of the order, and the file that meets it."""
    lines = tables(dict(receipt), "order")
    if lines:
        yield from _headed("What was asked for, and what met it")
    for number, line in enumerate(lines, 1):
        asked, file = line.get("asked") or "(no words)", line.get("file") or "not in this folder"
        yield from wrap(printable(f"{asked}: {file}"), _WIDTH, "    ", f"{number:>2}. ")


def _about(receipt: Table, file: Table) -> str:
    """What a file is, in a line."""
    said, tracks = facts.lineage(receipt, file)
    names = f": {', '.join(tracks)}" if tracks and file["kind"] != "mix" else ""
    waive = f" Accepted: {file['waive']}." if file.get("waive") else ""
    return f"{facts.called(file)}, {facts.channels(file)}. {said}{names}.{waive}"


def _headed(heading: str) -> Iterator[str]:
    shown = printable(heading)
    yield from ("", "", shown, "-" * len(shown))


def _items(said: Iterable[str]) -> Iterator[str]:
    for one in said:
        yield from wrap(printable(one), _WIDTH, "  ", "- ")
