"""Places: where the files of a session lie."""

import os
from pathlib import Path

from stemtui.errors import AudioFileError


def track_path(root: Path, file: str) -> Path:
    """Where a track's file lies. Raises AudioFileError for a path that leaves the session's folder.

    Links inside the folder may lead out of it: somebody with access to it put them there.
    """
    relative = os.path.normpath(file)
    if os.path.isabs(relative) or os.path.splitdrive(relative)[0] or Path(relative).parts[:1] == ("..",):
        raise AudioFileError(f"{file!r} leaves the session's folder: copy the file into it.")
    return root / relative
