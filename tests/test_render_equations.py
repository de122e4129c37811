"""Mixes against their formulas: which equation each is, that it holds, and that a wrong weight is found."""

from dataclasses import replace
from pathlib import Path

import pytest

from stemtui.errors import Refused
from stemtui.render.deliveries.delivery import render
from stemtui.render.plans import preparing
from stemtui.render.plans.equations import sides, unproven
from stemtui.render.plans.plan import Plan
from stemtui.render.plans.planning import make_plan
from stemtui.render.plans.preparing import prepare
from stemtui.session import Mix, MixBus, Session, Stem, Track
from tests import small_sessions as small

MIXES = (
    Mix("master", "Master"),
    Mix("instrumental", "Instrumental", without=("lead", "backing")),
    Mix("a_cappella", "A Cappella", only=("lead", "backing")),
    Mix("up", "Lead Vocal Up", offsets_db=(("lead", 1.0),)),
    Mix("tv", "TV", without=("lead",), offsets_db=(("bass", -2.0),)),
    Mix("beat", "No Loops", without=("loops",)),
    Mix("kit", "Kit Up", offsets_db=(("drums", 6.0), ("loops", -6.0))),
    Mix("other", "Final Master"),
)
STEMS = ("stem.drums", "stem.bass", "stem.lead", "stem.backing")


def song(root: Path, *items: str, gain_db: float = -1.3, mixes: tuple[Mix, ...] = MIXES) -> Session:
    """Drums with loops in a stem of their own, a mono bass that is not quite in the middle, and vocals."""
    stems = (
        Stem("drums", "Drums", gain_db=-0.5),
        Stem("loops", "Loops", parent="drums"),
        Stem("bass", "Bass", channels="mono"),
        Stem("lead", "Lead Vocal"),
        Stem("backing", "Backing Vocals", gain_db=1.1),
    )
    tracks = []
    for number, stem in enumerate(stems):
        small.write(root / f"{stem.id}.wav", small.noise(number, 30_000, channels=1 + number % 2))
        pan = 0.05 if stem.id == "bass" else 0.0
        treated = {"gain_db": gain_db, "pan": pan, "origin": "printed"}
        tracks.append(Track(stem.id, f"{stem.id}.wav", stem=stem.id, **treated))  # type: ignore[arg-type]
    session = Session(
        title="Song", treatment="printed", stems=stems, tracks=tuple(tracks), mixes=mixes, pan_law_db=-3.0
    )
    return small.ordered(session, *(items or (f"mix.{mix.id}" for mix in mixes)), waive="a test")


def formulas(root: Path, session: Session) -> dict[str, str]:
    """Every equation of a plan in words, by name."""
    plan = prepare(root, session, ()).plan
    return {one.name: " = ".join(sides(one, plan)) for one in plan.equations[1:]}


def legs(receipt: dict[str, object]) -> dict[str, dict[str, object]]:
    proof = receipt["proof"]
    assert isinstance(proof, dict)
    return {leg["leg"]: leg for leg in proof["leg"]}


def test_each_mix_is_its_formula(tmp_path: Path) -> None:
    session = song(tmp_path)
    assert formulas(tmp_path, session) == {
        "mix.instrumental": "Instrumental = Master - Lead Vocal - Backing Vocals",
        "mix.a_cappella": "A Cappella = Lead Vocal + Backing Vocals",
        "mix.up": "Lead Vocal Up = Master + 0.122 x Lead Vocal",
        "mix.tv": "TV = Master - 0.2057 x Bass - Lead Vocal",
        "mix.other": "Final Master = Master",
        "mix.instrumental + mix.a_cappella": "Instrumental + A Cappella = Master",
    }
    why = "Loops is part of Drums, and is not printed by itself"
    plan = prepare(tmp_path, session, ()).plan
    assert list(unproven(plan, session)) == [
        ("mix.beat", "No Loops = Master minus Loops", why),
        ("mix.kit", "Kit Up = Master with Drums +6 dB and Loops -6 dB", why),
    ]


def test_with_its_sub_stem_printed_a_part_of_a_stem_can_be_moved(tmp_path: Path) -> None:
    found = formulas(tmp_path, song(tmp_path, "mix.beat", "mix.kit", "stem.loops"))
    assert found == {
        "mix.beat": "No Loops = Master - Loops",
        "mix.kit": "Kit Up = Master + 0.9953 x Drums - 0.9953 x Loops",
    }


def test_a_stem_without_tracks_of_its_own_is_moved_in_the_fewest_prints(tmp_path: Path) -> None:
    session = song(tmp_path, "mix.kit", "stem.loops")
    stems = (*session.stems[:2], Stem("live", "Live", parent="drums"), *session.stems[2:])
    tracks = (replace(session.tracks[0], stem="live"), *session.tracks[1:])
    session = replace(session, stems=stems, tracks=tracks)
    assert formulas(tmp_path, session) == {"mix.kit": "Kit Up = Master + 0.9953 x Drums - 0.9953 x Loops"}


def test_shipped_prints_are_preferred_so_that_others_can_test_it_too(tmp_path: Path) -> None:
    mix = Mix("rhythm", "Rhythm", without=("lead", "backing"))
    session = song(tmp_path, "mix.rhythm", "stem.drums", "stem.bass", mixes=(MIXES[0], mix))
    assert formulas(tmp_path, session) == {"mix.rhythm": "Rhythm = Drums + Bass"}


def test_names_that_are_the_same_are_told_apart(tmp_path: Path) -> None:
    mixes = (
        Mix("master", "Master"),
        Mix("lead", "Lead Vocal", only=("lead",)),
    )
    session = song(tmp_path, mixes=mixes)
    assert formulas(tmp_path, session) == {"mix.lead": "Lead Vocal MIX = Lead Vocal STEM"}


def test_the_rest_is_a_formula_too(tmp_path: Path) -> None:
    session = song(tmp_path, "mix.master", "stem.drums", "stem.lead", "rest")
    assert formulas(tmp_path, session) == {"rest": "Rest = Master - Drums - Lead Vocal"}
    found = legs(render(tmp_path, session).as_dict())["rest"]
    assert found["verdict"] == "within the bound"


@pytest.mark.parametrize("dither", ["tpdf", "none"])
@pytest.mark.parametrize("depth", [16, 24, "32f"])
def test_formulas_hold_within_a_bound_that_is_near(tmp_path: Path, depth: int | str, dither: str) -> None:
    session = song(tmp_path, *(f"mix.{mix.id}" for mix in MIXES), "stem.loops", "stem.bass")
    receipt = render(tmp_path, small.delivered(session, bit_depth=depth, dither=dither))
    found = {
        name: leg for name, leg in legs(receipt.as_dict()).items() if name not in ("sources", "reference")
    }
    assert len(found) == 9 and {leg["verdict"] for leg in found.values()} == {"within the bound"}
    for name in found.keys() - {"mix.other"}:  # that one is the master mix, bit for bit but for its dither
        leg = found[name]
        if dither == "tpdf" and depth != "32f":
            assert 0 <= leg["bound_rms_dbfs"] - leg["residual_rms_dbfs"] < 1.0, name  # type: ignore[operator]
        assert 0 <= leg["bound_peak_dbfs"] - leg["residual_peak_dbfs"] < 12.0, name  # type: ignore[operator]
    (line,) = (
        line for line in receipt.summary() if line.startswith("Proven, each within its bound (at most -")
    )
    assert "Instrumental = Master - Lead Vocal - Backing Vocals, " in line and line.endswith(" and 4 more.")


def test_at_unity_formulas_hold_bit_for_bit(tmp_path: Path) -> None:
    session = song(tmp_path, "mix.instrumental", "mix.a_cappella", gain_db=0.0)
    session = replace(
        session, pan_law_db=0.0, stems=tuple(replace(stem, gain_db=0.0) for stem in session.stems)
    )
    tracks = tuple(replace(t, pan=0.0) if t.id == "bass" else t for t in session.tracks)
    receipt = render(tmp_path, replace(session, tracks=tracks))
    assert any(line.startswith("Proven, bit for bit: Instrumental = Master - ") for line in receipt.summary())
    assert "residual_peak_dbfs" not in legs(receipt.as_dict())["mix.instrumental"]


@pytest.mark.parametrize(
    ("item", "bus", "says"),
    [
        ("mix.instrumental", "stem.bass", "Instrumental is not Master - Lead Vocal - Backing Vocals"),
        ("mix.up", "stem.lead", "Lead Vocal Up is not Master + 0.122 x Lead Vocal"),
        ("mix.a_cappella", "stem.backing", "Instrumental + A Cappella is not Master"),
        ("mix.other", "stem.drums", "Final Master is not Master"),
    ],
)
def test_a_wrong_weight_on_its_way_into_a_mix_is_found_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, item: str, bus: str, says: str
) -> None:
    """A tenth of a decibel, in one mix alone: the legs of the master mix cannot see it."""

    def wrong(plan: Plan) -> Plan:
        number = next(number for number, one in enumerate(plan.buses) if one.item == bus)
        outputs = (
            replace(o, weights=tuple((b, w * 1.0116 if b == number else w) for b, w in o.weights))
            if o.item == item
            else o
            for o in plan.outputs
        )
        return replace(plan, outputs=tuple(outputs))

    monkeypatch.setattr(preparing, "make_plan", lambda *args: wrong(make_plan(*args)))
    with pytest.raises(Refused) as refused:
        render(tmp_path, song(tmp_path))
    problems = [problem for problem in refused.value.problems if says in problem.message]
    (problem,) = problems
    track = bus.removeprefix("stem.")
    assert f"It resembles the track {track!r} (100% alike) most." in problem.message
    assert "does not add up" not in str(refused.value) and "not the sum" not in str(refused.value)
    assert not (tmp_path / "delivery").exists()


def test_the_stem_is_named_where_all_of_it_is_wrong_in_a_mix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def quieter(plan: Plan) -> Plan:
        outputs = (
            replace(o, weights=tuple((b, w * 0.9) for b, w in o.weights)) if o.item == "mix.drums" else o
            for o in plan.outputs
        )
        return replace(plan, outputs=tuple(outputs))

    monkeypatch.setattr(preparing, "make_plan", lambda *args: quieter(make_plan(*args)))
    session = small.band(tmp_path)
    session = replace(session, mixes=(*session.mixes, Mix("drums", "Only Drums", only=("drums",))))
    says = r"Only Drums is not Drums\. .* It resembles the stem 'Drums' \(100% alike\) most\."
    with pytest.raises(Refused, match=says):
        render(tmp_path, small.ordered(session, "mix.drums", "mix.master"))


def test_a_mix_with_a_gain_curve_of_its_own_has_no_formula(tmp_path: Path) -> None:
    mixes = (*MIXES, Mix("own", "Quiet", without=("lead",), key="self"))
    session = song(tmp_path, gain_db=14.0, mixes=mixes)
    session = replace(session, mix_bus=MixBus(gain_db=3.0, ceiling_dbtp=-3.0))
    receipt = render(tmp_path, session)
    found = legs(receipt.as_dict())
    for item in ("mix.up", "mix.own"):
        assert found[item]["verdict"] == "not provable"
        assert "a gain curve of its own" in str(found[item]["because"])
    keyed = ("mix.instrumental", "mix.a_cappella", "mix.tv", "mix.instrumental + mix.a_cappella")
    assert {found[name]["verdict"] for name in keyed} == {"within the bound"}
    assert "Not provable: Quiet = Master minus Lead Vocal, because the mix bus follows" in "\n".join(
        receipt.summary()
    )


def test_the_receipt_holds_the_terms(tmp_path: Path) -> None:
    found = legs(render(tmp_path, song(tmp_path, "mix.up")).as_dict())["mix.up"]
    assert found["says"] == "Lead Vocal Up = Master + 0.122 x Lead Vocal"
    assert found["terms"] == pytest.approx({"mix.up": 1.0, "mix.master": -1.0, "stem.lead": -0.1220184543})


@pytest.mark.parametrize("seed", range(6))
def test_formulas_hold_in_sessions_with_a_bit_of_everything(tmp_path: Path, seed: int) -> None:
    session, _ = small.random_session(tmp_path, seed)
    found = legs(render(tmp_path, session).as_dict())
    assert found["mix.low"]["verdict"] == found["mix.high"]["verdict"] == "within the bound"
    assert str(found["mix.low"]["says"]).startswith("Low = ")
