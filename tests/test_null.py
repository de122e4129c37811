"""The null test of any files: what nulls, what does not and why, and what is unlike among the files."""

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui.audio.samples.quantise import Dither, quantise, unit
from stemtui.cli import main
from stemtui.errors import AudioFileError, StemtuiError
from stemtui.render.proofs.nulling import NullTest, null_test
from tests.small_sessions import Audio, write_bwf

RATE, FRAMES = 48_000, 100_000
HOUR = 3_600 * RATE
SUBTYPES: dict[int | str, str] = {16: "PCM_16", 24: "PCM_24", "32f": "FLOAT"}
NAMES = ("drums", "bass", "gtr")


def music(seed: int, channels: int = 2, frames: int = FRAMES) -> Audio:
    """Low-passed noise, like nothing else, that fades in and out."""
    raw = np.random.default_rng(seed).normal(0.0, 1.0, (channels, frames + 64))
    smooth = np.array([np.convolve(one, np.hanning(64), "valid")[:frames] for one in raw])
    return 0.02 * smooth * np.sin(np.linspace(0, np.pi, frames))


STEMS = {name: music(seed) for seed, name in enumerate(NAMES)}


def write(
    folder: Path, name: str, samples: Audio, depth: int | str = 24, seed: int = 0, rate: int = RATE
) -> Path:
    """A file as a DAW prints it, dithered where it has a word length."""
    dither = None if depth == "32f" else Dither(seed or sum(name.encode()))
    printed = unit(quantise(samples, depth, dither)[0], depth)
    soundfile.write(folder / f"{name}.wav", printed.T, rate, subtype=SUBTYPES[depth])
    return folder / f"{name}.wav"


def band(folder: Path, mix: Audio | None = None, depth: int | str = 24) -> tuple[Path, list[Path]]:
    """A mix and the stems that it should be the sum of."""
    stems = [write(folder, name, samples, depth) for name, samples in STEMS.items()]
    total = sum(STEMS.values(), np.zeros((2, FRAMES)))
    return write(folder, "mix", total if mix is None else mix, depth), stems


def text(found: NullTest) -> str:
    return "\n".join(found.lines)


def test_silence_nulls_where_no_rounding_is_allowed(tmp_path: Path) -> None:
    files = [write(tmp_path, name, np.zeros((2, 480)), "32f") for name in ("mix", "drums")]
    found = null_test(files[0], files[1:])
    assert found.nulls and "Null: the sum of 1 stem is the mix, bit for bit." in found.lines


@pytest.mark.parametrize("depth", SUBTYPES)
def test_stems_that_add_up_null_within_a_bound_that_is_near(tmp_path: Path, depth: int | str) -> None:
    found = null_test(*band(tmp_path, depth=depth))
    assert found.nulls and "Null: the sum of 3 stems is the mix, but for rounding." in found.lines
    assert found.limit.rms / 30 < found.left.rms <= found.limit.rms
    if depth != "32f":
        assert found.limit.rms == pytest.approx(2.0 ** (1 - int(depth)), rel=0.05)  # sqrt(3 + 1) / 2 steps


def test_files_that_are_the_same_null_bit_for_bit(tmp_path: Path) -> None:
    one = write(tmp_path, "one", STEMS["gtr"])
    other = write(tmp_path, "other", STEMS["gtr"], seed=sum(b"one"))
    found = null_test(one, [other])
    assert "Null: the sum of 1 stem is the mix, bit for bit." in found.lines
    assert (found.as_dict()["verdict"], found.as_dict()["residual_peak_dbfs"]) == ("null", None)


@pytest.mark.parametrize(("step", "said"), [(0.5, "-6.02"), (0.9999, "0.0"), (1.0, "0.0")])
def test_what_is_left_is_said_in_decibels_of_full_scale(tmp_path: Path, step: float, said: str) -> None:
    silence, click = np.zeros((1, 1_000)), np.zeros((1, 1_000))
    click[0, 7] = step
    found = null_test(write(tmp_path, "mix", click, "32f"), [write(tmp_path, "stem", silence, "32f")])
    assert str(found.as_dict()["residual_peak_dbfs"]) == said


def test_what_is_left_before_the_mix_begins_has_a_time_before_it(tmp_path: Path) -> None:
    samples = np.zeros((1, 2 * RATE))
    samples[0, RATE // 2] = 0.5
    write_bwf(tmp_path / "mix.wav", samples[:, RATE:], RATE + HOUR)
    write_bwf(tmp_path / "stem.wav", samples, HOUR)
    found = null_test(tmp_path / "mix.wav", [tmp_path / "stem.wav"])
    assert "peak at -0:00.500 (time of day 1:00:00.500)." in text(found)


def test_a_fault_of_a_few_steps_is_not_taken_for_rounding(tmp_path: Path) -> None:
    total = sum(STEMS.values(), np.zeros((2, FRAMES)))
    total[1, 77_777] += 8 * 2.0**-23
    found = null_test(*band(tmp_path, total))
    assert not found.nulls and found.worst == 77_777
    assert "peak at 0:01.620." in text(found)
    assert "no stem explains what is left" in text(found)


def moved(**gains: float) -> Audio:
    """The mix with stems at other gains."""
    return sum((samples * gains.get(name, 1.0) for name, samples in STEMS.items()), np.zeros((2, FRAMES)))


def late(samples: Audio, frames: int) -> Audio:
    return np.roll(samples, frames, axis=1)


FAULTS: list[tuple[Callable[[], Audio], str]] = [
    (lambda: moved(gtr=0.0), "'gtr.wav' is not in the mix"),
    (lambda: moved(bass=-1.0), "'bass.wav' is inverted in polarity in the mix"),
    (lambda: moved(drums=2.0), "'drums.wav' is in the mix twice"),
    (lambda: moved(drums=10 ** (1 / 20)), "'drums.wav' is 1.00 dB louder in the mix"),
    (lambda: moved(bass=10 ** (-3 / 20)), "'bass.wav' is 3.00 dB quieter in the mix"),
    (lambda: moved(bass=0.0) + late(STEMS["bass"], 12), "'bass.wav' is 12 samples late in the mix"),
    (lambda: late(moved(), 400), "the mix is 400 samples late beside the sum of the stems"),
    (lambda: late(moved(), -1), "the mix is 1 sample early beside the sum of the stems"),
    (lambda: np.pad(moved(), ((0, 0), (480_001, 0))), "the mix is 480001 samples late beside the sum of"),
    (lambda: moved()[:, 45_000:], "the mix is 45000 samples early beside the sum of the stems"),
    (lambda: -moved(), "the mix is inverted in polarity beside the sum of the stems"),
    (lambda: moved() * 0.5, "the mix is 6.02 dB quieter beside the sum of the stems"),
    (
        lambda: -late(moved(), 3) * 0.5,
        "the mix is 3 samples late and inverted in polarity and 6.02 dB quieter beside the sum of the stems",
    ),
    (lambda: moved() + 1e-3, "all that is left is a constant offset of -60.0 dBFS (DC)"),
    (lambda: moved() + music(99), "no stem explains what is left; something else is in the mix"),
    (lambda: moved(gtr=0.0) + music(99), "what is left resembles 'gtr.wav' most (68% alike)"),
]


@pytest.mark.parametrize(("mix", "fault"), FAULTS, ids=[fault for _, fault in FAULTS])
def test_what_does_not_null_is_explained_and_never_corrected(
    tmp_path: Path, mix: Callable[[], Audio], fault: str
) -> None:
    found = null_test(*band(tmp_path, mix()))
    assert not found.nulls
    assert f"Does not null: {fault}" in text(found)
    assert found.left.rms > 1e-5


def test_stems_cut_to_their_word_length_are_told_from_a_real_fault(tmp_path: Path) -> None:
    """Truncated without dither: each file is half a step low on average, and the halves add up."""
    for name, samples in STEMS.items():
        soundfile.write(
            tmp_path / f"{name}.wav", (np.floor(samples * 2**15) / 2**15).T, RATE, subtype="PCM_16"
        )
    mix = write(tmp_path, "mix", moved(), 16)
    found = null_test(mix, [tmp_path / f"{name}.wav" for name in NAMES])
    assert not found.nulls
    assert "a constant offset of -86." in text(found) and "instead of rounded" in text(found)


def test_mono_counts_in_both_channels_and_is_said(tmp_path: Path) -> None:
    mono = music(5, 1)
    stem = write(tmp_path, "vox", mono)
    mix = write(tmp_path, "mix", np.concatenate((mono, mono)) + STEMS["gtr"])
    found = null_test(mix, [stem, write(tmp_path, "gtr", STEMS["gtr"])])
    assert found.nulls
    assert found.remarks == ("Mono, and taken as alike in both channels: 'vox.wav'.",)
    assert null_test(stem, [stem]).remarks == ("'vox.wav' is named more than once, and taken each time.",)


@pytest.mark.parametrize("more", [480, -480])
def test_other_lengths_are_said_and_not_cut(tmp_path: Path, more: int) -> None:
    mix, stems = band(tmp_path)
    longer = np.concatenate((STEMS["gtr"], np.full((2, 480), 0.01)), axis=1)
    stems[2] = write(tmp_path, "gtr", longer if more > 0 else STEMS["gtr"][:, :more])
    found = null_test(mix, stems)
    word, silent = ("longer", "the mix") if more > 0 else ("shorter", "what is missing")
    assert found.remarks == (
        f"'gtr.wav': 480 samples (0:00.010) {word} than the mix; {silent} counts as silence"
        f"{' there' if more > 0 else ''}.",
    )
    assert not found.nulls and found.worst >= FRAMES - 480


def test_another_rate_is_refused(tmp_path: Path) -> None:
    mix, stems = band(tmp_path)
    write(tmp_path, "gtr", STEMS["gtr"], rate=44_100)
    with pytest.raises(StemtuiError) as error:
        null_test(mix, stems)
    assert str(error.value) == (
        "'gtr.wav' is at 44.1 kHz and 'mix.wav' is at 48 kHz: print both at one rate, then compare them."
    )


def test_channels_that_nobody_can_pair_are_refused(tmp_path: Path) -> None:
    surround = write(tmp_path, "surround", music(1, 6))
    assert null_test(surround, [surround]).nulls
    with pytest.raises(
        StemtuiError, match=r"'gtr.wav' has 2 channels and 'surround.wav' has 6 channels: only"
    ):
        null_test(surround, [write(tmp_path, "gtr", STEMS["gtr"])])


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    mix, stems = band(tmp_path)
    stems[0].write_bytes(stems[0].read_bytes()[:50_000])
    with pytest.raises(AudioFileError, match=r"'drums.wav': truncated"):
        null_test(mix, stems)


def timed(folder: Path, at: dict[str, int], mix_at: int | None) -> NullTest:
    """Steps of 16 bit, each file from its own start on."""
    parts = {name: np.rint(samples[:, :60_000] * 2**15) / 2**15 for name, samples in STEMS.items()}
    begin = min(at.values())
    total = np.zeros((2, 60_000 + max(at.values()) - begin))
    for name, start in at.items():
        write_bwf(folder / f"{name}.wav", parts[name], start)
        total[:, start - begin : start - begin + 60_000] += parts[name]
    if mix_at is None:
        soundfile.write(folder / "mix.wav", total.T, RATE, subtype="PCM_16")
    else:
        write_bwf(folder / "mix.wav", total, mix_at)
    return null_test(folder / "mix.wav", [folder / f"{name}.wav" for name in at])


def test_time_references_place_files_and_are_said(tmp_path: Path) -> None:
    found = timed(tmp_path, {"drums": HOUR, "bass": HOUR + 480, "gtr": HOUR + 480}, HOUR)
    assert found.left.peak == 0.0
    assert found.remarks[-1] == (
        "'bass.wav' and 'gtr.wav': placed 480 samples (0:00.010) after 'mix.wav' begins, "
        "by the BWF time references."
    )


def test_a_time_of_day_that_says_the_same_is_not_told(tmp_path: Path) -> None:
    mix, stems = band(tmp_path)
    samples = np.rint(moved() * 2**15) / 2**15
    samples[0, 48_000] = -0.5
    write_bwf(mix, samples, 0)
    assert "peak at 0:01.000." in text(null_test(mix, stems))


def test_the_worst_moment_is_a_time_of_day_too(tmp_path: Path) -> None:
    mix, stems = band(tmp_path)
    samples = np.rint(moved() * 2**15) / 2**15
    samples[0, 48_000] = -0.5
    write_bwf(mix, samples, 10 * HOUR)
    found = null_test(mix, stems)
    assert "peak at 0:01.000 (time of day 10:00:01.000)." in text(found)
    assert found.as_dict()["worst_at_time_of_day"] == "10:00:01.000"
    assert found.as_dict()["worst_at_seconds"] == 1.0


def test_a_wrong_time_reference_is_found_out_and_followed_all_the_same(tmp_path: Path) -> None:
    found = timed(tmp_path, {"drums": HOUR, "bass": HOUR, "gtr": HOUR}, 10 * HOUR)
    assert not found.nulls
    assert "432000000 samples" not in text(found) and f"{9 * HOUR} samples (9:00:00.000) before" in text(
        found
    )
    assert "Taken from their own starts the files do null: a time reference is wrong." in found.remarks


def test_references_that_the_mix_does_not_share_are_not_followed(tmp_path: Path) -> None:
    found = timed(tmp_path, {"drums": HOUR, "bass": HOUR + 480}, None)
    assert not found.nulls
    assert (
        "The stems' BWF time references differ, and the mix has none: all are taken from their starts."
        in found.remarks
    )
    assert timed(tmp_path, {"drums": HOUR, "bass": HOUR}, None).nulls


def test_a_lossy_file_is_said_to_be(tmp_path: Path) -> None:
    mix, stems = band(tmp_path)
    soundfile.write(tmp_path / "gtr.ogg", STEMS["gtr"].T, RATE)
    found = null_test(mix, [*stems[:2], tmp_path / "gtr.ogg"])
    assert not found.nulls
    assert "Lossy, so that more is lost than rounding explains: 'gtr.ogg'." in found.remarks


def test_the_memory_does_not_grow_with_the_length(tmp_path: Path) -> None:
    peaks = []
    for frames in (200_000, 1_000_000):
        path = write(tmp_path, "x", np.zeros((2, frames)) + 0.1, 16)
        tracemalloc.start()
        null_test(path, [path])
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mix, stems = band(tmp_path)
    files = [str(path) for path in (mix, *stems)]
    assert main(["null", *files]) == 0
    assert "Null: the sum of 3 stems is the mix, but for rounding." in capsys.readouterr().out
    assert main(["null", *files[:-1], "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["verdict"], said["mix"]["file"], len(said["stems"])) == ("does not null", "mix.wav", 2)
    assert said["residual_rms_dbfs"] > said["bound_rms_dbfs"]
    with pytest.raises(SystemExit) as misused:
        main(["null", files[0]])
    assert misused.value.code == 2


def test_names_from_disk_cannot_drive_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "\x1b[31mred", music(1, 1))
    main(["null", str(path), str(path), str(write(tmp_path, "wide", STEMS["gtr"]))])
    assert "\x1b" not in capsys.readouterr().out
