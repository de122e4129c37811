"""The segments of a sentence as requests: what each asks for, declines, leaves out, or adds to the last."""

from collections.abc import Sequence
from dataclasses import replace

from stemtui.order.reading import again, amending, parts
from stemtui.order.reading.asides import is_aside, is_description, takes_apart
from stemtui.order.reading.cutting import segments
from stemtui.order.reading.files import Files
from stemtui.order.reading.listing import marked_heads, with_kinds
from stemtui.order.reading.naming import text_of
from stemtui.order.reading.reader import Reader
from stemtui.order.reading.requests import Request
from stemtui.order.reading.segments import CONTENT, Segment
from stemtui.order.reading.stance import Stance
from stemtui.order.reading.strangers import unknown_in_list
from stemtui.order.reading.tagging import Piece, pieces
from stemtui.order.reading.wording import Named, named


def requests_of(reader: Reader, line: str, found: Sequence[Segment]) -> list[Request]:
    """The requests of a sentence, in order; kinds said for a list are not handed on yet."""
    joining = _Joining(reader, line, found)
    for at in range(len(found)):
        joining.take(at)
    reader.told = [*joining.told, *(one for one in joining.requests if one.declined)]
    return joining.requests


class _Joining:
    """The requests of one sentence as they come together, segment by segment."""

    def __init__(self, reader: Reader, line: str, found: Sequence[Segment]) -> None:
        self.reader, self.line, self.found = reader, line, found
        self.requests: list[Request] = []
        self.stance = Stance()
        self.told: list[Request] = []
        self.wet: tuple[str, ...] = ()
        self.files = Files(any(piece.value == "paired" for one in found for piece in one.of("put")))

    def take(self, at: int) -> None:
        """Take in one more segment."""
        segment = self.found[at]
        self.stance.at(segment)
        if segment.has("given"):
            self._condition(segment.pieces[0])
        elif segment.has("behind"):
            self._decline_behind(at)
        elif self._tells(segment) or is_aside(self.reader, self.found, at, self.requests):
            self._told_of_all(at)
            if self.requests and is_description(self.found, at, self.requests, self.reader.heading.kind):
                self.requests[-1] = replace(self.requests[-1], described=True)
            if segment.has(*CONTENT):
                items = named(self.line, segment).requests
                self.reader.pass_by(text_of(self.line, segment.pieces), items, self.found)
                self.told += items
        else:
            strange = unknown_in_list(self.line, self.found, at, self.requests)
            here = Named(strange) if strange else named(self.line, segment)
            self.reader.list_unknown(self.line, here.unknown)
            self._add(at, self._with_effects(segment, here.requests))

    def _decline_behind(self, at: int) -> None:
        """Decline what stands before words like "not needed"; "leave it", alone, the last item before."""
        alone = not (self.requests or self.told or any(one.has(*CONTENT) for one in self.found[: at + 1]))
        if alone and self.reader.requests and any(p.says("it") for p in self.found[at].of("behind")):
            self.reader.requests[-1] = replace(self.reader.requests[-1], declined=True)
            return
        self.requests = parts.declined_behind(self.line, self.found, at, self.requests)
        several = parts.declines_several(self.found[at])
        while self.told and (several or not any(one.declined for one in self.requests)):
            self.requests.append(replace(self.told.pop(), declined=True))

    def _told_of_all(self, at: int) -> None:
        """Take what a list names as told where a report is made of all of it: "X and Y have arrived"."""
        segment, before = self.found[at], self.found[:at]
        if segment.before == "and" and segment.says("report") and not any(p.before == "ask" for p in before):
            self.told += self.requests
            self.requests = []

    def _tells(self, segment: Segment) -> bool:
        """Whether a segment is only told; "the same files as you did for them" is asked for."""
        again = segment.before in ("", "ask", ",") and any(
            piece.value == "same" for piece in segment.of("loose")
        )
        return self.stance.telling and not again

    def _condition(self, piece: Piece) -> None:
        """Hand a condition on to what follows it, or to what stands before it."""
        text = text_of(self.line, [piece])
        if piece.has("names"):
            inner = segments(pieces(text, self.reader.names))
            negative = any(s.says("negative") or s.before in ("not", "except") for s in inner)
            items = [] if negative else [one for segment in inner for one in named(text, segment).requests]
            self.reader.pass_by(text, with_kinds(items), inner)
        if piece.value == "ahead":
            self.stance.given = text
        elif piece.value == "behind":
            self._govern(text)

    def _govern(self, given: str) -> None:
        """Hand a condition on to the item before it, and to those that have their kind from its plural."""
        behind = self.requests or self.reader.requests
        at = len(behind) - 1
        while at > 0 and behind[-1].plural and behind[at - 1].source and not behind[at - 1].kind:
            at -= 1
        behind[max(0, at) :] = [replace(one, given=given) for one in behind[max(0, at) :]]

    def _with_effects(self, segment: Segment, new: tuple[Request, ...]) -> tuple[Request, ...]:
        """The requests with the "dry" or "wet" that stands before all of them."""
        if new and self.wet:
            new = (replace(new[0], wet=tuple(dict.fromkeys((*self.wet, *new[0].wet)))), *new[1:])
            self.wet = ()
        elif not (new or self.requests):
            self.wet = (*self.wet, *(piece.value for piece in segment.of("wet")))
        return new

    def _add(self, at: int, new: tuple[Request, ...]) -> None:
        """Add the requests of one segment, or what it says of those before it."""
        segment = self.found[at]
        if any(piece.value == "meant" for piece in segment.of("put")):
            self._corrects(at, new)
        last = self.requests[-1] if self.requests else None
        if last and (more := amending.said_more(last, segment, new)):
            self.requests[-1:] = more
        elif new and parts.denies_part(segment):
            self.requests.append(parts.denied_part(self.line, segment, new))
        elif new and parts.is_part(segment, self.requests):
            self.requests = parts.in_parts(self.line, segment, self.requests, new)
        elif segment.before == "except" and at and amending.is_for_each(self.found[:at], segment):
            self.reader.spared += new
        elif segment.before == "except" and last and last.source and not new and segment.has("count"):
            self.requests.append(amending.all_but_numbers(self.line, last, segment))
        elif segment.before == "both" and last:
            self.requests.append(parts.with_and_without(last, new))
        elif segment.before == "minus":
            self.requests = parts.without(self.line, self.found, at, self.requests, new)
        elif segment.before == "lacks" and new:
            self.requests.append(parts.version_without(text_of(self.line, segment.pieces), new))
        elif not self.requests and again.is_form_of_all(self.found, at, new):
            self.reader.everywhere = self.found[0].of("channels")[0].value
        elif new:
            if not self.files.take(self.requests, segment, new):
                self._order(at, new)
        elif segment.has("doubt") and segment.before == "and" and not segment.has(*CONTENT):
            self.stance.given = text_of(self.line, segment.of("doubt"))
        elif segment.has("doubt") and segment.before not in ("", "and", "ask"):
            self._govern(text_of(self.line, segment.of("doubt")))
        elif not self._again(segment) and not again.for_all(self.reader, self.found, self.requests, segment):
            self.files.opens(segment)
            self.requests = amending.amended(self.requests, segment)

    def _order(self, at: int, new: tuple[Request, ...]) -> None:
        if takes_apart(self.found, at) and self.requests[-1:] and not self.requests[-1].is_bare:
            whole = self.requests.pop()
            self.requests += [replace(whole, text="", source=(), group="", head=True)] if whole.kind else []
        if self.found[at].before == ":" and self.requests and _is_label(self.requests[-1], new):
            self.requests.pop()
        stance, last = self.stance, self.requests[-1] if self.requests else None
        if self.found[at].before == "incl" and last and last.is_bare:
            new = tuple(replace(one, kind=one.kind or last.kind, inferred=True) for one in new)
        before = self.found[at - 1] if at else None
        if self.found[at].before == "of" and before and before.has("count") and not before.has(*CONTENT):
            number = int(before.of("count")[0].value)
            new = tuple(replace(one, count=number if one.is_bare else one.count) for one in new)
        new = tuple(
            replace(
                one,
                declined=stance.declined,
                excepted=stance.excepted,
                given=one.given or stance.given or (last.given if last and self._goes_on(at) else ""),
            )
            for one in new
        )
        self.requests = marked_heads(
            [*self.requests, *new], self.found[at + 1 :], _is_fronted(self.found, at)
        )
        self.files.holder = new[0] if new[0].is_file else None

    def _corrects(self, at: int, new: tuple[Request, ...]) -> None:
        """Take back what stood before "I mean": "the a cappella, sorry, I meant the instrumental"."""
        if not new or all(one.is_bare for one in new):
            return
        taken = any(piece.says("sorry") for one in self.found[:at] for piece in one.pieces)
        behind = self.requests or (self.reader.requests if taken else [])
        if behind and not (behind[-1].is_bare or behind[-1].declined):
            one = behind.pop()
            if taken:
                self.reader.requests.append(replace(one, declined=True))
            else:
                self.reader.remarks.append(one.asked)

    def _goes_on(self, at: int) -> bool:
        """Whether a doubt before the last item holds for this one as well: "maybe the strings and FX"."""
        segment = self.found[at]
        return segment.before == "and" and not segment.comma and self.found[at - 1].has("doubt")

    def _again(self, segment: Segment) -> bool:
        """Order what was only spoken of, where the words point back to it: "send it again"."""
        ahead = self.line.rstrip().endswith(":")
        pointing = not ahead and any(piece.says("it") for piece in segment.pieces[:3])
        pointing = pointing or (
            segment.by is not None and segment.by.says("again") and not segment.has(*CONTENT)
        )
        if segment.before != "ask" or not (pointing or not segment.pieces):
            return False
        if self.requests and pointing and (self.requests[-1].declined or self.requests[-1].excepted):
            self.requests = [replace(one, declined=False, excepted=False) for one in self.requests]
            return True
        told = [one for one in self.told or self.reader.told if not one.is_bare]
        if not (told and pointing) or self.requests:
            return False
        self.reader.requests = [one for one in self.reader.requests if one not in told]
        channels = next((piece.value for piece in segment.of("channels")), "")
        anew = [replace(one, declined=False, given=self.stance.given) for one in told]
        self.requests += [replace(one, channels=channels) if channels else one for one in anew]
        self.told = []
        return True


def _is_fronted(found: Sequence[Segment], at: int) -> bool:
    """Whether a kind stands before the words that ask for what is of it: "for stems I need drums"."""
    segment = found[at]
    said_of = (segment.by and segment.by.says("for")) or segment.pieces[0].words == ("as",)
    return bool(said_of) and any(one.before == "ask" for one in found[at + 1 : at + 2])


def _is_label(one: Request, new: Sequence[Request]) -> bool:
    """Whether a source only stands over items that say their own kinds: "Rhythm: drum stem, bass stem"."""
    plain = bool(one.source) and not (one.kind or one.role or one.channels or one.wet)
    return plain and all(each.role or (each.source and each.kind) for each in new)
