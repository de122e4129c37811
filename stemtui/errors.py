"""Errors that a user can act on, and the problems that checks report."""

import errno
from collections.abc import Iterable
from dataclasses import asdict
from typing import Literal

from stemtui.frozen import frozen

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_IN_THE_WAY = (errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENOTEMPTY, errno.ELOOP, errno.ENAMETOOLONG)
_NOT_ALLOWED = (0, errno.EACCES, errno.EPERM, errno.EROFS)


def on_refusal(error: BaseException) -> str:
    """What to do where a disk does not take what is written."""
    code = getattr(error, "errno", None)
    if code in _IN_THE_WAY:
        return "Give it another place, or take away what is there."
    if code in _NO_ROOM:
        return "Make room there."
    if code in _NOT_ALLOWED:
        return "Change the permissions there."
    return "See whether the disk is still there, and well."


Severity = Literal["error", "warning"]


@frozen
class Problem:
    """Something wrong with a session: where (`track.kick.gain_db`, `order.5`), what, and what to do.

    It is `waivable` while a reason on the order line of what it is about would turn it into a warning.
    """

    path: str
    message: str
    remedy: str = ""
    severity: Severity = "error"
    waivable: bool = False

    def __str__(self) -> str:
        text = f"{self.path}: {self.message}" if self.path else self.message
        return f"{text} {self.remedy}" if self.remedy else text

    def as_dict(self) -> dict[str, object]:
        """The problem as `--json` prints it."""
        return asdict(self)


@frozen
class Clipping(Problem):
    """Prints that would clip, and the trim in dB for all files that cures it."""

    trim_db: float = 0.0


class StemtuiError(Exception):
    """Anything that stops a command; its text quotes what was wrong and says what to do."""


class EditError(StemtuiError):
    """An edit that the session cannot take."""


class AudioFileError(StemtuiError):
    """A sound file that cannot be read or written as asked."""


class DamagedFileError(AudioFileError):
    """A sound file that does not hold what it says, or not all of it."""


class DecoderError(AudioFileError):
    """A sound file that brings down the process that decodes it, or keeps it busy without end."""


class MissingFileError(AudioFileError):
    """A sound file that is not where it is said to be."""


class ProblemsError(StemtuiError):
    """One or more problems that stop a command, all of them at once."""

    def __init__(self, summary: str, problems: Iterable[Problem] = ()) -> None:
        self.summary = summary
        self.problems = tuple(problems)
        super().__init__("\n".join([summary, *(f"  {problem}" for problem in self.problems)]))


class ManifestError(ProblemsError):
    """A manifest that cannot be read, or that must not be written."""


class Refused(ProblemsError):
    """A render that was refused: the previous delivery stays as it was."""
