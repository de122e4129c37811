"""What to deliver instead: the remedy for a line that is met by the wrong kind."""

from collections.abc import Sequence

from stemtui.order.heard import heard, reaches
from stemtui.order.lines import item_kind, line_kind
from stemtui.order.words import likeness, nearest
from stemtui.session import OrderLine, Session, Track, feeding, item_name, lineage, mix_stems, split_item
from stemtui.text import counted, few, printable

NAMED = 4
_NEAR = 0.5


def kind_remedy(session: Session, line: OrderLine) -> str:
    """What would meet a line whose item exists but is of another kind."""
    asked, given = line_kind(line), item_kind(line.deliver)
    if asked == "stem":
        return _stem_for_track(session, line) if given == "track" else _stem_for_mix(session, line)
    if asked == "track":
        return _track_inside(session, line)
    return _mix(session, line)


def piece_remedy(wanted: Sequence[Track]) -> str:
    """For words that name a piece of a stem: the tracks that are that piece."""
    if len(wanted) == 1:
        return (
            f"If they want only {printable(wanted[0].label)}, that is a TRACK: deliver track.{wanted[0].id}."
        )
    if wanted:
        return f"If they want only {_named(wanted)}, give those a stem of their own."
    return "Ask whether they want all of it, or one TRACK of it."


def _stem_for_track(session: Session, line: OrderLine) -> str:
    track = session.track(split_item(line.deliver)[1])
    own = _asked_of(session, line, reaches(session, track))
    if own:
        name, tracks = printable(session.stem(own).name), feeding(session, own)
        if len(tracks) == 1:
            return (
                f'Only this track feeds the {name} stem: deliver stem.{own} and say why with waive = "...".'
            )
        feed = f"{counted(len(tracks), 'track')} feed" if tracks else "It belongs to"
        alone = likeness(line.asked, track.label) > max(_NEAR, likeness(line.asked, name))
        ask = "; if they need this alone, it is a TRACK: ask" if alone and len(tracks) > 1 else ""
        return f"{feed} the {name} stem: deliver stem.{own}{ask}."
    near = nearest(session, line.asked, (f"stem.{stem.id}" for stem in session.stems))
    if near:
        return f"It is in no stem. {printable(item_name(session, near))} is the nearest: deliver {near}."
    return "It is in no stem yet: put it in one (1-9, or n for a new one) and deliver that."


def _asked_of(session: Session, line: OrderLine, own: str) -> str:
    """Of a stem and those that hold it, the one that a line's words mean; else the stem itself."""
    above = [f"stem.{stem}" for stem in lineage(session, own)] if own else []
    return split_item(nearest(session, line.asked, above))[1] or own


def _stem_for_mix(session: Session, line: OrderLine) -> str:
    held = mix_stems(session, session.mix(split_item(line.deliver)[1]))
    near = f"stem.{held[0]}" if len(held) == 1 else ""
    near = near or nearest(session, line.asked, (f"stem.{stem.id}" for stem in session.stems))
    if near:
        return f"Deliver {near}, or ask the client whether the MIX is what they need."
    return "Make a stem that holds those tracks (n) and deliver that, or ask whether they need the MIX."


def _track_inside(session: Session, line: OrderLine) -> str:
    tracks = heard(session, line.deliver)
    ranked = sorted(tracks, key=lambda track: -likeness(line.asked, track.label))
    holds = (
        f"The {printable(item_name(session, line.deliver))} {item_kind(line.deliver)} holds {_named(tracks)}"
    )
    if not tracks:
        return "Deliver a track of this session."
    if likeness(line.asked, ranked[0].label) >= 0.5:
        label = printable(ranked[0].label)
        return f"{holds}; if they want only {label}, that is track.{ranked[0].id}."
    return f"{holds}: deliver one of these TRACKS, or ask whether they want all of it as a STEM."


def _mix(session: Session, line: OrderLine) -> str:
    kind, key = split_item(line.deliver)
    near = nearest(session, line.asked, (f"mix.{mix.id}" for mix in session.mixes))
    if not near and kind == "stem":
        near = next((f"mix.{mix.id}" for mix in session.mixes if mix_stems(session, mix) == (key,)), "")
    if near:
        return f"Deliver {near}."
    if kind == "track" and session.track(key).origin == "mix":
        return "Put it in a stem and make a mix of that (m)."
    return "Make the mix they ask for (m) and deliver that, or ask which of the two they need."


def _named(tracks: Sequence[Track]) -> str:
    return few([printable(track.label) for track in tracks], NAMED)
