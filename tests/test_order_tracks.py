"""The gate on lines for tracks: whether stems were meant, and whether as in the mix or as recorded."""

from dataclasses import replace

import pytest

from stemtui.session import OrderLine, Session, Stem, Track
from tests.gates import gate, said
from tests.songs import CAMPAIGN, SIX

KICK = OrderLine("Kick", "track", "track.kick")
KIT_LINES = tuple(
    OrderLine(one.name, "track", f"track.{one.id}") for one in CAMPAIGN.tracks if one.stem == "drums"
)


def test_tracks_only_with_every_track_of_a_stem_raise_the_question_whether_stems_were_meant() -> None:
    (found,) = gate(CAMPAIGN, SIX[0], *KIT_LINES)
    assert (found.path, found.severity) == ("order.2", "warning")
    assert "The order has 10 TRACKS and no STEM" in found.message
    assert "every track of Drums is among them" in found.message
    assert "deliver stem.drums" in found.remedy


@pytest.mark.parametrize(
    "lines",
    [
        KIT_LINES[:-1],
        (*KIT_LINES, SIX[5]),
        tuple(replace(one, asked=f"{one.asked} track") for one in KIT_LINES),
        tuple(replace(one, waive="they mix it themselves") for one in KIT_LINES),
        (replace(KIT_LINES[0], asked="all drum tracks"), *KIT_LINES[1:]),
        (KICK,),
    ],
    ids=["one is missing", "a stem is there too", "they say track", "waived", "they say all", "one track"],
)
def test_tracks_that_were_meant_raise_no_question(lines: tuple[OrderLine, ...]) -> None:
    assert "no STEM" not in said(CAMPAIGN, *lines)


def treated(treatment: str, **fields: object) -> Session:
    tracks = tuple(replace(one, **fields) if one.id == "kick" else one for one in CAMPAIGN.tracks)  # type: ignore[arg-type]
    return replace(CAMPAIGN, treatment=treatment, tracks=tracks)


def test_a_track_that_the_mix_treats_raises_the_question_how_it_is_wanted() -> None:
    (found,) = gate(treated("manifest", pan=30.0, invert=True), KICK)
    assert (found.path, found.severity) == ("order.1", "warning")
    assert '"Kick" is delivered as recorded, without its pan of +30 and inverted polarity' in found.message
    assert found.message.endswith("as in the mix, or as recorded?")
    (found,) = gate(treated("printed", origin="printed"), KICK)
    assert "delivered as it was printed through the mix" in found.message


@pytest.mark.parametrize(
    ("session", "line"),
    [
        (treated("manifest"), KICK),
        (treated("manifest", gain_db=-5.0), KICK),
        (treated("none", pan=30.0), KICK),
        (treated("printed", origin="raw"), KICK),
        (treated("manifest", pan=30.0), replace(KICK, asked="Kick, raw")),
        (treated("printed", origin="printed"), replace(KICK, asked="Kick as in the mix")),
        (treated("manifest", pan=30.0), replace(KICK, waive="they pan it")),
    ],
    ids=["nothing done", "gain alone", "not mixed", "raw", "they say raw", "they say mix", "waived"],
)
def test_a_track_whose_treatment_is_no_question_raises_none(session: Session, line: OrderLine) -> None:
    assert "as recorded?" not in said(session, line)


def test_a_track_of_files_printed_through_the_mix_raises_the_question_how_it_is_wanted() -> None:
    (found,) = gate(CAMPAIGN, KICK)
    assert '"Kick" is delivered as its file is, with the mix in it as this session says' in found.message
    assert found.severity == "warning" and found.message.endswith("as in the mix, or as recorded?")


@pytest.mark.parametrize("asked", ["Kick TRACK, raw", "the dry kick", "Kick as recorded"])
@pytest.mark.parametrize("origin", ["", "printed"])
def test_a_track_wanted_as_recorded_is_not_met_by_one_with_the_mix_in_it(asked: str, origin: str) -> None:
    session, line = treated("printed", origin=origin), replace(KICK, asked=asked)
    (found,) = gate(session, line)
    assert (found.path, found.severity, found.waivable) == ("order.1", "error", True)
    assert 'they want it as recorded, and "Kick"' in found.message
    (accepted,) = gate(session, replace(line, waive="they have heard it"))
    assert accepted.severity == "warning" and "they have heard it" in accepted.message
    assert gate(treated("printed", origin="raw"), line) == []
    assert gate(treated("manifest", pan=30.0), line) == []


@pytest.mark.parametrize(
    ("session", "words"),
    [
        (treated("manifest", pan=30.0), "as its file is, without what this manifest does to it"),
        (treated("printed", origin="raw"), "as recorded: it is said to be raw"),
        (treated("none"), "as recorded: nothing is mixed yet"),
    ],
    ids=["panned here", "raw", "not mixed"],
)
def test_a_track_wanted_as_in_the_mix_is_not_met_by_one_without_it(session: Session, words: str) -> None:
    (found,) = gate(session, replace(KICK, asked="Kick TRACK as in the mix"))
    assert found.severity == "error"
    assert "asks for a TRACK" in found.message and words in found.message


def test_an_answer_about_the_mix_names_no_kind() -> None:
    """The gate itself asks for these words to be written."""
    for session in (treated("printed", origin="printed"), treated("manifest")):
        assert gate(session, replace(KICK, asked="Kick as in the mix")) == []


def test_one_track_for_words_that_are_the_name_of_its_stem_is_a_question() -> None:
    (found,) = gate(CAMPAIGN, OrderLine("Drums", "track", "track.kick"))
    assert '"Kick" is one of the 10 tracks of the Drums stem, which is called so' in found.message
    assert found.severity == "warning" and found.remedy.startswith("Deliver stem.drums, or ask the client.")
    named = ("Kick", "drum track", "the 808 kick")
    for words in named:
        assert "which is called so" not in said(CAMPAIGN, OrderLine(words, "track", "track.kick"))
    waived = OrderLine("Drums", "track", "track.kick", waive="they need the kick")
    assert "which is called so" not in said(CAMPAIGN, waived)
    both = (OrderLine("Drums", "track", "track.kick"), OrderLine("Drum STEM", "stem", "stem.drums"))
    assert "which is called so" not in said(CAMPAIGN, *both)


def test_a_finished_stem_is_no_track_and_goes_out_as_the_stem_that_it_alone_feeds() -> None:
    def lone(*names: str) -> Session:
        tracks = tuple(Track(name.lower(), f"{name}.wav", stem="music", origin="stem") for name in names)
        return Session(treatment="printed", stems=(Stem("music", "Music"),), tracks=tracks)

    line = OrderLine("Music track", "track", "track.score")
    (found,) = gate(lone("Score"), line)
    assert found.waivable and '"Score" is recorded as a finished STEM' in found.message
    assert "Deliver stem.music, which it alone feeds" in found.remedy
    assert "Give it a stem of its own (n)" in said(lone("Score", "Source"), line)
    assert not gate(lone("Score"), OrderLine("Music stem", "stem", "stem.music"))
    (found,) = gate(lone("Score"), replace(line, asked="the stem", kind="stem"))
    assert found.message.startswith("Line 1 asks for the STEM; ") and "is a finished STEM" in found.message
    (found,) = gate(lone("Score"), replace(line, waive="their name for it"))
    assert found.severity == "warning"
