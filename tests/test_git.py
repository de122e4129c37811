"""The commands as git calls them: merge driver, textconv, difftool."""

import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from stemtui import manifest
from stemtui.audio.samples.identity import Identity
from stemtui.cli import COMMANDS, main
from stemtui.diff.telling import told
from stemtui.lockfile import parsed, text_of
from stemtui.lockmerging import merged_locks
from stemtui.lockmerging import told as told_lock
from stemtui.session import (
    Mix,
    OrderLine,
    assign,
    delete_stem,
    edit_tracks,
)
from tests.sides import SONG, Edit, mine, theirs

STEMTUI = f"{shlex.quote(sys.executable)} -m stemtui"
CONFIG = {
    "merge.stemtui.driver": f"{STEMTUI} merge %O %A %B",
    "diff.stemtui.textconv": f"{STEMTUI} diff",
    "difftool.stemtui.cmd": f'{STEMTUI} diff "$LOCAL" "$REMOTE"',
    "user.name": "a",
    "user.email": "a@b",
}


def git(folder: Path, *arguments: str, code: int = 0) -> str:
    package = str(Path(__file__).parent.parent)
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": package, "GIT_CONFIG_GLOBAL": os.devnull},
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-b", "main")
    for key, value in CONFIG.items():
        git(tmp_path, "config", key, value)
    (tmp_path / ".gitattributes").write_text("stemtui.toml merge=stemtui diff=stemtui\n")
    manifest.save(SONG, tmp_path)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "song")
    return tmp_path


def branched(folder: Path, mine: Edit, theirs: Edit) -> None:
    """Two branches with an edit each; main, with ours, is checked out."""
    git(folder, "checkout", "-b", "theirs")
    manifest.save(theirs(SONG), folder)
    git(folder, "commit", "-am", "theirs")
    git(folder, "checkout", "main")
    manifest.save(mine(SONG), folder)
    git(folder, "commit", "-am", "mine")


def test_the_driver_merges_what_git_cannot(repository: Path) -> None:
    branched(repository, mine, theirs)
    (repository / ".gitattributes").write_text("")
    git(repository, "merge", "theirs", code=1)
    git(repository, "merge", "--abort")
    git(repository, "checkout", ".gitattributes")
    git(repository, "merge", "theirs")
    assert manifest.load(repository) == theirs(mine(SONG))
    assert git(repository, "status", "--porcelain") == ""


def test_a_clash_is_marked_where_it_is_and_nowhere_else(repository: Path) -> None:
    branched(
        repository,
        lambda s: edit_tracks(assign(s, ["t2"], "drums"), ["t1"], gain_db=-1.0),
        lambda s: edit_tracks(assign(s, ["t2"], "bass"), ["t3"], gain_db=-3.0),
    )
    said = git(repository, "merge", "theirs", code=1)
    assert 'track.t2.stem: "drums" in ours, "bass" in theirs; it was "".' in said
    assert git(repository, "status", "--porcelain") == "UU stemtui.toml\n"
    text = (repository / "stemtui.toml").read_text()
    marks = '<<<<<<< ours\nstem = "drums"\n=======\nstem = "bass"\n>>>>>>> theirs\n'
    assert text.count("<<<<<<<") == 1 and marks in text
    # whichever side is kept, everything else that both did is there
    (repository / "stemtui.toml").write_text(text.replace(marks, 'stem = "bass"\n'))
    kept = edit_tracks(edit_tracks(SONG, ["t1"], gain_db=-1.0), ["t3"], gain_db=-3.0)
    assert manifest.load(repository) == assign(kept, ["t2"], "bass")


def test_what_does_not_fit_together_is_a_conflict(repository: Path) -> None:
    branched(repository, lambda s: assign(s, ["t0"], "bass"), lambda s: delete_stem(s, "bass"))
    git(repository, "merge", "theirs", code=1)
    assert "<<<<<<< ours" in (repository / "stemtui.toml").read_text()


def lock(**tracks: str) -> str:
    return text_of({key: Identity(48000, 48000, sha * 64) for key, sha in tracks.items()})


def test_locks_are_merged_track_by_track(repository: Path) -> None:
    (repository / ".gitattributes").write_text("stemtui.* merge=stemtui diff=stemtui\n")
    (repository / "stemtui.lock").write_text(lock(a="1", c="1", d="1", e="1"))
    git(repository, "add", ".")
    git(repository, "commit", "-m", "lock")
    git(repository, "checkout", "-b", "theirs")
    (repository / "stemtui.lock").write_text(lock(a="1", b2="2", c="2", e="1"))
    git(repository, "commit", "-am", "theirs")
    git(repository, "checkout", "main")
    (repository / "stemtui.lock").write_text(lock(a="3", b1="3", c="1", d="1", e="1"))
    assert "+Track b1: 48000 frames at 48000 Hz, audio 333333333333" in git(repository, "diff")
    git(repository, "commit", "-am", "mine")
    git(repository, "merge", "theirs")
    assert (repository / "stemtui.lock").read_text() == lock(a="3", b1="3", b2="2", c="2", e="1")


def test_a_track_that_both_locked_anew_is_a_clash_alone() -> None:
    merged = merged_locks(lock(a="1", b="1"), lock(a="2", b="2"), lock(a="2", b="3"))
    table = '[track.b]\nframes = 48000\nrate = 48000\nsha256 = "'
    ours, others = (f'{table}{sha * 64}"\n' for sha in "23")
    assert merged.clashes and merged.text.count("<<<<<<<") == 1
    assert f"<<<<<<< ours\n{ours}=======\n{others}>>>>>>> theirs\n" in merged.text
    assert "track.b: 48000 frames at 48000 Hz, audio 222222222222 in ours" in merged.said[1]
    kept = merged.text.replace(f"<<<<<<< ours\n{ours}=======\n", "").replace(">>>>>>> theirs\n", "")
    assert parsed(kept) == parsed(lock(a="2", b="3"))
    assert not merged_locks("", lock(a="1"), lock(b="1")).clashes
    assert merged_locks(lock(a="1"), "format = 7\n", lock(a="1")).clashes


def test_git_diff_shows_words(repository: Path) -> None:
    manifest.save(mine(assign(SONG, ["t2"], "drums")), repository)
    said = git(repository, "diff")
    assert '+Track t2: file "audio/02 Track.wav"; stem drums; gain -2 dB' in said
    (repository / "stemtui.toml").write_text("<<<<<<< ours\n")
    assert "+<<<<<<< ours" in git(repository, "diff")


def test_git_difftool_shows_sentences(repository: Path) -> None:
    manifest.save(assign(SONG, ["t2"], "drums"), repository)
    assert "02 Track put in Drums" in git(repository, "difftool", "--no-prompt", "--tool", "stemtui")
    git(repository, "rm", "--cached", "stemtui.toml")
    git(repository, "add", "-N", "stemtui.toml")
    assert "Stem Drums added" in git(repository, "difftool", "--no-prompt", "--tool", "stemtui")


def test_all_that_a_session_says_is_told() -> None:
    """Two sessions that differ anywhere differ in what git compares."""
    others = [
        replace(SONG, title="Other"),
        replace(SONG, mixes=(Mix("master", "Master"), Mix("a", "A", without=("bass",)))),
        replace(SONG, mixes=(Mix("master", "Master"), Mix("a", "A", offsets_db=(("bass", 1.0),)))),
        replace(SONG, order=()),
        replace(SONG, order=(OrderLine("Drum STEM", "stem", "stem.drums", waive="ok"),)),
        edit_tracks(SONG, ["t1"], name="Kick"),
        edit_tracks(SONG, ["t1"], note="x"),
        replace(SONG, tracks=SONG.tracks[::-1]),
    ]
    assert len({tuple(told(manifest.dumps(session))) for session in (SONG, *others)}) == 1 + len(others)


@pytest.mark.parametrize("kind", ["session", "mix_bus", "delivery", "order", "stem", "mix", "track", "x"])
@pytest.mark.parametrize("value", ['"ebu"', "3", "nan", "true", "[1, {a = 1}]", "[]", "{}", "{a = 3}"])
def test_what_is_none_of_a_manifests_tables_is_told_too(kind: str, value: str) -> None:
    """Two versions that are both not right differ where git compares them."""
    lines = list(told(f"format = 1\n{kind} = {value}\n"))
    assert lines != list(told(f'format = 1\n{kind} = "another"\n'))


def test_check_annotates_the_lines_of_several_manifests(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "stemtui.toml").write_text(
            'format = 1\n\n[track.kick]\nfile = "k.wav"\ngain_db = "50% loud"\n[[order]]\nkind = "stm"\n'
        )
    folders = [str(tmp_path / name) for name in ("one", "two")]
    assert main(["check", "--github", *folders]) == 1
    lines = capsys.readouterr().out.splitlines()
    where = f"file={tmp_path.as_posix()}/two/stemtui.toml"
    assert any(line.startswith(f"::error {where},line=5,title=track.kick.gain_db::") for line in lines)
    assert any(f"{where},line=7,title=order.1.kind::" in line for line in lines)
    assert all('"50%25 loud"' in line for line in lines if "gain_db" in line)
    assert main(["check", "--json", *folders]) == 1
    assert {Path(one["manifest"]).parent.name for one in json.loads(capsys.readouterr().out)} == {
        "one",
        "two",
    }


def test_a_clone_without_the_audio_is_checked_for_what_it_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest.save(replace(SONG, order=(*SONG.order, OrderLine("Bass STEM", "stem", "stem.bass"))), tmp_path)
    assert main(["check", str(tmp_path)]) == 1
    assert "'audio/00 Track.wav' is not there" in capsys.readouterr().out
    assert main(["check", "--no-audio", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "is not there" not in said and "Not here, and not judged: 6 files." in said
    assert "order.1" in said and "order.2" in said
    manifest.save(replace(SONG, order=(), mixes=()), tmp_path)
    assert main(["check", "--no-audio", "--github", str(tmp_path)]) == 0
    (tmp_path / "audio").mkdir()
    (tmp_path / "audio/00 Track.wav").write_bytes(b"RIFF")
    assert main(["check", "--no-audio", str(tmp_path)]) == 1
    assert "00 Track.wav" in capsys.readouterr().out


def test_a_side_that_is_not_right_is_compared_in_the_same_words(repository: Path) -> None:
    text = (repository / "stemtui.toml").read_text()
    wrong = text.replace('file = "audio/02 Track.wav"', 'gain_db = "loud"\nfile = "audio/02 Track.wav"')
    (repository / "stemtui.toml").write_text(wrong)
    lines = [line for line in git(repository, "diff").splitlines() if line[:1] in "+-"][2:]
    assert lines == [
        "+The manifest is not right:",
        '+  track.t2.gain_db: "loud" is not a number. Write a number without quotes.',
        '-Track t2: file "audio/02 Track.wav"; stem nothing',
        '+Track t2: file "audio/02 Track.wav"; stem nothing; gain loud',
    ]
    marks = "<<<<<<< ours\ngain_db = 1\n=======\ngain_db = 2\n>>>>>>> theirs\n"
    (repository / "stemtui.toml").write_text(text.replace("[track.t3]\n", f"[track.t3]\n{marks}"))
    lines = [line for line in git(repository, "diff").splitlines() if line[:1] in "+-"][2:]
    assert '-Track t3: file "audio/03 Track.wav"; stem nothing' in lines
    assert [line for line in lines if "Track t" in line] == [lines[2]]
    assert "+gain_db = 1" in lines and "+[track.t3]" in lines


def test_a_comment_is_seen_in_a_diff(repository: Path) -> None:
    text = (repository / "stemtui.toml").read_text()
    (repository / "stemtui.toml").write_text(text.replace("[track.t3]", "# the amp\n[track.t3]"))
    assert "\n+  # the amp\n Track t4" in git(repository, "diff")


def test_a_lock_with_marks_is_compared_track_by_track() -> None:
    held = lock(a="1", b="2")
    marked = held.replace("[track.b]", "<<<<<<< ours\n=======\n>>>>>>> theirs\n[track.b]")
    form = "Track {}: 48000 frames at 48000 Hz, audio {}"
    assert list(told_lock(held)) == [form.format("a", "1" * 12), form.format("b", "2" * 12)]
    assert "Track b: 48000 frames at 48000 Hz, audio 222222222222" in told_lock(marked)
    assert "<<<<<<< ours" in told_lock(marked)


def test_the_hook_calls_a_command_that_is_there() -> None:
    text = (Path(__file__).parent.parent / ".pre-commit-hooks.yaml").read_text()
    entry = next(line.split(": ", 1)[1] for line in text.splitlines() if "entry:" in line)
    pattern = next(line.split(": ", 1)[1] for line in text.splitlines() if "files:" in line)
    assert entry.split()[0] == "stemtui" and entry.split()[1] in COMMANDS
    assert re.search(pattern, "songs/one/stemtui.toml") and not re.search(pattern, "stemtui.toml.bak")
