"""Versions: the same session, printed again beside what was delivered before."""

import re
from dataclasses import replace

from stemtui.errors import StemtuiError
from stemtui.session.values import Session
from stemtui.text import slug

_VERSIONED = re.compile(r"_v[a-z0-9_]+$")


def recalled(session: Session, version: str) -> Session:
    """The session as another version: `delivery` stays as it is, and this one goes into `delivery_v2`.

    Raises StemtuiError for a version that no folder can be named for.
    """
    if version == session.version:
        return session
    if not slug(version):
        raise StemtuiError(f"{version!r} is not a version: write one like 2, or 2.1.")
    folder = f"{unversioned(session.delivery.folder)}_v{slug(version)}"
    return replace(session, version=version, delivery=replace(session.delivery, folder=folder))


def unversioned(folder: str) -> str:
    """The folder that versions are counted from: `delivery` for `delivery_v2`."""
    return _VERSIONED.sub("", folder)


def next_version(version: str) -> str:
    """The version after another, where it is counted; "2" after one that nobody named; else ""."""
    return str(int(version) + 1) if re.fullmatch(r"[0-9]{1,4}", version) else "" if version else "2"
