"""Files that are whole and odd: no frame, one frame, many channels, the slowest and the fastest rates."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stemtui import manifest
from stemtui.cli import main
from tests import small_sessions as small
from tests.driver import story

ODD = [
    (0, 1, 48_000, "PCM_16"),
    (1, 1, 48_000, "PCM_24"),
    (1, 2, 8_000, "PCM_U8"),
    (1, 1, 768_000, "FLOAT"),
    (480, 64, 48_000, "PCM_24"),
    (800, 1, 8_000, "PCM_16"),
    (1_101, 2, 11_025, "DOUBLE"),
    (19_200, 1, 192_000, "PCM_24"),
    (38_400, 2, 384_000, "PCM_32"),
    (76_800, 1, 768_000, "PCM_24"),
]
REFUSED = {0: "0 frames", 480: "has 64 channels"}


@pytest.mark.parametrize(("frames", "channels", "rate", "subtype"), ODD)
@pytest.mark.parametrize("alone", [True, False])
def test_odd_files_go_through_every_command(
    tmp_path: Path,
    frames: int,
    channels: int,
    rate: int,
    subtype: str,
    alone: bool,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Alone, where their rate is the session's, and beside a file at 48 kHz."""
    odd = tmp_path / "Kick.wav"
    # it dies away: what stays at its peak is the dearest to measure between its samples
    small.write(odd, 0.5 * np.ones((channels, 1)) * 0.999 ** np.arange(frames), rate, subtype)
    if not alone:
        small.write(tmp_path / "Bass.wav", small.noise(1))
        small.write(tmp_path / "Hat.wav", small.noise(2))
    assert main(["init", str(tmp_path)]) == 0
    session = replace(manifest.load(tmp_path), title="Song", treatment="printed")
    stems = [f"stem.{stem.id}" for stem in session.stems]
    manifest.save(small.ordered(session, *stems, "mix.master", "track.kick", waive="a test"), tmp_path)
    words = REFUSED.get(frames, "")
    capfd.readouterr()
    code = main(["check", str(tmp_path)])
    assert (code, words in capfd.readouterr().out) == (int(bool(words)), True)
    code = main(["render", str(tmp_path)])
    said = capfd.readouterr()
    assert code == int(bool(words)) and words in said.err
    if not words:
        assert main(["verify", str(tmp_path / "delivery")]) == 0
        assert main(["render", str(tmp_path), "--version", "2"]) == 0
        [stem] = [path for path in (tmp_path / "delivery").glob("*_STEM.wav") if "Drums" in path.name]
        mix = tmp_path / "delivery/Song_Master_MIX.wav"
        assert main(["null", str(mix), str(stem)]) in (0, 1)
    capfd.readouterr()
    assert main(["levels", "--json", str(odd)]) == 0
    [levels] = json.loads(capfd.readouterr().out)
    assert levels["sample_peak_dbfs"] == (pytest.approx(-6.02, abs=0.1) if frames else None)


@pytest.mark.parametrize("number", [0, 1, 4, 9])
async def test_odd_files_are_shown(tmp_path: Path, number: int) -> None:
    frames, channels, rate, subtype = ODD[number]
    small.write(tmp_path / "Kick.wav", 0.5 * np.ones((channels, frames)), rate, subtype)
    async with story(tmp_path) as told:
        await told.see("Kick", REFUSED.get(frames, "peak"))
