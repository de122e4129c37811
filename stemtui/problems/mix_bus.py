"""Problems of the mix bus: settings that change nothing, and a ceiling that prints would pass."""

from collections.abc import Iterator

from stemtui.errors import Problem
from stemtui.session import MixBus, Session


def check(session: Session) -> Iterator[Problem]:
    """Every problem of the mix bus, and of what keys it."""
    bus, trim = session.mix_bus, session.delivery.trim_db
    for mix in session.mixes:
        if mix.key and not bus.is_dynamic:
            message = "Nothing on the mix bus depends on level, so key changes nothing."
            remedy = "Remove it, or give the mix bus a ceiling_dbtp or a compressor."
            yield Problem(f"mix.{mix.id}.key", message, remedy, "warning")
        elif mix.key and mix.is_master:
            message = "The master mix drives the mix bus itself, so key changes nothing."
            yield Problem(f"mix.{mix.id}.key", message, "Remove it.", "warning")
    if bus.ceiling_dbtp is None:
        yield from _without_limiter(bus)
    elif trim > 0:
        yield Problem(
            "delivery.trim_db",
            f"The trim comes behind the limiter: prints go up to {bus.ceiling_dbtp + trim:g} dBTP, "
            f"above the ceiling of {bus.ceiling_dbtp:g} dBTP.",
            "To drive the limiter, raise mix_bus.gain_db instead.",
            "warning",
        )


def _without_limiter(bus: MixBus) -> Iterator[Problem]:
    for name in ("limiter_release_ms", "limiter_lookahead_ms"):
        if getattr(bus, name) != getattr(MixBus, name):
            message = f"Without a ceiling there is no limiter, so {name} changes nothing."
            yield Problem(f"mix_bus.{name}", message, "Add a line like: ceiling_dbtp = -1.0", "warning")
