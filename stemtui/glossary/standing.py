"""What stands in the way of each line of the order: what the gate finds, and what a mix's name promises."""

from collections.abc import Iterator, Mapping

from stemtui.errors import AudioFileError, Problem
from stemtui.glossary import mix_names
from stemtui.glossary.promises import vocal_stems
from stemtui.header import Header
from stemtui.order import gate
from stemtui.order.asked import Asked
from stemtui.session import Session, has_item, split_item

Headers = Mapping[str, Header | AudioFileError]
_ON_IT = " (O, then e on it)"
"""How the mix of an order's line is edited, where e edits the line."""

_found: tuple[Session | None, Headers, tuple[Problem, ...]] = (None, {}, ())


def on_lines(session: Session, headers: Headers) -> tuple[Problem, ...]:
    """What the gate finds, and of lines that deliver a mix what their words or its name promise and it does
    not hold; found once as long as it is asked about the very same two values.

    Only for headers that nobody changes, as those on the screen: there it is asked at every key.
    """
    global _found
    if _found[0] is not session or _found[1] is not headers:
        _found = session, headers, (*gate(session, headers), *_promised(session))
    return _found[2]


def promised(session: Session) -> Iterator[Problem]:
    """Of lines that deliver a mix, what their own words promise and it does not hold."""
    vocals = vocal_stems(session)
    for one in _of_mixes(session):
        yield from mix_names.ordered(session, one, vocals)


def _promised(session: Session) -> Iterator[Problem]:
    """The same, and on each line what the mix's own name promises."""
    yield from promised(session)
    vocals = vocal_stems(session)
    for one in _of_mixes(session):
        mix = session.mix(split_item(one.item)[1])
        for found in mix_names.check(session, mix, vocals):
            yield one.problem(found.message, found.remedy.replace(" (e)", _ON_IT), found.severity)


def _of_mixes(session: Session) -> Iterator[Asked]:
    for number, line in enumerate(session.order, 1):
        if split_item(line.deliver)[0] == "mix" and has_item(session, line.deliver):
            yield Asked(number, line, session)
