"""A delivery packed into one archive for sending: the same delivery gives the same bytes.

Everything is stored as it is: deflating takes about a sixth off 24-bit samples and nothing off FLAC, is
slower than the render, and what it gives depends on the machine's zlib. Dates are the earliest there are.
"""

import os
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from stemtui.audio.machine.opening import open_regular
from stemtui.errors import AudioFileError, Problem, Refused, StemtuiError, on_refusal
from stemtui.naming import safe_name
from stemtui.receipts import RECEIPT, written_files
from stemtui.render.plans.progress import Watch
from stemtui.replacing import replaced

_OURS = b"A delivery of stemtui's"
_ENDING = re.compile(rb"PK\x05\x06.{16}" + re.escape(len(_OURS).to_bytes(2, "little") + _OURS), re.DOTALL)
"""How an archive with that comment ends: it is known by no more, as others may hold anything."""
_ENDING_BYTES = 22 + len(_OURS)
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_UNIX, _READABLE = 3, 0o100644 << 16
_AT_ONCE = 1 << 20


def pack(place: Path, receipt: Mapping[str, Any], watch: Watch) -> Path:
    """Pack the delivery in a place, which is as its receipt says, into an archive beside it; its path.

    An archive of that name is replaced if stemtui made it. Raises Refused for any other, StemtuiError where
    nothing can be written, and Cancelled.
    """
    name = safe_name(" ".join(filter(None, map(receipt["session"].get, ("title", "version"))))) or place.name
    archive = place.parent / f"{name}.zip"
    _refuse_foreign(archive)
    files = sorted([RECEIPT, *(str(entry["file"]) for entry in written_files(dict(receipt)))])
    try:
        with (
            replaced(archive, lambda: _refuse_foreign(archive)) as file,
            zipfile.ZipFile(file, "w") as packed,
        ):
            packed.comment = _OURS
            _fill(packed, place, name, files, watch)
    except OSError as error:
        what = f"{archive.name!r} could not be written: {error.strerror or error}."
        done = f"The delivery in {place.name!r} is whole; then render --zip again."
        raise StemtuiError(f"{what} {on_refusal(error)} {done}") from error
    return archive


def _fill(packed: zipfile.ZipFile, place: Path, folder: str, files: Iterable[str], watch: Watch) -> None:
    sizes = {file: (place / file).stat().st_size for file in files}
    done, total = 0, sum(sizes.values())
    for file, size in sizes.items():
        entry = zipfile.ZipInfo(f"{folder}/{file}", _EARLIEST)
        entry.create_system, entry.external_attr, entry.file_size = _UNIX, _READABLE, size
        with (place / file).open("rb") as source, packed.open(entry, "w") as target:
            while stretch := source.read(_AT_ONCE):
                watch.step(done, total, "Packing")
                target.write(stretch)
                done += len(stretch)
    watch.step(total, total, "Packing")


def _refuse_foreign(archive: Path) -> None:
    """Raise Refused where another file has the archive's name."""
    if not os.path.lexists(archive):
        return
    try:
        with open_regular(archive) as file:
            file.seek(-_ENDING_BYTES, os.SEEK_END)
            is_ours = bool(_ENDING.fullmatch(file.read())) and not archive.is_symlink()
    except (OSError, AudioFileError):
        is_ours = False
    if not is_ours:
        what = f"{archive.name!r} is there already, and stemtui did not write it."
        raise Refused("The delivery was not packed.", [Problem("", what, "Move it away.")])
