"""What stands behind an item and denies it: "the bass stem we won't be using", "bass: not this time"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from stemtui.order.reading.phrases.segments import CONTENT, is_polite
from stemtui.order.reading.words.lexicon import lexicon
from stemtui.order.reading.words.pieces import Piece

# Where one of these stands behind an item, "not" is about it: its sound, its channels, another item.
OTHER = frozenset((*CONTENT, "channels", "wet", "moved", "count", "put", "except", "of", "join"))
# Behind one of these, words tell or suppose something.
TELLING = frozenset(("why", "remark", "condition", "inquiry"))
AFTER_ITEM = (":", "-", "(", ",")


def thanked_for(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "got it" behind thanks declines nothing: "merci pour la piste kick, bien reçu"."""
    if not sentence or sentence[0].cls != "remark":
        return list(sentence)
    return [
        piece.acting("remark") if piece.cls == "behind" and piece.says("owning") else piece
        for piece in sentence
    ]


def without_effects(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "no fx stem" declines the stem: dry is how a thing is, and no thing."""
    kept: list[Piece] = []
    for piece, after in zip_longest(sentence, sentence[1:]):
        denies = piece.cls == "wet" and piece.words[0] == "no" and len(piece.words) > 1
        if denies and after is not None and after.cls == "kind" and after.value == "stem":
            cut = piece.start + len(piece.words[0])
            kept.append(replace(piece.acting("not"), words=piece.words[:1], end=cut))
            piece = replace(piece.acting("source"), words=piece.words[1:], start=cut + 1)
        kept.append(piece)
    return kept


def denied_behind(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which words that deny the item before them decline it, or are the doubt whether they do.

    They decline where they say that nobody needs or sends it ("we won't be using"), and where nothing but
    "not now" stands behind a mark; where a word is unknown that may say so, that is a doubt.
    """
    kept: list[Piece] = []
    rest = list(sentence)
    while rest:
        end = next((at for at, piece in enumerate(rest) if piece.cls in ("mark", "end")), len(rest))
        named = any(one.cls in CONTENT for one in kept) and not any(one.has("not") for one in kept)
        named = named and kept[-1].value in AFTER_ITEM
        kept += [*_clause(rest[:end], named), *rest[end : end + 1]]
        rest = rest[end + 1 :]
    return kept


def _clause(clause: list[Piece], behind_item: bool) -> list[Piece]:
    """A clause with its denial as one piece; `behind_item`: a mark and an item stand before it."""
    item = next((at for at in range(len(clause) - 1, -1, -1) if clause[at].cls in CONTENT), -1)
    at = next((at for at in range(item + 1, len(clause)) if _denies(clause[at:], item < 0)), len(clause))
    between, after = clause[item + 1 : at], clause[at + 1 :]
    if at == len(clause) or any(one.cls in TELLING for one in (*clause[:at], *after)):
        return clause
    if item >= 0 and (_is_how(after) or (between and after and after[-1].cls == "channels")):
        return _with(clause, at, "given")
    said = [*between, *after]
    if any(one.cls in OTHER for one in said):
        return clause
    wants = any(map(_wants, (clause[at], *said)))
    alone = len(clause[at].words) == 1 and all(one.cls == "small" for one in said)
    if item < 0:
        declines = behind_item and (alone or (wants and any(one.says("it", "them") for one in said)))
        return _with(clause, 0, "behind") if declines else clause
    if wants or all(map(is_polite, said)):
        return _with(clause, at, "behind")
    return _with(clause, at, "given") if any(one.cls == "unknown" for one in after) else clause


def _with(clause: Sequence[Piece], at: int, cls: str) -> list[Piece]:
    """A clause with all that stands from a place on as one piece that acts on what is before it."""
    words = tuple(word for piece in clause[at:] for word in piece.words)
    return [*clause[:at], Piece(cls, "behind", words, clause[at].start, clause[-1].end, {cls: "behind"})]


def _is_how(after: Sequence[Piece]) -> bool:
    """Whether a denial is of how something is to be: "doesn't need to be mastered"."""
    words = [word for piece in after for word in piece.words]
    return words[:2] == ["to", "be"] or words[:3] in (["have", "to", "be"], ["need", "to", "be"])


def _denies(pieces: Sequence[Piece], several: bool) -> bool:
    """Whether pieces begin with a "not" of one word, with "won't", or with one of `several` words."""
    words = [word for piece in pieces for word in piece.words]
    if len(pieces[0].words) > 1:
        return pieces[0].cls == "not" and (several or _is_how(pieces[1:]))
    said = pieces[0].only_says("denying") or (pieces[0].only_says("auxiliary") and words[1:2] == ["t"])
    return bool(pieces[0].words) and said


def _wants(piece: Piece) -> bool:
    """Whether a word is a verb of needing, taking or sending."""
    return not is_polite(piece) and any(map(lexicon().wanting.fullmatch, piece.words))
