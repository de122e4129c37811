"""From a Session to the text of a fresh manifest."""

from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any

from stemtui.manifest.schema import FORMAT, TABLES
from stemtui.manifest.spelling import spelled, spelled_key
from stemtui.session import Compressor, Delivery, Mix, MixBus, OrderLine, Session, Stem, Track

HEADING = """\
# What this session's tracks feed, its stems and mixes, and what was ordered of them.
# The words are explained by: stemtui explain
"""
VALUES = {
    "session": Session,
    "mix_bus": MixBus,
    "delivery": Delivery,
    "stem": Stem,
    "mix": Mix,
    "order": OrderLine,
    "track": Track,
}
Table = tuple[str | int, ...]


def dumps(session: Session) -> str:
    """The text of a fresh manifest."""
    return "\n".join([HEADING, f"format = {FORMAT}\n", *blocks(session)])


def blocks(session: Session) -> Iterator[str]:
    """Each table of a fresh manifest, in order; those in which everything is as by default are absent."""
    for table, value in values(session).items():
        held = written(table, value)
        if held or len(table) > 1:
            yield block(table, held)


def tables(session: Session) -> dict[Table, dict[str, object]]:
    """What each table of a fresh manifest holds."""
    return {table: written(table, value) for table, value in values(session).items()}


def values(session: Session) -> dict[Table, Any]:
    """Each table's value by where it stands: ("session",), ("track", "kick"), ("order", 0)."""
    found: dict[Table, Any] = {
        ("session",): session,
        ("mix_bus",): session.mix_bus,
        ("delivery",): session.delivery,
    }
    found |= {("stem", stem.id): stem for stem in session.stems}
    found |= {("mix", mix.id): mix for mix in session.mixes}
    found |= {("order", number): line for number, line in enumerate(session.order)}
    return found | {("track", track.id): track for track in session.tracks}


def written(table: Table, value: Any) -> dict[str, object]:
    """What a table says of its value: all that differs from the default, and what is always written."""
    kind = str(table[0])
    defaults = default_values(kind)
    found: dict[str, object] = {}
    for key in TABLES[kind]:
        held = getattr(value, key.name)
        if key.always or key.required or held != defaults[key.name]:
            found[key.name] = plain(held)
    return found


def plain(value: object) -> object:
    """A value as TOML knows it: pairs of stem and dB become a table, and so does the compressor."""
    if isinstance(value, Compressor):
        held = {each.name: getattr(value, each.name) for each in fields(value)}
        return {each.name: held[each.name] for each in fields(value) if held[each.name] != each.default}
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


def block(table: Table, held: dict[str, object], newline: str = "\n") -> str:
    """A table's header and lines."""
    return newline.join([header(table), *(line(key, value, newline) for key, value in held.items()), ""])


def header(table: Table) -> str:
    """`[track.kick]`, `[[order]]`."""
    if table[0] == "order":
        return "[[order]]"
    return f"[{'.'.join(spelled_key(str(part)) for part in table)}]"


def line(key: str, value: object, newline: str = "\n") -> str:
    """`gain_db = -2.0`, without the line's end."""
    return f"{spelled_key(key)} = {spelled(value, newline)}"


@cache
def default_values(kind: str) -> dict[str, object]:
    """What each key of a kind of table means when it is not there."""
    made = VALUES[kind](**{name: "" for name in ("id", "name") if kind in ("stem", "mix", "track")})
    return {key.name: getattr(made, key.name) for key in TABLES[kind]}
