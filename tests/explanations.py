"""What has to be said of every kind of thing: sessions, items, and the phrases in their order."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from stemtui import glossary
from stemtui.errors import AudioFileError, MissingFileError
from stemtui.header import Header
from stemtui.session import Mix, OrderLine, Session, Stem, Track, edit_tracks
from tests.songs import A_CAPPELLA, INSTRUMENTAL, MASTER, MONO, STEMS, STEREO, TV, changed, track, with_tracks

SONG = Session(
    title="Mega Savings Song",
    treatment="printed",
    stems=STEMS,
    mixes=(
        MASTER,
        INSTRUMENTAL,
        A_CAPPELLA,
        Mix("up", "Lead Vocal Up", offsets_db=(("lead_vocal", 1.0),)),
        TV,
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


def of_stem(key: str, **fields: Any) -> Session:
    return replace(SONG, stems=tuple(replace(s, **fields) if s.id == key else s for s in SONG.stems))


def said(session: Session, *items: str, **headers: Header | AudioFileError) -> str:
    return " ".join(glossary.explain(session, items, {**HEADERS, **headers}).sentences)


def cases() -> Iterator[tuple[str, Session, tuple[str, ...], dict[str, Any], list[str]]]:
    """Name, session, items, headers, and the phrases that must be said, in their order."""
    yield (
        "no stem, nothing known",
        with_tracks(SONG, track("In")),
        ("track.in",),
        {},
        ["1-4 or enter puts it in a stem"],
    )
    empty = Session(tracks=(track("Kick"),))
    yield (
        "no stems at all",
        empty,
        ("track.kick",),
        {},
        ["is a TRACK", "its name suggests Drums.", "y puts it in Drums, n makes another."],
    )
    in_stem = ["Kick is a TRACK", "Mono, 48 kHz 24-bit, 0:10.", "Line 1 delivers it inside the Drums STEM"]
    in_stem += [
        "feeds the Drums STEM with 3 others, inside it, not beside it.",
        "Ordered alone (o) it stays a TRACK; x takes it out",
    ]
    yield "in a stem", SONG, ("track.kick",), {}, in_stem
    click = with_tracks(SONG, track("Click"))
    yield (
        "click",
        click,
        ("track.click",),
        {},
        ["is a TRACK", "a click or guide.", "L leaves it out, for a reason"],
    )
    out = changed(SONG, "kick", left_out="wrong take")
    yield "left out", out, ("track.kick",), {}, ["a TRACK that is left out", "wrong take", "L brings it back"]
    yield "raw", changed(SONG, "kick", origin="raw"), ("track.kick",), {}, ["is a raw TRACK"]
    printed = ["a TRACK printed with the mix's balance and effects"]
    yield "printed", changed(SONG, "kick", origin="printed"), ("track.kick",), {}, printed
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
    pair = ["the left of a pair with Overhead R.", "feeds the Drums STEM with 3 others, panned hard left."]
    pair += ["it stays a TRACK, untreated"]
    yield "pair", SONG, ("track.overhead_l",), {}, pair
    crossed = changed(SONG, "overhead_l", pan=100.0)
    turn = ["the left of a pair with Overhead R, and panned right: e turns that round."]
    yield "pair, crossed", crossed, ("track.overhead_l",), {}, turn
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
    half = with_tracks(SONG, track("Room L", "drums"))
    lone = [
        "Its name says left: one side of a stereo source, whose right side is not in this session; N adds"
    ]
    yield "half of a pair", half, ("track.room_l",), {"room_l": MONO}, lone
    moved = changed(SONG, "kick", gain_db=-2.0, invert=True, delay_ms=1.5)
    yield "treated", moved, ("track.kick",), {}, [
        "feeds the Drums STEM with 3 others, at -2 dB, polarity inverted, 1.5 ms late.",
        "Ordered alone (o) it stays a TRACK, untreated; x takes it out.",
    ]  # fmt: skip
    ordered = replace(SONG, order=(OrderLine("Kick TRACK", "track", "track.kick"),))
    yield "ordered", ordered, ("track.kick",), {}, ["Line 1 of the order delivers it as a TRACK"]
    verb = with_tracks(SONG, track("Reverb", "drums"), track("Vox Verb", "lead_vocal"))
    yield (
        "shared return",
        verb,
        ("track.reverb",),
        {},
        ["is a TRACK", "By its name an effect of several sources"],
    )
    yield "return", verb, ("track.vox_verb",), {}, ["an effect return: it goes with its source"]
    takes = (track("Top"), track("Bottom"))
    summed = with_tracks(SONG, *takes, Track("snares", "", "Snares", "drums", bounce=("top", "bottom")))
    in_bounce = ["Top is a TRACK inside the bounce Snares", "To place it, assign Snares"]
    yield "in a bounce", summed, ("track.top",), {}, in_bounce
    fileless = ["Snares is a TRACK: Top and Bottom bussed to one", "Bounced is not mixed"]
    yield "a bounce without a file", summed, ("track.snares",), {}, fileless
    taped = with_tracks(SONG, *takes, Track("snares", "s.wav", "Snares", "drums", bounce=("top", "bottom")))
    yield "bounced to tape", taped, ("track.top",), {}, ["a TRACK that was bounced to Snares"]
    lineage = ["Snares is a TRACK: 2 tracks bounced before the mix (Top and Bottom)", "Bounced is not mixed"]
    yield "a bounce with lineage", taped, ("track.snares",), {}, lineage
    ruined = changed(taped, "snares", left_out="tape is ruined")
    with_it = ["a TRACK that is left out of every print: tape is ruined.", "2 tracks bounced before the mix"]
    with_it += ["left out with it", "L brings it back in"]
    yield "a bounce that is left out", ruined, ("track.snares",), {}, with_it
    nowhere = ["Top is a TRACK inside the bounce Snares, which is left out: it is heard nowhere."]
    nowhere += ["L on Snares brings it back in"]
    yield "in a bounce that is left out", ruined, ("track.top",), {}, nowhere

    lie = with_tracks(SONG, track("Kick_STEM", file="Kick_STEM.wav"))
    unknown = [
        "origin UNKNOWN. Its name says STEM; a name proves nothing.",
        "One source exported alone is a TRACK; a group as mixed is a STEM",
    ]
    unknown += ["Ask who made it, and press t to record the answer."]
    yield "a name that lies", lie, ("track.kick_stem",), {}, unknown
    hidden = with_tracks(SONG, track("Pad", file="Song_Stem_PAD.wav"))
    yield (
        "a file's name that lies",
        hidden,
        ("track.pad",),
        {},
        ["origin UNKNOWN. Its file says STEM", "press t"],
    )
    all_lie = replace(SONG, tracks=tuple(replace(t, file=f"Stem_{t.id}.wav") for t in SONG.tracks))
    yield (
        "all names lie",
        all_lie,
        ("track.kick",),
        {},
        ["origin UNKNOWN", "11 files here say so", "press t"],
    )
    known = with_tracks(SONG, track("Kick_STEM", origin="raw"))
    yield (
        "a lie found out",
        known,
        ("track.kick_stem",),
        {},
        ["raw TRACK", "recorded as raw, so it is a TRACK"],
    )
    real = with_tracks(SONG, track("Pads_STEM", "drums", origin="stem"))
    yield (
        "a true name",
        real,
        ("track.pads_stem",),
        {},
        [
            "is a finished STEM used as a source",
            "Ordered alone (o) it is refused: a finished STEM is no TRACK",
        ],
    )
    print_ = with_tracks(SONG, Track("mix_v3", "MIX_v3.wav"))
    twice = [
        "MIX_v3: origin UNKNOWN. Its name says MIX",
        "all of it is heard twice",
        "Ask who made it: t records the answer, L leaves a print out.",
    ]
    yield "a print's name", print_, ("track.mix_v3",), {}, twice
    rough = with_tracks(SONG, Track("ref", "2TRK REF.wav"), Track("acapella", "Acapella.wav"))
    yield (
        "a reference",
        rough,
        ("track.ref",),
        {},
        ["origin UNKNOWN. It is named like a print; a name proves nothing.", "t records"],
    )
    yield (
        "like a print",
        rough,
        ("track.acapella",),
        {},
        ["Acapella: origin UNKNOWN. It is named like a print", "t records"],
    )
    film = Session(
        treatment="manifest",
        stems=(Stem("dialogue", "Dialogue"), Stem("music", "Music")),
        tracks=(track("Song", "music", origin="mix"), track("Score", "music", origin="mix")),
    )
    source = ["Song is a finished MIX used as a source", "feeds the Music STEM, which may hold whole mixes"]
    yield "music in post", film, ("track.song",), {}, source
    told = [
        "Music is a STEM",
        "Its sources are finished MIXES",
        "one of them alone needs it in a stem of its own",
    ]
    yield "a music stem", film, ("stem.music",), {}, told

    drums = ["Drums is a STEM: a stereo submix of 4 tracks as treated in the mix."]
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
    narrow = changed(SONG, "bass_di", pan=-30.0)
    fold = ["printing measures what folding that into one channel loses; c makes it stereo."]
    panned = ["a mono submix of 2 tracks", "It is mono and Bass DI is panned 30 left", *fold]
    yield "mono, panned", narrow, ("stem.bass",), {}, panned
    yield "mono, stereo file", SONG, ("stem.bass",), {"bass_di": STEREO}, ["Bass DI is stereo", *fold]
    wide = changed(narrow, "bass_amp", pan=100.0)
    yield "mono, all panned", wide, ("stem.bass",), {}, ["2 of its tracks are off centre or stereo", *fold]
    off = {one.id: MissingFileError("gone") for one in SONG.tracks if one.stem == "drums"}
    all_gone = ["Drums is a STEM", "Every file of it is MISSING: N shows where they may be."]
    yield "a stem without a file", SONG, ("stem.drums",), off, all_gone
    yield "a file missing", SONG, ("stem.drums",), {"kick": off["kick"]}, ["1 file of it is MISSING"]
    alone = replace(film, stems=(Stem("keys", "Keys"),), tracks=(track("Rhodes", "keys"),))
    lone = ["Keys is no STEM yet: it is the TRACK Rhodes under another name", "needs a reason, in writing"]
    yield "one untreated track", alone, ("stem.keys",), {}, lone
    waived = replace(alone, order=(OrderLine("Keys STEM", "stem", "stem.keys", waive="one mic"),))
    yield "one track, waived", waived, ("stem.keys",), {}, ["Its order line says why that is right: one mic."]
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
    kept = [
        "must not be heard alone",
        "REFUSED",
        "let stem.drums be heard alone (e on it) once it is cleared.",
    ]
    yield "not alone", of_stem("drums", isolate=False), ("stem.drums",), {}, kept
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

    everything = ["Master is a MIX, the master mix: all 4 stems as they are in one stereo file"]
    yield "the master mix", SONG, ("mix.master",), {}, [*everything, "Say Master Mix", "o orders it"]
    formula = ["Instrumental is a MIX in one stereo file: Master minus Lead Vocal and Backing Vocals."]
    yield "an instrumental", SONG, ("mix.instrumental",), {}, [*formula, "Disputed", "backing vocals"]
    vocal = ["A Cappella is a MIX", "only Lead Vocal and Backing Vocals"]
    vocal += [
        "A stem of all vocals would hold the same audio: by convention a MIX.",
        "Disputed",
        "o orders it",
    ]
    yield "an a cappella", SONG, ("mix.a_cappella",), {}, vocal
    same = ["It holds the same audio as the Vocals STEM: by convention a MIX.", "Disputed", "o orders it"]
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
    hole = with_tracks(SONG, track("Tambourine"))
    yield "a forgotten track", hole, ("mix.master",), {}, ["1 track is in no stem", "f finds it"]
    nothing = ["there is nothing to print: put tracks into its stems first."]
    yield "a mix of nothing", gone_out, ("mix.master",), {}, nothing
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
    yield (
        "stems, treatment unknown",
        open_,
        both[:2],
        {},
        ["2 STEMS once", "Nobody has said yet where", "o asks"],
    )
    complete = tuple(f"stem.{s.id}" for s in SONG.stems)
    yield "the complete set", SONG, complete, {}, ["4 STEMS", "the complete set"]
    yield "a part of the set", SONG, both[:2], {}, ["do not add up to the master mix"]
    over = ("stem.vox", "stem.lead_vocal")
    yield "a parent and its child", vocals, over, {}, ["Lead Vocal is part of Vocals", "heard twice"]
    deep = replace(vocals, stems=(*vocals.stems, Stem("dbl", "Doubles", parent="lead_vocal")))
    over = ("stem.vox", "stem.dbl")
    yield "a stem and one far inside it", deep, over, {}, ["Doubles is part of Vocals: printed together"]
    liars = ("track.kick", "track.snare")
    yield (
        "marked liars",
        all_lie,
        liars,
        {},
        ["The names of all of them say STEM", "proves nothing", "t records"],
    )
    one_lies = edit_tracks(all_lie, ["kick"], origin="raw")
    yield "one marked liar", one_lies, liars, {}, ["The name of", "says STEM", "its origin is unknown"]
    other = edit_tracks(all_lie, ["kick"], file="Kick mix.wav", name="")
    yield "marked liars of two kinds", other, liars, {}, ["The names of all of them say MIX or STEM"]
    loose = Session(stems=(Stem("drums", "Drums"),), tracks=(track("Mix v3", origin="mix"),))
    own = ["a finished MIX used as a source", "Made of this very song, it is no source: L leaves it out"]
    yield "a mix that may be of this song", loose, ("track.mix_v3",), {}, own
    yield "nothing selected", SONG, (), {}, ["A TRACK is", "A STEM is", "A MIX is"]
    yield "not there", SONG, ("stem.drms",), {}, ["no 'stem.drms' in this session", "Nearest: stem.drums"]
    yield "a bare id", SONG, ("drums",), {}, ["Drums is a STEM"]
    yield "a name", SONG, ("Backing Vocals",), {}, ["Backing Vocals is a STEM"]
    guess = {"kick": replace(MONO, subtype="MPEG_LAYER_III", frames=0)}
    yield "no length yet", SONG, ("track.kick",), guess, ["Mono, 48 kHz MP3. "]
    wrong = replace(SONG, order=(OrderLine("Drum STEM", "stem", "track.kick"),))
    refused = [
        'REFUSED: Line 1 asks for the Drum STEM; "Kick" is a TRACK.',
        "deliver stem.drums (O, then e).",
    ]
    yield "a track where a stem is ordered", wrong, ("track.kick",), {}, ["is a TRACK", *refused]
    line = ['Line 1 of the order asks for a STEM ("Drum STEM") and is refused.', '"Kick" is a TRACK']
    yield "a line that is refused", wrong, ("order.1",), {}, [*line, "deliver stem.drums"]
    yield "a line for a stem", SONG, ("order.1",), {}, [
        'Line 1 of the order asks for a STEM ("Drum STEM").',
        "Its client receives one stereo file: the Drums STEM, 4 tracks in one.",
    ]  # fmt: skip
    lines = (
        OrderLine("Kick TRACK", "track", "track.kick"),
        OrderLine("TV MIX", "mix", "mix.tv", waive="as they said"),
        OrderLine("everything else STEM", "stem", "rest"),
    )
    several = replace(SONG, order=lines)
    alone = ["Line 1 of the order asks for a TRACK", "receives one mono file: the TRACK Kick as it is"]
    yield "a line for a track", several, ("order.1",), {}, alone
    tv = ["receives one stereo file: the MIX TV, Master minus Lead Vocal.", "accepted: as they said"]
    yield "a line for a mix", several, ("order.2",), {}, tv
    yield "a line for the rest", several, ("order.3",), {}, ["every stem that no other line delivers"]
    vague = replace(SONG, order=(OrderLine("the drums", "", "stem.drums"),))
    yield "a line of no kind", vague, ("order.1",), {}, ["an UNKNOWN kind", "refused", "Ask the client"]
    waits = replace(SONG, treatment="")
    yield "a line that waits", waits, ("order.1",), {}, ["STEM", "says where the mix was done: T says it."]
    yield "no such line", SONG, ("order.9",), {}, ["no 'order.9' in this session"]
    yield "the rest", SONG, ("rest",), {}, ["Rest is a STEM: every stem that no other order line delivers."]


CASES = list(cases())
