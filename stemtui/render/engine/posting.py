"""Posting: values as JSON for another process, made again there of the classes that are known here, so that
nothing is ever run, whatever arrives.
"""

import base64
import json
from pathlib import Path
from typing import Any

from stemtui.audio.formats.bext import Bext
from stemtui.audio.meters.figures import Figures
from stemtui.errors import AudioFileError, DamagedFileError, DecoderError, MissingFileError, StemtuiError
from stemtui.render.engine.measured import Left, Measured, Printed
from stemtui.render.plans.independent import Route
from stemtui.render.plans.plan import Bus, Equation, Feed, Output, Plan, Segment, SourceFile, Treatment
from stemtui.render.plans.progress import Heard, Progress
from stemtui.render.proofs.proof import Bound
from stemtui.session import Compressor, MixBus

_VALUES: dict[str, Any] = {
    kind.__name__: kind
    for kind in (
        *(Plan, SourceFile, Bus, Feed, Segment, Treatment, Output, Bext, Equation, MixBus, Compressor, Route),
        *(Progress, Heard, Printed, Figures, Measured, Left, Bound),
    )
}
_ERRORS: dict[str, type[Exception]] = {
    kind.__name__: kind
    for kind in (StemtuiError, AudioFileError, DamagedFileError, DecoderError, MissingFileError)
}
_KIND = "\0"
"""The key under which a class is named: no name of a file or an item has that."""


def posted(value: Any) -> bytes:
    """Plain values, values of ours, bytes, paths and errors as text. Raises TypeError for any other."""
    return json.dumps(value, default=_plain).encode()


def arrived(text: bytes) -> Any:
    """What was posted; every sequence as a tuple."""
    return _tuples(json.loads(text, object_hook=_made))


def _plain(value: Any) -> dict[str, Any]:
    kind = type(value).__name__
    if _VALUES.get(kind) is type(value):
        return {_KIND: kind} | {name: getattr(value, name) for name in value.__dataclass_fields__}
    if _ERRORS.get(kind) is type(value):
        return {_KIND: kind, "said": value.args}
    if isinstance(value, OSError):
        return {_KIND: "OSError", "said": (value.errno, value.strerror, value.filename)}
    if isinstance(value, Path):
        return {_KIND: "Path", "said": str(value)}
    if isinstance(value, bytes):
        return {_KIND: "bytes", "said": base64.b64encode(value).decode()}
    raise TypeError(f"{value!r} cannot be posted")


def _made(said: dict[str, Any]) -> Any:
    kind = said.pop(_KIND, "")
    if kind in _VALUES:
        return _VALUES[kind](**{name: _tuples(value) for name, value in said.items()})
    if kind in _ERRORS:
        return _ERRORS[kind](*said["said"])
    if kind == "OSError":
        return OSError(*said["said"])
    if kind == "Path":
        return Path(said["said"])
    if kind == "bytes":
        return base64.b64decode(said["said"])
    return {name: _tuples(value) for name, value in said.items()}


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
