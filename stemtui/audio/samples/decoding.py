"""libsndfile, as the program of a process apart: `python -m stemtui.audio.samples.decoding`.

Each question names a stream by its number, and opens it, has frames of it, seeks in it or closes it.
"""

import json
import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import soundfile

from stemtui.audio.formats.claims import Claims
from stemtui.audio.formats.mended import Bare, Filled, Mended
from stemtui.audio.machine.opening import handle_of
from stemtui.audio.machine.system import widen
from stemtui.errors import AudioFileError
from stemtui.header import Header

_SECONDS = 120.0
"""Of processor time, in which other programs and disks do not count: no file takes a tenth of it at once."""
_MOST = 2**30
"""So many bytes it may take beside what it begins with: none that is right takes a tenth of them."""
_WIDTHS = {"int32": 4, "float64": 8}


class Stream(soundfile.SoundFile):  # type: ignore[misc]
    """A sound file read forwards.

    soundfile moves a seekable file to where it already is after each read; libsndfile fails at that near the
    end of a FLAC that does not say how long it is, and the last block is lost.
    """

    @property
    def is_past(self) -> bool:
        """Whether bytes were wanted that the file does not hold; only of one that is mended that is known."""
        return False

    def seekable(self) -> bool:
        """Keep soundfile from seeking by itself."""
        return False


class MendedStream(Stream):
    """A damaged file, read as it is mended, and closed with it."""

    def __init__(self, file: Mended) -> None:
        self._mended = file
        super().__init__(file)
        file.opened()

    @property
    def is_past(self) -> bool:
        """Whether bytes were wanted that the file does not hold."""
        return self._mended.is_past

    def close(self) -> None:
        """Close the file."""
        super().close()
        self._mended.close()


class Streams:
    """All that are open, by their numbers, and room for samples of any of them."""

    def __init__(self) -> None:
        self._open: dict[int, Stream] = {}
        self._room = bytearray()

    def answer(self, question: dict[str, Any]) -> tuple[dict[str, Any], memoryview]:
        """The answer to a question, and the samples behind it."""
        number, nothing = question["stream"], memoryview(b"")
        match question:
            case {"open": path, "bare": bare, "due": due}:
                stream = self._open[number] = _opened(Path(path), bare, due)
                return _facts(stream), nothing
            case {"frames": frames, "kind": kind}:
                return self._samples(self._open[number], frames, kind)
            case {"pass": frames}:
                return self._samples(self._open[number], frames, "int32")[0], nothing
            case {"seek": frame}:
                self._open[number].seek(frame)
            case {"close": True}:
                self._open.pop(number).close()
        return {}, nothing

    def _samples(self, stream: Stream, frames: int, kind: str) -> tuple[dict[str, Any], memoryview]:
        each = stream.channels * _WIDTHS[kind]
        if len(self._room) < frames * each:
            self._room = bytearray(frames * each)
        room = memoryview(self._room)
        read = stream.buffer_read_into(room[: frames * each], kind)
        return {"frames": read, "is_past": stream.is_past}, room[: read * each]


def _facts(stream: Stream) -> dict[str, Any]:
    return {
        "format": stream.format,
        "subtype": stream.subtype,
        "channels": stream.channels,
        "samplerate": stream.samplerate,
        "frames": stream.frames,
        "extra_info": stream.extra_info,
    }


def _opened(path: Path, bare: dict[str, Any] | None, due: int) -> Stream:
    """A file's bare samples, or itself: by its handle; what libsndfile knows by its name alone, as an MP3
    that is cut at its start, by that.

    One that was cut is filled up to the bytes that are `due` where it does not open without them.
    """
    if bare:
        header = Header("", bare["subtype"], bare["channels"], bare["samplerate"], bare["frames"])
        return MendedStream(Bare(path, Claims(header, samples_at=bare["at"], block=bare["block"])))
    if os.name == "nt":
        return _headed(Stream(path))
    try:
        return MendedStream(Filled(path, path.stat().st_size)) if due else Stream(handle_of(path))
    except RuntimeError:
        return MendedStream(Filled(path, due)) if due else _headed(Stream(path))


def _headed(stream: Stream) -> Stream:
    """The stream, if its file has a header. Raises ValueError for any other.

    Anything at all that is named .snd, .au, .vox or .gsm is sound to libsndfile.
    """
    if stream.format != "RAW":
        return stream
    stream.close()
    raise ValueError("no header says what its samples are")


def main() -> None:
    """Answer as long as questions come."""
    answers = _own_output()
    _bound()
    streams = Streams()
    with open(0, "rb", closefd=False) as questions:
        for question in questions:
            _begin()
            answer, behind = _answered(streams, json.loads(question))
            answers.write(json.dumps(answer | {"behind": len(behind)}).encode() + b"\n")
            answers.write(behind)
            answers.flush()


def _answered(streams: Streams, question: dict[str, Any]) -> tuple[dict[str, Any], memoryview]:
    try:
        return streams.answer(question)
    except AudioFileError as error:
        answer: dict[str, Any] = {"refused": str(error)}
    except OSError as error:
        answer = {"number": error.errno, "disk": error.strerror}
    except (RuntimeError, TypeError, ValueError, MemoryError) as error:
        # TypeError: soundfile takes a file named .raw as one without a header and asks for its rate
        answer = {"decoder": str(error)}
    return answer, memoryview(b"")


def _own_output() -> BinaryIO:
    """Standard output; what C code prints there goes nowhere, as libsndfile does of a broken ALAC or SDS."""
    answers = os.fdopen(os.dup(1), "wb")
    widen(answers.fileno())
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    return answers


def _begin() -> None:
    """Have the system end this process if one question takes too long."""
    with suppress(AttributeError):  # Windows has no such clock
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, _SECONDS)


def _bound() -> None:
    """Take no memory without end, open as many files as there may be, and leave no core behind."""
    try:
        import resource
    except ImportError:  # Windows
        return
    limits = [(resource.RLIMIT_CORE, 0)]
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    limits.append((resource.RLIMIT_NOFILE, hard))
    with suppress(OSError, ValueError, IndexError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limits.append((resource.RLIMIT_AS, pages * resource.getpagesize() + _MOST))
    for what, limit in limits:
        with suppress(OSError, ValueError):
            resource.setrlimit(what, (limit, resource.getrlimit(what)[1]))


if __name__ == "__main__":
    main()
