"""Orders of tracks that may mean something else: stems, or the tracks as they sound in the mix."""

from collections.abc import Iterator, Sequence

from stemtui.errors import Problem
from stemtui.order.asked import Asked
from stemtui.order.heard import heard
from stemtui.order.words import asked_kind, asks_for_every_track, core
from stemtui.session import (
    Session,
    Stem,
    Track,
    feeding,
    has_item,
    is_treated,
    item_name,
    split_item,
)
from stemtui.text import counted, few, listed, printable, several, tokens

RAW = frozenset(("raw", "dry", "untreated", "unprocessed", "unmixed", "recorded", "flat"))
WET = frozenset(("wet", "treated", "processed", "printed", "mix", "mixed"))
ANSWERS = RAW | WET
"""Words with which a client has said whether tracks are wanted as recorded or as in the mix."""

_NAMED = 4


def doubts(session: Session, asked: Sequence[Asked]) -> Iterator[Problem]:
    """Every question that an order of tracks raises and its words do not answer: first whether it should be
    one of stems, for that may settle the other."""
    tracks = [one for one in asked if _is_track(session, one)]
    for one in tracks:
        yield from _finished(session, one)
        yield from _otherwise(session, one)
    meant = list(_stems_meant(session, asked, tracks)) or list(_stem_meant(session, asked, tracks))
    yield from meant or _as_in_the_mix(session, tracks)


def _is_track(session: Session, one: Asked) -> bool:
    is_track = one.kind == split_item(one.item)[0] == "track" and has_item(session, one.item)
    return is_track and bool(heard(session, one.item))


def _stems_meant(session: Session, asked: Sequence[Asked], tracks: Sequence[Asked]) -> Iterator[Problem]:
    """Every track of some stems, no stem, and nobody's words say track."""
    has_stems = any(split_item(one.item)[0] == "stem" or one.kind == "stem" for one in asked)
    if has_stems or any(asks_for_every_track(one.line.asked) for one in asked):
        return
    doubtful = [one for one in tracks if asked_kind(one.line.asked) != "track" and not one.line.waive.strip()]
    ordered = {split_item(one.item)[1] for one in doubtful}
    whole = [stem for stem in session.stems if _is_whole(session, stem, ordered)]
    if not whole:
        return
    names = few([printable(stem.name) for stem in whole], _NAMED)
    items = few([f"stem.{stem.id}" for stem in whole], _NAMED)
    yield doubtful[0].problem(
        f"The order has {several(len(doubtful), 'TRACK')} and no STEM, no words of theirs say track, and "
        f"every track of {names} is among them: whoever expects stems cannot use these.",
        f"Ask the client; for stems, deliver {items}. If they need tracks, write so in asked, or waive it.",
        "warning",
    )


def _stem_meant(session: Session, asked: Sequence[Asked], tracks: Sequence[Asked]) -> Iterator[Problem]:
    """Single tracks for words that are the name of the stem around them: `drums` for the kick."""
    delivered = {one.item for one in asked}
    for one in tracks:
        track = session.track(split_item(one.item)[1])
        words, own = set(core(one.line.asked)), set(core(track.label))
        is_said = asked_kind(one.line.asked) == "track" or one.line.waive.strip() or words == own
        item = f"stem.{track.stem}"
        if is_said or not track.stem or item in delivered or words != set(core(item_name(session, item))):
            continue
        if (number := len(heard(session, item))) > 1:
            stem = printable(item_name(session, item))
            yield one.problem(
                f"{one.request}; {one.thing} is one of the {number} tracks of the {stem} stem, which is "
                "called so, and their words do not say track.",
                f"Deliver {item}, or ask the client. If they need the track, write so in asked, or waive it.",
                "warning",
            )


def _is_whole(session: Session, stem: Stem, ordered: set[str]) -> bool:
    fed_by = [track.id for track in heard(session, f"stem.{stem.id}")]
    return len(fed_by) > 1 and not stem.parent and ordered.issuperset(fed_by)


def _as_in_the_mix(session: Session, tracks: Sequence[Asked]) -> Iterator[Problem]:
    """Tracks that a mix treats: one is delivered as its file is, with the mix in it or without."""
    open_ = [one for one in tracks if not (ANSWERS & set(tokens(one.line.asked)) or one.line.waive.strip())]
    said = [(one, _delivered(session, session.track(split_item(one.item)[1]))) for one in open_]
    doubtful = [(one, how) for one, how in said if how]
    if not doubtful:
        return
    first, how = doubtful[0]
    others = f" ({counted(len(doubtful) - 1, 'more line')} likewise)" if len(doubtful) > 1 else ""
    yield first.problem(
        f"{first.request}; {first.thing} is delivered {how}{others}: as in the mix, or as recorded?",
        'Ask the client: "raw", or "as in the mix"? Then write it in asked, or waive it.',
        "warning",
    )


def _finished(session: Session, one: Asked) -> Iterator[Problem]:
    """A source that somebody printed as a stem or a mix: it is no track, made before the mix, by itself."""
    track = session.track(split_item(one.item)[1])
    if track.origin not in ("stem", "mix"):
        return
    cure = "Give it a stem of its own (n) and deliver that"
    if track.stem and feeding(session, track.stem) == (track,):
        cure = f"Deliver stem.{track.stem}, which it alone feeds"
    yield one.waivable(
        f"{one.request}; {one.thing} is recorded as a finished {track.origin.upper()} (t), and a track is "
        "made before the mix.",
        f'{cure}, or say why it is right: waive = "...".',
    )


def _otherwise(session: Session, one: Asked) -> Iterator[Problem]:
    """A track that is wanted as recorded, or as in the mix, and whose file is the other of the two."""
    said, track = set(tokens(one.line.asked)), session.track(split_item(one.item)[1])
    if said & RAW and not said & WET and _holds_the_mix(session, track):
        how = (
            "was printed through the mix" if track.origin else "has the mix in its file, as this session says"
        )
        yield one.waivable(
            f"{one.request}; they want it as recorded, and {one.thing} {how}.",
            "Give it the file as recorded (F), say that it is raw (t), or say why it is right: "
            'waive = "...".',
        )
    if said & WET and not said & RAW:
        for lacks, cure in _without_the_mix(session, track):
            yield one.waivable(
                f"{one.request}; they want it as in the mix, and {one.thing} is delivered {lacks}.",
                f'{cure}, or say why it is right: waive = "...".',
            )


def _holds_the_mix(session: Session, track: Track) -> bool:
    """Whether a track's file was printed through the mix, as far as anybody has said."""
    return track.origin in ("printed", "stem", "mix") or (session.treatment == "printed" and not track.origin)


def _without_the_mix(session: Session, track: Track) -> Iterator[tuple[str, str]]:
    """What of the mix a track's file lacks, and what to do; nothing where nobody has said."""
    if _holds_the_mix(session, track):
        return
    if session.treatment == "none":
        yield "as recorded: nothing is mixed yet", "Tell the client, mix first and set treatment"
    elif session.treatment == "printed":
        yield "as recorded: it is said to be raw", "Give it the file that was printed through the mix (F, t)"
    elif session.treatment == "manifest" and is_treated(session, track):
        cure = "Give it a sub-stem of its own (n, then e for its parent) and deliver that as a STEM"
        yield "as its file is, without what this manifest does to it", cure


def _delivered(session: Session, track: Track) -> str:
    """How a track of a treated session is delivered, where that can be asked.

    Gain alone is no question: the receiver's fader undoes it.
    """
    if session.treatment == "printed" and track.origin in ("", "printed"):
        is_said = "as its file is, with the mix in it as this session says"
        return "as it was printed through the mix" if track.origin else is_said
    said = [
        f"pan of {track.pan:+g}" if track.pan else "",
        "inverted polarity" if track.invert else "",
        "delay" if track.delay_ms or track.delay_samples else "",
    ]
    without = [one for one in said if one]
    return (
        f"as recorded, without its {listed(without)}" if without and session.treatment == "manifest" else ""
    )
