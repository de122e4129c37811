"""An app that sends a terminal only what that does not show yet, and never half of another size."""

from rich.console import RenderableType
from textual import events
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.screen import Screen

from stemtui.tui.rendering.running import Work
from stemtui.tui.wire.pumps import handled
from stemtui.tui.wire.terminal import Changes, Terminal


class DrawingApp(App[int]):
    """What an app draws, cell by cell where it differs, and never what was laid out for another size."""

    def __init__(self, ansi_color: bool | None) -> None:
        super().__init__(ansi_color=ansi_color)
        self.terminal = Terminal()

    def action_redraw(self) -> None:
        """Draw everything anew: something else has written on the terminal."""
        self.terminal.forget()
        self.refresh()

    async def on_event(self, event: events.Event) -> None:
        """Draw nothing from the moment that the window has another size until all screens are laid out."""
        if isinstance(event, events.Resize):
            if event.size == self.size:  # a shell has come and gone
                self.action_redraw()
            elif self._size is not None and self._resize_timer is None:
                self._begin_batch()
        await super().on_event(event)

    def _check_resize(self) -> None:
        at_the_start = self._resize_timer is None
        super()._check_resize()
        if not at_the_start:
            self.run_worker(Work(self._draw_when_laid_out))

    async def _draw_when_laid_out(self) -> None:
        """Draw a size once all has been laid out in it: below a dialog Textual lays nothing out anew."""
        for screen in [*self.screen_stack] * 2:
            await handled(screen)
        for screen in self._background_screens:
            screen._screen_resized(self.size)
            await handled(screen)
        self._end_batch()
        self.action_redraw()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if isinstance(renderable, CompositorUpdate):
            renderable = Changes(self.terminal, screen, renderable)
        super()._display(screen, renderable)
