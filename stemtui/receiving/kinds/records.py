"""What a receipt that holds says of the files beside it: how each was made, which no name can show."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from stemtui.frozen import frozen
from stemtui.receiving.kinds.kinds import KINDS, RECORDED, STEM, UNKNOWN, UNMIXED, Judged
from stemtui.receiving.sounds.names import Called, read


@frozen
class Recorded:
    """What a receipt says of a print: its name, without that of the song, and the kind it was made as."""

    name: str
    kind: str


SUBMIX = "submix"

Records = Mapping[str, Recorded]
"""By file; empty where there is no receipt, or one that does not hold."""


def called_so(files: Sequence[str], records: Records) -> tuple[Called, ...]:
    """What files are called on their receipt; those that are on none, by their names."""
    said = [f"{known.name}_{known.kind}" if (known := records.get(file)) else file for file in files]
    return tuple(
        replace(one, file=file, label=_label(one, records.get(file)))
        for one, file in zip(read(said), files, strict=True)
    )


def _label(called: Called, known: Recorded | None) -> str:
    return f"{known.name} {known.kind.upper()}" if known else called.label


def made_as(judged: Judged, known: Recorded | None) -> Judged:
    """What a file is: where no sum shows it, what a receipt says that it was made as.

    A submix of tracks adds up as a stem does, and only who made it knows that nobody had mixed them.
    """
    if known is not None and known.kind == SUBMIX and judged.kind in (STEM, UNKNOWN):
        return Judged(UNKNOWN, UNMIXED, judged.others)
    if judged.kind != UNKNOWN or known is None or known.kind not in KINDS:
        return judged
    return Judged(known.kind, RECORDED)
