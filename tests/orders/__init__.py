"""Messages as clients write them, and how a reading is compared with what each of them asks for.

What the reader only asks about, though the message is clear to a person, is marked `asked_instead`.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from stemtui import manifest
from stemtui.order.reading import Reading, read
from stemtui.session import Session, feeding

FOLDER = Path(__file__).parent
SAMPLES = FOLDER.parent.parent / "sample_sessions"


@dataclass(frozen=True, eq=False)
class Case:
    """A message, its session, and what it asks for."""

    name: str
    session: str
    text: str
    said: dict[str, Any]


@cache
def cases(*files: str) -> tuple[Case, ...]:
    """Every message in some of the files, in all of them by default."""
    found = []
    for name in files or sorted(file.stem for file in FOLDER.glob("*.toml")):
        for table in tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["message"]:
            session = table.get("session", "campaign")
            found.append(Case(f"{session}: {table['name']}", session, table["text"], table))
    return tuple(found)


@cache
def sample(name: str) -> Session:
    """A sample session, or one of those beside the messages."""
    folder = FOLDER / "sessions" / name
    return manifest.load((folder if folder.exists() else SAMPLES / name) / "stemtui.toml")


@cache
def reading(case: Case) -> Reading:
    """The case's message, read."""
    return read(sample(case.session), case.text)


def faults(case: Case) -> list[str]:
    """Everything in which a reading is not what was meant; nothing when it is right."""
    said, found = case.said, reading(case)
    lines = {line.deliver: line for line in found.lines}
    wanted = dict(one.partition(" ")[::2] for one in _expanded(case))
    wrong = [f"missing {item}" for item in wanted if item not in lines]
    wrong += [f"invented {item}" for item in lines if item not in wanted]
    wrong += [
        f"{item} is {lines[item].channels}, not {channels}"
        for item, channels in wanted.items()
        if channels and item in lines and lines[item].channels != channels
    ]
    asked = [f"{one.asked} {one.question}".casefold() for one in found.questions]
    for word in said.get("asks", []):
        at = next((i for i, text in enumerate(asked) if word.casefold() in text), None)
        if at is None:
            wrong.append(f"not asked: {word}")
        else:
            asked.pop(at)
    wrong += [f"asked too much: {text}" for text in asked]
    wrong += _contained("not declined", said.get("declines", []), found.declined)
    wrong += _contained("not understood", said.get("unknown", []), (*found.not_understood, *found.remarks))
    wrong += _contained("no wish", said.get("wishes", []), [wish.what for wish in found.wishes])
    return wrong


def harms(case: Case) -> list[str]:
    """What a reading loses without a word, and what it orders that nobody asked for."""
    found = reading(case)
    ordered = {line.deliver for line in found.lines}
    offered = {line.deliver for one in found.questions for choice in one.choices for line in choice.adds}
    wanted = {one.partition(" ")[0] for one in _expanded(case)}
    lost = [f"lost {item}" for item in sorted(wanted - ordered - offered)]
    return [*lost, *(f"invented {item}" for item in sorted(ordered - wanted))]


def _expanded(case: Case) -> list[str]:
    """The lines meant; "tracks" are all of the session, "tracks.drums" those that feed a stem."""
    session, found = sample(case.session), []
    for line in case.said.get("lines", []):
        head, _, stem = line.partition(".")
        if head == "tracks":
            inside = feeding(session, stem) if stem else session.tracks
            found += [f"track.{track.id}" for track in inside]
        else:
            found.append(line)
    return found


def _contained(what: str, words: list[str], texts: Any) -> list[str]:
    return [
        f"{what}: {word}" for word in words if not any(word.casefold() in text.casefold() for text in texts)
    ]
