"""Keyboards: an electric piano, a lead synthesiser, drum-machine voices."""

import numpy as np

from .drums import added, burst, modes
from .signals import RATE, Audio, Dice, faded, filtered, frames, high_pass, hz, low_pass, moments, smoothed


def electric_piano(note: float, seconds: float, velocity: float) -> Audio:
    """A tine piano by frequency modulation: a bell at the start, then nearly a sine."""
    time = moments(seconds)
    pitch = hz(note)
    tine = 0.9 * velocity * np.exp(-time / 0.9) * np.sin(2 * np.pi * pitch * time)
    chime = 0.5 * velocity**2 * np.exp(-time / 0.06) * np.sin(2 * np.pi * pitch * 14.0 * time) * (pitch < 600)
    tone = np.sin(2 * np.pi * pitch * time + tine + 0.3 * chime) + 0.18 * chime
    return faded(velocity * tone * np.exp(-time / 1.4), 0.002, min(0.06, seconds / 3))


def saw(pitch: Audio, top: float = 9_000.0) -> Audio:
    """A band-limited saw whose pitch (Hz, one value a sample) may move."""
    phase = np.cumsum(pitch) * (2 * np.pi / RATE)
    return sum(
        (
            np.sin(order * phase) / order * np.clip((top - order * pitch) / 2_000.0, 0.0, 1.0)
            for order in range(1, int(top / pitch.min()) + 1)
        ),
        np.zeros(len(pitch)),
    )


def lead(notes: list[tuple[float, float, float]], seconds: float, glide: float = 0.03) -> Audio:
    """A one-voice synthesiser, two saws a little apart: (note, start, length) in order, gliding."""
    time = moments(seconds)
    line, gate = np.full(len(time), notes[0][0]), np.zeros(len(time))
    for note, start, length in notes:
        line[time >= start] = note
        inside = (time >= start) & (time < start + length)
        gate[inside] = 0.45 + 0.55 * np.exp(-(time[inside] - start) / 0.18)
    wobble = 0.12 * np.sin(2 * np.pi * 5.2 * time)
    semitones = smoothed(line, frames(glide)) + wobble
    voices = sum(saw(440.0 * 2.0 ** ((semitones + off - 69.0) / 12.0)) for off in (-0.06, 0.06))
    envelope = smoothed(gate, frames(0.012))
    dark, bright = filtered(voices, low_pass(1_100.0, 1.4)), filtered(voices, low_pass(3_800.0, 1.1))
    return envelope * (dark * (1.0 - 0.7 * envelope) + bright * 0.7 * envelope)


def sub(notes: list[tuple[float, float, float]], seconds: float) -> Audio:
    """A sub bass: a sine with a little drive, gliding: (note, start, length)."""
    time = moments(seconds)
    line, gate = np.full(len(time), notes[0][0]), np.zeros(len(time))
    for note, start, length in notes:
        line[time >= start] = note
        gate[(time >= start) & (time < start + length)] = 1.0
    phase = np.cumsum(440.0 * 2.0 ** ((smoothed(line, frames(0.05)) - 69.0) / 12.0)) * (2 * np.pi / RATE)
    return smoothed(gate, frames(0.03)) * np.tanh(1.6 * np.sin(phase) + 0.25 * np.sin(2 * phase))


def machine_kick(note: float, seconds: float, velocity: float) -> Audio:
    """The 808's bass drum: a bridged-T ring with a long decay and a click, tuned."""
    time = moments(seconds)
    pitch = hz(note) * (1.0 + 1.6 * np.exp(-time / 0.012) + 0.08 * np.exp(-time / 0.12))
    ring = np.sin(np.cumsum(pitch) * (2 * np.pi / RATE)) * np.exp(-time / 0.34)
    click = filtered(np.where(time < 0.0012, 1.0, 0.0), low_pass(3_200.0))
    return faded(velocity * np.tanh(1.3 * ring + 0.35 * click), 0.0002, 0.12)


def machine_snare(dice: Dice, velocity: float) -> Audio:
    """The 808's snare: two bridged-T rings and high-passed noise."""
    rings = modes(np.array([176.0, 332.0]), np.array([0.7, 0.5]), np.array([0.22, 0.15]), 0.3)
    return faded(velocity * added((1.0, rings), (0.75, burst(dice, 0.24, 1_400.0, 9_500.0))), 0.0002, 0.08)


def machine_metal(seconds: float, decay: float, low: float, velocity: float) -> Audio:
    """The 808's six square waves through a band-pass: hat when short, cymbal when long."""
    time = moments(seconds)
    tones = (205.3, 304.4, 369.6, 522.7, 540.0, 800.0)
    square = np.zeros(len(time))
    for tone in tones:
        for order in range(1, int(13_000 / tone) + 1, 2):
            square += np.sin(2 * np.pi * tone * order * time) / order * (tone * order > low / 3)
    shaped = filtered(square, high_pass(low, 1.0), high_pass(low), low_pass(12_000.0))
    return faded(velocity * shaped * np.exp(-6.908 * time / decay), 0.0002, seconds * 0.3)
