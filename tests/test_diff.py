"""What changed between two sessions, as an engineer would say it."""

from dataclasses import replace

import pytest

from stemtui.diff import changes
from stemtui.session import (
    Delivery,
    Mix,
    MixBus,
    OrderLine,
    Session,
    Stem,
    Track,
    add_order_line,
    add_stem,
    add_tracks,
    assign,
    delete_mix,
    delete_stem,
    edit_mix,
    edit_order_line,
    edit_stem,
    edit_tracks,
    leave_out,
    remove_order_line,
)

SONG = Session(
    title="Song",
    stems=(Stem("drums", "Drums"), Stem("percussion", "Percussion"), Stem("lead_vocal", "Lead Vocal")),
    mixes=(Mix("master", "Master"), Mix("instrumental", "Instrumental", without=("lead_vocal",))),
    order=(
        OrderLine("Drum STEM", "stem", "stem.drums", "stereo"),
        OrderLine("Master MIX", "mix", "mix.master"),
    ),
    tracks=(
        Track("kick", "audio/Kick.wav", stem="drums"),
        Track("tambourine", "audio/Tambourine.wav", stem="percussion"),
        Track("vox", "audio/Vox.wav", name="Lead Vocal"),
        Track("click", "audio/Click.wav", left_out="guide only"),
    ),
)


def tracks_in(session: Session, order: str) -> Session:
    return replace(session, tracks=tuple(session.track(key) for key in order.split()))


CASES = [
    (lambda s: replace(s, title="Other"), ['Title changed from "Song" to "Other"']),
    (
        lambda s: replace(s, treatment="printed", sample_rate=48_000),
        [
            "Sample rate changed from as most files to 48000 Hz",
            "Where the mix was done changed from unknown to printed into the files",
        ],
    ),
    (
        lambda s: replace(s, mix_bus=MixBus(-1.5, -1.0), delivery=Delivery(bit_depth="32f")),
        [
            "Mix bus: gain changed from 0 dB to -1.5 dB",
            "Mix bus: ceiling changed from none to -1 dBTP",
            "Delivery: bit depth changed from 24 to 32f",
        ],
    ),
    (lambda s: assign(s, ["tambourine"], "drums"), ["Tambourine moved from Percussion to Drums"]),
    (lambda s: assign(s, ["vox"], "lead_vocal"), ["Lead Vocal put in Lead Vocal"]),
    (lambda s: assign(s, ["kick"], ""), ["Kick taken out of Drums, now in no stem"]),
    (lambda s: leave_out(s, ["kick"], "doubled"), ["Kick left out: doubled"]),
    (lambda s: leave_out(s, ["click"], ""), ["Click no longer left out"]),
    (
        lambda s: leave_out(s, ["click"], "not music"),
        ['Click: the reason for leaving it out changed from "guide only" to "not music"'],
    ),
    (
        lambda s: edit_tracks(
            s, ["kick"], gain_db=-2.0, pan=-30.0, invert=True, origin="printed", delay_ms=1.25
        ),
        [
            "Kick: gain changed from 0 dB to -2 dB",
            "Kick: pan changed from centre to 30 left",
            "Kick: polarity changed from normal to inverted",
            "Kick: delay changed from 0 ms to 1.25 ms",
            "Kick: origin changed from unknown to printed",
        ],
    ),
    (lambda s: edit_tracks(s, ["vox"], name="Vox"), ["Track Lead Vocal renamed to Vox"]),
    (lambda s: edit_tracks(s, ["kick"], name="Kick"), ['Kick: name changed from nothing to "Kick"']),
    (
        lambda s: edit_tracks(s, ["kick"], file="audio/Kick v2.wav"),
        ['Kick v2: file changed from "audio/Kick.wav" to "audio/Kick v2.wav"'],
    ),
    (
        lambda s: add_tracks(s, [Track("", "audio/Hat.wav", stem="drums"), Track("", "b.wav")]),
        ["Track Hat added (in Drums)", "Track b added (in no stem)"],
    ),
    (
        lambda s: replace(s, tracks=s.tracks[2:]),
        ["Track Kick removed (it was in Drums)", "Track Tambourine removed (it was in Percussion)"],
    ),
    (
        lambda s: add_tracks(s, [Track("sum", bounce=("vox", "click"))]),
        ["Track sum added (in no stem)"],
    ),
    (
        lambda s: edit_tracks(s, ["kick"], bounce=("vox", "click")),
        ["Kick is now a bounce of Lead Vocal and Click, before of nothing"],
    ),
    (
        lambda s: edit_tracks(add_tracks(s, [Track("kick2", "b/Kick.wav")]), ["kick"], gain_db=1.0),
        ["Kick (kick): gain changed from 0 dB to 1 dB", "Track Kick (kick2) added (in no stem)"],
    ),
    (lambda s: tracks_in(s, "tambourine vox kick click"), ["Tracks reordered: Kick now follows Lead Vocal"]),
    (lambda s: tracks_in(s, "click kick tambourine vox"), ["Tracks reordered: Click is now the first"]),
    (lambda s: edit_stem(s, "drums", name="Kit"), ["Stem Drums renamed to Kit"]),
    (
        lambda s: edit_stem(s, "drums", channels="mono", gain_db=1.0, isolate=False),
        [
            "Stem Drums: channels changed from stereo to mono",
            "Stem Drums: gain changed from 0 dB to 1 dB",
            "Stem Drums: delivery on its own changed from allowed to not allowed",
        ],
    ),
    (lambda s: edit_stem(s, "percussion", parent="drums"), ["Stem Percussion is now a sub-stem of Drums"]),
    (lambda s: add_stem(s, "Toms", "mono", "drums")[0], ["Stem Toms added (mono, a sub-stem of Drums)"]),
    (
        lambda s: delete_stem(s, "lead_vocal"),
        [
            "Stem Lead Vocal removed",
            "Mix Instrumental changed from Master minus Lead Vocal to every stem as it is",
        ],
    ),
    (
        lambda s: replace(s, stems=s.stems[::-1]),
        [
            "Stems reordered: Lead Vocal is now the first",
            "Stems reordered: Percussion now follows Lead Vocal",
        ],
    ),
    (lambda s: delete_mix(s, "instrumental"), ["Mix Instrumental removed"]),
    (lambda s: edit_mix(s, "instrumental", name="TV"), ["Mix Instrumental renamed to TV"]),
    (
        lambda s: edit_mix(s, "master", offsets_db=(("lead_vocal", 1.0), ("drums", -0.5))),
        ["Mix Master changed from every stem as it is to Master Mix with Lead Vocal +1 dB and Drums -0.5 dB"],
    ),
    (
        lambda s: replace(s, mixes=(*s.mixes, Mix("a_cappella", "A Cappella", only=("lead_vocal",)))),
        ["Mix A Cappella added: only Lead Vocal"],
    ),
    (
        lambda s: edit_mix(s, "instrumental", offsets_db=(("drums", 0.0),)),
        ["Mix Instrumental is written in other words, and is still Master minus Lead Vocal"],
    ),
    (
        lambda s: edit_mix(s, "instrumental", offsets_db=(("drums", 1.000000001),)),
        [
            "Mix Instrumental changed from Master minus Lead Vocal to Master minus Lead Vocal with "
            "Drums +1.000000001 dB"
        ],
    ),
    (
        lambda s: edit_order_line(s, 0, deliver="track.kick"),
        ['Order line 1 ("Drum STEM") delivers Kick (track.kick) instead of Drums (stem.drums)'],
    ),
    (
        lambda s: edit_order_line(s, 0, channels="mono", waive="one microphone"),
        [
            "Order line 1: channels changed from stereo to mono",
            'Order line 1: waiver changed from nothing to "one microphone"',
        ],
    ),
    (
        lambda s: add_order_line(s, OrderLine("the rest", "", "rest")),
        ['Order line 3 added: "the rest" delivers rest'],
    ),
    (
        lambda s: remove_order_line(s, 0),
        ['Order line 1 removed: "Drum STEM" delivers Drums (stem.drums)'],
    ),
    (lambda s: replace(s, order=s.order[::-1]), ["Order line 2 moved to line 1"]),
]


@pytest.mark.parametrize(("edit", "expected"), CASES)
def test_changes_in_words(edit, expected: list[str]) -> None:
    assert changes(SONG, edit(SONG)) == expected
    assert changes(SONG, SONG) == []
    assert len(changes(edit(SONG), SONG)) == len(expected) or len(expected) > 1


def test_a_stem_that_nobody_has_any_more_is_named_as_ordered() -> None:
    without = replace(SONG, stems=SONG.stems[1:], tracks=SONG.tracks[1:])
    told = changes(edit_order_line(without, 0, deliver="stem.toms"), without)
    assert told == ['Order line 1 ("Drum STEM") delivers stem.drums instead of stem.toms']


def test_numbers_that_look_alike_are_told_apart() -> None:
    told = changes(SONG, edit_tracks(SONG, ["kick"], gain_db=1e-9 + 1.0))
    assert told == ["Kick: gain changed from 0 dB to 1.000000001 dB"]
