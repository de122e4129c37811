"""The words of a session's keys and values, as an engineer says them."""

from typing import Any

WORDS = {
    "align": "alignment",
    "asked": "the client's words",
    "attack_ms": "attack",
    "bit_depth": "bit depth",
    "ceiling_dbtp": "ceiling",
    "damaged": "the reason for using it though damaged",
    "delay_ms": "delay",
    "delay_samples": "delay",
    "file_format": "file format",
    "gain_db": "gain",
    "invert": "polarity",
    "isolate": "delivery on its own",
    "key": "what keys its mix bus",
    "knee_db": "knee",
    "left_out": "the reason for leaving it out",
    "limiter_lookahead_ms": "limiter lookahead",
    "limiter_release_ms": "limiter release",
    "makeup_db": "makeup gain",
    "pan_law_db": "pan law",
    "profile": "destination",
    "release_ms": "release",
    "sample_rate": "sample rate",
    "threshold_db": "threshold",
    "treatment": "where the mix was done",
    "treatment_note": "note on the mix",
    "trim_db": "trim",
    "waive": "waiver",
}
UNITS = {
    "attack_ms": " ms",
    "ceiling_dbtp": " dBTP",
    "delay_ms": " ms",
    "delay_samples": " samples",
    "gain_db": " dB",
    "knee_db": " dB",
    "limiter_lookahead_ms": " ms",
    "limiter_release_ms": " ms",
    "makeup_db": " dB",
    "pan_law_db": " dB",
    "ratio": ":1",
    "release_ms": " ms",
    "sample_rate": " Hz",
    "threshold_db": " dB",
    "trim_db": " dB",
}
MEANINGS = {
    ("align", "start"): "all start together",
    ("align", "timecode"): "by time reference",
    ("ceiling_dbtp", None): "none",
    ("invert", False): "normal",
    ("invert", True): "inverted",
    ("isolate", False): "not allowed",
    ("isolate", True): "allowed",
    ("key", ""): "as by default",
    ("pan_law_db", None): "unknown, as 0 dB",
    ("origin", ""): "unknown",
    ("pan", 0.0): "centre",
    ("sample_rate", 0): "as most files",
    ("treatment", ""): "unknown",
    ("treatment", "manifest"): "in this manifest",
    ("treatment", "none"): "not mixed yet",
    ("treatment", "printed"): "printed into the files",
}
FREE_TEXT = {
    "artist",
    "asked",
    "damaged",
    "file",
    "folder",
    "left_out",
    "mixer",
    "name",
    "note",
    "reference",
    "title",
    "treatment_note",
    "version",
    "waive",
}


def said(key: str, value: Any) -> str:
    """A value as an engineer says it: `-2 dB`, `30 left`, `printed into the files`."""
    if (key, value) in MEANINGS:
        return MEANINGS[key, value]
    if key == "pan":
        return f"{figure(abs(value))} {'left' if value < 0 else 'right'}"
    if isinstance(value, str):
        return (f'"{value}"' if key in FREE_TEXT else value) if value else "nothing"
    return f"{figure(value)}{UNITS.get(key, '')}"


def figure(value: float, sign: str = "") -> str:
    """A number without needless digits."""
    short = f"{value:{sign}g}"
    return short if float(short) == value else f"{value:{sign}}"
