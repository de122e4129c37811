"""Files in a null test that are unlike: refused, or said together with how they are taken."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from stemtui.errors import StemtuiError
from stemtui.header import Header
from stemtui.render.proofs.null import Placed
from stemtui.text import clock, counted, few

_NAMED = 3
_LOSSY = ("VORBIS", "OPUS", "MPEG", "ADPCM", "ULAW", "ALAW", "GSM", "DWVW")


def refuse_unlike(placed: Sequence[Placed]) -> None:
    """Raise StemtuiError for files that have no samples in common."""
    mix = placed[-1]
    for one in placed[:-1]:
        if one.source.samplerate != mix.source.samplerate:
            rates = [f"{each.name!r} is at {each.source.samplerate / 1000:g} kHz" for each in (one, mix)]
            raise StemtuiError(f"{' and '.join(rates)}: print both at one rate, then compare them.")
    widths = {one.source.channels: one.name for one in placed}
    if len(widths) > 1 and sorted(widths) != [1, 2]:
        said = [f"{name!r} has {counted(channels, 'channel')}" for channels, name in sorted(widths.items())]
        raise StemtuiError(f"{' and '.join(said)}: only mono and stereo can be compared with each other.")


def remarks_on(placed: Sequence[Placed]) -> Iterator[str]:
    """What is unlike among the files, and how it is taken."""
    mix, rate = placed[-1], placed[-1].source.samplerate
    mono = [one.name for one in placed if one.source.channels == 1]
    if 0 < len(mono) < len(placed):
        yield f"Mono, and taken as alike in both channels: {_few(mono)}."
    for frames, names in _grouped((one.source.frames - mix.source.frames, one.name) for one in placed):
        how = "longer" if frames > 0 else "shorter"
        silence = "the mix counts as silence there" if frames > 0 else "what is missing counts as silence"
        by = f"{counted(abs(frames), 'sample')} ({clock(abs(frames) / rate, 3)}) {how} than the mix"
        yield f"{_few(names)}: {by}; {silence}."
    yield from _placements(placed)
    lossy = [one.name for one in placed if is_lossy(one.source.header)]
    if lossy:
        yield f"Lossy, so that more is lost than rounding explains: {_few(lossy)}."


def is_lossy(header: Header) -> bool:
    """Whether a file's codec loses more than rounding does."""
    return any(codec in header.subtype for codec in _LOSSY)


def _placements(placed: Sequence[Placed]) -> Iterator[str]:
    """How time references were followed, where they are not all the same."""
    mix, rate = placed[-1], placed[-1].source.samplerate
    references = [one.source.header.time_reference for one in placed]
    for frames, names in _grouped((one.start, one.name) for one in placed):
        when = f"{counted(abs(frames), 'sample')} ({clock(abs(frames) / rate, 3)})"
        how = f"{when} {'after' if frames > 0 else 'before'} {mix.name!r} begins"
        yield f"{_few(names)}: placed {how}, by the BWF time references."
    without = [one.name for one, found in zip(placed, references, strict=True) if found is None]
    if references[-1] is None and len(set(references)) > 2:
        yield "The stems' BWF time references differ, and the mix has none: all are taken from their starts."
    elif without and any(one.start for one in placed):
        yield f"Without a BWF time reference, and taken from the mix's start: {_few(without)}."


def _grouped(differences: Iterator[tuple[int, str]]) -> Iterator[tuple[int, list[str]]]:
    """The names by the number that they share, those of 0 left out."""
    names: dict[int, list[str]] = defaultdict(list)
    for number, name in differences:
        names[number].append(name)
    yield from ((number, found) for number, found in sorted(names.items()) if number)


def twice(paths: Sequence[Path]) -> Iterator[str]:
    """A file that is among the others already."""
    seen: set[Path] = set()
    for path in paths:
        if path.resolve() in seen:
            yield f"{path.name!r} is named more than once, and taken each time."
        seen.add(path.resolve())


def _few(names: list[str]) -> str:
    return few([repr(name) for name in names], _NAMED)
