"""Whole sessions, named as their makers name them by somebody who had not looked at the vocabulary yet.

Each line of a file in `named_sessions/` has the groups that an honest engineer would accept, parted by `|`,
and a name; `-` accepts no group, and so does `other`.
"""

from collections import Counter
from pathlib import Path

from stemtui.suggest import suggest

SESSIONS = sorted((Path(__file__).parent / "named_sessions").glob("*.tsv"))
RIGHT, WRONG = 0.985, 0.012


def judged(session: Path) -> list[tuple[str, str]]:
    """Each name with what its suggestion is: "right", "wrong", or "silent" where something could be known."""
    rows = [line.split("\t") for line in session.read_text(encoding="utf-8").splitlines()]
    verdicts = []
    for (groups, name), suggestion in zip(rows, suggest([name for _, name in rows]), strict=True):
        accepted = {None if group in ("-", "other") else group for group in groups.split("|")}
        accepted |= set(groups.split("|"))
        silent = suggestion.group is None
        right = suggestion.group in accepted
        verdicts.append((f"{session.stem}: {name}", "right" if right else "silent" if silent else "wrong"))
    return verdicts


def test_sessions_of_every_kind_are_sorted_right_and_hardly_ever_wrong() -> None:
    verdicts = [verdict for session in SESSIONS for verdict in judged(session)]
    counted = Counter(verdict for _, verdict in verdicts)
    missed = [f"{verdict}: {name}" for name, verdict in verdicts if verdict != "right"]
    assert len(verdicts) > 900
    assert counted["right"] >= RIGHT * len(verdicts), missed
    assert counted["wrong"] <= WRONG * len(verdicts), missed
