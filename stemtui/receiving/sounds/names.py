"""What the names of files say. A name proves nothing: it is read last, and never decides alone."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from stemtui.frozen import frozen
from stemtui.order.reading.words.lexicon import NOISE, canon, lexicon
from stemtui.order.reading.words.pieces import Names, Piece
from stemtui.order.reading.words.tagging import pieces
from stemtui.order.words import kind_of
from stemtui.receiving.sounds.sides import Channel, channels
from stemtui.suggest import labels, pairs, suggest
from stemtui.text import tokens

_SOUNDS_MASTER = ("mastered", "master")
_MADE_OF_MASTER = (*_SOUNDS_MASTER, "backing_track")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_KIND_FIRST = re.compile(r"^(?:stem|track)s?[ -]+", re.I)
_WORDS = re.compile(r"[^\W_]+")
_INDEX = re.compile(r"(?<=[^\W\d_])[ _.-](0\d{1,2})$")
_FORMS = ("16", "24", "32", "44", "48", "88", "96")
_LAYOUT = re.compile(r"(?<![\w.])[1-9]\.[0-2](?:\.[2-6])?(?!\w)")
_M_E = re.compile(r"(?<![A-Za-z])M(?:n|&|_)?E(?![A-Za-z])")
_AGAIN = frozenset(("copy", "kopie", "copia", "copie", "cópia"))
_MASTERED = frozenset(
    (
        "mastered",
        "mastering",
        "remastered",
        "remaster",
        "gemastert",
        "masterizzato",
        "masterizado",
        "masterise",
    )
)
_NUMBERED = re.compile(r"\(\d{1,2}\)$")
_KINDS = frozenset(("stem", "stems", "track", "tracks", "mix", "mixes"))
_MAIN = frozenset(("main", "mains"))


@frozen
class Called:
    """What a file's name says: its short `label`, the `role` of a mix ("instrumental", ""), the `group` of
    its source and its `words`, and the `kind` that it claims.

    It is of one `side` ("left", "right") where another file is the other, and `both` is what the two are
    called together; its other words are those of both. So it is with a channel ("LFE") of what is wider.
    It `is_whole` where the words mean all of a group ("Drums"), and not a piece of it ("Kick", "Vox 2"); it
    `is_moved` where they may say that a source is louder or softer in a mix ("Bass Up"). It is a name for
    the same file `again` where a system made it so ("Drums copy", "Drums (1)"). It is `without` the groups
    that it says are not in it ("No Drums").
    """

    file: str
    label: str
    role: str = ""
    group: str = ""
    words: frozenset[str] = frozenset()
    kind: str = ""
    is_whole: bool = False
    side: str = ""
    both: str = ""
    is_moved: bool = False
    without: frozenset[str] = frozenset()

    @property
    def is_channel(self) -> bool:
        """Whether it is one channel of what is wider than stereo."""
        return self.side not in ("", "left", "right")

    @property
    def is_mastered(self) -> bool:
        """Whether it is named like a mix that was mastered: a master mix is one that was not."""
        return self.is_mix and is_mastered(self.file)

    @property
    def again(self) -> bool:
        """Whether it is named like a copy that a system made of another file."""
        stem = PurePosixPath(self.file).stem
        return bool(_NUMBERED.search(stem)) or not _AGAIN.isdisjoint(tokens(stem))

    @property
    def is_mix(self) -> bool:
        """Whether it is named like a mix."""
        return bool(self.role) or self.group == "mix"

    @property
    def is_piece(self) -> bool:
        """Whether it is named like one source of several: a microphone, a take, a player."""
        return bool(self.group) and not (self.is_whole or self.is_mix)


def is_mastered(name: str) -> bool:
    """Whether words say that something was mastered."""
    return not _MASTERED.isdisjoint(tokens(name))


def read(files: Sequence[str]) -> tuple[Called, ...]:
    """What the names of one folder's files say, in their order; a channel is called what all of it is."""
    of = channels(files)
    if not of:
        return _read(files)
    things = [of[file].of + PurePosixPath(file).suffix if file in of else file for file in files]
    once = [*dict.fromkeys(things)]
    called = dict(zip(once, _read(once), strict=True))
    return tuple(
        _as_channel(called[thing], file, label, of.get(file))
        for thing, file, label in zip(things, files, labels(files), strict=True)
    )


def _as_channel(whole: Called, file: str, label: str, channel: Channel | None) -> Called:
    if channel is None:
        return replace(whole, label=label)
    if not channel.name:
        return replace(whole, file=file)
    return replace(whole, file=file, label=label, side=channel.name, both=whole.label)


def _read(files: Sequence[str]) -> tuple[Called, ...]:
    groups = [one.group or "" for one in suggest(files)]
    found = labels(files)
    plain = [_without_end(*each) for each in zip(files, found, strict=True)]
    sided = pairs(found)
    both_of = {at: _in_both(*(found[each] for each in pair)) for pair in sided for at in pair}
    is_index = _is_same_number([both_of.get(at) or label for at, label in enumerate(plain)])
    called = [
        replace(_called(file, _INDEX.sub("", own) if is_index else own, group), label=label)
        for file, label, own, group in zip(files, found, plain, groups, strict=True)
    ]
    for pair in sided:
        both = _INDEX.sub("", both_of[pair[0]]) if is_index else both_of[pair[0]]
        for at, side in zip(pair, ("left", "right"), strict=True) if both else ():
            one = _called(files[at], both, groups[at])
            called[at] = replace(one, label=called[at].label, side=side, both=both)
    return tuple(called)


def _without_end(file: str, label: str) -> str:
    """A label without the file's ending, which it has where another file is called the same without."""
    end = PurePosixPath(file).suffix
    return label[: -len(end)] if end and label.endswith(end) else label


def _is_same_number(names: Sequence[str]) -> bool:
    """Whether all names that end in a number, `_01`, end in the same: then it says nothing of any."""
    return len({number[1] for name in names if (number := _INDEX.search(name))}) == 1


def _in_both(left: str, right: str) -> str:
    """What two names share but for the one word in which they differ; "" where that is not so."""
    one, other = (_WORDS.findall(name) for name in (left, right))
    same = [word for word, there in zip(one, other, strict=False) if word == there]
    return " ".join(same) if len(one) == len(other) == len(same) + 1 else ""


def _called(file: str, label: str, group: str) -> Called:
    text = _LAYOUT.sub(" ", _CAMEL.sub(" ", label.replace("_", " ")))
    found = pieces(_KIND_FIRST.sub("", text.strip()), Names())
    sources = [at for at, piece in enumerate(found) if piece.cls == "source"]
    role, kind = (
        _role(found, group, label),
        next(filter(None, map(kind_of, tokens(PurePosixPath(file).stem))), ""),
    )
    if not sources and (whole := _with_folder(file, label)):
        found, sources = whole, [0]
    if not sources:
        return Called(file, label, role, group, _words(found), kind)
    first = found[sources[0]]
    group = group or (first.group if first.group != "vocals" else "lead_vocal")
    is_whole = _means_all(first) and not role and not _is_more(found[sources[0] + 1 :])
    is_whole = is_whole and not any(piece.value == "rest" for piece in found)
    is_moved = any(piece.cls == "moved" for piece in found)
    without = _without(found)
    if without >= {found[at].group for at in sources}:
        group, is_whole, role = "mix", False, "" if role == "master" else role
    words = _words(found)
    return Called(file, label, role, group, words, kind, is_whole, is_moved=is_moved, without=without)


def _without(found: Sequence[Piece]) -> frozenset[str]:
    """The groups of the sources right behind a "no" or a "minus"."""
    groups, is_spared = set[str](), False
    for piece in found:
        if is_spared and piece.cls == "source":
            groups.add(piece.group)
        elif piece.cls != "join":
            is_spared = piece.cls in ("not", "except", "minus") or piece.value == "mix_minus"
    return frozenset(groups)


def _with_folder(file: str, label: str) -> list[Piece]:
    """A label with its folder's name behind it, where only both name a source: `Vocals/Lead`."""
    found = pieces(f"{label} {PurePosixPath(file).parent.name}".replace("_", " "), Names())
    return found if found[:1] and found[0].cls == "source" and len(found[0].words) > 1 else []


def _role(found: Sequence[Piece], group: str, label: str) -> str:
    is_plain = not any(piece.cls in ("source", "not", "moved") for piece in found)
    # beside a source, "main" says which of several it is: "BGV Main" is no mix
    roles = (piece for piece in found if piece.cls == "role" and (is_plain or not {*piece.words} <= _MAIN))
    said = next((piece.value for piece in roles), "")
    spared = any(piece.cls in ("not", "minus", "except") for piece in found)
    spares_vocals = spared and any(piece.cls == "source" and piece.group == "vocals" for piece in found)
    if spares_vocals and said in ("", *_MADE_OF_MASTER):
        return "instrumental"
    if said in _SOUNDS_MASTER:
        return "master"
    if said:
        return said
    if _M_E.search(label):
        return "m_e"
    return "master" if is_plain and any(p.cls == "kind" and p.value == "mix" for p in found) else ""


def _means_all(source: Piece) -> bool:
    """Whether a source's words mean all of a group, as "Drums" and "DRM" do."""
    words, plain = lexicon(), tuple(canon(source.words))
    return any(phrase in words.whole or phrase in words.any_vocal for phrase in (source.words, plain))


def _is_more(found: Sequence[Piece]) -> bool:
    """Whether words behind a source's say which one of several it is."""
    before = ""
    for piece in found:
        is_number = piece.cls == "count" and len(piece.value) < 3 and piece.value not in _FORMS
        if is_number and before not in ("v", "rev"):
            return True
        if piece.cls in ("source", "small") or (
            piece.cls == "unknown" and len(piece.words[0]) > 2 and piece.words[0] not in NOISE
        ):
            return True
        before = piece.words[0] if piece.words else ""
    return False


def _words(found: Sequence[Piece]) -> frozenset[str]:
    said = [word for piece in found if piece.cls in ("source", "unknown", "small") for word in piece.words]
    return frozenset(canon(tuple(said))) - _KINDS - _AGAIN


def short(called: Called) -> str:
    """A name to be shown: the file's, without folder."""
    return PurePosixPath(called.file).name
