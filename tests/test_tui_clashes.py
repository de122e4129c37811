"""Clashes with what is on disk: whichever side is kept, the merge goes through and everything else stays."""

import re
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
from stemtui.tui.keeping.clashes import are_clashes, clash_words, side_by_side

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
        "Up: ",
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
    yield "the title", lambda s: replace(s, title="A"), lambda s: replace(s, title="B"), "Title: "
    yield (
        "the delivery",
        lambda s: replace(s, delivery=Delivery(bit_depth=16)),
        lambda s: replace(s, delivery=Delivery(bit_depth="32f")),
        "Delivery, bit depth: ",
    )
    yield (
        "an order line taken off",
        lambda s: replace(s, order=()),
        lambda s: edit_order_line(s, 0, waive="good"),
        "Order line 1: ",
    )
    yield (
        "an order line",
        lambda s: edit_order_line(s, 0, waive="fine"),
        lambda s: edit_order_line(s, 0, waive="good"),
        "Order line 1, waiver: ",
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
        assert clash_words((mine, theirs, BASE), clash.value.problems[0]).startswith(called)
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


def test_figures_that_clash_have_their_unit() -> None:
    mine, theirs = (
        edit_tracks(BASE, ["kick"], gain_db=db, note=note) for db, note in ((1.0, "a"), (-6.0, "b"))
    )
    with pytest.raises(ManifestError) as told:
        merge(BASE, mine, theirs)
    table = side_by_side([BASE], told.value.problems, 76)
    assert ["Kick,", "gain", "1", "dB", "-6", "dB", "0", "dB"] in [line.split() for line in table]
    assert ["Kick,", "note", '"a"', '"b"', "nothing"] in [line.split() for line in table]


def test_what_clashes_is_called_by_its_name_on_whichever_side_it_has_one() -> None:
    mine = assign(BASE, ["kick"], "bass")
    theirs = assign(replace(BASE, stems=(*BASE.stems, Stem("fx", "Effects"))), ["kick"], "fx")
    mine, theirs = (
        edit_mix(side, "up", without=stems, offsets_db=offsets)
        for side, stems, offsets in (
            (mine, ("drums",), (("bass", 2.0),)),
            (theirs, ("fx",), (("fx", -1.5), ("bass", 1.0))),
        )
    )
    mine, theirs = (
        edit_order_line(side, 0, deliver=item) for side, item in ((mine, "stem.bass"), (theirs, "mix.master"))
    )
    with pytest.raises(ManifestError) as told:
        merge(BASE, mine, theirs)
    table = side_by_side((mine, theirs, BASE), told.value.problems, 96)
    assert [re.split(r" {2,}", line) for line in table[1:]] == [
        ["Bass Up, without", "Drums", "Effects", "nothing"],
        ["Bass Up, offsets", "Bass +2 dB", "Effects -1.5 dB and Bass +1 dB", "Bass +1 dB"],
        ["Order line 1, what it delivers", "Bass", "Master", "Drums"],
        ["Kick, stem", "Bass", "Effects", "Drums"],
    ]
    assert clash_words((mine, theirs, BASE), told.value.problems[-1]) == (
        "Kick, stem: Bass here, Effects on disk; it was Drums."
    )


def test_a_sequence_that_clashes_is_told_without_a_path() -> None:
    three = replace(BASE, stems=(*BASE.stems, Stem("keys", "Keys")))
    mine, theirs = (
        replace(three, stems=tuple(three.stems[at] for at in at)) for at in ((1, 0, 2), (2, 1, 0))
    )
    with pytest.raises(ManifestError) as told:
        merge(three, mine, theirs)
    assert [clash_words([three], one) for one in told.value.problems] == [
        "The stems were put in another order, here and on disk."
    ]
