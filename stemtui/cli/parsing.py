"""What is asked on the command line, read by its command's own parser; slips are told with what is near."""

import argparse
import os
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from stemtui import __version__
from stemtui.cli.arguments import COMMANDS, OPEN

DESCRIPTION = """\
Sort a session's tracks into stems, and print exactly what was ordered.

  stemtui FOLDER          open a folder of tracks, or its stemtui.toml, on the
                          screen; there, ? shows the keys
  stemtui init FOLDER     or without the screen: write a stemtui.toml
  stemtui check FOLDER    what stands in the way
  stemtui render FOLDER   print what its stemtui.toml orders"""

WORDS = """\
A TRACK is a file made while recording; a STEM is a submix of a group of tracks
as they were treated in the mix; a MIX is everything in one file. `stemtui
explain` has the rest, `stemtui COMMAND --help` what a command takes.

Exit codes: 0 done, 1 refused or problems found, 2 misused. A render whose mixes
fail the destination that the manifest names prints them all the same, and
exits 1."""

_ALONE = ("-h", "--help", "--version")


def parsed(argv: Sequence[str]) -> argparse.Namespace:
    """What is asked; ends with exit code 2 where that is no command or no option of one."""
    argv = _with_command(list(argv))
    parser = _parser([argv[0]] if argv[0] in COMMANDS else COMMANDS)
    asked, others = parser.parse_known_args(argv)
    is_slip = asked.command == OPEN and not os.path.exists(word := str(asked.session))
    if is_slip and others and not word.startswith("-"):
        parser.error(_unknown("command", word, COMMANDS))
    if others:
        parser.prog += "" if asked.command == OPEN else f" {asked.command}"
        parser.error(_unknown_option(asked, others))
    if is_slip and (nearest := _nearest(word, COMMANDS)):
        parser.error(f"There is no command and no session {word!r}. Nearest: {nearest}.")
    return asked


class _Parser(argparse.ArgumentParser):
    """A parser that quotes arguments without letting them drive the terminal: a shell's * may bring any."""

    def error(self, message: str) -> NoReturn:
        """End with what is wrong, and exit code 2."""
        from stemtui.text import printable, sentence  # here, because --help needs nothing of ours

        self.exit(2, f"{sentence(printable(message))}\n`{self.prog} --help` says what it takes.\n")


class _Command(_Parser):
    """The parser of one command: options may stand between its words, `render song --dry-run mix.master`."""

    _is_inside = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """What is known, and the rest; what argparse calls intermixed asks this once more."""
        if self._is_inside:
            return super().parse_known_args(args, namespace)
        self._is_inside = True
        return self.parse_known_intermixed_args(args, namespace)


def _with_command(argv: list[str]) -> list[str]:
    """Arguments that name no command are a session to open on the screen."""
    if argv and (argv[0] in COMMANDS or argv[0] in _ALONE):
        return argv
    return [OPEN, *argv]


def _unknown_option(asked: argparse.Namespace, others: Sequence[str]) -> str:
    wrong = next((one for one in others if one.startswith("-")), "")
    if not wrong:
        return f"{asked.command} takes no further {others[0]!r}."
    known = [f"--{name.replace('_', '-')}" for name in vars(asked) if name not in ("module", "command")]
    return _unknown("option", wrong, [*known, *_ALONE])


def _unknown(what: str, wrong: str, known: Iterable[str]) -> str:
    nearest = _nearest(wrong, known)
    return f"There is no {what} {wrong!r}.{f' Nearest: {nearest}.' if nearest else ''}"


def _nearest(wrong: str, known: Iterable[str]) -> str:
    """What is known that was likely meant; "" where nothing is near."""
    from difflib import get_close_matches  # here, because it is needed for a slip alone

    return next(iter(get_close_matches(wrong, list(known), 1)), "")


def _parser(names: Iterable[str]) -> argparse.ArgumentParser:
    """What reads these commands: one is enough where it is known which, and takes less time to make."""
    parser = _Parser(
        prog="stemtui",
        usage="stemtui [SESSION] | stemtui COMMAND ...",
        description=DESCRIPTION,
        epilog=WORDS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"stemtui {__version__}")
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", required=True, prog="stemtui", parser_class=_Command
    )
    for name in names:
        module, text, add_arguments = COMMANDS[name]
        command = commands.add_parser(name, help=text, description=f"{text[:1].upper()}{text[1:]}.")
        add_arguments(command)
        command.set_defaults(module=module, command=name)
    return parser
