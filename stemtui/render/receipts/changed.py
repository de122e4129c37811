"""Why a print is stale: what the session says now, against what a receipt says of it then."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from stemtui import __version__
from stemtui.receipts import MARKER, tables
from stemtui.render.plans.plan import STEM, TRACK, Output, Plan
from stemtui.session import Session, lineage, split_item
from stemtui.text import few, listed

Table = Mapping[str, Any]

_NAMED = 3
_TREATMENT = ("stem", "gain_db", "pan", "invert", "delay_ms", "delay_samples", "bounce", "damaged")
_STEM = ("gain_db", "parent")
_SESSION = ("align", "pan_law_db")
_DELIVERY = (
    "sample_rate",
    "frames",
    "starts_at_sample",
    "file_format",
    "bit_depth",
    "dither",
    "trim_db",
    "date",
)


def why_stale(
    session: Session,
    plan: Plan,
    output: Output,
    now: Mapping[str, Any],
    receipt: dict[str, Any],
    changed: Collection[str],
) -> str:
    """What a print depends on that has changed since its receipt was written, in words.

    `now` holds the tables by which a receipt describes the session, as it is now; `changed` are the sources
    that are known to be others.
    """
    fed = list(dict.fromkeys(feed.track for feed in plan.feeding(output)))
    entry = next(entry for entry in tables(receipt, "file") if entry["item"] == output.item)
    files = [repr(file) for file in plan.heard_in(output) if file in changed]
    found = [*_own(output, entry), *_feeding(session, fed, entry)]
    if files:
        found.insert(0, f"{few(files, _NAMED)} changed since")
    for key, ids in _heard(session, output, fed).items():
        rows = {row[key]: row for row in now[key]}
        before = {row.get(key): row for row in tables(receipt, key)}
        for row in (rows[one] for one in rows if one in ids and one in before):
            found += _differences(row["name"], row, before[row[key]], _TREATMENT if key == TRACK else _STEM)
    for key, names in (("session", _SESSION), ("delivery", _DELIVERY)):
        was = receipt[key] if isinstance(receipt.get(key), dict) else {}
        bus = sorted(name for name in {*now[key], *was} if name.startswith("mix_bus_"))
        found += _differences(key, now[key], was, (*names, *bus))
    if receipt[MARKER].get("version") != __version__:
        found.append(f"another version of stemtui ({receipt[MARKER].get('version')}) printed it")
    return few(found, _NAMED) or "something changed since that its receipt does not tell"


def _own(output: Output, entry: Table) -> Iterator[str]:
    """What is said of the print itself."""
    if entry["file"] != output.file:
        yield f"it was printed as {entry['file']!r}"
    if entry["channels"] != output.channels:
        yield f"its channels were {entry['channels']}, and are {output.channels}"


def _feeding(session: Session, fed: list[str], entry: Table) -> Iterator[str]:
    """Tracks that came, and that went."""
    before = entry.get("fed_by", [])
    labels = {track.id: track.label for track in session.tracks}
    came = [labels[track] for track in fed if track not in before]
    went = [labels.get(track, str(track)) for track in before if track not in fed]
    if came:
        yield f"{few(came, _NAMED)} came in"
    if went:
        yield f"{few(went, _NAMED)} went out"


def _heard(session: Session, output: Output, fed: Iterable[str]) -> dict[str, set[str]]:
    """Ids of the tracks, bounces included, and of the stems whose treatment a print holds."""
    tracks = set(fed)
    for track in fed:
        while (track := session.bounced.get(track, "")) and track not in tracks:
            tracks.add(track)
    if output.kind == TRACK:
        return {TRACK: tracks - {split_item(output.item)[1]}}
    named = {session.track(track).stem for track in tracks}
    return {TRACK: tracks, STEM: {above for stem in named if stem for above in lineage(session, stem)}}


def _differences(name: str, now: Table, before: Table, keys: Iterable[str]) -> Iterator[str]:
    for key in keys:
        if now.get(key) != before.get(key):
            yield f"{key} of {name} was {_value(before.get(key))}, and is {_value(now.get(key))}"


def _value(value: object) -> str:
    if isinstance(value, list):
        return listed([str(one) for one in value])
    return f"{value:g}" if isinstance(value, float) else "not set" if value is None else str(value)
