"""The DAW's own print, which the master mix is compared with: whether it can be read."""

from collections.abc import Iterator
from pathlib import Path

from stemtui.audio.samples.headers import read_header
from stemtui.errors import AudioFileError, MissingFileError, Problem
from stemtui.header import Header
from stemtui.places import track_path
from stemtui.session import Session


def reference_header(root: Path, session: Session) -> Header | None:
    """The header of the print that a session names; None where it names none. Raises AudioFileError."""
    if not session.reference:
        return None
    return read_header(track_path(root, session.reference), called=session.reference)


def check(root: Path, session: Session, are_all_here: bool = True) -> Iterator[Problem]:
    """What is wrong with it; one that is not here is nothing wrong where files need not be."""
    try:
        reference_header(root, session)
    except AudioFileError as error:
        if are_all_here or not isinstance(error, MissingFileError):
            yield Problem("session.reference", str(error), "Correct the path, or take the reference out.")
