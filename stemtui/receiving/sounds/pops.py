"""2-pops and slate tones: 1 kHz beside silence, at the head or tail of a file, which is none of the music."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from stemtui.errors import Problem
from stemtui.receiving.sounds.fitting import Array
from stemtui.receiving.sounds.hearing import Heard, hear
from stemtui.text import clock, few

_HERTZ, _NEAR = 1_000.0, 0.03
_SILENT, _PURE, _EDGE = 1e-7, 0.9, 0.01
_SHORT, _LONGEST, _BESIDE = 0.12, 60.0, 0.3
_HEARD, _FEW = 1.0, 3
_NOTHING = 1e-300

Span = tuple[int, int]


def pops(heard: Sequence[Heard]) -> dict[int, tuple[Span, ...]]:
    """The frames, of the common time, at which files hold such a tone, by index; those without are absent."""
    found = {at: tuple(_tones(one)) for at, one in enumerate(heard)}
    return {at: spans for at, spans in found.items() if spans}


def without(heard: Sequence[Heard], found: Mapping[int, Sequence[Span]]) -> tuple[Heard, ...]:
    """The files as they are compared, each silent where it has such a tone; levels are as they came."""
    grid = heard[0].grid
    asked = [replace(heard[at].asked, spared=_own(heard[at], spans)) for at, spans in found.items()]
    files = list(heard)
    for at, one in zip(found, hear(asked, grid), strict=True):
        if isinstance(one, Heard):
            old = heard[at]
            files[at] = replace(one, peak=old.peak, clips=old.clips, clips_at=old.clips_at, holes=old.holes)
    return tuple(files)


def _own(one: Heard, spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple((first - one.start, last - one.start) for first, last in spans)


def problems(heard: Sequence[Heard], found: Mapping[int, Sequence[Span]], rate: int) -> Iterator[Problem]:
    """That there is such a tone, in which files it is not, and that it was left out."""
    if not found:
        return
    first, last = min(span for spans in found.values() for span in spans)
    what = "2-pop" if last - first < 2 * _SHORT * rate else "slate tone"
    without = [repr(one.file) for at, one in enumerate(heard) if at not in found]
    where = "all files" if not without else f"{len(found)} of {len(heard)} files"
    if without and len(without) <= len(found):
        where += f", and not in {few(without, _FEW)}"
    elif without:
        where = few([repr(heard[at].file) for at in found], _FEW)
    text = f"A {what} (1 kHz, at {clock(max(0, first) / rate, 3)}) is in {where}: not compared there."
    yield Problem("", text, severity="warning")


def _tones(one: Heard) -> Iterator[Span]:
    """The first and the last sound of a file, where silence is beside it and it is that tone."""
    grid, rate = one.grid, one.asked.rate or one.header.samplerate
    loud = np.flatnonzero(one.powers > _SILENT * one.powers.max(initial=0.0))
    beside = max(2, int(_BESIDE * rate) // grid.cell)
    gaps = np.flatnonzero(np.diff(loud) > beside)
    if not len(gaps):
        return
    starts, ends = loud[[0, *(gaps + 1)]], loud[[*gaps, -1]]
    for at, next_to_it in ((0, 1), (-1, -2)):
        spans = [_span(one, starts[place], ends[place]) for place in (at, next_to_it)]
        tones = [_is_tone(one, begin, end, rate) for begin, end in spans]
        # one tone after another is a click
        if tones[0] and not (tones[1] and len(gaps) > 1):
            yield spans[0]


def _span(one: Heard, first: int, last: int) -> Span:
    begin, end = (int(cell) * one.grid.cell - one.grid.before for cell in (first, last + 1))
    return begin, end


def _is_tone(one: Heard, first: int, last: int, rate: int) -> bool:
    """Whether a file is short there, and nearly all of its first second one steady tone of 1 kHz."""
    if last - first > _LONGEST * rate:
        return False
    last = min(last, first + int(_HEARD * rate))
    with one.asked.opened() as source:
        block = one.asked.read(source, first, last - first)
    sound = np.asarray(block[np.abs(block).max(axis=1).argmax()], np.float64)
    sounding = np.flatnonzero(np.abs(sound) > _EDGE * np.abs(sound).max(initial=0.0))
    if not len(sounding):
        return False
    sound = sound[sounding[0] : sounding[-1] + 1]
    return _share(sound, rate) >= _PURE


def _share(sound: Array, rate: int) -> float:
    """How much of a sound's power is a steady tone of about 1 kHz."""
    time = 2.0 * np.pi * np.arange(len(sound)) / rate
    best = 0.0
    size = 1 << (4 * len(sound) - 1).bit_length()
    magnitude = np.abs(np.fft.rfft(sound, size))
    near = np.fft.rfftfreq(size, 1.0 / rate)
    inside = np.flatnonzero(np.abs(near - _HERTZ) <= _NEAR * _HERTZ)
    if len(inside):
        hertz = float(near[inside[magnitude[inside].argmax()]])
        waves = np.stack([np.cos(hertz * time), np.sin(hertz * time)])
        fitted = np.linalg.lstsq(waves.T, sound, rcond=None)[0] @ waves
        best = float(np.square(fitted).sum() / (np.square(sound).sum() + _NOTHING))
    return best
