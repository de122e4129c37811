"""The lines of the screen as pieces of text with a style each, drawn from the desk; pure, no widget.

Every state has an ASCII mark of its own (`>` cursor, `*` marked, `!` a file with a problem, `o` ordered, `?`
suggested): colours only repeat what the marks say.
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from rich.cells import cell_len, set_cell_size

from stemtui.errors import AudioFileError
from stemtui.glossary.wrapping import wrap
from stemtui.header import Header
from stemtui.session import (
    Mix,
    Session,
    Stem,
    Track,
    feeding,
    lineage,
    mix_offset_db,
    mix_stems,
    split_item,
    stem_numbers,
    unassigned,
)
from stemtui.text import clock, counted, printable
from stemtui.tui.commands import footer
from stemtui.tui.desk import GROUPS, TRACKS, Desk, proposal, suggested

Piece = tuple[str, str]
NAME, QUIET, WARN, GOOD, KEY = "", "dim", "yellow", "green", "bold cyan"
CURSOR = "reverse"
WIDE_GROUP = 46


@lru_cache(maxsize=4096)
def fitted(text: str, width: int, right: bool = False) -> str:
    """A name in exactly that many columns, padded, or cut with an ellipsis; wide characters count double."""
    length = cell_len(text)
    if length > width:
        return set_cell_size(set_cell_size(text, max(0, width - 1)).rstrip() + "…", width) if width else ""
    return " " * (width - length) + text if right else text + " " * (width - length)


def signed(number: float) -> str:
    """`+1`, `-0.5`."""
    return f"{number:+g}"


def gutter(desk: Desk, pane: str, row: str, alert: bool) -> list[Piece]:
    """The three marks that begin a row: the cursor, marked, a problem."""
    selection = desk.tracks if pane == TRACKS else desk.groups
    here = desk.pane == pane and row == selection.cursor
    marked = row in selection.marks or (desk.pane == pane and selection.anchor and row in desk.marked)
    return [(">" if here else " ", "bold"), ("*" if marked else " ", "bold"), ("!" if alert else " ", WARN)]


def line(pieces: list[Piece], here: bool) -> list[Piece]:
    """A row's pieces; under the cursor all of it is reversed."""
    return [("".join(text for text, _ in pieces), CURSOR)] if here else pieces


def ended(pieces: list[Piece], mark: str) -> list[Piece]:
    """A row whose last column, which is blank, holds a mark."""
    if not mark:
        return pieces
    text, style = pieces[-1]
    return [*pieces[:-1], (text[:-1] + mark, style)]


def is_here(desk: Desk, pane: str, row: str) -> bool:
    """Whether the cursor that keys move is on a row."""
    return desk.pane == pane and row == desk.selection.cursor


def ordered_mark(desk: Desk, row: str) -> Piece:
    """The `o` at the end of a row that is ordered."""
    return (" o " if row in desk.ordered else "   "), GOOD


def track_line(desk: Desk, row: str, width: int) -> list[Piece]:
    """A track: its name and stem, and more columns where there is room."""
    track = desk.session.track(split_item(row)[1])
    header = desk.headers.get(track.id)
    alert = isinstance(header, AudioFileError) or bool(header and header.problems)
    columns = track_columns(track, header, width)
    stem_width = 15 if width < 46 else 17
    taken = 3 + sum(len(text) for text in columns) + 1 + stem_width + 3
    name_width = max(4, width - taken)
    state, style = track_state(desk, track)
    pieces = gutter(desk, TRACKS, row, alert)
    pieces += [(fitted(printable(track.label), name_width), QUIET if track.left_out else NAME)]
    pieces += [(text, QUIET) for text in columns]
    pieces += [(" " + fitted(state, stem_width), style), ordered_mark(desk, row)]
    return line(pieces, is_here(desk, TRACKS, row))


def track_columns(track: Track, header: Header | AudioFileError | None, width: int) -> list[str]:
    """What wider panes show of a track: channels, length, gain and pan, the file."""
    known = header if isinstance(header, Header) else None
    columns = []
    if width >= 44:
        columns.append(f" {known.channels} ch" if known else "     ")
    if width >= 52:
        columns.append(fitted(clock(known.seconds) if known else "", 7, True))
    if width >= 62:
        gain = f"{signed(track.gain_db)} dB" if track.gain_db else ""
        columns.append(fitted(gain, 9, True) + fitted(pan_words(track.pan), 5, True))
    if width >= 100:
        columns.append("  " + fitted(printable(track.file), min(40, width - 70)))
    return columns


def pan_words(pan: float) -> str:
    """`L100`, `R30`, nothing in the middle."""
    return f"{'L' if pan < 0 else 'R'}{abs(pan):g}" if pan else ""


def track_state(desk: Desk, track: Track) -> Piece:
    """Where a track goes, in one word, and how that is drawn."""
    session = desk.session
    if track.left_out:
        return "left out", QUIET
    if bounce := session.bounced.get(track.id):
        return f"in {printable(session.track(bounce).label)}", QUIET
    if track.stem in session.stem_index:
        return printable(session.stem(track.stem).name), NAME
    found = proposal(desk, track)
    if found is None:
        return "-", WARN
    if found.question:
        return "mix?", WARN
    return ("left out?" if found.left_out else f"{printable(found.stem_name)}?"), "cyan"


def group_line(desk: Desk, row: str, width: int) -> list[Piece]:
    """A stem or a mix."""
    kind, key = split_item(row)
    here = is_here(desk, GROUPS, row)
    ordered = ordered_mark(desk, row)
    pieces = gutter(desk, GROUPS, row, False)[:2]
    if kind == "stem":
        return line([*pieces, *stem_pieces(desk, desk.session.stem(key), width - 5), ordered], here)
    return line([*pieces, *mix_pieces(desk.session, desk.session.mix(key), width - 5), ordered], here)


def stem_pieces(desk: Desk, stem: Stem, width: int) -> list[Piece]:
    """A stem's digit, name, channels and number of tracks, indented under its parent."""
    session = desk.session
    number = stem_numbers(session).get(stem.id)
    indent = "  " * (len(lineage(session, stem.id)) - 1) + ("+ " if stem.id in desk.folded else "")
    gain = f"{signed(stem.gain_db)} dB" if stem.gain_db else ""
    count = fitted(counted(len(feeding(session, stem.id)), "track"), 10, True)
    columns = f" {stem.channels:<6}{count}{fitted(gain, 9, True) if width >= WIDE_GROUP else ''}"
    name = fitted(indent + printable(stem.name), width - 2 - len(columns))
    return [(str(number) if number else " ", KEY), (f" {name}", NAME), (columns, QUIET)]


def mix_pieces(session: Session, mix: Mix, width: int) -> list[Piece]:
    """A mix's name and the numbers of the stems in it, with the dB by which one is moved."""
    space = 25 if width >= WIDE_GROUP else 16
    members = mix_members(session, mix)
    if len(members) > space:
        moved = " ".join(word for word in members.split() if "+" in word or "-" in word)
        count, every = len(mix_stems(session, mix)), len(session.stems)
        members = f"{f'all {every}' if count == every else f'{count} of {every}'} {moved or 'stems'}"
    name = fitted(printable(mix.name), width - 3 - space)
    return [(f"  {name} ", NAME), (fitted(members, space), QUIET)]


def mix_members(session: Session, mix: Mix) -> str:
    """`1 2 3+1`: the stems in a mix by their digits, names where they have none."""
    numbers = stem_numbers(session)
    words = []
    for stem_id in mix_stems(session, mix):
        offset = mix_offset_db(session, mix, stem_id)
        word = str(numbers.get(stem_id) or printable(session.stem(stem_id).name))
        words.append(word + (signed(offset) if offset else ""))
    return " ".join(words) or "nothing"


def title_line(desk: Desk, width: int) -> list[Piece]:
    """The session's title and what it holds; facts give way to the title where both do not fit."""
    facts = [counted(len(desk.session.tracks), "track"), *form_words(desk)]
    facts += ["reading from a slow disk ..." if desk.slow else "reading ..."] if desk.reading else []
    title = printable(desk.session.title) or "untitled"
    while len(facts) > 1 and width < min(cell_len(title), 24) + len("  ".join(facts)) + 3:
        facts.pop()
    middle = "  ".join(facts)
    title = fitted(title, max(0, min(width - len(middle) - 3, cell_len(title))))
    return [(f" {title}", "bold"), (f"  {middle}", QUIET)]


def left_to_do_line(desk: Desk, width: int) -> list[Piece]:
    """What is left to do: tracks without a stem, unsaved work."""
    loose = len(unassigned(desk.session))
    words = [f"{loose} without a stem" if loose else "", "* unsaved" if desk.unsaved else ""]
    return [(fitted("  ".join(word for word in words if word), width, True), WARN)]


def form_words(desk: Desk) -> list[str]:
    """Rate and word length when all files agree, and the longest file's length."""
    known = [header for header in desk.headers.values() if isinstance(header, Header)]
    if not known:
        return []
    forms = {(header.samplerate, header.subtype) for header in known}
    form = known[0].form if len(forms) == 1 else f"{len(forms)} formats"
    return [form, clock(max(header.seconds for header in known))]


def status_line(desk: Desk, width: int) -> list[Piece]:
    """The answer to the last key, else what is marked, else why something is suggested here."""
    if desk.said:
        return [(f" {fitted(desk.said, width - 2)} ", "bold")]
    words = [f"{len(desk.marked)} marked"] if desk.marked else []
    words += ["range: move, then space marks it"] if desk.selection.anchor else []
    if words:
        return [(f" {'   '.join(words)}", QUIET)]
    kind, key = split_item(desk.here)
    found = proposal(desk, desk.session.track(key)) if kind == "track" else None
    if found is None:
        return []
    if found.question:
        return [(f" {fitted(found.question, width - 2)}", WARN)]
    what = found.stem_name or f"left out: {found.left_out}"
    return [
        (f" {fitted(f'Suggested: {printable(what)} ({printable(found.why)})   y accepts', width - 2)}", QUIET)
    ]


def footer_line(desk: Desk, width: int) -> list[Piece]:
    """The keys that matter now."""
    pieces: list[Piece] = [(" ", "")]
    for key, label in footer(desk, width):
        pieces += [(key, KEY), (f" {label}  ", "")]
    return pieces


def empty_lines(desk: Desk, width: int) -> list[list[Piece]]:
    """What the empty pane of tracks says: that it waits for a disk, or why there is nothing in it."""
    if desk.session.tracks:
        return []
    if desk.unread:
        said = [f"The folder could not be read: {printable(desk.unread)}", "q quits."]
    elif desk.reading:
        said = ["Reading the folder ...", *(["The disk is slow. q quits."] if desk.slow else [])]
    else:
        said = ["There are no sound files here.", "Copy some in, or open another folder: stemtui FOLDER"]
        said += [printable(found) for found in desk.no_tracks]
    return [[(f" {part}", QUIET)] for text in said for part in wrap(text, width - 2)]


def hint_lines(desk: Desk, height: int) -> list[list[Piece]]:
    """What the empty pane of stems says: how to begin."""
    found = suggested(desk)
    if desk.groups.filter or not desk.session.tracks:
        return []
    lines = [" There are no stems yet."]
    if found:
        counts = Counter(one.stem_name or "left out" for one in found)
        groups = [f"   {printable(name)}  {count}" for name, count in counts.items()]
        lines += [
            " Y accepts all, y one, enter picks.",
            "",
            f" Suggested for {counted(len(found), 'track')}:",
        ]
        room = max(0, height - len(lines))
        lines += groups if len(groups) <= room else groups[: room - 1]
        lines += [f"   and {len(groups) - room + 1} more"] if len(groups) > room else []
    else:
        lines += [" enter picks or makes one,", " n makes one."]
    return [[(text, QUIET)] for text in lines]


def sequence(pieces: Sequence[Piece]) -> str:
    """A line's text without its styles."""
    return "".join(text for text, _ in pieces)
