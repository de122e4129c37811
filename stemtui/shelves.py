"""What is kept in TOML files of its own: with the program, in the user's settings, or beside the manifest."""

import errno
import os
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Generic, TypeVar

from stemtui.config import config_folder
from stemtui.errors import Problem, ProblemsError, StemtuiError
from stemtui.frozen import frozen
from stemtui.manifest.syntax import syntax_problem
from stemtui.replacing import replaced
from stemtui.tables import loads, read_bytes
from stemtui.text import listed, printable

SUFFIX = ".toml"
LARGEST = 100_000
_SHORTEST = 3

Made = TypeVar("Made")


@frozen
class Shelf(Generic[Made]):
    """Files of one kind: what one is called, where the program's own are, the name of the folder of the
    user's own, and how one is made of its name and tables, with a list that takes what is wrong with it."""

    noun: str
    built_in: Path
    folder: str
    made: Callable[[str, Mapping[str, object], list[Problem]], Made | None]

    def find(self, key: str, root: Path | None = None) -> Made:
        """The one of that name; or that of a file, `theirs.toml`, below the session's folder.

        Raises StemtuiError for one that is not there, with those that are near, and ProblemsError for one
        with something wrong in it.
        """
        if key.endswith(SUFFIX):
            return self._read(key, self._below(key, root or Path()), repr(key))
        for folder in (self.built_in, self.own_folder()):
            if key in _names(folder):
                path = folder / f"{key}{SUFFIX}"
                return self._read(key, path, repr(key if folder == self.built_in else str(path)))
        raise StemtuiError(f'There is no {self.noun} "{printable(key)}". {self._near(key)}')

    def bring(self, key: str, root: Path, to: Path) -> bool:
        """Copy the file of that name below one session's folder to the same place below another's.

        Whether it was: what has no file of its own needs none, and what lies there already stays. Raises
        StemtuiError for a file that leads out of either folder, cannot be read or has no place there.
        """
        if not key.endswith(SUFFIX) or (place := self._below(key, to)).exists():
            return False
        text = self._text(key, self._below(key, root))
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with replaced(place, lambda: _refuse_there(place)) as copy:
                copy.write(text.encode())
        except OSError as error:
            raise StemtuiError(f"{str(place)!r} could not be written: {error.strerror}.") from error
        return True

    def every(self) -> Iterator[Made | StemtuiError]:
        """The program's, then the user's own; for one that cannot be used, why."""
        for key in self.names():
            try:
                yield self.find(key)
            except StemtuiError as error:
                yield error

    def names(self) -> list[str]:
        """The names of all; a name of the program's own means the program's."""
        ours = _names(self.built_in)
        return [*ours, *(key for key in _names(self.own_folder()) if key not in ours)]

    def own_folder(self) -> Path:
        """Where the user's own are."""
        return config_folder() / self.folder

    def _below(self, key: str, root: Path) -> Path:
        path = (root / key).resolve()
        if not path.is_relative_to(root.resolve()):
            raise StemtuiError(
                f'The {self.noun} "{printable(key)}" leads out of the session\'s folder, to {str(path)!r}. '
                f"Copy it into the session, or into {self.own_folder()}."
            )
        return path

    def _read(self, key: str, path: Path, where: str) -> Made:
        text = self._text(key, path)
        try:
            tables = loads(text)
        except (ValueError, RecursionError) as error:
            problem = syntax_problem(error, text)
            raise ProblemsError(f"The {self.noun} {where} cannot be read:", [problem]) from error
        problems: list[Problem] = []
        made = self.made(key, tables, problems)
        if made is None:
            raise ProblemsError(f"The {self.noun} {where} is not right:", problems)
        return made

    def _text(self, key: str, path: Path) -> str:
        called = f'The {self.noun} "{printable(key)}"'
        try:
            content = read_bytes(path, LARGEST)
            if len(content) > LARGEST:
                raise StemtuiError(f"{called} is none: it is far too large.")
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise StemtuiError(f"{called} is not UTF-8 text. Save it as that.") from error
        except OSError as error:
            raise StemtuiError(
                f"{called} could not be read: {error.strerror}. A path in a manifest starts at the "
                "manifest's folder."
            ) from error

    def _near(self, key: str) -> str:
        known = self.names()
        folded = key.casefold().replace(" ", "-").replace("_", "-")
        begins = [one for one in known if len(folded) >= _SHORTEST and (folded in one or one in folded)]
        near = list(dict.fromkeys([*get_close_matches(folded, known, 3, 0.5), *begins]))[:3]
        names = [f'"{one}"' for one in near or known]
        return f"{'Nearest' if near else 'Known'}: {listed(names, 'and' if not near else 'or')}."


def problems_of(error: StemtuiError, path: str, listing: str) -> Iterator[Problem]:
    """Why what a manifest names at `path` cannot be used; `listing` says where all are listed."""
    if not isinstance(error, ProblemsError):
        yield Problem(path, str(error), listing)
        return
    for one in error.problems:
        at = f"{one.path}: " if one.path else ""
        yield Problem(path, f"{error.summary.removesuffix(':')}: {at}{one.message}", one.remedy)


def _refuse_there(place: Path) -> None:
    if os.path.lexists(place):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))


def _names(folder: Path) -> list[str]:
    try:
        return sorted(path.stem for path in folder.glob(f"*{SUFFIX}"))
    except OSError:
        return []
