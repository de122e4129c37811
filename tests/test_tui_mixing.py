"""The members of a mix, taken in and out: whatever is pressed, the mix holds what the board shows."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemtui import manifest
from stemtui.errors import EditError
from stemtui.order.reading.meeting.beginnings import begun, name_for
from stemtui.session import Mix, Session, Stem, formula, mix_stems
from stemtui.tui.dialogs.mixing import moved, toggled, with_members
from tests.driver import story

SESSION = Session(
    stems=(
        Stem("drums", "Drums"),
        Stem("kit", "Kit", parent="drums"),
        Stem("loops", "Loops", parent="drums"),
        Stem("bass", "Bass"),
        Stem("vox", "Vox"),
    )
)
IDS = [stem.id for stem in SESSION.stems]
MASTER = Mix("m", "M")


async def test_a_stems_number_takes_it_in_or_out_as_it_does_elsewhere(band: Path) -> None:
    async with story(band) as told:
        await told.press("tab", "m")
        await told.type("TV")
        await told.press("enter")
        await told.see("[x] 3 Vocals", "space 1-9 in or out")
        await told.press("3")
        await told.see("> [ ] 3 Vocals", "It is Master minus Vocals.")
        await told.press("3", "1", "9", "enter")
        await told.see("New mix: TV")
    assert told.session.mix("tv").without == ("drums",)


async def test_a_new_mix_begins_with_the_stems_that_its_name_says(band: Path) -> None:
    async with story(band) as told:
        for name, formula in (
            ("A Cappella", "It is only Vocals."),
            ("Instrumental Mix", "It is Master minus Vocals."),
            ("Lead Vocal Up", "It is every stem as it is."),
        ):
            await told.press("m")
            await told.type(name)
            await told.press("enter")
            await told.see(formula)
            await told.press("escape")
    empty = replace(SESSION, stems=SESSION.stems[:4])
    assert begun(SESSION, "Acapella") == (Mix("", "Acapella", only=("vox",)), "")
    assert begun(empty, "Acapella") == (
        Mix("", "Acapella"),
        "No stem by itself is known to hold the vocals, so it begins with all of them.",
    )
    post = Session(stems=(Stem("dx", "Dialogue"), Stem("mx", "Music"), Stem("fx", "Effects")))
    assert begun(post, "M&E")[0].without == ("dx",)


async def test_a_mix_that_the_order_lacks_is_made_on_its_line_and_delivered_by_it(band: Path) -> None:
    async with story(band) as told:
        await told.press("P")
        await told.paste("drums stem and the acapella mix")
        await told.press("1", "enter", "p")
        await told.press("g", "j", "m")
        await told.see("New mix", "A Cappella")
        await told.press("enter")
        await told.see("It is only Vocals.")
        await told.press("enter")
        await told.see("New mix: A Cappella, which line 2 delivers")
        assert told.session.order[1].deliver == "mix.a_cappella"
        assert told.session.mix("a_cappella").only == ("vocals",)
        await told.press("u")
        assert told.session.order[1].deliver == "" and "a_cappella" not in told.session.mix_index


@pytest.mark.parametrize(
    ("asked", "name"),
    [("acapella mix", "A Cappella"), ("vocals up 1 dB", "Vocals up 1 dB"), ("TV Mix", "TV"), ("", "")],
)
def test_a_mix_is_called_as_it_was_asked_for(asked: str, name: str) -> None:
    assert name_for(asked) == name


async def test_long_names_of_stems_are_whole_where_there_is_room(band: Path) -> None:
    name = "Everything that is struck, shaken or scraped, in stereo"
    session = manifest.load(band)
    stems = tuple(replace(one, name=name) if one.id == "drums" else one for one in session.stems)
    manifest.save(replace(session, stems=stems), band / manifest.NAME)
    async with story(band) as told:
        await told.press("tab", "G", "e")
        await told.see(f"1 {name}")
        await told.press("g", "minus")
        await told.see(f"1 {name} -0.5 dB")


@pytest.mark.parametrize(
    ("start", "keys", "only", "without"),
    [
        (MASTER, ["bass"], (), ("bass",)),
        (MASTER, ["bass", "bass"], (), ()),
        (MASTER, ["drums"], (), ("drums",)),
        (MASTER, ["kit"], (), ("kit",)),
        (MASTER, ["kit", "loops"], (), ("kit", "loops")),
        (MASTER, ["drums", "kit"], ("kit", "bass", "vox"), ()),
        (Mix("m", "M", only=("vox",)), ["bass"], ("bass", "vox"), ()),
        (Mix("m", "M", only=("vox",)), ["bass", "drums"], (), ()),
        (Mix("m", "M", only=("drums",)), ["kit"], (), ("kit", "bass", "vox")),
    ],
)
def test_a_mix_says_what_it_leaves_out_or_as_before_what_it_holds(
    start: Mix, keys: list[str], only: tuple[str, ...], without: tuple[str, ...]
) -> None:
    mix = start
    for key in keys:
        mix = toggled(SESSION, mix, key)
    assert (mix.only, mix.without) == (only, without)


def test_a_parents_own_tracks_alone_are_said_by_what_is_left_out() -> None:
    mix = with_members(SESSION, MASTER, ["drums"])
    assert mix.without == ("kit", "loops", "bass", "vox")


def test_what_no_list_of_stems_says_is_refused() -> None:
    deep = replace(SESSION, stems=(*SESSION.stems, Stem("top", "Top", parent="kit")))
    with pytest.raises(EditError, match="No list of stems says that"):
        toggled(deep, toggled(deep, MASTER, "kit"), "top")
    with pytest.raises(EditError, match="one stem at least"):
        with_members(SESSION, MASTER, [])


@given(st.sampled_from([MASTER, Mix("m", "M", only=("vox",))]), st.lists(st.sampled_from(IDS), max_size=12))
def test_each_key_takes_one_stem_in_or_out_or_changes_nothing(start: Mix, keys: list[str]) -> None:
    mix = start
    for key in keys:
        before = set(mix_stems(SESSION, mix))
        try:
            mix = toggled(SESSION, mix, key)
        except EditError:
            continue
        after = set(mix_stems(SESSION, mix))
        assert (key in after) != (key in before)
        assert after and not (mix.only and mix.without)


def test_moving_a_stem_back_leaves_no_trace() -> None:
    up = moved(moved(MASTER, "vox", 2), "bass", -1)
    assert up.offsets_db == (("vox", 1.0), ("bass", -0.5))
    assert moved(moved(up, "vox", -2), "bass", 1) == MASTER
    with pytest.raises(EditError, match="no further"):
        moved(MASTER, "vox", 200)


@pytest.mark.parametrize("size", [(80, 24), (40, 9), (60, 12)])
async def test_the_board_shows_the_stem_it_is_on_and_its_keys_in_any_window(
    band: Path, size: tuple[int, int]
) -> None:
    async with story(band, size) as told:
        await told.press("tab", "G", "e")
        await told.see("Mix Instrumental", "> [x] 1 Drums", "esc cancel")
        await told.press("j", "j", "minus")
        await told.see("> [ ] 3 Vocals", "-0.5 dB", "esc cancel", "It is Master minus Vocals")


def test_a_formula_does_not_speak_of_the_level_of_what_a_mix_does_not_hold() -> None:
    mix = Mix("m", "M", without=("bass", "drums"), offsets_db=(("bass", 1.0), ("kit", 1.0), ("vox", -1.0)))
    assert formula(SESSION, mix) == "Master Mix minus Drums and Bass with Vox -1 dB"
    part = Mix("m", "M", only=("kit",), offsets_db=(("drums", 1.0),))
    assert formula(SESSION, part) == "only Kit with Drums +1 dB"
