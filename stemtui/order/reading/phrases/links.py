"""Words that link what stands around them, and are other words elsewhere: "so my mum can hear it", "o"."""

import re
from collections.abc import Sequence
from itertools import pairwise

from stemtui.order.reading.phrases.segments import CONTENT
from stemtui.order.reading.words.pieces import NOTHING, Piece

# What is to be done in Spanish, Italian and French: "comparar", "confrontarlo", "comparer".
PURPOSE = (("para",), ("per",), ("pour",))
# What takes two things together, by its first half: "sia il mix che lo stem".
TOGETHER = {"sowohl": ("als", "wie"), "sia": ("che", "sia"), "tanto": ("como",), "tant": ("que",)}
ALREADY = (("schon",), ("bereits",), ("gia",), ("ya",), ("deja",))
SOMEBODY = (("on",), ("man",), ("si",))
INFINITIVE = re.compile(r"\w{2,}(?:[aei]r|[aei]re|re)(?:l[aeio]s?|me|mi|nos|ci)?$")


def either_one(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "o" is the "or" of Spanish and Italian: "el mix instrumental o el stem"."""
    kept = list(sentence)
    for at in range(1, len(kept) - 1):
        between = kept[at - 1].cls in CONTENT and kept[at + 1].only_says("article")
        if between and kept[at].words == ("o",):
            kept[at] = kept[at].acting("join", "or")
    return kept


def one_or_other(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "soit le mix, soit le stem" leaves the choice, as "either ... or" does."""
    kept = list(sentence)
    said = [at for at, piece in enumerate(kept) if piece.words == ("soit",)]
    for at in said[1:] if len(said) > 1 else ():
        kept[at] = kept[at].acting("join", "or")
    return kept


def not_that(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "non" before a name of the session declines it: "Backing Vocal 8, non Backing
    Vocal 7".

    Elsewhere it is half a word ("non-vocal mix"), or an answer.
    """
    kept = list(sentence)
    for at in range(1, len(kept) - 1):
        named = kept[at + 1].cls == "source" and not kept[at + 1].value
        if kept[at].words == ("non",) and kept[at - 1].value == "," and named:
            kept[at] = kept[at].acting("not")
    return kept


def so_that(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "the master mix so my mum can hear it" says what for."""
    kept = list(sentence)
    for at in range(1, len(kept) - 1):
        who = kept[at + 1].only_says("ours", "article", "we", "she")
        if kept[at].words == ("so",) and kept[at - 1].cls in CONTENT and who:
            kept[at] = kept[at].acting("why")
    return kept


def what_for(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "el stem de voz para comparar" says what for, and not of what."""
    kept = list(sentence)
    for at in range(1, len(kept) - 1):
        word, after = kept[at], kept[at + 1]
        to_do = after.cls == "unknown" and INFINITIVE.match(after.words[0]) is not None
        if word.words in PURPOSE and to_do and kept[at - 1].cls in CONTENT:
            kept[at] = word.acting("why")
    return kept


def if_not(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "si no" and "se non" begin a condition: "si no encarece el presupuesto"; before an
    item, or a mark, they are an "or"."""
    begins = len(sentence) > 2 and sentence[0].value == "or" and sentence[0].words[-1:] == ("no",)
    if not (begins and sentence[1].cls in ("unknown", "verb")):
        return list(sentence)
    return [sentence[0].acting("condition", "if"), *sentence[1:]]


def told_behind(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which a clause behind a comma tells who does something: "no guitar, la fa il clarinetto",
    "no chop, den triggert sie vom Pad", "no dialogue, on double tout"."""
    kept = list(sentence)
    for at in range(1, len(kept) - 2):
        named = next((i for i in range(at + 2, len(kept)) if kept[i].cls in CONTENT), len(kept) - 1)
        clause = kept[at : named + 1]
        asks = any(piece.cls in ("ask", "mark") for piece in clause)
        tells = (kept[at - 1].value == "," and _tells(clause)) or (
            kept[at - 1].value == ":" and _sums_up(clause)
        )
        if tells and not asks:
            kept[at] = kept[at].acting("why")
    return kept


def no_longer(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "send everything, I no longer trust anyone" says what somebody stopped doing, and
    takes nothing back."""
    kept = list(sentence)
    for at, (piece, verb) in enumerate(pairwise(kept)):
        if piece.words == ("no", "longer") and verb.cls == "unknown" and piece.cls in ("not", "behind"):
            kept[at] = piece.silent()
    return kept


def _sums_up(clause: Sequence[Piece]) -> bool:
    """Whether words only say how all of it will be: "no vocals: it'll all be instrumental"."""
    whole = clause[0].value == "everything" or clause[0].only_says("it") or clause[0].words == ("it",)
    will_be = any(piece.has("verb") or piece.words == ("be",) for piece in clause[1:-1])
    return whole and will_be and clause[-1].cls == "role"


def _tells(clause: Sequence[Piece]) -> bool:
    """Whether words up to the first thing that they name only tell what somebody does with it."""
    first, last = clause[0], clause[-1]
    points = first.only_says("definite", "it") or first.says("relative")
    does = len(clause) > 3 and any(piece.cls == "unknown" for piece in clause[1:3])
    led = last.cls == "source" and clause[-2].cls in ("small", "of", "join")
    all_of_it = last.value == "everything" and clause[1].cls == "unknown"
    return (points and does and led) or (all_of_it and (first.says("we", "she") or first.words in SOMEBODY))


def wants_to(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "queremos copiar los arcos" tells what they want to do, and asks for nothing."""
    kept = list(sentence)
    if any(piece.cls in ("kind", "role") for piece in sentence):
        return kept
    for at, (asks, verb) in enumerate(pairwise(kept)):
        to_do = verb.cls == "unknown" and INFINITIVE.match(verb.words[0]) is not None
        if asks.cls == "ask" and asks.says("romance_wanting") and to_do:
            kept[at] = asks.acting("remark")
    return kept


def may_have(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence that asks with its first words and its last: "kann ich den Drums-Stem haben"."""
    kept = list(sentence)
    said = [at for at, piece in enumerate(kept) if piece.words]
    last = kept[said[-1]] if said else NOTHING
    for at in said[:-1]:
        verb = kept[at].says("asking_to") and kept[at].cls in ("unknown", "remark", "small")
        if verb and last.says("getting"):
            kept[at] = kept[at].acting("ask")
            break
    return kept


def have_already(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence that says at its end that something is there: "wir haben den Drums-Stem schon"."""
    kept = list(sentence)
    said = [at for at, piece in enumerate(kept) if piece.words]
    named = [at for at in said if kept[at].cls in CONTENT]
    there = bool(named) and kept[said[-1]].words in ALREADY and named[-1] < said[-1]
    if there and any(kept[at].says("having") for at in said if at < named[0]):
        kept[said[-1]] = kept[said[-1]].acting("behind")
    return kept


def both_of(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "sowohl den Mix als auch den Stem" names both."""
    kept = list(sentence)
    for at, piece in enumerate(kept):
        halves = TOGETHER.get(piece.words[0], ()) if len(piece.words) == 1 else ()
        later = (i for i in range(at + 2, len(kept)) if kept[i].words and kept[i].words[0] in halves)
        half = next((i for i in later if kept[i - 1].cls in CONTENT), 0)
        if half:
            kept[at], kept[half] = piece.silent(), kept[half].acting("join", "and")
            if kept[half + 1 : half + 2] and kept[half + 1].words == ("auch",):
                kept[half + 1] = kept[half + 1].silent()
    return kept


def neither_of(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "weder den Mix noch den Stem", "né il mix né lo stem" decline both."""
    kept = list(sentence)
    said = [at for at, piece in enumerate(kept) if piece.words in (("ni",), ("ne",))]
    halves = [at for at in said if at + 1 < len(kept) and _names_next(kept[at + 1 :])]
    weder = next((at for at, piece in enumerate(kept) if piece.words == ("weder",)), None)
    noch = (at for at in range((weder or 0) + 1, len(kept)) if kept[at].words == ("noch",))
    if weder is not None and (second := next(noch, None)):
        halves = [weder, second]
    for at in halves if len(halves) > 1 else ():
        kept[at] = kept[at].acting("not")
    return kept


def _names_next(after: Sequence[Piece]) -> bool:
    """Whether an item begins here, with its article or without."""
    return after[0].cls in CONTENT or (after[0].only_says("article", "definite") and after[1:2] != [])


def for_itself(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "zum Üben die Spuren" orders them: a German purpose is one by itself."""
    kept = list(sentence)
    for at, (piece, after) in enumerate(pairwise((*sentence, NOTHING))):
        alone = piece.cls == "why" and piece.words[0] == "zum" and len(piece.words) == 2
        if alone and after.only_says("definite"):
            kept[at] = piece.silent()
    return kept
