"""What the screen says of the very thing that is selected."""

from collections.abc import Iterator, Mapping, Sequence

from stemtui.errors import AudioFileError, StemtuiError
from stemtui.glossary.mixes import explain_mix
from stemtui.glossary.ordered import explain_line, explain_lines, refusals
from stemtui.glossary.placing import stem_word
from stemtui.glossary.saying import DETAIL, KIND, NEIGHBOUR, NOTHING_CHOSEN, Explanation, Sentence
from stemtui.glossary.several import explain_several
from stemtui.glossary.stems import explain_stem
from stemtui.glossary.tracks import explain_track
from stemtui.header import Header
from stemtui.order import line_number
from stemtui.session import Session, find_item, split_item

Headers = Mapping[str, Header | AudioFileError]
Folds = Mapping[str, float]


def explain(
    session: Session,
    items: Sequence[str],
    headers: Headers | None = None,
    folds: Folds | None = None,
    losses: Folds | None = None,
) -> Explanation:
    """What the items are (`track.kick`, `stem.drums`, `mix.master`, the order's line `order.5`; several are
    marks or a range).

    It says the kind first and what to press last. A bare id or a name will do where only one thing has it; an
    item that the session lacks is said to be missing. `headers` are those of `scan.headers`, `folds` what
    folding mono stems lost when they were last printed, in dB relative to the stem, `losses` what it loses as
    they are now; what is in none of them is not spoken of.
    """
    known: dict[str, None] = {}
    missing: list[str] = []
    for item in dict.fromkeys(items):
        if line_number(session, item):
            known[item] = None
            continue
        try:
            known[find_item(session, item)] = None
        except StemtuiError as error:
            missing.append(str(error))
    known_of_folds = folds or {}, losses or {}
    return Explanation(tuple(_spoken(session, list(known), missing, headers or {}, known_of_folds)))


def _spoken(
    session: Session, known: list[str], missing: list[str], headers: Headers, folds: tuple[Folds, Folds]
) -> Iterator[Sentence]:
    if not (known or missing):
        yield from NOTHING_CHOSEN.spoken
        return
    lines = [line_number(session, item) for item in known]
    if len(lines) > 1 and all(lines):
        yield from explain_lines(session, lines, headers)
    elif len(known) == 1 or any(lines):
        for item in known:
            yield from _one(session, item, headers, folds)
    elif known:
        yield from explain_several(session, known)
    yield from (Sentence(text, DETAIL if known else KIND) for text in missing[:2])


def _one(session: Session, item: str, headers: Headers, folds: tuple[Folds, Folds]) -> Iterator[Sentence]:
    kind, key = split_item(item)
    if number := line_number(session, item):
        yield from explain_line(session, number, headers)
    elif kind == "track":
        yield from explain_track(session, session.track(key), headers.get(key))
    elif kind == "stem":
        yield from explain_stem(session, session.stem(key), headers, *(known.get(item) for known in folds))
    elif kind == "mix":
        yield from explain_mix(session, session.mix(key))
    else:
        yield Sentence(f"Rest is a {stem_word(session)}: every stem that no other order line delivers.", KIND)
        yield Sentence("With those it makes the complete set, which adds up to the master mix.", NEIGHBOUR)
    yield from refusals(session, item, headers)
