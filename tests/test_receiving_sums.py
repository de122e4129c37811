"""What lies in a folder that somebody sent: which files add up, and what each most likely is."""

from pathlib import Path

import numpy as np
import pytest

from stemtui.receiving import from_message, receive
from stemtui.receiving.findings.saying import lines
from stemtui.receiving.sums.sums import AS_ONE, GAINED, LOOSE, MOVED, NEAR, PANNED, PART, SIDES
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
    late,
    limited,
    panned,
    said,
    sound,
    states,
    tracks,
    whole,
    words,
)
from tests.small_sessions import write

RIGHT_KINDS = dict.fromkeys(STEMS, "stem") | {"Master Mix": "mix", "Instrumental": "mix"}


def test_stems_of_16_bit_with_dither_add_up_within_their_bound(tmp_path: Path) -> None:
    rng = np.random.default_rng(9)
    for name, samples in RIGHT.items():
        dither = rng.uniform(-0.5, 0.5, (2, *samples.shape)).sum(axis=0)
        write(tmp_path / f"{name}.wav", np.rint(samples * 2**15 + dither) / 2**15, subtype="PCM_16")
    received = receive(tmp_path, from_message(SIX))
    assert received.ok and kinds(received) == RIGHT_KINDS
    for left in received.lefts:
        assert left.is_rounding and -92.0 < left.rms_dbfs < -85.0


def test_tracks_that_add_up_only_with_pans_are_tracks(tmp_path: Path) -> None:
    parts = tracks()
    received = came(tmp_path, parts | {"Master": panned(parts)}, SIX)
    assert kinds(received) == dict.fromkeys(parts, "track") | {"Master": "mix"}
    assert states(received) == ["met", *["not met"] * 5]
    (one,) = received.sums
    assert one.manner == PANNED and len(one.parts) == 8
    assert received.lefts[0].is_rounding
    assert one.flat_db > -6.0
    text = " ".join(" ".join(lines(received)).split())
    assert "drum stem NOT MET: no STEM of it came, but 2 TRACKS: Kick and Snare" in text
    assert "8 TRACKS" in text and "made before the mix" in text


def test_tracks_that_were_treated_in_the_mix_do_not_add_up_to_it(tmp_path: Path) -> None:
    parts = tracks()
    wet = sum(
        np.stack([part[0], part[0]]) + 0.8 * late(part.repeat(2, 0), 997 + 37 * at)
        for at, part in enumerate(parts.values())
    )
    received = came(tmp_path, parts | {"Master": whole(wet * 0.5)})
    assert kinds(received) == dict.fromkeys(parts, "track") | {"Master": "mix"}
    (one,) = received.sums
    assert one.manner == LOOSE and -6.0 < one.free_db < -2.0
    assert 'No set of these files adds up to "Master"' in " ".join(" ".join(lines(received)).split())


def test_sums_are_found_under_names_that_say_nothing(tmp_path: Path) -> None:
    files = {f"Audio {at}": samples for at, samples in enumerate(STEMS.values(), 1)} | {"Audio 5": MASTER}
    received = came(tmp_path, files, "master mix")
    assert kinds(received) == dict.fromkeys(list(files)[:4], "stem") | {"Audio 5": "mix"}
    assert received.ok


def test_tracks_in_stems_in_mixes_are_told_apart(tmp_path: Path) -> None:
    kit = {"Tracks/Kick": sound(30), "Tracks/Snare": sound(31), "Tracks/Hat": sound(32)}
    drums = sum(kit.values())
    files = kit | {"Stems/Drums": drums, "Stems/Bass": BASS, "Mixes/Master": drums + BASS}
    received = came(tmp_path, files)
    assert kinds(received) == dict.fromkeys(kit, "track") | {
        "Stems/Drums": "stem",
        "Stems/Bass": "stem",
        "Mixes/Master": "mix",
    }
    told = {tuple(sorted(received.called[at].label for at in one.members)) for one in received.sums}
    assert ("Bass", "Drums") in told and ("Hat", "Kick", "Snare") in told


def test_a_mix_through_a_bus_compressor_is_said_to_be_treated_as_a_whole(tmp_path: Path) -> None:
    received = came(tmp_path, STEMS | {"Master": limited(MASTER)}, "master mix, drum stem")
    (one,) = received.sums
    (left,) = received.lefts
    assert one.manner == NEAR and one.is_moved
    assert -22.0 < left.relative_db < -16.0 and left.moving_db < -35.0
    assert kinds(received) == dict.fromkeys(STEMS, "stem") | {"Master": "mix"}
    assert received.ok, "a treated mix is no fault"
    text = " ".join(" ".join(lines(received)).split())
    assert f"they leave {left.relative_db:.1f} dB of it, and with one gain that follows time" in text
    assert "limiter or compressor on the mix bus" in text


def test_an_instrumental_through_the_same_bus_is_told_too(tmp_path: Path) -> None:
    received = came(tmp_path, STEMS | {"Master": limited(MASTER), "Instrumental": limited(INSTRUMENTAL)}, SIX)
    assert kinds(received) == dict.fromkeys(STEMS, "stem") | {"Master": "mix", "Instrumental": "mix"}
    assert [len(one.parts) for one in received.sums] == [2, 4] and received.ok


def test_a_missing_stem_is_missed(tmp_path: Path) -> None:
    files = {name: samples for name, samples in RIGHT.items() if name != "Lead Vocal"}
    received = came(tmp_path, files, SIX)
    assert states(received) == ["met", "met", "not met", "met", "met", "met"]
    one = next(one for one in received.sums if received.called[one.target].role == "master")
    assert one.manner == PART and len(one.parts) == 3
    share = 10 * np.log10(np.square(LEAD).sum() / np.square(MASTER).sum())
    assert one.left_db == pytest.approx(share, abs=0.1)
    assert not received.problems, (
        "an order of single stems asks for no more, and a line says which is missing"
    )
    assert any("holds more than the files here" in text for text in said(receive(tmp_path)))


def test_a_mix_that_was_turned_down_is_the_sum_at_that_gain(tmp_path: Path) -> None:
    received = came(tmp_path, STEMS | {"Master": whole(MASTER * 10 ** (-1 / 20))})
    (one,) = received.sums
    assert one.manner == AS_ONE and 20 * np.log10(one.gain) == pytest.approx(-1.0, abs=0.01)
    assert received.lefts[0].is_rounding


def test_a_mix_with_one_stem_moved_is_told_by_how_much(tmp_path: Path) -> None:
    up = whole(MASTER + LEAD * (10 ** (1 / 20) - 1))
    received = came(tmp_path, STEMS | {"Master": MASTER, "Vocal Up": up})
    assert {one.manner for one in received.sums} == {AS_ONE, MOVED}
    assert kinds(received)["Vocal Up"] == "mix" and kinds(received)["Lead Vocal"] == "stem"
    assert 'at 0 dB but for "Lead Vocal" at +1.00 dB' in " ".join(" ".join(lines(received)).split())


def test_the_left_and_right_file_of_a_stem_are_that_stem(tmp_path: Path) -> None:
    stereo = {name: samples for name, samples in STEMS.items() if len(samples) == 2}
    files = {
        f"{name}_{side}": samples[[at]] for name, samples in stereo.items() for at, side in enumerate("LR")
    }
    order = "drum stem in stereo, lead vocal stem in mono"
    received = came(tmp_path, files | {"Bass": BASS, "Master Mix": MASTER}, order)
    assert [one.manner for one in received.sums] == [SIDES]
    assert set(kinds(received).values()) == {"stem", "mix"}
    first, second = received.lines or ()
    assert (first.state, second.state) == ("met", "not met")
    assert first.why.endswith("left and right in a file each") and "mono was asked for" in second.why
    assert "left files on the left and right files on the right. Nothing is left" in words(received)


def test_stems_that_were_each_normalised_are_not_called_tracks(tmp_path: Path) -> None:
    loud = {name: samples * (0.9 / np.abs(samples).max()) for name, samples in STEMS.items()}
    received = came(tmp_path, loud | {"Master Mix": MASTER}, "drum stem, bass stem")
    assert [one.manner for one in received.sums] == [GAINED]
    assert kinds(received) == dict.fromkeys(STEMS, "?") | {"Master Mix": "mix"}
    assert states(received) == ["cannot tell"] * 2
    text = words(received)
    assert "Drums at -19" in text and "normalised, say" in text and "as they are: made before" not in text


def test_names_that_lie_are_told_by_what_adds_up(tmp_path: Path) -> None:
    true = {"Drum Stem": DRUMS, "Bass Stem": BASS, "BGV Stem": BACKING}
    order = "master mix, keys stem, drum stem"
    received = came(tmp_path, true | {"Keys Stem": MASTER, "Master Mix": LEAD}, order)
    assert kinds(received)["Keys Stem"] == "mix" and kinds(received)["Master Mix"] == "stem"
    assert states(received) == ["not met", "not met", "cannot tell"], "no name is to be trusted then"
    faults = said(received)
    assert any("Keys Stem.wav: is named for one source, and is the sum of" in one for one in faults)
    assert any("Master Mix.wav: is named like the master mix, and is part of" in one for one in faults)


def test_a_fade_is_not_called_a_compressor(tmp_path: Path) -> None:
    curve = np.ones(FRAMES)
    curve[-FRAMES // 10 :] = np.linspace(1.0, 0.0, FRAMES // 10)
    text = words(came(tmp_path, STEMS | {"Master Mix": whole(MASTER * curve)}))
    assert "a fade of the whole leaves so much" in text and "compressor" not in text


def test_a_stereo_stem_that_came_folded_to_mono_is_suspected(tmp_path: Path) -> None:
    mono = whole(BACKING.mean(axis=0, keepdims=True))
    text = words(came(tmp_path, STEMS | {"Backing Vocals": mono, "Master Mix": MASTER}))
    assert "the difference of left and right alone, as where" in text and '"Backing Vocals"' in text
    without = {name: samples for name, samples in STEMS.items() if name != "Backing Vocals"}
    text = words(came(tmp_path / "other", without | {"Master Mix": MASTER}))
    assert "holds more than the files here" in text and "difference of left and right" not in text
