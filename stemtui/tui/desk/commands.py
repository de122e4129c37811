"""Every command in one table: its keys, its words, what it does, and why it cannot run just now.

The screen's key bindings are made from it, and so is what `guide.py` says: footer, `?`, palette, the README's
key table. A command with `run` turns one desk into the next; the others talk to the user or the disk:
`handlers.py` has a function for each.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from stemtui.frozen import frozen
from stemtui.tui.desk import assigning, changes, moves, nudges
from stemtui.tui.desk import reasons as why
from stemtui.tui.desk.desk import GROUPS, ORDER, TRACKS, Desk

KEY_WORDS = {
    "question_mark": "?",
    "exclamation_mark": "!",
    "colon": ":",
    "slash": "/",
    "escape": "esc",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "shift+tab": "",
}


@frozen
class Command:
    """One thing the user can do.

    `keys` are Textual's names, the first of them a plain printable one; `where` names the panes that it is
    for, "" for all; `footer` lists the situations (see `guide.py`) in which the footer names it,
    `tracks+` for one that has room left. `in_stems` and `in_order` are its labels in panes where it does
    another thing.
    """

    id: str
    keys: str
    label: str
    help: str
    run: Callable[[Desk], Desk] | None = None
    reason: why.Reason = why.never
    where: str = ""
    footer: str = ""
    shown: str = ""
    in_stems: str = ""
    in_order: str = ""

    @property
    def key(self) -> str:
        """Its keys as help, footer and README write them."""
        words = (KEY_WORDS.get(key, key) for key in self.keys.split(","))
        return self.shown or " ".join(word for word in words if word)

    @property
    def sentence(self) -> str:
        """Its help, and the pane that it belongs to."""
        return f"{self.help} [{', '.join(self.where.split())}]" if self.where else self.help

    @property
    def footer_key(self) -> str:
        """The one key that the footer names."""
        return self.key if self.shown else self.key.split()[0]


def _digit(n: int) -> Command:
    return Command(
        f"assign_{n}",
        str(n),
        "assign",
        "Put the marked tracks, or the one under the cursor, into the stem of that number; go to the next.",
        partial(assigning.put_in_number, number=n),
        why.needs_stem_number(n),
        TRACKS,
        "tracks marked" if n == 1 else "",
        "1-9",
    )


# fmt: off
MOVE = (
    Command("down", "j,down", "down", "Down; a range grows with the cursor.", partial(moves.step, by=1)),
    Command("up", "k,up", "up", "Up.", partial(moves.step, by=-1)),
    Command("grow_down", "shift+down", "range down", "Down, with a range behind the cursor, as v begins one.",
            partial(moves.grow, by=1)),
    Command("grow_up", "shift+up", "range up", "Up, with a range behind the cursor.",
            partial(moves.grow, by=-1)),
    Command("top", "g,home", "first", "To the first row.", partial(moves.jump, position=0)),
    Command("bottom", "G,end", "last", "To the last row.", partial(moves.jump, position=-1)),
    Command("page_down", "ctrl+d,pagedown", "page down", "A page down.", partial(moves.page, by=1)),
    Command("page_up", "ctrl+u,pageup", "page up", "A page up.", partial(moves.page, by=-1)),
    Command("pane", "tab,shift+tab", "other pane", "To the other pane.", moves.to_pane),
    Command("left", "h,left", "tracks", "To the tracks.", partial(moves.to_pane, pane=TRACKS)),
    Command("right", "l,right", "stems", "To the stems and mixes.", partial(moves.to_pane, pane=GROUPS)),
    Command("next", "f", "next without a stem", "To the next track that is in no stem.",
            moves.to_unassigned, why.needs_unassigned),
)
ASSIGN = (
    Command("accept_all", "Y", "accept all", "Accept every suggestion shown: stems, pans and mixes at once.",
            assigning.accept_all, why.needs_suggestions, footer="fresh"),
    Command("accept", "y", "accept", "Accept what is suggested for the marked tracks, or this one.",
            assigning.accept, why.needs_suggestion, TRACKS, "fresh"),
    *map(_digit, range(1, 10)),
    Command("again", ".", "again", "Put the marked tracks, or this one, where the last ones were put.",
            assigning.put_in_again, why.needs_last, TRACKS, "tracks+ marked"),
    Command("pick", "enter", "pick",
            "Pick a stem by number or part of its name, a new name makes one; on a stem or mix, show its "
            "tracks; on a line of the order, edit it.",
            None, why.needs_rows, footer="fresh marked tracks+ stem mix order", in_stems="tracks",
            in_order="edit"),
    Command("unassign", "0,x", "unassign", "Take the marked tracks, or this one, out of their stem.",
            partial(assigning.put_in, stem_id=""), why.needs_tracks, TRACKS, "marked+"),
    Command("suggest", "s", "suggest", "Show or hide the suggested stems (Drums?).",
            moves.toggle_suggestions, footer="tracks"),
    Command("origin", "t", "origin", "Say what a file is: raw, printed through the mix, a stem or a mix.",
            None, why.needs_tracks, TRACKS, "marked+ tracks+"),
    Command("bounce", "b", "bounce", "Bounce the marked tracks to one, which is summed when it is printed.",
            None, why.needs_several, TRACKS, "marked+"),
    Command("leave_out", "L", "leave out", "Leave tracks out of every print, for a reason; or bring them in.",
            None, why.needs_tracks, TRACKS, "marked tracks+ fresh+"),
)
MARK = (
    Command("mark", "space", "mark", "Mark this row and go on; marks a whole range.",
            moves.mark, why.needs_rows, footer="tracks fresh stem+ mix+"),
    Command("range", "v", "range", "Begin a range here, or end it.", moves.toggle_range, why.needs_rows),
    Command("mark_all", "a", "mark all", "Mark every row that is shown.",
            moves.mark_all, why.needs_rows, footer="stem+ mix+ fresh+"),
    Command("invert", "I", "invert marks", "Turn the marks of the rows shown round.",
            moves.invert, why.needs_rows),
    Command("unmark", "A", "mark none", "Take all marks off.", moves.unmark, why.needs_marks,
            footer="marked"),
    Command("filter", "slash", "filter",
            "Only rows with these words, those in a stem (=Bass) or in none (=); esc shows all.",
            footer="tracks"),
)
PRINT = (
    Command("order", "o", "order", "Order what is marked, or this row; again takes it off the order.",
            None, why.needs_rows, footer="tracks marked stem mix"),
    Command("order_view", "O", "the order",
            "Show the order: what was asked, what is delivered, what stands in the way; or go back.",
            moves.to_order, footer="stem+ mix+ tracks+ marked+ order", in_order="back"),
    Command("message", "P", "client's message",
            "Paste a client's message: the lines that it asks for are shown before they are added.",
            footer="order", in_order="paste"),
    Command("accept_finding", "W", "accept", "Accept what stands in a line's way, for a reason.",
            None, why.needs_finding, ORDER, "order"),
    Command("treatment", "T", "where mixed",
            "Say where the mix was done: in the files, in this manifest, or nowhere yet."),
    Command("settings", "D", "delivery",
            "How the delivery is written: folder, names, form, trim, date."),
    Command("mix_bus", "B", "mix bus",
            "What is done to the sum of all stems: gain, ceiling, limiter, compressor."),
    Command("session", "S", "session",
            "Title, artist, mixer, version, note on the mix, reference, alignment, pan law, rate."),
    Command("problems", "exclamation_mark", "problems", "What stands in the way of printing."),
    Command("render", "R", "render", "Save, then print the order, with proof; while that goes on, show it.",
            None, why.needs_order, footer="tracks fresh stem mix order"),
    Command("new_version", "V", "new version",
            "Save, then print the order as a new version: beside the old delivery, which stays.",
            None, why.needs_old_order),
)
NUDGE = (
    Command("louder", "+,=", "louder", "Half a dB up, the marked tracks or stems, or this one.",
            partial(nudges.nudge, steps=1), why.needs_gain, footer="marked+ stem+ tracks+"),
    Command("softer", "-", "softer", "Half a dB down.", partial(nudges.nudge, steps=-1), why.needs_gain),
    Command("lower", "J", "move down", "Move the marked rows, or this one, down; the order is saved.",
            partial(nudges.reorder, by=1), why.needs_rows, footer="stem+ mix+ tracks+ order+"),
    Command("higher", "K", "move up", "Move them up.", partial(nudges.reorder, by=-1), why.needs_rows),
)
GROUP = (
    Command("new", "n", "new stem", "Make a stem; in the order, write a line.", footer="stem empty order",
            in_stems="new", in_order="new line"),
    Command("rename", "r", "rename", "Give this row another name.", None, why.needs_named),
    Command("channels", "c", "channels", "Make stems mono or stereo.",
            changes.toggle_channels, why.needs_group("stem"), GROUPS, "stem"),
    Command("edit", "e", "edit",
            "Edit gain, pan, polarity, delay, note and bounce of tracks, a stem's gain and parent, a mix's "
            "members, a line of the order.",
            None, why.needs_editable, footer="stem mix tracks+ marked+ fresh+"),
    Command("mix", "m", "new mix", "Make a mix: a name, then stems in or out (space) and moved (+ -).",
            None, why.needs_stems, footer="mix stem+"),
    Command("delete", "d", "delete",
            "Delete stems or mixes, whose tracks are in no stem then; lines of the order; or take a bounce "
            "without a file apart.",
            changes.delete, why.needs_deletable, "", "mix stem+ order"),
    Command("fold", "z", "fold", "Fold a stem's sub-stems away, on one of them too, or show them.",
            moves.fold, why.needs_sub_stems, GROUPS),
)
SESSION = (
    Command("undo", "u", "undo", "Undo the last edit.", changes.undo, why.needs_past),
    Command("redo", "U", "redo", "Do it again.", changes.redo, why.needs_future),
    Command("files", "N,f5", "files that came or went",
            "Relink tracks whose file has moved; add files that are no track yet, or ignore them for good."),
    Command("relink", "F,f6", "another file", "Give this track another file; all else about it stays.",
            None, why.needs_own_file, TRACKS),
    Command("save", "w,ctrl+s", "save", "Save the manifest.", None, why.needs_change,
            footer="tracks stem mix order+"),
    Command("lock", "H", "lock", "Note what each track's audio is (its hash) in stemtui.lock, for check.",
            None, why.needs_session),
    Command("play", "p", "play", "Play this track from where its sound begins, or stop it.",
            None, why.needs_tracks, TRACKS),
    Command("glossary", "i", "glossary", "All words, and the disputes about them."),
    Command("palette", "colon", "all commands", "Find a command by its name."),
    Command("back", "escape", "back", "Undo one layer: dialog, range, filter, marks. Never quits.",
            moves.escape),
    Command("quit", "q,ctrl+q", "quit", "Quit; asks when there is unsaved work.", footer="empty"),
    Command("help", "question_mark", "help", "All keys.", footer="tracks marked stem mix fresh order empty"),
)
# fmt: on

SECTIONS: tuple[tuple[str, tuple[Command, ...]], ...] = (
    ("Move", MOVE),
    ("Assign", ASSIGN),
    ("Mark", MARK),
    ("Nudge and move", NUDGE),
    ("Order and print", PRINT),
    ("Stems and mixes", GROUP),
    ("Session", SESSION),
)
LATER_DIGITS = frozenset(f"assign_{n}" for n in range(2, 10))
COMMANDS: dict[str, Command] = {command.id: command for _, group in SECTIONS for command in group}


def keyed(command: Command, own: Mapping[str, str]) -> Command:
    """A command with the user's own keys, where it has some."""
    return replace(command, keys=own[command.id]) if command.id in own else command
