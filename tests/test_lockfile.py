"""The lock: a new print under an old name is seen, and what is the same audio is no new print."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
import soundfile

from stemtui import lockfile, manifest
from stemtui.audio.samples.identity import identity
from stemtui.cli import main
from stemtui.session import Session, Track
from tests.small_sessions import RATE, noise, write, write_bwf


@pytest.fixture
def song(tmp_path: Path) -> Path:
    for number, name in enumerate(("kick", "bass")):
        write(tmp_path / f"{name}.wav", noise(number))
    manifest.save(Session(tracks=(Track("kick", "kick.wav"), Track("bass", "bass.wav"))), tmp_path)
    assert main(["lock", str(tmp_path)]) == 0
    return tmp_path


def said(song: Path) -> list[str]:
    return [problem.message for problem in lockfile.check(song, manifest.load(song))]


def test_the_lock_is_sorted_and_the_same_again(song: Path) -> None:
    text = (song / "stemtui.lock").read_text()
    assert text.index("[track.bass]") < text.index("[track.kick]")
    assert "frames = 9600" in text and f"rate = {RATE}" in text
    assert main(["lock", str(song)]) == 0
    assert (song / "stemtui.lock").read_text() == text


def test_a_new_print_under_an_old_name(song: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(song) == []
    write(song / "kick.wav", noise(9))
    assert said(song) == [
        "'kick.wav' is not the file this was organised with: it is as long, and its audio is another."
    ]
    main(["check", str(song)])
    assert "If the new one is right: stemtui lock." in capsys.readouterr().out
    assert main(["lock", str(song), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["changed"] == ["kick.wav"]
    assert said(song) == []


def test_another_length_is_named(song: Path) -> None:
    write(song / "kick.wav", noise(9, frames=100))
    assert said(song)[0].endswith("it has 100 frames, that had 9600.")


def test_metadata_and_lossless_copies_are_the_same_audio(tmp_path: Path) -> None:
    write_bwf(tmp_path / "a.wav", noise(3, channels=2), time_reference=0)
    write_bwf(tmp_path / "b.wav", noise(3, channels=2), time_reference=77)
    samples, _ = soundfile.read(tmp_path / "a.wav", dtype="int16")
    soundfile.write(tmp_path / "c.flac", samples, RATE, subtype="PCM_16")
    soundfile.write(tmp_path / "d.aiff", samples, RATE, subtype="PCM_16")
    assert (tmp_path / "a.wav").read_bytes() != (tmp_path / "b.wav").read_bytes()
    assert len({identity(tmp_path / name) for name in ("a.wav", "b.wav", "c.flac", "d.aiff")}) == 1


def test_what_is_known_is_not_read_again(song: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in song.glob("*.wav"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    assert said(song) == []

    def read(path: Path) -> None:
        raise AssertionError(f"{path} was read")

    monkeypatch.setattr(lockfile, "identity", read)
    assert said(song) == []


def test_a_file_that_is_gone_keeps_its_entry(song: Path) -> None:
    (song / "kick.wav").unlink()
    assert main(["lock", str(song)]) == 1
    assert "kick" in (lockfile.read_lock(song) or {})


def test_new_tracks_are_added_and_old_entries_stay_as_they_were(song: Path) -> None:
    before = lockfile.read_lock(song) or {}
    write(song / "kick.wav", noise(9))
    write(song / "new.wav", noise(5))
    tracks = (Track("kick", "kick.wav"), Track("new", "new.wav"))
    lockfile.add_new(song, Session(tracks=tracks))
    after = lockfile.read_lock(song) or {}
    assert set(after) == {"kick", "new"} and after["kick"] == before["kick"]


def test_without_a_lock_none_is_made_and_nothing_is_said(tmp_path: Path) -> None:
    write(tmp_path / "kick.wav", noise(1))
    session = Session(tracks=(Track("kick", "kick.wav"),))
    lockfile.add_new(tmp_path, session)
    assert not (tmp_path / "stemtui.lock").exists() and not list(lockfile.check(tmp_path, session))


def test_a_lock_with_conflict_marks_is_a_problem_in_words(song: Path) -> None:
    (song / "stemtui.lock").write_text("<<<<<<< ours\n")
    assert "cannot be read" in next(lockfile.check(song, manifest.load(song))).message


def test_a_track_that_is_not_locked_is_named(song: Path) -> None:
    session = manifest.load(song)
    kick = replace(session.tracks[0], id="bd")
    write(song / "kick.wav", noise(9))
    found = list(lockfile.check(song, replace(session, tracks=(kick, session.tracks[1]))))
    assert [(one.path, one.severity) for one in found] == [("track.bd.file", "warning")]
    assert found[0].message == '"kick.wav" is not in stemtui.lock: a new print would not be seen.'


BROKEN = {
    "deep": f"x = {'[' * 5_000}",
    "digits": f"[track.a]\nframes = 0x{'f' * 50_000}\nrate = 48000\nsha256 = '{'a' * 64}'\n",
    "no number": f"[track.a]\nframes = nan\nrate = 48000\nsha256 = '{'a' * 64}'\n",
    "truth": f"[track.a]\nframes = true\nrate = 48000\nsha256 = '{'a' * 64}'\n",
    "id": f"[track.'a.b']\nframes = 1\nrate = 48000\nsha256 = '{'a' * 64}'\n",
    "hash": "[track.a]\nframes = 1\nrate = 48000\nsha256 = 'x\"'\n",
    "list": "[[track]]\nframes = 1\n",
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_lock_that_stemtui_would_not_write_so_is_refused_in_words_and_told_as_it_is(
    tmp_path: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("base", "ours", "theirs"):
        (tmp_path / name).write_text(lockfile.HEADING + (BROKEN[what] if name == "theirs" else ""))
    assert main(["merge", *(str(tmp_path / name) for name in ("base", "ours", "theirs"))]) == 1
    assert "A lock cannot be read: " in capsys.readouterr().err
    assert main(["diff", str(tmp_path / "theirs")]) == 0
    assert BROKEN[what].rstrip("\n").split("\n")[-1] in capsys.readouterr().out
