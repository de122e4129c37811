"""Files that bring a decoder down: they are named, with what they did, and nothing else comes to harm."""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui import manifest
from stemtui.audio.machine import apart
from stemtui.audio.machine.apart import Apart
from stemtui.audio.samples import libsndfile
from stemtui.audio.samples.source import open_source
from stemtui.cli import main
from stemtui.errors import DecoderError, Refused
from stemtui.render.deliveries.delivery import render
from tests import small_sessions as small
from tests.driver import story
from tests.test_crashes import files

FALLS = ["SIGSEGV", "SIGABRT", "SIGFPE", "SIGBUS", "endless", "noise"]


@pytest.fixture(autouse=True)
def brittle(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    readers = libsndfile.Readers()
    monkeypatch.setattr(libsndfile, "_PROGRAM", "tests.brittle")
    monkeypatch.setattr(libsndfile, "readers", readers)
    yield
    for reader in readers._readers:
        reader.end()


@pytest.fixture(params=["forked", "spawned"])
def begun(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes are begun in the way that a program with other threads has to take."""
    if request.param == "spawned":
        monkeypatch.setattr(apart, "can_fork", lambda: False)
    elif not apart.can_fork():
        pytest.skip("this process may not be forked")


def sound(path: Path, seed: int = 1, frames: int = 150_000, channels: int = 2) -> np.ndarray:
    """A file of noise, and its samples."""
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, np.random.default_rng(seed).uniform(-0.5, 0.5, (frames, channels)), 48_000)
    return soundfile.read(path, always_2d=True)[0].T


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize("how", FALLS)
@pytest.mark.parametrize("when", ["opened", "read", "last"])
def test_a_file_that_brings_its_decoder_down_is_named(tmp_path: Path, when: str, how: str) -> None:
    path = tmp_path / f"Kick {when} {how}.flac"
    sound(path)
    with pytest.raises(DecoderError) as said, open_source(path) as source:
        for start in range(0, source.frames, 30_000):
            source.read(start, 30_000)
    does = "keeps its decoder busy without end" if how == "endless" else "brings its decoder down"
    of = f" ({how})" if how.startswith("SIG") else ""
    assert f"{path.name!r} {does}{of}: leave it out" in str(said.value)


@pytest.mark.usefixtures("begun")
def test_others_that_are_read_meanwhile_go_on_where_they_were(tmp_path: Path) -> None:
    """In as many threads as there are files, of which every third falls."""
    paths = [tmp_path / f"{n} {'last SIGSEGV' if n % 3 == 0 else 'right'}.flac" for n in range(9)]
    samples = {path: sound(path, n) for n, path in enumerate(paths)}

    def read(path: Path) -> np.ndarray | str:
        try:
            with open_source(path) as source:
                steps = [source.read(at, 7_000) for at in range(0, source.frames, 7_000)]
                return np.hstack(steps)[:, : source.frames]
        except DecoderError as error:
            return str(error)

    with ThreadPoolExecutor(len(paths)) as pool:
        for path, found in zip(paths, pool.map(read, paths), strict=True):
            if "right" in path.name:
                assert np.array_equal(found, samples[path])
            else:
                assert "brings its decoder down (SIGSEGV)" in str(found)


def test_whoever_stops_waiting_for_an_answer_does_not_leave_it_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(reader: Apart, question: dict[str, object]) -> None:
        reader._asks.write(json.dumps(question).encode() + b"\n")
        reader._asks.flush()
        raise KeyboardInterrupt

    samples = sound(tmp_path / "Kick.flac")
    with open_source(tmp_path / "Kick.flac") as source:
        source.read(0, 1_000)
        with monkeypatch.context() as patched:
            patched.setattr(Apart, "_answered", stopped)
            with pytest.raises(KeyboardInterrupt):
                source.read(1_000, 1_000)
        assert np.array_equal(source.read(5_000, 1_000), samples[:, 5_000:6_000])


def test_every_command_names_it_and_goes_on_with_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small.band(tmp_path)
    sound(tmp_path / "audio/Hat read SIGSEGV.flac")
    sound(tmp_path / "audio/Bell opened SIGABRT.ogg")
    main(["init", str(tmp_path)])
    session = manifest.load(tmp_path)
    assert len(session.tracks) == 7
    items = [f"track.{track.id}" for track in session.tracks]
    manifest.save(small.ordered(session, *items), tmp_path)
    before = files(tmp_path)
    capsys.readouterr()
    paths = [str(path) for path in sorted((tmp_path / "audio").iterdir())]
    hat, bell = (
        "'Hat read SIGSEGV.flac' brings",
        "'Bell opened SIGABRT.ogg' brings its decoder down (SIGABRT)",
    )
    for command, said in (
        (["scan", str(tmp_path)], [bell]),
        (["scan", "--deep", str(tmp_path)], [hat, bell]),
        (["check", str(tmp_path)], [bell]),
        (["check", "--audio", str(tmp_path)], [bell]),
        (["render", str(tmp_path)], [bell]),
        (["levels", *paths], [hat, bell]),
        (["null", *paths], ["brings its decoder down"]),
        (["verify", str(tmp_path / "audio")], [hat, bell]),
    ):
        main(command)
        printed = " ".join("".join(capsys.readouterr()).split())
        for each in said:
            assert each in printed, command
        assert "Traceback" not in printed
    assert files(tmp_path) == before


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_render_says_which_source_it_was_and_leaves_nothing(tmp_path: Path, jobs: int) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master")
    manifest.save(session, tmp_path)
    kick = tmp_path / "audio/kick.wav"
    sound(tmp_path / "audio/kick last SIGSEGV.flac", channels=1)
    text = manifest.locate(tmp_path).read_text().replace(kick.name, "kick last SIGSEGV.flac")
    manifest.locate(tmp_path).write_text(text)
    before = files(tmp_path)
    with pytest.raises(Refused, match=r"kick last SIGSEGV\.flac' brings its decoder down \(SIGSEGV\)"):
        render(tmp_path, manifest.load(tmp_path), jobs=jobs)
    assert files(tmp_path) == before


def test_no_core_is_left_in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound(tmp_path / "Kick opened SIGSEGV.flac")
    monkeypatch.chdir(tmp_path)
    resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
    with pytest.raises(DecoderError):
        open_source(Path("Kick opened SIGSEGV.flac"))
    assert os.listdir(tmp_path) == ["Kick opened SIGSEGV.flac"]


async def test_the_screen_goes_on_and_says_so(tmp_path: Path) -> None:
    sound(tmp_path / "1 Hat read SIGSEGV.flac")
    sound(tmp_path / "2 Snare.flac")
    sound(tmp_path / "3 Bell opened SIGABRT.ogg")
    async with story(tmp_path, size=(200, 40)) as screen:
        await screen.see("Its file brings its decoder down (SIGSEGV): leave it out")
        await screen.press("j")
        await screen.see("peak")
        await screen.press("j")
        await screen.see("Its file brings its decoder down (SIGABRT)")


WAITING = """
import sys, time
from pathlib import Path
from stemtui.audio.machine import apart
from stemtui.audio.machine.apart import Apart
from stemtui.audio.samples.source import open_source
from stemtui.locks import alone
apart.can_fork = lambda: sys.argv[2] == "forked"
with alone(Path(sys.argv[1]).parent, 1) as others:
    assert not others
    with open_source(Path(sys.argv[1])) as source:
        source.read(0, 100)
        print(Path(f"/proc/self/task/{Path('/proc/self').resolve().name}/children").read_text(), flush=True)
        sys.stdin.readline()
    print("closed", flush=True)
with alone(Path(sys.argv[1]).parent, 1) as others:
    print("others:", others, flush=True)
sys.stdin.readline()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Linux says which children a process has")
@pytest.mark.parametrize("begun", ["forked", "spawned"])
def test_its_process_holds_no_lock_of_ours_and_ends_with_us_however_we_end(
    tmp_path: Path, begun: str
) -> None:
    sound(tmp_path / "Kick.flac")
    command = [sys.executable, "-c", WAITING, tmp_path / "Kick.flac", begun]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as waiting:
        assert waiting.stdin and waiting.stdout
        [reader] = map(int, waiting.stdout.readline().split())
        waiting.stdin.write("\n")
        waiting.stdin.flush()
        assert [waiting.stdout.readline() for _ in range(2)] == ["closed\n", "others: \n"]
        waiting.kill()
    until(
        lambda: (
            not Path(f"/proc/{reader}/cmdline").exists() or not Path(f"/proc/{reader}/cmdline").read_bytes()
        )
    )


def until(is_so: Callable[[], bool]) -> None:
    """Wait for what comes to pass of itself."""
    for _ in range(6_000):
        if is_so():
            return
        time.sleep(0.01)
    raise AssertionError("it never came to pass")
