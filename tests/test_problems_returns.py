"""Questions that effect returns raise, and vocals in stems not called so, where mixes leave stems out."""

from dataclasses import replace

import pytest

from stemtui.glossary import is_shared_return
from stemtui.problems import check
from stemtui.session import Mix, Session, Stem, Track
from tests.judged import SONG, found, only
from tests.songs import MASTER, MONO, changed, track, with_tracks


@pytest.mark.parametrize(
    ("label", "shared"),
    [
        ("Reverb", True),
        ("Long Delay 2", True),
        ("FX Plate L", True),
        ("Rvb R", True),
        ("Throws", True),
        ("Slapback", True),
        ("Vox Verb", False),
        ("Snare Plate", False),
        ("FX", False),
        ("", False),
    ],
)
def test_a_return_whose_name_says_no_source_is_shared(label: str, shared: bool) -> None:
    assert is_shared_return(Track("x", name=label)) == shared


def test_a_shared_return_in_one_stem_is_said_where_mixes_leave_stems_out() -> None:
    session = with_tracks(SONG, track("Reverb", "drums"))
    problem = only(session, reverb=MONO)
    assert problem.severity == "warning"
    assert '"Reverb" is named like a shared effect return' in problem.message
    assert '"Instrumental"' in problem.message
    assert found(replace(session, mixes=session.mixes[:1]), reverb=MONO) == []


def test_a_return_in_another_stem_than_its_source_is_said_where_a_mix_parts_them() -> None:
    problem = only(with_tracks(SONG, track("Vox Reverb", "drums")), vox_reverb=MONO)
    assert problem.path == "track.vox_reverb.stem" and problem.severity == "warning"
    assert 'named like an effect of "Lead Vocal" and is in "Drums"' in problem.message
    assert '"Instrumental" keeps it without its source' in problem.message
    assert "stem.lead_vocal" in problem.remedy
    problem = only(with_tracks(SONG, track("Snare Plate", "lead_vocal")), snare_plate=MONO)
    assert '"Instrumental" keeps its source without it' in problem.message


@pytest.mark.parametrize(
    ("label", "stem"),
    [("Vox Reverb", "backing_vocals"), ("Snare Plate", "drums"), ("Guitar Delay", "drums")],
    ids=["of some vocal", "at home", "no mix parts them"],
)
def test_a_return_beside_its_source_in_every_mix_is_no_question(label: str, stem: str) -> None:
    one = track(label, stem)
    assert found(with_tracks(SONG, one), **{one.id: MONO}) == []


def test_the_reverb_of_effects_for_a_picture_is_of_no_other_source() -> None:
    stems = (Stem("dialogue", "Dialogue"), Stem("effects", "Effects"))
    tracks = (
        track("DX Boom", "dialogue"),
        track("DX Lav", "dialogue"),
        track("FX Car", "effects"),
        track("FX Reverb", "effects"),
    )
    mixes = (MASTER, Mix("m_and_e", "M&E", without=("dialogue",)))
    session = Session(treatment="printed", stems=stems, mixes=mixes, tracks=tracks)
    headers = {one.id: MONO for one in tracks}
    assert list(check(session, headers)) == []
    shared = with_tracks(session, track("Reverb", "effects"))
    (problem,) = check(shared, {**headers, "reverb": MONO})
    assert '"Reverb" is named like a shared effect return' in problem.message


def test_the_hall_that_an_orchestra_plays_in_is_no_effect() -> None:
    stems = (Stem("orchestra", "Orchestra"), Stem("lead_vocal", "Lead Vocal"))
    names = ("Vln 1", "Viola", "Horns", "Flute", "Oboe", "Hall L", "Hall R")
    players = [
        track(name, "orchestra", pan=100 * (name[-1] == "R") - 100 * (name[-1] == "L")) for name in names
    ]
    tracks = (*players, track("Lead Vocal", "lead_vocal"))
    mixes = (MASTER, Mix("i", "Instrumental", without=("lead_vocal",)))
    session = Session(treatment="printed", stems=stems, mixes=mixes, tracks=tracks)
    assert list(check(session, {one.id: MONO for one in tracks})) == []


def test_an_instrumental_that_keeps_a_vocal_track_in_another_stem_is_said() -> None:
    problem = only(changed(SONG, "backing_vocal_2", stem="guitars"))
    assert problem.path == "mix.instrumental" and problem.severity == "warning"
    assert '"Instrumental" keeps "Guitars", where "Backing Vocal 2" is named like vocals' in problem.message
    stems = tuple(replace(one, name="Zoe") if one.id == "lead_vocal" else one for one in SONG.stems)
    kept = Mix("i", "Instrumental", without=("backing_vocals",))
    session = replace(SONG, stems=stems, mixes=(MASTER, kept))
    assert '"Instrumental" keeps "Zoe", where "Lead Vocal" is named' in only(session).message
    with_zoe = replace(kept, name="Instrumental with Zoe")
    assert found(replace(session, mixes=(MASTER, with_zoe))) == []
