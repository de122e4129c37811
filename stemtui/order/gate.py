"""The gate: what stands between each order line and its print.

An order line that asks for a stem cannot be met by a track, nor the reverse. Kinds come from how a thing was
made, never from its name.
"""

from collections.abc import Iterator, Mapping

from stemtui.errors import AudioFileError, Problem
from stemtui.header import Header
from stemtui.order.asked import Asked, quoted
from stemtui.order.doubts import doubts
from stemtui.order.heard import exposed_alone, heard
from stemtui.order.lines import item_kind
from stemtui.order.meant import meant
from stemtui.order.multitracks import multitracks
from stemtui.order.remedies import kind_remedy, piece_remedy
from stemtui.order.subtracting import subtracting
from stemtui.order.twice import twice
from stemtui.order.words import PIECES, asked_kind, core, nearest
from stemtui.session import (
    REST,
    Session,
    Track,
    all_items,
    has_item,
    is_treated,
    item_name,
    lineage,
    mix_stems,
    near_items,
    split_item,
)
from stemtui.text import few, printable, tokens

Headers = Mapping[str, Header | AudioFileError]
CHANNEL_WORDS = {1: "mono", 2: "stereo"}
_NOT_THERE = "Set deliver to a stem, mix or track of this session, or tell the client that there is none."


def gate(session: Session, headers: Headers) -> Iterator[Problem]:
    """Every problem of the order: each line's own, then those between lines."""
    asked = [Asked(number, line, session) for number, line in enumerate(session.order, 1)]
    yield from _treatment(session, asked)
    for one in asked:
        yield from _line(one, headers)
    yield from meant(session, asked)
    yield from multitracks(session, asked)
    yield from doubts(session, asked)
    yield from twice(session, [one for one in asked if not _is_wrong_kind(one)])
    yield from subtracting(session, asked)


def _treatment(session: Session, asked: list[Asked]) -> Iterator[Problem]:
    """The one question that every stem waits for: where was the mix done?"""
    stems = sum(one.kind == "stem" or item_kind(one.item) == "stem" for one in asked if one.item or one.kind)
    if stems and not session.treatment:
        yield Problem(
            "session.treatment",
            f"{_stems(stems)} ordered, and nobody has said where the mix was done.",
            'Say it once: treatment = "printed" (into these files), "manifest" (the gains and pans here) or '
            '"none" (not mixed yet).',
        )
    if stems and session.treatment == "none":
        what = "a SUBMIX OF TRACKS is" if stems == 1 else f"{stems} SUBMIXES OF TRACKS are"
        yield Problem(
            "session.treatment",
            f"Nothing is mixed yet, so {what} printed where {_stems(stems)} ordered.",
            "Tell the client, or mix first and set treatment.",
            "warning",
        )


def _line(one: Asked, headers: Headers) -> Iterator[Problem]:
    """The problems of one line: does it say a kind, does its item exist, is that item what was asked?"""
    if not one.kind:
        yield one.problem(
            f"{one.request} and does not say whether that is a stem, a mix or a track.",
            'Ask the client, then set kind = "stem", "mix" or "track".',
        )
    if not one.item:
        yield one.problem(f"{one.request}; nothing is chosen to meet it.", _choice(one))
        return
    if not has_item(one.session, one.item):
        yield _missing(one)
        return
    said = asked_kind(one.line.asked)
    if one.line.kind and said and said != one.line.kind:
        yield one.problem(
            f"Line {one.number} is recorded as a {one.line.kind.upper()}, but its words say "
            f"{said.upper()}: {quoted(one.line.asked)}.",
            "Ask the client which they need.",
            "warning",
        )
    if _is_wrong_kind(one):
        yield one.problem(
            f"{one.request}; {one.thing} {_is_what(one)}.",
            kind_remedy(one.session, one.line),
        )
        return
    yield from _content(one)
    yield from _channels(one, headers)


def _is_wrong_kind(one: Asked) -> bool:
    return bool(one.kind and one.item and one.kind != item_kind(one.item))


def _is_what(one: Asked) -> str:
    """The kind that a line would deliver in place of another; a source may be a finished stem or mix."""
    kind, key = split_item(one.item)
    origin = one.session.track(key).origin if kind == "track" and has_item(one.session, one.item) else ""
    if origin in ("stem", "mix"):
        return f"is a finished {origin.upper()} used as a source, and goes out alone as a TRACK"
    return f"is a {item_kind(one.item).upper()}"


def _choice(one: Asked) -> str:
    """What would meet a line that delivers nothing yet: the nearest item of the kind that it asks for."""
    if near := _nearest(one):
        return f"Set deliver: {near} is the nearest."
    make = {"stem": " (n makes a stem)", "mix": " (m makes a mix)"}.get(one.kind, "")
    return f"Set deliver{make}, or drop the line and tell the client that there is none."


def _nearest(one: Asked) -> str:
    """The item whose name answers best to a line's words, of the kind that it asks for; "" for none."""
    kind = f"{one.kind}." if one.kind else ""
    same_kind = (item for item in all_items(one.session) if item.startswith(kind))
    return nearest(one.session, one.line.asked, same_kind)


def _missing(one: Asked) -> Problem:
    alike = (item for item in near_items(one.session, one.item) if one.kind in ("", item_kind(item)))
    near = next(alike, "") or _nearest(one)
    remedy = f"The nearest is {near}: deliver {near}." if near else _NOT_THERE
    return one.problem(f"{one.request}; {quoted(one.item)} is not in this session.", remedy)


def _content(one: Asked) -> Iterator[Problem]:
    tracks = heard(one.session, one.item)
    if not tracks:
        yield _nothing(one)
        return
    if guarded := exposed_alone(one.session, one.item):
        yield one.problem(
            f"{one.request}; that exposes {quoted(one.session.stem(guarded).name)} alone, which is marked "
            "not to be isolated.",
            f"Drop the line, or set stem.{guarded}.isolate = true once it is cleared.",
        )
    if item_kind(one.item) == "stem":
        yield from _lone_track(one, tracks)
        yield from _more_than_asked(one, tracks)


def _nothing(one: Asked) -> Problem:
    """A line whose item holds no audio: left out, or never fed."""
    kind, key = split_item(one.item)
    if one.item == REST:
        return one.problem(
            f"{one.request}; every stem is on the order, so nothing remains.", "Drop the line."
        )
    if kind == "track":
        reason = quoted(one.session.track(key).left_out)
        return one.problem(
            f"{one.request}; {one.thing} is left out ({reason}).", "Bring it back in (L), or drop the line."
        )
    stems = [key] if kind == "stem" else mix_stems(one.session, one.session.mix(key))
    silenced = any(
        one.session.fed_by.get(stem.id)
        for stem in one.session.stems
        if set(stems) & set(lineage(one.session, stem.id))
    )
    why = "every track of it is left out" if silenced else "no track feeds it"
    cure = "Bring its tracks back in (L)" if silenced else "Assign its tracks (1-9)"
    return one.problem(f"{one.request}; {one.thing} is empty: {why}.", f"{cure}, or drop the line.")


def _lone_track(one: Asked, tracks: tuple[Track, ...]) -> Iterator[Problem]:
    """A stem fed by one untreated track is that track under another name."""
    if len(tracks) > 1 or not one.session.treatment or is_treated(one.session, tracks[0]):
        return
    yield one.waivable(
        f"{one.request}; only {quoted(tracks[0].label)} feeds it, untreated: that is a TRACK under "
        "another name.",
        f'Deliver track.{tracks[0].id} as a TRACK, or say why it is right: waive = "...".',
    )


def _more_than_asked(one: Asked, tracks: tuple[Track, ...]) -> Iterator[Problem]:
    """Words that name a piece of a stem, while the stem holds more than that piece."""
    others = _others(one, tracks)
    if others:
        names = few([printable(track.label) for track in others], 5)
        wanted = [track for track in tracks if track not in others]
        stem = printable(item_name(one.session, one.item))
        yield one.problem(
            f"{one.request}; the {stem} stem also holds {names}.",
            piece_remedy(wanted),
            "warning",
        )


def _others(one: Asked, tracks: tuple[Track, ...]) -> list[Track]:
    words = set(core(one.line.asked))
    pieces = words & set(PIECES)
    if pieces:
        meant = set().union(*(PIECES[piece] for piece in pieces))
        spoken = [set(core(track.label)) | set(tokens(track.label)) for track in tracks]
        others = [t for t, said in zip(tracks, spoken, strict=True) if not said & meant and said != words]
        return others if len(others) < len(tracks) or pieces == {"808"} else []
    if not words or words == set(core(item_name(one.session, one.item))):
        return []
    others = [track for track in tracks if not words <= set(core(track.label))]
    return others if len(others) < len(tracks) else []


def _channels(one: Asked, headers: Headers) -> Iterator[Problem]:
    """Mono or stereo as asked, against what the item is."""
    asked, kind, key = one.line.channels, *split_item(one.item)
    if kind == "stem" and asked and asked != one.session.stem(key).channels:
        yield one.problem(
            f"{one.request} in {asked}; the {printable(one.session.stem(key).name)} stem is declared "
            f"{one.session.stem(key).channels}.",
            "Change the stem's channels (c) or the line's: one of them is not what they need.",
        )
    if (kind == "mix" or one.item == REST) and asked == "mono":
        what = "mixes are stereo" if kind == "mix" else "what remains is printed in stereo"
        yield one.problem(
            f"{one.request} in mono; {what}.", 'Set channels = "stereo" after asking the client.'
        )
    header = headers.get(key) if kind == "track" else None
    if asked and isinstance(header, Header) and header.channels in CHANNEL_WORDS:
        is_ = CHANNEL_WORDS[header.channels]
        if is_ != asked:
            yield one.problem(
                f"{one.request} in {asked}; {one.thing} is {is_}, and a track is delivered as it is.",
                f'Set channels = "{is_}", or ask whether a STEM is meant.',
            )


def _stems(number: int) -> str:
    return "1 STEM is" if number == 1 else f"{number} STEMS are"
