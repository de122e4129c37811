"""A delivery appears whole, or nothing changes; what is refused, and what is only said."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui.errors import Clipping, Refused, StemtuiError
from stemtui.glossary import formula
from stemtui.render.deliveries.delivery import render
from stemtui.render.engine import engine
from stemtui.render.plans.progress import Cancelled, Progress
from stemtui.session import Mix, Session, Track
from tests import small_sessions as small


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def untouched(root: Path, session: Session, act: Callable[[], object], error: type[BaseException]) -> str:
    """Do something that must fail, and see that the delivery made before and the folder are as they were."""
    render(root, small.ordered(small.band(root), "mix.master"))
    before, names = contents(root / "delivery"), sorted(p.name for p in root.iterdir())
    with pytest.raises(error) as raised:
        act()
    assert contents(root / "delivery") == before
    assert sorted(p.name for p in root.iterdir()) == names
    return str(raised.value)


def test_a_second_render_gives_the_same_bytes(tmp_path: Path) -> None:
    session = small.band(tmp_path)
    tracks = tuple(replace(track, gain_db=-1.7) for track in session.tracks)
    session = small.ordered(replace(session, tracks=tracks), "mix.master", "mix.no_gtr", "stem.drums")
    for form, depth in (("wav", 16), ("wav", "32f"), ("flac", 24), ("aiff", "32f")):
        session = small.delivered(session, file_format=form, bit_depth=depth)
        render(tmp_path, session)
        first = contents(tmp_path / "delivery")
        assert render(tmp_path, session, force=True).printed == ("mix.master", "mix.no_gtr", "stem.drums")
        assert contents(tmp_path / "delivery") == first
        assert len(first) == 7


def test_a_kind_mismatch_leaves_the_previous_delivery_as_it_was(tmp_path: Path) -> None:
    session = replace(small.band(tmp_path), order=(small.line("Drum STEM", "track.kick", "stem"),))
    said = untouched(tmp_path, session, lambda: render(tmp_path, session), Refused)
    assert "Line 1 asks for the Drum STEM" in said and "stem.drums" in said


def test_a_fault_found_in_the_pass_leaves_the_previous_delivery_as_it_was(tmp_path: Path) -> None:
    session = small.band(tmp_path)
    loud = small.ordered(
        replace(session, tracks=tuple(replace(t, gain_db=30.0) for t in session.tracks)), "mix.master"
    )
    assert "clip" in untouched(tmp_path, loud, lambda: render(tmp_path, loud), Refused)


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device"), ValueError])
def test_an_interrupt_or_a_failure_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master")

    def interrupted(step: Progress) -> None:
        if step.stage == "Printing":
            raise error

    expected = StemtuiError if isinstance(error, OSError) else error
    kind = expected if isinstance(expected, type) else type(expected)
    untouched(tmp_path, session, lambda: render(tmp_path, session, force=True, progress=interrupted), kind)


def test_a_render_can_be_cancelled_while_it_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BLOCK", 1_024)
    session = small.ordered(small.band(tmp_path), "mix.master")
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 5

    def act() -> None:
        asked.clear()
        render(tmp_path, session, force=True, cancelled=cancelled)

    said = untouched(tmp_path, session, act, Cancelled)
    assert "as it was" in said and len(asked) == 6


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    steps: list[Progress] = []
    render(tmp_path, small.ordered(small.band(tmp_path), "mix.master"), progress=steps.append)
    assert {step.stage for step in steps} == {"Printing"}
    assert steps[-1].done == steps[-1].total == 9600


def test_an_interrupt_between_the_two_moves_puts_the_previous_delivery_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, move = small.ordered(small.band(tmp_path), "stem.drums"), Path.rename

    def interrupted(path: Path, target: Path) -> Path:
        if ".partial-" in path.name:
            raise KeyboardInterrupt
        return move(path, target)

    def act() -> None:
        monkeypatch.setattr(Path, "rename", interrupted)
        render(tmp_path, session)

    untouched(tmp_path, session, act, KeyboardInterrupt)


@pytest.mark.parametrize(("depth", "dither"), [(16, "tpdf"), (24, "none"), (24, "tpdf")])
def test_the_one_trim_cures_clipping(tmp_path: Path, depth: int, dither: str) -> None:
    session = small.band(tmp_path)
    session = replace(session, tracks=tuple(replace(t, gain_db=17.3) for t in session.tracks))
    session = small.delivered(session, bit_depth=depth, dither=dither, trim_db=1.0)
    session = small.ordered(session, "mix.master", "mix.no_gtr", "stem.drums")
    with pytest.raises(Refused) as refused:
        render(tmp_path, session)
    (problem,) = refused.value.problems
    assert isinstance(problem, Clipping) and problem.path == "delivery.trim_db"
    assert "'Song_Master_MIX.wav'" in problem.message and f"trim_db = {problem.trim_db}" in problem.remedy
    receipt = render(tmp_path, small.delivered(session, trim_db=problem.trim_db)).as_dict()
    assert -0.11 <= max(file["peak_dbfs"] for file in receipt["file"]) <= 0.0


def test_a_silent_print_is_an_error_that_a_reason_accepts(tmp_path: Path) -> None:
    session = small.band(tmp_path)
    small.write(tmp_path / "audio/bass.wav", np.zeros((1, 9600)))
    extra = Track("sub", "audio/sub.wav", stem="bass", origin="printed")
    small.write(tmp_path / extra.file, np.zeros((1, 9600)))
    session = replace(session, tracks=(*session.tracks, extra))
    for nothing in ("", "   "):
        with pytest.raises(Refused, match=r"order\.1: Bass STEM is silent from start to end"):
            render(tmp_path, small.ordered(session, "stem.bass", waive=nothing))
    receipt = render(tmp_path, small.ordered(session, "stem.bass", waive="they want one length for all"))
    assert "silent" in "\n".join(receipt.summary())
    assert "peak_dbfs" not in receipt.as_dict()["file"][0]
    blank = render(tmp_path, small.ordered(session, "mix.master", waive="   ")).as_dict()
    assert not any("waive" in table for table in (*blank["file"], *blank["order"]))


def test_submixes_are_called_so_everywhere(tmp_path: Path) -> None:
    session = small.ordered(replace(small.band(tmp_path), treatment="none"), "stem.drums", "mix.master")
    receipt = render(tmp_path, session)
    kinds = [(file["kind"], file["file"]) for file in receipt.as_dict()["file"]]
    assert kinds == [("submix", "Song_Drums_SUBMIX.wav"), ("mix", "Song_Master_MIX.wav")]
    summary = "\n".join(receipt.summary())
    assert "Drums SUBMIX" in summary and "complete set of 3 submixes" in summary


def test_sources_that_sound_at_their_ends_are_reported(tmp_path: Path) -> None:
    session = small.band(tmp_path)
    small.write(tmp_path / "audio/gtr.wav", np.full((2, 9600), 0.1))
    receipt = render(tmp_path, small.ordered(session, "mix.master")).as_dict()
    assert [w.split(":")[0] for w in receipt["warnings"]] == [
        "Sounding in the first 100 ms of the file",
        "Sounding in the last 100 ms of the file",
    ]
    assert all("gtr (-20 dBFS)" in warning for warning in receipt["warnings"])


@pytest.mark.parametrize(("ms", "is_said"), [(99, True), (101, False)])
def test_an_end_of_a_source_is_its_100_ms(tmp_path: Path, ms: int, is_said: bool) -> None:
    session, sound = small.band(tmp_path), np.zeros((2, 48_000))
    sound[:, ms * 48] = sound[:, -1 - ms * 48] = 0.1
    small.write(tmp_path / "audio/gtr.wav", sound)
    receipt = render(tmp_path, small.ordered(session, "mix.master")).as_dict()
    warnings = [w for w in receipt.get("warnings", []) if w.startswith("Sounding") and "gtr" in w]
    assert len(warnings) == 2 * is_said


def test_a_stereo_stem_with_one_signal_is_reported(tmp_path: Path) -> None:
    session = small.band(tmp_path)
    stems = tuple(replace(stem, channels="stereo") for stem in session.stems)
    session = small.ordered(replace(session, stems=stems), "stem.bass", waive="their template is stereo")
    (warning,) = (w for w in render(tmp_path, session).as_dict()["warnings"] if "identical" in w)
    assert "Bass STEM is stereo, and its left and right channels are identical" in warning


def test_what_is_left_out_is_on_the_receipt(tmp_path: Path) -> None:
    session = small.band(tmp_path)
    small.write(tmp_path / "click.wav", small.noise(9))
    session = replace(session, tracks=(*session.tracks, Track("click", "click.wav", left_out="a click")))
    receipt = render(tmp_path, small.ordered(session, "mix.master"))
    assert receipt.as_dict()["left_out"] == [
        {"track": "click", "name": "click", "file": "click.wav", "reason": "a click"}
    ]
    assert "Left out: click (a click)." in receipt.summary()
    assert "click.wav" not in [source["file"] for source in receipt.as_dict()["source"]]


def test_items_may_be_named_in_place_of_the_order(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master")
    receipt = render(tmp_path, session, ["stem.drums"]).as_dict()
    assert [file["item"] for file in receipt["file"]] == ["stem.drums"]


def test_a_mix_on_the_receipt_is_defined_in_the_glossarys_words(tmp_path: Path) -> None:
    session = small.band(tmp_path)
    long = "Guitars, doubled and reamped through the hall on Tuesday"
    stems = tuple(replace(stem, name=long) if stem.id == "guitars" else stem for stem in session.stems)
    mixes = (*session.mixes, Mix("up", "Up", offsets_db=(("guitars", 1.0),)))
    session = small.ordered(replace(session, stems=stems, mixes=mixes), "mix.master", "mix.no_gtr", "mix.up")
    files = render(tmp_path, session).as_dict()["file"]
    formulas = [file["formula"] for file in files]
    assert formulas == ["every stem as it is", f"Master minus {long}", f"Master with {long} +1 dB"]
    assert formulas == [formula(session, mix) for mix in session.mixes]


def test_the_loudness_of_every_print_is_on_the_receipt(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master", "stem.bass")
    small.write(tmp_path / "audio/bass.wav", np.zeros((1, 96_000)))
    small.write(tmp_path / "audio/gtr.wav", np.tile(sine(96_000), (2, 1)))
    session = replace(session, order=tuple(replace(line, waive="x") for line in session.order))
    receipt = render(tmp_path, session)
    master, bass = receipt.as_dict()["file"]
    assert master["integrated_lufs"] == pytest.approx(-20.0, abs=0.5)
    assert "integrated_lufs" not in bass
    assert f"{master['integrated_lufs']:.1f} LUFS" in receipt.summary()[1]
    assert "LUFS" not in receipt.summary()[2] and "silent" in receipt.summary()[2]


def sine(frames: int) -> np.ndarray:
    """997 Hz at -20 dBFS: in both channels of a stereo file -20 LUFS, give or take what else sounds."""
    return 0.1 * np.sin(2 * np.pi * 997 * np.arange(frames) / 48_000)


def test_nothing_ordered_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"Nothing is ordered: .* give `stemtui order` the client's message"):
        render(tmp_path, small.band(tmp_path))


@pytest.mark.parametrize("spoil", ["gone", "cut", "three channels"])
def test_a_bad_source_stops_the_render_in_words(tmp_path: Path, spoil: str) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master")
    path = tmp_path / "audio/gtr.wav"
    if spoil == "gone":
        path.unlink()
    elif spoil == "cut":
        path.write_bytes(path.read_bytes()[:9000])
    else:
        small.write(path, small.noise(1, channels=3))
    with pytest.raises(Refused, match="gtr"):
        render(tmp_path, session)
    assert not (tmp_path / "delivery").exists()


def test_a_source_that_is_written_while_it_is_read_stops_the_render(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master")

    def overwrite(step: Progress) -> None:
        if step.stage == "Printing" and not step.done:
            small.write(tmp_path / "audio/gtr.wav", small.noise(11, 9700, channels=2))

    with pytest.raises(Refused, match=r"'audio/gtr\.wav' changed while it was printed"):
        render(tmp_path, session, progress=overwrite)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["audio"]


def test_sources_are_not_written_to(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master")
    for path in (tmp_path / "audio").iterdir():
        path.chmod(0o444)
    before = contents(tmp_path / "audio")
    render(tmp_path, session)
    assert contents(tmp_path / "audio") == before


def test_differing_starts_under_align_start_are_an_error_that_names_them(tmp_path: Path) -> None:
    session = small.band(tmp_path)
    for number, track in enumerate(session.tracks):
        small.write_bwf(
            tmp_path / track.file, small.noise(number), 48000 * 3600 + (100 if number == 3 else 0)
        )
    with pytest.raises(Refused, match="bass"):
        render(tmp_path, small.ordered(session, "mix.master"))
    receipt = render(tmp_path, small.ordered(replace(session, align="timecode"), "mix.master")).as_dict()
    assert receipt["delivery"]["starts_at_sample"] == 48000 * 3600
    assert receipt["delivery"]["frames"] == 9700


def test_prints_have_the_form_that_was_ordered(tmp_path: Path) -> None:
    for file_format, depth in small.FORMS:
        session = small.delivered(small.band(tmp_path), file_format=file_format, bit_depth=depth)
        session = small.delivered(
            small.ordered(session, "mix.master", "stem.bass", waive="x"), sample_rate=44100
        )
        receipt = render(tmp_path, session).as_dict()
        for file in receipt["file"]:
            facts = soundfile.info(tmp_path / "delivery" / file["file"])
            assert facts.format == file_format.upper()
            assert facts.subtype == ("FLOAT" if depth == "32f" else f"PCM_{depth}")
            assert (facts.samplerate, facts.frames, facts.channels) == (44100, 8820, file["channels"])
        assert all(source["resampled_to"] == 44100 for source in receipt["source"])
