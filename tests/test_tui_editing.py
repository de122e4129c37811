"""Stories at 80x24 of stems, mixes and tracks made, named and edited by forms."""

from pathlib import Path

from stemtui import manifest
from tests.driver import story


async def test_stems_are_made_renamed_folded_and_deleted(band: Path) -> None:
    async with story(band) as told:
        await told.press("n")
        await told.type("Cymbals")
        await told.press("enter")
        await told.see("New stem: Cymbals", "4 Cymbals stereo 0 tracks")
        await told.press("tab", "r", *["backspace"] * 7)
        await told.type("Metal")
        await told.press("enter")
        await told.see("Cymbals is called Metal now")
        await told.press("e", "tab")
        await told.type("drums")
        await told.press("enter")
        await told.see("2 Metal")
        await told.press("g", "z")
        await told.see("1 sub-stem folded away.", "+ Drums")
        await told.press("z", "j", "c")
        await told.see("Metal: mono")
        await told.press("d")
        await told.see("Deleted: Metal")
        await told.press("u")
        await told.see("2 Metal mono")


async def test_a_mix_is_made_by_taking_stems_in_or_out_and_moving_them(band: Path) -> None:
    async with story(band) as told:
        await told.press("m")
        await told.type("Vocal Up")
        await told.press("enter")
        await told.see("New mix Vocal Up", "> [x] 1 Drums", "[x] 3 Vocals", "It is every stem as it is.")
        await told.press("j", "j", "+", "+", "-", "equals_sign")
        await told.see("> [x] 3 Vocals +1 dB", "It is Master with Vocals +1 dB.")
        await told.press("k", "space")
        await told.see("> [ ] 2 Bass", "It is Master minus Bass with Vocals +1 dB.")
        await told.press("enter")
        await told.see("New mix: Vocal Up", "Vocal Up 1 3+1", "* unsaved")
        await told.press("tab", "e", "space", "j", "j", "space")
        await told.see("A mix holds one stem at least.")
        await told.press("escape", "u")
        await told.see("Undone: New mix: Vocal Up")


async def test_no_two_stems_or_mixes_get_one_name(band: Path) -> None:
    async with story(band) as told:
        await told.press("n")
        await told.type("bass")
        await told.press("enter")
        await told.see("There is a stem 'Bass' already.")
        await told.press("escape", "m")
        await told.type("MASTER")
        await told.see("There is a mix 'Master' already.")


async def test_leaving_out_needs_a_reason_and_is_taken_back(band: Path) -> None:
    async with story(band) as told:
        await told.press("L", "enter")
        await told.see("A reason is needed")
        await told.type("noisy")
        await told.press("enter")
        await told.see("Kick: left out (noisy)")
        assert told.row("Kick") == "Kick 1 ch 0:00 left out"
        await told.press("k", "L")
        await told.see("Kick: back in")


async def test_gain_and_pan_are_checked_while_typing(band: Path) -> None:
    async with story(band) as told:
        await told.press("e")
        await told.type("loud")
        await told.see("Gain: 'loud' is not a number from -144 to 48.")
        await told.press(*["backspace"] * 4)
        await told.type("-2.5")
        await told.press("enter")
        await told.see("Kick: gain 0 dB -> -2.5 dB")
        assert told.session.track("kick").gain_db == -2.5


async def test_polarity_and_delay_are_edited_too(band: Path) -> None:
    async with story(band) as told:
        await told.press("e", "tab", "tab")
        await told.type("y")
        await told.press("tab")
        await told.type("12")
        await told.see("Delay: '12' is not like 12 ms or 480 samples")
        await told.type(" ms")
        await told.press("enter")
        await told.see("Kick: polarity normal -> inverted, delay 0 ms -> 12 ms")
        await told.press("e", "tab", "tab", "tab")
        await told.see("12 ms")
        await told.type("-480 samples")
        await told.press("enter", "w")
        await told.see("Saved stemtui.toml.")
    kick = manifest.load(band / manifest.NAME).track("kick")
    assert (kick.invert, kick.delay_ms, kick.delay_samples) == (True, 0.0, -480)


async def test_forms_show_what_they_would_do_while_typing(band: Path) -> None:
    async with story(band) as told:
        await told.press("e")
        await told.see("It goes into its stem as it is.")
        await told.type("-2")
        await told.press("tab")
        await told.type("-30")
        await told.see("It goes into its stem at -2 dB, panned 30 left.")
        await told.type("0")
        await told.see("Pan: '-300' is not a number from -100 to 100.")
        await told.not_see("It goes into")
        await told.press("escape", "tab", "e")
        await told.see("It is in the mix at unity gain.")
        await told.type("-3")
        await told.press("tab")
        await told.type("vocals")
        await told.see("It is in the mix at -3 dB, inside Vocals.")
        await told.press("escape", "G", "e", "+")
        await told.see("It is Master minus Vocals with Drums +0.5 dB.")


async def test_the_delivery_and_the_mix_bus_are_set_by_a_form_in_the_manifests_own_words(band: Path) -> None:
    async with story(band) as told:
        await told.press("D")
        await told.see("Delivery and mix bus", "It writes delivery/Band_Master_MIX.wav and the like.")
        await told.press("ctrl+u")
        await told.type("../out")
        await told.see('Folder: "../out" leads out of')
        await told.press("ctrl+u")
        await told.type("prints")
        await told.press("tab", "ctrl+u")
        await told.type("{title}")
        await told.see("gives every print the same name. Put {name} into it.")
        await told.type(" {name}")
        await told.press("tab", "ctrl+u")
        await told.type("flac")
        await told.see("It writes prints/Band Master.flac and the like.")
        await told.press("tab", "ctrl+u")
        await told.type("32f")
        await told.see("FLAC holds whole numbers only: take wav, or 24 bits.")
        await told.press("ctrl+u", "1", "6", *["down"] * 5)
        await told.type("-1")
        await told.press("enter")
        await told.see("Delivery: folder changed from")
    delivery, mix_bus = told.session.delivery, told.session.mix_bus
    assert (delivery.folder, delivery.name, delivery.file_format) == ("prints", "{title} {name}", "flac")
    assert (delivery.bit_depth, mix_bus.ceiling_dbtp, mix_bus.gain_db) == (16, -1.0, 0.0)
