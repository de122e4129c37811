"""The sample sessions: complete, well formed, balanced, and what their generator makes."""

import struct
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
import numpy.typing as npt
import pytest
import soundfile as sf

from stemtui import manifest
from stemtui.session import Session, Track, feeding

HOME = Path(__file__).parent.parent / "sample_sessions"
NAMES = ("campaign", "commercial", "eight_oh_eight", "four_track")
RATE = 48_000
Audio = npt.NDArray[np.float64]


@cache
def session(name: str) -> Session:
    return manifest.load(HOME / name / "stemtui.toml")


def audio(name: str, track: Track) -> Audio:
    samples, rate = sf.read(HOME / name / track.file)
    assert rate == RATE
    return np.asarray(samples)


def filed(name: str) -> list[Track]:
    return [track for track in session(name).tracks if track.file]


def bext(path: Path) -> tuple[str, str, int]:
    """Description, Originator and TimeReference, by walking the chunks as EBU Tech 3285 lays them out."""
    data, at = path.read_bytes(), 12
    while data[at : at + 4] != b"bext":
        at += 8 + struct.unpack_from("<I", data, at + 4)[0]
    description, originator = struct.unpack_from("<256s32s", data, at + 8)
    (reference,) = struct.unpack_from("<Q", data, at + 8 + 338)
    return description.rstrip(b"\0").decode(), originator.rstrip(b"\0").decode(), reference


def mix_of(name: str) -> Audio:
    """The sum at unity of every track that feeds a stem, as the manifest treats it."""
    spoken = session(name)
    starts = {t.file: bext(HOME / name / t.file)[2] if spoken.align == "timecode" else 0 for t in filed(name)}
    first = min(starts.values())
    total = max(starts[t.file] - first + len(audio(name, t)) for t in filed(name))
    out = np.zeros((total, 2))
    for track in (t for t in spoken.tracks if t.stem):
        for part, gain in parts(spoken, track):
            samples = audio(name, part)
            start = starts[part.file] - first
            stereo = samples if samples.ndim == 2 else samples[:, None] * sides(track.pan)
            out[start : start + len(samples)] += stereo * gain
    return out


def parts(spoken: Session, track: Track) -> list[tuple[Track, float]]:
    """A track, or the members of a bounce without a file, each with its gain."""
    gain = 10 ** (track.gain_db / 20)
    members = [track] if track.file else [spoken.track(member) for member in track.bounce]
    assert track.file or all(member.pan == 0 for member in members)
    own = [1.0 if m is track else 10 ** (m.gain_db / 20) * (-1) ** m.invert for m in members]
    return [(member, gain * share) for member, share in zip(members, own, strict=True)]


def sides(pan: float) -> Audio:
    return np.array([min(1.0, 1.0 - pan / 100), min(1.0, 1.0 + pan / 100)])


@pytest.mark.parametrize("name", NAMES)
def test_the_files_are_exactly_those_of_the_manifest(name: str) -> None:
    on_disk = {path.relative_to(HOME / name).as_posix() for path in (HOME / name / "audio").iterdir()}
    assert on_disk == {track.file for track in filed(name)}


@pytest.mark.parametrize("name", NAMES)
def test_formats_and_lengths(name: str) -> None:
    heads = [sf.info(HOME / name / track.file) for track in filed(name)]
    wanted = ("WAV", "PCM_16") if name == "commercial" else ("FLAC", "PCM_24")
    assert {(head.format, head.subtype, head.samplerate) for head in heads} == {(*wanted, RATE)}
    assert 6 <= len(mix_of(name)) / RATE <= 8
    if name != "commercial":
        assert len({head.frames for head in heads}) == 1


@pytest.mark.parametrize("name", NAMES)
def test_the_mix_at_unity_is_loud_enough_and_does_not_clip(name: str) -> None:
    top = 20 * np.log10(np.abs(mix_of(name)).max())
    assert -3.0 < top < -1.0


@pytest.mark.parametrize("name", NAMES)
def test_nothing_sounds_where_files_are_cut(name: str) -> None:
    for track in filed(name):
        samples, edge = audio(name, track), RATE // 10
        ends = max(np.abs(samples[:edge]).max(), np.abs(samples[-edge:]).max())
        assert ends == 0.0 or track.id == "room_tone", track.file
        assert np.abs(samples).max() > 0.01


@pytest.mark.parametrize("name", NAMES)
def test_every_track_has_a_stem_a_bounce_and_an_origin(name: str) -> None:
    spoken = session(name)
    assert spoken.treatment
    assert all(track.origin for track in spoken.tracks)
    assert all(bool(track.stem) != (track.id in spoken.bounced) for track in spoken.tracks)
    assert all(feeding(spoken, stem.id) for stem in spoken.stems)


def test_all_of_them_are_small() -> None:
    sizes = [path.stat().st_size for name in NAMES for path in (HOME / name / "audio").iterdir()]
    assert max(sizes) <= 2_000_000
    assert sum(sizes) <= 16_000_000


def test_the_campaign_is_the_story() -> None:
    spoken = session("campaign")
    names = [
        *(
            "Kick",
            "Snare",
            "Hat",
            "Ride",
            "Rack Tom",
            "Floor Tom",
            "Overhead L",
            "Overhead R",
            "Room L",
            "Room R",
        ),
        *("Bass Amp", "Bass DI", "Lead Vocal", "Lead Vocal Double"),
        *(f"Backing Vocal {number}" for number in range(1, 13)),
    ]
    assert [track.label for track in spoken.tracks] == names
    assert [len(feeding(spoken, stem.id)) for stem in spoken.stems] == [10, 2, 2, 12]
    assert [(line.kind, line.channels) for line in spoken.order] == [
        *[("mix", "stereo")] * 2,
        *[("stem", "stereo")] * 3,
        ("stem", "mono"),
    ]


def test_stems_are_as_wide_as_they_are_declared() -> None:
    bass = [audio("campaign", track) for track in feeding(session("campaign"), "bass")]
    assert all(part.ndim == 1 for part in bass)
    lead = audio("campaign", session("campaign").track("lead_vocal"))
    side = np.sqrt(np.mean((lead[:, 0] - lead[:, 1]) ** 2) / np.mean(lead**2))
    assert 0.05 < side < 1.0


def test_the_808_order_is_for_one_track_out_of_four() -> None:
    spoken = session("eight_oh_eight")
    assert [track.label for track in feeding(spoken, "808")] == [
        "808 Kick",
        "808 Snare",
        "808 Hat",
        "808 Cymbal",
    ]
    assert [(line.kind, line.deliver) for line in spoken.order] == [("track", "track.808_kick")]


def test_the_commercial_starts_at_one_hour_and_holds_finished_mixes() -> None:
    spoken = session("commercial")
    told = [bext(HOME / "commercial" / track.file) for track in filed("commercial")]
    assert min(reference for _, _, reference in told) == 3_600 * RATE
    assert len({reference for _, _, reference in told}) > 8
    assert all(description and originator for description, originator, _ in told)
    assert [(track.origin, audio("commercial", track).ndim) for track in feeding(spoken, "music")] == [
        ("mix", 2)
    ] * 2


def test_four_track_holds_both_kinds_of_bounce() -> None:
    spoken = session("four_track")
    left, right, snare = (spoken.track(key) for key in ("drum_bounce_l", "drum_bounce_r", "second_snare"))
    assert len({*left.bounce, *right.bounce}) == 10 and left.file and right.file
    assert snare.bounce == ("snare_top", "snare_bottom") and not snare.file
    top, bottom = (audio("four_track", spoken.track(key)) for key in snare.bounce)
    low = [
        np.fft.irfft(np.where(np.fft.rfftfreq(len(x), 1 / RATE) < 500, np.fft.rfft(x), 0))
        for x in (top, bottom)
    ]
    assert np.corrcoef(low[0], low[1])[0, 1] < -0.5  # which is why the manifest inverts the bottom


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the generator has made the smallest of the sessions."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        generated(patch).main([str(folder), "eight_oh_eight"])
    return folder


@pytest.fixture
def generator(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return generated(monkeypatch)


def generated(patch: pytest.MonkeyPatch) -> ModuleType:
    patch.syspath_prepend(str(HOME))
    import make_sessions  # type: ignore[import-not-found]

    return make_sessions  # type: ignore[no-any-return]


def test_what_is_committed_is_what_the_generator_makes(made: Path) -> None:
    mine, theirs = (home / "eight_oh_eight/stemtui.toml" for home in (made, HOME))
    assert mine.read_bytes() == theirs.read_bytes()
    for track in filed("eight_oh_eight"):
        samples, _ = sf.read(made / "eight_oh_eight" / track.file)
        # sines and FFTs differ in their last bit between processors, so a rounded sample may differ by a step
        assert np.abs(samples - audio("eight_oh_eight", track)).max() <= 2.0**-19, track.file


def test_making_them_again_changes_nothing(generator: ModuleType, made: Path) -> None:
    before = {path: path.read_bytes() for path in made.rglob("*.*")}
    generator.main([str(made), "eight_oh_eight"])
    assert before and before == {path: path.read_bytes() for path in made.rglob("*.*")}


def test_the_drummer_keeps_time(generator: ModuleType) -> None:
    from studio.campaign import GROOVE, score  # type: ignore[import-not-found]

    kick = np.abs(audio("campaign", session("campaign").track("kick")))
    for hit in (hit for hit in score() if hit.piece == "kick"):
        heard = kick[round((hit.time - 0.03) * RATE) :]
        onset = np.argmax(heard > 0.2 * heard[: RATE // 10].max()) / RATE - 0.03
        assert abs(onset) < 0.015
    assert GROOVE.at(5, 1) > 6


def test_the_lead_sings_the_tune(generator: ModuleType) -> None:
    from studio.campaign import GROOVE, TUNE

    lead = audio("campaign", session("campaign").track("lead_vocal")).mean(axis=1)
    held = [line for line in TUNE if line[3] >= 0.9]
    assert len(held) > 5
    for bar, beat, note, beats, _ in held:
        start = GROOVE.at(bar, beat) + 0.12
        piece = lead[round(start * RATE) : round((start + 0.5 * beats * GROOVE.beat) * RATE)]
        assert abs(12 * np.log2(pitch_of(piece) / 440.0) + 69 - note) < 0.5


def pitch_of(samples: Audio) -> float:
    """Hz, by the first peak of the autocorrelation."""
    size = 1 << (2 * len(samples)).bit_length()
    likeness = np.fft.irfft(np.abs(np.fft.rfft(samples, size)) ** 2)[: RATE // 150]
    first = RATE // 900
    return float(RATE / (first + np.argmax(likeness[first:])))
