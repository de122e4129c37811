"""What a request's words mean in one session: stems, tracks and mixes, by name, group and definition."""

from collections.abc import Sequence

from stemtui.frozen import frozen
from stemtui.order.reading.meeting.indexing import Index, Thing
from stemtui.order.reading.requests import Request
from stemtui.order.reading.words.lexicon import canon, lexicon
from stemtui.session import feeding
from stemtui.suggest import VOCALS
from stemtui.suggest.names import spoken


@frozen
class Found:
    """The things that words can mean, and whether the name itself says so (or only what it holds)."""

    things: tuple[Thing, ...] = ()
    sure: bool = False


def stems(index: Index, request: Request) -> Found:
    """The stems that a request's words can mean, the likeliest way of meaning them first."""
    words, group = frozenset(canon(request.source)), whole(request)
    if not words:
        return Found()
    if exact := [stem for stem in index.stems if stem.words == words]:
        return Found(tuple(exact), True)
    if group == "vocals":
        return Found(index.vocals(), True)
    if group:
        same = [stem for stem in index.stems if stem.group == group]
        named = [stem for stem in same if words & stem.words] or same
        named = _called_whole(named) or named
        if named:
            return Found(tuple(named), True)
        held = [stem for stem in index.stems if stem.holds == group]
        if held:
            return Found(tuple(held), False)
    wider = [stem for stem in index.stems if words < stem.words]
    wider = wider or [stem for stem in index.stems if request.source == (_initials(stem.name),)]
    wider = wider or [stem for stem in index.stems if _is_all_of(index, words, stem)]
    if wider:
        return Found(tuple(wider), True)
    narrower = [stem for stem in index.stems if stem.words and stem.words < words]
    return Found(tuple(narrower), False)


def _is_all_of(index: Index, words: frozenset[str], stem: Thing) -> bool:
    """Whether words are in the names of the tracks that feed a stem, of all of them and of no others."""
    named = {thing.item for thing in index.tracks if words <= thing.words}
    return bool(named) and named == {
        f"track.{track.id}" for track in feeding(index.session, stem.item.removeprefix("stem."))
    }


def _initials(name: str) -> str:
    """What a stem of several words can be called for short: RT for Room Tone."""
    said = spoken(name)
    return "".join(word[0] for word in said) if len(said) > 1 else ""


def _called_whole(stems: Sequence[Thing]) -> list[Thing]:
    """The one of several stems that is called by the word for their whole group: not "Vocal Chops"."""
    found = [stem for stem in stems if lexicon().whole.get(spoken(stem.name)) == stem.group]
    return found if len(found) == 1 else []


def near_stems(index: Index, request: Request) -> tuple[Thing, ...]:
    """The stems of the group that a request's words belong to: one of them may hold what is meant."""
    group = request.group if request.group != "vocals" else "lead_vocal"
    found = tuple(stem for stem in index.stems if group and group in (stem.group, stem.holds))
    if not found:
        groups = {lexicon().whole.get((word,), "") for word in request.source} - {""}
        groups |= {lexicon().short.get(request.source, "")} - {""}
        found = tuple(stem for stem in index.stems if stem.group in groups)
    if group == "lead_vocal" and not found:
        return tuple(stem for stem in index.stems if stem.group == "dialogue")
    return found


def tracks(index: Index, request: Request) -> Found:
    """The tracks that a request's words, and the numbers behind them, can mean; those of a whole group by the
    stem that they feed."""
    found = _tracks(index, request)
    if not request.numbers:
        return found
    numbers = {str(number) for number in request.numbers}
    return Found(tuple(thing for thing in found.things if thing.words & numbers), found.sure)


def called(index: Index, request: Request) -> tuple[Thing, ...]:
    """The tracks whose whole name a request's words are."""
    return tuple(track for track in index.tracks if request.source == spoken(track.name))


def _tracks(index: Index, request: Request) -> Found:
    words, group = frozenset(canon(request.source)), whole(request)
    if not words:
        return Found()
    exact = tuple(track for track in index.tracks if track.words == words)
    wider = tuple(track for track in index.tracks if words <= track.words)
    listed = request.inferred and called(index, request)  # "tracks: kick, hats" where those are two
    if exact and (listed or not (request.plural or request.every)):
        return Found(exact, True)
    if group:
        own = [stem for stem in index.stems if stem.words == words]
        inside = tuple(dict.fromkeys((*_of_group(index, group, own), *wider)))
        if inside:
            return Found(tuple(track for track in index.tracks if track in inside), True)
    if wider or exact:
        return Found(wider or exact, True)
    return Found(tuple(track for track in index.tracks if track.words and track.words < words), False)


def _of_group(index: Index, group: str, own: Sequence[Thing]) -> tuple[Thing, ...]:
    """The tracks that feed a stem of a group, or that of its very name (`own`), or are of the group by their
    own names and feed no other stem."""
    groups = VOCALS if group == "vocals" else (group,)
    feed = {
        f"track.{track.id}"
        for stem in own or index.stems
        if stem.group in groups
        for track in feeding(index.session, stem.item.removeprefix("stem."))
    }
    sorted_elsewhere = {f"track.{track.id}" for track in index.session.tracks if track.stem and feed}
    return tuple(
        track
        for track in index.tracks
        if track.item in feed or (track.group in groups and track.item not in sorted_elsewhere)
    )


def whole(request: Request) -> str:
    """The group that a request's words mean all of; "vocals" for lead and backing ones; else ""."""
    words = lexicon()
    source = request.source
    return words.whole.get(source, "") or ("vocals" if source in words.any_vocal else "")


def names_sides(things: Sequence[Thing]) -> bool:
    """Whether things are the left and the right half of one source."""
    if len(things) != 2:
        return False
    one, other = (thing.words for thing in things)
    return {*(one ^ other)} <= {"left", "right"} and len(one ^ other) == 2
