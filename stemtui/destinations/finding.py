"""Where profiles are: with the program, in the user's settings, or beside the manifest."""

from collections.abc import Iterator
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

from stemtui.config import config_folder
from stemtui.destinations.reading import read_profile
from stemtui.destinations.values import Profile
from stemtui.errors import StemtuiError
from stemtui.tables import read_bytes
from stemtui.text import listed, printable

SUFFIX = ".toml"
_LARGEST = 100_000
_SHORTEST = 3


def find(key: str, root: Path | None = None) -> Profile:
    """The profile of that name; or that of a file, `profiles/theirs.toml`, below the session's folder.

    Raises StemtuiError for one that is not there, with those that are near, and ProblemsError for one with
    something wrong in it.
    """
    if key.endswith(SUFFIX):
        return read_profile(key, _text(key, (root or Path()) / key), repr(key))
    if key in _built_in():
        text = files("stemtui.destinations").joinpath(f"profiles/{key}{SUFFIX}").read_text(encoding="utf-8")
        return read_profile(key, text, repr(key))
    if key in own():
        path = own_folder() / f"{key}{SUFFIX}"
        return read_profile(key, _text(key, path), repr(str(path)))
    raise StemtuiError(f'There is no profile "{printable(key)}". {_near(key)}')


def every() -> Iterator[Profile | StemtuiError]:
    """The program's profiles, then the user's own; for one that cannot be used, why."""
    for key in [*_built_in(), *own()]:
        try:
            yield find(key)
        except StemtuiError as error:
            yield error


def own_folder() -> Path:
    """Where the user's own profiles are."""
    return config_folder() / "profiles"


def own() -> list[str]:
    """The names of the user's own profiles; a name of the program's own means the program's."""
    try:
        found = sorted(path.stem for path in own_folder().glob(f"*{SUFFIX}"))
    except OSError:
        return []
    return [key for key in found if key not in _built_in()]


def _built_in() -> list[str]:
    folder = files("stemtui.destinations").joinpath("profiles")
    return sorted(one.name.removesuffix(SUFFIX) for one in folder.iterdir() if one.name.endswith(SUFFIX))


def _text(key: str, path: Path) -> str:
    try:
        content = read_bytes(path, _LARGEST)
        if len(content) > _LARGEST:
            raise StemtuiError(f'The profile "{printable(key)}" is no profile: it is far too large.')
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise StemtuiError(f'The profile "{printable(key)}" is not UTF-8 text. Save it as that.') from error
    except OSError as error:
        raise StemtuiError(
            f'The profile "{printable(key)}" could not be read: {error.strerror}. A path '
            "in a manifest starts at the manifest's folder."
        ) from error


def _near(key: str) -> str:
    known = [*_built_in(), *own()]
    folded = key.casefold().replace(" ", "-").replace("_", "-")
    begins = [one for one in known if len(folded) >= _SHORTEST and (folded in one or one in folded)]
    near = list(dict.fromkeys([*get_close_matches(folded, known, 3, 0.5), *begins]))[:3]
    names = [f'"{one}"' for one in near or known]
    return f"{'Nearest' if near else 'Known'}: {listed(names, 'and' if not near else 'or')}."
