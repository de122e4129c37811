"""What a mix is to hold, said on both sides of a source: "with the strings muted", "leave the choir in"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from stemtui.order.reading.phrases.segments import CONTENT
from stemtui.order.reading.words.lexicon import lexicon
from stemtui.order.reading.words.pieces import NOTHING, Piece

SUNG = frozenset(("vocals", "lead_vocal", "backing_vocals"))


def of_the_song(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence without "of the song" where that stands before what is left out."""
    kept = list(sentence)
    for at, piece in enumerate(kept[:-2]):
        song = kept[at + 1].cls == "song" or kept[at + 1].only_says("it")
        if piece.cls == "of" and song and kept[at + 2].has("except"):
            kept[at : at + 2] = [one.silent() for one in kept[at : at + 2]]
    return kept


def left_in(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "leave ... in", "with ... left in" and "that has ... in it" keep in a mix what
    stands between them."""
    kept = list(sentence)
    for at, piece in enumerate(kept):
        named = [i for i, one in enumerate(kept[at + 1 : at + 6], at + 1) if one.cls == "source"]
        closes = kept[named[-1] + 1 : named[-1] + 3] if named else []
        said = [word for one in closes for word in one.words]
        asks = any(one.words == ("does",) for one in kept[:at])
        holds = piece.value == "with" or (piece.only_says("having") and not asks)
        if (piece.says("leaving") and said[:1] == ["in"]) or (holds and _closes(closes, said)):
            kept[at] = piece.acting("join", "keeps")
            for i in range(named[-1] + 1, named[-1] + 1 + len(closes)):
                if kept[i].says("leaving", "in", "it"):
                    kept[i] = kept[i].silent()
    return kept


def strange_ones(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which what nobody knows is an item all the same: left out of a mix ("the mix without
    soloists"), or of a kind ("le stem d'ambiance")."""
    kept = list(sentence)
    for at, piece in enumerate(kept[1:], 1):
        one = kept[at - 1].value in ("stem", "track") and not kept[at - 1].plural
        of = [i for i, after in enumerate(kept[at + 1 : at + 3], at + 1) if not after.only_says("article")]
        if one and piece.only_says("romance_of") and of and kept[of[0]].cls == "unknown":
            kept[of[0]] = kept[of[0]].acting("source")
        named = next((one for one in reversed(kept[:at]) if one.cls in CONTENT), None)
        mix = named is not None and (named.value == "mix" or named.cls == "role")
        behind = [i for i, one in enumerate(kept[at + 1 : at + 3], at + 1) if not one.only_says("article")]
        if mix and piece.only_says("leaving_out") and behind and kept[behind[0]].cls == "unknown":
            kept[behind[0]] = kept[behind[0]].acting("source")
    return kept


def muted(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "with the strings muted", or "(only the strings muted)", is without them."""
    kept = list(sentence)
    for at, piece in enumerate(kept):
        named = [i for i, one in enumerate(kept[at + 1 : at + 5], at + 1) if one.cls == "source"]
        alone = piece.only_says("only") and at > 0 and kept[at - 1].value in ("(", "-", ":")
        closes = kept[named[-1] + 1 : named[-1] + 2] if named and (piece.value == "with" or alone) else []
        if closes and closes[0].only_says("muted"):
            senses = lexicon().senses["without",].values
            kept[at] = replace(piece, cls="not", value="not", words=("without",), senses=senses)
            kept[named[-1] + 1] = replace(closes[0], cls="small")
    return kept


def added_in(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "instrumental with backing vocals" and "a cappella with the drums" keep in a mix
    what it lacks: they are no list of two.

    "The instrumental with the lead and backing vocal stems" is one: what stands behind "with" has a kind.
    """
    kept = list(sentence)
    for at in range(1, len(kept) - 1):
        opens = kept[at - 1].value == "(" and at > 1
        of = kept[at - 2] if opens else kept[at - 1]
        if kept[at].value != "with":
            continue
        if not (_is_lacked(of.value, kept[at + 1 :]) or _says_what_stays(kept, at)):
            continue
        kept[at] = kept[at].acting("join", "keeps")
        if opens:
            kept[at - 1] = kept[at - 1].silent()
    return kept


def _says_what_stays(sentence: Sequence[Piece], at: int) -> bool:
    """Whether brackets say of a mix what is not in it, and then what is: "TV mix (no lead, with BVs)"."""
    start = next((i for i in range(at, 0, -1) if sentence[i].value in ("(", ")")), 0)
    inside, behind = sentence[start:at], [one for one in sentence[at + 1 :] if one.cls != "small"]
    opened = start > 0 and sentence[start].value == "(" and sentence[start - 1].cls == "role"
    without = any(one.has("except") for one in inside)
    ends = [one.value for one in behind[1:2]] in ([")"], ["and"], [","])
    return opened and without and ends and behind[0].cls == "source"


def _is_lacked(mix: str, behind: Sequence[Piece]) -> bool:
    """Whether something stands next that a mix lacks, and that no kind follows, nor one of several: "the lead
    and BV stems"."""
    said = [one for one in behind if one.cls != "small"]
    if not said or said[0].cls != "source" or any(one.cls == "kind" for one in said[1:2]):
        return False
    lacked = {"instrumental": said[0].group in SUNG, "a_cappella": said[0].group not in SUNG}
    listed = takewhile(lambda one: one.cls in ("source", "join", "kind") or one.value == ",", said)
    return lacked.get(mix, False) and not any(one.cls == "kind" and one.plural for one in listed)


def _closes(closes: Sequence[Piece], said: Sequence[str]) -> bool:
    """Whether "left in" or "in it" stands behind a source."""
    if len(said) < 2:
        return False
    left = closes[0].says("leaving") or said[0] == "still"
    return (left and said[1] == "in") or (said[0] == "in" and closes[-1].says("it"))


def as_ever(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "upload as usual" says how something is done, and orders nothing."""
    what = any(piece.says("document", "places") for piece in sentence)
    if not what or any(piece.cls in ("source", "role", "kind") for piece in sentence):
        return list(sentence)
    return [piece.silent() if piece.value == "same" and piece.cls == "loose" else piece for piece in sentence]


def recorded(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "the door track clean" says how a track is recorded, and names no clean mix."""
    kept = list(sentence)
    for at in range(2, len(kept)):
        track = kept[at - 1].value == "track" and kept[at - 2].cls == "source"
        if track and kept[at].value == "clean" and kept[at].cls == "role":
            kept[at] = kept[at].silent()
    return kept


def described(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "the main one" only says more of "my lead vocal track"."""
    kept = list(sentence)
    for at, piece in enumerate(kept):
        back = next((one for one in reversed(kept[:at]) if one.cls != "small" and one.value != ","), None)
        one = piece.words[-1:] == ("one",) or any(after.words == ("one",) for after in kept[at + 1 : at + 2])
        if piece.cls == "role" and one and back and back.cls in ("source", "kind"):
            kept[at] = piece.silent()
    return kept


def permitted(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "dry is fine" only allows how something is to come."""
    kept = list(sentence)
    for at, piece in enumerate(kept[:-1]):
        behind = next((one for one in kept[at + 1 :] if not one.only_says("is")), NOTHING)
        if piece.cls == "wet" and behind.cls == "fine":
            kept[at] = piece.silent()
    return kept
