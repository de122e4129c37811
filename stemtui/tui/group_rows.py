"""The rows of the stems' pane: stems as a numbered tree, and mixes with the stems in them."""

from dataclasses import dataclass

from stemtui.glossary.wrapping import columns, padded
from stemtui.session import (
    Mix,
    Session,
    Stem,
    feeding,
    lineage,
    mix_offset_db,
    mix_stems,
    split_item,
    stem_numbers,
)
from stemtui.text import counted, printable
from stemtui.tui.desk import GROUPS, Desk
from stemtui.tui.filtering import lit
from stemtui.tui.rows import KEY, NAME, ORDERED, QUIET, Piece, gutter, is_here, line, ordered_mark, signed

MARKS, CHANNELS, GAIN, MOST_MEMBERS, LEAST_NAME = 4, 7, 9, 25, 4


@dataclass(frozen=True)
class GroupWidths:
    """The columns of the stems' pane: a name, then what is said of a stem, its count in it, or of a mix."""

    name: int
    said: int
    count: int
    gain: int = 0


def group_widths(desk: Desk, width: int) -> GroupWidths:
    """The columns in a pane of that width; names take what is left of it."""
    session, room = desk.session, width - MARKS - ORDERED
    count, gain = _count_width(session), _gain_width(session)
    gain = gain if room > CHANNELS + count + gain + LEAST_NAME else 0
    said = min(_said_width(session), max(CHANNELS + count + gain, room - _name_width(session)))
    return GroupWidths(max(LEAST_NAME, room - said), said, count, gain)


def least_width(desk: Desk) -> int:
    """The width in which every name is whole, and what is said of it."""
    return MARKS + _name_width(desk.session) + _said_width(desk.session) + ORDERED


def _count_width(session: Session) -> int:
    """The number of a stem's tracks, which may become that of all there are."""
    return 1 + columns(counted(max(2, len(session.tracks)), "track"))


def _gain_width(session: Session) -> int:
    return GAIN if any(stem.gain_db for stem in session.stems) else 0


def _said_width(session: Session) -> int:
    members = max((columns(mix_members(session, mix)) for mix in session.mixes), default=0)
    stems = CHANNELS + _count_width(session) + _gain_width(session)
    return max(stems, 1 + min(members, MOST_MEMBERS))


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
    pieces = gutter(desk, GROUPS, row, False)[:2]
    if kind == "stem":
        pieces += _stem_pieces(desk, desk.session.stem(key), widths)
    else:
        pieces += _mix_pieces(desk, desk.session.mix(key), widths)
    return line([*pieces, ordered_mark(desk, row)], is_here(desk, GROUPS, row))


def _stem_pieces(desk: Desk, stem: Stem, widths: GroupWidths) -> list[Piece]:
    """A stem's digit, name, channels and number of tracks, indented under its parent."""
    session = desk.session
    number = stem_numbers(session).get(stem.id)
    folded = "+ " if stem.id in desk.folded else ""
    name = padded(f"{_indent(session, stem)}{folded}{printable(stem.name)}", widths.name)
    gain = padded(f"{signed(stem.gain_db)} dB" if stem.gain_db else "", widths.gain, True)
    count = padded(counted(len(feeding(session, stem.id)), "track"), widths.count, True)
    said = padded(f" {stem.channels:<{CHANNELS - 1}}{count}{gain}", widths.said)
    found = lit(name, NAME, desk.groups.filter)
    return [(str(number) if number else " ", KEY), (" ", NAME), *found, (said, QUIET)]


def _indent(session: Session, stem: Stem) -> str:
    return "  " * (len(lineage(session, stem.id)) - 1)


def _mix_pieces(desk: Desk, mix: Mix, widths: GroupWidths) -> list[Piece]:
    """A mix's name and the numbers of the stems in it, with the dB by which one is moved."""
    session = desk.session
    members = mix_members(session, mix)
    if columns(members) > widths.said - 1:
        moved = " ".join(word for word in members.split() if "+" in word or "-" in word)
        count, every = len(mix_stems(session, mix)), len(session.stems)
        members = f"{f'all {every}' if count == every else f'{count} of {every}'} {moved or 'stems'}"
    return [
        ("  ", NAME),
        *lit(padded(printable(mix.name), widths.name), NAME, desk.groups.filter),
        (padded(f" {members}", widths.said), QUIET),
    ]


def mix_members(session: Session, mix: Mix) -> str:
    """`1 2 3+1`: the stems in a mix by their digits, names where they have none."""
    numbers = stem_numbers(session)
    words = []
    for stem_id in mix_stems(session, mix):
        offset = mix_offset_db(session, mix, stem_id)
        word = str(numbers.get(stem_id) or printable(session.stem(stem_id).name))
        words.append(word + (signed(offset) if offset else ""))
    return " ".join(words) or "nothing"
