"""The commands that talk to the user or the disk, by their id in the table.

Nothing imports them before the first paint: they are half of what the screen is made of.
"""

from stemtui.tui import leaving
from stemtui.tui.dialogs import refiling
from stemtui.tui.dialogs.messages import message
from stemtui.tui.dialogs.questions import QUESTIONS, Question
from stemtui.tui.keeping import locking, saving
from stemtui.tui.rendering import audition, rendering, versions

HANDLERS: dict[str, Question] = {
    **QUESTIONS,
    **refiling.COMMANDS,
    "save": saving.save_only,
    "render": rendering.render,
    "new_version": versions.new_version,
    "lock": locking.lock,
    "quit": leaving.leave,
    "play": audition.play,
    "message": message,
}
