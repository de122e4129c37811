"""Words that can mean several kinds: "multis", "everything", "the rest", "all four"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from stemtui.order.reading.meeting.asking import (
    Met,
    asks,
    choice,
    every_stem,
    every_track,
    item_names,
    question,
    quote,
    sure,
)
from stemtui.order.reading.meeting.indexing import Index
from stemtui.order.reading.requests import Request
from stemtui.order.reading.values import Choice, Question
from stemtui.session import REST
from stemtui.text import counted

SAID = {
    "multis": "to most that is every TRACK of the song, one file each; some say it for stems",
    "trackouts": "to most that is every TRACK of the song, one file each; some say it for stems",
}


def loose(index: Index, request: Request, others: Sequence[Request]) -> Met:
    """What a word comes to that can mean several kinds."""
    if request.loose == "rest":
        return _rest(index, request)
    if request.loose == "same" and len(others) > 1 and not request.begins:
        return Met()
    if request.loose in ("these", "same"):
        return asks(_these(index, request))
    if request.loose == "files" and len(others) > 1:
        return Met()
    whole = request.kind == "stem" or any(one.head and one.kind == "stem" for one in others)
    if request.loose == "everything" and whole:
        before = takewhile(lambda one: one is not request, others)
        head = next((f"{one.text}: " for one in before if one.head and one.kind == "stem"), "")
        request, every = replace(request, text=f"{head}{request.text}"), every_stem(index)
        if request.mixing:
            return asks(which_stems(index, request, every, True, False, 0))
        return sure(index, request, every)
    return asks(tracks_or_stems(index, request, SAID.get(request.loose, "that says no kind")))


def tracks_or_stems(index: Index, request: Request, why: str) -> Question:
    """Whether they mean every track, every stem, or all there is."""
    tracks, stems = every_track(index), every_stem(index)
    mixes = [f"mix.{mix.id}" for mix in index.session.mixes]
    choices = [
        choice(index, request, tracks, f"all {len(tracks)} TRACKS"),
        choice(index, request, stems, f"all {len(stems)} STEMS: {item_names(index, stems)}"),
    ]
    if request.loose in ("everything", "files"):
        choices = [choice(index, request, [*mixes, *stems], "every mix and every stem"), *reversed(choices)]
    number = f"{counted(len(tracks), 'track')} or {counted(len(stems), 'stem')}"
    return question(
        request,
        f"{quote(request)}: {why}. Here that is {number}: which?",
        f"You ask for {quote(request)}: do you need every recorded track on its own "
        f"({counted(len(tracks), 'file')}), or the finished stems ({item_names(index, stems)})?",
        choices,
    )


def _these(index: Index, request: Request) -> Question:
    """Words that point to something said before: whatever this session has in that number."""
    stems, mixes = every_stem(index), [f"mix.{mix.id}" for mix in index.session.mixes]
    choices = [choice(index, request, items) for items in (mixes, stems) if len(items) == request.count]
    if request.loose == "same" and index.session.order:
        there = index.session.order
        choices.append(Choice(f"the order as it is here, {counted(len(there), 'line')}", there))
    return question(
        request,
        f"They write {quote(request)}, and do not say of what.",
        f"You write {quote(request)}: of what?",
        choices,
    )


def _rest(index: Index, request: Request) -> Met:
    """Everything else: one stem of what no other line delivers, or each of those stems."""
    if request.kind == "stem" and (request.together or request.count == 1 or not request.plural):
        return sure(index, request, [REST])
    stems = every_stem(index)
    return asks(
        question(
            request,
            f"{quote(request)}: what no other line delivers as one STEM, or each stem of it?",
            f"Your {quote(request)}: do you need that as one file, or as separate stems?",
            (
                choice(index, request, [REST], "one STEM of all that remains"),
                choice(index, request, stems, f"each STEM: {item_names(index, stems)}"),
            ),
        )
    )


def which_stems(
    index: Index, request: Request, every: Sequence[str], mixing: bool, named: bool, number: int
) -> Question:
    """Which of the stems they mean."""
    words, names, tracks = quote(request), item_names(index, every), every_track(index)
    whole = choice(index, request, every, f"all {len(every)} STEMS: {names}")
    each = [choice(index, request, [item]) for item in every] if len(every) > 1 else []
    if named:
        return question(
            request,
            f"They write {words}: all {len(every)}, or those they list?",
            f"You write {words} and list some: do you need all {len(every)} ({names}), or only those "
            f"you list?",
            (Choice("those they list"), whole),
        )
    if number and number != len(every):
        return question(
            request,
            f"They write {words}; this session has {len(every)}: {names}. Which do they mean?",
            f"You ask for {words}; this song has {len(every)}: {names}. Which do you need?",
            (whole, *each),
        )
    both = [whole, choice(index, request, tracks, f"all {len(tracks)} TRACKS, one file each")]
    why = "They mean to mix, and for that people need TRACKS. " if mixing else ""
    return question(
        request,
        f"{why}They write {words}: all {len(every)} STEMS ({names}), some of them, or the "
        f"{len(tracks)} TRACKS that others call stems?",
        f"You ask for {words}: we understand stems as finished parts of the mix ({names}). Do you need "
        f"those, or "
        f"every recorded track on its own ({counted(len(tracks), 'file')}), for instance to mix yourself?",
        [*(reversed(both) if mixing else both), *each],
    )
