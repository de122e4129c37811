"""Stories at 80x24 of renders that go on beside the screen: watched, left alone, stopped, found again."""

import asyncio
import os
import signal
import time
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from stemtui import manifest
from stemtui.session import OrderLine
from stemtui.tui.rendering import renders
from stemtui.tui.rendering.report import Report, refusal
from stemtui.tui.rendering.working import file_rows
from tests.driver import PATIENCE, Story, pressed, story
from tests.renders import DYING, FAULTY, WAITING, left, made_so

ORDER = ("f", "1", "tab", "o", "p")


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Renders wait until this file is there."""
    made_so(monkeypatch, WAITING, tmp_path / "gate")
    return tmp_path / "gate"


async def printing(told: Story) -> Story:
    """The Drums are ordered, and their print waits."""
    await told.press(*ORDER, "R")
    return await told.see("stemtui.toml is saved; printing", "Printing 25 %")


async def quits(told: Story, *keys: str) -> None:
    """Press keys, the last of which ends the screen."""
    for key in keys:
        told.app.post_message(pressed(key))
    end = time.monotonic() + PATIENCE
    while told.app.return_code is None and time.monotonic() < end:
        await asyncio.sleep(0.01)
    assert told.app.return_code == 0


def pid(told: Story) -> int:
    """The process that renders."""
    rendering = told.app.desk_screen.rendering
    assert rendering is not None
    return int(rendering.report.started["pid"])


async def test_the_plan_and_each_file_are_shown_while_it_prints(band: Path, gate: Path) -> None:
    async with story(band) as told:
        await printing(told)
        await told.see("Reads 5 files, 72.", "prints 1 file, 29.", "[##########....", "x stop it")
        await told.see("-6.02 dBFS, CLIPS")
        row = told.row("Band_Drums_STEM.wav")
        assert row == "Band_Drums_STEM.wav STEM stereo peak -6.02 dBFS, CLIPS"
        gate.touch()
        await told.see("1 file, 48 kHz", "They are in", "Proven")
        assert "What was changed" not in told.text
        await told.press("escape")
        await told.see("Printed into delivery/.", "5 tracks")


def test_what_is_heard_of_long_named_files_fits_80_columns() -> None:
    names = ("Mega Savings Song_Master_MIX.wav", "Mega Savings Song_Backing Vocals_STEM.wav")
    writes = [dict(file=name, item=name, kind=name[-8:-4].strip("_"), channels=2) for name in names]
    there = dict(event="file", kept=False, peak_dbfs=-2.0, integrated_lufs=-15.5)
    report = Report(plan={"writes": writes}, prints={names[0]: there})
    for told, words in (
        (dict(event="peak", peak_dbfs=4.0, clipped=18533), "peak   4.00 dBFS, CLIPS"),
        (dict(event="peak", peak_dbfs=-11.84, clipped=0), "peak -11.84 dBFS so far"),
        (dict(event="file", kept=True, integrated_lufs=None), "kept     silent"),
    ):
        report = replace(report, prints={**report.prints, names[1]: told})
        rows = file_rows(report, 76)
        assert "_MIX.wav" in rows[0] and "MIX   written  peak  -2.00 dBFS" in rows[0] and words in rows[1]
        assert file_rows(report, 96)[0].endswith("-15.5 LUFS")


async def test_a_render_lets_the_screen_go_first(band: Path, gate: Path) -> None:
    async with story(band) as told:
        await printing(told)
        ours = os.getpriority(os.PRIO_PROCESS, 0)
        assert os.getpriority(os.PRIO_PROCESS, pid(told)) == min(19, ours + 10)
        await told.press("x")
        await told.see("The render was stopped.")


async def test_work_goes_on_beside_a_render_and_its_end_waits_to_be_read(band: Path, gate: Path) -> None:
    async with story(band) as told:
        await printing(told)
        await told.press("escape")
        await told.see("The render goes on: R shows it.", "Band Printing 25 %")
        await told.press("h", "g", "2")
        await told.see("Kick: Drums -> Bass", "* unsaved", "Printing 25 %")
        await told.press("w")
        await told.see("Saved stemtui.toml.")
        await told.press("R")
        await told.see("Printing; what was changed since it began is not in it")
        await told.see("Reads 5 files", "esc go on working")
        await told.press("escape", "2")
        gate.touch()
        await told.see("Band Printed: R shows it", "Snare: Drums -> Bass")
        await told.press("R")
        await told.see("1 file, 48 kHz", "They are in", "What was changed since it began is not in it")
        await told.press("escape")
        await told.see("Band 5 tracks")
    tracks = tomllib.loads((band / "delivery/receipt.toml").read_text())["track"]
    printed = {track["track"]: track["stem"] for track in tracks}
    assert printed["kick"] == printed["snare"] == "drums"
    assert manifest.load(band).track("kick").stem == "bass"


async def test_a_render_is_stopped_and_leaves_nothing(band: Path, gate: Path) -> None:
    async with story(band) as told:
        await printing(told)
        assert [name.split("-")[0] for name in left(band)] == [".delivery.lock", ".delivery.partial"]
        await told.press("x")
        await told.see("The render was stopped. Any earlier delivery is as it was.", "Band 5 tracks")
    assert not left(band) and not (band / "delivery").exists()
    async with story(band) as told:
        assert "Printing" not in told.text and renders.found(band / manifest.NAME) is None


async def test_quitting_asks_about_a_render(band: Path, gate: Path) -> None:
    async with story(band) as told:
        await printing(told)
        await told.press("escape", "q")
        await told.see("A render of this session goes on.", "b let it finish", "x stop it", "esc stay")
        await told.press("escape", "j")
        await quits(told, "q", "x")
    assert not left(band) and not (band / "delivery").exists()


async def test_a_render_that_was_left_is_followed_at_the_next_start(band: Path, gate: Path) -> None:
    async with story(band) as told:
        await printing(told)
        await quits(told, "escape", "q", "b")
    async with story(band) as told:
        await told.see("Band Printing 25 %", "begun before goes on")
        await told.press("R")
        await told.see("Reads 5 files", "Band_Drums_STEM.wav")
        gate.touch()
        await told.see("1 file, 48 kHz", "They are in")
        await told.press("escape")
    async with story(band) as told:
        await told.press("j")
        assert "Printed" not in told.text


async def test_what_was_printed_while_no_screen_was_there_is_shown_once(band: Path, gate: Path) -> None:
    async with story(band) as told:
        await printing(told)
        rendering = told.app.desk_screen.rendering
        assert rendering is not None and rendering.process is not None
        await quits(told, "escape", "q", "b")
    gate.touch()
    assert rendering.process.wait(PATIENCE) == 0
    async with story(band) as told:
        await told.see("Printed while the screen was away", "1 file, 48 kHz", "They are in", "Proven")
        await told.press("escape", "j")
        await told.see("Band 5 tracks")
    async with story(band) as told:
        await told.press("j")
        assert "Printed" not in told.text


async def test_a_second_screen_follows_the_same_render(band: Path, gate: Path) -> None:
    async with story(band) as told:
        await printing(told)
        async with story(band) as other:
            await other.see("begun before goes on")
            await other.press("R")
            await other.see("Reads 5 files", "Printing 25 %")
            await other.press("x")
            await other.see("The render was stopped.")
        await told.see("The render was stopped.")
    assert not left(band)


async def test_a_render_that_was_killed_is_told_in_words_and_cleared_up(band: Path, gate: Path) -> None:
    async with story(band) as told:
        await printing(told)
        os.kill(pid(told), signal.SIGKILL)
        await told.see("The render ended without a word: it was killed", "Any earlier delivery is as it was.")
        assert not left(band) and not (band / "delivery").exists()
        gate.touch()
        await told.press("escape", "R")
        await told.see("They are in")


async def test_a_render_that_was_killed_while_no_screen_was_there(band: Path, gate: Path) -> None:
    async with story(band) as told:
        await printing(told)
        child = pid(told)
        await quits(told, "escape", "q", "b")
    os.kill(child, signal.SIGKILL)
    async with story(band) as told:
        await told.see("The render ended without a word")
        assert not left(band)
        await told.press("escape")
    async with story(band) as told:
        await told.press("j")
        assert "without a word" not in told.text


async def test_a_refusal_that_comes_late_is_accepted_on_the_line_that_it_is_about(
    band: Path, gate: Path
) -> None:
    path = band / manifest.NAME
    async with story(band) as told:
        await told.press("f", "1", "tab", "j", "o", "m", "R")
        await told.see("Not printed", 'only "Bass" feeds it', "W accept 1 finding")
        await told.press("escape")
        await told.see("Nothing was printed; any earlier delivery is as it was.")
        await told.press("k", "o")
    assert [line.deliver for line in manifest.load(path).order] == ["stem.bass"]


async def test_a_fault_of_the_program_is_told_and_the_session_stays(
    band: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_so(monkeypatch, FAULTY, tmp_path / "gate")
    async with story(band) as told:
        await told.press(*ORDER, "R")
        await told.see("a fault of the program", "KeyError: 'mix.nowhere' (<string>, line ")
        await told.press("escape", "h", "2")
        await told.see("* unsaved", "Band 5 tracks")


async def test_the_last_words_of_a_process_that_could_not_begin_are_told(
    band: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_so(monkeypatch, DYING, tmp_path / "gate")
    async with story(band) as told:
        await told.press(*ORDER, "R")
        await told.see("ended without a word", "The last that was heard of it: out of luck")


async def test_what_is_current_is_not_printed_again_and_that_is_said(band: Path) -> None:
    async with story(band) as told:
        await told.press(*ORDER, "R")
        await told.see("They are in")
        await told.press("escape", "R")
        await told.see("They are in")
        await told.press("escape")
        await told.see("Everything is current: nothing was printed again.")


def test_a_finding_is_about_an_item_wherever_its_line_is_by_now(band: Path) -> None:
    told = {"path": "order.1", "message": "Odd.", "remedy": "", "severity": "error", "waivable": True}
    end = {"stopped": "No.", "problems": [{**told, "item": "stem.bass"}, {**told, "trim_db": -2.0}]}
    bass, drums = (OrderLine(item, "stem", f"stem.{item}") for item in ("bass", "drums"))
    session = manifest.load(band)

    def paths(*order: OrderLine) -> list[str]:
        found = refusal(Report(end=end), replace(session, order=order)).problems
        return [problem.path for problem in found]

    assert paths(bass, drums) == ["order.1", "order.1"]
    assert paths(drums, bass, bass) == ["order.2", "order.1"]
    assert paths(drums) == ["", "order.1"]
