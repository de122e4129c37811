"""Sound files that FTP copied as text: told, refused, and never taken for sound."""

import re
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui.audio.samples.headers import examine, read_header
from stemtui.audio.samples.source import open_source
from stemtui.cli import main
from stemtui.errors import AudioFileError, DamagedFileError
from tests.headers import FMT, chunk, sound, wave

SAID = "a copy in text mode instead of binary"
FORMS = [
    ("WAV", "PCM_16"),
    ("WAV", "PCM_24"),
    ("WAV", "FLOAT"),
    ("WAVEX", "PCM_24"),
    ("RF64", "PCM_24"),
    ("W64", "PCM_24"),
    ("AIFF", "PCM_24"),
    ("AIFF", "FLOAT"),
    ("IRCAM", "PCM_16"),
    ("CAF", "PCM_24"),
    ("AU", "PCM_24"),
    ("FLAC", "PCM_24"),
]
PACKED = [
    ("WAV", "MS_ADPCM"),
    ("OGG", "VORBIS"),
    ("MP3", "MPEG_LAYER_III"),
    ("VOC", "PCM_16"),
    ("NIST", "PCM_16"),
]


def to_dos(path: Path) -> Path:
    """The file as a server that writes lines as DOS does stores it."""
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    return path


@pytest.mark.parametrize(("form", "subtype"), FORMS)
def test_line_ends_put_into_sound_are_told(tmp_path: Path, form: str, subtype: str) -> None:
    path = sound(tmp_path / "x", form=form, subtype=subtype)
    whole = path.read_bytes()
    true = soundfile.read(path, always_2d=True)[0].T
    assert not examine(path).damage
    with pytest.raises(DamagedFileError, match=SAID), open_source(to_dos(path)):
        pass
    with open_source(path, damaged=True) as source:  # what is read of it is surely right
        np.testing.assert_array_equal(source.read(0, source.frames), true[:, : source.frames])
        assert source.frames < 100 and SAID in source.header.problems[0]
    path.write_bytes(whole + b"\n" * 3)  # an untidy end is none
    assert SAID not in str(read_header(path).problems)


@pytest.mark.parametrize(("form", "subtype"), PACKED)
def test_what_only_a_decoder_reads_is_not_read_at_all(tmp_path: Path, form: str, subtype: str) -> None:
    path = to_dos(sound(tmp_path / "x", form=form, subtype=subtype))
    with pytest.raises(AudioFileError, match=SAID):
        open_source(path, damaged=True)


@pytest.mark.parametrize("form", ["WAV", "AIFF", "CAF", "AU", "W64"])
def test_line_ends_taken_out_of_sound_are_told(tmp_path: Path, form: str) -> None:
    path = tmp_path / "x"
    noise = np.random.default_rng(2).uniform(-0.5, 0.5, (1_200_000, 2))
    soundfile.write(path, noise, 48_000, format=form, subtype="PCM_24")
    true = soundfile.read(path, always_2d=True)[0].T
    content = path.read_bytes()
    path.write_bytes(content[:-10_000])
    assert "truncated" in examine(path).damage and SAID not in examine(path).damage
    path.write_bytes(re.sub(rb"\r\n", b"\n", content))
    with pytest.raises(DamagedFileError, match=f"{SAID}.* took"), open_source(path):
        pass
    with open_source(path, damaged=True) as source:
        np.testing.assert_array_equal(source.read(0, source.frames), true[:, : source.frames])


def test_a_cut_file_that_never_had_any_is_only_cut(tmp_path: Path) -> None:
    """So quiet that no sample of 16 bit holds a line feed in its upper byte."""
    path = tmp_path / "x.wav"
    noise = np.random.default_rng(2).uniform(-0.07, 0.07, (1_200_000, 2))
    soundfile.write(path, noise, 48_000, subtype="PCM_16")
    assert b"\r\n" not in path.read_bytes()
    path.write_bytes(path.read_bytes()[:-10_000])
    assert "truncated" in examine(path).damage


def test_sound_that_looks_alike_is_left_alone(tmp_path: Path) -> None:
    """A level that is a carriage return and a line feed, where the header is right; or a long silence."""
    path = tmp_path / "x.wav"
    soundfile.write(path, np.full(9_000, 0x0A0D, "int16"), 48_000)
    assert not read_header(path).problems
    soundfile.write(path, np.zeros(90_000, "int16"), 48_000)
    path.write_bytes(path.read_bytes() + bytes(9))
    assert SAID not in str(read_header(path).problems)


@pytest.mark.parametrize("frames", [2_000, 200_000])
def test_line_ends_of_a_text_beside_silence_are_its_own(tmp_path: Path, frames: int) -> None:
    """Recorders write theirs with carriage returns; of silence, nothing says otherwise."""
    text = chunk(b"iXML", b"<BWFXML>\r\n" + b" <SCENE>4</SCENE>\r\n" * 300 + b"</BWFXML>\r\n")
    path = wave(tmp_path / "x.wav", text, FMT, chunk(b"data", bytes(2 * frames)), text)
    assert read_header(path).problems == ()


def test_check_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to_dos(sound(tmp_path / "01 Kick.wav"))
    main(["init", str(tmp_path)])
    capsys.readouterr()
    assert main(["check", str(tmp_path)]) == 1
    assert SAID in capsys.readouterr().out
