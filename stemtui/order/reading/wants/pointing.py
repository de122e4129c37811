"""Words that ask for what was named before, or take it back: "send it again", "sorry, I meant the mix"."""

from dataclasses import replace
from itertools import takewhile

from stemtui.order.reading.phrases.segments import CONTENT, Segment
from stemtui.order.reading.wants.joined import Joined
from stemtui.order.reading.wants.placing import New


def take_back(joined: Joined, at: int, new: New) -> None:
    """Take back what stood before "I mean": "the a cappella, sorry, I meant the instrumental"."""
    if not new or all(one.is_bare for one in new):
        return
    sorry = any(piece.says("sorry") for one in joined.found[:at] for piece in one.pieces)
    behind = joined.requests or (joined.reader.requests if sorry else [])
    if behind and not (behind[-1].is_bare or behind[-1].declined):
        one = behind.pop()
        if sorry:
            joined.reader.requests.append(replace(one, declined=True))
        else:
            joined.reader.remarks.append(one.asked)


def tells_of(segment: Segment, before: Segment | None) -> bool:
    """Whether a word for asking only tells of it: "nobody remembers asking for it", "I have to do that"."""
    by = segment.by
    if by is None:
        return False
    ours = bool(before and before.pieces and before.pieces[-1].says("we"))
    return (
        by.says("past")
        or by.words[0] in ("asking", "ordering", "requesting")
        or (by.words == ("do",) and ours)
    )


def points(joined: Joined, segment: Segment) -> bool:
    """Whether words that ask point back: "send it again", "reprint"."""
    ahead = joined.line.rstrip().endswith(":")
    known = list(takewhile(lambda piece: piece.cls != "unknown", segment.pieces[:3]))  # "please embed them"
    said = [piece for at, piece in enumerate(known) if not at or piece.words != ("em",)]
    pointing = not ahead and any(piece.says("it") for piece in said)
    anew = segment.by is not None and segment.by.says("again") and not segment.has(*CONTENT)
    return pointing or anew
