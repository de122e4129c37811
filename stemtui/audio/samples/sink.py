"""Prints out: quantised samples to WAV, FLAC or AIFF, with no time stamp anywhere.

`open_sink(path, "wav", 24, channels=2, samplerate=48000, frames=n)` makes the file; `write` takes what
`quantise` gives, shape (channels, frames); `close` makes it whole. WAV and AIFF are written here:
libsndfile's float files hold the time of writing, and its WAV is corrupt past 4 GiB.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np

from stemtui.audio.formats.bext import Bext
from stemtui.audio.formats.containers import FLOAT_BITS, aiff_header, wave_header
from stemtui.audio.machine.outfile import OutFile
from stemtui.audio.machine.system import reserve, write_at
from stemtui.audio.samples.digests import Passing, digest
from stemtui.audio.samples.packed import Packed, interleaved, packed
from stemtui.audio.samples.quantise import Quantised
from stemtui.audio.samples.scales import FLOAT, BitDepth
from stemtui.audio.samples.tape import Length, Tape
from stemtui.errors import AudioFileError, on_refusal

if TYPE_CHECKING:
    from soundfile import SoundFile

_COPIED = 1 << 16  # frames at a time


class _Form(Protocol):
    """A file that takes its samples packed, from front to back."""

    def packed(self, samples: Quantised, /) -> Packed: ...
    def write(self, packed: Packed, /) -> None: ...
    def close(self) -> None: ...
    def sha256(self) -> str: ...


class Sink:
    """One print being written. As a context manager it is closed at the end, whole or after an error.

    One that is not placed can be given a `tape` to place its frames on, from which it is copied at the end.
    """

    def __init__(self, path: Path, form: _Form, length: Length, hashed: bool = True) -> None:
        self.path = path
        self.length = length
        self.written = 0
        self.tape: Tape | None = None
        self.sha256 = ""
        self._form = form
        self._is_hashed = hashed

    def packed(self, samples: Quantised) -> Packed:
        """Quantised samples as the file is to hold them: shape (channels, frames), or (1, frames) where all
        channels are alike."""
        return self._form.packed(samples)

    @property
    def is_placed(self) -> bool:
        """Whether frames can be written in any order, by several processes at once."""
        return isinstance(self._form, _Pcm) or self.tape is not None

    def append(self, packed: Packed, frames: int) -> None:
        """Write the next frames, packed."""
        self.written += frames
        with self._writing():
            self._form.write(packed)

    def place(self, packed: Packed, frame: int) -> None:
        """Write frames, packed, from one on. Whoever closes the file must be told how many were `placed`."""
        with self._writing():
            if self.tape:
                self.tape.lay(frame, packed.T)
            elif isinstance(self._form, _Pcm):
                self._form.place(packed, frame)

    def placed(self, frames: int) -> None:
        """Take it that the next frames have been placed."""
        self.written += frames
        with self._writing():
            if isinstance(self._form, _Pcm):
                self._form.pass_to(self.written)

    def copy(self) -> None:
        """Write the file from its tape, in whatever process."""
        assert self.tape
        with self._writing():
            for frame in range(0, self.tape.frames, _COPIED):
                self._form.write(self.tape.take(frame, min(_COPIED, self.tape.frames - frame)).T)
            self._form.close()

    def write(self, samples: Quantised) -> None:
        """Append quantised samples, shape (channels, frames)."""
        self.append(self.packed(samples), samples.shape[1])

    def close(self) -> None:
        """Finish the file; `sha256` is then the whole file's.

        Raises AudioFileError when frames are missing.
        """
        self._finish()
        self.sha256 = self._form.sha256() if self._is_hashed else ""
        if self.written != self.length.frames:
            raise AudioFileError(
                f"{self.path.name!r} was to hold {self.length.frames} frames and was given {self.written}."
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
        else:
            self._finish()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except (OSError, RuntimeError, AssertionError) as error:
            raise _unwritable(self.path, error) from error

    def _finish(self) -> None:
        try:
            self._form.close()
        except (OSError, RuntimeError) as error:
            raise _unwritable(self.path, error) from error


def open_sink(
    path: Path,
    file_format: str,
    bit_depth: BitDepth,
    *,
    channels: int,
    samplerate: int,
    frames: int,
    bext: Bext | None = None,
    hashed: bool = True,
) -> Sink:
    """Make a file for `frames` frames, a WAV with a `bext` chunk if there is one, `hashed` as it is written.

    Raises AudioFileError for what the format cannot hold.
    """
    _refuse_unprintable(path, file_format, bit_depth)
    is_float = bit_depth == FLOAT
    bits = FLOAT_BITS if is_float else int(bit_depth)
    kind = "f4" if is_float else f"i{bits // 8}"
    length = Length(channels, frames, is_whole=True)
    form: _Form
    try:
        if file_format == "flac":
            form = _Flac(path, bits, channels, samplerate)
        elif file_format == "wav":
            header = wave_header(bits, is_float, channels, samplerate, frames, bext)
            form = _Pcm(path, header, f"<{kind}", length, hashed)
        else:
            header = aiff_header(bits, is_float, channels, samplerate, frames)
            form = _Pcm(path, header, f">{kind}", length, hashed)
    except struct.error as error:
        if file_format != "aiff":
            raise
        raise AudioFileError(f"{path.name!r} would pass the 4 GiB of AIFF: deliver WAV or FLAC.") from error
    except (OSError, RuntimeError) as error:
        raise _unwritable(path, error) from error
    return Sink(path, form, length, hashed)


def _refuse_unprintable(path: Path, file_format: str, bit_depth: BitDepth) -> None:
    if bit_depth not in (16, 24, FLOAT):
        raise AudioFileError(f'{path.name!r}: a print has 16 or 24 bit or "32f", not {bit_depth!r}.')
    if file_format not in ("wav", "flac", "aiff"):
        raise AudioFileError(
            f"{path.name!r}: there is no print in {file_format!r}: deliver wav, flac or aiff."
        )
    if file_format == "flac" and bit_depth == FLOAT:
        raise AudioFileError('FLAC has no "32f": deliver 32-bit float as WAV, or FLAC in 24 bit.')


class _Pcm:
    """A header, and then bare samples of one kind, which may be placed: "<i3" is 24 bit, low byte first."""

    def __init__(self, path: Path, header: bytes, kind: str, length: Length, hashed: bool) -> None:
        self._kind, self._channels = kind, length.channels
        self._file = path.open("w+b", buffering=0)
        self._passing = Passing(self._file) if hashed else None
        self._begin, self._frame = len(header), length.channels * int(kind[2:])
        self._at = 0
        reserve(self._file, self._begin + length.frames * self._frame)
        self.write(np.frombuffer(header, np.uint8))

    def packed(self, samples: Quantised) -> Packed:
        return packed(samples, self._channels, self._kind)

    def write(self, packed: Packed) -> None:
        data = packed.reshape(-1).view(np.uint8).data
        write_at(self._file, data, self._at)
        if self._passing:
            self._passing.take(self._at, data)
        self._at += len(data)

    def place(self, packed: Packed, frame: int) -> None:
        write_at(self._file, packed.reshape(-1).view(np.uint8).data, self._begin + frame * self._frame)

    def pass_to(self, frame: int) -> None:
        self._at = self._begin + frame * self._frame
        if self._passing:
            self._passing.catch_up(self._at)

    def close(self) -> None:
        if not self._file.closed:
            with self._file:
                self.write(np.zeros((self._at - self._begin) % 2, np.uint8))

    def sha256(self) -> str:
        return self._passing.hexdigest() if self._passing else ""


class _Flac:
    """FLAC through libsndfile, which takes integers in the top bits of 32."""

    def __init__(self, path: Path, bits: int, channels: int, samplerate: int) -> None:
        self._path, self._bits, self._channels, self._rate = path, bits, channels, samplerate
        self._scale = 2.0 ** (32 - bits)
        self._begun: tuple[OutFile, SoundFile] | None = None
        path.touch()  # what cannot be made is told at once

    def packed(self, samples: Quantised) -> Packed:
        return interleaved(samples * self._scale, self._channels)

    def write(self, packed: Packed) -> None:
        file, sound = self._begun = self._begun or self._made()
        try:
            sound.write(packed)
        except (RuntimeError, AssertionError) as error:
            raise file.refusal or error from None

    def close(self) -> None:
        if self._begun:
            (file, sound), self._begun = self._begun, None
            sound.close()
            file.close()

    def _made(self) -> "tuple[OutFile, SoundFile]":
        """The file, made by the process that writes it."""
        import soundfile

        file, subtype = OutFile(self._path), f"PCM_{self._bits}"
        return file, soundfile.SoundFile(file, "w", self._rate, self._channels, subtype, format="FLAC")

    def sha256(self) -> str:
        return digest(self._path)


def _unwritable(path: Path, error: BaseException) -> AudioFileError:
    why = getattr(error, "strerror", None) or str(error).rstrip(".") or "the disk took only a part of it"
    return AudioFileError(f"{path.name!r} could not be written: {why}. {on_refusal(error)}")
