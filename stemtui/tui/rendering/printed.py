"""What the screen says of a finished print: every file in a line, where they are, what is proven of them."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stemtui.glossary.wrapping import columns, padded
from stemtui.receipts import read_receipt, tables
from stemtui.text import printable

if TYPE_CHECKING:
    from stemtui.render.receipts.receipt import Receipt


def shortest(folder: Path | str) -> str:
    """A folder's path as it is typed where the program was started."""
    try:
        return min(os.path.relpath(folder), os.path.abspath(folder), key=len)
    except ValueError:  # on another drive
        return os.path.abspath(folder)


def last_folds(delivery: Path) -> dict[str, float]:
    """What the receipt in a delivery says that mono folds lost; nothing where there is none."""
    return folds_lost(read_receipt(delivery) or {})


def folds_lost(receipt: Mapping[str, Any]) -> dict[str, float]:
    """What folding each mono stem lost when it was printed, in dB relative to the stem before."""
    levels = {file.get("item"): file.get("rms_dbfs") for file in tables(dict(receipt), "file")}
    proof = receipt.get("proof")
    found = {}
    for fold in tables(proof, "mono_fold") if isinstance(proof, dict) else []:
        kept, lost = levels.get(fold.get("item")), fold.get("residual_rms_dbfs")
        if isinstance(kept, float) and isinstance(lost, float):
            found[str(fold["item"])] = lost - 10 * math.log10(10 ** (kept / 10) + 10 ** (lost / 10))
    return found


def proven_title(title: str, receipt: Receipt) -> str:
    """A title with the proof's verdict, where all could be judged: many files may stand above its words."""
    from stemtui.render.receipts.receipt import WITHIN  # here, because the first paint needs none of it
    from stemtui.render.receipts.summary import NO_PRINT

    legs = [leg for leg in receipt.as_dict()["proof"]["leg"] if leg.get("because") != NO_PRINT]
    judged = [leg["verdict"] for leg in legs if "because" not in leg]
    if any(verdict != WITHIN for verdict in judged):
        return f"{title}, not proven"
    return f"{title}, and proven" if judged and len(judged) == len(legs) else title


def printed_lines(receipt: Receipt, folder: str, width: int) -> list[str]:
    """A receipt in words: where the files are, each in one line, and what is proven of them."""
    files = receipt.as_dict()["file"]
    first, *rest = receipt.summary()
    return [
        first,
        *file_table(files, width),
        f"They are in {folder}",
        "stemtui verify, given that folder, reads and null-tests the files again.",
        "",
        *rest[len(files) :],
    ]


def file_table(files: Sequence[Mapping[str, Any]], width: int) -> list[str]:
    """Files, a line each: the name whole, then as many of kind, channels and levels as there is room for."""
    cells = [
        aligned([printable(file["file"]) for file in files]),
        aligned([file["kind"].upper() for file in files]),
        aligned(["mono" if file["channels"] == 1 else "stereo" for file in files]),
        aligned([_peak(file) for file in files], ">"),
        aligned(
            [f"{file['integrated_lufs']:.1f} LUFS" if "integrated_lufs" in file else "" for file in files],
            ">",
        ),
    ]
    return fitting(cells, range(len(cells)), width)


def _peak(file: Mapping[str, Any]) -> str:
    return f"peak {file['peak_dbfs']:6.2f} dBFS" if "peak_dbfs" in file else "silent"


def fitting(cells: Sequence[Sequence[str]], order: Sequence[int], width: int) -> list[str]:
    """Columns side by side in an order, the last of `cells` left out until the others fit a width."""
    shown = len(cells)
    while shown > 1 and sum(2 + columns(column[0]) for column in cells[:shown] if column) > width:
        shown -= 1
    rows = zip(*(cells[at] for at in order if at < shown), strict=True)
    return [f"  {'  '.join(row).rstrip()}" for row in rows]


def aligned(cells: Sequence[str], side: str = "<") -> list[str]:
    """Cells as wide as the widest of them, their text on the left (`<`) or the right."""
    width = max(map(columns, cells), default=0)
    return [padded(cell, width, side == ">") for cell in cells]
