"""How a render tells how far it is, and how it is stopped."""

from collections.abc import Callable
from dataclasses import dataclass, field

from stemtui.errors import StemtuiError


class Cancelled(StemtuiError):
    """A render that was stopped: the previous delivery stays as it was."""


@dataclass(frozen=True)
class Progress:
    """`done` of `total` in a stage of the render."""

    done: int
    total: int
    stage: str


@dataclass(frozen=True)
class Watch:
    """Who follows a render, and who may stop it."""

    progress: Callable[[Progress], None] | None = field(default=None)
    cancelled: Callable[[], bool] | None = field(default=None)

    def step(self, done: int, total: int, stage: str) -> None:
        """Say how far the render is. Raises Cancelled when somebody has stopped it."""
        if self.cancelled is not None and self.cancelled():
            raise Cancelled("The render was stopped. The previous delivery is as it was.")
        if self.progress is not None:
            self.progress(Progress(done, total, stage))
