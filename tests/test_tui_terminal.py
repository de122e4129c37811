"""What is sent for a screen to be shown: checked by a small terminal that reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from stemtui.glossary.wrapping import columns, padded, wrap
from stemtui.tui.wire.terminal import Terminal, letters
from tests.reader import Reader

WIDTH, HEIGHT = 64, 8
CONSOLE = Console(color_system="256", force_terminal=True)
STYLES = ("", "bold", "reverse", "dim yellow", "on blue", "default on default")
Line = list[tuple[str, str]]


def seen(sent: str) -> Reader:
    """What is seen of what is sent to a terminal that has shown something else before."""
    return Reader(WIDTH, HEIGHT).read(sent.encode())


def drawn(lines: list[Line]) -> LayoutUpdate:
    """A whole screen as Textual draws it."""
    strips = [
        Strip(Segment(text, Style.parse(style or "none")) for text, style in line).adjust_cell_length(WIDTH)
        for line in lines
    ]
    strips += [Strip.blank(WIDTH)] * (HEIGHT - len(strips))
    return LayoutUpdate([[strip] for strip in strips], Region(0, 0, WIDTH, HEIGHT))


WORDS = ("Overhead Left ", "feeds the Drums and is a track before the mix ", "e\u0301", "|", "       ")
texts = st.text(st.sampled_from("ab  世界"), max_size=9) | st.sampled_from(WORDS)
lines = st.lists(st.tuples(texts, st.sampled_from(STYLES)), max_size=5)
sentences = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(STYLES)), max_size=5)
screens = st.lists(lines | sentences, min_size=HEIGHT, max_size=HEIGHT)


@st.composite
def stories(draw: st.DrawFn) -> list[list[Line]]:
    """Screens after each other: drawn anew, or scrolled, or with a few letters put in or taken out."""
    shown = [draw(screens)]
    for _ in range(draw(st.integers(0, 3))):
        first, by = draw(st.integers(0, 3)), draw(st.integers(-3, 3))
        moved = [*shown[-1][:first], *draw(screens)[: max(0, -by)], *shown[-1][first + max(0, by) :]]
        longer = [[(draw(st.sampled_from(("", "Hi", "Hat "))), ""), *line] for line in moved]
        shown.append(([*draw(st.sampled_from((moved, longer))), *draw(screens)])[:HEIGHT])
    return shown


@given(stories())
def test_what_is_sent_is_what_is_seen(shown: list[list[Line]]) -> None:
    terminal, reader = Terminal(), Reader(WIDTH, HEIGHT)
    for screen in shown:
        reader.read(terminal.changes(drawn(screen), CONSOLE).encode())
        assert reader.cells == seen(Terminal().changes(drawn(screen), CONSOLE)).cells
        assert reader.lines == ["".join(strip.text for strip in line) for line in drawn(screen).strips]


TEXT = "is a TRACK: a file made while recording, and so on."


@pytest.mark.parametrize(
    ("before", "after", "sent"),
    [
        ("Kick", "Kick", ""),
        ("Kick", "Pick", "\x1b[1;1HP"),
        ("12 tracks", "13 tracks", "\x1b[1;2H3"),
        ("Kick  Hat", "Kick", "\x1b[1;5H\x1b[K"),
        ("Kick  Hat", "Pick", "\x1b[1;1HPick\x1b[K"),
        ("abcdef", "Abcdef", "\x1b[1;1HA"),
        ("abcdef", "AbcDef", "\x1b[1;1HAbcD"),
        ("KickSnareHatTom|", "               |", "\x1b[1;1H\x1b[15X"),
        (
            "Snare Bottom     Backing Vocals |",
            "Hat              Drums          |",
            "\x1b[1;1HHat\x1b[28X\x1b[18GDrums",
        ),
        (f"Kick {TEXT}  |", f"Hat {TEXT}   |", "\x1b[1;1H\x1b[PHat\x1b[56G\x1b[@"),
        (f"Hat {TEXT}   |", f"Kick {TEXT}  |", "\x1b[1;56H\x1b[P\x1b[1G\x1b[@Kick"),
        (f"It {TEXT}  |", f"Press 4: it {TEXT[:-5]}|", "\x1b[1;50H\x1b[9P|\x1b[1G\x1b[9@Press 4: i"),
        ("abcdefgh", "AbcdefgH", "\x1b[1;1HA\x1b[8GH"),
        ("abcdefghij k", "abcdefghiJ K", "\x1b[1;10HJ K"),
        ("abcdefghijklmno", "abcdefghiJklmnO", "\x1b[1;10HJ\x1b[4CO"),
        ("世 1", "界 2", "\x1b[1;1H界\x1b[4G2"),
        ("世界", "世上", "\x1b[1;3H上"),
        ("e\u0301t", "e\u0301s", "\x1b[1;2Hs"),
        ("te\u0301t", "se\u0300t", "\x1b[1;1Hse\u0300\x1b[3Gt"),
        ("❤\ufe0f Kick", "❤\ufe0f Hat", "\x1b[1;4HHat\x1b[K"),
        ("❤\ufe0f Kick", "1\ufe0f\u20e3 Kick", "\x1b[1;1H\x1b[2X1\ufe0f\u20e3\x1b[3G Kick"),
    ],
)
def test_only_what_differs_is_sent(before: str, after: str, sent: str) -> None:
    terminal = Terminal()
    terminal.changes(drawn([[(before, "")]]), CONSOLE)
    assert terminal.changes(drawn([[(after, "")]]), CONSOLE) == sent


def test_the_colours_that_a_terminal_has_anyway_are_not_sent() -> None:
    assert "\x1b[1mKick\x1b[m" in Terminal().changes(drawn([[("Kick", "bold default on default")]]), CONSOLE)


def test_rows_that_only_moved_are_scrolled() -> None:
    rows = [[(f"Backing Vocal {number}", "bold")] for number in range(6)]
    terminal = Terminal()
    terminal.changes(drawn([[("Tracks", "")], *rows]), CONSOLE)
    sent = terminal.changes(drawn([[("Tracks", "")], *rows[1:], [("Kick", "")]]), CONSOLE)
    assert sent == "\x1b[2;7r\v\x1b[M\x1b[r\x1b[7;1HKick"
    sent = terminal.changes(drawn([[("Tracks", "")], *rows]), CONSOLE)
    assert sent == "\x1b[2;7r\v\x1b[L\x1b[r\v\x1b[1mBacking Vocal 0\x1b[m"


def test_an_ink_is_taken_from_the_one_before() -> None:
    terminal, reader = Terminal(), Reader(WIDTH, HEIGHT)
    sent = terminal.changes(drawn([[("a", "bold"), ("b", "bold cyan"), ("c", "dim"), ("d", "")]]), CONSOLE)
    assert sent.endswith("\x1b[1ma\x1b[36mb\x1b[;2mc\x1b[md")
    assert reader.read(sent.encode()).cells[0][:4] == [("a", "1"), ("b", "1;36"), ("c", "2"), ("d", "")]


def test_columns_of_different_inks_are_written_one_after_the_other() -> None:
    """Their inks are taken once each then, and not once a row."""
    terminal, reader = Terminal(), Reader(WIDTH, HEIGHT)
    for before, after in (("Kick", "Drums?"), ("Bass", "Bass?"), ("Pad", "Keys?")):
        screen = [[(f"{before} {number:<9}", ""), (after, "dim yellow")] for number in range(HEIGHT)]
        sent = terminal.changes(drawn(screen), CONSOLE)
        assert reader.read(sent.encode()).cells == seen(Terminal().changes(drawn(screen), CONSOLE)).cells
    assert sent.count("\x1b[33m") + sent.count("\x1b[2;33m") == 1


@pytest.mark.parametrize("style", STYLES)
def test_a_blank_is_written_in_the_ink_before_it_where_that_is_not_seen(style: str) -> None:
    terminal = Terminal()
    terminal.changes(drawn([[("abcde", "")]]), CONSOLE)
    sent = terminal.changes(drawn([[("fg", style), ("   ", "")]]), CONSOLE)
    assert ("g\x1b[m" in sent) == (style in ("reverse", "on blue"))


def test_a_part_that_is_drawn_without_what_is_above_it_is_not_sent() -> None:
    terminal = Terminal()
    sent = terminal.changes(drawn([[("left right", "")]]), CONSOLE)
    chops = [{0: Strip([Segment("LEFT ")]), 5: Strip([Segment(" " * 59)])}, *[{}] * 7]
    sent += terminal.changes(ChopsUpdate(chops, [(0, 0, 5)], [[5, WIDTH], *[[]] * 7]), CONSOLE)
    assert seen(sent).lines[0].rstrip() == "LEFT right"


def test_a_row_that_is_drawn_in_two_parts_is_sent_with_both() -> None:
    """As one is in which both panes have something new, and the border between them has not."""
    terminal = Terminal()
    reader = seen(terminal.changes(drawn([[("left  | right ", "")]]), CONSOLE))
    chops = [{0: Strip([Segment("Kick  ")]), 6: Strip([Segment("| ")]), 8: Strip([Segment("Drums ")])}]
    update = ChopsUpdate(chops, [(0, 0, 6), (0, 8, 14)], [[6, 8, 14]])
    reader.read(terminal.changes(update, CONSOLE).encode())
    assert reader.lines[0].startswith("Kick  | Drums")


def test_what_is_forgotten_is_sent_anew() -> None:
    terminal, screen = Terminal(), [[("Kick", "bold")], [("Snare", "")]]
    first = terminal.changes(drawn(screen), CONSOLE)
    assert terminal.changes(drawn(screen), CONSOLE) == ""
    terminal.forget()
    assert terminal.changes(drawn(screen), CONSOLE) == first


@pytest.mark.parametrize(
    "name",
    [
        "❤\ufe0f Kick",
        "1\ufe0f\u20e3 Snare",
        "✌\U0001f3fd L",
        "👍\U0001f3fe",
        "e\u0301",
        "日本",
        "☎ DI",
        "A\ufe0f",
    ],
)
def test_names_take_as_many_columns_in_rows_as_they_are_drawn_in(name: str) -> None:
    assert columns(name) == cell_len(name)
    assert columns(padded(name, 3)) == 3 and len(letters(name)) == cell_len(name)
    assert all(columns(line) <= 3 for line in wrap(name * 3, 3)) and wrap(name, -1)
