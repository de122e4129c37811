"""The date that Broadcast WAVs carry: written by a person, never by a clock."""

from dataclasses import replace
from pathlib import Path

import pytest

from stemtui import manifest
from stemtui.diff import changes
from stemtui.errors import ManifestError
from stemtui.session import Delivery, Session


def loaded(folder: Path, line: str) -> Session:
    path = folder / "stemtui.toml"
    path.write_text(f"format = 1\n\n[delivery]\nbit_depth = 24\n{line}  # first print\n", encoding="utf-8")
    return manifest.load(path)


@pytest.mark.parametrize("line", ["date = 2026-03-01", 'date = "2026-03-01"'])
def test_a_date_is_read_with_quotes_and_without_and_stays_as_it_is_written(tmp_path: Path, line: str) -> None:
    session = loaded(tmp_path, line)
    assert session.delivery.date == "2026-03-01"
    manifest.save(replace(session, title="Song"), tmp_path / "stemtui.toml")
    assert f"{line}  # first print\n" in (tmp_path / "stemtui.toml").read_text(encoding="utf-8")
    assert manifest.load(tmp_path / "stemtui.toml").delivery.date == "2026-03-01"


@pytest.mark.parametrize("line", ["date = 2026-03-01", 'date = "2026-03-01"'])
def test_a_date_can_be_changed_and_taken_out(tmp_path: Path, line: str) -> None:
    session = loaded(tmp_path, line)
    for date in ("2026-04-02", ""):
        session = replace(session, delivery=replace(session.delivery, date=date))
        manifest.save(session, tmp_path / "stemtui.toml")
        assert manifest.load(tmp_path / "stemtui.toml").delivery.date == date


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('"1 March 2026"', '"1 March 2026" is not a date.'),
        ('"20260301"', '"20260301" is not a date.'),
        ('"2026-02-30"', '"2026-02-30" is not a date.'),
        ("2026-03-01T10:00:00", "2026-03-01 10:00:00 is not"),
        ("2026", "2026 is not text."),
    ],
)
def test_what_is_no_date_is_quoted(tmp_path: Path, written: str, said: str) -> None:
    with pytest.raises(ManifestError) as error:
        loaded(tmp_path, f"date = {written}")
    [problem] = error.value.problems
    assert problem.path == "delivery.date" and said in problem.message


def test_diff_says_it() -> None:
    [said] = changes(Session(), Session(delivery=Delivery(date="2026-03-01")))
    assert "date" in said and "2026-03-01" in said
