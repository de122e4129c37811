"""The manifest's loader, and all that is done with a session before a sound file is touched."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from stemtui import manifest, problems
from stemtui.diff import changes
from stemtui.errors import ManifestError
from stemtui.manifest.conceding import conceded
from stemtui.manifest.disk import read_text
from stemtui.manifest.merging import merge
from stemtui.manifest.reading import read_session
from stemtui.manifest.saving import in_place
from stemtui.manifest.schema import TABLES
from stemtui.session import Session
from tests.manifests import FRESH, SONG

_PROJECT = Path(__file__).parents[2]
_LONGEST = 40_000
"""Letters of an error that somebody may still read."""

ODD = """\
# odd, and right
session = { title = "Mega 'Savings' Song", ignore = ["takes/", '*.mp3',] }
stem.drums = { name = "Drums" }
stem."kick_in".parent = 'drums'
stem.kick_in.name = "Kick"
stem.kick_in.channels = "mono"  # of one side
format = 1
[mix."master"]
'name' = 'Master'
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

FULL = """\
format = 1
[session]
title = "T"
artist = "A"
mixer = "M"
version = "2"
sample_rate = 48000
align = "timecode"
pan_law_db = -3.0
treatment_note = "n"
ignore = ["takes/", "*.mp3"]
[mix_bus]
gain_db = -1.0
ceiling_dbtp = -1.0
limiter_release_ms = 50.0
limiter_lookahead_ms = 2.0
compressor = { threshold_db = -18, ratio = 2, attack_ms = 5, release_ms = 50, knee_db = 3, makeup_db = 1 }
[delivery]
folder = "out/prints"
file_format = "flac"
bit_depth = "32f"
sample_rate = 44100
dither = "none"
name = "{title}_{name}_{kind}_{date_mdy}_{mixer_initials}"
trim_db = -0.5
date = 2026-03-01
profile = "ebu-r128"
[stem.drums]
name = "Drums"
gain_db = 1.5
isolate = false
note = "loud"
[stem.kick_in]
name = "Kick"
parent = "drums"
[mix.up]
name = "Drums Up"
only = ["drums"]
offsets_db = { drums = 1.0, kick_in = -2 }
key = "self"
note = "n"
[[order]]
asked = "kick"
kind = "track"
deliver = "track.kick"
channels = "mono"
waive = "as agreed"
[track.kick]
file = "audio/kick.wav"
name = "Kick"
stem = "kick_in"
pan = -12.5
invert = true
delay_samples = -7
damaged = "all there is"
origin = "raw"
note = "n"
"""


def seeds() -> Iterator[bytes]:
    """Manifests from which a fuzzer begins: fresh ones, the sample sessions', and one in odd spelling."""
    for text in (FRESH, manifest.dumps(SONG), ODD, ODD.replace("\n", "\r\n"), FULL):
        yield text.encode()
    yield b"\xef\xbb\xbf" + FRESH.encode()
    yield f"<<<<<<< ours\n{ODD}\n=======\n{ODD}\n>>>>>>> theirs\n".encode()
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
    theirs = replace(session, artist=f"{session.artist} 2", tracks=session.tracks[1:])
    for edited in _edits(session):
        with suppress(ManifestError):
            in_place(text, session, edited, path)
        try:
            merge(session, edited, theirs)
        except ManifestError as clash:
            merge(conceded(session, theirs, clash.problems), edited, theirs)
        assert merge(session, edited, session) == edited
        changes(session, edited)


def _edits(session: Session) -> Iterator[Session]:
    """The session after edits of each kind: a value, an order, a table less, a table more."""
    yield replace(session, title=f"{session.title} 2")
    yield replace(session, tracks=tuple(replace(track, gain_db=-1.5) for track in session.tracks))
    yield replace(session, tracks=session.tracks[::-1], order=session.order[::-1])
    yield replace(session, order=session.order[1:], mixes=session.mixes[1:])
    yield replace(SONG, title=session.title)
