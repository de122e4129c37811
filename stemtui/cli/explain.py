"""The command that explains: a word of the trade, or something in a session."""

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from stemtui.cli import output


def explain(asked: Namespace) -> int:
    """Print a glossary entry, the index of all, or what the screen says of something in a session."""
    from stemtui import glossary
    from stemtui.cli.shelved import SHELVES, all_of, one_of

    document: Any
    match asked.words:
        case []:
            document, lines = [asdict(entry) for entry in glossary.TERMS], glossary.index()
        case [shelf] if shelf in SHELVES:
            document, lines = all_of(SHELVES[shelf]())
        case [shelf, key] if shelf in SHELVES:
            document, lines = one_of(SHELVES[shelf](), key)
        case [term]:
            entry = glossary.entry(term)
            document, lines = asdict(entry), entry.lines()
        case [session, *items]:
            said = _explained(Path(session), items)
            document, lines = {"items": items, "sentences": said}, said
    if asked.json:
        output.document(document)
    else:
        output.lines(lines)
    return 0


def _explained(path: Path, items: list[str]) -> list[str]:
    from stemtui import glossary, manifest, scan
    from stemtui.order import line_number
    from stemtui.session import find_item

    file = manifest.locate(path)
    session = manifest.load(file)
    found = [item if line_number(session, item) else find_item(session, item) for item in items]
    return list(glossary.explain(session, found, scan.headers(file.parent, session)).sentences)
