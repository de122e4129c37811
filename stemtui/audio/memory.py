"""Memory that a render uses again and again, kept by the process between two uses."""

import ctypes

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3
_MUCH = 1 << 30
_STEP = 1 << 25


def keep_freed_memory() -> None:
    """Tell glibc to keep freed blocks, where glibc it is.

    It would give each array of a block back to the system and fetch it anew, page by page: 10 % of a render.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    mallopt(_MMAP_THRESHOLD, _MUCH)
    mallopt(_TRIM_THRESHOLD, _MUCH)
    mallopt(_TOP_PAD, _STEP)
