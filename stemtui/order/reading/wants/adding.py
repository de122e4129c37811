"""What one more segment does to the requests of its sentence: it changes the last, or orders something new.

Every rule takes the sentence so far, the place of the segment, and the requests that its words name; it says
whether the segment was its own. The first that says so is the last to be asked: see `RULES`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from stemtui.order.reading.phrases.segments import CONTENT, Segment
from stemtui.order.reading.wants import again, amending, parts, pointing
from stemtui.order.reading.wants.joined import Joined
from stemtui.order.reading.wants.naming import text_of
from stemtui.order.reading.wants.placing import New, place
from stemtui.suggest.names import spoken
from stemtui.suggest.vocabulary import Phrase

Rule = Callable[[Joined, int, New], bool]


def add(joined: Joined, at: int, new: New) -> None:
    """Add the requests of one segment, or what it says of those before it."""
    if any(piece.value == "meant" for piece in joined.found[at].of("put")):
        pointing.take_back(joined, at, new)
    for rule in RULES:
        if rule(joined, at, new):
            return


def _says_more(joined: Joined, at: int, new: New) -> bool:
    """ "stems (10)", "a mix with the vocal up": the segment says more of the last request."""
    before = joined.found[at - 1] if at else None
    empty = before is not None and not before.has(*CONTENT)
    if before and empty and new and new[0].moved and before.is_another():
        return False  # "the full mix and one more with the vocals down"
    if before and empty and new and joined.found[at].before == "of" and before.pieces:
        return False  # "one copy of the master mix and one copy of the instrumental"
    more = amending.said_more(joined.last, joined.found[at], new) if joined.last else ()
    joined.requests[-1:] = more or joined.requests[-1:]
    return bool(more)


def names_one(joined: Joined, segment: Segment) -> Phrase:
    """The words of a segment that are nothing but a name of a stem or a track of the session; else none."""
    said = [piece for piece in segment.pieces if piece.cls in CONTENT]
    alone = len(said) == 1 and said[0].cls == "source" and said[0].words in joined.reader.names.sources
    return said[0].words if alone else ()


def _is_called(joined: Joined, at: int, new: New) -> bool:
    """ "the siren track (Foghorn)", "the mix sans choir (Minus Choir)": a name of the session for it."""
    segment, last = joined.found[at], joined.last
    after = joined.found[at + 1 : at + 2]
    ends = not after or ")" in (after[0].before, *after[0].passed)
    if segment.before != "(" or not ends or len(new) != 1 or not last or last.plural or last.declined:
        return False
    alias = names_one(joined, segment)
    if alias and last.source and not (new[0].kind or last.minus):
        joined.requests[-1] = replace(last, alias=alias)
        return True
    mix = last.role or last.minus or (last.kind == "mix" and last.source)
    own = new[0].role.startswith("mix.") or spoken(new[0].text) in joined.reader.names.mixes
    if own and new[0].role and mix:
        joined.requests[-1] = replace(new[0], text=f"{last.text} ({new[0].text})", given=last.given)
        return True
    return False


def _has_parts(joined: Joined, at: int, new: New) -> bool:
    """ "drums split into kick and snare", "no drums in the instrumental": parts that it has, or has not."""
    segment = joined.found[at]
    if (mix := parts.denied_part(joined.line, segment, new)) is not None:
        joined.requests.append(mix)
        return True
    if new and parts.is_part(segment, joined.requests):
        joined.requests = parts.in_parts(joined.line, segment, joined.requests, new)
        return True
    return False


def _is_spared(joined: Joined, at: int, new: New) -> bool:
    """ "all mono, except the drums", "every track except number 12": what is said of all is not of it."""
    segment, last = joined.found[at], joined.last
    if segment.before != "except":
        return False
    if at and amending.is_for_each(joined.found[:at]):
        joined.reader.spared += new
        return True
    if last and last.source and not new and segment.has("count"):
        joined.requests.append(amending.all_but_numbers(joined.line, last, segment))
        return True
    return False


def _lacks(joined: Joined, at: int, new: New) -> bool:
    """ "with and without drums", "the mix without drums", "a without-drums version": a mix that lacks it."""
    segment, last = joined.found[at], joined.last
    if segment.before == "both" and last:
        joined.requests.append(parts.with_and_without(last, new))
    elif segment.before == "minus":
        joined.requests = parts.without(joined.line, joined.found, at, joined.requests, new)
    elif segment.before == "lacks" and new:
        by = [segment.by] if segment.by is not None and segment.by.start < segment.by.end else []
        said = text_of(joined.line, [*by, *segment.pieces])  # "no drums mix", and "drumless" is one word
        joined.requests.append(parts.version_without(said, new))
    else:
        return False
    return True


def _lacks_more(joined: Joined, at: int, new: New) -> bool:
    """ "a mix without drums and bass", "the drum stem without kick, snare and hat": it lacks them as well."""
    last, more = joined.last, bool(new) and bool(joined.last) and parts.lacks_more(joined.found, at, new)
    if not (last and more and last.minus):
        return False
    further = tuple(one for one in new if one not in last.minus)
    text = " and ".join((last.text, *(one.text for one in further if one.text not in last.text)))
    joined.requests[-1] = replace(last, minus=(*last.minus, *further), text=text, bare_text=text)
    return True


def _is_form_of_all(joined: Joined, at: int, new: New) -> bool:
    """ "stereo files for everything": channels for all that the message asks for."""
    form = not joined.requests and again.is_form_of_all(joined.found, at, new)
    if form:
        joined.reader.everywhere = joined.found[0].of("channels")[0].value
    return form


def _is_new(joined: Joined, at: int, new: New) -> bool:
    """Something new: it goes into the file that they spoke of, or stands for itself."""
    if new and not joined.files.take(joined.requests, joined.found[at], new):
        place(joined, at, new)
    return bool(new)


def _is_doubt(joined: Joined, at: int, new: New) -> bool:
    """ "and maybe", and "maybe" before all that is named, doubt what follows; "the strings, perhaps" what
    stands before."""
    segment = joined.found[at]
    if not segment.has("doubt"):
        return False
    said = text_of(joined.line, segment.of("doubt"))
    begins = not joined.requests and any(one.has(*CONTENT) for one in joined.found[at + 1 :])
    if (segment.before == "and" or begins) and not segment.has(*CONTENT):
        joined.stance.given = said
        return True
    if segment.before not in ("", "and", "ask"):
        if not any(piece.has("names") for one in joined.found[:at] for piece in one.of("given")):
            joined.govern(said)  # "whether I need the bass, I don't know yet" doubts the bass
        return True
    return False


def _is_again(joined: Joined, at: int, new: New) -> bool:
    """ "send it again": what was only spoken of, or declined, is asked for."""
    segment = joined.found[at]
    back = pointing.points(joined, segment)
    before = joined.found[at - 1] if at else None
    if segment.before != "ask" or not (back or not segment.pieces) or pointing.tells_of(segment, before):
        return False
    last = joined.last
    further = "but" in segment.passed or any("again" in piece.words for piece in segment.pieces)
    further = further or (segment.by is not None and segment.by.says("again"))
    if last and back and (last.declined or last.excepted):
        if further:  # not "I don't need the double, and if I could have it tonight"
            joined.requests = [replace(one, declined=False, excepted=False) for one in joined.requests]
        return further
    told = [
        one
        for one in joined.told or joined.reader.told
        if not (one.is_bare or (one.declined and not further))
    ]
    if not (told and back) or joined.requests:
        return False
    joined.reader.requests = [one for one in joined.reader.requests if one not in told]
    channels = next((piece.value for piece in segment.of("channels")), "")
    anew = [replace(one, declined=False, given=joined.stance.given) for one in told]
    joined.requests += [replace(one, channels=channels) if channels else one for one in anew]
    joined.told = []
    return True


def _is_for_all(joined: Joined, at: int, new: New) -> bool:
    """ "all mono": channels, or effects, for all of it."""
    return again.for_all(joined.reader, joined.found, joined.requests, joined.found[at])


def _amends(joined: Joined, at: int, new: New) -> bool:
    """ "(mono)", "in one file": how the last request is to come."""
    joined.files.opens(joined.found[at])
    found = joined.found
    joined.requests = amending.amended(joined.requests, found[at], _is_behind_a_pair(found, at))
    return True


def _is_behind_a_pair(found: Sequence[Segment], at: int) -> bool:
    """Whether brackets stand behind two sources with a plus between them, or behind nothing but two."""
    if at < 2 or found[at].before != "(" or found[at - 1].before != "and":
        return False
    return found[at - 1].by is None or at == 2


RULES: tuple[Rule, ...] = (
    _is_called,
    _says_more,
    _has_parts,
    _is_spared,
    _lacks,
    _lacks_more,
    _is_form_of_all,
    _is_new,
    _is_doubt,
    _is_again,
    _is_for_all,
    _amends,
)
