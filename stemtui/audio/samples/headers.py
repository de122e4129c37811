"""Headers: what a sound file claims to be, and what is known to be false about that."""

import stat
from dataclasses import replace
from pathlib import Path

from stemtui.audio.formats.chunks import is_blank
from stemtui.audio.formats.claims import MOST_FRAMES_A_BYTE, damaged
from stemtui.audio.formats.forms import Claims, read_claims
from stemtui.audio.formats.linefeeds import MORE, has_more
from stemtui.audio.machine.opening import open_regular
from stemtui.errors import AudioFileError, DecoderError, MissingFileError
from stemtui.header import Header
from stemtui.text import counted

# an MP3 frame of 576 samples in 24 bytes
_MOST_MP3_FRAMES_A_BYTE = 24
_RATES = range(1_000, 1_536_001)
"""In Hz, with an octave to spare beyond the 768 kHz that converters reach."""
_FIRST = 4_096
"""So many zeros at the beginning are what a card or disk leaves of a file that was not written to it."""
_UNKNOWN = 2**62
"""libsndfile's count of the frames of a FLAC that does not say how many it has is larger than this."""


def read_header(path: Path, called: str = "") -> Header:
    """What the header of a sound file claims, with `problems` in words.

    Errors call the file `called`, or else by its name without folders. Only regular files are opened. Raises
    AudioFileError for what is not there, is no regular file, or is no sound file that libsndfile opens.
    """
    return examine(path, called).header


def examine(path: Path, called: str = "") -> Claims:
    """The header with what is known of its truth. Raises AudioFileError as `read_header` does."""
    called = called or path.name
    size = regular_size(path, called)
    try:
        with open_regular(path) as file:
            claims = read_claims(file, size)
            is_lost = not claims.is_whole and is_blank(file, 0, min(size, _FIRST))
            is_text = not claims.is_whole and has_more(file, size)
    except OSError as error:
        raise AudioFileError(f"{called!r} could not be read: {error.strerror}.") from error
    if is_lost:
        raise AudioFileError(f"{called!r} begins with nothing but zeros, no header: copy or export it again.")
    if is_text:
        what = _stranger(path)
        is_one = what.startswith("a text")  # of samples, say: line ends are its own
        lost = f"holds no sound any more, {MORE}: copy it again"
        raise AudioFileError(f"{called!r} {f'is {what}' if is_one else lost}.")
    if not claims.is_openable:
        raise AudioFileError(_shut(called, claims))
    if not claims.is_whole:
        if claims.header.channels:
            _refuse_impossible_rate(called, claims)
        claims = _started(path, _completed(path, called, claims))
    _refuse_impossible_rate(called, claims)
    return _with_impossible_count(claims, size)


def _refuse_impossible_rate(called: str, claims: Claims) -> None:
    if claims.header.samplerate not in _RATES:
        rate = f"{claims.header.samplerate:,} Hz".replace(",", " ")
        cure = "convert it at the rate that it was made at, or export it again"
        raise AudioFileError(f"{called!r} claims a sample rate of {rate}, which no sound has: {cure}.")


def regular_size(path: Path, called: str) -> int:
    """Size in bytes of a file that may be opened: opening a pipe would wait for ever."""
    try:
        facts = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise MissingFileError(f"{called!r} is not there: it was moved, renamed or not copied.") from None
    except OSError as error:
        raise AudioFileError(f"{called!r} could not be read: {error.strerror}.") from error
    except ValueError as error:
        raise AudioFileError(f"{called!r} could not be read: {error}.") from error
    if not stat.S_ISREG(facts.st_mode):
        raise AudioFileError(f"{called!r} is a folder, pipe or device, not a sound file.")
    if not facts.st_size:
        raise AudioFileError(f"{called!r} is empty (0 bytes): copy or export it again.")
    return facts.st_size


def _completed(path: Path, called: str, claims: Claims) -> Claims:
    """The claims with libsndfile's facts for what our own readers do not know.

    Raises AudioFileError with what is known of the damage, where it keeps libsndfile from opening the file.
    """
    from stemtui.audio.samples.libsndfile import open_sound  # here, because few files need it
    from stemtui.audio.samples.noted import misread, untrue

    try:
        with open_sound(path, called, due=claims.due) as sound:
            header = replace(
                claims.header,
                format=sound.format,
                subtype=sound.subtype,
                channels=sound.channels,
                samplerate=sound.samplerate,
                frames=sound.frames if sound.frames < _UNKNOWN else 0,
            )
            is_counted = "MPEG" not in sound.subtype and sound.frames < _UNKNOWN
            false, said = misread(sound), "" if claims.damage else untrue(sound)
    except DecoderError:
        raise
    except AudioFileError as error:
        if claims.damage:
            known = _shut(called, claims)
        elif what := _stranger(path):
            known = f"{called!r} is {what}."
        else:
            raise
        raise AudioFileError(known) from error
    if false:
        raise AudioFileError(f"{called!r} is {false}.")
    if said:
        return damaged(header, said, is_whole=False)
    # libsndfile's count for an MP3, in a WAV too, is a guess from its first frames, or what its tag states
    return replace(claims, header=header, is_counted=is_counted)


def _shut(called: str, claims: Claims) -> str:
    """What is said of a file that does not open, or is not tried."""
    return f"{called!r} does not open, {claims.damage}: copy or export it again."


def _stranger(path: Path) -> str:
    """What a file is that does not open, by its first bytes."""
    from stemtui.audio.formats.strangers import stranger  # here, because hardly any file is one

    try:
        with open_regular(path) as file:
            return stranger(file, path.stat().st_size)
    except OSError:
        return ""


def _started(path: Path, claims: Claims) -> Claims:
    """The claims of an MPEG file with what is said where its sound does not begin as it should."""
    if claims.header.format != "MP3" or claims.damage:
        return claims
    from stemtui.audio.formats.mpeg import lost_start  # here, because most sessions have no MP3

    try:
        with open_regular(path) as file:
            said = lost_start(file)
    except OSError as error:
        raise AudioFileError(f"{path.name!r} could not be read: {error.strerror}.") from error
    if not said:
        return claims
    header = replace(claims.header, problems=(*claims.header.problems, said))
    return replace(claims, header=header, damage=said)


def _with_impossible_count(claims: Claims, size: int) -> Claims:
    """The claims with a problem where the header has no count of frames, or one that cannot be."""
    header = claims.header
    most = size * (_MOST_MP3_FRAMES_A_BYTE if "MPEG" in header.subtype else MOST_FRAMES_A_BYTE)
    if header.problems or 0 < header.frames <= most:
        return claims
    if header.frames:
        problem = f"the header claims {header.frames} frames, more than {counted(size, 'byte')} can hold"
        is_stated = "MPEG" not in header.subtype or claims.stated is not None
        claims = replace(claims, is_counted=False, damage=problem if is_stated else "")
    else:
        problem = "0 frames" if claims.is_counted else "the header does not say how long it is"
    return replace(claims, header=replace(header, problems=(problem,)))
