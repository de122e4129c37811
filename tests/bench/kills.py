"""A render killed, and failed, at every single operation on its files, with every signal and error; and
killed in the middle of what it writes, at many bytes of its files.

    python -m tests.bench.kills [FOLDER]

prints how many times that was, and stops at the first delivery that is neither the old nor the new one.
"""

import os
import signal
import sys
import tempfile
from pathlib import Path

from stemtui.render.deliveries.publish import recover
from tests.crashes import cut, failed, killed
from tests.test_crashes import CODES, SIGNALS, Song

CUTS = 48


def main(folder: Path) -> None:
    """Try everything, and say how often."""
    os.environ["STEMTUI_CACHE"] = str(folder / "cache")
    song = Song(folder)
    for how in SIGNALS:
        for number in range(1, song.operations + 1):
            song.again()
            ended = killed(song.root, song.work, number, how)
            assert ended in ((-how,) if how is signal.SIGKILL else (130, 0)), (how, number, ended)
            recover(song.root / "delivery") if how is signal.SIGKILL else None
            song.assert_whole()
        print(f"{how.name}: {song.operations} kills, each left the old or the new delivery.", flush=True)
    largest = max(len(content) for name, content in song.new.items() if name.startswith("delivery"))
    for number in range(CUTS):
        song.again()
        assert cut(song.work, number * largest // CUTS) == -signal.SIGXFSZ, number
        recover(song.root / "delivery")
        song.assert_whole()
    print(f"{CUTS} kills in the middle of a file, the same.", flush=True)
    for code in CODES:
        for number in range(1, song.operations + 1):
            song.again()
            assert failed(song.root, song.work, number, code) in (0, 1), (code, number)
            song.assert_whole()
        print(f"{os.strerror(code)}: {song.operations} failures, the same.", flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        main(Path(sys.argv[1] if len(sys.argv) > 1 else made))
