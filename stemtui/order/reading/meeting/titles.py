"""Other songs in a message: what stands under their titles may not be meant for this one."""

import re
from collections.abc import Iterator, Sequence

from stemtui.order.reading.meeting.asking import LEAVE
from stemtui.order.reading.values import Choice, Question
from stemtui.session import Session
from stemtui.suggest.words import plain_words
from stemtui.text import printable

QUOTES = "\"'“”„«»‘’"
OVER = re.compile(
    rf"\b(?:for|für|fuer|per|para|pour)\s+[{QUOTES}]([^{QUOTES}\n]{{3,40}})[{QUOTES}](?:\s*\([^()\n]*\))?\s*:",
    re.IGNORECASE,
)


def about_others(session: Session, lines: Sequence[str]) -> Iterator[Question]:
    """A question for each title over a list that is not this song's: `For "Paper Boats": only ...`."""
    own = {plain_words(one) for one in (session.title, session.artist)}
    for title in dict.fromkeys(found[1].strip() for line in lines for found in OVER.finditer(line)):
        if plain_words(title) not in own:
            song = printable(title)
            here = f"; this session is `{printable(session.title)}`" if session.title else ""
            yield Question(
                song,
                f"They order for `{song}` too{here}. What stands under that title is read as well.",
                (Choice("the lines are right for this song"), Choice(LEAVE)),
                f"You write of `{song}` as well: which of these files do you need of that song?",
            )
