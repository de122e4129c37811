"""How many files may be open at once: a render holds every source and every print of a session."""

from contextlib import suppress

from stemtui.errors import StemtuiError

_OTHERS = 64
"""Files that are open for other reasons: the terminal, libraries, the screen's."""


def allow_open_files(number: int) -> None:
    """Let so many files be open at once, where the system's limit for this process can be raised that far.

    Raises StemtuiError where it cannot; a system that knows no such limit is left alone.
    """
    try:
        import resource
    except ImportError:
        return
    needed = number + _OTHERS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return
    most = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft = most
    if soft < needed:
        raise StemtuiError(
            f"This render holds {number} sources and prints open at once, and the system allows {soft} open "
            f"files here. Raise its limit (`ulimit -n {needed}`, or ask the administrator), or bounce tracks "
            "together first."
        )
