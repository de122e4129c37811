"""All other text that is read: merges, locks, receipts, what is remembered, keys, destinations, messages,
names of houses, lists of checksums and unsaved work.

The first line of an input says what it is; lines of MARK part the sides of a merge.
"""

import json
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from stemtui import lockfile
from stemtui.audio.pictures import overviews
from stemtui.audio.samples.identity import Identity
from stemtui.caches import stamp
from stemtui.cli import messages
from stemtui.destinations import PROFILES
from stemtui.errors import StemtuiError
from stemtui.lockmerging import is_lock, merged_locks, told
from stemtui.manifest import dumps
from stemtui.manifest.driving import merged_texts
from stemtui.manifest.reading import read_session
from stemtui.naming.house import HOUSES
from stemtui.order import reading
from stemtui.receipts import RECEIPT
from stemtui.receiving.checksum_lists import parse
from stemtui.render.deliveries import stamps
from stemtui.render.deliveries.delivery import render
from stemtui.render.deliveries.status import status
from stemtui.render.deliveries.verify import verify
from stemtui.session import Session
from stemtui.shelves import Shelf
from stemtui.tui.desk.commands import COMMANDS
from stemtui.tui.keeping import kept
from stemtui.tui.keymap import read as read_keys
from tests import small_sessions as small
from tests.fuzz.manifests import FULL, ODD
from tests.manifests import FRESH, SONG

MARK = "%%%"
_LONGEST = 60_000
_KEYS = {name: command.keys for name, command in COMMANDS.items()}
_LOCK = {"kick": Identity(480, 48_000, "ab" * 32), "vox": Identity(9, 44_100, "01" * 32)}
_WORDS = """[session] [stem.x] [track.x] [[file]] [[order]] [proof] sha256 frames format = 1 nan 1e400 [ { '
and or all no not without the stem stems mix mixes track tracks drums bass vocal master up down dB mono stereo
> On wrote: Subject: - 1. ? : , ; kick = "x" MIME-Version: Content-Type: multipart/mixed boundary base64
<hash> <file> MD5 (x) ="""
_MESSAGE = """Hi, could we get the master mix, drums and bass stems - bass in mono pls - and the vox by
Friday? No need for the tracks. 24/48 wavs, vocals up 1 dB.

On Monday Ann wrote:
> 1. Instrumental
> 2. TV mix (if it's cheap)
"""
_SENT = b"""From: a@b
Subject: =?utf-8?q?stems?=
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=x

--x
Content-Type: text/plain

the drum stem
--x--
"""


def seeds() -> Iterator[bytes]:
    """Right ones of each kind, and a few that are not."""
    changed = FRESH.replace('artist = "The Margaritas"', 'artist = "X"  # by hand')
    lock = lockfile.text_of(_LOCK)
    other = lockfile.text_of(_LOCK | {"kick": Identity(481, 48_000, "cd" * 32)})
    texts = {
        "merge": [_three(FRESH, changed, f"# top\n{FRESH}"), _three(ODD, ODD.replace("Kick", "Kik"), ODD)],
        "lock": [lock, "format = 1\n[track.kick]\nframes = 1\n"],
        "locks": [_three(lock, other, lock), _three("", lock, other)],
        "receipt": [_studio_receipt()],
        "overview": ['{"format": 3, "stamp": [1, 2], "overview": {"holes": [], "channel_peaks": [0.5]}}\n'],
        "memory": ['{"format": 3, "sources": {"a.wav": [1, 2, ""]}, "prints": {"b.wav": [3, 4]}}'],
        "locked": ['[1, "/x", {"a.wav": [[1, 2], [480, 48000, "ab"]]}]'],
        "keys": ['order = "X"\nmark = ["m", "f3"]  # mine\n'],
        "profile": [path.read_text() for path in sorted(PROFILES.built_in.glob("*.toml"))[:3]],
        "house": [path.read_text() for path in sorted(HOUSES.built_in.glob("*.toml"))],
        "message": [_MESSAGE, "vocals up after all\n", "| stem | mono |\n| --- | --- |\n| Drums | x |\n"],
        "sums": ["ab" * 16 + "  a.wav\n", "<hash><file>a</file><md5>ab</md5></hash>", "MD5 (a) = ab"],
        "unsaved": [kept.packed(SONG, dumps(SONG), ["x"])],
    }
    for kind, found in texts.items():
        yield from (f"{kind}\n{text}".encode() for text in found)
    yield b"merge\n" + FULL.encode()
    yield b"message\n" + _SENT


def words() -> Iterator[bytes]:
    """What a fuzzer may put in."""
    yield from (word.encode() for word in {*_WORDS.split(), f"\n{MARK}\n"})
    yield from (b"\\u202e", b"\0", b"\xff", b"\xe2\x80\xa8", b"\r\n", b'"""', b"'''")
    yield from (b"<<<<<<< ours\n", b"=======\n", b">>>>>>> theirs\n")
    yield from (f"{kind}\n".encode() for kind in _PROBES)


def probe(content: bytes, folder: Path) -> None:
    """What is read is right, or is refused in words."""
    kind, _, text = content.partition(b"\n")
    if found := _PROBES.get(kind.decode("ascii", "replace")):
        with suppress(StemtuiError):
            found(text, folder)


def _three(*sides: str) -> str:
    return f"{MARK}\n".join(sides)


def _sides(content: bytes) -> tuple[str, str, str]:
    text = content.decode("utf-8", "replace")
    base, ours, theirs, *_ = (*text.split(f"{MARK}\n"), "", "", "")
    return base, ours, theirs


def _merge(content: bytes, folder: Path) -> None:
    merged = merged_texts(*_sides(content))
    if not merged.clashes:
        read_session(merged.text, "MERGED")


def _lock(content: bytes, folder: Path) -> None:
    text = content.decode("utf-8", "replace")
    assert len([*told(text)]) <= text.count("\n") + 2 + len(text.split("["))
    (folder / lockfile.NAME).write_bytes(content)
    lock = lockfile.read_lock(folder)
    assert lockfile.parsed(lockfile.text_of(lock or {})) == (lock or {})
    (folder / lockfile.NAME).unlink()


def _locks(content: bytes, folder: Path) -> None:
    sides = _sides(content)
    merged = merged_locks(*sides)
    if not merged.clashes and any(map(is_lock, sides)):
        lockfile.parsed(merged.text)


def _receipt(content: bytes, folder: Path) -> None:
    """A render over it replaces the delivery whole, or refuses; what was there is put back."""
    root, session = _studio(folder / "song")
    place = root / "delivery" / RECEIPT
    was = place.read_bytes()
    for work in (lambda: verify(place.parent), lambda: status(root, session), lambda: render(root, session)):
        place.write_bytes(content)
        with suppress(StemtuiError):
            work()
    place.write_bytes(was)


def _overview(content: bytes, folder: Path) -> None:
    path = folder / "sound.wav"
    path.write_bytes(b"sound")
    _page(overviews._page(path), zlib.crc32(content).to_bytes(4) + content)
    overviews.recall(path, stamp(path))


def _memory(content: bytes, folder: Path) -> None:
    root, session = _studio(folder / "song")
    _page(stamps._page(root / "delivery"), content)
    with suppress(ValueError, TypeError, RecursionError):
        said = json.loads(content) | {"root": str(root), "receipt": stamps._receipt(root / "delivery")}
        _page(stamps._page(root / "delivery"), json.dumps(said).encode())
    status(root, session)


def _locked(content: bytes, folder: Path) -> None:
    root, session = _studio(folder / "song")
    _page(lockfile._page(root), content)
    with suppress(ValueError, TypeError, LookupError, RecursionError):
        _page(lockfile._page(root), json.dumps([1, str(root), json.loads(content)[2]]).encode())
    lockfile.identities(root, session)


def _keys(content: bytes, folder: Path) -> None:
    (folder / "keys.toml").write_bytes(content)
    keys, wrong = read_keys(folder / "keys.toml", _KEYS)
    assert not (keys and wrong) and all(0 < len(one) < _LONGEST for one in wrong)


def _on(shelf: Shelf[object]) -> Callable[[bytes, Path], None]:
    def found(content: bytes, folder: Path) -> None:
        (folder / "theirs.toml").write_bytes(content)
        try:
            shelf.find("theirs.toml", folder)
        except StemtuiError as error:
            assert 0 < len(str(error)) < _LONGEST

    return found


def _message(content: bytes, folder: Path) -> None:
    path = folder / "message"
    path.write_bytes(content)
    text = messages.message(str(path))
    found = reading.read(SONG, text, 48_000)
    reading.reply(SONG, found, found.lines, range(len(found.questions)))
    changed = reading.changes(SONG, found, found.lines)
    reading.added(SONG, reading.fresh(SONG, found.lines), changed)
    chosen = dict.fromkeys(range(len(found.questions)), 1)
    reading.answered(found, chosen)


def _sums(content: bytes, folder: Path) -> None:
    for name in ("SHA256SUMS", "a.md5", "a.sfv", "a.mhl"):
        parse(content.decode("utf-8", "replace"), name)


def _unsaved(content: bytes, folder: Path) -> None:
    work = kept.unpacked(content.decode("utf-8", "replace"), "unsaved work")
    assert kept.unpacked(kept.packed(work.session, dumps(work.base), work.holds), "again") == work


def _page(page: Path, content: bytes) -> None:
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_bytes(content)


@cache
def _studio(root: Path) -> tuple[Path, Session]:
    """A song with its delivery."""
    session = small.ordered(small.band(root), "mix.master", "stem.bass")
    render(root, session)
    return root, session


@cache
def _studio_receipt() -> str:
    with tempfile.TemporaryDirectory() as folder:
        root, _ = _studio(Path(folder) / "song")
        return (root / "delivery" / RECEIPT).read_text(encoding="utf-8")


_PROBES: dict[str, Callable[[bytes, Path], None]] = {
    "merge": _merge,
    "lock": _lock,
    "locks": _locks,
    "receipt": _receipt,
    "overview": _overview,
    "memory": _memory,
    "locked": _locked,
    "keys": _keys,
    "profile": _on(PROFILES),
    "house": _on(HOUSES),
    "message": _message,
    "sums": _sums,
    "unsaved": _unsaved,
}
