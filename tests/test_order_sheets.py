"""Orders in sheets: tables, forms, trees of folders, numbered sections, and what only explains an item."""

import pytest

from stemtui.order.reading import Reading, read
from tests.orders import sample


def ordered(message: str, session: str = "band") -> list[str]:
    return [line.deliver for line in read(sample(session), message).lines]


def asked(message: str, session: str = "band") -> list[str]:
    return [question.asked for question in read(sample(session), message).questions]


FOUR = ["mix.master", "stem.drums", "stem.keys", "track.kick_in"]


@pytest.mark.parametrize(
    "sheet",
    [
        "Item|Kind|Where it goes\nMaster|mix|under the voice-over\nDrums|stem|subs\n"
        "Keys|stem|PA\nKick In|track|pad",
        "Master | mix | stereo\nDrums | stem | stereo\nKeys | stem | stereo\nKick In | track |",
        "What we want\tSort\tWho for\nMaster\tmix\tthe choir\nDrums\tstem\tus\n"
        "Keys\tstem\tus\nKick In\ttrack\tMax",
        "ELEMENT     KIND    FOR\nMaster      mix     reference\nDrums       stem    the dub\n"
        "Keys        stem    cinema\nKick In     track   the pad",
        "ITEM 1\nName: Master\nKind: mix\nReason: archive\n\nITEM 2\nName: Drums\nKind: stem\n\n"
        "ITEM 3\nName: Keys\nKind: stem\nReason: the piano is out of tune\n\n"
        "ITEM 4\nName: Kick In\nKind: track",
        "Pack/\n├── mixes/\n│   └── Master.wav     title screen\n├── stems/\n│   ├── Drums.wav\n"
        "│   └── Keys.wav    combat\n└── tracks/\n    └── Kick In.wav",
        "/Song\n|-- 1 mixes\n|   `-- Master.wav   (backup if the rig dies)\n|-- 2 stems\n|   |-- Drums.wav\n"
        "|   `-- Keys.wav\n`-- 3 tracks\n    `-- Kick In.wav",
        "Mixes/Master.wav\nStems/Drums.wav\nStems/Keys.wav\nTracks/Kick In.wav",
        "1. Mixes\n   1.1 Master (the label's)\n2. Stems\n   2.1 Drums - wet\n   2.2 Keys: they love those\n"
        "3. Tracks\n   3.1 Kick In - for re-amping",
        "A. Mixes\n   a) Master\nB. Stems\n   a) Drums\n   b) Keys\nC. Tracks\n   a) Kick In",
        "C.1  Master mix ........ stereo\nC.2  Drums stem ........ stereo\nC.3  Keys stem ........ stereo\n"
        "C.4  Kick In track",
        "1  Master mix\n2  Drums stem      for the sampler\n3  Keys stem       same\n4  Kick In track",
        "the Licensor shall deliver: (i) the Master Mix; (ii) the following stems: (A) Drums; (B) Keys. "
        "We also need the Kick In track.",
    ],
)  # fmt: skip
def test_a_sheet_orders_its_items_and_nothing_that_stands_beside_them(sheet: str) -> None:
    found = read(sample("band"), sheet)
    assert [line.deliver for line in found.lines] == FOUR
    assert not found.questions and not found.declined


def test_what_a_heading_says_in_brackets_is_told() -> None:
    sheet = (
        "1) Final Mixes (Master & Safety)\n\n  - Full Mix\n\n2) Alternates\n\n  - Instrumental\n  - No Drums"
    )
    assert ordered(sheet) == ["mix.master", "mix.instrumental"]
    assert asked(sheet) == ["No Drums"]


def test_of_a_table_of_songs_only_the_rows_of_this_one_count() -> None:
    rows = (
        "Song | Please print\nRag Day | Master mix, Bass stem\nPaper Lanterns | Drums stem\nTram | (finished)"
    )
    assert ordered(rows, "rock") == ["stem.drums"]
    titled = "Titel | Was | Art\nRag Day | Bass | Stem\n" + "Paper Lanterns | Drums | Stem\n" * 2
    assert ordered(titled, "rock") == ["stem.drums"]
    unknown = rows.replace("Paper Lanterns", "Slow Boat")
    assert ordered(unknown, "rock") == ["mix.master", "stem.bass", "stem.drums"]


@pytest.mark.parametrize(
    "sheet",
    [
        "Master mix | yes\nDrums stem | yes\nStrings stem | no",
        "Element | Kind | Remark\nMaster | mix | the approved one\nDrums | stem | \n"
        "Strings | stem | already here, not needed",
        "REQUIRED\n- Master mix\n- Drums stem\n\nSECTION D: ELEMENTS NOT REQUIRED\n- Strings stem",
        "* For the show\n    - Master mix\n    - Drums stem\n* Not needed at all\n    - Strings stem",
        "Master mix, drums stem.\nThe strings stay with you.",
        "Mixes required: Master\nStems required: Drums\nStems not required: Strings",
    ],
)  # fmt: skip
def test_a_sheet_says_what_is_not_wanted(sheet: str) -> None:
    found = read(sample("band"), sheet)
    assert [line.deliver for line in found.lines] == ["mix.master", "stem.drums"]
    assert len(found.declined) == 1 and found.declined[0].startswith(("Strings", "strings"))


@pytest.mark.parametrize(
    ("point", "item"),
    [
        ("Instrumental (everything but the vocals)", "mix.instrumental"),
        ("Instrumental - no vox, BVs out too", "mix.instrumental"),
        ("A Cappella: only the vocals", "mix.a_cappella"),
        ("Master mix (full length, cinema uses all of it)", "mix.master"),
        ("Drums stem (all mics summed)", "stem.drums"),
        ("Bass stem (DI and amp combined)", "stem.bass"),
        ("Keys stem: rhodes and piano", "stem.keys"),
        ("TV mix (with only the lead vocal muted)", "mix.tv"),
        ("TV mix (only the lead vocal muted)", "mix.tv"),
    ],
)
def test_what_only_explains_an_item_orders_nothing(point: str, item: str) -> None:
    found = read(sample("band"), f"- {point}\n- Strings stem")
    assert [line.deliver for line in found.lines] == [item, "stem.strings"]
    assert not found.questions and not found.declined


def test_what_changes_a_mix_is_no_explanation() -> None:
    assert asked("- Instrumental (without drums)\n- Strings stem") == ["Instrumental (without drums)"]


def test_a_label_that_gathers_stems_is_none() -> None:
    found = "Stems:\n- Rhythm section: drums, percussion, bass\n- Vocals: lead vocal, BGVs"
    lines = ["stem.drums", "stem.percussion", "stem.bass", "stem.lead_vocal", "stem.bgvs"]
    assert ordered(found) == lines and not asked(found)


@pytest.mark.parametrize(
    ("message", "versions"),
    [
        ("- Master mix\n- 30 sec (no fades)\n- 60 sec: adverts", ["30 sec", "60 sec"]),
        (
            "\u2714\ufe0e Master mix\n\u2714\ufe0e 30 sec (no fades)\n\u2714\ufe0e Underscore x 2",
            ["30 sec", "Underscore"],
        ),
        ("Master mix as :60, :30 and :15 cutdowns too", [":60, :30 and :15 cutdowns"]),
        ("Master mix, and a 10 sec tag version", ["10 sec tag version"]),
        ("Master-Mix und eine 30 Sekunden Version", ["30 Sekunden Version"]),
        ("- Master mix\n- Sting: end boards\n- Underscore\n- club mix", ["Sting", "Underscore", "club mix"]),
        ("- Master mix\n- a school assembly version of about a minute", ["school assembly version"]),
    ],
)
def test_every_version_that_is_not_there_is_asked_about(message: str, versions: list[str]) -> None:
    assert ordered(message) == ["mix.master"]
    assert asked(message) == versions


@pytest.mark.parametrize(
    "notes",
    [
        "0:22  kick feels small\n0:40 lead vocal half a dB up\ngeneral: bass is perfect",
        "1. 0:22 kick feels small after the fill\n2. verse 2 organ down 1 dB pls\n3. solo: longer delay",
        "No. 2, bar 31: the organ pedal is a little heavy.\nNo. 3: the piano could come forward.",
        "Notes:\n- snare a touch brighter\n- strings down half a dB",
    ],
)
def test_notes_on_the_mix_order_nothing(notes: str) -> None:
    found: Reading = read(
        sample("band"), f"Nearly there!\n\n{notes}\n\nThen print:\n\nMaster mix\nDrums stem"
    )
    assert [line.deliver for line in found.lines] == ["mix.master", "stem.drums"]
    assert not found.questions and not found.declined
    assert set(notes.removeprefix("Notes:\n").split("\n")) <= set(found.remarks)


def test_changes_to_the_order_are_no_notes_on_the_mix() -> None:
    found = read(sample("band"), "Changes:\n- bass in stereo\n- drop the keys")
    assert {question.asked for question in found.questions} == {"bass"} and found.declined == ("keys",)


def test_what_has_come_is_not_ordered_again() -> None:
    status = "Master mix - got it, thanks\nInstrumental mix: received\nKeys stem - still missing, please send"
    assert ordered(status) == ["stem.keys"]
    table = (
        "Item | Status\nMaster mix | received\nDrums stem | received\nKeys stem | missing\n\nMix starts at 2."
    )
    assert ordered(table) == ["stem.keys"]
    assert ordered("RECEIVED\nMaster mix\nDrums stem\n\nMISSING\nKeys stem") == ["stem.keys"]


def test_one_file_of_several_is_asked_about() -> None:
    for words in ("Drums + Percussion (one stem)", "a mix of only drums and percussion"):
        (question,) = read(sample("band"), words).questions
        assert "in one STEM; this session has no such stem" in question.question
        assert not ordered(words)


def test_a_list_before_words_that_decline_it_is_declined_whole() -> None:
    found = read(sample("band"), "The master mix, the keys stem and the drums stem are not needed.")
    assert found.declined == ("master mix", "keys stem", "drums stem") and not found.lines
    assert ordered("Send the drums stem. No fades at the end, we do those here.") == ["stem.drums"]


def test_a_mix_is_found_by_a_name_that_is_a_common_word() -> None:
    mixes = ["mix.dub", "mix.version"]
    for words in (
        "the dub mix and the version mix of Lantana Road",
        "- Dub\n- Version\n",
        "la mezcla Dub, the Version mix",
    ):
        assert ordered(words, "lantana") == mixes
