"""The proof must fail for real faults, and only for those."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stemtui.errors import Refused
from stemtui.render.deliveries.delivery import render
from stemtui.render.deliveries.verify import verify
from stemtui.render.plans import desk, preparing
from stemtui.render.plans.plan import Plan
from stemtui.render.plans.routing import Arrival
from stemtui.render.plans.span import Headers
from stemtui.render.proofs.proof import LEGS, Bound, Leg, Rounded, bound, timecode
from stemtui.session import Session, Track
from tests import small_sessions as small


def legs(receipt: dict[str, object]) -> dict[str, dict[str, object]]:
    proof = receipt["proof"]
    assert isinstance(proof, dict)
    return {leg["leg"]: leg for leg in proof["leg"]}


def tampered(monkeypatch: pytest.MonkeyPatch, change: object) -> None:
    """Let every plan be changed before it is printed."""
    real = preparing.make_plan
    monkeypatch.setattr(preparing, "make_plan", lambda *args: change(real(*args)))  # type: ignore[operator]


def test_the_bound_is_the_domains_figure() -> None:
    """Six stems and the mix, 24 bit TPDF: -136 dBFS RMS and -118 dBFS peak; 16 bit: -88 and -70."""
    for depth, rms, peak in ((24, -136.0, -118.0), (16, -88.0, -70.0)):
        limit = bound([Rounded("tpdf", depth, 1.0)] * 7, 48000 * 60, 100)
        assert 20 * np.log10(limit.rms) == pytest.approx(rms, abs=0.6)
        assert 20 * np.log10(limit.peak) == pytest.approx(peak, abs=0.6)


@pytest.mark.parametrize(("depth", "gain"), [(16, -1.3), (24, -1.3), ("32f", -1.3), (24, 0.0)])
@pytest.mark.parametrize("dither", ["tpdf", "none"])
def test_honest_renders_are_within_the_bound(
    tmp_path: Path, depth: int | str, gain: float, dither: str
) -> None:
    session = small.band(tmp_path)
    session = replace(session, tracks=tuple(replace(track, gain_db=gain) for track in session.tracks))
    session = small.delivered(small.ordered(session, "stem.drums"), bit_depth=depth, dither=dither)
    found = legs(render(tmp_path, session).as_dict())
    assert [leg["verdict"] for leg in found.values()] == [
        "within the bound",
        "within the bound",
        "not provable",
    ]


def test_a_track_dropped_on_its_way_to_a_stem_fails_the_second_leg(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tampered(monkeypatch, lambda plan: replace(plan, feeds=tuple(f for f in plan.feeds if f.track != "oh_l")))
    with pytest.raises(Refused) as refused:
        render(tmp_path, small.ordered(small.band(tmp_path), "mix.master", "stem.drums"))
    (problem,) = refused.value.problems
    assert "not the sum of all sources" in problem.message
    assert "the track 'oh l' (100% alike)" in problem.message
    assert not (tmp_path / "delivery").exists()


def test_a_track_that_the_routing_forgets_fails_the_second_leg(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its stem is gone, its file is not even read for a stem: only the second opinion still hears it."""
    real = desk.as_heard

    def forgetful(session: Session, headers: Headers, track: Track) -> Iterator[Arrival]:
        return real(session, headers, track) if track.id != "gtr" else iter(())

    monkeypatch.setattr(desk, "as_heard", forgetful)
    with pytest.raises(Refused, match=r"not the sum of all sources.*the track 'gtr' \(100% alike\)"):
        render(tmp_path, small.ordered(small.band(tmp_path), "mix.master", "stem.drums"))


def test_a_track_that_comes_late_fails_the_second_leg(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(plan: Plan) -> Plan:
        first = plan.feeds[0]
        return replace(
            plan, feeds=(replace(first, treatment=replace(first.treatment, delay=1)), *plan.feeds[1:])
        )

    tampered(monkeypatch, late)
    with pytest.raises(Refused, match="not the sum of all sources"):
        render(tmp_path, small.ordered(small.band(tmp_path), "mix.master"))


def test_a_print_that_is_taken_for_exact_and_is_not_fails_the_proof(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is proven are the samples as the file holds them, whatever the plan says of their rounding."""

    def exact(plan: Plan) -> Plan:
        return replace(plan, outputs=tuple(replace(o, rounding="exact", seed=0) for o in plan.outputs))

    tampered(monkeypatch, exact)
    session = small.band(tmp_path)
    session = replace(session, stems=tuple(replace(stem, gain_db=-1.0) for stem in session.stems))
    with pytest.raises(Refused, match="not the sum of all sources"):
        render(tmp_path, small.ordered(session, "mix.master", "stem.drums", "stem.bass", "stem.guitars"))


def test_a_stem_that_is_not_in_the_mix_as_it_is_printed_fails_the_first_leg(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def quieter(plan: Plan) -> Plan:
        outputs = (
            replace(o, weights=tuple((bus, 0.999) for bus, _ in o.weights)) if o.item == "stem.guitars" else o
            for o in plan.outputs
        )
        return replace(plan, outputs=tuple(outputs))

    tampered(monkeypatch, quieter)
    with pytest.raises(Refused) as refused:
        render(tmp_path, small.ordered(small.band(tmp_path), "mix.master", "stem.guitars"))
    (problem,) = refused.value.problems
    assert "does not add up to the master mix" in problem.message
    assert "'gtr'" in problem.message


def test_shipped_and_complete_set_are_told_apart(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master", "stem.drums", "stem.bass", waive="ordered so")
    receipt = render(tmp_path, session)
    proof = receipt.as_dict()["proof"]
    assert proof["complete"] == ["stem.drums", "stem.bass", "stem.guitars"]
    assert proof["shipped"] == ["stem.drums", "stem.bass"]
    summary = "\n".join(receipt.summary())
    assert "the complete set of 3 stems adds up to the master mix, bit for bit" in summary
    assert "2 of 3 stems are shipped" in summary


def test_a_track_in_no_stem_is_named_beside_the_proof(tmp_path: Path) -> None:
    session = small.band(tmp_path)
    tracks = tuple(replace(t, stem="") if t.id == "gtr" else t for t in session.tracks)
    receipt = render(tmp_path, small.ordered(replace(session, tracks=tracks), "stem.drums"))
    assert receipt.as_dict()["proof"]["in_no_stem"] == ["gtr"]
    said = " ".join(receipt.summary())
    assert "Not provable" in said and "because gtr is in no stem and not left out for a reason" in said
    assert "Proven: the master mix is the sum of all sources" not in said


def test_the_daws_own_print_is_compared_with_the_master(tmp_path: Path) -> None:
    session = small.band(tmp_path)
    parts = [small.noise(number) for number in range(4)]
    total = np.concatenate((parts[0] + parts[1], parts[0] + parts[2])) + parts[3] + small.noise(4, channels=2)
    small.write(tmp_path / "print.wav", total)
    session = small.ordered(replace(session, reference="print.wav"), "mix.master")
    assert legs(render(tmp_path, session).as_dict())["reference"]["verdict"] == "within the bound"
    small.write(tmp_path / "print.wav", total * 0.99)
    with pytest.raises(Refused, match=r"session\.reference: .*not the DAW's own print"):
        render(tmp_path, session)
    accepted = small.ordered(session, "mix.master", waive="mix bus was on")
    leg = legs(render(tmp_path, accepted).as_dict())["reference"]
    assert leg["verdict"] == "above the bound, accepted"
    small.write(tmp_path / "print.wav", total, rate=44100)
    leg = legs(render(tmp_path, session).as_dict())["reference"]
    assert leg["verdict"] == "not provable" and "44.1 kHz" in str(leg["because"])


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda total: np.roll(total, 1), "1 sample late"),
        (lambda total: np.roll(total, -3), "3 samples early"),
        (lambda total: -total, "inverted in polarity"),
        (lambda total: total * 10 ** (0.5 / 20), "0.50 dB louder"),
        (
            lambda total: np.roll(-total * 0.5, 48),
            "48 samples late and inverted in polarity and 6.02 dB quieter",
        ),
    ],
)
def test_what_is_wrong_with_the_daws_own_print_is_said(
    tmp_path: Path, spoil: Callable[[np.ndarray], np.ndarray], says: str
) -> None:
    session = small.ordered(replace(small.band(tmp_path), reference="print.wav"), "mix.master")
    small.write(tmp_path / "print.wav", spoil(printed(tmp_path)), subtype="FLOAT")
    with pytest.raises(Refused, match=f"The DAW's print looks {says}\\."):
        render(tmp_path, session)


@pytest.mark.parametrize("late", [5_000, -5_000, 9_500])
@pytest.mark.parametrize("more", [0, 20_000, -3_000])
def test_a_print_that_is_thousands_of_samples_off_or_of_another_length_is_not_corrected(
    tmp_path: Path, late: int, more: int
) -> None:
    session = small.ordered(replace(small.band(tmp_path), reference="print.wav"), "mix.master")
    for number, track in enumerate(session.tracks):
        sound = small.noise(number, 48_000, channels=2 if track.id == "gtr" else 1)
        small.write(tmp_path / track.file, sound)
    moved = np.roll(np.pad(printed_again(tmp_path, session), ((0, 0), (10_000, 40_000))), late)
    small.write(tmp_path / "print.wav", moved[:, 10_000 : 58_000 + more], subtype="FLOAT")
    with pytest.raises(Refused) as refused:
        render(tmp_path, session)
    (problem,) = refused.value.problems
    said = f"{abs(late)} samples {'late' if late > 0 else 'early'}"
    assert f"The DAW's print looks {said}." in problem.message
    length = f"The DAW's print is {abs(more)} samples {'longer' if more > 0 else 'shorter'} than ours."
    assert (length in problem.message) == bool(more)


def long_song(folder: Path, frames: int) -> Session:
    """The band with more to play, at 8 kHz, ordered, and with a print of the DAW's own to compare."""
    session = replace(small.band(folder), reference="print.wav", sample_rate=8_000)
    session = small.ordered(session, "mix.master")
    for number, track in enumerate(session.tracks):
        sound = small.noise(number, frames, channels=1 + (track.id == "gtr"))
        small.write(folder / track.file, sound, rate=8_000)
    return session


@pytest.mark.parametrize("late", [110 * 8_000 + 7, -(40 * 8_000) - 3])
@pytest.mark.parametrize("gain", [1.0, -0.5])
def test_a_print_that_is_many_seconds_off_is_found(tmp_path: Path, late: int, gain: float) -> None:
    session = long_song(tmp_path, 60 * 8_000)
    total = printed_again(tmp_path, session) * gain
    moved = np.pad(total, ((0, 0), (late, 0))) if late > 0 else total[:, -late:]
    small.write(tmp_path / "print.wav", moved, rate=8_000, subtype="FLOAT")
    with pytest.raises(Refused) as refused:
        render(tmp_path, session)
    said = f"{abs(late)} samples {'late' if late > 0 else 'early'}"
    said += "" if gain > 0 else " and inverted in polarity and 6.02 dB quieter"
    assert f"The DAW's print looks {said}." in refused.value.problems[0].message


def test_in_a_song_that_repeats_itself_the_nearest_likeness_is_named(tmp_path: Path) -> None:
    session = long_song(tmp_path, 50 * 8_000)
    for track in session.tracks:
        bar, _ = small.soundfile.read(tmp_path / track.file, frames=5 * 8_000, always_2d=True)
        small.write(tmp_path / track.file, np.tile(bar.T, 10), rate=8_000)
    total = printed_again(tmp_path, session)
    dither = np.random.default_rng(8).uniform(-1e-6, 1e-6, total.shape)
    small.write(tmp_path / "print.wav", np.roll(total, -10_100) + dither, rate=8_000, subtype="FLOAT")
    with pytest.raises(Refused, match="The DAW's print looks 10100 samples early"):
        render(tmp_path, session)


@pytest.mark.parametrize("sounds", [False, True])
def test_what_the_daws_own_print_has_behind_ours_is_compared_with_silence(
    tmp_path: Path, sounds: bool
) -> None:
    session = small.ordered(replace(small.band(tmp_path), reference="print.wav"), "mix.master")
    longer = np.pad(printed(tmp_path), ((0, 0), (0, 70_000)))
    longer[:, 60_000] = 0.25 * sounds
    small.write(tmp_path / "print.wav", longer)
    if not sounds:
        assert legs(render(tmp_path, session).as_dict())["reference"]["verdict"] == "within the bound"
        return
    with pytest.raises(
        Refused, match=r"-12\.0 dBFS peak at 0:00:01\.250.*is 70000 samples longer than ours\."
    ):
        render(tmp_path, session)
    accepted = small.ordered(session, "mix.master", waive="a click at the end")
    leg = legs(render(tmp_path, accepted).as_dict())["reference"]
    assert leg["reference_is"] == "70000 samples longer than ours" and leg["worst_at"] == "0:00:01.250"


def test_what_is_like_nothing_in_the_session_is_blamed_on_nothing(tmp_path: Path) -> None:
    """Any two sounds are alike by a percent or two."""
    session = small.ordered(replace(small.band(tmp_path), reference="print.wav"), "mix.master")
    small.write(tmp_path / "print.wav", printed(tmp_path) + small.noise(99, channels=2, peak=0.01))
    with pytest.raises(Refused, match=r"not the DAW's own print") as refused:
        render(tmp_path, session)
    (problem,) = refused.value.problems
    assert "alike" not in problem.message


def test_a_print_that_ends_early_is_to_be_exported_again(tmp_path: Path) -> None:
    session = small.ordered(replace(small.band(tmp_path), reference="print.wav"), "mix.master")
    small.write(tmp_path / "print.wav", printed(tmp_path)[:, :-3_000])
    with pytest.raises(Refused, match=r"is 3000 samples shorter than ours\.") as refused:
        render(tmp_path, session)
    (problem,) = refused.value.problems
    assert problem.remedy.startswith("Export it again")


def test_a_print_that_sounds_where_the_master_mix_is_silent_is_refused_in_words(tmp_path: Path) -> None:
    session = small.ordered(replace(small.band(tmp_path), reference="print.wav"), "mix.master")
    for track in session.tracks:
        samples = small.soundfile.read(tmp_path / track.file, always_2d=True)[0].T
        small.write(tmp_path / track.file, np.pad(samples, ((0, 0), (150_000, 0))))
    clicked = printed_again(tmp_path, session).copy()
    clicked[:, 100] = 0.9
    small.write(tmp_path / "print.wav", clicked)
    with pytest.raises(Refused, match=r"not the DAW's own print.*peak at 0:00:00\.002"):
        render(tmp_path, session)


@pytest.mark.parametrize("align", ["start", "timecode"])
def test_the_worst_moment_is_a_timecode_and_a_time_of_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, align: str
) -> None:
    """A track is gone: it is loudest 1.5 s after the start, which is at ten o'clock."""
    session = small.band(tmp_path, align=align, reference="print.wav")
    for track in session.tracks:
        sound = np.zeros((1, 96_000))
        sound[:, 72_000] = 0.125
        small.write_bwf(tmp_path / track.file, sound, 36_000 * small.RATE)
    master = np.zeros((2, 96_000))
    master[:, 72_000] = 0.375
    small.write_bwf(tmp_path / "print.wav", master, 36_000 * small.RATE)
    accepted = small.ordered(session, "mix.master", waive="the DAW forgot one")
    receipt = render(tmp_path, accepted)
    leg = legs(receipt.as_dict())["reference"]
    day = " (time of day 10:00:01.500)" if align == "timecode" else ""
    assert leg["worst_at"] == "0:00:01.500" and leg["worst_at_seconds"] == 1.5
    assert leg.get("worst_at_time_of_day") == ("10:00:01.500" if day else None)
    tampered(monkeypatch, lambda plan: replace(plan, feeds=tuple(f for f in plan.feeds if f.track != "gtr")))
    with pytest.raises(Refused) as refused:
        render(tmp_path, small.ordered(replace(session, reference=""), "mix.master"))
    (problem,) = refused.value.problems
    assert f"-18.1 dBFS peak at 0:00:01.500{day}, where" in problem.message


@pytest.mark.parametrize(
    ("frame", "rate", "said"),
    [
        (0, 48_000, "0:00:00.000"),
        (47, 48_000, "0:00:00.001"),
        (44_100 * 3_599 + 44_099, 44_100, "1:00:00.000"),
        (48_000 * 86_399, 48_000, "23:59:59.000"),
        (-96, 48_000, "-0:00:00.002"),
    ],
)
def test_moments_are_rounded_to_thousandths(frame: int, rate: int, said: str) -> None:
    assert timecode(frame, rate) == said


def test_a_track_that_the_daws_own_print_lacks_is_named(tmp_path: Path) -> None:
    session = small.ordered(replace(small.band(tmp_path), reference="print.wav"), "mix.master")
    small.write(tmp_path / "print.wav", printed(tmp_path) - small.noise(4, channels=2), subtype="FLOAT")
    with pytest.raises(Refused, match=r"It resembles the track 'gtr' \(100% alike\) most"):
        render(tmp_path, session)


def printed(root: Path) -> np.ndarray:
    """The master mix as the DAW prints it."""
    return printed_again(root, small.ordered(small.band(root), "mix.master"))


def printed_again(root: Path, session: Session) -> np.ndarray:
    """The master mix of a session as the DAW prints it."""
    render(root, replace(session, reference=""))
    return small.soundfile.read(root / "delivery/Song_Master_MIX.wav", dtype="float64")[0].T


def test_a_missing_reference_is_an_error(tmp_path: Path) -> None:
    session = small.ordered(replace(small.band(tmp_path), reference="gone.wav"), "mix.master")
    with pytest.raises(Refused, match=r"session\.reference: 'gone\.wav' is not there"):
        render(tmp_path, session)


def test_a_mono_fold_is_reported_apart_and_the_first_leg_proves_the_rest(tmp_path: Path) -> None:
    """A source panned 10 % off centre leaves -25.6 dB of a stem that is folded to mono."""
    session = small.band(tmp_path)
    tracks = tuple(replace(t, pan=10.0) if t.id == "bass" else t for t in session.tracks)
    session = replace(session, tracks=tracks)
    with pytest.raises(Refused, match=r"Bass STEM is declared mono.* -25\.6 dB relative"):
        render(tmp_path, small.ordered(session, "stem.bass"))
    receipt = render(
        tmp_path, small.ordered(session, "stem.bass", waive="their desk has one channel")
    ).as_dict()
    assert any("their desk has one channel" in warning for warning in receipt["warnings"])
    assert receipt["proof"]["mono_fold"][0]["item"] == "stem.bass"
    assert legs(receipt)["stems"]["verdict"] == "within the bound"


def test_an_unshipped_mix_may_pass_full_scale(tmp_path: Path) -> None:
    session = small.band(tmp_path)
    session = replace(session, tracks=tuple(replace(track, gain_db=19.0) for track in session.tracks))
    with pytest.raises(Refused, match=r"would clip: 'Song_Master_MIX\.wav'"):
        render(tmp_path, small.ordered(session, "mix.master"))
    receipt = render(tmp_path, small.ordered(session, "stem.bass", waive="test")).as_dict()
    assert legs(receipt)["stems"]["verdict"] == "within the bound"


def test_with_the_rest_beside_it_a_stem_is_part_of_a_complete_set(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master", "stem.drums", "rest")
    said = " ".join(render(tmp_path, session).summary())
    assert "are shipped" not in said and "Proven: the complete set of 3 stems" in said
    found = verify(tmp_path / "delivery")
    assert found.ok and "the 2 stems minus the master mix leave" in found.null_test


@pytest.mark.parametrize(("peak", "rms", "holds"), [(1.0, 1.0, True), (1.1, 0.5, False), (0.5, 1.1, False)])
def test_a_leg_holds_only_if_both_peak_and_rms_do(peak: float, rms: float, holds: bool) -> None:
    leg = Leg("stems", LEGS["stems"], residual=Bound(peak, rms), limit=Bound(1.0, 1.0))
    assert leg.holds == holds
    assert replace(leg, not_provable="no master").holds


def test_what_is_not_dithered_adds_no_power_to_a_bound() -> None:
    plain = [Rounded("none", 24, 0.5)] * 4
    found = bound(plain, 48_000, 0)
    assert found.peak == found.rms == 4 * 2.0**-24
    dithered = bound([*plain, Rounded("tpdf", 24, 0.5)], 10**12, 0)
    assert dithered.rms == pytest.approx(found.rms + 2.0**-24, rel=1e-4)
