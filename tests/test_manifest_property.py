"""Any session survives the disk, and any edit leaves what people wrote around it."""

import random
import re
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stemtui import manifest
from stemtui.diff import changes
from stemtui.errors import ManifestError
from stemtui.manifest.pairing import pairs
from stemtui.session import (
    Compressor,
    Delivery,
    Mix,
    MixBus,
    OrderLine,
    Session,
    Stem,
    Track,
    add_stem,
    add_tracks,
    assign,
    delete_mix,
    delete_stem,
)

anywhere = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
names = texts.filter(str.strip)
decibels = st.sampled_from([0.0, -2.0, 1.5, -144.0, 48.0, 1e-7, -0.30000000000000004])
numbers = st.integers(0, 7)


mix_buses = st.builds(
    MixBus,
    gain_db=decibels,
    ceiling_dbtp=st.sampled_from([None, -1.0, 0.0]),
    limiter_release_ms=st.sampled_from([100.0, 40.0]),
    compressor=st.none()
    | st.builds(
        Compressor,
        threshold_db=st.sampled_from([-18.0, -0.1]),
        ratio=st.sampled_from([1.5, 4.0]),
        makeup_db=st.sampled_from([0.0, 1e-7]),
    ),
)


@st.composite
def sessions(draw):
    """A consistent session: up to eight stems, mixes, order lines and tracks."""
    stems = draw_stems(draw)
    keys = [stem.id for stem in stems]
    return Session(
        title=draw(texts),
        artist=draw(texts),
        version=draw(texts),
        sample_rate=draw(st.sampled_from([0, 44_100, 96_000])),
        align=draw(st.sampled_from(["start", "timecode"])),
        pan_law_db=draw(st.sampled_from([None, 0.0, -3.0, -4.5, -6.0])),
        reference=draw(st.sampled_from(["", "prints/mix v7.wav"])),
        treatment=draw(st.sampled_from(["", "printed", "manifest", "none"])),
        treatment_note=draw(texts),
        mix_bus=draw(mix_buses),
        delivery=Delivery(
            folder=draw(st.sampled_from(["delivery", "out/prints"])),
            file_format=draw(st.sampled_from(["wav", "flac", "aiff"])),
            bit_depth=draw(st.sampled_from([16, 24, "32f"])),
            dither=draw(st.sampled_from(["tpdf", "none"])),
            trim_db=draw(decibels),
        ),
        stems=stems,
        mixes=tuple(draw_mix(draw, f"mix_{n}", keys) for n in draw(st.sets(numbers, max_size=4))),
        order=tuple(draw(st.lists(order_lines(keys), max_size=6))),
        tracks=draw_tracks(draw, keys),
    )


def draw_stems(draw):
    stems = []
    for number in draw(st.lists(numbers, unique=True)):
        parent = draw(st.sampled_from(["", *(stem.id for stem in stems)]))
        name = f"{draw(texts)} {number}"
        stems.append(
            Stem(
                f"s{number}",
                name,
                draw(st.sampled_from(["mono", "stereo"])),
                draw(decibels),
                parent,
                draw(st.booleans()),
                draw(texts),
            )
        )
    return tuple(draw(st.permutations(stems)))


def draw_mix(draw, key, stems):
    some = st.lists(st.sampled_from(stems), unique=True, max_size=3) if stems else st.just([])
    which = draw(st.sampled_from(["only", "without"]))
    offsets = tuple((stem, draw(decibels)) for stem in draw(some))
    mix = Mix(key, draw(names), offsets_db=offsets, key=draw(st.sampled_from(["", "master", "self"])))
    return replace(mix, **{which: tuple(draw(some))}, note=draw(texts))


def order_lines(stems):
    return st.builds(
        OrderLine,
        asked=names,
        kind=st.sampled_from(["", "track", "stem", "mix"]),
        deliver=st.sampled_from(["", "rest", "mix.master", "stem.gone", *(f"stem.{stem}" for stem in stems)]),
        channels=st.sampled_from(["", "mono", "stereo"]),
        waive=texts,
    )


def draw_tracks(draw, stems):
    tracks = []
    for number in draw(st.lists(numbers, unique=True)):
        delay = draw(st.sampled_from(["delay_ms", "delay_samples"]))
        track = Track(
            f"t{number}",
            f"audio/{number} {draw(st.sampled_from(['Kick', 'Ünïcode', '太鼓', 'a b']))}.wav",
            name=draw(st.one_of(st.just(""), names)),
            stem=draw(st.sampled_from(["", *stems])),
            gain_db=draw(decibels),
            pan=draw(st.sampled_from([0.0, -100.0, 33.3])),
            invert=draw(st.booleans()),
            left_out=draw(texts),
            origin=draw(st.sampled_from(["", "raw", "printed", "stem", "mix"])),
            note=draw(texts),
        )
        tracks.append(replace(track, **{delay: draw(st.sampled_from([0, 3]))}))
    if len(tracks) > 2 and draw(st.booleans()):
        tracks[1:3] = [replace(track, stem="") for track in tracks[1:3]]
        members = (tracks[1].id, tracks[2].id)
        tracks[0] = replace(tracks[0], file=draw(st.sampled_from(["", "b.wav"])), bounce=members)
    return tuple(tracks)


def edits(draw, session):
    """The session after a few random edits of the kinds that the screen makes."""
    for _ in range(draw(st.integers(1, 4))):
        session = draw(st.sampled_from(EDITS))(draw, session)
    return session


def edit_assign(draw, session):
    free = [track.id for track in session.tracks if track.id not in session.bounced]
    if not (free and session.stems):
        return session
    stem = draw(st.sampled_from(session.stems)).id
    return assign(session, draw(st.sets(st.sampled_from(free), min_size=1)), stem)


def edit_values(draw, session):
    """Take every value of a few tables from another session that has the same ids."""
    other = draw(sessions())
    tracks = tuple(
        replace(other.track(track.id), stem=track.stem, file=track.file, bounce=track.bounce)
        if track.id in other.track_index and draw(st.booleans())
        else track
        for track in session.tracks
    )
    stems = tuple(
        replace(other.stem(stem.id), parent=stem.parent) if stem.id in other.stem_index else stem
        for stem in session.stems
    )
    return replace(session, title=other.title, delivery=other.delivery, tracks=tracks, stems=stems)


def edit_mixes(draw, session):
    keys = [stem.id for stem in session.stems]
    return replace(session, mixes=tuple(draw_mix(draw, mix.id, keys) for mix in session.mixes))


def edit_arrangement(draw, session):
    kind = draw(st.sampled_from(["stems", "mixes", "order", "tracks"]))
    return replace(session, **{kind: tuple(draw(st.permutations(getattr(session, kind))))})


def edit_order(draw, session):
    lines = list(session.order)
    if lines and draw(st.booleans()):
        del lines[draw(st.integers(0, len(lines) - 1))]
    at = draw(st.integers(0, len(lines)))
    lines[at:at] = draw(st.lists(order_lines([stem.id for stem in session.stems]), max_size=2))
    return replace(session, order=tuple(lines))


def edit_additions(draw, session):
    free = next(n for n in range(99) if f"New {n}" not in [stem.name for stem in session.stems])
    session, stem = add_stem(session, f"New {free}")
    session = add_tracks(session, [Track("t0", f"more/{len(session.tracks)} {free}.wav", stem=stem)])
    return edit_arrangement(draw, session) if draw(st.booleans()) else session


def edit_deletion(draw, session):
    if session.stems and draw(st.booleans()):
        gone = draw(st.sampled_from(session.stems)).id
        for mix in session.mixes:
            session = delete_mix(session, mix.id) if mix.only == (gone,) else session
        return delete_stem(session, gone)
    if session.tracks and not session.bounced:
        gone = draw(st.sampled_from(session.tracks)).id
        return replace(session, tracks=tuple(track for track in session.tracks if track.id != gone))
    return session


EDITS = [
    edit_assign,
    edit_values,
    edit_mixes,
    edit_arrangement,
    edit_order,
    edit_additions,
    edit_deletion,
]


def commented(text: str, rng: random.Random) -> tuple[str, dict[str, str]]:
    """The text with comments strewn in as people leave them, and the table each of them belongs to."""
    found: list[str] = []
    owners: dict[str, str] = {}
    table, orders = "", 0
    for number, line in enumerate(text.split("\n")):
        if header := re.fullmatch(r"\[+(.*?)\]+", line):
            orders += line == "[[order]]"
            table = f"order.{orders - 1}" if line == "[[order]]" else header[1]
        if not header and not re.match(r"[a-z]", line):
            found.append(line)
            continue
        if rng.random() < 0.2:
            found += ["", f"# apart {number}.", ""]
            owners[f"# apart {number}."] = "" if header else table
        if rng.random() < 0.4:
            found.append(f"  # above {number}: [x] = 'y' \"")
            owners[found[-1].strip()] = table
        if rng.random() < 0.2 and not line.endswith("["):
            line += f"   # behind {number}."
            owners[f"# behind {number}."] = table
        found.append(line)
    return "\n".join(found), owners


def deleted(old: Session, new: Session) -> set[str]:
    """The tables of one session that the other no longer has."""
    kept = pairs(old.order, new.order).values()
    lines = {f"order.{n}" for n in range(len(old.order)) if n not in kept}
    stems = {f"stem.{key}" for key in old.stem_index.keys() - new.stem_index.keys()}
    mixes = {f"mix.{key}" for key in old.mix_index.keys() - new.mix_index.keys()}
    return lines | stems | mixes | {f"track.{key}" for key in old.track_index.keys() - new.track_index.keys()}


@anywhere
@given(sessions())
def test_a_session_is_what_was_saved(tmp_path: Path, session: Session) -> None:
    path = tmp_path / "stemtui.toml"
    path.unlink(missing_ok=True)
    assert manifest.save(session, path) == session
    assert manifest.load(path) == session


@anywhere
@given(sessions(), st.data(), st.integers(0, 2**32), st.booleans())
def test_an_edit_keeps_every_comment_outside_deleted_tables(
    tmp_path: Path, session: Session, data: st.DataObject, seed: int, crlf: bool
) -> None:
    path = tmp_path / "stemtui.toml"
    text, owners = commented(manifest.dumps(session), random.Random(seed))
    path.write_text(text.replace("\n", "\r\n") if crlf else text, encoding="utf-8", newline="")
    assert manifest.load(path) == session
    new = edits(data.draw, session)
    manifest.save(new, path, base=session)
    assert manifest.load(path) == new
    after = path.read_bytes().decode()
    assert after.count("\r\n") == (after.count("\n") if crlf else 0)
    gone = deleted(session, new)
    assert [comment for comment, owner in owners.items() if owner not in gone and comment not in after] == []


@anywhere
@given(sessions())
def test_saving_what_is_there_changes_no_byte(tmp_path: Path, session: Session) -> None:
    path = tmp_path / "stemtui.toml"
    path.write_text(commented(manifest.dumps(session), random.Random(1))[0], encoding="utf-8", newline="")
    before, file = path.read_bytes(), path.stat().st_ino
    manifest.save(session, path)
    assert (path.read_bytes(), path.stat().st_ino) == (before, file)


@anywhere
@given(sessions(), st.data())
def test_changes_are_told_exactly_where_there_are_any(session: Session, data: st.DataObject) -> None:
    new = edits(data.draw, session)
    assert bool(changes(session, new)) == (session != new)
    assert changes(session, session) == []


@anywhere
@given(sessions(), st.data())
def test_two_sides_changes_meet_or_clash_alike(tmp_path: Path, session: Session, data: st.DataObject) -> None:
    path = tmp_path / "stemtui.toml"
    path.unlink(missing_ok=True)
    theirs, mine = edits(data.draw, session), edits(data.draw, session)
    manifest.save(theirs, path)
    before = path.read_bytes()
    try:
        merged = manifest.save(mine, path, base=session)
    except ManifestError as error:
        assert error.problems
        assert path.read_bytes() == before
        assert mine != session
        return
    assert manifest.load(path) == merged
    if theirs == session:
        assert merged == mine
    if mine == session:
        assert merged == theirs


@anywhere
@given(sessions(), st.data())
def test_a_damaged_text_is_loaded_or_refused_in_words(
    tmp_path: Path, session: Session, data: st.DataObject
) -> None:
    text = manifest.dumps(session)
    start = data.draw(st.integers(0, len(text)))
    stop = start + data.draw(st.integers(0, 5))
    pieces = st.sampled_from(
        ["", "\n", "[", "]]", "{", '"', "'", '"""', "=", ".", ",", "#", "\\", "0", "\0", "é"]
    )
    path = tmp_path / "stemtui.toml"
    path.write_text(text[:start] + data.draw(pieces) + text[stop:], encoding="utf-8", newline="")
    try:
        loaded = manifest.load(path)
    except ManifestError as error:
        assert all(problem.message for problem in error.problems)
        assert error.problems
        return
    changed = replace(loaded, title="another", stems=loaded.stems[::-1])
    manifest.save(changed, path, base=loaded)
    assert manifest.load(path) == changed
