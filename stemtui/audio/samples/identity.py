"""What a sound file holds, whatever is written around it: frames, rate and SHA-256 of the samples alone."""

import hashlib
from pathlib import Path
from typing import Any

from stemtui.audio.formats.claims import Claims
from stemtui.audio.formats.salvage import salvaged
from stemtui.audio.machine.opening import open_regular
from stemtui.audio.samples.digests import digest
from stemtui.audio.samples.headers import examine
from stemtui.errors import AudioFileError
from stemtui.frozen import frozen

_AT_ONCE = 1 << 20
_FRAMES = 65_536
_FLOATS = {"FLOAT": "<f4", "DOUBLE": "<f8"}
_BYTES = {"PCM_U8": 1, "FLOAT": 4, "DOUBLE": 8}


@frozen
class Identity:
    """Frames, rate in Hz, and SHA-256 (hexadecimal) of the samples."""

    frames: int
    rate: int
    sha256: str


def identity(path: Path) -> Identity:
    """What a file holds. Raises AudioFileError.

    The samples are hashed as WAV has them, interleaved and little-endian, so that other metadata, another
    chunk or a lossless copy in another format is the same audio. A lossy file is hashed whole: two versions
    of a decoder need not agree. Of a damaged file it is what can be read, whoever has accepted that.
    """
    claims = examine(path)
    claims = salvaged(path, claims) if claims.damage else claims
    header = claims.header
    is_lossless = bool(header.bits) or header.subtype in _FLOATS
    try:
        if claims.is_bare and claims.is_counted and is_lossless:
            return Identity(header.frames, header.samplerate, _bare(path, claims))
        if is_lossless:
            return _decoded(path, header.bits or 0, _FLOATS.get(header.subtype, "<i4"))
    except OSError as error:
        raise AudioFileError(f"{path.name!r} could not be read: {error.strerror}.") from error
    return Identity(header.frames, header.samplerate, digest(path))


def _bare(path: Path, claims: Claims) -> str:
    """The SHA-256 of samples that stand in the file as they are to be hashed."""
    header, sha256 = claims.header, hashlib.sha256()
    left = header.frames * header.channels * (_BYTES.get(header.subtype) or (header.bits or 0) // 8)
    with open_regular(path) as file:
        file.seek(claims.samples_at)
        while left and (stretch := file.read(min(_AT_ONCE, left))):
            sha256.update(stretch)
            left -= len(stretch)
    return sha256.hexdigest()


def _decoded(path: Path, bits: int, kind: str) -> Identity:
    import numpy as np  # here, because most files need no decoding

    from stemtui.audio.samples.source import open_source

    sha256 = hashlib.sha256()
    with open_source(path, damaged=True) as source:
        for start in range(0, source.frames, _FRAMES):
            block: Any = source.read(start, min(_FRAMES, source.frames - start)).T
            block = np.rint(block * 2.0 ** (bits - 1)) if bits else block
            words = np.ascontiguousarray(block.astype(kind))
            held = words.view(np.uint8).reshape(-1, words.itemsize)
            sha256.update(held[:, : bits // 8 or words.itemsize].tobytes())
        return Identity(source.frames, source.header.samplerate, sha256.hexdigest())
