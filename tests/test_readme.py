"""The README says what is true: its commands, its keys, its example, its sentence."""

import re
from pathlib import Path

import pytest

from stemtui import manifest, problems
from stemtui.cli import main
from stemtui.session import edit_order_line
from stemtui.tui.panes.guide import key_table
from tests.readme.make_screen import SCREEN, draw, texts

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_its_key_table_is_made_from_the_commands() -> None:
    begin, end = "<!-- made by stemtui.tui.panes.guide.key_table -->\n", "\n<!-- end of the keys -->"
    table = README.split(begin)[1].split(end)[0]
    assert table == key_table(), (
        "python -c 'from stemtui.tui.panes.guide import key_table; print(key_table())'"
    )


def test_its_two_commands_are_there_once() -> None:
    commands = re.findall(r"^    (python3 -m venv .*)$", README, re.MULTILINE)
    assert len(commands) == 2
    assert commands[0].endswith("stemtui render sample_sessions/campaign")
    assert commands[1].endswith("pytest")


def test_its_manifest_is_one(tmp_path: Path) -> None:
    text = README.split("```toml\n")[1].split("```")[0]
    (tmp_path / "stemtui.toml").write_text(text, encoding="utf-8")
    session = manifest.load(tmp_path / "stemtui.toml")
    assert session.track("overhead_l").stem == "drums"


def test_its_refusal_is_what_the_gate_says() -> None:
    path = ROOT / "sample_sessions" / "campaign" / "stemtui.toml"
    session = manifest.load(path)
    wrong = edit_order_line(session, 4, deliver="track.kick")
    said = [f"{problem.message} {problem.remedy}" for problem in problems.check(wrong, {})]
    quoted = next(line.strip() for line in README.splitlines() if line.startswith("    Line 5"))
    assert quoted in said


def test_its_order_is_what_the_message_is_read_as(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "sample_sessions" / "campaign" / "stemtui.toml").read_text(encoding="utf-8")
    unordered = text.split("[[order]]")[0] + text[text.index("[track.kick]") :]
    (tmp_path / "stemtui.toml").write_text(unordered, encoding="utf-8")
    example = README.split("    $ echo ")[1].split("\n\n" + '"The stems"')[0].splitlines()
    (tmp_path / "message.txt").write_text(example[0].split('"')[1], encoding="utf-8")
    assert main(["order", str(tmp_path), str(tmp_path / "message.txt")]) == 1
    said = capsys.readouterr().out
    for line in example[1:]:
        assert line.strip().removesuffix("...").strip() in said


async def test_its_picture_is_what_the_screen_shows(tmp_path: Path) -> None:
    shown = texts(await draw(tmp_path))
    assert texts(SCREEN.read_text(encoding="utf-8")) == shown, "python -m tests.readme.make_screen draws it"


def test_what_its_links_lead_to_exists() -> None:
    headings = {
        re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", README, re.MULTILINE)
    }
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert target[1:] in headings if target.startswith("#") else (ROOT / target).exists(), target
