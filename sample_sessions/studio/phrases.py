"""From words to steps and pitch: syllables sung to a melody, a sentence spoken."""

from dataclasses import dataclass

import numpy as np

from .phonemes import PHONEMES, VOWELS, Step
from .signals import RATE, Audio, Dice, frames, smoothed
from .voice import HOP, Placed, Singer, spoken_or_sung

QUIET = 0.012


@dataclass(frozen=True)
class Note:
    """A syllable on a note: its vowel begins at `start`."""

    sounds: str
    note: float
    start: float
    seconds: float
    loud: float = 1.0


def sung(singer: Singer, notes: list[Note], seconds: float) -> Audio:
    """A melody with words; consonants before the beat, the vowel on it."""
    steps: list[Placed] = []
    for note in notes:
        steps += _syllable(note, singer.late)
    count = frames(seconds) // HOP
    return spoken_or_sung(singer, steps, _melody(singer, notes, count), _dynamics(notes, singer.late, count))


def _split(sounds: str) -> tuple[list[Step], list[Step], list[Step]]:
    """A syllable's steps before its vowel, of it, after it."""
    names = sounds.split()
    middle = next(position for position, name in enumerate(names) if name in VOWELS)
    before = [step for name in names[:middle] for step in PHONEMES[name]]
    after = [step for name in names[middle + 1 :] for step in PHONEMES[name]]
    return before, list(PHONEMES[names[middle]]), after


def _syllable(note: Note, late: float) -> list[Placed]:
    before, vowel, after = _split(note.sounds)
    start = note.start + late
    tail = sum(step.seconds for step in after)
    placed, time = [], start - sum(step.seconds for step in before)
    for step in before:
        placed.append(Placed(step, time, step.seconds))
        time += step.seconds
    held = max(note.seconds - tail, 0.05)
    lengths = [held] if len(vowel) == 1 else [held - min(0.09, held / 2), min(0.09, held / 2)]
    for step, length in [*zip(vowel, lengths, strict=True), *((step, step.seconds) for step in after)]:
        placed.append(Placed(step, time, length))
        time += length
    return placed


def _melody(singer: Singer, notes: list[Note], count: int) -> Audio:
    """Pitch in Hz: notes joined by quick glides, a scoop at each start, vibrato on what is held."""
    time = np.arange(count) * HOP / RATE - singer.late
    dice = Dice(f"{singer.name} pitch")
    semitones = np.full(count, float(notes[0].note))
    depth = np.zeros(count)
    for note in notes:
        semitones[time >= note.start - 0.04] = note.note + dice.one(-0.06, 0.06)
        since = time - note.start
        inside = (since > -0.04) & (since < note.seconds)
        semitones[inside] -= 0.7 * np.exp(-np.maximum(since[inside], 0.0) / 0.05)
        depth[inside] = np.clip((since[inside] - 0.22) / 0.25, 0.0, 1.0)
    wobble = (
        np.sin(2 * np.pi * singer.rate * time + dice.one(0.0, 6.28)) * smoothed(depth, 60) * singer.vibrato
    )
    drift = smoothed(dice.noise(count), 120) * 0.7 + smoothed(dice.noise(count), 8) * 0.05
    return 440.0 * 2.0 ** ((smoothed(semitones, 24) + wobble + drift + singer.detune - 69.0) / 12.0)


def _dynamics(notes: list[Note], late: float, count: int) -> Audio:
    """Loudness: each note swells in and eases off; the last before a rest dies away."""
    time = np.arange(count) * HOP / RATE - late
    out = np.full(count, 0.0)
    for note in notes:
        since = time - note.start
        inside = (since > -0.2) & (since < note.seconds + 0.02)
        share = np.clip(since[inside] / max(note.seconds, 0.05), 0.0, 1.0)
        out[inside] = note.loud * (0.85 + 0.25 * np.sin(np.pi * share) - 0.2 * share)
    return smoothed(out, 16)


@dataclass(frozen=True)
class Manner:
    """How somebody speaks: pitch from start to end of a phrase, pace, lift of stress in semitones."""

    high: float = 150.0
    low: float = 90.0
    pace: float = 1.0
    lift: float = 4.0
    rise: bool = False


@dataclass(frozen=True)
class Reading:
    """A sentence laid out in time: its steps, its stresses (time, strength), its phrases (start, end)."""

    steps: list[Placed]
    accents: list[tuple[float, float]]
    phrases: list[tuple[float, float]]


def said(singer: Singer, manner: Manner, sentence: str) -> Audio:
    """A sentence in phonemes: `1` or `2` after a vowel stresses it, `,` pauses, `|` is a shorter breath."""
    laid = _laid_out(sentence, manner.pace)
    count = frames(laid.phrases[-1][1] + 0.35) // HOP
    return spoken_or_sung(singer, laid.steps, _prosody(singer, manner, laid, count), _phrasing(laid, count))


def _laid_out(sentence: str, pace: float, time: float = 0.12) -> Reading:
    """Each phoneme at its time: stressed ones longer, the last syllable of a phrase drawn out."""
    laid = Reading([], [], [])
    for phrase, pause in _phrases(sentence):
        first, names = time, phrase.split()
        last = max(position for position, name in enumerate(names) if name.rstrip("12") in VOWELS)
        for position, name in enumerate(names):
            stress = int(name[-1]) if name[-1].isdigit() else 0
            stretch = (1.0 + 0.28 * stress if stress else 0.95) * (1.35 if position >= last else 1.0) / pace
            if stress:
                laid.accents.append((time, float(stress)))
            for step in PHONEMES[name.rstrip("12")]:
                laid.steps.append(Placed(step, time, step.seconds * stretch))
                time += step.seconds * stretch
        laid.phrases.append((first, time))
        time += pause
    return laid


def _phrases(sentence: str) -> list[tuple[str, float]]:
    """The parts of a sentence, each with the pause after it."""
    parts = [(long.split("|")) for long in sentence.split(",")]
    return [(text, 0.05 if n + 1 < len(group) else 0.24) for group in parts for n, text in enumerate(group)]


def _prosody(singer: Singer, manner: Manner, laid: Reading, count: int) -> Audio:
    """Pitch in Hz: it falls through each phrase, resets a little lower, lifts on stress."""
    time = np.arange(count) * HOP / RATE
    top, floor = 12 * np.log2(manner.high), 12 * np.log2(manner.low)
    semitones = np.full(count, top)
    for number, (first, last) in enumerate(laid.phrases):
        share = np.clip((time - first) / (last - first), 0.0, 1.0)
        inside = time >= first - 0.05
        semitones[inside] = (top - 0.8 * number - (top - floor) * 0.75 * share)[inside]
        closing = np.clip((time - last + 0.22) / 0.2, 0.0, 1.0) * (time < last + 0.2)
        semitones += closing * ((7.0 if manner.rise else -2.5) if number + 1 == len(laid.phrases) else 1.0)
    for moment, strength in laid.accents:
        semitones += strength * manner.lift * np.exp(-(((time - moment - 0.06) / 0.085) ** 2))
    drift = smoothed(Dice(f"{singer.name} prosody").noise(count), 10) * 0.12
    return 2.0 ** ((smoothed(semitones, 16) + drift) / 12.0)


def _phrasing(laid: Reading, count: int) -> Audio:
    """Loudness: stressed syllables a little louder, phrases fading as the breath goes, silence between."""
    time = np.arange(count) * HOP / RATE
    out = np.zeros(count)
    for first, last in laid.phrases:
        inside = (time >= first - QUIET) & (time <= last + QUIET)
        out[inside] = 1.0 - 0.25 * ((time - first) / (last - first))[inside]
    for moment, strength in laid.accents:
        out *= 1.0 + 0.22 * strength * np.exp(-(((time - moment - 0.07) / 0.09) ** 2))
    return smoothed(out, 10)
