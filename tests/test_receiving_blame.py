"""Which of the files that a mix is nearly the sum of explains what is left, and how."""

from pathlib import Path

import numpy as np
import pytest

from stemtui.receiving.findings.received import Received
from stemtui.receiving.sums.blame import FLAT, MOVES, SILENT, Blamed
from tests.parcels import (
    BACKING,
    BASS,
    DRUMS,
    FRAMES,
    INSTRUMENTAL,
    LEAD,
    MASTER,
    RIGHT,
    STEMS,
    came,
    deep,
    dropped,
    late,
    limited,
    said,
    sound,
    whole,
    words,
)
from tests.small_sessions import Audio


def blamed(received: Received) -> dict[str, Blamed]:
    """The parts that explain what is left, by name."""
    return {received.called[one.part].label: one for one in received.blamed.values() if one.part is not None}


def test_a_dropout_is_told_with_the_stem_that_has_it(tmp_path: Path) -> None:
    received = came(tmp_path, RIGHT | {"Lead Vocal": dropped(LEAD, 960)})
    assert [one.how for one in blamed(received).values()] == [SILENT]
    (fault,) = received.faults
    assert '"Lead Vocal" is silent in it (within 0:' in str(fault) and "before and after: a dropout" in str(
        fault
    )


def test_a_part_that_was_cut_out_of_a_stem_is_told(tmp_path: Path) -> None:
    faint = whole(0.5 * BACKING)
    files = STEMS | {"Backing Vocals": dropped(faint, 16_000), "Master Mix": MASTER - BACKING + faint}
    (fault,) = came(tmp_path, files).faults
    assert '"Backing Vocals" is silent in it' in str(fault)


def test_a_stem_whose_gain_was_ridden_in_the_mix_is_named_with_its_gains(tmp_path: Path) -> None:
    ride = np.repeat([1.0, 1.1, 0.9, 1.0, 1.15, 0.9], FRAMES // 6)
    received = came(tmp_path, STEMS | {"Lead Vocal": whole(LEAD * ride), "Master Mix": MASTER})
    (one,) = blamed(received).values()
    assert blamed(received).keys() == {"Lead Vocal"} and one.how == MOVES
    assert one.gains_db == pytest.approx((-20 * np.log10(1.15), -20 * np.log10(0.9)), abs=0.1)
    assert '"Lead Vocal" explains it: beside the others, its gain in the mix moves' in words(received)


def test_a_stem_that_is_at_another_level_in_half_of_the_song_is_named_with_the_place(tmp_path: Path) -> None:
    step = np.where(np.arange(FRAMES) < FRAMES // 2, 1.0, 0.5)
    received = came(tmp_path, RIGHT | {"Lead Vocal": whole(LEAD * step)})
    (fault,) = received.faults
    expected = '"Lead Vocal" explains it: beside the others, it is at +6.0 dB in the mix from 0:01.0'
    assert expected in str(fault)


def test_a_stem_that_was_cut_flat_is_named(tmp_path: Path) -> None:
    top = 0.9 * float(np.abs(DRUMS).max())
    received = came(tmp_path, STEMS | {"Drums": np.clip(DRUMS, -top, top), "Master Mix": MASTER})
    assert {name: one.how for name, one in blamed(received).items()} == {"Drums": FLAT}
    assert "that is clipped or limited" in words(received)


def test_nobody_is_blamed_for_what_was_done_to_the_mix(tmp_path: Path) -> None:
    received = came(tmp_path, STEMS | {"Master Mix": limited(MASTER)})
    assert not received.blamed and received.ok
    dull = whole(0.9 * MASTER + 0.1 * late(MASTER, 1))
    received = came(tmp_path / "dull", STEMS | {"Master Mix": dull})
    assert not received.blamed and not received.ok


def test_stems_that_were_each_limited_are_no_mix_through_a_limiter(tmp_path: Path) -> None:
    files = {name: limited(samples) for name, samples in STEMS.items()}
    received = came(tmp_path, files | {"Master Mix": limited(MASTER)})
    assert not received.ok
    assert any("does not explain all of it" in one or "no set of the files" in one for one in said(received))


@pytest.mark.parametrize("by", [1, 37, 480, 5000])
def test_a_late_stem_of_deep_sound_is_named(tmp_path: Path, by: int) -> None:
    low = deep(9)
    mixes = {"Master Mix": MASTER - BASS + low, "Instrumental": INSTRUMENTAL - BASS + low}
    received = came(tmp_path, STEMS | mixes | {"Bass": late(low, by)})
    assert {received.called[at].label: frames for at, frames in received.late.items()} == {"Bass": by}
    assert any(f"'Bass.wav' is {by} sample" in one for one in said(received))


def surround(samples: Audio) -> Audio:
    """A stereo sound in six channels, no two of them alike."""
    stereo = np.broadcast_to(samples, (2, samples.shape[1]))
    middle = stereo.mean(axis=0, keepdims=True)
    return whole(np.vstack([stereo, 0.5 * middle, 0.2 * middle, 0.3 * late(stereo, 700)]))


def test_files_of_six_channels_add_up_too(tmp_path: Path) -> None:
    stems = {f"{name} Stem": surround(samples) for name, samples in STEMS.items()}
    received = came(tmp_path / "right", stems | {"5.1 Mix": sum(stems.values())})
    (left,) = received.lefts
    assert received.ok and left.found.peak == 0.0
    assert not received.apart
    received = came(tmp_path / "less", stems | {"5.1 Mix": sum(stems.values()) + surround(sound(44))})
    assert any("holds more than the files here" in one for one in said(received))
    wrong = stems["Drums Stem"].copy()
    wrong[4:] = 0.0
    received = came(tmp_path / "wrong", stems | {"5.1 Mix": sum(stems.values()), "Drums Stem": wrong})
    assert not received.ok


def test_files_of_two_and_of_six_channels_are_each_compared_with_their_like(tmp_path: Path) -> None:
    wide = {f"{name} 5.1": surround(samples) for name, samples in STEMS.items()}
    received = came(tmp_path, RIGHT | wide | {"Master Mix 5.1": sum(wide.values())})
    assert received.ok and not received.apart
    assert sorted(len(one.parts) for one in received.sums) == [2, 3, 4] or len(received.sums) >= 3


def _dithered(samples: Audio, seed: int) -> Audio:
    rng = np.random.default_rng(seed)
    dither = rng.integers(-1, 2, samples.shape) * 2.0**-23
    return samples + np.asarray(dither)


def test_no_stem_is_blamed_for_one_that_did_not_come_and_sounds_while_it_rests(tmp_path: Path) -> None:
    """A stem with dither in its rests is never all zeros: it sounds on neither side of this stretch."""
    effect, resting = np.zeros_like(LEAD), LEAD.copy()
    effect[:, 50_000:54_000] = sound(80)[:, 50_000:54_000]
    resting[:, 36_000:72_000] = 0.0
    stems = {
        name: _dithered(one, at) for at, (name, one) in enumerate({**STEMS, "Lead Vocal": resting}.items())
    }
    files = stems | {"Master Mix": sum(stems.values()) + effect}
    alone = came(tmp_path, files)
    (fault,) = alone.faults
    assert [*blamed(alone)] == [] and "something else sounds there" in str(fault)
    assert "Bass" not in str(fault) and "Lead Vocal" not in str(fault)
    asked = came(tmp_path, files, "master mix, drum stem, bass stem, lead vocal stem, bgv stem")
    assert asked.ok, "an order that names single stems asks for no more than these"
    assert any("something else sounds there" in one for one in said(asked))


def test_where_stems_end_before_their_mix_that_is_said_and_nothing_else_is_heard(tmp_path: Path) -> None:
    short = {name: one[:, : FRAMES - 6_000] for name, one in STEMS.items()}
    received = came(tmp_path, short | {"Master Mix": MASTER})
    assert "where 4 of them have ended" in words(received)
    assert "something else" not in words(received)
