"""What everybody's prints should be: the sums in float64, from samples that soundfile reads.

`python tests/bench/reference.py S SESSION FOLDER...` prints a JSON object: for each folder, by how many steps
of 24 bit any sample of its prints is off.
"""

import json
import sys
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import soundfile
from sessions import SIZES, Group, Size

BLOCK = 65_536
STEPS = 2.0**23


def main(name: str, root: Path, *folders: Path) -> None:
    """Compare every folder's prints with the reference, block by block."""
    size = SIZES[name]
    worst = {folder.name: 0.0 for folder in folders}
    with ExitStack() as files:
        sources = {file: files.enter_context(soundfile.SoundFile(root / file)) for file in size.files}
        prints = {
            folder.name: {
                key: files.enter_context(soundfile.SoundFile(_print(folder, key)))
                for key in (*(group.id for group in size.groups), *size.mixes)
            }
            for folder in folders
        }
        for at in range(0, size.seconds * size.rate, BLOCK):
            frames = min(BLOCK, size.seconds * size.rate - at)
            for key, expected in _expected(size, sources, frames).items():
                for folder, printed in prints.items():
                    found = printed[key].read(frames, always_2d=True).T
                    assert found.shape[1] == frames, (folder, key)
                    worst[folder] = max(worst[folder], float(np.abs(found - expected).max()) * STEPS)
    print(json.dumps(worst))


def _expected(size: Size, sources: dict[str, soundfile.SoundFile], frames: int) -> dict[str, np.ndarray]:
    """A block of every stem and mix."""
    stems = {group.id: _stem(group, sources, frames) for group in size.groups}
    mixes = {}
    for mix, (_, offsets) in size.mixes.items():
        mixes[mix] = np.zeros((2, frames))
        for group in size.members(mix):
            mixes[mix] += stems[group.id] * 10.0 ** (offsets.get(group.id, 0.0) / 20.0)
    return stems | mixes


def _stem(group: Group, sources: dict[str, soundfile.SoundFile], frames: int) -> np.ndarray:
    total = np.zeros((group.channels, frames))
    for file in group.files:
        total += sources[file].read(frames, always_2d=True).T
    return total


def _print(folder: Path, key: str) -> Path:
    """A folder's print of a stem or mix: `drums.wav`, or ours, `Bench S_Drums_STEM.wav`."""
    titles = (key.title(), key.replace("_", " ").title())  # a stem's, a mix's
    ours = [f"_{title}_" for title in titles]
    (path,) = (path for path in folder.iterdir() if path.stem == key or any(one in path.name for one in ours))
    return path


if __name__ == "__main__":
    main(sys.argv[1], *map(Path, sys.argv[2:]))
