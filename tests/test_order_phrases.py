"""Short messages by how they say it: what is ordered, and what is only asked about."""

import pytest

from stemtui.order.reading import read
from tests.orders import sample

DRUM_TRACKS = "kick snare hat ride rack_tom floor_tom overhead_l overhead_r room_l room_r"


@pytest.mark.parametrize(
    ("message", "ordered"),
    [
        # what points back at one of several
        ("Drum stem and bass stem please, the latter in mono.", "drums bass"),
        ("drums and bass stems, the last one in mono", "drums bass"),
        ("Drum-Stem und Bass-Stem, letzteren bitte in Mono", "drums bass"),
        ("kick and snare tracks. skip the second one", "kick"),
        ("One stem of drums, one of bass", "drums bass"),
        ("A stem for the drums and another for the bass.", "drums bass"),
        ("master mix, drum stem. And send the master as mp3 too", "master drums"),
        # who places an order asks
        ("I'd like to place an order for the drum stem and the bass stem.", "drums bass"),
        ("We want to put in an order for the master mix", "master"),
        # what is half a word declines nothing
        ("the master mix, the non-stop edit can wait, and the drum stem", "master drums"),
        # several of a group that are listed
        ("I need the drum tracks, kick and snare", "kick snare"),
        ("drum tracks (kick, snare)", "kick snare"),
        ("drum tracks: kick, snare", "kick snare"),
        ("Drum tracks:\n- kick\n- snare", "kick snare"),
        ("Vocal stems:\n- lead vocal\n- bgvs", "lead_vocal backing_vocals"),
        ("the drum tracks, i.e. kick and snare", "kick snare"),
        ("the drum tracks: kick, snare and hat, and the bass stem", "kick snare hat bass"),
        ("send the vocal stems please: lead, bgvs", "lead_vocal backing_vocals"),
        ("drum tracks (kick, snare, hat, etc.)", DRUM_TRACKS),
        ("all the drum tracks, every mic as its own file", DRUM_TRACKS),
        ("the drum tracks and the master mix", f"{DRUM_TRACKS} master"),
        ("Kick and snare, those two tracks raw, and the bass stem", "kick snare bass"),
        # answers
        ("Drum stem? Yes. Bass stem? No.", "drums"),
        ("Bass stem? No thanks.", ""),
        ("Bass stem? No need, thanks. Drum stem? Please.", "drums"),
        ("Can I have the drum stem? No rush.", "drums"),
        (
            "Q1 Mixes?  Master mix\nQ2 Stems? drums, bass\nQ3 Vocals? none, the label said no",
            "master drums bass",
        ),
        # who wants it, where it goes
        ("Our mixing engineer at Drum Room Studios needs the bass stem", "bass"),
        ("Please send Drum Stem and Backing Vocals Stem to Vocal Lane Records", "drums backing_vocals"),
        ("We'd be grateful for the drum stem", "drums"),
        (
            "Please pop the instrumental and the lead vocal stem in the shared folder",
            "instrumental lead_vocal",
        ),
        ("The Producer shall deliver the master mix and the drum stem.", "master drums"),
        # what is told
        ("Kind of you to send the instrumental.", ""),
        ("Could you tell Anna that the drum stem works?", ""),
        ("Please confirm that the instrumental has no vocals in it.", ""),
        ("We'll send you the new bass track on Monday.", ""),
        ("You'll find the reference mix in the Dropbox.", ""),
        ("Könntest du bitte prüfen, ob der Bass-Stem sauber endet?", ""),
        ("On a utilisé le stem batterie dans la bande-annonce.", ""),
        ("il me faut le stem de la batterie. Pas besoin du stem d'ambiance.", "drums"),
        ('Drum stem please. The upload folder is called "Instrumental mixes 2026".', "drums"),
        ("Drum stem. Files should be named Artist_Title_Instrumental.wav for example.", "drums"),
    ],
)
def test_it_is_ordered_and_nothing_else(message: str, ordered: str) -> None:
    found = read(sample("campaign"), message)
    assert sorted(line.deliver.split(".")[1] for line in found.lines) == sorted(ordered.split())
    assert not found.questions


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("Tomorrow we'll know whether the drum stem is needed.", "drum stem"),
        ("Can you fix the click at the start of the drum stem?", "drum stem"),
        ("They love the beginning so maybe a mix that's just the drums?", "mix that's just the drums"),
        ("Could you send the mix without the flumphs?", "mix without the flumphs"),
        ("Master mix, drum stem, bass stem. Four stems in total please.", "Four stems"),
        ("At some point we'll want the drum stem.", "drum stem"),
    ],
)
def test_what_may_be_ordered_is_asked(message: str, asked: str) -> None:
    found = read(sample("campaign"), message)
    assert any(asked in question.asked for question in found.questions)
    assert not {"stem.lead_vocal", "stem.backing_vocals"} & {line.deliver for line in found.lines}


def test_a_mix_is_found_by_what_its_name_is_without() -> None:
    (line,) = read(sample("vespers"), "Could we have the mix without soloists, please?").lines
    assert line.deliver == "mix.minus_soloists"


def test_versions_of_its_own_that_a_session_calls_so_are_sure() -> None:
    found = read(sample("neon"), "1) Extended Mix\n2) Radio Edit")
    assert [line.deliver for line in found.lines] == ["mix.extended", "mix.radio_edit"]
    assert not found.questions


def test_tracks_that_were_sorted_into_another_stem_are_of_no_group() -> None:
    found = read(sample("neon"), "the drum tracks please")
    assert "track.intro_beat" not in {line.deliver for line in found.lines}


@pytest.mark.parametrize(
    ("session", "message", "ordered"),
    [
        # brackets that give the session's own name for a thing
        ("skerry", "please send the fog siren track (Foghorn)", "track.foghorn"),
        ("skerry", "lo stem dei rumori (foley)", "stem.foley"),
        ("lamplighter", "das Playback ohne Gesang (Backing Track) bitte", "mix.backing_track"),
        ("vespers", "il mix senza solisti (Minus Soloists), grazie", "mix.minus_soloists"),
        # vocals are what the instrumental of a session is without
        ("lamplighter", "the mix without vocals please", "mix.backing_track"),
        # names in part, turned around, for short, misspelt
        ("lamplighter", "Reeds and brass stem please", "stem.reeds_brass"),
        ("lamplighter", "los stems de percusión y cuerdas", "stem.drums stem.strings"),
        ("vespers", "il mix Dry, in stereo", "mix.dry"),
        ("skerry", "RT stem please", "stem.room_tone"),
        ("litany", "the screems stem and the solo gtr as its own track", "stem.screams track.solo_gtr"),
        ("cornershop", "the Mirelle stem please", "stem.hook_vocal"),
        ("neon", "gli stem di voce principale e cori", "stem.lead_vocal stem.backing_vocals"),
        ("vespers", "violin 1, viola, cello, bass spots as single tracks", "track.double_bass_spot"),
        # a kind over a list, with brackets and an end of a sentence in them
        ("neon", "tracks (individual, not stems!):\nkick, clap\nboth risers", "track.kick track.riser_2"),
        (
            "vespers",
            "the four choir tracks, separately: sopranos, altos, tenors, basses",
            "track.choir_sopranos track.choir_basses",
        ),
        (
            "four_track",
            "the two drum bounces (left and right) as tracks",
            "track.drum_bounce_l track.drum_bounce_r",
        ),
        ("cornershop", "rhodes, soul sample, all as single tracks", "track.rhodes track.soul_sample"),
        ("treehouse", "STEMS - all seven, same length", "stem.drums stem.kids"),
        ("vespers", "individual tracks of the main array:\n  Tree L\n  Tree C", "track.tree_l track.tree_c"),
        # what stands beside an item does not make it a report
        ("neon", "the drum stem (the dancers count better with it)", "stem.drums"),
        ("campaign", "Also the master mix again, the link expired and a laptop got stolen.", "mix.master"),
        ("campaign", "one copy of the Master Mix and one copy of the Instrumental Mix", "mix.master"),
        ("campaign", "not the drums the bass stem", "stem.bass"),
        ("campaign", "Nos mandas el stem de bajo?", "stem.bass"),
        ("cornershop", "I need everything except the vocals as stems", "stem.drums stem.keys_samples"),
    ],
)
def test_the_names_of_a_session_are_found(session: str, message: str, ordered: str) -> None:
    found = read(sample(session), message)
    items = {line.deliver for line in found.lines}
    assert {*ordered.split()} <= items
    beside = {
        "stem.lead_vocal",
        "track.soprano_solo",
        "track.kick",
        "stem.lead_guitars",
        "track.choir_basses",
        "track.supersaw",
        "track.boom_1",
    }
    assert not (beside - {*ordered.split()}) & items


@pytest.mark.parametrize(
    ("session", "message"),
    [
        ("skerry", "Automatic reply: M&E and music stem\n\nI am on leave until 22 August."),
        ("cornershop", "For Corner Shop Gospel (Dez Okafor feat. Mirelle), thanks!"),
        ("vespers", "Nothing of the baritone solo please."),
        ("neon", "Instrumental OK, no action."),
        ("skerry", "Could you resend invoice 0231 (M&E and music stem, episode 3)?"),
    ],
)
def test_nothing_is_ordered_by_what_names_a_thing_otherwise(session: str, message: str) -> None:
    found = read(sample(session), message)
    assert not (found.lines or found.questions)


def test_columns_of_names_and_answers_need_no_words_over_them() -> None:
    found = read(sample("litany"), "Master mix | Y\nInstrumental | Y\nNo Guitars | N\nVocal Up | N")
    assert [line.deliver for line in found.lines] == ["mix.master", "mix.instrumental"]
    assert found.declined == ("No Guitars", "Vocal Up")


def test_channels_that_brackets_give_one_by_one() -> None:
    found = read(sample("commercial"), "DX, MX, FX stems (dx mono, other two stereo)")
    assert [(line.deliver, line.channels) for line in found.lines] == [
        ("stem.dialogue", "mono"),
        ("stem.music", "stereo"),
        ("stem.effects", "stereo"),
    ]


def test_a_number_that_is_not_there_keeps_the_others() -> None:
    found = read(sample("skerry"), "theme, cue 2, cue 5 and the sting, as single tracks")
    assert [line.deliver for line in found.lines] == ["track.theme", "track.cue_2", "track.sting"]
    assert [question.asked for question in found.questions] == ["cue 5 track"]


def test_an_instrumental_of_another_mix_is_asked() -> None:
    found = read(sample("neon"), "radio edit, and an instrumental of the radio edit please")
    assert [line.deliver for line in found.lines] == ["mix.radio_edit"]
    assert [question.asked for question in found.questions] == ["instrumental of radio edit"]


def test_a_version_that_is_not_there_is_asked_in_any_list_of_mixes() -> None:
    found = read(sample("litany"), "These mixes please:\n* Master\n* No Guitars\n* No Drums")
    assert [line.deliver for line in found.lines] == ["mix.master", "mix.no_guitars"]
    assert [question.asked for question in found.questions] == ["No Drums"]
    assert not found.declined
    dub = read(sample("neon"), "Radio Edit\nDub mix")
    assert [question.asked for question in dub.questions] == ["Dub mix"]


@pytest.mark.parametrize(
    ("session", "message", "ordered", "asked"),
    [
        (
            "skerry",
            "The following stems:\n\nMusic\nSFX\nOcean waves\n\nThanks",
            "music sfx",
            "Ocean waves stem",
        ),
        ("skerry", "Tracks:\n- Storm\n- Ocean waves\n- Foghorn", "storm foghorn", "Ocean waves track"),
        ("campaign", "Send Kick, Snare and Hat? Just the tracks, mono is fine.", "kick snare hat", ""),
        (
            "litany",
            "rhy gtr 1 + rhy gtr 2 tracks\n\n3 and 4 are his so I dont need those",
            "rhy_gtr_1 rhy_gtr_2",
            "",
        ),
        ("campaign", "Our client understands that you delivered a master mix and four stems.", "", ""),
    ],
)
def test_what_stands_in_a_list_or_is_told_of_one(
    session: str, message: str, ordered: str, asked: str
) -> None:
    found = read(sample(session), message)
    assert [line.deliver.partition(".")[2] for line in found.lines] == ordered.split()
    assert [question.asked for question in found.questions] == ([asked] if asked else [])
