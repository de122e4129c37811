"""Stories at 80x24 of the order: what was asked, what is delivered, what stands in the way."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemtui import manifest
from stemtui.glossary.wrapping import columns
from stemtui.order import bare, gate, on_screen
from stemtui.session import Mix, OrderLine
from stemtui.text import printable
from stemtui.tui.desk.desk import ORDER, Desk
from stemtui.tui.panes.order_rows import order_line, order_widths, standing, totals
from stemtui.tui.panes.rows import sequence
from tests.desks import ORDERED, SESSION, desk
from tests.driver import story


async def test_the_order_says_what_stands_in_the_way_and_what_helps(ordered: Path) -> None:
    async with story(ordered) as told:
        await told.press("down", "O")
        await told.see("Order 3 files: 1 MIX, 1 STEM, 1 TRACK; 2 lines refused", "esc: back")
        assert told.row("Master MIX") == "> 1 Master MIX MIX -> Master MIX stereo"
        assert told.row("the drums") == "!2 the drums, please STEM -> Kick TRACK mono refused"
        await told.press("j")
        await told.see(
            'Line 2 of the order asks for a STEM ("the drums, please") and is refused.',
            '"Kick" is a TRACK. 2 tracks feed the Drums stem: deliver stem.drums (e).',
        )
        await told.press("escape")
        await told.see("Tracks", "> Snare", "Stems")


async def test_an_instrumental_that_keeps_a_vocal_is_asked_about_on_its_line(ordered: Path) -> None:
    session = manifest.load(ordered / manifest.NAME)
    mixes = (
        *session.mixes,
        Mix("inst", "Instrumental", without=("drums",)),
        Mix("b", "Band", without=("bass",)),
    )
    lines = (
        OrderLine("Instrumental MIX", "mix", "mix.inst"),
        OrderLine("the TV mix", "mix", "mix.b"),
        OrderLine("Master MIX", "mix", "mix.master"),
    )
    manifest.save(replace(session, mixes=mixes, order=lines), ordered / manifest.NAME, session)
    async with story(ordered) as told:
        await told.press("O", "g")
        await told.see("Order 3 files: 3 MIXES")
        for words in ("?1  Instrumental MIX", "?2  the TV mix"):
            row = told.row(words)
            assert row.endswith("question"), row
        assert "question" not in told.row("Master MIX")
        await told.see(
            '"Instrumental" keeps "Vocals"; to most, an instrumental has no vocals. Change what it holds'
        )
        await told.press("j")
        await told.see('"Band" keeps "Vocals"; to most, a TV mix has no lead vocal, or a lowered one.')


async def test_what_is_undone_behind_another_pane_is_seen_when_it_comes_back(ordered: Path) -> None:
    async with story(ordered) as told:
        await told.press("O", "g", "j", "d")
        await told.see("Off the order: line 2, the drums, please")
        await told.press("O")
        await told.see("Tracks")
        await told.press("u")
        await told.see("Undone: Off the order")
        await told.press("O")
        await told.see("Order 3 files")
        rows = [told.row(words) for words in ("Master MIX", "the drums", "Bass STEM")]
        assert [row.strip(">!? ")[0] for row in rows] == ["1", "2", "3"]


async def test_a_line_is_put_right_by_part_of_a_name_with_what_it_brings_in_sight(ordered: Path) -> None:
    async with story(ordered) as told:
        await told.press("O", "enter")
        await told.see("Edit line 2", "the drums, please", "Kick TRACK")
        await told.press("down", "down", "ctrl+u")
        await told.type("s")
        await told.see("Delivers: 's' is in Snare TRACK and Shaker TRACK. Type more of one.")
        await told.type("tem")
        await told.see("'stem' is in Drums STEM, Bass STEM, Vocals STEM and Rest STEM.")
        await told.press("ctrl+u")
        await told.type("drum")
        await told.see("Its client receives one stereo file: the Drums STEM, 2 tracks in one.")
        await told.press("down")
        await told.type("mono")
        await told.see("Asked in mono; the Drums stem is declared stereo.")
        await told.press("ctrl+u", "enter")
        await told.see("Line 2 changed: the drums, please", "1 line refused")
        assert told.row("the drums") == "> 2 the drums, please STEM -> Drums STEM stereo"
        await told.press("u")
        await told.see("Undone: Line 2 changed", "2 lines refused")
    assert told.session.order == ORDERED


async def test_a_finding_is_accepted_for_a_reason(ordered: Path) -> None:
    async with story(ordered) as told:
        await told.press("O", "g", "W")
        await told.see("Line 1: nothing is refused that a reason could let pass.")
        await told.not_see("W accept")
        await told.press("G")
        await told.see("W accept")
        await told.see('Only "Bass" feeds it, untreated: that is a TRACK under another name.')
        await told.see("Deliver track.bass (e) as a TRACK, or say why it is right (W).")
        await told.press("W")
        await told.see("Accept 1 finding", "untreated: that is a TRACK under another name")
        await told.press("ctrl+u", "enter")
        await told.see("A reason is needed")
        await told.type("one bass is all there is")
        await told.press("enter")
        await told.see("1 finding accepted", "A finding is accepted: one bass is all there is.", "accepted")
        assert told.row("Bass STEM").endswith("-> Bass STEM mono accepted")
        await told.press("w")
        await told.see("Saved")
    assert manifest.load(ordered / manifest.NAME).order[2].waive == "one bass is all there is"


async def test_lines_are_written_moved_filtered_and_taken_off(ordered: Path) -> None:
    async with story(ordered) as told:
        await told.press("O", "n", "enter")
        await told.see("New line of the order", "Write what the client asks for.")
        await told.type("Vocal stem")
        await told.see('asks for a STEM ("Vocal stem") and is refused. Only "Vox" feeds it, untreated')
        await told.press("enter")
        await told.see("Line 4 added: Vocal stem", "> !4 Vocal stem STEM -> Vocals STEM stereo refused")
        await told.press("K", "K", "K", "K")
        await told.see("Line 1: first already.", "> !1 Vocal stem")
        await told.press("u")
        await told.see("Undone: Vocal stem: moved from line 2 to 1", "> !4 Vocal stem")
        await told.press("slash")
        await told.type("bass")
        await told.press("enter")
        await told.see("/bass 1 of 4", "> !3 Bass STEM")
        await told.press("d")
        await told.see("Off the order: line 3, Bass STEM", "/bass 0 of 3")
        await told.press("escape", "n")
        await told.type("all")
        await told.press("tab", "tab")
        await told.type("master")
        await told.press("enter")
        await told.see("> !4 all ? -> Master MIX stereo refused")
        await told.see("does not say whether that is a stem, a mix or a track")
        await told.press("e", "tab")
        await told.type("mix")
        await told.press("enter")
        await told.see("?4 all MIX -> Master MIX stereo question", "3 files", "Drop one of them.")
        await told.see("Lines 1 and 4 both deliver mix.master: it is printed once.")
        await told.press("o")
        await told.see("Off the order: line 4, all")


async def test_an_empty_order_says_how_to_begin(band: Path) -> None:
    async with story(band) as told:
        await told.press("O")
        await told.see("no file yet", "Nothing is ordered yet.", "n writes one line")
        await told.press("d")
        await told.see("Nothing is ordered yet: P takes a client's message, n writes a line.")
        await told.press("h", "o", "O")
        await told.see("> 1 Kick TRACK TRACK -> Kick TRACK mono")


@pytest.mark.parametrize("size", [(40, 12), (60, 20), (120, 36), (30, 10)])
async def test_the_order_is_read_in_any_window(ordered: Path, size: tuple[int, int]) -> None:
    async with story(ordered, size) as told:
        await told.press("j", "k", "O")
        await told.see("Order", "> !2 the", "-> Kick")
        await told.press("k")
        await told.see("> 1 Mast")
        assert ("refused" in told.row("!2")) == (size[0] >= 60)
        assert ("mono" in told.row("!2")) == (size[0] >= 120)
        assert ('"Kick" is a TRACK.' in told.row("!2")) == (size[0] >= 120)
        await told.press("tab")
        await told.see("> Kick")


def text_of(now: Desk, row: str, width: int) -> str:
    """The text of a line of the order in a pane of that width."""
    return sequence(order_line(now, row, order_widths(now, width), standing(now)))


WORDS = st.text(max_size=40) | st.sampled_from(["Drum STEM", "808", "ドラムのステム", "a; b [/bold]"])
ITEMS = st.sampled_from(["", "stem.drums", "mix.up", "track.kick", "stem.gone", "rest"])
MADE = st.builds(OrderLine, WORDS, st.sampled_from(["", "stem", "mix", "track"]), ITEMS)


@given(st.lists(MADE, min_size=1, max_size=12), st.integers(24, 150))
def test_every_line_fits_every_pane_and_says_its_number_first(lines: list[OrderLine], width: int) -> None:
    session = replace(SESSION, order=tuple(lines))
    now = desk(session, pane=ORDER)
    for number in range(1, len(lines) + 1):
        text = text_of(now, f"order.{number}", width)
        assert columns(text) == width
        assert text == printable(text)
        assert text[2:].lstrip("!? ").startswith(f"{number} ")


def test_on_a_narrow_screen_names_come_before_channels() -> None:
    lines = (OrderLine("Drum STEM", "stem", "stem.drums"), OrderLine("Lead Vocal Up MIX", "mix", "mix.up"))
    now = desk(replace(SESSION, order=lines), pane=ORDER)
    assert "Lead Vocal Up M" in text_of(now, "order.2", 58) and "stereo" not in text_of(now, "order.2", 58)
    assert "stereo" in text_of(now, "order.2", 78)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((), "no file yet"),
        (ORDERED[:1] * 2, "1 file: 1 MIX"),
        ((OrderLine("rest", "stem", "rest"), OrderLine("x", "stem", "stem.bass")), "2 files: 2 STEMS"),
        ((OrderLine("gone", "stem", "stem.gone"), OrderLine("x")), "no file yet"),
    ],
)
def test_each_thing_is_counted_once(lines: tuple[OrderLine, ...], said: str) -> None:
    assert totals(desk(replace(SESSION, order=lines)), {}) == said


def test_before_anything_is_mixed_stems_are_counted_as_submixes() -> None:
    session = replace(SESSION, treatment="none", order=(OrderLine("Bass STEM", "stem", "stem.bass"),))
    assert totals(desk(session), {}) == "1 file: 1 SUBMIX"
    assert "-> Bass SUBMIX" in " ".join(text_of(desk(session, pane=ORDER), "order.1", 78).split())


@pytest.mark.parametrize(
    ("line", "finding", "remedy"),
    [
        (OrderLine("Drum STEM", "stem", "track.kick"), '"Kick" is a TRACK.', "deliver stem.drums (e)."),
        (
            OrderLine("a; b", "stem", ""),
            "Nothing is chosen to meet it.",
            "e chooses it (n makes a stem), or drop the line",
        ),
        (OrderLine("808", "", "track.kick"), "It does not say whether that is", "then say which (e)."),
        (
            OrderLine("Up MIX", "mix", "mix.up", "mono"),
            "Asked in mono; mixes are stereo.",
            "e makes it stereo",
        ),
        (OrderLine("all tracks", "track", "track.kick"), "That is every track of the song", "(W)."),
    ],
)
def test_findings_are_said_without_the_request_and_with_keys(
    line: OrderLine, finding: str, remedy: str
) -> None:
    session = replace(SESSION, treatment="printed", order=(line,))
    problem = next(one for one in gate(session, {}) if one.path == "order.1")
    assert bare(session, problem).startswith(finding)
    assert remedy in on_screen(problem.remedy)
    assert "waive" not in on_screen(problem.remedy)


def test_what_is_written_into_the_clients_words_has_its_key_too() -> None:
    panned = replace(SESSION.tracks[0], pan=-30.0)
    session = replace(SESSION, treatment="manifest", tracks=(panned, *SESSION.tracks[1:]))
    session = replace(session, order=(OrderLine("Kick", "track", "track.kick"),))
    doubt = next(one for one in gate(session, {}) if "as recorded?" in one.message)
    said = on_screen(doubt.remedy)
    assert (
        said == 'Ask the client: "raw", or "as in the mix"? Then add it to their words (e), or accept it (W).'
    )


async def test_the_order_names_stems_that_are_on_no_line(ordered: Path) -> None:
    drums = OrderLine("Drums STEM", "stem", "stem.drums", "stereo")
    session = manifest.load(ordered / manifest.NAME)
    manifest.save(replace(session, order=(ORDERED[0], drums)), ordered / manifest.NAME, session)
    async with story(ordered) as told:
        await told.press("O")
        await told.see("on no line: ")
