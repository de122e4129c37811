"""The user's own keys: which commands they go to, what is refused in words, what the screen makes of them."""

from pathlib import Path

import pytest

from stemtui.tui import keymap
from stemtui.tui.desk.respelling import respelled
from tests.driver import story

DEFAULTS = {"order": "o", "save": "w,ctrl+s", "filter": "slash", "louder": "+,=", "down": "j,down"}


def read(folder: Path, text: str) -> tuple[dict[str, str], list[str]]:
    """What a file by that text does to the keys."""
    (folder / "keys.toml").write_text(text, encoding="utf-8")
    return keymap.read(folder / "keys.toml", DEFAULTS)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("", {}),
        ('order = "O"', {"order": "O,o"}),
        ('order = ["O", "f2", "ctrl+O"]', {"order": "O,f2,ctrl+o,o"}),
        ('order = "w"', {"order": "w,o", "save": "ctrl+s"}),
        ('filter = "?"', {"filter": "question_mark,slash"}),
        ('save = "+"', {"save": "plus,w,ctrl+s", "louder": "="}),
        ('order = "/"\nfilter = "F"', {"order": "slash,o", "filter": "F"}),
        ('order = "o"', {}),
        ('down = "ü"', {"down": "ü,j,down"}),
    ],
)
def test_keys_are_added_and_go_over_to_what_they_are_given(
    tmp_path: Path, text: str, keys: dict[str, str]
) -> None:
    assert read(tmp_path, text) == (keys, [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('ordr = "O"', """Line 1, ordr = "O": there is no command 'ordr'. Nearest: order."""),
        (
            'zzzzz = "O"',
            "Line 1, zzzzz = \"O\": there is no command 'zzzzz'. The README's key table names all.",
        ),
        (
            '\n# mine\n  order = "shift+o"',
            "Line 3, order = \"shift+o\": 'shift+o' is no key. Keys are single characters",
        ),
        ('order = ["O", 3]', "Line 1, order = [\"O\", 3]: '3' is no key."),
        ('order = " "', "Line 1, order = \" \": ' ' is no key."),
        (
            'order = "O"\nsave = "O"',
            'Line 1, order = "O" and line 2, save = "O": \'O\' is given to order and save: one key does',
        ),
        ("[order]\nkey = 1", "Line 1, [order]: "),
        ('"o\\u0072der" = "ctrl+c"', "order: 'ctrl+c' is for"),
        (
            'order = "/"',
            'Line 1, order = "/": filter would be left without a key: order takes it. Give filter another.',
        ),
        ('order = "ctrl+c"', "'ctrl+c' is for saying how to quit always. Give order another."),
        ("order = ", 'Invalid value (at end of document). A line is written like: order = "X"'),
        (
            "order = X",
            'Line 1, order = X: Invalid value (at line 1, column 9). A line is written like: order = "X"',
        ),
        ("order = " + "[" * 50_000, "recursion"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(tmp_path: Path, text: str, words: str) -> None:
    keys, wrong = read(tmp_path, text)
    assert keys == {}
    assert len(wrong) == 1 and words in wrong[0]


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    assert len(read(tmp_path, 'ordr = "O"\nsave = "shift+x"\nfilter = "?"')[1]) == 2


def test_clashes_are_said_beside_bad_keys(tmp_path: Path) -> None:
    keys, wrong = read(tmp_path, 'order = "Z"\nfilter = "Z"\nsave = ["foo", "bar"]')
    assert not keys and len(wrong) == 3 and "'Z' is given to order and filter" in wrong[2]


def test_without_a_file_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert keymap.read(tmp_path / "keys.toml", DEFAULTS) == ({}, [])


def test_the_file_is_where_configuration_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert keymap.place() == tmp_path / "stemtui" / "keys.toml"
    monkeypatch.delenv("XDG_CONFIG_HOME")
    assert keymap.place() == Path.home() / ".config" / "stemtui" / "keys.toml"


async def test_own_keys_work_and_are_shown(band: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys.toml"
    keys.write_text('filter = "F"\nnext = "N"\nmark = ["m", "f3"]\nmix = "M"\n', encoding="utf-8")
    async with story(band, keys=keys) as told:
        await told.see("m mark", "F filter")
        await told.press("m")
        await told.see("1 marked", "* Kick")
        await told.press("f3", "space", "N")
        await told.see("> Shaker", "3 marked")
        await told.press("F")
        await told.type("vo")
        await told.see("/vo 1 of 5")
        await told.press("escape", "escape", "colon")
        await told.type("new mix")
        await told.see("> M new mix")
        await told.press("escape", "question_mark")
        await told.see("Keys in the pane of tracks")
        await told.press("space")
        await told.see("m f3 space")


async def test_wrong_keys_are_told_and_the_default_ones_work(band: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys.toml"
    keys.write_text('ordr = "O"\n', encoding="utf-8")
    async with story(band, keys=keys) as told:
        await told.see("keys.toml is not right", "there is no command 'ordr'. Nearest: order.")
        await told.press("escape", "o")
        await told.see("Kick ordered")


def test_a_file_that_is_no_text_or_no_file_says_what_to_do(tmp_path: Path) -> None:
    place = tmp_path / "keys.toml"
    place.write_bytes(b"\xff\xfe")
    assert keymap.read(place, DEFAULTS) == ({}, ["It is no UTF-8 text: save it as that, or delete it."])
    place.unlink()
    place.mkdir()
    keys, wrong = keymap.read(place, DEFAULTS)
    assert keys == {} and wrong == ["It cannot be read (Is a directory): make it readable, or delete it."]


async def test_hints_name_the_keys_that_do_it_where_others_took_them(band: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys.toml"
    keys.write_text('order = "x"\nunassign = "o"\nunmark = "M"\nmark_all = "A"\n', encoding="utf-8")
    async with story(band, keys=keys) as told:
        await told.see("Ordered alone (x) it stays a TRACK; o takes it out.")
        await told.press("space", "space", "F")
        await told.see("One track at a time: M takes the marks off.")
        await told.press("M", "x")
        await told.see("Bass ordered: the order has 1 line", "Line 1 of the order delivers it")
        await told.press("question_mark")
        await told.see("Keys in the pane of tracks")


async def test_what_stands_in_the_way_is_cured_with_the_keys_that_there_are(
    ordered: Path, tmp_path: Path
) -> None:
    keys = tmp_path / "keys.toml"
    own = {"next": "L", "leave_out": "f", "edit": "O", "order_view": "e", "files": "f2", "lock": "N"}
    own |= {"new": "X", "mark": "n"}
    keys.write_text("".join(f'{name} = "{key}"\n' for name, key in own.items()), encoding="utf-8")
    (ordered / "Extra.wav").write_bytes((ordered / "Kick.wav").read_bytes())
    async with story(ordered, keys=keys) as told:
        await told.press("exclamation_mark")
        await told.see("Assign (L finds the next), or leave out with a reason (f).")
        await told.see("(e, then O)", "say why it is right (W)", "press f2: add what is needed")
        await told.press("escape", "P")
        await told.paste("The 808 stem please")
        await told.see("a STEM of its own, which has to be made first (X)")


@pytest.mark.parametrize(
    ("own", "words", "said"),
    [
        ({"leave_out": "Q,L"}, "L leaves it out", "L leaves it out"),
        ({"leave_out": "Q"}, "L on Snares brings it back in", "Q on Snares brings it back in"),
        ({"leave_out": "Q"}, "or press L to leave it out.", "or press Q to leave it out."),
        ({"leave_out": "Q"}, "Fed by Room L, Room R and L. L brings it back in.",
         "Fed by Room L, Room R and L. Q brings it back in."),
        ({"unmark": "M", "mark_all": "A"}, "A mix is never a stem. A takes the marks off.",
         "A mix is never a stem. M takes the marks off."),
        ({"mark_all": "f2"}, "A TRACK: a file of one source.", "A TRACK: a file of one source."),
        ({"edit": "E"}, "deliver stem.drums (O, then e).", "deliver stem.drums (O, then E)."),
        ({"order_view": "E"}, "deliver stem.drums (O, then e).", "deliver stem.drums (E, then e)."),
        ({"new": "N"}, "e chooses it (n makes a stem)", "e chooses it (N makes a stem)"),
        ({"order_view": "E"}, "None is chosen. O, then e chooses it", "None is chosen. E, then e chooses it"),
        ({"pick": "E", "range": "enter"}, "enter or a digit assigns.", "E or a digit assigns."),
        ({"accept_all": "f1", "accept": "f2"}, "Y accepts all, y one", "f1 accepts all, f2 one"),
    ],
)  # fmt: skip
def test_only_what_names_a_key_is_said_in_other_keys(own: dict[str, str], words: str, said: str) -> None:
    assert respelled(words, own) == said
