"""The sounds of English as a vocal tract makes them: formants of an adult male, sources, lengths.

A phoneme is one or more steps: a vowel one, a diphthong two, a stop a closure, a burst and a breath.
Formants after Peterson & Barney (1952) and Klatt (1980).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """A moment of steady articulation; the voice glides from one to the next."""

    seconds: float
    formants: tuple[float, float, float]
    voice: float = 1.0  # gain of the vocal folds
    breath: float = 0.0  # gain of breath through the whole tract
    hiss: float = 0.0  # gain of noise at a narrow place in the mouth
    hiss_hz: float = 5_000.0
    hiss_width: float = 2_000.0


def _vowel(seconds: float, *formants: tuple[float, float, float]) -> tuple[Step, ...]:
    return tuple(Step(seconds / len(formants), place, breath=0.03) for place in formants)


def _fricative(
    seconds: float,
    place: tuple[float, float, float],
    hiss: float,
    at: float,
    width: float,
    voice: float = 0.0,
) -> tuple[Step, ...]:
    return (Step(seconds, place, voice, 0.02, hiss, at, width),)


def _stop(
    place: tuple[float, float, float], at: float, width: float, hiss: float, voiced: bool
) -> tuple[Step, ...]:
    closure = Step(0.050 if voiced else 0.060, (220.0, place[1], place[2]), 0.13 if voiced else 0.0)
    release = Step(0.012, place, 0.15 if voiced else 0.0, 0.3, 3.6 * hiss, at, width)
    breath = Step(0.050, place, 0.0, 0.80, hiss * 0.3, at, width)
    return (closure, release) if voiced else (closure, release, breath)


LIPS = (300.0, 850.0, 2_200.0)
GUM = (300.0, 1_750.0, 2_650.0)
PALATE = (300.0, 1_950.0, 2_350.0)
TEETH = (320.0, 1_350.0, 2_550.0)

PHONEMES: dict[str, tuple[Step, ...]] = {
    "IY": _vowel(0.12, (275.0, 2_280.0, 3_000.0)),
    "IH": _vowel(0.09, (395.0, 1_980.0, 2_560.0)),
    "EH": _vowel(0.11, (540.0, 1_830.0, 2_480.0)),
    "AE": _vowel(0.15, (670.0, 1_720.0, 2_420.0)),
    "AA": _vowel(0.15, (740.0, 1_110.0, 2_450.0)),
    "AO": _vowel(0.15, (590.0, 880.0, 2_420.0)),
    "AH": _vowel(0.09, (620.0, 1_210.0, 2_400.0)),
    "AX": _vowel(0.06, (480.0, 1_420.0, 2_450.0)),
    "UH": _vowel(0.09, (440.0, 1_030.0, 2_250.0)),
    "UW": _vowel(0.12, (310.0, 930.0, 2_250.0)),
    "ER": _vowel(0.13, (480.0, 1_330.0, 1_690.0)),
    "EY": _vowel(0.15, (500.0, 1_850.0, 2_520.0), (340.0, 2_180.0, 2_700.0)),
    "AY": _vowel(0.18, (730.0, 1_180.0, 2_450.0), (400.0, 2_000.0, 2_560.0)),
    "OW": _vowel(0.15, (540.0, 950.0, 2_350.0), (380.0, 850.0, 2_250.0)),
    "AW": _vowel(0.18, (730.0, 1_250.0, 2_450.0), (430.0, 950.0, 2_250.0)),
    "OY": _vowel(0.18, (560.0, 880.0, 2_400.0), (400.0, 1_950.0, 2_550.0)),
    "M": (Step(0.070, (270.0, 1_050.0, 2_200.0), 0.60),),
    "N": (Step(0.060, (270.0, 1_650.0, 2_550.0), 0.60),),
    "NG": (Step(0.070, (270.0, 2_050.0, 2_500.0), 0.55),),
    "L": (Step(0.060, (360.0, 1_050.0, 2_800.0), 0.55),),
    "R": (Step(0.060, (340.0, 1_100.0, 1_500.0), 0.60),),
    "W": (Step(0.060, (300.0, 650.0, 2_200.0), 0.60),),
    "Y": (Step(0.055, (270.0, 2_250.0, 2_950.0), 0.65),),
    "HH": (Step(0.060, (550.0, 1_500.0, 2_500.0), 0.0, 0.30),),
    "F": _fricative(0.100, LIPS, 0.30, 6_000.0, 6_000.0),
    "V": _fricative(0.060, LIPS, 0.045, 6_500.0, 5_500.0, 0.40),
    "TH": _fricative(0.090, TEETH, 0.10, 7_500.0, 4_500.0),
    "DH": _fricative(0.045, TEETH, 0.03, 6_500.0, 4_500.0, 0.45),
    "S": _fricative(0.110, GUM, 0.95, 5_600.0, 1_900.0),
    "Z": _fricative(0.075, GUM, 0.50, 5_600.0, 1_900.0, 0.28),
    "SH": _fricative(0.110, PALATE, 0.95, 3_100.0, 1_200.0),
    "P": _stop(LIPS, 1_000.0, 1_500.0, 0.50, False),
    "B": _stop(LIPS, 900.0, 1_200.0, 0.35, True),
    "T": _stop(GUM, 4_600.0, 2_400.0, 0.90, False),
    "D": _stop(GUM, 4_200.0, 2_400.0, 0.55, True),
    "K": _stop(PALATE, 2_000.0, 1_000.0, 0.90, False),
    "G": _stop(PALATE, 2_000.0, 1_000.0, 0.60, True),
    "CH": (Step(0.055, (220.0, 1_950.0, 2_350.0), 0.0), *_fricative(0.080, PALATE, 0.95, 3_100.0, 1_300.0)),
    "JH": (
        Step(0.045, (220.0, 1_950.0, 2_350.0), 0.12),
        *_fricative(0.055, PALATE, 0.60, 3_100.0, 1_300.0, 0.25),
    ),
}
VOWELS = frozenset(
    ["IY", "IH", "EH", "AE", "AA", "AO", "AH", "AX", "UH", "UW", "ER", "EY", "AY", "OW", "AW", "OY"]
)
