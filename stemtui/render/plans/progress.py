"""How a render tells how far it is, and how it is stopped."""

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from stemtui.errors import StemtuiError
from stemtui.frozen import frozen


class Cancelled(StemtuiError):
    """A render that was stopped: the previous delivery stays as it was."""


@frozen
class Progress:
    """`done` of `total` in a stage of the render, which is a `part` of the whole with so much `before` it."""

    done: int
    total: int
    stage: str
    before: float = 0.0
    part: float = 1.0

    @property
    def share(self) -> float:
        """How much of the whole is done, 0 to 1."""
        return self.before + self.part * min(1.0, self.done / max(1, self.total))


@frozen
class Heard:
    """A print so far, by item: its peak, full scale being 1.0, and how many of its samples clip."""

    item: str
    peak: float
    clipped: int


@frozen
class Finished:
    """A print whose file the disk has, by item, with its figures as the receipt will have them."""

    item: str
    figures: Mapping[str, Any]


@frozen
class Watch:
    """Who follows a render, who may stop it, and who is told what becomes of each print.

    `stages` are those of a whole in their order, and how much work each is: a stage that is none of them is a
    whole by itself.
    """

    progress: Callable[[Progress], None] | None = field(default=None)
    cancelled: Callable[[], bool] | None = field(default=None)
    news: Callable[[Any], None] | None = field(default=None)
    stages: Mapping[str, float] = field(default_factory=dict)

    def step(self, done: int, total: int, stage: str) -> None:
        """Say how far the render is. Raises Cancelled when somebody has stopped it."""
        self.pass_on(Progress(done, total, stage, *self._place(stage)))

    def pass_on(self, progress: Progress) -> None:
        """Say how far a render is that somebody else follows too. Raises Cancelled as `step` does."""
        self.ask()
        if self.progress is not None:
            self.progress(progress)

    def _place(self, stage: str) -> tuple[float, float]:
        """How much of the whole is before a stage, and how much of it that is."""
        if stage not in self.stages:
            return 0.0, 1.0
        works, at = [*self.stages.values()], [*self.stages].index(stage)
        whole = sum(works)
        return sum(works[:at]) / whole, works[at] / whole

    def ask(self) -> None:
        """Raise Cancelled when somebody has stopped it."""
        if self.cancelled is not None and self.cancelled():
            raise Cancelled("The render was stopped. Any earlier delivery is as it was.")

    def tell(self, news: Any) -> None:
        """Pass on what has become of a print."""
        if self.news is not None:
            self.news(news)
