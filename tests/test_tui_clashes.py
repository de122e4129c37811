"""Clashes with what is on disk: whichever side is kept, the merge goes through and everything else stays."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from stemtui.errors import ManifestError, Problem
from stemtui.manifest.conceding import conceded
from stemtui.manifest.merging import merge
from stemtui.session import (
    Delivery,
    Mix,
    OrderLine,
    Session,
    Stem,
    Track,
    add_order_line,
    assign,
    delete_mix,
    edit_mix,
    edit_order_line,
    edit_stem,
    edit_tracks,
)
from stemtui.tui.clashes import are_clashes, clash_words

BASE = Session(
    title="Song",
    stems=(Stem("drums", "Drums"), Stem("bass", "Bass")),
    mixes=(Mix("master", "Master"), Mix("up", "Bass Up", offsets_db=(("bass", 1.0),))),
    order=(OrderLine("Drums STEM", "stem", "stem.drums"),),
    tracks=(Track("kick", "kick.wav", "Kick", "drums"), Track("di", "di.wav", "DI", "bass")),
)
MASTER = OrderLine("Master", "mix", "mix.master")
Edit = Callable[[Session], Session]


def swapped(session: Session) -> Session:
    """The stems the other way round, and a new one between."""
    return replace(session, stems=(session.stems[1], Stem("keys", "Keys"), session.stems[0]))


def cases() -> Iterator[tuple[str, Edit, Edit, str]]:
    """A name, the edit here, the edit on disk, and what the clash is called."""
    yield (
        "a track's stem",
        lambda s: assign(s, ["kick"], "bass"),
        lambda s: assign(s, ["kick"], ""),
        "Kick, stem: ",
    )
    yield (
        "two fields of a stem",
        lambda s: edit_stem(s, "bass", channels="mono", gain_db=1.0),
        lambda s: edit_stem(s, "bass", gain_db=2.0, channels="mono", note="x"),
        "Bass, gain: ",
    )
    yield (
        "a mix deleted here",
        lambda s: delete_mix(s, "up"),
        lambda s: edit_mix(s, "up", name="Up"),
        "mix.up: ",
    )
    yield (
        "a mix deleted there",
        lambda s: edit_mix(s, "up", name="Up"),
        lambda s: delete_mix(s, "up"),
        "Up: ",
    )
    yield (
        "one stem made twice",
        lambda s: replace(s, stems=(*s.stems, Stem("keys", "Keys", gain_db=1.0))),
        lambda s: replace(s, stems=(Stem("keys", "Keys", "mono", 2.0), *s.stems)),
        "Keys, ",
    )
    yield (
        "the sequence",
        swapped,
        lambda s: replace(s, stems=(Stem("keys", "Keys"), *reversed(s.stems))),
        "",
    )
    yield "the title", lambda s: replace(s, title="A"), lambda s: replace(s, title="B"), "session.title: "
    yield (
        "the delivery",
        lambda s: replace(s, delivery=Delivery(bit_depth=16)),
        lambda s: replace(s, delivery=Delivery(bit_depth="32f")),
        "delivery.bit_depth: ",
    )
    yield (
        "an order line taken off",
        lambda s: replace(s, order=()),
        lambda s: edit_order_line(s, 0, waive="good"),
        "order.1: ",
    )
    yield (
        "an order line",
        lambda s: edit_order_line(s, 0, waive="fine"),
        lambda s: edit_order_line(s, 0, waive="good"),
        "order.1.waive: ",
    )


CASES = list(cases())


def settled(base: Session, mine: Session, theirs: Session, side: Session) -> Session:
    """The merge as it goes through once `side` has given way, asked again while anything clashes."""
    for _ in range(4):
        try:
            return merge(base, mine, theirs)
        except ManifestError as clash:
            assert are_clashes(clash.problems)
            base = conceded(base, side, clash.problems)
    raise AssertionError("it clashes for ever")


@pytest.mark.parametrize(("name", "here", "there", "called"), CASES, ids=[case[0] for case in CASES])
def test_either_side_of_a_clash_can_be_kept(name: str, here: Edit, there: Edit, called: str) -> None:
    mine = edit_tracks(here(BASE), ["di"], gain_db=-1.0)
    theirs = add_order_line(edit_tracks(there(BASE), ["di"], pan=30.0), MASTER)
    if called:
        with pytest.raises(ManifestError) as clash:
            merge(BASE, mine, theirs)
        assert clash_words(mine, clash.value.problems[0]).startswith(called)
    for kept, side, edit in (("mine", theirs, here), ("theirs", mine, there)):
        both = settled(BASE, mine, theirs, side)
        di = both.track("di")
        assert (di.gain_db, di.pan) == (-1.0, 30.0), (name, kept)
        for part in ("title", "delivery", "mixes"):
            assert getattr(both, part) == getattr(edit(BASE), part), (name, kept, part)
        assert {t.id: t.stem for t in both.tracks} == {t.id: t.stem for t in edit(BASE).tracks}
        wanted = {stem.id: stem.gain_db for stem in edit(BASE).stems}
        assert {stem.id: stem.gain_db for stem in both.stems} == wanted
        assert both.order == (*edit(BASE).order, MASTER)


def test_a_manifest_that_is_wrong_is_no_clash() -> None:
    assert not are_clashes([Problem("track.kick.stem", "is odd.", "Write it anew.")])
    assert not are_clashes([])
