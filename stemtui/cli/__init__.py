"""The command line: what is asked is read here, done elsewhere, and errors are caught once.

Only argparse is imported before a command is known, so that `--help` costs no more than Python itself.
"""

import argparse
import gc
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from stemtui.cli.arguments import COMMANDS
from stemtui.cli.parsing import parsed

__all__ = ["COMMANDS", "main", "program"]

_GARBAGE = 50_000
"""Objects that may be made before Python looks for cycles among them: after 700, as is its wont, it looks all
the time while modules and sessions are read, and finds none."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 done, 1 refused or problems found, 2 misused."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter gets its number
    try:
        return _run(parsed(sys.argv[1:] if argv is None else argv))
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


def program() -> NoReturn:
    """Run one command as the whole program, and end with its exit code.

    Where nothing else is at work, it ends at once: Python would take its time to free every object by itself
    (0.1 s behind a render). mypy ends so too (`mypy.util.hard_exit`).
    """
    from threading import active_count  # here, because --help has no threads

    _open_streams()
    gc.set_threshold(_GARBAGE)
    code = main()
    if active_count() == 1:
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _open_streams() -> None:
    """Let standard streams that are closed lead nowhere: the next file to be opened would take their place, a
    print say, and what libraries have to say would be written into it."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115


def _run(asked: argparse.Namespace) -> int:
    from stemtui.errors import StemtuiError

    try:
        run = getattr(import_module(f"stemtui.cli.{asked.module}"), asked.command)
        code = int(run(asked))
        if sys.stdout:
            sys.stdout.flush()
        return code
    except StemtuiError as error:
        import_module("stemtui.cli.output").stopped(error, as_json=getattr(asked, "json", False))
        return 1
    except BrokenPipeError:
        _let_go_of_stdout()  # the reader (head, less) has seen enough
        return 0
    except OSError as error:
        what = ascii(error.filename) if error.filename else "What it says could not be written"
        _let_go_of_stdout()
        print(f"{what}: {error.strerror or error}.", file=sys.stderr)
        return 1


def _let_go_of_stdout() -> None:
    """Write no more to standard output: Python would complain once more when it flushes it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
