"""A session made ready for what words mean in it: its stems, tracks and mixes by words, groups and roles."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import field

from stemtui.frozen import frozen
from stemtui.order.reading.words.lexicon import canon, lexicon
from stemtui.session import Mix, Session, feeding, mix_stems, roots
from stemtui.suggest import VOCALS, suggest
from stemtui.suggest.names import spoken

# What mixes are called that hold no vocals.
WITHOUT_VOCALS = ("instrumental", "backing_track")


@frozen
class Thing:
    """A stem or a track: its item, the words of its name, and the group that its name suggests.

    `holds` is the group that most tracks of a stem suggest; `sung` a stem of vocals, by its name or since a
    mix that is called an instrumental is without it ("Principals").
    """

    item: str
    name: str
    words: frozenset[str]
    group: str
    holds: str = ""
    sung: bool = False


@frozen
class Index:
    """A session made ready to be asked what words mean in it."""

    session: Session
    stems: tuple[Thing, ...] = ()
    tracks: tuple[Thing, ...] = ()
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def vocals(self) -> tuple[Thing, ...]:
        """The stems that hold vocals."""
        return tuple(stem for stem in self.stems if stem.sung)

    def thing(self, item: str) -> Thing:
        """The stem or track that an item names. Raises StopIteration."""
        return next(thing for thing in (*self.stems, *self.tracks) if thing.item == item)


def index(session: Session) -> Index:
    """A session's things by their words and groups, and its mixes by what they are."""
    track_groups = _groups([track.label for track in session.tracks])
    of_track = dict(zip((track.id for track in session.tracks), track_groups, strict=True))
    silent = [mix.without for mix in session.mixes if called(mix) in WITHOUT_VOCALS]
    unsung = {stem for without in silent for stem in without}
    stems = []
    for stem, group in zip(session.stems, _groups([stem.name for stem in session.stems]), strict=True):
        inside = Counter(of_track[track.id] for track in feeding(session, stem.id) if of_track[track.id])
        holds = inside.most_common(1)[0][0] if inside else ""
        own = "" if stem.name.strip().isdecimal() and holds else group
        sung = own in VOCALS or (not own and stem.id in unsung)
        stems.append(Thing(f"stem.{stem.id}", stem.name, _canon(stem.name), own, holds, sung))
    tracks = [
        Thing(f"track.{track.id}", track.label, _canon(track.label), of_track[track.id])
        for track in session.tracks
        if not track.left_out
    ]
    found = Index(session, tuple(stems), tuple(tracks))
    return Index(session, tuple(stems), tuple(tracks), _roles(found))


def _groups(names: Sequence[str]) -> list[str]:
    whole = lexicon().whole
    suggested = suggest(names)
    return [whole.get(spoken(name)) or one.group or "" for name, one in zip(names, suggested, strict=True)]


def _canon(name: str) -> frozenset[str]:
    return frozenset(canon(spoken(name)))


def _roles(found: Index) -> dict[str, tuple[str, ...]]:
    roles: dict[str, list[str]] = {}
    for mix in found.session.mixes:
        for role in dict.fromkeys((*_defined(found, mix), called(mix))):
            if role:
                roles.setdefault(role, []).append(f"mix.{mix.id}")
        roles[f"mix.{mix.id}"] = [f"mix.{mix.id}"]
    return {role: tuple(items) for role, items in roles.items()}


def called(mix: Mix) -> str:
    """The role that a mix's name says, unless it is a version of the whole."""
    sense = lexicon().senses.get(spoken(mix.name.replace("&", " and ")))
    role = sense.values.get("role", "") if sense else ""
    return "" if role in ("master", "mastered") and not mix.is_master else role


def _defined(found: Index, mix: Mix) -> Iterable[str]:
    """The roles that a mix's definition gives it."""
    if mix.is_master:
        yield "master"
        return
    if mix.offsets_db:
        return
    group = {stem.item.removeprefix("stem."): stem.group for stem in found.stems}
    held = {group[one] for one in mix_stems(found.session, mix)}
    gone = {group[stem.id] for stem in roots(found.session)} - held
    vocal = set(VOCALS) & set(group.values())
    if vocal and not held & vocal and gone == vocal:
        yield "instrumental"
    if vocal and held == vocal:
        yield "a_cappella"
    if gone == {"lead_vocal"} and "backing_vocals" in held:
        yield "tv"
    if gone == {"dialogue"}:
        yield "m_e"
