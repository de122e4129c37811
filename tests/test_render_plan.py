"""The plan: rates, spans, gains, rounding, digests."""

import json
from dataclasses import replace

import pytest

from stemtui.audio.samples.resample import frames_at
from stemtui.errors import Refused
from stemtui.header import Header
from stemtui.rates import render_rate
from stemtui.render.plans.panning import amplitude, pan_gains
from stemtui.render.plans.plan import Plan
from stemtui.render.plans.planning import make_plan, needed_files
from stemtui.render.plans.span import converted, cut_by_delay, span_of
from stemtui.session import Delivery, Mix, MixBus, Session, Stem, Track
from tests.small_sessions import delivered, ordered

HOUR = 48000 * 3600


def header(frames: int = 1000, rate: int = 48000, reference: int | None = None, **changes: object) -> Header:
    return replace(Header("WAV", "PCM_24", 1, rate, frames, reference), **changes)  # type: ignore[arg-type]


def song(**tracks: Track) -> Session:
    made = tuple(replace(track, id=name, file=f"{name}.wav", stem="s") for name, track in tracks.items())
    return Session(treatment="manifest", stems=(Stem("s", "S"),), mixes=(Mix("m", "M"),), tracks=made)


def plan(session: Session, headers: dict[str, Header], *items: str) -> Plan:
    session = ordered(session, *(items or ("stem.s", "mix.m")))
    files = needed_files(session, headers, session.order)
    plan = make_plan(session, headers, session.order).identified()
    return plan.with_contents(dict.fromkeys(files, "0" * 64))


@pytest.mark.parametrize(
    ("law", "pan", "channels", "expected"),
    [
        (0.0, 0, 1, (1, 1)),
        (0.0, 30, 1, (0.7, 1)),
        (0.0, -100, 1, (1, 0)),
        (-3.0, 0, 1, (0.5**0.5, 0.5**0.5)),
        (-3.0, 100, 1, (0, 1)),
        (-6.0, 0, 1, (0.5, 0.5)),
        (-6.0, -50, 1, (0.75, 0.25)),
        (-4.5, 0, 1, (0.5**0.75, 0.5**0.75)),
        (-4.5, -100, 1, (1, 0)),
        (-6.0, 50, 2, (0.5, 1)),
    ],
)
def test_pan_laws(law: float, pan: float, channels: int, expected: tuple[float, float]) -> None:
    assert pan_gains(pan, law, channels) == pytest.approx(expected, abs=1e-12)


def test_an_unknown_pan_law_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no pan law of -2\.5 dB"):
        pan_gains(30, -2.5, 1)


def test_a_hard_panned_track_does_not_leak() -> None:
    for law in (0.0, -3.0, -4.5, -6.0):
        assert pan_gains(100, law, 1) == (0.0, 1.0)
        assert pan_gains(-100, law, 1) == (1.0, 0.0)
    assert amplitude(0.0) == 1.0


def test_the_rate_is_the_deliverys_the_sessions_or_the_commonest() -> None:
    session = song(a=Track(""), b=Track(""), c=Track("", left_out="no"))
    headers = {"a": header(rate=44100), "b": header(rate=48000), "c": header(rate=44100)}
    assert render_rate(session, headers) == 48000
    assert render_rate(replace(session, sample_rate=96000), headers) == 96000
    assert render_rate(delivered(session, sample_rate=44100), headers) == 44100


def test_lengths_are_converted_as_the_resampler_counts() -> None:
    for frames in (0, 1, 2, 100, 44099, 12345677):
        for rates in ((44100, 48000), (48000, 44100), (96000, 48000), (24000, 48000)):
            assert converted(frames, *rates) == frames_at(frames, *rates)


def test_the_span_is_the_union_of_all_tracks_whatever_is_ordered() -> None:
    session = song(a=Track(""), b=Track("", delay_samples=70), c=Track("", left_out="no"))
    headers = {"a": header(1000), "b": header(980), "c": header(1900)}
    assert (span_of(session, headers).start, span_of(session, headers).frames) == (0, 1050)


def test_a_negative_delay_cuts_and_says_so() -> None:
    session = song(a=Track("", delay_samples=-48), b=Track(""))
    headers = {"a": header(), "b": header()}
    assert span_of(session, headers).frames == 1000
    (warning,) = cut_by_delay(session, headers)
    assert (
        warning.severity == "warning"
        and "48 samples early" in warning.message
        and "1.0 ms" in warning.message
    )


def test_a_negative_delay_never_moves_the_start_under_timecode_either() -> None:
    session = replace(song(a=Track("", delay_samples=-400), b=Track("", delay_samples=-50)), align="timecode")
    headers = {"a": header(reference=100), "b": header(reference=200)}
    assert (span_of(session, headers).start, span_of(session, headers).frames) == (100, 1100)
    (warning,) = cut_by_delay(session, headers)
    assert warning.path == "track.a" and "8.3 ms" in warning.message


def test_timecode_places_files_of_any_rate() -> None:
    session = replace(song(a=Track(""), b=Track("")), align="timecode", sample_rate=48000)
    headers = {"a": header(reference=HOUR + 480), "b": header(rate=24000, reference=HOUR // 2)}
    span = span_of(session, headers)
    assert (span.start, span.frames, span.placed) == (HOUR, 2000, {"a": 480, "b": 0})


def test_timecode_needs_a_time_reference_of_every_file() -> None:
    session = replace(song(a=Track(""), b=Track("")), align="timecode")
    with pytest.raises(Refused) as refused:
        span_of(session, {"a": header(reference=HOUR), "b": header()})
    assert [problem.path for problem in refused.value.problems] == ["track.b"]


def test_an_outlier_stops_the_render_by_name() -> None:
    session = replace(song(a=Track(""), far=Track(""), b=Track("")), align="timecode")
    headers = {"a": header(reference=HOUR), "far": header(reference=HOUR * 2), "b": header(reference=HOUR)}
    with pytest.raises(Refused) as refused:
        span_of(session, headers)
    assert "'far'" in refused.value.problems[0].message
    assert "3600.0 s" in refused.value.problems[0].message


def test_rounding_is_decided_from_the_plan() -> None:
    session = song(a=Track(""), b=Track("", pan=-100))
    headers = {"a": header(), "b": header()}
    assert [o.rounding for o in plan(session, headers).outputs] == ["exact", "exact"]
    assert [o.rounding for o in plan(delivered(session, bit_depth=16), headers).outputs] == ["tpdf", "tpdf"]
    assert [o.rounding for o in plan(delivered(session, bit_depth="32f"), headers).outputs] == [
        "none",
        "none",
    ]
    louder = song(a=Track("", gain_db=0.1), b=Track(""))
    assert [o.rounding for o in plan(louder, headers).outputs] == ["tpdf", "tpdf"]
    assert plan(louder, headers).outputs[0].seed != plan(louder, headers).outputs[1].seed
    assert [o.rounding for o in plan(delivered(louder, dither="none"), headers).outputs] == ["none", "none"]
    halved = replace(session, stems=(Stem("s", "S", channels="mono"),))
    assert [o.rounding for o in plan(halved, headers).outputs] == ["tpdf", "exact"]
    floats = {"a": header(subtype="FLOAT"), "b": header()}
    assert plan(session, floats).outputs[0].rounding == "tpdf"


@pytest.mark.parametrize(
    "change",
    [
        {"stems": (Stem("s", "S", gain_db=-1.0),)},
        {"mix_bus": MixBus(gain_db=-1.0)},
        {"mix_bus": MixBus(ceiling_dbtp=-1.0)},
        {"delivery": Delivery(trim_db=-1.0)},
        {"delivery": Delivery(sample_rate=96_000)},
        {"delivery": Delivery(bit_depth=16)},
    ],
)
def test_whatever_is_done_to_all_prints_is_dithered(change: dict[str, object]) -> None:
    session, headers = song(a=Track("")), {"a": header()}
    assert [o.rounding for o in plan(session, headers).outputs] == ["exact", "exact"]
    changed = replace(session, **change)  # type: ignore[arg-type]
    assert [o.rounding for o in plan(changed, headers).outputs] == ["tpdf", "tpdf"]


def test_a_mix_that_moves_a_stem_is_dithered_and_its_stem_is_not() -> None:
    session = replace(song(a=Track("")), mixes=(Mix("m", "M"), Mix("up", "Up", offsets_db=(("s", 1.0),))))
    made = plan(session, {"a": header()}, "stem.s", "mix.m", "mix.up")
    assert [o.rounding for o in made.outputs] == ["exact", "exact", "tpdf"]


def test_a_time_reference_is_converted_to_the_rate_of_the_prints() -> None:
    session = replace(song(a=Track(""), b=Track("")), sample_rate=48_000)
    headers = {"a": header(rate=96_000, reference=2 * HOUR + 960), "b": header(reference=HOUR + 480)}
    assert {o.bext and o.bext.time_reference for o in plan(session, headers).outputs} == {HOUR + 480}


def test_the_plan_is_plain_values() -> None:
    made = plan(song(a=Track(""), b=Track("", gain_db=-3.0)), {"a": header(), "b": header()})
    assert json.loads(json.dumps(made.as_dict()))["frames"] == 1000


def test_a_digest_follows_what_its_print_depends_on_and_nothing_else() -> None:
    stems = (Stem("s", "S"), Stem("other", "Other"))
    session = replace(song(a=Track(""), b=Track("")), stems=stems)
    tracks = (session.tracks[0], replace(session.tracks[1], stem="other"))
    session, headers = replace(session, tracks=tracks), {"a": header(), "b": header()}

    def digest(changed: Session) -> str:
        return plan(changed, headers, "stem.s").outputs[0].digest

    louder = replace(session, tracks=(replace(tracks[0], gain_db=-1.0), tracks[1]))
    elsewhere = replace(session, tracks=(tracks[0], replace(tracks[1], gain_db=-1.0, note="loud")))
    assert digest(elsewhere) == digest(session) != digest(louder)
    assert digest(delivered(session, bit_depth=16)) != digest(session)
    assert digest(replace(session, treatment="none")) != digest(session)


def test_the_implied_master_is_planned_for_the_proof_alone() -> None:
    session = replace(song(a=Track("")), mixes=())
    outputs = plan(session, {"a": header()}, "stem.s").outputs
    assert [(o.item, bool(o.file), o.root, o.master) for o in outputs] == [
        ("stem.s", True, True, False),
        ("mix", False, False, True),
    ]
