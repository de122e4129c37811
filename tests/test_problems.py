"""Everything that `check` knows before a sample is read."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemtui.errors import AudioFileError, Problem
from stemtui.header import Header
from stemtui.problems import check
from stemtui.session import Delivery, Mix, OrderLine, Session, Stem, Track
from tests.judged import MASTER_LINE, SONG, found, only
from tests.songs import MASTER, MONO, changed, track, with_tracks


def test_a_good_session_has_no_problems() -> None:
    assert found(SONG) == []
    assert list(check(Session(), {})) == []


def test_the_orders_problems_come_first() -> None:
    session = replace(SONG, order=(OrderLine("Drum STEM", "stem", "track.kick"),))
    assert found(session)[0].path == "order.1"


def test_a_missing_file_is_an_error_unless_the_track_is_left_out() -> None:
    gone = AudioFileError("'audio/kick.wav' is not there.")
    problem = only(SONG, kick=gone)
    assert (problem.path, problem.severity) == ("track.kick.file", "error")
    assert "'audio/kick.wav' is not there." in problem.message
    assert found(changed(SONG, "kick", left_out="wrong take"), kick=gone) == []


def test_damage_and_too_many_channels_are_errors() -> None:
    broken = replace(MONO, problems=("truncated: header claims 10 frames, the file holds 5",))
    assert "header claims 10 frames" in only(SONG, kick=broken).message
    assert "has 6 channels" in only(SONG, kick=replace(MONO, channels=6)).message


def test_a_track_in_no_stem_stops_a_mix_and_is_else_a_warning() -> None:
    session = changed(SONG, "guitar", stem="")
    session = replace(session, stems=tuple(s for s in session.stems if s.id != "guitars"))
    problem = only(session)
    assert (problem.path, problem.severity) == ("track.guitar.stem", "error")
    assert problem.message == '"Guitar" is in no stem, so the Master MIX would be printed without it.'
    assert only(replace(session, order=())).severity == "warning"


def test_many_tracks_in_no_stem_are_one_problem() -> None:
    tracks = tuple(replace(t, stem="") for t in SONG.tracks)
    problem = only(replace(SONG, tracks=tracks, stems=(), mixes=(), order=()))
    assert (
        '"Kick", "Snare", "Overhead L", "Overhead R", "Guitar" and 3 more are in no stem' in problem.message
    )


def test_a_name_like_a_prints_is_asked_about_and_nothing_else() -> None:
    session = with_tracks(SONG, Track("mix_v3", "MIX_v3.wav"))
    problem = only(session, mix_v3=MONO)
    assert (problem.path, problem.severity) == ("track.mix_v3.origin", "error")
    assert "named like a print" in problem.message
    answered = with_tracks(SONG, Track("mix_v3", "MIX_v3.wav", origin="mix", left_out="a print of this song"))
    assert found(answered, mix_v3=MONO) == []


def test_starts_that_differ_name_the_files() -> None:
    early = {t.id: replace(MONO, time_reference=0) for t in SONG.tracks}
    assert found(SONG, **early) == []
    problem = only(SONG, **early | {"guitar": replace(MONO, time_reference=96000)})
    assert (problem.path, problem.severity) == ("session.align", "error")
    assert '"Guitar" starts at another time' in problem.message
    assert "2.00 s" in problem.message


def test_timecode_needs_a_reference_in_every_file() -> None:
    session = replace(SONG, align="timecode")
    timed = {t.id: replace(MONO, time_reference=96000) for t in SONG.tracks}
    assert found(session, **timed) == []
    assert '"Kick" cannot be placed' in only(session, **timed | {"kick": MONO}).message


def test_a_reference_at_another_rate_is_the_same_time() -> None:
    timed = {t.id: replace(MONO, time_reference=48000) for t in SONG.tracks}
    half = Header("WAV", "PCM_24", 1, 24000, 240000, time_reference=24000)
    (problem,) = found(SONG, **timed | {"kick": half})
    assert problem.path == "session.sample_rate"


def test_mixed_rates_say_what_is_resampled_to_what() -> None:
    problem = only(SONG, guitar=Header("WAV", "PCM_24", 1, 24000, 240000))
    assert problem.severity == "warning"
    assert problem.message == '"Guitar" is not at 48 kHz: resampled once, to 48 kHz.'


def test_tracks_of_one_rate_that_is_not_the_sessions_are_resampled_too() -> None:
    session = replace(SONG, sample_rate=44100)
    headers = {track.id: MONO for track in session.tracks}
    assert [problem.path for problem in found(session, **headers)] == ["session.sample_rate"]
    printed = replace(SONG, delivery=Delivery(sample_rate=44100))
    assert not found(printed, **headers)


@pytest.mark.parametrize(
    ("frames", "words"), [(480096, "2 ms longer"), (384000, "2.00 s shorter"), (480001, "0.021 ms longer")]
)
def test_one_file_of_another_length_is_named(frames: int, words: str) -> None:
    problem = only(SONG, guitar=replace(MONO, frames=frames))
    assert problem.severity == "warning"
    assert f'"Guitar" is {words} than the other 7 files' in problem.message


def test_files_of_all_lengths_are_no_finding() -> None:
    assert found(SONG, **{t.id: replace(MONO, frames=1000 * n) for n, t in enumerate(SONG.tracks, 1)}) == []


def test_a_pair_in_the_middle_is_a_warning() -> None:
    tracks = tuple(replace(t, pan=0.0) for t in SONG.tracks)
    problem = only(replace(SONG, tracks=tracks))
    assert '"Overhead L / Overhead R"' in problem.message
    stereo = replace(MONO, channels=2)
    assert found(replace(SONG, tracks=tracks), overhead_l=stereo, overhead_r=stereo) == []


def test_a_stem_without_tracks_is_a_warning() -> None:
    problem = only(replace(SONG, stems=(*SONG.stems, Stem("keys", "Keys"))))
    assert (problem.severity, problem.message) == ("warning", 'No track feeds "Keys".')


@pytest.mark.parametrize(
    ("mix", "words"),
    [
        (Mix("x", "Instrumental", without=("lead_vocal",)), '"Instrumental" keeps "Backing Vocals"'),
        (Mix("x", "A Cappella", only=("lead_vocal",)), '"A Cappella" lacks "Backing Vocals"'),
        (Mix("x", "Acapella", without=("drums",)), '"Acapella" keeps "Guitars"'),
        (Mix("x", "TV Mix", without=("backing_vocals",)), '"TV Mix" keeps "Lead Vocal"'),
    ],
)
def test_a_mix_whose_name_contradicts_its_definition(mix: Mix, words: str) -> None:
    problem = only(replace(SONG, mixes=(SONG.mixes[0], mix)))
    assert (problem.path, problem.severity) == ("mix.x", "warning")
    assert words in problem.message


def test_a_tv_mix_with_lowered_vocals_is_one_reading_of_the_word() -> None:
    tv = Mix("tv", "TV", offsets_db=(("lead_vocal", -9.0),))
    assert found(replace(SONG, mixes=(SONG.mixes[0], tv))) == []


def test_mixes_without_a_master_mix_are_a_warning() -> None:
    problem = only(replace(SONG, mixes=SONG.mixes[1:], order=()))
    assert "No mix is the master mix" in problem.message


def test_what_cannot_be_written_is_an_error() -> None:
    flac = Delivery(file_format="flac", bit_depth="32f")
    assert only(replace(SONG, delivery=flac)).path == "delivery.bit_depth"


def test_members_of_a_bounce_that_has_a_file_are_lineage_and_not_judged() -> None:
    lineage = track("Rack Tom")
    bounce = Track("toms", "toms.wav", stem="drums", bounce=("rack_tom",))
    session = replace(SONG, tracks=(*SONG.tracks, lineage, bounce))
    gone = AudioFileError("'audio/rack_tom.wav' is not there.")
    assert found(session, toms=MONO, rack_tom=gone) == []
    summed = replace(session, tracks=(*SONG.tracks, lineage, replace(bounce, file="")))
    assert only(summed, rack_tom=gone).path == "track.rack_tom.file"


any_track = st.builds(
    Track,
    id=st.uuids().map(str),
    file=st.text(max_size=20),
    name=st.text(max_size=20),
    stem=st.sampled_from(["", "drums", "lead_vocal"]),
    left_out=st.sampled_from(["", " ", "wrong take"]),
    origin=st.sampled_from(["", "raw", "mix"]),
    pan=st.sampled_from([0.0, 100.0]),
)


any_header = st.builds(
    Header,
    format=st.just("WAV"),
    subtype=st.just("PCM_16"),
    channels=st.integers(0, 8),
    samplerate=st.integers(0, 192000),
    frames=st.integers(0, 2**40),
    time_reference=st.none() | st.integers(0, 2**60),
    problems=st.lists(st.text(max_size=10), max_size=2).map(tuple),
)


@given(
    st.lists(st.tuples(any_track, any_header), max_size=6, unique_by=lambda pair: pair[0].id),
    st.sampled_from(["start", "timecode"]),
)
def test_any_session_is_judged_without_raising(pairs: list[tuple[Track, Header]], align: str) -> None:
    session = replace(SONG, align=align, tracks=tuple(one for one, _ in pairs))
    for problem in check(session, {one.id: header for one, header in pairs}):
        assert problem.message.isprintable()
        assert problem.remedy.isprintable()


def test_a_template_that_cannot_name_the_prints_is_said_before_the_render() -> None:
    problem = only(replace(SONG, delivery=Delivery(name="{title}_{nmae}_{name}")))
    assert problem.path == "delivery.name" and problem.severity == "error"
    assert "{nmae}" in problem.message and "{name}" in problem.remedy


def test_prints_that_would_have_one_name_are_said_before_the_render() -> None:
    drums = OrderLine("Drums STEM", "stem", "stem.drums", "stereo")
    mixes = (*SONG.mixes, Mix("drums_up", "DRUMS", offsets_db=(("drums", 1.0),)))
    up = OrderLine("Drums up MIX", "mix", "mix.drums_up", "stereo")
    session = replace(
        SONG, mixes=mixes, order=(MASTER_LINE, drums, up), delivery=Delivery(name="{title} {name}")
    )
    problem = only(session)
    assert problem.path == "delivery.name"
    assert "stem.drums and mix.drums_up would both be written to 'Song DRUMS.wav'" in problem.message
    assert not found(replace(session, delivery=Delivery()))
    (kindless,) = found(replace(session, order=(MASTER_LINE, drums)))
    assert "does not say of a file whether it is a mix" in kindless.message and kindless.severity == "error"


def test_the_rate_that_is_said_is_the_rate_of_the_render() -> None:
    """The rate that most tracks have; members of a bounce that has a file count as the render counts them."""
    slow = replace(MONO, samplerate=44100, frames=441000)
    problem = only(SONG, kick=slow)
    assert '"Kick" is not at 48 kHz: resampled once, to 48 kHz.' in problem.message


def test_a_mono_track_between_middle_and_side_wants_a_pan_law() -> None:
    problem = only(changed(SONG, "guitar", pan=-30.0))
    assert (problem.path, problem.severity) == ("track.guitar.pan", "warning")
    assert '"Guitar" is mono and panned, and no pan law is written' in problem.message
    assert "pan_law_db = -3" in problem.remedy


def test_no_pan_law_is_wanted_where_it_is_written_or_changes_nothing() -> None:
    panned = changed(SONG, "guitar", pan=-30.0)
    for law in (0.0, -3.0):
        assert found(replace(panned, pan_law_db=law)) == []
    assert found(panned, guitar=replace(MONO, channels=2)) == []
    assert found(changed(SONG, "guitar", pan=-100.0)) == []
    assert found(changed(panned, "guitar", left_out="not used", stem="")) == only_unfed(panned)


def only_unfed(session: Session) -> list[Problem]:
    return found(changed(session, "guitar", left_out="not used", stem="", pan=0.0))


WHOLE = track("Drums_STEM", "drums")


def with_whole(**fields: object) -> Session:
    return with_tracks(SONG, replace(WHOLE, **fields))  # type: ignore[arg-type]


@pytest.mark.parametrize("stem", ["drums", "guitars"])
def test_a_track_named_as_a_stem_beside_its_parts_is_asked_about(stem: str) -> None:
    problem = only(with_whole(stem=stem), drums_stem=MONO)
    assert (problem.path, problem.severity) == ("track.drums_stem.origin", "warning")
    assert (
        '"Drums_STEM" is named as a STEM, and nobody has said what it is: if it holds "Kick", "Snare", '
        in (problem.message)
    )
    assert "they are heard twice in the sum" in problem.message


def test_a_mix_waits_for_the_answer_where_it_is_in_no_stem() -> None:
    problem = only(with_whole(stem=""), drums_stem=MONO)
    assert (problem.path, problem.severity) == ("track.drums_stem.origin", "error")
    assert "give it a stem (1-9)" in problem.remedy


def test_a_finished_stem_beside_its_parts_is_in_the_sum_twice_whoever_has_said_so() -> None:
    problem = only(with_whole(origin="stem"), drums_stem=MONO)
    assert problem.message.startswith('"Drums_STEM" is recorded as a finished STEM: if it holds "Kick", ')
    assert problem.severity == "warning"


@pytest.mark.parametrize("answer", [{"origin": "printed"}, {"origin": "raw"}, {"left_out": "a sum"}])
def test_it_is_asked_about_no_more_once_somebody_has_said(answer: dict[str, str]) -> None:
    assert found(with_whole(**answer), drums_stem=MONO) == []


@pytest.mark.parametrize(
    ("mix", "words"),
    [
        (Mix("x", "Lead Vocal Up"), 'In "Lead Vocal Up", "Lead Vocal" is no louder than in the master mix'),
        (Mix("x", "LeadVocalUp", offsets_db=(("lead_vocal", -1.0),)), '"Lead Vocal" is no louder'),
        (
            Mix("x", "Vocals Up", offsets_db=(("drums", 1.0),)),
            '"Lead Vocal" and "Backing Vocals" are no louder',
        ),
        (Mix("x", "Drums Down", offsets_db=(("drums", 1.0),)), '"Drums" is no softer'),
        (Mix("x", "Vocal Up Drums Down", offsets_db=(("lead_vocal", 1.0),)), '"Drums" is no softer'),
        (Mix("x", "Vocal Up 2 dB", offsets_db=(("lead_vocal", 1.0),)), '"Vocal Up 2 dB" says 2 dB'),
        (Mix("x", "No Drums", without=("guitars",)), '"No Drums" keeps "Drums"; its name says'),
        (Mix("x", "w/o vocals", without=("lead_vocal",)), '"w/o vocals" keeps "Backing Vocals"'),
        (Mix("x", "Master v2", without=("drums",)), '"Master v2" lacks "Drums"; to most, the master mix'),
        (Mix("x", "Main Mix", without=("drums",)), '"Main Mix" lacks "Drums"; to most, the master mix'),
        (Mix("x", "Drumless", without=("bass",)), '"Drumless" keeps "Drums"; its name says that it does not'),
        (Mix("x", "Karaoke", without=("drums",)), '"Karaoke" keeps "Lead Vocal"; to most, a karaoke mix'),
        (Mix("x", "Full Master", offsets_db=(("drums", 1.0),)), '"Full Master" moves "Drums"'),
        (
            Mix("x", "Instrumental + BVs", without=("backing_vocals",)),
            '"Instrumental + BVs" keeps "Lead Vocal"',
        ),
    ],
)
def test_a_name_that_says_what_is_moved_or_missing_is_held_to_it(mix: Mix, words: str) -> None:
    problem = only(replace(SONG, mixes=(SONG.mixes[0], mix)))
    assert (problem.path, problem.severity) == ("mix.x", "warning")
    assert words in problem.message and problem.remedy


@pytest.mark.parametrize(
    "mix",
    [
        Mix("x", "Lead Vocal Up", offsets_db=(("lead_vocal", 1.0),)),
        Mix("x", "Vocal Up", offsets_db=(("drums", -1.0), ("guitars", -1.0))),
        Mix("x", "Vocal Up 1 dB", offsets_db=(("lead_vocal", 1.0), ("backing_vocals", 1.0))),
        Mix("x", "Stripped Down", without=("drums",)),
        Mix("x", "Upright", without=("drums",)),
        Mix("x", "Kazoo Up"),
        Mix("x", "No Drums", without=("drums",)),
        Mix("x", "No. 1", without=("drums",)),
        Mix("x", "Instrumental (no vocals)", without=("lead_vocal", "backing_vocals")),
        Mix("x", "Instrumental with BVs", without=("lead_vocal",)),
        Mix("x", "Radio Master", without=("drums",)),
        Mix("x", "Main Vocals Mix", only=("lead_vocal",)),
        Mix("x", "Wireless", without=("drums",)),
        Mix("x", "Drumless", without=("drums",)),
        Mix("x", "Karaoke", without=("lead_vocal",)),
    ],
    ids=lambda mix: mix.name,
)
def test_a_name_that_is_kept_or_promises_nothing_raises_nothing(mix: Mix) -> None:
    assert found(replace(SONG, mixes=(SONG.mixes[0], mix))) == []


@pytest.mark.parametrize(
    ("asked", "deliver", "words"),
    [
        ("acapella", "x", '"Beat" keeps "Drums" and "Guitars"; to most, an a cappella is vocals alone.'),
        ("karaoke mix", "master", '"Master" keeps "Lead Vocal"; to most, a karaoke mix has no lead'),
        ("the full mix", "x", '"Beat" lacks "Lead Vocal" and "Backing Vocals"; to most, the master mix'),
        ("mix without drums", "master", '"Master" keeps "Drums"; they want it without.'),
        (
            "vocal up",
            "master",
            "no louder than in the master mix: whoever orders it gets something else than they",
        ),
        ("vocal up 2 dB", "up", "they say 2 dB, and what it moves is moved by"),
    ],
)
def test_what_they_ask_for_is_held_against_the_mix_that_they_get(
    asked: str, deliver: str, words: str
) -> None:
    beat = Mix("x", "Beat", without=("lead_vocal", "backing_vocals"))
    up = Mix("up", "Louder", offsets_db=(("lead_vocal", 1.0), ("backing_vocals", 1.0)))
    lines = (OrderLine(asked, "mix", f"mix.{deliver}"),)
    said = [one for one in found(replace(SONG, mixes=(*SONG.mixes, beat, up), order=lines))]
    assert any(words in one.message and one.path == "order.1" for one in said), said


@pytest.mark.parametrize(
    ("asked", "deliver"),
    [
        ("full mix for a TV spot", "master"),
        ("the beat", "x"),
        ("mix minus vocals", "x"),
        ("instrumental, no vocals", "x"),
        ("master mix please", "master"),
    ],
)
def test_words_that_the_mix_keeps_raise_nothing(asked: str, deliver: str) -> None:
    beat = Mix("x", "Beat", without=("lead_vocal", "backing_vocals"))
    lines = (OrderLine(asked, "mix", f"mix.{deliver}"),)
    assert found(replace(SONG, mixes=(*SONG.mixes, beat), order=lines)) == []


def test_an_a_cappella_with_drums_is_seen_where_no_stem_is_called_vocals() -> None:
    stems = (Stem("drums", "Drums"), Stem("anna", "Anna"))
    tracks = (track("Kick", "drums"), track("Anna", "anna"))
    session = replace(SONG, stems=stems, tracks=tracks, order=())
    mixes = (MASTER, Mix("x", "A Cappella", only=("drums", "anna")), Mix("y", "Acapella", only=("anna",)))
    assert '"A Cappella" keeps "Drums"; to most' in only(replace(session, mixes=mixes), anna=MONO).message
