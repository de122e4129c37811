"""What the screen sends over the line, on a real pseudo-terminal: engineers work through SSH and tmux."""

import os
import select
import shutil
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from stemtui import manifest
from stemtui.session import Mix, OrderLine, Session, Stem, Track
from tests.bench.screen import session as session_of
from tests.driver import CAMPAIGN, write_tracks
from tests.reader import Reader

pty = pytest.importorskip("pty", reason="pseudo-terminals are a Unix thing")
CAMPAIGN_SESSION = Path(__file__).parents[1] / "sample_sessions" / "campaign"
QUIET, PATIENCE = 0.4, 120.0
BETWEEN = 0.05  # between keys of a row: an answer has come, and what may come after it counts with the next
HIDDEN = ("COLORTERM", "TMUX", "COLUMNS", "LINES", "NO_COLOR", "TEXTUAL_THEME", "SSH_CONNECTION")


class Moment(NamedTuple):
    """A time, and for how long each thread of a program had waited by then for a processor others had."""

    at: float
    waits: dict[str, float]


class Wire:
    """The app at the other end of a line, 80x24 in 256 colours; `first` is run before it."""

    def __init__(self, folder: Path, first: str = "", size: tuple[int, int] = (24, 80)) -> None:
        self.screen = Reader(80, 24)
        self.pid, self.line = pty.fork()
        if self.pid == 0:
            for name in HIDDEN:
                os.environ.pop(name, None)
            os.environ["TERM"] = "xterm-256color"
            os.environ["XDG_CONFIG_HOME"] = str(folder)
            code = (
                f"from pathlib import Path; from stemtui.tui.opening import run; run(Path({str(folder)!r}))"
            )
            code = f"{first}\n{code}"
            os.execv(sys.executable, [sys.executable, "-c", code])
        import fcntl

        fcntl.ioctl(self.line, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))

    def heard(self, until: bytes = b"", patience: float = PATIENCE, quiet: float = QUIET) -> bytes:
        """What comes over the line until it falls silent, which it may not do before it shows `until`.

        Silent is a program that could have spoken: one that waits for a processor is waited for.
        """
        heard, last = b"", self.now()
        while True:
            if select.select([self.line], [], [], 0.02)[0]:
                try:
                    came = os.read(self.line, 65536)
                except OSError:  # the other end has hung up
                    break
                self.screen.read(came)
                heard += came
                last = self.now()
                continue
            limit = quiet if heard and self.shows(until.decode()) else patience
            if not limit or time.monotonic() - last.at >= PATIENCE:
                break
            if self.since(last) >= limit and not self.is_busy():
                break
        assert patience < PATIENCE or self.shows(until.decode()), f"{until!r} never came"
        return heard

    def now(self) -> Moment:
        """This moment, to tell from it how much time of its own the program has had."""
        waits = {}
        for thread in Path(f"/proc/{self.pid}/task").glob("*"):
            with suppress(OSError):  # it has ended
                waits[thread.name] = int((thread / "schedstat").read_text().split()[1]) / 1e9
        return Moment(time.monotonic(), waits)

    def since(self, then: Moment) -> float:
        """Seconds since then, without those in which a thread of the program waited for a processor."""
        now = self.now()
        waited = (wait - then.waits.get(thread, 0.0) for thread, wait in now.waits.items())
        return now.at - then.at - max(waited, default=0.0)

    def is_busy(self) -> bool:
        """Whether a thread of the program has something to do just now."""
        for thread in Path(f"/proc/{self.pid}/task").glob("*"):
            with suppress(OSError):
                if (thread / "stat").read_text().rpartition(")")[2].split()[0] == "R":
                    return True
        return False

    def shows(self, words: str) -> bool:
        """Whether words are on the screen."""
        return any(words in line for line in self.screen.lines)

    def press(self, keys: str, *answers: str) -> int:
        """Press keys, each once the one before is answered by those words; how many bytes one costs.

        On average, because what a busy machine reads behind the screen may arrive with any of them; so only
        the last is listened to until the line is silent.
        """
        total, last = 0, len(keys) - 1
        for place, (key, answer) in enumerate(zip(keys, answers, strict=True)):
            os.write(self.line, key.encode())
            total += len(self.heard(until=answer.encode(), quiet=QUIET if place == last else BETWEEN))
        return total // len(keys)

    def is_silent(self, seconds: float = 1.5, patience: float = PATIENCE) -> bool:
        """Whether nothing comes for so long, once what a busy machine held back has come."""
        end = time.monotonic() + patience
        while self.heard(patience=seconds):
            if time.monotonic() > end:
                return False
        return True


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    """The campaign's 26 tracks, sorted into four stems, on the line."""
    folder = write_tracks(tmp_path / "Song", CAMPAIGN)
    stems = (
        Stem("drums", "Drums"),
        Stem("bass", "Bass", "mono"),
        Stem("lead", "Lead"),
        Stem("backing", "Backing"),
    )
    tracks = tuple(Track(f"t{n}", f"{name}.wav", stem="drums") for n, name in enumerate(CAMPAIGN))
    session = Session(title="Song", stems=stems, mixes=(Mix("master", "Master"),), tracks=tracks)
    manifest.save(session, folder / manifest.NAME)
    with on_the_line(folder) as wire:
        yield wire


@contextmanager
def on_the_line(folder: Path, size: tuple[int, int] = (24, 80)) -> Iterator[Wire]:
    """A session on the line, until it is hung up."""
    wire = Wire(folder, size=size)
    try:
        yield wire
    finally:
        os.kill(wire.pid, signal.SIGKILL)
        os.waitpid(wire.pid, 0)
        os.close(wire.line)


def test_keys_are_answered_in_few_bytes_and_silence_is_silent(wire: Wire) -> None:
    start = wire.heard(until=b"LUFS")
    assert wire.shows("Kick") and len(start) <= 3_600
    assert wire.is_silent()
    assert wire.press("jjjjjj", *CAMPAIGN[1:7]) <= 200
    assert wire.press("234", "-> Bass", "-> Lead", "-> Backing") <= 330
    assert wire.press("jj", *CAMPAIGN[10:12]) <= 200
    assert wire.press("\t", "Drums is a") <= 520
    assert wire.press("\t", CAMPAIGN[11]) <= 520
    wire.press("gG", CAMPAIGN[0], CAMPAIGN[-1])
    assert wire.press("g", CAMPAIGN[0]) <= 400
    assert wire.press("G", CAMPAIGN[-1]) <= 450
    assert wire.press("kkkk", *reversed(CAMPAIGN[-5:-1])) <= 200
    wire.press("g" + "j" * 14, *CAMPAIGN[:15])
    assert wire.press("jjjj", *CAMPAIGN[15:19]) <= 330
    assert wire.is_silent()


def test_other_panes_and_other_ends_of_a_thousand_tracks_are_as_cheap(tmp_path: Path) -> None:
    folder = session_of(tmp_path / "Song", 1000)
    with on_the_line(folder) as wire:
        wire.heard(until=b"LUFS")
        assert wire.is_silent()
        first, last = "Kick 01 is a", "Riser 100 is a"
        wire.press("G", last)
        for key, answer in (("\t", "Drums is a"), ("G", "TV is a"), ("g", "Drums is a"), ("\t", last)):
            assert wire.press(key, answer) <= 520
        for key, answer in (("g", first), ("\t", "Drums is a"), ("\t", first)):
            assert wire.press(key, answer) <= 520
        assert wire.press("G", last) <= 530


def test_the_other_end_of_the_campaign_costs_what_is_to_be_read_there(tmp_path: Path) -> None:
    """Hardly a letter stays where it is: the end is 543 bytes at least (`tests/bench/wire_floor.py`)."""
    folder = tmp_path / "campaign"
    shutil.copytree(CAMPAIGN_SESSION, folder)
    with on_the_line(folder) as wire:
        wire.heard(until=b"LUFS")
        assert wire.is_silent()
        wire.press("G", CAMPAIGN[-1])
        assert wire.press("gG", "Kick is a", f"{CAMPAIGN[-1]} is a") <= 720
        assert wire.press("\t", "Drums is a") <= 520
        assert wire.press("\t", f"{CAMPAIGN[-1]} is a") <= 520


def test_300_tracks_in_many_stems_are_sorted_in_few_bytes(tmp_path: Path) -> None:
    names = [f"{name} {take}" for take in range(1, 13) for name in CAMPAIGN[:25]]
    folder = write_tracks(tmp_path / "Song", names, frames=480)
    stems = tuple(Stem(f"s{n}", f"{CAMPAIGN[n]} Stem") for n in range(12))
    tracks = tuple(Track(f"t{n}", f"{name}.wav", stem=f"s{n % 7}") for n, name in enumerate(names))
    mixes = (Mix("master", "Master"),)
    manifest.save(Session(title="Song", stems=stems, mixes=mixes, tracks=tracks), folder / manifest.NAME)
    with on_the_line(folder) as wire:
        wire.heard(until=b"LUFS")
        assert wire.is_silent()
        assert wire.press("jjjj", *(f"{name} is a" for name in names[1:5])) <= 240
        assert wire.press("89.", "-> Overhead R", "-> Room L", "-> Room L") <= 400
        assert wire.press("uuU", "Undone", "Undone", "Done again") <= 160
        assert wire.press("vjj\x1b", "range", "2 TRACKS", "3 TRACKS", "is a TRACK") <= 380
        assert wire.press("  8", "1 marked", "2 marked", "2 tracks") <= 430
        assert wire.press("G", f"{names[-1]} is a") <= 700
        assert wire.press("kkkk", *(f"{name} is a" for name in names[-2:-6:-1])) <= 220
        wire.press("g" + "j" * 13, *(f"{name} is a" for name in names[:14]))
        assert wire.press("jjjj", *(f"{name} is a" for name in names[14:18])) <= 520
        assert wire.press("aIA", "300 marked", "is a", "") <= 560


def test_scrolling_past_tracks_in_and_in_no_stem_is_as_cheap(tmp_path: Path) -> None:
    """The list has columns of several inks, and the glossary has something else to say at each step."""
    names = [f"{CAMPAIGN[n % 7]} {n}" for n in range(60)]
    folder = write_tracks(tmp_path / "Song", names, frames=480)
    stems = tuple(Stem(f"s{n}", name) for n, name in enumerate(("Drums", "Guitars", "Keys", "Vocals")))
    tracks = tuple(
        Track(f"t{n}", f"{name}.wav", stem=f"s{n % 4}" if n % 2 else "") for n, name in enumerate(names)
    )
    manifest.save(Session(title="Song", stems=stems, tracks=tracks), folder / manifest.NAME)
    with on_the_line(folder) as wire:
        wire.heard(until=b"LUFS")
        assert wire.is_silent()
        wire.press("j" * 14, *(f"{name} is a" for name in names[1:15]))
        assert wire.press("jjjjjj", *(f"{name} is a" for name in names[15:21])) <= 480
        wire.press("k" * 13, *(f"{name} is a" for name in reversed(names[7:20])))
        assert wire.press("kkkk", *(f"{name} is a" for name in reversed(names[3:7]))) <= 480


def test_a_move_after_an_edit_is_as_cheap_as_any(wire: Wire) -> None:
    wire.heard(until=b"LUFS")
    for edit, says in (("x", "-> no stem"), (" ", "1 marked"), (" ", "2 marked"), ("u", "Undone")):
        assert wire.press(edit, says) <= 400
        assert wire.press("jj", "is a TRACK" if edit == "x" else "marked", "") <= 200


def test_a_dialog_is_sent_once_as_it_opens_and_once_as_it_closes(wire: Wire) -> None:
    wire.heard(until=b"24-bit")
    dialogs = (
        ("\r", "into which stem?"),
        ("r", "Rename"),
        ("S", "Pan law"),
        (":", "All comm"),
        ("?", "Keys in"),
    )
    for opens, words in dialogs:
        assert wire.press(opens, words) <= 3_200
        assert wire.press("\x1b", "Overhead L") <= 3_200


def test_what_is_typed_into_a_dialog_costs_what_it_changes(wire: Wire) -> None:
    wire.heard(until=b"24-bit")
    wire.press("n", "New stem")
    assert wire.press("Keys", *("K", "Ke", "Key", "Keys")) <= 120
    y = next(y for y, line in enumerate(wire.screen.lines) if "Keys" in line)
    after = wire.screen.lines[y].index("Keys") + len("Keys")
    assert wire.screen.y == y and wire.screen.x in (after, after + 1), "input methods compose letters there"


def test_a_screen_that_something_else_has_written_on_is_drawn_anew(wire: Wire) -> None:
    wire.heard(until=b"LUFS")
    before, wire.screen = wire.screen.cells, Reader(80, 24)
    wire.press("\x0c", CAMPAIGN[0])
    assert wire.screen.cells == before
    wire.press("r", "Rename")
    before, wire.screen = wire.screen.cells, Reader(80, 24)
    wire.press("\x0c", "Rename")
    assert wire.screen.cells == before


def test_keys_typed_ahead_reach_the_dialogs_that_they_open(wire: Wire, tmp_path: Path) -> None:
    wire.heard(until=b"24-bit")
    os.write(wire.line, b"nTop Line\rtpnLow\rw")
    wire.heard(until=b"Saved")
    saved = manifest.load(tmp_path / "Song" / manifest.NAME)
    assert [stem.name for stem in saved.stems][-2:] == ["Top Line", "Low"]
    assert saved.tracks[0].origin == "printed"


def test_what_was_printed_is_shown_without_another_key(wire: Wire) -> None:
    wire.heard(until=b"24-bit")
    os.write(wire.line, b"\to")
    wire.heard(until=b"not mixed")
    os.write(wire.line, b"pR")
    wire.heard(until=b"Proven")
    assert wire.shows("Proven")


def test_the_order_is_read_in_few_bytes(tmp_path: Path) -> None:
    folder = write_tracks(tmp_path / "Song", CAMPAIGN)
    stems = tuple(Stem(name.lower(), name) for name in ("Drums", "Bass", "Lead", "Backing"))
    tracks = tuple(Track(f"t{n}", f"{name}.wav", stem=stems[n % 4].id) for n, name in enumerate(CAMPAIGN))
    mixes = (Mix("master", "Master"), Mix("inst", "Instrumental", without=("lead", "backing")))
    given = ("mix.master", "mix.inst", "stem.drums", "track.t1", "stem.lead", "stem.backing", "track.t0")
    asked = ("Master MIX", "Instrumental MIX", "Drum STEM", "Bass STEM", "Lead STEM", "Backing STEM", "808")
    order = tuple(OrderLine(words, "", item) for words, item in zip(asked, given, strict=True))
    session = Session(title="Song", treatment="printed", stems=stems, mixes=mixes, order=order, tracks=tracks)
    manifest.save(session, folder / manifest.NAME)
    with on_the_line(folder) as wire:
        wire.heard(until=b"24-bit")
        wire.press("Og", "asks for", "Line 1 of")
        answers = [f"Line {number} of" for number in range(2, 8)]
        for answer in answers:
            assert wire.press("j", answer) <= 420
        for answer in reversed(answers[:-1]):
            assert wire.press("k", answer) <= 420
        assert wire.is_silent()


def test_a_terminal_that_does_not_know_its_size_is_drawn_once(tmp_path: Path) -> None:
    """A serial line, or `docker exec -t`: 0 rows of 0 columns, which is taken for 24 of 80."""
    folder = write_tracks(tmp_path / "Song", CAMPAIGN)
    sent, shown = (
        0,
        ["Backing Vocal 1 ", "Backing Vocal 8", "Backing Vocals  12", "a file made while recording"],
    )
    with on_the_line(folder, size=(0, 0)) as wire:
        while sent < 30_000 and (
            select.select([wire.line], [], [], QUIET)[0] or not all(wire.shows(words) for words in shown)
        ):
            assert select.select([wire.line], [], [], PATIENCE)[0], "what lies in both panes is shown too"
            came = os.read(wire.line, 65_536)
            wire.screen.read(came)
            sent += len(came)
    assert sent < 30_000
