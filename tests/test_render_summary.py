"""A receipt in words, as a terminal shows it."""

import pytest
from rich.cells import cell_len

from stemtui.render.receipts.summary import summary

PRINTED = {"item": "stem.x", "kind": "stem", "channels": 2, "file": "x.wav"}


def document(*warnings: str, names: tuple[str, ...] = ("Drums",)) -> dict[str, object]:
    """A receipt's document with nothing proven in it."""
    return {
        "delivery": {"bit_depth": 24, "sample_rate": 48000, "file_format": "wav", "seconds": 1.0},
        "file": [{**PRINTED, "name": name} for name in names],
        "proof": {"leg": [], "word": "stem"},
        "left_out": [],
        "warnings": list(warnings),
    }


@pytest.mark.parametrize(
    ("warning", "said"),
    [
        ("order.4: Bass STEM is silent.", "Warning: Line 4 of the order: Bass STEM is silent."),
        ("order.12: Line 12 asks for the Drum STEM.", "Warning: Line 12 asks for the Drum STEM."),
        ("order.2.waive: It is empty.", "Warning: Line 2 of the order: It is empty."),
        ("session.treatment: Nothing is mixed yet.", "Warning: Nothing is mixed yet."),
        ("track.kick: It is not at 48 kHz.", "Warning: It is not at 48 kHz."),
        ("Sounding in the last 100 ms: Kick.", "Warning: Sounding in the last 100 ms: Kick."),
    ],
)
def test_warnings_name_the_orders_line_and_no_key_of_the_manifest(warning: str, said: str) -> None:
    assert summary(document(warning))[-1] == said


def test_wide_names_stay_in_their_column() -> None:
    lines = summary(document(names=("ドラム", "Lead Vocal", "Ga\u0308ng")))[1:4]
    assert len({cell_len(line.split("stereo")[0]) for line in lines}) == 1


def test_a_name_as_long_as_a_file_system_takes_leaves_room_for_the_levels() -> None:
    first, second = summary(document(names=("Str" + "i" * 247 + "ngs", "Drums")))[1:3]
    assert first.startswith("  Striii") and "\u2026 STEM  stereo" in first
    assert cell_len(first) < 100 and cell_len(second) < 100
