"""What is said of a line of the order: what its client will receive, or why it is refused and what helps."""

from collections.abc import Iterator, Mapping

from stemtui.errors import AudioFileError, Problem
from stemtui.glossary.placing import order_lines, short_formula, stem_word
from stemtui.glossary.saying import DETAIL, EXTRA, KIND, NEIGHBOUR, REMEDY, Sentence, named, reason
from stemtui.header import Header
from stemtui.order import gate, heard, item_kind, line_kind
from stemtui.session import REST, OrderLine, Session, has_item, item_name, split_item
from stemtui.text import counted

Headers = Mapping[str, Header | AudioFileError]
LINE = "order."
ASKED_WIDTH = 30


def line_number(session: Session, item: str) -> int:
    """The number of the line that `order.5` names; 0 for what names none of this session."""
    number = item.removeprefix(LINE)
    known = item.startswith(LINE) and number.isascii() and number.isdigit() and len(number) < 6
    return int(number) if known and 0 < int(number) <= len(session.order) else 0


def explain_line(session: Session, number: int, headers: Headers) -> Iterator[Sentence]:
    """Every sentence about one order line."""
    line = session.order[number - 1]
    refused = _problems(session, number, headers)
    yield Sentence(f"{_asks(line, number)}{' and is refused' if refused else ''}.", KIND)
    for problem in refused:
        yield Sentence(named(problem.message, 160), NEIGHBOUR)
        if problem.remedy:
            yield Sentence(named(problem.remedy, 160), REMEDY)
    if refused:
        return
    yield Sentence(f"Its client receives {_received(session, line, headers)}.", REMEDY)
    if line.waive.strip():
        yield Sentence(f"A finding is accepted: {reason(line.waive)}.", DETAIL)
    if not session.treatment and item_kind(line.deliver) == "stem":
        yield Sentence("Before it is printed, somebody says where the mix was done: T.", REMEDY)
    what = named(item_name(session, line.deliver), 24)
    yield Sentence(f"o on {what} takes it off the order.", EXTRA)


def refusals(session: Session, item: str, headers: Headers) -> Iterator[Sentence]:
    """Why the order lines that deliver an item are refused, and the remedies."""
    for number in order_lines(session, item):
        for problem in _problems(session, number, headers):
            yield Sentence(f"REFUSED: {named(problem.message, 150)}", KIND)
            yield Sentence(named(problem.remedy, 150), KIND)


def _problems(session: Session, number: int, headers: Headers) -> list[Problem]:
    path = f"{LINE}{number}"
    return [one for one in gate(session, headers) if one.path == path and one.severity == "error"]


def _asks(line: OrderLine, number: int) -> str:
    kind, words = line_kind(line).upper(), named(line.asked, ASKED_WIDTH)
    said = f' ("{words}")' if line.asked.strip() else ""
    return f"Line {number} of the order asks for {f'a {kind}' if kind else 'an UNKNOWN kind'}{said}"


def _received(session: Session, line: OrderLine, headers: Headers) -> str:
    """The file that an order line brings, in words."""
    item = line.deliver
    kind, key = split_item(item)
    if not has_item(session, item) or item == REST:
        return f"one stereo file: a {stem_word(session)} of every stem that no other line delivers"
    name, count = named(item_name(session, item)), counted(len(heard(session, item)), "track")
    if kind == "track":
        header = headers.get(key)
        form = {1: "mono ", 2: "stereo "}.get(header.channels, "") if isinstance(header, Header) else ""
        return f"one {form}file: the TRACK {name} as it is, without what the mix does to it"
    if kind == "mix":
        return f"one stereo file: the MIX {name}, {short_formula(session, session.mix(key))}"
    return f"one {session.stem(key).channels} file: the {name} {stem_word(session)}, {count} in one"
