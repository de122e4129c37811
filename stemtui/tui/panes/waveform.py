"""Waveforms drawn with letters: a strip for the track under the cursor, a thumbnail for a row.

A letter stands for 6 dB: the highest for 0 to -6 dBFS, the lowest for all that is quieter than -42 dBFS and
still above -60 dBFS, a blank for what is not. Where there are two lines, peaks stand on the middle and RMS
hangs below it.
"""

import math
import os
import sys
from pathlib import PurePosixPath

from stemtui.audio.pictures.overview import AUDIBLE, Overview
from stemtui.errors import AudioFileError
from stemtui.glossary.wrapping import columns, cut, wrap
from stemtui.session import item_name, split_item
from stemtui.text import clock, counted, printable
from stemtui.tui.desk.desk import TRACKS, Desk
from stemtui.tui.panes.rows import NAME, QUIET, WARN, Piece

BLOCKS, ASCII = " ▁▂▃▄▅▆▇█", " .:-=+*#@"
HANGING = " ▔▔▀▀▀███"
PLAIN_TERMINALS = ("linux", "vt", "ansi", "cons", "dumb")
DB_A_LETTER = 6.0
LATE_SECONDS = 1.0
WORDS = 38
FEWEST, LONGEST = 8, 14

Found = Overview | AudioFileError | None
"""What is known of a file: its overview, why there is none, or nothing yet because it takes long."""


def letters() -> str:
    """The nine letters from silence to full scale that this terminal can be trusted to have."""
    is_plain = os.environ.get("TERM", "").startswith(PLAIN_TERMINALS)
    encoding = getattr(sys.__stdout__, "encoding", None) or "utf-8"
    return BLOCKS if encoding.lower().startswith("utf") and not is_plain else ASCII


def here(desk: Desk) -> str:
    """The file of the track under the cursor; "" where there is none."""
    kind, key = split_item(desk.here) if desk.pane == TRACKS and desk.here else ("", "")
    return desk.session.track(key).file if kind == "track" else ""


def waveform_lines(desk: Desk, width: int, height: int) -> list[list[Piece]]:
    """The strip of the track under the cursor: its waveform, its levels, and what is striking about it."""
    if (file := here(desk)) not in desk.overviews:
        return []
    found = desk.overviews[file]
    if found is None:
        return [[(" measuring ...", QUIET)]]
    if isinstance(found, AudioFileError):
        lines = wrap(printable(why_not(file, found)), width - 2)
        lines[height - 1 :] = [cut(" ".join(lines[height - 1 :]), width - 2)]
        return [[(f" {line}", WARN)] for line in lines]
    cells = max(FEWEST, (width - WORDS) // 2)
    whose = whose_it_is(desk)
    above: list[Piece] = [(f" {drawn(found.peaks(cells), letters())}", NAME), (whose, QUIET)]
    room = width - cells - 2
    if height < 2:
        return [above + fitting(figures(found), striking(found), room - columns(whose))]
    below = [(f" {drawn(found.powers(cells), HANGING if letters() == BLOCKS else ASCII)}", NAME)]
    peak, rms, lufs = figures(found) or ("", "", "")
    return [
        above + fitting([f"{peak} dBFS" if peak else "", lufs], [], room - columns(whose)),
        below + fitting([f"{rms} dBFS" if rms else ""], [*striking(found), *ended(found)], room),
    ]


def whose_it_is(desk: Desk) -> str:
    """The name of the track under the cursor, where the words above the strip are about marked ones."""
    about_it = desk.chosen == (desk.here,)
    return "" if about_it else f"  {cut(printable(item_name(desk.session, desk.here)), LONGEST)}:"


def why_not(file: str, error: AudioFileError) -> str:
    """Why a file has no waveform, without its name, which stands in the row."""
    why = str(error).removeprefix(repr(PurePosixPath(file).name))
    return f"Its file{why}" if why.startswith(" ") else why.lstrip(": ")


def thumbnail(found: Found, cells: int) -> str:
    """A waveform in a row, or a word where there is none."""
    if isinstance(found, AudioFileError):
        return "unreadable"
    if found is None:
        return ""
    if found.begins is None:
        return "silent" if found.is_silent else "below -60 dBFS"
    return drawn(found.peaks(cells), letters())


def figures(found: Overview) -> list[str]:
    """Peak, RMS and loudness, each as wide whatever it is; none of silence."""
    if found.is_silent:
        return []
    lufs = " none" if found.integrated_lufs is None else f"{found.integrated_lufs:5.1f}"
    return [f"peak {dbfs(found.peak):5.1f}", f"rms {dbfs(found.whole_rms):5.1f}", f"{lufs} LUFS"]


def striking(found: Overview) -> list[str]:
    """What an engineer should see at a glance, the worst first."""
    if found.is_silent:
        return ["silent"]
    if found.begins is None:
        return ["nothing above -60 dBFS"]
    said = [*_holed(found), *_too_loud(found), *_sides(found)]
    if (begins := found.seconds(found.begins)) >= LATE_SECONDS:
        said.append(f"starts late {clock(begins, 1)}")
    return said


def ended(found: Overview) -> list[str]:
    """Where the sound ends, if that is before the file does: so many files do that it waits for room."""
    if found.ends is None or found.seconds(found.frames - found.ends) < LATE_SECONDS:
        return []
    return [f"ends {clock(found.seconds(found.ends), 1)}"]


def _holed(found: Overview) -> list[str]:
    if not found.holes:
        return []
    at = clock(found.holes[0].at, 1)
    return [f"hole at {at}" if len(found.holes) == 1 else f"{len(found.holes)} holes from {at}"]


def _too_loud(found: Overview) -> list[str]:
    if found.peak > 1.0:
        return ["over 0 dBFS"]
    if found.clips_at is None:
        return []
    at = clock(found.seconds(found.clips_at), 1)
    return [f"clips at {at}" if found.clips == 1 else f"clips {counted(found.clips, 'time')} from {at}"]


def _sides(found: Overview) -> list[str]:
    names = ("left", "right") if len(found.channel_peaks) == 2 else ()
    silent = [number for number, peak in enumerate(found.channel_peaks) if not peak]
    if silent:
        return [f"{names[silent[0]] if names else f'channel {silent[0] + 1}'} is silent"]
    return [f"{'both sides' if names else 'all channels'} alike"] if found.are_alike else []


def fitting(levels: list[str], words: list[str], room: int) -> list[Piece]:
    """Levels and striking words, as many as there is room for.

    RMS gives way first, then loudness, then all words but the first, then peak, and that word last of all.
    """
    levels, words = [level for level in levels if level], list(words)
    while sum(2 + columns(part) for part in (*levels, *words)) > room:
        if len(levels) > 1:
            levels.pop(-2 if len(levels) > 2 else -1)
        else:
            (words if len(words) > 1 or not levels else levels).pop()
    return [(f"  {level}", NAME) for level in levels] + [(f"  {word}", WARN) for word in words]


def drawn(amplitudes: list[float], letters: str) -> str:
    """Amplitudes as letters, one each."""
    return "".join(letters[level(amplitude)] for amplitude in amplitudes)


def level(amplitude: float) -> int:
    """Which of the letters an amplitude is drawn with."""
    if amplitude <= AUDIBLE:
        return 0
    return min(8, max(1, 8 - math.floor(-dbfs(amplitude) / DB_A_LETTER)))


def dbfs(amplitude: float) -> float:
    """An amplitude above 0 in dBFS."""
    return 20.0 * math.log10(amplitude)
