"""The rates of a session: the one it counts in, and the one it is printed at."""

from collections import Counter
from collections.abc import Mapping

from stemtui.errors import AudioFileError
from stemtui.header import Header
from stemtui.session import Session

Headers = Mapping[str, Header | AudioFileError] | Mapping[str, Header]


def session_rate(session: Session, headers: Headers) -> int:
    """The session's rate in Hz: the one it names, else the one most of its tracks have (the higher of two).

    0 where no track has a header.
    """
    if session.sample_rate:
        return session.sample_rate
    heard = {track.id for track in session.tracks if not track.left_out}
    rates = {track: header.samplerate for track, header in headers.items() if isinstance(header, Header)}
    counts = Counter(rate for track, rate in rates.items() if track in heard) or Counter(rates.values())
    return max(counts, key=lambda rate: (counts[rate], rate), default=0)


def render_rate(session: Session, headers: Headers) -> int:
    """The rate of the prints in Hz: the delivery's, else the session's."""
    return session.delivery.sample_rate or session_rate(session, headers)
