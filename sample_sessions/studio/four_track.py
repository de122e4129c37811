"""Paper Kites: a song built by bouncing, ten drum tracks down to two, and a snare that was bussed to one.

The kit lies hard left and right, as on the desks of its day.
"""

import numpy as np

from stemtui.session import Mix, OrderLine, Session, Stem, Track

from .drums import wires
from .groove import Groove
from .kit import Drummer, Hit, framed, heard, overheads, rooms, taped
from .phrases import Note, sung
from .recording import Recording, trimmed
from .signals import (
    Audio,
    Dice,
    at_peak,
    bell,
    filtered,
    frames,
    from_db,
    high_pass,
    levelled,
    low_pass,
    place,
)
from .strings import BASS, ELECTRIC, guitar_amp, pluck
from .voice import Singer

SECONDS = 7.9
GROOVE = Groove(138.0, swing=0.66, lead_in=0.24)

# E, A, E then B7, E: a shuffle
ROOTS = {1: (40, 40), 2: (45, 45), 3: (40, 35), 4: (45, 35)}
CHORDS = {
    "E": (40, 47, 52, 56, 59, 64),
    "A": (45, 52, 57, 61, 64),
    "B7": (47, 51, 57, 59, 66),
}
CHANGES = (
    (1, 1, "E"),
    (1, 3, "E"),
    (2, 1, "A"),
    (2, 3, "A"),
    (3, 1, "E"),
    (3, 3, "B7"),
    (4, 1, "A"),
    (4, 3, "B7"),
)
# "Paper kites over the town, never going to let you down; fly"
TUNE = (
    (1, 1.0, 64, 0.6, "P EY"),
    (1, 1.5, 64, 0.4, "P ER"),
    (1, 2.0, 68, 1.2, "K AY T S"),
    (1, 3.5, 68, 0.4, "OW"),
    (1, 4.0, 66, 0.55, "V ER"),
    (1, 4.5, 64, 0.4, "DH AX"),
    (2, 1.0, 69, 1.9, "T AW N"),
    (2, 3.5, 64, 0.4, "N EH"),
    (2, 4.0, 64, 0.55, "V ER"),
    (2, 4.5, 66, 0.4, "G OW"),
    (3, 1.0, 68, 0.55, "IH NG"),
    (3, 1.5, 68, 0.4, "T UW"),
    (3, 2.0, 71, 0.9, "L EH T"),
    (3, 3.0, 69, 0.6, "Y UW"),
    (3, 3.5, 66, 1.4, "D AW N"),
    (4, 1.5, 64, 0.4, "P EY"),
    (4, 2.0, 69, 0.6, "P ER"),
    (4, 2.5, 68, 0.4, "K AY T S"),
    (4, 3.5, 66, 1.3, "F L AY"),
    (5, 1.0, 64, 1.2, "AY"),
)
# the desk had switches, not pan pots: each of the ten went left or right, at this gain
LEFT = {
    "kick": ("Kick", -3.0),
    "snare": ("Snare", -1.0),
    "hat": ("Hat", 0.0),
    "rack_tom": ("Rack Tom", -2.0),
    "overhead_l": ("Overhead L", 0.0),
}
RIGHT = {
    "ride": ("Ride", 0.0),
    "floor_tom": ("Floor Tom", -1.0),
    "overhead_r": ("Overhead R", 3.0),
    "room": ("Room", 0.0),
    "tambourine": ("Tambourine", 0.0),
}


def recording() -> Recording:
    """The session: the ten and the two they became, the later snare, bass, guitar, vocal."""
    sounds = ten_tracks()
    sounds |= bounce(sounds) | second_snare()
    sounds |= {"bass": bass(), "guitar": guitar(), "vocal": vocal()}
    tracks = _tracks()
    filed = [track for track in tracks if track.file]
    files = {track.file: framed(sounds[track.id]) for track in filed}
    return trimmed(Recording(_session(tracks), files, comments=COMMENTS, bits=17))


def score() -> list[Hit]:
    """A shuffle on the hat, then on the ride; a fill across the toms."""
    hits = [
        Hit(GROOVE.at(1, 1), "crash", 0.6),
        Hit(GROOVE.at(5, 1), "crash", 0.9),
        Hit(GROOVE.at(5, 1), "kick", 1.0),
    ]
    for bar in range(1, 5):
        hits += [Hit(GROOVE.at(bar, beat), "kick", hard) for beat, hard in ((1, 1.0), (2.5, 0.6), (3, 0.9))]
        hits += [Hit(GROOVE.at(bar, beat), "snare", 0.9) for beat in (2, 4)]
        cymbal = "hat" if bar < 3 else "ride"
        beats = [beat for beat in (1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5) if bar != 4 or beat < 3]
        hits += [Hit(GROOVE.at(bar, beat), cymbal, 0.8 if beat % 1 == 0 else 0.45) for beat in beats]
        hits += [Hit(GROOVE.at(bar, beat), "tambourine", 0.8) for beat in (2, 4)]
    fill = (("rack", 3.0), ("rack", 3.5), ("floor", 4.0), ("floor", 4.5))
    return hits + [Hit(GROOVE.at(4, beat), piece, 0.85) for piece, beat in fill]


def ten_tracks() -> dict[str, Audio]:
    """The drums as recorded, a microphone a track."""
    dry = Drummer("four track drummer", 0.006).played(score(), SECONDS)
    left, right = overheads(dry)
    far, _ = rooms(dry, "four track studio", 0.4)
    top = max(np.abs(left).max(), np.abs(right).max())
    close = {
        "kick": (filtered(heard(dry, "kick"), bell(80, 3), low_pass(4_500)), -8.0),
        "snare": (filtered(heard(dry, "snare"), high_pass(110), low_pass(8_500)), -9.0),
        "hat": (filtered(heard(dry, "hat"), high_pass(600)), -16.0),
        "ride": (filtered(heard(dry, "ride"), high_pass(400)), -16.0),
        "rack_tom": (filtered(heard(dry, "rack"), low_pass(5_500)), -10.0),
        "floor_tom": (filtered(heard(dry, "floor"), low_pass(5_500)), -10.0),
        "room": (far, -14.0),
        "tambourine": (heard(dry, "tambourine"), -14.0),
    }
    sounds = {name: taped(at_peak(sound, db)) for name, (sound, db) in close.items()}
    return sounds | {"overhead_l": taped(left / top * 0.25), "overhead_r": taped(right / top * 0.25)}


def bounce(sounds: dict[str, Audio]) -> dict[str, Audio]:
    """The ten through the desk on to two tracks, and a generation of tape."""
    sides = {}
    for name, side in (("drum_bounce_l", LEFT), ("drum_bounce_r", RIGHT)):
        whole = np.sum([sounds[key] * from_db(db) for key, (_, db) in side.items()], axis=0)
        sides[name] = taped(at_peak(whole, -7.0), 1.2)
    return sides


def second_snare() -> dict[str, Audio]:
    """A backbeat played again: one microphone above, one below, where the drum moves the other way."""
    hits = [Hit(GROOVE.at(bar, beat), "snare", 0.8) for bar in range(1, 5) for beat in (2, 4)]
    drum = Drummer("second snare").played(hits, SECONDS)["snare"]
    rattle = np.zeros_like(drum)
    for number, hit in enumerate(hits):
        place(rattle, wires(Dice(f"wires {number}"), hit.velocity), hit.time + 0.001)
    below = -0.5 * filtered(drum, low_pass(900)) + 0.9 * rattle
    return {
        "snare_top": taped(at_peak(filtered(drum, high_pass(120), low_pass(7_500)), -10.0)),
        "snare_bottom": taped(at_peak(filtered(below, high_pass(180)), -13.0)),
    }


def bass() -> Audio:
    """A walking bass, straight into the desk."""
    out = np.zeros(frames(SECONDS))
    dice = Dice("four track bass")
    for bar, halves in ROOTS.items():
        for beat, step in ((1, 0), (2, 4), (3, 0), (4, 7)):
            note = halves[beat // 3] + step - (12 if halves[beat // 3] + step > 47 else 0)
            sound = pluck(dice, BASS, note, 0.92 * GROOVE.beat, 0.9 if beat == 1 else 0.75)
            place(out, sound, GROOVE.at(bar, beat) + dice.one(-0.004, 0.006))
    place(out, pluck(dice, BASS, 40, 0.5, 0.9), GROOVE.at(5, 1))
    return taped(at_peak(levelled(filtered(out, high_pass(40), low_pass(3_500)), 0.3), -10.0))


def guitar() -> Audio:
    """A small amplifier: full chords on the beat, chops on two and four."""
    out = np.zeros(frames(SECONDS))
    dice = Dice("four track guitar")
    strums = [
        (bar, beat + at, chord, length)
        for bar, beat, chord in CHANGES
        for at, length in ((0, 0.8), (0.5, 0.3), (1, 0.35), (1.5, 0.3))
    ]
    for bar, beat, chord, length in [*strums, (5, 1.0, "E", 1.2)]:
        down = beat % 1 == 0
        notes = CHORDS[chord] if down else CHORDS[chord][:1:-1]
        for string, note in enumerate(notes):
            sound = pluck(
                dice, ELECTRIC, note, length * GROOVE.beat, (0.8 if down else 0.5) * dice.one(0.85, 1.0)
            )
            place(out, sound, GROOVE.at(bar, beat) + 0.009 * string + dice.one(-0.003, 0.004))
    return taped(at_peak(guitar_amp(out / np.abs(out).max()), -11.0))


def vocal() -> Audio:
    """One singer, one microphone, one take."""
    tune = [
        Note(sounds, note - 12.0, GROOVE.at(bar, beat), beats * GROOVE.beat)
        for bar, beat, note, beats, sounds in TUNE
    ]
    voice = sung(Singer("four track singer", 1.02, 0.7, 0.25), tune, SECONDS)
    return taped(
        at_peak(
            levelled(filtered(voice, high_pass(110), bell(2_800, 3.0), low_pass(11_000)), 0.45, treble=16.0),
            -9.0,
        )
    )


COMMENTS = {
    "[track.drum_bounce_l]": "Ten tracks down to two, tracks again; the ten are lineage and feed no stem.",
    "[track.second_snare]": "Top and bottom bussed to one track: without a file, they are added at render.",
}


def _tracks() -> tuple[Track, ...]:
    ten = [(key, name) for key, (name, _) in (LEFT | RIGHT).items()]
    names = [
        *ten,
        ("drum_bounce_l", "Drum Bounce L"),
        ("drum_bounce_r", "Drum Bounce R"),
        ("snare_top", "Snare Top"),
        ("snare_bottom", "Snare Bottom"),
        ("bass", "Bass"),
        ("guitar", "Guitar"),
        ("vocal", "Vocal"),
    ]
    out = []
    for number, (key, name) in enumerate(names, 1):
        more = ADDED.get(key, {})
        out.append(Track(key, f"audio/{number:02d} {name}.flac", name, origin="raw", **more))  # type: ignore[arg-type]
    second = Track(
        "second_snare",
        name="Second Snare",
        stem="drums",
        gain_db=-6.0,
        origin="raw",
        bounce=("snare_top", "snare_bottom"),
        note="the backbeat again, to hold the middle: the first one went left",
    )
    return (*out[:14], second, *out[14:])


ADDED: dict[str, dict[str, object]] = {
    "drum_bounce_l": {
        "stem": "drums",
        "gain_db": 2.0,
        "pan": -100.0,
        "bounce": tuple(LEFT),
        "note": "switched left on the desk",
    },
    "drum_bounce_r": {
        "stem": "drums",
        "gain_db": 2.0,
        "pan": 100.0,
        "bounce": tuple(RIGHT),
        "note": "switched right on the desk",
    },
    "snare_bottom": {"invert": True, "gain_db": -4.0},
    "bass": {"stem": "bass", "gain_db": -1.5},
    "guitar": {"stem": "guitar", "gain_db": -1.5, "pan": 35.0},
    "vocal": {"stem": "vocal", "gain_db": -1.0},
}


def _session(tracks: tuple[Track, ...]) -> Session:
    return Session(
        title="Paper Kites",
        artist="The Tenement Choir",
        pan_law_db=0.0,
        treatment="manifest",
        treatment_note="four-track transfer, balanced here",
        stems=(
            Stem("drums", "Drums"),
            Stem("bass", "Bass", "mono"),
            Stem("guitar", "Guitar"),
            Stem("vocal", "Vocal", "mono"),
        ),
        mixes=(Mix("master", "Master"), Mix("instrumental", "Instrumental", without=("vocal",))),
        order=(
            OrderLine("Master mix", "mix", "mix.master", "stereo"),
            OrderLine("Instrumental mix", "mix", "mix.instrumental", "stereo"),
            OrderLine("Drum stem", "stem", "stem.drums", "stereo"),
            OrderLine("Bass stem", "stem", "stem.bass", "mono"),
            OrderLine("Guitar stem", "stem", "stem.guitar", "stereo"),
            OrderLine("Vocal stem", "stem", "stem.vocal", "mono"),
        ),
        tracks=tracks,
    )
