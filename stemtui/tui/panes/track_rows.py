"""The rows of the tracks' pane: a name, the stem that it goes to, and more where there is room."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from stemtui.errors import AudioFileError, MissingFileError
from stemtui.frozen import frozen
from stemtui.glossary.wrapping import columns, padded
from stemtui.header import Header
from stemtui.remembering import remembered
from stemtui.session import Track, split_item
from stemtui.text import clock, printable
from stemtui.tui.desk.desk import TRACKS, Desk
from stemtui.tui.desk.filtering import lit
from stemtui.tui.desk.suggestions import proposal
from stemtui.tui.panes.rows import (
    NAME,
    ORDERED,
    QUIET,
    WARN,
    Piece,
    barred,
    gutter,
    is_here,
    ordered_mark,
    shared,
    signed,
)
from stemtui.tui.panes.waveform import thumbnail

if TYPE_CHECKING:
    from stemtui.propose import Proposal

MARKS, MOST_FILE, PICTURE = 3, 40, 16
LEFT_OUT, MISSING = "left out", "missing"


@frozen
class TrackWidths:
    """The columns of the tracks' pane; one that there is no room or no use for is 0 wide."""

    name: int
    state: int
    channels: int = 0
    length: int = 0
    picture: int = 0
    gain: int = 0
    pan: int = 0
    file: int = 0


def track_widths(desk: Desk, width: int) -> TrackWidths:
    """The columns in a pane of that width: names and stems whole before anything more is shown."""
    name, state = name_width(desk), state_width(desk)
    room = width - MARKS - 1 - ORDERED
    if name + state > room:
        name = shared(room, name, state)
        return TrackWidths(max(4, name), max(0, room - max(4, name)))
    further = further_widths(desk, room - name - state)
    return TrackWidths(room - state - sum(further.values()), state, **further)


def name_width(desk: Desk) -> int:
    """The widest name of a track."""
    return _name_width(desk.session.track_names)


def state_width(desk: Desk) -> int:
    """The widest thing that the column of stems may come to say."""
    session = desk.session
    said = {stem.name for stem in session.stems} | {LEFT_OUT}
    said |= {f"in {session.track(bounce).label}" for bounce in set(session.bounced.values())}
    if desk.suggesting:
        said |= {f"{found.stem_name}?" for found in desk.proposals.values()} | {f"{LEFT_OUT}?"}
    return max(columns(printable(text)) for text in said)


def further_widths(desk: Desk, room: int) -> dict[str, int]:
    """The columns that there is room for beside name and stem, the first wanted first."""
    tracks = desk.session.tracks
    whys = _why_width(desk.proposals) if desk.suggesting else 0
    file = max(_file_width(desk.session.track_names), whys)
    wishes = {
        "channels": 6,
        "length": 7,
        "picture": 2 + PICTURE if desk.wide else 0,
        "gain": 9 if any(track.gain_db for track in tracks) else 0,
        "pan": 5 if any(track.pan for track in tracks) else 0,
        "file": 2 + min(file, MOST_FILE),
    }
    taken = accumulate(wishes.values())
    return {column: wishes[column] for column, all_in in zip(wishes, taken, strict=True) if all_in <= room}


def least_width(desk: Desk) -> int:
    """The width in which every track's name and stem are whole."""
    return MARKS + name_width(desk) + 1 + state_width(desk) + ORDERED


def track_line(desk: Desk, row: str, widths: TrackWidths) -> list[Piece]:
    """A track: its name and stem, and more columns where there is room."""
    track = desk.session.track(split_item(row)[1])
    header = desk.headers.get(track.id)
    alert = isinstance(header, AudioFileError) or bool(header and header.problems)
    known = header if isinstance(header, Header) else None
    state, style = track_state(desk, track)
    name, quiet = padded(printable(track.label), widths.name), QUIET if track.left_out else NAME
    named = [*gutter(desk, TRACKS, row, alert), *lit(name, quiet, desk.tracks.filter)]
    pieces = barred(named, is_here(desk, TRACKS, row))
    is_gone = isinstance(header, MissingFileError)
    further = _further(desk, track, known, widths)
    if is_gone and (columns_left := widths.channels + widths.length):
        pieces += [(padded(MISSING, columns_left, True), WARN), (further[columns_left:], QUIET), (" ", "")]
    else:
        pieces += [(further, QUIET), (" ", "")]
        state, style = (MISSING, WARN) if is_gone else (state, style)
    return [*pieces, *lit(padded(state, widths.state), style, desk.tracks.filter), ordered_mark(desk, row)]


def why(desk: Desk, track: Track) -> str:
    """Why something is suggested for a track: `name: "snare"`; "" where nothing is."""
    found = proposal(desk, track)
    return printable(found.why) if found else ""


def _further(desk: Desk, track: Track, known: Header | None, widths: TrackWidths) -> str:
    """Channels, length, waveform, gain, pan and file, or why its stem is suggested, each as wide as given."""
    gain = f"{signed(track.gain_db)} dB" if track.gain_db else ""
    said = padded(f"{known.channels} ch" if known else "", widths.channels, True)
    said += padded(clock(known.seconds) if known else "", widths.length, True)
    if widths.picture:
        said += padded(f"  {thumbnail(desk.overviews.get(track.file), PICTURE)}", widths.picture)
    said += padded(gain, widths.gain, True) + padded(pan_words(track.pan), widths.pan, True)
    return said + padded(f"  {why(desk, track) or printable(track.file)}", widths.file)


def pan_words(pan: float) -> str:
    """`L100`, `R30`, nothing in the middle."""
    return f"{'L' if pan < 0 else 'R'}{abs(pan):g}" if pan else ""


def track_state(desk: Desk, track: Track) -> Piece:
    """Where a track goes, in one word, and how that is drawn."""
    session = desk.session
    if track.left_out:
        return LEFT_OUT, QUIET
    if bounce := session.bounced.get(track.id):
        return f"in {printable(session.track(bounce).label)}", QUIET
    if track.stem in session.stem_index:
        return printable(session.stem(track.stem).name), NAME
    found = proposal(desk, track)
    if found is None:
        return "-", WARN
    if found.question:
        return f"{found.asks}?", WARN
    return f"{LEFT_OUT if found.left_out else printable(found.stem_name)}?", "cyan"


@remembered
def _name_width(named: tuple[tuple[str, str, str], ...]) -> int:
    return max((columns(printable(Track(*one).label)) for one in named), default=0)


@remembered
def _file_width(named: tuple[tuple[str, str, str], ...]) -> int:
    return max((_shown_width(file) for _, file, _ in named), default=0)


@remembered
def _why_width(proposals: "Mapping[str, Proposal]") -> int:
    return max((_shown_width(found.why) for found in proposals.values()), default=0)


@lru_cache(maxsize=8192)
def _shown_width(text: str) -> int:
    return columns(printable(text))
