"""What the screen says of the very thing that is selected."""

from collections.abc import Iterator, Mapping, Sequence

from stemtui.errors import AudioFileError, StemtuiError
from stemtui.glossary.mixes import explain_mix
from stemtui.glossary.placing import stem_word
from stemtui.glossary.saying import DETAIL, KIND, NEIGHBOUR, REMEDY, Explanation, Sentence
from stemtui.glossary.several import explain_several
from stemtui.glossary.stems import explain_stem
from stemtui.glossary.tracks import explain_track
from stemtui.header import Header
from stemtui.session import Session, find_item, split_item

Headers = Mapping[str, Header | AudioFileError]


def explain(session: Session, items: Sequence[str], headers: Headers | None = None) -> Explanation:
    """What the items are (`track.kick`, `stem.drums`, `mix.master`; several are marks or a range).

    It says the kind first and what to press last. A bare id or a name will do where only one thing has it; an
    item that the session lacks is said to be missing. `headers` are those of `scan.headers`; what is not in
    them is not spoken of.
    """
    known: dict[str, None] = {}
    missing: list[str] = []
    for item in dict.fromkeys(items):
        try:
            known[find_item(session, item)] = None
        except StemtuiError as error:
            missing.append(str(error))
    return Explanation(tuple(_spoken(session, list(known), missing, headers or {})))


def _spoken(session: Session, known: list[str], missing: list[str], headers: Headers) -> Iterator[Sentence]:
    if not (known or missing):
        yield Sentence("A TRACK is a file made while recording, before the mix.", KIND)
        yield Sentence("A STEM is a submix of tracks as they are treated in the mix.", REMEDY)
        yield Sentence("A MIX is everything in one stereo file.", NEIGHBOUR)
        return
    if len(known) == 1:
        yield from _one(session, known[0], headers)
    elif known:
        yield from explain_several(session, known)
    yield from (Sentence(text, DETAIL if known else KIND) for text in missing[:2])


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
