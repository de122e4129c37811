"""What libsndfile notes of the files that it opens, and what follows from that."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stemtui.audio.samples.libsndfile import Stream

_NOTED = ("VOC", "PAF", "AVR", "MPC2K", "SVX", "WVE")
_CUT = re.compile(r"truncated|(?:BODY :|Data length) \d+ \(?should be")
_CODED_W64 = re.compile(r"esf_field1 *: 0x(?![13]\b)")
_BODY = re.compile(r"^ *BODY : (\d+)$", re.MULTILINE)
_FRAMES = re.compile(r"^ *Frames *: (\d+)", re.MULTILINE)


def misread(sound: "Stream") -> str:
    """What libsndfile 1.2.2 opens and reads falsely: a W64 that names a coding by its GUID, which it takes
    for bare samples, and the channels of an 8SVX, which lie one behind the other; "" for anything else."""
    if sound.format == "W64" and _CODED_W64.search(sound.extra_info):
        return "a W64 whose samples are coded in a form that is not opened here: convert it to WAV or FLAC"
    if sound.format == "SVX" and sound.channels > 1:
        return f"an 8SVX of {sound.channels} channels, which is not opened here: convert it to WAV or FLAC"
    return ""


def untrue(sound: "Stream") -> str:
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
