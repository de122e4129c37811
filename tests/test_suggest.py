"""What names suggest: whole folders as they come from studios, then the rules one by one."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemtui.suggest import GROUPS, labels, pairs, suggest

FOLDERS = {
    "a band, Pro Tools": """
        drums: Kick In_01.wav, Kick Out_01.wav, Sn Top_01.wav, HH_01.wav, Rack_01.wav, Floor_01.wav
        drums: OH L_01.wav
        drums: Rm L_01.wav, Crush_01.wav
        bass: Bass DI_01.wav, SVT_01.wav
        guitars: EGtr 1 57_01.wav, EGtr 1 121_01.wav, AC L_01.wav
        keys: B3 Hi_01.wav, B3 Lo_01.wav
        lead_vocal: LdVx.dup1_01.wav
        backing_vocals: BGV 1_01.wav
        percussion: Tamb_01.wav, Shkr_01.wav
        click: Click_01.wav, Talkback_01.wav
        mix: Print_01.wav""",
    "microphones": """
        lead_vocal: Vocals-Drums-M80.wav, LEAD VOX - U48 - Neve 33102.wav
        drums: KICK - AK47 - API 1608.wav, OH Left-M60.wav, Room-AR51.wav
        guitars: Guitar-Condenser Jon-Cu29.wav
        keys: PIANO B - ELA M 260 - Neve 33102.wav
        nothing: SM57.wav, Jon-Cu29.wav""",
    "an orchestra": """
        woodwinds: Fl 1, Picc, Ob 1, EH, Cl 1, B Cl, Bsn 1
        brass: Hn 1-2, Tpt 1, Tbn 1, B Tbn, Tuba
        percussion: Timp, Perc 1
        strings: Vln I, Vln II, Vla, Vc, Cb, Harp, Basses Spot
        keys: Celesta, Piano
        other: Decca L, Outrigger L, Overhead""",
    "a string quartet": """
        strings: Violin 1.wav, Violin 2.wav, Viola.wav, Cello.wav
        other: Room L.wav, Main Pair.wav""",
    "a choir": """
        backing_vocals: Soprano 1, Alto 1, Tenor, Bass, S2
        keys: Organ""",
    "a big band": """
        woodwinds: Alto 1, Tenor 2, Bari
        brass: Trumpet 1, Bone 1, Bass Bone, Flugel
        bass: Bass
        drums: Kick, OH, Room""",
    "electronic": """
        drums: 1-Kick.wav, 2-909 Hats.wav
        bass: 4-Sub.wav, 5-Reese.wav
        synths: 6-Pluck.wav, 7-Supersaw.wav, 12-Lead.wav
        fx: 9-Riser.wav, 10-White Noise.wav, A-Reverb.wav
        mix: Master.wav""",
    "sound for picture": """
        dialogue: DX_01.wav, BOOM.wav, LAV_ANNA.wav, ADR_Anna.wav, VO.wav
        effects: FX_Hard_01.wav, BG_City.wav, AMB Forest.wav, SFX Door.wav
        foley: FOL_Feet.wav, Props.wav
        room_tone: RT_Kitchen.wav, Room Tone.wav
        music: MX_Score.wav, MUS 1.wav
        mix: M&E.wav, Printmaster.wav
        click: 2pop.wav""",
    "German": """
        drums: Bassdrum.wav, Snare unten.wav, Overhead links.wav, Raum.wav, Standtom.wav
        guitars: E-Gitarre 1.wav, Akustikgitarre.wav, Sologitarre.wav
        bass: Kontrabass.wav
        keys: Klavier L.wav
        lead_vocal: Hauptgesang.wav
        backing_vocals: Chor 1.wav
        brass: Bläser.wav
        strings: Streicher.wav, Geige.wav
        woodwinds: Querfloete.wav
        click: Klick.wav
        mix: Summe.wav""",
    "French": """
        drums: Grosse Caisse.wav, Caisse Claire.wav, Charley.wav, Tom Basse.wav, OH G.wav
        bass: Basse.wav
        guitars: Guitare Sèche.wav
        keys: Claviers.wav
        lead_vocal: Voix.wav
        backing_vocals: Choeurs.wav
        brass: Cuivres.wav
        synths: Nappe.wav""",
    "Italian": """
        drums: Cassa.wav, Rullante.wav, Panoramici SX.wav
        bass: Basso.wav
        guitars: Chit acustica.wav
        keys: Tastiere.wav
        lead_vocal: Voce.wav
        backing_vocals: Cori.wav
        strings: Archi.wav""",
    "Spanish": """
        drums: Caja.wav, Contratiempo.wav, Aéreos L.wav
        percussion: Güira.wav, Congas.wav
        bass: Bajo.wav
        guitars: Guitarra Acústica.wav, Tres.wav
        keys: Teclado.wav
        lead_vocal: Voz Principal.wav
        backing_vocals: Coros.wav
        brass: Trombón.wav""",
    "Portuguese": """
        drums: Bumbo.wav, Caixa.wav, Chimbal.wav
        percussion: Pandeiro.wav, Cuíca.wav
        bass: Baixo.wav
        guitars: Violão.wav, Cavaco.wav
        keys: Sanfona.wav
        backing_vocals: Vocais.wav
        click: Guia.wav""",
    "Swedish": """
        drums: Bastrumma.wav, Virvel.wav
        bass: Bas.wav
        guitars: Elgitarr.wav
        keys: Dragspel.wav
        lead_vocal: Sång.wav
        backing_vocals: Kör 1.wav
        strings: Stråkar.wav
        brass: Blås.wav""",
    "a title that names sources": """
        drums: Piano Man Remix_Kick.wav
        bass: Piano Man Remix_Bass.wav
        guitars: Piano Man Remix_Gtr.wav
        lead_vocal: Piano Man Remix_Vox.wav
        nothing: Piano Man Remix_Audio 5.wav""",
    "folders": """
        drums: Drums/01.wav, Drums/Room.wav
        bass: Bass/DI.wav
        guitars: Guitars/Lead L.wav
        lead_vocal: Vocals/Sarah.wav
        backing_vocals: BGVs/Sarah.wav, BGVs/Vox 2.wav, Choir/Bass 1.wav
        strings: Strings/Basses.wav""",
    "mixes": """
        mix: Song_Master.wav, Song_TV Mix.wav, Song_Instrumental.wav, Song_Vocal Up.wav, Song_MIX_v3.wav
        drums: Song_Drum Mix.wav
        strings: Song_Strings Submix.wav
        backing_vocals: Song_BGV SUM.wav""",
    "effects and their returns": """
        lead_vocal: Vox Verb, Vocal.Eko.Plate
        drums: Drum Verb, Snare Plate, ReverseCymbal
        backing_vocals: BGV Hall
        fx: Reverb, Snare FX, LeadVoxSFX, BassSFX, H3000""",
    "compounds": """
        bass: Synth Bass, Bass Guitar, Double Bass, Moog Bass, Bass Synth, Fender Bass
        drums: Bass Drum, 808 Kick
        woodwinds: Bass Flute, Bass Clarinet, English Horn, Tenor Sax, Mouth Organ
        brass: Bass Trombone, French Horn
        guitars: Vox AC30, Pedal Steel, Baritone Guitar, 12 String, Acoustic
        percussion: Steel Drum, Thumb Piano
        keys: Fender Rhodes, Piano Strings, Organ Pad, Nord Piano
        synths: Juno Pad, String Synth, PAD + BASS
        backing_vocals: Bass Vox, Lead Vocal Harmony, Vox Harm""",
    "spellings": """
        guitars: acgtr, ELECGtr2, Gutiar, Accoustic Guitar, GTRL, Ukelele
        lead_vocal: leadvox
        drums: kickin, SNARETOP, HiHat, hi-hat, HI HAT, Snrae, OHs
        strings: Srtings02Violin2
        woodwinds: Recordier, Saxaphone
        percussion: Tamborine""",
    "what cannot be known": """
        nothing: Track 5, In, Audio 12, Staff-2, Peter, Maria 2, 123, Take 3, Chorus, Solo, AUX 1, DI, L, U87
        nothing: MIDI Ch. 3, Untitled, Same as Before""",
}


def cases() -> list[object]:
    return [pytest.param(named, id=folder) for folder, named in FOLDERS.items()]


@pytest.mark.parametrize("named", cases())
def test_a_folder(named: str) -> None:
    rows = [line.split(":", 1) for line in named.strip().splitlines()]
    expected = {name.strip(): group.strip() for group, names in rows for name in names.split(",")}
    found = {s.name: s.group or "nothing" for s in suggest(list(expected))}
    assert found == expected


def groups(*names: str) -> list[str | None]:
    return [suggestion.group for suggestion in suggest(names)]


def test_each_name_is_answered_in_order_duplicates_kept() -> None:
    names = ["Kick.wav", "Vox.wav", "Kick.wav"]
    assert [(s.name, s.group) for s in suggest(names)] == [
        ("Kick.wav", "drums"),
        ("Vox.wav", "lead_vocal"),
        ("Kick.wav", "drums"),
    ]
    assert suggest([]) == ()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("01_KickIn.wav", 'name: "KickIn"'),
        ("Drums/01.wav", 'folder: "Drums"'),
        ("Track 5.wav", 'no word of "Track 5" names a source'),
        ("Song MIX.wav", 'named like a print: "MIX"'),
    ],
)
def test_it_says_why(name: str, why: str) -> None:
    assert suggest([name])[0].why == why


def test_a_room_is_what_the_folder_makes_of_it() -> None:
    assert groups("Kick", "Room") == ["drums", "drums"]
    assert groups("Violin", "Room") == ["strings", "other"]
    assert groups("Dial 1", "Room") == ["dialogue", "room_tone"]


def test_another_take_of_the_lead_is_no_alto_of_the_choir() -> None:
    choir = ["Choir Sop", "Choir Alto", "Choir Bass"]
    groups = [one.group for one in suggest([*choir, "Lead Vox Alt", "VoxAltTake", "Alt 1", "Stimme Alt"])]
    assert groups[3:] == ["lead_vocal", "lead_vocal", "backing_vocals", "backing_vocals"]


def test_a_bass_is_a_voice_among_voices_and_a_string_among_strings() -> None:
    assert groups("Soprano", "Alto", "Tenor", "Bass")[3] == "backing_vocals"
    assert groups("Violin", "Viola", "Cello", "Flute", "Bass")[4] == "strings"
    assert groups("Kick", "Violin", "Viola", "Cello", "Flute", "Bass")[5] == "bass"


@pytest.mark.parametrize("name", ["Café", "iPad L", "HH Wireless 1", "Cafe Intro"])
def test_a_word_that_holds_or_resembles_a_source_names_none(name: str) -> None:
    assert suggest([name])[0].group is None


def test_a_two_track_of_the_beat_is_a_print_and_a_kb_among_strings_is_a_double_bass() -> None:
    assert suggest(["Beat 2track"])[0].group == "mix"
    strings = ("Vln 1", "Vln 2", "Vla", "Vc 1", "Hn 1", "Kb 1")
    assert suggest(strings)[-1].group == "strings"
    assert suggest(["Kb 1"])[0].group == "keys"
    assert suggest(["DX_01", "FX_Hard_02", "Cafe"])[-1].group == "effects"


def test_boom_is_a_microphone_only_on_a_film_set() -> None:
    assert groups("Boom", "Lav 1") == ["dialogue", "dialogue"]
    assert groups("Boom", "Kick") == ["fx", "drums"]


def test_a_folder_above_all_the_others_is_the_songs_and_says_nothing() -> None:
    names = ["Guitar Hero/Kick.wav", "Guitar Hero/Bass.wav", "Guitar Hero/Vox.wav", "Guitar Hero/Audio 1.wav"]
    assert groups(*names) == ["drums", "bass", "lead_vocal", None]
    assert groups("Guitars/01.wav", "Guitars/02.wav") == ["guitars", "guitars"]


def test_what_some_names_share_is_a_title_only_where_the_rest_names_sources() -> None:
    band = ["Kick", "Snare", "Vox", "Keys", "Harm 1"]
    titled = ["Hey Captain Acoustic", "Hey Captain Gtr", "Hey Captain OH", "Hey Captain Solo"]
    assert groups(*band, *titled)[5:] == ["guitars", "guitars", "drums", None]
    played = ["Nina Acoustic DI", "Nina Acoustic 1", "Nina Acoustic 2", "Nina BG 1", "Nina BG 2", "Nina BG 3"]
    assert groups(*band, *played)[5:] == ["guitars"] * 3 + ["backing_vocals"] * 3


def test_a_print_of_a_song_whose_title_may_name_a_source() -> None:
    assert groups("Hey Lady Mix", "Drum Mix", "Bass_mst", "Hey Lady") == [
        "mix",
        "drums",
        "bass",
        "backing_vocals",
    ]


def test_sounds_that_many_sources_make_yield_to_the_source() -> None:
    assert groups("Noise Snare", "Wah Clav", "Scream Gtr", "Noise") == ["drums", "keys", "guitars", "fx"]


def test_a_leading_number_is_the_tracks_and_not_the_instruments() -> None:
    assert groups("12_Strings.wav", "808 Kick.wav") == ["strings", "drums"]
    assert groups("7-Clap 808.wav", "2-BD Layer Click.wav", "808.wav") == ["drums", "drums", "bass"]
    assert groups("12 String.wav", "Kick.wav") == ["guitars", "drums"]
    assert groups("10_Kick.wav", "11_Bass.wav", "12 Strings.wav") == ["drums", "bass", "strings"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["OH L", "OH R", "Kick"], [(0, 1)]),
        (["Gtr Right.wav", "Gtr Left.wav"], [(1, 0)]),
        (["03.Ohd_01 L.wav", "04.Ohd_01 R.wav"], [(0, 1)]),
        (["01_Gtr_L.wav", "02_Gtr_R.wav", "03_Gtr_L.wav", "04_Gtr_R.wav"], [(0, 1), (2, 3)]),
        (["Vox 1 L_01-02.R.wav", "Vox 1 R_01-02.R.wav"], [(0, 1)]),
        (["Room.L.wav", "Room.R.wav"], [(0, 1)]),
        (["OHL.wav", "OHR.wav"], [(0, 1)]),
        (["RoomL", "RoomR"], [(0, 1)]),
        (["Aéreos Izq", "Aéreos Der"], [(0, 1)]),
        (["Raum li", "Raum re"], [(0, 1)]),
        (["Pano SX", "Pano DX"], [(0, 1)]),
        (["OH G", "OH D"], [(0, 1)]),
        (["Viola G", "Viola D", "Viola A"], []),
        (["Kick L", "Snare R"], []),
        (["Drums/OH L.wav", "Choir/OH R.wav"], []),
        (["Gtr L", "Gtr L", "Gtr R"], []),
        (["Piano LH", "Piano RH"], []),
        (["Left", "Kick"], []),
        ([], []),
    ],
)
def test_pairs(names: list[str], expected: list[tuple[int, int]]) -> None:
    assert list(pairs(names)) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (
            ["Song_Stem_PAD + BASS.flac", "Song_Stem_KICK.flac", "Song_Stem_VOX LEAD.flac"],
            ["PAD + BASS", "KICK", "VOX LEAD"],
        ),
        (["01_Kick In.wav", "02_Kick Out.wav", "03_Snare.wav"], ["Kick In", "Kick Out", "Snare"]),
        (["Song_Kick_48k.wav", "Song_Snare_48k.wav", "Song_Vox_48k.wav"], ["Kick", "Snare", "Vox"]),
        (
            ["11.Kick (Mono)_01-02.wav", "12.Bass_01-02.wav", "13.Gtr_01-02.wav"],
            ["Kick (Mono)", "Bass", "Gtr"],
        ),
        (["808 Kick.wav", "Hat.wav"], ["808 Kick", "Hat"]),
        (["Gtr 1", "Gtr 2", "Gtr 3"], ["Gtr 1", "Gtr 2", "Gtr 3"]),
        (["01 Gtr.wav", "02 Gtr.wav", "03 Bass.wav"], ["01 Gtr", "02 Gtr", "Bass"]),
        (["Drums/Room.wav", "Gtr/Room.wav", "Gtr/DI.wav"], ["Drums/Room", "Gtr/Room", "DI"]),
        (["Kick.wav", "Kick.flac"], ["Kick.wav", "Kick.flac"]),
        (["1.wav", ".wav"], ["1", "wav"]),
        (
            ["Gitarre \u00e9.wav", "Gitarre e\u0301.wav", "Kick.wav"],
            ["Gitarre \u00e9", "Gitarre \u00e9", "Kick"],
        ),
        ([], []),
    ],
)
def test_labels(names: list[str], expected: list[str]) -> None:
    assert list(labels(names)) == expected


ANY_NAME = st.one_of(
    st.text(max_size=60),
    st.text(st.characters(exclude_categories=()), max_size=255),
    st.lists(st.sampled_from(["Kick", "L", "/", "_", "01", ".wav", "\x1b[31m", "é", "vox", "Mix"])).map(
        "".join
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ANY_NAME, max_size=12))
def test_any_names_at_all_are_answered(names: list[str]) -> None:
    answers = suggest(names)
    assert [answer.name for answer in answers] == names
    assert all(answer.group in (*GROUPS, None) and answer.why for answer in answers)
    shown = labels(names)
    assert len(shown) == len(names)
    assert all(label for label, name in zip(shown, names, strict=True) if name)
    composed = {unicodedata.normalize("NFC", name) for name in names}
    assert len(set(shown)) >= len(composed) - names.count("")
    halves = [half for pair in pairs(names) for half in pair]
    assert len(halves) == len(set(halves))


def test_what_hears_the_room_of_a_stage_hears_the_audience() -> None:
    band = ("Kick In", "Bass DI", "LdVox", "Keys")
    assert groups(*band, "Amb Rear")[-1] == "drums"
    assert groups(*band, "FOH L", "Pastor", "Amb Rear")[-1] == "other"


def test_a_bombo_is_a_bass_drum_in_a_spanish_drum_set_and_folk_percussion_elsewhere() -> None:
    kit = groups("Bombo", "Caja arriba", "Platillos", "Timbal base", "Bajo")
    assert kit == ["drums", "drums", "drums", "drums", "bass"]
    assert groups("Bombo", "Guasá", "Cununo", "Snare Up") == [
        "percussion",
        "percussion",
        "percussion",
        "drums",
    ]
    assert groups("Bombo legüero", "Caja", "Platillos")[0] == "percussion"


def test_whose_steps_they_are_is_said_after_that_they_are_steps() -> None:
    assert groups("FS_Tom_wood") == ["foley"]
    assert groups("FS_Tom_wood", "Kick In", "Snare Top", "Floor Tom") == ["foley", "drums", "drums", "drums"]
    assert groups("DX_A", "MVT_Anna", "FT_Steps_Anna", "Tom_FT") == ["dialogue", "foley", "foley", "drums"]


def test_who_talks_is_said_first_and_by_what_name_after() -> None:
    folder = ("Host", "Guest - Dr Bell", "Guest 2 backup lav", "VO intro", "Room tone", "Ep 12 FINAL mix")
    assert groups(*folder) == ["dialogue"] * 4 + ["room_tone", "mix"]
    assert groups("Kick", "Bass", "Bell", "Backup vox") == ["drums", "bass", "percussion", "backing_vocals"]


def test_a_printed_effect_is_its_sources() -> None:
    assert groups("GTR DLY_print", "Verb Print", "Song_PRINT") == ["guitars", "fx", "mix"]


def test_drums_of_an_orchestra_are_percussion_and_those_of_a_band_are_not() -> None:
    orchestra = ("1. Violinen", "Bratschen", "Celli", "Flöten", "Hörner", "Posaunen", "Kontrabass")
    assert groups(*orchestra, "Schlagzeug L", "Becken")[-3:] == ["strings", "percussion", "percussion"]
    band = groups(*orchestra, "Schlagzeug L", "E-Git 1", "Becken")
    assert band[-3:] == ["drums", "guitars", "drums"]
