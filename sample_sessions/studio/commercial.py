"""Mega Savings, a spot cut to eight seconds: dialogue, music, effects, foley and room tone, by timecode."""

import numpy as np

from stemtui.session import Delivery, Mix, OrderLine, Session, Stem, Track

from . import campaign, effects
from .kit import framed
from .phrases import Manner, said
from .recording import Recording, lasting, summed, trimmed
from .rooms import room
from .signals import (
    Audio,
    Dice,
    at_peak,
    bell,
    convolved,
    faded,
    filtered,
    frames,
    high_pass,
    levelled,
    low_pass,
    tilt,
)
from .voice import Singer

HOUR = 3_600 * 48_000  # 01:00:00:00 at 48 kHz
SECONDS = 7.9

# id: name, stem, gain, pan, starts at, what the sound report says
SCENES = {
    "announcer": ("Announcer", "dialogue", 5.0, 0.0, 2.95, "VO take 4, announcer"),
    "announcer_tag": ("Announcer Tag", "dialogue", 5.0, 0.0, 6.0, "VO take 7, tag"),
    "boom_1": ("Boom 1", "dialogue", 3.0, 0.0, 0.25, "Scene 1A boom, customer"),
    "boom_2": ("Boom 2", "dialogue", 3.0, 0.0, 1.75, "Scene 1B boom, clerk"),
    "door": ("Door", "effects", 0.0, -25.0, 0.0, "Shop door with bell"),
    "car_pass": ("Car Pass", "effects", -3.0, 0.0, 0.6, "Car pass left to right, dry road"),
    "cash_register": ("Cash Register", "effects", -1.0, 20.0, 4.9, "Register, drawer and coins"),
    "footsteps": ("Footsteps", "foley", 2.0, -10.0, 0.35, "Customer, leather on boards"),
    "cloth": ("Cloth", "foley", -2.0, -10.0, 0.45, "Customer, coat"),
    "room_tone": ("Room Tone", "room_tone", -4.0, 0.0, 0.0, "Shop interior, empty"),
    "music_instrumental": ("Music Instrumental", "music", -4.0, 0.0, 1.95, "Song, instrumental mix"),
    "music_master": ("Music Master", "music", -2.0, 0.0, 5.22, "Song, master mix, ending"),
}

SPOKEN = {
    "announcer": "M EH2 G AX | S EY2 V IH NG Z , DH IH S | W IY1 K EH N D | OW2 N L IY",
    "announcer_tag": "S EY2 V | B IH2 G | T AX D EY1",
    "boom_1": "IH Z IH T | R IY1 L IY | HH AE1 F | P R AY2 S",
    "boom_2": "Y EH2 S , IH T | R IY1 L IY | IH2 Z",
}


def recording() -> Recording:
    """The spot: files that start where the picture needs them."""
    sounds = dialogue() | pictures() | music()
    tracks, files, starts, told = [], {}, {}, {}
    for number, (key, (name, stem, gain, pan, start, description)) in enumerate(SCENES.items(), 1):
        file = f"audio/{number:02d} {name}.wav"
        sound = lasting(sounds[key], min(len(sounds[key]) / 48_000, SECONDS - start))
        files[file] = sound if key == "room_tone" else framed(sound)
        starts[file], told[file] = HOUR + frames(start), description
        tracks.append(Track(key, file, name, stem, gain, pan, origin="mix" if stem == "music" else "raw"))
    return trimmed(Recording(_session(tuple(tracks)), files, starts, told, COMMENTS))


def dialogue() -> dict[str, Audio]:
    """An announcer close to a microphone; two people in a shop under a boom."""
    voice_over = Singer("announcer", 1.04, 0.7, 0.0)
    warm = Manner(high=132.0, low=84.0, pace=1.0, lift=2.0)
    shop = room(Dice("shop"), 0.28, 2.6, 6_000.0)
    lines = {
        "announcer": said(voice_over, warm, SPOKEN["announcer"]),
        "announcer_tag": said(voice_over, warm, SPOKEN["announcer_tag"]),
        "boom_1": said(
            Singer("customer", 1.16, 0.55, 0.0), Manner(225.0, 170.0, 1.4, 2.2, True), SPOKEN["boom_1"]
        ),
        "boom_2": said(Singer("clerk", 1.02, 0.5, 0.0), Manner(140.0, 95.0, 1.4, 2.2), SPOKEN["boom_2"]),
    }
    out = {}
    for key, line in lines.items():
        if key.startswith("boom"):
            line = filtered(line + 0.5 * convolved(line, shop), high_pass(140), low_pass(8_000))
        else:
            line = levelled(
                filtered(line, high_pass(70), bell(140, 2), tilt(4_000, 4)), 0.4, 0.12, treble=14.0
            )
        out[key] = at_peak(faded(line, 0.02, 0.1), -7.0)
    return out


def pictures() -> dict[str, Audio]:
    """Effects, foley and room tone."""
    return {
        "door": at_peak(filtered(effects.door(), high_pass(40)), -8.0),
        "car_pass": at_peak(effects.car_pass(), -9.0),
        "cash_register": at_peak(effects.cash_register(), -8.0),
        "footsteps": at_peak(filtered(effects.footsteps(3.1), high_pass(50)), -12.0),
        "cloth": at_peak(effects.cloth(2.9), -16.0),
        "room_tone": at_peak(effects.room_tone(SECONDS), -31.0),
    }


def music() -> dict[str, Audio]:
    """The campaign's own song, as the finished stereo mixes that were delivered: a bed, and the ending."""
    song = campaign.recording()
    bed = summed(song, {"drums", "bass"})[: frames(campaign.GROOVE.at(3, 1.0))]
    ending = faded(summed(song)[frames(campaign.GROOVE.at(4, 1.0) - 0.01) :], 0.008)
    return {
        "music_instrumental": at_peak(faded(bed, 0.0, 0.8), -6.0),
        "music_master": at_peak(np.concatenate([np.zeros((frames(0.11), 2)), ending]), -6.0),
    }


COMMENTS = {
    "[stem.music]": "Its sources are two finished stereo mixes, as is usual in post production.",
    "[track.announcer]": "Files stand at their BWF time references; picture starts at 01:00:00:00.",
}


def _session(tracks: tuple[Track, ...]) -> Session:
    return Session(
        title="Mega Savings 8s",
        artist="",
        align="timecode",
        pan_law_db=0.0,
        treatment="manifest",
        treatment_note="dub stage, levels in this manifest",
        delivery=Delivery(bit_depth=24),
        stems=(
            Stem("dialogue", "Dialogue", "mono"),
            Stem("effects", "Effects"),
            Stem("foley", "Foley"),
            Stem("room_tone", "Room Tone", "mono"),
            Stem("music", "Music"),
        ),
        mixes=(Mix("full_mix", "Full Mix"), Mix("m_e", "M&E", without=("dialogue",))),
        order=(
            OrderLine("Full mix", "mix", "mix.full_mix", "stereo"),
            OrderLine("Dialogue stem", "stem", "stem.dialogue", "mono"),
            OrderLine("Music stem", "stem", "stem.music", "stereo"),
            OrderLine("Effects stem", "stem", "stem.effects", "stereo"),
            OrderLine("M&E mix", "mix", "mix.m_e", "stereo"),
        ),
        tracks=tracks,
    )
