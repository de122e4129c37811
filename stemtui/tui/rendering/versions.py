"""A new version of a delivery, printed beside the one that is there, with what that means said before."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from stemtui.errors import StemtuiError
from stemtui.session import Session, next_version, recalled
from stemtui.text import printable
from stemtui.tui.dialogs.forms import Field, Form
from stemtui.tui.rendering.rendering import print_order

if TYPE_CHECKING:
    from stemtui.tui.screen import DeskScreen

LABEL = "Version, like 2"


async def new_version(screen: DeskScreen) -> None:
    """Ask which version it is, save, and print it into a folder of its own."""
    session = screen.desk.session
    there = await asyncio.to_thread(_beside, screen.root / session.delivery.folder)
    version = next_version(session.version)
    while version and _folder(session, version).name in there:
        version = next_version(version)
    asked = Field("version", LABEL, version, partial(_version, session, there))
    form = Form("Print a new version", [asked], shows=partial(_shows, session))
    if answer := await screen.ask(form):
        await print_order(screen, str(answer["version"]))


def _beside(folder: Path) -> frozenset[str]:
    """What lies where a delivery does, other deliveries among it."""
    try:
        return frozenset(one.name for one in folder.parent.iterdir())
    except OSError:
        return frozenset()


def _folder(session: Session, version: str) -> Path:
    return Path(recalled(session, version).delivery.folder)


def _version(session: Session, there: Collection[str], typed: str) -> str:
    """A version that lies nowhere yet. Raises ValueError with what is wrong."""
    version = typed.strip()
    if not version:
        raise ValueError("write the version that is printed, like 2")
    try:
        folder = recalled(session, version).delivery.folder
    except StemtuiError as error:
        raise ValueError(str(error)) from None
    if folder == session.delivery.folder:
        raise ValueError(f"{printable(folder)}/ is where the delivery lies already: R prints it again")
    if Path(folder).name in there:
        raise ValueError(f"{printable(folder)}/ is there already: write another version, or move it away")
    return version


def _shows(session: Session, values: Mapping[str, object]) -> str:
    """What is printed where, and what becomes of the rest."""
    version = str(values["version"])
    before, after = (printable(one.delivery.folder) for one in (session, recalled(session, version)))
    return (
        f"Saves, then prints the order into {after}/. {before}/ stays as it is. Receipt and summary "
        f"say what changed since, file by file. Then the manifest says version {printable(version)} and "
        f"folder {after}."
    )
