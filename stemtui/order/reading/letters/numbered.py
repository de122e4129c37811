"""Points of a list that are numbered without a mark: "1  Master mix", "2  Clean mix"."""

import re
from collections.abc import Sequence

FEWEST = 3
NUMBER = re.compile(r"^(\s*)(\d{1,2})(?=\s+[^\W\d_])")


def numbered(lines: Sequence[str]) -> list[str]:
    """The lines, a full stop behind the numbers of three or more that count from one, line by line."""
    kept, at = list(lines), 0
    while at < len(kept):
        end = at
        while end < len(kept) and (found := NUMBER.match(kept[end])) and int(found[2]) == end - at + 1:
            end += 1
        if end - at >= FEWEST:
            kept[at:end] = [NUMBER.sub(r"\1\2.", line) for line in kept[at:end]]
        at = max(end, at + 1)
    return kept
