"""What a message was read as: lines that are sure, questions about the rest, and what else it says."""

from stemtui.frozen import frozen
from stemtui.session import OrderLine


@frozen
class Choice:
    """One answer to a question: what it says, and the order lines that it adds (none: it is left off)."""

    says: str
    adds: tuple[OrderLine, ...] = ()


@frozen
class Question:
    """Something in the client's words that can be meant in more than one way.

    `asked` are their words, `question` is for the engineer, `client` is the same question in the client's own
    terms. The last choice always adds nothing. Nothing is ordered for it until somebody chooses.
    """

    asked: str
    question: str
    choices: tuple[Choice, ...]
    client: str = ""


@frozen
class Wish:
    """A wish for the form of the delivery: `what` ("bit depth"), their words, the value they want in the
    manifest's terms where it has one, what `[delivery]` says, and the difference in words ("" for none)."""

    what: str
    asked: str
    wanted: str = ""
    planned: str = ""
    difference: str = ""


@frozen
class Reading:
    """A client's message, read against one session.

    `lines` are what is surely asked, `questions` what must be asked back. `declined` are things that they say
    they do not need, `notes` what the engineer should know about a line, `remarks` clauses that speak of
    items without asking for them, `not_understood` every word that meant nothing to the
    reader, and `points_back` words that point to an earlier message ("all four").
    """

    lines: tuple[OrderLine, ...] = ()
    questions: tuple[Question, ...] = ()
    wishes: tuple[Wish, ...] = ()
    declined: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()
    points_back: tuple[str, ...] = ()
