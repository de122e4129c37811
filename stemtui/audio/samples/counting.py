"""Counting: how many frames a file has whose header does not surely say so, by decoding and by its parts."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from stemtui.audio.formats.claims import Claims
from stemtui.audio.formats.mpeg import Chained
from stemtui.audio.formats.salvage import chained, sure_frames
from stemtui.audio.samples.breaks import decodes
from stemtui.audio.samples.headers import regular_size
from stemtui.errors import AudioFileError, DamagedFileError
from stemtui.header import Header
from stemtui.text import counted

if TYPE_CHECKING:
    from stemtui.audio.samples.libsndfile import Stream

AGAIN = "Copy or export it again."
_MOST_BEHIND = 4_096  # bytes that programs leave behind the last frame of an MPEG file
_SLACK = 4_608  # frames by which a count may be off: what decoders drop at either end


def counted_header(path: Path, claims: Claims, opened: Callable[[], "Stream"], is_accepted: bool) -> Header:
    """The header with the number of frames by decoding them all.

    What is wrong is among its problems for a file that somebody has accepted; else it raises
    DamagedFileError.
    """
    (frames, why), sure, chain = decoded(path, opened), surely(path, claims), _chain(path, claims)
    if sure is not None and (why or frames > sure + _SLACK or is_accepted):
        frames, why = min(frames, sure), why or "what follows is not in its place"
    elif not why and chain:
        why = _untold(claims, frames, chain)
    if is_accepted and sure is None and frames == claims.header.frames and claims.header.bits:
        why = ""  # what is behind the last frame is none
    false = _misstated(claims, frames, chain)
    if why and not is_accepted:
        raise broken(path, claims, frames, why)
    if false and not is_accepted:
        raise DamagedFileError(f"{path.name!r}: {false}. {AGAIN}")
    off = f"breaks off at frame {frames} ({why})" if why else ""
    said = tuple(words for words in (false, off) if words)
    return replace(claims.header, frames=frames, problems=(*claims.header.problems, *said))


def decoded(path: Path, opened: Callable[[], "Stream"]) -> tuple[int, str]:
    """How many frames a file decodes to, and why it breaks off there. Raises AudioFileError."""
    return decodes(opened, regular_size(path, path.name))


def surely(path: Path, claims: Claims) -> int | None:
    """How many frames lie before the first break that is known of, or None. Raises AudioFileError."""
    try:
        return sure_frames(path, claims.header)
    except OSError as error:
        raise unreadable(path, error) from error


def broken(path: Path, claims: Claims, frame: int, why: str) -> DamagedFileError:
    """What is said of a file that breaks off at a frame, or surely before it."""
    because = f" ({why.strip(' .')})" if why.strip(" .") else ""
    sure = surely(path, claims)
    at = frame if sure is None else min(frame, sure)
    return DamagedFileError(f"{path.name!r} breaks off at frame {at}{because}: copy or export it again.")


def unreadable(path: Path, error: OSError) -> AudioFileError:
    """What is said of a file that the system does not read."""
    return AudioFileError(f"{path.name!r} could not be read: {error.strerror}.")


def _chain(path: Path, claims: Claims) -> Chained | None:
    try:
        return chained(path, claims.header)
    except OSError as error:
        raise unreadable(path, error) from error


def _untold(claims: Claims, frames: int, chain: Chained) -> str:
    """Why there is more in an MPEG file than was decoded, of which its decoder says nothing; or ""."""
    if chain.is_cut:
        return "the file ends in the middle of a frame"
    if chain.begins_again and frames <= chain.frames + _SLACK:
        return "others begin behind its last frame, which are not read"
    if chain.behind > _MOST_BEHIND:
        return f"{counted(chain.behind, 'byte')} behind its last frame are none"
    if claims.stated is None and chain.frames > frames + _SLACK:  # libsndfile guesses, and stops there
        return f"{counted(chain.frames, 'frame')} are in it, which does not say so, and its decoder stops"
    return ""


def _misstated(claims: Claims, frames: int, chain: Chained | None) -> str:
    """What is said where the header states another number of frames than there are; or ""."""
    if claims.stated is None or claims.damage:
        return ""
    # some writers of a WAV count the samples of all its channels
    each = (1,) if chain else (1, claims.header.channels)
    there, slack = (chain.frames, chain.slack) if chain else (frames, _SLACK)
    if any(abs(there - claims.stated // count) <= slack for count in each):
        return ""
    return f"header claims {counted(claims.stated, 'frame')}, {there} can be decoded"
