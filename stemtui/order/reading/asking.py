"""Requests against a session: lines where only one thing can be meant, questions where several can."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from stemtui.order.lines import item_kind
from stemtui.order.reading import matching
from stemtui.order.reading.lexicon import canon
from stemtui.order.reading.matching import Index, Thing
from stemtui.order.reading.requests import Request
from stemtui.order.reading.values import Choice, Question
from stemtui.order.words import PIECES
from stemtui.session import OrderLine, Session, feeding, formula, item_name, roots, split_item
from stemtui.text import counted, few, listed, printable

LEAVE = "leave it off, and ask the client"
SHOWN = 4
ROLE_NAMES = {
    "master": "Master",
    "instrumental": "Instrumental",
    "a_cappella": "A Cappella",
    "tv": "TV",
    "clean": "Clean",
    "m_e": "M&E",
    "mix_minus": "Mix Minus",
    "backing_track": "Backing Track",
}


@dataclass(frozen=True)
class Met:
    """What a request comes to: lines, a question, a note."""

    lines: tuple[OrderLine, ...] = ()
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Around:
    """What the rest of the message says: whether they mean to mix, and which items others name surely."""

    mixing: bool = False
    requests: tuple[Request, ...] = ()


def met(index: Index, request: Request, around: Around) -> Met:
    """What one request comes to in a session."""
    if request.wet:
        return _wet(index, request)
    if request.minus:
        return _minus(index, request)
    if request.role == "moved":
        return _moved(index, request)
    if request.role:
        return _role(index, request)
    if request.loose:
        return _loose(index, request, around)
    if request.is_bare:
        return _bare(index, request, around)
    if request.other_kind:
        return _two_kinds(index, request)
    if request.kind == "stem":
        return _stem(index, request, around)
    if request.kind == "track":
        return _track(index, request)
    return _mix_of_source(index, request) if request.kind == "mix" else _no_kind(index, request)


def line(session: Session, request: Request, item: str, asked: str = "") -> OrderLine:
    """The order line that delivers an item for a request."""
    kind, key = split_item(item)
    natural = {"mix": "stereo", "track": ""}.get(kind) if kind != "stem" else session.stem(key).channels
    return OrderLine(asked or request.asked, item_kind(item), item, request.channels or natural or "")


def question(request: Request, text: str, client: str, choices: Iterable[Choice]) -> Question:
    """A question about a request, whose last choice leaves it off."""
    return Question(printable(request.asked), text, (*choices, Choice(LEAVE)), client)


def choice(index: Index, request: Request, items: Sequence[str], says: str = "") -> Choice:
    """A choice that delivers some items."""
    return Choice(
        says or _said(index.session, items), tuple(line(index.session, request, item) for item in items)
    )


def to_be_made(request: Request, kind: str, says: str) -> Choice:
    """A choice that puts a line on the order whose item has still to be made."""
    return Choice(says, (OrderLine(request.asked, kind, "", request.channels),))


def _said(session: Session, items: Sequence[str]) -> str:
    names = [f"{printable(item_name(session, item))} {item_kind(item).upper()}" for item in items]
    if len(items) > SHOWN:
        kinds = {item_kind(item) for item in items}
        word = f"{kinds.pop().upper()}S" if len(kinds) == 1 else "ITEMS"
        return f"{len(items)} {word}: {few([printable(item_name(session, item)) for item in items], 3)}"
    return f"the {listed(names)}"


def _items(things: Iterable[Thing]) -> list[str]:
    return [thing.item for thing in things]


def _sure(index: Index, request: Request, items: Sequence[str], notes: tuple[str, ...] = ()) -> Met:
    """Lines for items, unless the channels that they want are not those that an item has."""
    session = index.session
    if request.channels:
        other = [item for item in items if _native(session, item) not in ("", request.channels)]
        if other:
            return Met(questions=(_channels(index, request, items, other),), notes=notes)
    each = len(items) > 1
    lines = tuple(
        line(
            session,
            request,
            item,
            f"{request.asked} ({item_name(session, item)})" if each and request.is_bare else "",
        )
        for item in items
    )
    return Met(lines, (), notes)


def _native(session: Session, item: str) -> str:
    kind, key = split_item(item)
    return session.stem(key).channels if kind == "stem" else "stereo" if kind == "mix" else ""


def _channels(index: Index, request: Request, items: Sequence[str], other: Sequence[str]) -> Question:
    session = index.session
    native = _native(session, other[0])
    what = listed([printable(item_name(session, item)) for item in other])
    kind = item_kind(other[0])
    is_ = "is" if len(other) == 1 else "are"
    why = f"your {what} {kind} {is_} declared {native}" if kind == "stem" else f"a mix is printed in {native}"
    as_it_is = tuple(replace(line(session, request, item), channels=_native(session, item)) for item in items)
    return question(
        request,
        f"They want {request.channels} for {_q(request)}; {why}. Which is right?",
        f"You ask for {_q(request)} in {request.channels}; in this mix it is {native}. Is {native} all right, or do you "
        f"need {request.channels}?",
        (
            Choice(f"{native}, as it is", as_it_is),
            choice(
                index,
                request,
                items,
                f"{request.channels}: the {kind} has to be changed before it is printed",
            ),
        ),
    )


def _q(request: Request) -> str:
    return f"`{printable(request.asked)}`"


# -- stems ----------------------------------------------------------------------------------------------


def _stem(index: Index, request: Request, around: Around) -> Met:
    found = matching.stems(index, request)
    things = found.things
    if len(things) > 1 and (request.every or request.count == len(things)):
        return _sure(index, request, _items(things))
    if len(things) > 1 and found.sure:
        return Met(questions=(_which_stem(index, request, things),))
    if len(things) == 1 and found.sure:
        others = _others(index, request, things[0])
        if others:
            return Met(questions=(_holds_more(index, request, things[0], others),))
        if around.mixing:
            return Met(questions=(_to_mix(index, request, things),))
        return _sure(index, request, _items(things))
    return Met(questions=(_no_such_stem(index, request, things),))


def _which_stem(index: Index, request: Request, things: Sequence[Thing]) -> Question:
    choices = [choice(index, request, _items(things), f"each as its own STEM: {_names(things)}")]
    choices += [choice(index, request, [thing.item]) for thing in things]
    if matching.whole(request) == "vocals":
        choices.append(
            _role_choice(index, request, "a_cappella", "all vocals in one file, which is an A Cappella MIX")
        )
    return question(
        request,
        f"{_q(request)}: {counted(len(things), 'stem')} answer to that: {_names(things)}. All of them, or one?",
        f"Your {_q(request)}: we have {_names(things)} as separate stems. Which of them do you need?",
        choices,
    )


def _role_choice(index: Index, request: Request, role: str, says: str) -> Choice:
    items = index.roles.get(role, ())
    if items:
        return choice(index, request, [items[0]], says)
    return to_be_made(request, "mix", f"{says}; it has to be made first (m)")


def _names(things: Sequence[Thing]) -> str:
    return few([printable(thing.name) for thing in things], SHOWN)


def _others(index: Index, request: Request, stem: Thing) -> list[Thing]:
    """The tracks of a stem that the words for it do not mean, where the words name a piece or one of them."""
    inside = _inside(index, stem)
    words = frozenset(canon(request.source))
    pieces = words & set(PIECES)
    if not pieces or len(inside) < 2:
        return []
    meant = frozenset().union(*(PIECES[piece] for piece in pieces))
    return [track for track in inside if not track.words & (meant | (words - {"808"}))]


def _inside(index: Index, stem: Thing) -> list[Thing]:
    feeds = {f"track.{track.id}" for track in feeding(index.session, split_item(stem.item)[1])}
    return [track for track in index.tracks if track.item in feeds]


def _holds_more(index: Index, request: Request, stem: Thing, others: Sequence[Thing]) -> Question:
    inside = _inside(index, stem)
    wanted = [track for track in inside if track not in others]
    only = _names(wanted) if wanted else "one of these"
    is_track = "that is a TRACK" if len(wanted) == 1 else "those are TRACKS"
    choices = [
        choice(
            index, request, [stem.item], f"the {printable(stem.name)} STEM, all {len(inside)} tracks of it"
        )
    ]
    choices += [choice(index, request, [track.item]) for track in wanted[:SHOWN]]
    return question(
        request,
        f"{_q(request)}: your {printable(stem.name)} stem holds {_names(inside)}; if they want only {only}, {is_track}.",
        f"Your {_q(request)}: our {printable(stem.name)} stem plays {_names(inside)} together. Do you need all of that, or "
        f"only {only}, which we would send as a track?",
        choices,
    )


def _to_mix(index: Index, request: Request, things: Sequence[Thing]) -> Question:
    inside = [track for stem in things for track in _inside(index, stem)]
    return question(
        request,
        f"{_q(request)}: they mean to work on the sound, and for that people need TRACKS. {_names(things)} as a STEM, or its "
        f"{counted(len(inside), 'track')}?",
        f"Your {_q(request)}: do you need the finished {_names(things)} stem, as it sounds in the mix, or the "
        f"{counted(len(inside), 'separate track')} to mix yourself?",
        (choice(index, request, _items(things)), choice(index, request, _items(inside))),
    )


def _no_such_stem(index: Index, request: Request, near: Sequence[Thing]) -> Question:
    """A stem that this session does not have under that name: what could be meant, or that there is none."""
    near = near or matching.near_stems(index, request)
    pieces = matching.tracks(index, request)
    choices: list[Choice] = []
    if pieces.things and pieces.sure:
        choices.append(choice(index, request, _items(pieces.things)))
    choices += [choice(index, request, [stem.item]) for stem in near[:SHOWN]]
    choices.append(to_be_made(request, "stem", "a STEM of its own, which has to be made first (n)"))
    name = _q(request)
    if pieces.things and pieces.sure:
        tracks = pieces.things
        what = "is a TRACK" if len(tracks) == 1 else "are TRACKS"
        holder = f"; the {_names(near)} stem holds more" if near else ""
        text = f"{name}: {_names(tracks)} {what} here{holder}. What do they need?"
        client = f"Your {name}: {_names(tracks)} {'is a single track' if len(tracks) == 1 else 'are single tracks'} here"
        client += (
            f", and our {_names(near)} stem holds it with the rest. Which do you need?"
            if near
            else ". Is that what you need?"
        )
    elif near:
        holds = "; ".join(
            f"your {printable(stem.name)} stem holds {_names(_inside(index, stem))}" for stem in near[:2]
        )
        text = f"{name}: this session has no stem of that name; {holds}. Is that it?"
        client = (
            f"Your {name}: we have no stem of that name, but a {_names(near)} stem. Is that what you mean?"
        )
    else:
        text = f"They ask for {name}; this session has none."
        client = f"You ask for {name}, but there is none in this song. What is it needed for?"
    return question(request, text, client, choices)


# -- tracks ---------------------------------------------------------------------------------------------


def _track(index: Index, request: Request) -> Met:
    found = matching.tracks(index, request)
    things = found.things
    if not things or not found.sure:
        return Met(questions=(_no_such_track(index, request, things),))
    bounced = [thing for thing in things if split_item(thing.item)[1] in index.session.bounced]
    if bounced and len(bounced) < len(things):
        return Met(questions=(_bounced(index, request, things, bounced),))
    several = request.plural or request.every or matching.names_sides(things) or request.count == len(things)
    if len(things) > 1 and not several:
        return Met(questions=(_which_track(index, request, things),))
    return _sure(index, request, _items(things))


def _no_such_track(index: Index, request: Request, near: Sequence[Thing]) -> Question:
    stems = matching.stems(index, request).things or matching.near_stems(index, request)
    choices = [choice(index, request, [thing.item]) for thing in near[:SHOWN]]
    choices += [choice(index, request, [stem.item]) for stem in stems[:SHOWN]]
    near_by = f" Nearest: {_names([*near, *stems])}." if near or stems else ""
    return question(
        request,
        f"They ask for {_q(request)}, a TRACK; this session has none of that name.{near_by}",
        f"You ask for {_q(request)}: there is no such track in this song."
        + (f" Do you mean {_names([*near, *stems])}?" if near or stems else ""),
        choices,
    )


def _bounced(index: Index, request: Request, things: Sequence[Thing], bounced: Sequence[Thing]) -> Question:
    into = [thing for thing in things if thing not in bounced]
    return question(
        request,
        f"{_q(request)}: {counted(len(bounced), 'track')} went into bounces here ({_names(into)}). Which do they need?",
        f"Your {_q(request)}: {counted(len(bounced), 'track')} were recorded and bounced down to {_names(into)}. Do you need "
        "the bounces, which are what the mix uses, or the tracks before them?",
        (
            choice(index, request, _items(into)),
            choice(index, request, _items(bounced)),
            choice(index, request, _items(things), f"all {len(things)} of them"),
        ),
    )


def _which_track(index: Index, request: Request, things: Sequence[Thing]) -> Question:
    choices = [choice(index, request, _items(things))]
    choices += [choice(index, request, [thing.item]) for thing in things[:12]]
    return question(
        request,
        f"{_q(request)}: {counted(len(things), 'track')} answer to that: {_names(things)}. Which?",
        f"Your {_q(request)}: there are {len(things)} of them ({_names(things)}). Which do you need?",
        choices,
    )


# -- no kind, or two ------------------------------------------------------------------------------------


def _no_kind(index: Index, request: Request) -> Met:
    stems, tracks = matching.stems(index, request), matching.tracks(index, request)
    near = stems.things or matching.near_stems(index, request)
    pieces = tracks.things if tracks.sure else ()
    if not near and not pieces:
        return Met(questions=(_no_such_stem(index, replace(request), ()),))
    choices: list[Choice] = [choice(index, request, [stem.item]) for stem in near[:SHOWN]]
    if len(near) > 1:
        choices.insert(0, choice(index, request, _items(near)))
    if pieces:
        choices.append(choice(index, request, _items(pieces)))
        if 1 < len(pieces) <= SHOWN:
            choices += [choice(index, request, [piece.item]) for piece in pieces]
    holds = " and ".join(f"the {printable(s.name)} STEM ({_names(_inside(index, s))})" for s in near[:2])
    alone = f"{_names(pieces)} as {'a TRACK' if len(pieces) == 1 else 'TRACKS'}" if pieces else ""
    return Met(
        questions=(
            question(
                request,
                f"{_q(request)} does not say STEM or TRACK: {' or '.join(filter(None, (holds, alone)))}?",
                f"Your {_q(request)}: do you need "
                + " or ".join(
                    filter(
                        None,
                        (
                            f"the finished {_names(near)} stem, as it sounds in the mix" if near else "",
                            f"the separate {'track' if len(pieces) == 1 else 'tracks'} ({_names(pieces)})"
                            if pieces
                            else "",
                        ),
                    )
                )
                + "?",
                choices,
            ),
        )
    )


def _two_kinds(index: Index, request: Request) -> Met:
    stems = matching.stems(index, request)
    tracks = matching.tracks(index, request)
    near = stems.things or matching.near_stems(index, request)
    choices = []
    if tracks.things:
        choices.append(choice(index, request, _items(tracks.things)))
    choices += [choice(index, request, [stem.item]) for stem in near[:SHOWN]]
    return Met(
        questions=(
            question(
                request,
                f"{_q(request)} says {request.other_kind.upper()} and {request.kind.upper()}: which do they need?",
                f"Your {_q(request)}: do you need one finished stem, or each track on its own?",
                choices,
            ),
        )
    )


# -- bare kinds and loose words -------------------------------------------------------------------------


def _all_stems(index: Index) -> list[str]:
    return [f"stem.{stem.id}" for stem in roots(index.session)]


def _all_tracks(index: Index) -> list[str]:
    bounced = index.session.bounced
    return [thing.item for thing in index.tracks if split_item(thing.item)[1] not in bounced]


def _bare(index: Index, request: Request, around: Around) -> Met:
    if request.kind == "mix":
        return _bare_mix(index, request)
    if request.kind == "track":
        return _bare_track(index, request)
    every = _all_stems(index)
    if not every:
        return Met(questions=(_none_of_kind(index, request, "stem"),))
    counted_all = request.count == len(every)
    if (request.every or counted_all) and not around.mixing and request.count in (0, len(every)):
        return _sure(index, request, every)
    return Met(questions=(_the_stems(index, request, every, around),))


def _the_stems(index: Index, request: Request, every: Sequence[str], around: Around) -> Question:
    tracks = _all_tracks(index)
    words, number = _q(request), len(every)
    named = [one for one in around.requests if one.source and one.kind == "stem" and not one.declined]
    stems = choice(index, request, every, f"all {number} STEMS: {_listed(index, every)}")
    if request.count and request.count != number:
        return question(
            request,
            f"They write {words}; this session has {number}: {_listed(index, every)}. Which do they mean?",
            f"You ask for {words}; this song has {number}: {_listed(index, every)}. Which do you need?",
            (stems, *(choice(index, request, [item]) for item in every)),
        )
    if named:
        return question(
            request,
            f"They write {words}: all {number}, or those they list?",
            f"You write {words} and list some: do you need all {number} ({_listed(index, every)}), or only those you list?",
            (Choice("those they list"), stems),
        )
    choices = [stems, choice(index, request, tracks, f"all {len(tracks)} TRACKS, one file each")]
    if around.mixing:
        choices.reverse()
    why = "They mean to mix, and for that people need TRACKS. " if around.mixing else ""
    return question(
        request,
        f"{why}They write {words}: all {number} STEMS ({_listed(index, every)}), some of them, or the "
        f"{counted(len(tracks), 'TRACK')} that others call stems?",
        f"You ask for {words}: we understand stems as finished parts of the mix ({_listed(index, every)}). Do you need those, "
        f"or every recorded track on its own ({counted(len(tracks), 'file')}), for instance to mix yourself?",
        (*choices, *(choice(index, request, [item]) for item in every)),
    )


def _listed(index: Index, items: Sequence[str]) -> str:
    return few([printable(item_name(index.session, item)) for item in items], 6)


def _bare_mix(index: Index, request: Request) -> Met:
    mixes = [f"mix.{mix.id}" for mix in index.session.mixes]
    master = list(index.roles.get("master", ()))
    if request.every or request.count == len(mixes):
        if mixes and request.count in (0, len(mixes)) and (request.every != "both" or len(mixes) == 2):
            return _sure(index, request, mixes)
    elif not request.plural and not request.count and len(master) == 1:
        name = printable(item_name(index.session, master[0]))
        return replace(_sure(index, request, master), notes=(f"{_q(request)} is read as the {name} MIX.",))
    if not mixes:
        return Met(questions=(_none_of_kind(index, request, "mix"),))
    return Met(
        questions=(
            question(
                request,
                f"They write {_q(request)}; this session has {len(mixes)}: {_listed(index, mixes)}. Which do they mean?",
                f"You ask for {_q(request)}: we have {_listed(index, mixes)}. Which do you need?",
                (
                    choice(index, request, mixes),
                    *(choice(index, request, [item]) for item in mixes if len(mixes) > 1),
                ),
            ),
        )
    )


def _bare_track(index: Index, request: Request) -> Met:
    every = _all_tracks(index)
    if request.every or request.count == len(every) or "multi" in request.text.casefold():
        return _sure(index, request, every)
    stems = _all_stems(index)
    return Met(
        questions=(
            question(
                request,
                f"They write {_q(request)}: all {counted(len(every), 'TRACK')}, or which?",
                f"You ask for {_q(request)}: do you need every recorded track on its own ({counted(len(every), 'file')})?",
                (choice(index, request, every), choice(index, request, stems, f"all {len(stems)} STEMS")),
            ),
        )
    )


def _none_of_kind(index: Index, request: Request, kind: str) -> Question:
    return question(
        request,
        f"They ask for {_q(request)}; this session has no {kind} yet.",
        f"You ask for {_q(request)}; there is none yet.",
        (to_be_made(request, kind, f"a {kind.upper()}, which has to be made first"),),
    )


LOOSE = {
    "multis": "to most that is every TRACK of the song, one file each; some say it for stems",
    "trackouts": "to most that is every TRACK of the song, one file each; some say it for stems",
    "files": "that says no kind",
    "everything": "that says no kind",
}


def _loose(index: Index, request: Request, around: Around) -> Met:
    if request.loose == "files" and len(around.requests) > 1:
        return Met()
    stems, tracks = _all_stems(index), _all_tracks(index)
    if request.kind == "stem" or (
        request.loose == "everything" and any(r.head and r.kind == "stem" for r in around.requests)
    ):
        return (
            _sure(index, replace(request, loose=""), stems)
            if request.loose == "everything"
            else _loose_asked(index, request)
        )
    del tracks
    return _loose_asked(index, request)


def _loose_asked(index: Index, request: Request) -> Met:
    stems, tracks = _all_stems(index), _all_tracks(index)
    mixes = [f"mix.{mix.id}" for mix in index.session.mixes]
    choices = [
        choice(index, request, tracks, f"all {len(tracks)} TRACKS"),
        choice(index, request, stems, f"all {len(stems)} STEMS: {_listed(index, stems)}"),
    ]
    if request.loose == "everything":
        choices = [choice(index, request, [*mixes, *stems], "every mix and every stem"), *reversed(choices)]
    return Met(
        questions=(
            question(
                request,
                f"{_q(request)}: {LOOSE[request.loose]}. Here that is {counted(len(tracks), 'track')} or "
                f"{counted(len(stems), 'stem')}: which?",
                f"You ask for {_q(request)}: do you need every recorded track on its own ({counted(len(tracks), 'file')}), or "
                f"the finished stems ({_listed(index, stems)})?",
                choices,
            ),
        )
    )


# -- mixes ----------------------------------------------------------------------------------------------


def _role(index: Index, request: Request) -> Met:
    role, items = request.role, list(index.roles.get(request.role, ()))
    if role == "mastered" and request.kind == "mix":
        role, items = "master", list(index.roles.get("master", ()))
    if request.kind == "stem":
        return Met(questions=(_mix_as_stem(index, request, role),))
    if role == "mastered":
        return Met(questions=(_mastered(index, request),))
    if role in ("tv", "backing_track", "mix_minus", "clean", "pass"):
        return Met(questions=(_disputed(index, request, items),))
    if not items:
        return Met(questions=(_no_such_mix(index, request, role),))
    if len(items) > 1:
        return Met(questions=(_which_mix(index, request, items),))
    return _sure(index, request, items)


def _which_mix(index: Index, request: Request, items: Sequence[str]) -> Question:
    return question(
        request,
        f"{_q(request)}: {len(items)} mixes answer to that: {_listed(index, items)}. Which?",
        f"Your {_q(request)}: we have {_listed(index, items)}. Which do you need?",
        [choice(index, request, [item]) for item in items],
    )


def _mix_as_stem(index: Index, request: Request, role: str) -> Question:
    items = list(index.roles.get("master" if role == "mastered" else role, ()))
    stems = _all_stems(index)
    vocal = set(_items(index.vocals()))
    inside = (
        [item for item in stems if (item in vocal) == (role == "a_cappella")] if role != "master" else stems
    )
    choices = [choice(index, request, [item]) for item in items]
    if not items:
        choices.append(
            to_be_made(
                request, "mix", f"the {ROLE_NAMES.get(role, 'same')} MIX, which has to be made first (m)"
            )
        )
    if inside:
        choices.append(
            choice(index, request, inside, f"the STEMS in it, each on its own: {_listed(index, inside)}")
        )
    return question(
        request,
        f"{_q(request)}: that is called a MIX: everything in it is in one file. The MIX, or the stems in it?",
        f"Your {_q(request)}: do you need that as one file, which is a mix, or the separate stems in it "
        f"({_listed(index, inside)})?",
        choices,
    )


def _mastered(index: Index, request: Request) -> Question:
    items = index.roles.get("master", ())
    choices = [choice(index, request, [item]) for item in items]
    return question(
        request,
        f"{_q(request)}: the Master MIX, or the mastered file? That word has three meanings, and stemtui prints mixes.",
        f"You ask for {_q(request)}: do you need the full mix, or the mastered version of the song?",
        choices or [to_be_made(request, "mix", "the Master MIX, which has to be made first (m)")],
    )


MEANT = {
    "tv": "means without lead vocal to most; they may mean lowered",
    "backing_track": "is an Instrumental to some and keeps backing vocals for others",
    "mix_minus": "is the mix without somebody's own part; they do not say whose",
    "clean": "is the mix without words that offend; it needs its own edit of the vocal",
    "pass": "is a version of its own",
}


def _disputed(index: Index, request: Request, items: Sequence[str]) -> Question:
    session = index.session
    known = [
        f"{printable(item_name(session, i))} ({formula(session, session.mix(split_item(i)[1]))})"
        for i in items
    ]
    here = f" Here: {listed(known)}." if known else " This session has none."
    choices = [choice(index, request, [item]) for item in items]
    others = {
        "tv": ("instrumental",),
        "backing_track": ("instrumental", "tv"),
        "mix_minus": ("m_e", "instrumental"),
    }
    for role in others.get(request.role, ()):
        choices += [choice(index, request, [item]) for item in index.roles.get(role, ()) if item not in items]
    if not items:
        choices.append(to_be_made(request, "mix", "a MIX of its own, which has to be made first (m)"))
    client = {
        "tv": "should the lead vocal be gone or only lowered, and do the backing vocals stay?",
        "backing_track": "should the backing vocals stay in it?",
        "mix_minus": "without which part?",
        "clean": "which words should go?",
    }.get(request.role, "what exactly should be in it?")
    return question(
        request, f"{_q(request)} {MEANT[request.role]}.{here}", f"Your {_q(request)}: {client}", choices
    )


def _no_such_mix(index: Index, request: Request, role: str) -> Question:
    name = ROLE_NAMES.get(role, "such")
    hint, choices = "", [to_be_made(request, "mix", f"the {name} MIX, which has to be made first (m)")]
    vocals = index.vocals()
    if role == "a_cappella" and vocals:
        hint = f" Make it (m): only {_names(vocals)}."
        choices.append(choice(index, request, _items(vocals), f"the vocal STEMS instead: {_names(vocals)}"))
    if role == "instrumental" and vocals:
        hint = f" Make it (m): without {_names(vocals)}."
    if role == "m_e" and (instrumental := index.roles.get("instrumental")):
        choices.append(choice(index, request, list(instrumental)))
    article = "an" if name[0] in "AI" else "a"
    return question(
        request,
        f"They ask for {article} {name} MIX ({_q(request)}); this session has none.{hint}",
        f"You ask for {_q(request)}: we have no such mix yet. Do you need it?",
        choices,
    )


def _moved(index: Index, request: Request) -> Met:
    stem = matching.stems(index, request).things
    session = index.session
    ids = {split_item(one.item)[1] for one in stem}
    wanted = [
        f"mix.{mix.id}"
        for mix in session.mixes
        if any(one in ids and (db > 0) == (request.moved == "up") and db for one, db in mix.offsets_db)
    ]
    if len(wanted) == 1:
        return _sure(index, replace(request, role=wanted[0]), wanted)
    what = _names(stem) if stem else printable(" ".join(request.source))
    text = f"{_q(request)} is a MIX with {what} moved {request.moved}; "
    text += f"{_listed(index, wanted)} answer to that." if wanted else "this session has none."
    return Met(
        questions=(
            question(
                request,
                text,
                f"Your {_q(request)}: the full mix with {what} {request.moved}. By how many dB?",
                [choice(index, request, [item]) for item in wanted]
                or [to_be_made(request, "mix", "that MIX, which has to be made first (m)")],
            ),
        )
    )


def _mix_of_source(index: Index, request: Request) -> Met:
    stems = matching.stems(index, request).things or matching.near_stems(index, request)
    words = frozenset(canon(request.source))
    named = [
        f"mix.{mix.id}"
        for mix in index.session.mixes
        if words and words <= frozenset(canon(matching.phrase_of(mix.name)))
    ]
    if len(named) == 1:
        return _sure(index, request, named)
    choices = [choice(index, request, [item]) for item in named]
    choices += [choice(index, request, [stem.item]) for stem in stems[:SHOWN]]
    choices.append(to_be_made(request, "mix", "a MIX of its own, which has to be made first (m)"))
    what = f" A submix of part of the song is a STEM: {_names(stems)}?" if stems else ""
    return Met(
        questions=(
            question(
                request,
                f"{_q(request)} says MIX; this session has no such mix.{what}",
                f"Your {_q(request)}: do you need those parts alone, as they sound in the mix, or a version of the full song?",
                choices,
            ),
        )
    )


def _minus(index: Index, request: Request) -> Met:
    """A mix without something: found by its definition."""
    session = index.session
    gone: set[str] = set()
    unknown = []
    for one in request.minus:
        things = matching.stems(index, one).things
        gone |= {split_item(thing.item)[1] for thing in things}
        if not things:
            unknown.append(one)
    wanted = [f"mix.{m.id}" for m in session.mixes if gone and set(m.without) == gone and not m.offsets_db]
    if len(wanted) == 1 and not unknown and request.role in ("", "master", "mastered"):
        return _sure(index, replace(request, role="minus"), wanted)
    names = (
        _listed(index, [f"stem.{key}" for key in gone if key in session.stem_index]) if gone else "something"
    )
    return Met(
        questions=(
            question(
                request,
                f"{_q(request)} is the Master MIX without {names}; this session has no such mix.",
                f"Your {_q(request)}: we understand the full mix without {names}, in one file. Is that right?",
                [to_be_made(request, "mix", "that MIX, which has to be made first (m)")],
            ),
        )
    )


def _wet(index: Index, request: Request) -> Met:
    """With effects or without: a stem is printed as it is in the mix, a track as it was recorded."""
    plain = replace(request, wet=())
    stems = matching.stems(index, plain).things or matching.near_stems(index, plain)
    tracks = matching.tracks(index, plain)
    if request.wet == ("wet",) and request.kind == "stem" and len(stems) == 1:
        note = f"{_q(request)}: a STEM is printed as it is in the mix, with its effects."
        return replace(met(index, plain, Around()), notes=(note,))
    choices = [
        choice(index, plain, [stem.item], f"{_said(index.session, [stem.item])}, as in the mix")
        for stem in stems[:SHOWN]
    ]
    if tracks.things:
        choices.append(
            choice(
                index,
                plain,
                _items(tracks.things),
                f"{_said(index.session, _items(tracks.things))}, as recorded",
            )
        )
    if stems and tracks.things:
        both = [*_items(stems[:1]), *_items(tracks.things)]
        choices.append(choice(index, plain, both, "both: the STEM as in the mix, and as recorded"))
    said = " and ".join(request.wet)
    return Met(
        questions=(
            question(
                replace(request, text=_with(request.asked, said), inferred=False),
                f"{_q(request)}, {said}: a STEM is printed as it is in the mix (wet), a TRACK as it was recorded (dry). Which?",
                f"Your {_q(request)}, {said}: wet is the stem as it sounds in the mix; dry is the track as it was recorded. "
                "Which do you need?",
                choices,
            ),
        )
    )


def _with(asked: str, said: str) -> str:
    return asked if said.split()[0] in asked.casefold() else f"{asked} ({said})"


def overlaps(lines: Sequence[OrderLine], index: Index) -> Iterator[str]:
    """What should be known of lines beside each other: an a cappella and vocal stems hold the same audio."""
    items = {one.deliver for one in lines}
    if items & set(index.roles.get("a_cappella", ())) and items & {thing.item for thing in index.vocals()}:
        yield "An A Cappella MIX holds the same audio as the vocal STEMS do: they get both."
