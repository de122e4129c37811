"""Order lines: made on the screen, switched on and off, chosen for a print."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemtui import order
from stemtui.errors import AudioFileError, EditError, StemtuiError
from stemtui.glossary.standing import on_lines
from stemtui.header import Header
from stemtui.order.gate import gate
from stemtui.order.remedies import piece_remedy
from stemtui.order.words import likeness
from stemtui.session import Mix, OrderLine, Session, Stem, Track, all_items
from tests.songs import CAMPAIGN, SIX


@pytest.mark.parametrize(
    ("name", "item", "asked"),
    [
        ("Drums", "stem", "Drums STEM"),
        ("Drum Stem", "stem", "Drum STEM"),
        ("Master", "mix", "Master MIX"),
        ("Master Mix", "mix", "Master MIX"),
        ("Mix", "mix", "Mix MIX"),
        ("Kick_STEM", "track", "Kick_STEM TRACK"),
    ],
)
def test_a_line_made_on_the_screen_says_its_kind_once(name: str, item: str, asked: str) -> None:
    session = Session(
        stems=(Stem("x", name, "mono"),), mixes=(Mix("x", name),), tracks=(Track("x", "a.wav", name),)
    )
    line = order.line_for(session, f"{item}.x")
    assert (line.asked, line.kind, line.deliver) == (asked, item, f"{item}.x")
    assert line.channels == {"stem": "mono", "mix": "stereo", "track": ""}[item]


def test_toggle_orders_what_is_missing_then_takes_all_away() -> None:
    items = ["mix.master", "stem.drums", "stem.bass"]
    session = order.toggle(CAMPAIGN, ["stem.drums"])
    session = order.toggle(session, items)
    assert [line.deliver for line in session.order] == ["stem.drums", "mix.master", "stem.bass"]
    assert order.toggle(session, items).order == ()
    with pytest.raises(EditError, match=r"stem\.gone"):
        order.toggle(session, ["stem.gone"])


def test_wanted_is_the_order_or_lines_for_the_items_named() -> None:
    session = replace(CAMPAIGN, order=(*SIX, SIX[4]))
    assert order.wanted(session) == SIX
    assert order.wanted(session, ["stem.bass", "Drums", "kick"]) == (
        SIX[5],
        SIX[4],
        OrderLine("Kick TRACK", "track", "track.kick"),
    )
    with pytest.raises(StemtuiError, match="press o"):
        order.wanted(CAMPAIGN)
    with pytest.raises(StemtuiError, match=r"stem\.drums"):
        order.wanted(CAMPAIGN, ["stem.drms"])
    with pytest.raises(StemtuiError, match=r"stem\.lead_vocal or track\.lead_vocal"):
        order.wanted(CAMPAIGN, ["lead_vocal"])


@given(st.lists(st.sampled_from(all_items(CAMPAIGN)), max_size=8))
def test_toggling_twice_what_was_not_ordered_changes_nothing(items: list[str]) -> None:
    assert order.toggle(order.toggle(CAMPAIGN, items), items).order == ()


@pytest.mark.parametrize(
    ("item", "number"),
    [
        *(("order.1", 1), ("order.2", 2), ("order.3", 0), ("order.0", 0), ("order.", 0), ("order.-1", 0)),
        *(("stem.1", 0), ("1", 0), ("order.\u0661", 0), ("order.1000000", 0)),
    ],
)
def test_a_line_is_named_by_a_number_that_it_has(item: str, number: int) -> None:
    session = Session(order=(OrderLine("a"), OrderLine("b")))
    assert order.line_number(session, item) == number


@pytest.mark.parametrize(
    ("names", "remedy"),
    [
        ([], "Ask whether they want all of it, or one TRACK of it."),
        (["808 Kick"], "If they want only 808 Kick, that is a TRACK: deliver track.t0."),
        (["808 Kick", "808 Clap"], "give those a stem of their own."),
    ],
)
def test_what_to_do_about_words_that_name_a_piece_of_a_stem(names: list[str], remedy: str) -> None:
    tracks = [Track(f"t{number}", f"{name}.wav", name) for number, name in enumerate(names)]
    assert piece_remedy(tracks).endswith(remedy)


@pytest.mark.parametrize(
    ("asked", "name", "least", "most"),
    [
        ("Drum Stem", "Drums", 0.8, 1.0),
        ("Drum Stem", "Mix", 0.0, 0.0),  # a name without a word of its own answers to nothing
        ("Stem", "Drums", 0.0, 0.0),
        ("Lead Vocal", "Vocal", 0.9, 0.99),
        ("Drums", "Strings", 0.0, 0.7),
    ],
)
def test_a_name_answers_to_words(asked: str, name: str, least: float, most: float) -> None:
    assert least <= likeness(asked, name) <= most


def test_what_stands_in_the_way_is_found_once_for_the_same_values() -> None:
    line = OrderLine("Drum STEM", "stem", "track.kick")
    session = Session(tracks=(Track("kick", "Kick.wav"),), order=(line,))
    headers: dict[str, Header | AudioFileError] = {}
    found = on_lines(session, headers)
    assert found == tuple(gate(session, headers)) != ()
    assert on_lines(session, headers) is found
    assert on_lines(replace(session, order=()), headers) == ()
    assert on_lines(session, headers) == found


def test_the_first_of_two_lines_for_one_item_is_printed() -> None:
    session = Session(
        stems=(Stem("drums", "Drums"),),
        order=tuple(OrderLine(asked, "stem", "stem.drums") for asked in ("Drum STEM", "Drums again")),
    )
    assert [line.asked for line in order.wanted(session, ["drums"])] == ["Drum STEM"]


def test_words_without_a_letter_name_nothing() -> None:
    session = Session(stems=(Stem("drums", "!!"), Stem("bass", "Bass")))
    with pytest.raises(StemtuiError, match="There is no '--' in this session"):
        order.wanted(session, ["--"])
