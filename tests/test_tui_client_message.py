"""Stories at 80x24 of a client's message: pasted, asked about, taken back, added."""

import threading
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.app import App

from stemtui.order import reading
from stemtui.order.reading import Choice, Question, Reading
from stemtui.session import OrderLine
from stemtui.tui.dialogs.previews import Preview, preview_lines
from tests.desks import ORDERED, SESSION
from tests.driver import PATIENCE, story

MESSAGE = """Hi,

could you send the master mix, the drum stem and the flux capacitor?
And the bass.

24 bit please, by Friday. Thanks!"""


async def test_a_clients_message_is_shown_before_it_is_added(ordered: Path) -> None:
    async with story(ordered) as told:
        await told.press("P")
        await told.see("Client's message", "Paste the message here", "ctrl+d read it")
        await told.paste(MESSAGE)
        await told.see(
            "Question 1 of 1: `bass` does not say STEM or TRACK", "1 the Bass STEM", "2 the Bass TRACK"
        )
        await told.see("= master mix", "-> Master MIX stereo (on the order already)")
        assert any("= master mix -> Master MIX" in line for line in told.lines)
        await told.see("drum stem", "-> Drums STEM stereo", 'Not understood: "flux capacitor".')
        await told.see("The message asks for 1 new line, 1 question left open", "enter add 1 line")
        assert told.session.order == ORDERED
        await told.press("2")
        await told.see("asks for 2 new lines", "bass: the Bass TRACK", "bass -> Bass TRACK")
        await told.press("backspace", "1")
        await told.see("bass: the Bass STEM", "(on the order already)")
        await told.press("e")
        await told.see("24 bit please, by Friday. Thanks!_")
        await told.press("ctrl+d")
        await told.see("bass: the Bass STEM")
        await told.press("backspace", "2", "enter")
        await told.see("Lines 4 to 5 added from the client's message", "> 4 drum stem STEM -> Drums STEM")
    assert [line.deliver for line in told.session.order[3:]] == ["stem.drums", "track.bass"]


async def test_what_nobody_answered_is_not_left_off_the_order_in_silence(ordered: Path) -> None:
    async with story(ordered) as told:
        await told.press("P")
        await told.paste(MESSAGE)
        await told.press("enter")
        await told.see("1 question left open", '"bass" is not answered: no line')
        await told.press("escape")
        await told.see("Question 1 of 1: `bass` does not say STEM or TRACK")
        assert told.session.order == ORDERED
        await told.press("enter", "l")
        await told.see("Line 4 added: drum stem")
    assert [line.deliver for line in told.session.order[3:]] == ["stem.drums"]


async def test_a_message_can_be_typed_and_closed_without_a_trace(ordered: Path) -> None:
    async with story(ordered, (60, 16)) as told:
        await told.press("O", "P", "ctrl+d")
        await told.type("instrumental mixx")
        await told.press("backspace", "enter")
        await told.type("vocal stem")
        await told.see("instrumental mix vocal stem_")
        await told.press("ctrl+d")
        await told.see("instrumental mix -> Instrumental MIX", "enter add 2 lines")
        await told.press("escape")
        await told.see("> !2 the drums")
        assert told.session.order == ORDERED
        await told.press("P")
        await told.paste("thank you")
        await told.see("No line is sure.", "enter done")
        await told.press("enter", "u")
        await told.see("There is nothing to undo.")


async def test_one_step_back_from_a_message_loses_neither_its_text_nor_an_answer(ordered: Path) -> None:
    async with story(ordered) as told:
        await told.press("P")
        await told.paste(f"{MESSAGE}\nA cappella too, and a clean version.")
        await told.see("Question 1 of 3:")
        await told.press("1", "e", "escape")
        await told.see("Question 2 of 3:")
        await told.press("e", "enter", "x", "ctrl+d")
        await told.see("Question 2 of 3:", "bass: the Bass STEM")
        await told.press("escape")
        await told.not_see("Question")
        await told.press("P")
        await told.see("Not added so far: ctrl+d reads it again", "A cappella too, and a clean version.")
        await told.press("ctrl+d")
        await told.see("Question 2 of 3:", "bass: the Bass STEM")
        await told.press("escape", "P")
        await told.paste("the vocal stem")
        await told.see("asks for 1 new line", "enter add 1 line")
        await told.not_see("Question")
        await told.press("enter", "P")
        await told.see("Paste the message here")
        await told.not_see("vocal stem_")
        await told.type("drums")
        await told.press("escape", "P")
        await told.see("Not added so far", "drums_")


async def test_an_answer_shows_the_next_question_however_far_somebody_has_read_on(ordered: Path) -> None:
    async with story(ordered) as told:
        await told.press("P")
        await told.paste(f"All tracks, {MESSAGE} A clean version. 44.1k. And the rough mix of July.")
        await told.press("G")
        await told.not_see("Question 1 of")
        await told.press("1")
        await told.see("Question 2 of")
        await told.press("w")
        await told.see("Will be set as they wish:", "sample rate changed from")


async def test_what_a_message_changes_and_adds_is_one_edit(ordered: Path) -> None:
    async with story(ordered) as told:
        await told.press("P")
        await told.paste("We need the bass track too. Please drop the master mix.")
        await told.see("The message asks for 1 new line and 1 change")
        await told.press("enter")
        await told.see("Line 3 added: bass", "Line 1, Master MIX: off the order", "> 3 bass")
        assert [line.deliver for line in told.session.order[2:]] == ["track.bass"]
        await told.press("u")
        await told.see("Undone: Line 3 added")
        assert told.session.order == ORDERED


async def test_a_clients_wishes_are_taken_on_request_and_they_are_answered(ordered: Path) -> None:
    async with story(ordered) as told:
        await told.press("P")
        await told.paste("the drum stem in mono please, and the bass, 16 bit wav, 44.1k")
        await told.see("w sets as they wish:", "bit depth changed from 24 to 16", "w as they wish")
        await told.see("They want bit depth 16; here it is 24 (D).")
        await told.press("2")
        await told.see("Drums", "changed from stereo to mono")
        await told.press("r")
        await told.see("Reply to the client, copied", "You will receive:", "Drums (a stem, mono)")
        assert "Before we print, please tell us:" in told.app.clipboard
        await told.press("escape", "2", "w")
        await told.see("Will be set as they wish:", "bass: the Bass TRACK", "w leave as it is")
        await told.press("r")
        await told.see("Bass (a track")
        assert "please tell us" not in told.app.clipboard
        await told.press("escape")
        await told.see("Will be set as they wish:", "bass: the Bass TRACK")
        await told.press("enter")
        await told.see("Lines 4 to 5 added from the client's message")
        assert told.session.delivery.bit_depth == 16
        assert told.session.stem("drums").channels == "mono"
        await told.press("u")
        assert told.session.delivery.bit_depth == 24 and told.session.order == ORDERED


async def test_a_message_that_takes_long_to_read_says_so(
    ordered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, may_go_on = reading.read, threading.Event()

    def slowly(*given: Any) -> Reading:
        assert may_go_on.wait(PATIENCE)
        return read(*given)

    monkeypatch.setattr(reading, "read", slowly)
    async with story(ordered) as told:
        await told.press("P")
        told.app.post_message(events.Paste(MESSAGE))
        await told.see("Reading the message ...", "> Kick")
        may_go_on.set()
        await told.see("Question 1 of 1")
        await told.press("escape")
        await told.not_see("Reading the message")


async def test_a_question_with_many_answers_goes_on_with_letters() -> None:
    choices = tuple(Choice(f"answer {number}", (OrderLine(f"line {number}", "mix"),)) for number in range(12))
    preview = Preview(SESSION, Reading(questions=(Question("all", "Which?", choices),)))
    lines = list(preview_lines(SESSION, preview.found, {}, 70))
    assert "  9  answer 8" in lines and "  C  answer 11" in lines
    app = App[None]()
    async with app.run_test() as pilot:
        await app.push_screen(preview)
        await pilot.press("C")
        await pilot.pause()
        assert [line.asked for line in preview.fresh] == ["line 11"]


async def test_what_is_pasted_ahead_of_its_dialog_reaches_it(band: Path) -> None:
    async with story(band) as told:
        told.app.post_message(events.Key("P", "P"))
        await told.paste("the master mix please")
        await told.see("master mix", "enter add 1 line")
        await told.press("enter", "u")
        await told.see("Undone: Line 1 added: master mix", "Nothing is ordered yet.")
