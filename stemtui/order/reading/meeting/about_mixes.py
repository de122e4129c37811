"""Requests for mixes: by what they are called, by what is not in them, by what is moved in them."""

import math
from collections.abc import Sequence

from stemtui.order.reading.meeting.asking import (
    Met,
    asks,
    choice,
    every_stem,
    item_names,
    items_of,
    names_of,
    question,
    quote,
    sure,
    to_be_made,
)
from stemtui.order.reading.meeting.indexing import Index
from stemtui.order.reading.meeting.matching import stems as stems_of
from stemtui.order.reading.requests import Request
from stemtui.order.reading.values import Choice, Question
from stemtui.order.reading.words.lexicon import canon
from stemtui.order.reading.words.slips import one_off
from stemtui.session import formula, item_name, mix_stems, split_item
from stemtui.suggest.names import spoken
from stemtui.text import listed, printable

NAMES = {"master": "Master", "instrumental": "Instrumental", "a_cappella": "A Cappella", "m_e": "M&E"}
# What people mean by the names that they disagree about, and what has to be asked back.
DISPUTED = {
    "tv": (
        "means without lead vocal to most; they may mean lowered",
        "should the lead vocal be gone or only lowered, and do the backing vocals stay?",
    ),
    "backing_track": (
        "is an Instrumental to some and keeps backing vocals for others",
        "should the backing vocals stay in it?",
    ),
    "mix_minus": (
        "is the mix without somebody's own part; they do not say whose",
        "without which part?",
    ),
    "clean": (
        "is the mix without words that offend; it needs its own edit of the vocal",
        "which words should go?",
    ),
    "pass": ("is a version of its own", "what exactly should be in it?"),
}
# Those that are what a session calls so.
VERSIONS = ("clean", "pass", "backing_track", "mix_minus")
INSTEAD = {
    "tv": ("instrumental",),
    "backing_track": ("instrumental", "tv"),
    "mix_minus": ("m_e", "instrumental"),
    "instrumental": ("tv",),
}


def role(index: Index, request: Request) -> Met:
    """What a request for a mix by one of its names comes to."""
    is_mix = request.role == "mastered" and request.kind == "mix" and not request.says_mastered
    called = "master" if is_mix else request.role
    items = list(index.roles.get(called, ()))
    if request.kind == "stem" and called == "pass":
        return asks(_stems_of_a_version(index, request))
    if request.kind == "stem":
        return asks(_called_a_stem(index, request, called))
    if called == "mastered":
        return asks(_mastered(index, request))
    if _says_which(called, request) and (own := [item for item in items if _is_named(index, item, request)]):
        return sure(index, request, own[:1])
    if called in DISPUTED:
        return asks(_disputed(index, request, items))
    if not items:
        return asks(_no_such_mix(index, request, called))
    if len(items) > 1:
        return asks(_which(index, request, items))
    if request.by_db and not moves_by(index, items[0], request.by_db):
        return asks(otherwise_moved(index, request, items[0]))
    return sure(index, request, items)


def _says_which(called: str, request: Request) -> bool:
    """Whether a name of a session's mix says which that is, also where people disagree; "TV" never does."""
    return called in VERSIONS or (called == "tv" and "tv" not in spoken(request.text))


def _is_named(index: Index, item: str, request: Request) -> bool:
    """Whether a request's words are the very name of a mix: "the radio edit" of a session that has one."""
    name = index.session.mix(split_item(item)[1]).name
    said, own = ([*canon(spoken(text))] for text in (request.text, name))
    return bool(own) and any(_are_alike(said[at : at + len(own)], own) for at in range(len(said)))


def _are_alike(said: Sequence[str], own: Sequence[str]) -> bool:
    """Whether words are those of a name, slips of the pen put right."""
    return len(said) == len(own) and all(a == b or one_off(a, b) for a, b in zip(said, own, strict=True))


def moves_by(index: Index, item: str, by_db: float) -> bool:
    """Whether a mix moves what it moves by so many decibels, up or down."""
    offsets = index.session.mix(split_item(item)[1]).offsets_db
    return not offsets or all(math.isclose(abs(db), by_db) for _, db in offsets)


def otherwise_moved(index: Index, request: Request, item: str) -> Question:
    """A mix with something moved further, or less far, than in that of this session."""
    session = index.session
    mix = session.mix(split_item(item)[1])
    here = f"{printable(mix.name)} ({formula(session, mix)})"
    return question(
        request,
        f"{quote(request)}: they want {request.by_db:g} dB; here: {here}. Which?",
        f"Your {quote(request)}: we have {here}. Is that all right, or do you need {request.by_db:g} dB?",
        [choice(index, request, [item]), to_be_made(request, "mix", f"a MIX with {request.by_db:g} dB")],
    )


def _which(index: Index, request: Request, items: Sequence[str]) -> Question:
    names = item_names(index, items)
    return question(
        request,
        f"{quote(request)}: {len(items)} mixes answer to that: {names}. Which?",
        f"Your {quote(request)}: we have {names}. Which do you need?",
        [choice(index, request, [item]) for item in items],
    )


def _stems_of_a_version(index: Index, request: Request) -> Question:
    """Stems of what this session does not hold: `5.1 stems`, `cutdown stems`."""
    stems = every_stem(index)
    names = item_names(index, stems)
    as_they_are = choice(index, request, stems, f"all {len(stems)} STEMS as they are: {names}")
    return question(
        request,
        f"{quote(request)}: those of this session are of the whole song, in mono or stereo ({names}). Are "
        f"they meant?",
        f"You ask for {quote(request)}: our stems are of the whole song, in mono or stereo ({names}). Can "
        f"you use them so?",
        [as_they_are] if stems else [to_be_made(request, "stem")],
    )


def _called_a_stem(index: Index, request: Request, called: str) -> Question:
    """An `instrumental stem`: the mix of that name, or the stems that are in it."""
    mix = "master" if called == "mastered" else called
    items, stems = list(index.roles.get(mix, ())), every_stem(index)
    vocals = set(items_of(index.vocals()))
    if mix == "instrumental":
        stems = [item for item in stems if item not in vocals]
    elif mix == "a_cappella":
        stems = [item for item in stems if item in vocals]
    name = NAMES.get(mix, "same")
    choices = [choice(index, request, [item]) for item in items] or [
        to_be_made(request, "mix", f"the {name} MIX")
    ]
    if stems:
        says = f"the STEMS in it, each on its own: {item_names(index, stems)}"
        choices.append(choice(index, request, stems, says))
    return question(
        request,
        f"{quote(request)}: that is called a MIX: all that is in it is in one file. The MIX, or the "
        f"stems in it?",
        f"Your {quote(request)}: do you need that as one file, which is a mix, or the separate stems in it "
        f"({item_names(index, stems)})?",
        choices,
    )


def _mastered(index: Index, request: Request) -> Question:
    choices = [choice(index, request, [item]) for item in index.roles.get("master", ())]
    return question(
        request,
        f"{quote(request)}: the Master MIX, or the mastered file? That word has three meanings, and stemtui "
        "prints mixes.",
        f"You ask for {quote(request)}: do you need the full mix, or the mastered version of the song?",
        choices or [to_be_made(request, "mix", "the Master MIX")],
    )


def _disputed(index: Index, request: Request, items: Sequence[str]) -> Question:
    session = index.session
    means, client = DISPUTED[request.role]
    same = _with_more(index, request)
    near = list(dict.fromkeys((*same, *items, *index.roles.get(request.known_as, ()))))
    known = [
        f"{printable(item_name(session, item))} ({formula(session, session.mix(split_item(item)[1]))})"
        for item in near
    ]
    here = f"Here: {listed(known)}." if known else "This session has none."
    others = [
        item
        for other in INSTEAD.get(request.known_as or request.role, ())
        for item in index.roles.get(other, ())
    ]
    choices = [choice(index, request, [item]) for item in near]
    choices += [] if items else [to_be_made(request, "mix")]
    choices += [_instead(index, request, item) for item in dict.fromkeys(others) if item not in near]
    if same:
        client = f"we have {known[0]}. Is that it?"
    elif request.known_as and near:
        ours = listed([printable(item_name(session, item)) for item in near])
        client = f"we have {ours} without that. Do you need a version with it, which we would have to make?"
    return question(request, f"{quote(request)} {means}. {here}", f"Your {quote(request)}: {client}", choices)


def _instead(index: Index, request: Request, item: str) -> Choice:
    """Another mix that will do, with what is in it: it is not what they wrote."""
    session = index.session
    holds = formula(session, session.mix(split_item(item)[1]))
    return choice(index, request, [item], f"the {printable(item_name(session, item))} MIX instead ({holds})")


def _with_more(index: Index, request: Request) -> list[str]:
    """The mixes that hold what another one does and more: "instrumental with backing vocals"."""
    session = index.session
    more = {thing.item.removeprefix("stem.") for one in request.plus for thing in stems_of(index, one).things}
    bases = [session.mix(split_item(item)[1]) for item in index.roles.get(request.known_as, ())]
    wanted = [{*mix_stems(session, one)} | more for one in bases if more]
    return [
        f"mix.{mix.id}"
        for mix in session.mixes
        if not mix.offsets_db and {*mix_stems(session, mix)} in wanted and mix not in bases
    ]


def _no_such_mix(index: Index, request: Request, called: str) -> Question:
    name, vocals = NAMES.get(called, "such"), index.vocals()
    hint, choices = "", [to_be_made(request, "mix", f"the {name} MIX")]
    if called == "a_cappella" and vocals:
        hint = f" Make it (m): only {names_of(vocals)}."
        choices.append(
            choice(index, request, items_of(vocals), f"the vocal STEMS instead: {names_of(vocals)}")
        )
    if called == "instrumental" and vocals:
        hint = f" Make it (m): without {names_of(vocals)}."
    article = "an" if name[0] in "AI" else "a"
    return question(
        request,
        f"They ask for {article} {name} MIX ({quote(request)}); this session has none.{hint}",
        f"You ask for {quote(request)}: we have no such mix yet. Do you need it?",
        choices,
    )
