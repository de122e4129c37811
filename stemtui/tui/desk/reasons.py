"""Why a command cannot run just now, each reason in one sentence that says what to do; "" when it can."""

from collections.abc import Callable

from stemtui.order import is_accepted
from stemtui.session import children, split_item, stem_numbers, unassigned
from stemtui.text import counted
from stemtui.tui.desk.answers import named
from stemtui.tui.desk.assigning import suggested_here
from stemtui.tui.desk.desk import GROUPS, ORDER, TRACKS, Desk, Pane
from stemtui.tui.desk.orders import findings
from stemtui.tui.desk.suggestions import proposal, suggested

Reason = Callable[[Desk], str]
NO_ROWS = {
    TRACKS: "There are no tracks.",
    GROUPS: "There are no stems or mixes yet: n makes a stem.",
    ORDER: "Nothing is ordered yet: P takes a client's message, n writes a line.",
}

STILL_READING = "The folder is still being read."


def never(desk: Desk) -> str:
    """A command that can always run."""
    return ""


def needs_rows(desk: Desk) -> str:
    """A row under the cursor."""
    if desk.here:
        return ""
    if desk.selection.filter:
        return "The filter hides every row: esc takes it off."
    if desk.reading and not desk.session.tracks:
        return STILL_READING
    return NO_ROWS[desk.pane]


def needs_marks(desk: Desk) -> str:
    """Marked rows, or a range."""
    return "" if desk.marked or desk.selection.anchor else "Nothing is marked in this pane."


def needs_tracks(desk: Desk) -> str:
    """The tracks' pane, and a row in it."""
    if desk.pane != TRACKS:
        return _elsewhere(desk, TRACKS, "tracks")
    return needs_rows(desk)


def needs_group(*kinds: str) -> Reason:
    """A command for stems, for mixes, or for both."""

    def reason(desk: Desk) -> str:
        noun = " and ".join(f"{kind}{'es' if kind == 'mix' else 's'}" for kind in kinds)
        if desk.pane != GROUPS:
            return _elsewhere(desk, GROUPS, noun)
        found = {split_item(item)[0] for item in desk.chosen}
        return needs_rows(desk) or ("" if found <= set(kinds) else f"This is done to {noun} only.")

    return reason


def _elsewhere(desk: Desk, pane: Pane, noun: str) -> str:
    """The pane where a command is for."""
    key = "tab" if desk.pane != ORDER else "h" if pane == TRACKS else "l"
    return f"This is done to {noun}: {key} goes to their pane."


def needs_deletable(desk: Desk) -> str:
    """Stems, mixes, lines of the order, or bounces without a file."""
    if desk.pane == GROUPS:
        return needs_group("stem", "mix")(desk)
    if desk.pane == ORDER or not desk.here:
        return needs_rows(desk)
    with_file = any(desk.session.track(key).file for key in desk.chosen_tracks)
    return "A track stays as long as its file does: L leaves it out of every print." if with_file else ""


def needs_several(desk: Desk) -> str:
    """Tracks to be bounced to one."""
    several = len(desk.chosen_tracks) > 1
    return needs_tracks(desk) or ("" if several else "Mark the tracks that are bounced to one first.")


def needs_named(desk: Desk) -> str:
    """A row with a name of its own."""
    return (
        "A line of the order has the client's words: e edits them."
        if desk.pane == ORDER
        else needs_rows(desk)
    )


def needs_finding(desk: Desk) -> str:
    """A line of the order that a reason would let pass."""
    if desk.pane != ORDER:
        return "This is done to lines of the order: O shows them."
    if why := needs_rows(desk):
        return why
    found = findings(desk)
    if any(one.waivable for one in found):
        return ""
    who = named(desk.session, desk.chosen, "line")
    several = len(desk.chosen) > 1
    if any(one.severity == "error" for one in found):
        cured = "go to each to see what does" if several else "what cures it is said below"
        return f"{who}: no reason lets {'them' if several else 'it'} pass; {cured}."
    if any(is_accepted(one) for one in found):
        return f"{who}: accepted already; e edits the reason."
    return f"{who}: nothing is refused that a reason could let pass."


def needs_stem_number(number: int) -> Reason:
    """Assignment by digit: there has to be a stem of that number."""

    def reason(desk: Desk) -> str:
        count = len(stem_numbers(desk.session))
        if not (why := needs_tracks(desk)) and number > count:
            there = f"There {'is' if count == 1 else 'are'} {counted(count, 'stem')}"
            return f"{there if count else 'There is no stem yet'}: enter makes a new one."
        return why

    return reason


def needs_suggestion(desk: Desk) -> str:
    """A suggestion for what is chosen."""
    if why := needs_tracks(desk):
        return why
    found = [proposal(desk, desk.session.track(track)) for track in desk.chosen_tracks]
    if any(one is not None and not one.question for one in found):
        return ""
    if any(one is not None for one in found):
        return "Its name asks a question that nobody has answered: t says what it is, L leaves it out."
    return _no_suggestion(desk, "Nothing is suggested here: enter or a digit assigns.")


def needs_suggestions(desk: Desk) -> str:
    """Any suggestion for a track that is shown."""
    if suggested_here(desk):
        return ""
    if suggested(desk):
        return "No track that the filter shows has a suggestion: esc shows all."
    return STILL_READING if desk.reading else _no_suggestion(desk, "There is nothing left to suggest.")


def _no_suggestion(desk: Desk, otherwise: str) -> str:
    return otherwise if desk.suggesting else "Suggestions are hidden: s shows them."


def needs_files(desk: Desk) -> str:
    """Files that came or went, or that are ignored."""
    if desk.missing or desk.strays or desk.session.ignore:
        return ""
    if desk.reading:
        return STILL_READING
    if desk.no_tracks:
        return "Every track has its file; ! says what else lies here, and why it is no track."
    return "Every track has its file, and every sound file here is a track."


def needs_own_file(desk: Desk) -> str:
    """One track with a file of its own."""
    if why := needs_tracks(desk):
        return why
    if len(desk.chosen_tracks) > 1:
        return "One track at a time: A takes the marks off."
    has_file = desk.session.track(desk.chosen_tracks[0]).file
    return "" if has_file else "This track is the sum of others and has no file of its own."


def needs_last(desk: Desk) -> str:
    """Tracks, and an assignment before."""
    if why := needs_tracks(desk):
        return why
    if desk.again is None:
        return "Nothing has been assigned yet: a digit or enter does."
    there = not desk.again or desk.again in desk.session.stem_index
    return "" if there else "The stem that tracks were last put in is gone: enter picks another."


def needs_gain(desk: Desk) -> str:
    """Tracks or stems: a mix has no gain of its own."""
    if desk.pane == ORDER:
        return "A line of the order has no gain: h goes to the tracks, l to the stems."
    if any(split_item(item)[0] == "mix" for item in desk.chosen):
        return "A mix has no gain of its own: e moves the stems in it."
    return needs_rows(desk)


def needs_unassigned(desk: Desk) -> str:
    """A track that nobody has placed."""
    return "" if unassigned(desk.session) else "Every track is in a stem, in a bounce, or left out."


def needs_sub_stems(desk: Desk) -> str:
    """A stem with sub-stems, or one of those; a filter finds stems whatever is folded."""
    if why := needs_group("stem")(desk):
        return why
    if desk.selection.filter:
        return "A filter shows what it finds, folded away or not: esc takes it off."
    kind, key = split_item(desk.here)
    if kind == "stem" and (children(desk.session, key) or desk.session.stem(key).parent):
        return ""
    return "This stem has no sub-stems to fold: e puts a stem inside another."


def needs_editable(desk: Desk) -> str:
    """Tracks, or one stem, mix or line of the order."""
    if why := needs_rows(desk):
        return why
    one = {GROUPS: "One stem or mix", ORDER: "One line"}.get(desk.pane, "")
    return f"{one} at a time: A takes the marks off." if one and len(desk.chosen) > 1 else ""


def needs_past(desk: Desk) -> str:
    """An edit to undo."""
    return "" if desk.history.past else "There is nothing to undo."


def needs_future(desk: Desk) -> str:
    """An undone edit."""
    return "" if desk.history.future else "There is nothing to do again: nothing was undone."


def needs_session(desk: Desk) -> str:
    """Tracks."""
    if desk.session.tracks:
        return ""
    return STILL_READING if desk.reading else "There are no tracks to save or print."


def needs_order(desk: Desk) -> str:
    """Something to print, or a render to show."""
    if desk.printing:
        return ""
    ordered = "" if desk.session.order else "Nothing is ordered yet: o orders a stem, a mix or a track."
    return needs_session(desk) or ordered


def needs_old_order(desk: Desk) -> str:
    """Something to print, and no render that is still to be shown."""
    return "A render goes on, or has ended unread: R shows it." if desk.printing else needs_order(desk)


def needs_stems(desk: Desk) -> str:
    """Stems to make a mix of."""
    return "" if desk.session.stems else "A mix is made of stems, and there are none yet."


def needs_change(desk: Desk) -> str:
    """Something to save."""
    if desk.unsaved:
        return ""
    if not desk.on_disk:
        return needs_session(desk)
    return "Nothing has changed since it was saved."
