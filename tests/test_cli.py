"""The commands, as a user types them and a script reads them."""

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from stemtui.cli import COMMANDS, main
from stemtui.cli.parsing import parsed
from stemtui.suggest import GROUPS

SAMPLES = Path(__file__).parent.parent / "sample_sessions"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The campaign session, rendered."""
    song = tmp_path_factory.mktemp("song") / "campaign"
    shutil.copytree(SAMPLES / "campaign", song, ignore=shutil.ignore_patterns("delivery"))
    assert main(["render", str(song)]) == 0
    return song


def answer(capsys: pytest.CaptureFixture[str], *argv: str, code: int = 0) -> object:
    assert main([*argv, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_the_campaign_gives_six_files_and_a_receipt(printed: Path) -> None:
    names = sorted(file.name for file in (printed / "delivery").glob("*.wav"))
    assert names == [
        "Mega Savings Song_Backing Vocals_STEM.wav",
        "Mega Savings Song_Bass_STEM.wav",
        "Mega Savings Song_Drums_STEM.wav",
        "Mega Savings Song_Instrumental_MIX.wav",
        "Mega Savings Song_Lead Vocal_STEM.wav",
        "Mega Savings Song_Master_MIX.wav",
    ]
    assert (printed / "delivery" / "receipt.toml").exists()


def test_a_second_render_gives_identical_bytes(printed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {file.name: file.read_bytes() for file in (printed / "delivery").iterdir()}
    assert main(["render", str(printed), "--force"]) == 0
    assert "Printed 6 files." in capsys.readouterr().out
    assert {file.name: file.read_bytes() for file in (printed / "delivery").iterdir()} == before


def test_verify_and_status_agree_with_what_was_printed(
    printed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(capsys, "verify", str(printed / "delivery"))
    prints = answer(capsys, "status", str(printed))
    assert isinstance(prints, list)
    assert [one["state"] for one in prints] == ["current"] * 6


def test_a_track_in_place_of_a_stem_is_refused_and_the_delivery_stays(
    printed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    song = tmp_path / "campaign"
    shutil.copytree(printed, song)
    manifest = song / "stemtui.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace('deliver = "stem.drums"', 'deliver = "track.kick"'), encoding="utf-8")
    before = {file.name: file.read_bytes() for file in (song / "delivery").iterdir()}
    assert main(["render", str(song)]) == 1
    said = capsys.readouterr().err
    assert 'Line 5 asks for the Drum STEM; "Kick" is a TRACK.' in said
    assert "10 tracks feed the Drums stem: deliver stem.drums." in said
    assert {file.name: file.read_bytes() for file in (song / "delivery").iterdir()} == before


def test_a_refusal_is_one_json_document_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "stemtui.toml").write_text('format = 1\n\n[track.kick]\nfile = "kick.wav"\nstem = ""\n')
    document = answer(capsys, "render", str(tmp_path), "track.kick", code=1)
    assert isinstance(document, dict)
    assert [p["path"] for p in document["problems"]] == ["track.kick.file"]


@pytest.mark.parametrize("command", ["verify", "status", "diff"])
def test_what_stops_a_command_is_a_json_document_too(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [str(tmp_path / "nowhere")] * (2 if command == "diff" else 1)
    document = answer(capsys, command, *paths, code=1)
    assert isinstance(document, dict) and "nowhere" in document["stopped"]


def test_printing_one_item_never_removes_the_others(
    printed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(file.name for file in (printed / "delivery").iterdir())
    assert main(["render", str(printed), "stem.drums"]) == 1
    assert "5 other prints" in capsys.readouterr().err
    assert main(["render", str(printed), "stem.drums", "--into", str(tmp_path / "drums")]) == 0
    assert sorted(file.name for file in (printed / "delivery").iterdir()) == before
    assert sorted(file.suffix for file in (tmp_path / "drums").iterdir()) == [
        ".html",
        ".sha256",
        ".toml",
        ".txt",
        ".wav",
    ]


def test_init_takes_a_folder_that_is_not_there_for_no_manifest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(SAMPLES / "four_track", tmp_path / "song")
    assert main(["init", str(tmp_path / "sonng")]) == 1
    assert "sonng' is not a folder: name the folder that holds the tracks." in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == ["song"]


def test_init_takes_a_sound_file_for_no_manifest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(next((SAMPLES / "campaign" / "audio").iterdir()), tmp_path / "Kick.flac")
    assert main(["init", str(tmp_path / "Kick.flac")]) == 1
    assert "Kick.flac' is not a folder: name the folder that holds the tracks." in capsys.readouterr().err


def test_init_writes_a_manifest_and_never_over_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(SAMPLES / "campaign" / "audio", tmp_path / "song" / "audio")
    assert main(["init", str(tmp_path / "song")]) == 0
    said = capsys.readouterr().out
    assert f"Next: `stemtui {tmp_path / 'song'}` shows it; there, ? lists the keys and i " in said
    assert "Drums           stereo  10 tracks" in said
    assert "Bass            mono    2 tracks" in said
    assert main(["init", str(tmp_path / "song")]) == 1
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize("is_like", [False, True])
def test_init_names_files_that_are_damaged_and_that_do_not_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], is_like: bool
) -> None:
    kick = (SAMPLES / "four_track" / "audio" / "01 Kick.flac").read_bytes()
    (tmp_path / "01 Kick.flac").write_bytes(kick)
    (tmp_path / "02 Snare.flac").write_bytes(kick[: len(kick) // 2])
    (tmp_path / "03 Hat.flac").write_bytes(b"Not found" * 99)
    like = ["--like", str(SAMPLES / "four_track")] if is_like else []
    assert main(["init", str(tmp_path), *like]) == 0
    lines = capsys.readouterr().out.splitlines()
    hat = "'03 Hat.flac' is a page or a text: copy or download it again."
    snare = next(line for line in lines if line.startswith("Damaged (stemtui check says what to do): 02 Sn"))
    assert "truncated: header claims" in snare
    assert f"Not usable as it is: {hat}" in lines
    assert not any("01 Kick.flac: " in line for line in lines)
    (tmp_path / "stemtui.toml").unlink()
    said = answer(capsys, "init", str(tmp_path), *like)
    assert isinstance(said, dict) and said["not_opened"] == [hat]
    assert [one.partition(":")[0] for one in said["damaged"]] == ["02 Snare.flac"]


def test_check_says_that_all_is_well(printed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "check", str(printed)) == []


def test_check_reports_all_problems_of_a_broken_manifest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "stemtui.toml").write_text(
        'format = 1\n[track.kick]\nfile = "k.wav"\ngain = 1\npan = "left"\n'
    )
    problems = answer(capsys, "check", str(tmp_path), code=1)
    assert isinstance(problems, list)
    assert {"track.kick.gain", "track.kick.pan"} <= {problem["path"] for problem in problems}
    assert all({"severity", "path", "message", "remedy"} <= set(problem) for problem in problems)


def test_scan_says_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "scan", str(SAMPLES / "commercial"))
    assert isinstance(found, list) and len(found) == 12
    keys = {"file", "format", "subtype", "channels", "samplerate", "frames", "time_reference", "description"}
    assert all(keys | {"problems"} <= set(file) for file in found)
    assert min(file["time_reference"] for file in found) == 172_800_000


def test_scan_finds_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kick.wav").write_bytes(b"RIFF\x00\x00")
    (tmp_path / "voice.m4a").write_bytes(b"\x00\x00\x00\x20ftypM4A ")
    found = answer(capsys, "scan", str(tmp_path), code=1)
    assert isinstance(found, list)
    assert [bool(file["problems"]) for file in found] == [True, True]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_suggest_answers_each_name_in_order(
    end: bytes, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = b"Kick\nTrack 5\nKick\n\nLead Vox\n".replace(b"\n", end)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(names)))
    answers = answer(capsys, "suggest", "-")
    assert isinstance(answers, list)
    assert [a["name"] for a in answers] == ["Kick", "Track 5", "Kick", "", "Lead Vox"]
    assert [a["group"] for a in answers] == ["drums", None, "drums", None, "lead_vocal"]
    assert all(set(a) == {"name", "group", "why"} and a["group"] in (*GROUPS, None) for a in answers)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["stem"], "STEM"),
        (["Stems"], "STEM"),
        (["A Cappella"], "A CAPPELLA"),
        ([str(SAMPLES / "campaign"), "track.kick"], "Kick is a TRACK printed with the mix's balance"),
        ([str(SAMPLES / "campaign"), "stem.bass"], "Bass is a STEM: a mono submix of 2 tracks"),
        ([], "Track: A file made while recording, before the mix."),
    ],
)
def test_explain_prints_what_is_asked(
    words: list[str], first: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", *words]) == 0
    assert capsys.readouterr().out.startswith(first)


def test_diff_says_in_words_what_changed(
    printed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (printed / "stemtui.toml").read_text(encoding="utf-8")
    changed = tmp_path / "stemtui.toml"
    changed.write_text(text.replace('stem = "bass"', 'stem = "drums"', 1), encoding="utf-8")
    assert main(["diff", str(printed), str(changed)]) == 0
    said = capsys.readouterr().out
    assert "Bass Amp" in said and "from Bass to Drums" in said


@pytest.mark.parametrize(
    "argv", [["render"], ["suggest"], ["check"], ["status", "a", "b"], ["scan", "--depth", "x"]]
)
def test_misuse_exits_with_two(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(argv)
    assert stop.value.code == 2


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["rendr"], "There is no command and no session 'rendr'. Nearest: render.\n`stemtui --help`"),
        (["rendr", "song"], "There is no command 'rendr'. Nearest: render.\n`stemtui --help`"),
        (["render", "song", "--zp"], "There is no option '--zp'. Nearest: --zip.\n`stemtui render --help`"),
        (["--verison"], "There is no option '--verison'. Nearest: --version.\n`stemtui --help`"),
        (["status", "a", "b"], "Status takes no further 'b'.\n`stemtui status --help`"),
        (["render"], "The following arguments are required: SESSION\n`stemtui render --help`"),
    ],
)
def test_a_slip_is_quoted_with_its_cure(
    argv: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(argv)
    assert capsys.readouterr().err == f"{said} says what it takes.\n"


@pytest.mark.parametrize("argv", [["--help"], *([name, "--help"] for name in COMMANDS)])
def test_help_fits_80_columns(
    argv: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        main(argv)
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


@pytest.mark.parametrize("command", ["check", "render", "status"])
def test_a_session_that_is_not_there_is_an_error_in_words(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, str(tmp_path / "nowhere")]) == 1
    out = capsys.readouterr()
    assert "nowhere" in out.out + out.err


def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        with pytest.raises(SystemExit) as stop:
            main([name, "--help"])
        assert stop.value.code == 0
        assert COMMANDS[name][1][1:] in " ".join(capsys.readouterr().out.split())


def test_a_hostile_name_cannot_drive_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = tmp_path / "kick\x1b[31m\x07.wav"
    hostile.write_bytes(b"RIFF")
    assert main(["scan", str(tmp_path)]) == 1
    assert main(["suggest", "kick\x1b]0;owned\x07"]) == 0
    out = capsys.readouterr()
    assert "\x1b" not in out.out + out.err and "\\x1b[31m" in out.out


def ran(*argv: str, **streams: Any) -> "subprocess.CompletedProcess[str]":
    """A command as a program of its own."""
    command = [sys.executable, "-m", "stemtui", *argv]
    return subprocess.run(command, cwd=SAMPLES.parent, stderr=subprocess.PIPE, text=True, **streams)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_words_that_nothing_takes_are_an_error_in_words() -> None:
    with open("/dev/full", "w") as full:
        run = ran("explain", "stem", stdout=full)
    assert run.returncode == 1
    assert run.stderr == "What it says could not be written: No space left on device.\n"


def test_a_program_says_all_before_it_ends() -> None:
    run = ran("explain", stdout=subprocess.PIPE)
    assert run.returncode == 0
    assert "MIX" in run.stdout.upper() and run.stdout.endswith("\n")
    refused = ran("explain", "no-such-word", stdout=subprocess.PIPE)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("The glossary has no 'no-such-word'.")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that closes streams")
def test_a_stream_that_is_closed_is_no_fault() -> None:
    shell = f'"{sys.executable}" -m stemtui explain stem >&-'
    run = subprocess.run(shell, shell=True, cwd=SAMPLES.parent, stderr=subprocess.PIPE, text=True)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize(
    "words",
    [
        ["render", "song", "--dry-run", "mix.master", "stem.drums"],
        ["render", "--dry-run", "song", "mix.master", "--json", "stem.drums"],
        ["render", "song", "mix.master", "stem.drums", "--dry-run"],
    ],
)
def test_options_stand_anywhere_among_what_a_command_takes(words: list[str]) -> None:
    asked = parsed(words)
    assert (asked.session, asked.items, asked.dry_run) == ("song", ["mix.master", "stem.drums"], True)
