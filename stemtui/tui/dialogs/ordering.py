"""The order on the screen: its lines written, edited and accepted, each in a form that shows what it does."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from stemtui import order
from stemtui.glossary import explain
from stemtui.glossary.saying import EXTRA
from stemtui.session import OrderLine, Session, add_order_line, edit_order_line
from stemtui.tui.desk import orders
from stemtui.tui.desk.desk import Desk
from stemtui.tui.desk.respelling import respelled
from stemtui.tui.dialogs import fields, findings
from stemtui.tui.dialogs.forms import Field, Form

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen


async def edit_line(screen: DeskScreen) -> None:
    """A form for the line under the cursor."""
    desk = screen.desk
    session, position = desk.session, desk.chosen_lines[0]
    asked = _fields(session, session.order[position])

    def trial(values: Mapping[str, Any]) -> Session:
        return edit_order_line(session, position, **values)

    shows = partial(_shows, trial, position + 1, desk)
    if answer := await screen.ask(Form(f"Edit line {position + 1}", asked, shows=shows)):
        screen.do(lambda desk: orders.set_line(desk, position, **answer))


async def new_line(screen: DeskScreen) -> None:
    """A form for one line more; what its words mean is delivered unless something else is named."""
    desk = screen.desk
    asked = _fields(desk.session, OrderLine())[:-1]

    def trial(values: Mapping[str, Any]) -> Session:
        return add_order_line(desk.session, orders.completed(desk.session, OrderLine(**values)))

    shows = partial(_shows, trial, len(desk.session.order) + 1, desk)
    if answer := await screen.ask(Form("New line of the order", asked, check=_is_a_line, shows=shows)):
        line = trial(answer).order[-1]
        screen.do(lambda desk: orders.add(desk, line))


async def accept_finding(screen: DeskScreen) -> None:
    """Let the chosen lines pass, for a reason in the user's words."""
    await findings.accepted(screen, orders.open_to_reason(screen.desk))


def _fields(session: Session, line: OrderLine) -> list[Field]:
    """The lines of a form for an order line; what is delivered is found by part of its name."""
    item = fields.item_by_name(session, line.deliver)
    return [
        Field("asked", "The client's words", line.asked),
        Field("kind", "track, stem or mix?", line.kind, fields.setting("order", "kind")),
        Field("deliver", "Delivers (part of a name)", fields.item_label(session, line.deliver), item),
        Field("channels", "mono or stereo, if asked", line.channels, fields.setting("order", "channels")),
        Field("waive", "Accepted, because", line.waive),
    ]


def _is_a_line(values: Mapping[str, object]) -> str:
    return "" if values["asked"] or values["deliver"] else "Write what the client asks for."


def _shows(trial: Any, number: int, desk: Desk, values: Mapping[str, Any]) -> str:
    """What a line would bring, or why it would be refused; the keys of the list behind are not said."""
    said = explain(trial(values), [f"{order.LINE}{number}"], desk.headers).spoken
    return " ".join(respelled(sentence.text, desk.keys) for sentence in said if sentence.weight != EXTRA)
