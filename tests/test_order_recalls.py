"""A message about an order that is there: lines changed, taken off or kept, and what is asked of the mix."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from stemtui import manifest, order
from stemtui.cli import main
from stemtui.order.reading import added, answered, change_words, changes, fresh, read, reply
from stemtui.session import OrderLine, Session, Stem
from stemtui.tui.dialogs.previews import preview_lines
from tests.songs import CAMPAIGN, SIX, track, with_tracks

ORDERED = replace(CAMPAIGN, order=SIX)


def changed(message: str, choices: dict[int, int] | None = None) -> dict[str, str]:
    """What a message makes of the lines of the order, by their items: other channels, or "off"."""
    found = read(ORDERED, message)
    made = changes(ORDERED, found, answered(found, choices or {}))
    return {one.line.deliver: one.becomes.channels if one.becomes else "off" for one in made}


@pytest.mark.parametrize(
    "message",
    [
        "Drop the instrumental, we don't need it any more.",
        "can we lose the instrumental? everything else stays as it was",
        "We don't need the instrumental after all.",
        "> Instrumental mix\n\nnot needed any more\n",
        "Das Instrumental könnt ihr weglassen.",
    ],
)
def test_a_line_that_is_not_needed_any_more_goes_off_the_order(message: str) -> None:
    found = read(ORDERED, message)
    assert (found.lines, found.questions) == ((), ())
    assert changed(message) == {"mix.instrumental": "off"}
    after = added(ORDERED, found.lines, changes(ORDERED, found, found.lines))
    assert after.order == (SIX[0], *SIX[2:])


@pytest.mark.parametrize(
    "message",
    [
        "One change: bass in stereo after all.",
        "can you make the bass stereo instead?",
        "the bass should be stereo",
        "> Bass: mono stem\nplease make this stereo",
        "den Bass bitte doch in Stereo",
        "Drop the instrumental, and the bass in stereo after all",
    ],
)
def test_other_channels_are_asked_about_and_change_the_line_that_is_there(message: str) -> None:
    found = read(ORDERED, message)
    (question,) = found.questions
    assert "They want stereo for" in question.question and "declared mono" in question.question
    stereo = next(at for at, one in enumerate(question.choices) if one.says.startswith("stereo"))
    lines = answered(found, {0: stereo})
    assert not fresh(ORDERED, lines)
    assert changed(message, {0: stereo})["stem.bass"] == "stereo"
    after = added(ORDERED, lines, changes(ORDERED, found, lines)).order
    assert [(one.kind, one.channels) for one in after if one.deliver == "stem.bass"] == [("stem", "stereo")]


@pytest.mark.parametrize(
    "message",
    [
        "Please remove the reverb from the bass.",
        "Kill the bass in the last chorus please.",
        "can you lose the bass at 1:32?",
    ],
)
def test_what_is_taken_out_of_a_file_or_of_a_part_of_the_song_leaves_the_order_as_it_is(message: str) -> None:
    assert changed(message) == {}


@pytest.mark.parametrize(
    "message", ["Take the bass off the order.", "Remove the bass from our last order please."]
)
def test_what_is_taken_off_the_order_by_name_goes(message: str) -> None:
    assert changed(message) == {"stem.bass": "off"}


def test_a_line_keeps_its_channels_where_they_name_none() -> None:
    stereo = replace(ORDERED, order=(*SIX[:5], replace(SIX[5], channels="stereo")))
    for message in ("Keep the bass stem please.", "We need all stems."):
        found = read(stereo, message)
        assert "stem.bass" in [one.deliver for one in found.lines]
        assert not any(one.line.deliver == "stem.bass" for one in changes(stereo, found, found.lines))


def test_a_stem_wanted_in_mono_and_in_stereo_is_two_lines() -> None:
    mono, stereo = replace(SIX[5], channels="mono"), replace(SIX[5], channels="stereo")
    assert fresh(ORDERED, [mono, stereo]) == (stereo,)
    assert fresh(ORDERED, [stereo]) == ()


@pytest.mark.parametrize(
    "message", ["Bass stem in stereo and mono.", "Drum stem: in mono and in stereo please"]
)
def test_mono_and_stereo_are_both_heard_and_change_nothing_by_themselves(message: str) -> None:
    found = read(ORDERED, message)
    (question,) = found.questions
    assert "Which is right?" in question.question
    assert changed(message) == {}


@pytest.mark.parametrize(
    "message",
    [
        "The drum stem please, not the bass stem.",
        "Drum stem and bass stem. No wait, scratch the bass stem.",
        "We already have the bass stem, don't send it any more",
    ],
)
def test_what_only_this_message_declines_stays_on_the_order_and_is_said(message: str) -> None:
    assert changed(message) == {}
    assert any("bass" in one.casefold() for one in read(ORDERED, message).declined)


def test_a_declined_line_that_stays_is_a_note() -> None:
    (note,) = read(ORDERED, "The drum stem please, not the bass stem.").notes
    assert note == "Declined, and on the order: Bass; it stays there until you take it off."


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("Loved it! Vocals up 1 dB please and we're good.", "Vocals up 1 dB"),
        ("Same as last time but with the drums a dB down.", "drums a dB down"),
        ("The lead vocal is a touch loud, could it come down by half a dB?", "half a dB"),
        ("could you also turn the bass down a little?", "bass down"),
    ],
)
def test_a_change_of_level_is_asked_about_as_one_of_the_mix(message: str, words: str) -> None:
    found = read(ORDERED, message)
    assert not found.lines
    question = next(one for one in found.questions if words in one.question)
    assert "changed, for all that is ordered" in question.question
    kinds = [[line.kind for line in choice.adds] for choice in question.choices]
    assert sorted(kinds) == [[], [], ["mix"]], "one more mix, the mix itself, or left open"
    assert "for all the files" in question.client
    alone = read(CAMPAIGN, message).questions
    assert not any("for all that is ordered" in one.question for one in alone)


def test_the_same_as_last_time_can_be_the_order_that_is_there() -> None:
    (question,) = read(ORDERED, "Same as last time please!").questions
    assert question.choices[0].says == "the order as it is here, 6 lines"
    assert not fresh(ORDERED, question.choices[0].adds)


def test_thanks_for_everything_are_no_order() -> None:
    found = read(ORDERED, "Got everything, thanks! The drums sound great, the lead vocal too.")
    assert (found.lines, found.questions, found.off) == ((), (), ())


def test_a_reply_to_a_recall_tells_the_order_as_it_will_be() -> None:
    found = read(ORDERED, "Please drop the instrumental.")
    text = reply(ORDERED, found, found.lines, ())
    assert "  1. Master (a mix" in text and "  5. Bass (a stem" in text
    assert "Instrumental (a mix" not in text
    assert 'we leave out: "instrumental"' in text


def test_the_screen_shows_what_becomes_of_lines() -> None:
    found = read(ORDERED, "Please drop the instrumental, and the bass stem in stereo")
    shown = list(preview_lines(ORDERED, found, {0: 1}, 100))
    assert "- Line 2, Instrumental MIX: off the order" in shown
    assert "~ Line 6, Bass STEM: stereo instead of mono" in shown


@pytest.fixture
def song(tmp_path: Path) -> Path:
    """A manifest with an order, and a stem that is on none of its lines."""
    session = with_tracks(ORDERED, track("Organ", "keys"), stems=(*ORDERED.stems, Stem("keys", "Keys")))
    manifest.save(replace(session, mixes=ORDERED.mixes), tmp_path / "stemtui.toml")
    return tmp_path


def test_a_script_writes_changes_that_are_sure(song: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (song / "mail.txt").write_text("Please drop the instrumental, and add the keys stem.", encoding="utf-8")
    assert main(["order", str(song), str(song / "mail.txt"), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [(one["number"], one["becomes"]) for one in document["changes"]] == [(2, None)]
    assert document["on_no_line"] == ""
    assert main(["order", str(song), str(song / "mail.txt"), "--add"]) == 0
    out = capsys.readouterr().out
    assert "Line 2, Instrumental MIX: off the order." in out
    assert "1 new line and 1 change written into" in out
    after = [line.deliver for line in manifest.load(song / "stemtui.toml").order]
    assert after == ["mix.master", *(line.deliver for line in SIX[2:]), "stem.keys"]


def test_stems_on_no_line_are_named_once(song: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (song / "mail.txt").write_text("the drum stem please", encoding="utf-8")
    main(["order", str(song), str(song / "mail.txt")])
    assert "1 of 5 stems is on no line: Keys." in capsys.readouterr().out
    main(["check", str(song), "--no-audio"])
    out = capsys.readouterr().out
    assert "For information: 1 of 5 stems is on no line: Keys." in out
    session = manifest.load(song / "stemtui.toml")
    found = read(session, "the drum stem please")
    assert "Of the stems, not ordered is: Keys." in reply(session, found, found.lines, ())
    assert "1 of 5 stems is on no line: Keys." in list(preview_lines(session, found, {}, 100))


def test_an_order_of_mixes_alone_speaks_of_no_stems() -> None:
    assert order.on_no_line(CAMPAIGN, SIX[:2]) == ""
    assert order.on_no_line(CAMPAIGN, SIX) == ""
    assert order.on_no_line(CAMPAIGN, [*SIX[4:5], OrderLine("the rest", "stem", "rest")]) == ""
    said = "3 of 4 stems are on no line: Bass, Lead Vocal and Backing Vocals"
    assert order.on_no_line(CAMPAIGN, SIX[4:5]) == said


def test_a_stem_inside_an_ordered_one_is_on_its_line() -> None:
    stems = (Stem("vocals", "Vocals"), *(replace(one, parent="vocals") for one in CAMPAIGN.stems[2:]))
    session: Session = replace(CAMPAIGN, stems=(*CAMPAIGN.stems[:2], *stems))
    lines = [OrderLine("Vocals STEM", "stem", "stem.vocals", "stereo"), SIX[4]]
    assert order.on_no_line(session, lines) == "1 of 4 stems is on no line: Bass"


def test_both_vocal_stems_in_one_file_are_offered_in_plain_words() -> None:
    (question,) = read(CAMPAIGN, "the vocals, please").questions
    assert any("all vocals in one file" in one.says for one in question.choices)
    assert "as one file, or apart" in question.client
    guitars = replace(
        CAMPAIGN,
        stems=(
            Stem("all", "Strings Bus"),
            *(Stem(i, n, "stereo", parent="all") for i, n in (("a", "Rhythm Guitars"), ("b", "Lead Guitar"))),
        ),
        tracks=(),
        mixes=(),
        order=(),
    )
    (question,) = read(guitars, "guitar stem").questions
    together = next(one for one in question.choices if "together in one file, as one STEM" in one.says)
    assert [line.deliver for line in together.adds] == ["stem.all"]


def test_change_words_name_the_line() -> None:
    (change,) = changes(ORDERED, read(ORDERED, "drop the instrumental"), ())
    assert change_words(ORDERED, change) == "Line 2, Instrumental MIX: off the order"
