"""Words in a sentence that are what somebody is or does, and no items: players, guests, lessons, work."""

from collections.abc import Sequence

from stemtui.order.reading.words.pieces import NOTHING, Piece

INTRODUCING = frozenset(
    (("it", "s"), ("this", "is"), ("here", "is"), ("hier", "ist"), ("i", "m"), ("i", "am"))
)


def our_own(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "our own singers" are people, or things that are there: nobody orders them."""
    kept = list(sentence)
    for at in range(2, len(kept)):
        owned = kept[at - 1].words == ("own",) and kept[at - 2].says("ours")
        if owned and kept[at].cls in ("source", "role"):
            kept[at] = kept[at].silent()
    return kept


def with_whom(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which who sings is no item: "(Dez feat. Mirelle)", "Pia and I have a bet"."""
    kept = list(sentence)
    for at, piece in enumerate(kept):
        guest = at > 0 and kept[at - 1].only_says("featuring")
        and_i = [one.words for one in kept[at + 1 : at + 3]] == [("and",), ("i",)]
        named = not (at and kept[at - 1].only_says("article", "definite"))
        if piece.cls == "source" and len(piece.words) == 1 and (guest or (and_i and named)):
            kept[at] = piece.silent()
    return kept


def called_so(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which a word of a longer name is somebody, who has or does something: "cass cried", "for
    Cass's in-ears"; of a session with a Cass Verse 1."""
    kept = list(sentence)
    for at, piece in enumerate(kept):
        after, behind = (*kept[at + 1 : at + 3], NOTHING, NOTHING)[:2]
        owns = after.words == ("s",) and behind.cls not in ("source", "kind")  # not "Wren's vocal"
        does = after.cls in ("unknown", "verb") or (
            after.cls == "small" and after.only_says("is", "having", "would")
        )
        if piece.cls == "source" and piece.has("part") and (owns or does):
            kept[at] = piece.silent()
    return kept


def players(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "our singers" or "the vocalist" is somebody, where nothing says that a file is
    meant: a word that is listed as not understood."""
    kept = list(sentence)
    for at in range(len(kept)):
        after = next((one for one in kept[at + 1 : at + 3] if not one.says("also")), None)
        somebody = kept[at].only_says("players") and (at == 0 or kept[at - 1].only_says("article", "ours"))
        wants = after is not None and (after.cls == "ask" or after.only_says("having", "would", "is", "are"))
        if somebody and wants and kept[at].cls == "source":
            kept[at] = kept[at].acting("unknown")
    return kept


def introduced(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which whoever says who they are is no item: "it's Tom", "it's Rob (guitars)"."""
    kept = list(sentence)
    for at in range(1, len(kept) - 1):
        said = [word for piece in kept[max(0, at - 2) : at] for word in piece.words]
        here = kept[at].words in (("here",), ("hier",)) and kept[at - 1].cls == "unknown"
        if not here and (not said or (said[-1] != "its" and tuple(said[-2:]) not in INTRODUCING)):
            continue
        plays = [one for one in kept[at + 1 : at + 4] if one.cls != "mark"]
        named = kept[at].cls == "unknown" and kept[at + 1].value == "," and len(plays) == 2
        if named and plays[0].cls == "source" and plays[1].only_says("in"):
            kept[at + 2] = kept[at + 2].silent()  # "it's Gus, drums in the Margaritas"
        if kept[at].cls == "source" and kept[at].only_says("people"):
            kept[at] = kept[at].silent()
        elif (here or kept[at].cls == "unknown") and kept[at + 1].value == "(":
            end = next((i for i in range(at, len(kept)) if kept[i].value == ")"), len(kept))
            kept[at + 1 : end] = [one.silent() if one.words else one for one in kept[at + 1 : end]]
    return kept


def taught(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which what somebody teaches or learns is no item: "el del taller de percusión"."""
    kept = list(sentence)
    for at in range(2, len(kept)):
        lesson = kept[at - 1].cls == "of" and kept[at - 2].says("lesson")
        if lesson and kept[at].cls == "source":
            kept[at] = kept[at].silent()
    return kept


def at_work(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence in which "playback" is what somebody does, and no mix: "doing playback for Ada"."""
    kept = list(sentence)
    for at in range(1, len(kept)):
        if kept[at].words not in (("playback",), ("play", "back")):
            continue
        after = kept[at + 1] if at + 1 < len(kept) else None
        named = any(piece.cls in ("role", "kind") for piece in kept[:at])
        for_whom = kept[at - 1].cls == "mark" and not named and after is not None and after.cls == "of"
        if for_whom or kept[at - 1].cls in ("unknown", "song"):
            kept[at] = kept[at].silent()
            if (
                after is not None
                and after.cls == "of"
                and [one.cls for one in kept[at + 2 : at + 3]] == ["source"]
            ):
                kept[at + 2] = kept[at + 2].silent()
    return kept
