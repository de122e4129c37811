"""What changed between two deliveries of one song, file by file, in words."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from stemtui.naming import print_name
from stemtui.render.receipts.differences import labelled, reasons
from stemtui.text import few

Document = Mapping[str, Any]
IsSameSound = Callable[[str, str], bool]

_NAMED, _OTHERS = 4, 6
_UNTOLD = "other audio, and the receipts do not tell why: a track may be another print"


def changes_since(
    now: Document,
    before: Document,
    rewritten: Collection[str] = (),
    is_same_sound: IsSameSound = lambda now, before: False,
) -> list[str]:
    """Lines for the files that are others, for those that are new or gone, and for those that are unchanged.

    `now` and `before` are what receipts hold, `rewritten` the sources that are known to have been written
    since; `is_same_sound` tells whether a file of each delivery hold the same samples.
    `Drums STEM: Kick -1 dB.`, `Bass STEM unchanged, identical bytes.`
    """
    old = {entry["item"]: entry for entry in before.get("file", ())}
    said: dict[str, list[str]] = {}
    identical, same = [], []
    for entry in now["file"]:
        was, name = old.pop(entry["item"], None), _called(entry)
        if was is not None and _is(entry, was, "sha256") and name == _called(was):
            identical.append(name)
        elif was is not None and _is_made_alike(entry, was):
            same.append(name)
        else:
            why = "new" if was is None else _why(entry, was, now, before, rewritten, is_same_sound)
            said.setdefault(why, []).append(name)
    if old:
        said["no longer delivered"] = list(map(_called, old.values()))
    count = len(now["file"])
    return [
        *(f"{_these(names, count)}: {why}." for why, names in said.items()),
        *([f"{_these(identical, count)} unchanged, identical bytes."] if identical else []),
        *([f"{_these(same, count)} made in the same way; the bytes were not compared."] if same else []),
    ]


def _why(
    entry: Document,
    was: Document,
    now: Document,
    before: Document,
    rewritten: Collection[str],
    is_same_sound: IsSameSound,
) -> str:
    """Why a file is another than it was."""
    labels = list(labelled(entry, was, now, before))
    if _is(entry, was, "sha256"):
        return _joined([f"called {_called(was)} before", "identical bytes"])
    heard = [*reasons(entry, was, now, before, rewritten), *_program(now, before)]
    if heard:
        return _joined([*labels, *heard])
    is_same = bool(labels) and is_same_sound(entry["file"], was["file"])
    return _joined([*labels, "the audio is identical" if is_same else _UNTOLD])


def _program(now: Document, before: Document) -> Iterator[str]:
    version, was = (receipt.get("stemtui", {}).get("version") for receipt in (now, before))
    if was and version != was:
        yield f"printed by stemtui {version}, before {was}"


def _joined(reasons: Iterable[str]) -> str:
    found = list(dict.fromkeys(reasons))
    return "; ".join([*found[:_NAMED], f"{len(found) - _NAMED} more"] if len(found) > _NAMED + 1 else found)


def _these(names: list[str], count: int) -> str:
    """`Drums STEM and Bass STEM`; `All 6 files` where they are all that there are."""
    return f"All {count} files" if len(names) == count > 2 else few(names, _OTHERS, "others")


def _called(entry: Document) -> str:
    return print_name(entry["name"], entry["kind"])


def _is(entry: Document, was: Document, key: str) -> bool:
    return bool(entry.get(key)) and entry.get(key) == was.get(key)


def _is_made_alike(entry: Document, was: Document) -> bool:
    """Whether a file was made in the same way as before, and nobody hashed both."""
    return _is(entry, was, "digest") and not (entry.get("sha256") and was.get("sha256"))
