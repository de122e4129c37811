"""The commands with their arguments, a row each; nothing is made of them before one is asked for."""

import argparse
from collections.abc import Callable

JSON_LINES = """\
print a line of JSON as things happen, with its "event": started, plan, step, peak, file, packed; the last
one is receipt, refused, stopped or fault; a reader that goes away does not stop the render"""

OPEN = "open"
_MOST_JOBS = 64


def _json(command: argparse._ActionsContainer) -> None:
    command.add_argument("--json", action="store_true", help="print one JSON document and nothing else")


def _session(command: argparse.ArgumentParser) -> None:
    command.add_argument("session", metavar="SESSION", help="a folder with a stemtui.toml, or that file")


def _open(command: argparse.ArgumentParser) -> None:
    command.add_argument("session", nargs="?", default=".", metavar="SESSION")


def _init(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", metavar="FOLDER", help="the folder that holds the tracks")
    command.add_argument(
        "--like", metavar="SESSION", help="take stems, mixes, order and settings over from another song"
    )
    command.add_argument(
        "--ignore",
        metavar="PATTERN",
        action="append",
        default=[],
        help='leave files for no track alone, as "takes/" or "*.mp3"; the manifest keeps it',
    )
    _json(command)


def _check(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "sessions", nargs="+", metavar="SESSION", help="a folder with a stemtui.toml, or that file"
    )
    heard = command.add_mutually_exclusive_group()
    heard.add_argument(
        "--audio",
        action="store_true",
        help="read the sources too, where what they hold is not remembered: silence, copies, sums of others, "
        "identical channels, holes",
    )
    heard.add_argument(
        "--no-audio",
        action="store_true",
        help="files that are not here are no problem, as in CI, where a clone has the manifest alone",
    )
    told = command.add_mutually_exclusive_group()
    _json(told)
    told.add_argument("--github", action="store_true", help="print annotations for a GitHub workflow")


def _lock(command: argparse.ArgumentParser) -> None:
    _session(command)
    _json(command)


def _order(command: argparse.ArgumentParser) -> None:
    _session(command)
    command.add_argument(
        "message",
        nargs="?",
        default="-",
        metavar="FILE|-",
        help="the client's message; - reads it from standard input",
    )
    told = command.add_mutually_exclusive_group()
    told.add_argument(
        "--reply", action="store_true", help="write the message back to the client, and copy it (OSC 52)"
    )
    told.add_argument(
        "--add",
        action="store_true",
        help="write the lines that are sure without asking; exits 1 while a question is open",
    )
    _json(command)


def _render(command: argparse.ArgumentParser) -> None:
    _session(command)
    command.add_argument(
        "items",
        nargs="*",
        default=[],
        metavar="ITEM",
        help="stem.drums, mix.master, track.kick ... in place of the order",
    )
    where = command.add_mutually_exclusive_group()
    where.add_argument("--into", metavar="FOLDER", help="print into this folder instead of the delivery's")
    where.add_argument(
        "--version", metavar="V", help="print as this version, into a folder of its own, and note both"
    )
    command.add_argument(
        "--force", action="store_true", help="print everything, current or not, and over any version"
    )
    _hash(command)
    command.add_argument(
        "--no-meters", action="store_true", help="print and add up only: no levels, no hashes, no proof"
    )
    command.add_argument(
        "--jobs", type=_jobs, default=0, metavar="N", help="work at N parts at a time (one for each core)"
    )
    command.add_argument(
        "--zip",
        action="store_true",
        help="pack the delivery into one archive beside it, named after the song",
    )
    command.add_argument(
        "--dry-run", action="store_true", help="say what would be read, summed and written, and write nothing"
    )
    told = command.add_mutually_exclusive_group()
    _json(told)
    told.add_argument("--json-lines", action="store_true", help=JSON_LINES)


def _hash(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--hash", action="store_true", help="compare files by their content, not by size and time"
    )


def _jobs(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= _MOST_JOBS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of threads, 1 to {_MOST_JOBS}")
    return int(text)


def _status(command: argparse.ArgumentParser) -> None:
    _session(command)
    _hash(command)
    _json(command)


def _verify(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "delivery", metavar="FOLDER", help="a delivery: with stemtui's receipt, or as anybody sent it"
    )
    command.add_argument(
        "--order",
        metavar="ORDER",
        help="what was ordered: a stemtui.toml, a file with the client's message, or - for standard input",
    )
    _json(command)


def _null(command: argparse.ArgumentParser) -> None:
    command.add_argument("mix", metavar="MIX", help="the sound file that the stems should add up to")
    command.add_argument("stems", nargs="+", metavar="STEM", help="the sound files to sum")
    _json(command)


def _scan(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", metavar="FOLDER")
    command.add_argument("--deep", action="store_true", help="read every sample too, not the headers alone")
    _json(command)


def _levels(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="+", metavar="FILE", help="a sound file of any format")
    _json(command)


def _suggest(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "names", nargs="+", metavar="NAME", help="names of one folder's tracks; - reads them, a line each"
    )
    _json(command)


def _explain(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "words",
        nargs="*",
        metavar="TERM | SESSION ITEM",
        help="a word, or a session and what in it; profile or naming [NAME]: destinations, names of files",
    )
    _json(command)


def _diff(command: argparse.ArgumentParser) -> None:
    command.add_argument("old", metavar="OLD")
    command.add_argument(
        "new", nargs="?", metavar="NEW", help="without it: all that OLD says, a line a table (git textconv)"
    )
    _json(command)


def _merge(command: argparse.ArgumentParser) -> None:
    command.add_argument("base", metavar="BASE", help="the manifest that both grew from")
    command.add_argument(
        "ours", metavar="OURS", help="the result is written here, with marks where they clash"
    )
    command.add_argument("theirs", metavar="THEIRS")


COMMANDS: dict[str, tuple[str, str, Callable[[argparse.ArgumentParser], None]]] = {
    OPEN: ("working", "open a session on the screen", _open),
    "init": ("starting", "scan a folder, suggest stems from the names, write a manifest", _init),
    "check": ("checking", "every problem, in words", _check),
    "lock": ("checking", "write down what each track's audio is, for check to compare", _lock),
    "order": ("ordering", "turn a client's words into order lines; ask what is ambiguous", _order),
    "render": ("rendering", "print what was ordered (or the items named), with proof and receipt", _render),
    "verify": ("receiving", "what a delivery holds, anybody's; whether it is what was ordered", _verify),
    "null": ("nulling", "the null test on any files: a mix minus the sum of stems", _null),
    "status": ("working", "which prints are current, stale or missing", _status),
    "scan": ("reading", "what audio is in a folder, and what is wrong with it", _scan),
    "levels": ("levels", "loudness, loudness range, true peak and sample peak of sound files", _levels),
    "suggest": ("reading", "which stem each name suggests, and why", _suggest),
    "explain": ("explain", "the glossary, for a word or for something in a session", _explain),
    "diff": ("reading", "what changed between two manifests, in words", _diff),
    "merge": ("reading", "put two manifests together that grew from one: git's merge driver", _merge),
}
