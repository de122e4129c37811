"""Two people at one manifest: on two branches, or on one disk."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from stemtui import manifest
from stemtui.errors import ManifestError
from stemtui.manifest.merging import merge
from stemtui.manifest.weaving import woven
from stemtui.session import (
    Delivery,
    Mix,
    OrderLine,
    Session,
    Stem,
    Track,
    add_mix,
    add_stem,
    add_tracks,
    assign,
    delete_stem,
    edit_order_line,
    edit_stem,
    edit_tracks,
)

SONG = Session(
    title="Song",
    stems=(Stem("drums", "Drums"), Stem("bass", "Bass")),
    mixes=(Mix("master", "Master"),),
    order=(OrderLine("Drum STEM", "stem", "stem.drums"), OrderLine("Bass STEM", "stem", "stem.bass")),
    tracks=tuple(Track(f"t{n}", f"audio/{n:02} Track.wav") for n in range(10)),
)


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (lambda s: assign(s, ["t2"], "drums"), lambda s: assign(s, ["t7"], "bass")),
        (lambda s: assign(s, ["t2"], "drums"), lambda s: assign(s, ["t3"], "bass")),
        (lambda s: assign(s, ["t1", "t3", "t5"], "drums"), lambda s: assign(s, ["t2", "t4", "t6"], "bass")),
        (lambda s: assign(s, ["t0"], "drums"), lambda s: edit_tracks(s, ["t1"], gain_db=-2.0)),
        (lambda s: assign(s, ["t0"], "drums"), lambda s: add_tracks(s, [Track("new", "new.wav")])),
        (lambda s: assign(s, ["t0"], "drums"), lambda s: add_stem(s, "Keys")[0]),
    ],
    ids=["far apart", "neighbours", "interleaved", "a new key next to it", "a new track", "a new stem"],
)
def test_two_branches_merge_with_plain_git(tmp_path: Path, mine, theirs) -> None:
    git(tmp_path, "init")
    manifest.save(SONG, tmp_path)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "song")
    git(tmp_path, "checkout", "-b", "theirs")
    manifest.save(theirs(SONG), tmp_path, base=SONG)
    git(tmp_path, "commit", "-am", "theirs")
    git(tmp_path, "checkout", "main")
    manifest.save(mine(SONG), tmp_path, base=SONG)
    git(tmp_path, "commit", "-am", "mine")
    git(tmp_path, "merge", "theirs")
    assert manifest.load(tmp_path) == theirs(mine(SONG))


def both(folder: Path, mine: Session, theirs: Session, base: Session = SONG) -> Session:
    """What is saved here after somebody else saved there."""
    (folder / "stemtui.toml").unlink(missing_ok=True)
    manifest.save(theirs, folder)
    merged = manifest.save(mine, folder, base=base)
    assert manifest.load(folder) == merged
    return merged


CHANGES = [
    lambda s: assign(s, ["t2"], "drums"),
    lambda s: edit_tracks(s, ["t2"], gain_db=-3.0, note="x"),
    lambda s: edit_stem(s, "bass", channels="mono"),
    lambda s: add_stem(s, "Keys")[0],
    lambda s: add_mix(s, Mix("", "Instrumental"))[0],
    lambda s: replace(s, title="Other"),
    lambda s: replace(s, delivery=Delivery(bit_depth=16)),
    lambda s: replace(s, mix_bus=replace(s.mix_bus, ceiling_dbtp=-1.0)),
    lambda s: edit_order_line(s, 0, channels="stereo"),
    lambda s: edit_order_line(s, 1, waive="yes"),
    lambda s: replace(s, order=(*s.order, OrderLine("Master MIX", "mix", "mix.master"))),
    lambda s: replace(s, tracks=s.tracks[:-1]),
]


@pytest.mark.parametrize("mine", CHANGES)
@pytest.mark.parametrize("theirs", CHANGES)
def test_changes_in_different_places_meet(tmp_path: Path, mine, theirs) -> None:
    merged = both(tmp_path, mine(SONG), theirs(SONG))
    assert merged == (mine(SONG) if mine is theirs else mine(theirs(SONG)))


def test_the_order_of_one_side_takes_the_others_tracks(tmp_path: Path) -> None:
    mine = replace(SONG, tracks=SONG.tracks[::-1])
    theirs = replace(SONG, tracks=(SONG.tracks[0], Track("new", "new.wav"), *SONG.tracks[1:]))
    merged = both(tmp_path, mine, theirs)
    assert [track.id for track in merged.tracks] == [f"t{n}" for n in range(9, -1, -1)] + ["new"]
    assert both(tmp_path, theirs, mine) == merged


def clashes(folder: Path, mine: Session, theirs: Session, base: Session = SONG) -> dict[str, str]:
    """What clashes, by path; what is on disk has to stay as it is."""
    manifest.save(theirs, folder)
    before = (folder / "stemtui.toml").read_bytes()
    with pytest.raises(ManifestError) as caught:
        manifest.save(mine, folder, base=base)
    assert (folder / "stemtui.toml").read_bytes() == before
    return {problem.path: problem.message for problem in caught.value.problems}


def test_a_clash_names_its_place_and_all_three_values(tmp_path: Path) -> None:
    mine = replace(assign(edit_tracks(SONG, ["t3"], gain_db=-1.0), ["t2"], "drums"), title="Mine")
    theirs = replace(assign(edit_tracks(SONG, ["t3"], gain_db=-2.0), ["t2"], "bass"), title="Theirs")
    assert clashes(tmp_path, mine, theirs) == {
        "session.title": 'it is "Mine" here and "Theirs" on disk; it was "Song".',
        "track.t2.stem": 'it is "drums" here and "bass" on disk; it was "".',
        "track.t3.gain_db": "it is -1.0 here and -2.0 on disk; it was 0.0.",
    }


def test_other_clashes(tmp_path: Path) -> None:
    gone = replace(SONG, tracks=SONG.tracks[1:])
    changed = edit_tracks(SONG, ["t0"], note="keep me")
    assert clashes(tmp_path, changed, gone) == {"track.t0": "it was changed here and deleted on disk."}
    assert clashes(tmp_path, gone, changed) == {"track.t0": "it was deleted here and changed on disk."}
    one, other = (edit_order_line(SONG, 1, deliver=item) for item in ("mix.master", "stem.drums"))
    assert list(clashes(tmp_path, one, other)) == ["order.2.deliver"]
    back, turned = (
        replace(SONG, tracks=SONG.tracks[::-1]),
        replace(SONG, tracks=SONG.tracks[3:] + SONG.tracks[:3]),
    )
    assert clashes(tmp_path, back, turned) == {
        "track": "the tracks were put in another order, here and on disk."
    }


def test_what_both_sides_added_is_all_there_in_its_place() -> None:
    new = [Track(name, f"{name}.wav") for name in "xyz"]
    mine = replace(SONG, tracks=(new[0], *SONG.tracks[:3], new[1], *SONG.tracks[3:]))
    theirs = add_tracks(SONG, [new[2]])
    ids = ["x", "t0", "t1", "t2", "y", "t3", "t4", "t5", "t6", "t7", "t8", "t9", "z"]
    assert [track.id for track in merge(SONG, mine, theirs).tracks] == ids
    assert [track.id for track in merge(SONG, theirs, mine).tracks] == ids
    twice = replace(SONG, order=(*SONG.order, *[OrderLine("A copy", "mix", "mix.master")] * 2))
    assert merge(SONG, twice, edit_stem(SONG, "bass", gain_db=1.0)).order == twice.order
    assert merge(SONG, edit_stem(SONG, "bass", gain_db=1.0), twice).order == twice.order


def test_a_line_that_both_sides_point_elsewhere_clashes_in_that_alone() -> None:
    mine, theirs = (edit_order_line(SONG, 0, deliver=item) for item in ("stem.bass", "mix.master"))
    with pytest.raises(ManifestError) as refused:
        merge(SONG, mine, theirs)
    assert [problem.path for problem in refused.value.problems] == ["order.1.deliver"]


def test_what_stands_before_the_first_line_that_both_have_comes_from_either_side() -> None:
    base, ours, theirs = "x = 1\ny = 2\n", "# ours\nx = 1\ny = 2\n", "x = 1\ny = 2\n# theirs\n"
    assert woven(base, ours, theirs)[0] == "# ours\nx = 1\ny = 2\n# theirs\n"
    assert woven(base, theirs, ours)[0] == "# ours\nx = 1\ny = 2\n# theirs\n"
    assert woven("# old\n" + base, base, "# old\n" + base + "z = 3\n")[0] == base + "z = 3\n"


def test_changes_that_do_not_fit_together_are_not_saved(tmp_path: Path) -> None:
    """They deleted the stem to which a track was assigned here."""
    found = clashes(tmp_path, assign(SONG, ["t0"], "bass"), delete_stem(SONG, "bass"))
    assert found == {"track.t0.stem": 'there is no stem "bass".'}


def test_two_people_start_the_same_session(tmp_path: Path) -> None:
    mine, theirs = assign(SONG, ["t1"], "drums"), edit_tracks(SONG, ["t2"], pan=10.0)
    assert both(tmp_path, mine, theirs, base=Session()) == assign(theirs, ["t1"], "drums")
    assert "track.t1.stem" in clashes(tmp_path, mine, assign(SONG, ["t1"], "bass"), base=Session())


def test_without_a_base_the_session_replaces_what_is_there(tmp_path: Path) -> None:
    manifest.save(assign(SONG, ["t1"], "drums"), tmp_path)
    assert manifest.save(SONG, tmp_path) == SONG
    assert manifest.load(tmp_path) == SONG


def test_a_manifest_that_says_it_already_is_not_replaced(tmp_path: Path) -> None:
    manifest.save(SONG, tmp_path)
    before = (tmp_path / manifest.NAME).stat()
    assert manifest.save(SONG, tmp_path) == SONG
    after = (tmp_path / manifest.NAME).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    headers = {line for line in manifest.dumps(Session(title="Song")).splitlines() if line.startswith("[")}
    assert headers == {"[session]", "[delivery]"}, "a mix bus that does nothing is not written"


def test_a_deleted_manifest_is_written_again(tmp_path: Path) -> None:
    assert manifest.save(SONG, tmp_path, base=SONG) == SONG
    assert manifest.load(tmp_path) == SONG
