"""The command `verify`: a delivery read again by its receipt, and what lies in anybody's folder."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from stemtui import manifest
from stemtui.cli import output
from stemtui.cli.messages import message
from stemtui.errors import StemtuiError
from stemtui.receipts import read_receipt, tables
from stemtui.receiving import Order, Received, Recorded, from_message, from_session, receive
from stemtui.receiving.findings.saying import lines
from stemtui.render.deliveries.publish import real_place, recover
from stemtui.render.deliveries.verify import Verification
from stemtui.render.deliveries.verify import verify as verify_delivery


def verify(asked: Namespace) -> int:
    """Say what a folder holds; 1 when it is not as its receipt says, not what was ordered, or faulty."""
    folder = Path(asked.delivery)
    order = _order(asked.order) if asked.order else None
    if not folder.exists():
        recover(real_place(folder))
    receipt = verify_delivery(folder) if folder.is_dir() and read_receipt(folder) is not None else None
    is_proven = receipt is not None and not receipt.problems
    came = receive(folder, order, _records(receipt), is_proven) if receipt is None or order else None
    if asked.json:
        output.document(_document(receipt, came))
    else:
        output.lines(receipt.lines if receipt else ())
        output.lines(lines(came) if came else ())
    return int(not ((receipt is None or receipt.ok) and (came is None or came.ok)))


def _records(receipt: Verification | None) -> dict[str, Recorded]:
    """What the receipt says of each file that holds what was printed; nothing where it was edited."""
    if receipt is None:
        return {}
    entries = {one["file"]: one for one in tables(dict(receipt.receipt), "file")}
    known = receipt.known if receipt.problems else entries
    return {file: Recorded(one["name"], one["kind"]) for file, one in known.items()}


def _document(receipt: Verification | None, came: Received | None) -> dict[str, Any]:
    """What was found, as one document: by the receipt, by the files, or both."""
    if receipt is None:
        return came.as_dict() if came else {}
    if came is None:
        return receipt.as_dict()
    return came.as_dict() | {"ok": receipt.ok and came.ok, "verification": receipt.as_dict()}


def _order(source: str) -> Order:
    """An order by what names it: a manifest, a message in a file or on standard input, or its own words."""
    path = Path(source)
    if source == "-" or (path.is_file() and path.suffix != ".toml"):
        text = message(source)
    elif " " in source and not path.exists():
        text = source
    elif not path.exists():
        raise StemtuiError(f"{source!r} is not there: an order is a stemtui.toml, a message's file, or -.")
    else:
        return from_session(manifest.locate(path))
    return from_message(text)
