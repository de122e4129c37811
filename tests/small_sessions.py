"""Short sessions with real sound files, for tests of the render."""

import struct
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from stemtui.order import line_for
from stemtui.session import Delivery, Mix, OrderLine, Session, Stem, Track

Audio = npt.NDArray[np.float64]
RATE = 48000


def noise(seed: int, frames: int = 9600, channels: int = 1, peak: float = 0.1) -> Audio:
    """Samples of shape (channels, frames) that fade in and out, in whole steps of 16 bit."""
    samples = np.random.default_rng(seed).uniform(-peak, peak, (channels, frames))
    fade = np.minimum(1.0, np.minimum(np.arange(frames), np.arange(frames)[::-1]) / (frames / 4))
    return np.rint(samples * fade**4 * 32768) / 32768


def write(path: Path, samples: Audio, rate: int = RATE, subtype: str = "PCM_24") -> None:
    """Write samples of shape (channels, frames)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, samples.T, rate, subtype=subtype)


def write_bwf(path: Path, samples: Audio, time_reference: int, rate: int = RATE) -> None:
    """Write a 16-bit Broadcast WAV that starts at a time reference, in samples since midnight."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = np.rint(samples.T * 32768).astype("<i2").tobytes()
    block = samples.shape[0] * 2
    form = struct.pack("<HHIIHH", 1, samples.shape[0], rate, rate * block, block, 16)
    bext = bytes(338) + struct.pack("<Q", time_reference) + bytes(602 - 346)
    chunks = b"".join(
        name + struct.pack("<I", len(body)) + body
        for name, body in ((b"bext", bext), (b"fmt ", form), (b"data", data))
    )
    path.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks)


def band(root: Path, **changes: object) -> Session:
    """Drums (kick, overheads panned apart), Bass (mono), Guitars, with a Master and a mix without guitars."""
    for number, file in enumerate(("kick", "oh l", "oh r", "bass", "gtr")):
        write(root / f"audio/{file}.wav", noise(number, channels=2 if file == "gtr" else 1))
    session = Session(
        title="Song",
        treatment="printed",
        stems=(Stem("drums", "Drums"), Stem("bass", "Bass", channels="mono"), Stem("guitars", "Guitars")),
        mixes=(Mix("master", "Master"), Mix("no_gtr", "No Guitars", without=("guitars",))),
        tracks=(
            Track("kick", "audio/kick.wav", stem="drums", origin="printed"),
            Track("oh_l", "audio/oh l.wav", stem="drums", pan=-100.0, origin="printed"),
            Track("oh_r", "audio/oh r.wav", stem="drums", pan=100.0, origin="printed"),
            Track("bass", "audio/bass.wav", stem="bass", origin="printed"),
            Track("gtr", "audio/gtr.wav", stem="guitars", origin="printed"),
        ),
    )
    return replace(session, **changes)  # type: ignore[arg-type]


def ordered(session: Session, *items: str, waive: str = "") -> Session:
    """The session with those items on the order."""
    lines = tuple(replace(line_for(session, item), waive=waive) for item in items)
    return replace(session, order=lines)


def delivered(session: Session, **changes: object) -> Session:
    """The session with fields of its delivery changed."""
    return replace(session, delivery=replace(session.delivery, **changes))  # type: ignore[arg-type]


def line(asked: str, deliver: str, kind: str = "", waive: str = "") -> OrderLine:
    """An order line."""
    return OrderLine(asked, kind, deliver, waive=waive)


FORMS: Sequence[tuple[str, int | str]] = (
    ("wav", 16),
    ("wav", 24),
    ("wav", "32f"),
    ("flac", 16),
    ("flac", 24),
    ("aiff", 16),
    ("aiff", 24),
    ("aiff", "32f"),
)


def random_session(root: Path, seed: int) -> tuple[Session, dict[str, int]]:
    """A session with a bit of everything, everything in it ordered, and its tracks' BWF time references."""
    rng = np.random.default_rng(seed)
    align = ("start", "timecode")[seed % 2]
    file_format, bit_depth = FORMS[seed % len(FORMS)]
    stems = (
        Stem("drums", "Drums", gain_db=_gain(rng)),
        Stem("loops", "Loops", parent="drums", gain_db=_gain(rng), channels=_channels(rng)),
        Stem("fills", "Fills", parent="loops", gain_db=_gain(rng)),
        Stem("bass", "Bass", channels="mono", gain_db=_gain(rng)),
        Stem("keys", "Keys"),
    )
    tracks: list[Track] = []
    references: dict[str, int] = {}
    for number in range(12):
        track = Track(f"t{number}", f"audio/t{number}.wav", stem=stems[number % 5].id, **_treatment(rng))
        rate = 44100 if number % 6 == 5 else RATE
        channels = int(rng.integers(1, 3))
        samples = noise(seed * 100 + number, int(rng.integers(6000, 9600)), channels, 0.05)
        if align == "timecode":
            references[track.id] = rate * 3600 + int(rng.integers(0, 2000))
            write_bwf(root / track.file, samples, references[track.id], rate)
        else:
            write(root / track.file, samples, rate, str(rng.choice(["PCM_16", "PCM_24", "FLOAT"])))
        tracks.append(track)
    tracks[10] = replace(tracks[10], stem="", left_out="not used")
    bounces = _bounces(tracks, rng)
    session = Session(
        title="Random",
        sample_rate=RATE,
        align=align,
        pan_law_db=(0.0, -3.0, -4.5, -6.0)[seed // 2 % 4],
        treatment="manifest",
        stems=stems,
        mixes=(
            Mix("master", "Master"),
            Mix("low", "Low", only=("drums",), offsets_db=(("loops", -2.5), ("drums", 1.0))),
            Mix("high", "High", without=("loops", "bass"), offsets_db=(("keys", 0.5),)),
        ),
        tracks=(*tracks, *bounces),
        delivery=Delivery(
            file_format=file_format,
            bit_depth=bit_depth,
            dither=("none", "tpdf")[seed // 3 % 2],
            sample_rate=44100 if seed % 5 == 4 else 0,
            trim_db=-6.0,
        ),
    )
    session = replace(session, mix_bus=replace(session.mix_bus, gain_db=-1.5))
    tracks_ordered = ("track.t0", "track.t5", "track.snare", "track.wide")
    items = (*(f"stem.{s.id}" for s in stems), *(f"mix.{m.id}" for m in session.mixes), *tracks_ordered)
    return ordered(session, *items, waive="a test"), references


def _bounces(tracks: list[Track], rng: np.random.Generator) -> tuple[Track, ...]:
    """A mono bounce of two mono tracks inside a stereo one; tracks 6 to 9 go into them."""
    for number in (6, 7, 8, 9):
        tracks[number] = replace(tracks[number], stem="")
    tracks[6], tracks[7] = replace(tracks[6], pan=0.0), replace(tracks[7], pan=0.0)
    snare = Track("snare", bounce=("t6", "t7"), **_treatment(rng))
    wide = Track("wide", bounce=("snare", "t8", "t9"), stem="keys", **_treatment(rng))
    return snare, wide


def _treatment(rng: np.random.Generator) -> dict[str, object]:
    late: dict[str, object] = {"delay_ms": float(rng.uniform(-3, 5))}
    if rng.random() < 0.5:
        late = {}
    return {
        "gain_db": _gain(rng),
        "pan": float(rng.choice([-100.0, -37.5, 0.0, 0.0, 10.0, 100.0])),
        "invert": bool(rng.random() < 0.3),
        **late,
    }


def _gain(rng: np.random.Generator) -> float:
    return float(rng.choice([0.0, -3.0, 2.5, -7.25]))


def _channels(rng: np.random.Generator) -> str:
    return str(rng.choice(["mono", "stereo"]))
