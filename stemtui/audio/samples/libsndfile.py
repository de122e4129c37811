"""libsndfile, through soundfile: every format that our own header readers do not know, and most decoding."""

import os
import re
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from stemtui.audio.formats.claims import Claims
from stemtui.audio.formats.mended import Bare, Filled, Mended
from stemtui.audio.machine.opening import handle_of
from stemtui.audio.machine.quiet import quiet_c_streams
from stemtui.audio.samples.quantise import Samples, Steps
from stemtui.errors import AudioFileError

_NOTED = ("VOC", "PAF", "AVR", "MPC2K", "SVX", "WVE")
_CUT = re.compile(r"truncated|(?:BODY :|Data length) \d+ \(?should be")
_CODED_W64 = re.compile(r"esf_field1 *: 0x(?![13]\b)")
_BODY = re.compile(r"^ *BODY : (\d+)$", re.MULTILINE)
_FRAMES = re.compile(r"^ *Frames *: (\d+)", re.MULTILINE)


class Stream(soundfile.SoundFile):  # type: ignore[misc]
    """A sound file read forwards.

    soundfile moves a seekable file to where it already is after each read; libsndfile fails at that near the
    end of a FLAC that does not say how long it is, and the last block is lost.
    """

    def seekable(self) -> bool:
        """Keep soundfile from seeking by itself."""
        return False

    def samples(self, frames: int) -> Samples:
        """The next frames, shape (channels, frames), full scale being 1.0; fewer where the file ends."""
        samples: Samples = np.ascontiguousarray(self.read(frames, dtype="float64", always_2d=True).T)
        return samples

    def steps(self, frames: int) -> Steps:
        """The same of samples of up to 24 bit, as whole steps of 24 bit."""
        steps: Steps = np.ascontiguousarray(self.read(frames, dtype="int32", always_2d=True).T)
        return np.right_shift(steps, 8, out=steps)

    def read(self, *arguments: Any, **options: Any) -> Any:
        """Read as soundfile does, without what libmpg123, and libsndfile for ALAC and SDS, print."""
        with quiet_c_streams():
            return super().read(*arguments, **options)


class MendedStream(Stream):
    """A damaged file, read as it is mended, and closed with it."""

    def __init__(self, file: Mended) -> None:
        self._mended = file
        super().__init__(file)

    def close(self) -> None:
        """Close the file."""
        super().close()
        self._mended.close()


def open_sound(path: Path, called: str = "", bare: Claims | None = None, due: int = 0) -> Stream:
    """Open a file with libsndfile, in silence; or its `bare` samples, which these claims say where to find.

    One that was cut is filled up to the bytes that are `due` where it does not open without them.

    Raises AudioFileError for what it does not open.
    """
    try:
        with quiet_c_streams():
            if bare:
                return MendedStream(Bare(path, bare))
            return _opened(path, due)
    except OSError as error:
        raise AudioFileError(f"{called or path.name!r} could not be read: {error.strerror}.") from error
    except (RuntimeError, TypeError, ValueError) as error:
        # TypeError: soundfile takes a file named .raw as one without a header and asks for its rate
        raise AudioFileError(
            f"{called or path.name!r} is not a sound file that libsndfile opens: convert it to WAV or FLAC."
        ) from error


def misread(sound: Stream) -> str:
    """What libsndfile 1.2.2 opens and reads falsely: a W64 that names a coding by its GUID, which it takes
    for bare samples, and the channels of an 8SVX, which lie one behind the other; "" for anything else."""
    if sound.format == "W64" and _CODED_W64.search(sound.extra_info):
        return "a W64 whose samples are coded in a form that is not opened here: convert it to WAV or FLAC"
    if sound.format == "SVX" and sound.channels > 1:
        return f"an 8SVX of {sound.channels} channels, which is not opened here: convert it to WAV or FLAC"
    return ""


def untrue(sound: Stream) -> str:
    """What is wrong with a file of a form that nothing else here reads, by what libsndfile notes of it.

    It says of VOC and PAF, and of what a few others claim, that they were cut; of a whole GSM in WAV it does
    at times too. What lies behind the sound that is stated it reads as sound.
    """
    if sound.format not in _NOTED:
        return ""
    noted = sound.extra_info
    claims = [int(frames) for frames in _FRAMES.findall(noted)]
    claims += [int(size) // (2 if sound.subtype == "PCM_16" else 1) for size in _BODY.findall(noted)]
    if _CUT.search(noted) or any(claimed > sound.frames for claimed in claims):
        return "truncated: the header claims more than the file holds"
    if any(claimed < sound.frames for claimed in claims):
        return "the file holds more than the header claims, and that would be read as sound"
    return ""


def _opened(path: Path, due: int) -> Stream:
    """By its handle; what libsndfile knows by its name alone, as an MP3 that is cut at its start, by that.

    Anything at all that is named .snd, .au, .vox or .gsm is sound to it. Raises ValueError for that.
    """
    if os.name == "nt":
        return _headed(Stream(path))
    try:
        return Stream(handle_of(path))
    except RuntimeError:
        return MendedStream(Filled(path, due)) if due else _headed(Stream(path))


def _headed(stream: Stream) -> Stream:
    """The stream, if its file has a header."""
    if stream.format != "RAW":
        return stream
    stream.close()
    raise ValueError("no header says what its samples are")
