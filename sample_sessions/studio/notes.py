"""The manifest of a recording, with a person's notes above some of its tables."""

from pathlib import Path

from stemtui import manifest

from .recording import Recording


def write_manifest(path: Path, recording: Recording) -> None:
    """Write `stemtui.toml` as the program does, then the recording's comments above their tables."""
    text = manifest.dumps(recording.session)
    for header, comment in recording.comments.items():
        before, found, after = text.partition(f"\n{header}\n")
        if not found:
            raise ValueError(f"no table {header} to put a comment above")
        text = f"{before}\n# {comment}{found}{after}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    if manifest.load(path) != recording.session:
        raise ValueError(f"{path} does not say what was recorded")
