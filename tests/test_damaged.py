"""Damaged audio: refused in words, or used as far as it can be read where the user says why."""

import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui import lockfile, manifest
from stemtui.audio.samples.source import open_source
from stemtui.cli import main
from stemtui.errors import DamagedFileError, Refused
from stemtui.render.deliveries.delivery import render
from stemtui.render.deliveries.status import status
from stemtui.session import Session, Track
from tests import small_sessions as small
from tests.damage import DAMAGES, FRAMES, SOUND, Damage
from tests.driver import story

WORD = "the recorder's battery died"
each = pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
LOSSY = (".mp3", ".ogg", ".opus")


def song(root: Path, damage: Damage, word: str = "") -> Session:
    """The band's song with its kick out of a damaged file, that track and the master mix ordered."""
    damage.make(root / damage.file)
    session = small.band(root)
    kick = replace(session.track("kick"), file=damage.file, name="kick", damaged=word)
    session = replace(session, tracks=(kick, *session.tracks[1:]))
    return small.ordered(session, "track.kick", "mix.master", waive="a test")


def alike(one: np.ndarray, other: np.ndarray, at: int) -> float:
    """How alike 3,000 frames are, from 0 to 1."""
    return float(np.corrcoef(one[at : at + 3_000], other[at : at + 3_000])[0, 1])


@each
def test_nobody_prints_a_damaged_file_unknowingly(
    tmp_path: Path, damage: Damage, capfd: pytest.CaptureFixture[str]
) -> None:
    session = song(tmp_path, damage)
    manifest.save(session, tmp_path)
    assert main(["check", str(tmp_path)]) == int(damage.by_header)
    if damage.by_header:
        said = capfd.readouterr().out
        assert damage.words in said and 'damaged = "..."' in said
    with pytest.raises(Refused, match=damage.words) as refused:
        render(tmp_path, session)
    assert 'damaged = "..."' in str(refused.value)
    assert sorted(os.listdir(tmp_path)) == ["audio", "stemtui.toml"]
    with pytest.raises(DamagedFileError), open_source(tmp_path / damage.file) as source:
        for start in range(0, source.frames, 65_536):
            source.read(start, min(65_536, source.frames - start))
    assert capfd.readouterr().err == ""


@each
def test_with_the_users_word_it_is_used_as_far_as_it_goes(
    tmp_path: Path, damage: Damage, capfd: pytest.CaptureFixture[str]
) -> None:
    session = song(tmp_path, damage, WORD)
    before = (tmp_path / damage.file).read_bytes()
    manifest.save(session, tmp_path)
    assert manifest.load(tmp_path) == session
    assert main(["check", str(tmp_path)]) == 0
    receipt = render(tmp_path, session).as_dict()
    printed, _ = soundfile.read(tmp_path / "delivery/Song_kick_TRACK.wav")
    [source] = [entry for entry in receipt["source"] if entry["file"] == damage.file]
    frames = source["frames"]
    if damage.frames:  # a decoder whose tag lies does not know what an encoder filled up at the end
        assert frames == damage.frames or (damage.name == "lying.mp3" and 0 < frames - FRAMES < 1_152)
    else:
        assert 8_000 < frames < FRAMES - 4_000
    heard = np.pad(SOUND[0], (0, 2_000))
    if damage.name == "numbers.wav":
        heard[[1_000, 1_001, 50_000]] = 0.0
    if damage.name.endswith(LOSSY):  # in its place, to the last
        assert all(
            alike(printed, heard, at) > 0.3 for at in (1_000, frames // 2, min(frames, 80_000) - 3_500)
        )
    else:
        assert np.abs(printed[:frames] - heard[:frames]).max() < 1e-6
    assert not printed[frames:].any()
    [warning] = [said for said in receipt["warnings"] if WORD in said]
    words = (
        "3 samples no number, the first at frame 1000: silent" if "numbers" in damage.name else damage.words
    )
    assert words in warning
    assert receipt["track"][0]["damaged"] == WORD
    page = (tmp_path / "delivery/index.html").read_text()
    assert "battery died" in page and "battery died" in (tmp_path / "delivery/README.txt").read_text()
    assert (tmp_path / damage.file).read_bytes() == before
    capfd.readouterr()
    assert main(["verify", str(tmp_path / "delivery")]) == 0
    assert f"damaged file, as far as it could be read: kick ({WORD})" in capfd.readouterr().out
    assert {one.state for one in status(tmp_path, session)} == {"current"}
    assert not render(tmp_path, session).is_new


@each
def test_other_commands_say_what_is_wrong(
    tmp_path: Path, damage: Damage, capfd: pytest.CaptureFixture[str]
) -> None:
    damage.make(tmp_path / damage.file)
    small.write(tmp_path / "audio/other.wav", small.noise(2, FRAMES))
    path = str(tmp_path / damage.file)
    assert main(["init", str(tmp_path)]) == 0
    assert (damage.words in capfd.readouterr().out) == damage.by_header
    assert main(["scan", "--deep", "--json", str(tmp_path)]) == 1
    [found] = [one for one in json.loads(capfd.readouterr().out) if one["file"] == damage.file]
    assert damage.words in "; ".join(found["problems"])
    assert main(["levels", path, str(tmp_path / "audio/other.wav")]) == 1
    said = capfd.readouterr()
    assert damage.words.split("instead")[0] in said.out + said.err and "Traceback" not in said.err
    assert main(["null", path, str(tmp_path / "audio/other.wav")]) == 1
    assert "Traceback" not in capfd.readouterr().err


def test_the_word_is_part_of_what_a_print_depends_on(tmp_path: Path) -> None:
    [damage] = [one for one in DAMAGES if one.name == "never.wav"]
    session = song(tmp_path, damage, WORD)
    render(tmp_path, session)
    kick = replace(session.track("kick"), damaged="another reason")
    other = replace(session, tracks=(kick, *session.tracks[1:]))
    assert not any(one.state == "stale" for one in status(tmp_path, other))
    assert render(tmp_path, other).as_dict()["track"][0]["damaged"] == "another reason"


def test_a_lock_has_the_sound_that_a_mended_copy_has(tmp_path: Path) -> None:
    """What was never closed, and its copy with a right header, are the same audio."""
    for damage in DAMAGES:
        if damage.name in ("never.wav", "never.rf64", "never.aiff", "small.wav"):
            damage.make(tmp_path / damage.name)
            small.write(tmp_path / f"{damage.name}.whole.wav", SOUND)
            tracks = (Track("a", damage.name, damaged=WORD), Track("b", f"{damage.name}.whole.wav"))
            found, errors = lockfile.identities(tmp_path, Session(tracks=tracks))
            assert found["a"] == found["b"] and not errors


def test_a_track_that_is_left_out_may_be_as_damaged_as_it_likes(tmp_path: Path) -> None:
    for damage in DAMAGES:
        session = song(tmp_path / damage.name, damage)
        kick = replace(session.track("kick"), left_out="damaged", stem="")
        session = replace(session, tracks=(kick, *session.tracks[1:]))
        assert render(tmp_path / damage.name, small.ordered(session, "mix.master")).is_new


def test_nothing_at_all_is_no_print(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master")
    path = tmp_path / "audio/kick.wav"
    head = path.read_bytes()[:44]
    path.write_bytes(head + b"\0")
    kick = replace(session.track("kick"), damaged=WORD)
    session = replace(session, tracks=(kick, *session.tracks[1:]))
    with pytest.raises(Refused, match="nothing of it can be read"):
        render(tmp_path, session)


@pytest.mark.parametrize("name", ["never.wav", "zero.mp3"])
async def test_the_word_is_given_on_the_screen(
    tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Damage that its header shows, and damage that only shows when it is read."""
    [damage] = [one for one in DAMAGES if one.name == name]
    manifest.save(song(tmp_path, damage), tmp_path)
    async with story(tmp_path) as told:
        await told.see(damage.words)
        await told.press("e", *["tab"] * 5)
        await told.see("Damaged, used all the same: why?")
        await told.type("battery")
        await told.press("enter")
        await told.see("DAMAGED, used as far as it goes: battery.", "peak")
        await told.not_see(damage.words)
        await told.press("u")
        await told.not_see("used as far as it goes", "peak")
        await told.press("U")
        await told.see("used as far as it goes", "peak")
        await told.press("w")
        await told.see("Saved")
    assert manifest.load(tmp_path).track("kick").damaged == "battery"
    assert 'damaged = "battery"' in (tmp_path / "stemtui.toml").read_text()
    assert capfd.readouterr() == ("", "")


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_the_loudest_sample_that_is_one_is_reckoned_with_everywhere(tmp_path: Path) -> None:
    session = small.delivered(
        small.ordered(small.band(tmp_path), "mix.master", "stem.drums"), bit_depth="32f"
    )
    kick = tmp_path / "audio/kick.wav"
    sound = np.float32(soundfile.read(kick)[0])
    sound[[3, 700]] = 1e15, -1e15
    soundfile.write(kick, sound, small.RATE, subtype="FLOAT")
    manifest.save(session, tmp_path)
    assert main(["check", "--audio", str(tmp_path)]) == 0
    assert main(["render", str(tmp_path)]) == 0
    files = [str(path) for path in sorted((tmp_path / "audio").iterdir())]
    assert main(["levels", *files]) == 0
    assert main(["null", *files]) == 1
    assert main(["verify", str(tmp_path / "delivery")]) == 0
    main(["verify", str(tmp_path / "audio")])


@pytest.mark.parametrize("part", [0.013, 0.2, 0.5, 0.9])
@pytest.mark.parametrize(
    ("form", "subtype", "head", "block", "frames"),
    [
        ("WAV", "GSM610", 60, 65, 320),
        ("WAV", "IMA_ADPCM", 60, 2_048, 4_089),
        ("WAV", "MS_ADPCM", 90, 2_048, 4_084),
        ("W64", "IMA_ADPCM", 144, 2_048, 4_089),
        ("AIFF", "GSM610", 72, 33, 160),
        ("AIFF", "IMA_ADPCM", 72, 34, 64),
        ("AU", "G721_32", 24, 60, 120),
        ("NIST", "ULAW", 1_024, 1, 1),
    ],
)
def test_what_is_missing_of_packed_sound_is_not_made_up(
    tmp_path: Path, form: str, subtype: str, head: int, block: int, frames: int, part: float
) -> None:
    """As many blocks are read as the file holds: neither part of one, nor zeros up to what is claimed."""
    path = tmp_path / "x"
    soundfile.write(path, small.noise(1, 48_000).T, 48_000, format=form, subtype=subtype)
    size = int(path.stat().st_size * part)
    os.truncate(path, size)
    with open_source(path, damaged=True) as source:
        assert source.frames == max(0, size - head) // block * frames
