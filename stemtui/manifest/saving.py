"""Saving: nothing is replaced before the new text is proven to say what is being saved."""

import contextlib
import os
from pathlib import Path

from stemtui.errors import ManifestError, Problem
from stemtui.locks import alone
from stemtui.manifest.disk import Meanwhile, locate, read_text, write_text
from stemtui.manifest.editing import edited, edited_as_tables
from stemtui.manifest.merging import merge
from stemtui.manifest.reading import parsed, read_session, session_from
from stemtui.manifest.writing import dumps
from stemtui.session import Session

_PATIENCE = 5.0
_TRIES = 5


def save(session: Session, path: Path, base: Session | None = None) -> Session:
    """Write a session as `stemtui.manifest.save` says: one process after the other."""
    path = locate(path)
    with alone(Path(os.path.realpath(path)).parent, _PATIENCE) as others:
        for _ in range(0 if others else _TRIES):
            with contextlib.suppress(Meanwhile):
                return _saved(session, path, base)
    what = f"{others or 'another program'} is saving it just now."
    problem = Problem("", what, "Nothing was changed. Save again.")
    raise ManifestError(f"{str(path)!r} cannot be written:", [problem])


def _saved(session: Session, path: Path, base: Session | None) -> Session:
    """The session as it was merged with what is on disk, and written. Raises Meanwhile."""
    if not os.path.exists(path):
        old, text, merged = "", dumps(session), session
        _prove(text, merged, path)
    else:
        old = read_text(path)
        disk = read_session(old, repr(str(path)))
        merged = session if base is None or base == disk else merge(base, session, disk)
        if merged == disk:
            return merged
        text = in_place(old, disk, merged, path)
    write_text(path, text, old)
    return merged


def in_place(text: str, disk: Session, session: Session, path: Path) -> str:
    """The manifest's text edited to say the session, in the gentlest way that is proven to."""
    for way in (edited, edited_as_tables):
        with contextlib.suppress(ValueError, RecursionError, ManifestError):
            new_text = way(text, disk, session)
            if session_from(parsed(new_text, str(path))) == (session, []):
                return new_text
    _prove(dumps(session), session, path)
    problem = Problem("", "it is written in a form that cannot be edited in place.", "Nothing was changed.")
    raise ManifestError(f"{str(path)!r} cannot be edited:", [problem])


def _prove(text: str, session: Session, path: Path) -> None:
    """Raise ManifestError, with what is wrong with the session, unless its text reads back as the same."""
    if read_session(text, f"What was to be saved in {str(path)!r}") != session:
        raise ManifestError(f"{str(path)!r} was not saved: its new text would not say the same.")
