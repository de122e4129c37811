"""Overviews: what one pass over a file finds is what the whole of it holds; and what is remembered."""

import os
import subprocess
import sys
import tracemalloc
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui.audio.meters.measuring import measure
from stemtui.audio.pictures import surveying
from stemtui.audio.pictures.overview import COLUMNS, Overview
from stemtui.audio.pictures.overviews import overview
from stemtui.audio.pictures.surveying import survey
from stemtui.errors import AudioFileError

RATE, BLOCK = 48000, 65_536
FORMS = [
    ("wav", "PCM_16", 16, 1),
    ("wav", "PCM_24", 24, 6),
    ("wav", "FLOAT", 0, 2),
    ("flac", "PCM_24", 24, 2),
]
LENGTHS = [1, COLUMNS - 1, COLUMNS, COLUMNS + 1, BLOCK - 1, BLOCK, BLOCK + 1, 200_001]


def noise(frames: int, channels: int, seed: int = 1) -> np.ndarray:
    """Sound that begins, ends, and is driven into full scale now and then."""
    random = np.random.default_rng(seed)
    wave = random.normal(0, 0.3, (frames, channels)) * np.sin(np.linspace(0, np.pi, frames))[:, None]
    if frames > 1000:
        wave[frames // 2 : frames // 2 + 30] *= 20
    return np.clip(wave, -1, 1)


def written(path: Path, wave: np.ndarray, subtype: str = "PCM_24") -> Path:
    """A file with those samples that was written long ago."""
    soundfile.write(path, wave, RATE, subtype=subtype)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    return path


def surveyed(path: Path) -> Overview:
    found = survey(path)
    assert found is not None
    return found


def runs(wave: np.ndarray, bits: int, length: int = 4) -> list[int]:
    """Where runs at full scale begin behind a steep edge, channel by channel, the slow and plain way."""
    found, step = [], 2.0 ** (1 - (bits or 24))
    level = 1.0 - step if bits else 1.0
    for channel in np.abs(wave).T.tolist():
        at = 0
        for full, run in groupby(magnitude >= level for magnitude in channel):
            size = len(list(run))
            is_steep = at == 0 or channel[at - 1] <= level - 8 * step
            found += [at] if full and is_steep and size >= length else []
            at += size
    return found


@pytest.mark.parametrize("frames", LENGTHS)
@pytest.mark.parametrize(("ext", "subtype", "bits", "channels"), FORMS)
def test_a_pass_in_blocks_finds_what_the_whole_file_holds(
    tmp_path: Path, ext: str, subtype: str, bits: int, frames: int, channels: int
) -> None:
    path = written(tmp_path / f"one.{ext}", noise(frames, channels), subtype)
    whole = soundfile.read(path, always_2d=True)[0]
    found = surveyed(path)
    edges = [column * frames // min(COLUMNS, frames) for column in range(min(COLUMNS, frames) + 1)]
    parts = [whole[first:last] for first, last in pairwise(edges)]
    assert list(found.lows) == [float(np.float32(part.min())) for part in parts]
    assert list(found.highs) == [float(np.float32(part.max())) for part in parts]
    assert list(found.rms) == pytest.approx([np.sqrt(np.mean(part**2)) for part in parts], rel=1e-6)
    assert found.channel_peaks == tuple(np.abs(whole).max(axis=0))
    assert found.whole_rms == pytest.approx(np.sqrt(np.mean(whole**2)))
    audible = np.flatnonzero((np.abs(whole) > 0.001).any(axis=1))
    assert (found.begins, found.ends) == ((audible[0], audible[-1] + 1) if audible.size else (None, None))
    clips = runs(whole, bits)
    assert (found.clips, found.clips_at) == (len(clips), min(clips, default=None))
    assert found.are_alike == (channels > 1 and bool((whole == whole[:, :1]).all()))
    assert found.integrated_lufs == measure(path)[0].integrated_lufs


@pytest.mark.parametrize(("length", "clips"), [(3, 0), (4, 1), (5, 1), (40, 1)])
@pytest.mark.parametrize("start", [0, 1, BLOCK - 5, BLOCK - 4, BLOCK - 3, BLOCK - 1, BLOCK, 2 * BLOCK])
def test_a_run_at_full_scale_counts_once_wherever_blocks_meet(
    tmp_path: Path, start: int, length: int, clips: int
) -> None:
    wave = np.full((3 * BLOCK, 1), 0.1)
    wave[start : start + length] = -1.0
    found = surveyed(written(tmp_path / "one.wav", wave, "PCM_16"))
    assert (found.clips, found.clips_at) == (clips, start if clips else None)


def test_a_deep_sine_that_just_fits_does_not_clip(tmp_path: Path) -> None:
    wave = np.sin(2 * np.pi * 30 * np.arange(RATE) / RATE)
    assert surveyed(written(tmp_path / "808.wav", wave, "PCM_16")).clips == 0
    driven = np.clip(wave * 1.2, -1, 1)
    assert surveyed(written(tmp_path / "driven.wav", driven, "PCM_16")).clips == 60


def test_silence_alike_channels_and_nothing_at_all(tmp_path: Path) -> None:
    silent = surveyed(written(tmp_path / "silent.wav", np.zeros((1000, 2))))
    assert silent.is_silent and silent.begins is None and silent.integrated_lufs is None
    twice = surveyed(written(tmp_path / "twice.wav", np.repeat(noise(70_000, 1), 2, axis=1)))
    assert twice.are_alike
    empty = surveyed(written(tmp_path / "empty.wav", np.zeros((0, 1))))
    assert (empty.frames, list(empty.lows), empty.is_silent, empty.peaks(10)) == (0, [], True, [])


def test_a_picture_in_cells_misses_no_peak(tmp_path: Path) -> None:
    wave = np.zeros((100_000, 1))
    wave[77_000] = -0.5
    found = surveyed(written(tmp_path / "click.wav", wave))
    for cells in (7, 100, COLUMNS, 1000):
        peaks = found.peaks(cells)
        assert len(peaks) == len(found.powers(cells)) == cells and max(peaks) == 0.5
        assert peaks.index(0.5) / cells == pytest.approx(0.77, abs=1 / min(cells, COLUMNS) + 1 / cells)


def test_an_hour_takes_no_more_memory_than_ten_minutes_but_for_its_loudness(tmp_path: Path) -> None:
    """A third of a megabyte: one number for each 100 ms."""
    peaks = []
    for minutes in (1, 10, 60):  # what is made once, at first
        path, rate = tmp_path / f"{minutes}.wav", 8_000
        with soundfile.SoundFile(path, "w", rate, 1, "PCM_16") as file:
            file.write(noise(rate, 1) * 0.1)
        size = 2 * 60 * minutes * rate
        with path.open("r+b") as raw:
            raw.truncate(44 + size)  # silence, of which a disk holds nothing
            for at, number in ((4, 36 + size), (40, size)):
                raw.seek(at)
                raw.write(number.to_bytes(4, "little"))
        tracemalloc.start()
        assert surveyed(path).frames == 60 * minutes * rate
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] - peaks[1] < 600_000


@pytest.mark.parametrize("frames", [491_519, 491_520, 491_521, 1_200_000])
def test_loudness_is_that_of_the_whole_file(tmp_path: Path, frames: int) -> None:
    """It is weighed in passages of 1024 hops of 10 ms."""
    path = written(tmp_path / "a.wav", noise(frames, 2))
    assert surveyed(path).integrated_lufs == pytest.approx(measure(path)[0].integrated_lufs, abs=1e-9)


def test_what_nobody_wants_any_more_is_given_up(tmp_path: Path) -> None:
    path, asked = written(tmp_path / "one.wav", noise(5 * BLOCK, 1)), []

    def is_wanted() -> bool:
        asked.append(True)
        return len(asked) < 3

    assert survey(path, is_wanted) is None and len(asked) == 3


def test_a_file_that_breaks_off_says_where(tmp_path: Path) -> None:
    path = written(tmp_path / "one.flac", noise(200_000, 1))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(AudioFileError, match=r"'one\.flac'"):
        overview(path)
    with pytest.raises(AudioFileError, match="is not there"):
        overview(tmp_path / "none.wav")


@pytest.fixture
def kick(tmp_path: Path) -> Path:
    return written(tmp_path / "Kick.wav", noise(100_000, 2))


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which overviews are remembered."""
    monkeypatch.setenv("STEMTUI_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "overviews"


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were read."""
    read: list[Path] = []
    real = surveying.survey
    monkeypatch.setattr(surveying, "survey", lambda path, *wanted: read.append(path) or real(path, *wanted))
    return read


def test_a_file_is_read_once(kick: Path, pages: Path, passes: list[Path]) -> None:
    first = overview(kick)
    assert overview(kick) == first == surveyed(kick)
    assert passes == [kick] and len(list(pages.iterdir())) == 1


def test_a_changed_file_is_read_again(kick: Path, pages: Path, passes: list[Path]) -> None:
    first = overview(kick)
    written(kick, noise(100_000, 2, seed=2))
    os.utime(kick, (1_000_000_100, 1_000_000_100))
    assert overview(kick) != first and len(passes) == 2
    written(kick, noise(90_000, 2))
    assert overview(kick).frames == 90_000 and len(passes) == 3


def test_a_file_that_was_just_written_is_not_remembered(kick: Path, pages: Path, passes: list[Path]) -> None:
    os.utime(kick)
    overview(kick)
    assert not pages.exists()


def test_another_file_by_that_path_is_not_taken_for_it(kick: Path, pages: Path, passes: list[Path]) -> None:
    other = written(kick.with_name("Snare.wav"), noise(100_000, 2, seed=2))
    snare = overview(other)
    (page,) = pages.iterdir()
    overview(kick)
    (mine,) = set(pages.iterdir()) - {page}
    mine.write_bytes(page.read_bytes())
    assert overview(kick) != snare and passes == [other, kick, kick]


@pytest.mark.parametrize(
    "damage",
    [
        lambda page: b"",
        lambda page: b"junk" * 100,
        lambda page: page[:-100],
        lambda page: page[:-100] + bytes([page[-100] ^ 1]) + page[-99:],
        lambda page: page[:50] + bytes([page[50] ^ 1]) + page[51:],
    ],
)
def test_a_damaged_page_is_made_anew(kick: Path, pages: Path, passes: list[Path], damage) -> None:
    first = overview(kick)
    (page,) = pages.iterdir()
    whole = page.read_bytes()
    page.write_bytes(damage(whole))
    assert overview(kick) == first and len(passes) == 2
    assert page.read_bytes() == whole


def test_a_cache_that_cannot_be_written_costs_only_time(
    kick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passes: list[Path]
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("STEMTUI_CACHE", str(tmp_path / "file"))
    assert overview(kick) == overview(kick) and len(passes) == 2


def test_what_is_remembered_is_read_without_numpy(kick: Path, pages: Path) -> None:
    overview(kick)
    code = (
        "import sys; from pathlib import Path; from stemtui.audio.pictures.overviews import overview;"
        f"print(overview(Path({str(kick)!r})).frames, 'numpy' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "100000 False\n"
