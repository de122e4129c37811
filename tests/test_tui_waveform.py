"""Seeing the audio: the strip of the track under the cursor, thumbnails, and playing."""

import os
import signal
import sys
from array import array
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from stemtui import manifest
from stemtui.audio.pictures import overviews
from stemtui.audio.pictures.overview import Overview
from stemtui.errors import AudioFileError
from stemtui.glossary.wrapping import columns
from stemtui.session import Session, Track
from stemtui.tui.desk import moves
from stemtui.tui.panes.rows import sequence
from stemtui.tui.panes.waveform import ASCII, BLOCKS, Found, letters, striking, thumbnail, waveform_lines
from stemtui.tui.rendering import waveforms
from tests.desks import desk
from tests.driver import Story, story
from tests.test_tui_wire import Wire

RATE = 8000
MUSIC = Overview(
    *(48000, 480_000, array("f", [-0.1] * 512), array("f", [0.5] * 512), array("f", [0.1] * 512)),
    *((0.5, 0.4), 0.1, -20.14, 96_000, 400_000),
)


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that has block letters."""
    monkeypatch.setenv("TERM", "xterm-256color")


def strip(found: Found, width: int = 78, height: int = 1) -> list[str]:
    """The strip of a track whose file looks like that."""
    return [
        sequence(line).rstrip() for line in waveform_lines(desk(overviews={"kick.wav": found}), width, height)
    ]


def test_one_line_has_the_waveform_its_levels_and_what_is_striking() -> None:
    (line,) = strip(MUSIC)
    assert line == f" {'▇' * 20}  peak  -6.0  rms -20.0  -20.1 LUFS  starts late 0:02.0"


def test_the_strip_says_whose_it_is_where_the_words_are_about_marked_tracks() -> None:
    marked = moves.mark(moves.mark(desk(overviews={"kick.wav": MUSIC})))
    marked = moves.jump(marked, 0)
    (line,) = (sequence(line).rstrip() for line in waveform_lines(marked, 78, 1))
    assert line == f" {'▇' * 20}  Kick:  peak  -6.0  -20.1 LUFS  starts late 0:02.0"
    above, _ = (sequence(line).rstrip() for line in waveform_lines(marked, 118, 2))
    assert above == f" {'▇' * 40}  Kick:  peak  -6.0 dBFS  -20.1 LUFS"


def test_two_lines_have_peaks_over_rms() -> None:
    above, below = strip(replace(MUSIC, are_alike=True), 118, 2)
    assert above == f" {'▇' * 40}  peak  -6.0 dBFS  -20.1 LUFS"
    assert below == f" {'▀' * 40}  rms -20.0 dBFS  both sides alike  starts late 0:02.0  ends 0:08.3"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"channel_peaks": (0.0, 0.0)}, "silent"),
        ({"begins": None, "ends": None, "channel_peaks": (0.0005, 0.0)}, "nothing above -60 dBFS"),
        ({"channel_peaks": (1.5, 0.4)}, "over 0 dBFS"),
        ({"clips": 1, "clips_at": 96_000}, "clips at 0:02.0"),
        ({"clips": 12, "clips_at": 96_000}, "clips 12 times from 0:02.0"),
        ({"channel_peaks": (0.5, 0.0)}, "right is silent"),
        ({"channel_peaks": (0.5, 0.1, 0.0)}, "channel 3 is silent"),
        ({"are_alike": True}, "both sides alike"),
    ],
)
def test_what_is_striking_is_said_in_words(changes: dict[str, object], words: str) -> None:
    assert striking(replace(MUSIC, **changes))[0] == words  # type: ignore[arg-type]


def test_a_track_that_begins_at_once_has_nothing_striking() -> None:
    assert striking(replace(MUSIC, begins=1000)) == []


def test_words_go_before_levels_where_both_have_no_room() -> None:
    (line,) = strip(replace(MUSIC, clips=12, clips_at=96_000))
    assert line.endswith("peak  -6.0  clips 12 times from 0:02.0") or "starts late" in line
    assert "clips 12 times" in line and "rms" not in line


amplitudes = st.floats(0, 4, width=32)


@given(
    *(st.lists(amplitudes, max_size=600), st.lists(amplitudes, min_size=1, max_size=8)),
    *(st.one_of(st.none(), st.floats(-200, 20)), st.integers(0, 10**9), st.integers(0, 10**6)),
    *(st.integers(30, 200), st.integers(1, 2), st.booleans()),
)
def test_no_line_is_wider_than_the_pane(
    rms: list[float],
    peaks: list[float],
    lufs: float | None,
    begins: int,
    clips: int,
    width: int,
    height: int,
    alike: bool,
) -> None:
    picture = array("f", rms)
    found = Overview(
        *(RATE, 2 * 10**9, picture, picture, picture, tuple(peaks), max(peaks), lufs),
        *(begins, begins + 1, clips, begins if clips else None, alike),
    )
    lines = strip(found, width, height)
    assert len(lines) == height and all(columns(line) < width for line in lines)


def test_where_no_blocks_can_be_trusted_ascii_letters_stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    assert letters() == BLOCKS
    monkeypatch.setenv("TERM", "linux")
    assert letters() == ASCII
    assert all(line.isascii() for line in strip(MUSIC, 118, 2))


def test_a_file_that_cannot_be_read_says_why() -> None:
    why = "'Kick.flac' breaks off at frame 1000 (lost sync): copy or export it again."
    assert strip(AudioFileError(why)) == [f" {why}"]
    assert strip(AudioFileError(why), 40) == [" 'Kick.flac' breaks off at frame 1000…"]
    assert " ".join(strip(AudioFileError(why), 60, 2)).split() == why.split()
    assert strip(AudioFileError(why.replace("Kick.flac", "kick.wav"))) == [f" Its file {why[12:]}"]
    assert strip(AudioFileError("a\x1b[2Jb")) == [" a\\x1b[2Jb"]


def test_thumbnails() -> None:
    assert thumbnail(MUSIC, 16) == "▇" * 16
    assert thumbnail(replace(MUSIC, channel_peaks=(0.0,), begins=None), 16) == "silent"
    assert thumbnail(replace(MUSIC, channel_peaks=(0.0005,), begins=None), 16) == "below -60 dBFS"
    assert thumbnail(AudioFileError("no"), 16) == "unreadable"
    assert thumbnail(None, 16) == ""


def write(path: Path, wave: np.ndarray) -> None:
    path.parent.mkdir(exist_ok=True)
    soundfile.write(path, wave, RATE, subtype="PCM_16")


@pytest.fixture
def song(tmp_path: Path) -> Path:
    """A song whose tracks are each striking in another way, with a manifest."""
    folder = tmp_path / "Song"
    tone = 0.5 * np.sin(np.arange(4 * RATE) * 0.3)
    late = np.concatenate((np.zeros(3 * RATE), tone[:RATE]))
    write(folder / "Bass.wav", tone)
    write(folder / "Empty.wav", np.zeros(4 * RATE))
    write(folder / "Hot.wav", np.clip(3 * tone, -1, 1))
    write(folder / "Late.wav", late)
    soundfile.write(folder / "Torn.flac", tone, RATE, subtype="PCM_16")
    whole = (folder / "Torn.flac").read_bytes()
    (folder / "Torn.flac").write_bytes(whole[: len(whole) // 2])
    names = ("Bass.wav", "Empty.wav", "Hot.wav", "Late.wav", "Torn.flac")
    tracks = tuple(Track(Path(name).stem.lower(), name) for name in names)
    tracks += (Track("both", name="Both", bounce=("bass", "late")),)
    manifest.save(Session(title="Song", tracks=tracks), folder / manifest.NAME)
    return folder


async def test_the_strip_follows_the_cursor(song: Path) -> None:
    async with story(song) as told:
        await told.see("▇▇▇▇▇▇▇▇▇▇ peak -6.0 rms -9.0")
        await told.press("j")
        await told.see("silent")
        await told.not_see("peak")
        await told.press("j")
        await told.see("██████ peak 0.0", "clips 3054 times from 0:00.0")
        await told.press("j")
        await told.see("starts late 0:03.0")
        await told.press("k", "k", "k")
        await told.see("▇▇▇▇▇▇▇▇▇▇ peak -6.0 rms -9.0")


async def test_a_torn_file_a_missing_one_and_a_bounce(song: Path) -> None:
    (song / "Late.wav").unlink()
    async with story(song) as told:
        await told.press("j", "j", "j")
        await told.see("Its file is not there: it was moved, renamed or not copied.")
        await told.press("j")
        await told.see("truncated: header claims 32000 frames, the file breaks off near frame")
        await told.press("j")
        await told.not_see("breaks off", "LUFS", "measuring")
        await told.press("g", "tab")
        await told.not_see("LUFS")


async def test_a_new_print_under_the_same_name_is_seen(song: Path) -> None:
    async with story(song) as told:
        await told.see("peak -6.0")
        await told.press("j")
        await told.see("silent")
        write(song / "Bass.wav", np.full(2 * RATE, 0.125))
        await told.press("k")
        await told.see("peak -18.1")


async def test_wide_rows_have_thumbnails(song: Path) -> None:
    async with story(song, (160, 48)) as told:
        await told.see("▇" * 16, "unreadable")
        assert told.row("Empty").split()[:5] == ["Empty", "1", "ch", "0:04", "silent"]
        assert "▆" in told.row("Late") or "▇" in told.row("Late")
        await told.see("peak -6.0 dBFS", "rms -9.0 dBFS")
    async with story(song, (139, 48)) as told:
        await told.see("peak -6.0 dBFS")
        assert "silent" not in told.row("Empty")


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that it was begun to read, as they come."""
    begun: list[str] = []
    real = overviews.overview

    def noted(path: Path, is_wanted: Callable[[], bool], damaged: bool) -> Overview | None:
        begun.append(path.name)
        return real(path, is_wanted, damaged)

    monkeypatch.setattr(overviews, "overview", noted)
    return begun


async def known(told: Story, *files: str) -> None:
    """Wait until those files have been read."""
    while not set(files) <= set(told.app.desk_screen.desk.overviews):
        await told.pilot.pause(0.01)


async def test_a_cursor_held_down_reads_nothing_on_its_way(
    tmp_path: Path, looked_up: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "Many"
    write(folder / "00.wav", np.full(RATE, 0.25))
    for number in range(1, 200):
        os.link(folder / "00.wav", folder / f"{number:02}.wav")
    tracks = tuple(Track(f"t{number}", f"{number:02}.wav") for number in range(200))
    manifest.save(Session(title="Many", tracks=tracks), folder / manifest.NAME)
    async with story(folder) as told:
        await known(told, "00.wav", "01.wav")
        monkeypatch.setattr(waveforms, "REST_SECONDS", 3600)
        await told.press(*"j" * 39)
        monkeypatch.setattr(waveforms, "REST_SECONDS", 0.01)
        await told.press("j")
        await told.see("40 is a TRACK", "peak -12.0")
        await known(told, "41.wav", "39.wav")
    assert looked_up == ["00.wav", "01.wav", "40.wav", "41.wav", "39.wav"]


async def test_files_are_forgotten_while_keys_rest(song: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with story(song) as told:
        screen = told.app.desk_screen
        await told.see("peak")
        screen.waveforms.seen = ()
        monkeypatch.setattr(waveforms, "REST_SECONDS", 0.05)
        screen.waveforms.follow(screen.desk)
        screen.waveforms.forget(["Bass.wav"])
        await told.pilot.pause(0.2)
        await told.press("j")
        await told.see("silent")


async def test_what_takes_long_says_so_and_is_given_up(song: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given_up: list[str] = []

    def endless(path: Path, is_wanted: Callable[[], bool], damaged: bool) -> None:
        while is_wanted():
            pass
        given_up.append(path.name)

    monkeypatch.setattr(waveforms, "LONG_SECONDS", 0.05)
    monkeypatch.setattr(overviews, "overview", endless)
    async with story(song) as told:
        await told.see("measuring ...")
        await told.press("G")
        await told.not_see("measuring ...")
    assert given_up[0] == "Bass.wav"


async def test_a_waveform_stays_until_the_next_one_is_there_or_the_cursor_goes_on(
    song: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with story(song) as told:
        await known(told, "Bass.wav", "Empty.wav")
        monkeypatch.setattr(waveforms, "REST_SECONDS", 3600)
        await told.press("j")
        await told.see("Empty is a TRACK", "silent")
        await told.press("j")
        await told.see("Hot is a TRACK", "silent")
        await told.press("j")
        await told.see("Late is a TRACK")
        await told.not_see("silent")


async def test_a_fault_in_one_waveform_is_said_and_stops_no_other(
    song: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = overviews.overview

    def faulty(path: Path, is_wanted: Callable[[], bool], damaged: bool) -> Overview | None:
        if path.name == "Bass.wav":
            raise ZeroDivisionError("odd")
        return real(path, is_wanted, damaged)

    monkeypatch.setattr(overviews, "overview", faulty)
    async with story(song) as told:
        await told.see("could not be drawn: ZeroDivisionError: odd")
        await told.press("j", "j")
        await told.see("clips 3054 times")


async def test_playing_says_what_to_install(song: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stemtui.tui.rendering.audition.find_spec", lambda name: None)
    async with story(song) as told:
        await told.press("p")
        await told.see("To play: pip install '.[audition]' in stemtui's clone, and start it again.")


SOUND_CARD = """
import os, time, numpy
class PortAudioError(Exception): pass
class OutputStream:
    def __init__(self, samplerate, channels, dtype):
        if os.path.exists("{folder}/broken"):
            raise PortAudioError("no such device")
        self.heard = open("{folder}/heard", "ab", buffering=0)
    def __enter__(self): return self
    def __exit__(self, *error): pass
    def write(self, block):
        self.heard.write(block.astype("<f4").tobytes())
        while os.path.exists("{folder}/slow"): time.sleep(0.01)
"""


@pytest.fixture
def sound_card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder where what is played is heard; `broken` and `slow` in it make the sound card so."""
    folder = tmp_path / "card"
    folder.mkdir()
    (folder / "sounddevice.py").write_text(SOUND_CARD.replace("{folder}", folder.as_posix()))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(folder), os.environ.get("PYTHONPATH", ""))))
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    return folder


async def test_a_track_plays_from_where_it_sounds_to_its_end(song: Path, sound_card: Path) -> None:
    async with story(song) as told:
        await told.press("j", "j", "j")
        await told.see("starts late 0:03.0")
        await told.press("p")
        await told.see("Playing Late.wav from 0:03.0: p stops.")
        await told.not_see("Playing")
    heard = np.fromfile(sound_card / "heard", "<f4")
    whole = soundfile.read(song / "Late.wav", dtype="float32")[0]
    assert np.array_equal(heard, whole[np.flatnonzero(np.abs(whole) > 0.001)[0] :])


async def test_p_again_stops_and_leaving_stops(song: Path, sound_card: Path) -> None:
    (sound_card / "slow").touch()
    async with story(song) as told:
        await told.press("p")
        await told.see("Playing Bass.wav: p stops.")
        first = told.app.desk_screen.audition.player
        await told.press("p")
        await told.see("Stopped.")
        assert first is not None and await first.wait() == 0
        await told.press("p", "j", "p")
        await told.see("Playing Empty.wav: p stops.")
        last = told.app.desk_screen.audition.player
    assert last is not None and await last.wait() == 0


async def test_a_sound_card_that_refuses_is_quoted(song: Path, sound_card: Path) -> None:
    (sound_card / "broken").touch()
    async with story(song) as told:
        await told.press("p")
        await told.see("'Bass.wav', 8 kHz in 1 ch, cannot be played here: no such device.")


def test_the_strip_is_cheap_on_the_wire(song: Path) -> None:
    manifest.save(replace(manifest.load(song), tracks=manifest.load(song).tracks[:4]), song / manifest.NAME)
    wire = Wire(song)
    try:
        wire.heard(until=b"LUFS")
        assert wire.is_silent()
        wire.press("jj", "silent", "clips")
        assert wire.press("kk", "silent", "LUFS") <= 520
        assert wire.press("jjj", "silent", "clips", "starts late") <= 520
        assert wire.is_silent()
    finally:
        os.kill(wire.pid, signal.SIGKILL)
        os.waitpid(wire.pid, 0)
        os.close(wire.line)
