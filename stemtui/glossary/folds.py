"""What is said of a mono stem whose tracks are not: what one channel would lose of it."""

from collections.abc import Iterator, Mapping, Sequence

from stemtui.errors import AudioFileError
from stemtui.glossary.placing import pan_words
from stemtui.glossary.saying import REMEDY, Sentence, named
from stemtui.header import Header
from stemtui.session import Stem, Track

Headers = Mapping[str, Header | AudioFileError]
NOTHING_DB = -120.0


def folded(stem: Stem, tracks: Sequence[Track], headers: Headers) -> tuple[Track, ...]:
    """The tracks of a mono stem that are not the same on both sides: folding may lose some of them."""
    wide = (track for track in tracks if track.pan or _is_stereo(headers.get(track.id)))
    return tuple(wide) if stem.channels == "mono" else ()


def explain_fold(
    stem: Stem, tracks: tuple[Track, ...], headers: Headers, fold_db: float | None, loss_db: float | None
) -> Iterator[Sentence]:
    """A mono stem whose tracks are not all in the middle, and what was measured of that."""
    wide = folded(stem, tracks, headers)
    if not wide:
        return
    are = f"{len(wide)} of its tracks are off centre or stereo"
    if len(wide) == 1:
        where = "stereo" if _is_stereo(headers.get(wide[0].id)) else pan_words(wide[0].pan)
        are = f"{named(wide[0].label, 24)} is {where}"
    lost = "printing measures what folding that into one channel loses"
    if loss_db is not None:
        lost = f"folded into one channel it loses {_share(loss_db)}"
    elif fold_db is not None:
        lost = f"folded into one channel it lost {_share(fold_db)} when it was last printed"
    yield Sentence(f"It is mono and {are}: {lost}; c makes it stereo.", REMEDY)


def _share(db: float) -> str:
    """How much of a stem's energy something is that lies so many dB below the whole."""
    if db < NOTHING_DB:
        return "nothing"
    return f"{100 * 10 ** (db / 10):.2g} % of its energy ({db:.1f} dB)"


def _is_stereo(header: Header | AudioFileError | None) -> bool:
    return isinstance(header, Header) and header.channels == 2
