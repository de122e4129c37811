"""Make the sample sessions: `python make_sessions.py [FOLDER [SESSION...]]`, all of them by default.

The same versions of numpy and libsndfile give the same bytes; nothing is read and nothing is random.
"""

import sys
from pathlib import Path

from studio import campaign, commercial, eight_oh_eight, four_track
from studio.files import write_bwf, write_flac
from studio.notes import write_manifest
from studio.recording import Recording

SESSIONS = {
    "campaign": campaign.recording,
    "commercial": commercial.recording,
    "eight_oh_eight": eight_oh_eight.recording,
    "four_track": four_track.recording,
}


def make(name: str, folder: Path) -> Recording:
    """Make one session under `folder`, over what is there, and return what was made."""
    recording = SESSIONS[name]()
    home = folder / name
    for file, sound in recording.files.items():
        if file in recording.starts:
            write_bwf(home / file, sound, recording.starts[file], recording.descriptions[file])
        else:
            write_flac(home / file, sound, recording.bits)
    write_manifest(home / "stemtui.toml", recording)
    return recording


def main(arguments: list[str]) -> None:
    """Make the sessions named after the folder, or all."""
    folder = Path(arguments[0]) if arguments else Path(__file__).parent
    for name in arguments[1:] or SESSIONS:
        recording = make(name, folder)
        print(f"{name}: {len(recording.files)} files")


if __name__ == "__main__":
    main(sys.argv[1:])
