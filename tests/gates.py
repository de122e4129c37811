"""What the gate finds of some order lines."""

from dataclasses import replace

from stemtui import order
from stemtui.errors import Problem
from stemtui.header import Header
from stemtui.session import OrderLine, Session


def gate(session: Session, *lines: OrderLine, **headers: Header) -> list[Problem]:
    return list(order.gate(replace(session, order=lines), headers))


def said(session: Session, *lines: OrderLine, **headers: Header) -> str:
    return "\n".join(f"{p.severity} {p}" for p in gate(session, *lines, **headers))
