"""Sessions to time a render with: S (26 tracks of 3 minutes), M (96 of 4), L (256 of 1, at 96 kHz), 24 bit.

`python tests/bench/sessions.py S FOLDER` makes one. Their audio is music-like where it matters to a meter:
notes that decay, louder and quieter sections, silences; a track is one phrase at the levels of its sections.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

SECTION_SECONDS = 8
_SECTIONS = (0.0, 0.35, 0.6, 1.0)
_PEAK = 0.6


@dataclass(frozen=True)
class Group:
    """A stem of a session: how many tracks feed it, and how many channels each of them and its print have."""

    id: str
    tracks: int
    track_channels: int = 1
    channels: int = 2

    @property
    def files(self) -> tuple[str, ...]:
        """Its tracks' files, relative to the session."""
        return tuple(f"audio/{self.id} {number:02}.wav" for number in range(1, self.tracks + 1))


@dataclass(frozen=True)
class Size:
    """A session's groups, its mixes (the stems that each leaves out, those it lifts), its length and rate."""

    groups: tuple[Group, ...]
    mixes: dict[str, tuple[tuple[str, ...], dict[str, float]]]
    seconds: int
    rate: int = 48_000

    @property
    def files(self) -> tuple[str, ...]:
        """Every track's file."""
        return tuple(file for group in self.groups for file in group.files)

    def members(self, mix: str) -> tuple[Group, ...]:
        """The groups that are heard in a mix."""
        return tuple(group for group in self.groups if group.id not in self.mixes[mix][0])


SIZES = {
    "S": Size(
        (Group("drums", 10), Group("bass", 2, channels=1), Group("vocals", 10), Group("music", 4, 2)),
        {"master": ((), {}), "instrumental": (("vocals",), {})},
        180,
    ),
    "M": Size(
        (
            *(Group(name, 10) for name in ("drums", "loops", "percussion", "guitars", "backing", "horns")),
            *(Group(name, 9) for name in ("strings", "doubles")),
            *(Group(name, 4, channels=1) for name in ("bass", "lead")),
            *(Group(name, 5, 2) for name in ("keys", "effects")),
        ),
        {
            "master": ((), {}),
            "instrumental": (("lead", "backing", "doubles"), {}),
            "tv": (("lead",), {}),
            "lead_up": ((), {"lead": 1.0}),
            "no_drums": (("drums", "loops"), {}),
            "no_bass": (("bass",), {}),
        },
        240,
    ),
    "L": Size(
        (
            *(Group(f"group_{number:02}", 12) for number in range(16)),
            *(Group(f"solo_{number}", 8, channels=1) for number in range(4)),
            *(Group(f"wide_{number}", 8, 2) for number in range(4)),
        ),
        {
            "master": ((), {}),
            "instrumental": (("solo_0", "solo_1"), {}),
            "a_cappella": (
                (*(f"group_{number:02}" for number in range(16)), *(f"wide_{number}" for number in range(4))),
                {},
            ),
            "tv": (("solo_0",), {}),
            "solo_up": ((), {"solo_0": 1.0}),
            "no_drums": (("group_00", "group_01"), {}),
        },
        60,
        96_000,
    ),
}


def make(name: str, folder: Path) -> None:
    """Write a session's audio and manifest, unless it is there already."""
    size, manifest = SIZES[name], folder / "stemtui.toml"
    if manifest.exists():
        return
    (folder / "audio").mkdir(parents=True, exist_ok=True)
    _write_audio(size, folder)
    manifest.write_text(manifest_text(name, size), encoding="utf-8")


def manifest_text(name: str, size: Size) -> str:
    """The manifest: all stems and mixes ordered, tracks printed through the mix, at unity."""
    lines = ["format = 1", "", "[session]", f'title = "Bench {name}"', 'treatment = "printed"', ""]
    lines += ["[delivery]", 'folder = "delivery"', "bit_depth = 24", ""]
    for group in size.groups:
        channels = "mono" if group.channels == 1 else "stereo"
        lines += [f"[stem.{group.id}]", f'name = "{group.id.title()}"', f'channels = "{channels}"', ""]
    for mix, (without, offsets) in size.mixes.items():
        lines += [f"[mix.{mix}]", f'name = "{mix.replace("_", " ").title()}"']
        lines += [f"without = {list(without)}"] if without else []
        lifted = ", ".join(f"{stem} = {db}" for stem, db in offsets.items())
        lines += [f"offsets_db = {{ {lifted} }}", ""] if offsets else [""]
    items = [("stem", group.id) for group in size.groups] + [("mix", mix) for mix in size.mixes]
    for kind, key in items:
        lines += ["[[order]]", f'asked = "{key} {kind.upper()}"', f'kind = "{kind}"']
        lines += [f'deliver = "{kind}.{key}"', ""]
    tracks = [(group, file) for group in size.groups for file in group.files]
    for number, (group, file) in enumerate(tracks, 1):
        lines += [f"[track.t{number}]", f'file = "{file}"', f'stem = "{group.id}"', 'origin = "printed"', ""]
    return "\n".join(lines)


def _write_audio(size: Size, folder: Path) -> None:
    import numpy as np

    rng = np.random.default_rng(26)
    tracks = [(group, file) for group in size.groups for file in group.files]
    sections = rng.integers(0, len(_SECTIONS), (len(tracks), -(-size.seconds // SECTION_SECONDS)))
    phrases = [_phrase(rng, group.track_channels, size.rate) for group, _ in tracks]
    loudest = max(
        float(np.abs(sum(p * _SECTIONS[level] for p, level in zip(phrases, column, strict=True))).max())
        for column in sections.T
    )
    for (_, file), phrase, levels in zip(tracks, phrases, sections, strict=True):
        packed = [_packed(phrase * (level * _PEAK / loudest)) for level in _SECTIONS]
        _write_wav(folder / file, len(phrase), [packed[level] for level in levels], size)


def _phrase(rng, channels, rate):  # type: ignore[no-untyped-def]
    """A section's worth of decaying notes on a grid, shape (channels, frames), each with a noisy attack."""
    import numpy as np

    phrase = np.zeros((channels, SECTION_SECONDS * rate), np.float32)
    time = np.arange(rate) / rate
    fade = np.minimum(1.0, (1.0 - time) * 20) * np.minimum(1.0, time * 500)
    for beat in range(2 * (SECTION_SECONDS - 1)):
        if rng.random() < 0.6:
            pitch, decay = 55.0 * 2 ** (rng.integers(0, 40) / 12), rng.uniform(2, 9)
            note = sum(np.sin(2 * np.pi * pitch * k * time) / k for k in range(1, 6) if pitch * k < 16_000)
            attack = rng.uniform(-0.5, 0.5, rate) * np.exp(-60 * time)
            sound = (note + attack) * np.exp(-decay * time) * fade * rng.uniform(0.3, 1.0)
            start = beat * rate // 2
            phrase[:, start : start + rate] += sound * rng.uniform(0.4, 1.0, (channels, 1))
    return phrase


def _packed(phrase) -> bytes:  # type: ignore[no-untyped-def]
    import numpy as np

    steps = np.rint(phrase.T * 2.0**23).astype("<i4")
    return steps.reshape(-1, 1).view(np.uint8)[:, :3].tobytes()


def _write_wav(path: Path, channels: int, sections: list[bytes], size: Size) -> None:
    from stemtui.audio.formats.containers import wave_header

    with path.open("wb") as file:
        frames = size.seconds * size.rate
        file.write(wave_header(24, False, channels, size.rate, frames))
        left = frames * channels * 3
        for section in sections:
            file.write(section[:left])
            left -= min(left, len(section))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    make(sys.argv[1], Path(sys.argv[2]))
