"""What the headers of sound files say, and what the files' size proves, by the form of the file.

libsndfile opens a truncated WAV shortened and without an error, a WAV that was never closed as 0 frames, and
knows no BWF time reference: hence these readers of our own. They need neither libsndfile nor numpy. Those of
the rarer forms are imported when a file of theirs comes: most sessions are WAV alone.
"""

from dataclasses import replace
from io import BufferedReader
from typing import BinaryIO

from stemtui.audio.formats.claims import UNKNOWN, Claims
from stemtui.audio.formats.hollow import hollow
from stemtui.audio.formats.leftover import with_leftover, with_part_of_a_frame
from stemtui.audio.formats.linefeeds import with_line_feeds
from stemtui.audio.formats.riff import W64, w64, wave
from stemtui.audio.formats.trailers import with_swallowed

__all__ = ["Claims", "read_claims"]


def read_claims(file: BinaryIO, end: int) -> Claims:
    """What a file of `end` bytes says of itself; `is_whole` is False for forms that are not known here."""
    file.seek(0)
    return _tagged(file, end) if file.read(3) == b"ID3" else _proven(file, end)


def _tagged(file: BinaryIO, end: int) -> Claims:
    """The claims of a file that begins with a tag, as MP3 does; programs put one before other forms too."""
    from stemtui.audio.formats.mpeg import tags_end
    from stemtui.audio.formats.tagged import Behind

    tags = tags_end(file)
    if not tags or not _is_known(file, tags):
        return _proven(file, end)
    with BufferedReader(Behind(file, tags)) as rest:
        claims = _proven(rest, end - tags)
    moved = {part: at + tags for part in ("samples_at", "due") if (at := getattr(claims, part))}
    return replace(claims, **moved)


def _is_known(file: BinaryIO, at: int) -> bool:
    """Whether a WAV, AIFF or FLAC begins there."""
    file.seek(at)
    return file.read(4) in (b"RIFF", b"RIFX", b"RF64", b"BW64", b"FORM", b"fLaC")


def _proven(file: BinaryIO, end: int) -> Claims:
    """The claims, with what the bytes at the end of the file say against them."""
    claims = with_swallowed(file, end, with_leftover(file, end, _stated(file, end)))
    return with_line_feeds(file, end, with_part_of_a_frame(end, claims))


def _stated(file: BinaryIO, end: int) -> Claims:
    """The claims by the form of the file."""
    file.seek(0)
    magic = file.read(16)
    match magic[:4]:
        case b"RIFF" | b"RIFX" | b"RF64" | b"BW64" if magic[8:12] == b"WAVE":
            return wave(file, end, magic[:4])
        case b"riff" if magic == W64:
            return w64(file, end)
        case b"FORM" if magic[8:12] in (b"AIFF", b"AIFC"):
            from stemtui.audio.formats.aiff import aiff

            return aiff(file, end, magic[8:12])
        case b"fLaC":
            from stemtui.audio.formats.flac import flac

            return hollow(file, end) or flac(file, end)
        case b".snd" | b"dns.":
            from stemtui.audio.formats.others import au

            return au(file, end, ">" if magic[:1] == b"." else "<")
        case b"caff":
            from stemtui.audio.formats.caf import caf

            return caf(file, end)
        case b"OggS":
            from stemtui.audio.formats.others import ogg

            return ogg(file, end)
        case b"NIST":
            from stemtui.audio.formats.followed import nist

            return nist(file, end)
        case b"2BIT":
            from stemtui.audio.formats.followed import avr

            return avr(file, end)
        case b"Crea":
            from stemtui.audio.formats.followed import voc

            return voc(file, end)
        case b"MATL" | b"\0\0\3\xe8" | b"\0\0\0\0":
            from stemtui.audio.formats.others import matlab

            return matlab(file, end)
        case b" paf" | b"fap " | b"PVF1" | b"Exte" | b"\x64\xa3\1\0" | b"\x64\xa3\2\0" | b"\x64\xa3\3\0":
            from stemtui.audio.formats.endless import endless

            return endless(file, end)
        case _ if magic[:2] == b"\xf0\x7e" and magic[3:4] == b"\x01":
            from stemtui.audio.formats.followed import sds

            return sds(file, end)
        case _ if magic[:3] == b"ID3" or (magic[:1] == b"\xff" and magic[1:2] >= b"\xe0"):
            from stemtui.audio.formats.mpeg import mpeg

            return hollow(file, end) or mpeg(file, end)
    return UNKNOWN
