"""A recording: a session with the samples of its files, and the plain sum of its tracks."""

from dataclasses import dataclass, field, replace

import numpy as np

from stemtui.session import Session, Track

from .signals import RATE, Audio, frames, from_db, panned, peak


@dataclass(frozen=True)
class Recording:
    """A session and what is in its files, by file; where they start, for files with a time reference.

    `comments` are for the manifest: lines to stand above a table, by its header. `bits` is what that
    studio's converters were good for.
    """

    session: Session
    files: dict[str, Audio]
    starts: dict[str, int] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    bits: int = 20


def treated(track: Track, sound: Audio) -> Audio:
    """A track as its manifest treats it, in stereo, with balance as the pan law."""
    out = panned(sound, track.pan) if sound.ndim == 1 else sound
    delay = track.delay_samples + round(track.delay_ms * RATE / 1000)
    if delay:
        out = np.concatenate([np.zeros((delay, 2)), out[:-delay]])
    return out * from_db(track.gain_db) * (-1.0 if track.invert else 1.0)


def summed(recording: Recording, stems: set[str] | None = None) -> Audio:
    """The tracks of those stems (of all, when none are named) at unity: the mix without any processing."""
    session = recording.session
    base = min(recording.starts.values(), default=0)
    ends = [recording.starts.get(name, 0) - base + len(sound) for name, sound in recording.files.items()]
    out = np.zeros((max(ends), 2))
    for track in session.tracks:
        if track.stem and (stems is None or track.stem in stems):
            sound = _sound(recording, track)
            first = recording.starts.get(track.file, base) - base
            out[first : first + len(sound)] += treated(track, sound)
    return out


def _sound(recording: Recording, track: Track) -> Audio:
    if track.file:
        return recording.files[track.file]
    members = [recording.session.track(member) for member in track.bounce]
    return np.sum([treated(member, recording.files[member.file]) for member in members], axis=0)


def trimmed(recording: Recording, db: float = -2.0) -> Recording:
    """The recording with every file turned up or down by one gain, so that the mix peaks at `db`."""
    gain = from_db(db) / peak(summed(recording))
    return replace(recording, files={name: sound * gain for name, sound in recording.files.items()})


def lasting(sound: Audio, seconds: float) -> Audio:
    """A sound cut or filled with silence to that length."""
    count = frames(seconds)
    out = np.zeros((count, *sound.shape[1:]))
    out[: min(count, len(sound))] = sound[:count]
    return out
