"""Where things stand: on the screen, in the order, in the mix."""

from collections.abc import Iterable

from stemtui.glossary.saying import named, names
from stemtui.session import LAST_DIGIT, Mix, Session, Track, formula, stem_numbers
from stemtui.text import decibels, listed


def stem_word(session: Session) -> str:
    """`STEM`, or `SUBMIX OF TRACKS` while nothing has been mixed."""
    return "SUBMIX OF TRACKS" if session.treatment == "none" else "STEM"


def digit(session: Session, stem_id: str) -> str:
    """The keys that assign to a stem: its number as shown, after enter where that is no single digit."""
    number = stem_numbers(session).get(stem_id, 0)
    return str(number) if 0 < number <= LAST_DIGIT else f"enter {number or ''}".rstrip()


def digits(session: Session) -> str:
    """The keys that assign: `1`, `1-4`, at most `1-9`."""
    count = min(LAST_DIGIT, len(session.stems))
    return "1" if count == 1 else f"1-{count}"


def fed(session: Session, stem_ids: Iterable[str]) -> set[str]:
    """Those stems that tracks of their own feed: what holds the same ones holds the same audio."""
    return {stem for stem in stem_ids if any(not track.left_out for track in session.fed_by[stem])}


def order_lines(session: Session, item: str) -> list[int]:
    """The numbers of the order lines that deliver an item, from 1."""
    return [number for number, line in enumerate(session.order, 1) if line.deliver == item]


def delivered_by(lines: list[int]) -> str:
    """`Line 1 of the order delivers`, `Lines 1 and 2 of the order deliver`."""
    if len(lines) == 1:
        return f"Line {lines[0]} of the order delivers"
    return f"Lines {listed([str(number) for number in lines])} of the order deliver"


def treatment_words(track: Track) -> str:
    """What the manifest does to a track: `at -2 dB, panned 30 left`; "" for nothing."""
    said = [f"at {decibels(track.gain_db)}"] if track.gain_db else []
    if track.pan:
        said.append(pan_words(track.pan))
    if track.invert:
        said.append("polarity inverted")
    if track.delay_ms:
        said.append(f"{abs(track.delay_ms):g} ms {_late(track.delay_ms)}")
    if track.delay_samples:
        said.append(f"{abs(track.delay_samples)} samples {_late(track.delay_samples)}")
    return ", ".join(said)


def pan_words(pan: float) -> str:
    """`panned hard left`, `panned 30 right`."""
    side = "left" if pan < 0 else "right"
    return f"panned hard {side}" if abs(pan) == 100 else f"panned {abs(pan):g} {side}"


def amplitude_words(db: float) -> str:
    """What a gain does: `-6 dB: half the amplitude`; "" for none."""
    if not db:
        return ""
    by = 10 ** (db / 20)
    share = by if by >= 1 else 1 / by
    round_share = round(share) if abs(share - round(share)) < 0.03 * share else 0
    if round_share == 1 or not round_share:
        words = f"{by:.2g} times the amplitude" if by >= 0.001 else "next to nothing"
    elif by > 1:
        words = "twice the amplitude" if round_share == 2 else f"{round_share} times the amplitude"
    else:
        names = {2: "half", 3: "a third of", 4: "a quarter of", 10: "a tenth of"}
        words = f"{names.get(round_share, f'1/{round_share} of')} the amplitude"
    return f"{decibels(db)}: {words}"


def _late(delay: float) -> str:
    return "late" if delay > 0 else "early"


def short_formula(session: Session, mix: Mix) -> str:
    """A mix's definition within a sentence: long names and long lists are cut."""
    return formula(session, mix, named, lambda stems: names(stems, 3))
