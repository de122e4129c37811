"""The rows of the stems' pane: stems as a numbered tree, and mixes with the stems in them."""

from stemtui.frozen import frozen
from stemtui.glossary.wrapping import columns, padded
from stemtui.session import (
    LAST_DIGIT,
    Mix,
    Session,
    Stem,
    feeding,
    lineage,
    mix_offset_db,
    mix_stems,
    split_item,
    stem_numbers,
    tree,
)
from stemtui.text import counted, printable
from stemtui.tui.desk.desk import GROUPS, Desk
from stemtui.tui.desk.filtering import lit
from stemtui.tui.panes.rows import (
    KEY,
    NAME,
    ORDERED,
    QUIET,
    Piece,
    barred,
    gutter,
    is_here,
    ordered_mark,
    signed,
)

MARKS, CHANNELS, MOST_MEMBERS, LEAST_NAME = 2, 7, 25, 4
GAIN, BARE_GAIN = 9, 6


@frozen
class GroupWidths:
    """The columns of the stems' pane: a stem's number with a blank after it, a name, then what is said of a
    stem, its count in it, or of a mix.

    Numbers are `bare`, without "tracks" and "dB", where names need the room.
    """

    number: int
    name: int
    said: int
    count: int
    gain: int = 0
    bare: bool = False


def group_widths(desk: Desk, width: int) -> GroupWidths:
    """The columns in a pane of that width; names take what is left of it."""
    session, number = desk.session, _number_width(desk.session)
    name, room = _name_width(session), width - MARKS - number - ORDERED
    bare = name + _stem_width(session) > room
    count, gain = _count_width(session, bare), _gain_width(session, bare)
    gain = gain if room > CHANNELS + count + gain + LEAST_NAME else 0
    said = min(_said_width(session, bare), max(CHANNELS + count + gain, room - name))
    return GroupWidths(number, max(LEAST_NAME, room - said), said, count, gain, bare)


def least_width(desk: Desk, bare: bool = False) -> int:
    """The width in which every name is whole, and what is said of it."""
    session = desk.session
    return MARKS + _number_width(session) + _name_width(session) + _said_width(session, bare) + ORDERED


def _number_width(session: Session) -> int:
    return len(str(len(session.stems))) + 1


def _count_width(session: Session, bare: bool) -> int:
    """The number of a stem's tracks, which may become that of all there are."""
    most = max(2, len(session.tracks))
    return 1 + columns(str(most) if bare else counted(most, "track"))


def _gain_width(session: Session, bare: bool) -> int:
    return (BARE_GAIN if bare else GAIN) if any(stem.gain_db for stem in session.stems) else 0


def _stem_width(session: Session, bare: bool = False) -> int:
    return CHANNELS + _count_width(session, bare) + _gain_width(session, bare)


def _said_width(session: Session, bare: bool) -> int:
    """What is said of a stem and of a mix, whose stems are counted where they cannot all be named."""
    if bare:
        return _stem_width(session, bare)
    members = max((columns(mix_members(session, mix)) for mix in session.mixes), default=0)
    return max(_stem_width(session), 1 + min(members, MOST_MEMBERS))


def _name_width(session: Session) -> int:
    """The widest name of a stem, folded and below its parent, or of a mix."""
    stems = [
        len(_indent(session, stem)) + 2 * any(other.parent == stem.id for other in session.stems)
        for stem in session.stems
    ]
    names = [columns(printable(stem.name)) + more for stem, more in zip(session.stems, stems, strict=True)]
    return max([*names, *(columns(printable(mix.name)) for mix in session.mixes)], default=0)


def group_line(desk: Desk, row: str, widths: GroupWidths) -> list[Piece]:
    """A stem or a mix."""
    kind, key = split_item(row)
    if kind == "stem":
        name, said = _stem_pieces(desk, desk.session.stem(key), widths)
    else:
        name, said = _mix_pieces(desk, desk.session.mix(key), widths)
    named = [*gutter(desk, GROUPS, row, False)[:2], *name]
    return [*barred(named, is_here(desk, GROUPS, row)), (said, QUIET), ordered_mark(desk, row)]


def _stem_pieces(desk: Desk, stem: Stem, widths: GroupWidths) -> tuple[list[Piece], str]:
    """A stem's number and name, indented under its parent; then its channels and count of tracks.

    A number that is no digit is quiet: no key of its own assigns to it.
    """
    session = desk.session
    number = stem_numbers(session).get(stem.id, 0)
    folded = "+ " if stem.id in desk.folded and not desk.groups.filter else ""
    name = padded(f"{_indent(session, stem)}{folded}{printable(stem.name)}", widths.name)
    tracks, unit = len(feeding(session, stem.id)), "" if widths.bare else " dB"
    gain = padded(f"{signed(stem.gain_db)}{unit}" if stem.gain_db else "", widths.gain, True)
    count = padded(str(tracks) if widths.bare else counted(tracks, "track"), widths.count, True)
    said = padded(f" {stem.channels:<{CHANNELS - 1}}{count}{gain}", widths.said)
    found = lit(name, NAME, desk.groups.filter)
    key = f"{number or '':>{widths.number - 1}}"
    return [(key, KEY if number <= LAST_DIGIT else QUIET), (" ", NAME), *found], said


def _indent(session: Session, stem: Stem) -> str:
    return "  " * (len(lineage(session, stem.id)) - 1)


def _mix_pieces(desk: Desk, mix: Mix, widths: GroupWidths) -> tuple[list[Piece], str]:
    """A mix's name; then the numbers of the stems in it, with the dB by which one is moved.

    Numbers begin where they do for stems, or earlier where that leaves them whole; else stems are counted.
    """
    name, members = printable(mix.name), mix_members(desk.session, mix)
    every = widths.name + widths.said
    wide = min(widths.name, max(columns(name), every - 1 - columns(members)))
    said = every - wide
    if columns(members) > said - 1:
        members = _counted_members(desk.session, mix, said - 1)
    shown = lit(padded(name, wide), NAME, desk.groups.filter)
    return [(" " * widths.number, NAME), *shown], padded(f" {members}", said)


def _counted_members(session: Session, mix: Mix, room: int) -> str:
    """`9 of 12 3+1`: how many stems are in a mix, and those that are moved."""
    moved = " ".join(word for word in mix_members(session, mix).split() if "+" in word or "-" in word)
    count, every = len(mix_stems(session, mix)), len(session.stems)
    some = f"all {every}" if count == every else f"{count} of {every}"
    return some if not moved and columns(f"{some} stems") > room else f"{some} {moved or 'stems'}"


def mix_members(session: Session, mix: Mix) -> str:
    """`1 2 3+1`: the stems in a mix by their numbers, in the order of the pane."""
    numbers = stem_numbers(session)
    words, inside = [], set(mix_stems(session, mix))
    for stem in (stem for stem, _ in tree(session) if stem.id in inside):
        offset = mix_offset_db(session, mix, stem.id)
        word = str(numbers[stem.id])
        words.append(word + (signed(offset) if offset else ""))
    return " ".join(words) or "nothing"
