"""What a message wishes beside its lines, as edits of the session: the form of the files, mono or stereo."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from stemtui.order.reading.values import Reading, Wish
from stemtui.session import (
    BIT_DEPTHS,
    CHANNELS,
    FILE_FORMATS,
    OrderLine,
    Session,
    edit_stem,
    has_item,
    split_item,
)


def as_wished(session: Session, found: Reading, lines: Sequence[OrderLine]) -> Session:
    """The session as the client wishes it: the delivery's form, and each stem's channels as `lines` say them.

    What is wished in two ways, or cannot be printed, stays as it is.
    """
    asked = {one: {line.channels for line in lines if line.deliver == one} for one in _stems(session, lines)}
    for item, channels in asked.items():
        if len(channels) == 1 and channels <= {*CHANNELS}:
            session = edit_stem(session, split_item(item)[1], channels=channels.pop())
    return replace(session, delivery=replace(session.delivery, **_form(found.wishes)))


def _stems(session: Session, lines: Sequence[OrderLine]) -> list[str]:
    given = dict.fromkeys(line.deliver for line in lines if line.deliver.startswith("stem."))
    return [item for item in given if has_item(session, item)]


def _form(wishes: Sequence[Wish]) -> Mapping[str, Any]:
    """The keys of `[delivery]` that are wished in one way, and otherwise than they are."""
    depths = {str(depth): depth for depth in BIT_DEPTHS}
    read: dict[str, tuple[str, Any]] = {
        "bit depth": ("bit_depth", depths.get),
        "sample rate": ("sample_rate", int),
        "file format": ("file_format", {one: one for one in FILE_FORMATS}.get),
    }
    wanted: dict[str, set[Any]] = {}
    other: set[str] = set()
    for wish in (wish for wish in wishes if wish.what in read and wish.wanted):
        key, value = read[wish.what]
        wanted.setdefault(key, set()).add(value(wish.wanted))
        other |= {key} if wish.difference else set()
    form = {key: values.pop() for key, values in wanted.items() if len(values) == 1 and None not in values}
    form = {key: value for key, value in form.items() if key in other}
    return {} if form.get("file_format") == "flac" and form.get("bit_depth") == "32f" else form
