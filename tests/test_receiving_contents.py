"""What mixes hold: which are what was ordered by it, and which stems are not all of theirs."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from stemtui.receiving.findings.unequal import unsummed
from stemtui.receiving.sums.sums import LOOSE, Part
from tests.parcels import (
    BACKING,
    BASS,
    DRUMS,
    FRAMES,
    INSTRUMENTAL,
    LEAD,
    MASTER,
    RIGHT,
    SIX,
    STEMS,
    came,
    kinds,
    panned,
    said,
    sound,
    states,
    tracks,
    whole,
    words,
)
from tests.small_sessions import Audio


def test_a_mix_of_another_name_that_holds_what_was_ordered_is_named_and_left_open(tmp_path: Path) -> None:
    received = came(tmp_path, STEMS | {"Rough Mix": MASTER, "Bounce 2": INSTRUMENTAL}, SIX)
    assert states(received) == ["cannot tell", "cannot tell", "met", "met", "met", "met"]
    why = [line.why for line in received.lines or ()]
    assert why[0] == '"Rough Mix.wav": not called so, but by what it holds, it may be it'
    assert why[1].startswith('"Bounce 2.wav"')


def test_a_stem_beside_others_of_the_same_may_not_be_all_of_it(tmp_path: Path) -> None:
    kick = sound(70)
    files = {"Drums": whole(DRUMS - kick), "Kick": kick, "Bass": BASS, "Lead Vocal": LEAD, "Choir": BACKING}
    order = "drum stem, bass stem"
    received = came(tmp_path, files | {"Mix": MASTER}, order)
    assert states(received) == ["cannot tell", "met"]
    assert '"Kick.wav" is in the mix beside it' in (received.lines or ())[0].why
    both = came(tmp_path, files | {"Mix": MASTER}, f"{order}, kick stem")
    assert states(both) == ["met", "met", "met"], "the kick is asked for by itself"


def test_of_printed_tracks_none_is_a_stem_because_its_name_is_short(tmp_path: Path) -> None:
    names = ("Kick", "Snare", "Bass DI", "Bass Amp", "Lead Vocal", "Lead Vocal Double", "BGV 1", "BGV 2")
    printed = {name: sound(80 + at) for at, name in enumerate(names)}
    received = came(tmp_path, printed | {"Mix": whole(sum(printed.values()))}, "lead vocal stem")
    assert kinds(received)["Lead Vocal"] == "?" and states(received) == ["cannot tell"]


def test_mixes_that_are_called_stems_are_counted(tmp_path: Path) -> None:
    files = {"Full Mix Stem": MASTER, "Instrumental Stem": INSTRUMENTAL, "Acapella Stem": LEAD + BACKING}
    text = words(came(tmp_path, files))
    assert "3 MIXES: Acapella, Full Mix and Instrumental. 2 are called STEM, wrongly." in text


def test_left_and_right_files_are_one_mix_or_stem(tmp_path: Path) -> None:
    sides = {
        f"{name}_01.{side}": one[at : at + 1]
        for name, one in RIGHT.items()
        if len(one) == 2
        for at, side in enumerate("LR")
    }
    received = came(tmp_path, sides | {"Bass_01": BASS}, SIX)
    assert received.ok and set(states(received)) == {"met"}, words(received)
    assert "2 MIXES, each in two files, left and right: Instrumental and Master Mix." in words(received)
    assert "4 STEMS, 3 of them in two files, left and right: " in words(received)


def _limited(mix: Audio, ceiling: float) -> Audio:
    """A mix through a limiter that turns down, for a few milliseconds, what would go over its ceiling."""
    reach = 48
    need = np.minimum(1.0, ceiling / np.maximum(np.abs(mix).max(axis=0), 1e-9))
    window = np.lib.stride_tricks.sliding_window_view(np.pad(need, reach, constant_values=1.0), 2 * reach + 1)
    curve = np.hanning(reach + 1)
    return whole(mix * np.convolve(window.min(axis=1), curve / curve.sum(), "same"))


def test_a_limiter_that_hardly_worked_is_no_fault(tmp_path: Path) -> None:
    ends = np.minimum(1.0, np.minimum(np.arange(FRAMES), np.arange(FRAMES)[::-1]) / 9600)
    files = {name: whole(one * ends) for name, one in STEMS.items()}
    total = sum(files.values())
    received = came(tmp_path, files | {"Master Mix": _limited(total, 0.93 * np.abs(total).max())})
    assert received.ok, said(received)
    assert "one gain that follows time explains it: a limiter on the mix bus" in words(received)


def test_of_tracks_in_treated_mixes_no_mix_is_missed(tmp_path: Path) -> None:
    """Neither mix is a sum of tracks, and one may be heard in the other: no reason to miss anything."""
    parts = tracks()
    rest = {name: one for name, one in parts.items() if "Vocal" not in name and "BGV" not in name}
    mixes = {"Song Mix": panned(parts), "Song Inst": panned(rest)}
    treated = {name: whole(np.tanh(one * 12) / 12) for name, one in mixes.items()}
    received = came(tmp_path, parts | treated)
    assert [one.manner for one in received.sums] == [LOOSE, LOOSE] and [*unsummed(received)] == []
    inst, full = received.sums
    like = replace(inst, parts=(*inst.parts, Part(full.target, 1.0, 1.0)))
    assert [*unsummed(replace(received, sums=(like, full)))] == []


def test_what_is_cut_from_a_mix_is_shorter_and_no_sum(tmp_path: Path) -> None:
    cut = {"Song_30": MASTER[:, :50_000], "Song_Sting": MASTER[:, 60_000:72_000]}
    files = {f"Song_{name}": one for name, one in STEMS.items()} | {"Song_Full Mix": MASTER} | cut
    received = came(tmp_path / "cut", files, "master mix, drum stem")
    assert received.ok, said(received)
    assert [one for one in said(received) if "called like what is cut from a mix" in one] == said(received)
    short = came(tmp_path / "short", files | {"Song_Keys": sound(93)[:, :50_000]})
    assert any("'Song_Keys.wav' is 46000 samples" in one for one in said(short))


def test_stems_beside_a_sum_of_some_of_them_stay_stems(tmp_path: Path) -> None:
    files = STEMS | {"Master Mix": MASTER, "Drums and Bass": DRUMS + BASS}
    received = came(tmp_path, files, "drum stem, bass stem, master mix")
    assert received.ok, said(received)
    assert kinds(received) == dict.fromkeys(STEMS, "stem") | {"Master Mix": "mix", "Drums and Bass": "?"}


def test_a_click_and_the_music_in_one_file_are_the_two_that_lie_beside_it(tmp_path: Path) -> None:
    click, music = sound(91, 1), sound(92, 1)
    both = {"Playback (click L, tracks R)": np.concatenate((click, music))}
    assert not came(tmp_path, {"Click": click, "Tracks mono": music} | both).faults


def test_a_silent_stem_meets_no_line(tmp_path: Path) -> None:
    files = RIGHT | {"Percussion Stem": np.zeros((2, MASTER.shape[1]))}
    received = came(tmp_path, files, "master mix, percussion stem")
    assert [line.state for line in received.lines or ()] == ["met", "not met"]
    assert (received.lines or ())[1].why == '"Percussion Stem.wav": nothing is heard in it'


def test_a_lone_mix_of_six_channels_may_be_the_one_in_5_1(tmp_path: Path) -> None:
    wide = np.concatenate((MASTER, MASTER[:1] * 0.5, MASTER[1:] * 0.1, MASTER * 0.25))
    received = came(tmp_path, RIGHT | {"Master Mix 5.1": wide}, "master mix, 5.1 mix")
    assert [line.state for line in received.lines or ()] == ["met", "cannot tell"]
    assert (received.lines or ())[1].why.startswith('"Master Mix 5.1.wav": named so')
