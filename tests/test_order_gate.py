"""The gate, between lines: what they expose together, and what it leaves unasked."""

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stemtui.order.subtracting import exposing
from stemtui.session import Mix, MixBus, OrderLine, Session
from tests.gates import gate
from tests.songs import CAMPAIGN, SIX


def guarded(*mixes: Mix, **changed: Any) -> Session:
    """The campaign, whose bass must not be isolated."""
    stems = tuple(replace(s, isolate=s.id != "bass") for s in CAMPAIGN.stems)
    return replace(CAMPAIGN, stems=stems, mixes=(*CAMPAIGN.mixes, *mixes), **changed)


def mixes_of(*ids: str) -> tuple[OrderLine, ...]:
    return tuple(OrderLine(f"{key} mix", "mix", f"mix.{key}") for key in ids)


def test_what_must_not_be_isolated_is_not_left_where_prints_are_taken_from_each_other() -> None:
    (found,) = gate(guarded(), *SIX[:5])
    assert found.path == "order.5" and found.severity == "error"
    assert 'Lines 2 and 5 together expose "Bass", which is marked not to be isolated' in found.message
    (found,) = gate(guarded(), SIX[0], *SIX[2:5])
    assert "Lines 1, 2, 3 and 4 together" in found.message
    (found,) = gate(guarded(), SIX[1], replace(SIX[4], waive="the label owns it"))
    assert found.severity == "warning" and 'Accepted: "the label owns it"' in found.message
    (found,) = gate(guarded(Mix("bassless", "X", without=("bass",))), *mixes_of("master", "bassless"))
    assert "Lines 1 and 2" in found.message
    (found,) = gate(guarded(Mix("up", "X", offsets_db=(("bass", 1.0),))), *mixes_of("master", "up"))
    assert "Lines 1 and 2" in found.message


PRINTS = st.lists(
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from([1.0, 1.12]), min_size=1).filter(
        lambda weights: weights.keys() != {"a"}
    ),
    max_size=6,
)


@given(PRINTS)
def test_lines_expose_what_their_sums_hold_alone_and_none_of_them_can_be_missed(
    prints: list[dict[str, float]],
) -> None:
    def expose(numbers: list[int]) -> bool:
        rows = np.array([[prints[one].get(stem, 0.0) for stem in "abcd"] for one in numbers] or [[0.0] * 4])
        return bool(np.linalg.matrix_rank(rows, 1e-6) > np.linalg.matrix_rank(rows[:, 1:], 1e-6))

    every = list(range(len(prints)))
    found = exposing(dict(enumerate(prints)), frozenset("a"))
    assert bool(found) == expose(every)
    assert not found or expose(found)
    assert not any(expose([one for one in found if one != missed]) for missed in found)


def test_what_is_not_left_by_any_sum_of_prints_is_no_finding() -> None:
    rest = OrderLine("the rest in one stem", "stem", "rest")
    assert gate(guarded(), SIX[0], SIX[4], rest) == []
    assert gate(guarded(), *SIX[2:5]) == []
    up = Mix("up", "X", offsets_db=(("lead_vocal", 1.0),))
    assert gate(guarded(up), *mixes_of("master", "up")) == []
    limited = guarded(Mix("up", "X", offsets_db=(("bass", 1.0),)), mix_bus=MixBus(ceiling_dbtp=-1.0))
    assert gate(limited, *mixes_of("master", "up")) == []


def test_the_nearest_to_what_is_not_there_is_of_the_kind_that_is_asked_for() -> None:
    (found,) = gate(CAMPAIGN, OrderLine("Kick STEM", "stem", "stem.kick"))
    assert "track." not in found.remedy
    (found,) = gate(CAMPAIGN, OrderLine("Bass track", "track", "track.bass_d"))
    assert found.remedy == "The nearest is track.bass_di: deliver track.bass_di."


def test_a_track_that_is_left_out_is_not_asked_about_further() -> None:
    tracks = tuple(replace(t, left_out="demo") if t.id == "kick" else t for t in CAMPAIGN.tracks)
    found = gate(replace(CAMPAIGN, tracks=tracks), OrderLine("kick track", "track", "track.kick"))
    assert [p.message for p in found] == ['Line 1 asks for the kick TRACK; "Kick" is left out ("demo").']


def test_a_line_that_delivers_another_thing_than_the_one_that_is_called_so_is_refused() -> None:
    for asked, kind, deliver, right in (
        ("Bass STEM", "stem", "stem.drums", "stem.bass"),
        ("Instrumental MIX", "mix", "mix.master", "mix.instrumental"),
        ("the snare track, raw", "track", "track.kick", "track.snare"),
    ):
        found = gate(CAMPAIGN, OrderLine(asked, kind, deliver))
        assert [p for p in found if f"Deliver {right}" in p.remedy and p.severity == "error"], asked
    waived = OrderLine("Bass STEM", "stem", "stem.drums", waive="they mean the low end of the kit")
    (found_,) = gate(CAMPAIGN, waived)
    assert found_.severity == "warning" and "Accepted" in found_.message


def test_a_stem_of_another_group_than_the_one_that_is_named_is_asked_about() -> None:
    (found,) = gate(CAMPAIGN, OrderLine("cymbals STEM", "stem", "stem.bass"))
    assert found.severity == "warning" and found.remedy.startswith("Deliver stem.drums, or ask")
    (found,) = gate(CAMPAIGN, OrderLine("vox STEM", "stem", "stem.drums"))
    assert "stem.lead_vocal" in found.remedy


def test_words_of_their_own_for_what_is_delivered_raise_nothing() -> None:
    for asked, kind, deliver in (
        ("vox STEM", "stem", "stem.lead_vocal"),
        ("BGV STEM", "stem", "stem.backing_vocals"),
        ("the low end STEM", "stem", "stem.bass"),
        ("kit STEM", "stem", "stem.drums"),
        ("Schlagzeug STEM", "stem", "stem.drums"),
        ("full MIX", "mix", "mix.master"),
        ("the beat MIX", "mix", "mix.instrumental"),
        ("all the vocals STEM", "stem", "stem.lead_vocal"),
        ("bass and drums STEM", "stem", "stem.bass"),
        ("guitars, low end and sub STEM", "stem", "stem.bass"),
        ("rhythm section STEM", "stem", "stem.drums"),
    ):
        assert gate(CAMPAIGN, OrderLine(asked, kind, deliver)) == [], asked


def test_a_few_letters_in_common_are_no_likeness() -> None:
    overhead = tuple(replace(t, name="OH L") if t.id == "overhead_l" else t for t in CAMPAIGN.tracks)
    found = gate(replace(CAMPAIGN, tracks=overhead), OrderLine("the lot"))
    assert found and not any("nearest" in one.remedy for one in found)


def test_two_mixes_that_hold_the_same_are_told() -> None:
    vocals = ("backing_vocals", "lead_vocal")
    tv = replace(CAMPAIGN, mixes=(*CAMPAIGN.mixes, Mix("beat", "Beat", only=("drums", "bass"))))
    (found,) = gate(tv, *mixes_of("master", "instrumental", "beat"))
    assert (found.path, found.severity) == ("order.3", "warning")
    assert '"Beat" (line 3) holds what "Instrumental" (line 2) does' in found.message
    up = Mix("beat", "Beat", without=vocals, offsets_db=(("bass", 1.0),))
    assert gate(replace(CAMPAIGN, mixes=(*CAMPAIGN.mixes, up)), *mixes_of("instrumental", "beat")) == []
