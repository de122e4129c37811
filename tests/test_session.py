"""Edits return new sessions, keep every track, and refuse what would make a session inconsistent."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemtui import session as s
from stemtui.errors import EditError, StemtuiError


def drum_session() -> s.Session:
    tracks = tuple(s.Track(name, f"audio/{name}.wav") for name in ("kick", "snare", "hat", "bass", "vocal"))
    session = s.Session(title="Song", tracks=tracks)
    for name in ("Drums", "Bass", "Lead Vocal"):
        session, _ = s.add_stem(session, name)
    session = s.assign(session, ["kick", "snare", "hat"], "drums")
    session = s.assign(session, ["bass"], "bass")
    return session


def test_assigning_returns_a_new_session_and_leaves_the_old_one() -> None:
    before = drum_session()
    after = s.assign(before, ["vocal"], "lead_vocal")
    assert before.track("vocal").stem == ""
    assert after.track("vocal").stem == "lead_vocal"
    assert [t.id for t in s.unassigned(before)] == ["vocal"]
    assert s.unassigned(after) == ()


def test_a_track_is_in_one_stem_at_most() -> None:
    session = s.assign(drum_session(), ["kick"], "bass")
    assert [t.id for t in session.fed_by["drums"]] == ["snare", "hat"]
    assert [t.id for t in session.fed_by["bass"]] == ["kick", "bass"]


def test_assigning_a_left_out_track_brings_it_back() -> None:
    session = s.leave_out(drum_session(), ["hat"], "bleeds")
    assert [t.id for t in s.feeding(session, "drums")] == ["kick", "snare"]
    assert s.assign(session, ["hat"], "drums").track("hat").left_out == ""


@pytest.mark.parametrize(("tracks", "stem"), [(["cowbell"], "drums"), (["kick"], "strings")])
def test_unknown_ids_are_refused(tracks: list[str], stem: str) -> None:
    with pytest.raises(EditError, match="There is no"):
        s.assign(drum_session(), tracks, stem)


def test_what_is_inside_a_bounce_cannot_be_assigned_beside_it() -> None:
    session = drum_session()
    session = s.add_tracks(session, [s.Track("", "audio/Drum Bounce.wav", bounce=("kick", "snare"))])
    assert session.tracks[-1].id == "drum_bounce"
    with pytest.raises(EditError, match="inside the bounce 'Drum Bounce'"):
        s.assign(session, ["kick"], "drums")


def test_ids_made_from_names_are_unique() -> None:
    session = s.add_tracks(
        s.Session(), [s.Track("", "a/Kick.wav"), s.Track("", "b/kick.wav"), s.Track("", "c/鼓.wav")]
    )
    assert [t.id for t in session.tracks] == ["kick", "kick_2", "track"]


def test_two_stems_cannot_have_one_name() -> None:
    with pytest.raises(EditError, match="There is a stem 'Drums' already"):
        s.add_stem(drum_session(), " drums ")


def test_a_stem_cannot_take_another_ones_name() -> None:
    with pytest.raises(EditError, match="There is a stem 'Bass' already"):
        s.edit_stem(drum_session(), "drums", name="BASS")
    assert s.edit_stem(drum_session(), "drums", name="DRUMS").stem("drums").name == "DRUMS"


def test_renaming_a_stem_keeps_its_id() -> None:
    session = s.edit_stem(drum_session(), "drums", name="Drum Kit")
    assert session.stem("drums").name == "Drum Kit"
    assert len(session.fed_by["drums"]) == 3


def test_deleting_a_stem_frees_its_tracks_and_keeps_the_order_line() -> None:
    session = drum_session()
    session, _ = s.add_mix(session, s.Mix("", "Instrumental", without=("lead_vocal", "drums")))
    session = s.add_order_line(session, s.OrderLine("Drum STEM", "stem", "stem.drums"))
    after = s.delete_stem(session, "drums")
    assert [t.id for t in s.unassigned(after)] == ["kick", "snare", "hat", "vocal"]
    assert after.mix("instrumental").without == ("lead_vocal",)
    assert after.order == session.order
    assert [stem.id for stem in after.stems] == ["bass", "lead_vocal"]


def test_deleting_the_only_stem_of_a_mix_is_refused_since_the_mix_would_become_the_master() -> None:
    session, _ = s.add_mix(drum_session(), s.Mix("", "A Cappella", only=("lead_vocal",)))
    with pytest.raises(EditError, match="'A Cappella' holds this stem alone"):
        s.delete_stem(session, "lead_vocal")


def nested() -> s.Session:
    session = drum_session()
    session, _ = s.add_stem(session, "Cymbals", parent="drums")
    session = s.assign(session, ["hat"], "cymbals")
    return s.edit_stem(s.edit_stem(session, "cymbals", gain_db=-2.0), "drums", gain_db=1.5)


def test_a_parent_is_its_own_tracks_and_its_children() -> None:
    session = nested()
    assert [t.id for t in s.feeding(session, "drums")] == ["kick", "snare", "hat"]
    assert [(stem.id, depth) for stem, depth in s.tree(session)][:2] == [("drums", 0), ("cymbals", 1)]
    assert [stem.id for stem in s.roots(session)] == ["drums", "bass", "lead_vocal"]


def test_gains_and_offsets_add_down_the_tree() -> None:
    session = nested()
    mix = s.Mix("up", "Up", offsets_db=(("drums", 1.0), ("cymbals", 0.5)))
    assert s.stem_gain_db(session, "cymbals") == -0.5
    assert s.mix_offset_db(session, mix, "cymbals") == 1.5
    assert s.mix_offset_db(session, mix, "bass") == 0.0


def test_naming_a_parent_in_a_mix_names_its_sub_stems() -> None:
    session = nested()
    assert s.mix_stems(session, s.Mix("a", "A", only=("drums",))) == ("drums", "cymbals")
    assert s.mix_stems(session, s.Mix("a", "A", without=("drums",))) == ("bass", "lead_vocal")
    assert len(s.mix_stems(session, s.Mix("m", "Master"))) == 4


def test_a_stem_cannot_be_inside_itself() -> None:
    with pytest.raises(EditError, match="its own parent"):
        s.set_parent(nested(), "drums", "cymbals")


def test_deleting_a_parent_moves_its_children_up() -> None:
    assert s.delete_stem(nested(), "drums").stem("cymbals").parent == ""


def test_the_master_mix_is_the_one_without_members_and_offsets() -> None:
    session = drum_session()
    session, _ = s.add_mix(session, s.Mix("", "Vocal Up", offsets_db=(("lead_vocal", 1.0),)))
    assert session.master is None
    session, _ = s.add_mix(session, s.Mix("", "Master", offsets_db=(("bass", 0.0),)))
    assert session.master is not None and session.master.id == "master"


def test_what_nobody_has_mixed_is_called_a_submix() -> None:
    session = drum_session()
    assert session.stem_word == "STEM"
    assert replace(session, treatment="none").stem_word == "SUBMIX"


@pytest.mark.parametrize(
    ("item", "parts"),
    [
        ("stem.drums", ("stem", "drums")),
        ("drums", ("", "drums")),
        ("stem.", ("", "stem.")),
        ("rest", ("", "rest")),
    ],
)
def test_items_are_a_kind_and_an_id(item: str, parts: tuple[str, str]) -> None:
    assert s.split_item(item) == parts


@given(
    st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["", "drums", "bass", "lead_vocal"])), max_size=30)
)
def test_no_sequence_of_assignments_loses_or_doubles_a_track(moves: list[tuple[int, str]]) -> None:
    session = start = drum_session()
    for position, stem in moves:
        session = s.assign(session, [session.tracks[position].id], stem)
    assert [t.id for t in session.tracks] == [t.id for t in start.tracks]
    placed = [t.id for stem in session.stems for t in session.fed_by[stem.id]]
    assert sorted(placed + [t.id for t in s.unassigned(session)]) == sorted(t.id for t in start.tracks)


def test_unheard_is_what_only_a_bounce_lets_be_heard() -> None:
    session = drum_session()
    session = s.add_tracks(
        session, [s.Track("", "toms.wav", bounce=("kick",)), s.Track("left", bounce=("snare",))]
    )
    session = s.add_tracks(session, [s.Track("all", "kit.wav", bounce=("left",))])

    def lineage(now: s.Session) -> list[str]:
        return [track.id for track in now.tracks if track.id in now.unheard]

    assert lineage(session) == ["kick", "snare", "left"]
    assert lineage(s.edit_tracks(session, ["all"], file="")) == ["kick"]
    assert lineage(s.edit_tracks(session, ["all"], file="", left_out="old")) == ["kick", "snare", "left"]
    right = s.add_tracks(session, [s.Track("right", bounce=("kick",))])
    assert [bounce.id for bounce in right.bounces["kick"]] == ["toms", "right"]
    assert right.bounced["kick"] == "right"
    assert lineage(right) == ["snare", "left"]


def test_a_long_chain_of_bounces_is_unheard_to_its_end() -> None:
    chain = [s.Track(f"t{n}", bounce=(f"t{n - 1}",)) for n in range(1, 3_000)]
    session = s.Session(tracks=(s.Track("t0", "a.wav"), *chain))
    assert "t0" not in session.unheard
    printed = s.edit_tracks(session, ["t2999"], file="all.wav")
    assert [track.id for track in printed.tracks if track.id in printed.unheard] == [
        f"t{number}" for number in range(2_999)
    ]


def test_stems_are_numbered_as_the_tree_shows_them() -> None:
    session = drum_session()
    for number in range(8):
        session, _ = s.add_stem(session, f"More {number}", parent="drums" if number == 7 else "")
    assert s.stem_numbers(session) == {
        "drums": 1, "more_7": 2, "bass": 3, "lead_vocal": 4,
        **{f"more_{number}": number + 5 for number in range(7)},
    }  # fmt: skip


def test_an_item_is_found_by_its_id_or_its_name() -> None:
    session = drum_session()
    for text in ("stem.lead_vocal", "lead_vocal", "Lead Vocal", "LEAD  vocal"):
        assert s.find_item(session, text) == "stem.lead_vocal"
    with pytest.raises(StemtuiError, match=r"'bass' is stem\.bass or track\.bass: name one of them"):
        s.find_item(session, "bass")
    with pytest.raises(StemtuiError, match=r"no 'stem\.drms' in this session\. Nearest: stem\.drums\."):
        s.find_item(session, "stem.drms")
    with pytest.raises(StemtuiError, match=r"no 'lead' in this session\. Nearest: stem\.lead_vocal\."):
        s.find_item(session, "lead")


def test_an_item_is_found_as_the_receipt_calls_it() -> None:
    session = drum_session()
    assert s.find_item(session, "Lead Vocal STEM") == "stem.lead_vocal"
    assert (
        s.find_item(session, "bass stem") == "stem.bass"
        and s.find_item(session, "bass track") == "track.bass"
    )
    named = replace(session, stems=(*session.stems, s.Stem("odd", "Bass Stem")))
    assert s.find_item(named, "Bass Stem") == "stem.odd", "a name comes first"


@pytest.mark.parametrize(
    ("track", "stem_gain_db", "treatment", "treated"),
    [
        ({}, 0.0, "", False),
        ({}, 0.0, "manifest", False),
        ({}, 0.0, "printed", True),
        ({"origin": "raw"}, 0.0, "printed", False),
        ({"origin": "printed"}, 0.0, "", True),
        ({"origin": "stem"}, 0.0, "", True),
        ({"gain_db": -1.0}, 0.0, "", True),
        ({"pan": 30.0, "origin": "raw"}, 0.0, "", True),
        ({}, -2.0, "manifest", True),
        ({"stem": ""}, -2.0, "manifest", False),
    ],
)
def test_a_track_is_treated_by_its_origin_its_settings_or_those_above_it(
    track: dict[str, object], stem_gain_db: float, treatment: str, treated: bool
) -> None:
    session = s.Session(
        treatment=treatment,
        stems=(s.Stem("band", "Band", gain_db=stem_gain_db), s.Stem("drums", "Drums", parent="band")),
        tracks=(replace(s.Track("kick", "kick.wav", stem="drums"), **track),),
    )
    assert s.is_treated(session, session.tracks[0]) is treated


def test_a_third_of_the_same_name_has_an_id_of_its_own() -> None:
    assert s.free_id("Kick", ["kick", "kick_2"], "track") == "kick_3"
    assert s.free_id("Kick", ["kick", "kick_3"], "track") == "kick_2"


def test_a_stem_is_put_into_one_that_is_there() -> None:
    with pytest.raises(EditError, match="no stem 'strings' to be its parent"):
        s.add_stem(drum_session(), "Kicks", parent="strings")
    with pytest.raises(EditError, match="no stem 'strings'"):
        s.set_parent(drum_session(), "drums", "strings")
    assert s.set_parent(drum_session(), "drums", "bass").stem("drums").parent == "bass"


def test_a_mix_keeps_a_name() -> None:
    session, mix = s.add_mix(drum_session(), s.Mix("", "Master"))
    with pytest.raises(EditError):
        s.edit_mix(session, mix, name="  ")
    assert s.edit_mix(session, mix, name="Main ").mix(mix).name == "Main"


def test_mixes_come_and_go_under_ids_of_their_own() -> None:
    session, first = s.add_mix(drum_session(), s.Mix("one", " TV "))
    session, second = s.add_mix(session, s.Mix("one", "Clean"))
    session, third = s.add_mix(session, s.Mix("", "Master"))
    assert (first, second, third) == ("one", "one_2", "master")
    assert [mix.name for mix in session.mixes] == ["TV", "Clean", "Master"]
    left = s.delete_mix(session, "one_2")
    assert [mix.id for mix in left.mixes] == ["one", "master"] and left.mix("one").name == "TV"


def test_lines_of_the_order_are_changed_and_removed_by_their_place() -> None:
    session = drum_session()
    for asked in "abcd":
        session = s.add_order_line(session, s.OrderLine(asked, "mix"))
    changed = s.edit_order_line(session, 1, asked="B")
    assert [line.asked for line in changed.order] == ["a", "B", "c", "d"]
    assert [line.asked for line in s.remove_order_line(changed, 2).order] == ["a", "B", "d"]
    assert [line.asked for line in s.remove_order_lines(changed, {0, 3}).order] == ["B", "c"]
    for chosen, by, shown, order in (
        ({1, 2}, -1, range(4), "Bcad"),
        ({0}, 1, range(4), "Bacd"),
        ({0}, 1, {0, 2}, "cBad"),
    ):
        moved = s.move_order_lines(changed, chosen, by, shown)
        assert "".join(line.asked for line in moved.order) == order


def test_a_family_is_in_session_order_and_a_circle_ends() -> None:
    session = drum_session()
    for name, parent in (("Kit", "drums"), ("Loops", "drums"), ("Kicks", "kit")):
        session, _ = s.add_stem(session, name, parent=parent)
    assert s.family(session, "drums") == ("drums", "kit", "loops", "kicks")
    assert s.family(session, "strings") == ()
    left = s.delete_stem(session, "kit")
    assert [left.stem(one).parent for one in ("bass", "loops", "kicks")] == ["", "drums", "drums"]
    circle = s.Session(stems=(s.Stem("a", "A", parent="b"), s.Stem("b", "B", parent="a")))
    assert s.lineage(circle, "a") == ("a", "b")
    assert s.family(circle, "a") == ("a", "b")


@pytest.mark.parametrize("change", ["gain_db", "pan", "invert", "delay_ms", "delay_samples"])
def test_any_setting_of_a_track_treats_it(change: str) -> None:
    track = drum_session().track("kick")
    assert not track.is_treated
    assert s.edit_tracks(drum_session(), ["kick"], **{change: 1}).track("kick").is_treated


def test_tracks_feed_a_stem_in_session_order_whichever_sub_stem_they_are_in() -> None:
    session, kit = s.add_stem(drum_session(), "Kit", parent="drums")
    session = s.assign(session, ["snare"], kit)
    assert [track.id for track in s.feeding(session, "drums")] == ["kick", "snare", "hat"]


def test_what_is_left_out_is_placed_too() -> None:
    session = s.leave_out(drum_session(), ["vocal"], "not sung yet")
    assert s.unassigned(session) == ()
    bounced = s.add_tracks(session, [s.Track("sum", bounce=("kick", "snare"))])
    assert bounced.files == {f"audio/{name}.wav" for name in ("kick", "snare", "hat", "bass", "vocal")}


@pytest.mark.parametrize(("version", "after"), [("", "2"), ("1", "2"), ("9", "10"), ("2.1", ""), ("b", "")])
def test_versions_that_are_counted_go_on(version: str, after: str) -> None:
    assert s.next_version(version) == after


def test_a_mix_is_defined_in_words() -> None:
    session, _ = s.add_mix(drum_session(), s.Mix("", "Master"))
    still = s.Mix("up", "Up", offsets_db=(("bass", 0.0), ("drums", 1.0)))
    assert s.formula(session, session.mixes[0]) == "every stem as it is"
    assert s.formula(session, still) == "Master with Drums +1 dB"
    assert s.formula(drum_session(), still) == "Master Mix with Drums +1 dB"


def test_a_stem_that_is_deleted_leaves_every_mix() -> None:
    session = drum_session()
    for mix in (
        s.Mix("no_bass", "No Bass", without=("bass",)),
        s.Mix("two", "Two", only=("bass", "drums")),
        s.Mix("up", "Up", offsets_db=(("bass", 1.0), ("drums", 2.0))),
    ):
        session, _ = s.add_mix(session, mix)
    after = s.delete_stem(session, "bass")
    assert after.mix("no_bass").without == ()
    assert after.mix("two").only == ("drums",)
    assert after.mix("up").offsets_db == (("drums", 2.0),)


def test_what_a_bounce_names_and_is_not_there_is_heard_nowhere() -> None:
    """Such a manifest is refused; the words about it are asked before that."""
    session = s.Session(tracks=(s.Track("sum", bounce=("gone", "a")), s.Track("a", "a.wav")))
    assert session.unheard == frozenset()
    circle = (s.Track("top", bounce=("a",)), s.Track("a", bounce=("b",)), s.Track("b", bounce=("a",)))
    assert s.Session(tracks=circle).unheard == frozenset()


def test_the_same_version_is_the_same_session() -> None:
    session = replace(drum_session(), version="2")
    assert s.recalled(session, "2") is session
    assert s.recalled(session, "3").version == "3"
    assert s.recalled(session, "3").delivery.folder == "delivery_v3"
