"""The manifest: a session as `stemtui.toml`, read, checked, and saved around what people wrote in it.

What only writes is imported when something is written: most commands read.
"""

from pathlib import Path

from stemtui.manifest.disk import NAME, locate, read_text
from stemtui.manifest.reading import read_session
from stemtui.session import Session

__all__ = ["NAME", "dumps", "load", "locate", "save"]


def load(path: Path) -> Session:
    """The session that a manifest, or the one in a folder, says. Raises ManifestError with every problem."""
    path = locate(path)
    return read_session(read_text(path), repr(str(path)))


def save(session: Session, path: Path, base: Session | None = None) -> Session:
    """Write a session, into the manifest that is there if there is one; returns what was written.

    `base` is the session as it was last read from or written to this path (`Session()` when there was no
    manifest): what others changed on disk since then is merged in, and a clash raises ManifestError. Without
    `base` the session replaces whatever is there. On any error the old file stays as it was.
    """
    from stemtui.manifest import saving

    return saving.save(session, path, base)


def dumps(session: Session) -> str:
    """A session as the text of a new manifest."""
    from stemtui.manifest import writing

    return writing.dumps(session)
