"""Files that are one channel each of a wider sound, as Pro Tools writes them, and those that did not come."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from stemtui.errors import Problem, Severity
from stemtui.frozen import frozen
from stemtui.suggest import suggest
from stemtui.text import listed

_CHANNELS = ("L", "C", "R", "Ls", "Rs", "Lss", "Rss", "Lsr", "Rsr", "LFE")
_LAYOUTS = {
    "stereo": "L R",
    "LCR": "L C R",
    "quad": "L R Ls Rs",
    "5.0": "L C R Ls Rs",
    "5.1": "L C R Ls Rs LFE",
    "7.0": "L C R Lss Rss Lsr Rsr",
    "7.1": "L C R Lss Rss Lsr Rsr LFE",
}
_SPELLED = {"left": "L", "right": "R", "center": "C", "centre": "C"}
_SIDE = re.compile(rf"^(?P<name>.+?)(?P<joint>[._ -])(?P<channel>{'|'.join((*_CHANNELS, *_SPELLED))})$", re.I)
_PLAIN, _LOOSE = ".", " "
_WORDS = {"L": "left side", "R": "right side"}
_OF_NO_SET = ({"C"}, {"LFE"})
_NUMBERS = ("left", "right")
_NUMBER = re.compile(r"^(?P<name>.+?)[._ -](?P<scheme>A|CH|)0?(?P<number>[1-9])$", re.I)
_SURROUND = (6, 8)


@frozen
class Channel:
    """Which channel a file is ("" where it is the only one) of what is called `of`, with its folder."""

    name: str
    of: str

    @property
    def is_wide(self) -> bool:
        """Whether it is a channel of what is wider than stereo."""
        return self.name not in ("", *_NUMBERS)


def channels(files: Sequence[str]) -> dict[str, Channel]:
    """The files that are one channel each of something wider than stereo, and of what lies beside it as such.

    Names say so by a channel (`Music.LFE`), or by its number where every file has one (`Music-A6`); where no
    number is over 2, the first is the left one and the second the right.
    """
    if numbers := _numbered(files):
        return numbers
    sets = list(_sets(files))
    joints = {one.joint for one in sets if len(one.channels) > len(_NUMBERS)}
    return {file: Channel(name, one.path) for one in sets if one.joint in joints for name, file in one.files}


def _numbered(files: Sequence[str]) -> dict[str, Channel]:
    """The channels by their numbers, where all files have one, in one scheme, and some are second to another:
    a name that is alone so may be an alto's, or a microphone's."""
    matches = {file: _NUMBER.match(PurePosixPath(file).stem) for file in files}
    found = {file: match for file, match in matches.items() if match}
    if len(found) < len(files) or len({match["scheme"].upper() for match in found.values()}) != 1:
        return {}
    of = {file: str(PurePosixPath(file).with_name(match["name"])) for file, match in found.items()}
    held = {(of[file], int(match["number"])) for file, match in found.items()}
    most = max(number for _, number in held)
    if most == 1 or len(held) < len(files) or any((name, at - 1) not in held for name, at in held if at > 1):
        return {}
    sets = Counter(name for name, _ in held)
    is_bare = not next(iter(found.values()))["scheme"]
    if (most > len(_NUMBERS) or is_bare) and not _are_surround(sets):
        return {}
    words = _NUMBERS if most <= len(_NUMBERS) else tuple(f"A{number + 1}" for number in range(most))
    return {
        file: Channel(words[int(match["number"]) - 1] if sets[of[file]] > 1 or most > 2 else "", of[file])
        for file, match in found.items()
    }


def _are_surround(sets: Mapping[str, int]) -> bool:
    """Whether things that have so many files each are all in one surround layout, and most are named for a
    source: takes of a recorder have as many microphones, and no such names."""
    sources = sum(bool(one.group) for one in suggest([*sets]))
    return (
        len(sets) > 1
        and {*sets.values()} <= {*_SURROUND}
        and len({*sets.values()}) == 1
        and 2 * sources > len(sets)
    )


@frozen
class _Set:
    """The channels of one thing that came, each with its file; `joint` stands before what names them."""

    name: str
    joint: str
    files: tuple[tuple[str, str], ...]

    @property
    def channels(self) -> set[str]:
        return {channel for channel, _ in self.files}

    @property
    def path(self) -> str:
        """What it is called, with its folder."""
        return str(PurePosixPath(self.files[0][1]).with_name(self.name))

    def other(self, channel: str) -> str:
        """What the file of another channel would be called."""
        path = PurePosixPath(self.files[0][1])
        return str(path.with_name(f"{self.name}{self.joint}{channel}{path.suffix}"))


def lone(files: Sequence[str], mono: Collection[str], whole: Collection[str] = ()) -> Iterator[Problem]:
    """What is missing of things that came as a file for each channel; only `mono` files can be that.

    A name with a point before its channel says so; one with another sign only may, and surely where others
    here come in pairs so. Those `whole` add up as they are: what only may be a side is none.
    """
    sets = [one for one in _sets(files) if {file for _, file in one.files} <= {*mono}]
    kept = {one.joint for one in sets if len(one.channels) > 1}
    full: set[str] = set().union(*(one.channels for one in sets if len(one.channels) > 2))
    for one in sets:
        wanted = _wanted(one.channels, full)
        missing = [channel for channel in _CHANNELS if channel in wanted - one.channels]
        is_sure = one.joint in (_PLAIN, *kept)
        is_whole = one.files[0][1] in whole and not (is_sure and one.joint != _LOOSE)
        if missing and not is_whole and (is_sure or one.joint != _LOOSE):
            yield _missing(one, missing, is_sure)


def _missing(one: _Set, missing: list[str], is_sure: bool) -> Problem:
    severity: Severity = "error" if is_sure else "warning"
    if len(one.files) == 1 and len(missing) == 1:
        word = _WORDS[missing[0]]
        text, file = f"has no {word} here.", one.other(_as_written(one, missing[0]))
        cure = f"Ask for {file!r}." if is_sure else f"Ask whether there is a {file!r}."
        return Problem(one.files[0][1], text, cure, severity)
    came = listed([channel for channel in _CHANNELS if channel in one.channels])
    text = f"{one.name!r} came as {came}, in a file each: {listed(missing)} {_is(missing)} not here."
    return Problem("", text, "Ask for what is missing.", severity)


def _as_written(one: _Set, channel: str) -> str:
    """A channel in the way in which the one that came is written: `left`, `Left` or `L`."""
    path = PurePosixPath(one.files[0][1]).stem
    own = path.rsplit(one.joint, 1)[-1]
    word = {"L": "Left", "R": "Right"}[channel] if len(own) > 1 else channel
    return word.lower() if own.islower() else word.upper() if own.isupper() else word


def _is(missing: list[str]) -> str:
    return "is" if len(missing) == 1 else "are"


def _wanted(came: set[str], full: set[str]) -> set[str]:
    """The channels of the smallest layout that has those that came, at least as many as others here have."""
    if came in _OF_NO_SET:
        return came
    layouts = [set(layout.split()) for layout in _LAYOUTS.values()]
    wider = [layout for layout in layouts if came <= layout]
    alike = [layout for layout in wider if layout == full and len(came) > 2]
    return (alike or wider or [came])[0]


def _sets(files: Sequence[str]) -> Iterator[_Set]:
    found: dict[tuple[str, str, str], dict[str, str]] = {}
    names: dict[tuple[str, str, str], str] = {}
    for file in files:
        path = PurePosixPath(file)
        said = _SIDE.match(path.stem)
        if said and (said["joint"] == _PLAIN or said["channel"][0].isupper()):
            key = str(path.parent), said["name"].casefold(), said["joint"]
            names.setdefault(key, said["name"])
            found.setdefault(key, {})[_channel(said["channel"])] = file
    for key, own in found.items():
        yield _Set(names[key], key[2], tuple(own.items()))


def _channel(said: str) -> str:
    plain = _SPELLED.get(said.lower(), said)
    return next(channel for channel in _CHANNELS if channel.lower() == plain.lower())
