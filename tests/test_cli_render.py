"""`render` and `status` as a user types them: what is printed again, said beforehand, and stopped."""

import contextlib
import errno
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from stemtui import manifest
from stemtui.cli import main
from stemtui.cli.progress import Pace, bar
from stemtui.render.plans.progress import Progress
from tests import small_sessions as small

REPOSITORY = Path(__file__).parent.parent
FILES = 3


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STEMTUI_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def song(tmp_path: Path) -> Path:
    return saved(tmp_path / "song")


def saved(root: Path, **delivery: object) -> Path:
    session = small.delivered(small.band(root), **delivery)
    manifest.save(small.ordered(session, "mix.master", "stem.drums", "stem.bass"), root / manifest.NAME)
    for path in (root / "audio").iterdir():
        os.utime(path, (1e9, 1e9))
    return root


def said(capsys: pytest.CaptureFixture[str], *argv: str, code: int = 0) -> str:
    assert main([*argv]) == code
    return capsys.readouterr().out


def louder(root: Path) -> None:
    path = root / manifest.NAME
    path.write_text(path.read_text().replace("[track.kick]", "[track.kick]\ngain_db = -2.5"))


def below(root: Path) -> list[tuple[str, int, int]]:
    """Everything below a folder, with its size and time."""
    facts = ((path, path.stat()) for path in sorted(root.rglob("*")))
    return [(str(path), one.st_size, one.st_mtime_ns) for path, one in facts]


def test_render_says_what_it_printed_and_what_it_kept(song: Path, capsys: pytest.CaptureFixture[str]) -> None:
    render = ("render", str(song))
    assert said(capsys, *render).endswith("Printed 3 files.\n")
    assert said(capsys, *render).endswith("Everything is current; --force prints again.\n")
    louder(song)
    assert "gain_db of kick was not set, and is -2.5" in said(capsys, "status", str(song), code=1)
    assert said(capsys, *render).endswith("Printed 2 files; 1 was current and kept, and the proof is new.\n")
    path = song / manifest.NAME
    path.write_text(path.read_text().replace('title = "Song"', 'title = "Song"\ntreatment_note = "v2"'))
    assert "Printed nothing; 3 were current and kept, and the proof is new." in said(capsys, *render)
    assert said(capsys, *render, "--force").endswith("Printed 3 files.\n")
    assert json.loads(said(capsys, *render, "--json"))["file"][0]["item"] == "mix.master"


def test_hash_compares_by_content(song: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "render", str(song), "--hash")
    os.utime(song / "audio/kick.wav")
    assert "stale" not in said(capsys, "status", str(song), "--hash")
    assert "Everything is current" in said(capsys, "render", str(song), "--hash")
    answer = json.loads(said(capsys, "status", str(song), "--hash", "--json"))
    assert [set(one) for one in answer] == [{"item", "file", "state", "why"}] * FILES


def test_without_meters_says_so(song: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "No proof was made" in said(capsys, "render", str(song), "--no-meters")
    assert said(capsys, "status", str(song)).count("not measured") == FILES
    answer = json.loads(said(capsys, "verify", str(song / "delivery"), "--json"))
    assert answer["ok"] and "for want of a SHA-256" in answer["unchecked"][0]
    (song / "delivery/Song_Drums_STEM.wav").write_bytes(b"RIFF")
    assert "stale" in said(capsys, "status", str(song), code=1)


@pytest.mark.parametrize(
    ("file_format", "depth"),
    [("wav", 16), ("wav", 24), ("wav", "32f"), ("aiff", 24), ("aiff", "32f"), ("flac", 24)],
)
def test_a_dry_run_says_how_large_everything_is_and_writes_nothing(
    tmp_path: Path, cache: Path, capsys: pytest.CaptureFixture[str], file_format: str, depth: int | str
) -> None:
    song = saved(tmp_path / "song", file_format=file_format, bit_depth=depth)
    before = below(tmp_path)
    answer = json.loads(said(capsys, "render", str(song), "--dry-run", "--json"))
    assert below(tmp_path) == before
    read = {one["file"]: one["bytes"] for one in answer["reads"]}
    assert read == {f"audio/{path.name}": path.stat().st_size for path in (song / "audio").iterdir()}
    assert answer["bytes_read"] == sum(read.values()) and answer["fits"]
    sums = {one["item"]: list(one["of"]) for one in (*answer["sums"], *answer["prints"])}
    assert sums["mix.master"] == ["stem.drums", "stem.bass", "stem.guitars"]
    said(capsys, "render", str(song))
    sizes = {one["file"]: one["bytes"] for one in answer["writes"]}
    real = {path.name: path.stat().st_size for path in (song / "delivery").iterdir() if path.name in sizes}
    assert len(real) == FILES and answer["bytes_written"] == sum(sizes.values())
    assert sizes == real if file_format != "flac" else all(real[name] <= sizes[name] for name in sizes)


@pytest.mark.parametrize("frames", [3, 100_000])
def test_a_flac_that_packs_nothing_is_no_larger_than_a_dry_run_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], frames: int
) -> None:
    song = saved(tmp_path / "song", file_format="flac")
    for path in (song / "audio").iterdir():
        most = 2**31 - 2**20 if path.stem == "bass" else 2**12
        noise = np.random.default_rng(1).integers(-most, most, (frames, 1), np.int32)
        small.soundfile.write(path, noise, 48_000, subtype="PCM_24")
    answer = json.loads(said(capsys, "render", str(song), "--dry-run", "--json"))
    said(capsys, "render", str(song))
    for one in answer["writes"]:
        assert (song / "delivery" / one["file"]).stat().st_size <= one["bytes"]


def test_a_dry_run_tells_what_would_be_kept(song: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dry = ("render", str(song), "--dry-run")
    lines = said(capsys, *dry).splitlines()
    assert lines[0].startswith("Read: 5 files, ") and "  Tracks of Drums: kick, oh l and oh r" in lines
    assert "Write 3 of 3 files" in "\n".join(lines)
    said(capsys, "render", str(song))
    assert said(capsys, *dry) == "Everything is current: nothing would be read, summed or written.\n"
    louder(song)
    text = said(capsys, *dry)
    assert "Write 2 of 3 files" in text and re.search(r"keep +\S+ kB +Song_Bass_STEM\.wav\n", text)
    why = "gain_db of kick was not set, and is -2.5"
    assert re.search(rf"write +\S+ kB +Song_Drums_STEM\.wav: {why}\n", text)
    assert "Write 3 of 3 files" in said(capsys, *dry, "--force")


def test_a_dry_run_says_when_the_disk_is_too_small(
    song: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    room = type("Room", (), {"free": 1000})
    monkeypatch.setattr("stemtui.render.deliveries.forecast.shutil.disk_usage", lambda path: room)
    text = said(capsys, "render", str(song), "--dry-run", code=1)
    assert "1 kB are free there, which is too little." in text


def test_a_dry_run_refuses_what_a_render_refuses(song: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (song / "audio/kick.wav").unlink()
    assert main(["render", str(song), "--dry-run"]) == 1
    assert "'audio/kick.wav' is not there" in capsys.readouterr().err


def loaded_by(*argv: str) -> set[str]:
    """The modules that a command leaves loaded."""
    code = f"import sys\nfrom stemtui.cli import main\nmain({argv!r})\nprint(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    return set(run.stdout.splitlines()[-1].split())


def test_what_is_current_is_known_without_numpy(song: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "render", str(song))
    for argv in (["render", str(song)], ["status", str(song)], ["render", str(song), "--dry-run", "--force"]):
        assert not loaded_by(*argv) & {"numpy", "soundfile", "soxr", "rich", "textual"}


def test_a_render_needs_no_words_of_clients(song: Path) -> None:
    """All that clients call things takes a quarter of a second to load."""
    loaded = loaded_by("render", str(song))
    assert "stemtui.render.papers.page" in loaded
    assert not {name for name in loaded if name.startswith("stemtui.order.reading")}


@pytest.mark.parametrize("jobs", ["0", "-1", "two", "65", "1.5", "²"])
def test_a_number_of_threads_is_a_number(song: Path, capsys: pytest.CaptureFixture[str], jobs: str) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["render", str(song), "--jobs", jobs])
    assert stop.value.code == 2
    assert "is not a number of threads, 1 to 64" in capsys.readouterr().err


def test_any_number_of_threads_prints_the_same(song: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deliveries = []
    for jobs in ("1", "3"):
        said(capsys, "render", str(song), "--jobs", jobs, "--into", str(song / jobs))
        deliveries.append({path.name: path.read_bytes() for path in (song / jobs).iterdir()})
    assert deliveries[0] == deliveries[1]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
@pytest.mark.parametrize(("name", "presses"), [("SIGINT", 1), ("SIGINT", 5), ("SIGTERM", 1)])
def test_ctrl_c_stops_at_once_and_leaves_no_trace(tmp_path: Path, name: str, presses: int) -> None:
    root = tmp_path / "song"
    session = small.band(root)
    for number, track in enumerate(session.tracks):
        small.write(root / track.file, small.noise(number, 48_000 * 60, channels=2))
    manifest.save(small.ordered(session, "mix.master", "stem.drums", "stem.guitars"), root / manifest.NAME)
    (root / "delivery").mkdir()
    before = below(root)
    command = [sys.executable, "-m", "stemtui", "render", str(root), "--jobs", "1"]
    render = subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.PIPE, text=True)
    assert render.stderr is not None
    assert render.stderr.readline() == "Printing 0 %\n"
    for _ in range(presses):
        render.send_signal(getattr(signal, name))
        time.sleep(0.01)
    _, said = render.communicate()
    assert (render.returncode, said.splitlines()[-1]) == (130, "Stopped.")
    assert "Printing 100 %" not in said
    assert below(root) == before


def test_the_bar_says_how_long_it_will_take() -> None:
    half = Progress(5, 10, "Printing")
    assert bar(half, 12.0, 80) == f"Printing [{'#' * 20}{'.' * 20}]  50 %  0:12 left"
    assert bar(Progress(0, 10, "Printing"), 12.0, 80).endswith("]   0 %")
    assert bar(half, 0.1, 80).endswith(" 50 %")
    assert bar(Progress(0, 0, "Printing"), 1.0, 80).endswith("]   0 %")
    for columns in range(5, 100):
        assert len(bar(half, 7200.0, columns)) < columns


def test_the_bar_never_falls_back_when_another_stage_begins() -> None:
    later = Progress(1, 10, "Printing", before=0.5, part=0.5)
    assert bar(later, 11.0, 80) == f"Printing [{'#' * 22}{'.' * 18}]  55 %  0:09 left"
    pace = Pace()
    assert pace.follow(Progress(0, 4, "Decoding", 0.0, 0.5), 100.0) and pace.begun == 100.0
    assert not pace.follow(Progress(2, 4, "Decoding", 0.0, 0.5), 105.0)
    assert pace.follow(later, 110.0) and pace.begun == 100.0
    assert pace.follow(Progress(0, 4, "Packing"), 120.0) and pace.begun == 120.0


def _all_of(terminal: int) -> Iterator[bytes]:
    """What was written to a terminal that nobody writes to any more, read by read."""
    with contextlib.suppress(OSError):  # its end
        while said := os.read(terminal, 65_536):
            yield said


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")
def test_a_terminal_sees_a_bar_that_goes_away(song: Path) -> None:
    import pty

    parent, child = pty.openpty()
    command = [sys.executable, "-m", "stemtui", "render", str(song)]
    run = subprocess.Popen(command, cwd=REPOSITORY, stderr=child, stdout=subprocess.PIPE)
    out, _ = run.communicate()
    os.close(child)
    seen = b"".join(_all_of(parent)).decode()
    os.close(parent)
    assert "Printing [" in seen and "\n" not in seen and seen.endswith("\r\x1b[K")
    assert b"Printed 3 files." in out


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that closes streams")
def test_a_render_that_nobody_hears_prints_all_the_same(song: Path) -> None:
    shell = f'"{sys.executable}" -m stemtui render "{song}" <&- >&- 2>&-'
    assert subprocess.run(shell, shell=True, cwd=REPOSITORY).returncode == 0
    assert len(list((song / "delivery").glob("*.wav"))) == FILES


def test_a_version_that_the_manifest_could_not_note_is_whole_and_noted_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest.save(small.ordered(small.band(tmp_path), "mix.master"), tmp_path)
    assert main(["render", str(tmp_path)]) == 0

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr("stemtui.manifest.disk.os.fsync", refuse)
        assert main(["render", str(tmp_path), "--version", "2"]) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert "The delivery in 'delivery_v2' is whole, and the manifest does not say so yet." in said
    assert "No space left on device. Nothing in it was changed. Make room there." in said
    assert manifest.load(tmp_path).version == ""
    assert main(["verify", str(tmp_path / "delivery_v2")]) == 0
    assert main(["render", str(tmp_path), "--version", "2"]) == 0
    assert "Everything is current" in capsys.readouterr().out
    assert manifest.load(tmp_path).version == "2"
    assert manifest.load(tmp_path).delivery.folder == "delivery_v2"
