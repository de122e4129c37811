"""Where things stand: on the screen, in the order, in the mix."""

from collections.abc import Callable, Iterable

from stemtui.glossary.saying import decibels, named, names
from stemtui.session import Mix, Session, Stem, Track, tree
from stemtui.text import listed, printable


def stem_word(session: Session) -> str:
    """`STEM`, or `SUBMIX OF TRACKS` while nothing has been mixed."""
    return "SUBMIX OF TRACKS" if session.treatment == "none" else "STEM"


def digit(session: Session, stem_id: str) -> str:
    """The key that assigns to a stem: its number as shown, or the picker beyond nine."""
    shown = [stem.id for stem, _ in tree(session)]
    number = shown.index(stem_id) + 1 if stem_id in shown else 10
    return str(number) if number <= 9 else "enter"


def digits(session: Session) -> str:
    """The keys that assign: `1`, `1-4`, at most `1-9`."""
    count = min(9, len(session.stems))
    return "1" if count == 1 else f"1-{count}"


def sounding(session: Session, stem_ids: Iterable[str]) -> set[str]:
    """Those stems that tracks of their own feed: what holds the same ones holds the same audio."""
    return {stem for stem in stem_ids if any(not track.left_out for track in session.fed_by[stem])}


def order_lines(session: Session, item: str) -> list[int]:
    """The numbers of the order lines that deliver an item, from 1."""
    return [number for number, line in enumerate(session.order, 1) if line.deliver == item]


def treatment_words(track: Track) -> str:
    """What the manifest does to a track: `at -2 dB, panned 30 left`; "" for nothing."""
    said = [f"at {decibels(track.gain_db)}"] if track.gain_db else []
    if track.pan:
        side = "left" if track.pan < 0 else "right"
        said.append(f"panned hard {side}" if abs(track.pan) == 100 else f"panned {abs(track.pan):g} {side}")
    if track.invert:
        said.append("polarity inverted")
    if track.delay_ms:
        said.append(f"{abs(track.delay_ms):g} ms {_late(track.delay_ms)}")
    if track.delay_samples:
        said.append(f"{abs(track.delay_samples)} samples {_late(track.delay_samples)}")
    return ", ".join(said)


def _late(delay: float) -> str:
    return "late" if delay > 0 else "early"


def formula(session: Session, mix: Mix) -> str:
    """A mix's definition in words: `Master minus Lead Vocal and Backing Vocals`; names in full."""
    return _formula(session, mix, printable, lambda stems: listed([printable(stem.name) for stem in stems]))


def short_formula(session: Session, mix: Mix) -> str:
    """The same within a sentence: long names and long lists are cut."""
    return _formula(session, mix, named, lambda stems: names((stem.name for stem in stems), 3))


def _formula(
    session: Session, mix: Mix, called: Callable[[str], str], said: Callable[[list[Stem]], str]
) -> str:
    if mix.is_master:
        return "every stem as it is"
    master = called(session.master.name) if session.master else "Master Mix"
    stems = [stem for stem in session.stems if stem.id in (mix.only or mix.without)]
    base = f"only {said(stems)}" if mix.only else f"{master} minus {said(stems)}" if mix.without else master
    moved = [
        f"{called(session.stem(stem).name)} {decibels(db)}"
        for stem, db in mix.offsets_db
        if db and stem in session.stem_index
    ]
    return f"{base} with {listed(moved)}" if moved else base
