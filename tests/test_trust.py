"""Hostile names, damaged audio and changing ground: said, never acted upon, never on the screen by chance."""

import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui import manifest
from stemtui.audio.samples.source import open_source
from stemtui.cli import main
from stemtui.errors import AudioFileError, ManifestError, Refused
from stemtui.locks import alone
from stemtui.render.deliveries.delivery import render
from stemtui.session import Session, Track
from stemtui.text import printable
from tests import small_sessions as small

HOSTILE = "\x1b]0;pwn\x07\x1b[31m\u202e\x9b2J"


@pytest.mark.parametrize("arguments", [["check", "x", f"--{HOSTILE}"], ["render", "x", "--jobs", HOSTILE]])
def test_misuse_is_told_without_driving_the_terminal(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    said = capsys.readouterr().err
    assert "says what it takes" in said
    assert [line for line in said.split("\n") if printable(line) != line] == []


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_without_the_letters_gets_their_numbers(tmp_path: Path, encoding: str) -> None:
    small.write(tmp_path / "太鼓.wav", small.noise(1))
    done = subprocess.run(
        [sys.executable, "-m", "stemtui", "scan", tmp_path],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\u592a\\u9f13.wav" in done.stdout


@pytest.mark.parametrize(("form", "subtype", "channels"), [("SDS", "PCM_16", 1), ("CAF", "ALAC_24", 2)])
def test_what_a_decoder_prints_reaches_neither_screen_nor_script(
    tmp_path: Path, form: str, subtype: str, channels: int, capfd: pytest.CaptureFixture[str]
) -> None:
    whole, path = io.BytesIO(), tmp_path / f"x.{form.lower()}"
    soundfile.write(whole, small.noise(1, 3_000, channels).T, 48_000, format=form, subtype=subtype)
    content = whole.getvalue()
    chance = np.random.default_rng(1)
    for _ in range(60):
        spoilt = bytearray(content)
        for at in chance.integers(20, len(content), 6):
            spoilt[at] ^= 1 << int(chance.integers(8))
        path.write_bytes(spoilt)
        try:
            with open_source(path) as source:
                source.read(0, min(source.frames, 10_000))
        except AudioFileError:
            pass
    assert capfd.readouterr() == ("", "")


def test_no_command_touches_a_track(tmp_path: Path) -> None:
    small.band(tmp_path)

    def tracks() -> list[tuple[str, bytes, int, int]]:
        found = sorted((tmp_path / "audio").iterdir())
        return [
            (path.name, path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode) for path in found
        ]

    before, files = tracks(), [str(path) for path in (tmp_path / "audio").iterdir()]
    assert len(before) == 5
    main(["init", str(tmp_path)])
    session = manifest.load(tmp_path)
    items = [f"track.{track.id}" for track in session.tracks]
    manifest.save(small.ordered(session, *items), tmp_path)
    for command in ("scan", "check", "lock", "render", "status"):
        assert main([command, str(tmp_path)]) == 0
    for arguments in (["verify", str(tmp_path / "delivery")], ["levels", *files], ["null", *files]):
        main(arguments)
    assert tracks() == before


def test_a_source_that_changes_and_has_its_time_set_back_stops_the_render(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master")
    path = tmp_path / "audio/kick.wav"
    long_ago = path.stat().st_mtime_ns - 10**12
    for file in (tmp_path / "audio").iterdir():
        os.utime(file, ns=(long_ago, long_ago))

    def changed(progress: object) -> None:
        content = path.read_bytes()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        os.utime(path, ns=(long_ago, long_ago))

    with pytest.raises(Refused, match=r"'audio/kick\.wav' changed while it was printed"):
        render(tmp_path, session, progress=changed)
    assert sorted(os.listdir(tmp_path)) == ["audio"]


@pytest.mark.parametrize("how", ["shrinks", "vanishes", "is another file"])
def test_a_source_that_goes_during_a_render_stops_it_in_words(tmp_path: Path, how: str) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master")
    path = tmp_path / "audio/kick.wav"
    facts = path.stat()

    def changed(progress: object) -> None:
        match how:
            case "shrinks":
                os.truncate(path, 1_000)
            case "vanishes":
                path.unlink(missing_ok=True)
            case _:
                other = path.with_name("other")
                other.write_bytes(path.read_bytes())
                os.utime(other, ns=(facts.st_atime_ns, facts.st_mtime_ns))
                other.replace(path)

    with pytest.raises(Refused, match=r"kick\.wav"):
        render(tmp_path, session, progress=changed)
    assert sorted(os.listdir(tmp_path)) == ["audio"]


SAVE = """
import sys
from dataclasses import replace
from pathlib import Path
from stemtui import manifest
from stemtui.session import assign
path, own, base = Path(sys.argv[1]), sys.argv[2], manifest.load(Path(sys.argv[1]))
for number in range(12):
    tracks = tuple(
        replace(track, gain_db=number + 1.0) if track.id == f"{own}{number}" else track
        for track in base.tracks
    )
    base = manifest.save(replace(base, tracks=tracks), path, base)
"""


def test_processes_that_save_at_once_lose_nothing(tmp_path: Path) -> None:
    tracks = [Track(f"{own}{n}", f"{own}{n}.wav") for own in "abc" for n in range(12)]
    manifest.save(Session(title="Song", tracks=tuple(tracks)), tmp_path)
    saving = [subprocess.Popen([sys.executable, "-c", SAVE, tmp_path, own]) for own in "abc"]
    assert [process.wait() for process in saving] == [0, 0, 0]
    assert [track.gain_db for track in manifest.load(tmp_path).tracks] == [n + 1.0 for n in range(12)] * 3
    assert os.listdir(tmp_path) == ["stemtui.toml"]


def test_a_save_does_not_wait_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stemtui.manifest.saving._PATIENCE", 0.05)
    with alone(tmp_path, 1) as others:
        assert not others
        with pytest.raises(ManifestError, match="another stemtui is saving it just now"):
            manifest.save(Session(title="Song"), tmp_path)
    manifest.save(Session(title="Song"), tmp_path)


NAMES = [
    "kick \x1b]0;pwn\x07\x1b[31m",
    "bass \u202egnp",
    "[red]gtr[bold] {x} %s",
    "vox\nsecond\r",
    "-rf --json",
    "z" + "\u0301" * 60,
    "n" * 251,
    "Café",
    "Cafe\u0301",
    "Snare",
    "snare",
    "tag\U000e0041 \u200b\u2028",
    "c1 \x9b31m",
]


def test_hostile_names_are_shown_safely_and_stored_as_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On every command, in words and as JSON."""
    for number, name in enumerate(NAMES):
        small.write(tmp_path / f"{name}.wav", small.noise(number))
    (tmp_path / os.fsdecode(b"hat \xff.wav")).write_bytes((tmp_path / "Snare.wav").read_bytes())
    main(["init", str(tmp_path)])
    session = manifest.load(tmp_path)
    there = {f"{name}.wav" for name in NAMES}
    assert {track.file for track in session.tracks} == there
    text = (tmp_path / "stemtui.toml").read_text()
    assert [line for line in text.split("\n") if printable(line) != line] == []
    tracks = [f"track.{track.id}" for track in session.tracks]
    manifest.save(small.ordered(session, *tracks), tmp_path)
    files = [str(path) for path in tmp_path.glob("*.wav")]
    for as_json in ([], ["--json"]):
        for command in ("check", "scan", "status", "render"):
            main([command, str(tmp_path), *as_json])
        main(["explain", *as_json, str(tmp_path), *tracks[:3]])
        main(["verify", str(tmp_path / "delivery"), *as_json])
        main(["diff", str(tmp_path), str(tmp_path), *as_json])
        main(["levels", *as_json, *files])
        main(["null", *as_json, *files[:3]])
        main(["suggest", *as_json, "--", *NAMES])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(NAMES).encode())))
        main(["order", str(tmp_path), "-", *as_json])
    printed = capsys.readouterr()
    said = f"{printed.out}\n{printed.err}"
    assert [line for line in said.split("\n") if printable(line) != line] == []
    assert "would both be written to" in said and not (tmp_path / "delivery").exists()
