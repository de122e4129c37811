"""How things are spelled: values and keys in a manifest, and both in what is said about it."""

import json
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice

import tomli_w

from stemtui.tables import escaped
from stemtui.text import slug

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
LINE_LENGTH = 100
_LONG_BITS = 256
_LONGEST_WORD = 100
_MOST_KNOWN = 2_000  # words that a misspelled one is compared with: more would take minutes


def spelled(value: object, newline: str = "\n") -> str:
    """A value as TOML: lists in one line where they fit, tables always."""
    if isinstance(value, Mapping):
        inside = ", ".join(f"{spelled_key(key)} = {spelled(item)}" for key, item in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list | tuple):
        items = [spelled(item) for item in value]
        line = f"[{', '.join(items)}]"
        if len(line) <= LINE_LENGTH:
            return line
        return newline.join(["[", *(f"    {item}," for item in items), "]"])
    return escaped(tomli_w.dumps({"x": value}).removeprefix("x = ").removesuffix("\n"))


def spelled_key(key: str) -> str:
    """A key as TOML, quoted where it has to be."""
    return key if BARE_KEY.fullmatch(key) else json.dumps(key)


def quoted(value: object) -> str:
    """A value as a manifest spells it, cut short; lists and tables only by their kind."""
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 60 else f'"{value[:57]}..."'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and value.bit_length() > _LONG_BITS:
        return f"{value:#x}"[:57] + "..."  # Python spells no number of more than 4300 digits in decimals
    if isinstance(value, dict):
        return "a table"
    return "a list" if isinstance(value, list) else f"{value!s:.60}"


def place(*parts: str) -> str:
    """Where something is: `track.kick.gain_db`; parts that TOML would quote are quoted, long ones cut."""
    return ".".join(map(_part, parts))


@lru_cache(maxsize=4096)
def _part(part: str) -> str:
    part = part if len(part) <= _LONGEST_WORD else f"{part[:_LONGEST_WORD]}..."
    return part if BARE_KEY.fullmatch(part) else f'"{part}"'


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, as a question; "" when none is near."""
    words = list(islice(known, _MOST_KNOWN))
    close = get_close_matches(word[:_LONGEST_WORD], words, n=1, cutoff=0.6)
    return f'Did you mean "{close[0]}"?' if close else ""


def id_remedy(key: str) -> str:
    """What to write instead of something that is not an id."""
    rule, better = "Ids are lower-case letters, digits and _", slug(key)
    return f'{rule}: write "{better}".' if better else f"{rule}."
