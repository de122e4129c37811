"""Scanning folders as they are met: nested, linked, damaged, full of other things."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui.audio.formats.bext import Bext
from stemtui.audio.formats.containers import wave_header
from stemtui.errors import AudioFileError
from stemtui.header import Header
from stemtui.places import track_path
from stemtui.scan import Found, headers, new_session, scan
from stemtui.session import Session, Track
from tests import small_sessions as small

links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")


def sound(path: Path, *, frames: int = 100, channels: int = 1, rate: int = 48_000) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, np.zeros((frames, channels)), rate)
    return path


def files(folder: Path) -> list[str]:
    return [found.file for found in scan(folder)]


def test_sound_is_found_in_natural_order_whatever_its_format(tmp_path: Path) -> None:
    names = ["10 Hat.wav", "2 Snare.FLAC", "1 kick.aiff", "Vox/2.ogg", "Vox/10.mp3", "Vox/Doubles/a.caf"]
    for name in names:
        sound(tmp_path / name)
    assert files(tmp_path) == ["1 kick.aiff", "2 Snare.FLAC", "10 Hat.wav", *names[3:]]
    assert all(found.is_audio and found.header and not found.problems for found in scan(tmp_path))


def test_what_is_no_sound_is_not_named(tmp_path: Path) -> None:
    sound(tmp_path / "kick.wav")
    for name in [
        "notes.txt",
        "stemtui.toml",
        "cover.png",
        "song.ptx",
        "song.RPP",
        "kick.wav.reapeaks",
        "README",
    ]:
        (tmp_path / name).write_text("x")
    assert files(tmp_path) == ["kick.wav"]


def test_hidden_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    sound(tmp_path / "kick.wav")
    sound(tmp_path / "._kick.wav")
    sound(tmp_path / ".delivery.partial-1" / "x.wav")
    assert files(tmp_path) == ["kick.wav"]


@pytest.mark.parametrize(
    ("name", "form", "ending"),
    [
        ("Audio 1_01", "WAV", "wav"),
        ("Kick.L", "WAV", "wav"),
        ("Overhead", "AIFF", "aif"),
        ("Room", "FLAC", "flac"),
        ("Vox", "OGG", "ogg"),
        ("Bass 2.1", "CAF", "caf"),
        ("Gtr", "W64", "w64"),
        ("Pad", "AU", "au"),
        ("Hat", "RF64", "wav"),
    ],
)
def test_sound_whose_name_does_not_say_so_is_named(tmp_path: Path, name: str, form: str, ending: str) -> None:
    soundfile.write(tmp_path / name, np.zeros(100), 48_000, format=form)
    cure = f"unsupported: sound, and its name does not say so, rename it to end in .{ending}"
    assert scan(tmp_path) == (Found(name, None, (cure,), False),)
    (tmp_path / name).rename(tmp_path / f"{name}.{ending}")
    [found] = scan(tmp_path)
    assert found.is_audio and not found.problems


def test_an_mpeg_4_without_an_ending_is_to_be_converted(tmp_path: Path) -> None:
    (tmp_path / "Voice memo").write_bytes(b"\0\0\0\x1cftypM4A \0\0\2\0")
    cure = "unsupported: sound, and its name does not say so, convert it to WAV or FLAC"
    assert scan(tmp_path) == (Found("Voice memo", None, (cure,), False),)


def broadcast(path: Path, bext: Bext) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(wave_header(16, False, 1, 48_000, 50, bext) + bytes(100))
    return path


def test_a_print_of_ours_that_lost_its_receipt_raises_a_question(tmp_path: Path) -> None:
    broadcast(tmp_path / "Song_Drums_STEM.wav", Bext("Drums STEM of Song"))
    sound(tmp_path / "kick.wav")
    kick, drums = scan(tmp_path)
    assert not kick.problems
    assert drums.problems == (
        "printed by stemtui (Drums STEM of Song): say what it is here before it is used as a track",
    )
    assert drums.is_audio


def test_a_header_that_names_the_wrong_rate_is_pointed_out(tmp_path: Path) -> None:
    for name in ("1.wav", "2.wav", "3.wav"):
        sound(tmp_path / name, frames=48_000)
    sound(tmp_path / "4.wav", frames=48_000, rate=44_100)
    sound(tmp_path / "5.wav", frames=24_000)
    assert [len(found.problems) for found in scan(tmp_path)] == [0, 0, 0, 1, 0]
    assert scan(tmp_path)[3].problems == (
        "its header says 44.1 kHz, and its 48000 frames are as long as 3 files only at 48 kHz: "
        "the header seems to name the wrong rate",
    )


@pytest.mark.parametrize("name", ["vox.m4a", "vox.mp4", "vox.MP4", "vox.WV", "vox.ape"])
def test_what_has_to_be_converted_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"sound of a kind")
    extension = name.split(".")[1].lower()
    assert scan(tmp_path) == (
        Found(
            name, None, (f"unsupported: .{extension} is not opened here, convert it to WAV or FLAC",), False
        ),
    )


def test_a_damaged_file_is_still_a_track(tmp_path: Path) -> None:
    sound(tmp_path / "short.wav")
    os.truncate(tmp_path / "short.wav", 144)
    (tmp_path / "broken.wav").write_bytes(b"this was a WAV once")
    (tmp_path / "empty.flac").touch()
    broken, empty, short = scan(tmp_path)
    assert broken == Found(
        "broken.wav",
        None,
        ("'broken.wav' is a page or a text: copy or download it again.",),
    )
    assert empty.problems == ("'empty.flac' is empty (0 bytes): copy or export it again.",)
    assert short.header and short.header.frames == 100
    assert short.problems == ("truncated: header claims 100 frames, the file holds 50",)
    assert [track.file for track in new_session(tmp_path, scan(tmp_path)).tracks] == [
        "broken.wav",
        "empty.flac",
        "short.wav",
    ]


@links
def test_links_that_go_round_end(tmp_path: Path) -> None:
    sound(tmp_path / "audio" / "kick.wav")
    (tmp_path / "audio" / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a link").symlink_to(tmp_path / "audio", target_is_directory=True)
    assert files(tmp_path) == ["audio/kick.wav"]


@links
def test_a_linked_folder_elsewhere_is_part_of_the_session(tmp_path: Path) -> None:
    sound(tmp_path / "library" / "kick.wav")
    (tmp_path / "song").mkdir()
    (tmp_path / "song" / "audio").symlink_to(tmp_path / "library", target_is_directory=True)
    assert files(tmp_path / "song") == ["audio/kick.wav"]


@links
def test_a_link_to_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "kick.wav").symlink_to(tmp_path / "gone.wav")
    assert scan(tmp_path)[0].problems == ("'kick.wav' is not there: it was moved, renamed or not copied.",)


@links
def test_a_pipe_named_like_a_sound_is_not_opened_and_no_track(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "kick.wav")
    (tmp_path / "link.wav").symlink_to("kick.wav")
    os.mkfifo(tmp_path / "notes")
    found = scan(tmp_path)
    assert [(one.file, one.problems) for one in found] == [
        ("kick.wav", ("a pipe or device, not a sound file",)),
        ("link.wav", ("a pipe or device, not a sound file",)),
    ]
    assert new_session(tmp_path, found).tracks == ()


@links
def test_a_folder_that_cannot_be_entered_is_named(tmp_path: Path) -> None:
    sound(tmp_path / "secret" / "kick.wav")
    (tmp_path / "secret").chmod(0)
    try:
        if os.access(tmp_path / "secret", os.R_OK):
            pytest.skip("this user may read everything")
        assert scan(tmp_path) == (
            Found("secret", None, ("the folder could not be read: Permission denied",), False),
        )
    finally:
        (tmp_path / "secret").chmod(0o755)


def test_what_stemtui_delivered_is_no_track(tmp_path: Path) -> None:
    sound(tmp_path / "audio" / "kick.wav")
    sound(tmp_path / "delivery" / "Song_Drums_STEM.wav")
    (tmp_path / "delivery" / "receipt.toml").write_text('[stemtui]\nversion = "1"\n')
    sound(tmp_path / "shop" / "snare.wav")
    (tmp_path / "shop" / "receipt.toml").write_text('[shop]\ntotal = "9.99"\n')
    sound(tmp_path / "torn" / "hat.wav")
    (tmp_path / "torn" / "receipt.toml").write_bytes(b"[stemtui\xff")
    sound(tmp_path / "trap" / "ride.wav")
    (tmp_path / "trap" / "receipt.toml").write_text("stemtui = " + "[" * 100_000)
    found = scan(tmp_path)
    others = ["shop/snare.wav", "torn/hat.wav", "trap/ride.wav"]
    assert [thing.file for thing in found] == ["audio/kick.wav", "delivery", *others]
    assert found[1] == Found("delivery", None, ("delivered by stemtui: not picked up as tracks",), False)
    assert [track.file for track in new_session(tmp_path, found).tracks] == ["audio/kick.wav", *others]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are Unicode")
def test_a_name_that_no_manifest_can_hold_is_said(tmp_path: Path) -> None:
    os.rename(sound(tmp_path / "x.wav"), os.fsencode(tmp_path) + b"/b\xe4ss.wav")
    [found] = scan(tmp_path)
    assert not found.is_audio
    assert found.problems == ("its name is not valid UTF-8, which a manifest needs: rename it",)


def test_strange_names_are_found_as_they_are(tmp_path: Path) -> None:
    names = (
        ["[bold]Kick[/].wav", "Bässe + Café.wav", "\x1b[31mred.wav"] if os.name != "nt" else ["[bold].wav"]
    )
    for name in names:
        sound(tmp_path / name)
    assert sorted(files(tmp_path)) == sorted(names)


def test_only_a_folder_is_scanned(tmp_path: Path) -> None:
    for path in (sound(tmp_path / "kick.wav"), tmp_path / "gone"):
        with pytest.raises(AudioFileError, match="is not a folder: name the folder that holds the tracks"):
            scan(path)


def test_a_deep_scan_finds_what_headers_hide(tmp_path: Path) -> None:
    whole = np.random.default_rng(1).uniform(-0.5, 0.5, (100_000, 2))
    soundfile.write(tmp_path / "1 good.wav", whole, 48_000)
    soundfile.write(tmp_path / "2 cut.flac", whole, 48_000)
    os.truncate(tmp_path / "2 cut.flac", (tmp_path / "2 cut.flac").stat().st_size // 2)
    whole[70_000] = np.nan
    soundfile.write(tmp_path / "3 nan.wav", whole, 48_000, subtype="FLOAT")
    sound(tmp_path / "4 short.wav")
    os.truncate(tmp_path / "4 short.wav", 144)
    soundfile.write(tmp_path / "6 last.flac", whole[:70_000], 48_000)
    os.truncate(tmp_path / "6 last.flac", (tmp_path / "6 last.flac").stat().st_size - 100)
    (tmp_path / "5 vox.m4a").touch()
    assert [len(found.problems) for found in scan(tmp_path)] == [0, 1, 0, 1, 1, 0]
    good, cut, nan, short, vox, last = scan(tmp_path, deep=True)
    assert not good.problems
    assert cut.problems[0].startswith(
        "truncated: header claims 100000 frames, the file breaks off near frame "
    )
    assert nan.problems == ("'3 nan.wav' holds nan instead of a sample at frame 70000: export it again.",)
    assert short.problems == ("truncated: header claims 100 frames, the file holds 50",)
    assert vox == scan(tmp_path)[4]
    assert last.problems[0].startswith("'6 last.flac' breaks off at frame ")


def test_a_deep_scan_counts_what_a_header_only_guesses(tmp_path: Path) -> None:
    samples = np.random.default_rng(1).uniform(-0.5, 0.5, 100_000)
    soundfile.write(tmp_path / "x.mp3", samples, 48_000)
    content = (tmp_path / "x.mp3").read_bytes()
    frame = content.index(b"\xff\xfb", len(content) // 3)  # cut there, only the length is wrong
    (tmp_path / "x.mp3").write_bytes(content[frame:])
    [found] = scan(tmp_path, deep=True)
    assert found.header
    [problem] = found.problems
    assert problem.startswith(f"header claims {found.header.frames} frames, ")
    assert problem.endswith(" can be decoded")


def test_a_length_that_a_header_only_guesses_is_none_for_a_session(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "x.mp3", np.zeros(48_000), 48_000)
    [found] = scan(tmp_path)
    assert found.header and found.header.frames
    header = headers(tmp_path, Session(tracks=(Track("x", "x.mp3"),)))["x"]
    assert isinstance(header, Header)
    assert (header.frames, header.samplerate, header.problems) == (0, 48_000, ())


def test_a_thousand_files_are_found_in_natural_order(tmp_path: Path) -> None:
    content = sound(tmp_path / "1.wav").read_bytes()
    for number in range(2, 1_001):
        (tmp_path / f"{number}.wav").write_bytes(content)
    assert files(tmp_path) == [f"{number}.wav" for number in range(1, 1_001)]


def test_a_new_session_has_a_track_for_each_file(tmp_path: Path) -> None:
    folder = tmp_path / "Mega Savings Song"
    for name in ["Kick.wav", "Snare.wav", "takes/Kick.wav"]:
        sound(folder / name)
    session = new_session(folder, scan(folder))
    assert session.title == "Mega Savings Song"
    assert [track.file for track in session.tracks] == ["Kick.wav", "Snare.wav", "takes/Kick.wav"]
    assert len(session.track_index) == 3
    assert not session.stems and not session.order


def test_a_name_is_kept_only_where_the_file_has_another(tmp_path: Path) -> None:
    for name in [
        "Potassium_Stem_PAD + BASS.flac",
        "Potassium_Stem_KICK.flac",
        "Potassium_Stem_VOX LEAD.flac",
    ]:
        sound(tmp_path / name)
    session = new_session(tmp_path, scan(tmp_path))
    assert {track.id: track.name for track in session.tracks} == {
        "kick": "KICK",
        "pad_bass": "PAD + BASS",
        "vox_lead": "VOX LEAD",
    }
    (tmp_path / "other").mkdir()
    sound(tmp_path / "other" / "Kick.wav")
    sound(tmp_path / "other" / "Snare.wav")
    assert [track.name for track in new_session(tmp_path / "other", scan(tmp_path / "other")).tracks] == [
        "",
        "",
    ]


def test_headers_by_track(tmp_path: Path) -> None:
    sound(tmp_path / "audio" / "kick.wav", frames=9)
    sound(tmp_path.parent / "outside.wav")
    session = Session(
        tracks=(
            Track("kick", "audio/kick.wav"),
            Track("gone", "audio/gone.wav"),
            Track("out", "../outside.wav"),
            Track("bounce", bounce=("kick",)),
        )
    )
    read = headers(tmp_path, session)
    assert list(read) == ["kick", "gone", "out"]
    assert isinstance(read["kick"], Header) and read["kick"].frames == 9
    assert str(read["gone"]) == "'audio/gone.wav' is not there: it was moved, renamed or not copied."
    assert str(read["out"]) == "'../outside.wav' leaves the session's folder: copy the file into it."


@pytest.mark.parametrize("file", ["../x.wav", "/etc/passwd", "a/../../x.wav", "..", "a/b/../../../x.wav"])
def test_a_track_cannot_leave_the_sessions_folder(tmp_path: Path, file: str) -> None:
    with pytest.raises(AudioFileError, match="leaves the session's folder"):
        track_path(tmp_path, file)


@pytest.mark.parametrize("file", ["x.wav", "a/x.wav", "a/../x.wav", "..x.wav", "a/..b/x.wav", "./x.wav"])
def test_any_path_inside_is_a_tracks(tmp_path: Path, file: str) -> None:
    assert track_path(tmp_path, file).is_relative_to(tmp_path)


@links
def test_a_link_may_lead_to_sound_elsewhere(tmp_path: Path) -> None:
    sound(tmp_path / "library" / "kick.wav", frames=5)
    (tmp_path / "song").mkdir()
    (tmp_path / "song" / "kick.wav").symlink_to(tmp_path / "library" / "kick.wav")
    header = headers(tmp_path / "song", Session(tracks=(Track("kick", "kick.wav"),)))["kick"]
    assert isinstance(header, Header) and header.frames == 5


def test_a_link_that_leads_to_itself_is_named_and_ends_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.wav").symlink_to("x.wav")
    [found] = scan(tmp_path)
    assert found.file == "x.wav" and found.problems


@pytest.mark.parametrize("name", ["a\\b.wav", "L: Room.wav"])
def test_a_name_that_no_manifest_can_hold_is_to_be_renamed(tmp_path: Path, name: str) -> None:
    sound(tmp_path / name)
    [found] = scan(tmp_path)
    assert not found.is_audio and found.problems[0].endswith("rename it")


def test_a_link_to_the_root_of_everything_is_not_followed_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session's own files are all seen, however many there are, and what is behind links before it."""
    monkeypatch.setattr("stemtui.scan._MOST_LINKED", 30)
    root, library = tmp_path / "song", tmp_path / "library"
    for number in range(40):
        small.write(root / f"{number}.wav", small.noise(1, 10))
    for number in range(5):
        small.write(library / f"deep/{number}.wav", small.noise(1, 10))
    (root / "a library").symlink_to(library)
    (root / "everything").symlink_to("/usr")
    found = scan(root)
    assert sum(one.is_audio for one in found) == 45
    [said] = [one for one in found if one.file == "everything"]
    assert said.problems == ("behind links lie more than 30 names: link the folders that are needed alone",)
