"""Where a user's own settings are."""

import os
from pathlib import Path


def config_folder() -> Path:
    """`~/.config/stemtui`, or `stemtui` below `XDG_CONFIG_HOME`."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "stemtui"
