"""What a render opens, and what it never opens; files that say little of themselves."""

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui import problems, scan
from stemtui.audio.samples.digests import digest
from stemtui.errors import AudioFileError, Refused, StemtuiError
from stemtui.render.deliveries.delivery import render
from stemtui.session import Session, Track
from tests import small_sessions as small


def with_file(session: Session, track: str, file: str) -> Session:
    """The session with another file for a track."""
    return replace(
        session, tracks=tuple(replace(t, file=file) if t.id == track else t for t in session.tracks)
    )


def guitars(root: Path) -> np.ndarray:
    samples, _ = soundfile.read(root / "delivery/Song_Guitars_STEM.wav", dtype="float64")
    return samples


@pytest.mark.parametrize("file", ["../gtr.wav", "audio/../../gtr.wav", "/gtr.wav"])
def test_a_path_that_leaves_the_session_is_refused(tmp_path: Path, file: str) -> None:
    root = tmp_path / "session"
    session = small.ordered(small.band(root), "mix.master")
    shutil.copy(root / "audio/gtr.wav", tmp_path / "gtr.wav")
    named = str(tmp_path / "gtr.wav") if file.startswith("/") else file
    for changed in (with_file(session, "gtr", named), replace(session, reference=named)):
        with pytest.raises(Refused, match="leaves the session's folder"):
            render(root, changed)


def test_a_link_inside_the_session_may_lead_to_a_sound_file(tmp_path: Path) -> None:
    root = tmp_path / "session"
    session = small.ordered(small.band(root), "stem.guitars")
    shutil.move(root / "audio/gtr.wav", tmp_path / "gtr.wav")
    (root / "audio/gtr.wav").symlink_to(tmp_path / "gtr.wav")
    render(root, session)
    assert (guitars(root) == soundfile.read(tmp_path / "gtr.wav")[0]).all()


@pytest.mark.parametrize("thing", ["pipe", "folder", "device"])
@pytest.mark.parametrize("place", ["track", "reference"])
def test_what_is_no_regular_file_is_refused_and_never_opened(tmp_path: Path, thing: str, place: str) -> None:
    session, path = small.ordered(small.band(tmp_path), "mix.master"), tmp_path / "audio/odd.wav"
    if thing == "pipe":
        os.mkfifo(path)
    elif thing == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero")
    odd = with_file(session, "gtr", "audio/odd.wav")
    with pytest.raises(Refused, match=r"'audio/odd\.wav' is a folder, pipe or device"):
        render(tmp_path, odd if place == "track" else replace(session, reference="audio/odd.wav"))
    with pytest.raises(AudioFileError, match="is a folder, pipe or device"):
        digest(path)


def unknown_length(path: Path, samples: np.ndarray) -> None:
    """A FLAC whose STREAMINFO says 0 frames, as encoders write it that cannot seek."""
    small.write(path, samples)
    data = bytearray(path.read_bytes())
    data[21] &= 0xF0
    data[22:26] = bytes(4)
    path.write_bytes(data)


def test_a_flac_of_unknown_length_is_printed_with_its_true_count(tmp_path: Path) -> None:
    session = small.ordered(with_file(small.band(tmp_path), "gtr", "audio/gtr.flac"), "stem.guitars")
    samples = small.noise(4, 123_457, channels=2)
    unknown_length(tmp_path / "audio/gtr.flac", samples)
    assert scan.scan(tmp_path / "audio")[1].problems == ("the header does not say how long it is",)
    assert not list(problems.check(session, scan.headers(tmp_path, session)))
    receipt = render(tmp_path, session).as_dict()
    assert receipt["delivery"]["frames"] == 123_457
    assert (guitars(tmp_path) == samples.T).all()


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg")
def test_a_wav_that_was_streamed_is_printed_whole(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), "stem.guitars")
    samples = small.noise(4, 96_001, channels=2)
    small.write(tmp_path / "whole.wav", samples)
    command = ["ffmpeg", "-v", "error", "-i", tmp_path / "whole.wav", "-c:a", "pcm_s24le", "-f", "wav", "-"]
    streamed = subprocess.run(command, check=True, capture_output=True).stdout
    (tmp_path / "audio/gtr.wav").write_bytes(streamed)
    render(tmp_path, session)
    assert (guitars(tmp_path) == samples.T).all()


def test_a_file_of_no_frames_is_refused_in_words(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master")
    small.write(tmp_path / "audio/gtr.wav", np.zeros((2, 0)))
    with pytest.raises(Refused, match='"gtr": 0 frames'):
        render(tmp_path, session)


def test_a_session_may_have_more_tracks_than_files_may_be_open(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    session = small.band(tmp_path)
    tracks = [replace(session.tracks[4], id=f"t{n}", file=f"audio/t{n}.wav") for n in range(300)]
    for track in tracks:
        shutil.copy(tmp_path / "audio/gtr.wav", tmp_path / track.file)
    session = small.delivered(replace(session, tracks=tuple(tracks)), trim_db=-40.0)
    session = small.ordered(session, "mix.master")
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (128, limits[1]))
        render(tmp_path, session)
        resource.setrlimit(resource.RLIMIT_NOFILE, (128, limits[1]))
        with pytest.MonkeyPatch.context() as patch, pytest.raises(StemtuiError, match=r"ulimit -n 366"):
            patch.setattr(resource, "setrlimit", refused)
            render(tmp_path, session, force=True)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)


def refused(*arguments: object) -> None:
    raise ValueError("not allowed to raise maximum limit")


def test_a_sample_that_is_no_number_is_named(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master")
    samples = small.noise(4, 80_000, channels=2)
    samples[1, 70_001] = np.nan
    small.write(tmp_path / "audio/gtr.wav", samples, subtype="FLOAT")
    with pytest.raises(StemtuiError, match=r"'gtr\.wav' holds nan instead of a sample at frame 70001"):
        render(tmp_path, session)
    assert not (tmp_path / "delivery").exists()


@pytest.mark.parametrize("bounce", [Track("toms", stem="drums", left_out="old"), Track("toms")])
def test_what_nobody_hears_needs_no_time_reference(tmp_path: Path, bounce: Track) -> None:
    session = small.band(tmp_path)
    for file in ("oh l", "oh r", "bass", "gtr", "kit"):
        small.write_bwf(tmp_path / f"audio/{file}.wav", small.noise(1), 480_000)
    tracks = [replace(t, stem="") if t.id == "kick" else t for t in session.tracks]
    kit = Track("kit", "audio/kit.wav", stem="drums", bounce=() if bounce.left_out else ("toms",))
    session = replace(session, tracks=(*tracks, replace(bounce, bounce=("kick",)), kit), align="timecode")
    receipt = render(tmp_path, small.ordered(session, "mix.master")).as_dict()
    assert receipt["file"][0]["fed_by"] == ["oh_l", "oh_r", "kit", "bass", "gtr"]
