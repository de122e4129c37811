"""Loudspeakers: which one each channel of a file is for, and what it counts in loudness."""

from stemtui.audio.meters.loudness import channel_weights
from stemtui.header import Header

_SURROUND = 1.41
_WEIGHTS = {0x8: 0.0, 0x10: _SURROUND, 0x20: _SURROUND, 0x200: _SURROUND, 0x400: _SURROUND}
"""By WAVE_FORMAT_EXTENSIBLE's bit, where it is not 1.0: LFE; the back ones, 110 degrees off the front; the
sides (BS.1770-4 tables 3 and 4)."""
_BACKS, _SIDES = 0x30, 0x600
_VORBIS = {
    5: (1.0, 1.0, 1.0, _SURROUND, _SURROUND),  # L C R Ls Rs
    6: (1.0, 1.0, 1.0, _SURROUND, _SURROUND, 0.0),  # L C R Ls Rs LFE
    7: (1.0, 1.0, 1.0, _SURROUND, _SURROUND, 1.0, 0.0),  # L C R Ls Rs Cs LFE
    8: (1.0, 1.0, 1.0, _SURROUND, _SURROUND, 1.0, 1.0, 0.0),  # L C R Ls Rs Lrs Rrs LFE
}
"""By the number of channels: the order of Vorbis and Opus (RFC 7845, 5.1.1.2)."""


def weights(header: Header) -> tuple[float, ...]:
    """What each channel of a file counts in loudness, by the loudspeakers that its header names, if any."""
    bits = [1 << bit for bit in range(32) if header.speakers >> bit & 1]
    if len(bits) == header.channels and any(bit != 0x8 for bit in bits):
        # where there are sides too, what is behind is further back than 120 degrees
        is_far = header.speakers & _SIDES and header.speakers & _BACKS
        return tuple(1.0 if is_far and bit & _BACKS else _WEIGHTS.get(bit, 1.0) for bit in bits)
    if header.subtype in ("VORBIS", "OPUS") and header.channels in _VORBIS:
        return _VORBIS[header.channels]
    return channel_weights(header.channels)
