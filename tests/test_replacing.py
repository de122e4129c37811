"""A file that is replaced: old or new, and nothing beside it, whoever is killed and whoever clears up."""

import errno
import os
import signal
import sys
from pathlib import Path

import pytest

from stemtui.locks import is_locked, locked, mark
from stemtui.replacing import clear, replaced

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="locks are those of POSIX")
LEFT = ".stemtui-89abcdef-4711-12345-0123456789ab.part"


def test_a_file_is_replaced_when_all_of_it_is_there(tmp_path: Path) -> None:
    target = tmp_path / "song.toml"
    target.write_text("old")
    with replaced(target) as file:
        file.write(b"new")
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert os.listdir(tmp_path) == ["song.toml"]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError, ValueError])
def test_whatever_stops_it_leaves_the_old_one_alone(tmp_path: Path, stop: type[BaseException]) -> None:
    target = tmp_path / "song.toml"
    target.write_text("old")
    with pytest.raises(stop), replaced(target) as file:
        file.write(b"new")
        raise stop
    assert (target.read_text(), os.listdir(tmp_path)) == ("old", ["song.toml"])


def test_a_name_as_long_as_a_name_may_be(tmp_path: Path) -> None:
    target = tmp_path / ("太" * 85)
    with replaced(target) as file:
        file.write(b"new")
    assert os.listdir(tmp_path) == [target.name]


def test_what_a_killed_process_left_is_cleared_away_by_the_next_for_any_file(tmp_path: Path) -> None:
    if not (child := os.fork()):
        with replaced(tmp_path / "song.toml") as file:
            file.write(b"half")
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert len(os.listdir(tmp_path)) == 1
    with replaced(tmp_path / "other.lock"):
        pass
    assert os.listdir(tmp_path) == ["other.lock"]


def test_what_another_is_writing_is_left_to_it(tmp_path: Path) -> None:
    with replaced(tmp_path / "a") as file:
        file.write(b"a")
        with replaced(tmp_path / "b") as other:
            other.write(b"b")
        assert len(os.listdir(tmp_path)) == 2
    assert sorted(os.listdir(tmp_path)) == ["a", "b"]


def test_only_what_stemtui_writes_is_cleared_away(tmp_path: Path) -> None:
    for name in (f"{LEFT}x", "x.part", ".stemtui-0123.part", "stemtui.toml"):
        (tmp_path / name).write_text("somebody's")
    (tmp_path / LEFT).symlink_to("stemtui.toml")
    (tmp_path / LEFT.replace("-0", "-1")).mkdir()
    with locked(tmp_path / LEFT.replace("-0", "-2")):
        clear(tmp_path)
        assert len(os.listdir(tmp_path)) == 7
    (tmp_path / LEFT.replace("-0", "-3")).write_text("left")
    clear(tmp_path)
    assert len(os.listdir(tmp_path)) == 6
    clear(tmp_path / "nowhere")


def test_one_that_is_cleared_away_before_it_is_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stemtui import replacing

    gone, made = (f".stemtui-{mark()}-{random.hex()}.part" for random in (b"123456", b"abcdef"))
    names = iter([b"123456", b"abcdef"])
    monkeypatch.setattr("os.urandom", lambda count: next(names))
    really = replacing.take
    held: list[int] = []

    def taken(handle: int) -> bool:
        if not held:  # somebody clears up between the making and the locking
            held.append(handle)
            (tmp_path / gone).unlink()
        return really(handle)

    monkeypatch.setattr(replacing, "take", taken)
    with replaced(tmp_path / "a") as file:
        file.write(b"a")
        assert Path(file.name).name == made
    assert (tmp_path / "a").read_bytes() == b"a"


def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(handle: int, how: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", unknown)


@POSIX
def test_a_disk_that_knows_no_locks_is_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch)
    with replaced(tmp_path / "a") as file:
        file.write(b"a")
    assert os.listdir(tmp_path) == ["a"]


@POSIX
def test_without_locks_the_name_says_whose_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch)
    if not (child := os.fork()):
        with replaced(tmp_path / "song.toml") as file:
            file.write(b"half")
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    machine, process, began = mark().split("-")
    others = [f"{machine[::-1]}-{child}-{began}", f"{machine}-{os.getppid()}-"]
    if began:  # the number of one that is gone, given out again
        (tmp_path / f".stemtui-{machine}-{process}-1{began}-000000000000.part").write_text("left")
    left = [f".stemtui-{other}-0123456789ab.part" for other in others]
    for name in left:  # of a machine of which nothing is known, and of a process that goes on
        (tmp_path / name).write_text(f"{machine}\n{child}\n{began}\n")
    with replaced(tmp_path / "song.toml") as file:
        own = Path(file.name).name
        clear(tmp_path)
        assert sorted(os.listdir(tmp_path)) == sorted([*left, own])
    assert sorted(os.listdir(tmp_path)) == sorted([*left, "song.toml"])


@POSIX
def test_without_locks_a_container_knows_nothing_of_processes_in_another_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_locks(monkeypatch)
    if not (child := os.fork()):
        with locked(tmp_path / "lock"), replaced(tmp_path / "song.toml") as file:
            file.write(b"half")
            file.flush()
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    left = sorted(os.listdir(tmp_path))
    assert len(left) == 2
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr("os.readlink", lambda path: "pid:[4711]")
        assert is_locked(tmp_path / "lock")
        clear(tmp_path)
        assert sorted(os.listdir(tmp_path)) == left
    assert not is_locked(tmp_path / "lock")
    clear(tmp_path)
    assert os.listdir(tmp_path) == ["lock"]
