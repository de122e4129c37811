"""How far a stream decodes: found by decoding it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stemtui.audio.samples.libsndfile import Stream

_BLOCK = 65_536
_SAMPLES = 2**20
"""So many are decoded at a time at most, whatever a header says of its channels."""
_SMALLER = (256, 1)


def decodes(opened: Callable[[], "Stream"]) -> tuple[int, str]:
    """How many frames a stream decodes to, and why it breaks off there ("" where it just ends).

    Those that are made of bytes which its file does not hold are none.
    """
    frames, why, is_cut = _read_on(opened, 0, _BLOCK)
    for step in _SMALLER if why or is_cut else ():
        frames = _read_on(opened, frames, step)[0]
    return frames, why


def _read_on(opened: Callable[[], "Stream"], sure: int, step: int) -> tuple[int, str, bool]:
    """The same, with steps of so many frames behind those that are sure to decode, and whether it was cut."""
    frames = 0
    with opened() as file:
        most = _SAMPLES // file.channels
        try:
            while read := file.passed(min(most, sure - frames) if frames < sure else min(most, step)):
                if file.is_past:
                    return frames, "", True
                frames += read
        except RuntimeError as error:
            return frames, str(error).strip(" .") or "it does not decode", False
    return frames, "", False
