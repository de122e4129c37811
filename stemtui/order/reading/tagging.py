"""A line of a message cut into pieces: words with what they can mean, and the marks between them."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from itertools import accumulate, takewhile, zip_longest
from types import MappingProxyType

from stemtui.frozen import frozen
from stemtui.order.reading.lexicon import Lexicon, canon, lexicon, reach
from stemtui.order.reading.ranges import counted_through
from stemtui.order.reading.senses import Sense
from stemtui.order.reading.slips import inflected, misspelt, near, one_off, slipped
from stemtui.order.reading.tokens import Mark, tokens
from stemtui.order.words import kind_of, words
from stemtui.suggest.names import corrected
from stemtui.suggest.vocabulary import ABBREVIATION, Phrase, vocabulary
from stemtui.suggest.words import Word

ENDS = (".", "?")
SHORT = 4
# What stands on one side of a source, and on the other.
SIDES = (
    (words("l left"), words("r right")),
    (words("in inside"), words("out outside")),
    (words("top"), words("bottom bot btm under")),
    (words("wet"), words("dry")),
)
UNSAID = Sense(MappingProxyType({"unknown": ""}))


@frozen
class Piece:
    """Words with their likeliest class and value, their other senses, and where they stand in the line."""

    cls: str
    value: str
    words: Phrase
    start: int
    end: int
    senses: Mapping[str, str] = field(default_factory=dict)
    plural: bool = False
    group: str = ""

    def has(self, cls: str) -> bool:
        return cls in self.senses

    def says(self, *names: str) -> bool:
        """Whether one of its words is in a list of `vocabulary/said.toml`."""
        return any(not lexicon().said[name].isdisjoint(self.words) for name in names)

    @property
    def reports(self) -> bool:
        """Whether it makes a clause a report, in which nothing is ordered."""
        return self.value == "report" or self.says("report")

    def only_says(self, *names: str) -> bool:
        """Whether it has words, and all of them are in one of the lists."""
        return bool(self.words) and any(lexicon().said[name].issuperset(self.words) for name in names)

    def acting(self, cls: str, value: str = "") -> "Piece":
        """The same words where they do one thing only: those of a class, with a value (else its own name)."""
        return replace(self, cls=cls, value=value or cls, senses={cls: value or cls})

    def silent(self) -> "Piece":
        """The same words where they do nothing."""
        return replace(self, cls="small", value="", senses={})


NOTHING = Piece("end", "", (), 0, 0)


@frozen
class Names:
    """A session's names as phrases: its stems and tracks, its mixes by id, its title and artist.

    `words` are those of its sources as they are written, `meant` what these mean: "double" for "dbl";
    `ordered` are the kinds on its order; `run_together` has the words that are written as one in a name.
    """

    sources: frozenset[Phrase] = frozenset()
    mixes: Mapping[Phrase, str] = field(default_factory=dict)
    titles: frozenset[Phrase] = frozenset()
    words: frozenset[str] = frozenset()
    longest: int = 1
    meant: frozenset[str] = frozenset()
    ordered: frozenset[str] = frozenset()
    run_together: Mapping[str, Phrase] = field(default_factory=dict)


def pieces(line: str, names: Names) -> list[Piece]:
    """The pieces of one line, left to right; ends of sentences are pieces of the class "end"."""
    apart = [one for token in tokens(line) for one in _taken_apart(token, names)]
    said = counted_through(line, _put_together(apart, names))
    found: list[Piece] = []
    at = 0
    while at < len(said):
        token = said[at]
        if isinstance(token, Mark):
            found.append(Piece("end" if token.text in ENDS else "mark", token.text, (), *token[1:]))
            at += 1
        else:
            run = takewhile(lambda one: isinstance(one, Word), said[at:])
            piece, length = _meant([one for one in run if isinstance(one, Word)], names)
            if _is_dibox(line, piece, names) and found and found[-1].cls == "source":
                piece = piece.acting("source")
            if piece.cls == "unknown" and found and found[-1].cls == "source" and _goes_on(piece, names):
                piece = replace(piece, cls="source", senses={"source": ""})
            found.append(piece)
            at += length
    return _with_other_sides(_counted_from_one(found), names)


def _taken_apart(token: Word | Mark, names: Names) -> Sequence[Word | Mark]:
    """A word that a name of the session is written with, as the words that it is made of: "pianodry"."""
    apart = names.run_together.get(token.text, ())
    ends = [token.start + end for end in accumulate(map(len, apart))]
    return [Word(text, end - len(text), end) for text, end in zip(apart, ends, strict=True)] or [token]


def _put_together(said: Sequence[Word | Mark], names: Names) -> list[Word | Mark]:
    """The words of a line, two of them as the one that a name of the session is written with: "hand bells"."""
    found: list[Word | Mark] = []
    for token in said:
        last = found[-1] if found else None
        if isinstance(last, Word) and isinstance(token, Word) and last.text + token.text in names.words:
            found[-1] = Word(last.text + token.text, last.start, token.end)
        else:
            found.append(token)
    return found


def _counted_from_one(found: list[Piece]) -> list[Piece]:
    """The pieces, "one" as a number before other numbers: "tracks one two three and four"."""
    return [
        piece.acting("count", "1") if piece.words == ("one",) and after.cls == "count" else piece
        for piece, after in zip_longest(found, found[1:], fillvalue=NOTHING)
    ]


def _goes_on(piece: Piece, names: Names) -> bool:
    """Whether a word behind a source is the rest of its name, spelt otherwise: "lead vocal double"."""
    return not names.meant.isdisjoint(canon(piece.words))


def _with_other_sides(found: list[Piece], names: Names) -> list[Piece]:
    """The pieces, the other side of a source as one too: "OH L + R", "dry and wet piano"."""
    for at, piece in enumerate(found[:-2]):
        joined, other = found[at + 1], found[at + 2]
        turned = (*piece.words, *other.words[1:])
        turns = joined.value in ("and", ",") and len(piece.words) == 1 < len(turned)
        if turns and turned in names.sources and _are_sides(piece.words[0], other.words[0]):
            found[at] = replace(other, words=turned, start=piece.start, end=piece.end)
        pair = piece.cls == "source" and len(other.words) == 1 and joined.value in ("and", ",")
        if pair and _are_sides(piece.words[-1], other.words[0]):
            found[at + 2] = replace(piece, words=(*piece.words[:-1], *other.words), end=other.end)
    return found


def _are_sides(one: str, other: str) -> bool:
    return any({one, other} <= first | second and (one in first) != (other in first) for first, second in SIDES)


def _is_dibox(line: str, piece: Piece, names: Names) -> bool:
    """Whether "DI" is what a session's track was recorded through, and no Italian "of"."""
    written = line[piece.start : piece.end]
    return piece.words == ("di",) and written == "DI" and "di" in names.words and not line.isupper()


def _meant(run: Sequence[Word], names: Names) -> tuple[Piece, int]:
    """The longest phrase at the start of a run, a slip of the pen before a kind or a source put right."""
    piece, length = _longest(run, names)
    own = _named([word.text for word in run[1:]], names) if piece.says("article") else None
    if own and own[0] > 1 and length <= own[0]:
        return _longest(run[:1], names)  # "the solo gtr", of a session that has one
    if piece.cls == "unknown" and len(run) > 1:
        behind = _longest(run[1:], names)[0]
        meant = behind.cls in ("kind", "source") and misspelt(run[0].text)
        meant = meant or (behind.cls == "kind" and _near_name(run[0].text, names))
        if meant:
            return _longest([run[0]._replace(text=meant), *run[1:]], names)
    return piece, length


def _near_name(text: str, names: Names) -> str:
    """The one word of the session's names that a long word is a letter away from: "extendet mix"."""
    known = {*names.words, *(word for mix in names.mixes for word in mix)}
    found = {word for word in known if min(len(word), len(text)) > SHORT and one_off(text, word)}
    return found.pop() if len(found) == 1 else ""


def _longest(run: Sequence[Word], names: Names) -> tuple[Piece, int]:
    """The longest phrase at the start of a run: a name of the session, a word of an order, or a source."""
    texts = [word.text for word in run]
    best: tuple[int, int, Piece] | None = None
    for rank, found in enumerate((_named(texts, names), _said(texts, lexicon()), _source(texts))):
        if found is None:
            continue
        length, cls, value, sense, group = found
        end = run[length - 1].end
        piece = Piece(cls, value, tuple(texts[:length]), run[0].start, end, sense.values, sense.plural, group)
        if best is None or (length, -rank) > (best[0], -best[1]):
            best = length, rank, piece
    if best is None:
        return _unknown(run[0], names), 1
    return best[2], best[0]


_Found = tuple[int, str, str, Sense, str]


def _named(texts: Sequence[str], names: Names) -> _Found | None:
    for length in range(min(names.longest, len(texts)), 0, -1):
        phrase = tuple(texts[:length])
        sense = lexicon().senses.get(phrase)
        if phrase in names.titles:
            return length, "song", "", Sense({"song": ""}), ""
        if length == 1 and sense and sense.likeliest not in ("role", "moved", "song"):
            continue
        if phrase in names.sources or _is_numbered_like(phrase, names):
            return length, "source", "", Sense({"source": ""}), _group(phrase)
        if length > 1 and (one := (*phrase[:-1], phrase[-1].removesuffix("s"))) in names.sources:
            return length, "source", "", Sense({"source": ""}, plural=True), _group(one)
        if phrase in names.mixes and not (sense and sense.likeliest == "role"):
            return length, "role", names.mixes[phrase], Sense({"role": names.mixes[phrase]}), ""
    return None


def _is_numbered_like(phrase: Phrase, names: Names) -> bool:
    """Whether words are a name of the session but for its number: "cue 7", of one that has Cue 2."""
    if len(phrase) != 2 or not phrase[1].isdecimal():
        return False
    return any(len(one) == 2 and one[0] == phrase[0] and one[1].isdecimal() for one in names.sources)


def _said(texts: Sequence[str], known: Lexicon) -> _Found | None:
    for length in range(min(reach(texts[0]), len(texts)), 0, -1):
        phrase = tuple(texts[:length])
        if "and" in phrase[1:] and kind_of(texts[length] if length < len(texts) else "") == "stem":
            continue  # "music and effects stems" are two
        if phrase in known.whole or phrase in known.any_vocal:
            group = known.whole.get(phrase, "vocals")
            return length, "source", group, Sense({"source": group}), group
        if sense := known.senses.get(phrase):
            return length, sense.likeliest, sense.values[sense.likeliest], sense, ""
    if kind := kind_of(texts[0]):
        return 1, "kind", kind, Sense({"kind": kind}, texts[0].endswith(("s", "en"))), ""
    if texts[0].isdecimal() and not _source(texts):  # an 808 is no number of things
        return 1, "count", texts[0], Sense({"count": texts[0]}), ""
    return None


def _source(texts: Sequence[str]) -> _Found | None:
    if (len(texts[0]) == 1 and texts[0].isalpha()) or kind_of(texts[0]) == "stem":
        return None
    entries, longest = vocabulary().entries, vocabulary().longest
    reach = max(longest.get(texts[0], 0), longest.get(texts[0].removesuffix("s"), 0))
    for length in range(min(reach, len(texts)), 0, -1):
        if length > 1 and kind_of(texts[length - 1]):
            continue
        for phrase in (tuple(texts[:length]), (*texts[: length - 1], texts[length - 1].removesuffix("s"))):
            entry = entries.get(phrase)
            if entry and entry.group not in ("", "mix") and entry.rank <= ABBREVIATION:
                return length, "source", entry.group, Sense({"source": entry.group}), entry.group
    return None


def _group(phrase: Phrase) -> str:
    found = _source(phrase)
    return lexicon().whole.get(phrase, "") or (found[4] if found and found[0] == len(phrase) else "")


def _is_plain(text: str) -> bool:
    """Whether a word is the plural of one that says nothing by itself: "separate outs"."""
    sense = lexicon().senses.get((text.removesuffix("s"),))
    return text.endswith("s") and sense is not None and sense.likeliest == "small"


def _unknown(word: Word, names: Names) -> Piece:
    """A word that nobody knows, unless it is part of a name or a slip of the pen for a known one."""
    if not _is_plain(word.text) and {word.text, *canon((word.text,))} & names.words:
        return Piece("source", "", (word.text,), word.start, word.end, {"source": ""})
    if any(one_off(word.text, said) for title in names.titles for said in title if len(said) > SHORT):
        return Piece("song", "", (word.text,), word.start, word.end, {"song": ""})
    meant = slipped(word.text) or inflected(word.text) or corrected(word.text) or near(word.text)
    if meant:
        found = _said(meant, lexicon()) or _source(meant)
        if found and found[1] in ("source", "role", "kind", "loose", "ask"):
            return Piece(
                found[1], found[2], meant, word.start, word.end, found[3].values, found[3].plural, found[4]
            )
    return Piece("unknown", "", (word.text,), word.start, word.end, UNSAID.values)
