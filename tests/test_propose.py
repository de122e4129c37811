"""What a session's names propose, and what accepting it does."""

import pytest

from stemtui.propose import accept, proposals, stems
from stemtui.session import Mix, Session, Stem, Track, add_tracks, assign, edit_tracks, unassigned
from stemtui.suggest import folder

CAMPAIGN = [
    "Kick", "Snare", "Hat", "Ride", "Rack Tom", "Floor Tom", "Overhead L", "Overhead R", "Room L", "Room R",
    "Bass Amp", "Bass DI", "Lead Vocal", "Lead Vocal Double", *(f"Backing Vocal {n}" for n in range(1, 13)),
]  # fmt: skip


def session_of(*names: str, **fields: object) -> Session:
    files = [Track("", f"audio/{n:02d} {name}.wav", name=name) for n, name in enumerate(names, 1)]
    return add_tracks(Session(**fields), files)  # type: ignore[arg-type]


def mono(session: Session, *stereo: str) -> dict[str, int]:
    return {track.id: 2 if track.id in stereo else 1 for track in session.tracks}


def accepted(session: Session, *stereo: str) -> Session:
    channels = mono(session, *stereo)
    return accept(session, proposals(session, channels).values(), channels)


def fed(session: Session) -> dict[str, list[str]]:
    return {stem: [track.label for track in tracks] for stem, tracks in session.fed_by.items()}


def test_the_campaign_is_organised_by_accepting_everything() -> None:
    after = accepted(session_of(*CAMPAIGN))
    assert [(stem.id, stem.name, stem.channels) for stem in after.stems] == [
        ("drums", "Drums", "stereo"),
        ("bass", "Bass", "mono"),
        ("lead_vocal", "Lead Vocal", "stereo"),
        ("backing_vocals", "Backing Vocals", "stereo"),
    ]
    assert [len(tracks) for tracks in after.fed_by.values()] == [10, 2, 2, 12]
    assert not unassigned(after)
    assert {track.label: track.pan for track in after.tracks if track.pan} == {
        "Overhead L": -100.0, "Overhead R": 100.0, "Room L": -100.0, "Room R": 100.0,
    }  # fmt: skip
    assert [(mix.id, mix.name, mix.without) for mix in after.mixes] == [
        ("master", "Master", ()),
        ("instrumental", "Instrumental", ("lead_vocal", "backing_vocals")),
    ]


def test_proposing_changes_nothing_and_says_why() -> None:
    session = session_of("Kick", "Track 5")
    found = proposals(session, mono(session))
    assert (found["kick"].stem, found["kick"].stem_name) == ("drums", "Drums")
    assert found["kick"].why == 'name: "Kick"'
    assert (found["track_5"].stem, found["track_5"].stem_name) == ("", "")
    assert found["track_5"].why == 'no word of "Track 5" names a source'
    assert session == session_of("Kick", "Track 5")


def test_only_tracks_that_nobody_has_placed_get_a_proposal() -> None:
    tracks = (
        Track("kick", "kick.wav", stem="drums"),
        Track("tamb", "tamb.wav", left_out="out of time"),
        Track("top", "snare top.wav"),
        Track("snare", "snare.wav", bounce=("top",)),
    )
    session = Session(stems=(Stem("drums", "Drums"),), tracks=tracks)
    assert list(proposals(session, {})) == ["snare"]


@pytest.mark.parametrize(
    "stem",
    [
        Stem("drums", "Kit of Doom"),
        Stem("schlagzeug", "Batteria"),
        Stem("a", "Live Drums"),
        Stem("b", "drums"),
    ],
)
def test_a_stem_that_is_there_is_found_again_and_never_doubled(stem: Stem) -> None:
    after = accepted(session_of("Kick", "Snare", stems=(stem,)))
    assert [each.id for each in after.stems] == [stem.id]
    assert fed(after) == {stem.id: ["Kick", "Snare"]}


def test_new_stems_come_in_the_usual_order_after_those_that_are_there() -> None:
    names = ("Vox", "Choir", "Riser", "Kick", "Bass", "Violin", "Piano", "Gtr", "Shaker")
    after = accepted(session_of(*names, stems=(Stem("piano", "Piano"),)))
    assert [stem.name for stem in after.stems] == [
        "Piano", "Drums", "Percussion", "Bass", "Guitars", "Strings", "Lead Vocal", "Backing Vocals", "FX",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "stereo", "stem", "channels"),
    [
        (["Bass Amp", "Bass DI"], [], "bass", "mono"),
        (["Bass Amp", "Bass DI"], ["bass_di"], "bass", "stereo"),
        (["Bass L", "Bass R"], [], "bass", "stereo"),
        (["Lead Vocal"], [], "lead_vocal", "mono"),
        (["Lead Vocal"], ["lead_vocal"], "lead_vocal", "stereo"),
        (["Lead Vocal", "Lead Vocal Double"], [], "lead_vocal", "stereo"),
        (["BGV"], [], "backing_vocals", "stereo"),
        (["Kick"], [], "drums", "stereo"),
        (["Boom 1", "Lav Anna", "ADR"], [], "dialogue", "mono"),
    ],
)
def test_a_stem_is_mono_only_where_nothing_in_it_has_a_side(
    names: list[str], stereo: list[str], stem: str, channels: str
) -> None:
    assert accepted(session_of(*names), *stereo).stem(stem).channels == channels


def test_channels_nobody_has_read_are_not_taken_for_mono() -> None:
    session = session_of("Bass", "OH L", "OH R")
    after = accept(session, proposals(session, {}).values(), {})
    assert after.stem("bass").channels == "stereo"
    assert not any(track.pan for track in after.tracks)


def test_a_stem_that_somebody_made_mono_or_stereo_stays_so() -> None:
    session = session_of("Bass DI", "Bass Amp", stems=(Stem("bass", "Bass", channels="stereo"),))
    session = assign(session, ["bass_di"], "bass")
    assert accepted(session).stem("bass").channels == "stereo"
    session = session_of("Kick", stems=(Stem("drums", "Drums", channels="mono"),))
    assert accepted(session).stem("drums").channels == "mono"


def test_a_pair_is_panned_only_when_both_are_mono_centred_and_belong_together() -> None:
    session = session_of("Kick", "OH L", "OH R")
    assert [proposals(session, mono(session))[t].pan for t in ("oh_l", "oh_r")] == [-100.0, 100.0]
    assert proposals(session, mono(session, "oh_r"))["oh_l"].pan is None
    panned = edit_tracks(session, ["oh_r"], pan=40.0)
    assert [proposals(panned, mono(panned))[t].pan for t in ("oh_l", "oh_r")] == [None, None]


def test_halves_in_different_groups_are_no_pair() -> None:
    session = add_tracks(Session(), [Track("", "Drums/L.wav"), Track("", "Guitars/R.wav")])
    assert [p.pan for p in proposals(session, mono(session)).values()] == [None, None]


def test_a_pair_accepted_one_after_the_other_ends_hard_apart() -> None:
    session = session_of("OH L", "OH R")
    channels = mono(session)
    for track in ("oh_l", "oh_r"):
        session = accept(session, [proposals(session, channels)[track]], channels)
    assert [track.pan for track in session.tracks] == [-100.0, 100.0]


def test_accepting_one_half_pans_the_other_that_was_assigned_by_hand() -> None:
    session = assign(session_of("OH L", "OH R", stems=(Stem("drums", "Drums"),)), ["oh_l"], "drums")
    assert [track.pan for track in accepted(session).tracks] == [-100.0, 100.0]


def test_what_players_hear_is_left_out_with_a_reason() -> None:
    after = accepted(session_of("Kick", "Click", "Talkback"))
    assert [track.label for track in after.tracks if track.left_out] == ["Click", "Talkback"]
    assert after.track("click").left_out == "click: players hear it, nobody prints it"
    assert not after.track("click").stem


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Click 120", "click: players hear it, nobody prints it"),
        ("Klopf", ""),
        ("TB MD", "talkback: speech between the rooms, no part of the music"),
        ("Slate 12A", "slate: it names the take"),
        ("2pop", "sync: it is there for machines and editors"),
        ("SC Ghost Kick", "trigger: it drives a processor, nobody hears it"),
        ("Scratch Vox_01", "guide: played or sung for the others to follow"),
        ("Pilotgesang", "guide: played or sung for the others to follow"),
    ],
)
def test_why_a_track_is_left_out_is_said_of_its_own_kind(name: str, reason: str) -> None:
    session = session_of("Kick", "Lead Vox", "Bass", name)
    assert list(proposals(session, mono(session)).values())[-1].left_out == reason


@pytest.mark.parametrize("name", ["Master", "MIX_v3", "_PRINT", "Song 2mix"])
def test_a_name_like_a_prints_is_a_question_until_somebody_answers(name: str) -> None:
    session = session_of("Kick", "Bass", name)
    track = session.tracks[-1]
    asked = proposals(session, mono(session))[track.id]
    assert name in asked.question
    assert (asked.stem, asked.left_out) == ("", "")
    assert unassigned(accepted(session)) == (track,)
    answered = edit_tracks(session, [track.id], origin="raw")
    assert proposals(answered, mono(answered))[track.id].question == ""


def test_there_is_an_instrumental_only_with_vocals_and_something_else() -> None:
    assert [mix.name for mix in accepted(session_of("Kick", "Bass")).mixes] == ["Master"]
    assert [mix.name for mix in accepted(session_of("Lead Vocal", "BGV")).mixes] == ["Master"]
    assert [mix.name for mix in accepted(session_of("Lead Vocal", "Gtr")).mixes] == ["Master", "Instrumental"]
    assert accepted(session_of("Track 1")).mixes == ()


def test_mixes_that_somebody_defined_are_left_alone() -> None:
    session = session_of("Kick", "Lead Vocal", mixes=(Mix("club", "Club", without=("drums",)),))
    assert accepted(session).mixes == session.mixes


def test_the_instrumental_follows_vocals_that_come_later() -> None:
    session = session_of("Kick", "Lead Vocal", "BGV 1")
    channels = mono(session)
    for track in ("kick", "lead_vocal", "bgv_1"):
        session = accept(session, [proposals(session, channels)[track]], channels)
    assert session.mix("instrumental").without == ("lead_vocal", "backing_vocals")


def test_sound_for_picture_gets_its_own_stems_and_an_m_and_e() -> None:
    names = ("Announcer", "Boom 1", "Lav Ben", "SFX Door", "AMB Street", "Foley Feet", "Room Tone", "MX 30")
    after = accepted(session_of(*names), "mx_30")
    assert fed(after) == {
        "dialogue": ["Announcer", "Boom 1", "Lav Ben"],
        "music": ["MX 30"],
        "effects": ["SFX Door", "AMB Street"],
        "foley": ["Foley Feet"],
        "room_tone": ["Room Tone"],
    }
    mixes = [(mix.name, mix.without) for mix in after.mixes]
    assert mixes == [("Master", ()), ("Mix Minus Dialogue", ("dialogue",))]


def test_a_folder_says_what_a_name_does_not() -> None:
    session = add_tracks(Session(), [Track("", "Drums/01.wav"), Track("", "BGVs/Sarah.wav")])
    assert [p.stem for p in proposals(session, {}).values()] == ["drums", "backing_vocals"]


def test_a_proposal_for_a_stem_that_has_gone_makes_it_again() -> None:
    session = session_of("Kick", stems=(Stem("batteria", "Batteria"),))
    found = proposals(session, {})
    after = accept(session_of("Kick"), found.values(), {})
    assert fed(after) == {"batteria": ["Kick"]}


def test_what_stemtui_printed_itself_is_asked_about_whatever_it_is_called() -> None:
    session = session_of("Drums", "Kick")
    first = session.tracks[0]
    asked = proposals(session, mono(session), [first.id])[first.id]
    assert (asked.stem, asked.stem_name) == ("", "") and "was printed by stemtui" in asked.question
    assert accept(session, [asked], {}) == session
    answered = edit_tracks(session, [first.id], origin="stem")
    assert proposals(answered, mono(answered), [first.id])[first.id].question == ""


KIT = ("Kick", "Snare", "Hat")


def test_a_name_that_says_stem_beside_its_parts_is_a_question() -> None:
    session = session_of(*KIT, "Drums_STEM")
    asked = proposals(session, mono(session))["drums_stem"]
    assert (asked.stem, asked.stem_name, asked.asks) == ("", "", "stem")
    assert asked.question == '"Drums_STEM" is named as a STEM: does it hold Kick and 2 more?'
    assert fed(accepted(session)) == {"drums": list(KIT)}


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(("Kick_STEM", "Snare_STEM", "Hat_STEM", "Ride_STEM", "Kick 2"), id="as most are"),
        pytest.param((*KIT, "Keys_STEM"), id="nothing else of its group"),
        pytest.param(("Kick_STEM", "Snare_STEM", "Bass_STEM"), id="as all are"),
    ],
)
def test_a_name_that_says_stem_as_others_do_or_alone_is_none(names: tuple[str, ...]) -> None:
    session = session_of(*names)
    assert not any(p.question for p in proposals(session, mono(session)).values())


@pytest.mark.parametrize("origin", ["printed", "stem"])
def test_what_somebody_has_said_is_asked_no_more(origin: str) -> None:
    session = edit_tracks(session_of(*KIT, "Drums_STEM"), ["drums_stem"], origin=origin)
    found = proposals(session, mono(session))["drums_stem"]
    assert (found.stem, found.question) == ("drums", "")


def asked_of(*names: str, **fields: object) -> dict[str, str]:
    """The questions about takes that a session of these names raises, by label."""
    session = session_of(*names, **fields)
    found = proposals(session, mono(session)).values()
    return {session.track(p.track).label: p.question for p in found if p.asks == "take"}


def test_takes_beside_their_comp_and_copies_beside_their_original_are_questions() -> None:
    assert asked_of("Vox_comp_07", "Vox_take 1_02", "Vox_take 2_03", "Kick_01", "Kick_02") == {
        "Vox_take 1_02": '"Vox_take 1_02" is named as a take beside "Vox_comp_07": is it in the mix?',
        "Vox_take 2_03": '"Vox_take 2_03" is named as a take beside "Vox_comp_07": is it in the mix?',
    }
    assert asked_of("Kick Samp.dup1_01", "Kick Samp_01", "Snare") == {
        "Kick Samp.dup1_01": '"Kick Samp.dup1_01" is named as a copy of "Kick Samp_01": is it in the mix?'
    }


@pytest.mark.parametrize(
    "names",
    [
        ("Trumpet take 2", "Trombone"),
        ("Kick Sample.dup1_01", "Snare"),
        ("LD VOX_comp_07", "LD VOX DBL_comp_02"),
        ("Vox comp L", "Vox comp R", "Gtr 1", "Gtr 2"),
        ("A/Vox take 1", "B/Vox take 2"),
    ],
)
def test_a_take_that_stands_alone_is_no_question(names: tuple[str, ...]) -> None:
    assert asked_of(*names) == {}


def test_what_lies_in_a_folder_of_takes_beside_others_is_a_question() -> None:
    assert asked_of(
        "22_LeadVox", "Vox/Takes/BV1_01", "Vox/Takes/BV1_02", "B/Unused takes/Kick", "Vox/Adlib"
    ) == {
        "Vox/Takes/BV1_01": '"Vox/Takes/BV1_01" lies in the folder "Takes": is it in the mix?',
        "Vox/Takes/BV1_02": '"Vox/Takes/BV1_02" lies in the folder "Takes": is it in the mix?',
        "B/Unused takes/Kick": '"B/Unused takes/Kick" lies in the folder "Unused takes": is it in the mix?',
    }
    assert asked_of("Takes/Kick", "Takes/Snare") == {}


def test_a_printed_effect_is_no_sum_of_what_it_was_made_from() -> None:
    session = session_of("Gtr 1", "Gtr 2", "Gtr Dly_print", "Gtr print")
    found = proposals(session, mono(session))
    assert [bool(p.question) for p in found.values()] == [False, False, False, True]


def test_outer_doubles_and_surrounds_are_pairs_too() -> None:
    session = session_of("Gtr L", "Gtr LL", "Gtr R", "Gtr RR", "Surr Ls", "Surr Rs")
    found = proposals(session, mono(session))
    assert [p.pan for p in found.values()] == [-100, -100, 100, 100, -100, 100]


def test_names_are_read_once_however_much_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    session = session_of(*(f"{name} {take}" for take in range(7) for name in CAMPAIGN))
    readings: list[int] = []
    monkeypatch.setattr(folder, "_numbered", lambda texts: bool(readings.append(len(texts))))
    folder.read_once.cache_clear()
    stems._suggested.cache_clear()
    stems._paired.cache_clear()
    accepted(session)
    assert [count for count in readings if count >= len(session.tracks)] == [len(session.tracks)]
