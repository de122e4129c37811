"""What words of an order do to each other: brackets, limits, what is declined, and what is added to a mix."""

import pytest

from stemtui.order.reading import Reading, as_wished, read, reply
from stemtui.order.reading.words.lexicon import lexicon
from stemtui.order.reading.words.senses import Senses
from tests.orders import sample

CAMPAIGN, BAND = sample("campaign"), sample("band")


def ordered(found: Reading) -> list[str]:
    return [line.deliver for line in found.lines]


def asked(found: Reading) -> list[str]:
    return [question.question for question in found.questions]


def test_the_senses_of_a_phrase_are_put_together_when_its_first_word_is_looked_up() -> None:
    composed = [{"class": ["not"], "parts": ["scrap, bin", "the, my"]}]
    senses = Senses({"composed": composed, "role": {"instrumental": "inst, scrap beat"}})
    assert senses.known == frozenset()
    assert senses["scrap", "my"].values == {"not": "not"}
    assert senses["scrap", "beat"].likeliest == "role"
    assert ("bin", "beat") not in senses and senses.get(()) is None
    assert senses.known == {"scrap", "bin"}
    assert {phrase for phrase, _ in senses.items()} >= {("bin", "the"), ("inst",), ("stem",)}


def test_a_short_message_puts_a_small_part_of_the_lexicon_together() -> None:
    lexicon.cache_clear()
    read(CAMPAIGN, "Drum stem and instrumental please")
    assert 0 < len(lexicon().senses.known) < 100


@pytest.mark.parametrize(
    "message",
    [
        "Drum stem. No need to do the bass.",
        "Drum stem. The bass you can skip.",
        "Drum stem, just skip the bass",
        "Drum stem please, bass stem I've got from the old session",
        "I don't think we need the bass stem. Drum stem yes.",
        "Drum stem please. We're all set for bass.",
        "Drum stem please. Bass is already here.",
        "Drum-Stem bitte. Den Bass lassen wir weg.",
        "Drum-Stem bitte. Auf den Bass können wir verzichten.",
        "Wir brauchen den Drum-Stem, den Bass habt ihr ja schon geschickt.",
        "Ci serve lo stem di batteria. Il basso ce l'abbiamo.",
        "Queremos el stem de batería. El bajo tampoco hace falta.",
        "Nous voulons la batterie en stem. La basse, inutile.",
    ],
)
def test_what_they_have_or_can_do_without_is_declined(message: str) -> None:
    found = read(CAMPAIGN, message)
    assert ordered(found) == ["stem.drums"]
    assert not found.questions
    assert any(one.split()[0].casefold() in ("bass", "basso", "bajo", "basse") for one in found.declined)


def test_what_is_to_be_put_somewhere_is_not_declined() -> None:
    found = read(CAMPAIGN, "You can drop the drum stem and the bass stem in the folder")
    assert ordered(found) == ["stem.drums", "stem.bass"]


@pytest.mark.parametrize(
    ("message", "gone"),
    [
        ("Drum tracks please, but not the rooms.", ("room_l", "room_r")),
        ("The drum tracks, without the overheads please", ("overhead_l", "overhead_r")),
        ("All drum tracks please. We don't need the overheads.", ("overhead_l", "overhead_r")),
    ],
)
def test_tracks_that_are_declined_of_a_group_are_left_out_of_it(message: str, gone: tuple[str, ...]) -> None:
    found = ordered(read(CAMPAIGN, message))
    drums = [f"track.{one.id}" for one in CAMPAIGN.tracks if one.stem == "drums" and one.id not in gone]
    assert found == drums


@pytest.mark.parametrize("session", [CAMPAIGN, BAND], ids=["campaign", "band"])
@pytest.mark.parametrize(
    "message", ["Instrumental + BVs in one file", "acapella with the drums", "5.1 stems please"]
)
def test_a_version_of_its_own_is_one_question(session: object, message: str) -> None:
    found = read(session, message)  # type: ignore[arg-type]
    assert not found.lines
    assert len(found.questions) == 1


def test_a_mix_that_holds_what_is_added_to_another_is_offered_first() -> None:
    found = read(BAND, "Instrumental with backing vocals please")
    (question,) = found.questions
    assert [line.deliver for line in question.choices[0].adds] == ["mix.tv"]
    assert "we have TV Mix (Master Mix minus Lead Vocal). Is that it?" in reply(BAND, found, (), [0])


def test_stems_in_a_form_that_there_is_not_are_asked_about_as_stems() -> None:
    (question,) = read(CAMPAIGN, "5.1 stems please").questions
    assert "those of this session are of the whole song, in mono or stereo" in question.question
    assert [line.deliver for line in question.choices[0].adds] == [f"stem.{one.id}" for one in CAMPAIGN.stems]


def test_the_most_that_they_take_is_no_count() -> None:
    assert not read(BAND, "max. 6 stems: drums, bass, keys").questions
    assert asked(read(BAND, "stems (max 2): drums, bass, keys")) == [
        "They write `stems` at most, and list what is 3 here. What is missing, or too much?"
    ]


def test_a_count_of_tracks_that_are_not_so_many_is_asked_about() -> None:
    found = read(BAND, "the two vocal tracks please")
    assert not found.lines
    assert "4 tracks answer to that" in asked(found)[0]


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        ("la pista de coros (stem)", []),
        ("drums (stem), bass (stem), Rhodes (track)", ["stem.drums", "stem.bass", "track.rhodes"]),
        ("a backing track (instrumental) please", ["mix.instrumental"]),
        ("TV mix (no lead vocal, with BVs)", ["mix.tv"]),
    ],
)
def test_brackets_say_what_is_meant(message: str, lines: list[str]) -> None:
    found = read(BAND, message)
    assert ordered(found) == lines
    assert bool(found.questions) == (not lines)
    assert not any("all 10" in one for one in asked(found))


def test_a_fault_in_a_stem_is_told_and_the_stem_is_sent_again() -> None:
    found = read(CAMPAIGN, "The drum stem has a click at 0:42, could you print it again?")
    assert ordered(found) == ["stem.drums"]
    assert not found.questions


def test_a_point_of_a_list_with_two_sources_is_one_stem_and_a_sentence_is_not() -> None:
    assert "in one STEM" in asked(read(BAND, "Please send:\n- Full mix\n- Drums & Percussion stem\n"))[0]
    both = ["stem.drums", "stem.percussion"]
    assert ordered(read(BAND, "Drums & Percussion stems")) == both


def test_one_file_of_each_group_is_a_stem_of_it() -> None:
    found = read(BAND, "just the drums, bass and keys. one file for each of those please")
    assert ordered(found) == ["stem.drums", "stem.bass", "stem.keys"]
    mono = read(CAMPAIGN, "Drums and bass. Each must be its own file, mono please, except the drums.")
    assert [(line.deliver, line.channels) for line in mono.lines] == [
        ("stem.drums", "stereo"),
        ("stem.bass", "mono"),
    ]


def test_a_list_under_the_title_of_another_song_is_asked_about() -> None:
    text = 'For "Harbour Lights": instrumental. For "Paper Boats" (the single): strings stem.'
    (question,) = read(BAND, text).questions
    assert question.question.startswith("They order for `Paper Boats` too; this session is `Harbour Lights`.")
    assert not read(BAND, 'For "Harbour Lights": instrumental and strings stem.').questions


def test_the_numbers_that_they_pick_of_a_quoted_list_are_ordered_and_those_they_refuse_are_not() -> None:
    text = (
        "Hi Fiona,\n\nyes please to 1 and 3, no to 2 (we have it).\n\n"
        "> Which would you like?\n> 1. Master mix\n> 2. Instrumental\n> 3. A cappella\n"
    )
    found = read(BAND, text)
    assert ordered(found) == ["mix.master", "mix.a_cappella"]
    assert found.declined == ("Instrumental",)


def test_of_a_forwarded_message_what_it_quotes_itself_is_not_asked_about() -> None:
    text = (
        "See below, can you send these?\n\n---------- Forwarded message ---------\nFrom: Elise\nTo: Tom\n\n"
        "we need the instrumental and the a cappella\n\n> On Monday Tom wrote:\n> The master mix is off.\n"
    )
    found = read(BAND, text)
    assert ordered(found) == ["mix.instrumental", "mix.a_cappella"]
    assert not found.questions


def test_the_letter_says_figures_as_people_do_and_leaves_out_nothing_by_the_rest() -> None:
    text = "Instrumental by domani sera il piu presto. 32 bit float, 48k. The rest can wait."
    found = read(BAND, text)
    letter = reply(BAND, found, found.lines, range(len(found.questions)))
    assert "As you ask: 48 kHz." in letter
    assert "you ask for 32 bit float; we have planned 24 bit" in letter
    assert "we leave out" not in letter
    assert "`" not in letter
    assert any(wish.asked.endswith("domani sera") for wish in found.wishes)


def test_the_letter_says_which_of_two_things_has_to_be_made() -> None:
    found = read(CAMPAIGN, "5.1 if you have it, otherwise stereo stems")
    letter = reply(CAMPAIGN, found, found.lines, range(len(found.questions)))
    assert '("5.1" we would have to make.)' in letter


def test_the_other_side_of_a_track_is_one_too() -> None:
    assert ordered(read(BAND, "Kick In/Out and Snare Top/Bottom as tracks")) == [
        "track.kick_in",
        "track.kick_out",
        "track.snare_top",
        "track.snare_bottom",
    ]


def test_an_italian_base_is_the_instrumental_and_no_bass() -> None:
    assert ordered(read(BAND, "Ci serve lo stem di batteria e una copia della base")) == [
        "stem.drums",
        "mix.instrumental",
    ]


def test_wet_or_dry_is_no_question_about_what_is_not_there() -> None:
    (said,) = asked(read(CAMPAIGN, "The strings stem without reverb, please"))
    assert said == "They ask for `strings stem`; this session has none."
    assert "Which?" in asked(read(CAMPAIGN, "The bass stem without reverb, please"))[0]


def test_what_is_wished_in_two_ways_is_set_in_none() -> None:
    def wished(message: str) -> tuple[int, object]:
        delivery = as_wished(CAMPAIGN, read(CAMPAIGN, message, 48000), ()).delivery
        return delivery.sample_rate, delivery.bit_depth

    assert wished("Master at 44.1k/16 bit for CD, all stems 48k/24 bit.") == wished("The master, please.")
    assert wished("All stems 48k/16 bit.") == (CAMPAIGN.delivery.sample_rate, 16)


@pytest.mark.parametrize(
    ("written", "item"),
    [
        ("overheda L track", "track.overhead_l"),
        ("snar etrack", "track.snare"),
        ("dru mstem", "stem.drums"),
        ("maste rmix", "mix.master"),
    ],
)
def test_a_slip_of_the_pen_leaves_what_was_meant(written: str, item: str) -> None:
    found = read(sample("campaign"), f"Hi, could you send me the {written} please?")
    assert [line.deliver for line in found.lines] == [item] and not found.questions
