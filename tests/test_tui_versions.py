"""Stories at 80x24 of a delivery printed again as a new version, and of the lock on the audio."""

import tomllib
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui import lockfile, manifest
from stemtui.tui.rendering.renders import command
from tests.driver import story


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks at the disk that follow each other fast."""
    monkeypatch.setattr("stemtui.tui.keeping.lookout.LOOK_SECONDS", 0.05)


async def test_a_new_version_goes_beside_the_old_delivery(band: Path) -> None:
    async with story(band) as told:
        await told.press("V")
        await told.see("Nothing is ordered yet")
        await told.press("tab", "o", "p", "R")
        await told.see("They are in")
        before = (band / "delivery" / "receipt.toml").read_bytes()
        await told.press("escape", "h", "e", "ctrl+u")
        await told.type("-3")
        await told.press("enter", "V")
        await told.see("Print a new version", "prints the order into delivery_v2/. delivery/ stays as it is.")
        await told.press("ctrl+u")
        await told.see("write the version that is printed")
        await told.type("!!")
        await told.see("'!!' is not a version: write one like 2, or 2.1.")
        await told.press("ctrl+u")
        await told.type("3")
        await told.see("into delivery_v3/.", "the manifest says version 3 and folder delivery_v3.")
        await told.press("enter")
        await told.see("They are in")
        await told.press("escape")
        await told.wait_for(lambda: told.session.version == "3")
        await told.not_see("* unsaved")
        await told.see("Version 3 is noted: R prints into delivery_v3/ from now on.")
    assert (band / "delivery" / "receipt.toml").read_bytes() == before
    receipt = tomllib.loads((band / "delivery_v3" / "receipt.toml").read_text())
    assert receipt["session"]["version"] == "3" and receipt["since"]["folder"] == "delivery"
    saved = manifest.load(band)
    assert (saved.version, saved.delivery.folder) == ("3", "delivery_v3")


async def test_a_version_that_lies_there_already_is_not_proposed_and_its_end_is_said(band: Path) -> None:
    async with story(band) as told:
        await told.press("T", "p", "tab", "o")
        for folder in ("delivery_v2", "delivery_v3"):
            (band / folder).mkdir()
        await told.press("V")
        await told.see("Version, like 2 4", "prints the order into delivery_v4/.")
        await told.not_see("already")
        await told.press("ctrl+u", "3")
        await told.see("delivery_v3/ is there already: write another version, or move it away")
        await told.press("enter")
        await told.see("Print a new version")
        await told.press("escape")
    assert not [*(band / "delivery_v3").iterdir()]


async def test_a_version_that_is_refused_is_printed_once_that_is_cured(band: Path) -> None:
    async with story(band) as told:
        await told.press("f", "1", "tab", "j", "o", "m", "V", "enter")
        await told.see("Not printed", 'only "Bass" feeds it', "W accept 1 finding")
        await told.press("W")
        await told.type("the bass alone is the stem")
        await told.press("enter")
        await told.see("They are in")
        await told.press("escape")
        await told.see("Version 2 is noted")
    assert not (band / "delivery").exists() and manifest.load(band).version == "2"


async def test_escape_prints_no_version(band: Path) -> None:
    async with story(band) as told:
        await told.press("T", "p", "tab", "o", "V", "escape")
        await told.see("* unsaved", "3 Vocals")
    assert not [*band.glob("delivery*")]


def test_the_version_reaches_the_command_line() -> None:
    assert command(Path("song.toml"), "-x")[-1] == "--version=-x"
    assert command(Path("song.toml"))[-1] == "--json-lines"


async def test_the_audio_is_locked_and_other_audio_is_named(band: Path) -> None:
    async with story(band) as told:
        await told.press("H")
        await told.see("Lock the audio", "All of 5 tracks is read", "No track is changed.", "y lock it")
        await told.press("escape")
        assert not (band / lockfile.NAME).exists()
        await told.press("H", "y")
        await told.see("stemtui.lock: 5 tracks.")
        assert set(lockfile.read_lock(band) or {}) == {"kick", "snare", "bass", "vox", "shaker"}
        soundfile.write(band / "Bass.wav", np.full(4800, 0.25), 48000, subtype="PCM_24")
        await told.press("H")
        await told.see("stemtui.lock is there already")
        await told.press("y")
        await told.see("Other audio than before: Bass.")
        (band / lockfile.NAME).write_text("no lock")
        await told.press("H", "y")
        await told.see("Not locked:", "delete it and make it anew")
