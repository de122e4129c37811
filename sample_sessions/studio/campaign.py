"""Mega Savings Song: 26 tracks printed through the mix, and the six files that a campaign ordered."""

import numpy as np

from stemtui.session import Mix, OrderLine, Session, Stem, Track
from stemtui.text import slug

from .groove import Groove
from .kit import Drummer, Hit, framed, heard, overheads, rooms
from .phrases import Note, sung
from .recording import Recording, trimmed
from .rooms import plate
from .signals import Audio, Dice, at_peak, bell, filtered, frames, high_pass, levelled, low_pass, place, tilt
from .strings import BASS, bass_amp, pluck
from .voice import Singer

SECONDS = 7.9
GROOVE = Groove(140.0, swing=0.53, lead_in=0.2)

# D, A, B minor, G, D: a bar each, the last a chord
BASS_LINE = (
    (1, 1.0, 38, 1.0),
    (1, 2.5, 38, 0.4),
    (1, 3.0, 42, 0.9),
    (1, 4.0, 38, 0.45),
    (1, 4.5, 43, 0.45),
    (2, 1.0, 45, 1.0),
    (2, 2.5, 45, 0.4),
    (2, 3.0, 40, 0.9),
    (2, 4.0, 37, 0.45),
    (2, 4.5, 36, 0.45),
    (3, 1.0, 35, 1.0),
    (3, 2.5, 35, 0.4),
    (3, 3.0, 42, 0.9),
    (3, 4.0, 38, 0.45),
    (3, 4.5, 33, 0.45),
    (4, 1.0, 31, 1.0),
    (4, 2.5, 31, 0.4),
    (4, 3.0, 35, 0.9),
    (4, 4.0, 33, 0.45),
    (4, 4.5, 37, 0.45),
    (5, 1.0, 38, 1.3),
)

# bar, beat, note, beats, syllable: "Mega savings, all day long; sing the mega savings song: save!"
TUNE = (
    (1, 1.0, 66, 0.42, "M EH"),
    (1, 1.5, 66, 0.38, "G AX"),
    (1, 2.0, 69, 0.95, "S EY"),
    (1, 3.0, 66, 0.42, "V IH NG Z"),
    (2, 1.0, 64, 0.95, "AO L"),
    (2, 2.0, 69, 0.9, "D EY"),
    (2, 3.0, 73, 1.0, "L AO NG"),
    (3, 1.0, 74, 1.3, "S IH NG"),
    (3, 2.5, 73, 0.4, "DH AX"),
    (3, 3.0, 71, 0.42, "M EH"),
    (3, 3.5, 71, 0.9, "G AX"),
    (4, 1.0, 71, 0.95, "S EY"),
    (4, 2.0, 69, 0.85, "V IH NG Z"),
    (4, 3.0, 67, 1.9, "S AO NG"),
    (5, 1.0, 69, 1.1, "S EY V"),
)

# bar, beat, beats, syllable: the answers in the lead's gaps, and the last word with everybody
ANSWERS = (
    (1, 3.5, 0.45, "S EY"),
    (1, 4.0, 0.7, "V IH NG Z"),
    (2, 4.0, 0.45, "D EY"),
    (2, 4.5, 0.45, "L AO NG"),
    (4, 3.5, 0.45, "S EY"),
    (4, 4.0, 0.8, "V IH NG Z"),
    (5, 1.0, 1.1, "S EY V"),
)
CHORDS = {  # the notes of each bar for four high, four middle and three low voices
    1: ((74, 69, 66, 62), (69, 66, 62, 66), (57, 54, 50, 50)),
    2: ((73, 69, 64, 61), (69, 64, 61, 64), (57, 52, 49, 45)),
    3: ((74, 71, 66, 62), (71, 66, 62, 66), (59, 54, 50, 47)),
    4: ((74, 71, 67, 62), (71, 67, 62, 67), (59, 55, 50, 43)),
    5: ((74, 69, 66, 62), (69, 66, 62, 74), (57, 54, 50, 50)),
}
PANS = (-70, 70, -35, 35, -85, 85, -50, 50, -60, 60, -20, 20)


def recording() -> Recording:
    """The whole session: every file printed through the mix, together and equally long."""
    sounds = drum_tracks() | bass_tracks() | lead_tracks() | backing_tracks()
    files = {
        f"audio/{number:02d} {name}.flac": framed(sound)
        for number, (name, sound) in enumerate(sounds.items(), 1)
    }
    tracks = tuple(_track(name, file) for name, file in zip(sounds, files, strict=True))
    return trimmed(Recording(_session(tracks), files, comments=COMMENTS))


def score() -> list[Hit]:
    """The drummer's part: hats for two bars, ride for two, a fill, a last chord."""
    hits = [Hit(GROOVE.at(bar, 1), "crash", 0.9) for bar in (1, 5)] + [Hit(GROOVE.at(5, 1), "kick", 1.0)]
    for bar in range(1, 5):
        hits += [Hit(GROOVE.at(bar, beat), "kick", hard) for beat, hard in ((1, 1.0), (2.5, 0.75), (3, 0.9))]
        hits += [Hit(GROOVE.at(bar, beat), "snare", 0.95) for beat in (2, 4)]
        hits += [Hit(GROOVE.at(bar, beat), "snare", 0.16) for beat in (1.75, 3.25) if bar != 4]
        cymbal = "hat" if bar < 3 else "ride"
        eighths = [1 + n / 2 for n in range(8 if bar != 4 else 4)]
        hits += [Hit(GROOVE.at(bar, beat), cymbal, 0.85 if beat % 1 == 0 else 0.5) for beat in eighths]
    hits += [Hit(GROOVE.at(2, 4.5), "open hat", 0.8), Hit(GROOVE.at(2, 4.5), "rack", 0.6)]
    hits += [Hit(GROOVE.at(3, 1), "ride bell", 0.8), Hit(GROOVE.at(5, 1), "ride bell", 0.9)]
    fill = (("rack", 3.0), ("rack", 3.25), ("rack", 3.5), ("floor", 3.75), ("floor", 4.25), ("floor", 4.5))
    return hits + [Hit(GROOVE.at(4, beat), piece, 0.7 + 0.1 * (beat - 3)) for piece, beat in fill]


def drum_tracks() -> dict[str, Audio]:
    """Six close microphones, a pair above and a pair across the room."""
    dry = Drummer("campaign drummer").played(score(), SECONDS)
    left, right = overheads(dry)
    far_left, far_right = rooms(dry, "campaign live room")
    top = max(np.abs(left).max(), np.abs(right).max())
    far = max(np.abs(far_left).max(), np.abs(far_right).max())
    kick = filtered(
        heard(dry, "kick"), high_pass(30), bell(62, 3), bell(380, -7), bell(3_600, 5), low_pass(8_000)
    )
    snare = filtered(heard(dry, "snare"), high_pass(90), bell(200, 2), bell(5_000, 3), low_pass(11_000))
    return {
        "Kick": at_peak(kick, -7.0),
        "Snare": at_peak(snare, -6.0),
        "Hat": at_peak(filtered(heard(dry, "hat", "open hat"), high_pass(500)), -19.0),
        "Ride": at_peak(filtered(heard(dry, "ride", "ride bell"), high_pass(300)), -20.0),
        "Rack Tom": at_peak(
            filtered(heard(dry, "rack"), high_pass(60), bell(420, -5), low_pass(7_000)), -9.0
        ),
        "Floor Tom": at_peak(
            filtered(heard(dry, "floor"), high_pass(45), bell(380, -5), low_pass(7_000)), -9.0
        ),
        "Overhead L": left / top * 0.32,
        "Overhead R": right / top * 0.32,
        "Room L": far_left / far * 0.22,
        "Room R": far_right / far * 0.22,
    }


def bass_tracks() -> dict[str, Audio]:
    """One electric bass, through an amplifier and straight."""
    direct = np.zeros(frames(SECONDS))
    dice = Dice("campaign bass")
    for bar, beat, note, length in BASS_LINE:
        hard = 0.9 if beat % 1 == 0 else 0.7
        note_length = length * GROOVE.beat
        place(
            direct, pluck(dice, BASS, note, note_length, hard), GROOVE.at(bar, beat) + dice.one(-0.003, 0.006)
        )
    direct = levelled(filtered(direct, high_pass(32), low_pass(5_500)), 0.3)
    direct /= np.abs(direct).max()
    amp = np.zeros_like(direct)
    place(amp, bass_amp(direct), 0.0004)
    return {"Bass Amp": at_peak(amp, -14.0), "Bass DI": at_peak(direct, -17.0)}


def lead_tracks() -> dict[str, Audio]:
    """The lead vocal, printed in stereo with its plate, and a second pass of the singer under it."""
    tune = [_note(*line) for line in TUNE]
    lead = polished(sung(Singer("lead", 1.14, 0.75, vibrato=0.32), tune, SECONDS))
    double = polished(sung(Singer("double", 1.14, 0.55, 0.2, 5.3, 0.05, 0.016), tune, SECONDS))
    wet = plate("campaign plate", 0.7, lead) * 0.22
    stereo = np.stack([lead, lead], axis=1) + wet
    return {"Lead Vocal": at_peak(stereo, -8.5), "Lead Vocal Double": at_peak(double, -18.0)}


def backing_tracks() -> dict[str, Audio]:
    """Twelve singers: four hold chords, four answer, four keep time below."""
    out = {}
    for number in range(12):
        section, chair = divmod(number, 4)
        dice = Dice(f"backing singer {number}")
        throat = (1.18, 1.12, 1.0)[section] + dice.one(-0.04, 0.04)
        singer = Singer(
            f"backing {number}",
            throat,
            dice.one(0.3, 0.6),
            dice.one(0.12, 0.3),
            dice.one(4.9, 6.0),
            dice.one(-0.09, 0.09),
            dice.one(-0.008, 0.022),
        )
        part = (_pad, _answer, _pulse)[section](chair)
        sound = polished(sung(singer, part, SECONDS), thin=220.0 if section < 2 else 110.0)
        out[f"Backing Vocal {number + 1}"] = at_peak(sound, (-21.0, -18.5, -20.0)[section])
    return out


def polished(voice: Audio, thin: float = 130.0) -> Audio:
    """A voice through a channel strip: rumble out, a little air, levels evened."""
    return levelled(
        filtered(voice, high_pass(thin), bell(3_000, 2.5), tilt(7_000, 3.0), low_pass(14_000)),
        0.55,
        treble=16.0,
    )


def _note(bar: int, beat: float, note: float, beats: float, sounds: str, loud: float = 1.0) -> Note:
    return Note(sounds, note, GROOVE.at(bar, beat), beats * GROOVE.beat, loud)


def _pad(chair: int) -> list[Note]:
    held = [_note(bar, 1, CHORDS[bar][0][chair], 3.7, "UW" if bar < 3 else "AA") for bar in range(1, 5)]
    return [*held, _note(5, 1, CHORDS[5][0][chair], 1.1, "S EY V")]


def _answer(chair: int) -> list[Note]:
    return [_note(bar, beat, CHORDS[bar][1][chair], beats, sounds) for bar, beat, beats, sounds in ANSWERS]


def _pulse(chair: int) -> list[Note]:
    rhythm = ((1.0, 1.2), (2.5, 0.4), (3.0, 0.9), (4.0, 0.8))
    doo = [
        _note(bar, beat, CHORDS[bar][2][chair], beats, "D UW")
        for bar in range(1, 5)
        for beat, beats in rhythm
    ]
    return [*doo, _note(5, 1, CHORDS[5][2][chair], 1.1, "S EY V")]


def _track(name: str, file: str) -> Track:
    stem = next(stem for word, stem in STEM_OF.items() if name.startswith(word))
    pan = 0.0
    if name.startswith(("Overhead", "Room")):
        pan = -100.0 if name.endswith("L") else 100.0
    if name.startswith("Backing"):
        pan = float(PANS[int(name.split()[-1]) - 1])
    return Track(slug(name), file, name, stem, pan=pan, origin="printed")


STEM_OF = {"Bass": "bass", "Lead": "lead_vocal", "Backing": "backing_vocals", "": "drums"}
COMMENTS = {
    "[session]": "A national campaign asked for six files: two mixes and four stems, not these 26 tracks.",
    "[stem.bass]": "Amplifier and DI together, down the middle: one mono stem.",
}


def _session(tracks: tuple[Track, ...]) -> Session:
    return Session(
        title="Mega Savings Song",
        artist="The Margaritas",
        pan_law_db=0.0,
        treatment="printed",
        treatment_note="Pro Tools v7, post-fader, mix bus off",
        stems=(
            Stem("drums", "Drums"),
            Stem("bass", "Bass", "mono"),
            Stem("lead_vocal", "Lead Vocal"),
            Stem("backing_vocals", "Backing Vocals"),
        ),
        mixes=(
            Mix("master", "Master"),
            Mix("instrumental", "Instrumental", without=("lead_vocal", "backing_vocals")),
        ),
        order=(
            OrderLine("Master MIX", "mix", "mix.master", "stereo"),
            OrderLine("Instrumental MIX", "mix", "mix.instrumental", "stereo"),
            OrderLine("Lead Vocal STEM", "stem", "stem.lead_vocal", "stereo"),
            OrderLine("Backing Vocal STEM", "stem", "stem.backing_vocals", "stereo"),
            OrderLine("Drum STEM", "stem", "stem.drums", "stereo"),
            OrderLine("Bass STEM", "stem", "stem.bass", "mono"),
        ),
        tracks=tracks,
    )
