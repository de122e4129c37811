"""Sources of which they say what file holds them: "one track with the drums", "in pairs: drums + bass"."""

from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading.phrases.combining import as_one
from stemtui.order.reading.phrases.segments import Segment
from stemtui.order.reading.requests import Request
from stemtui.order.reading.words.lexicon import lexicon
from stemtui.order.reading.words.pieces import Piece


def in_one(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence with a stem that they name as one that gathers: "bass and drums as one rhythm stem"."""
    kept = list(sentence)
    for at, piece in enumerate(kept):
        begin = at + (1 if len(piece.words) == 2 else 2)
        lead = [word for one in kept[at:begin] for word in one.words]
        if len(lead) != 2 or lead[0] not in lexicon().said["into"] or lead[1] not in lexicon().said["single"]:
            continue
        end = next((i for i in range(begin, min(begin + 3, len(kept))) if kept[i].cls == "kind"), begin)
        named = kept[begin:end]
        if not named:
            continue
        if kept[end].value == "stem" and all(one.cls in ("unknown", "source", "small") for one in named):
            whole = replace(piece.acting("put", "together"), end=kept[end].end)
            return [*kept[:at], whole, *in_one(kept[end + 1 :])]
    return kept


class Files:
    """What files of a sentence hold, segment by segment; `paired` where "and" joins two in each of them."""

    def __init__(self, paired: bool) -> None:
        self.paired = paired
        self.holder: Request | None = None
        self.anew = False

    def take(self, requests: list[Request], segment: Segment, new: tuple[Request, ...]) -> bool:
        """Put the sources of a segment into the file that is open; whether they were put into one."""
        return self._held(requests, segment, new) or self._pairs(requests, segment, new)

    def opens(self, segment: Segment) -> None:
        """Note where "one file" or "another" begins what a file is to hold."""
        if any(piece.value == "holder" for piece in segment.of("put")):
            self.holder = Request("")
        elif self.holder and segment.says("another"):
            self.anew = True
        else:
            self.holder = None

    def _held(self, requests: list[Request], segment: Segment, new: tuple[Request, ...]) -> bool:
        """Take sources as what a file is to hold: "one track with the drums", "a stem of bass and keys"."""
        if any(not one.source or one.kind or one.role for one in new):
            return False
        last = requests[-1] if requests else None
        anew, self.anew = self.anew or segment.is_another(), False
        if last and last.holder and segment.before in ("and", "with") and not anew:
            whole = as_one([*(last.parts or (last,)), *new])
            requests[-1] = replace(whole, holder=True, given=last.given)
            return True
        if self.holder is None or segment.before not in ("of", "with"):
            return False
        if last and (last.is_file or last == replace(self.holder, head=last.head)):
            requests.pop()
        requests.append(_as_held(self.holder, new))
        return True

    def _pairs(self, requests: list[Request], segment: Segment, new: tuple[Request, ...]) -> bool:
        """Take sources that "and" joins as one stem, where pairs are wanted: "in pairs: drums + bass"."""
        last = requests[-1] if requests else None
        sources = last is not None and bool(last.source) and all(one.source for one in new)
        if not (self.paired and last and sources) or segment.before not in ("and", "with"):
            return False
        requests[-1] = as_one([last, *new])
        return True


def _as_held(holder: Request, new: tuple[Request, ...]) -> Request:
    """Sources as the file that holds them; "a stem for every voice" may mean the tracks of it."""
    one = replace(
        new[0],
        kind=holder.kind,
        holder=True,
        given=holder.given,
        begins=True,
        declined=holder.declined,
        excepted=holder.excepted,
        stays=holder.stays,
    )
    if one.every == "all" and one.kind == "stem":
        return replace(one, other_kind="track", holder=False)
    whole = as_one([one, *new[1:]]) if len(new) > 1 or one.kind == "stem" else one
    return replace(whole, holder=True)
