"""Takes that others replace, by name: a comp's own takes, what lies in a folder of takes, and copies beside
what they were copied from."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePosixPath

from stemtui.session import Track
from stemtui.suggest.words import plain_words

COMPS = frozenset(("comp", "comps", "comped", "compd"))
TAKES = frozenset(("take", "takes", "tk", "tke"))
FOLDERS = frozenset(("takes", "outtakes", "unused"))
COPIES = frozenset(("dup", "dupe", "duplicate", "copy", "copie", "kopie", "copia", "old", "unused"))


def doubtful_takes(tracks: Sequence[Track]) -> dict[str, str]:
    """The question of each track, by id, that is named as a take or a copy beside others of its name."""
    alike: dict[tuple[object, ...], list[tuple[Track, frozenset[str]]]] = defaultdict(list)
    for track in tracks:
        rest, marks = _parted(track.label)
        if rest and not (track.left_out or track.origin):
            alike[PurePosixPath(track.file).parent, rest].append((track, marks))
    return _put_away(tracks) | {
        track.id: question
        for family in alike.values()
        for track, marks in family
        if (question := _question(track, marks, [other for other in family if other[0] is not track]))
    }


def _put_away(tracks: Sequence[Track]) -> dict[str, str]:
    """The question of each track, by id, that lies in a folder of takes while others lie in none."""
    folders = {track.id: _folder_of_takes(track) for track in tracks}
    if all(folders.values()):
        return {}
    return {
        track.id: f'"{track.label}" lies in the folder "{folders[track.id]}": is it in the mix?'
        for track in tracks
        if folders[track.id] and not (track.left_out or track.origin)
    }


def _folder_of_takes(track: Track) -> str:
    """The folder of takes that a track lies in, "" for none."""
    parents = PurePosixPath(track.file).parent.parts
    return next((name for name in reversed(parents) if FOLDERS.intersection(plain_words(name))), "")


def _parted(label: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """A name's words but for those of a take and the numbers after them; and the words that say so."""
    rest: list[str] = []
    marks: set[str] = set()
    after_mark = False
    for word in plain_words(label):
        after_mark = after_mark and word.isdecimal()
        if word in COMPS | TAKES | COPIES:
            marks.add(word)
            after_mark = True
        elif not after_mark:
            rest.append(word)
    if len(rest) > 1 and len(rest[-1]) == 2 and rest[-1].startswith("0"):
        del rest[-1]  # a clip's number, as Pro Tools exports it: "Kick_01"
    return tuple(rest), frozenset(marks)


def _question(track: Track, marks: frozenset[str], others: Sequence[tuple[Track, frozenset[str]]]) -> str:
    """What is to be asked of a track among others of its name, "" for nothing."""
    comp = next((other for other, said in others if said & COMPS), None)
    plain = next((other for other, said in others if not said), None)
    if marks & COMPS:
        return ""
    if marks & TAKES and (comp or others):
        beside = comp or plain or others[0][0]
        return f'"{track.label}" is named as a take beside "{beside.label}": is it in the mix?'
    if marks & COPIES and (original := plain or comp):
        return f'"{track.label}" is named as a copy of "{original.label}": is it in the mix?'
    return ""
