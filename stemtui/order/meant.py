"""Lines whose words are those of another thing of this session than the one that they deliver."""

from collections.abc import Iterator, Mapping, Sequence

from stemtui.errors import Problem
from stemtui.order.asked import Asked, quoted
from stemtui.order.doubts import ANSWERS
from stemtui.order.heard import heard
from stemtui.order.words import core
from stemtui.session import Session, all_items, feeding, has_item, item_name, split_item
from stemtui.text import printable


def meant(session: Session, asked: Sequence[Asked]) -> Iterator[Problem]:
    """Lines that deliver a thing with none of their words in its name, where another is called so.

    What another is called to the word is an error; what is only of the group that they name is a warning.
    """
    called: Mapping[tuple[str, frozenset[str]], str] = {}
    for one in asked:
        kind = split_item(one.item)[0]
        said = frozenset(core(one.line.asked)) - ANSWERS
        if not said or one.kind != kind or not has_item(session, one.item):
            continue
        if said & set(core(item_name(session, one.item))):
            continue
        called = called or _by_words(session)
        if other := called.get((kind, said)):
            yield one.waivable(
                f"{one.request}; {one.thing} is delivered, and it is {quoted(item_name(session, other))} "
                "that is called so.",
                f'Deliver {other}, or say why it is right: waive = "...".',
            )
        elif kind == "stem" and not one.line.waive.strip() and (other := _of_the_group(session, one, said)):
            yield one.problem(
                f"{one.request}; {one.thing} is delivered, and by its name "
                f"{quoted(item_name(session, other))} is nearer to that.",
                f"Deliver {other}, or ask the client; if it is right, waive it.",
                "warning",
            )


def _by_words(session: Session) -> dict[tuple[str, frozenset[str]], str]:
    """What is called so, by its kind and the words of its name."""
    items = reversed(all_items(session))
    return {(split_item(item)[0], frozenset(core(item_name(session, item)))): item for item in items}


def _of_the_group(session: Session, one: Asked, said: frozenset[str]) -> str:
    """A stem of the group that they name, where the one that is delivered, and all in it, is of another."""
    from stemtui.suggest import VOCALS  # here: few lines raise the question, and a vocabulary is read for it

    words = [word for word in core(one.line.asked) if word in said]
    wanted, name = _group(" ".join(words)), item_name(session, one.item)
    own = {_group(printable(name)), *(_group(track.label) for track in heard(session, one.item))}
    if not wanted or not _group(name) or own & {wanted, *map(_group, words)} - {""}:
        return ""
    if wanted in VOCALS and own & set(VOCALS):
        return ""
    alike = (stem for stem in session.stems if feeding(session, stem.id))
    return next((f"stem.{stem.id}" for stem in alike if _group(stem.name) == wanted), "")


def _group(name: str) -> str:
    from stemtui.suggest import suggest  # here, for the same reason

    return suggest([name])[0].group or ""
