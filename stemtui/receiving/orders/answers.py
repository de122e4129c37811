"""What came for the lines of an order, as values."""

from collections.abc import Sequence

from stemtui.frozen import frozen
from stemtui.receiving.kinds.kinds import MIX, STEM, TRACK, Judged
from stemtui.receiving.orders.wanted import Wanted
from stemtui.receiving.sounds.names import Called, short
from stemtui.text import few

MET, UNMET, OPEN = "met", "not met", "cannot tell"
WHAT = {MIX: "MIX", STEM: "STEM", TRACK: "TRACK"}
_FEW = 3


@frozen
class Met:
    """A line of an order: whether it is met, which files answer to it (by index), and why."""

    wanted: Wanted
    state: str
    files: tuple[int, ...]
    why: str


@frozen
class Came:
    """A file that came: what it is called, what it most likely is, and its channels.

    It is a mix of the role or a stem of the group `holding` by what it holds, if it shows: "master" where no
    other mix holds as many files; `denied` are files in it that its name denies, `lacking` those that a
    fuller mix holds, and it does not, though it is named like the master.
    `twins` are the files with the same sound under a name that says something else, of which one is wrong.
    It `is_mastered` where its name says so and no sum shows otherwise, and `is_silent` where nobody hears
    anything in it.
    """

    called: Called
    judged: Judged
    channels: int
    is_mono: bool
    holding: str = ""
    denied: str = ""
    lacking: str = ""
    twins: tuple[int, ...] = ()
    is_mastered: bool = False
    is_silent: bool = False

    @property
    def is_nameless(self) -> bool:
        """Whether its name says nothing of what is heard in it."""
        return not (self.called.role or self.called.group)


@frozen
class Set:
    """The files that a mix is the sum of, which is called `called`; not `is_whole` where it holds more."""

    called: str
    members: frozenset[int]
    is_whole: bool


def quoted(files: Sequence[int], came: Sequence[Came]) -> str:
    """Files by their names, with their folders where two have the same name."""
    names = [short(came[at].called) for at in files]
    said = [
        came[at].called.file if names.count(name) > 1 else name for at, name in zip(files, names, strict=True)
    ]
    return few([f'"{name}"' for name in said], _FEW)
