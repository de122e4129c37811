"""FLAC's seal: an MD5 of all samples as they were encoded, in its header (RFC 9639, section 8.2).

Each frame has a checksum of its own, so noise does not pass for sound. But frames that were exchanged,
dropped or made by a faulty encoder are whole, and only the seal tells.
"""

import hashlib
from pathlib import Path

import numpy as np

from stemtui.audio.machine.opening import open_regular
from stemtui.audio.samples.counting import unreadable
from stemtui.audio.samples.quantise import Samples


class Seal:
    """The MD5 that a FLAC file says its samples have, if it says one, and that of those that came.

    Raises AudioFileError where the file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        try:
            with open_regular(path) as file:
                head = file.read(42)
        except OSError as error:
            raise unreadable(path, error) from error
        is_sealed = head[:4] == b"fLaC" and not head[4] & 0x7F and len(head) == 42 and any(head[26:])
        self._said = head[26:] if is_sealed else b""
        self._bits = (int.from_bytes(head[18:26]) >> 36 & 31) + 1
        self._came = hashlib.md5(usedforsecurity=False)

    def add(self, block: Samples) -> None:
        """Take in the next frames, shape (channels, frames), full scale being 1.0."""
        if self._said:
            steps = np.rint(block.T * 2.0 ** (self._bits - 1)).astype("<i4", order="C")
            self._came.update(steps.view(np.uint8).reshape(-1, 4)[:, : (self._bits + 7) // 8].tobytes())

    @property
    def is_broken(self) -> bool:
        """Whether the samples that came, which are all, are not those that were encoded."""
        return bool(self._said) and self._came.digest() != self._said
