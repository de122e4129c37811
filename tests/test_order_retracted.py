"""What a client takes back in the same message is not ordered, or is asked about."""

import pytest

from stemtui.order.reading import read
from tests.orders import sample


@pytest.mark.parametrize(
    ("message", "taken"),
    [
        (
            "Could you bounce me the multitracks? Actually no, stems will do: whatever you have.",
            "multitracks",
        ),
        ("Can I get the individual tracks, no wait, the stems?", "individual tracks"),
        ("Könnt ihr mir die Einzelspuren schicken? Nein, doch lieber Stems.", "Einzelspuren"),
        ("Mi mandi le tracce? Anzi no, gli stem.", "tracce"),
        ("Mándame las pistas. Mejor los stems.", "pistas"),
        ("J'ai besoin des pistes séparées. En fait non, les stems suffisent.", "pistes"),
        ("All the tracks please. Nope, changed my mind, just the stems.", "tracks"),
        ("Tracks please. Scratch that. Just stems please", "Tracks"),
    ],
)
def test_tracks_that_are_taken_back_for_stems_are_not_ordered(message: str, taken: str) -> None:
    found = read(sample("campaign"), message)
    assert not found.lines
    assert taken in found.declined[0]
    (question,) = found.questions
    assert "all 4 STEMS" in question.question


@pytest.mark.parametrize(
    "message",
    [
        "Could you send the multitracks? Actually, stems are fine.",
        "Can you send all the tracks? Scratch that.",
        "Kick and snare tracks please. Actually no, stems.",
    ],
)
def test_what_may_be_taken_back_is_asked(message: str) -> None:
    found = read(sample("campaign"), message)
    assert not found.lines
    assert "condition or a doubt" in found.questions[0].question


@pytest.mark.parametrize(
    "message",
    [
        "The instrumental please. On second thought, also the drum stem.",
        "The instrumental please. Actually, can you add the drum stem?",
        "Drum stem. Wait, no, the instrumental. Hmm, do both.",
        "Drum stem please. Oops, I forgot the instrumental.",
        "Drum stem, please. Sorry - and the instrumental!",
    ],
)
def test_what_is_added_takes_nothing_back(message: str) -> None:
    found = read(sample("campaign"), message)
    assert {line.deliver for line in found.lines} == {"mix.instrumental", "stem.drums"}
    assert not found.questions


@pytest.mark.parametrize(
    ("message", "items", "declined"),
    [
        ("the drum stem, the bass stem, no sorry, not bass, the full mix", ["drums", "master"], "bass"),
        (
            "Everything as stems. Scratch that, only the lead vocal and the drums.",
            ["lead_vocal", "drums"],
            "",
        ),
        ("Instrumental, drum stem. Scratch that. Just the drum stem.", ["drums"], "Instrumental"),
        ("Drum tracks. Actually no, make that a stem.", ["drums"], ""),
    ],
)
def test_what_stands_instead_is_all_that_is_ordered(message: str, items: list[str], declined: str) -> None:
    found = read(sample("campaign"), message)
    assert [line.deliver.partition(".")[2] for line in found.lines] == items
    assert not found.questions
    assert any(declined in one for one in (*found.declined, ""))


def test_an_item_that_the_words_behind_a_retraction_only_speak_of_is_asked_about() -> None:
    found = read(sample("campaign"), "The drum and bass stems. Actually no, the bass is being replayed here.")
    assert [line.deliver for line in found.lines] == ["stem.drums"]
    assert "Actually no" in found.questions[0].question
