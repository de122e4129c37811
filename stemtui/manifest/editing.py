"""The text of a manifest, edited in place: what stays the same is not touched.

Each step goes from text to text by splices found in its layout. A value is replaced where it stands, a new
key goes behind its table's last, and tables come, go and move with the comments directly above and below.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from stemtui.manifest.layout import BEHIND, BLANK, Layout, Line, Path, Splice, comments, layout, spliced
from stemtui.manifest.lists import respelled, respelled_table
from stemtui.manifest.pairing import pairs
from stemtui.manifest.schema import TABLES
from stemtui.manifest.writing import block, default_values, line, plain, tables, values, written
from stemtui.session import Session

RANKS = {kind: rank for rank, kind in enumerate(("format", *TABLES))}
COLLECTIONS = ("stem", "mix", "order", "track")


def edited(text: str, old: Session, new: Session) -> str:
    """The text of `old` made to say `new`. Raises ValueError where the form of the text does not allow it."""
    before, after = values(old), values(new)
    origins = _origins(old, new)
    where = layout(_ended(text))
    splices = [_removal(where, table) for table in before.keys() - set(origins.values())]
    for table, origin in origins.items():
        if before[origin] is not after[table]:
            splices += _changes(where, origin, before[origin], after[table])
    text = spliced(where.text, splices)
    for kind in COLLECTIONS:
        text = _arranged(text, kind, list(before), origins)
    return _extended(text, after, origins)


def edited_as_tables(text: str, old: Session, new: Session) -> str:
    """The same as `edited`, once the tables that differ are brought into the form of a fresh manifest.

    This is for manifests in forms that `edited` cannot change, such as all tracks in one inline table. Every
    comment stays, though those inside such a form lose the table that they stood at.
    """
    where = layout(_ended(text))
    before, after = tables(old), tables(new)
    kinds = [
        kind
        for kind in TABLES
        if _of_kind(before, kind) != _of_kind(after, kind)
        and not all(_is_plain(where, table) for table, held in _of_kind(before, kind) if held or table[1:])
    ]
    gone = [each for each in where.lines if each.path[0] in kinds]
    where = layout(spliced(where.text, [_line_removal(where, each) for each in gone]))
    fresh = [(table, held) for kind in kinds for table, held in _of_kind(before, kind) if held or table[1:]]
    blocks = [(_place(where, table), block(table, held, where.newline)) for table, held in fresh]
    return edited(spliced(where.text, [_insertion(where, at, [text]) for at, text in blocks]), old, new)


def _is_plain(where: Layout, table: Path) -> bool:
    """Whether a table stands in one piece below a header of its own."""
    positions = where.below.get(table)
    first = where.lines[positions[0]] if positions else None
    return bool(first and first.is_header and first.path == table and where.region(table))


def _of_kind(found: Mapping[Path, dict[str, object]], kind: str) -> list[tuple[Path, dict[str, object]]]:
    return [(table, held) for table, held in found.items() if table[0] == kind]


def _origins(old: Session, new: Session) -> dict[Path, Path]:
    """The table in the old session that each table of the new one comes from; new tables are absent."""
    before = values(old)
    found = {table: table for table in values(new) if table[0] != "order" and table in before}
    lines = pairs(old.order, new.order)
    return found | {("order", position): ("order", lines[position]) for position in sorted(lines)}


def _changes(where: Layout, table: Path, old: Any, new: Any) -> list[Splice]:
    """The splices that make one table say the new value instead of the old one."""
    keys = [key.name for key in TABLES[str(table[0])]]
    changed = {key: plain(getattr(new, key)) for key in keys if getattr(old, key) != getattr(new, key)}
    if not changed:
        return []
    stays = {key for key, value in changed.items() if _stays(where, table, key, value)}
    if table in where.entries and stays != changed.keys():
        return [_inline_change(where, table, changed)]
    splices = [_replacement(where, (*table, key), plain(getattr(old, key)), changed[key]) for key in stays]
    gone = {position for key in changed.keys() - stays for position in where.positions(table, key)}
    added = {key: value for key, value in changed.items() if key not in stays and _needed(table, key, value)}
    if not added and _is_all(where, table, gone):
        return [_removal(where, table)]
    splices += [_line_removal(where, where.lines[position]) for position in gone]
    return [*splices, *_addition(where, table, added, gone)]


def _stays(where: Layout, table: Path, key: str, value: object) -> bool:
    """Whether a value is replaced where it stands: it has to be written, or a comment stands behind it."""
    entry = where.entries.get((*table, key))
    if entry is None or _needed(table, key, value):
        return entry is not None
    remarked = BEHIND.match(where.text, entry.stop) and table not in where.entries
    return bool(remarked) and isinstance(value, str | int | float)


def _replacement(where: Layout, path: Path, old: object, new: object) -> Splice:
    start, stop = where.entries[path][2:]
    return start, stop, respelled(where.text, start, old, new, where.newline)


def _is_all(where: Layout, table: Path, gone: Collection[int]) -> bool:
    """Whether without those lines nothing is left of a table such as [mix_bus] but its header."""
    if len(table) > 1 or not gone or not _is_plain(where, table):
        return False
    start, stop = _region(where, table)
    return len(gone) == len(where.below[table]) - 1 and "#" not in where.text[start:stop]


def _needed(table: Path, key: str, value: object) -> bool:
    """Whether a value has to be written, not being what the key's absence means."""
    always = any(known.name == key and (known.always or known.required) for known in TABLES[str(table[0])])
    return always or value != plain(default_values(str(table[0]))[key])


def _inline_change(where: Layout, table: Path, changed: Mapping[str, object]) -> Splice:
    """A table in { } with other values; those that stay keep their spelling."""
    entry = where.entries[table]
    held = {str(path[-1]): object() for path in where.entries if path[:-1] == table}
    wanted = {key: value for key, value in (held | dict(changed)).items() if key not in changed}
    wanted |= {key: value for key, value in changed.items() if _needed(table, key, value)}
    ordered = {key: wanted[key] for key in [*held, *changed] if key in wanted}
    return entry.value, entry.stop, respelled_table(where.text, entry.value, dict(held), ordered)


def _addition(
    where: Layout, table: Path, added: Mapping[str, object], removed: Collection[int]
) -> list[Splice]:
    """New keys behind a table's last one, written as that is; below its header, or in a new table."""
    if not added:
        return []
    rows = [line(key, value, where.newline) for key, value in added.items()]
    inside = [(n, where.lines[n]) for n in where.below.get(table[:2], ())]
    siblings = [
        each for n, each in inside if each.path[:-1] == table and not each.is_header and n not in removed
    ]
    headers = [each for _, each in inside if each.path == table and each.is_header]
    if siblings:
        last = siblings[-1]
        lead = where.text[last.start : last.last_part]
        return [(last.end, last.end, "".join(lead + row + where.newline for row in rows))]
    if headers:
        return [(headers[0].end, headers[0].end, "".join(row + where.newline for row in rows))]
    if inside:
        raise ValueError(f"{table} has no line to follow")
    return [_insertion(where, _place(where, table), [block(table, dict(added), where.newline)])]


def _line_removal(where: Layout, gone: Line) -> Splice:
    """A statement without its line, its comments left where they are."""
    return gone.start, gone.end, "".join(words + where.newline for words in comments(where.text, gone))


def _removal(where: Layout, table: Path) -> Splice:
    """A table with its comments, and the blank lines that set it apart."""
    start, stop = _region(where, table)
    blank = BLANK.match(where.text, stop)
    return start, blank.end() if blank else stop, ""


def _arranged(text: str, kind: str, before: Sequence[Path], origins: Mapping[Path, Path]) -> str:
    """The text with its tables of one kind in the order of the new session; those are the ones that stay."""
    wanted = [origin for origin in origins.values() if origin[0] == kind]
    staying = set(wanted)
    standing = [table for table in before if table in staying]
    if wanted == standing:
        return text
    where = layout(text)
    now = {origin: (kind, n) if kind == "order" else origin for n, origin in enumerate(standing)}
    regions = {origin: _region(where, now[origin]) for origin in standing}
    return spliced(
        text,
        [
            (*regions[here], text[slice(*regions[there])])
            for here, there in zip(standing, wanted, strict=True)
        ],
    )


def _extended(text: str, after: Mapping[Path, Any], origins: Mapping[Path, Path]) -> str:
    """The text with new tables, each behind the one that it follows in the session."""
    if len(origins) == len(after):
        return text
    where = layout(text)
    splices: list[Splice] = []
    for kind in COLLECTIONS:
        splices += _new_tables(where, [table for table in after if table[0] == kind], after, origins)
    return spliced(text, splices)


def _new_tables(
    where: Layout, wanted: Sequence[Path], after: Mapping[Path, Any], origins: Mapping[Path, Path]
) -> Iterator[Splice]:
    standing = [table for table in wanted if table in origins]
    now = {table: (table[0], n) if table[0] == "order" else table for n, table in enumerate(standing)}
    fresh: dict[Path | None, list[str]] = {}
    last: Path | None = None
    for table in wanted:
        if table in now:
            last = now[table]
        else:
            fresh.setdefault(last, []).append(block(table, written(table, after[table]), where.newline))
    for follows, texts in fresh.items():
        if follows is not None:
            yield _insertion(where, _region(where, follows)[1], texts)
        elif standing:
            start = _region(where, now[standing[0]])[0]
            yield start, start, "".join(text + where.newline for text in texts)
        else:
            yield _insertion(where, _place(where, wanted[0]), texts)


def _insertion(where: Layout, at: int, texts: Sequence[str]) -> Splice:
    """New tables at a place behind another, set apart by blank lines."""
    apart = "" if where.text[at : at + 1] in ("", "\r", "\n") else where.newline
    return at, at, "".join(where.newline + text for text in texts) + apart


def _place(where: Layout, table: Path) -> int:
    """Where the first table of its kind goes: behind those that come before it in a fresh manifest."""
    rank = RANKS[str(table[0])]
    earlier = [n for n, each in enumerate(where.lines) if RANKS[str(each.path[0])] < rank]
    if not earlier:
        return len(where.text)
    at = earlier[-1]
    while at + 1 < len(where.lines) and not where.lines[at + 1].is_header:
        at += 1
    return where.behind(at)


def _region(where: Layout, table: Path) -> tuple[int, int]:
    found = where.region(table)
    if found is None:
        raise ValueError(f"{table} is not in one piece")
    return found


def _ended(text: str) -> str:
    return text if text.endswith("\n") or not text else text + layout(text).newline
