"""The command that explains: a word of the trade, or something in a session."""

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from stemtui.cli import output


def explain(asked: Namespace) -> int:
    """Print a glossary entry, the index of all, or what the screen says of something in a session."""
    from stemtui import glossary
    from stemtui.destinations.saying import page

    document: Any
    match asked.words:
        case []:
            document, lines = [asdict(entry) for entry in glossary.TERMS], glossary.index()
        case ["profile" | "profiles"]:
            document, lines = _profiles()
        case ["profile" | "profiles", key]:
            from stemtui.destinations import find

            profile = find(key)
            document, lines = asdict(profile), page(profile)
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


def _profiles() -> tuple[list[dict[str, Any]], list[str]]:
    """Every destination that can be named, a line each, and where one's own go; on one that is wrong, why."""
    from stemtui.destinations import Profile, every
    from stemtui.destinations.finding import own_folder
    from stemtui.destinations.saying import headline

    found = list(every())
    good = [one for one in found if isinstance(one, Profile)]
    lines = output.table([[one.key, headline(one)] for one in good])
    lines += [line for one in found if not isinstance(one, Profile) for line in str(one).split("\n")]
    return [asdict(one) for one in good], [
        *lines,
        "",
        'Take one by: profile = "ebu-r128" under [delivery]. `stemtui explain profile NAME` has its clauses.',
        f"Your own: a TOML file of that form in {own_folder()},",
        'or beside the manifest: profile = "profiles/theirs.toml".',
    ]


def _explained(path: Path, items: list[str]) -> list[str]:
    from stemtui import glossary, manifest, scan

    file = manifest.locate(path)
    session = manifest.load(file)
    return list(glossary.explain(session, items, scan.headers(file.parent, session)).sentences)
