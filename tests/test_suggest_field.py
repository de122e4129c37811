"""How well names are sorted that nobody chose to suit the vocabulary: folders as they come from the field.

Each line is the groups that a fair judge would accept ("nothing" where nobody could know) and the names.
"""

from stemtui.suggest import suggest

RIGHT = 0.96
RIGHT_AMONG_NAMED = 0.98

FIELD = {
    "live desk": """
        drums: BD IN, SN TOP, SN 2, Snare Btm, Hat, RACK TOM 1, Floor Tom, OH L, Over
        percussion: PERC.OVER, Jambe, Timbales
        bass: BASS GTR mono, Bas DI
        guitars: EL.GTR mono, AC.GTR stereo, Gtr Stage L, Acous Gtr
        keys: Keys L, KEY 2 RIGHT, Grand Piano
        lead_vocal: Main Vocal, Lead Vox, Worship Vox
        backing_vocals: BV 3, BACK VOCAL, CHOIR MEN, Choir L
        click: Talk Back, Talkback, Click
        nothing/mix/fx: Ambient L, Crowd L, Playback R, Video L, Handheld 1, Side Fill, Spare 1""",
    "church playback": """
        click: My Song - Click.wav, My Song - Guide.wav
        drums: My Song - Drums (Live).wav
        drums/percussion/nothing: My Song - Loop.wav
        bass: My Song - Bass.wav, My Song - Synth Bass.wav
        guitars: My Song - AG.wav, My Song - EG 1.wav, My Song - EG 10.wav
        keys: My Song - Keys 3.wav, My Song - Organ.wav
        synths: My Song - Synths.wav, My Song - Arps 1.wav
        strings: My Song - Strings.wav
        backing_vocals: My Song - BGVS.wav, My Song - Choir 1.wav""",
    "trackouts": """
        drums: Kick, Snare 2, Open Hat, Crash
        percussion: Clap 2, Perc Loop, Snap
        bass: 808, Sub
        keys: Bell Piano, Rhodes
        synths: Pluck, Pad, Triangle Arp, Bell Pad
        fx: Riser, Impact, Vinyl, Reverse FX
        lead_vocal/backing_vocals: Adlibs L, Hook, Hook Dbl, Verse 2, Vox Stack
        drums: Noise Snare
        mix: Beat_Instrumental""",
    "dance": """
        drums: Kick TR-909, C-HiHat, Build Snare, Hats 1, Kick Drop, BD Layer Click, CH 808
        percussion/drums: Handclap
        bass/synths: Plucky Bass, Arp Bass, Reese
        synths: Lead 1, Lead High, Supersaw, Intro Arp, Warm Pad, 8-bit Pluck
        fx: Woosh, Noise Left, White Noise, Downlifter
        click: Sidechain
        nothing: Build 1, Drop 2""",
    "General MIDI": """
        keys: Honky-tonk Piano, Drawbar Organ, Clavi, Electric Piano 1
        guitars: Nylon-str.Gt, Overdriven Guitar, DistortionGt, Acoustic Guitar (steel)
        bass: Fretless Bs., Slap Bass 1, Picked Bs.
        strings: PizzicatoStr, String Ensemble 1, Tremolo Strings
        woodwinds: Shakuhachi, Soprano Saxophone, Blown Bottle
        synths: Lead 2 (sawtooth), Sweep Pad, Pad 3 (polysynth)
        drums: Acoustic Bass Drum, Synth Drum, Standard Kit
        fx: Helicopter, Applause
        nothing: MIDI Ch. 7, Staff-3""",
    "an orchestra with drums of its own": """
        strings: Violins 1, Violins 2, Violas, Celli, Basses, Vln 1 Spicc, Vc, Cb
        woodwinds: Flutes A3, Ob 1, Cl 2, Bassoons A3, Picc
        brass: Hn a4, Trumpets A3, Tbn, Bass Trombones A2
        percussion: Timpani Hits, Untuned Percussion, Metals, Skins, Bass Drum, Snare, Cymbals, Tubular Bells
        keys: Celeste
        other/nothing: Overhead, Decca L""",
    "abbreviations that mean something else elsewhere": """
        drums: Kick, SN T, FT, RT, CC
        guitars: Gtr DB, Gtr CL
        nothing: DB, VC, TB, Prod
        lead_vocal: Lead Vox""",
    "a title with a word for a source": """
        drums: Hey Captain_Kick, Hey Captain_OH, Hey Captain_Room
        guitars: Hey Captain_Acoustic L, Hey Captain_Gtr 2
        nothing/guitars: Hey Captain_Solo
        backing_vocals: Harm 1, Harm 2
        bass: Bass DI, Bass Amp
        mix: Hey Captain.Mix.Recall, Thunder Road_mst""",
    "compounds": """
        guitars: Harmony Guitar, Lead Harm Gtr, Wah Gtr, Talk Box, Scream Gtr, Arp Gtr
        keys: Wah Clav, Organ Pad
        woodwinds: Soprano Sax, Bass Oboe
        drums: Vinyl Kick, Acoustic Bass Drum
        brass: Stab Brass
        backing_vocals: Back Women, BU Vox""",
    "effects of a song": """
        fx: Foley, Car, Walla, Rain
        drums: Kick, Snare
        bass: Bass
        guitars: Gtr 1, Gtr 2
        lead_vocal: Vox""",
    "film": """
        dialogue: DX 1, BOOM, LAV Mark, ADR, VO
        effects: BG 2, FX Hard, Car, SFX
        foley: FOL Feet, Props
        room_tone: RT Kitchen
        music: MX Score, Temp MX
        nothing: Video, Scene 12""",
    "other languages": """
        drums: Caixa bot, Bumbo, Batt, Kopák, Virbl, 드럼, Rullante, Caisse Claire
        bass: Baixo, Baskytara, 베이스, Basso elettrico, Basse
        guitars: Violão, Guit elétrica, Kytara, 기타 L, Chitarra acustica
        keys: Órgão, Klávesy, 피아노, Fisarmonica, Tecla 1
        lead_vocal: Voz Principal, Zpěv, 보컬, Voce principale, Vocales
        backing_vocals: Coristi, Harmonie voc, 코러스, Choeurs
        strings: Cordes, Housle, 弦乐
        synths: Sinte, Synthé
        percussion: Percussao, Doyra, Cloche
        mix: Senza voce, Strumentale""",
}


def test_most_names_from_the_field_are_sorted_right() -> None:
    right, named, named_right, wrong = 0, 0, 0, []
    for folder, table in FIELD.items():
        rows = [line.split(":", 1) for line in table.strip().splitlines()]
        accepted = {
            name.strip(): set(groups.strip().split("/"))
            for groups, names in rows
            for name in names.split(",")
        }
        for suggestion in suggest(list(accepted)):
            group = suggestion.group or "nothing"
            good = group in accepted[suggestion.name] or (
                group == "other" and "nothing" in accepted[suggestion.name]
            )
            right += good
            named += group != "nothing"
            named_right += good and group != "nothing"
            wrong += [] if good else [f"{folder}: {suggestion.name} is not {group}: {suggestion.why}"]
    total = right + len(wrong)
    assert total > 250
    assert right >= RIGHT * total, wrong
    assert named_right >= RIGHT_AMONG_NAMED * named, wrong
