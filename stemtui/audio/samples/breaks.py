"""How far a stream decodes: found by decoding it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from stemtui.audio.formats.claims import MOST_FRAMES_A_BYTE

if TYPE_CHECKING:
    from stemtui.audio.samples.libsndfile import Stream

_BLOCK = 65_536
_SAMPLES = 2**20
"""So many are decoded at a time at most, whatever a header says of its channels."""
_SMALLER = (256, 1)


def decodes(opened: Callable[[], "Stream"], size: int) -> tuple[int, str]:
    """How many frames a file of so many bytes decodes to, and why it breaks off there ("" where it ends).

    Those that are made of bytes which it does not hold are none.
    """
    most = size * MOST_FRAMES_A_BYTE
    frames, why, is_cut = _read_on(opened, 0, _BLOCK, most)
    for step in _SMALLER if why or is_cut else ():
        frames = _read_on(opened, frames, step, most)[0]
    return (frames, why) if frames <= most else (0, "it goes on without end")


def _read_on(opened: Callable[[], "Stream"], sure: int, step: int, most: int) -> tuple[int, str, bool]:
    """The same, with steps of so many frames behind those that are sure to decode, and whether it was cut.

    It ends behind so many as no file of that size can hold.
    """
    frames = 0
    with opened() as file:
        widest = _SAMPLES // file.channels
        try:
            while frames <= most and (
                read := file.passed(min(widest, sure - frames if frames < sure else step))
            ):
                if file.is_past:
                    return frames, "", True
                frames += read
        except RuntimeError as error:
            return frames, str(error).strip(" .") or "it does not decode", False
    return frames, "", False
