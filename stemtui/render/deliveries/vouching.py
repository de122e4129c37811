"""Whether stemtui wrote what a receipt names: receipts come with a session, and may name anybody's files.

This machine remembers the receipts that it has written. Of any other, each file has to show by itself what it
is: a WAV by its originator, all others by the SHA-256 on the receipt.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stemtui.audio.samples.digests import digest
from stemtui.audio.samples.headers import read_header
from stemtui.errors import AudioFileError
from stemtui.receipts import written_files
from stemtui.render.deliveries.stamps import is_remembered


def unvouched(folder: Path, receipt: dict[str, Any], place: Path) -> Iterator[str]:
    """The files of a delivery to a place, which lies in a folder now, that may be anybody's."""
    if is_remembered(place, folder):
        return
    for entry in written_files(receipt):
        file = str(entry.get("file"))
        if not _is_written(folder / file, entry.get("sha256")):
            yield file


def _is_written(path: Path, sha256: object) -> bool:
    """Whether stemtui wrote a file, or nothing would be lost with it."""
    try:
        return not path.exists() or not path.stat().st_size or _is_print(path) or digest(path) == sha256
    except (AudioFileError, OSError):
        return False


def _is_print(path: Path) -> bool:
    try:
        return read_header(path).is_print
    except AudioFileError:
        return False
