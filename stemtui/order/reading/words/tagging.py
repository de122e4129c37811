"""A line of a message cut into pieces: words with what they can mean, and the marks between them."""

from dataclasses import replace
from itertools import takewhile, zip_longest

from stemtui.order.reading.words.languages import in_its_language
from stemtui.order.reading.words.lengths import by_length
from stemtui.order.reading.words.lexicon import canon, lexicon
from stemtui.order.reading.words.meanings import meant
from stemtui.order.reading.words.pieces import NOTHING, Names, Piece
from stemtui.order.reading.words.ranges import counted_through
from stemtui.order.reading.words.respelt import respelt
from stemtui.order.reading.words.tokens import Mark, tokens
from stemtui.order.words import kind_of, words
from stemtui.suggest.words import Word

ENDS = (".", "?")
MOST_BETWEEN = 3
SHORT = 3
LONGEST_PHRASE = 16
# What stands on one side of a source, and on the other.
SIDES = (
    (words("l left"), words("r right")),
    (words("in inside"), words("out outside")),
    (words("top"), words("bottom bot btm under")),
    (words("wet"), words("dry")),
)


def pieces(line: str, names: Names) -> list[Piece]:
    """The pieces of one line, left to right; ends of sentences are pieces of the class "end"."""
    said = counted_through(line, respelt(list(tokens(line)), names))
    found: list[Piece] = []
    longest = max(names.longest, LONGEST_PHRASE) + 1
    at = 0
    while at < len(said):
        token = said[at]
        if isinstance(token, Mark):
            found.append(Piece("end" if token.text in ENDS else "mark", token.text, (), *token[1:]))
            at += 1
        else:
            run = takewhile(lambda one: isinstance(one, Word), said[at : at + longest])
            piece, length = meant([one for one in run if isinstance(one, Word)], names)
            if _is_dibox(line, piece, names) and found and found[-1].cls in ("source", "kind"):
                piece = piece.acting("source")
            if _is_named_behind(line, piece, found[-1:], names):
                piece = piece.acting("source")
            after = said[at + length].text if at + length < len(said) else ""
            if mix := _mix_called(line, piece, after, names):
                piece = piece.acting("role", mix)
            elif found and (mix := _mix_behind(piece, found[-1], names)):
                piece = replace(piece.acting("role", mix), start=found.pop().start)
            if _is_the_song(piece, found[-1:], after, names):
                piece = piece.acting("song")
            named = piece.cls == "unknown" or (
                piece.cls == "small" and _is_of_a_name(piece, names) and kind_of(after)
            )
            if named and found and found[-1].cls == "source" and _goes_on(piece, names):
                piece = replace(piece, cls="source", senses={"source": ""})
            found.append(piece)
            at += length
    found = _with_other_sides(_counted_from_one(in_its_language(by_length(line, found))), names)
    return _of_one_track(found, names)


def _of_one_track(found: list[Piece], names: Names) -> list[Piece]:
    """The pieces, "the double of the lead vocal" as one source where a track is called by both."""
    kept: list[Piece] = []
    for piece in found:
        near = kept[: -1 - MOST_BETWEEN : -1] if piece.cls == "source" else []
        between = list(takewhile(lambda one: one.cls in ("of", "small"), near))
        first = kept[-1 - len(between)] if len(between) < len(kept) else NOTHING
        of_it = bool(between) and between[-1].cls == "of" and between[-1].says("romance_of", "of")
        plain = of_it and all(one.only_says("definite") for one in between[:-1])
        if plain and first.cls == piece.cls == "source" and _are_of_one(first, piece, names):
            del kept[-1 - len(between) :]
            piece = replace(piece, words=(*piece.words, *first.words), start=first.start)
        kept.append(piece)
    return kept


def _are_of_one(one: Piece, other: Piece, names: Names) -> bool:
    meant = frozenset(canon(one.words)), frozenset(canon(other.words))
    return not meant[0] <= meant[1] and any(meant[0] | meant[1] <= track for track in names.tracks)


def _counted_from_one(found: list[Piece]) -> list[Piece]:
    """The pieces, "one" as a number before other numbers: "tracks one two three and four"."""
    return [
        piece.acting("count", "1") if piece.words == ("one",) and after.cls == "count" else piece
        for piece, after in zip_longest(found, found[1:], fillvalue=NOTHING)
    ]


def _is_of_a_name(piece: Piece, names: Names) -> bool:
    return len(piece.words) == 1 and len(piece.words[0]) > SHORT and piece.words[0] in names.words


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
    return any(
        {one, other} <= first | second and (one in first) != (other in first) for first, second in SIDES
    )


def _is_named_behind(line: str, piece: Piece, before: list[Piece], names: Names) -> bool:
    """Whether a word of an order is what a track is called: "la pista Scratch", of a session that has one."""
    behind = any(one.cls == "kind" for one in before) and piece.words in names.sources
    return behind and piece.cls not in ("source", "role", "kind") and line[piece.start].isupper()


def _mix_called(line: str, piece: Piece, after: str, names: Names) -> str:
    """The mix that a common word is the name of: "the dub mix", "the Dub", "- Dub (no horns)"; else ""."""
    if piece.cls in ("source", "role"):
        return ""
    before, behind = line[: piece.start].strip(), line[piece.end :].strip()
    capital = line[piece.start].isupper() and not line.isupper()
    called = kind_of(after) == "mix" or (capital and bool(before) and before[-1] not in ".!?:")
    alone = not before and behind[:1] in ("", "(", "-", "–", "—", ",")
    mix = names.mixes.get(piece.words, "") if called or alone else ""
    return mix or (names.mixes.get((*piece.words, "mix"), "") if alone else "")


def _mix_behind(piece: Piece, before: Piece, names: Names) -> str:
    """The mix that a word behind "mix" names, in any language: "la mezcla Dub"."""
    kind = before.cls == "kind" and before.value == "mix" and not before.plural
    if not kind or piece.cls in ("source", "role"):
        return ""
    return names.mixes.get(piece.words, "") or names.mixes.get((*piece.words, "mix"), "")


def _is_the_song(piece: Piece, before: list[Piece], after: str, names: Names) -> bool:
    """Whether "the music" is all that there is to hear, of a session that calls nothing so."""
    called = (
        piece.cls == "source" and piece.only_says("music") and names.words.isdisjoint(lexicon().said["music"])
    )
    return (
        called and any(one.only_says("definite") or one.cls == "of" for one in before) and not kind_of(after)
    )


def _is_dibox(line: str, piece: Piece, names: Names) -> bool:
    """Whether "DI" is what a session's track was recorded through, and no Italian "of"."""
    written = line[piece.start : piece.end]
    return piece.words == ("di",) and written == "DI" and "di" in names.words and not line.isupper()
