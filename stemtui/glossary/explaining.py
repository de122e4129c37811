"""What the screen says of the very thing that is selected."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from stemtui.errors import AudioFileError
from stemtui.glossary.mixes import explain_mix
from stemtui.glossary.placing import stem_word
from stemtui.glossary.saying import DETAIL, KIND, NEIGHBOUR, REMEDY, Explanation, Sentence, named
from stemtui.glossary.several import explain_several
from stemtui.glossary.stems import explain_stem
from stemtui.glossary.tracks import explain_track
from stemtui.header import Header
from stemtui.session import KINDS, REST, Session, has_item, split_item
from stemtui.text import listed

Headers = Mapping[str, Header | AudioFileError]


def explain(session: Session, items: Sequence[str], headers: Headers | None = None) -> Explanation:
    """What the items are (`track.kick`, `stem.drums`, `mix.master`; several are marks or a range).

    It says the kind first and what to press last. `headers` are those of `scan.headers`; what is not in them
    is not spoken of. An item that the session lacks is said to be missing.
    """
    wanted = list(dict.fromkeys(_found(session, item) for item in items))
    known = [item for item in wanted if has_item(session, item)]
    return Explanation(tuple(_spoken(session, wanted, known, headers or {})))


def _found(session: Session, item: str) -> str:
    """An item as it is written; a bare id that only one thing has is taken for that."""
    if has_item(session, item):
        return item
    possible = [f"{kind}.{item}" for kind in KINDS if has_item(session, f"{kind}.{item}")]
    return possible[0] if len(possible) == 1 else item


def _spoken(session: Session, wanted: list[str], known: list[str], headers: Headers) -> Iterator[Sentence]:
    if not wanted:
        yield Sentence("A TRACK is a file made while recording, before the mix.", KIND)
        yield Sentence("A STEM is a submix of tracks as they are treated in the mix.", REMEDY)
        yield Sentence("A MIX is everything in one stereo file.", NEIGHBOUR)
        return
    missing = [item for item in wanted if item not in known]
    if len(known) == 1:
        yield from _one(session, known[0], headers)
    elif known:
        yield from explain_several(session, known)
    for item in missing[:2]:
        yield Sentence(_missing(session, item), DETAIL if known else KIND)


def _one(session: Session, item: str, headers: Headers) -> Iterator[Sentence]:
    kind, key = split_item(item)
    if kind == "track":
        yield from explain_track(session, session.track(key), headers.get(key))
    elif kind == "stem":
        yield from explain_stem(session, session.stem(key), headers)
    elif kind == "mix":
        yield from explain_mix(session, session.mix(key))
    else:
        yield Sentence(f"Rest is a {stem_word(session)}: every stem that no other order line delivers.", KIND)
        yield Sentence("With those it makes the complete set, which adds up to the master mix.", NEIGHBOUR)


def _missing(session: Session, item: str) -> str:
    near = get_close_matches(item, list(_every(session)), 2, 0.6)
    hint = (
        f" Nearest: {listed(near, 'or')}."
        if near
        else " Items are written stem.drums, mix.master, track.kick."
    )
    return f"{named(item)} is not in this session.{hint}"


def _every(session: Session) -> Iterable[str]:
    yield from (f"track.{track.id}" for track in session.tracks)
    yield from (f"stem.{stem.id}" for stem in session.stems)
    yield from (f"mix.{mix.id}" for mix in session.mixes)
    yield REST
