"""Stories at 80x24 of bounces without a file: made of marked tracks, and taken apart."""

from pathlib import Path

from stemtui import manifest
from tests.driver import story


async def test_marked_tracks_are_bounced_to_one_and_u_undoes_it(band: Path) -> None:
    async with story(band) as told:
        await told.press("b")
        await told.see("Mark the tracks that are bounced to one first.")
        await told.press("space", "space", "b")
        await told.see("Bounce 2 tracks to one TRACK", "It feeds Drums; they feed none themselves.")
        await told.type("Vox")
        await told.see("Kick", "There is a track 'Vox' already.")
        await told.press("ctrl+u")
        await told.type("Drums 2")
        await told.press("enter")
        await told.see("2 tracks bounced to Drums 2", "> Drums 2", "in Drums 2")
        await told.press("w")
        await told.see("Saved")
        made = manifest.load(band).track("drums_2")
        assert (made.file, made.stem, made.bounce) == ("", "drums", ("kick", "snare"))
        assert [track.id for track in told.session.tracks][:3] == ["kick", "snare", "drums_2"]
        await told.press("u")
        await told.see("Undone: 2 tracks bounced to Drums 2")
        await told.not_see("in Drums 2")


async def test_a_bounce_is_taken_apart_and_its_tracks_keep_its_stem(band: Path) -> None:
    async with story(band) as told:
        await told.press("d")
        await told.see("A track stays as long as its file does: L leaves it out of every print.")
        await told.press("space", "space", "b")
        await told.type("Sum")
        await told.press("enter", "2", "k", "d")
        await told.see("Sum taken apart into 2 tracks")
        assert [told.session.track(key).stem for key in ("kick", "snare")] == ["bass", "bass"]
        await told.not_see("in Sum")


async def test_what_is_in_a_bounce_already_is_in_no_second_one(band: Path) -> None:
    async with story(band) as told:
        await told.press("space", "space", "b")
        await told.type("Sum")
        await told.press("enter", "g", "space", "space", "b")
        await told.see("would be heard twice")


async def test_an_order_line_for_a_bounce_that_is_taken_apart_stays_and_is_refused(band: Path) -> None:
    async with story(band) as told:
        await told.press("space", "space", "b")
        await told.type("Sum")
        await told.press("enter", "o", "d")
        await told.see("Sum taken apart into 2 tracks")
        await told.press("O")
        await told.see("1 line refused")
