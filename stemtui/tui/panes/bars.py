"""The lines around the panes: the title, what is left to do, answers, keys; and what empty panes say."""

from collections import Counter
from collections.abc import Iterable, Mapping

from stemtui.errors import AudioFileError
from stemtui.glossary.wrapping import columns, padded, wrap
from stemtui.header import Header
from stemtui.remembering import remembered
from stemtui.session import split_item, unassigned
from stemtui.text import clock, counted, printable
from stemtui.tui.desk.commands import COMMANDS, keyed
from stemtui.tui.desk.desk import Desk
from stemtui.tui.desk.respelling import respelled
from stemtui.tui.desk.suggestions import proposal, suggested
from stemtui.tui.panes.guide import footer, footer_width
from stemtui.tui.panes.rows import KEY, QUIET, WARN, Piece


def title_line(desk: Desk, width: int) -> list[Piece]:
    """The session's title and what it holds; facts give way to the title where both do not fit."""
    first = respelled(desk.printing, desk.keys) or counted(len(desk.session.tracks), "track")
    facts = [first, *file_words(desk), *form_words(desk.headers)]
    facts += ["reading from a slow disk ..." if desk.slow else "reading ..."] if desk.reading else []
    title = printable(desk.session.title) or "untitled"
    while len(facts) > 1 and width < min(columns(title), 24) + len("  ".join(facts)) + 3:
        facts.pop()
    middle = "  ".join(facts)
    title = padded(title, max(0, min(width - len(middle) - 3, columns(title))))
    shown = (f"  {first}", KEY if desk.printing else QUIET)
    return [(f" {title}", "bold"), shown, (middle[len(first) :], QUIET)]


def file_words(desk: Desk) -> list[str]:
    """Files that went and came, and the key that shows them."""
    gone, came = len(desk.missing), len(desk.new_files)
    words = [f"{gone} missing" if gone else "", f"{came} new" if came else ""]
    key = keyed(COMMANDS["files"], desk.keys).footer_key
    return [f"{key}: {', '.join(filter(None, words))}"] if gone or came else []


def left_to_do_line(desk: Desk, width: int) -> list[Piece]:
    """What is left to do: tracks without a stem, unsaved work."""
    loose = len(unassigned(desk.session))
    words = [f"{loose} without a stem" if loose else "", "* unsaved" if desk.unsaved else ""]
    return [(padded("  ".join(word for word in words if word), width, True), WARN)]


@remembered
def form_words(headers: Mapping[str, Header | AudioFileError]) -> list[str]:
    """Rate and word length when all files agree, and the longest file's length."""
    known = [header for header in headers.values() if isinstance(header, Header)]
    if not known:
        return []
    forms = {(header.samplerate, header.subtype) for header in known}
    form = known[0].form if len(forms) == 1 else f"{len(forms)} formats"
    return [form, clock(max(header.seconds for header in known))]


def status_line(desk: Desk, width: int) -> list[Piece]:
    """The answer to the last key, else what is marked, else why something is suggested here."""
    if desk.said:
        return [(f" {padded(respelled(desk.said, desk.keys), width - 2)} ", "bold")]
    words = [f"{len(desk.marked)} marked"] if desk.marked else []
    words += ["range: move, then space marks it"] if desk.selection.anchor else []
    if words:
        return [(f" {'   '.join(words)}", QUIET)]
    kind, key = split_item(desk.here)
    if move := desk.moved.get(key) if kind == "track" else None:
        said = respelled(f"Its file may be {printable(move.file)} now ({move.why}): N relinks it", desk.keys)
        return [(f" {padded(said, width - 2)}", WARN)]
    found = proposal(desk, desk.session.track(key)) if kind == "track" else None
    if found is None:
        return []
    if found.question:
        asked = printable(found.question)
        if columns(asked) > width - 2:  # the name that it begins with is under the cursor
            asked = asked.replace(f'"{printable(desk.session.track(key).label)}"', "It", 1)
        return [(f" {padded(asked, width - 2)}", WARN)]
    what = found.stem_name or f"left out: {found.left_out}"
    accepts = respelled("y accepts", desk.keys)
    said = f"Suggested: {printable(what)} ({printable(found.why)})   {accepts}"
    return [(f" {padded(said, width - 2)}", QUIET)]


def footer_line(desk: Desk, width: int) -> list[Piece]:
    """The keys that matter now; the steady ones at the right edge."""
    now, steady = footer(desk, width)
    gap = width - footer_width([*now, *steady]) if steady else 0
    return [(" ", ""), *named(now), (" " * gap, ""), *named(steady)]


def named(entries: Iterable[tuple[str, str]]) -> list[Piece]:
    """Keys and their labels as the footer shows them."""
    return [piece for key, label in entries for piece in ((key, KEY), (f" {label}  ", ""))]


def empty_lines(desk: Desk, width: int) -> list[list[Piece]]:
    """What the empty pane of tracks says: that it waits for a disk, or why there is nothing in it."""
    if desk.session.tracks:
        return [[(" No track is shown: esc shows all.", QUIET)]] if not desk.shown_tracks else []
    if desk.unread:
        said = [f"The folder could not be read: {printable(desk.unread)}", "q quits."]
    elif desk.reading:
        said = ["Reading the folder ...", *(["The disk is slow. q quits."] if desk.slow else [])]
    else:
        said = ["There are no sound files here.", "Copy some in, or open another folder: stemtui FOLDER"]
        said += [printable(found) for found in desk.no_tracks]
    return [[(f" {part}", QUIET)] for text in said for part in wrap(respelled(text, desk.keys), width - 2)]


def hint_lines(desk: Desk, height: int) -> list[list[Piece]]:
    """What the empty pane of stems says: how to begin."""
    found = suggested(desk)
    if desk.groups.filter or not desk.session.tracks:
        return []
    lines = ["There are no stems yet."]
    if found:
        counts = Counter(one.stem_name or "left out" for one in found)
        groups = [f"  {printable(name)}  {count}" for name, count in counts.items()]
        lines += [
            "Y accepts all, y one, enter picks.",
            "",
            f"Suggested for {counted(len(found), 'track')}:",
        ]
        room = max(0, height - len(lines))
        lines += groups if len(groups) <= room else groups[: room - 1]
        lines += [f"  and {len(groups) - room + 1} more"] if len(groups) > room else []
    else:
        lines += ["enter picks or makes one,", "n makes one."]
    return [[(f" {respelled(text, desk.keys)}" if text else "", QUIET)] for text in lines]
