"""The command `levels`: loudness and peaks of any sound files."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui.cli import main

KEYS = [
    "file",
    "integrated_lufs",
    "loudness_range_lu",
    "max_momentary_lufs",
    "max_short_term_lufs",
    "true_peak_dbtp",
    "sample_peak_dbfs",
]


def sine(peak: float = 0.1, seconds: float = 4.0, channels: int = 2, rate: int = 48_000) -> np.ndarray:
    """997 Hz in every channel, shape (frames, channels)."""
    wave = peak * np.sin(2 * np.pi * 997 * np.arange(round(seconds * rate)) / rate)
    return np.tile(wave[:, None], channels)


def written(path: Path, samples: np.ndarray, rate: int = 48_000, **form: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, samples, rate, **form)
    return str(path)


def measured(capsys: pytest.CaptureFixture[str], *files: str, code: int = 0) -> list[dict[str, object]]:
    assert main(["levels", *files, "--json"]) == code
    answer = json.loads(capsys.readouterr().out)
    assert isinstance(answer, list)
    return answer


def test_each_file_has_its_figures_in_the_order_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [written(tmp_path / f"{peak}.wav", sine(peak), subtype="PCM_24") for peak in (0.5, 0.1, 1.0)]
    answers = measured(capsys, *files)
    assert [one["file"] for one in answers] == files
    assert [list(one)[:7] for one in answers] == [KEYS] * 3
    assert [one["integrated_lufs"] for one in answers] == pytest.approx([-6.02, -20.0, 0.0], abs=0.02)
    assert [one["max_momentary_lufs"] for one in answers] == pytest.approx([-6.02, -20.0, 0.0], abs=0.03)
    assert [one["max_short_term_lufs"] for one in answers] == pytest.approx([-6.02, -20.0, 0.0], abs=0.03)
    assert [one["true_peak_dbtp"] for one in answers] == pytest.approx([-6.02, -20.0, 0.0], abs=0.02)
    assert [one["sample_peak_dbfs"] for one in answers] == pytest.approx([-6.02, -20.0, 0.0], abs=0.02)
    assert [one["loudness_range_lu"] for one in answers] == [0.0] * 3


@pytest.mark.parametrize(
    ("name", "form", "channels", "rate"),
    [
        ("a.wav", {"subtype": "PCM_16"}, 1, 44_100),
        ("a.wav", {"subtype": "DOUBLE"}, 5, 48_000),
        ("a.flac", {"subtype": "PCM_24"}, 6, 96_000),
        ("a.aiff", {"subtype": "PCM_24"}, 2, 88_200),
        ("a.caf", {"subtype": "FLOAT"}, 8, 48_000),
        ("a.wav", {"subtype": "PCM_24"}, 24, 48_000),
        ("a.ogg", {"format": "OGG"}, 2, 44_100),
        ("a.mp3", {"format": "MP3"}, 2, 48_000),
    ],
)
def test_any_format_and_any_number_of_channels(
    name: str,
    form: dict[str, str],
    channels: int,
    rate: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    [answer] = measured(capsys, written(tmp_path / name, sine(0.1, 2.0, channels, rate), rate, **form))
    assert answer["true_peak_dbtp"] == pytest.approx(-20.0, abs=0.5)
    assert answer["sample_peak_dbfs"] == pytest.approx(-20.0, abs=0.5)
    heard = {1: 1.0, 2: 2.0, 5: 5.82, 6: 5.82, 8: 6.82 + 1.0, 24: 24.0}[channels]
    expected = -23.01 + 10 * np.log10(heard)
    assert answer["integrated_lufs"] == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize(
    ("speakers", "heard"),
    [
        (0x107, "1 1 1 1"),  # L R C Cs, as Nuendo writes LRCS
        (0x33, "1 1 1.41 1.41"),  # quad
        (0x137, "1 1 1 1.41 1.41 1"),  # 6.0: six channels and no LFE
        (0x60F, "1 1 1 0 1.41 1.41"),  # 5.1 with sides
        (0x637, "1 1 1 1 1 1.41 1.41"),  # 7.0: the backs are further back than 120 degrees
        (0xB, "1 1 0"),  # 2.1
        (0x3, "1 1 1"),  # names too few, so that it is not believed
        (0x8, "1"),
    ],
)
def test_the_loudspeakers_that_a_file_names_decide_what_a_channel_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], speakers: int, heard: str
) -> None:
    weights = [float(weight) for weight in heard.split()]
    for channel, weight in enumerate(weights):
        samples = sine(0.1, 1.0, len(weights))
        samples[:, [other for other in range(len(weights)) if other != channel]] = 0.0
        path = Path(written(tmp_path / "a.wav", samples, format="WAVEX", subtype="FLOAT"))
        content = bytearray(path.read_bytes())
        mask = content.index(b"fmt ") + 8 + 20
        content[mask : mask + 4] = speakers.to_bytes(4, "little")
        path.write_bytes(content)
        [answer] = measured(capsys, str(path))
        expected = pytest.approx(-23.01 + 10 * np.log10(weight), abs=0.05) if weight else None
        assert answer["integrated_lufs"] == expected


@pytest.mark.parametrize(("channels", "lfe"), [(6, 5), (7, 6), (8, 7)])
def test_the_lfe_of_ogg_is_its_last_channel(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], channels: int, lfe: int
) -> None:
    samples = sine(0.1, 1.0, channels)
    samples[:, :lfe] = 0.0
    [answer] = measured(capsys, written(tmp_path / "a.ogg", samples, format="OGG"))
    assert answer["integrated_lufs"] is None
    [answer] = measured(capsys, written(tmp_path / "b.ogg", samples[:, ::-1], format="OGG"))
    assert answer["integrated_lufs"] == pytest.approx(-23.01, abs=0.3)


def test_silence_and_a_short_file_have_nothing_where_there_is_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    silent = written(tmp_path / "silent.wav", np.zeros((96_000, 2)))
    short = written(tmp_path / "short.wav", np.full((1, 1), 0.5))
    answers = measured(capsys, silent, short)
    assert [answers[0][key] for key in KEYS[1:]] == [None] * 6
    assert [answers[1][key] for key in KEYS[1:5]] == [None] * 4
    assert answers[1]["sample_peak_dbfs"] == answers[1]["true_peak_dbtp"] == -6.02
    assert main(["levels", silent]) == 0
    assert capsys.readouterr().out.splitlines()[1].split()[:6] == ["-"] * 6


def test_what_cannot_be_read_is_named_and_the_others_are_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = written(tmp_path / "good.wav", sine())
    broken, gone = tmp_path / "broken.wav", str(tmp_path / "gone.wav")
    broken.write_bytes(b"RIFF____WAVE")
    answers = measured(capsys, str(broken), good, gone, str(tmp_path), code=1)
    assert [one["integrated_lufs"] is not None for one in answers] == [False, True, False, False]
    assert [bool(one["problem"]) for one in answers] == [True, False, True, True]
    assert "'gone.wav' is not there" in str(answers[2]["problem"])
    assert main(["levels", str(broken), good, gone]) == 1
    said = capsys.readouterr()
    assert "-20.0" in said.out
    assert "'broken.wav'" in said.err and "'gone.wav'" in said.err


def test_the_table_fits_80_columns_and_cuts_no_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [
        "Mega Savings Song (feat. The Margaritas)_Backing Vocals and Doubles_STEM 48k24.wav",
        "no_spaces_at_all_" * 8 + ".wav",
        "ボーカル" * 12 + ".wav",
        "kick\x1b[31m.wav",
    ]
    files = [written(tmp_path / name, sine(0.001 * 10**n, 0.5)) for n, name in enumerate(names)]
    assert main(["levels", *files]) == 0
    said = capsys.readouterr().out
    assert "\x1b" not in said and "\\x1b[31m" in said
    assert all(len(line) + sum(c > "\u3000" for c in line) <= 80 for line in said.splitlines())
    column = said.index("file")
    whole = "".join(line[column:].strip() for line in said.splitlines()).replace(" ", "")
    assert whole == "file" + "".join(names[:3]).replace(" ", "") + "kick\\x1b[31m.wav"
    shown = [line.split()[0] for line in said.splitlines() if line[:column].strip()]
    assert shown == ["LUFS", "-60.0", "-40.0", "-20.0", "0.0"]


def test_files_of_several_folders_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [written(tmp_path / folder / "Master.wav", sine(0.1, 0.1)) for folder in ("v1", "v2")]
    assert main(["levels", *files]) == 0
    out = "".join(capsys.readouterr().out.split())
    assert all(file in out for file in files)
    assert main(["levels", files[0]]) == 0
    assert capsys.readouterr().out.splitlines()[1].endswith("  Master.wav")


def test_the_screen_is_not_loaded(tmp_path: Path) -> None:
    file = written(tmp_path / "a.wav", sine())
    code = f"import sys\nfrom stemtui.cli import main\nmain(['levels', {file!r}])\nprint(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    loaded = set(run.stdout.rsplit("\n", 2)[-2].split())
    assert "stemtui.audio.meters.meter" in loaded
    assert not loaded & {"textual", "rich", "scipy"}
