"""The command `levels`: what a meter says of any sound files."""

import os
from argparse import Namespace
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from threading import Event

from stemtui.audio.meters.figures import Figures
from stemtui.audio.meters.measuring import measure
from stemtui.cli import output
from stemtui.errors import AudioFileError
from stemtui.frozen import frozen
from stemtui.glossary.wrapping import wrap
from stemtui.holes import Hole, hole_words
from stemtui.text import printable

_COLUMNS = 80
_HEADS = {
    "integrated_lufs": ("LUFS", 1),
    "loudness_range_lu": ("LRA", 1),
    "max_momentary_lufs": ("max M", 1),
    "max_short_term_lufs": ("max S", 1),
    "true_peak_dbtp": ("dBTP", 2),
    "sample_peak_dbfs": ("dBFS", 2),
}
"""How each figure is headed in the table, and its decimals there."""


@frozen
class _Measured:
    """A file as it was named on the command line: its figures and holes, or why there are none."""

    file: str
    figures: Figures | None = None
    holes: tuple[Hole, ...] = ()
    error: AudioFileError | None = None

    def as_dict(self) -> dict[str, object]:
        """The file as `--json` prints it."""
        figures = {key: _rounded(self.figure(key), 2) for key in _HEADS}
        holes = [{"at_seconds": round(at, 3), "seconds": round(length, 4)} for at, length in self.holes]
        problem = str(self.error) if self.error else None
        return {"file": self.file, **figures, "problem": problem, "holes": holes}

    def figure(self, key: str) -> float | None:
        """A figure by its key; None where there is none."""
        return asdict(self.figures)[key] if self.figures else None


def levels(asked: Namespace) -> int:
    """Print loudness and peaks of files; 1 when one of them cannot be read."""
    measured = _measure_all(asked.files)
    errors = [one.error for one in measured if one.error]
    if asked.json:
        output.document([one.as_dict() for one in measured])
    else:
        output.lines(_table(measured))
        for one in measured:
            if one.holes:
                output.aside(f"{Path(one.file).name!r} has {hole_words(one.holes)}: listen there.")
        for error in errors:
            output.stopped(error, as_json=False)
    return int(bool(errors))


def _measure_all(files: Sequence[str]) -> list[_Measured]:
    """Measure files on as many threads as there are cores."""
    is_stopped = Event()

    def measured(file: str) -> _Measured:
        try:
            return _Measured(file, *measure(Path(file), is_wanted=lambda: not is_stopped.is_set()))
        except AudioFileError as error:
            return _Measured(file, error=error)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        try:
            return list(pool.map(measured, files))
        except BaseException:  # an interrupt too: the threads are told to stop, and it goes on
            is_stopped.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _table(measured: Sequence[_Measured]) -> list[str]:
    """A line for each file in 80 columns; a long name goes on below, so that none is cut.

    Files of one folder are named without it.
    """
    heads = [head for head, _ in _HEADS.values()]
    cells = [[_shown(one.figure(key), places) for key, (_, places) in _HEADS.items()] for one in measured]
    figures = output.table([heads, *cells], right=range(len(heads)))
    indent = " " * (len(figures[0]) + 2)
    paths = [Path(one.file) for one in measured]
    is_one_folder = len({path.parent for path in paths}) == 1
    names = ["file", *(path.name if is_one_folder else str(path) for path in paths)]
    rows = zip(names, figures, strict=True)
    return [line for name, row in rows for line in wrap(printable(name), _COLUMNS, indent, first=f"{row}  ")]


def _shown(level: float | None, places: int) -> str:
    return "-" if level is None else f"{_rounded(level, places):.{places}f}"


def _rounded(level: float | None, places: int) -> float | None:
    """A level in so many decimals; one that rounds to nothing has no minus."""
    return None if level is None else round(level, places) + 0.0
