"""What a session's values say by themselves: defaults, what depends on the level, what keys the mix bus."""

import pytest

from stemtui import session as s
from stemtui.session.items import near_items
from stemtui.session.keys import mix_key

STEMS = (s.Stem("drums", "Drums"), s.Stem("lead_vocal", "Lead Vocal"))
SESSION = s.Session(stems=STEMS, mixes=(s.Mix("master", "Master"),), tracks=(s.Track("kick", "kick.wav"),))
SQUEEZED = s.Compressor(-18.0, 2.0)


def test_what_nobody_has_set_is_what_is_documented() -> None:
    bus, delivery = s.MixBus(), s.Delivery()
    assert (bus.gain_db, bus.limiter_release_ms, bus.limiter_lookahead_ms) == (0.0, 100.0, 5.0)
    assert (SQUEEZED.attack_ms, SQUEEZED.release_ms, SQUEEZED.knee_db, SQUEEZED.makeup_db) == (
        10.0,
        100.0,
        6.0,
        0.0,
    )
    assert (delivery.sample_rate, delivery.bit_depth, delivery.trim_db) == (0, 24, 0.0)
    assert s.PAN_LAWS_DB == (0.0, -3.0, -4.5, -6.0)
    assert [s.Session(pan_law_db=law).law_db for law in (None, 0.0, -4.5)] == [0.0, 0.0, -4.5]


@pytest.mark.parametrize(
    ("bus", "is_dynamic"),
    [
        (s.MixBus(gain_db=-3.0), False),
        (s.MixBus(ceiling_dbtp=0.0), True),
        (s.MixBus(compressor=SQUEEZED), True),
        (s.MixBus(ceiling_dbtp=-1.0, compressor=SQUEEZED), True),
    ],
)
def test_only_a_limiter_or_a_compressor_depends_on_the_level(bus: s.MixBus, is_dynamic: bool) -> None:
    assert bus.is_dynamic is is_dynamic


@pytest.mark.parametrize(
    ("mix", "key"),
    [
        (s.Mix("m", "M"), "master"),
        (s.Mix("m", "M", key="self"), "master"),
        (s.Mix("m", "M", without=("lead_vocal",)), "master"),
        (s.Mix("m", "M", without=("lead_vocal",), key="self"), "self"),
        (s.Mix("m", "M", offsets_db=(("lead_vocal", -0.5),)), "master"),
        (s.Mix("m", "M", offsets_db=(("lead_vocal", 0.5),)), "self"),
        (s.Mix("m", "M", offsets_db=(("lead_vocal", 0.5),), key="master"), "master"),
        (s.Mix("m", "M", offsets_db=(("lead_vocal", 0.5),), without=("lead_vocal",)), "master"),
    ],
)
def test_a_mix_that_moves_a_stem_up_keys_the_mix_bus_itself(mix: s.Mix, key: str) -> None:
    assert mix_key(SESSION, mix) == key


def test_a_session_has_the_items_that_it_holds() -> None:
    held = ("stem.drums", "mix.master", "track.kick", s.REST)
    assert all(s.has_item(SESSION, item) for item in held)
    assert [s.item_name(SESSION, item) for item in held] == ["Drums", "Master", "kick", "Rest"]
    assert not any(
        s.has_item(SESSION, item) for item in ("stem.master", "mix.drums", "track.drums", "kick", "mix.")
    )


def test_three_items_at_most_are_near_what_was_written() -> None:
    assert near_items(SESSION, "vocal lead") == ["stem.lead_vocal"], (
        "all of a name's words, in whatever order"
    )
    assert near_items(SESSION, "drms") == near_items(SESSION, "stem.drms") == ["stem.drums"]
    assert near_items(SESSION, "stem.xyzw") == [], "a kind alone is not near"
    twice = s.Session(stems=STEMS, mixes=(s.Mix("lead_vocal", "Lead Vocal"),))
    assert near_items(twice, "stem.lead_vocl")[0] == "stem.lead_vocal"
    many = s.Session(stems=tuple(s.Stem(f"gtr_{n}", f"Gtr {n}") for n in range(6)))
    assert len(near_items(many, "gtr_9")) == len(near_items(many, "gtr")) == 3
