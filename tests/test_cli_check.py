"""`check` as a user reads it: all of it at once, and every finding for a script."""

import json
import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui import manifest
from stemtui.cli import main
from stemtui.errors import Refused
from stemtui.render.deliveries.delivery import render
from stemtui.session import Mix, OrderLine, Session, Stem, Track, assign
from tests import small_sessions as small
from tests.driver import write_tracks
from tests.songs import CAMPAIGN


@pytest.fixture
def song(tmp_path: Path) -> Path:
    for track in CAMPAIGN.tracks:
        small.write(tmp_path / track.file, small.noise(1, 480))
    lines = tuple(OrderLine(track.name, "", f"track.{track.id}") for track in CAMPAIGN.tracks)
    manifest.save(replace(CAMPAIGN, order=lines, pan_law_db=0.0), tmp_path / manifest.NAME)
    return tmp_path


def test_many_lines_alike_are_told_once_on_one_screen(song: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(song)]) == 1
    said = capsys.readouterr().out
    assert said.count("does not say whether that is a stem, a mix or a track") == 1
    assert "The same goes for order lines 2, 3, 4, 5, 6 and 20 more" in said
    assert sum(1 + len(line) // 80 for line in said.splitlines()) <= 24


def test_a_script_is_told_each(song: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(song), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert {f"order.{number}" for number in range(1, 27)} <= {one["path"] for one in found}


def test_a_few_lines_are_told_each(song: Path, capsys: pytest.CaptureFixture[str]) -> None:
    session = manifest.load(song / manifest.NAME)
    manifest.save(replace(session, order=session.order[:4]), song / manifest.NAME)
    main(["check", str(song)])
    assert capsys.readouterr().out.count("does not say whether") == 4


def test_a_terminal_gets_whole_words_and_last_of_all_what_stops_a_render(
    song: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["check", str(song)]) == 1
    lines = capsys.readouterr().out.splitlines()
    found = lines[: next(at for at, line in enumerate(lines) if "stop a render" in line)]
    assert len(found) > 1 and all(len(line) <= 80 for line in found)
    assert all(line.startswith(("error    ", "warning  ", " " * 9)) for line in found)
    assert any(line.startswith("26 errors stop a render") for line in lines)
    session = manifest.load(song / manifest.NAME)
    manifest.save(replace(session, order=(), tracks=session.tracks[:-1]), song / manifest.NAME)
    assert main(["check", str(song)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "2 warnings; nothing stops a render." in lines
    assert "For information: nothing is ordered yet, and what an order asks for may raise more." in lines


def test_a_terminal_gets_one_screen_and_hears_how_many_more_there_are(
    song: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = manifest.load(song / manifest.NAME)
    mixes = tuple(Mix(f"x{at}", f"No {stem.name}") for at, stem in enumerate(session.stems))
    lines = tuple(OrderLine(f"thing {at} STEM", "stem", f"mix.x{at}") for at in range(len(mixes)))
    lines = (*lines, *(OrderLine(f"{stem.name} MIX", "mix", f"stem.{stem.id}") for stem in session.stems))
    manifest.save(replace(session, order=lines, mixes=mixes), song / manifest.NAME)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    assert main(["check", str(song)]) == 1
    every = capsys.readouterr().out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["check", str(song)]) == 1
    shown = capsys.readouterr().out
    assert sum(1 + (len(line) - 1) // 80 for line in shown.splitlines()) < 24
    count = sum(line.startswith(("error", "warning")) for line in shown.splitlines())
    more = sum(line.startswith(("error", "warning")) for line in every.splitlines()) - count
    assert more > 0 and f"{more} problems more than one screen holds" in shown
    assert "stop a render" in shown and "more than one screen" not in every
    monkeypatch.setenv("LINES", "100")
    assert main(["check", str(song)]) == 1
    assert "more than one screen" not in capsys.readouterr().out


LONG_AGO = 1_700_000_000


@pytest.fixture
def stereo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three stems of one stereo track each: one with identical channels, one silent, one as it should be."""
    monkeypatch.setenv("STEMTUI_CACHE", str(tmp_path / "cache"))
    root, one = tmp_path / "song", small.noise(1)
    for name, samples in {
        "dual": np.vstack((one, one)),
        "none": np.zeros((2, 9600)),
        "wide": small.noise(2, channels=2),
    }.items():
        small.write(root / f"{name}.wav", samples)
        os.utime(root / f"{name}.wav", (LONG_AGO, LONG_AGO))  # what was just written is not remembered
    names = ("dual", "none", "wide")
    session = Session(
        treatment="printed",
        pan_law_db=0.0,
        stems=tuple(Stem(name, name.title()) for name in names),
        mixes=(Mix("master", "Master"),),
        tracks=tuple(Track(name, f"{name}.wav", stem=name, origin="printed") for name in names),
        order=(
            OrderLine("Dual stem", deliver="stem.dual"),
            OrderLine("None stem", deliver="stem.none"),
            OrderLine("Wide stem", deliver="stem.wide"),
            OrderLine("the mix", deliver="mix.master"),
        ),
    )
    manifest.save(session, root / manifest.NAME)
    return root


def test_silent_tracks_are_told_without_an_order_too(
    stereo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = manifest.load(stereo / manifest.NAME)
    manifest.save(replace(session, order=()), stereo / manifest.NAME)
    assert main(["check", str(stereo), "--audio"]) == 0
    said = capsys.readouterr().out
    assert '"none" holds nothing but silence.' in said and '"wide"' not in said
    line = OrderLine("None track", deliver="track.none", kind="track")
    manifest.save(replace(session, order=(line,)), stereo / manifest.NAME)
    assert main(["check", str(stereo), "--audio"]) == 1
    assert "holds nothing but silence" not in capsys.readouterr().out, "its line says so"


def test_a_plain_check_reads_no_audio_and_says_so(stereo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(stereo)]) == 0
    said = capsys.readouterr().out
    assert "Not measured: silence and identical channels, of 3 files: check --audio reads them." in said
    assert "silent from" not in said and "are identical" not in said


def test_what_only_the_render_knew_is_known_when_the_sources_are_read(
    stereo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--audio", str(stereo)]) == 1
    said = capsys.readouterr().out
    assert "order.1: Dual STEM is stereo, and its left and right channels are identical." in said
    assert "order.2: None STEM would be silent from start to end" in said
    assert said.count("order.") == 2 and "Not measured" not in said
    assert main(["check", str(stereo)]) == 1, "what was measured is remembered"
    assert capsys.readouterr().out == said
    with pytest.raises(Refused, match="None STEM is silent from start to end"):
        render(stereo, manifest.load(stereo / manifest.NAME))
    assert main(["check", "--audio", "--json", str(stereo)]) == 1
    assert {one["path"] for one in json.loads(capsys.readouterr().out)} == {"order.1", "order.2"}


def test_a_changed_file_is_not_remembered(stereo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--audio", str(stereo)])
    small.write(stereo / "none.wav", small.noise(3, 4800, channels=2))
    capsys.readouterr()
    assert main(["check", str(stereo)]) == 0
    said = capsys.readouterr().out
    assert "would be silent" not in said and "of 1 file:" in said


def test_a_source_that_ends_too_early_is_named(stereo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    samples = small.noise(3, 48000, channels=2)
    soundfile.write(stereo / "none.flac", samples.T, 48000)
    content = (stereo / "none.flac").read_bytes()
    (stereo / "none.flac").write_bytes(content[: len(content) // 2])
    session = manifest.load(stereo / manifest.NAME)
    tracks = tuple(
        replace(track, file=track.file.replace("none.wav", "none.flac")) for track in session.tracks
    )
    manifest.save(replace(session, tracks=tracks), stereo / manifest.NAME)
    assert main(["check", "--audio", str(stereo)]) == 1
    assert "track.none.file: " in capsys.readouterr().out


@pytest.mark.parametrize("law", [0.0, -3.0, -4.5, -6.0])
@pytest.mark.parametrize(("pan", "is_said"), [(0.0, True), (10.0, False)])
def test_mono_tracks_in_the_middle_of_a_stereo_stem_need_no_measuring(
    stereo: Path, capsys: pytest.CaptureFixture[str], law: float, pan: float, is_said: bool
) -> None:
    for name in ("a", "b"):
        small.write(stereo / f"{name}.wav", small.noise(ord(name)))
    session = Session(
        treatment="printed",
        pan_law_db=law,
        stems=(Stem("both", "Both"),),
        tracks=(
            Track("a", "a.wav", stem="both"),
            Track("sum", stem="both", pan=pan, bounce=("b",)),
            Track("b", "b.wav"),
        ),
        order=(OrderLine("Both stem", deliver="stem.both"),),
    )
    (stereo / manifest.NAME).unlink()
    manifest.save(session, stereo / manifest.NAME)
    main(["check", str(stereo)])
    words = "Both STEM is stereo, and its left and right channels are identical."
    assert (words in capsys.readouterr().out) == is_said
    assert any(words in one for one in render(stereo, session).as_dict()["warnings"]) == is_said


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are Unicode")
def test_a_sound_file_that_no_manifest_can_name_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_tracks(tmp_path, ("Kick", "Vox"))
    os.rename(tmp_path / "Vox.wav", os.fsencode(tmp_path) + b"/Vox\xe9.wav")
    assert main(["init", str(tmp_path)]) == 0
    assert "No track: Vox\\udce9.wav: its name is not valid UTF-8" in capsys.readouterr().out
    assert main(["check", str(tmp_path)]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "can be no track: its name is not valid UTF-8, which a manifest needs. Rename it." in out


def test_a_sound_file_is_no_manifest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_tracks(tmp_path, ("Kick",))
    assert main(["check", str(tmp_path / "Kick.wav")]) == 1
    out = " ".join(capsys.readouterr().out.split())
    assert "'Kick.wav' is no manifest: it is no text. Name the manifest, or the folder" in out


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Kick, snare and hat, and a file named as their stem, that is their sum."""
    monkeypatch.setenv("STEMTUI_CACHE", str(tmp_path / "cache"))
    parts = [small.noise(seed, 96000) for seed in (1, 2, 3)]
    for name, samples in zip(("Kick", "Snare", "Hat"), parts, strict=True):
        small.write(tmp_path / f"{name}.wav", samples)
    small.write(tmp_path / "Drums_STEM.wav", sum(parts[1:], parts[0]))
    main(["init", str(tmp_path)])
    return tmp_path


def assigned(root: Path) -> None:
    session = manifest.load(root / manifest.NAME)
    manifest.save(assign(session, ["drums_stem"], "drums"), root / manifest.NAME)


def test_a_sum_beside_its_parts_is_measured(kit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assigned(kit)
    assert main(["check", str(kit)]) == 0
    assert "if it holds" in capsys.readouterr().out
    assert main(["check", str(kit), "--audio"]) == 0, "a render does not refuse it either: it may be meant"
    said = capsys.readouterr().out
    assert (
        '"Drums_STEM" holds "Hat", "Kick" and "Snare", as measured: they are heard twice in the sum.' in said
    )
    assert "if it holds" not in said


def test_a_sum_is_found_whatever_it_is_called(kit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A bus beside what went into it, at the gains that it had there, and a track that only sounds alike."""
    kick, snare = (small.noise(seed, 96000) for seed in (1, 2))
    small.write(kit / "Drums_STEM.wav", 0.5 * kick + 0.8 * snare)
    small.write(kit / "Hat.wav", 100 * kick**3 + 0.3 * snare)
    (kit / "Drums_STEM.wav").rename(kit / "Thump.wav")
    (kit / manifest.NAME).unlink()
    main(["init", str(kit)])
    capsys.readouterr()
    assert main(["check", str(kit), "--audio"]) == 0
    said = capsys.readouterr().out
    assert '"Thump" holds "Kick" and "Snare", as measured' in said
    assert said.count("as measured") == 1


def test_a_sum_that_is_in_no_stem_yet_is_no_error(kit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(kit), "--audio"]) == 0
    assert "as measured: in a stem, they would be heard twice." in capsys.readouterr().out


def test_a_file_that_is_only_named_so_stays_a_question(kit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small.write(kit / "Drums_STEM.wav", small.noise(7, 96000))
    assigned(kit)
    capsys.readouterr()
    assert main(["check", str(kit), "--audio"]) == 0
    said = capsys.readouterr().out
    assert "if it holds" in said and "as measured" not in said
    assert "As measured, it is no plain sum of them." in said and "check --audio" not in said


def test_the_same_audio_under_two_names_is_told(kit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(kit / "Hat.wav", kit / "Snare.wav")
    capsys.readouterr()
    assert main(["check", str(kit), "--audio"]) == 0
    said = capsys.readouterr().out
    assert '"Hat" and "Snare" hold the same audio, which is heard twice in the sum.' in said
    assert said.count("the same audio") == 1


def test_a_reference_that_stops_the_render_is_named_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = replace(small.ordered(small.band(tmp_path), "mix.master"), reference="print.wav")
    manifest.save(session, tmp_path)
    for content, said in ((None, "'print.wav' is not there"), (b"no sound", "'print.wav'")):
        if content:
            (tmp_path / "print.wav").write_bytes(content)
        assert main(["check", str(tmp_path)]) == 1
        assert f"session.reference: {said}" in capsys.readouterr().out
        with pytest.raises(Refused, match=said):
            render(tmp_path, session)
    (tmp_path / "print.wav").unlink()
    assert main(["check", "--no-audio", str(tmp_path)]) == 0
