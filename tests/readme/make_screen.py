"""Draw the README's picture of the screen from the real app: `python tests/readme/make_screen.py`."""

import asyncio
import shutil
import tempfile
from pathlib import Path

from stemtui.tui.app import StemtuiApp, open_desk

HERE = Path(__file__).parent
CAMPAIGN = HERE.parent.parent / "sample_sessions" / "campaign"
KEYS = ["Y", "tab", "a", "o", "p", "tab", "j", "j"]


async def draw(folder: Path) -> str:
    """The screen as SVG, after some keys on a copy of the campaign's audio that has no manifest yet."""
    song = folder / "Mega Savings Song"
    shutil.copytree(CAMPAIGN / "audio", song / "audio")
    app = StemtuiApp(*open_desk(song))
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        for key in KEYS:
            await pilot.press(key)
            await pilot.pause()
        return app.export_screenshot(title="stemtui")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        svg = asyncio.run(draw(Path(temporary)))
    (HERE / "screen.svg").write_text(svg, encoding="utf-8")
