"""The grammar of an order: sentences cut into segments, and segments into requests.

A kind said once holds for its list ("drums, bass and vox stems"; "Stems:" over lines), a negation until
something asks again, and a clause that tells something orders nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from stemtui.order.reading.lexicon import lexicon
from stemtui.order.reading.requests import Clauses, Request, merged
from stemtui.order.reading.tagging import Names, Piece, pieces

BULLET = re.compile(r"^\s*(?:[-*•–—·●▪+>]+|\(?\d{1,2}[.)\]:]|\(?[a-h][.)])\s+|^\s*\[[ x]?\]\s*")
OPENERS = frozenset(("", ",", "and", "of", "(", ")", ":", "-", ";"))
INNER = frozenset((",", "and", "of", "(", ")", ";"))
SILENT = frozenset(("small", "song", "pleasantry", "greeting", "closing", "wish", "verb"))
CONTENT = frozenset(("source", "role", "kind", "loose"))
ONLY = frozenset(("just", "only", "nur", "solo", "solamente", "seulement", "soltanto"))
FINE = frozenset(("is fine", "is ok", "is okay", "would be great", "is good", "are fine", "fine", "good"))
AGREEING = frozenset(("yes", "yep", "yeah", "yup", "ja", "oui", "si", "sure", "perfect"))
LEADS = frozenset((("lead",), ("leads",)))
MOST_UNKNOWN = 2
MOST_NAME = 3


@dataclass(frozen=True)
class Segment:
    """Pieces between two breaks, and the break before them."""

    before: str
    pieces: tuple[Piece, ...]

    def of(self, cls: str) -> list[Piece]:
        return [piece for piece in self.pieces if piece.cls == cls]

    def has(self, *classes: str) -> bool:
        return any(piece.cls in classes for piece in self.pieces)


@dataclass
class _Reader:
    """What has been read so far, line by line."""

    names: Names
    requests: list[Request] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    heading: str = ""
    context: str = ""
    everywhere: str = ""
    alone: str = ""
    mixing: bool = False
    agrees: bool = False
    after_closing: bool = False


def clauses(lines: Sequence[str], masked: Sequence[str], names: Names) -> Clauses:
    """What the lines of a message ask for; in `masked`, the wishes in them are blanked out."""
    reader = _Reader(names)
    for at, (line, bare) in enumerate(zip(lines, masked, strict=True)):
        following = next((one for one in masked[at + 1 :] if one.strip()), "")
        _line(reader, line, bare, following)
    return Clauses(
        tuple(merged(reader.requests)),
        tuple(reader.remarks),
        tuple(reader.unknown),
        reader.everywhere,
        reader.alone,
        reader.mixing,
        reader.agrees,
    )


def _line(reader: _Reader, line: str, bare: str, following: str) -> None:
    bullet = BULLET.match(bare)
    if bullet:
        bare = " " * bullet.end() + bare[bullet.end() :]
    found = pieces(bare, reader.names)
    sentences = _sentences(found)
    if not sentences:
        return
    kind = _heading(sentences[0], following) if len(sentences) == 1 else ""
    if kind:
        reader.heading = kind
    elif reader.heading and not bullet and not _is_item(found):
        reader.heading = ""
    begun = len(reader.requests)
    for sentence in sentences:
        _sentence(reader, line, sentence, bullet is not None)
    if kind:
        heads = [replace(one, head=True) if one.is_bare else one for one in reader.requests[begun:]]
        reader.requests[begun:] = heads


def _sentences(found: Sequence[Piece]) -> list[list[Piece]]:
    sentences: list[list[Piece]] = [[]]
    for piece in found:
        if piece.cls == "end":
            sentences.append([])
        else:
            sentences[-1].append(piece)
    return [one for one in sentences if any(piece.words for piece in one)]


def _is_item(found: Sequence[Piece]) -> bool:
    """Whether a line can be one of a list: short, naming something, asking nothing."""
    content = sum(piece.cls in CONTENT for piece in found)
    return bool(content) and not any(piece.cls in ("ask", "remark") for piece in found)


def _heading(sentence: Sequence[Piece], following: str) -> str:
    """The kind that a line says for those below it: "STEMS", "Mixes:", "4 stems -"."""
    kinds = {piece.value for piece in sentence if piece.cls == "kind"}
    others = [
        p for p in sentence if p.cls in ("source", "role", "loose", "unknown", "not", "except", "remark")
    ]
    asks = any(piece.cls == "ask" for piece in sentence)
    ends = sentence[-1].cls == "mark" and sentence[-1].value in (":", "-")
    if len(kinds) != 1 or others or not following or (asks and not ends):
        return ""
    return kinds.pop()


def _segments(sentence: Sequence[Piece]) -> list[Segment]:
    """A sentence at its breaks: marks, joints, words that ask, decline or leave out."""
    found: list[Segment] = []
    before = ""
    inside: list[Piece] = []

    def close(next_break: str) -> None:
        nonlocal before, inside
        if inside or before in ("not", "except", "minus", "ask"):
            found.append(Segment(before, tuple(inside)))
            before, inside = next_break, []
        elif not (before == ":" and next_break in INNER):
            before = next_break

    for at, piece in enumerate(sentence):
        if piece.cls == "mark":
            close(piece.value)
        elif piece.cls in ("join", "of", "ask"):
            close("and" if piece.cls == "join" else piece.cls)
        elif piece.cls == "not" or piece.has("except"):
            kind = _negation(piece, [*found, Segment(before, tuple(inside))], sentence[at + 1 :])
            if kind:
                close(kind)
            else:
                inside.append(piece)
        elif piece.cls == "moved" and not any(one.cls == "source" for one in inside):
            continue
        else:
            inside.append(piece)
    close("")
    return found


def _negation(piece: Piece, before: Sequence[Segment], after: Sequence[Piece]) -> str:
    """What a word like "no", "without" or "but" does where it stands: "not", "except", "minus", "but" or ""."""
    last = next((one for one in reversed(before) if one.pieces), None)
    content = [p for p in last.pieces if p.cls in (*CONTENT, "every")] if last else []
    if piece.has("except") and content:
        whole = any(p.cls == "every" or p.value == "everything" for p in content)
        bare = {p.cls for p in content} <= {"kind", "every"} and content[-1].plural
        if whole or bare:
            return "except"
        mix = any(p.cls == "role" or (p.cls, p.value) == ("kind", "mix") for p in content)
        song = last is not None and last.has("song")
        if (mix or song) and any(p.cls == "source" for p in after[:3]) and piece.words != ("but",):
            return "minus"
    if piece.words == ("but",):
        return "ask" if piece.has("except") else ""
    return "not" if piece.has("not") else ""


def _sentence(reader: _Reader, line: str, sentence: Sequence[Piece], bullet: bool) -> None:
    if any(piece.cls == "mixing" for piece in sentence):
        reader.mixing = True
    sentence = _vocal_parts(_without_names(reader, sentence))
    segments = _segments(sentence)
    if _channels_alone(reader, segments):
        return
    if not _asks(reader, segments, bullet):
        content = any(segment.has(*CONTENT) for segment in segments)
        words = [p for segment in segments for p in segment.pieces if p.words]
        if content:
            reader.remarks.append(_text(line, words))
        else:
            _list_unknown(reader, line, segments)
        return
    found = _requests(reader, line, segments)
    found = _with_kinds(reader, found)
    reader.requests += found
    if any(r.is_bare and r.kind == "stem" and not (r.head or r.declined or r.excepted) for r in found):
        reader.context = "stem"


def _without_names(reader: _Reader, sentence: Sequence[Piece]) -> list[Piece]:
    """The sentence without whom it greets and who signs."""
    kept = _ungreeted(list(sentence))
    at = next((i for i, piece in enumerate(kept) if piece.cls == "closing"), None)
    if at is not None and _is_name(kept[at + 1 :]):
        reader.after_closing = True
        return kept[:at]
    if reader.after_closing and kept and _is_name(kept) and not any(p.cls == "source" for p in kept):
        return []
    reader.after_closing = False
    agreed = (piece.words[0] for piece in kept if piece.cls == "pleasantry")
    reader.agrees = reader.agrees or any(word in AGREEING for word in agreed)
    return kept


def _ungreeted(kept: list[Piece]) -> list[Piece]:
    if not kept or kept[0].cls not in ("greeting", "closing"):
        return kept
    end = next((at for at, piece in enumerate(kept[1:], 1) if piece.cls == "mark"), len(kept))
    if kept[0].cls == "closing" and _is_name(kept[end:]):
        return kept
    return kept[end:] if _is_name(kept[1:end]) else kept[1:]


def _is_name(found: Sequence[Piece]) -> bool:
    """Whether what is left of a greeting or a closing can be somebody's name."""
    words = [piece for piece in found if piece.words]
    asks = any(piece.cls in ("kind", "role", "loose", "ask", "every", "not") for piece in words)
    return not asks and len(words) <= MOST_NAME


def _vocal_parts(sentence: Sequence[Piece]) -> list[Piece]:
    """The sentence with "lead" beside vocals read as the lead vocal: "vocals (lead + bgv)", "lead and backing vox"."""
    vocal = any(piece.group in ("vocals", "backing_vocals") for piece in sentence)
    kept = [
        _lead(piece, vocal) if piece.words in LEADS and piece.cls in ("unknown", "small") else piece
        for piece in sentence
    ]
    for at, piece in enumerate(kept[:-1]):
        if piece.group != "vocals" or kept[at + 1].value != "(":
            continue
        end = next((i for i, one in enumerate(kept) if i > at and one.value == ")"), len(kept))
        inside = kept[at + 2 : end]
        parts = [one for one in inside if one.words]
        if parts and all(
            one.group in ("lead_vocal", "backing_vocals") or one.cls in ("join", "small") for one in parts
        ):
            return [*kept[:at], *inside, *kept[end + 1 :]]
    return kept


def _lead(piece: Piece, vocal: bool) -> Piece:
    words, group = (("lead", "vocal"), "lead_vocal") if vocal else (("lead",), "")
    return replace(piece, cls="source", words=words, group=group, senses={"source": group})


def _channels_alone(reader: _Reader, segments: Sequence[Segment]) -> bool:
    """Whether a sentence says nothing but mono or stereo ("mono please", "all in stereo")."""
    said = [piece for segment in segments for piece in segment.pieces if piece.cls not in SILENT]
    if not said or any(p.cls not in ("channels", "every", "loose") for p in said):
        return False
    channels = {piece.value for piece in said if piece.cls == "channels"}
    if len(channels) != 1 or any(p.cls == "loose" and p.value != "everything" for p in said):
        return False
    if any(piece.cls in ("every", "loose") for piece in said):
        reader.everywhere = channels.pop()
    else:
        reader.alone = channels.pop()
    return True


def _asks(reader: _Reader, segments: Sequence[Segment], bullet: bool) -> bool:
    """Whether a sentence orders something: it asks, declines, amends, or is a list and no statement."""
    every = [piece for segment in segments for piece in segment.pieces]
    if any(segment.before in ("ask", "not", "except") for segment in segments):
        return True
    if any(piece.cls == "behind" for piece in every) or any(
        " ".join(p.words) in FINE and p.cls == "pleasantry" for p in every
    ):
        return True
    if bullet or reader.heading:
        return True
    if any(piece.cls == "remark" for piece in every):
        return False
    if any(piece.cls == "channels" for piece in every):
        return True
    after_colon = any(segment.before == ":" and segment.has(*CONTENT) for segment in segments)
    states = any(piece.has("verb") for piece in every)
    unknown = sum(piece.cls == "unknown" for piece in every)
    return after_colon or (not states and unknown <= MOST_UNKNOWN + sum(p.cls in CONTENT for p in every))


def _requests(reader: _Reader, line: str, segments: Sequence[Segment]) -> list[Request]:
    """The requests of a sentence, in order; kinds said for a list are not handed on yet."""
    found: list[Request] = []
    declined = excepted = telling = False
    asked = False
    for at, segment in enumerate(segments):
        first = next((p for p in segment.pieces if p.words), None)
        only = first is not None and bool(set(first.words) & ONLY)
        fine = any(" ".join(p.words) in FINE for p in segment.pieces)
        if segment.before in ("ask", ":", "but") or only or fine:
            declined = excepted = telling = False
            asked = asked or segment.before == "ask"
        elif segment.before == "not":
            declined, excepted = True, False
        elif segment.before in ("except", "minus"):
            excepted, declined = True, False
        elif segment.before == "-":
            declined = excepted = False
        telling = (telling or segment.has("remark")) and not asked
        if segment.has("behind"):
            found = [replace(one, declined=True) for one in found]
            continue
        if telling:
            if segment.has(*CONTENT):
                reader.remarks.append(_text(line, segment.pieces))
            continue
        if _is_purpose(segment, found):
            reader.remarks.append(_text(line, segment.pieces))
            continue
        new = _segment(reader, line, segment, found)
        if segment.before == "minus" and found:
            found[-1] = replace(
                found[-1], minus=(*found[-1].minus, *new), text=_through(line, found[-1], new)
            )
            continue
        if excepted and not new:
            continue
        found += [replace(one, declined=declined, excepted=excepted) for one in new]
        _mark_heads(found, new, segments[at + 1 :])
    return found


def _is_purpose(segment: Segment, before: Sequence[Request]) -> bool:
    """Whether a segment says what for: "the instrumental for the drum cam", after something complete."""
    if segment.before != "of" or not before or segment.has("kind") or not segment.has("source"):
        return False
    return bool(before[-1].role or (before[-1].source and before[-1].kind))


def _through(line: str, first: Request, new: Sequence[Request]) -> str:
    if not new:
        return first.text
    start, end = line.find(first.text), line.find(new[-1].text)
    return (
        line[start : end + len(new[-1].text)] if 0 <= start < end else f"{first.text} without {new[-1].text}"
    )


def _mark_heads(found: list[Request], new: Sequence[Request], rest: Sequence[Segment]) -> None:
    """A bare kind that items follow is the head of their list, or stands beside them ("the stems, drums ...")."""
    if not new or not new[-1].is_bare or new[-1].declined or new[-1].excepted or not rest:
        return
    following = rest[0]
    items = following.has("source", "role") or (following.has("every", "loose") and following.before == "of")
    if not items:
        return
    own = following.of("kind") and following.before not in (":", "(", "of", "-")
    if following.before in (":", "(", "of", "-"):
        found[-1] = replace(found[-1], head=True)
    elif following.before == "," and not own and following.has("source") and found[-1].kind != "mix":
        found[-1] = replace(found[-1], listed=True)


def _segment(reader: _Reader, line: str, segment: Segment, before: list[Request]) -> list[Request]:
    """The requests that one segment holds; words that it does not know are listed."""
    kinds, sources, roles = segment.of("kind"), segment.of("source"), segment.of("role")
    looses, unknown = segment.of("loose"), segment.of("unknown")
    channels = next((p.value for p in segment.of("channels")), "")
    every = next((p.value for p in segment.of("every")), "")
    count = next((int(p.value) for p in segment.of("count") if int(p.value) < 1000), 0)
    wet = tuple(piece.value for piece in segment.of("wet"))
    named = _named_unknown(segment) if kinds and not (sources or roles or looses) else []
    left = [piece for piece in unknown if piece not in named]
    _list_pieces(reader, line, left)
    if not (kinds or sources or roles or looses or named):
        _amend(before, channels, wet, segment)
        return []
    other = next((p.value for p in kinds if p.value != kinds[-1].value), "")
    base = Request(
        "",
        kind=kinds[-1].value if kinds else "",
        channels=channels,
        every=every,
        count=count,
        wet=wet,
        other_kind=other,
        plural=any(piece.plural for piece in kinds),
        mixing=segment.has("mixing"),
        leads=bool(kinds and sources and kinds[0].start < sources[0].start),
    )
    if sources and (moved := segment.of("moved")):
        text = _text(line, [*sources, *_numbers(segment, moved[0]), *kinds])
        about = replace(base, text=text, source=_words(sources), group=sources[-1].group)
        return [replace(about, role="moved", moved=moved[0].value, count=0)]
    found = list(_of_roles(line, base, segment)) + list(_of_sources(line, base, segment))
    if not found and looses:
        found = [replace(base, text=_text(line, [looses[0], *kinds]), loose=looses[0].value)]
    if not found and named:
        found = [replace(base, text=_text(line, [*named, *kinds]), source=_words(named), known=False)]
    if not found:
        said = [p for p in segment.pieces if p.cls in ("every", "count", "kind") or p.words == ("the",)]
        found = [replace(base, text=_text(line, said))]
    return found


def _roles(segment: Segment) -> list[Piece]:
    """What mixes are called in a segment; beside a source "clean" and "master" only describe that."""
    sources = segment.of("source")
    return [p for p in segment.of("role") if not (sources and p.value in ("clean", "mastered", "pass"))]


def _of_roles(line: str, base: Request, segment: Segment) -> Iterator[Request]:
    roles, kinds = _roles(segment), segment.of("kind")
    for piece in roles:
        text = _text(line, [piece, *kinds] if piece is roles[-1] else [piece])
        kind = base.kind or ("mix" if _ends_with_mix(piece) else "")
        plural = piece.plural or base.plural
        yield replace(base, text=text, role=piece.value, kind=kind, plural=plural)


def _of_sources(line: str, base: Request, segment: Segment) -> Iterator[Request]:
    sources, kinds, roles = segment.of("source"), segment.of("kind"), _roles(segment)
    for words in _sources(sources):
        text = _text(line, [*words, *kinds] if words[-1] is sources[-1] and not roles else words)
        yield replace(base, text=text, source=_words(words), group=_group(words))


def _ends_with_mix(piece: Piece) -> bool:
    return piece.words[-1] in ("mix", "mixes", "version", "versions", "mezcla") or piece.value == "master"


def _numbers(segment: Segment, moved: Piece) -> list[Piece]:
    at = segment.pieces.index(moved)
    return [moved, *(p for p in segment.pieces[at + 1 :] if p.cls in ("count", "unknown"))]


def _named_unknown(segment: Segment) -> list[Piece]:
    """Unknown words directly before a kind: a name that this session does not have ("flumph stem")."""
    at = next(i for i, piece in enumerate(segment.pieces) if piece.cls == "kind")
    found: list[Piece] = []
    while at and segment.pieces[at - 1].cls == "unknown":
        at -= 1
        found.insert(0, segment.pieces[at])
    return found


def _sources(sources: Sequence[Piece]) -> list[list[Piece]]:
    """Sources side by side: those of one group are one ("lead vox double"), whole groups stand alone."""
    found: list[list[Piece]] = []
    for piece in sources:
        whole = piece.words in lexicon().whole
        if found and not (
            whole and found[-1][-1].words in lexicon().whole and piece.group != found[-1][-1].group
        ):
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def _words(sources: Iterable[Piece]) -> tuple[str, ...]:
    return tuple(word for piece in sources for word in piece.words)


def _group(sources: Sequence[Piece]) -> str:
    return next((piece.group for piece in sources if piece.group), "")


def _amend(before: list[Request], channels: str, wet: tuple[str, ...], segment: Segment) -> None:
    """Words that say more of the request before them: "(mono)", "- stereo please", "dry and wet"."""
    if before and channels and not segment.of("count"):
        before[-1] = replace(before[-1], channels=channels)
    if before and wet:
        before[-1] = replace(before[-1], wet=tuple(dict.fromkeys((*before[-1].wet, *wet))))


def _with_kinds(reader: _Reader, found: list[Request]) -> list[Request]:
    """The requests with the kinds that their list, its head or its heading says."""
    head, ahead = reader.heading, []
    for one in found:
        if one.head or one.leads:
            head = one.kind
        elif one.source and not one.kind and head in ("stem", "track") and not one.role:
            one = replace(one, kind=head, inferred=True)
        elif one.source and one.kind and head and one.kind != head and not one.role and not reader.heading:
            one = replace(one, other_kind=head)
        elif one.role and not one.kind and head == "mix":
            one = replace(one, kind="mix", inferred=True)
        ahead.append(one)
    carry, mixes = "", False
    for at in range(len(ahead) - 1, -1, -1):
        one = ahead[at]
        if one.is_bare and one.head:
            carry, mixes = "", False
        elif (
            one.is_bare
            and at
            and ahead[at - 1].source
            and not ahead[at - 1].kind
            and not (one.every or one.count)
        ):
            carry = one.kind
            ahead.pop(at)
        elif one.source and not one.role and one.kind in ("stem", "track"):
            carry = one.kind
        elif one.source and not one.role and not one.kind and carry:
            ahead[at] = replace(one, kind=carry, inferred=True)
        elif one.role and one.kind == "mix" and not one.inferred:
            mixes = True
        elif one.role and not one.kind and mixes:
            ahead[at] = replace(one, kind="mix", inferred=True)
    if reader.context and not any(one.kind for one in ahead) and any(one.source for one in ahead):
        ahead = [replace(one, kind=reader.context, inferred=True) if one.source else one for one in ahead]
        reader.requests = [
            replace(one, listed=True) if one.is_bare and one.kind == reader.context and not one.head else one
            for one in reader.requests
        ]
    return ahead


def _list_unknown(reader: _Reader, line: str, segments: Sequence[Segment]) -> None:
    for segment in segments:
        _list_pieces(reader, line, segment.of("unknown"))


def _list_pieces(reader: _Reader, line: str, unknown: Sequence[Piece]) -> None:
    """Unknown words, those side by side as one."""
    run: list[Piece] = []
    for piece in unknown:
        if run and piece.start - run[-1].end > 1:
            reader.unknown.append(_text(line, run))
            run = []
        run.append(piece)
    if run:
        reader.unknown.append(_text(line, run))


def _text(line: str, found: Sequence[Piece]) -> str:
    """The client's own words, from the first of these pieces to the last where they stand together."""
    placed = sorted((piece for piece in found if piece.end > piece.start), key=lambda piece: piece.start)
    if not placed:
        return ""
    return " ".join(line[placed[0].start : placed[-1].end].split())
