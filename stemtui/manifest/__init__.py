"""The manifest: a session as `stemtui.toml`, read, checked, and saved around what people wrote in it."""

from stemtui.manifest.disk import NAME, locate
from stemtui.manifest.saving import load, save
from stemtui.manifest.writing import dumps

__all__ = ["NAME", "dumps", "load", "locate", "save"]
