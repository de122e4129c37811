"""Folders as people send them: stems, tracks and mixes of a song of noise, by any tool."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from stemtui.receiving import Order, Received, from_message, receive
from stemtui.receiving.findings.saying import lines
from tests.small_sessions import Audio, write

FRAMES = 96_000
SIX = "master mix, instrumental, lead vocal stem, bgv stem, drum stem, bass stem in mono"


def sound(seed: int, channels: int = 2, peak: float = 0.05, frames: int = FRAMES) -> Audio:
    """A sound that nothing else is like: noise that comes and goes, in whole steps of 24 bit.

    It begins and ends with a twentieth of a second of silence.
    """
    rng = np.random.default_rng(seed)
    shape = np.repeat(rng.uniform(0.0, 1.0, -(-frames // 2400)), 2400)[:frames]
    shape[:2400] = shape[-2400:] = 0.0
    return whole(rng.uniform(-peak, peak, (channels, frames)) * shape)


def deep(seed: int, channels: int = 1, peak: float = 0.05) -> Audio:
    """A sound with nothing above 150 Hz, as a bass has."""
    spectrum = np.fft.rfft(sound(seed, channels))
    spectrum[:, int(150 * FRAMES / 48_000) :] = 0.0
    low = np.fft.irfft(spectrum, FRAMES)
    return whole(low * peak / np.abs(low).max())


def whole(samples: Audio) -> Audio:
    """Samples in whole steps of 24 bit."""
    return np.rint(samples * 2**23) / 2**23


DRUMS, BASS, LEAD, BACKING = sound(1, peak=0.1), sound(2, 1), sound(3), sound(4, peak=0.03)
MASTER, INSTRUMENTAL = DRUMS + BASS + LEAD + BACKING, DRUMS + BASS
STEMS: dict[str, Audio] = {
    "Drums": DRUMS,
    "Bass": BASS,
    "Lead Vocal": LEAD,
    "Backing Vocals": BACKING,
}
MIXES = {"Master Mix": MASTER, "Instrumental": INSTRUMENTAL}
RIGHT = STEMS | MIXES


def parcel(folder: Path, files: Mapping[str, Audio], subtype: str = "PCM_24") -> Path:
    """A folder with those sounds, by name."""
    for name, samples in files.items():
        write(folder / f"{name}.wav", samples, subtype=subtype)
    return folder


def came(folder: Path, files: Mapping[str, Audio], order: str = "") -> Received:
    """What is found of a folder with those sounds."""
    return receive(parcel(folder, files), ordered(order) if order else None)


def ordered(message: str) -> Order:
    """The order in a message."""
    return from_message(message)


def kinds(received: Received) -> dict[str, str]:
    """What each file most likely is, by its name without the extension."""
    pairs = zip(received.heard, received.judged, strict=True)
    return {one.file.removesuffix(".wav"): judged.kind or "?" for one, judged in pairs}


def said(received: Received) -> list[str]:
    """The problems, in words."""
    return [str(problem) for problem in received.problems]


def states(received: Received) -> list[str]:
    """The order's lines by their state."""
    return [line.state for line in received.lines or ()]


def tracks() -> dict[str, Audio]:
    """Eight mono tracks, two of each source."""
    names = ("Kick", "Snare", "Bass DI", "Bass Amp", "Lead Vocal 1", "Lead Vocal 2", "BGV 1", "BGV 2")
    return {name: sound(20 + at, 1) for at, name in enumerate(names)}


def panned(parts: dict[str, Audio]) -> Audio:
    """A mix of tracks with nothing but gain and pan."""
    sides = np.linspace(0.2, 0.9, len(parts))
    return whole(
        sum(
            np.stack([part[0] * side, part[0] * (1.1 - side)])
            for part, side in zip(parts.values(), sides, strict=True)
        )
    )


def dropped(samples: Audio, frames: int) -> Audio:
    """The same with a dropout of so many frames where it is loudest."""
    torn, powers = samples.copy(), np.square(samples).sum(axis=0).reshape(-1, 2400).sum(axis=1)
    first = int(powers.argmax()) * 2400
    torn[:, first : first + frames] = 0.0
    return torn


def late(samples: Audio, by: int) -> Audio:
    """The same, later."""
    return np.concatenate((np.zeros((len(samples), by)), samples[:, :-by]), axis=1)


def words(received: Received) -> str:
    """All that is said of a folder, in one line."""
    return " ".join(" ".join(lines(received)).split())


def limited(samples: Audio) -> Audio:
    """A mix through a bus whose gain follows the level, as a compressor's does."""
    power = np.convolve(np.square(samples).sum(axis=0), np.ones(4800) / 4800, "same")
    return whole(samples / np.sqrt(1.0 + power / 0.002))
