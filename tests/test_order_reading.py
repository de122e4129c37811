"""A client's message as an order: what is found, what is asked, and what becomes of the answers."""

import string
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemtui.destinations.finding import find
from stemtui.errors import EditError
from stemtui.order.reading import Reading, Wish, added, answered, fresh, read, reply
from stemtui.session import KINDS, OrderLine, Session, has_item
from tests.orders import Case, cases, faults, harms, sample
from tests.songs import CAMPAIGN, SIX

WORDS = [
    "stem",
    "stems",
    "mix",
    "mixes",
    "track",
    "tracks",
    "master",
    "instrumental",
    "acapella",
    "TV",
    "drums",
    "bass",
    "vox",
    "lead",
    "bgv",
    "kick",
    "guitar",
    "808",
    "all",
    "both",
    "4",
    "two",
    "mono",
    "stereo",
    "no",
    "not",
    "without",
    "except",
    "but",
    "and",
    ",",
    "(",
    ")",
    ":",
    "-",
    ".",
    "?",
    "please",
    "send",
    "need",
    "the",
    "a",
    "of",
    "for",
    "everything",
    "rest",
    "multis",
    "files",
    "into",
    "one",
    "wet",
    "dry",
    "up",
    "down",
    "or",
    "either",
    "including",
    "split",
    "is",
    "love\n",
]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_message_is_read_as_it_was_meant(case: Case) -> None:
    """Nothing is lost without a question and nothing invented, also where a person would not have asked."""
    assert harms(case) == []
    assert case.said.get("asked_instead") or faults(case) == []


def test_a_message_that_only_points_to_another_is_asked_about() -> None:
    (question,) = read(sample("campaign"), "Same as in my earlier mail please, they approved it.").questions
    assert "that is not in this one: paste that too" in question.question
    assert not any(choice.adds for choice in question.choices)
    assert not read(sample("campaign"), "Thanks for the list! Looks great.").questions


@pytest.mark.parametrize(
    "message",
    [
        "instrumental with BVs please, and the drum stem",
        "Drum stem, instrumental (with backing vocals)",
        "Drum stem and an instrumental mix with the backing vocals",
        "Das Instrumental mit Backings, dazu der Drum-Stem",
    ],
)
def test_an_instrumental_with_vocals_is_one_mix_and_no_list_of_two(message: str) -> None:
    found = read(sample("campaign"), message)
    assert [line.deliver for line in found.lines] == ["stem.drums"]
    (question,) = found.questions
    assert "is a version of its own. Here: Instrumental (Master minus Lead Vocal" in question.question
    assert [line.deliver for line in question.choices[0].adds] == ["mix.instrumental"]


def test_an_instrumental_with_vocal_stems_is_a_list() -> None:
    found = read(sample("campaign"), "the instrumental with the lead and backing vocal stems")
    assert not found.questions
    assert [line.deliver for line in found.lines] == [
        "mix.instrumental",
        "stem.lead_vocal",
        "stem.backing_vocals",
    ]


def test_a_range_of_numbers_is_all_of_them_and_what_is_not_there_is_asked() -> None:
    some = read(sample("campaign"), "BGV tracks 2-4 please")
    assert [line.deliver for line in some.lines] == [f"track.backing_vocal_{n}" for n in (2, 3, 4)]
    more = read(sample("campaign"), "BGV tracks 11-14 please")
    assert not more.lines
    (question,) = more.questions
    assert "none of the number 13 and 14" in question.question
    assert [line.deliver for line in question.choices[0].adds] == [
        f"track.backing_vocal_{n}" for n in (11, 12)
    ]


def question_of(session: Session, message: str) -> tuple[str, ...]:
    return tuple(one.question for one in read(session, message).questions)


@pytest.mark.parametrize(
    ("session", "message", "asked"),
    [
        (
            "eight_oh_eight",
            "the 808 STEM",
            "`808 STEM`: your 808 stem holds 808 Kick, 808 Snare, 808 Hat and 808 Cymbal; if they want "
            "only 808 "
            "Kick, that is a TRACK.",
        ),
        (
            "campaign",
            "please send the stems, drums and bass",
            "They write `the stems`: all 4, or those they list?",
        ),
        (
            "campaign",
            "send the TV mix",
            "`TV mix` means without lead vocal to most; they may mean lowered. This session has none.",
        ),
        ("campaign", "send the guitar stem", "They ask for `guitar stem`; this session has none."),
    ],
)
def test_a_question_says_what_can_be_meant(session: str, message: str, asked: str) -> None:
    assert question_of(sample(session), message) == (asked,)


def test_an_order_may_be_in_the_subject_or_in_the_message_that_is_answered() -> None:
    assert [line.deliver for line in read(CAMPAIGN, "Subject: drum stem please\n\nThanks!").lines] == [
        "stem.drums"
    ]
    found = read(CAMPAIGN, "Yes please!\n\nOn Mon Jo wrote:\n> the drum stem and the bass stem?")
    assert found.lines == ()
    assert [line.deliver for line in found.questions[0].choices[0].adds] == ["stem.drums", "stem.bass"]


def test_nothing_is_ordered_for_a_question_until_somebody_answers() -> None:
    found = read(CAMPAIGN, "instrumental mix, and the vocal stem")
    assert [line.deliver for line in answered(found, {})] == ["mix.instrumental"]
    both = answered(found, {0: 0})
    assert [line.deliver for line in both] == ["mix.instrumental", "stem.lead_vocal", "stem.backing_vocals"]
    last = len(found.questions[0].choices) - 1
    assert answered(found, {0: last}) == answered(found, {})
    for wrong in ({1: 0}, {0: 9}, {-1: 0}, {0: -1}):
        with pytest.raises(EditError, match=r"There is no question|has no choice"):
            answered(found, wrong)


def test_lines_that_are_on_the_order_already_are_not_doubled() -> None:
    session = replace(CAMPAIGN, order=SIX[:2])
    lines = read(session, "master mix, instrumental mix and drum stem").lines
    assert [line.deliver for line in fresh(session, lines)] == ["stem.drums"]
    after = added(session, lines)
    assert [line.deliver for line in after.order] == ["mix.master", "mix.instrumental", "stem.drums"]
    assert added(after, lines) == after
    assert after.order[2] == OrderLine("drum stem", "stem", "stem.drums", "stereo")


def test_what_the_form_should_be_is_compared_with_the_manifest() -> None:
    wishes = {
        wish.what: wish for wish in read(CAMPAIGN, "drum stem, 16 bit 44.1k mp3 by Friday", 48000).wishes
    }
    assert "[delivery] says 24" in wishes["bit depth"].difference
    assert (wishes["sample rate"].wanted, wishes["sample rate"].planned) == ("44100", "48000")
    assert "convert a copy" in wishes["file format"].difference
    assert wishes["deadline"].asked == "by Friday"
    assert not any(wish.difference for wish in read(CAMPAIGN, "drum stem, 24/48 wav", 48000).wishes)


@pytest.mark.parametrize(
    ("words", "profile"),
    [("EBU R128", "ebu-r128"), ("R 128", "ebu-r128"), ("R128 s1", "ebu-r128-s1"), ("ATSC A/85", "atsc-a85")],
)
def test_a_destination_is_compared_with_the_profile_that_the_delivery_names(words: str, profile: str) -> None:
    def wish(named: str) -> Wish:
        session = replace(CAMPAIGN, delivery=replace(CAMPAIGN.delivery, profile=named))
        return read(session, f"the master mix to {words}").wishes[0]

    assert find(profile, Path())
    assert (wish(profile).asked, wish(profile).difference) == (words, "")
    assert f'set profile = "{profile}" under [delivery]' in wish("").difference
    assert f'set profile = "{profile}" if that is right' in wish("netflix").difference
    bare = read(CAMPAIGN, f"the master mix to {words}")
    assert f"Noted: {words}." in reply(CAMPAIGN, bare, bare.lines, ())


@pytest.mark.parametrize(
    ("message", "part"),
    [
        ("Drum stem for the second verse only, please.", "for the second verse only"),
        ("Drum stem (only the last chorus)", "only the last chorus"),
        ("drum stem, just bars 9-16", "just bars 9-16"),
    ],
)
def test_a_part_of_the_song_is_said_and_a_print_is_the_whole(message: str, part: str) -> None:
    found = read(sample("campaign"), message)
    assert [line.deliver for line in found.lines] == ["stem.drums"]
    (wish,) = found.wishes
    assert (wish.what, wish.asked) == ("part of the song", part)
    assert "every print is the whole" in wish.difference
    assert part in reply(sample("campaign"), found, found.lines, ())


def test_words_that_mean_nothing_are_listed() -> None:
    found = read(CAMPAIGN, "please send the drum stem to Zbigniew's flurbo")
    assert [line.deliver for line in found.lines] == ["stem.drums"]
    assert {"Zbigniew", "flurbo"} <= set(" ".join(found.not_understood).split())


def test_the_reply_says_what_they_receive_and_asks_in_their_terms() -> None:
    found = read(CAMPAIGN, "Instrumental mix, drum stem, TV mix. No tracks please. 16 bit.")
    text = reply(CAMPAIGN, found, found.lines, range(len(found.questions)))
    assert "1. Instrumental (a mix, stereo): Master minus Lead Vocal and Backing Vocals" in text
    assert "2. Drums (a stem, stereo): Kick, Snare, Hat, Ride and 6 more" in text
    assert 'Your "TV mix": should the lead vocal be gone or only lowered' in text
    assert "bit depth: you ask for 16 bit; we have planned 24 bit" in text
    assert "manifest" not in text


def is_sound(session: Session, found: Reading) -> bool:
    """Whether every line of a reading can be written: its item is there, its kind is one."""
    choices = [choice for question in found.questions for choice in question.choices]
    lines = [*found.lines, *(line for choice in choices for line in choice.adds)]
    return all(
        line.kind in KINDS and (not line.deliver or has_item(session, line.deliver)) for line in lines
    ) and all(question.choices[-1].adds == () and question.asked for question in found.questions)


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_any_words_of_an_order_are_read_without_raising(message: str) -> None:
    for session in (CAMPAIGN, sample("eight_oh_eight"), Session()):
        found = read(session, message)
        assert is_sound(session, found)
        assert reply(session, found, found.lines, range(len(found.questions)))


@given(st.text(max_size=60) | st.text(string.printable, max_size=120))
def test_any_text_is_read_without_raising(message: str) -> None:
    found = read(CAMPAIGN, message)
    assert is_sound(CAMPAIGN, found)
    assert read(CAMPAIGN, message) == found
