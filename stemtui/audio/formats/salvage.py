"""Salvage: what can be read of a damaged file, once somebody has said that it is to be used all the same.

A file is never put right in place. Bare samples are read to the end of the file, whatever its header says
of their number; a stream is read up to where it first breaks off, for behind that nothing is surely in its
place.
"""

import io
from dataclasses import replace
from pathlib import Path

from stemtui.audio.formats import alac, flac, followed, mpeg
from stemtui.audio.formats.caf import walked
from stemtui.audio.formats.claims import Claims
from stemtui.audio.formats.trailers import end_of_sound
from stemtui.audio.machine import pages
from stemtui.audio.machine.opening import open_regular
from stemtui.errors import AudioFileError
from stemtui.header import Header

_MOST_BEHIND = 2**20


def salvaged(path: Path, claims: Claims) -> Claims:
    """The claims with as many frames as can be read, the damage still said.

    They are not counted where only decoding tells how far the file goes. Raises AudioFileError.
    """
    if not claims.samples_at:
        return replace(claims, is_counted=False)
    if not claims.damage:
        return claims
    try:
        with open_regular(path) as file:
            end = end_of_sound(file, claims, _MOST_BEHIND)
    except OSError as error:
        raise AudioFileError(f"{path.name!r} could not be read: {error.strerror}.") from error
    frames = max(0, min(claims.held, (end - claims.samples_at) // claims.block))
    return replace(claims, header=replace(claims.header, frames=frames))


def sure_frames(path: Path, header: Header) -> int | None:
    """How many frames of a compressed file lie before its first break; None where no gap is known of.

    Raises OSError.
    """
    with open_regular(path) as file:
        if header.format == "OGG":
            return pages.sure_frames(file, header.samplerate)
        if header.format == "MP3":
            return mpeg.sure_frames(file, file.seek(0, io.SEEK_END))
        if header.format == "FLAC":
            return flac.sure_frames(file, file.seek(0, io.SEEK_END))
        if header.format in ("AVR", "NIST"):
            return followed.stated_frames(file)
        if header.format == "CAF":
            end = file.seek(0, io.SEEK_END)
            return alac.sure_frames(file, end, walked(file, end)[0])
    return None


def chained(path: Path, header: Header) -> mpeg.Chained | None:
    """How long an MPEG file is by its frames; None for any other. Raises OSError."""
    if header.format != "MP3":
        return None
    with open_regular(path) as file:
        return mpeg.chained(file, file.seek(0, io.SEEK_END))
