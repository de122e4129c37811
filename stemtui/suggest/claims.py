"""Kinds that names claim. A name proves nothing, so a claim leads to a question and never to a kind."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import PurePosixPath

from stemtui.text import slug

CLAIMS = {
    "STEM": frozenset(("stem", "stems")),
    "SUBMIX": frozenset(("submix", "submixes")),
    "MIX": frozenset(("mix", "mixes", "mixdown", "mixdowns")),
    "MASTER": frozenset(("master", "mastered", "mst", "mastering")),
    "PRINT": frozenset(("print", "prints")),
}
# The words of an effect return.
RETURNS = frozenset(
    (
        *("reverb", "reverbs", "verb", "verbs", "rev", "revb", "rvb", "rvrb"),
        *("delay", "delays", "dly", "ddl", "pingpong", "slapback", "throw", "throws"),
        *("echo", "echoes", "eko", "hall", "plate", "chamber"),
    )
)


def words_of(text: str) -> frozenset[str]:
    """The words of a name, folded; camel case split, numbers dropped from their ends."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", text)
    words = slug(apart).split("_")
    return frozenset([*words, *(word.rstrip("0123456789") for word in words)]) - {""}


@lru_cache(maxsize=8192)
def claimed(file: str, name: str) -> str:
    """The kind that a file's own name or its track's name claims: "STEM", "MIX", ..., or ""."""
    said = words_of(PurePosixPath(file).stem) | words_of(name)
    return next((kind for kind, words in CLAIMS.items() if said & words), "")


def wholes(claims: Sequence[str], groups: Sequence[str]) -> dict[int, tuple[int, ...]]:
    """Files, by index, that may be the sum of others, and those others: they claim a kind, and these claim
    none, in one group; "" is no group.

    Where more of a group claim than not, that is how all of it is named.
    """
    inside: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for at, (claim, group) in enumerate(zip(claims, groups, strict=True)):
        if group:
            inside[group][not claim].append(at)
    return {
        at: tuple(parts)
        for claiming, parts in inside.values()
        if len(claiming) <= len(parts)
        for at in claiming
    }
