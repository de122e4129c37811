"""Files that are cut from a mix, by their names and lengths: sums of no stems, and rightly shorter."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from stemtui.errors import Problem
from stemtui.receiving.findings.received import Received
from stemtui.text import few

_FEW = 3
_SHORTER = 0.9
_CUT = re.compile(
    r"(?:^|[ _.-])(?:stings?|stingers?|cut[ _-]?downs?|bumpers?|teasers?|tags?|buttons?|loops?|snippets?|"
    r"(?:0?5|0?6|10|15|20|30|45|60|90)[ _-]?(?:s|sec|secs|seconds?)?)(?:[ _.-](?:mix|edit|version|v?\d+))?$",
    re.IGNORECASE,
)
"""What libraries and advertisers call what is cut from a full mix: `Title_30`, `Title Sting`."""


def excerpts(received: Received) -> frozenset[int]:
    """The files called like what is cut from a mix that are shorter than the longest and in no exact sum."""
    longest = max(one.frames for one in received.heard)
    summed = frozenset[int]().union(*(one.members | {one.target} for one in received.sums if one.is_exact))
    return frozenset(
        at
        for at, one in enumerate(received.heard)
        if at not in summed and one.frames < _SHORTER * longest and _CUT.search(PurePosixPath(one.file).stem)
    )


def problems(received: Received) -> Iterator[Problem]:
    """That they were compared with no sum."""
    if names := [repr(received.heard[at].file) for at in sorted(excerpts(received))]:
        are, they = ("is", "it is") if len(names) == 1 else ("are", "they are")
        text = f"{few(names, _FEW)} {are} called like what is cut from a mix, and shorter than the others: "
        yield Problem("", f"{text}nothing here shows what {they} cut from.", "Listen to them.", "warning")
