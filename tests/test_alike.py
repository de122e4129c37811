"""The next song of an album: what it takes over from one that is like it."""

import json
import tomllib
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from stemtui import manifest
from stemtui.alike import carry, matched
from stemtui.cli import main
from stemtui.session import Delivery, Mix, MixBus, OrderLine, Session, Stem, Track
from tests.small_sessions import noise, write


def song(*files: str, title: str = "", **fields: object) -> Session:
    """A session of files, each track named for its file."""
    tracks = tuple(Track(Path(file).stem.casefold().replace(" ", "_"), file) for file in files)
    return replace(Session(title=title, tracks=tracks), **fields)  # type: ignore[arg-type]


def found(ours: Session, theirs: Session) -> dict[str, str]:
    return {match.track: match.like for match in matched(ours, theirs)[0]}


FIRST = ("01 Kick In.wav", "02 Snare.wav", "03 OH L.wav", "04 OH R.wav", "05 Bass DI.wav")


def test_numbers_titles_and_order_may_differ() -> None:
    second = song(
        "01_SongB_Snare_48.wav",
        "02_SongB_Kick In_48.wav",
        "03_SongB_OH R_48.wav",
        "04_SongB_OH L_48.wav",
        "05_SongB_Bass DI_48.wav",
    )
    assert found(second, song(*FIRST)) == {
        "01_songb_snare_48": "02_snare",
        "02_songb_kick_in_48": "01_kick_in",
        "03_songb_oh_r_48": "04_oh_r",
        "04_songb_oh_l_48": "03_oh_l",
        "05_songb_bass_di_48": "05_bass_di",
    }


def test_spaces_points_and_capitals_make_no_other_name() -> None:
    ours = song("02 bass d.i..wav", "03 LeadVox.wav", "04 GtrA.wav", "05 Gtr a.wav")
    theirs = song("01 Bass DI.wav", "09 Lead Vox.wav", "10 GTR A.wav")
    matches, unsure = matched(ours, theirs)
    assert {match.like for match in matches} == {"01_bass_di", "09_lead_vox"}
    assert unsure == {"04_gtra": ("10_gtr_a",), "05_gtr_a": ("10_gtr_a",)}


def test_the_next_song_begins_without_the_version_of_the_other() -> None:
    like = song(*FIRST, version="3", delivery=Delivery(folder="prints/delivery_v3"))
    carried = carry(song(*FIRST), like).session
    assert (carried.version, carried.delivery.folder) == ("", "prints/delivery")


def test_a_track_number_goes_and_the_number_of_a_voice_stays() -> None:
    theirs = song("Kick.wav", *(f"{number + 14} BV {number}.wav" for number in (1, 2, 3)))
    names = (f"Song Two - {number + 20} BV {number}.wav" for number in (1, 2, 3))
    ours = song("Kick.wav", *names, title="Song Two")
    assert found(ours, theirs) == {
        "kick": "kick",
        **{f"song_two_-_{number + 20}_bv_{number}": f"{number + 14}_bv_{number}" for number in (1, 2, 3)},
    }


def test_what_could_be_several_is_listed_and_never_guessed() -> None:
    theirs = song("Tom 1.wav", "Tom 2.wav", "Kick.wav")
    matches, unsure = matched(song("Tom.wav", "Kick.wav"), theirs)
    assert [match.like for match in matches] == ["kick"]
    assert unsure == {"tom": ("tom_1", "tom_2")}


def test_what_is_left_over_is_no_match_by_that_alone() -> None:
    theirs = song("Tom 1.wav", "Tom 2.wav", "Kick.wav")
    ours = song("Tom 1.wav", "Tom 3.wav", "Kick.wav")
    matches, unsure = matched(ours, theirs)
    assert {match.track: match.like for match in matches} == {"tom_1": "tom_1", "kick": "kick"}
    assert unsure == {"tom_3": ("tom_2",)}


def test_sides_are_not_exchanged() -> None:
    assert found(song("OH L.wav"), song("OH R.wav")) == {}


def test_the_title_goes_where_few_names_show_it() -> None:
    assert found(song("Paper Boat Vox.wav", title="Paper Boat"), song("Vox.wav")) == {"paper_boat_vox": "vox"}


def test_abbreviations_are_the_words_that_they_stand_for() -> None:
    first = song(
        "01 Snr Top.wav",
        "02 OH L.wav",
        "03 Hat.wav",
        "04 Gtr R.wav",
        "05 Ld Vox Dbl.wav",
        "06 Vox Verb.wav",
        "07 BGV Hi.wav",
        "08 Lo Tom.wav",
    )
    second = song(
        "09 Snare Top.wav",
        "10 Overhead Left.wav",
        "11 Hi Hat.wav",
        "12 Guitar Right.wav",
        "13 Lead Vocal Double.wav",
        "14 Vocal Reverb.wav",
        "15 BGV High.wav",
        "16 Low Tom.wav",
    )
    assert list(found(second, first).values()) == [track.id for track in first.tracks]
    # two that are spelled in one way make a question
    matches, unsure = matched(song("Lead Vocal.wav"), song("Ld Vox.wav", "Lead Vox.wav"))
    assert not matches and unsure == {"lead_vocal": ("ld_vox", "lead_vox")}


def test_words_that_are_written_as_one_are_the_words_that_they_are() -> None:
    first = song("13 Lead Vocal.wav", "14 Snare Top.wav", "15 Bass DI.wav", "16 Lead Vocal Double.wav")
    second = song("01 leadvox.wav", "02 SnrTop.wav", "03 BassDI.wav", "04 LeadVoxDbl.wav")
    assert list(found(second, first).values()) == [track.id for track in first.tracks]


def test_every_spelling_stands_for_one_word() -> None:
    table = tomllib.loads((files("stemtui") / "spellings.toml").read_text(encoding="utf-8"))
    spelled = [one for spellings in table.values() for one in spellings.split(", ")]
    assert len(spelled) == len(set(spelled)) and not table.keys() & set(spelled)
    assert all(len(one.split()) <= 2 for one in spelled)


LIKE = Session(
    title="One",
    artist="The Margaritas",
    version="3",
    treatment="manifest",
    treatment_note="v3",
    pan_law_db=-3.0,
    mix_bus=MixBus(ceiling_dbtp=-1.0),
    delivery=Delivery(name="{artist}_{name}_{kind}", date="2026-01-01", trim_db=-2.0),
    stems=(Stem("drums", "Drums"), Stem("keys", "Keys")),
    mixes=(Mix("master", "Master"), Mix("no_keys", "No Keys", without=("keys",))),
    order=(
        OrderLine("the kick", "track", "track.kick", waive="it is lovely"),
        OrderLine("the snare", "track", "track.snare"),
        OrderLine("Drums", "stem", "stem.drums"),
    ),
    tracks=(
        Track("kick", "01 Kick.wav", stem="drums", gain_db=-2.0, pan=10.0, origin="raw", note="hole"),
        Track("snare", "02 Snare.wav", stem="drums"),
        Track("top", "03 Piano Top.wav"),
        Track("low", "04 Piano Low.wav"),
        Track("piano", stem="keys", bounce=("top", "low")),
    ),
)


def test_what_is_taken_over_and_what_stays() -> None:
    kicks = Session(
        title="Two",
        tracks=(Track("bd", "Kick.wav"), Track("snare", "Claves.wav"), Track("a", "Piano Low.wav")),
    )
    carried = carry(kicks, LIKE)
    after = carried.session
    assert (after.title, after.version, after.treatment_note) == ("Two", "", "")
    assert (after.artist, after.treatment, after.pan_law_db) == ("The Margaritas", "manifest", -3.0)
    assert (after.stems, after.mixes, after.mix_bus) == (LIKE.stems, LIKE.mixes, LIKE.mix_bus)
    assert after.delivery == Delivery(name="{artist}_{name}_{kind}")
    assert after.track("bd") == Track("bd", "Kick.wav", stem="drums", gain_db=-2.0, pan=10.0, origin="raw")
    # the other song's snare is not here, and what is here under its id is something else
    assert [line.deliver for line in after.order] == ["track.bd", "", "stem.drums"]
    assert not any(line.waive for line in after.order)
    assert (carried.open_lines, carried.waived, carried.by_ear) == ((2,), (1,), ("bd",))
    assert (carried.new, carried.missing) == (("snare",), ("snare", "top"))
    assert "piano" not in after.track_index  # half of it is not here


def test_a_bounce_comes_along_where_all_of_it_is_here() -> None:
    pianos = Session(tracks=(Track("a", "Piano Low.wav"), Track("b", "Piano Top.wav")))
    assert carry(pianos, LIKE).session.track("piano").bounce == ("b", "a")


def test_init_like_writes_a_manifest_that_loads_and_never_over_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("Kick_02", "Piano Top_02", "Piano Low_02", "Claves_02"):
        write(tmp_path / "two" / f"{name}.wav", noise(1))
    manifest.save(LIKE, tmp_path / "one.toml")
    argv = ["init", str(tmp_path / "two"), "--like", str(tmp_path / "one.toml")]
    assert main([*argv, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    written = manifest.load(tmp_path / "two")
    assert {match["like"] for match in said["matched"]} == {"kick", "top", "low"}
    assert [one["file"] for one in said["new"]] == ["Claves_02.wav"]
    assert [one["file"] for one in said["missing"]] == ["02 Snare.wav"]
    assert written.stems == LIKE.stems
    assert written.track("piano").bounce
    before = (tmp_path / "two" / "stemtui.toml").read_bytes()
    assert main(argv) == 1
    assert "is there already" in capsys.readouterr().err
    assert (tmp_path / "two" / "stemtui.toml").read_bytes() == before


def test_init_like_brings_the_other_songs_own_names_and_destination_along(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "two" / "Kick.wav", noise(1))
    house = tmp_path / "one" / "house" / "ours.toml"
    house.parent.mkdir(parents=True)
    house.write_text('label = "ours"\nsource = "us"\ntemplate = "{title} {name} {kind}"\n')
    own = replace(LIKE.delivery, naming="house/ours.toml", profile="gone.toml")
    manifest.save(replace(LIKE, delivery=own), tmp_path / "one" / "stemtui.toml")
    assert main(["init", str(tmp_path / "two"), "--like", str(tmp_path / "one")]) == 0
    out = capsys.readouterr().out
    copy = tmp_path / "two" / "house" / "ours.toml"
    assert copy.read_text() == house.read_text() and f"Copied: {copy}" in out
    assert 'Not copied: The profile "gone.toml" could not be read' in out
    copy.write_text("theirs now")
    (tmp_path / "two" / "stemtui.toml").unlink()
    assert main(["init", str(tmp_path / "two"), "--like", str(tmp_path / "one"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["copied"] == [] and copy.read_text() == "theirs now"


def test_init_like_says_what_did_not_match_on_both_sides(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "two" / "Kick.wav", noise(1))
    write(tmp_path / "two" / "Claves.wav", noise(2))
    manifest.save(LIKE, tmp_path / "one.toml")
    assert main(["init", str(tmp_path / "two"), "--like", str(tmp_path / "one.toml")]) == 0
    out = capsys.readouterr().out
    assert "Only here: Claves.wav" in out
    assert 'Only in "One": 02 Snare.wav' in out
    assert 'Order line 2 ("the snare") delivers nothing yet' in out
    assert "Gain, polarity or delay as in" in out


def test_what_is_new_goes_into_a_stem_of_the_other_songs_where_its_name_says_which(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, name in enumerate(("Kick", "Rack Tom", "Clavinet", "Bass DI", "Rough Mix", "OH L", "OH R")):
        write(tmp_path / "two" / f"{name}.wav", noise(number))
    manifest.save(LIKE, tmp_path / "one.toml")
    assert main(["init", str(tmp_path / "two"), "--like", str(tmp_path / "one.toml")]) == 0
    out = capsys.readouterr().out
    assert "Only here: Rack Tom.wav (into Drums, by its name)" in out
    assert "Only here: Clavinet.wav (into Keys, by its name)" in out
    assert "Only here: Bass DI.wav\n" in out and "Only here: Rough Mix.wav\n" in out
    assert '"Rough Mix" is named like a print: is it a mix, or a track of this song?' in out
    written = manifest.load(tmp_path / "two")
    assert (written.stems, written.mixes) == (LIKE.stems, LIKE.mixes)
    assert (written.track("rack_tom").stem, written.track("bass_di").stem) == ("drums", "")
    assert (written.track("oh_l").pan, written.track("oh_r").pan) == (-100, 100)
