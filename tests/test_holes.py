"""Holes in bare samples: blocks of a disk that a broken copy left empty, and silence that is none."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui import manifest
from stemtui.audio.pictures.surveying import survey
from stemtui.audio.samples import blanks
from stemtui.audio.samples.source import open_source
from stemtui.cli import main
from stemtui.holes import Hole
from tests import small_sessions as small
from tests.driver import story

RATE, FRAMES = 48_000, 150_000
SESSIONS = sorted(Path(__file__).parents[1].glob("sample_sessions/*/audio/*.wav"))
FORMS = [("WAV", "PCM_16"), ("WAV", "PCM_24"), ("WAV", "PCM_32"), ("WAV", "FLOAT"), ("WAV", "DOUBLE")]
FORMS += [("AIFF", "PCM_24"), ("AIFF", "PCM_16"), ("W64", "FLOAT"), ("CAF", "PCM_24"), ("RF64", "PCM_16")]


def written(path: Path, form: str = "WAV", subtype: str = "PCM_24", channels: int = 1) -> bytearray:
    """Noise that sounds from its first frame to its last; the file's bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sound = np.random.default_rng(4).uniform(-0.3, 0.3, (FRAMES, channels))
    soundfile.write(path, sound, RATE, format=form, subtype=subtype)
    return bytearray(path.read_bytes())


def holed(path: Path, first: int, size: int, **form: str) -> Path:
    """A file whose bytes are gone from one on."""
    content = written(path, **form)
    content[first : first + size] = bytes(size)
    path.write_bytes(content)
    return path


def found(path: Path, block: int = 65_536) -> tuple[Hole, ...]:
    """The holes of a file that is read in blocks of so many frames."""
    with open_source(path) as source:
        for start in range(0, source.frames, block):
            source.read(start, min(block, source.frames - start))
        return source.holes()


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize(("form", "subtype"), FORMS)
@pytest.mark.parametrize("size", [512, 4_096, 65_536])
def test_blocks_that_are_gone_are_a_hole(
    tmp_path: Path, form: str, subtype: str, channels: int, size: int
) -> None:
    path = tmp_path / "holed"
    content = written(path, form, subtype, channels)
    first = len(content) // 3 // 4_096 * 4_096
    content[first : first + size] = bytes(size)
    path.write_bytes(content)
    gone, _ = soundfile.read(path, always_2d=True)
    zeros = np.flatnonzero(~gone.any(axis=1))
    silent = max(np.split(zeros, np.flatnonzero(np.diff(zeros) > 1) + 1), key=len)
    [hole] = found(path)
    assert abs(hole.at * RATE - silent[0]) <= 1
    assert abs(hole.seconds * RATE - len(silent)) <= 2


@pytest.mark.parametrize("block", [1_000, 4_097, 65_536, FRAMES])
def test_it_does_not_matter_how_the_file_is_read(tmp_path: Path, block: int) -> None:
    path = holed(tmp_path / "a.wav", 65_536 * 3 // 4_096 * 4_096, 4_096)
    assert found(path, block) == found(path) != ()


def test_threads_that_read_in_any_order_see_what_one_sees(tmp_path: Path) -> None:
    path = holed(tmp_path / "a.wav", 204_800, 65_536)
    with open_source(path) as source, ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda start: source.read(start, 5_000), reversed(range(0, FRAMES, 5_000))))
        assert source.holes() == found(path) != ()


def test_several_holes_are_all_told(tmp_path: Path) -> None:
    content = written(tmp_path / "a.wav")
    for first in (40_960, 81_920, 300_032):
        content[first : first + 1_024] = bytes(1_024)
    (tmp_path / "a.wav").write_bytes(content)
    assert [round(hole.at, 2) for hole in found(tmp_path / "a.wav")] == [0.28, 0.57, 2.08]


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24", "FLOAT"])
@pytest.mark.parametrize(("late", "longer"), [(1, 0), (0, 1), (1, -1), (5, 300)])
def test_silence_that_is_a_frame_off_the_blocks_is_silence(
    tmp_path: Path, subtype: str, late: int, longer: int
) -> None:
    """Edits lie anywhere; the same zeros a frame earlier, or as long as blocks are, would be a hole."""
    path = tmp_path / "a.wav"
    content = written(path, subtype=subtype)
    frame = (len(content) - 44) // FRAMES
    first = next(at for at in range(102_400, 400_000, 512) if (at - 44) % frame == 0)
    size = 3 * 4_096
    for begin, end, is_hole in ((0, 0, True), (late, late + longer, False)):
        fresh = bytearray(content)
        fresh[first + begin * frame : first + size + end * frame] = bytes(size + (end - begin) * frame)
        path.write_bytes(fresh)
        assert bool(found(path)) == is_hole


def test_what_fades_into_silence_or_out_of_it_has_no_hole(tmp_path: Path) -> None:
    for begin, end in ((300, 0), (0, 300), (48, 48)):
        sound = np.random.default_rng(4).uniform(-0.3, 0.3, FRAMES)
        first, last = (102_400 - 44) // 2, (102_400 + 8_192 - 44) // 2
        sound[first - begin : first] *= np.linspace(1, 0, begin)
        sound[last : last + end] *= np.linspace(0, 1, end)
        sound[first:last] = 0.0
        soundfile.write(tmp_path / "a.wav", sound, RATE, subtype="PCM_16")
        assert found(tmp_path / "a.wav") == ()


def test_a_file_with_silence_of_its_own_may_have_more_of_it(tmp_path: Path) -> None:
    path = holed(tmp_path / "a.wav", 102_400, 8_192)
    assert found(path)
    content = bytearray(path.read_bytes())
    content[44 + 3 * 100_000 : 44 + 3 * 101_000] = bytes(3_000)
    path.write_bytes(content)
    assert found(path) == ()


def test_silence_before_the_first_sound_and_behind_the_last_is_none(tmp_path: Path) -> None:
    content = written(tmp_path / "a.wav")
    content[44:102_400] = bytes(102_400 - 44)
    content[409_600:] = bytes(len(content) - 409_600)
    (tmp_path / "a.wav").write_bytes(content)
    assert found(tmp_path / "a.wav") == ()


def test_what_a_plug_in_or_the_beat_would_cut_is_silence(tmp_path: Path) -> None:
    """Where samples begin with a block, blocks are whole numbers of 128 frames: those of many a buffer."""
    content = written(tmp_path / "a.wav", subtype="PCM_16", channels=2)
    padded = content[:36] + b"JUNK" + (460).to_bytes(4, "little") + bytes(460) + content[36:]
    assert padded.index(b"data") + 8 == 512
    padded[102_400 : 102_400 + 8_192] = bytes(8_192)
    (tmp_path / "a.wav").write_bytes(padded)
    assert found(tmp_path / "a.wav") == ()


def test_what_is_faint_ends_in_zeros_by_itself(tmp_path: Path) -> None:
    sound = np.random.default_rng(4).integers(-8, 9, FRAMES).astype(np.int16)
    soundfile.write(tmp_path / "a.wav", sound, RATE, subtype="PCM_16")
    content = bytearray((tmp_path / "a.wav").read_bytes())
    content[102_400 : 102_400 + 8_192] = bytes(8_192)
    (tmp_path / "a.wav").write_bytes(content)
    assert found(tmp_path / "a.wav") == ()


def test_zeros_in_8_bit_are_no_silence(tmp_path: Path) -> None:
    assert found(holed(tmp_path / "a.wav", 51_200, 4_096, subtype="PCM_U8")) == ()


def test_sound_that_comes_and_goes_all_the_time_is_not_looked_at_for_ever() -> None:
    blank = blanks.Blank()
    blocks = np.tile(np.array([0, 1], np.uint8).repeat(blanks.BLOCK), 2_000)
    for number in range(40):
        blank.note(number * len(blocks), blocks.data)
    assert len(blank._runs) < blanks.MOST_RUNS + 2_001 and blank.runs() == []


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.name)
def test_nothing_is_said_of_a_song_that_is_whole(path: Path) -> None:
    overview = survey(path)
    assert overview is not None and overview.holes == ()


WORDS = "a hole at 0:00.569 (56.9 ms): whole blocks of the disk hold only zeros amid sound"


def song(root: Path) -> Path:
    """The band's song whose kick has a hole."""
    session = small.ordered(small.band(root), "track.kick", "mix.master", waive="a test")
    holed(root / "audio/kick.wav", 81_920, 8_192)
    for file in (root / "audio").iterdir():
        os.utime(file, (1e9, 1e9))  # what is this old is remembered as it is
    manifest.save(session, root)
    return root


def test_commands_that_read_the_audio_tell_of_it(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    root = song(tmp_path)
    assert main(["check", str(root)]) == 0
    assert "hole" not in capfd.readouterr().out
    for command in (["check", "--audio"], ["check"]):  # then it is remembered
        assert main([*command, str(root)]) == 0
        assert f'warning  track.kick.file: "kick" has {WORDS}' in capfd.readouterr().out
    assert main(["levels", str(root / "audio/kick.wav"), str(root / "audio/bass.wav")]) == 0
    assert capfd.readouterr().err.startswith(f"'kick.wav' has {WORDS}")
    assert main(["levels", "--json", str(root / "audio/kick.wav"), str(root / "audio/bass.wav")]) == 0
    said = json.loads(capfd.readouterr().out)
    assert [one["holes"] for one in said] == [[{"at_seconds": 0.569, "seconds": 0.0569}], []]
    assert main(["verify", str(root / "audio"), "--order", str(root / "stemtui.toml"), "--json"]) == 1
    assert WORDS in capfd.readouterr().out


def test_the_users_word_stands_beside_it(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    root = song(tmp_path)
    text = (root / "stemtui.toml").read_text()
    fresh = text.replace('file = "audio/kick.wav"', 'file = "audio/kick.wav"\ndamaged = "the card"')
    (root / "stemtui.toml").write_text(fresh)
    assert main(["check", "--audio", str(root)]) == 0
    said = capfd.readouterr().out
    assert WORDS in said and 'Used as far as it can be read: "the card"' in said


async def test_the_screen_shows_it(tmp_path: Path) -> None:
    root = song(tmp_path)
    async with story(root) as told:
        await told.see("hole at 0:00.6")
