"""What was ordered, as far as it can be compared with files: from a manifest, or from a client's message."""

import re
from pathlib import Path

from stemtui import manifest
from stemtui.errors import StemtuiError
from stemtui.frozen import frozen
from stemtui.order import item_kind, line_kind
from stemtui.order.reading import requests
from stemtui.order.reading.letters.wishes import wishes
from stemtui.order.reading.meeting import indexing, matching
from stemtui.order.reading.requests import Request
from stemtui.order.reading.words.lexicon import canon
from stemtui.receiving.sounds.names import Called, read
from stemtui.session import BIT_DEPTHS, REST, OrderLine, Session, item_name, split_item
from stemtui.text import listed, printable

LAYOUTS = {"5.0": 5, "5.1": 6, "7.0": 7, "7.1": 8}
"""What is wider than stereo, with its channels."""
_LAYOUT = re.compile(rf"(?<![\w.])({'|'.join(map(re.escape, LAYOUTS))})(?![\w.])")
_ROLES = ("master", "instrumental", "a_cappella", "tv", "m_e")


@frozen
class Wanted:
    """One line of an order: the client's words, the kind and channels that they ask for ("" unsaid), and what
    is asked: the `role` of a mix, the groups that it is to be `without`, or the `words` of a source and the
    `group` that they mean all of ("").

    Lines about `every` stem name none: "all" of them, or the "rest", beside those that other lines name.
    `unclear` says why a line cannot be compared with files.
    """

    asked: str
    kind: str = ""
    channels: str = ""
    role: str = ""
    words: frozenset[str] = frozenset()
    group: str = ""
    every: str = ""
    unclear: str = ""
    without: frozenset[str] = frozenset()


@frozen
class Order:
    """An order's lines, the words of a message that were not understood, and the form that is asked for: a
    rate in Hz (0: any) and a word length (16, 24 or "32f"; 0: any)."""

    lines: tuple[Wanted, ...]
    not_understood: tuple[str, ...] = ()
    rate: int = 0
    bit_depth: int | str = 0


def from_session(path: Path) -> Order:
    """The order of a manifest. Raises StemtuiError where it orders nothing."""
    session = manifest.load(path)
    roles = indexing.index(session).roles
    lines = tuple(_from_line(session, roles, line) for line in session.order)
    if not lines:
        raise StemtuiError(f"{str(path)!r} orders nothing: name the manifest with the order, or a message.")
    rate = session.delivery.sample_rate or session.sample_rate
    return Order(lines, rate=rate, bit_depth=session.delivery.bit_depth)


def _from_line(session: Session, roles: dict[str, tuple[str, ...]], line: OrderLine) -> Wanted:
    kind = line_kind(line) or (item_kind(line.deliver) if line.deliver else "")
    if not line.deliver:
        return _alone(line.asked, kind, line.channels)
    asked = line.asked or f"{item_name(session, line.deliver)} {kind.upper()}"
    if line.deliver == REST:
        return Wanted(asked, kind, line.channels, unclear="what is left of a song is in no one file by name")
    item, name = line.deliver, item_name(session, line.deliver)
    role = next((role for role in _ROLES if item in roles.get(role, ())), "")
    if split_item(item)[0] == "mix" and role:
        return Wanted(asked, kind, line.channels, role)
    called = read([name])[0]
    return _wanted(called, asked, kind, line.channels)


def _alone(asked: str, kind: str, channels: str) -> Wanted:
    found = requests(asked)[0]
    return _from_request(found[0]) if len(found) == 1 else _wanted(read([asked])[0], asked, kind, channels)


def _wanted(called: Called, asked: str, kind: str, channels: str) -> Wanted:
    group = called.group if called.is_whole else ""
    return Wanted(asked, kind, channels, called.role if kind in ("mix", "") else "", called.words, group)


def from_message(message: str) -> Order:
    """The order in a client's message. Raises StemtuiError where it names nothing."""
    found, unknown = requests(message)
    if not found:
        raise StemtuiError(
            "The order names nothing: write `drum stem, master mix`, or name the stemtui.toml."
        )
    rate, depth = (_one_wish(message, what) for what in ("sample rate", "bit depth"))
    depths = {str(depth): depth for depth in BIT_DEPTHS}
    return Order(tuple(map(_from_request, found)), unknown, int(rate or 0), depths.get(depth, 0))


def _one_wish(message: str, what: str) -> str:
    """What a message wishes for, if that is one thing: "" where it wishes for none, or for several."""
    found = {one.wanted for one in wishes(Session(), message.splitlines())[0] if one.what == what}
    return found.pop() if len(found) == 1 else ""


def _from_request(request: Request) -> Wanted:
    asked, kind = printable(request.asked), request.kind
    if every := _every(request):
        return Wanted(asked, kind, request.channels, every=every)
    if why := _why_unclear(request):
        return Wanted(asked, kind, request.channels, unclear=why)
    role = "master" if request.role == "mastered" and kind in ("mix", "") else request.role
    is_plain = request.role in ("", "master", "pass") and kind in ("mix", "")
    if is_plain and (layout := _LAYOUT.search(asked)):
        return Wanted(asked, "mix", layout[1], "master")
    if request.minus and not _are_vocals(request):
        without = frozenset(map(matching.whole, request.minus))
        return Wanted(asked, "mix", request.channels, without=without)
    if request.minus:
        role = "instrumental"
    if not (role or request.source) and kind == "mix":
        role = "master"
    if role:
        return Wanted(asked, kind or "mix", request.channels, role)
    words = frozenset(canon(request.source))
    return Wanted(asked, kind, request.channels, "", words, matching.whole(request))


def _every(request: Request) -> str:
    """Whether a request is about all stems, or all others, in words that name none."""
    if request.kind != "stem" or not request.plural or request.count or request.minus or request.moved:
        return ""
    if request.is_bare:
        return request.every if request.every in ("all", "rest") else "" if request.every else "all"
    return "rest" if request.loose == "rest" else ""


def _are_vocals(request: Request) -> bool:
    """Whether what a mix is to be without are vocals: that has a name of its own."""
    return all(matching.whole(one) in ("vocals", "lead_vocal") for one in request.minus)


def _why_unclear(request: Request) -> str:
    if request.given:
        return f"it is ordered on a condition, or only spoken of: {printable(request.given)!r}"
    if request.moved:
        return "by how many dB a source is moved cannot be told from files"
    if request.minus and not _are_vocals(request) and not all(map(matching.whole, request.minus)):
        return (
            f"a mix without {listed([printable(one.asked) for one in request.minus])} has no name of its own"
        )
    if request.parts or request.split or request.loose:
        return "it does not name single files"
    if request.is_bare and not (request.kind == "mix" and not request.plural):
        return "it names no single file"
    return ""
