"""Where a delivery goes: nothing that is not ours is replaced, nothing is lost when a render is killed."""

import errno
import os
import signal
import stat
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from stemtui.errors import Refused, StemtuiError
from stemtui.render.deliveries import publish
from stemtui.render.deliveries.delivery import render
from stemtui.render.deliveries.publish import published
from stemtui.render.deliveries.status import status
from stemtui.render.deliveries.verify import verify
from stemtui.session import Session
from tests import small_sessions as small

REPOSITORY = Path(__file__).parent.parent

Act = Callable[[Path, Session], object]

KILLED_BETWEEN_THE_MOVES = """
import os, signal, sys
from pathlib import Path
from stemtui.render.deliveries.publish import published

move, place = Path.rename, Path(sys.argv[1])

def killed(path, target):
    if ".partial-" in path.name:
        os.kill(os.getpid(), signal.SIGKILL)
    return move(path, target)

Path.rename = killed
with published(place) as folder:
    (folder / "new.wav").write_bytes(b"new")
"""

KILLED_WHILE_PRINTING = """
import os, signal, sys
from pathlib import Path
from stemtui.render.deliveries.publish import published

with published(Path(sys.argv[1])) as folder:
    (folder / "new.wav").write_bytes(b"new")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def killed(code: str, place: Path) -> None:
    """Run a render's publishing in a process that kills itself on the way."""
    run = subprocess.run([sys.executable, "-c", code, str(place)], cwd=REPOSITORY, check=False)
    assert run.returncode == -signal.SIGKILL


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


ACTS: dict[str, Act] = {
    "render": lambda root, session: render(root, session),
    "status": lambda root, session: status(root, session),
    "verify": lambda root, session: verify(root / "delivery"),
}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
@pytest.mark.parametrize("act", ACTS)
def test_a_delivery_comes_back_after_a_kill_between_the_two_moves(tmp_path: Path, act: str) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master")
    render(tmp_path, session)
    before = {path.name: path.read_bytes() for path in (tmp_path / "delivery").iterdir()}
    killed(KILLED_BETWEEN_THE_MOVES, tmp_path / "delivery")
    assert not (tmp_path / "delivery").exists() and len(names(tmp_path)) == 4
    ACTS[act](tmp_path, session)
    assert names(tmp_path) == ["audio", "delivery"]
    assert {path.name: path.read_bytes() for path in (tmp_path / "delivery").iterdir()} == before


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
def test_a_delivery_that_was_moved_aside_outlives_a_folder_in_its_place(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master")
    render(tmp_path, session)
    killed(KILLED_BETWEEN_THE_MOVES, tmp_path / "delivery")
    (tmp_path / "delivery").mkdir()
    status(tmp_path, session)
    (tmp_path / "delivery").rmdir()
    assert verify(tmp_path / "delivery").ok


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
def test_what_a_dead_render_left_is_removed_by_the_next(tmp_path: Path) -> None:
    session = small.delivered(small.ordered(small.band(tmp_path), "mix.master"), folder="prints/v1")
    (tmp_path / "prints").mkdir()
    killed(KILLED_WHILE_PRINTING, tmp_path / "prints/v1")
    assert len(names(tmp_path / "prints")) == 2
    (tmp_path / "prints/.v1.partial-of-mine").mkdir()
    (tmp_path / "prints/.v10.partial-00000000").mkdir()
    render(tmp_path, session)
    assert names(tmp_path / "prints") == [".v1.partial-of-mine", ".v10.partial-00000000", "v1"]


def test_what_a_running_render_is_making_is_left_alone_and_no_second_one_begins(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master")
    with published(tmp_path / "delivery") as folder:
        (folder / "print.wav").write_bytes(b"half")
        with pytest.raises(Refused, match="Another render prints into 'delivery' just now"):
            render(tmp_path, session, force=True)
        assert (folder / "print.wav").is_file()
    assert names(tmp_path) == ["audio", "delivery"]
    assert names(tmp_path / "delivery") == ["print.wav"]


def test_half_of_a_previous_delivery_never_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deleting the previous delivery fails half way, then somebody throws the new one away."""
    session = small.ordered(small.band(tmp_path), "mix.master")
    render(tmp_path, session)
    with monkeypatch.context() as patch:
        patch.setattr(publish.shutil, "rmtree", lambda *_, **__: None)
        render(tmp_path, session, force=True)
    (left,) = tmp_path.glob(".delivery*")
    os.remove(next(left.glob("*.wav")))
    publish.shutil.rmtree(tmp_path / "delivery")
    assert [one.state for one in status(tmp_path, session)] == ["missing"]
    assert names(tmp_path) == ["audio"]


def test_a_delivery_that_cannot_be_read_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master")
    render(tmp_path, session)

    def refused(path: Path) -> list[str]:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(publish.os, "listdir", refused)
    with pytest.raises(Refused, match="'delivery' could not be read: Permission denied"):
        render(tmp_path, session)
    with pytest.raises(StemtuiError, match="'delivery' could not be read: Permission denied"):
        verify(tmp_path / "delivery")


def test_a_folder_of_somebody_elses_is_never_replaced(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master")
    (tmp_path / "delivery").mkdir()
    render(tmp_path, session)
    (tmp_path / "delivery/notes.txt").write_text("call them")
    with pytest.raises(Refused, match=r"holds 'notes\.txt', which stemtui did not write"):
        render(tmp_path, session)
    (tmp_path / "delivery/receipt.toml").unlink()
    with pytest.raises(Refused, match="no receipt of stemtui's"):
        render(tmp_path, session)
    assert (tmp_path / "delivery/notes.txt").read_text() == "call them"
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(Refused, match=r"'loop' is a link, to .*: prints never go through one"):
        render(tmp_path, small.delivered(session, folder="loop"))
    with pytest.raises(Refused, match="is a source of this session"):
        render(tmp_path, small.delivered(session, folder="audio"))
    with pytest.raises(Refused, match="holds the session itself"):
        render(tmp_path, small.delivered(session, folder="."))


def test_a_disk_that_lists_names_decomposed_makes_no_print_foreign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = replace(small.ordered(small.band(tmp_path), "mix.master"), title="Café")
    session = small.delivered(session, folder="Prés")
    render(tmp_path, session)
    listdir = os.listdir
    left = tmp_path / ".Prés.partial-0123abcd"
    left.mkdir()
    monkeypatch.setattr(
        "stemtui.render.deliveries.publish.os.listdir",
        lambda at: [unicodedata.normalize("NFD", n) for n in listdir(at)],
    )
    render(tmp_path, session, force=True)
    assert verify(tmp_path / "Prés").ok
    assert "Café_Master_MIX.wav" in listdir(tmp_path / "Prés")
    assert not left.exists()


def test_a_delivery_has_the_modes_that_other_files_have(tmp_path: Path) -> None:
    session = small.delivered(small.ordered(small.band(tmp_path), "mix.master"), folder="out/to/them")
    render(tmp_path, session)
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain/file").touch()
    folder = tmp_path / "out/to/them"
    assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE((tmp_path / "plain/file").stat().st_mode)


def test_nothing_stays_of_folders_made_for_a_delivery_that_is_refused(tmp_path: Path) -> None:
    session = small.band(tmp_path)
    session = replace(session, tracks=tuple(replace(t, gain_db=30.0) for t in session.tracks))
    with pytest.raises(Refused):
        render(tmp_path, small.delivered(small.ordered(session, "mix.master"), folder="out/to/them"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["audio"]


def test_nothing_stays_of_folders_made_for_a_delivery_that_cannot_be_moved_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(target))

    session = small.delivered(small.ordered(small.band(tmp_path), "mix.master"), folder="out/to/them")
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(Refused, match=r"could not be made: Input/output error.* See whether the disk is"):
        render(tmp_path, session)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["audio"]


@pytest.mark.parametrize("content", [b"", b"\xff", b"[[[", b"["])
def test_a_delivery_whose_receipt_cannot_be_read_is_not_replaced(tmp_path: Path, content: bytes) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master")
    render(tmp_path, session)
    receipt = tmp_path / "delivery/receipt.toml"
    receipt.write_bytes(content)
    before = sorted(os.listdir(tmp_path / "delivery"))
    with pytest.raises(Refused, match=r"'receipt\.toml' in 'delivery' cannot be read \(.*nothing says what"):
        render(tmp_path, session)
    assert sorted(os.listdir(tmp_path / "delivery")) == before and receipt.read_bytes() == content


def test_a_folder_below_a_file_is_refused_before_anything_is_printed(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master")
    (tmp_path / "notes.txt").write_text("years of work")
    steps: list[object] = []
    with pytest.raises(Refused, match=r"'notes\.txt' is not a folder\. Set delivery\.folder to another name"):
        render(tmp_path, small.delivered(session, folder="notes.txt/prints"), progress=steps.append)
    assert not steps and (tmp_path / "notes.txt").read_text() == "years of work"
