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
        await told.press("slash", "m")
        await told.see("1 Drums", "2 Metal")
        await told.press("escape")
        await told.see("+ Drums")
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


async def test_the_delivery_is_set_by_a_form_in_the_manifests_own_words(band: Path) -> None:
    async with story(band) as told:
        await told.press("D")
        await told.see("Delivery", "It writes delivery/Band_Master_MIX.wav and the like.")
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
        await told.press("ctrl+u", "1", "6", *["down"] * 4)
        await told.type("2026-3-1")
        await told.see('Date: "2026-3-1" is not a date.')
        await told.press("ctrl+u")
        await told.type("2026-03-01")
        await told.press("up", "ctrl+u")
        await told.type("-6")
        await told.see("and the like, all at -6 dB: half the amplitude.")
        await told.press("enter")
        await told.see("Delivery: folder changed from")
    delivery = told.session.delivery
    assert (delivery.folder, delivery.name, delivery.file_format) == ("prints", "{title} {name}", "flac")
    assert (delivery.bit_depth, delivery.trim_db, delivery.date) == (16, -6.0, "2026-03-01")


async def test_the_mix_bus_says_what_it_does_while_it_is_set(band: Path) -> None:
    async with story(band, (80, 30)) as told:
        await told.press("B")
        await told.see("Mix bus", "It does nothing at all: the sum of the stems is the mix.")
        await told.press("ctrl+u")
        await told.type("6")
        await told.see("Everything is +6 dB: twice the amplitude.")
        await told.press("down")
        await told.type("-1")
        await told.see("and true peaks stay under -1 dBTP. Stems get the gain that the master mix makes")
        await told.press("down", "down", "down")
        await told.type("-20")
        await told.see("A compressor needs its threshold and its ratio")
        await told.press("down")
        await told.type("4")
        await told.see("above -20 dBFS, 4 dB more come out as 1 dB and true peaks stay")
        await told.press("down")
        await told.type("fast")
        await told.see('Attack: "fast" is not a number.')
        await told.press("ctrl+u", "enter")
        await told.see("Mix bus: gain changed from")
        await told.press("B", *["down"] * 4, "ctrl+u", "down", "ctrl+u", "down", "ctrl+u")
        await told.press(*["down", "ctrl+u"] * 3, "enter")
        await told.see("Mix bus: compressor removed")
    bus = told.session.mix_bus
    assert (bus.gain_db, bus.ceiling_dbtp, bus.compressor) == (6.0, -1.0, None)


async def test_the_session_is_told_by_a_form_as_the_manifest_reads_it(band: Path) -> None:
    async with story(band, (80, 30)) as told:
        await told.press("S")
        await told.see("All tracks start together; a mono track in the middle is at full level")
        await told.press("ctrl+u")
        await told.type("1999")
        await told.press("tab", "tab", "tab")
        await told.type("Pro Tools v7")
        await told.press("tab")
        await told.type("/mix.wav")
        await told.see('Reference: "/mix.wav" is an absolute path.')
        await told.press("ctrl+u")
        await told.type("delivery/mix.wav")
        await told.see("lies in the folder of the delivery: the next print would replace it.")
        await told.press("ctrl+u")
        await told.type("prints/mix.wav")
        await told.see("The master mix is held against prints/mix.wav.")
        await told.press("tab", "ctrl+u")
        await told.type("timecode")
        await told.press("tab", "ctrl+u")
        await told.type("-5")
        await told.see("Pan law: -5 is not a pan law. Use 0, -3, -4.5 or -6")
        await told.press("ctrl+u")
        await told.type("-6")
        await told.see("at their time references; a mono track in the middle is -6 dB: half the")
        await told.press("enter", "w")
        await told.see("Saved")
    saved = manifest.load(band / manifest.NAME)
    assert (saved.title, saved.treatment_note, saved.reference) == ("1999", "Pro Tools v7", "prints/mix.wav")
    assert (saved.align, saved.pan_law_db) == ("timecode", -6.0)


async def test_a_track_becomes_a_bounce_and_is_none_again(band: Path) -> None:
    async with story(band) as told:
        await told.press("G", "e", *["down"] * 5)
        await told.type("kick, shaker")
        await told.see("Bounce: the bounces go in a circle")
        await told.press(*["backspace"] * 6)
        await told.type("snar")
        await told.see("Bounce: there is no track 'snar'.")
        await told.type("e")
        await told.press("enter")
        await told.see("Shaker: bounce nothing -> Kick and Snare", "Kick 1 ch 0:00 in Shaker")
        await told.press("g", "f", "e", *["down"] * 5, "ctrl+u", "enter")
        await told.see("Shaker: bounce Kick and Snare -> nothing")
    assert told.session.track("shaker").bounce == ()


async def test_stems_that_must_not_be_heard_alone_and_mixes_with_a_key_of_their_own(band: Path) -> None:
    async with story(band) as told:
        await told.press("l", "e", "tab", "tab", "ctrl+u")
        await told.type("x")
        await told.see("Heard alone: 'x' is not y or n.")
        await told.press("ctrl+u")
        await told.type("n")
        await told.see("An order that would expose it alone is refused.")
        await told.press("enter")
        await told.see("Drums: delivery on its own allowed -> not allowed")
        await told.press("G", "e", "e")
        await told.see("Mix Instrumental", "The master mix drives the mix bus (as by default)")
        await told.type("self")
        await told.see("Its own level drives the mix bus: it stands outside the sums.")
        await told.press("tab")
        await told.type("for the tagline")
        await told.press("enter")
        await told.see("It is Master minus Vocals.")
        await told.press("enter")
        await told.see("Mix changed: Instrumental")
    assert not told.session.stem("drums").isolate
    mix = told.session.mix("instrumental")
    assert (mix.key, mix.note, mix.without) == ("self", "for the tagline", ("vocals",))


async def test_a_line_shows_without_colour_where_one_types_and_what_typing_replaces(band: Path) -> None:
    async with story(band) as told:
        await told.press("e")
        await told.see("Gain in dB")
        lines = told.app.screen._compositor.render_strips()
        gain, pan = (
            [part for part in line if part.style and part.style.reverse]
            for name in ("Gain in dB", "Pan, -100")
            for line in lines
            if name in line.text
        )
        assert "".join(part.text for part in gain) == "0 " and not pan
