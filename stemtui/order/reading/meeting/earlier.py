"""What a quoted message says: asked about where the client's own names nothing, or points to it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading.meeting.asking import LEAVE, named_items
from stemtui.order.reading.values import Choice, Question, Reading
from stemtui.order.reading.words.lexicon import lexicon
from stemtui.session import Session
from stemtui.text import listed, printable

ABSENT = "the earlier message"
POINT = re.compile(r"^\s*\(?(\d{1,2})[.):]\s+(.*)$")
# "Hi Fiona," over what is said
GREETS = re.compile(r"^\s*\w+(?:\s+\w+){0,3}\s*,\s*$")
FORM = re.compile(
    r"\b(?:link|upload|download|server|ftp|wetransfer|dropbox|invoice|rechnung|fattura|factura|facture|naming|names?|"
    r"format|folder|ordner|cartella|carpeta|dossier|address|adresse)\W*(?:\w+\W+)?$",
    re.IGNORECASE,
)
NUMBERS = r"\d{1,2}(?:\s*(?:,|and|und|e|y|et|&|\+)\s*\d{1,2})*"
PICKS = re.compile(
    r"^\W*(?:(?:just|only|please|yes|to|for|numbers?|nos?\.?|options?|items?)\W+)*(" + NUMBERS + r")"
    r"(?:\s*(?:please|pls|thanks|thank you|only))*"
    r"(?:\s*,?\s*(?:but\s+)?(?:no|not|without|skip|nicht)\s+(?:(?:to|for)\s+)?(" + NUMBERS + r")[^.!]*)?"
    r"\s*(?:[.!]|$)",
    re.IGNORECASE,
)
# a point of a list by its number: "no. 3 is not wanted", "drop number 3"
NUMBERED = re.compile(
    r"\b(?:(?P<drop>(?:drop|skip|cancel|forget|remove|scratch|lose|without|leave out)\s+)"
    r"(?:no\.?|number|item|point|nr\.?|#)\s*(?P<drop_number>\d{1,2})\b|"
    r"(?:no\.?|number|item|point|nr\.?|#)\s*(?P<number>\d{1,2})"
    r"(?=\s+(?:is|isn.t|are|no longer|not|can|won.t)\b))",
    re.IGNORECASE,
)
POINTING = re.compile(
    r"\b(below|correction|(?:my|our|the|this|his|her|their) (?:last |previous |first |earlier )?"
    r"(?:e-?mail|message|request|list)|"
    r"as before|same as|unten|korrektur|nachtrag|sotto|correzione|abajo|corrección|ci-dessous|abaixo)\b",
    re.IGNORECASE,
)


QUESTION = re.compile(r"[^.!?]*\?")
# A question that asks for something, and is no mere question: "can you send the drums?"
POLITE = re.compile(
    r"\b(?:can|could|would|may|shall|should|please|soll\w*|kannst|könn\w+|puoi|potr\w+|puede\w*|podr\w+|pouv\w+|pourr\w+|peux|bitte)\b",
    re.IGNORECASE,
)
ASIDE = re.compile(
    r"\b(?:ignore|disregard|forget|scrap|bin|scratch|vergiss|vergesst|ignorier\w*|ignora(?:te)?|olvid\w+|"
    r"oublie[zr]?|ne (?:pas )?teni[rz] (?:pas )?compte de)\s+(?:\w+\s+){0,3}"
    r"(?:e-?mail|mail|message|request|list|order|below|unten|liste|sotto|abajo|ci-dessous)\b",
    re.IGNORECASE,
)
YES = re.compile(r"\W*(?:yes|yep|yeah|sure|ja|sì|sí|oui|sim)\b(?!.*\bno\b)", re.IGNORECASE)
# What points to an order elsewhere even where nothing is quoted.
ELSEWHERE = re.compile(
    r"\b(same as|as before|as last time|see below|below|wie zuletzt|come prima|como antes|comme avant|"
    r"(?:my|our|his|her|their|your|\w+'s) (?:last |previous |first )(?:e-?mail|message|request|list|note)|"
    r"earlier (?:e-?mail|message|request|list|note))\b",
    re.IGNORECASE,
)


def picked(body: Sequence[str], quoted: Sequence[str]) -> tuple[str, ...]:
    """A message with the numbered lines that it picks of the quoted one ("1 and 4 please"); else nothing."""
    said = (at for at, line in enumerate(body) if line.strip() and not GREETS.match(line))
    at = next(said, len(body))
    numbers = PICKS.match(body[at]) if body[at:] else None
    points = {found[1]: found[2] for line in quoted if (found := POINT.match(line))}
    wanted, refused = (re.findall(r"\d+", numbers[at] or "") if numbers else [] for at in (1, 2))
    if not wanted or any(number not in points for number in (*wanted, *refused)):
        return ()
    rest = body[at][numbers.end() :] if numbers else ""
    yes, no = [f"- {points[one]}" for one in wanted], [f"- {points[one]} - no" for one in refused]
    return (*yes, *no, rest, *body[at + 1 :])


def by_number(body: Sequence[str]) -> list[str]:
    """The lines, what says "no. 3" of the message's own numbered list as the words of that point."""
    points = {found[1]: found[2] for line in body if (found := POINT.match(line))}

    def words(found: re.Match[str]) -> str:
        number = found["drop_number"] or found["number"]
        return f"{found['drop'] or ''}{points.get(number, '')}" if number in points else found[0]

    return [line if POINT.match(line) else NUMBERED.sub(words, line) for line in body] if points else [*body]


def named_in(quoted: Sequence[str]) -> list[str]:
    """Quoted lines without what they only ask: "which files do you need from me?", "and the drums?"."""
    return [QUESTION.sub(lambda asked: asked[0] if POLITE.search(asked[0]) else "", line) for line in quoted]


def points_back(body: Sequence[str]) -> bool:
    """Whether a message points to an earlier one: "see below", "a correction"."""
    return POINTING.search(" ".join(body)) is not None


def sets_aside(body: Sequence[str]) -> bool:
    """Whether a message takes back the one that it quotes: "please ignore the list below"."""
    return ASIDE.search(" ".join(body)) is not None


def says_yes(body: Sequence[str]) -> bool:
    """Whether a message answers an earlier one: "yes please, and the drum stem"."""
    return YES.match(" ".join(body)) is not None


def about_absent(body: Sequence[str]) -> tuple[Question, ...]:
    """The question for a message that only points to an earlier one, which is not in it."""
    said = ELSEWHERE.search(" ".join(body))
    if said is None:
        return ()
    return (_about_absent(printable(said[0])),)


def _about_absent(words: str) -> Question:
    return Question(
        ABSENT,
        f"They point to an earlier message (`{words}`) that is not in this one: paste that too, or ask.",
        (Choice(LEAVE),),
        f"You write `{words}`: which message do you mean, and what does it ask for?",
    )


def with_usual(found: Reading, body: Sequence[str]) -> Reading:
    """The reading with a question about "the usual" or "same as for the last song", beside all others."""
    said = next((one for line in body if (one := lexicon().recall["usual"].search(line))), None)
    leads = said is not None and _is_spelt_out(found, body, said.string)
    if leads or (said and FORM.search(said.string, 0, said.start("usual"))):
        return found  # "the usual package:" over a list, "upload link as usual"
    words = printable(said["usual"]) if said else ""
    if not said or any(
        one.asked == ABSENT or words in one.asked or one.asked in words for one in found.questions
    ):
        return found
    kept = tuple(one for one in found.not_understood if not (words in one or one in words))
    return replace(found, not_understood=kept, questions=(_about_absent(words), *found.questions))


def _is_spelt_out(found: Reading, body: Sequence[str], said: str) -> bool:
    """Whether what is ordered stands below the line that only calls it "the usual set"."""
    below = "\n".join(body[body.index(said) + 1 :]).casefold()
    listed_below = [one for one in found.lines if one.asked.casefold() in below]
    return len(listed_below) > 1 and len(listed_below) == len(found.lines)


def with_quoted(found: Reading, earlier: Reading) -> Reading:
    """Questions about "all four" with what the quoted message names, or offers, as their first choice."""
    offered = (line for one in earlier.questions for choice in one.choices[:1] for line in choice.adds)
    lines = [
        line
        for line in earlier.lines or offered
        if not any(_names(one, line.asked) for one in found.declined)
    ]
    choice = Choice("what the message that they quote names", tuple(lines))
    return replace(
        found,
        questions=tuple(
            replace(one, choices=(choice, *one.choices)) if one.asked in found.points_back else one
            for one in found.questions
        ),
    )


def with_earlier(session: Session, found: Reading, earlier: Reading) -> Reading:
    """The reading with a question about what only the message names that they quote and correct."""
    items = {line.deliver for line in found.lines}
    lines = tuple(
        line
        for line in earlier.lines
        if line.deliver not in items and not any(_names(one, line.asked) for one in found.declined)
    )
    if not (lines or earlier.questions):
        return found
    quoted = about_quote(session, replace(earlier, lines=lines))
    asked = (*found.questions, quoted, *earlier.questions)
    return replace(found, questions=asked, wishes=tuple(dict.fromkeys((*found.wishes, *earlier.wishes))))


def _names(one: str, other: str) -> bool:
    """Whether one of two phrases is part of the other."""
    return one.casefold() in other.casefold() or other.casefold() in one.casefold()


def about_quote(session: Session, earlier: Reading) -> Question:
    """The question whether what a quoted message names is ordered as well."""
    items = [line.deliver for line in earlier.lines]
    named = named_items(session, items) if items else "something"
    asked = listed([printable(line.asked) for line in earlier.lines]) or "all of it"
    return Question(
        "the earlier message that they quote",
        f"The message that they quote names {named}. Is that ordered as well?",
        (Choice("what the quoted message names", earlier.lines), Choice(LEAVE)),
        f"You answer an earlier message: do you order what it names ({asked})?",
    )
