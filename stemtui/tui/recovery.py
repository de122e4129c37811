"""Unsaved work that outlives a dropped line: kept beside the manifest, offered at the next start."""

import contextlib
import os
from pathlib import Path

from stemtui import manifest
from stemtui.session import Session


class Recovery:
    """The file that holds unsaved work: `.stemtui.toml.recover` beside the manifest."""

    def __init__(self, manifest_path: Path) -> None:
        self.path = manifest_path.with_name(f".{manifest_path.name}.recover")

    def exists(self) -> bool:
        """Whether work was kept."""
        return self.path.is_file()

    def keep(self, session: Session) -> None:
        """Write a session, whole or not at all.

        A disk that refuses is passed over: whoever would be told has no terminal any more.
        """
        partial = self.path.with_name(f"{self.path.name}.partial")
        with contextlib.suppress(OSError), open(partial, "w", encoding="utf-8") as file:
            file.write(manifest.dumps(session))
            file.flush()
            os.fsync(file.fileno())
            os.replace(partial, self.path)

    def read(self) -> Session:
        """The session that was kept. Raises ManifestError."""
        return manifest.load(self.path)

    def drop(self) -> None:
        """Forget what was kept: it is saved, or was refused."""
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)
