"""Names: a session's as phrases, which pieces of a line stand for one source, and the client's own words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from stemtui.order.lines import line_kind
from stemtui.order.reading.lexicon import canon, lexicon
from stemtui.order.reading.pieces import Names, Piece
from stemtui.order.reading.requests import Request
from stemtui.order.words import PIECES, kind_of
from stemtui.session import Session
from stemtui.suggest.names import spoken
from stemtui.suggest.words import RUN, fold

# A name of several words is still one without the side that it ends with: "drum bounce" of Drum Bounce L.
SIDED = 2
QUOTES = ('"', "”", "“", "»")


def names(session: Session) -> Names:
    """The names of a session as phrases, to be found in a message."""
    called = [*(one.name for one in session.stems), *(track.label for track in session.tracks)]
    sources = {spoken(one) for one in (*called, *(one.replace("&", " and ") for one in called))}
    sources |= {one[:-1] for one in sources if len(one) > SIDED and one[-1] in ("l", "r", "left", "right")}
    sources |= {one[::-1] for one in sources if one[1:] in (("wet",), ("dry",))}  # "the dry piano"
    sources |= {part for one in sources for part in _parts(one)}
    sources |= {("dibox", *one[1:]) for one in sources if len(one) > 1 and one[0] == "di"}  # "the DI two"
    mixes = {spoken(mix.name): f"mix.{mix.id}" for mix in session.mixes}
    mixes |= {
        ("mix", *name[:-1]): item for name, item in mixes.items() if name[-1] == "mix" and len(name) > 1
    }
    whole = [spoken(session.title), spoken(session.artist)]
    whole += [title[1:] for title in whole if len(title) > 1 and title[0] in lexicon().said["article"]]
    titles = {title[:length] for title in whole for length in range(2, len(title) + 1)} | {*whole} - {()}
    sources.discard(())
    mixes.pop((), None)
    longest = max((len(one) for one in (*sources, *mixes, *titles)), default=1)
    leaving = lexicon().said["leaving_out"]
    lacked = (name for name in mixes if leaving.intersection(name))
    said = (*sources, *(tuple(word for word in name if word not in leaving) for name in lacked))
    words = frozenset(word for one in said for word in one if len(word) > 2 or word == "di") - {"mix"}
    meant = frozenset(word for one in sources for word in canon(one) if len(word) > 2)
    ordered = frozenset(map(line_kind, session.order)) - {""}
    run_together = dict(
        pair for one in (*called, *(mix.name for mix in session.mixes)) for pair in _runs(one)
    )
    tracks = frozenset(frozenset(canon(spoken(track.label))) for track in session.tracks)
    return Names(
        frozenset(sources), mixes, frozenset(titles), words, longest, meant, ordered, run_together, tracks
    )


def _parts(name: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """Two words or more of a long name that stand side by side in it: "DI two" of Guitar.DI.Two_01."""
    for start, end in combinations(range(len(name) + 1), 2):
        part = name[start:end]
        if 1 < len(part) < len(name) and not any(kind_of(word) or word.isdecimal() for word in part):
            yield part


def _runs(name: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    """The words of a name that are written as one in it, and what they are one by one."""
    for run in RUN.findall(name):
        if len(apart := spoken(run)) > 1:
            yield fold(run), apart


def side_by_side(sources: Sequence[Piece]) -> list[list[Piece]]:
    """Sources side by side: those of one group are one ("lead vox double"), whole groups stand alone."""
    found: list[list[Piece]] = []
    for piece in sources:
        before = found[-1][-1] if found else None
        apart = before and (_are_wholes(before, piece) or _are_pieces(before, piece))
        if before and not apart:
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def _are_wholes(one: Piece, other: Piece) -> bool:
    whole = lexicon().whole
    return one.words in whole and other.words in whole and one.group != other.group


def _are_pieces(one: Piece, other: Piece) -> bool:
    """Whether two words name different pieces of a kit: "kick snare"."""
    first, second = (_piece(piece) for piece in (one, other))
    return bool(first and second and first != second)


def _piece(piece: Piece) -> str:
    words = set(canon(piece.words)) if len(piece.words) == 1 else set()
    return next((name for name, spelt in PIECES.items() if name != "808" and words & spelt), "")


def words_of(sources: Iterable[Piece]) -> tuple[str, ...]:
    """The words of some sources."""
    return tuple(word for piece in sources for word in piece.words)


def group_of(sources: Sequence[Piece]) -> str:
    """The group that the first of some sources suggests that suggests one."""
    return next((piece.group for piece in sources if piece.group), "")


def in_their_words(line: str, found: Sequence[Request]) -> list[Request]:
    """The requests, each with the kind that stands before it as they wrote both: "stem de batería"."""
    kept = list(found)
    for at, (head, one) in enumerate(pairwise(found), 1):
        if head.is_bare and head.head and not head.plural and one.inferred and one.source and one.text:
            said = re.escape(head.text) + r"\s+(?:\w+[\s'’]+){1,2}?" + re.escape(one.text)
            if written := re.search(said, line):
                kept[at] = replace(one, text=" ".join(written[0].split()))
    return kept


def text_of(line: str, found: Sequence[Piece]) -> str:
    """The client's own words, from the first of these pieces to the last."""
    placed = sorted((piece for piece in found if piece.end > piece.start), key=lambda piece: piece.start)
    if not placed:
        return ""
    end = placed[-1].end
    text = " ".join(line[placed[0].start : end].split())
    closes = line[end : end + 1] if line[end : end + 1] in QUOTES and _is_open(text) else ""
    return text + closes + ")" * (text.count("(") - text.count(")"))


def _is_open(text: str) -> bool:
    """Whether a quotation begins in a text, and does not end in it."""
    return text.count('"') % 2 == 1 or any(
        text.count(one) > text.count(end) for one, end in ("“”", "„“", "«»")
    )
