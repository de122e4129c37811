"""A receipt that is there and cannot be read: told as that by every command, and nothing is lost with it."""

from pathlib import Path

import pytest

from stemtui import manifest
from stemtui.cli import main
from stemtui.receipts import RECEIPT
from tests import small_sessions as small

SPOILT = {
    "it is no text": b"\xff\xfe\x00stemtui",
    "it is empty": b" \n",
    "Unterminated string": b'[stemtui]\nversion = "1',
}


@pytest.fixture
def delivered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A session whose delivery was printed."""
    manifest.save(small.ordered(small.band(tmp_path), "stem.drums", "mix.master", waive="a test"), tmp_path)
    assert main(["render", str(tmp_path)]) == 0
    capsys.readouterr()
    return tmp_path


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("why", SPOILT)
def test_a_receipt_that_cannot_be_read_is_told_and_its_delivery_stays(
    delivered: Path, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    place = delivered / "delivery"
    good = (place / RECEIPT).read_bytes()
    (place / RECEIPT).write_bytes(SPOILT[why])
    before = held(place)
    for command in ("render", "render --force", "render --dry-run", "status"):
        name, *options = command.split()
        assert main([name, str(delivered), *options]) == 1
        said = " ".join(capsys.readouterr().err.split())
        assert "cannot be read" in said and why in said and "Put back the one that was there" in said
    assert main(["verify", str(place)]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert f"'{RECEIPT}' cannot be read ({why}" in said
    assert held(place) == before
    (place / RECEIPT).write_bytes(good)
    assert main(["status", str(delivered)]) == main(["verify", str(place)]) == 0


def test_the_way_on_loses_nothing(delivered: Path) -> None:
    (delivered / "delivery" / RECEIPT).write_bytes(b"")
    before = held(delivered / "delivery")
    (delivered / "delivery").rename(delivered / "delivered before")
    assert main(["render", str(delivered)]) == 0
    assert held(delivered / "delivered before") == before


def test_a_file_of_that_name_that_is_another_programs_is_not_replaced(
    delivered: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = delivered / "delivery"
    for path in place.iterdir():
        path.unlink()
    (place / RECEIPT).write_text('shop = "Strings & Co"\n')
    assert main(["render", str(delivered)]) == 1
    assert "stemtui did not write it" in " ".join(capsys.readouterr().err.split())
    assert (place / RECEIPT).read_text() == 'shop = "Strings & Co"\n'
