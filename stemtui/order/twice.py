"""Lines of the order that deliver the same audio."""

from collections.abc import Iterator, Sequence

from stemtui.errors import Problem
from stemtui.order.asked import Asked, quoted
from stemtui.session import (
    Session,
    feeding,
    has_item,
    item_name,
    lineage,
    mix_key,
    mix_offset_db,
    mix_stems,
    split_item,
)
from stemtui.text import printable


def twice(session: Session, asked: Sequence[Asked]) -> Iterator[Problem]:
    """Lines that deliver the same audio: an item twice, two mixes that hold the same, a stem and its part."""
    first: dict[str, Asked] = {}
    for one in asked:
        if one.item and one.item in first:
            yield one.problem(
                f"Lines {first[one.item].number} and {one.number} both deliver {printable(one.item)}: "
                "it is printed once.",
                "Drop one of them.",
                "warning",
            )
        first.setdefault(one.item, one)
    yield from _same_mixes(session, list(first.values()))
    for one in first.values():
        kind, key = split_item(one.item)
        if kind == "stem" and has_item(session, one.item):
            yield from _inside(session, one, key, first)


def _inside(session: Session, one: Asked, key: str, first: dict[str, Asked]) -> Iterator[Problem]:
    """A sub-stem that is ordered beside the stem it is part of."""
    above = lineage(session, key)[1:]
    holder = next((f"stem.{stem}" for stem in above if f"stem.{stem}" in first), "")
    if holder and feeding(session, key):
        yield one.problem(
            f"{one.thing} (line {one.number}) is also inside {quoted(item_name(session, holder))} "
            f"(line {first[holder].number}): played together, that audio is heard twice.",
            "Tell the client, or drop one of the two.",
            "warning",
        )


def _same_mixes(session: Session, asked: Sequence[Asked]) -> Iterator[Problem]:
    """Mixes under two names that hold the same stems, moved alike."""
    first: dict[object, Asked] = {}
    for one in asked:
        if split_item(one.item)[0] != "mix" or not has_item(session, one.item):
            continue
        mix = session.mix(split_item(one.item)[1])
        fed = [stem for stem in mix_stems(session, mix) if feeding(session, stem)]
        key = mix_key(session, mix) if session.mix_bus.is_dynamic else ""
        held = key, *((stem, mix_offset_db(session, mix, stem)) for stem in fed)
        other = first.setdefault(held, one)
        if fed and other is not one:
            yield one.problem(
                f"{one.thing} (line {one.number}) holds what {other.thing} (line {other.number}) does: two "
                "files of the same audio.",
                "Change what one of them holds (e), or drop a line.",
                "warning",
            )
