"""Everything that is known to be wrong, or worth a question, before a render reads a sample."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from stemtui import naming, order
from stemtui.errors import AudioFileError, Problem
from stemtui.header import Header
from stemtui.problems import files, mix_bus, mixes, tracks
from stemtui.problems.files import links, strays, unnameable
from stemtui.rates import render_rate
from stemtui.session import Session

__all__ = ["check", "links", "strays", "unnameable"]


def check(
    session: Session, headers: Mapping[str, Header | AudioFileError], root: Path | None = None
) -> Iterator[Problem]:
    """Every problem of a session: the order's, the files', the tracks', the mixes', the mix
    bus's and the delivery's.

    `headers` holds what `scan.headers` found, by track id; what is not in it is not judged. Errors stop a
    render; a good session yields nothing. `root` is the session's folder, where a profile or a house may lie.
    """
    yield from order.gate(session, headers)
    yield from files.check(session, headers)
    yield from tracks.check(session, headers)
    yield from mixes.check(session)
    yield from mix_bus.check(session)
    yield from naming.check(session, render_rate(session, headers), root)
    if session.delivery.profile:
        from stemtui.problems import destination  # here, because few deliveries name one

        yield from destination.check(session, headers, root)
