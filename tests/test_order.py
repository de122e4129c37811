"""The gate: the client's words, the kinds they name, and what meets them."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemtui import order
from stemtui.header import Header
from stemtui.order.asked import Asked
from stemtui.session import Mix, OrderLine, Session, Stem, all_items
from tests.gates import gate, said
from tests.songs import CAMPAIGN, SIX, track

EIGHT = Session(
    treatment="manifest",
    stems=(Stem("808", "808"), Stem("keys", "Keys")),
    tracks=(
        track("808 Kick", "808"),
        track("808 Snare", "808"),
        track("808 Hat", "808"),
        track("808 Cymbal", "808"),
        track("Rhodes", "keys"),
    ),
)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Drum STEM", "stem"),
        ("drums + bass stems", "stem"),
        ("DrumSTEM", "stem"),
        ("instrumental mix", "mix"),
        ("Master Mixes", "mix"),
        ("the TV mix, no lead", "mix"),
        ("A cappella MIX", "mix"),
        ("Mastermix", "mix"),
        ("mixage instrumental", "mix"),
        ("mezcla sin voz", "mix"),
        ("missaggio", "mix"),
        ("808 kick track for the playback rig", "track"),
        ("multitracks", "track"),
        ("Bassspur", "track"),
        ("Gitarrenspuren", "track"),
        ("pista de voz", "track"),
        ("le tracce di basso", "track"),
        ("piste batterie", "track"),
        ("a cappella", ""),
        ("Instrumental", ""),
        ("remix", ""),
        ("stem mix", ""),
        ("stems and tracks", ""),
        ("backing track", ""),
        ("backing track, stem of the drums", "stem"),
        ("Spurenelemente", ""),
        ("", ""),
        ("\x1b[31m[bold]", ""),
    ],
)
def test_the_kind_is_read_from_the_clients_words(words: str, kind: str) -> None:
    assert order.asked_kind(words) == kind


def test_the_campaigns_six_lines_pass() -> None:
    assert gate(CAMPAIGN, *SIX) == []


def test_a_track_cannot_meet_an_order_for_a_stem() -> None:
    lines = list(SIX)
    lines[4] = replace(lines[4], deliver="track.kick")
    (problem,) = gate(CAMPAIGN, *lines)
    assert problem.path == "order.5"
    assert problem.severity == "error"
    assert f"{problem.message} {problem.remedy}" == (
        'Line 5 asks for the Drum STEM; "Kick" is a TRACK. 10 tracks feed the Drums stem: deliver stem.drums.'
    )


@pytest.mark.parametrize(
    ("line", "phrases"),
    [
        (OrderLine("Drum STEM", "", "track.kick"), ['"Kick" is a TRACK', "deliver stem.drums"]),
        (OrderLine("Drum STEM", "stem", "mix.master"), ['"Master" is a MIX', "Deliver stem.drums"]),
        (
            OrderLine("kick track", "", "stem.drums"),
            ['"Drums" is a STEM', "holds Kick, Snare, Hat, Ride and 6 more", "only Kick, that is track.kick"],
        ),
        (OrderLine("Instrumental MIX", "mix", "stem.drums"), ['"Drums" is a STEM', "mix.instrumental"]),
        (OrderLine("Vocal MIX", "mix", "track.kick"), ['"Kick" is a TRACK', "(m)"]),
        (
            OrderLine("Drums", "", "stem.drums"),
            ['asks for "Drums"', "does not say whether", "Ask the client"],
        ),
        (OrderLine("stem mix", "", "stem.drums"), ["does not say whether"]),
        (OrderLine("Drum STEM", "stem", ""), ["nothing is chosen", "stem.drums is the nearest"]),
        (
            OrderLine("Kick STEM", "stem", ""),
            ["nothing is chosen", "Set deliver (n makes a stem), or drop"],
        ),
        (
            OrderLine("Drums MIX", "mix", ""),
            ["nothing is chosen", "Set deliver (m makes a mix), or drop"],
        ),
        (OrderLine("Drum STEM", "stem", "stem.drum"), ['"stem.drum" is not in this session', "stem.drums."]),
        (
            OrderLine("Drum STEM", "stem", "stem.gone"),
            ["not in this session", "deliver stem.drums."],
        ),
        (OrderLine("Bass STEM", "stem", "stem.bass", "stereo"), ["in stereo", "declared mono"]),
        (OrderLine("Master MIX", "mix", "mix.master", "mono"), ["mixes are stereo"]),
        (OrderLine("Rest STEM", "stem", "rest", "mono"), ["what remains is printed in stereo"]),
    ],
)
def test_a_line_that_cannot_be_met_says_what_each_is_and_what_to_do(
    line: OrderLine, phrases: Sequence[str]
) -> None:
    (problem,) = gate(CAMPAIGN, line)
    assert problem.path == "order.1"
    assert problem.severity == "error"
    for phrase in phrases:
        assert phrase in str(problem)


def test_a_stem_cannot_meet_the_808_tracks_order() -> None:
    words = "808 kick track for the playback rig"
    (problem,) = gate(EIGHT, OrderLine(words, "track", "stem.808"))
    assert f'TRACK ("{words}"); "808" is a STEM.' in problem.message
    assert "808 Kick, 808 Snare, 808 Hat and 808 Cymbal" in problem.remedy
    assert "track.808_kick" in problem.remedy
    assert gate(EIGHT, OrderLine(words, "track", "track.808_kick")) == []


@pytest.mark.parametrize(
    ("asked", "others"),
    [
        ("808 STEM", "808 Snare, 808 Hat and 808 Cymbal"),
        ("808 kick STEM", "808 Snare, 808 Hat and 808 Cymbal"),
        ("hats STEM", "808 Kick, 808 Snare and 808 Cymbal"),
    ],
)
def test_words_for_a_piece_hear_what_else_the_stem_holds(asked: str, others: str) -> None:
    (problem,) = gate(EIGHT, OrderLine(asked, "stem", "stem.808"))
    assert problem.severity == "warning"
    assert f"the 808 stem also holds {others}." in problem.message
    assert "TRACK" in problem.remedy


@pytest.mark.parametrize(
    ("asked", "names", "others"),
    [
        ("808 STEM", ("Boom", "Clap"), "Boom and Clap"),
        ("kick STEM", ("Boom", "Clap"), ""),
        ("kick STEM", ("Kicks", "Clap"), "Clap"),
        ("hat STEM", ("Closed HiHats", "Hats"), ""),
        (
            "snares STEM",
            (*(f"Clap {n}" for n in range(7)), "Snare"),
            "Clap 0, Clap 1, Clap 2, Clap 3, Clap 4 and 2 more",
        ),
        ("Beats STEM", ("Beats", "Clap"), ""),
    ],
)
def test_a_piece_that_no_track_is_named_for_is_only_asked_after_where_it_may_be_an_808(
    asked: str, names: Sequence[str], others: str
) -> None:
    session = Session(
        treatment="printed",
        stems=(Stem("beats", "Beats"),),
        tracks=tuple(track(one, "beats") for one in names),
    )
    told = said(session, OrderLine(asked, "stem", "stem.beats"))
    assert (f"also holds {others}." in told) if others else "also holds" not in told


def test_a_line_for_one_double_hears_of_the_lead() -> None:
    (problem,) = gate(CAMPAIGN, OrderLine("Lead Vocal Double STEM", "stem", "stem.lead_vocal"))
    assert "also holds Lead Vocal." in problem.message
    assert "track.lead_vocal_double" in problem.remedy


def test_recorded_kind_wins_and_words_that_contradict_it_are_a_warning() -> None:
    (problem,) = gate(CAMPAIGN, OrderLine("Drum tracks", "stem", "stem.drums"))
    assert problem.severity == "warning"
    assert "recorded as a STEM, but its words say TRACK" in problem.message


def test_stems_wait_for_the_one_answer() -> None:
    problems = gate(replace(CAMPAIGN, treatment=""), *SIX)
    assert [p.path for p in problems] == ["session.treatment"]
    assert "4 STEMS are ordered, and nobody has said where the mix was done" in problems[0].message
    assert problems[0].severity == "error"
    assert gate(replace(CAMPAIGN, treatment=""), *SIX[:2]) == []


@pytest.mark.parametrize(
    "line",
    [
        OrderLine("Drums", "stem", "stem.drums"),
        OrderLine("Drum STEM", "stem", ""),
        OrderLine("Drums", "", "stem.drums"),
        OrderLine("Drum STEM", "stem", "track.kick"),
    ],
)
def test_whatever_names_a_stem_waits_for_it(line: OrderLine) -> None:
    """By its kind or by its item, be that chosen or not."""
    told = gate(replace(CAMPAIGN, treatment=""), line)
    assert "1 STEM is ordered, and nobody has said" in told[0].message


def test_one_unmixed_stem_is_a_submix_of_tracks() -> None:
    (problem,) = gate(replace(CAMPAIGN, treatment="none"), SIX[4])
    assert "so a SUBMIX OF TRACKS is printed where 1 STEM is ordered" in problem.message


@pytest.mark.parametrize(("channels", "is_", "asked"), [(1, "mono", "stereo"), (2, "stereo", "mono")])
def test_a_track_of_other_channels_than_are_ordered_is_told(channels: int, is_: str, asked: str) -> None:
    header = Header("WAV", "PCM_24", channels, 48_000, 48_000)
    line = OrderLine("Kick track, raw", "track", "track.kick", asked)
    session = replace(CAMPAIGN, treatment="manifest")
    (problem,) = gate(session, line, kick=header)
    assert f"in {asked}; " in problem.message and f"is {is_}, and a track is" in problem.message
    assert gate(session, replace(line, channels=is_), kick=header) == []


def test_unmixed_stems_are_submixes_of_tracks() -> None:
    session = replace(CAMPAIGN, treatment="none")
    (problem,) = gate(session, *SIX)
    assert problem.severity == "warning"
    assert "4 SUBMIXES OF TRACKS are printed" in problem.message


@pytest.mark.parametrize(
    ("changes", "treatment", "treated"),
    [
        ({}, "manifest", False),
        ({}, "none", False),
        ({"origin": "raw"}, "printed", False),
        ({}, "printed", True),
        ({"origin": "printed"}, "manifest", True),
        ({"origin": "mix"}, "manifest", True),
        ({"origin": "stem"}, "none", True),
        ({"gain_db": -2.0}, "manifest", True),
        ({"invert": True}, "manifest", True),
    ],
)
def test_a_stem_of_one_untreated_track_needs_a_reason(
    changes: dict[str, object], treatment: str, treated: bool
) -> None:
    session = replace(EIGHT, treatment=treatment)
    rhodes = replace(session.track("rhodes"), **changes)  # type: ignore[arg-type]
    session = replace(session, tracks=(*session.tracks[:-1], rhodes))
    line = OrderLine("Keys STEM", "stem", "stem.keys")
    problems = [p for p in gate(session, line) if p.path == "order.1"]
    assert bool(problems) != treated
    if not treated:
        assert problems[0].severity == "error"
        assert 'only "Rhodes" feeds it' in problems[0].message
        assert "waive" in problems[0].remedy
        waived = [p for p in gate(session, replace(line, waive="one mic")) if p.path == "order.1"]
        assert [p.severity for p in waived] == ["warning"]
        assert 'Accepted: "one mic".' in waived[0].message


def test_a_gain_on_a_parent_is_treatment() -> None:
    stems = (Stem("band", "Band", gain_db=-1.0), Stem("keys", "Keys", parent="band"))
    session = replace(EIGHT, stems=stems, tracks=(track("Rhodes", "keys"),))
    assert gate(session, OrderLine("Keys STEM", "stem", "stem.keys")) == []


def test_a_waive_does_not_excuse_the_wrong_kind() -> None:
    (problem,) = gate(CAMPAIGN, OrderLine("Drum STEM", "stem", "track.kick", waive="in a hurry"))
    assert problem.severity == "error"


def test_what_is_empty_or_left_out_cannot_be_delivered() -> None:
    out = tuple(replace(t, left_out="wrong take") if t.stem == "bass" else t for t in CAMPAIGN.tracks)
    session = replace(CAMPAIGN, tracks=out, stems=(*CAMPAIGN.stems, Stem("fx", "FX")))
    session = replace(session, mixes=(*session.mixes, Mix("bass_only", "Bass Only", only=("bass",))))
    lines = [
        OrderLine("Bass STEM", "stem", "stem.bass"),
        OrderLine("FX STEM", "stem", "stem.fx"),
        OrderLine("Bass DI track", "track", "track.bass_di"),
        OrderLine("bass only mix", "mix", "mix.bass_only"),
    ]
    text = said(session, *lines)
    assert text.count("error") == 4
    assert '"Bass" is empty: every track of it is left out' in text
    assert '"FX" is empty: no track feeds it' in text
    assert '"Bass DI" is left out ("wrong take")' in text


def test_rest_is_what_the_other_lines_leave() -> None:
    rest = OrderLine("everything else, one stem", "stem", "rest")
    assert gate(CAMPAIGN, SIX[4], rest) == []
    assert "nothing remains" in said(CAMPAIGN, *SIX, rest)
    ids = [stem.id for stem in order.remaining(CAMPAIGN, [SIX[4], rest])]
    assert ids == ["bass", "lead_vocal", "backing_vocals"]


def test_the_rest_of_a_stem_whose_part_is_delivered_remains() -> None:
    """A sub-stem that is delivered is not in the rest, and neither are those below it."""
    parts = (Stem("rooms", "Rooms", parent="drums"), Stem("far", "Far", parent="rooms"))
    session = replace(CAMPAIGN, stems=(*CAMPAIGN.stems, *parts))
    lines = [OrderLine("Rooms STEM", "stem", "stem.rooms"), OrderLine("rest", "stem", "rest")]
    ids = [stem.id for stem in order.remaining(session, lines)]
    assert ids == ["drums", "bass", "lead_vocal", "backing_vocals"]


def test_what_must_not_be_isolated_is_refused_in_every_disguise() -> None:
    stems = tuple(replace(s, isolate=s.id != "bass") for s in CAMPAIGN.stems)
    mixes = (*CAMPAIGN.mixes, Mix("low", "Low End", only=("bass",)))
    session = replace(CAMPAIGN, stems=stems, mixes=mixes)
    lines = [
        OrderLine("Bass STEM", "stem", "stem.bass"),
        OrderLine("Bass DI track, as in the mix", "track", "track.bass_di"),
        OrderLine("low end mix", "mix", "mix.low"),
    ]
    problems = gate(session, *lines)
    assert [p.path for p in problems] == ["order.1", "order.2", "order.3"]
    assert all('exposes "Bass" alone' in p.message and p.severity == "error" for p in problems)
    assert gate(session, *SIX[:4]) == []


def test_a_track_of_a_sub_stem_leads_to_the_stem_that_was_asked_for() -> None:
    stems = (*CAMPAIGN.stems, Stem("kit", "Kit", parent="drums"))
    tracks = tuple(replace(t, stem="kit") if t.id == "kick" else t for t in CAMPAIGN.tracks)
    session = replace(CAMPAIGN, stems=stems, tracks=tracks)
    for asked, stem in (("Drum STEM", "drums"), ("Kit STEM", "kit"), ("stem", "kit")):
        (found,) = gate(session, OrderLine(asked, "stem", "track.kick"))
        assert f"deliver stem.{stem}" in found.remedy


def test_words_that_name_a_track_may_mean_that_track_alone() -> None:
    """The other story: who needs the kick of a kit and calls it a stem."""
    for asked, both in (("Kick STEM", True), ("Drum STEM", False), ("stem", False)):
        (found,) = gate(CAMPAIGN, OrderLine(asked, "stem", "track.kick"))
        assert "10 tracks feed the Drums stem: deliver stem.drums" in found.remedy
        assert ("if they need this alone, it is a TRACK: ask" in found.remedy) == both
    (found,) = gate(CAMPAIGN, OrderLine("Lead Vocal STEM", "stem", "track.lead_vocal"))
    assert "alone" not in found.remedy


def test_the_same_audio_twice_is_a_warning() -> None:
    stems = (*CAMPAIGN.stems, Stem("rooms", "Rooms", parent="drums"))
    tracks = tuple(replace(t, stem="rooms") if t.id.startswith("room") else t for t in CAMPAIGN.tracks)
    session = replace(CAMPAIGN, stems=stems, tracks=tracks)
    text = said(session, SIX[4], OrderLine("Rooms STEM", "stem", "stem.rooms"), SIX[4])
    assert "Lines 1 and 3 both deliver stem.drums" in text
    assert '"Rooms" (line 2) is also inside "Drums" (line 1)' in text
    assert text.count("warning") == 2
    assert "error" not in text
    rest = OrderLine("rest stem", "", "rest")
    assert "also inside" not in said(session, OrderLine("Rooms STEM", "stem", "stem.rooms"), rest)


def test_a_track_keeps_its_own_channels() -> None:
    line = OrderLine("Kick track, as mixed", "track", "track.kick", "mono")
    assert gate(CAMPAIGN, line, kick=Header("WAV", "PCM_24", 1, 48000, 10)) == []
    text = said(CAMPAIGN, line, kick=Header("WAV", "PCM_24", 2, 48000, 10))
    assert '"Kick" is stereo, and a track is delivered as it is' in text


names = st.text(max_size=12)


lines = st.builds(
    OrderLine,
    asked=names | st.sampled_from(["Drum STEM", "808 STEM", "mix", "the kick track"]),
    kind=st.sampled_from(["", "stem", "mix", "track"]),
    deliver=names | st.sampled_from(["rest", *all_items(CAMPAIGN)]),
    channels=st.sampled_from(["", "mono", "stereo"]),
    waive=names,
)


@given(st.lists(lines, max_size=6), st.sampled_from(["", "printed", "manifest", "none"]))
def test_any_order_is_judged_without_raising_and_prints_safely(
    found: list[OrderLine], treatment: str
) -> None:
    for problem in gate(replace(CAMPAIGN, treatment=treatment), *found):
        assert problem.message.isprintable()
        assert problem.remedy.isprintable()


@pytest.mark.parametrize(
    ("asked", "request_said"),
    [
        ("A Cappella STEM", "Line 1 asks for the A Cappella STEM; "),
        ("the Drum STEM", "Line 1 asks for the Drum STEM; "),
    ],
)
def test_the_a_of_a_cappella_is_no_article(asked: str, request_said: str) -> None:
    assert request_said in said(CAMPAIGN, OrderLine(asked, "stem", "mix.instrumental"))


def test_a_mix_whose_tracks_are_all_left_out_says_so() -> None:
    tracks = tuple(replace(one, left_out="scrapped") for one in CAMPAIGN.tracks)
    assert "every track of it is left out" in said(replace(CAMPAIGN, tracks=tracks), SIX[0])
    assert "no track feeds it" in said(replace(CAMPAIGN, tracks=()), SIX[0])


def test_what_holds_no_track_exposes_nothing_alone() -> None:
    session = Session(stems=(Stem("a", "A", isolate=False), Stem("b", "B")), mixes=(Mix("m", "M"),))
    assert order.exposed_alone(session, "stem.a") == ""
    loose = replace(session, tracks=(track("kick"), replace(track("bass"), stem="a")))
    assert order.exposed_alone(loose, "stem.a") == "a"
    assert order.exposed_alone(loose, "track.kick") == ""


@pytest.mark.parametrize(("path", "number"), [("order.0", 0), ("order.1", 1), ("order.2", 2), ("order.3", 0)])
def test_lines_are_counted_from_one_to_the_last(path: str, number: int) -> None:
    session = Session(order=(OrderLine("a"), OrderLine("b")))
    assert order.line_number(session, path) == number


def test_a_mix_that_a_stems_line_got_by_mistake_is_not_called_twice_ordered() -> None:
    (found,) = gate(CAMPAIGN, SIX[0], OrderLine("Drum STEM", "stem", "mix.master"))
    assert '"Master" is a MIX' in found.message


def test_what_to_do_for_a_stem_whose_tracks_are_left_out_is_to_bring_them_back() -> None:
    out = tuple(replace(t, left_out="wrong take") if t.stem == "bass" else t for t in CAMPAIGN.tracks)
    (found,) = gate(replace(CAMPAIGN, tracks=out), OrderLine("Bass STEM", "stem", "stem.bass"))
    assert found.remedy.startswith("Bring its tracks back in (L)")


@pytest.mark.parametrize("deliver", ["stem.gtr", ""])
def test_nothing_is_called_near_that_only_is_of_the_same_kind(deliver: str) -> None:
    (found,) = gate(CAMPAIGN, OrderLine("Guitar STEM", "stem", deliver))
    assert "stem." not in found.remedy
    assert "tell the client that there is none" in found.remedy


@pytest.mark.parametrize(
    ("asked", "said"),
    [("all tracks", "asks for all TRACKS"), ("the drum tracks", "asks for the drum TRACKS")],
)
def test_a_request_is_said_in_whole_words(asked: str, said: str) -> None:
    assert said in Asked(1, OrderLine(asked, "track", "track.kick"), CAMPAIGN).request
