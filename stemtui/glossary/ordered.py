"""What is said of a line of the order: what its client will receive, or why it is refused and what helps."""

import re
from collections.abc import Iterator, Mapping, Sequence

from stemtui.errors import AudioFileError, Problem
from stemtui.glossary.placing import order_lines, short_formula, stem_word
from stemtui.glossary.saying import DETAIL, EXTRA, KIND, NEIGHBOUR, REMEDY, Sentence, named, reason
from stemtui.glossary.standing import on_lines
from stemtui.header import Header
from stemtui.order import LINE, bare, heard, is_accepted, item_kind, line_kind, on_screen
from stemtui.session import REST, OrderLine, Session, has_item, item_name, split_item
from stemtui.text import counted, few, listed, several

Headers = Mapping[str, Header | AudioFileError]
ASKED_WIDTH = 30
# the keys of the order's view, where the cursor is on what a line of it delivers
IN_ORDER = re.compile(r" \(([eW])\)")


def explain_line(session: Session, number: int, headers: Headers) -> Iterator[Sentence]:
    """Every sentence about one order line."""
    line = session.order[number - 1]
    refused = _problems(session, number, headers, "error")
    yield Sentence(f"{_asks(line, number)}{' and is refused' if refused else ''}.", KIND)
    if not refused:
        yield Sentence(f"Its client receives {_received(session, line, headers)}.", REMEDY)
        if line.waive.strip():
            yield Sentence(f"A finding is accepted: {reason(line.waive)}.", DETAIL)
    questions = _questions(session, number, headers)
    for problem in refused or questions:
        yield Sentence(named(bare(session, problem), 160), NEIGHBOUR)
        if problem.remedy:
            yield Sentence(on_screen(named(problem.remedy, 160)), REMEDY)
    if not refused and not session.treatment and item_kind(line.deliver) == "stem":
        yield Sentence("It cannot be printed before somebody says where the mix was done: T says it.", REMEDY)
    elif not (refused or questions):
        yield Sentence("e changes it, d takes it off.", EXTRA)


def explain_lines(session: Session, numbers: Sequence[int], headers: Headers) -> Iterator[Sentence]:
    """Every sentence about several order lines: what they ask for, and which are refused."""
    kinds = [line_kind(session.order[number - 1]) for number in numbers]
    words = {"mix": "MIX", "stem": "STEM", "track": "TRACK", "": "UNKNOWN kind"}
    asked = [several(kinds.count(kind), word) for kind, word in words.items() if kind in kinds]
    which = few([str(number) for number in numbers], 8)
    yield Sentence(f"{listed(asked)}: that is what lines {which} of the order ask for.", KIND)
    refused = [number for number in numbers if _problems(session, number, headers, "error")]
    if refused:
        are = "is" if len(refused) == 1 else "are"
        which = few([str(number) for number in refused], 8)
        yield Sentence(f"Line{'s' * (len(refused) > 1)} {which} {are} refused: go there to see why.", REMEDY)
    yield Sentence("J and K move them, d takes them off the order.", DETAIL)


def _questions(session: Session, number: int, headers: Headers) -> list[Problem]:
    """What stands in no line's way, and is worth asking the client; not what somebody has accepted."""
    found = _problems(session, number, headers, "warning")
    return [problem for problem in found if not is_accepted(problem)]


def refusals(session: Session, item: str, headers: Headers) -> Iterator[Sentence]:
    """Why the order lines that deliver an item are refused, and the remedies."""
    for number in order_lines(session, item):
        for problem in _problems(session, number, headers, "error"):
            yield Sentence(f"REFUSED: {named(problem.message, 150)}", KIND)
            yield Sentence(IN_ORDER.sub(r" (O, then \1)", on_screen(named(problem.remedy, 150))), KIND)


def _problems(session: Session, number: int, headers: Headers, severity: str) -> list[Problem]:
    path = f"{LINE}{number}"
    return [one for one in on_lines(session, headers) if one.path == path and one.severity == severity]


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
        if (origin := session.track(key).origin) in ("stem", "mix"):
            return f"one {form}file: {name} as it is, a finished {origin.upper()} under the name of a TRACK"
        return f"one {form}file: the TRACK {name} as it is, without what the mix does to it"
    if kind == "mix":
        return f"one stereo file: the MIX {name}, {short_formula(session, session.mix(key))}"
    return f"one {session.stem(key).channels} file: the {name} {stem_word(session)}, {count} in one"
