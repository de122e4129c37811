"""What a residual is: the mix as a whole late, inverted or louder; one stem so; or something else."""

import math
from collections.abc import Sequence

import numpy as np

from stemtui.audio.samples.quantise import Samples
from stemtui.frozen import frozen
from stemtui.render.proofs.likeness import ELSEWHERE, LEAST_ALIKE, REACH_SECONDS, looks
from stemtui.render.proofs.null import Placed, width

_FRAMES = 65_536
_REACH = 9_600
"""Frames by which a stem is looked for early and late: all the others are read there too."""
_EXPLAINED = 0.99
_GONE = 0.01
_TWICE = 0.005


@frozen
class Suspect:
    """What explains a residual: the fault in words, the stem it resembles most ("" unknown), and how much."""

    fault: str
    stem: str = ""
    likeness: float = 0.0


def suspect(stems: Sequence[Placed], mix: Placed, worst: int) -> Suspect:
    """What the residual around its worst moment is; the files are read there again."""
    channels, begin, frames = width([*stems, mix]), worst - _FRAMES // 2 - _REACH, _FRAMES + 2 * _REACH
    left = _total(stems, begin, frames, channels) - mix.heard(begin, frames, channels)
    ranked = _ranked(stems, left, begin)
    likeness, nearest = ranked[0]
    if said := _of_mix(stems, mix, worst):
        return Suspect(f"the mix is {said} beside the sum of the stems", nearest.name, likeness)
    for likely, stem in ranked:
        if said := _of_stem(stem.heard(begin, frames, channels), left):
            return Suspect(f"{stem.name!r} is {said}", stem.name, likely)
    return Suspect("", nearest.name, likeness) if likeness >= LEAST_ALIKE else Suspect("")


def _total(stems: Sequence[Placed], start: int, frames: int, channels: int) -> Samples:
    """The sum of stems from a frame on."""
    total = np.zeros((channels, frames))
    for stem in stems:
        total += stem.heard(start, frames, channels)
    return total


def _of_mix(stems: Sequence[Placed], mix: Placed, worst: int) -> str:
    """How the mix differs from the sum of the stems, around the worst moment or elsewhere."""
    channels, begin = width([*stems, mix]), min(stem.start for stem in stems)
    frames = max(stem.end for stem in stems) - begin
    centres = (worst, *(begin + round(frames * part) for part in ELSEWHERE))
    starts = (centre - _FRAMES // 2 for centre in centres)
    moments = ((start, _total(stems, start, _FRAMES, channels)) for start in starts)
    reach = REACH_SECONDS * mix.source.samplerate
    return looks(moments, lambda start, frames: mix.heard(start, frames, channels), reach)


def _ranked(stems: Sequence[Placed], left: Samples, begin: int) -> list[tuple[float, Placed]]:
    """The stems by how much the residual resembles them (0 to 1), the most alike first."""
    found = []
    for stem in stems:
        own, rest = _inner(stem.heard(begin, left.shape[1], len(left))), _inner(left)
        power = _energy(own) * _energy(rest)
        found.append((abs(_product(own, rest)) / math.sqrt(power) if power else 0.0, stem))
    return sorted(found, key=lambda each: -each[0])


def _of_stem(own: Samples, left: Samples) -> str:
    """How a stem is in the mix, if that explains what is left; `left` is stem minus mix and nothing more."""
    stem, rest = _inner(own), _inner(left)
    power = _energy(stem)
    if not power:
        return ""
    gain = 1.0 - _product(stem, rest) / power
    if _energy(rest - stem * (1.0 - gain)) <= (1.0 - _EXPLAINED) * _energy(rest):
        return _level(gain)
    in_mix = own - left
    said = looks([(_REACH, stem)], lambda at, frames: in_mix[:, at : at + frames], _REACH)
    return f"{said} in the mix" if said else ""


def _level(gain: float) -> str:
    """A stem's gain in the mix, in words."""
    if abs(gain) < _GONE:
        return "not in the mix"
    if abs(gain - 2.0) < _TWICE:
        return "in the mix twice"
    db = 20.0 * math.log10(abs(gain))
    said = ["inverted in polarity"] if gain < 0 else []
    if round(abs(db), 2):
        said.append(f"{abs(db):.2f} dB {'louder' if db > 0 else 'quieter'}")
    return f"{' and '.join(said)} in the mix"


def _inner(around: Samples) -> Samples:
    return around[:, _REACH:-_REACH]


def _product(one: Samples, other: Samples) -> float:
    return float((one * other).sum())


def _energy(samples: Samples) -> float:
    return float(np.square(samples).sum())
