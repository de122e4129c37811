"""The rows of the order: what the client asked for, what is delivered, and what stands in the way."""

from collections.abc import Mapping

from stemtui.errors import Problem
from stemtui.frozen import frozen
from stemtui.glossary.wrapping import columns, padded, wrap
from stemtui.header import Header
from stemtui.order import bare, is_accepted, item_kind, line_kind, line_number
from stemtui.session import OrderLine, Session, has_item, item_name, split_item
from stemtui.text import counted, printable, several
from stemtui.tui.desk.desk import ORDER, Desk
from stemtui.tui.desk.filtering import lit
from stemtui.tui.desk.respelling import respelled
from stemtui.tui.panes.rows import NAME, QUIET, WARN, Piece, barred, gutter, is_here, shared

MARKS, END, KIND, GIVEN, CHANNELS, STATE, ARROW = 3, 1, 6, 7, 7, 10, 3
LEAST, EASY, MOST_WORDS, LEAST_WHY = 8, 14, 40, 16
FORMS = {1: "mono", 2: "stereo"}
REFUSED, ASKS, ACCEPTED = "refused", "question", "accepted"
NOTHING = "nothing chosen"
Standing = Mapping[int, Problem]


@frozen
class OrderWidths:
    """The columns of the order; one that there is no room for is 0 wide."""

    number: int
    asked: int
    given: int
    kind: int = 0
    channels: int = 0
    state: int = 0
    why: int = 0


def standing(desk: Desk) -> Standing:
    """The worst that stands in the way of each line, by its number; of one that may pass, nothing."""
    from stemtui.glossary.standing import on_lines  # here: it needs the vocabulary, and no first paint does

    found: dict[int, Problem] = {}
    for problem in on_lines(desk.session, desk.headers):
        number = line_number(desk.session, problem.path)
        if number and (number not in found or found[number].severity != "error" == problem.severity):
            found[number] = problem
    return found


def order_widths(desk: Desk, width: int) -> OrderWidths:
    """The columns in a pane of that width: words and deliveries before channels, states and reasons."""
    session = desk.session
    number = len(str(len(session.order))) + 1
    asked = max((columns(words(one)) for one in session.order), default=0)
    given = max((columns(delivered(session, one.deliver)) for one in session.order), default=0)
    room = width - MARKS - number - 1 - ARROW - GIVEN - END
    wishes = {"kind": (KIND, LEAST), "state": (STATE, LEAST), "channels": (CHANNELS, EASY)}
    kept: dict[str, int] = {}
    for column, (wish, least) in wishes.items():
        if room - wish >= min(2 * least, asked + given) + 2:
            kept[column], room = wish, room - wish
    asked, given = min(asked, MOST_WORDS) + 1, min(given, MOST_WORDS) + 1
    if asked + given > room:
        asked = shared(room, asked, given)
        return OrderWidths(number, max(1, asked), max(1, room - asked), **kept)
    left = room - asked - given
    why = left if left >= LEAST_WHY else 0
    return OrderWidths(number, asked + (0 if why else left), given, why=why, **kept)


def order_heading(widths: OrderWidths) -> list[Piece]:
    """What the columns are."""
    text = " " * (MARKS + widths.number + 1) + padded("the client asks for", widths.asked + widths.kind)
    return [(f"{text}{' ' * ARROW}delivered", QUIET)]


def order_line(desk: Desk, row: str, widths: OrderWidths, found: Standing) -> list[Piece]:
    """One line of the order; the cursor is on the client's words."""
    number = line_number(desk.session, row)
    asked, problem = desk.session.order[number - 1], found.get(number)
    state, _ = state_of(problem)
    mark = {REFUSED: "!", ASKS: "?"}.get(state, " ")
    pieces = [*gutter(desk, ORDER, row, False)[:2], (mark, WARN), (f"{number:>{widths.number - 1}}  ", QUIET)]
    pieces += lit(padded(words(asked), widths.asked - 1), NAME, desk.order.filter)
    kind = line_kind(asked).upper() or "?"
    return [
        *barred(pieces, is_here(desk, ORDER, row)),
        (f" {padded(kind, widths.kind)}", NAME),
        ("-> ", QUIET),
        *_met_with(desk, asked, widths, problem),
        (" ", ""),
    ]


def _met_with(desk: Desk, asked: OrderLine, widths: OrderWidths, problem: Problem | None) -> list[Piece]:
    """What a line is met with, and what stands in its way."""
    item, (state, style) = asked.deliver, state_of(problem)
    given, kind = delivered(desk.session, item), kind_word(desk.session, item)
    met = kind == line_kind(asked).upper() and bool(item)
    why = bare(desk.session, problem) if problem else ""
    return [
        *lit(padded(given, widths.given - 1), QUIET if given == NOTHING else NAME, desk.order.filter),
        (f" {padded(kind, GIVEN)}", NAME if met else WARN),
        (padded(channels_of(desk, item), widths.channels), QUIET),
        (padded(state, widths.state), style),
        (padded(why, widths.why), QUIET),
    ]


def state_of(problem: Problem | None) -> Piece:
    """What stands in a line's way, in one word, and how that is drawn; nothing where it may pass."""
    if problem is None:
        return "", NAME
    if problem.severity == "error":
        return REFUSED, WARN
    return (ACCEPTED, QUIET) if is_accepted(problem) else (ASKS, WARN)


def words(asked: OrderLine) -> str:
    """The client's words."""
    return " ".join(printable(asked.asked).split()) or "(no words)"


def delivered(session: Session, item: str) -> str:
    """What is delivered, by its name; what is not there, as the line has it."""
    if not item:
        return NOTHING
    return printable(item_name(session, item) if has_item(session, item) else item)


def kind_word(session: Session, item: str) -> str:
    """`STEM`, `SUBMIX` while nothing is mixed, `TRACK`, `MIX`; "?" for what is not there."""
    if not item or not has_item(session, item):
        return "?" if item else ""
    kind = item_kind(item)
    return session.stem_word if kind == "stem" else kind.upper()


def channels_of(desk: Desk, item: str) -> str:
    """Mono or stereo, as the file will be; "" where that is not known."""
    kind, key = split_item(item)
    if not item or not has_item(desk.session, item):
        return ""
    if kind == "track":
        header = desk.headers.get(key)
        return FORMS.get(header.channels, "") if isinstance(header, Header) else ""
    return desk.session.stem(key).channels if kind == "stem" else "stereo"


def totals(desk: Desk, found: Standing) -> str:
    """`6 files: 2 MIXES, 4 STEMS; 1 line refused`: what the order brings, each thing printed once."""
    session = desk.session
    items = {one.deliver for one in session.order if one.deliver and has_item(session, one.deliver)}
    kinds = [kind_word(session, item) for item in items]
    counts = {kind: kinds.count(kind) for kind in ("MIX", session.stem_word, "TRACK")}
    said = [several(n, kind) for kind, n in counts.items() if n]
    refused = sum(problem.severity == "error" for problem in found.values())
    held = [f"{counted(refused, 'line')} refused"] if refused else []
    return "; ".join([f"{counted(len(items), 'file')}: {', '.join(said)}" if said else "no file yet", *held])


def no_lines(desk: Desk, width: int) -> list[list[Piece]]:
    """What an empty order says: how to begin."""
    if desk.order.filter:
        return []
    said = [
        "Nothing is ordered yet.",
        "P takes a client's message: paste it, and see what it asks before anything is added.",
        "n writes one line. On a track, a stem or a mix, o orders that.",
    ]
    return [[(f" {part}", QUIET)] for text in said for part in wrap(respelled(text, desk.keys), width - 2)]
