"""The commands that ask something first: each shows a dialog and hands the answer to a change of the desk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from stemtui.session import item_name, split_item, tree
from stemtui.text import printable
from stemtui.tui.desk import assigning, changes, moves, orders
from stemtui.tui.desk.answers import named
from stemtui.tui.desk.desk import GROUPS, ORDER
from stemtui.tui.desk.suggestions import suggested
from stemtui.tui.dialogs import editing, fields, ordering, settings
from stemtui.tui.dialogs.dialogs import Page
from stemtui.tui.dialogs.findings import show_problems
from stemtui.tui.dialogs.forms import Field, Form
from stemtui.tui.dialogs.pick import Pick
from stemtui.tui.dialogs.words import show_glossary
from stemtui.tui.panes.guide import help_rows, palette_rows

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen

ORIGINS = {
    "r": ("raw", "raw"),
    "p": ("printed", "printed"),
    "s": ("stem", "stem"),
    "m": ("mix", "mix"),
    "u": ("", "unknown"),
}
ORIGIN_LINES = (
    "A name proves nothing. What is this file, as far as anybody has said?",
    "",
    "r  raw: as recorded, before the mix",
    "p  printed through the mix: one track with its treatment in the file",
    "s  a finished STEM that somebody printed, used here as a source",
    "m  a finished MIX, used here as a source (music in post production)",
    "u  unknown: ask who made it",
)
IDEA = "suggested:"
TREATMENTS = {"p": "printed", "m": "manifest", "n": "none"}
TREATMENT_LINES = (
    "A STEM is a submix of tracks as they were treated in the mix, so before one is printed somebody has to "
    "say where that was done.",
    "",
    "p  printed into these files (post-fader exports; the DAW holds the mix)",
    "m  in this manifest: its gains, pans and offsets are the mix",
    "n  not mixed yet: what comes out is a SUBMIX OF TRACKS, and is called that",
)


async def pick(screen: DeskScreen) -> None:
    """Assign to a stem found by number or name, or to a new one; on a stem or a mix, show its tracks."""
    if screen.desk.pane == GROUPS:
        screen.do(moves.to_tracks_of)
        return
    if screen.desk.pane == ORDER:
        await edit(screen)
        return
    session = screen.desk.session
    choices = {stem.id: stem.name for stem, _ in tree(session)}
    taken = {name.casefold() for name in choices.values()}
    ideas = dict.fromkeys(
        one.stem_name for one in suggested(screen.desk) if one.stem_name.casefold() not in taken
    )
    choices |= {f"{IDEA}{name}": f"{name}?" for name in ideas if name}
    title = f"{named(session, screen.desk.chosen)}: into which stem?"
    answer = await screen.ask(Pick(title, choices, new="make a new stem", numbered=True))
    if answer is None:
        return
    stem_id, typed = answer
    if stem_id and not stem_id.startswith(IDEA):
        screen.do(lambda desk: assigning.put_in(desk, stem_id))
    else:
        screen.do(lambda desk: assigning.put_in_new(desk, stem_id.removeprefix(IDEA) or typed))


async def edit(screen: DeskScreen) -> None:
    """A form for what is chosen: tracks, a stem, a mix, a line of the order."""
    await (ordering.edit_line if screen.desk.pane == ORDER else editing.edit)(screen)


async def origin(screen: DeskScreen) -> None:
    """Record what the chosen files are."""
    who = named(screen.desk.session, screen.desk.chosen)
    letters = {letter: words for letter, (_, words) in ORIGINS.items()}
    answer = await screen.ask(Page(f"Origin of {who}", ORIGIN_LINES, letters, "leave it"))
    if answer:
        screen.do(lambda desk: changes.set_origin(desk, ORIGINS[answer][0]))


async def leave_out(screen: DeskScreen) -> None:
    """Leave the chosen tracks out, with a reason; bring them back when all of them are out."""
    desk = screen.desk
    if all(desk.session.track(track).left_out for track in desk.chosen_tracks):
        screen.do(lambda desk: changes.set_left_out(desk, ""))
        return
    who = named(desk.session, desk.chosen)
    stay = "The track stays" if len(desk.chosen_tracks) == 1 else "The tracks stay"
    about = [f"{stay} in the session and out of every print.", "The receipt repeats the reason."]
    answer = await screen.ask(Form(f"Leave out {who}", [Field("reason", "Why?", read=fields.reason)], about))
    if answer:
        screen.do(lambda desk: changes.set_left_out(desk, str(answer["reason"])))


async def new(screen: DeskScreen) -> None:
    """Make a stem, or a line of the order."""
    if screen.desk.pane == ORDER:
        await ordering.new_line(screen)
        return
    taken = [stem.name for stem in screen.desk.session.stems]
    answer = await screen.ask(Form("New stem", [Field("name", "Name", read=fields.new_name("stem", taken))]))
    if answer:
        screen.do(lambda desk: changes.new_stem(desk, str(answer["name"])))


async def rename(screen: DeskScreen) -> None:
    """Give the row under the cursor another name."""
    session, (kind, _) = screen.desk.session, split_item(screen.desk.here)
    old = item_name(session, screen.desk.here)
    taken = {"stem": [stem.name for stem in session.stems], "mix": [mix.name for mix in session.mixes]}
    read = fields.new_name(kind, (name for name in taken.get(kind, []) if name != old))
    answer = await screen.ask(Form(f"Rename {printable(old)}", [Field("name", "Name", old, read)]))
    if answer:
        screen.do(lambda desk: changes.rename(desk, str(answer["name"])))


async def order(screen: DeskScreen) -> None:
    """Order what is chosen; the first stem asks where the mix was done."""
    screen.do(orders.toggle)
    await ask_treatment(screen)


async def ask_treatment(screen: DeskScreen, stay: str = "later") -> bool:
    """The one question, while a stem is ordered and nobody has answered it; whether it is open no more."""
    session = screen.desk.session
    is_open = not session.treatment and any(line.deliver.startswith("stem.") for line in session.order)
    return not is_open or await _asked_treatment(screen, stay)


async def treatment(screen: DeskScreen) -> None:
    """Say where the mix was done, for the first time or otherwise than before."""
    await _asked_treatment(screen, "as it is" if screen.desk.session.treatment else "later")


async def _asked_treatment(screen: DeskScreen, stay: str) -> bool:
    said = screen.desk.session.treatment
    lines = [*TREATMENT_LINES, *(["", f"So far: {changes.TREATMENT_WORDS[said]}"] if said else [])]
    labels = {"p": "printed", "m": "manifest", "n": "not mixed"}
    answer = await screen.ask(Page("Where was the mix done?", lines, labels, stay))
    if answer:
        screen.do(lambda desk: changes.set_treatment(desk, TREATMENTS[answer]))
    return bool(answer)


async def show_help(screen: DeskScreen) -> None:
    """All keys, those of this pane first."""
    lines: list[str] = []
    for section, found in help_rows(screen.desk):
        lines += [section.upper(), *(f"  {keys:<11}  {text}" for keys, text in found), ""]
    place = "in the order" if screen.desk.pane == ORDER else f"in the pane of {screen.desk.pane}"
    await screen.ask(Page(f"Keys {place}", lines[:-1]))


async def palette(screen: DeskScreen) -> None:
    """Find a command by its name and run it."""
    choices, about = palette_rows(screen.desk)
    answer = await screen.ask(Pick("All commands", choices, about, verb="do it"))
    if answer and answer[0]:
        screen.action_run(answer[0])


Question = Callable[["DeskScreen"], Awaitable[None]]
QUESTIONS: dict[str, Question] = {
    "pick": pick,
    "origin": origin,
    "leave_out": leave_out,
    "bounce": editing.bounce,
    "new": new,
    "rename": rename,
    "mix": editing.mix,
    "edit": edit,
    "settings": settings.delivery,
    "session": settings.session,
    "mix_bus": settings.mix_bus,
    "order": order,
    "accept_finding": ordering.accept_finding,
    "treatment": treatment,
    "problems": show_problems,
    "glossary": show_glossary,
    "help": show_help,
    "palette": palette,
}
