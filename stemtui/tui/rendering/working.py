"""The dialog over a render that goes on: what it set out to do, how far it is, each file as it comes."""

from __future__ import annotations

import time
from collections.abc import Iterator

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from stemtui.receipts import tables
from stemtui.text import counted, printable, size
from stemtui.tui.dialogs.dialogs import SCROLLBAR, Dialog, scrolled, wrapped
from stemtui.tui.rendering.printed import aligned, fitting, shortest
from stemtui.tui.rendering.renders import Rendering
from stemtui.tui.rendering.report import Report, Table

LOOK_SECONDS, FRAME_SECONDS = 0.1, 0.5
BAR = 40
ENDED = "ended"
STOPPING = "stopping ..."


class Working(Dialog[str]):
    """How far a render is. Esc closes it and the render goes on, x stops that; its end is the answer."""

    def __init__(self, title: str, rendering: Rendering) -> None:
        super().__init__(title, {"esc": "go on working, it prints on", "x": "stop it"})
        self.rendering = rendering
        self.drawn: dict[str, str] = {}
        self.last, self.count = 0.0, 0

    def body(self) -> ComposeResult:
        """The plan, the bar, the files."""
        yield Static(classes="plan")
        yield Static(classes="bar")
        yield VerticalScroll(classes="files")

    def on_mount(self) -> None:
        """Look often, so that the end is seen at once, and draw seldom: the terminal may be far away."""
        self.looking = self.set_interval(LOOK_SECONDS, self.look)

    async def look(self) -> None:
        """Draw what has come; answer once the render has ended."""
        is_planned = bool(self.rendering.report.plan) and not self.count
        if self.rendering.is_over:
            self.looking.stop()
            self.close(ENDED)
        elif is_planned or time.monotonic() - self.last >= FRAME_SECONDS:
            await self.draw()

    def fit(self) -> None:
        """Draw all of it anew, as wide as the window is."""
        self.drawn.clear()
        self.call_later(self.draw)

    async def draw(self) -> None:
        """Draw the lines that have changed, each a widget of its own, so that no other is sent."""
        self.last, report = time.monotonic(), self.rendering.report
        rows = file_rows(report, self.inner - SCROLLBAR)
        files = self.query_one(VerticalScroll)
        if len(rows) != self.count:
            self.count = len(rows)
            await files.mount_all(Static(classes=f"row row{number}") for number in range(len(rows)))
        plan = [part for line in plan_lines(report) for part in wrapped(printable(line), self.inner)]
        bar = STOPPING if self.rendering.is_stopped else bar_line(report, self.inner)
        self._put(".plan", "\n".join(plan), layout=True)
        self._put(".bar", bar)
        for number, row in enumerate(rows):
            self._put(f".row{number}", row)
        room = max(1, self.room - len(plan) - 1 - 2 * self.apart)
        if files.styles.max_height is None or files.styles.max_height.value != room:
            files.styles.max_height = room
            self.show_keys({"j k": "scroll"} if len(rows) > room else {})

    def _put(self, where: str, text: str, layout: bool = False) -> None:
        if self.drawn.get(where) != text:
            self.drawn[where] = text
            self.query_one(where, Static).update(Content(text), layout=layout)

    async def on_key(self, event: events.Key) -> None:
        """Stop the render, or scroll its files."""
        if event.character == "x":
            event.stop()
            self.rendering.stop()
            await self.draw()
        elif scrolled(self.query_one(VerticalScroll), event):
            event.stop()


def plan_lines(report: Report) -> Iterator[str]:
    """What a render set out to do, in words."""
    plan = report.plan
    if not plan:
        yield "Looking at what is there ..."
        return
    writes, reads = tables(dict(plan), "writes"), tables(dict(plan), "reads")
    kept, fresh = (sum(one["is_kept"] is kept for one in writes) for kept in (True, False))
    current = f"; {kept} {'is' if kept == 1 else 'are'} current and kept" if kept else ""
    yield (
        f"Reads {counted(len(reads), 'file')}, {size(plan['bytes_read'])}; prints {counted(fresh, 'file')}, "
        f"{size(plan['bytes_written'])}, into {shortest(plan['folder'])}{current}."
    )
    if not plan["fits"]:
        yield f"Warning: {size(plan['free'])} are free there, which is too little."


def bar_line(report: Report, width: int) -> str:
    """`[########........] Printing 45 %  0:12 left`."""
    room = max(0, min(BAR, width - len(report.words) - 3))
    return f"[{'#' * round(room * report.share):.<{room}}] {report.words}"


def file_rows(report: Report, width: int) -> list[str]:
    """A line for each file: its name, kind and channels as far as there is room, and what is known of it."""
    writes = tables(dict(report.plan), "writes")
    cells = [
        aligned([printable(one["file"]) for one in writes]),
        aligned([state(report.prints.get(one["item"], {})) for one in writes]),
        aligned([one["kind"].upper() for one in writes]),
        aligned(["mono" if one["channels"] == 1 else "stereo" for one in writes]),
        aligned([loudness(report.prints.get(one["item"], {})) for one in writes], ">"),
    ]
    return fitting(cells, (0, 2, 3, 1, 4), width)


def state(told: Table) -> str:
    """What has been heard of a print: its peak so far and whether it clips, then that it is there."""
    peak = f"peak {told['peak_dbfs']:6.2f} dBFS" if "peak_dbfs" in told else ""
    match told.get("event"):
        case "peak":
            return f"{peak}, CLIPS" if told["clipped"] else f"{peak} so far"
        case "file":
            return f"{'kept   ' if told['kept'] else 'written'}  {peak or 'silent'}"
    return "waiting"


def loudness(told: Table) -> str:
    """How loud a print is, once it is there and its loudness known."""
    loud = told.get("integrated_lufs")
    return "" if loud is None else f"{loud:.1f} LUFS"
