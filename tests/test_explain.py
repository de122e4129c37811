"""The command that explains: the same words for people and for scripts."""

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from stemtui import glossary, manifest
from stemtui.cli import main
from stemtui.cli.explain import explain
from stemtui.session import Session, Stem, Track
from tests.driver import write_tracks


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What the command prints for people."""
    assert explain(Namespace(words=list(words), json=False)) == 0
    return capsys.readouterr().out


def document(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    """The one document that the command prints for a script."""
    assert explain(Namespace(words=list(words), json=True)) == 0
    return json.loads(capsys.readouterr().out)


def test_a_word_comes_with_its_neighbour_and_its_dispute(capsys: pytest.CaptureFixture[str]) -> None:
    entry = document(capsys, "stems")
    assert entry["term"] == "Stem" and entry["not_confuse"] == glossary.entry("stem").not_confuse
    assert entry["short"] in " ".join(said(capsys, "stem").split())


def test_without_a_word_all_of_them_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    entries = document(capsys)
    assert [entry["term"] for entry in entries] == [entry.term for entry in glossary.TERMS]
    assert all(set(entry) >= {"term", "short", "text", "disputed", "see", "aliases"} for entry in entries)


def test_what_is_in_a_session_is_said_sentence_by_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_tracks(tmp_path / "Song", ("Kick",))
    session = Session(stems=(Stem("drums", "Drums"),), tracks=(Track("kick", "Kick.wav", stem="drums"),))
    manifest.save(session, folder / manifest.NAME)
    found = document(capsys, str(folder), "track.kick")
    assert found["items"] == ["track.kick"]
    assert found["sentences"] == said(capsys, str(folder), "track.kick").splitlines()
    assert any("Kick is a TRACK" in sentence for sentence in found["sentences"])


def test_what_is_not_in_a_session_is_an_error_with_what_is_near(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_tracks(tmp_path / "Song", ("Kick",))
    manifest.save(Session(tracks=(Track("kick", "Kick.wav"),)), folder / manifest.NAME)
    assert main(["explain", str(folder), "track.kik"]) == 1
    assert "There is no 'track.kik' in this session. Nearest: track.kick" in capsys.readouterr().err


def test_houses_of_names_are_listed_with_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    own = tmp_path / "stemtui/naming/blu.toml"
    own.parent.mkdir(parents=True)
    own.write_text('label = "Radio \\u001b[31mBlu"\nsource = "a letter"\ntemplate = "{name}-{kind}"\n')
    own.with_name("half.toml").write_text('label = "Half"\n')
    assert main(["explain", "naming"]) == 0
    listed = capsys.readouterr().out
    assert "pe-wing" in listed and "{name}-{kind}" in listed and str(own.parent) in listed
    assert "half.toml' is not right:" in listed and "has no template" in listed
    for key in ("blu", str(own)):
        assert main(["explain", "naming", key]) == 0
        page = capsys.readouterr().out
        assert "Source: a letter" in page and "\x1b" not in page
    assert main(["explain", "naming", "pe-wing", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["most"] == {"title": 14}
    assert main(["explain", "naming", "pewing"]) == 1
