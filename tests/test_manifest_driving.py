"""Two versions of a manifest merged as texts: what clashes is marked, and comments come from both sides."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from stemtui import manifest
from stemtui.manifest.driving import merged_texts
from stemtui.manifest.reading import read_session
from stemtui.manifest.saving import in_place
from stemtui.session import OrderLine, Session, Track, delete_stem, edit_order_line, edit_tracks
from tests.sides import SONG, Edit, mine, theirs


def test_a_manifest_that_is_wrong_is_marked_and_not_lost() -> None:
    ours = manifest.dumps(mine(SONG))
    merged = merged_texts(manifest.dumps(SONG), ours, "format = 1\n[track.t2\n")
    assert merged.clashes and "[track.t2\n" in merged.text
    assert all(line in merged.text for line in ours.splitlines())


def test_comments_come_from_both_sides() -> None:
    base = manifest.dumps(SONG).replace("[track.t1]", "# under it\n[track.t1]")
    base = base.replace("[track.t3]", "# quiet\n[track.t3]").replace("[track.t4]", "# old\n[track.t4]")
    ours = in_place(base, SONG, mine(SONG), Path("x")).replace("[track.t0]", "# the good one\n[track.t0]")
    ours = ours.replace("# quiet\n", "")
    others = in_place(base, SONG, theirs(SONG), Path("x")).replace("[track.t5]", "# too loud?\n[track.t5]")
    others = others.replace("# old\n", "# new\n").replace("pan = 30.0", "pan = 30.0  # was wide")
    for one, other in ((ours, others), (others, ours)):
        merged = merged_texts(base, one, other)
        assert not merged.clashes and not merged.said
        assert read_session(merged.text, "merged") == theirs(mine(SONG))
        for words in ("# the good one\n[track.t0]", "# under it\n[track.t1]", "# too loud?\n[track.t5]"):
            assert words in merged.text
        assert "# new\n[track.t4]" in merged.text and "pan = 30.0  # was wide\n" in merged.text
        assert "# quiet" not in merged.text and "# old" not in merged.text


def test_a_comment_that_both_changed_is_a_clash_alone() -> None:
    base = manifest.dumps(SONG).replace("[track.t2]", "# which?\n[track.t2]")
    ours = in_place(base, SONG, mine(SONG), Path("x")).replace("# which?", "# the amp")
    others = in_place(base, SONG, theirs(SONG), Path("x")).replace("# which?", "# the DI")
    merged = merged_texts(base, ours, others)
    marks = "<<<<<<< ours\n# the amp\n=======\n# the DI\n>>>>>>> theirs\n"
    assert merged.clashes and marks in merged.text and merged.text.count("<<<<<<<") == 1
    assert merged.said == ("Both sides changed what is said in comments.",)
    kept = merged.text.replace(marks, "# the DI\n")
    assert read_session(kept, "kept") == theirs(mine(SONG))


def test_a_comment_of_what_the_other_side_deleted_is_named() -> None:
    base = manifest.dumps(SONG)
    ours = base.replace('file = "audio/02 Track.wav"', 'file = "audio/02 Track.wav"  # has a click')
    others = manifest.dumps(replace(SONG, tracks=(*SONG.tracks[:2], *SONG.tracks[3:])))
    merged = merged_texts(base, ours, others)
    assert not merged.clashes and "track.t2" not in merged.text
    assert merged.said == ("Comments of ours that are in no table now:", "  # has a click")


def line_edited(**changes: str) -> Edit:
    return lambda session: edit_order_line(session, 0, **changes)


@pytest.mark.parametrize(
    ("ours", "others"),
    [
        (line_edited(deliver="stem.bass"), line_edited(waive="one track, they know")),
        (line_edited(asked="Bass STEM", deliver="stem.bass"), line_edited(waive="they know")),
        (line_edited(channels="mono"), line_edited(waive="they know")),
        (line_edited(asked="Bass STEM", deliver="stem.bass"), line_edited(channels="mono")),
    ],
)
def test_what_is_said_of_one_thing_never_goes_over_to_another(ours: Edit, others: Edit) -> None:
    texts = [manifest.dumps(each(SONG)) for each in (ours, others)]
    for one, other in (texts, texts[::-1]):
        merged = merged_texts(manifest.dumps(SONG), one, other)
        assert merged.clashes and merged.said[1].startswith("  order.1: ")
        for side in (ours, others):  # whichever is kept is a line that somebody wrote
            keep = r"\1" if manifest.dumps(side(SONG)) == one else r"\2"
            kept = re.sub(r"<<<<<<< ours\n(.*?)=======\n(.*?)>>>>>>> theirs\n", keep, merged.text, flags=re.S)
            assert read_session(kept, "kept") == side(SONG)


def test_words_and_channels_of_one_line_are_no_clash() -> None:
    texts = [
        manifest.dumps(each(SONG)) for each in (line_edited(asked="drums!"), line_edited(channels="mono"))
    ]
    merged = merged_texts(manifest.dumps(SONG), *texts)
    assert not merged.clashes
    assert read_session(merged.text, "m").order == (OrderLine("drums!", "stem", "stem.drums", "mono"),)


HAT = Track("hat", "audio/hat.wav", stem="drums")


def added(track: Track) -> Edit:
    return lambda session: replace(session, tracks=(*session.tracks, track))


def renamed(name: str) -> Edit:
    return lambda session: replace(session, stems=(replace(session.stems[0], name=name), *session.stems[1:]))


def ordered(asked: str, item: str) -> Edit:
    line = OrderLine(asked, asked.split()[-1].lower(), item)
    return lambda session: replace(session, order=(*session.order, line))


def turned(session: Session) -> Session:
    return replace(session, tracks=session.tracks[::-1])


@pytest.mark.parametrize(
    ("ours", "others", "marks"),
    [
        (
            renamed("Kit"),
            renamed("Drum Kit"),
            '<<<<<<< ours\nname = "Kit"\n=======\nname = "Drum Kit"\n>>>>>>>',
        ),
        (renamed("Kit"), renamed("Kit"), ""),
        (added(HAT), added(HAT), ""),
        (
            added(HAT),
            added(replace(HAT, file="audio/hi.wav")),
            'file = "audio/hat.wav"\n=======\nfile = "audio/hi.wav"',
        ),
        (added(HAT), added(replace(HAT, id="hihat")), "[track.hat]\n=======\n[track.hihat]"),
        (turned, theirs, ""),
        (theirs, turned, ""),
        (ordered("Bass STEM", "stem.bass"), ordered("the MIX", "mix.master"), ""),
        (lambda s: delete_stem(s, "drums"), renamed("Kit"), 'name = "Kit"'),
    ],
)
def test_two_engineers_at_one_manifest(ours: Edit, others: Edit, marks: str) -> None:
    merged = merged_texts(*(manifest.dumps(each) for each in (SONG, ours(SONG), others(SONG))))
    assert merged.clashes == bool(marks) and marks in merged.text
    if not marks:
        session = read_session(merged.text, "merged")
        assert {track.id for track in session.tracks} == {
            t.id for e in (ours, others) for t in e(SONG).tracks
        }
        assert len(session.order) == len({line for e in (ours, others) for line in e(SONG).order})


@pytest.mark.parametrize("side", [0, 1])
def test_line_ends_are_as_ours_has_them(side: int) -> None:
    texts = [manifest.dumps(mine(SONG)), manifest.dumps(theirs(SONG))]
    texts[side] = texts[side].replace("\n", "\r\n")
    merged = merged_texts(manifest.dumps(SONG), *texts)
    assert not merged.clashes and merged.text.count("\r\n") == (0 if side else merged.text.count("\n"))
    assert read_session(merged.text, "merged") == theirs(mine(SONG))


def test_a_comment_of_what_ours_deleted_is_named() -> None:
    base = manifest.dumps(SONG).replace("[track.t2]", "# under the snare\n[track.t2]")
    ours = manifest.dumps(replace(SONG, tracks=(*SONG.tracks[:2], *SONG.tracks[3:])))
    merged = merged_texts(base, ours, base.replace('02 Track.wav"', '02 Track.wav"\ngain_db = 3.0'))
    assert merged.clashes and "  # under the snare" in merged.said
    assert "track.t2: deleted in ours, changed in theirs." in "\n".join(merged.said)


def test_both_began_the_same_song() -> None:
    merged = merged_texts("", manifest.dumps(mine(SONG)), manifest.dumps(theirs(SONG)))
    assert not merged.clashes and "gain_db = -2.0" in merged.text and "pan = 30.0" in merged.text


def test_what_does_not_fit_together_is_told_from_what_both_changed() -> None:
    def said(ours: Edit, others: Edit) -> str:
        return "\n".join(
            merged_texts(*(manifest.dumps(each) for each in (SONG, ours(SONG), others(SONG)))).said
        )

    apart = said(lambda s: delete_stem(s, "bass"), lambda s: edit_tracks(s, ["t1"], stem="bass"))
    assert apart.startswith("Each side is right by itself, and together they do not fit:\n  track.t1.stem: ")
    assert said(renamed("Kit"), renamed("Drum Kit")).startswith("Both sides changed:\n  stem.drums.name: ")
    moved = said(turned, lambda s: replace(s, tracks=(*s.tracks[1:], s.tracks[0])))
    assert "track: ours has them in one order, theirs in another" in moved and "on disk" not in moved
    new = said(added(HAT), added(replace(HAT, file="audio/hi.wav")))
    assert new.endswith('"audio/hat.wav" in ours, "audio/hi.wav" in theirs.')


@pytest.mark.parametrize("side", [0, 1])
def test_what_is_written_above_everything_comes_from_either_side(side: int) -> None:
    texts = [manifest.dumps(mine(SONG)), manifest.dumps(theirs(SONG))]
    texts[side] = f"# Ask Ann before you change anything.\n# Really.\n{texts[side]}"
    texts[1 - side] += "# the end\n"
    merged = merged_texts(manifest.dumps(SONG), *texts)
    assert not merged.clashes and read_session(merged.text, "merged") == theirs(mine(SONG))
    assert merged.text.startswith("# Ask Ann before you change anything.\n# Really.\n")
    assert merged.text.endswith("# the end\n")


def test_each_side_of_a_clash_has_its_own_comments_too() -> None:
    base = manifest.dumps(SONG).replace("[track.t4]", "# which?\n[track.t4]")
    ours = base.replace('name = "Drums"', 'name = "Kit"').replace("# which?", "# the amp")
    others = base.replace('name = "Drums"', 'name = "Drum Kit"').replace("# which?", "# the DI")
    merged = merged_texts(base, ours, others)
    assert '<<<<<<< ours\nname = "Kit"\n=======\nname = "Drum Kit"\n>>>>>>> theirs\n' in merged.text
    assert "<<<<<<< ours\n# the amp\n=======\n# the DI\n>>>>>>> theirs\n" in merged.text


def test_where_each_of_two_choices_needs_the_other_all_lines_that_differ_are_marked() -> None:
    """A stem that ours renames and theirs deletes, and what ours puts into it: neither stands alone."""
    ours = edit_tracks(renamed("Kit")(SONG), ["t1"], stem="drums")
    others = delete_stem(SONG, "drums")
    for one, other in ((ours, others), (others, ours)):
        merged = merged_texts(manifest.dumps(SONG), manifest.dumps(one), manifest.dumps(other))
        assert merged.clashes and {'name = "Kit"', 'stem = "drums"'} <= {*merged.text.split("\n")}
        assert "stem.drums" in "\n".join(merged.said)


@pytest.mark.parametrize(("ends", "kept"), [(2, "\n"), (3, "\r\n")])
def test_of_mixed_line_ends_those_of_most_lines_are_kept(ends: int, kept: str) -> None:
    """Of every five lines of ours, two or three end as on Windows."""
    lines = manifest.dumps(mine(SONG)).split("\n")
    ours = "".join(line + ("\r\n" if n % 5 < ends else "\n") for n, line in enumerate(lines[:-1]))
    merged = merged_texts(manifest.dumps(SONG), ours, manifest.dumps(theirs(SONG)))
    changed = next(line for line in merged.text.splitlines(keepends=True) if "pan = 30.0" in line)
    assert changed.removeprefix("pan = 30.0") == kept
    assert read_session(merged.text, "merged") == theirs(mine(SONG))


def test_a_mark_never_stands_behind_a_last_line_that_was_not_ended() -> None:
    ours = manifest.dumps(mine(SONG)).rstrip("\n")
    merged = merged_texts(manifest.dumps(SONG), ours, "format = 1\n[track.t2")
    assert merged.clashes
    marks = [line for line in merged.text.split("\n") if any(m in line for m in ("<<<<", "====", ">>>>"))]
    assert {*marks} == {"<<<<<<< ours", "=======", ">>>>>>> theirs"}
    assert merged.text.endswith("\n")


def test_what_is_ignored_has_what_either_added_and_nothing_that_either_took_out() -> None:
    base = replace(SONG, ignore=("takes/", "*.mp3", "old/"))
    ours, others = (
        replace(base, ignore=found) for found in (("takes/", "*.mp3", "a/"), ("takes/", "old/", "b/"))
    )
    merged = merged_texts(*(manifest.dumps(each) for each in (base, ours, others)))
    assert not merged.clashes and read_session(merged.text, "merged").ignore == ("takes/", "a/", "b/")


def test_what_an_order_line_is_on_each_side_is_said_of_the_right_side() -> None:
    ours, others = line_edited(deliver="stem.bass"), line_edited(waive="one track, they know")
    merged = merged_texts(*(manifest.dumps(each) for each in (SONG, ours(SONG), others(SONG))))
    [said] = [line for line in merged.said if line.startswith("  order.1: ")]
    mine_, theirs_, was = re.fullmatch(
        r"  order\.1: (.*) in ours, (.*) in theirs; it was (.*)\.", said
    ).groups()
    assert "stem.bass" in mine_ and "stem.drums" in theirs_ and "they know" in theirs_
    assert "stem.drums" in was and "they know" not in was


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("top", ["", "# new\n", "# new\n# of it\n# all\n"])
def test_what_one_side_changes_above_everything_is_no_clash(side: int, top: str) -> None:
    base = manifest.dumps(SONG)
    texts = [f"# old\n# two\n{manifest.dumps(each(SONG))}" for each in (mine, theirs)]
    texts[side] = texts[side].replace("# old\n# two\n", top)
    merged = merged_texts(f"# old\n# two\n{base}", *texts)
    assert not merged.clashes and read_session(merged.text, "merged") == theirs(mine(SONG))
    assert merged.text.startswith(top) and "# old" not in merged.text and "# two" not in merged.text
