"""What is said of the mix bus where its gain depends on the level."""

from collections.abc import Iterator

from stemtui.glossary.saying import DETAIL, NEIGHBOUR, Sentence
from stemtui.session import Mix, Session, mix_key


def keyed_stem(session: Session) -> Iterator[Sentence]:
    """Which gain a stem gets."""
    if session.mix_bus.is_dynamic:
        yield Sentence("It gets the mix bus gain of the master mix, so that the stems add up to it.", DETAIL)


def keyed_mix(session: Session, mix: Mix) -> Iterator[Sentence]:
    """Which gain a mix gets, and what follows for its peaks and its sums."""
    bus = session.mix_bus
    if not bus.is_dynamic:
        return
    if mix.is_master:
        yield Sentence("Its level drives the mix bus, and every stem gets the same gain.", DETAIL)
    elif mix_key(session, mix) == "self":
        up = "" if mix.key else ", since a stem is moved up"
        under = "stays under the ceiling and " if bus.ceiling_dbtp is not None else ""
        what = f"The mix bus follows this mix itself{up}: it {under}does not add up with the stems."
        yield Sentence(what, NEIGHBOUR)
    else:
        over = "; its own peaks can pass the ceiling" if bus.ceiling_dbtp is not None else ""
        what = f"It is keyed: it gets the mix bus gain of the master mix, so its sums hold{over}."
        yield Sentence(what, NEIGHBOUR)
