"""What clashed is settled as one side has it: that and nothing else."""

from dataclasses import replace

from stemtui.errors import Problem
from stemtui.manifest.conceding import conceded
from stemtui.session import Mix, MixBus, OrderLine, Session, Stem, Track


def line(deliver: str, waive: str = "") -> OrderLine:
    return OrderLine(deliver, "stem", deliver, waive=waive)


def order(base: str, side: str, *paths: str) -> str:
    """The order of one-letter stems, base and side, after what those paths name was conceded."""
    sessions = [Session(order=tuple(line(f"stem.{one}") for one in each)) for each in (base, side)]
    settled = conceded(*sessions, [Problem(path, "") for path in paths])
    return "".join(one.deliver.removeprefix("stem.") for one in settled.order)


def test_the_sequence_of_lines_is_the_sides_and_lines_of_ones_own_come_last() -> None:
    assert order("abc", "cab", "order") == "cab"
    assert order("xab", "ba", "order") == "bax"


def test_a_line_that_the_side_took_out_goes_and_those_before_and_behind_it_stay() -> None:
    assert order("abc", "ac", "order.2") == "ac"
    assert order("abcd", "bd", "order.1", "order.3") == "bd"


def test_a_field_of_a_line_is_the_sides_where_that_line_stands_now() -> None:
    base = Session(order=(line("stem.a"), line("stem.b", "mine"), line("stem.c")))
    side = Session(order=(line("stem.b", "theirs"), replace(line("stem.a"), asked="other words")))
    settled = conceded(base, side, [Problem("order.2.waive", "")])
    assert settled.order == (line("stem.a"), line("stem.b", "theirs"), line("stem.c"))


def test_a_field_of_a_track_is_the_sides_and_all_else_is_ones_own() -> None:
    mine = Session(tracks=(Track("a", "a.wav", gain_db=1.0, note="mine"), Track("b", "b.wav", gain_db=4.0)))
    theirs = Session(tracks=(Track("b", "b.wav"), Track("a", "a.wav", gain_db=2.0, note="theirs")))
    settled = conceded(mine, theirs, [Problem("track.a.gain_db", "")])
    assert settled.tracks == (replace(mine.tracks[0], gain_db=2.0), mine.tracks[1])
    alone = conceded(Session(tracks=mine.tracks[:1]), theirs, [Problem("track.a.gain_db", "")])
    assert alone.tracks == settled.tracks[:1]


def test_all_of_a_stem_is_the_sides_whether_it_is_there_or_gone() -> None:
    mine = Session(stems=(Stem("a", "A"), Stem("b", "B")))
    theirs = Session(stems=(Stem("b", "Bee"), Stem("c", "C")))
    settled = conceded(mine, theirs, [Problem("stem.b", ""), Problem("stem.a", "")])
    assert settled.stems == (Stem("b", "Bee"),)
    assert conceded(mine, theirs, [Problem("stem", "")]).stems == (Stem("b", "B"), Stem("a", "A"))


def test_mixes_are_settled_as_stems_are_and_a_line_as_a_whole() -> None:
    mine = Session(mixes=(Mix("a", "A"), Mix("b", "B", key="self"), Mix("c", "C")), order=(line("stem.a"),))
    theirs = Session(mixes=(Mix("b", "Bee"), Mix("a", "Ay"), Mix("d", "D")), order=(line("stem.a", "so"),))
    settled = conceded(mine, theirs, [Problem(f"mix.{key}", "") for key in ("b.name", "c", "d")])
    assert settled.mixes == (Mix("a", "A"), Mix("b", "Bee", key="self"), Mix("d", "D"))
    assert [mix.id for mix in conceded(mine, theirs, [Problem("mix", "")]).mixes] == ["b", "a", "c"]
    assert conceded(mine, theirs, [Problem("order.1", "")]).order == theirs.order
    # a field of what one side lacks is all of it
    assert conceded(mine, theirs, [Problem("mix.d.name", "")]).mixes == (*mine.mixes, Mix("d", "D"))
    assert conceded(mine, theirs, [Problem("mix.c.name", "")]).mixes == mine.mixes[:2]


def test_keys_of_the_session_its_delivery_and_its_mix_bus() -> None:
    mine = Session(title="Mine", artist="Us", mix_bus=MixBus(gain_db=1.0, ceiling_dbtp=-1.0))
    theirs = Session(title="Theirs", artist="Them", mix_bus=MixBus(gain_db=2.0, ceiling_dbtp=-2.0))
    theirs = replace(theirs, delivery=replace(theirs.delivery, folder="out", trim_db=-3.0))
    paths = ("session.title", "delivery.trim_db", "mix_bus.gain_db")
    settled = conceded(mine, theirs, [Problem(path, "") for path in paths])
    assert (settled.title, settled.artist) == ("Theirs", "Us")
    assert (settled.delivery.folder, settled.delivery.trim_db) == ("delivery", -3.0)
    assert settled.mix_bus == MixBus(gain_db=2.0, ceiling_dbtp=-1.0)
