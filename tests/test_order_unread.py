"""What leads to nothing is listed whole or asked about, and what is said of several holds for all of them."""

import pytest

from stemtui.order.reading import Reading, read
from tests.orders import sample


def reading(message: str) -> Reading:
    return read(sample("campaign"), message)


def items(message: str) -> list[str]:
    return [line.deliver for line in reading(message).lines]


def test_a_sentence_that_asks_and_leads_to_nothing_is_listed_whole() -> None:
    found = reading("The instrumental please. Could you send what's missing?")
    assert found.not_understood == ("Could you send what's missing",)
    assert reading("Hi Tom, hope all is well. The instrumental please.\nCheers, Maya").not_understood == ()


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("the usual pls", "the usual"),
        ("Same as for the last song, plus an instrumental.", "Same as for the last song"),
    ],
)
def test_what_points_to_another_order_is_asked_about_beside_what_is_named(message: str, said: str) -> None:
    assert f"(`{said}`)" in reading(message).questions[0].question
    assert not reading("The usual format please. The instrumental.").questions


@pytest.mark.parametrize(
    ("message", "lacks"),
    [
        ("a version without drums, a version without bass and one without either", "Drums and Bass"),
        ("a mix without drums and bass", "Drums and Bass"),
        ("the drum stem without kick, snare and hat please", "Kick, Snare and Hat"),
    ],
)
def test_all_that_is_named_behind_without_is_left_out(message: str, lacks: str) -> None:
    found = reading(message)
    assert not found.lines
    assert f"without {lacks}" in found.questions[-1].choices[-2].says or lacks in found.questions[-1].question
    assert items("the mix without drums and the bass stem") == ["stem.bass"]


def test_dry_tracks_are_tracks_all_of_them() -> None:
    assert items("Need kick and snare as separate tracks, dry.") == ["track.kick", "track.snare"]
    assert len(items("the drum tracks please, no fx printed")) == 10


def test_the_form_of_all_mixes_orders_no_further_mix() -> None:
    assert items("The instrumental please, all mixes stereo.") == ["mix.instrumental"]
    lines = reading("Kick and snare tracks please. All tracks mono").lines
    assert [(line.deliver, line.channels) for line in lines] == [
        ("track.kick", "mono"),
        ("track.snare", "mono"),
    ]


def test_a_bus_that_is_off_is_wished_as_it_is_said() -> None:
    found = reading("Drum stem with the master bus bypassed, plus your print of the mix as reference.")
    assert [wish.asked for wish in found.wishes] == ["with the master bus bypassed"]
    assert [line.deliver for line in found.lines] == ["stem.drums", "mix.master"]


def test_channels_before_the_plural_of_a_kind_are_those_of_its_list() -> None:
    (question,) = reading("drums, bass and lead vox as stereo stems").questions
    assert "stereo for `bass stem`" in question.question


def test_a_list_behind_a_colon_goes_on_with_the_stems_asked_for() -> None:
    found = reading("Stems please. Four of them is enough I think: rhythm, bass and lead vox")
    assert [line.deliver for line in found.lines] == ["stem.bass", "stem.lead_vocal"]
    assert any("rhythm stem" in one.asked for one in found.questions)


def test_brackets_that_explain_a_mix_ask_for_nothing_more() -> None:
    found = reading("TV track (that's everything minus lead, keep the BVs)")
    assert [one.asked for one in found.questions] == ["TV track"]
    found = reading("1x PA (performance track, so backing vocals only)")
    assert [one.asked for one in found.questions] == ["PA (performance track)"]


def test_an_abbreviation_is_asked_about_with_the_stem_that_it_may_mean() -> None:
    (question,) = reading("DR stem").questions
    assert [line.deliver for line in question.choices[0].adds] == ["stem.drums"]


def test_versions_listed_without_something_are_no_negations() -> None:
    found = reading("Need three versions: one without drums, one without bass, one without both.")
    assert not found.declined
    assert [one.asked for one in found.questions] == [
        "one without drums",
        "one without bass",
        "one without both",
    ]


def test_what_is_excepted_of_all_keeps_its_own_channels_and_of_none_is_wanted() -> None:
    found = reading("- stems (drums, bass, lead vocal)\n\nall stems stereo apart from bass.")
    assert [(line.deliver, line.channels) for line in found.lines] == [
        ("stem.drums", "stereo"),
        ("stem.bass", "mono"),
        ("stem.lead_vocal", "stereo"),
    ]
    assert items("Single tracks are not needed, except the kick track.") == ["track.kick"]


def test_a_print_of_a_mix_is_that_mix() -> None:
    (question,) = reading("the 2-track of the rough mix").questions
    assert "rough mix" in question.asked


def test_what_only_allows_a_form_orders_nothing() -> None:
    found = read(sample("commercial"), "Foley folded into effects is fine if easier.")
    assert not found.lines
    assert found.remarks


@pytest.mark.parametrize(
    ("message", "lines", "declined"),
    [
        ("1) Instrumental\n2) TV mix - actually scrap this one", ["mix.instrumental"], ["TV mix"]),
        ("No drum stem, instead the bass stem please.", ["stem.bass"], ["drum stem"]),
    ],
)
def test_what_is_crossed_out_or_replaced(message: str, lines: list[str], declined: list[str]) -> None:
    found = reading(message)
    assert [line.deliver for line in found.lines] == lines
    assert list(found.declined) == declined
    assert not found.questions


def test_all_of_a_group_as_one_stem_is_asked_about() -> None:
    (question,) = reading("- All vocals: one stem").questions
    assert "in one STEM" in question.question
