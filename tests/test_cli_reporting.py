"""`render --json-lines`: what a script, or the screen, hears of a render while it goes on."""

import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from stemtui import manifest
from stemtui.cli import main
from tests import small_sessions as small
from tests.test_cli_render import below

ITEMS = ("mix.master", "stem.drums", "stem.bass")
Events = list[dict[str, Any]]


@pytest.fixture
def song(tmp_path: Path) -> Path:
    root = tmp_path / "song"
    manifest.save(small.ordered(small.band(root), *ITEMS), root / manifest.NAME)
    return root


def command(root: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "stemtui", "render", str(root), "--json-lines", *more]


def reported(capsys: pytest.CaptureFixture[str], root: Path, *more: str, code: int = 0) -> Events:
    assert main(["render", str(root), "--json-lines", *more]) == code
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def document(capsys: pytest.CaptureFixture[str], root: Path, *more: str) -> Any:
    main(["render", str(root), "--json", *more])
    return json.loads(capsys.readouterr().out)


def of(events: Events, event: str) -> Events:
    return [
        {key: value for key, value in one.items() if key != "event"}
        for one in events
        if one["event"] == event
    ]


def test_a_render_tells_plan_steps_peaks_files_and_receipt(
    song: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    planned = document(capsys, song, "--dry-run")
    events = reported(capsys, song)
    receipt = document(capsys, song)
    assert [one["event"] for one in events[:2]] == ["started", "plan"] and events[-1]["event"] == "receipt"
    assert events[0]["manifest"] == str(song / manifest.NAME)
    assert of(events, "plan") == [planned | {"free": events[1]["free"]}]
    assert [one["done"] for one in of(events, "step")] == [0, planned["frames"]]
    assert {one["item"] for one in of(events, "peak")} == set(ITEMS)
    files = {one["item"]: one for one in of(events, "file")}
    for entry in receipt["file"]:
        told = files.pop(entry["item"])
        assert (
            not told.pop("kept") and told["peak_dbfs"] == entry["peak_dbfs"] and told.items() <= entry.items()
        )
    assert not files
    assert of(events, "receipt") == [{"is_new": True, "printed": list(ITEMS), "receipt": receipt}]


def test_what_is_kept_is_told_at_once(song: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reported(capsys, song)
    path = song / manifest.NAME
    path.write_text(path.read_text().replace("[track.kick]", "[track.kick]\ngain_db = -2.5"))
    events = reported(capsys, song)
    assert [(one["item"], one["kept"]) for one in of(events, "file")][:2] == [
        ("stem.bass", True),
        ("mix.master", False),
    ]
    events = reported(capsys, song)
    assert Counter(one["kept"] for one in of(events, "file")) == {True: 3}
    assert not of(events, "step") and not of(events, "receipt")[0]["is_new"]


def test_a_dry_run_is_the_plan_alone(song: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [one["event"] for one in reported(capsys, song, "--dry-run")] == ["plan"]
    assert not (song / "delivery").exists()


def test_a_refusal_is_the_last_line_and_names_the_item(
    song: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = song / manifest.NAME
    path.write_text(
        path.read_text() + '\n[[order]]\nasked = "Drum STEM"\nkind = "stem"\ndeliver = "track.kick"\n'
    )
    (refused,) = of(reported(capsys, song, code=1), "refused")
    (problem,) = refused["problems"]
    assert (problem["path"], problem["item"], problem["severity"]) == ("order.4", "track.kick", "error")
    path.write_text("format = 99\n")
    events = reported(capsys, song, code=1)
    assert [one["event"] for one in events] == ["refused"] and "99" in str(events)


def test_a_fault_is_told_and_raised(
    song: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise KeyError("mix.nowhere")

    monkeypatch.setattr("stemtui.render.deliveries.delivery.prepare", broken)
    with pytest.raises(KeyError):
        main(["render", str(song), "--json-lines"])
    fault = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (fault["event"], fault["error"]) == ("fault", "KeyError: 'mix.nowhere'")
    assert fault["where"].startswith("test_cli_reporting.py, line ")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
def test_ctrl_c_is_the_last_line_and_leaves_no_trace(song: Path) -> None:
    for number, track in enumerate(manifest.load(song / manifest.NAME).tracks):
        small.write(song / track.file, small.noise(number, 48_000 * 60, channels=2))
    before = below(song)
    render = subprocess.Popen(
        command(song, "--jobs", "1"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert render.stdout is not None
    while json.loads(line := render.stdout.readline())["event"] != "step":
        assert line
    render.send_signal(signal.SIGINT)
    told, said = render.communicate()
    assert (render.returncode, said) == (130, "Stopped.\n")
    assert json.loads(told.splitlines()[-1]) == {"event": "stopped"}
    assert below(song) == before


def test_a_reader_that_goes_away_does_not_stop_the_render(song: Path) -> None:
    render = subprocess.Popen(command(song), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert render.stdout is not None and render.stderr is not None
    assert json.loads(render.stdout.readline())["event"] == "started"
    render.stdout.close()
    assert (render.wait(), render.stderr.read()) == (0, "")
    assert len(list((song / "delivery").glob("*.wav"))) == len(ITEMS)


def test_one_way_of_telling_at_a_time(song: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as misused:
        main(["render", str(song), "--json", "--json-lines"])
    assert misused.value.code == 2
    assert "not allowed with" in capsys.readouterr().err
