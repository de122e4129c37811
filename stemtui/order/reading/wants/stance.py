"""What the words around items do to them: they ask, decline, except, tell, or set a condition."""

from dataclasses import dataclass

from stemtui.order.reading.phrases.segments import ADDS, CONTENT, Segment


@dataclass
class Stance:
    """What the segments of a sentence do to the items in them, between two breaks."""

    declined: bool = False
    excepted: bool = False
    telling: bool = False
    asked: bool = False
    inquiring: bool = False
    given: str = ""
    aside: bool = False
    gathered: bool = False
    none: bool = False
    owned: bool = False
    hollow: bool = False
    explains: bool = False
    inserted: bool = False
    purposed: bool = False

    def at(self, segment: Segment) -> None:
        """Move on to a segment."""
        only = any(piece.says("only") and piece.cls not in CONTENT for piece in segment.pieces[:2])
        negated = segment.before in ("not", "except")
        anew = segment.before in ("ask", ":", "but") or ("but" in segment.passed and not negated)
        meant = any(piece.value == "meant" for piece in segment.of("put"))
        if anew or only or meant or segment.has("fine") or _offers_a_choice(segment):
            self.declined = self.excepted = self.telling = False
            self.asked = self.asked or segment.before == "ask"
        elif negated:
            self.declined, self.excepted = segment.before == "not", segment.before == "except"
            self.telling = False
            self.aside = self.asked and segment.comma
            self.none = segment.by is not None and segment.by.words == ("no",)
            self.owned = segment.by is not None and segment.by.says("owning")
            self.hollow = self.none and segment.has("unknown") and not segment.has(*CONTENT)
        elif (
            segment.before in ("-", ")")
            or (self.hollow and segment.before == ",")  # "no dither, drum stem"
            or self._goes_on(segment)
            or self._ends_exception(segment)
        ):
            self.declined = self.excepted = False
        anew_then = segment.by is not None and segment.by.words == ("and", "then")
        anew_then = anew_then or (segment.before == "and" and segment.has("kind", "role"))
        goes_on = segment.before == "plus" or _is_an_item(segment, self.inserted)
        if self.explains and (segment.comma or anew_then) and goes_on:
            self.telling, self.asked = False, True  # "the mix and, since he balances it, also the drum stem"
        begins = segment.before == "why" and (self.asked or self.explains or self.purposed)
        self.purposed = segment.before == "of" and not segment.has(*CONTENT)  # "for the scene where"
        self.explains = begins or (self.explains and segment.before == "of")
        self.inserted = (begins and segment.comma) or (self.inserted and self.explains)
        if segment.before == "why" or _reports(segment):
            self.telling, self.asked = True, False
        if segment.has("inquiry"):
            self.inquiring = True
        elif segment.before in (":", ";", "but") or segment.polite:
            self.inquiring = False
        self.telling = self.inquiring or ((self.telling or segment.has("remark")) and not self.asked)
        if {";", "but"} & {segment.before, *segment.passed}:
            self.given = ""
        self.gathered = any(piece.value == "together" for piece in segment.of("put"))

    def _goes_on(self, segment: Segment) -> bool:
        """Whether a list goes on behind what it declines: "not the electrics, plus the keys"."""
        further = segment.before == "plus" or (self.aside and segment.before == "and" and segment.comma)
        anew = segment.before == "and" and segment.comma and _says_how_it_may_be(segment)
        article = self.none and segment.before in ADDS and segment.comma and segment.begins("article")
        how = segment.before in ADDS and segment.has("channels") and segment.has("source", "role")
        return self.declined and ((self.asked and further) or anew or article or how)

    def _ends_exception(self, segment: Segment) -> bool:
        """Whether a new item follows an exception: "all stems but drums, and the instrumental mix".

        What is wanted in one file ends with these words: "all but drums as one file, and the drum stem".
        """
        is_mix = segment.has("role") or any(kind.value == "mix" for kind in segment.of("kind"))
        further = segment.before == "plus" and segment.has("kind")
        return self.excepted and segment.before in ADDS and (is_mix or self.gathered or further)


def _is_an_item(segment: Segment, inserted: bool) -> bool:
    """Whether a segment is an item with its article and its kind, and nothing else: ", the drum stem"; a
    source alone behind ", and", or where what stands before it is `inserted` ("and, in case, the drums")."""
    return (
        segment.before in (",", "and")
        and segment.begins("article")
        and (segment.has("kind", "role") or ((segment.before == "and" or inserted) and segment.has("source")))
        and all(piece.cls in (*CONTENT, "small", "channels") for piece in segment.pieces)
    )


def _offers_a_choice(segment: Segment) -> bool:
    """Whether the first of two things begins, either of which will do: "for that either the mix or ..."."""
    return segment.says("either") and segment.has("kind", "role")


def _reports(segment: Segment) -> bool:
    """Whether a clause begins that says what somebody did: "please, someone sent me that last year"."""
    first = segment.pieces[:2]
    apart = segment.comma and not segment.bracket
    thinks = bool(first) and first[0].cls == "remark" and first[0].says("we")  # ", I think it's late"
    return apart and (thinks or (len(first) > 1 and first[0].says("somebody") and first[1].cls == "remark"))


def _says_how_it_may_be(segment: Segment) -> bool:
    """Whether a segment says how a thing is to be: "and the bass can be mono"."""
    at = next((i for i, piece in enumerate(segment.pieces) if piece.cls == "source"), len(segment.pieces))
    return segment.has("channels") and any(piece.has("verb") for piece in segment.pieces[at + 1 :])
