"""Night Bus: a beat with an 808, mixed in its manifest; a live rig ordered the 808 kick track."""

import numpy as np

from stemtui.session import Mix, OrderLine, Session, Stem, Track

from .groove import Groove
from .keys import electric_piano, lead, machine_kick, machine_metal, machine_snare, sub
from .kit import framed
from .phrases import Note, sung
from .recording import Recording, trimmed
from .rooms import plate
from .signals import Audio, Dice, at_peak, filtered, frames, high_pass, low_pass, moments, place
from .voice import Singer

SECONDS = 7.6
GROOVE = Groove(140.0, swing=0.56)

# F minor 9, D flat major 7, A flat, E flat: a bar each
CHORDS = {1: (53, 60, 63, 68, 67), 2: (49, 56, 60, 65, 63), 3: (56, 60, 63, 67, 70), 4: (51, 58, 63, 67, 70)}
ROOTS = {1: 29, 2: 37, 3: 32, 4: 39}
KICKS = (
    (1, 1.0),
    (1, 2.5),
    (1, 4.75),
    (2, 1.0),
    (2, 3.5),
    (3, 1.0),
    (3, 2.5),
    (3, 4.0),
    (4, 1.0),
    (4, 2.5),
    (4, 4.5),
)
LEAD = (
    (1, 1.5, 72, 0.5),
    (1, 2.0, 75, 0.9),
    (1, 3.0, 77, 1.4),
    (1, 4.5, 75, 0.5),
    (2, 1.0, 72, 1.4),
    (2, 2.5, 68, 1.2),
    (3, 1.5, 72, 0.5),
    (3, 2.0, 75, 0.9),
    (3, 3.0, 79, 1.4),
    (3, 4.5, 80, 0.5),
    (4, 1.0, 79, 0.9),
    (4, 2.0, 75, 0.9),
    (4, 3.0, 70, 1.6),
)
CHOPS = (
    (1, 4.0, 72, "HH EY"),
    (2, 2.0, 77, "Y AA"),
    (2, 2.75, 75, "Y AA"),
    (2, 4.0, 72, "HH EY"),
    (3, 4.0, 72, "HH EY"),
    (4, 2.0, 75, "Y AA"),
    (4, 2.75, 79, "Y AA"),
    (4, 3.5, 75, "Y AA"),
    (4, 4.25, 70, "HH EY"),
)

TRACKS = (
    Track("808_kick", name="808 Kick", stem="808", gain_db=-5.0),
    Track("808_snare", name="808 Snare", stem="808", gain_db=-0.5),
    Track("808_hat", name="808 Hat", stem="808", gain_db=-3.0, pan=20.0),
    Track("808_cymbal", name="808 Cymbal", stem="808", gain_db=-8.0, pan=-35.0),
    Track("sub_bass", name="Sub Bass", stem="sub_bass", gain_db=-10.0),
    Track("keys", name="Keys", stem="keys", gain_db=-4.0),
    Track("lead_synth", name="Lead Synth", stem="lead_synth", gain_db=-6.5, pan=-15.0),
    Track("vocal_chop", name="Vocal Chop", stem="vocal_chop", gain_db=-3.5),
)


def recording() -> Recording:
    """Eight raw tracks; the balance is in the manifest."""
    sounds = machine() | {
        "sub_bass": at_peak(bass(), -8.0),
        "keys": at_peak(keys(), -6.0),
        "lead_synth": at_peak(melody(), -9.0),
        "vocal_chop": at_peak(chops(), -8.0),
    }
    tracks, files = [], {}
    for number, track in enumerate(TRACKS, 1):
        file = f"audio/{number:02d} {track.name}.flac"
        files[file] = framed(sounds[track.id])
        tracks.append(Track(track.id, file, track.name, track.stem, track.gain_db, track.pan, origin="raw"))
    return trimmed(Recording(_session(tuple(tracks)), files, comments=COMMENTS))


def machine() -> dict[str, Audio]:
    """The drum machine's four voices."""
    kick, snare, hat, cymbal = (np.zeros(frames(SECONDS)) for _ in range(4))
    for number, (bar, beat) in enumerate(KICKS):
        place(
            kick,
            machine_kick(29.0, 0.85, 1.0 if beat == 1.0 else 0.85),
            GROOVE.at(bar, beat),
            1.0 - 0.02 * (number % 3),
        )
    for bar in range(1, 5):
        place(snare, machine_snare(Dice("808 snare"), 1.0), GROOVE.at(bar, 3.0))
    place(snare, machine_snare(Dice("808 snare"), 0.45), GROOVE.at(4, 4.75))
    for time, hard in hats():
        place(hat, machine_metal(0.09, 0.14, 6_500.0, hard), time)
    place(hat, machine_metal(0.4, 0.7, 6_500.0, 0.8), GROOVE.at(2, 4.5))
    for bar in (1, 3):
        place(cymbal, machine_metal(1.6, 2.0, 3_400.0, 0.9), GROOVE.at(bar, 1.0))
    return {
        "808_kick": at_peak(filtered(kick, high_pass(22)), -6.0),
        "808_snare": at_peak(filtered(snare, high_pass(80)), -6.0),
        "808_hat": at_peak(hat, -11.0),
        "808_cymbal": at_peak(cymbal, -12.0),
    }


def hats() -> list[tuple[float, float]]:
    """Eighths with accents, and rolls: triplets before bar 3, thirty-seconds before the end."""
    strokes = [
        (GROOVE.at(bar, 1 + n / 2), 0.9 if n % 2 == 0 else 0.55) for bar in range(1, 5) for n in range(8)
    ]
    strokes = [(time, hard) for time, hard in strokes if not GROOVE.at(2, 4.4) < time < GROOVE.at(2, 4.6)]
    strokes += [(GROOVE.at(2, 2) + n * GROOVE.beat / 3, 0.4 + 0.1 * n) for n in range(1, 3)]
    return strokes + [(GROOVE.at(4, 3) + n * GROOVE.beat / 8, 0.3 + 0.07 * n) for n in range(1, 8) if n != 4]


def bass() -> Audio:
    """The sub under the kicks, gliding to each bar's root."""
    notes = []
    for bar, beat in KICKS:
        length = 1.2 if beat == 1.0 else 0.6
        notes.append((float(ROOTS[bar]), GROOVE.at(bar, beat), length * GROOVE.beat))
    return sub(notes, SECONDS)


def keys() -> Audio:
    """Electric piano chords, rolled a little, its tremolo moving between the sides."""
    out = np.zeros(frames(SECONDS))
    dice = Dice("keys")
    for bar, chord in CHORDS.items():
        for beat, length, hard in ((1.0, 2.2, 0.8), (3.5, 1.3, 0.55)):
            for voice, note in enumerate(chord):
                start = GROOVE.at(bar, beat) + 0.012 * voice + dice.one(0.0, 0.006)
                place(out, electric_piano(note, length * GROOVE.beat, hard * dice.one(0.85, 1.0)), start)
    sway = 0.25 * np.sin(2 * np.pi * 4.6 * moments(SECONDS))
    dark = filtered(out, high_pass(90), low_pass(6_000))
    return np.stack([dark * (1.0 + sway), dark * (1.0 - sway)], axis=1)


def melody() -> Audio:
    """The lead synthesiser."""
    return lead(
        [(float(note), GROOVE.at(bar, beat), beats * GROOVE.beat) for bar, beat, note, beats in LEAD], SECONDS
    )


def chops() -> Audio:
    """A sampled singer, cut to shouts on the grid, in a wide plate."""
    notes = [
        Note(sounds, note, GROOVE.at(bar, beat), 0.42 * GROOVE.beat) for bar, beat, note, sounds in CHOPS
    ]
    dry = filtered(sung(Singer("chop", 1.2, 0.8, 0.0), notes, SECONDS), high_pass(200))
    return np.stack([dry, dry], axis=1) + 0.3 * plate("chop plate", 0.5, dry)


COMMENTS = {
    "[stem.808]": 'Four machine voices. "The 808" in an order may mean all of them, or one kick: ask.',
    "[[order]]": "The rig triggers this on its own; the stem would play snare, hat and cymbal along.",
}


def _session(tracks: tuple[Track, ...]) -> Session:
    return Session(
        title="Night Bus",
        artist="Ada Marsh",
        pan_law_db=0.0,
        treatment="manifest",
        treatment_note="balanced here; nothing is printed into the files",
        stems=(
            Stem("808", "808"),
            Stem("sub_bass", "Sub Bass", "mono"),
            Stem("keys", "Keys"),
            Stem("lead_synth", "Lead Synth"),
            Stem("vocal_chop", "Vocal Chop"),
        ),
        mixes=(Mix("master", "Master"), Mix("instrumental", "Instrumental", without=("vocal_chop",))),
        order=(OrderLine("808 kick track for the playback rig", "track", "track.808_kick", "mono"),),
        tracks=tracks,
    )
