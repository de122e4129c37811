"""The glossary on the screen: what is said of the very thing under the cursor."""

import math
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemtui import glossary
from stemtui.errors import AudioFileError
from stemtui.glossary.placing import delivered_by
from stemtui.glossary.saying import KIND, REMEDY, Explanation, Sentence
from stemtui.glossary.wrapping import columns, cut, wrap
from stemtui.header import Header
from stemtui.session import Mix, OrderLine, Session, Track
from stemtui.text import slug
from tests.explanations import CASES, HEADERS, SONG, of_stem, said
from tests.songs import MONO, changed, track, with_tracks


def test_a_name_that_two_things_have_is_asked_about() -> None:
    assert (
        said(SONG, "Lead Vocal") == "'Lead Vocal' is stem.lead_vocal or track.lead_vocal: name one of them."
    )


def test_the_screen_of_the_design() -> None:
    session = with_tracks(SONG, track("Rack Tom"))
    assert glossary.explain(session, ["track.rack_tom"]).lines(85, 3) == [
        "Rack Tom is a TRACK: a file made while recording, before the mix.",
        "It is in no stem yet: it can feed the Drums STEM, inside it, not beside it.",
        "Ordered alone (o) it stays a TRACK; 1 puts it in Drums.",
    ]


@pytest.mark.parametrize(
    ("session", "items", "headers", "phrases"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_what_is_said_of_this_very_thing(
    session: Session, items: tuple[str, ...], headers: dict[str, Any], phrases: list[str]
) -> None:
    text, at = said(session, *items, **headers), 0
    for phrase in phrases:
        assert phrase in text[at:], f"{phrase!r} not in, or not in this order: {text}"
        at = text.index(phrase, at)


@pytest.mark.parametrize(
    ("one", "key"), [(track("Pad", "drums"), "x"), (track("Thing"), "1-4"), (track("In", ""), "1-4")]
)
def test_a_key_that_begins_a_sentence_stays_that_key(one: Track, key: str) -> None:
    spoken = glossary.explain(with_tracks(SONG, one), [f"track.{one.id}"]).spoken
    assert [said.brief for said in spoken if said.brief][-1].startswith(f"{key} ")
    alone = replace(one, stem="")
    fresh = glossary.explain(Session(tracks=(alone,)), [f"track.{one.id}"]).spoken
    assert [said.brief for said in fresh if said.brief][-1][:2] in ("x ", "y ", "n ")


@pytest.mark.parametrize(
    ("session", "items", "headers", "phrases"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_kind_and_every_remedy_fit_the_smallest_pane(
    session: Session, items: tuple[str, ...], headers: dict[str, Any], phrases: list[str]
) -> None:
    explanation = glossary.explain(session, items, {**HEADERS, **headers})
    # below the words of a track lies its waveform
    lines = explanation.lines(76, 3 if items and items[0].startswith("track.") else 4)
    shown = " ".join(lines)
    spoken = [one.brief if one.text not in shown and one.brief else one.text for one in explanation.spoken]
    assert shown.startswith(spoken[0]) and all(columns(line) <= 76 for line in lines)
    assert "…" not in shown
    for one, text in zip(explanation.spoken, spoken, strict=True):
        assert text in shown or one.weight > REMEDY, f"{text!r} is lost: {shown}"
    whole = [text for text in spoken if text in shown]
    assert " ".join(whole) == shown, "a sentence is cut"
    assert re.search(r"\b(TRACK|STEM|MIX|SUBMIX|UNKNOWN|in this session)", whole[0])


def test_what_is_not_known_yet_is_not_said_to_add_up() -> None:
    every = [f"stem.{stem.id}" for stem in SONG.stems]
    assert "come very close" not in said(replace(SONG, treatment=""), *every)


def test_how_many_make_a_claim_follows_the_claim() -> None:
    liars = tuple(track(f"Part {n}", file=f"Part {n} STEM.wav") for n in range(3))
    spoken = glossary.explain(replace(SONG, tracks=liars), [f"track.{liars[0].id}"], {liars[0].id: MONO})
    assert "a name proves nothing. 3 files here say so. Mono" in " ".join(spoken.sentences)


def test_nothing_is_claimed_of_a_file_whose_origin_is_unknown() -> None:
    text = said(with_tracks(SONG, track("Kick_STEM")), "track.kick_stem")
    assert "is a TRACK:" not in text
    assert "is a STEM" not in text.replace("a group as mixed is a STEM", "")


def test_what_a_fold_lost_at_the_last_print_is_said() -> None:
    narrow = changed(SONG, "bass_di", pan=-30.0)
    spoken = glossary.explain(narrow, ["stem.bass"], HEADERS, {"stem.bass": -15.234})
    shown = " ".join(spoken.lines(76, 4))
    lost = "folded into one channel it lost 3 % of its energy (-15.2 dB) when it was last printed"
    assert f"Bass DI is panned 30 left: {lost}; c makes it stereo." in shown


@pytest.mark.parametrize(
    ("db", "words"),
    [(-7.83, "loses 16 % of its energy (-7.8 dB)"), (-40.0, "0.01 % of its"), (-math.inf, "loses nothing")],
)
def test_what_a_fold_loses_now_is_said_and_not_what_it_lost_once(db: float, words: str) -> None:
    narrow = changed(SONG, "bass_di", pan=-30.0)
    spoken = glossary.explain(narrow, ["stem.bass"], HEADERS, {"stem.bass": -15.234}, {"stem.bass": db})
    shown = " ".join(spoken.lines(76, 4))
    assert words in shown and "last printed" not in shown


def test_long_names_leave_room_for_the_kind_and_the_remedy() -> None:
    name = "Overhead Microphone " * 3
    long = with_tracks(
        SONG, track(f"{name}L"), track(f"{name}R", "drums"), track(name, "drums", gain_db=-1.5)
    )
    for key in (one.id for one in long.tracks[-3:]):
        lines = glossary.explain(long, [f"track.{key}"], {key: MONO}).lines(76, 3)
        shown = " ".join(lines)
        assert "is a TRACK" in shown and len(lines) <= 3
        assert "1 puts it in Drums" in shown or "feeds the Drums STEM" in shown


def test_long_names_of_a_track_and_its_stem_leave_room_for_what_to_press() -> None:
    stem = replace(SONG.stem("drums"), name="Percussion and Everything That Is Hit ")
    stems = tuple(stem if one.id == "drums" else one for one in SONG.stems)
    long = with_tracks(replace(SONG, stems=stems), track("Overhead Microphone " * 3, "drums"))
    key = long.tracks[-1].id
    assert glossary.explain(long, [f"track.{key}"], {key: MONO}).lines(76, 3)[-1].endswith(" takes it out.")


def test_the_remedy_is_said_last_of_a_track_that_is_in_no_stem() -> None:
    for name in ("In", "Click", "Overhead Wide"):
        spoken = glossary.explain(with_tracks(SONG, track(name)), [f"track.{slug(name)}"], HEADERS)
        assert spoken.lines(76, 3)[-1].endswith(spoken.sentences[-1][-14:])
        assert "in no stem yet" in spoken.sentences[-2]


def test_the_remedy_is_said_last_of_what_has_a_place() -> None:
    centred = replace(SONG, tracks=tuple(replace(one, pan=0.0) for one in SONG.tracks))
    liars = changed(changed(SONG, "kick", file="Kick_STEM.wav"), "snare", file="Snare_STEM.wav")
    unsaid = replace(SONG, treatment="")
    half = with_tracks(SONG, track("Room L", "drums"))
    for session, items, height, remedy in (
        (SONG, ["track.kick"], 3, "x takes it out."),
        (half, ["track.room_l"], 3, "N adds it once its file is here."),
        (centred, ["track.overhead_r"], 3, "e pans them apart."),
        (liars, ["track.kick", "track.snare"], 4, "t records it."),
        (unsaid, ["stem.drums", "mix.tv"], 4, "o asks."),
    ):
        known = {**HEADERS, "room_l": MONO}
        assert glossary.explain(session, items, known).lines(76, height)[-1].endswith(remedy)
    kinds = glossary.explain(unsaid, ["stem.drums", "mix.tv"]).sentences[0]
    assert kinds == "1 STEM (once the mix is known) and 1 MIX: Drums and TV."


def test_a_refused_line_and_its_remedy_fit_the_smallest_pane() -> None:
    wrong = replace(SONG, order=(OrderLine("Drum STEM", "stem", "track.kick"),))
    shown = " ".join(glossary.explain(wrong, ["track.kick"], HEADERS).lines(76, 3))
    assert "is a TRACK" in shown and "REFUSED" in shown and "deliver stem.drums" in shown


def test_wide_names_are_counted_in_columns() -> None:
    session = with_tracks(SONG, Track("x", "x.wav", "キック" * 20))
    for width in (20, 40, 76):
        for line in glossary.explain(session, ["track.x"]).lines(width, 4):
            assert columns(line) <= width


words = st.text(max_size=40) | st.sampled_from(
    ["Kick", "Reverb", "Master", "Kick_STEM", "OH L", "OH R", "TV"]
)


tracks = st.builds(
    Track,
    id=st.uuids().map(str),
    file=words,
    name=words,
    stem=st.sampled_from(["", "drums", "bass", "lead_vocal"]),
    gain_db=st.sampled_from([0.0, -1234567.891]),
    pan=st.sampled_from([0.0, -100.0, 33.0]),
    delay_samples=st.integers(-(2**40), 2**40),
    left_out=st.just("") | words,
    origin=st.sampled_from(["", "raw", "printed", "stem", "mix"]),
)


any_header = st.builds(
    Header,
    format=words,
    subtype=words,
    channels=st.integers(0, 99),
    samplerate=st.integers(0, 2**31),
    frames=st.integers(0, 2**62),
    problems=st.lists(words, max_size=2).map(tuple),
) | st.builds(AudioFileError, words)


@st.composite
def sessions(draw: st.DrawFn) -> tuple[Session, list[str], dict[str, Any]]:
    found = draw(st.lists(tracks, max_size=5, unique_by=lambda t: t.id))
    if len(found) > 1 and draw(st.booleans()):
        found[0] = replace(found[0], bounce=(found[1].id,))
        found[1] = replace(found[1], stem="")
    stems = tuple(replace(s, name=draw(words), isolate=draw(st.booleans())) for s in SONG.stems)
    mixes = (
        *SONG.mixes,
        Mix("x", draw(words), only=("drums",), offsets_db=(("drums", draw(st.floats(-99, 99))),)),
    )
    session = replace(
        SONG,
        stems=stems,
        mixes=mixes,
        tracks=tuple(found),
        treatment=draw(st.sampled_from(["", "printed", "manifest", "none"])),
    )
    ids = [f"track.{t.id}" for t in found] + [f"stem.{s.id}" for s in stems] + [f"mix.{m.id}" for m in mixes]
    items = draw(st.lists(st.sampled_from([*ids, "rest"]) | words, max_size=4))
    return session, items, {t.id: draw(any_header) for t in found if draw(st.booleans())}


@given(sessions(), st.integers(1, 130), st.integers(1, 8))
def test_any_selection_is_explained_within_its_pane(
    drawn: tuple[Session, list[str], dict[str, Any]], width: int, height: int
) -> None:
    explanation = glossary.explain(*drawn)
    lines = explanation.lines(width, height)
    assert 1 <= len(lines) <= height
    for line in lines:
        assert line
        assert columns(line) <= width
        assert line.isprintable()
    assert all(sentence.isprintable() for sentence in explanation.sentences)
    if width >= 76 and height >= 3:
        first, shown = explanation.spoken[0], " ".join(lines)
        begins = [" ".join(text.split())[:60].rstrip() for text in (first.text, first.brief) if text]
        assert any(shown.startswith(words) for words in begins)


@given(st.text(max_size=60), st.integers(1, 30))
def test_wrapping_keeps_every_word(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join(text.split()) == "".join("".join(lines).split())
    assert all(columns(cut(line, width)) <= width for line in lines)


def test_formulas_are_said_in_full_for_the_receipt() -> None:
    formulas = {mix.id: glossary.formula(SONG, mix) for mix in SONG.mixes}
    assert formulas == {
        "master": "every stem as it is",
        "instrumental": "Master minus Lead Vocal and Backing Vocals",
        "a_cappella": "only Lead Vocal and Backing Vocals",
        "up": "Master with Lead Vocal +1 dB",
        "tv": "Master minus Lead Vocal",
        "drums_only": "only Drums",
    }


def test_several_order_lines_deliver_in_the_plural() -> None:
    assert delivered_by([2]) == "Line 2 of the order delivers"
    assert delivered_by([1, 3]) == "Lines 1 and 3 of the order deliver"


def test_sentences_keep_their_lines_while_the_cursor_moves() -> None:
    session = with_tracks(SONG, track("Rack Tom"), track("Hat", "drums"))
    for name in ("kick", "hat", "rack_tom", "bass_amp"):
        lines = glossary.explain(session, [f"track.{name}"], {name: MONO}).lines(76, 3)
        assert lines[0].endswith("is a TRACK: a file made while recording, before the mix.")
        assert " feed" in lines[1] and lines[1].endswith("inside it, not beside it.") and len(lines) == 3
        assert lines[2].startswith("Ordered alone (o) it stays a TRACK; ")
    assert "48 kHz" in " ".join(glossary.explain(session, ["track.kick"], {"kick": MONO}).lines(76, 6))


def test_a_place_is_said_in_a_line_where_it_can_be() -> None:
    session = with_tracks(of_stem("drums", name="The Drum Kit"), track("Rack Tom"))
    place = "it can feed the The Drum Kit STEM, inside it, not beside it."
    assert glossary.explain(session, ["track.rack_tom"]).lines(90, 3)[1] == f"It is in no stem yet: {place}"
    assert glossary.explain(session, ["track.rack_tom"]).lines(76, 3)[1] == f"No stem yet: {place}"
    choir = with_tracks(SONG, *(track(f"Choir {n}", "backing_vocals") for n in range(10)))
    lines = glossary.explain(choir, ["track.choir_1"]).lines(76, 3)
    assert len(lines) == 3 and lines[1].startswith("It feeds the Backing Vocals STEM with ")
    assert lines[1].endswith(" others, inside it, not beside it.")


def test_an_origin_that_is_unknown_is_said_in_a_line() -> None:
    session = with_tracks(Session(), track("MICROCOSM_EFFECT", file="Song_Stem_MICROCOSM_EFFECT.flac"))
    assert glossary.explain(session, [f"track.{session.tracks[0].id}"]).lines(76, 3) == [
        "MICROCOSM_EFFECT: origin UNKNOWN. Its file says STEM; a name proves nothing.",
        "One source exported alone is a TRACK; a group as mixed is a STEM.",
        "Ask who made it, and press t to record the answer.",
    ]


@pytest.mark.parametrize(("name", "origin"), [("Song ROUGH MIX v2", ""), ("Rough", "mix"), ("Drums", "stem")])
def test_a_print_that_is_left_out_is_not_called_a_track(name: str, origin: Any) -> None:
    session = Session("Song", tracks=(Track("it", "it.wav", name, origin=origin, left_out="not mine"),))
    assert said(session, "track.it").startswith(f"{name} is left out of every print: not mine.")


def test_a_track_that_is_left_out_is_called_one() -> None:
    session = Session("Song", tracks=(Track("it", "it.wav", "Take", left_out="worn"),))
    assert said(session, "track.it").startswith("Take is a TRACK that is left out of every print: worn.")


def test_no_line_of_it_is_a_single_word_where_that_can_be_helped() -> None:
    text = "Drums is a STEM: a stereo submix of 10 tracks as they are treated in the mix."
    said = Explanation((Sentence(text, KIND),))
    assert said.lines(76, 4)[-1] == "the mix."
    assert Explanation((Sentence("Backing Vocals", KIND),)).lines(13, 4) == ["Backing", "Vocals"]


def test_what_is_said_of_a_range_stands_still_but_for_its_numbers_while_it_grows() -> None:
    """Each step would else be sent in full, and names that move cannot be read."""
    items = SONG.track_items
    said = [glossary.explain(SONG, items[:count]).sentences[0] for count in range(4, len(items))]
    assert said[0] == "4 TRACKS: Kick, Snare and 2 more."
    assert len({re.sub(r"\d+", "", one) for one in said}) == 1
