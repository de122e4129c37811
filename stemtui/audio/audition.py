"""Playing a sound file on this machine, where the extra `audition` is installed.

Run as a program of its own, `python -m stemtui.audio.audition FILE FRAME`: what sound systems print, and how
long they take, is then nothing to the screen. It plays from that frame to the file's end, or until its
standard input ends, which it does with the program that began it however that ends.
"""

import os
import sys
import threading
from pathlib import Path

import numpy as np

from stemtui.audio.samples.source import open_source
from stemtui.errors import StemtuiError

_BLOCK = 4_800
_MOST_CHANNELS = 2


def play(path: Path, start: int) -> None:
    """Play a file from a frame on, of several channels the first two; of a damaged one what can be read.

    Raises AudioFileError, StemtuiError.
    """
    try:
        import sounddevice
    except OSError as error:  # the Python part is there, the library under it is not
        raise StemtuiError(f"Nothing can be played: {error}. Install PortAudio (libportaudio2).") from error
    with open_source(path, damaged=True) as source:
        channels = min(source.channels, _MOST_CHANNELS)
        try:
            with sounddevice.OutputStream(source.samplerate, channels=channels, dtype="float32") as output:
                for at in range(start, source.frames, _BLOCK):
                    block = source.read(at, min(_BLOCK, source.frames - at))[:channels]
                    output.write(np.ascontiguousarray(block.T, np.float32))
        except sounddevice.PortAudioError as error:
            form = f"{source.samplerate / 1000:g} kHz in {source.channels} ch"
            raise StemtuiError(f"{path.name!r}, {form}, cannot be played here: {error}.") from error


def main() -> None:
    """Play what the command line names; say on standard output why it cannot be."""
    threading.Thread(target=_end_with_input, daemon=True).start()
    file, start = sys.argv[1:]
    try:
        play(Path(file), int(start))
    except StemtuiError as error:
        print(error)
        raise SystemExit(1) from None


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
