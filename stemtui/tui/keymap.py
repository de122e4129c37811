"""The user's own keys: `keys.toml`, read, and checked in words.

Each line names a command and the keys that it has besides its own: `order = "O"`, `save = ["f2", "W"]`. A key
that another command has by default goes over to the one that is given it.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from stemtui.config import config_folder
from stemtui.text import listed, printable

KNOWN = frozenset(
    (
        *("space", "enter", "tab", "shift+tab", "escape", "backspace", "delete", "insert"),
        *("up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
        *(f"f{number}" for number in range(1, 13)),
        *(f"ctrl+{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"),
        *(f"{held}+{way}" for held in ("shift", "ctrl", "alt") for way in ("up", "down", "left", "right")),
    )
)
# what Textual calls characters that are neither letters nor digits, where Unicode calls them otherwise
SHORTER = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
TAKEN = {"ctrl+c": "saying how to quit", "ctrl+l": "drawing the screen anew", "ctrl+z": "undo"}
KEYS = "Keys are single characters, space, enter, tab, up, pagedown, f1 to f12, ctrl+a, shift+up."


def place() -> Path:
    """Where the file is: `~/.config/stemtui/keys.toml`, or below `XDG_CONFIG_HOME`."""
    return config_folder() / "keys.toml"


def read(path: Path, defaults: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The keys of the commands for which they are not those by default, and what is wrong with the file.

    `defaults` are the keys of every command, by its id, joined by commas. A file with anything wrong in it
    changes no key.
    """
    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        document = tomllib.loads(text)
    except FileNotFoundError:
        return {}, []
    except OSError as error:
        return {}, [f"It cannot be read ({error.strerror}): make it readable, or delete it."]
    except UnicodeDecodeError:
        return {}, ["It is no UTF-8 text: save it as that, or delete it."]
    except (ValueError, RecursionError) as error:
        return {}, [_not_toml(text, str(error))]
    lines = _lines(text, document)
    given, wrong = _given(document, defaults, lines)
    wrong += _clashes(given, lines)
    keys = _together(given, defaults)
    wrong += [] if wrong else _without_key(keys, given, defaults, lines)
    return ({} if wrong else {name: ",".join(found) for name, found in keys.items()}), wrong


def _not_toml(text: str, why: str) -> str:
    """What is wrong with a text that is no TOML, with the line that it is in."""
    at = re.search(r"at line (\d+)", why)
    line = text.split("\n")[int(at[1]) - 1].strip() if at else ""
    where = f"Line {at[1]}, {printable(line)}: " if at and line else ""
    return f'{where}{printable(why)}. A line is written like: order = "X"'


def _lines(text: str, document: Mapping[str, object]) -> dict[str, str]:
    """Where each name of a document stands: `line 2, save = "W"`."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), 1):
        begun = re.match(r"""[\s[]*(["']?)(.+?)\1\s*[.=\]]""", line)
        if begun and begun[2] in document:
            found.setdefault(begun[2], f"line {number}, {printable(line.strip())}")
    return {name: found.get(name, printable(name)) for name in document}


def _at(*places: str) -> str:
    """Where something is wrong, before what it is."""
    return f"{re.sub('^line ', 'Line ', listed([*places]))}: "


def canonical(key: str) -> str:
    """A key as Textual names it: `slash` for `/`; "" for what no terminal sends."""
    if len(key) == 1 and key.isprintable() and not key.isspace():
        name = unicodedata.name(key, key).lower().replace("-", "_").replace(" ", "_")
        return key if key.isalnum() else SHORTER.get(name, name)
    return key.casefold() if key.casefold() in KNOWN else ""


def _given(
    document: Mapping[str, object], defaults: Mapping[str, str], lines: Mapping[str, str]
) -> tuple[dict[str, list[str]], list[str]]:
    """The keys that the file gives each command, and what is wrong with its lines."""
    given: dict[str, list[str]] = {}
    wrong: list[str] = []
    for name, value in document.items():
        if name not in defaults:
            near = get_close_matches(name, defaults, 1, 0.5)
            hint = f"Nearest: {near[0]}." if near else "The README's key table names all."
            wrong.append(f"{_at(lines[name])}there is no command {printable(name)!r}. {hint}")
            continue
        found = value if isinstance(value, list) else [value]
        keys = [canonical(key) if isinstance(key, str) else "" for key in found]
        bad = [str(key) for key, known in zip(found, keys, strict=True) if not known]
        wrong += [f"{_at(lines[name])}{printable(key)!r} is no key. {KEYS}" for key in bad]
        given[name] = keys
    return given, wrong


def _clashes(given: Mapping[str, list[str]], lines: Mapping[str, str]) -> Iterator[str]:
    """Keys that are given to two commands, or that nothing else may have."""
    names: dict[str, list[str]] = {}
    for name, keys in given.items():
        for key in dict.fromkeys(filter(None, keys)):
            names.setdefault(key, []).append(name)
    for key, found in names.items():
        if key in TAKEN:
            yield f"{_at(lines[found[0]])}{key!r} is for {TAKEN[key]} always. Give {found[0]} another."
        if len(found) > 1:
            where = _at(*(lines[name] for name in found))
            yield f"{where}{key!r} is given to {listed(found)}: one key does one thing."


def _together(given: Mapping[str, list[str]], defaults: Mapping[str, str]) -> dict[str, list[str]]:
    """The keys of each command that has others than by default: those given, then its own that are left."""
    taken = {key for keys in given.values() for key in keys}
    found: dict[str, list[str]] = {}
    for name, joined in defaults.items():
        own = [key for key in joined.split(",") if (canonical(key) or key) not in taken]
        keys = [*given.get(name, []), *own]
        if keys != joined.split(","):
            found[name] = list(dict.fromkeys(keys))
    return found


def _without_key(
    keys: Mapping[str, list[str]],
    given: Mapping[str, list[str]],
    defaults: Mapping[str, str],
    lines: Mapping[str, str],
) -> list[str]:
    """What is wrong where a command's last key has gone over to another."""
    taker = {key: name for name, found in given.items() for key in found}
    wrong = []
    for name in (name for name, found in keys.items() if not found):
        first = defaults[name].split(",")[0]
        who = taker[canonical(first) or first]
        why = f"{name} would be left without a key: {who} takes it. Give {name} another."
        wrong.append(f"{_at(lines[who])}{why}")
    return wrong
