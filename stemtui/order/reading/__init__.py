"""A client's message read as an order: `read(session, message)`, then `answered`, then `added`.

Everything here is pure and works offline from vocabulary that is data. What can be meant in more than one way
becomes a question; nothing is guessed, and words that mean nothing to the reader are listed.
"""

from stemtui.order.reading.answering import added, answered, fresh, still_open
from stemtui.order.reading.message import read, requests
from stemtui.order.reading.reply import reply
from stemtui.order.reading.values import Choice, Question, Reading, Wish
from stemtui.order.reading.wished import as_wished

__all__ = [
    "Choice",
    "Question",
    "Reading",
    "Wish",
    "added",
    "answered",
    "as_wished",
    "fresh",
    "read",
    "reply",
    "requests",
    "still_open",
]
