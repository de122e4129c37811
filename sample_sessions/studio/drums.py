"""Drums: modes of heads and plates, beater, stick and wires; each function is one hit, heard close by."""

import numpy as np

from .signals import Audio, Dice, bell, faded, filtered, high_pass, low_pass, moments, tilt

HEAD = (1.0, 1.594, 2.136, 2.296, 2.653, 2.918)


def modes(
    frequencies: Audio, gains: Audio, decays: Audio, seconds: float, phases: Audio | None = None
) -> Audio:
    """A sum of decaying sines; `decays` are the times to fall by 60 dB."""
    time = moments(seconds)
    starts = np.zeros(len(frequencies)) if phases is None else phases
    out = np.zeros(len(time))
    for frequency, gain, decay, start in zip(frequencies, gains, decays, starts, strict=True):
        out += gain * np.exp(-6.908 * time / decay) * np.sin(2 * np.pi * frequency * time + start)
    return out


def head(pitch: float, bend: float, decay: float, bright: float, seconds: float) -> Audio:
    """A drum head: its modes drop in pitch as the stroke's tension leaves it."""
    time = moments(seconds)
    sweep = np.cumsum(pitch * (1.0 + bend * np.exp(-time / 0.035))) / 48_000
    out = np.zeros(len(time))
    for order, ratio in enumerate(HEAD):
        fall = np.exp(-6.908 * time / (decay / (1.0 + 0.9 * order)))
        out += bright**order * fall * np.sin(2 * np.pi * ratio * sweep + 0.2 * order)
    return out


def burst(dice: Dice, seconds: float, low: float, high: float) -> Audio:
    """A short noise between two frequencies, falling by 60 dB over its length."""
    time = moments(seconds)
    noise = filtered(dice.noise(len(time)), high_pass(low), low_pass(high))
    return faded(noise * np.exp(-6.908 * time / seconds), 0.0003, seconds * 0.2)


def added(*parts: tuple[float, Audio]) -> Audio:
    """Signals of different lengths, each with its gain, added from their starts."""
    out = np.zeros(max(len(part) for _, part in parts))
    for gain, part in parts:
        out[: len(part)] += gain * part
    return out


def kick(dice: Dice, velocity: float, pitch: float = 54.0) -> Audio:
    """A bass drum with a felt beater."""
    body = head(pitch * dice.one(0.995, 1.005), 1.4 * velocity + 0.3, 0.42, 0.18, 0.5)
    beater = burst(dice, 0.018, 1_200.0, 5_500.0)
    slap = burst(dice, 0.05, 120.0, 700.0)
    return faded(velocity * added((1.0, body), (0.16 * velocity, beater), (0.12, slap)), 0.0004, 0.15)


def snare(dice: Dice, velocity: float, pitch: float = 188.0) -> Audio:
    """A snare drum from above: head, shell and some of the wires."""
    body = head(pitch * dice.one(0.99, 1.01), 0.18 * velocity, 0.20, 0.55, 0.34)
    shell = modes(np.array([412.0, 873.0]), np.array([0.25, 0.12]), np.array([0.11, 0.07]), 0.15)
    stick = burst(dice, 0.012, 1_500.0, 9_000.0)
    return faded(
        velocity * added((0.8, body), (1.0, shell), (0.45 * velocity, stick), (0.42, wires(dice, 1.0))),
        0,
        0.1,
    )


def wires(dice: Dice, velocity: float) -> Audio:
    """The snare wires: noise that starts a moment late and dies with the head."""
    time = moments(0.3)
    noise = filtered(dice.noise(len(time)), high_pass(1_600.0), low_pass(9_500.0), bell(4_200.0, 5.0, 0.8))
    envelope = (1.0 - np.exp(-time / 0.0015)) * (0.75 * np.exp(-time / 0.022) + 0.35 * np.exp(-time / 0.07))
    return faded(velocity * noise * envelope, 0.0, 0.12)


def tom(dice: Dice, velocity: float, pitch: float) -> Audio:
    """A tom: a long head and a stick."""
    body = head(pitch * dice.one(0.997, 1.003), 0.30 * velocity, 0.62, 0.42, 0.75)
    return faded(
        velocity * added((1.0, body), (0.22 * velocity, burst(dice, 0.014, 900.0, 6_000.0))), 0.0003, 0.3
    )


def metal(name: str, low: float, high: float, count: int, decay: float, seconds: float) -> Audio:
    """A cymbal: many modes, closer together as they rise, the high ones shorter."""
    dice = Dice(name)
    place = np.sort(dice.uniform(0.0, 1.0, count))
    tones = low * (high / low) ** place
    gains = dice.uniform(0.3, 1.0, count) / np.sqrt(count)
    decays = decay * dice.uniform(0.6, 1.3, count) * (low / tones) ** 0.45
    return modes(tones, gains, decays, seconds, dice.uniform(0.0, 6.28, count))


def hat(dice: Dice, velocity: float, opening: float = 0.0) -> Audio:
    """A hi-hat, closed (0) to open (1)."""
    length = 0.09 + 0.5 * opening
    plate = metal("hat", 3_100.0, 12_500.0, 44, 0.16 + 1.1 * opening, length)
    sizzle = burst(dice, 0.05 + 0.42 * opening, 5_500.0, 13_500.0)
    out = filtered(
        added((0.7, plate), (0.5, sizzle)), high_pass(2_600.0), tilt(6_000.0, 5.0 * (velocity - 1.0))
    )
    return faded(velocity * out, 0.0002, length * 0.5)


def ride(dice: Dice, velocity: float, bell_share: float = 0.25) -> Audio:
    """A ride cymbal: a ping and a wash; `bell_share` moves the stick up to the bell."""
    wash = metal("ride wash", 420.0, 10_500.0, 72, 2.1, 1.3)
    cup = metal("ride bell", 760.0, 5_200.0, 9, 1.5, 0.9)
    ping = burst(dice, 0.02, 3_000.0, 10_000.0)
    swell = 1.0 - 0.6 * np.exp(-moments(1.3) / 0.03)
    return faded(velocity * added((0.55, wash * swell), (bell_share, cup), (0.35, ping)), 0.0002, 0.6)


def crash(dice: Dice, velocity: float) -> Audio:
    """A crash cymbal that opens after the stroke."""
    length = 1.5
    wash = metal("crash", 380.0, 11_500.0, 130, 2.6, length)
    time = moments(length)
    air = filtered(dice.noise(len(time)), high_pass(3_500.0), low_pass(11_000.0)) * np.exp(-time / 0.28) * 0.3
    swell = 1.0 - 0.7 * np.exp(-time / 0.012)
    return faded(velocity * (wash * np.exp(-time / 0.9) + air) * swell, 0.0004, 0.8)


def tambourine(dice: Dice, velocity: float) -> Audio:
    """Jingles in a hand: a few strokes of small plates a moment apart."""
    out = np.zeros(len(moments(0.24)))
    jingle = metal("jingle", 4_200.0, 12_000.0, 26, 0.22, 0.2)
    for gain, delay in ((0.35, 0.0), (1.0, dice.one(0.011, 0.016)), (0.5, dice.one(0.028, 0.04))):
        first = round(delay * 48_000)
        out[first : first + len(jingle)] += gain * jingle[: len(out) - first]
    return faded(velocity * out, 0.001, 0.08)


def shaker(dice: Dice, velocity: float) -> Audio:
    """Seeds thrown forward and caught."""
    time = moments(0.11)
    throw = np.exp(-(((time - 0.045) / 0.02) ** 2)) + 0.5 * np.exp(-(((time - 0.085) / 0.008) ** 2))
    return faded(
        velocity * filtered(dice.noise(len(time)) * throw, high_pass(3_800.0), low_pass(11_000.0)),
        0.004,
        0.01,
    )
