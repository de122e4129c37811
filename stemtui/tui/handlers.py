"""The commands that talk to the user or the disk, by their id in the table.

Nothing imports them before the first paint: they are half of what the screen is made of.
"""

from stemtui.tui import audition, leaving, locking, refiling, rendering, saving, versions
from stemtui.tui.messages import message
from stemtui.tui.questions import QUESTIONS, Question

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
