"""The manifest's loader, and all that is done with a session before a sound file is touched."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from stemtui import manifest, problems
from stemtui.diff import changes
from stemtui.errors import ManifestError
from stemtui.manifest.disk import read_text
from stemtui.manifest.reading import read_session
from stemtui.manifest.saving import in_place
from stemtui.manifest.schema import TABLES
from stemtui.session import Session
from tests.manifests import FRESH, SONG

_PROJECT = Path(__file__).parents[2]
_LONGEST = 40_000
"""Letters of an error that somebody may still read."""

_ODD = """\
# odd, and right
session = { title = "Mega 'Savings' Song", ignore = ["takes/", '*.mp3',] }
stem.drums = { name = "Drums" }
stem."kick_in".parent = 'drums'
stem.kick_in.channels = "mono"  # of one side
format = 1
[mix."master"]
[[order]] # the first
asked = \"\"\"Drum
STEM\"\"\"
[[order]]
deliver = "rest"
[track]
a = { file = "a.wav", bounce = ["b", "c"], delay_ms = 1e1, pan = -1_00 }
b.file = "b.wav"
[track.c]
file = "\\u00e9.wav"
gain_db = -0.0
left_out = "twice"
# end"""


def seeds() -> Iterator[bytes]:
    """Manifests from which a fuzzer begins: fresh ones, the sample sessions', and one in odd spelling."""
    for text in (FRESH, manifest.dumps(SONG), _ODD, _ODD.replace("\n", "\r\n")):
        yield text.encode()
    yield b"\xef\xbb\xbf" + FRESH.encode()
    yield f"<<<<<<< ours\n{_ODD}\n=======\n{_ODD}\n>>>>>>> theirs\n".encode()
    for path in sorted(_PROJECT.glob("sample_sessions/*/stemtui.toml")):
        yield path.read_bytes()


def words() -> Iterator[bytes]:
    """What a fuzzer may put in: all tables and keys, and spellings of values."""
    for table, keys in TABLES.items():
        yield f"\n[{table}]\n".encode()
        yield from (f"\n{key.name} = ".encode() for key in keys)
    yield from (
        b"\n[[order]]\n",
        b"\n[stem.x]\n",
        b"\n[mix.x]\n",
        b"\n[track.x]\n",
        b"'''",
        b'"""',
        b"\\u202e",
    )
    yield from (
        b"nan",
        b"-inf",
        b"1e400",
        b"0x7fffffffffffffff",
        b"1979-05-27T07:32:00Z",
        b"true",
        b"\\U0010ffff",
    )
    yield from (
        b'"../x"',
        b'"/dev/zero"',
        b'"stem.x"',
        b'"mix.x"',
        b'"track.x"',
        b'["x"]',
        b"{ x = 1 }",
        b"\0",
    )


def probe(content: bytes, folder: Path) -> None:
    """A manifest is refused in words, or can be judged, said again, edited in place and compared."""
    path = folder / manifest.NAME
    path.write_bytes(content)
    try:
        session = manifest.load(path)
    except ManifestError as error:
        assert 0 < len(str(error)) < _LONGEST
        return
    assert all(str(problem) for problem in problems.check(session, {}, folder))
    assert read_session(manifest.dumps(session), "said again") == session
    text = read_text(path)
    for edited in _edits(session):
        with suppress(ManifestError):
            in_place(text, session, edited, path)
        changes(session, edited)


def _edits(session: Session) -> Iterator[Session]:
    """The session after edits of each kind: a value, an order, a table less, a table more."""
    yield replace(session, title=f"{session.title} 2")
    yield replace(session, tracks=tuple(replace(track, gain_db=-1.5) for track in session.tracks))
    yield replace(session, tracks=session.tracks[::-1], order=session.order[::-1])
    yield replace(session, order=session.order[1:], mixes=session.mixes[1:])
    yield replace(SONG, title=session.title)
