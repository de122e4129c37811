"""What may stand in a manifest: each table's keys and what each of them may hold."""

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

from stemtui.ignoring import PATTERNS
from stemtui.manifest.keys import (
    Key,
    Read,
    Wrong,
    choice,
    flag,
    label,
    name,
    number,
    table,
    text,
    whole,
    wrong,
)
from stemtui.manifest.spelling import place, quoted
from stemtui.session import (
    ALIGNMENTS,
    BIT_DEPTHS,
    CHANNELS,
    DITHERS,
    FILE_FORMATS,
    KINDS,
    MIX_KEYS,
    ORIGINS,
    PAN_LAWS_DB,
    REST,
    TREATMENTS,
    Compressor,
    split_item,
)
from stemtui.text import listed

FORMAT = 1
ID = re.compile(r"[a-z0-9_]+")
LOWEST_DB, HIGHEST_DB = -144.0, 48.0
LONGEST_DELAY_MS = 60_000.0
LONGEST_DELAY_SAMPLES = 60 * 192_000


def pan_law(value: object) -> float:
    """One of the pan laws, in dB."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value not in PAN_LAWS_DB:
        laws = listed([f"{law:g}" for law in PAN_LAWS_DB], "or")
        raise wrong(f"{quoted(value)} is not a pan law.", f"Use {laws} (dB, without quotes).")
    return float(value)


def ids(value: object) -> tuple[str, ...]:
    """A list of ids, none of them twice. An empty list is an error: it reads as "nothing" but means "all"."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise wrong(f"{quoted(value)} is not a list of ids.", 'Write it like ["drums", "bass"].')
    if not value:
        raise wrong("the list is empty.", "Name at least one id, or remove the line.")
    once = tuple(dict.fromkeys(value))
    if len(once) < len(value):
        twice = [item for item, times in Counter(value).items() if times > 1]
        findings = [("", f"{quoted(item)} is listed twice.", "Remove one of them.") for item in twice]
        raise Wrong(*findings, usable=once)
    return once


def patterns(value: object) -> tuple[str, ...]:
    """Patterns for files that are ignored, none of them twice."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise wrong(f"{quoted(value)} is not a list of patterns.", 'Write it like ["takes/", "*.mp3"].')
    findings = []
    for item in dict.fromkeys(value):
        fault = next(path_faults(item), "") or ("" if item.strip("/. ") else "means no file.")
        if fault:
            findings.append(("", f"{quoted(item)} {fault}", f"Write patterns like these: {PATTERNS}"))
        elif value.count(item) > 1:
            findings.append(("", f"{quoted(item)} is listed twice.", "Remove one of them."))
    if findings:
        raise Wrong(*findings, usable=())
    return tuple(value)


def offsets(value: object) -> tuple[tuple[str, float], ...]:
    """Stem ids with the dB by which each is moved."""
    if not isinstance(value, dict):
        raise wrong(f"{quoted(value)} is not a table of offsets.", "Write it like { lead_vocal = 1.0 }.")
    found: list[tuple[str, float]] = []
    findings: list[tuple[str, str, str]] = []
    for stem, offset in value.items():
        try:
            found.append((stem, decibels(offset)))
        except Wrong as error:
            findings += [(place(stem), message, remedy) for _, message, remedy in error.findings]
    if findings:
        raise Wrong(*findings, usable=tuple(found))
    return tuple(found)


def path(value: object) -> str:
    """A path inside the session's folder, with `/` between its parts on every system."""
    fault = next(path_faults(text(value)), "") or (text(value) and _no_name(text(value)))
    if fault:
        raise wrong(
            f"{quoted(value)} {fault}", 'Write it relative to the manifest, like "audio/01 Kick.wav".'
        )
    return text(value)


def folder(value: object) -> str:
    """A folder inside the session's folder, never that folder itself: a delivery replaces what is there."""
    fault = next(path_faults(text(value)), "") or _no_name(text(value))
    if fault:
        raise wrong(f"{quoted(value)} {fault}", 'Name a folder beside the manifest, like "delivery".')
    return text(value)


def _no_name(value: str) -> str:
    return "" if PurePosixPath(value).parts else "is the session's own folder."


def path_faults(value: str) -> Iterator[str]:
    """Why a path must not stand in a manifest: it would not lead to the same file on every machine."""
    if "\0" in value:
        yield "holds a NUL character."
    if "\\" in value:
        yield "has a backslash."
    if value.startswith("/"):
        yield "is an absolute path."
    if re.match(r"[A-Za-z]:", value):
        yield "starts with a drive letter."
    if ".." in value.split("/"):
        yield "leads out of the session's folder."


def date(value: object) -> str:
    """A day, as TOML has it or in quotes."""
    written = value.isoformat() if type(value) is datetime.date else value
    if written == "":
        return ""
    try:
        day = datetime.date.fromisoformat(text(written))
    except ValueError:
        day = None
    if day is None or day.isoformat() != written:
        raise wrong(f"{quoted(value)} is not a date.", 'Write it like "2026-03-01".')
    return day.isoformat()


def shelved(example: str) -> Read:
    """What is kept in a TOML file of its own: its name, or the path of one that lies beside the manifest."""

    def read(value: object) -> str:
        if text(value) and "/" not in text(value) and "\\" not in text(value):
            return label(value)
        if text(value) and not text(value).endswith(".toml"):
            remedy = f'Write it like "{example}" or "theirs.toml".'
            raise wrong(f"{quoted(value)} is no name and no TOML file.", remedy)
        return path(value)

    return read


def template(value: object) -> str:
    """The names of delivered files."""
    name(value)
    return path(value)


def item(value: object) -> str:
    """What an order line delivers: `stem.drums`, `mix.master`, `track.kick`, or the rest."""
    if text(value) not in ("", REST) and not split_item(text(value))[0]:
        kinds = ", ".join(f'"{kind}.{example}"' for kind, example in zip(KINDS, EXAMPLES, strict=True))
        raise wrong(f"{quoted(value)} names nothing that can be delivered.", f'Write {kinds} or "{REST}".')
    return text(value)


EXAMPLES = ("kick", "drums", "master")
decibels = number(LOWEST_DB, HIGHEST_DB, " dB")
session_rate = whole(8_000, 768_000, "(Hz)", 0)

COMPRESSOR = (
    Key("threshold_db", number(-60.0, 0.0, " dB"), "threshold_db = -18"),
    Key("ratio", number(1.0, 100.0), "ratio = 2"),
    Key("attack_ms", number(0.0, 1_000.0, " ms")),
    Key("release_ms", number(1.0, 10_000.0, " ms")),
    Key("knee_db", number(0.0, 24.0, " dB")),
    Key("makeup_db", number(-24.0, 24.0, " dB")),
)
TABLES: dict[str, tuple[Key, ...]] = {
    "session": (
        Key("title", text),
        Key("artist", text),
        Key("mixer", text),
        Key("version", text),
        Key("sample_rate", session_rate),
        Key("align", choice(*ALIGNMENTS)),
        Key("pan_law_db", pan_law),
        Key("reference", path),
        Key("treatment", choice(*TREATMENTS)),
        Key("treatment_note", text),
        Key("ignore", patterns),
    ),
    "mix_bus": (
        Key("gain_db", decibels),
        Key("ceiling_dbtp", number(-60.0, 0.0, " dBTP")),
        Key("limiter_release_ms", number(1.0, 10_000.0, " ms")),
        Key("limiter_lookahead_ms", number(1.0, 50.0, " ms")),
        Key("compressor", table(Compressor, COMPRESSOR, "mix_bus.compressor")),
    ),
    "delivery": (
        Key("folder", folder),
        Key("file_format", choice(*FILE_FORMATS)),
        Key("bit_depth", choice(*BIT_DEPTHS), always=True),
        Key("sample_rate", session_rate),
        Key("dither", choice(*DITHERS)),
        Key("name", template),
        Key("naming", shelved("pe-wing")),
        Key("trim_db", decibels),
        Key("date", date),
        Key("profile", shelved("ebu-r128")),
    ),
    "stem": (
        Key("name", name, required='name = "Drums"'),
        Key("channels", choice(*CHANNELS), always=True),
        Key("gain_db", decibels),
        Key("parent", text),
        Key("isolate", flag),
        Key("note", text),
    ),
    "mix": (
        Key("name", name, required='name = "Master"'),
        Key("only", ids),
        Key("without", ids),
        Key("offsets_db", offsets),
        Key("key", choice(*MIX_KEYS)),
        Key("note", text),
    ),
    "order": (
        Key("asked", text),
        Key("kind", choice("", *KINDS)),
        Key("deliver", item),
        Key("channels", choice("", *CHANNELS)),
        Key("waive", text),
    ),
    "track": (
        Key("file", path),
        Key("name", label),
        Key("stem", text, always=True),
        Key("gain_db", decibels),
        Key("pan", number(-100.0, 100.0)),
        Key("invert", flag),
        Key("delay_ms", number(-LONGEST_DELAY_MS, LONGEST_DELAY_MS, " ms")),
        Key("delay_samples", whole(-LONGEST_DELAY_SAMPLES, LONGEST_DELAY_SAMPLES, "samples")),
        Key("left_out", text),
        Key("damaged", text),
        Key("origin", choice(*ORIGINS)),
        Key("bounce", ids),
        Key("note", text),
    ),
}
