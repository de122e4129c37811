"""A FLAC's MD5: what it is made of, and that somebody is told where the samples are others."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui import manifest
from stemtui.audio.pictures.surveying import survey
from stemtui.cli import main
from stemtui.scan import scan
from tests import small_sessions as small

SAID = "its audio is not what was encoded: it does not have the MD5 that its header says"


def is_changed(path: Path, damaged: bool = False) -> bool:
    found = survey(path, damaged=damaged)
    assert found is not None
    return found.is_changed


def resealed(path: Path, seal: bytes) -> Path:
    """The same file with another MD5, whose place RFC 9639 says."""
    content = path.read_bytes()
    other = path.with_name("other.flac")
    other.write_bytes(content[:26] + seal + content[42:])
    return other


@pytest.mark.parametrize("subtype", ["PCM_S8", "PCM_16", "PCM_24"])
@pytest.mark.parametrize("channels", [1, 2, 3])
def test_samples_are_compared_with_those_that_were_encoded(
    tmp_path: Path, subtype: str, channels: int
) -> None:
    wave = np.random.default_rng(channels).uniform(-1, 1, (70_000, channels))
    path = tmp_path / "Kick.flac"
    soundfile.write(path, wave, 48_000, subtype=subtype)
    assert not is_changed(path)
    assert is_changed(resealed(path, bytes(15) + b"\1"))
    assert not is_changed(resealed(path, bytes(16))), "its encoder made none"
    assert not is_changed(resealed(path, bytes(15) + b"\1"), damaged=True), "somebody has accepted it"


def test_whoever_asks_for_the_audio_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small.write(tmp_path / "Kick.flac", small.noise(1))
    small.write(tmp_path / "Bass.wav", small.noise(2))
    resealed(tmp_path / "Kick.flac", b"somebody's other").rename(tmp_path / "Kick.flac")
    kick = next(found for found in scan(tmp_path, deep=True) if found.file == "Kick.flac")
    assert kick.problems == (SAID,)
    assert main(["init", str(tmp_path)]) == 0
    assert manifest.load(tmp_path).track("kick").stem
    capsys.readouterr()
    assert main(["check", str(tmp_path)]) == 0
    assert SAID not in capsys.readouterr().out
    assert main(["check", "--audio", str(tmp_path)]) == 0
    assert f'"Kick": {SAID}. Listen to it, or export it again.' in " ".join(capsys.readouterr().out.split())
