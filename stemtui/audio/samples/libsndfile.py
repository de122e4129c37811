"""libsndfile: every format that our own header readers do not know, and most decoding.

It is written in C, and a file can bring it down; so it has processes of its own, which do not take this one
with them, nor the work in it. Each reads many streams; a stream whose process has ended, whatever it ended
of, gets one to itself, and only the one that brings that down too is to blame.
"""

import os
from contextlib import suppress
from itertools import count
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from stemtui.audio.formats.claims import Claims
from stemtui.audio.machine.apart import Apart, Gone
from stemtui.audio.machine.forks import cores
from stemtui.errors import AudioFileError, DecoderError

if TYPE_CHECKING:
    from stemtui.audio.samples.quantise import Samples, Steps

_PROGRAM = "stemtui.audio.samples.decoding"
_PASSED = 65_536
_TOO_LONG = "SIGPROF"


class Reader(Apart):
    """A process that reads, and how many streams."""

    def __init__(self) -> None:
        super().__init__(_PROGRAM)
        self.streams = 0


class Readers:
    """The processes that read for this one. One that was forked has none yet."""

    def __init__(self) -> None:
        self._lock, self._process, self._readers = Lock(), os.getpid(), list[Reader]()

    def idlest(self) -> Reader:
        """The one with the fewest streams, which has one more now. Raises OSError."""
        with self._lock:
            if self._process != os.getpid():
                self._process, self._readers = os.getpid(), []
            self._readers = [one for one in self._readers if not one.is_gone]
            found = min(self._readers, key=lambda one: one.streams, default=None)
            if found is None or (found.streams and len(self._readers) < cores()):
                found = Reader()
                self._readers.append(found)
            found.streams += 1
            return found

    def processes(self) -> list[int]:
        """The numbers of those that go on."""
        with self._lock:
            return [one.process for one in self._readers if not one.is_gone]

    def left(self, reader: Reader) -> None:
        """A stream of it is closed."""
        with self._lock:
            reader.streams -= 1


readers = Readers()
_numbers = count()


class Stream:
    """A sound file read forwards. Its attributes are what libsndfile says of it.

    Any frames that it `is_past` were made of bytes that its file does not hold. Raises RuntimeError for what
    does not decode, OSError, and DecoderError for what brings the decoder down.
    """

    def __init__(self, path: Path, bare: dict[str, Any] | None, due: int) -> None:
        self._name, self._number, self._process = path.name, next(_numbers), os.getpid()
        self._opening = {"open": os.path.join(os.getcwd(), path), "bare": bare, "due": due}
        self._reader, self._is_alone, self._at = readers.idlest(), False, 0
        try:
            facts, _ = self._asked(self._opening)
        except BaseException:  # whatever stops it, an interrupt too: its reader must be free for others
            self._leave()
            raise
        self.is_past = False
        self.format, self.subtype = str(facts["format"]), str(facts["subtype"])
        self.channels, self.samplerate = int(facts["channels"]), int(facts["samplerate"])
        self.frames, self.extra_info = int(facts["frames"]), str(facts["extra_info"])

    def samples(self, frames: int) -> "Samples":
        """The next frames, shape (channels, frames), full scale being 1.0; fewer where the file ends."""
        import numpy as np  # here, because a header needs none

        read = np.frombuffer(self._read(frames, "float64"))
        samples: Samples = np.ascontiguousarray(read.reshape(-1, self.channels).T)
        return samples

    def steps(self, frames: int) -> "Steps":
        """The same of samples of up to 24 bit, as whole steps of 24 bit."""
        import numpy as np

        read = np.frombuffer(self._read(frames, "int32"), np.int32)
        steps: Steps = np.ascontiguousarray(read.reshape(-1, self.channels).T)
        return np.right_shift(steps, 8, out=steps)

    def passed(self, frames: int) -> int:
        """How many of the next frames decode, which nobody wants to hear."""
        answer, _ = self._asked({"pass": frames})
        return self._counted(answer)

    def seek(self, frame: int) -> None:
        """Go to a frame."""
        self._asked({"seek": frame})
        self._at = frame

    def close(self) -> None:
        """Close the file; one that was opened before this process was forked is the other's."""
        if self._process != os.getpid() or not self._opening:
            return
        self._opening = {}
        if not self._is_alone:
            with suppress(Gone):
                self._reader.ask({"stream": self._number, "close": True})
        self._leave()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read(self, frames: int, kind: str) -> bytearray:
        answer, behind = self._asked({"frames": frames, "kind": kind})
        self._counted(answer)
        return behind

    def _counted(self, answer: dict[str, Any]) -> int:
        self.is_past = bool(answer["is_past"])
        self._at += int(answer["frames"])
        return int(answer["frames"])

    def _asked(self, question: dict[str, Any]) -> tuple[dict[str, Any], bytearray]:
        try:
            answer, behind = self._reader.ask(question | {"stream": self._number})
        except Gone as error:
            if self._is_alone:
                raise self._fallen(str(error)) from error
            self._go_apart(question is not self._opening)
            return self._asked(question)
        if "refused" in answer:
            raise AudioFileError(answer["refused"])
        if "disk" in answer:
            raise OSError(answer["number"], answer["disk"])
        if "decoder" in answer:
            raise RuntimeError(answer["decoder"])
        return answer, behind

    def _go_apart(self, is_open: bool) -> None:
        """Have a process to itself, and in that what it had."""
        own, former = Reader(), self._reader
        self._reader, self._is_alone = own, True
        readers.left(former)
        if is_open:
            self._asked(self._opening)
            for at in range(0, self._at, _PASSED):
                self._asked({"pass": min(_PASSED, self._at - at)})

    def _leave(self) -> None:
        if self._is_alone:
            self._reader.end()
        else:
            readers.left(self._reader)

    def _fallen(self, signal: str) -> DecoderError:
        does = "keeps its decoder busy without end" if signal == _TOO_LONG else "brings its decoder down"
        of = f" ({signal})" if signal and signal != _TOO_LONG else ""
        return DecoderError(
            f"{self._name!r} {does}{of}: leave it out, or convert it to WAV or FLAC with another program."
        )


def open_sound(path: Path, called: str = "", bare: Claims | None = None, due: int = 0) -> Stream:
    """Open a file with libsndfile; or its `bare` samples, which these claims say where to find.

    One that was cut is filled up to the bytes that are `due` where it does not open without them.

    Raises AudioFileError for what it does not open.
    """
    try:
        return Stream(path, _lying(bare) if bare else None, due)
    except OSError as error:
        raise AudioFileError(f"{called or path.name!r} could not be read: {error.strerror}.") from error
    except RuntimeError as error:
        raise AudioFileError(
            f"{called or path.name!r} is not a sound file that libsndfile opens: convert it to WAV or FLAC."
        ) from error


def _lying(claims: Claims) -> dict[str, Any]:
    """Where bare samples lie in a file, and what they are."""
    header = claims.header
    return {
        "subtype": header.subtype,
        "channels": header.channels,
        "samplerate": header.samplerate,
        "frames": header.frames,
        "at": claims.samples_at,
        "block": claims.block,
    }
