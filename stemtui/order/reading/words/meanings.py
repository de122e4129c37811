"""What the words at the start of a run mean: a name of the session, a word of an order, or a source."""

from collections.abc import Sequence
from types import MappingProxyType

from stemtui.order.reading.words.lexicon import Lexicon, canon, lexicon, reach
from stemtui.order.reading.words.pieces import Names, Piece
from stemtui.order.reading.words.senses import Sense
from stemtui.order.reading.words.slips import inflected, misspelt, near, one_off, slipped
from stemtui.order.words import kind_of
from stemtui.suggest.names import corrected
from stemtui.suggest.vocabulary import ABBREVIATION, Phrase, vocabulary
from stemtui.suggest.words import Word

SHORT = 4
# Shorter words of a letter are other words more often than a source misspelt: "feels", "estamos".
MOST_COMMON = 7
UNSAID = Sense(MappingProxyType({"unknown": ""}))


def meant(run: Sequence[Word], names: Names) -> tuple[Piece, int]:
    """The longest phrase at the start of a run, a slip of the pen before a kind or a source put right."""
    piece, length = _longest(run, names)
    own = _named([word.text for word in run[1:]], names) if piece.says("article") else None
    if own and own[0] > 1 and length <= own[0]:
        return _longest(run[:1], names)  # "the solo gtr", of a session that has one
    strange = len(run) > 1 and (piece.cls == "unknown" or piece.words[0] != run[0].text)
    if strange and (begun := _begins_name(run, names)):
        return _longest([run[0]._replace(text=begun), *run[1:]], names)
    if piece.cls == "unknown" and len(run) > 1:
        behind = _longest(run[1:], names)[0]
        meant = behind.cls in ("kind", "source") and misspelt(run[0].text)
        meant = meant or (behind.cls == "kind" and _near_name(run[0].text, names))
        if meant:
            return _longest([run[0]._replace(text=meant), *run[1:]], names)
    return piece, length


def _begins_name(run: Sequence[Word], names: Names) -> str:
    """The word that the first of a run is a letter away from, where a name of the session begins with it and
    goes on as the run does: "overheda L"; else nothing."""
    first, then = run[0].text, run[1].text
    found = {one[0] for one in names.sources if one[1:2] == (then,) and min(len(one[0]), len(first)) > SHORT}
    near = [word for word in found if one_off(first, word)]
    return near[0] if len(near) == 1 else ""


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
        whole = phrase in names.sources and bool(kind_of(texts[length] if length < len(texts) else ""))
        if length == 1 and sense and sense.likeliest not in ("role", "moved", "song") and not whole:
            continue  # "scratch" is a name in "the scratch track"
        if phrase in names.sources or _is_numbered_like(phrase, names):
            return length, "source", "", Sense({"source": ""}), _group(phrase)
        if length > 1 and (one := (*phrase[:-1], phrase[-1].removesuffix("s"))) in names.sources:
            return length, "source", "", Sense({"source": ""}, plural=True), _group(one)
        if phrase in names.mixes and not (sense and sense.likeliest == "role" and _is_a_sort(sense, phrase)):
            return length, "role", names.mixes[phrase], Sense({"role": names.mixes[phrase]}), ""
    return None


def _is_a_sort(sense: Sense, phrase: Phrase) -> bool:
    """Whether what a mix is called says what sort it is; a show mix is one where it is called that, and so
    is an underscore."""
    return sense.values["role"] != "pass" and (sense.values["role"] != "tv" or "tv" in phrase)


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
    if texts[0].isdecimal() and texts[0][0] == "0":  # "01 Mixes" numbers what follows
        return 1, "small", "small", Sense({"small": "small"}), ""
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
        return Piece("source", "", (word.text,), word.start, word.end, {"source": "", "part": ""})
    if any(one_off(word.text, said) for title in names.titles for said in title if len(said) > SHORT):
        return Piece("song", "", (word.text,), word.start, word.end, {"song": ""})
    meant = slipped(word.text) or inflected(word.text) or near(word.text)
    if not meant and len(word.text) > MOST_COMMON:
        meant = corrected(word.text)
    if meant:
        found = _said(meant, lexicon()) or _source(meant)
        if found and found[1] in ("source", "role", "kind", "loose", "ask"):
            return Piece(
                found[1], found[2], meant, word.start, word.end, found[3].values, found[3].plural, found[4]
            )
    return Piece("unknown", "", (word.text,), word.start, word.end, UNSAID.values)
