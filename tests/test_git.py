"""The commands as git calls them: merge driver, textconv, difftool."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from stemtui import manifest
from stemtui.audio.identity import Identity
from stemtui.cli import COMMANDS, main
from stemtui.diff.telling import told
from stemtui.lockfile import parsed, text_of
from stemtui.lockmerging import merged_locks
from stemtui.lockmerging import told as told_lock
from stemtui.manifest.driving import merged_texts
from stemtui.manifest.reading import read_session
from stemtui.manifest.saving import in_place
from stemtui.session import (
    Mix,
    OrderLine,
    Session,
    Stem,
    Track,
    assign,
    delete_stem,
    edit_order_line,
    edit_tracks,
)

SONG = Session(
    title="Song",
    stems=(Stem("drums", "Drums"), Stem("bass", "Bass")),
    mixes=(Mix("master", "Master"),),
    order=(OrderLine("Drum STEM", "stem", "stem.drums"),),
    tracks=tuple(Track(f"t{n}", f"audio/{n:02} Track.wav") for n in range(6)),
)
STEMTUI = f"{shlex.quote(sys.executable)} -m stemtui"
CONFIG = {
    "merge.stemtui.driver": f"{STEMTUI} merge %O %A %B",
    "diff.stemtui.textconv": f"{STEMTUI} diff",
    "difftool.stemtui.cmd": f'{STEMTUI} diff "$LOCAL" "$REMOTE"',
    "user.name": "a",
    "user.email": "a@b",
}
Edit = Callable[[Session], Session]


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


def mine(session: Session) -> Session:
    """An edit in the same lines as that of `theirs`, but of another key."""
    return edit_tracks(session, ["t2"], gain_db=-2.0)


def theirs(session: Session) -> Session:
    return edit_tracks(session, ["t2"], pan=30.0)


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


def test_a_manifest_that_is_wrong_is_marked_and_not_lost(repository: Path) -> None:
    ours = manifest.dumps(mine(SONG))
    merged = merged_texts(manifest.dumps(SONG), ours, "format = 1\n[track.t2\n")
    assert merged.clashes and "[track.t2\n" in merged.text
    assert all(line in merged.text for line in ours.splitlines())


def test_comments_come_from_both_sides() -> None:
    base = manifest.dumps(SONG).replace("[track.t1]", "# under it\n[track.t1]")
    base = base.replace("[track.t3]", "# quiet\n[track.t3]").replace("[track.t4]", "# old\n[track.t4]")
    ours = in_place(base, SONG, mine(SONG), Path("x")).replace("[track.t0]", "# the good one\n[track.t0]")
    ours = ours.replace("# quiet\n", "")
    others = in_place(base, SONG, theirs(SONG), Path("x")).replace("[track.t5]", "# too loud?\n[track.t5]")
    others = others.replace("# old\n", "# new\n").replace("pan = 30.0", "pan = 30.0  # was wide")
    for one, other in ((ours, others), (others, ours)):
        merged = merged_texts(base, one, other)
        assert not merged.clashes and not merged.said
        assert read_session(merged.text, "merged") == theirs(mine(SONG))
        for words in ("# the good one\n[track.t0]", "# under it\n[track.t1]", "# too loud?\n[track.t5]"):
            assert words in merged.text
        assert "# new\n[track.t4]" in merged.text and "pan = 30.0  # was wide\n" in merged.text
        assert "# quiet" not in merged.text and "# old" not in merged.text


def test_a_comment_that_both_changed_is_a_clash_alone() -> None:
    base = manifest.dumps(SONG).replace("[track.t2]", "# which?\n[track.t2]")
    ours = in_place(base, SONG, mine(SONG), Path("x")).replace("# which?", "# the amp")
    others = in_place(base, SONG, theirs(SONG), Path("x")).replace("# which?", "# the DI")
    merged = merged_texts(base, ours, others)
    marks = "<<<<<<< ours\n# the amp\n=======\n# the DI\n>>>>>>> theirs\n"
    assert merged.clashes and marks in merged.text and merged.text.count("<<<<<<<") == 1
    assert merged.said == ("Both sides changed what is said in comments.",)
    kept = merged.text.replace(marks, "# the DI\n")
    assert read_session(kept, "kept") == theirs(mine(SONG))


def test_a_comment_of_what_the_other_side_deleted_is_named() -> None:
    base = manifest.dumps(SONG)
    ours = base.replace('file = "audio/02 Track.wav"', 'file = "audio/02 Track.wav"  # has a click')
    others = manifest.dumps(replace(SONG, tracks=(*SONG.tracks[:2], *SONG.tracks[3:])))
    merged = merged_texts(base, ours, others)
    assert not merged.clashes and "track.t2" not in merged.text
    assert merged.said == ("Comments of ours that are in no table now:", "  # has a click")


def line_edited(**changes: str) -> Edit:
    return lambda session: edit_order_line(session, 0, **changes)


@pytest.mark.parametrize(
    ("ours", "others"),
    [
        (line_edited(deliver="stem.bass"), line_edited(waive="one track, they know")),
        (line_edited(asked="Bass STEM", deliver="stem.bass"), line_edited(waive="they know")),
        (line_edited(channels="mono"), line_edited(waive="they know")),
        (line_edited(asked="Bass STEM", deliver="stem.bass"), line_edited(channels="mono")),
    ],
)
def test_what_is_said_of_one_thing_never_goes_over_to_another(ours: Edit, others: Edit) -> None:
    texts = [manifest.dumps(each(SONG)) for each in (ours, others)]
    for one, other in (texts, texts[::-1]):
        merged = merged_texts(manifest.dumps(SONG), one, other)
        assert merged.clashes and merged.said[1].startswith("  order.1: ")
        for side in (ours, others):  # whichever is kept is a line that somebody wrote
            keep = r"\1" if manifest.dumps(side(SONG)) == one else r"\2"
            kept = re.sub(r"<<<<<<< ours\n(.*?)=======\n(.*?)>>>>>>> theirs\n", keep, merged.text, flags=re.S)
            assert read_session(kept, "kept") == side(SONG)


def test_words_and_channels_of_one_line_are_no_clash() -> None:
    texts = [
        manifest.dumps(each(SONG)) for each in (line_edited(asked="drums!"), line_edited(channels="mono"))
    ]
    merged = merged_texts(manifest.dumps(SONG), *texts)
    assert not merged.clashes
    assert read_session(merged.text, "m").order == (OrderLine("drums!", "stem", "stem.drums", "mono"),)


HAT = Track("hat", "audio/hat.wav", stem="drums")


def added(track: Track) -> Edit:
    return lambda session: replace(session, tracks=(*session.tracks, track))


def renamed(name: str) -> Edit:
    return lambda session: replace(session, stems=(replace(session.stems[0], name=name), *session.stems[1:]))


def ordered(asked: str, item: str) -> Edit:
    line = OrderLine(asked, asked.split()[-1].lower(), item)
    return lambda session: replace(session, order=(*session.order, line))


def turned(session: Session) -> Session:
    return replace(session, tracks=session.tracks[::-1])


@pytest.mark.parametrize(
    ("ours", "others", "marks"),
    [
        (
            renamed("Kit"),
            renamed("Drum Kit"),
            '<<<<<<< ours\nname = "Kit"\n=======\nname = "Drum Kit"\n>>>>>>>',
        ),
        (renamed("Kit"), renamed("Kit"), ""),
        (added(HAT), added(HAT), ""),
        (
            added(HAT),
            added(replace(HAT, file="audio/hi.wav")),
            'file = "audio/hat.wav"\n=======\nfile = "audio/hi.wav"',
        ),
        (added(HAT), added(replace(HAT, id="hihat")), "[track.hat]\n=======\n[track.hihat]"),
        (turned, theirs, ""),
        (theirs, turned, ""),
        (ordered("Bass STEM", "stem.bass"), ordered("the MIX", "mix.master"), ""),
        (lambda s: delete_stem(s, "drums"), renamed("Kit"), 'name = "Kit"'),
    ],
)
def test_two_engineers_at_one_manifest(ours: Edit, others: Edit, marks: str) -> None:
    merged = merged_texts(*(manifest.dumps(each) for each in (SONG, ours(SONG), others(SONG))))
    assert merged.clashes == bool(marks) and marks in merged.text
    if not marks:
        session = read_session(merged.text, "merged")
        assert {track.id for track in session.tracks} == {
            t.id for e in (ours, others) for t in e(SONG).tracks
        }
        assert len(session.order) == len({line for e in (ours, others) for line in e(SONG).order})


@pytest.mark.parametrize("side", [0, 1])
def test_line_ends_are_as_ours_has_them(side: int) -> None:
    texts = [manifest.dumps(mine(SONG)), manifest.dumps(theirs(SONG))]
    texts[side] = texts[side].replace("\n", "\r\n")
    merged = merged_texts(manifest.dumps(SONG), *texts)
    assert not merged.clashes and merged.text.count("\r\n") == (0 if side else merged.text.count("\n"))
    assert read_session(merged.text, "merged") == theirs(mine(SONG))


def test_a_comment_of_what_ours_deleted_is_named() -> None:
    base = manifest.dumps(SONG).replace("[track.t2]", "# under the snare\n[track.t2]")
    ours = manifest.dumps(replace(SONG, tracks=(*SONG.tracks[:2], *SONG.tracks[3:])))
    merged = merged_texts(base, ours, base.replace('02 Track.wav"', '02 Track.wav"\ngain_db = 3.0'))
    assert merged.clashes and "  # under the snare" in merged.said
    assert "track.t2: deleted in ours, changed in theirs." in "\n".join(merged.said)


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


def test_both_began_the_same_song() -> None:
    merged = merged_texts("", manifest.dumps(mine(SONG)), manifest.dumps(theirs(SONG)))
    assert not merged.clashes and "gain_db = -2.0" in merged.text and "pan = 30.0" in merged.text


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
    manifest.save(ordered("Bass STEM", "stem.bass")(SONG), tmp_path)
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
