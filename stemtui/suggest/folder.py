"""A folder's names, read together: what nearly all begin or end with is the song's title, not a source."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache

from stemtui.frozen import frozen
from stemtui.suggest.names import Match, bare, matches_of, source_named, track_number, words_of
from stemtui.suggest.vocabulary import ABBREVIATION, QUALIFIER
from stemtui.suggest.words import Word

COMMON_SHARE = 0.8
SEVERAL_GROUPS = 3


@frozen
class Reading:
    """A name as it was read: its folder, its text without extension, and its own words.

    `number` is where the text goes on after a track number, `own` the slice without the folder's common
    words.
    """

    folder: str
    text: str
    number: int
    own: tuple[int, int]
    words: tuple[Word, ...]
    matches: tuple[Match, ...]
    unknown: int


def read(names: Sequence[str]) -> tuple[Reading, ...]:
    """Every name's words, without its track number and what the names of its folder have in common."""
    paths = [bare(name) for name in names]
    numbered = _numbered([text for _, text in paths])
    numbers = [track_number(text, numbered) for _, text in paths]
    words = [words_of(text, number) for (_, text), number in zip(paths, numbers, strict=True)]
    own_words = _own_words([folder for folder, _ in paths], words)
    return tuple(
        _reading(path, number, all_words, own)
        for path, number, all_words, own in zip(paths, numbers, words, own_words, strict=True)
    )


@lru_cache(maxsize=8)
def read_once(names: tuple[str, ...]) -> tuple[Reading, ...]:
    """The same, kept for who asks again: groups, pairs and labels are told from one reading."""
    return read(names)


def _reading(path: tuple[str, str], number: int, words: Sequence[Word], own: Sequence[Word]) -> Reading:
    folder, text = path
    matches, unknown = matches_of(own)
    start, end = number, len(text)
    if own and own[0] != words[0]:
        start = words[words.index(own[0]) - 1].end
    if own and own[-1] != words[-1]:
        end = words[words.index(own[-1]) + 1].start
    return Reading(folder, text, number, (start, end), tuple(own), tuple(matches), unknown)


def _numbered(texts: Sequence[str]) -> bool:
    starts = sum(text[:1].isdecimal() for text in texts)
    return len(texts) > 2 and starts > COMMON_SHARE * len(texts)


def _own_words(folders: Sequence[str], words: Sequence[list[Word]]) -> list[list[Word]]:
    inside: dict[str, list[int]] = defaultdict(list)
    for index, folder in enumerate(folders):
        inside[folder].append(index)
    own = list(words)
    for indices in inside.values():
        for index, kept in zip(indices, without_title([words[i] for i in indices]), strict=True):
            own[index] = kept
    return own


def without_title(names: list[list[Word]]) -> list[list[Word]]:
    """The names without the words that nearly all of them begin or end with, unless those name the source.

    A name for a part of them ("Hey Sister Bass" among others) goes too where it is surely a title.
    """
    for step in (1, -1):
        names = _without_common(names, step)
        for indices in _families([words[::step] for words in names]):
            kept = _without_common([names[i] for i in indices], step, surely=True)
            for index, words in zip(indices, kept, strict=True):
                names[index] = words
    return names


def _without_common(names: list[list[Word]], step: int, surely: bool = False) -> list[list[Word]]:
    turned = [words[::step] for words in names]
    title = _common(turned)
    for cut in range(len(title), 0, -1):
        kept = [w[cut:][::step] if _begins(w, title[:cut]) else w[::step] for w in turned]
        if _is_title(title[:cut][::step], kept, surely):
            return kept
    return list(names)


def _families(names: Sequence[Sequence[Word]]) -> list[list[int]]:
    """The names, by index, of which at least three begin with the same two words."""
    families: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, words in enumerate(names):
        if len(words) > 2:
            families[words[0].text, words[1].text].append(index)
    return [indices for indices in families.values() if 3 <= len(indices) < len(names)]


def _begins(words: Sequence[Word], texts: Sequence[str]) -> bool:
    return len(words) > len(texts) and [word.text for word in words[: len(texts)]] == list(texts)


def _common(names: Sequence[Sequence[Word]]) -> list[str]:
    """The first words that nearly all of the names share; each name keeps a word of its own."""
    title: list[str] = []
    sharing = [words for words in names if len(words) > 1]
    while len(names) > 2 and sharing and len(title) < 8:
        text, count = Counter(words[len(title)].text for words in sharing).most_common(1)[0]
        if count < max(3, COMMON_SHARE * len(names)):
            break
        sharing = [w for w in sharing if len(w) > len(title) + 2 and w[len(title)].text == text]
        title.append(text)
    return title


def _is_title(texts: Sequence[str], kept: Sequence[Sequence[Word]], surely: bool) -> bool:
    """Whether common words are a song's title or a label, so that the rest of each name speaks for itself.

    They are when not all of them are known, or none is a source ("Stem"), and half of the names still speak
    without them; and, source or not ("Piano Man"), when most do and speak of several groups. They surely are
    one when some word is not known, none is a source, and the rest of the names speaks of different ones.
    """
    matches, unknown = matches_of([Word(text, 0, 0) for text in texts])
    if surely:
        told = {group for words in kept if (group := source_named(matches_of(words)[0], ABBREVIATION))}
        return bool(unknown) and not source_named(matches, QUALIFIER) and len(told) > 1
    spoken = [group for words in kept if (group := source_named(matches_of(words)[0]))]
    if unknown or not source_named(matches):
        return 2 * len(spoken) >= len(kept)
    return 3 * len(spoken) >= 2 * len(kept) and len(set(spoken)) >= SEVERAL_GROUPS
