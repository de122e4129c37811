"""Files that are ignored: what patterns mean, and that manifest, scans, checks and the screen agree on it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from stemtui import manifest
from stemtui.alike import carry
from stemtui.cli import main
from stemtui.diff import changes
from stemtui.errors import ManifestError
from stemtui.folders import strays
from stemtui.ignoring import file_pattern, folder_pattern, is_ignored
from stemtui.manifest.merging import merge
from stemtui.session import Session
from tests.driver import story, write_tracks


@pytest.mark.parametrize(
    ("pattern", "ignored", "kept"),
    [
        ("takes/", ["takes/Kick.wav", "audio/takes/old/Kick.wav"], ["takes", "mistakes/Kick.wav"]),
        ("takes", ["takes/Kick.wav", "takes"], ["takes.wav"]),
        ("*.mp3", ["rough.mp3", "audio/rough.mp3"], ["rough.mp3.wav"]),
        ("audio/*.wav", ["audio/Kick.wav"], ["Kick.wav", "audio/old/Kick.wav", "x/audio/Kick.wav"]),
        ("audio/old/", ["audio/old/Kick.wav"], ["old/Kick.wav", "audio/old"]),
        ("Take ?.wav", ["Take 2.wav"], ["Take 12.wav"]),
    ],
)
def test_a_pattern_means_a_name_anywhere_or_a_path(pattern: str, ignored: list[str], kept: list[str]) -> None:
    assert [file for file in ignored if not is_ignored(file, [pattern])] == []
    assert [file for file in kept if is_ignored(file, ["zzz", pattern])] == []


def test_the_pattern_of_a_file_means_it_and_no_other() -> None:
    assert is_ignored("a/Kick [1]*.wav", [file_pattern("a/Kick [1]*.wav")])
    assert not is_ignored("a/Kick 1x.wav", [file_pattern("a/Kick [1]*.wav")])
    assert is_ignored("[old]/x.wav", [folder_pattern("[old]")]) and not is_ignored("o/x.wav", ["[[]old]/"])


def test_patterns_survive_a_save_and_a_comment_stays(band: Path) -> None:
    path = band / manifest.NAME
    path.write_text(path.read_text().replace('title = "Band"', 'title = "Band"  # ours\nignore = ["old/"]'))
    session = manifest.load(path)
    assert session.ignore == ("old/",)
    manifest.save(replace(session, ignore=("old/", "*.mp3")), path)
    assert 'title = "Band"  # ours\nignore = ["old/", "*.mp3"]\n' in path.read_text()
    assert manifest.load(path).ignore == ("old/", "*.mp3")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('"takes/"', "\"takes/\" is not a list of patterns. Write it like ['takes/'"),
        ('["/abs"]', '"/abs" is an absolute path. Write patterns like these'),
        ('["../x"]', "leads out of the session's folder"),
        ('[""]', "means no file"),
        ('["a", "a"]', '"a" is listed twice. Remove one'),
    ],
)
def test_what_is_no_pattern_is_said(band: Path, written: str, said: str) -> None:
    path = band / manifest.NAME
    path.write_text(path.read_text().replace("[session]", f"[session]\nignore = {written}"))
    with pytest.raises(ManifestError) as error:
        manifest.load(path)
    assert "session.ignore" in str(error.value) and said.replace("['takes/'", '["takes/"') in str(error.value)


def test_both_sides_of_a_merge_may_ignore_and_give_up() -> None:
    base = Session(ignore=("a/", "b/"))
    merged = merge(base, replace(base, ignore=("b/", "mine/")), replace(base, ignore=("a/", "b/", "theirs/")))
    assert merged.ignore == ("b/", "mine/", "theirs/")
    assert changes(base, merged) == [
        'Files ignored: "mine/" and "theirs/"',
        'Files no longer ignored: "a/"',
    ]


def test_a_song_like_another_ignores_what_that_does() -> None:
    carried = carry(Session(ignore=("x/",)), Session(ignore=("*.mp3", "x/"))).session
    assert carried.ignore == ("*.mp3", "x/")


def test_init_check_and_scan_leave_alone_what_is_ignored(
    band: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_tracks(band / "takes", ("Kick 2", "Kick 3"))
    write_tracks(band / "more", ("Tom",))
    (band / manifest.NAME).unlink()
    assert main(["init", str(band), "--ignore", "takes/"]) == 0
    session = manifest.load(band)
    assert session.ignore == ("takes/",) and len(session.tracks) == 6
    assert strays(band, session) == ()
    capsys.readouterr()
    main(["scan", str(band)])
    told = capsys.readouterr().out
    assert (
        "6 sound files" in told and "Ignored, as stemtui.toml says: takes/" in told and "Kick 2" not in told
    )
    main(["scan", str(band), "--json"])
    assert len(json.loads(capsys.readouterr().out)) == 6
    main(["check", str(band), "--json"])
    assert "no track" not in capsys.readouterr().out
    song = write_tracks(tmp_path / "Two" / "takes", ("Kick 9",)).parent
    write_tracks(song, ("Kick",))
    assert main(["init", str(song), "--like", str(band)]) == 0
    assert [track.file for track in manifest.load(song).tracks] == ["Kick.wav"]
    (song / manifest.NAME).unlink()
    assert main(["init", str(song), "--ignore", "../x"]) == 1
    assert "leads out of the session's folder" in capsys.readouterr().err


def test_a_track_stays_one_whatever_a_pattern_says(band: Path) -> None:
    session = replace(manifest.load(band), ignore=("*.wav",))
    write_tracks(band, ("Tom",))
    assert strays(band, session) == () and strays(band, replace(session, ignore=())) == ("Tom.wav",)
    manifest.save(session, band)
    assert main(["check", str(band)]) == main(["check", str(band)])
    assert len(manifest.load(band).tracks) == 5


async def test_new_files_are_ignored_for_good_and_offered_again(
    band: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stemtui.tui.keeping.lookout.LOOK_SECONDS", 0.05)
    write_tracks(band / "takes", ("Kick 2", "Kick 3"))
    write_tracks(band, ("Rough",))
    async with story(band) as told:
        await told.see("N: 3 new")
        await told.press("N")
        await told.see("Sound files that are no track:", "takes/Kick 2.wav", "g ignore some")
        await told.press("g")
        await told.see("> 1 takes/ (2 files)", "2 Rough.wav", "The manifest keeps it")
        await told.press("1")
        await told.see("2 files ignored: takes/", "N: 1 new", "* unsaved")
        await told.press("N", "g")
        await told.type("*.mp3")
        await told.see('ignore what this pattern means: "*.mp3"', "* for any but /")
        await told.press("enter")
        await told.see("0 files ignored: *.mp3")
        await told.press("u", "w")
        await told.see("Saved")
    assert manifest.load(band).ignore == ("takes/",)
    async with story(band) as told:
        await told.see("N: 1 new")
        await told.press("N")
        await told.see("Ignored, and in the manifest as such: takes/", "n ignore less")
        await told.press("n", "1")
        await told.see("N: 3 new", "* unsaved")
        await told.press("N", "g")
        await told.type("/x")
        await told.press("enter")
        await told.see("'/x' is an absolute path.".replace("'", '"'))
