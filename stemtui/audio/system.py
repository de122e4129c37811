"""What Linux can be told so that a render is faster; elsewhere nothing is said and nothing is lost."""

import ctypes
from functools import cache
from typing import Any

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3
_MUCH = 1 << 30
_STEP = 1 << 25


def keep_freed_memory() -> None:
    """Tell glibc to keep freed blocks.

    It would give each array of a block back to the system and fetch it anew, page by page: 10 % of a render.
    """
    if mallopt := _function("mallopt"):
        mallopt(_MMAP_THRESHOLD, _MUCH)
        mallopt(_TRIM_THRESHOLD, _MUCH)
        mallopt(_TOP_PAD, _STEP)


@cache
def _function(name: str) -> Any:
    """A function of the C library; None where there is none of that name."""
    try:
        return getattr(ctypes.CDLL(None), name)
    except (AttributeError, OSError, TypeError):
        return None
