"""What a picture sounds like: a door, a car going by, a cash register, steps, cloth, the air of a shop."""

import numpy as np

from .drums import added, burst, metal, modes
from .keys import saw
from .signals import Audio, Dice, bell, faded, filtered, frames, high_pass, low_pass, moments, place, smoothed


def door(seconds: float = 1.6) -> Audio:
    """A shop door: the latch, hinges that complain, the bell above it, and the frame."""
    out = np.zeros(frames(seconds))
    dice = Dice("door")
    click = (0.4, modes(np.array([640.0, 1_730.0]), np.ones(2), np.full(2, 0.05), 0.06))
    latch = added((0.5, burst(dice, 0.03, 900, 6_000)), click)
    place(out, latch, 0.12)
    place(out, latch, 0.19, 0.6)
    place(out, hinge(dice), 0.26, 0.035)
    for start, gain in ((0.34, 0.10), (0.47, 0.14), (0.58, 0.08)):
        place(out, rung((2_093.0, 2_110.0, 4_430.0, 5_870.0), 1.0, 0.7), start, gain)
    boards = modes(np.array([72.0, 118.0, 210.0]), np.array([1, 0.7, 0.4]), np.array([0.22, 0.16, 0.1]), 0.3)
    thump = added((1.0, boards), (0.5, burst(dice, 0.08, 150, 2_500)))
    place(out, faded(thump, 0.0, 0.1), 1.1, 0.8)
    return out


def hinge(dice: Dice) -> Audio:
    """A creak: sticking and slipping, faster and slower, through a board."""
    time = moments(0.5)
    uneven = 40.0 * smoothed(dice.noise(len(time)), 900)
    creak = saw(95.0 + 60.0 * np.sin(np.pi * time / 0.5) + uneven, 5_000.0)
    return faded(filtered(creak, bell(820, 9, 4), bell(1_900, 8, 5), high_pass(400)), 0.1, 0.15)


def rung(partials: tuple[float, float, float, float], decay: float, seconds: float) -> Audio:
    """A small bell: two partials that beat, two that die sooner."""
    decays = decay * np.array([1.0, 0.9, 0.55, 0.32])
    return faded(modes(np.array(partials), np.array([1.0, 0.75, 0.45, 0.2]), decays, seconds), 0.0005, 0.25)


def car_pass(seconds: float = 2.9) -> Audio:
    """A car from left to right: engine and tyres, bent by its speed, nearest in the middle: (frames, 2)."""
    time = moments(seconds)
    along = 15.0 * (time - seconds * 0.5)
    metres = np.sqrt(along**2 + 5.0**2)
    approach = -15.0 * along / metres
    bent = 1.0 / (1.0 - approach / 343.0)
    dice = Dice("car")
    engine = filtered(saw(72.0 * bent, 2_500.0), bell(160, 6), low_pass(900))
    growl = engine * (1.0 + 0.35 * np.sin(2 * np.pi * np.cumsum(18.0 * bent) / 48_000))
    tyres = filtered(dice.noise(len(time)), high_pass(300), bell(950, 5), low_pass(3_600))
    whole = (0.5 * growl + 0.5 * tyres) * (5.0 / metres) ** 1.4
    angle = (np.arctan2(along, 5.0) / (np.pi / 2) + 1.0) * np.pi / 4
    return faded(np.stack([whole * np.cos(angle), whole * np.sin(angle)], axis=1), 0.35, 0.35)


def cash_register(seconds: float = 1.25) -> Audio:
    """Keys, the bell, the drawer with its coins."""
    out = np.zeros(frames(seconds))
    dice = Dice("register")
    for start in (0.12, 0.21, 0.28):
        place(
            out, added((0.5, burst(dice, 0.025, 800, 7_000)), (0.3, burst(dice, 0.05, 200, 900))), start, 0.5
        )
    place(out, rung((2_637.0, 2_655.0, 5_510.0, 7_920.0), 1.1, 0.8), 0.40, 0.45)
    place(out, added((0.8, burst(dice, 0.12, 120, 1_500)), (0.3, burst(dice, 0.05, 1_000, 5_000))), 0.44)
    for number in range(9):
        coin = metal(f"coin {number % 3}", 3_800.0, 11_000.0, 7, 0.16, 0.18)
        place(
            out, faded(coin, 0.0003, 0.1), 0.52 + 0.045 * number + dice.one(0.0, 0.03), dice.one(0.06, 0.22)
        )
    return out


def footsteps(seconds: float, pace: float = 0.53) -> Audio:
    """Leather soles on boards: heel, then toe, left and right not alike."""
    out = np.zeros(frames(seconds))
    dice = Dice("steps")
    for number in range(int((seconds - 0.6) / pace) + 1):
        start = 0.13 + number * pace + dice.one(-0.015, 0.015)
        foot = 1.0 if number % 2 else 0.85
        heel = added(
            (
                0.9,
                modes(
                    np.array([98.0, 182.0, 410.0]) * foot,
                    np.array([1, 0.6, 0.3]),
                    np.array([0.11, 0.08, 0.04]),
                    0.15,
                ),
            ),
            (0.55, burst(dice, 0.028, 500, 4_500)),
        )
        place(out, heel, start, foot * dice.one(0.8, 1.0))
        place(out, burst(dice, 0.06, 900, 5_000), start + dice.one(0.085, 0.11), 0.16)
    return out


def cloth(seconds: float) -> Audio:
    """A coat moving: soft rubs, each with its own weight."""
    time = moments(seconds)
    dice = Dice("cloth")
    sway = np.zeros(len(time))
    start = 0.15
    while start < seconds - 0.6:
        length = dice.one(0.12, 0.34)
        sway += dice.one(0.3, 1.0) * np.exp(-(((time - start - length / 2) / (length / 2.6)) ** 2))
        start += length + dice.one(0.06, 0.3)
    grain = 1.0 + 0.6 * smoothed(dice.noise(len(time)), 300) * 8.0
    sway = np.where(sway > 0.004, sway, 0.0)
    return faded(
        filtered(dice.noise(len(time)), high_pass(700), bell(2_400, 5), low_pass(6_500)) * grain * sway,
        0.1,
        0.1,
    )


def room_tone(seconds: float) -> Audio:
    """The air of a small shop: ventilation, a fridge's hum, the street through the glass."""
    count = frames(seconds)
    dice = Dice("room tone")
    air = filtered(
        dice.noise(count),
        lambda f: 1.0 / (1.0 + 1j * f / 180.0),
        high_pass(45),
        bell(240, 4, 2),
        low_pass(7_000),
    )
    time = moments(seconds)
    hum = sum(
        (
            gain * np.sin(2 * np.pi * 50.0 * order * time + order)
            for order, gain in ((1, 0.05), (2, 0.12), (3, 0.05), (4, 0.04))
        ),
        np.zeros(count),
    )
    street = filtered(dice.noise(count), low_pass(160), high_pass(40)) * (
        1.0 + 0.5 * np.sin(2 * np.pi * 0.21 * time)
    )
    return faded(air + 0.4 * hum + 0.5 * street, 0.12, 0.12)
