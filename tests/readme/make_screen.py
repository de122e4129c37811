"""Draw the README's picture of the screen from the real app: `python -m tests.readme.make_screen`."""

import asyncio
import html
import re
import shutil
import tempfile
from pathlib import Path

from tests.driver import story

HERE = Path(__file__).parent
SCREEN = HERE / "screen.svg"
CAMPAIGN = HERE.parent.parent / "sample_sessions" / "campaign"
KEYS = ("Y", "tab", "a", "o", "p", "tab", "j", "j")


async def draw(folder: Path) -> str:
    """The screen as SVG, after some keys on a copy of the campaign's audio that has no manifest yet."""
    song = folder / "Mega Savings Song"
    shutil.copytree(CAMPAIGN / "audio", song / "audio")
    async with story(song) as told:
        await told.press(*KEYS)
        await told.see("LUFS")
        return told.app.export_screenshot(title="stemtui")


def texts(svg: str) -> list[str]:
    """The words in a picture, in the order in which they are drawn."""
    return [html.unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        SCREEN.write_text(asyncio.run(draw(Path(temporary))), encoding="utf-8")
