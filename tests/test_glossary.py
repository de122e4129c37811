"""The words: what each means, and what the screen says of the very thing under the cursor."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemtui import glossary
from stemtui.errors import AudioFileError, StemtuiError
from stemtui.glossary.placing import delivered_by
from stemtui.glossary.wrapping import columns, cut, wrap
from stemtui.header import Header
from stemtui.session import Mix, OrderLine, Session, Stem, Track

MONO = Header("WAV", "PCM_24", 1, 48000, 576000)
STEREO = replace(MONO, channels=2)


def track(name: str, stem: str = "", **fields: Any) -> Track:
    key = re.sub(r"[^a-z0-9]+", "_", name.lower())
    return Track(key, fields.pop("file", f"audio/{name}.wav"), name, stem, **fields)


SONG = Session(
    title="Mega Savings Song",
    treatment="printed",
    stems=(
        Stem("drums", "Drums"),
        Stem("bass", "Bass", "mono"),
        Stem("lead_vocal", "Lead Vocal"),
        Stem("backing_vocals", "Backing Vocals"),
    ),
    mixes=(
        Mix("master", "Master"),
        Mix("instrumental", "Instrumental", without=("lead_vocal", "backing_vocals")),
        Mix("a_cappella", "A Cappella", only=("lead_vocal", "backing_vocals")),
        Mix("up", "Lead Vocal Up", offsets_db=(("lead_vocal", 1.0),)),
        Mix("tv", "TV", without=("lead_vocal",)),
        Mix("drums_only", "Drums Only", only=("drums",)),
    ),
    order=(OrderLine("Drum STEM", "stem", "stem.drums", "stereo"),),
    tracks=(
        track("Kick", "drums"),
        track("Snare", "drums"),
        track("Overhead L", "drums", pan=-100.0),
        track("Overhead R", "drums", pan=100.0),
        track("Bass DI", "bass"),
        track("Bass Amp", "bass"),
        track("Lead Vocal", "lead_vocal"),
        track("Lead Vocal Double", "lead_vocal"),
        *(track(f"Backing Vocal {n}", "backing_vocals") for n in range(1, 4)),
    ),
)
HEADERS: dict[str, Header | AudioFileError] = {one.id: MONO for one in SONG.tracks}


def with_tracks(*new: Track, base: Session = SONG, **changes: Any) -> Session:
    return replace(base, tracks=(*base.tracks, *new), **changes)


def changed(key: str, **fields: Any) -> Session:
    return replace(SONG, tracks=tuple(replace(t, **fields) if t.id == key else t for t in SONG.tracks))


def of_stem(key: str, **fields: Any) -> Session:
    return replace(SONG, stems=tuple(replace(s, **fields) if s.id == key else s for s in SONG.stems))


def said(session: Session, *items: str, **headers: Header | AudioFileError) -> str:
    return " ".join(glossary.explain(session, items, {**HEADERS, **headers}).sentences)


def test_a_name_that_two_things_have_is_asked_about() -> None:
    assert (
        said(SONG, "Lead Vocal") == "'Lead Vocal' is stem.lead_vocal or track.lead_vocal: name one of them."
    )


def test_the_screen_of_the_design() -> None:
    session = with_tracks(track("Rack Tom"))
    assert glossary.explain(session, ["track.rack_tom"]).lines(85, 3) == [
        "Rack Tom is a TRACK: a file made while recording, before the mix.",
        "It is in no stem yet: press 1 and it is printed inside the Drums STEM, not beside it.",
        "Ordered on its own it stays a TRACK.",
    ]


def cases() -> Iterator[tuple[str, Session, tuple[str, ...], dict[str, Any], list[str]]]:
    """Name, session, items, headers, and the phrases that must be said, in their order."""
    yield (
        "no stem, nothing known",
        with_tracks(track("In")),
        ("track.in",),
        {},
        ["press 1-4, or enter to pick"],
    )
    empty = Session(tracks=(track("Kick"),))
    yield (
        "no stems at all",
        empty,
        ("track.kick",),
        {},
        ["is a TRACK", "press y to take what its name suggests, or n to make one"],
    )
    in_stem = ["Kick is a TRACK", "Mono, 48 kHz 24-bit, 0:12.", "feeds the Drums STEM with 3 others"]
    in_stem += [
        "Line 1 delivers it inside the Drums STEM",
        "Ordered alone (o) it stays a TRACK; x takes it out",
    ]
    yield "in a stem", SONG, ("track.kick",), {}, in_stem
    click = with_tracks(track("Click"))
    yield "click", click, ("track.click",), {}, ["is a TRACK", "L leaves out with a reason"]
    out = changed("kick", left_out="wrong take")
    yield "left out", out, ("track.kick",), {}, ["a TRACK that is left out", "wrong take", "L brings it back"]
    yield "raw", changed("kick", origin="raw"), ("track.kick",), {}, ["is a raw TRACK"]
    printed = ["a TRACK, printed through the mix"]
    yield "printed", changed("kick", origin="printed"), ("track.kick",), {}, printed
    gone = AudioFileError("'audio/Kick.wav' is not there.")
    yield "missing", SONG, ("track.kick",), {"kick": gone}, ["cannot be read: 'audio/Kick.wav' is not there."]
    torn = replace(MONO, problems=("truncated: header claims 9 frames, the file holds 5",))
    yield "damaged", SONG, ("track.kick",), {"kick": torn}, ["damaged: truncated: header claims 9 frames"]
    wide = replace(MONO, channels=6)
    yield (
        "surround",
        SONG,
        ("track.kick",),
        {"kick": wide},
        ["has 6 channels; a track here is mono or stereo", "press L"],
    )
    pair = ["the left of a pair with Overhead R, panned hard left"]
    yield "pair", SONG, ("track.overhead_l",), {}, pair
    centred = replace(SONG, tracks=tuple(replace(t, pan=0.0) for t in SONG.tracks))
    yield (
        "pair, centred",
        centred,
        ("track.overhead_r",),
        {},
        ["By name the right of a pair", "both centred: e pans them apart"],
    )
    yield (
        "stereo in mono",
        SONG,
        ("track.bass_di",),
        {"bass_di": STEREO},
        ["Bass is mono", "folded", "measured"],
    )
    moved = changed("kick", gain_db=-2.0, invert=True, delay_ms=1.5)
    yield "treated", moved, ("track.kick",), {}, ["at -2 dB, polarity inverted, 1.5 ms late"]
    ordered = replace(SONG, order=(OrderLine("Kick TRACK", "track", "track.kick"),))
    yield "ordered", ordered, ("track.kick",), {}, ["Line 1 of the order delivers it as a TRACK"]
    verb = with_tracks(track("Reverb", "drums"), track("Vox Verb", "lead_vocal"))
    yield "shared return", verb, ("track.reverb",), {}, ["is a TRACK", "By its name a shared return"]
    yield "return", verb, ("track.vox_verb",), {}, ["an effect return: it goes with its source"]
    takes = (track("Top"), track("Bottom"))
    summed = with_tracks(*takes, Track("snares", "", "Snares", "drums", bounce=("top", "bottom")))
    in_bounce = ["Top is a TRACK inside the bounce Snares", "To place it, assign Snares"]
    yield "in a bounce", summed, ("track.top",), {}, in_bounce
    fileless = ["Snares is a TRACK: Top and Bottom bussed to one", "Bounced is not mixed"]
    yield "a bounce without a file", summed, ("track.snares",), {}, fileless
    taped = with_tracks(*takes, Track("snares", "s.wav", "Snares", "drums", bounce=("top", "bottom")))
    yield "bounced to tape", taped, ("track.top",), {}, ["a TRACK that was bounced to Snares"]
    lineage = ["Snares is a TRACK: 2 tracks bounced before the mix (Top and Bottom)", "Bounced is not mixed"]
    yield "a bounce with lineage", taped, ("track.snares",), {}, lineage

    lie = with_tracks(track("Kick_STEM", file="Kick_STEM.wav"))
    unknown = [
        "its origin is UNKNOWN. Its name says STEM, and a name proves nothing.",
        "One source exported alone is a TRACK; a group as mixed is a STEM",
    ]
    unknown += ["Ask who made it", "through the mix or not? Press t to record the answer."]
    yield "a name that lies", lie, ("track.kick_stem",), {}, unknown
    hidden = with_tracks(track("Pad", file="Song_Stem_PAD.wav"))
    yield (
        "a file's name that lies",
        hidden,
        ("track.pad",),
        {},
        ["its origin is UNKNOWN. Its file's name says STEM", "Press t"],
    )
    all_lie = replace(SONG, tracks=tuple(replace(t, file=f"Stem_{t.id}.wav") for t in SONG.tracks))
    yield (
        "all names lie",
        all_lie,
        ("track.kick",),
        {},
        ["origin is UNKNOWN", "11 files here say so", "Press t"],
    )
    known = with_tracks(track("Kick_STEM", origin="raw"))
    yield (
        "a lie found out",
        known,
        ("track.kick_stem",),
        {},
        ["raw TRACK", "recorded as raw, so it is a TRACK"],
    )
    real = with_tracks(track("Pads_STEM", "drums", origin="stem"))
    yield "a true name", real, ("track.pads_stem",), {}, ["is a finished STEM used as a source"]
    print_ = with_tracks(Track("mix_v3", "MIX_v3.wav"))
    twice = [
        "MIX_v3: its origin is UNKNOWN. Its name says MIX",
        "all of it is heard twice",
        "a print of this song, or a source? Press t",
        "L leaves",
    ]
    yield "a print's name", print_, ("track.mix_v3",), {}, twice
    rough = with_tracks(Track("ref", "2TRK REF.wav"), Track("acapella", "Acapella.wav"))
    yield (
        "a reference",
        rough,
        ("track.ref",),
        {},
        ["origin is UNKNOWN. It is named like a print, and a name proves nothing.", "Press t"],
    )
    yield (
        "like a print",
        rough,
        ("track.acapella",),
        {},
        ["Acapella: its origin is UNKNOWN. It is named like a print", "Press t"],
    )
    film = Session(
        treatment="manifest",
        stems=(Stem("dialogue", "Dialogue"), Stem("music", "Music")),
        tracks=(track("Song", "music", origin="mix"), track("Score", "music", origin="mix")),
    )
    source = ["Song is a finished MIX used as a source", "feeds the Music STEM, which may hold whole mixes"]
    yield "music in post", film, ("track.song",), {}, source
    yield "a music stem", film, ("stem.music",), {}, ["Music is a STEM", "Its sources are finished MIXES"]

    drums = ["Drums is a STEM: a stereo submix of 4 tracks as they are treated in the mix."]
    drums += [
        "Fed by Kick, Snare, Overhead L and Overhead R",
        "Line 1 of the order delivers it: one stereo file",
    ]
    yield "a stem", SONG, ("stem.drums",), {}, drums
    yield (
        "a stem to order",
        SONG,
        ("stem.backing_vocals",),
        {},
        ["o orders it: one stereo file, not 3 tracks."],
    )
    fx = replace(SONG, stems=(*SONG.stems, Stem("fx", "FX")))
    nothing = ["FX is an empty STEM: no track feeds it.", "Put tracks in with 5"]
    yield "an empty stem", fx, ("stem.fx",), {}, nothing
    gone_out = replace(SONG, tracks=tuple(replace(t, left_out="muted") for t in SONG.tracks))
    yield "all left out", gone_out, ("stem.bass",), {}, ["empty STEM", "Bass DI and Bass Amp", "L on a track"]
    narrow = changed("bass_di", pan=-30.0)
    fold = ["a mono submix of 2 tracks", "Bass DI is off centre or stereo", "printing measures"]
    yield "mono, panned", narrow, ("stem.bass",), {}, [*fold, "c makes it stereo"]
    yield "mono, stereo file", SONG, ("stem.bass",), {"bass_di": STEREO}, fold
    alone = replace(film, stems=(Stem("keys", "Keys"),), tracks=(track("Rhodes", "keys"),))
    lone = ["Keys is no STEM yet: it is the TRACK Rhodes under another name", "needs a reason, in writing"]
    yield "one untreated track", alone, ("stem.keys",), {}, lone
    waived = replace(alone, order=(OrderLine("Keys STEM", "stem", "stem.keys", waive="one mic"),))
    yield "one track, waived", waived, ("stem.keys",), {}, ["Its order line says why"]
    treated = replace(alone, tracks=(track("Rhodes", "keys", gain_db=-3.0),))
    one = ["Keys is a STEM of one track, Rhodes, as it is treated", "The track goes in at -3 dB"]
    yield "one treated track", treated, ("stem.keys",), {}, one
    vocals = replace(SONG, stems=(*SONG.stems[:2], Stem("vox", "Vocals"), *SONG.stems[2:]))
    vocals = replace(
        vocals, stems=tuple(replace(s, parent="vox" if "vocal" in s.id else "") for s in vocals.stems)
    )
    tree = ["Vocals is a STEM of 2 sub-stems: 5 tracks in stereo", "together the audio is heard twice"]
    tree += ["The A Cappella MIX holds the same audio; by convention that is a MIX"]
    yield "a parent", vocals, ("stem.vox",), {}, tree
    yield "a sub-stem", vocals, ("stem.lead_vocal",), {}, ["part of Vocals: printed beside that"]
    yield "not alone", of_stem("drums", isolate=False), ("stem.drums",), {}, ["must not be heard alone"]
    unmixed = replace(SONG, treatment="none")
    submix = [
        "Drums is a SUBMIX OF TRACKS: 4 tracks added in stereo, nothing mixed yet.",
        "becomes a STEM once",
    ]
    yield "nothing mixed", unmixed, ("stem.drums",), {}, submix
    into = ["It feeds the Drums SUBMIX OF TRACKS"]
    yield "a track, nothing mixed", unmixed, ("track.kick",), {}, into
    open_ = replace(SONG, treatment="")
    asks = ["Bass is a STEM once the mix is known", "o orders it and asks once where the mix was done"]
    yield "treatment unknown", open_, ("stem.bass",), {}, asks
    yield "unknown, ordered", open_, ("stem.drums",), {}, ["STEM once the mix is known", "R asks where"]

    everything = ["Master is a MIX, the master mix: everything in one stereo file, all 4 stems"]
    yield "the master mix", SONG, ("mix.master",), {}, [*everything, "Say Master Mix", "o orders it"]
    formula = ["Instrumental is a MIX in one stereo file: Master minus Lead Vocal and Backing Vocals."]
    yield "an instrumental", SONG, ("mix.instrumental",), {}, [*formula, "Disputed", "backing vocals"]
    vocal = ["A Cappella is a MIX", "only Lead Vocal and Backing Vocals"]
    vocal += ["A stem of all vocals would hold the same audio; by convention this is a MIX."]
    yield "an a cappella", SONG, ("mix.a_cappella",), {}, vocal
    same = ["It holds the same audio as the Vocals STEM; by convention this is a MIX."]
    yield "an a cappella beside the stem", vocals, ("mix.a_cappella",), {}, same
    yield "a mix like a stem", SONG, ("mix.drums_only",), {}, ["same audio as the Drums STEM"]
    yield "vocal up", SONG, ("mix.up",), {}, ["Master with Lead Vocal +1 dB", "does not say by how much"]
    loud = replace(SONG, mixes=(Mix("up", "Vocal Up +1 dB", offsets_db=(("lead_vocal", 1.0),)),))
    yield "vocal up, by so much", loud, ("mix.up",), {}, ["Lead Vocal +1 dB", "Its name says by how much"]
    lie = replace(SONG, mixes=(Mix("up", "Vocal Up 2dB", offsets_db=(("lead_vocal", 1.0),)),))
    yield "vocal up by something else", lie, ("mix.up",), {}, ["says 2dB and it is moved by +1 dB"]
    yield "tv", SONG, ("mix.tv",), {}, ["Master minus Lead Vocal", "Disputed", "a lowered one"]
    keeps = replace(SONG, mixes=(SONG.mixes[0], Mix("inst", "Instrumental", without=("lead_vocal",))))
    yield "a wrong instrumental", keeps, ("mix.inst",), {}, ["It keeps Backing Vocals"]
    two = replace(SONG, mixes=(*SONG.mixes, Mix("again", "Album")))
    yield "a second master", two, ("mix.again",), {}, ["defined like Master: the same audio twice"]
    hole = with_tracks(track("Tambourine"))
    yield "a forgotten track", hole, ("mix.master",), {}, ["1 track is in no stem", "f finds it"]
    yield "a mix of nothing", gone_out, ("mix.master",), {}, ["nothing to print"]
    yield "a mix, nothing mixed", unmixed, ("mix.master",), {}, ["Nothing is mixed yet"]

    marks = ("track.kick", "track.snare", "track.bass_di")
    three = [
        "3 TRACKS: Kick, Snare and Bass DI.",
        "2 are in Drums and 1 is in Bass.",
        "Ordered (o), they are 3 separate files, each a TRACK.",
    ]
    yield "a range", SONG, marks, {}, [*three, "Press 1-4"]
    yield (
        "a range in one stem",
        SONG,
        marks[:2],
        {},
        [
            "2 TRACKS",
            "All are in Drums.",
            "One file with all of them and 2 others is the Drums STEM.",
        ],
    )
    both = ("stem.drums", "stem.bass", "mix.master")
    yield "mixed kinds", SONG, both, {}, ["2 STEMS and 1 MIX: Drums, Bass and Master.", "of its own kind"]
    mixes = ("mix.master", "mix.tv")
    yield "mixes", SONG, mixes, {}, ["2 MIXES: Master and TV."]
    yield "submixes", unmixed, both[:2], {}, ["2 SUBMIXES: Drums and Bass.", "each a SUBMIX OF TRACKS"]
    yield "stems, treatment unknown", open_, both[:2], {}, ["2 STEMS", "Nobody has said yet where", "o asks"]
    complete = tuple(f"stem.{s.id}" for s in SONG.stems)
    yield "the complete set", SONG, complete, {}, ["4 STEMS", "this is the complete set"]
    yield "a part of the set", SONG, both[:2], {}, ["do not add up to the master mix"]
    over = ("stem.vox", "stem.lead_vocal")
    yield "a parent and its child", vocals, over, {}, ["Lead Vocal is part of Vocals", "heard twice"]
    liars = ("track.kick", "track.snare")
    yield (
        "marked liars",
        all_lie,
        liars,
        {},
        ["The names of all of them say STEM", "proves nothing", "t records"],
    )
    yield "nothing selected", SONG, (), {}, ["A TRACK is", "A STEM is", "A MIX is"]
    yield "not there", SONG, ("stem.drms",), {}, ["no 'stem.drms' in this session", "Nearest: stem.drums"]
    yield "a bare id", SONG, ("drums",), {}, ["Drums is a STEM"]
    yield "a name", SONG, ("Backing Vocals",), {}, ["Backing Vocals is a STEM"]
    guess = {"kick": replace(MONO, subtype="MPEG_LAYER_III", frames=0)}
    yield "no length yet", SONG, ("track.kick",), guess, ["Mono, 48 kHz MPEG_LAYER_III. "]
    yield "the rest", SONG, ("rest",), {}, ["Rest is a STEM: every stem that no other order line delivers."]


CASES = list(cases())


@pytest.mark.parametrize(
    ("session", "items", "headers", "phrases"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_what_is_said_of_this_very_thing(
    session: Session, items: tuple[str, ...], headers: dict[str, Any], phrases: list[str]
) -> None:
    text, at = said(session, *items, **headers), 0
    for phrase in phrases:
        assert phrase in text[at:], f"{phrase!r} not in, or not in this order: {text}"
        at = text.index(phrase, at)


@pytest.mark.parametrize(
    ("session", "items", "headers", "phrases"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_first_thing_said_always_fits_the_smallest_pane(
    session: Session, items: tuple[str, ...], headers: dict[str, Any], phrases: list[str]
) -> None:
    explanation = glossary.explain(session, items, {**HEADERS, **headers})
    shown = " ".join(explanation.lines(76, 3))
    assert shown.startswith(explanation.sentences[0])
    assert "…" not in shown
    whole = [sentence for sentence in explanation.sentences if sentence in shown]
    assert " ".join(whole) == shown, "a sentence is cut"
    assert re.search(r"\b(TRACK|STEM|MIX|SUBMIX|UNKNOWN|in this session)", whole[0])


def test_what_is_not_known_yet_is_not_said_to_add_up() -> None:
    every = [f"stem.{stem.id}" for stem in SONG.stems]
    assert "come very close" not in said(replace(SONG, treatment=""), *every)


def test_how_many_make_a_claim_follows_the_claim() -> None:
    liars = tuple(track(f"Part {n}", file=f"Part {n} STEM.wav") for n in range(3))
    spoken = glossary.explain(replace(SONG, tracks=liars), [f"track.{liars[0].id}"], {liars[0].id: MONO})
    assert "a name proves nothing. 3 files here say so. Mono" in " ".join(spoken.sentences)


def test_nothing_is_claimed_of_a_file_whose_origin_is_unknown() -> None:
    text = said(with_tracks(track("Kick_STEM")), "track.kick_stem")
    assert "is a TRACK:" not in text
    assert "is a STEM" not in text.replace("a group as mixed is a STEM", "")


def test_wide_names_are_counted_in_columns() -> None:
    session = with_tracks(Track("x", "x.wav", "キック" * 20))
    for width in (20, 40, 76):
        for line in glossary.explain(session, ["track.x"]).lines(width, 4):
            assert columns(line) <= width


words = st.text(max_size=40) | st.sampled_from(
    ["Kick", "Reverb", "Master", "Kick_STEM", "OH L", "OH R", "TV"]
)
tracks = st.builds(
    Track,
    id=st.uuids().map(str),
    file=words,
    name=words,
    stem=st.sampled_from(["", "drums", "bass", "lead_vocal"]),
    gain_db=st.sampled_from([0.0, -1234567.891]),
    pan=st.sampled_from([0.0, -100.0, 33.0]),
    delay_samples=st.integers(-(2**40), 2**40),
    left_out=st.just("") | words,
    origin=st.sampled_from(["", "raw", "printed", "stem", "mix"]),
)
any_header = st.builds(
    Header,
    format=words,
    subtype=words,
    channels=st.integers(0, 99),
    samplerate=st.integers(0, 2**31),
    frames=st.integers(0, 2**62),
    problems=st.lists(words, max_size=2).map(tuple),
) | st.builds(AudioFileError, words)


@st.composite
def sessions(draw: st.DrawFn) -> tuple[Session, list[str], dict[str, Any]]:
    found = draw(st.lists(tracks, max_size=5, unique_by=lambda t: t.id))
    if len(found) > 1 and draw(st.booleans()):
        found[0] = replace(found[0], bounce=(found[1].id,))
        found[1] = replace(found[1], stem="")
    stems = tuple(replace(s, name=draw(words), isolate=draw(st.booleans())) for s in SONG.stems)
    mixes = (
        *SONG.mixes,
        Mix("x", draw(words), only=("drums",), offsets_db=(("drums", draw(st.floats(-99, 99))),)),
    )
    session = replace(
        SONG,
        stems=stems,
        mixes=mixes,
        tracks=tuple(found),
        treatment=draw(st.sampled_from(["", "printed", "manifest", "none"])),
    )
    ids = [f"track.{t.id}" for t in found] + [f"stem.{s.id}" for s in stems] + [f"mix.{m.id}" for m in mixes]
    items = draw(st.lists(st.sampled_from([*ids, "rest"]) | words, max_size=4))
    return session, items, {t.id: draw(any_header) for t in found if draw(st.booleans())}


@given(sessions(), st.integers(1, 130), st.integers(1, 8))
def test_any_selection_is_explained_within_its_pane(
    drawn: tuple[Session, list[str], dict[str, Any]], width: int, height: int
) -> None:
    explanation = glossary.explain(*drawn)
    lines = explanation.lines(width, height)
    assert 1 <= len(lines) <= height
    for line in lines:
        assert line
        assert columns(line) <= width
        assert line.isprintable()
    assert all(sentence.isprintable() for sentence in explanation.sentences)
    if width >= 76 and height >= 3:
        assert " ".join(lines).startswith(" ".join(explanation.sentences[0].split())[:60].rstrip())


@given(st.text(max_size=60), st.integers(1, 30))
def test_wrapping_keeps_every_word(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join(text.split()) == "".join("".join(lines).split())
    assert all(columns(cut(line, width)) <= width for line in lines)


def test_formulas_are_said_in_full_for_the_receipt() -> None:
    formulas = {mix.id: glossary.formula(SONG, mix) for mix in SONG.mixes}
    assert formulas == {
        "master": "every stem as it is",
        "instrumental": "Master minus Lead Vocal and Backing Vocals",
        "a_cappella": "only Lead Vocal and Backing Vocals",
        "up": "Master with Lead Vocal +1 dB",
        "tv": "Master minus Lead Vocal",
        "drums_only": "only Drums",
    }


@pytest.mark.parametrize(
    ("asked", "term"),
    [
        ("stem", "Stem"),
        ("Stems", "Stem"),
        ("MIXES", "Mix"),
        ("tracks", "Track"),
        ("TV", "TV Mix"),
        ("acapella", "A Cappella"),
        ("A Cappellas", "A Cappella"),
        ("sub stem", "Sub-stem"),
        ("m and e", "M&E"),
        ("M&E", "M&E"),
        ("bit depth", "Word Length"),
        ("BGVs", "Backing Vocals"),
        ("pan laws", "Pan Law"),
        ("dbtp", "dBTP"),
        ("Sub-Mixes", "Submix"),
        ("reverb", "Effect Return"),
        ("shipped set", "Complete Set"),
    ],
)
def test_a_word_is_found_in_any_spelling(asked: str, term: str) -> None:
    assert glossary.entry(asked).term == term


def test_an_unknown_word_hears_the_nearest() -> None:
    with pytest.raises(StemtuiError, match="Bounce"):
        glossary.entry("bouncee")
    with pytest.raises(StemtuiError, match="lists all words"):
        glossary.entry("\x1b[31m")


def test_every_word_is_whole_and_leads_to_words_that_exist() -> None:
    terms = {one.term for one in glossary.TERMS}
    assert len(terms) == len(glossary.TERMS) > 60
    for one in glossary.TERMS:
        assert one.short.endswith(".")
        assert len(one.short) < 140
        assert all(
            text == "" or text.rstrip().endswith(".") for text in (one.text, one.not_confuse, one.disputed)
        )
        assert one.see
        for other in one.see:
            assert other in terms, f"{one.term} leads to {other!r}"
        assert glossary.entry(one.term) is one
        assert all(len(line) <= 78 for line in one.lines())
        assert str(one).isprintable()


def test_no_other_name_leads_to_two_words() -> None:
    seen: dict[str, str] = {}
    for one in glossary.TERMS:
        for alias in (one.term, *one.aliases):
            folded = alias.lower()
            assert folded not in seen, f"{alias!r} leads to {seen[folded]} and {one.term}"
            seen[folded] = one.term


@pytest.mark.parametrize("term", ["Stem", "Instrumental", "TV Mix", "A Cappella", "Bounce", "Track"])
def test_disputes_are_named(term: str) -> None:
    assert any("Disputed" in line for line in glossary.entry(term).lines())


def test_the_index_has_every_word() -> None:
    text = "\n".join(glossary.index())
    assert all(f"{one.term}: " in text for one in glossary.TERMS)
    assert all(len(line) <= 78 for line in glossary.index())


def test_several_order_lines_deliver_in_the_plural() -> None:
    assert delivered_by([2]) == "Line 2 of the order delivers"
    assert delivered_by([1, 3]) == "Lines 1 and 3 of the order deliver"
