"""Items: what `stem.drums`, `mix.master` and `track.kick` name, and how to find one."""

from difflib import SequenceMatcher, get_close_matches
from itertools import islice

from stemtui.errors import StemtuiError
from stemtui.session.values import KINDS, REST, Session
from stemtui.text import listed, printable, tokens


def split_item(item: str) -> tuple[str, str]:
    """`stem.drums` as ("stem", "drums"); ("", item) when it names no kind."""
    kind, dot, key = item.partition(".")
    return (kind, key) if dot and kind in KINDS and key else ("", item)


def has_item(session: Session, item: str) -> bool:
    """Whether the session holds what `item` names."""
    kind, key = split_item(item)
    if kind == "track":
        return key in session.track_index
    if kind == "stem":
        return key in session.stem_index
    return key in session.mix_index if kind == "mix" else item == REST


def item_name(session: Session, item: str) -> str:
    """What the engineer calls an item, "Drums" for `stem.drums`; as it is written where there is none."""
    kind, key = split_item(item)
    if not has_item(session, item):
        return item
    if kind == "track":
        return session.track(key).label
    if kind == "stem":
        return session.stem(key).name
    return session.mix(key).name if kind == "mix" else "Rest"


def all_items(session: Session) -> tuple[str, ...]:
    """Every item of a session: mixes, stems, tracks."""
    return (
        *(f"mix.{mix.id}" for mix in session.mixes),
        *(f"stem.{stem.id}" for stem in session.stems),
        *session.track_items,
    )


def find_item(session: Session, text: str) -> str:
    """The item that `stem.drums`, a bare id, a name or `Drums STEM` means. Raises StemtuiError when none or
    several do."""
    if has_item(session, text):
        return text
    items, said = all_items(session), tokens(text)
    same_id = [item for item in items if split_item(item)[1] == text]
    called = {item: tokens(item_name(session, item)) for item in items}
    named = same_id or [item for item in items if said and said == called[item]]
    named = named or [item for item in items if said == (*called[item], split_item(item)[0])]
    if len(named) == 1:
        return named[0]
    if named:
        raise StemtuiError(f"{printable(text)!r} is {listed(named, 'or')}: name one of them.")
    near = near_items(session, text)
    hint = (
        f"Nearest: {listed(near, 'or')}." if near else "Items are written stem.drums, mix.master, track.kick."
    )
    raise StemtuiError(f"There is no {printable(text)!r} in this session. {hint}")


def _is_like(written: str, item: str) -> bool:
    """Whether an id is spelt like what was written, and not only its kind."""
    return SequenceMatcher(None, written, split_item(item)[1]).ratio() >= 0.5


def near_items(session: Session, text: str, count: int = 3) -> list[str]:
    """The items whose ids are spelt most like a text; else those whose names hold its words."""
    items = all_items(session)
    by_id = {split_item(item)[1]: item for item in reversed(items)}
    written = split_item(text)[1]
    close = [item for item in get_close_matches(text, items, count, 0.6) if _is_like(written, item)]
    close = close or [by_id[key] for key in get_close_matches(written, by_id, count, 0.6)]
    said = set(tokens(written))
    holding = (item for item in items if said and said <= set(tokens(item_name(session, item))))
    return close or list(islice(holding, count))
