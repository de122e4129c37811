"""What is said against something else: "stems rather than tracks", "nothing but the drums"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from stemtui.order.reading.phrases.segments import CONTENT
from stemtui.order.reading.words.pieces import Piece

SHORT = 3
OFF = (("off",), ("out",))


def preferred(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "than" declines what it prefers something to: "rather stems than tracks"."""
    kept = list(sentence)
    start = next((at for at, piece in enumerate(kept) if piece.says("preferring")), len(kept))
    for at in range(start + 1, len(kept)):
        piece = kept[at]
        between = any(one.cls in CONTENT for one in kept[start:at])
        if between and len(piece.words) == 1 and piece.says("than") and _names_next(kept[at + 1 :]):
            kept[at] = piece.acting("not")
            break
    return kept


def swapped(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "swap" declines what it names first: "swap the instrumental for the a cappella"."""
    kept = list(sentence)
    start = next((at for at, piece in enumerate(kept) if piece.says("swapping")), len(kept))
    gives = (at for at in range(start + 1, len(kept)) if kept[at].cls == "of" or kept[at].value == "with")
    named = next((at for at in gives if any(one.cls in CONTENT for one in kept[start:at])), 0)
    if not (named and _names_next(kept[named + 1 :])):
        return kept
    kept[start] = kept[start].acting("not")
    kept[named] = kept[named].acting("ask")
    return kept


def in_other_channels(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "stereo rather than mono", "a stereo file instead of mono" says stereo."""
    kept = list(sentence)
    for at, piece in enumerate(sentence):
        after = next((i for i, one in enumerate(kept[at + 1 : at + 4], at + 1) if one.cls != "small"), at)
        if not piece.has("not") or kept[after].cls != "channels":
            continue
        said = [_as_channels(one) for one in kept]
        if any(one.cls == "channels" and one.value != kept[after].value for one in said):
            said[at], said[after] = piece.silent(), kept[after].silent()
            kept = said
    return kept


def in_last_channels(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence with the last of channels that are corrected: "mono, no, stereo, sorry, stereo"."""
    kept = list(sentence)
    at = 0
    while at < len(kept):
        behind = [i for i in range(at + 1, min(at + 6, len(kept))) if kept[i].cls == "channels"]
        between = [one for one in kept[at + 1 : behind[0]] if one.words] if behind else []
        if kept[at].cls == "channels" and between and all(one.only_says("sorry") for one in between):
            del kept[at : behind[0]]
        else:
            at += 1
    return kept


def _as_channels(piece: Piece) -> Piece:
    """ "A stereo file" as the channels that it says."""
    said = next((one for one in ("stereo", "mono") if one in piece.words), "")
    return piece.acting("channels", said) if piece.cls == "put" and said else piece


def put_instead(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "put the instrumental in instead" orders what it names."""
    kept = list(sentence)
    for at, piece in enumerate(kept):
        begins = at == 0 or kept[at - 1].cls in ("mark", "join")
        clause = list(takewhile(lambda one: one.cls != "mark", kept[at + 1 :]))
        instead = clause and clause[-1].says("instead") and any(one.cls in CONTENT for one in clause)
        if begins and instead and piece.words == ("put",):
            kept[at] = piece.acting("ask")
    return kept


def opposed(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "not this, that" orders what stands second: "sorry, not the drums, the bass"."""
    kept = list(sentence)
    start = next((at for at, piece in enumerate(kept) if piece.words[:1] == ("not",)), len(kept))
    before, after = kept[:start], kept[start:]
    marks = [at for at, piece in enumerate(after) if piece.cls == "mark"]
    opens = not any(piece.cls in CONTENT for piece in before) and bool(after) and len(after[0].words) < SHORT
    if not opens or len(marks) != 1 or after[marks[0]].value != "," or any(p.cls == "join" for p in after):
        return kept
    at = marks[0]
    article = at + 1 < len(after) and after[at + 1].only_says("article")
    if article and any(one.cls in CONTENT for one in after[:at]):
        after[at] = after[at].acting("join", "but")
        before = [replace(one, cls="small") if one.cls == "not" else one for one in before]
    return [*before, *after]


def only_needed(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which what nothing else is needed beside is asked for: "apart from the strings stem we
    don't need anything", "nothing except the drums"."""
    kept = list(sentence)
    words = [word for piece in kept for word in piece.words]
    spares = next(
        (
            i
            for i, one in enumerate(kept)
            if one.has("except") and not one.only_says("no") and _names_next(kept[i + 1 :])
        ),
        -1,
    )
    if spares < 0 or not {"anything", "nothing"} & {*words}:
        return kept
    refuses = next((at for at, piece in enumerate(kept) if at != spares and piece.has("not")), -1)
    between = kept[min(spares, refuses) : max(spares, refuses)] if refuses >= 0 else kept[:spares]
    if refuses < 0 and not ("nothing" in words and not any(one.cls in CONTENT for one in between)):
        return kept
    if refuses >= 0 and refuses < spares and any(one.cls in CONTENT for one in between):
        return kept
    kept[spares] = kept[spares].acting("ask")
    if refuses >= 0:
        kept[refuses] = kept[refuses].silent()
    return kept


def taken_off(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "take the bass stem off again" and "keep the guitars out of it" decline."""
    kept = list(sentence)
    for at, piece in enumerate(kept):
        named = [i for i, one in enumerate(kept[at + 1 : at + 6], at + 1) if one.cls in CONTENT]
        closes = kept[named[-1] + 1 : named[-1] + 2] if named else []
        whole = kept[named[-1] + 2 : named[-1] + 4] if named else []
        of_a_mix = any(one.cls == "of" for one in whole) and not any(one.says("it") for one in whole)
        if (
            len(piece.words) == 1
            and piece.says("taking")
            and closes
            and closes[0].words in OFF
            and not of_a_mix
        ):
            kept[at] = piece.acting("not")
            kept[named[-1] + 1] = closes[0].silent()
    return kept


def told_of(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which something is told of a source that has no kind: "the piano needs tuning", "the
    altos have not stopped talking"."""
    kept = list(sentence)
    for at in range(1, len(kept) - 1):
        named = kept[at - 1].cls == "source" and (at == 1 or kept[at - 2].only_says("article", "ours"))
        if not (named and kept[at].only_says("does_something")):
            continue
        end = next((i for i in range(at, len(kept)) if kept[i].cls in ("mark", "end")), len(kept))
        behind = kept[at + 1 : end]
        strange = any(one.cls == "unknown" for one in behind)
        if strange and not any(
            one.cls in (*CONTENT, "ask", "channels", "wet", "put", "behind") for one in behind
        ):
            kept[at] = kept[at].acting("remark")
            kept[at + 1 : end] = [one.silent() if one.cls == "not" else one for one in behind]
    return kept


def wished_to(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which what somebody wishes to do with a thing, said at its end in German, is told: "der
    Dirigent möchte die Streicher einzeln hören"."""
    kept = list(sentence)
    for at, piece in enumerate(kept):
        end = next((i for i in range(at, len(kept)) if kept[i].cls in ("mark", "end")), len(kept))
        if piece.only_says("wishing_to") and at < end and kept[end - 1].only_says("doing"):
            kept[at] = piece.acting("remark")
    return kept


def praised(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "the instrumental sounds great" only says how it sounds."""
    kept = list(sentence)
    for at, piece in enumerate(kept):
        if piece.cls == "fine" and piece.says("sounding") and any(one.cls in CONTENT for one in kept[:at]):
            kept[at] = replace(piece, cls="remark", senses={})
    return kept


def faulty(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "the drum stem has a click" only says what is wrong with it."""
    kept = list(sentence)
    for at, piece in enumerate(kept):
        clause = kept[next((i for i in range(at, 0, -1) if kept[i].cls == "mark"), 0) : at]
        heard = [i for i, one in enumerate(kept[at + 1 : at + 4], at + 1) if one.cls == "source"]
        whole = any(one.cls in ("kind", "role") for one in clause)
        if piece.only_says("having") and whole and heard and not any(one.cls == "ask" for one in clause):
            kept[at] = piece.acting("remark")
            kept[heard[0]] = kept[heard[0]].silent()
    return kept


def _names_next(after: Sequence[Piece]) -> bool:
    return any(piece.cls in CONTENT for piece in after[:4])
