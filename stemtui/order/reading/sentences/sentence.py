"""One sentence of a message: whether it orders something, only tells, or says more of what came before."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from stemtui.order.reading.phrases.combining import combined
from stemtui.order.reading.phrases.conditions import conditioned
from stemtui.order.reading.phrases.contrasts import in_last_channels
from stemtui.order.reading.phrases.cutting import segments
from stemtui.order.reading.phrases.people import is_greeting, without_names
from stemtui.order.reading.phrases.plain import plain
from stemtui.order.reading.phrases.pronouns import resolved
from stemtui.order.reading.phrases.segments import CONTENT, Segment, is_polite
from stemtui.order.reading.requests import Request
from stemtui.order.reading.sentences import retracting
from stemtui.order.reading.sentences.hedging import asked_behind, asked_to_do, doubted
from stemtui.order.reading.sentences.judging import is_question, orders
from stemtui.order.reading.wants import again, forms
from stemtui.order.reading.wants.amounts import by_how_far
from stemtui.order.reading.wants.heads import standing_against
from stemtui.order.reading.wants.joining import requests_of
from stemtui.order.reading.wants.listing import as_points, with_kinds
from stemtui.order.reading.wants.naming import in_their_words, text_of
from stemtui.order.reading.wants.parts import all_but
from stemtui.order.reading.wants.reader import Reader
from stemtui.order.reading.wants.wording import named
from stemtui.order.reading.words.pieces import Piece

MOST_ADDED = 5


def read_sentence(reader: Reader, line: str, sentence: Sequence[Piece], bullet: bool, wished: bool) -> None:
    """Read one sentence of a line: `bullet` in a list, `wished` where the line says a wish for the form."""
    if sentence := _answered(reader, sentence):
        _read_clauses(reader, line, sentence, bullet, wished)


def _answered(reader: Reader, sentence: Sequence[Piece]) -> Sequence[Piece]:
    """What a sentence says beside the answer to the question before it, which it carries out: "Bass? No."."""
    begun, end = reader.wondered
    said = list(takewhile(lambda piece: piece.cls != "mark", sentence))
    refuses = sentence[0].cls in ("not", "behind", "small") and sentence[0].says("no", "none", "denying")
    answer = refuses and not any(piece.cls in (*CONTENT, "ask", "unknown") for piece in said[1:])
    reader.wondered = (0, 0)
    if not answer or begun == end:
        return sentence
    reader.requests[begun:end] = [replace(one, declined=True, given="") for one in reader.requests[begun:end]]
    return sentence[len(said) + 1 :]


def _read_clauses(reader: Reader, line: str, sentence: Sequence[Piece], bullet: bool, wished: bool) -> None:
    """Read a sentence clause by clause, each as far as something takes back what stands before it."""
    before = len(reader.requests)
    sentence = in_last_channels(sentence)
    for retracts, sure, clause in retracting.clauses(line, sentence, bool(reader.requests)):
        begun = len(reader.requests)
        if retracting.is_both(reader, clause):
            continue
        if clause:
            _read(reader, line, clause, bullet, wished)
        if retracts:
            retracting.take_back(reader, begun, retracts, sure, clause)
        elif reader.retracts and len(reader.requests) > begun:
            retracting.go_on(reader, begun, clause)
        if len(reader.requests) > begun:
            reader.latest = begun
    if sentence[-1].value == "?":
        reader.wondered = (before, len(reader.requests))


def _read(reader: Reader, line: str, sentence: Sequence[Piece], bullet: bool, wished: bool) -> None:
    """Read a sentence of which nothing takes back what was asked before it."""
    if is_greeting(sentence) and not (bullet or reader.requests):
        return
    if any(piece.cls == "mixing" for piece in sentence):
        reader.mixing = True
    kept, reader.after_closing = without_names(sentence, reader.after_closing)
    spoken = [*reader.requests, *reader.told]
    found = segments(conditioned(plain(resolved(kept, spoken))))
    if again.says_how(reader, found) or (wished and again.says_form(reader, found)):
        return
    found = found[again.says_kind(reader, found) :]
    found = forms.without_form(reader, line, found) if wished else found
    if kept and is_question(sentence) and not any(segment.polite for segment in found):
        _wonder(reader, line, sentence, found)
        return
    if not orders(reader, found, bullet):
        _tell(reader, line, found)
        return
    requests = _put_right(reader, standing_against(all_but(requests_of(reader, line, found))))
    requests = as_points(found, requests) if bullet else asked_behind(line, found, requests)
    requests = in_their_words(line, combined(with_kinds(requests, reader.heading)))
    reader.requests, requests = forms.as_form(reader.requests, requests)
    works = {piece.value for piece in sentence if piece.cls == "mixing"}
    requests = [
        replace(one, mixing=bool(works) and not (one.source and works == {"remix"}))
        for one in requests
        if not _is_for_all(reader, one, requests)
    ]
    requests = doubted(line, sentence, by_how_far(line, sentence, requests))
    if what := asked_to_do(line, sentence):
        requests = [replace(one, given=one.given or what) for one in requests]
    if any(piece.cls == "put" and piece.value == "each" for piece in sentence):
        requests = again.one_file_each(reader, requests)
    requests = again.with_shared_channels(reader, requests)
    requests = _as_before(reader, sentence, _in_context(reader, requests))
    if again.is_only(found) and any(one.kind == reader.context.kind for one in requests):
        reader.requests = [replace(one, head=one.head or one.is_bare) for one in reader.requests]
    if requests and requests[0].either and reader.requests and reader.requests[-1].given:
        requests[0] = replace(requests[0], either=False)  # "If it is cheap, the stems. If not, the mix."
    reader.requests += requests
    stems = [one for one in requests if one.is_bare and one.kind == "stem" and not one.head]
    of_one = any(segment.before == "of" and segment.has("source") for segment in found)  # "el stem de la voz"
    wanted = [one for one in stems if not (one.declined or one.excepted or (of_one and not one.plural))]
    if wanted:
        reader.context = Request("", kind="stem", channels=wanted[0].channels)


def _wonder(reader: Reader, line: str, sentence: Sequence[Piece], found: Sequence[Segment]) -> None:
    """Keep a question as a remark; where it asks whether something is to be had, that may be an order."""
    if not any(piece.says("able") for piece in sentence):
        _tell(reader, line, found)
        return
    requests = with_kinds(requests_of(reader, line, found), reader.heading)
    reader.requests += [replace(one, given=one.given or text_of(line, sentence)) for one in requests]


def _spoken(found: Sequence[Segment]) -> list[Piece]:
    return [piece for segment in found for piece in segment.pieces if piece.words]


def _is_for_all(reader: Reader, one: Request, others: Sequence[Request]) -> bool:
    """Whether a request only says how all others are to be ("everything else stereo"), which is kept."""
    if one.loose not in ("everything", "rest") or one.kind or one.declined or not (one.channels or one.wet):
        return False
    if one.wet and not any(other.source for other in (*reader.requests, *others)):
        return False
    reader.everywhere, reader.wet = one.channels or reader.everywhere, one.wet or reader.wet
    return True


def _tell(reader: Reader, line: str, found: Sequence[Segment]) -> None:
    """Keep a clause that orders nothing: as a remark where it names items, else its unknown words."""
    if any(piece.cls in CONTENT or piece.has("names") for segment in found for piece in segment.pieces):
        reader.told = with_kinds(_told(line, found))
        reader.pass_by(text_of(line, _spoken(found)), reader.told, found)
    else:
        for segment in found:
            reader.list_unknown(line, segment.of("unknown"))


def _told(line: str, found: Sequence[Segment]) -> list[Request]:
    """What a clause names that orders nothing, "the stem of the drums" as one thing."""
    items: list[Request] = []
    for segment in found:
        here = list(named(line, segment).requests)
        if segment.before == "of" and items and items[-1].is_bare and here and here[0].is_plain:
            here[0] = replace(here[0], kind=items.pop().kind, inferred=True)
        items += here
    return items


def _as_before(reader: Reader, sentence: Sequence[Piece], found: list[Request]) -> list[Request]:
    """Requests of the kind of those before that they are added to: "Kick and snare tracks. Hat as well."."""
    last = next((one for one in reversed(reader.requests) if not one.declined), None)
    adds = any(piece.says("also") and piece.words != ("well",) for piece in sentence)
    adds = adds and sentence[-1].value != "?" and sum(bool(piece.words) for piece in sentence) <= MOST_ADDED
    adds = adds and not any(piece.cls == "ask" and not is_polite(piece) for piece in sentence)
    if not (adds and last and last.source and last.kind in ("stem", "track")) or any(
        one.kind or not one.source or one.parts for one in found
    ):
        return found
    return [replace(one, kind=last.kind, inferred=True) for one in found]


def _put_right(reader: Reader, found: list[Request]) -> list[Request]:
    """The requests, what stands beside one that is taken back as wanted in its place, and of its kind: "not
    the hats track, the hat fill track"."""
    first, *others = found or (None,)
    if first and len(others) == 1 and others[0].declined and not (first.declined or first.kind):
        gone = next((one for one in reader.requests if one.topic == others[0].topic and one.kind), None)
        return [replace(first, kind=gone.kind, inferred=True), *others] if gone and first.source else found
    if not (first and len(others) == 1 and first.declined and others[0].declined and others[0].kind):
        return found
    was_wanted = bool(first.source) and any(
        one.topic == first.topic and not one.declined for one in reader.requests
    )
    is_new = all(one.topic != others[0].topic for one in reader.requests)
    right = was_wanted and is_new and first.kind == others[0].kind and others[0].definite
    return [first, replace(others[0], declined=False)] if right else found


def _in_context(reader: Reader, found: list[Request]) -> list[Request]:
    """Requests with the kind that an earlier sentence named: "I need stems. Drums, bass, vox."."""
    context = reader.context
    all_but_some = any(one.excepted for one in reader.requests)
    if not context.kind or any(one.kind for one in found) or not any(one.source for one in found):
        return found
    reader.requests = [
        replace(one, listed=True)
        if one.is_bare
        and one.kind == context.kind
        and not (one.head or (one.every and (one.count or all_but_some)))
        else one
        for one in reader.requests
    ]
    return [
        replace(one, kind=context.kind, inferred=True, channels=one.channels or context.channels)
        if one.source
        else one
        for one in found
    ]
