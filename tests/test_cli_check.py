"""`check` as a user reads it: all of it at once, and every finding for a script."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from stemtui import manifest
from stemtui.cli import main
from stemtui.session import OrderLine
from tests import small_sessions as small
from tests.songs import CAMPAIGN


@pytest.fixture
def song(tmp_path: Path) -> Path:
    for track in CAMPAIGN.tracks:
        small.write(tmp_path / track.file, small.noise(1, 480))
    lines = tuple(OrderLine(track.name, "", f"track.{track.id}") for track in CAMPAIGN.tracks)
    manifest.save(replace(CAMPAIGN, order=lines, pan_law_db=0.0), tmp_path / manifest.NAME)
    return tmp_path


def test_many_lines_alike_are_told_once_on_one_screen(song: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(song)]) == 1
    said = capsys.readouterr().out
    assert said.count("does not say whether that is a stem, a mix or a track") == 1
    assert "The same goes for order lines 2, 3, 4, 5, 6 and 20 more" in said
    assert sum(1 + len(line) // 80 for line in said.splitlines()) <= 24


def test_a_script_is_told_each(song: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(song), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert {f"order.{number}" for number in range(1, 27)} <= {one["path"] for one in found}


def test_a_few_lines_are_told_each(song: Path, capsys: pytest.CaptureFixture[str]) -> None:
    session = manifest.load(song / manifest.NAME)
    manifest.save(replace(session, order=session.order[:4]), song / manifest.NAME)
    main(["check", str(song)])
    assert capsys.readouterr().out.count("does not say whether") == 4
