"""Which stem a track's name suggests.

The words are data (`stemtui/vocabulary/*.toml`). A name is cut into words and matched against the longest
entries; its first full word decides, unless a head ("FX") stands behind it. Words that prove little are
weighed by what else is in the folder. A name whose words name no source gets no group: a wrong guess costs
more than a question.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import takewhile

from stemtui.frozen import frozen
from stemtui.suggest.contexts import Told, allowed, holding
from stemtui.suggest.folder import SEVERAL_GROUPS, Reading, read, read_once
from stemtui.suggest.names import Match, matches_of, words_of
from stemtui.suggest.vocabulary import ABBREVIATION, FULL, HINT, SILENT, WHOLE, Context, vocabulary

GROUPS: tuple[str, ...] = (
    "drums", "percussion", "bass", "guitars", "keys", "synths", "strings", "brass", "woodwinds",
    "lead_vocal", "backing_vocals", "fx", "other",
    "dialogue", "music", "effects", "foley", "room_tone",
    "mix", "click",
)  # fmt: skip
JOINTS = frozenset("+&/,")
SURE_LETTERS = 4
VOCALS = ("lead_vocal", "backing_vocals")
POST_GROUPS = frozenset({"dialogue", "music", "effects", "foley", "room_tone"})


@frozen
class Suggestion:
    """What a name suggests: a group, or None where it cannot be known, and why."""

    name: str
    group: str | None
    why: str


def suggest(names: Sequence[str]) -> tuple[Suggestion, ...]:
    """What each of one folder's names suggests, in their order; names may be relative paths."""
    readings = read_once(tuple(names))
    folders: dict[str, list[Told]] = defaultdict(list)
    for reading in readings:
        folders[reading.folder].append(_told(reading))
    session = [told for inside in folders.values() for told in inside]
    everywhere = [context for context in holding(session, "") if context.everywhere]
    above = _above_all(list(folders)) if len({told.group for told in session}) >= SEVERAL_GROUPS else 0
    sources = {folder: _folder_group(folder.split("/")[above:]) for folder in folders}
    contexts = {
        folder: allowed([*holding(inside, sources[folder][0]), *everywhere], sources[folder][0])
        for folder, inside in folders.items()
    }
    return tuple(
        _suggestion(name, reading, contexts[reading.folder], sources[reading.folder])
        for name, reading in zip(names, readings, strict=True)
    )


def _told(reading: Reading) -> Told:
    group, _, match = _resolve(reading, ())
    return Told(group, match.phrase if match else (), [match.phrase for match in reading.matches])


def _suggestion(
    name: str, reading: Reading, contexts: Sequence[Context], folder: tuple[str, str]
) -> Suggestion:
    group, rank, match = _resolve(reading, contexts)
    folder_group, folder_word = folder
    if folder_group and _folder_wins(group, rank, folder_group):
        return Suggestion(name, folder_group, f'folder: "{folder_word}"')
    if not group or match is None:
        return Suggestion(name, None, f'no word of "{reading.text}" names a source')
    word = reading.text[match.start : match.end]
    return Suggestion(name, group, f'named like a print: "{word}"' if group == "mix" else f'name: "{word}"')


def _folder_wins(group: str, rank: int, folder_group: str) -> bool:
    if not group or rank > FULL:
        return True
    picture = folder_group in POST_GROUPS and group not in POST_GROUPS
    return picture or (group, folder_group) == ("lead_vocal", "backing_vocals")


def _above_all(folders: Sequence[str]) -> int:
    """How many outer folders all of them share: those are named after the song, not after a source."""
    levels = zip(*(folder.split("/") for folder in folders), strict=False)
    return len(list(takewhile(lambda names: len(set(names)) == 1, levels)))


def _folder_group(folder: Sequence[str]) -> tuple[str, str]:
    """The group that a folder's own name suggests, innermost folder first, and the word that does."""
    for part in reversed(folder):
        words = words_of(part)
        matches, unknown = matches_of(words)
        reading = Reading("", part, 0, (0, len(part)), tuple(words), tuple(matches), unknown)
        group, rank, match = _resolve(reading, ())
        if match is not None and group not in ("mix", "") and rank <= ABBREVIATION:
            return group, part[match.start : match.end]
    return "", ""


def _resolve(reading: Reading, contexts: Sequence[Context]) -> tuple[str, int, Match | None]:
    """The group of a name ("" for none), the rank of the word that decided, and its match."""
    heard = [
        (group, rank, match)
        for match in reading.matches
        for group, rank in [_meaning(match, contexts, match.start == reading.words[0].start)]
        if group and not (rank == ABBREVIATION and _is_chance(match, reading))
    ]
    if not heard:
        return "", HINT, None
    best = min(rank for _, rank, _ in heard)
    position = next(i for i, (_, rank, _) in enumerate(heard) if rank == best)
    if best > WHOLE:
        source, _, first = heard[position]
        for group, rank, match in heard[position + 1 :]:
            if JOINTS & set(reading.text[first.end : match.start]):
                break
            if head := _head(source, best, group, match):
                turned = next((c.turns[head] for c in contexts if head in c.turns), head)
                return turned, min(rank, best), match
    return heard[position]


def _is_chance(match: Match, reading: Reading) -> bool:
    """Whether an abbreviation stands in the middle of words that nobody knows ("Same as Before")."""
    outermost = match.start == reading.words[0].start or match.end == reading.words[-1].end
    return reading.unknown > 1 and not outermost


def _meaning(match: Match, contexts: Sequence[Context], leading: bool) -> tuple[str, int]:
    """The group that a word says among its neighbours, and its rank; `leading` words begin the name."""
    phrase, (group, rank) = match.phrase, (match.entry.group, match.entry.rank)
    for context in contexts:
        if phrase in context.readings:
            group, rank = context.readings[phrase], rank if group and rank < HINT else HINT
            break
        if group in context.turns:
            group = context.turns[group]
            break
    leads = leading and group and any(phrase in context.leads for context in contexts)
    return group, min(rank, FULL) if leads else rank


def _head(source: str, rank: int, group: str, match: Match) -> str:
    for head in vocabulary().heads:
        named = group == head.group and match.entry.rank < SILENT  # "Lead Vox Alt" is another take of it
        spoken = match.phrase in head.words if head.words else named
        follows = source not in (head.group, "click") and (not head.after or source in head.after)
        if spoken and follows and rank >= head.over:
            return head.group
    return ""


def labels(names: Sequence[str]) -> tuple[str, ...]:
    """Short names to read: without folder, extension, track number and the folder's common words.

    Where a short name would be empty or not the only one, the next longer form is used; names that are the
    same but for how their accents are written (NFC, NFD) have no form that would tell them apart.
    """
    forms = [(*_forms(reading), name) for reading, name in zip(read_once(tuple(names)), names, strict=True)]
    composed = [unicodedata.normalize("NFC", name) for name in names]
    chosen = [0] * len(forms)
    for _ in range(4):
        sharing: dict[str, set[str]] = defaultdict(set)
        for form, at, name in zip(forms, chosen, composed, strict=True):
            sharing[form[at]].add(name)
        for index, form in enumerate(forms):
            text = form[chosen[index]]
            if (not text or len(sharing[text]) > 1) and chosen[index] < len(form) - 1:
                chosen[index] += 1
    return tuple(form[at] for form, at in zip(forms, chosen, strict=True))


def _forms(reading: Reading) -> tuple[str, ...]:
    """A name's short forms, the shortest first."""
    text = reading.text
    own, unnumbered = _tidy(text[slice(*reading.own)]), _tidy(text[reading.number :])
    return own, unnumbered, text, (f"{reading.folder}/{text}" if reading.folder else text)


def _tidy(text: str) -> str:
    return text.strip(" _-.,").lstrip(")]}").rstrip("([{").strip(" _-.,")


def pairs(names: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """The (left, right) indices of names that differ only in a word for a side, track numbers aside."""
    halves: dict[tuple[Hashable, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    alternatives: dict[Hashable, set[str]] = defaultdict(set)
    for index, reading in enumerate(read_once(tuple(names))):
        for rest, word in _sides(reading):
            alternatives[rest].add(word)
            if word in vocabulary().sides:
                side, language = vocabulary().sides[word]
                halves[rest, language][side].append(index)
    taken: set[int] = set()
    found: list[tuple[int, int]] = []
    for (rest, language), (left, right) in halves.items():
        sure = language not in vocabulary().doubtful_sides or len(alternatives[rest]) == 2
        if len(left) == len(right) and sure and taken.isdisjoint([*left, *right]):
            taken.update(left, right)
            found += zip(left, right, strict=True)
    return tuple(sorted(found))


def side(name: str) -> str:
    """The side of a stereo source that the last word of a name says, "left" or "right", or ""."""
    (reading,) = read([name])
    text = reading.words[-1].text if len(reading.words) > 1 else ""
    place, language = vocabulary().sides.get(text, (0, ""))
    if not language or language in vocabulary().doubtful_sides or 1 < len(text) < SURE_LETTERS:
        return ""
    return ("left", "right")[place]


def _sides(reading: Reading) -> Iterator[tuple[Hashable, str]]:
    """Every short word of a name that may say its side, with the rest of the name; "OHL" is OH and L."""
    texts = tuple(word.text for word in reading.words)
    for at, text in enumerate(texts):
        before, after = (reading.folder, *texts[:at]), texts[at + 1 :]
        if len(text) == 1 or text in vocabulary().sides:
            yield (before, after), text
        elif text[-1] in "lr" and vocabulary().knows(text[:-1]):
            yield ((*before, text[:-1]), after), text[-1]
