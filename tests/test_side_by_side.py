"""Processes side by side on one session: locks, disks that know none, other machines, a second screen."""

import asyncio
import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from stemtui import locks, manifest
from stemtui.errors import ManifestError, Refused
from stemtui.locks import alone, is_locked, is_surely_locked
from stemtui.presence import Presence
from stemtui.render.deliveries.delivery import render
from stemtui.render.deliveries.publish import recover
from stemtui.session import Session
from stemtui.tui.desk.desk import say
from tests import small_sessions as small
from tests.driver import PATIENCE, story


@contextmanager
def disk_without_locks(monkeypatch: pytest.MonkeyPatch, number: int) -> Iterator[None]:
    def refused(handle: int, how: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr("fcntl.flock", refused)
        yield


NO_LOCKS = pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS])
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="locks are those of POSIX")


@NO_LOCKS
def test_on_a_disk_without_locks_saves_wait_for_each_other_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr("stemtui.manifest.saving._PATIENCE", 0.05)
    with disk_without_locks(monkeypatch, number):
        with alone(tmp_path, 1) as others:
            assert others == ""
            with pytest.raises(ManifestError, match=rf"process {os.getpid()} on .* is saving it just now"):
                manifest.save(Session(title="Song"), tmp_path)
        manifest.save(Session(title="Song"), tmp_path)
    assert os.listdir(tmp_path) == ["stemtui.toml"]


@NO_LOCKS
def test_what_a_killed_process_left_on_such_a_disk_keeps_nobody_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    host = locks.platform.node()
    (tmp_path / ".stemtui.saving").write_text(f"{host}\n{gone.pid}\n1\n")
    with disk_without_locks(monkeypatch, number):
        manifest.save(Session(title="Song"), tmp_path)
    # a process that lives, and was given the number of one that is gone
    (tmp_path / ".stemtui.saving").write_text(f"{host}\n{os.getpid()}\n1\n")
    if os.path.exists("/proc/self/stat"):
        with disk_without_locks(monkeypatch, number):
            manifest.save(Session(title="Other"), tmp_path)
        assert manifest.load(tmp_path).title == "Other"


def test_a_holder_on_another_machine_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stemtui.manifest.saving._PATIENCE", 0.02)
    (tmp_path / ".stemtui.saving").write_text("studio-b\n4711\n99\n")
    with disk_without_locks(monkeypatch, errno.ENOLCK), pytest.raises(ManifestError) as refused:
        manifest.save(Session(title="Song"), tmp_path)
    assert "process 4711 on 'studio-b'" in str(refused.value)
    assert "delete that if it is not" in str(refused.value)
    assert os.listdir(tmp_path) == [".stemtui.saving"]


def test_a_holder_that_says_nothing_is_told_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The power went before what it is called reached the disk."""
    monkeypatch.setattr("stemtui.manifest.saving._PATIENCE", 0.02)
    (tmp_path / ".stemtui.saving").write_bytes(b"")
    with disk_without_locks(monkeypatch, errno.ENOLCK), pytest.raises(ManifestError) as refused:
        manifest.save(Session(title="Song"), tmp_path)
    assert "somebody (.stemtui.saving does not say who; delete that if nobody is)" in str(refused.value)


def test_of_two_that_find_a_dead_holder_neither_takes_the_others_file_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, lives = tmp_path / ".stemtui.saving", locks._lives
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    path.write_text(f"{locks.platform.node()}\n{gone.pid}\n1\n")

    def judged(judged: Path) -> bool | None:
        found = lives(judged)
        if found is False:  # meanwhile, the other one takes it away and makes its own
            path.unlink()
            path.write_bytes(locks._holder())
        return found

    monkeypatch.setattr("stemtui.manifest.saving._PATIENCE", 0.05)
    monkeypatch.setattr(locks, "_lives", judged)
    with disk_without_locks(monkeypatch, errno.ENOLCK), pytest.raises(ManifestError):
        manifest.save(Session(title="Song"), tmp_path)
    assert path.read_bytes() == locks._holder()


@NO_LOCKS
def test_renders_on_a_disk_without_locks_keep_out_of_each_others_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master")
    with disk_without_locks(monkeypatch, number):
        refusals: list[str] = []

        def second(progress: object) -> None:
            if not refusals:
                with pytest.raises(Refused, match="Another render prints into 'delivery'") as refused:
                    render(tmp_path, session)
                refusals.append(str(refused.value))

        assert render(tmp_path, session, progress=second).is_new
        assert len(refusals) == 1
        # what one that was killed has left is cleared away
        (tmp_path / ".delivery.lock-0123abcd").write_text(f"{locks.platform.node()}\n999999999\n1\n")
        (tmp_path / ".delivery.partial-0123abcd").mkdir()
        recover(tmp_path / "delivery")
    assert sorted(os.listdir(tmp_path)) == ["audio", "delivery"]


@pytest.fixture
def shared_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk whose locks only their own machine is told of: each test names how it is mounted."""
    device = tmp_path.stat().st_dev
    here = f"{os.major(device)}:{os.minor(device)}"
    (tmp_path / "mounts").write_text(
        "22 27 0:1 / /proc rw - proc proc rw\n"
        f"99 27 {here} / /mnt/my\\040songs rw,nosuid shared:1 - fuse.sshfs studio-b:/songs rw,user_id=0\n"
    )
    monkeypatch.setattr(locks, "_MOUNTS", tmp_path / "mounts")


ELSEWHERE = "studio-b\n4711\n99\n0badcafe\n"


@pytest.mark.usefixtures("shared_disk")
def test_a_render_on_another_machine_is_left_alone_where_its_lock_is_not_told_here(tmp_path: Path) -> None:
    place = tmp_path / "song/delivery"
    place.parent.mkdir()
    lock, partial = place.with_name(".delivery.lock-0123abcd"), place.with_name(".delivery.partial-0123abcd")
    part = place.with_name(".stemtui-0badcafe-4711-99-0123456789ab.part")
    lock.write_text(ELSEWHERE)
    part.write_text("half of a manifest")
    partial.mkdir()
    recover(place)
    manifest.save(Session(title="Song"), place.parent)
    assert lock.exists() and partial.exists() and part.exists()
    assert not is_surely_locked(lock), "it may be dead, so that nobody is kept out"
    lock.write_text(f"{locks.platform.node()}\n999999999\n1\n{locks.mark().partition('-')[0]}\n")
    recover(place)
    assert not lock.exists() and not partial.exists()


@pytest.mark.usefixtures("shared_disk")
def test_saves_on_two_machines_wait_for_each_other_where_locks_are_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stemtui.manifest.saving._PATIENCE", 0.02)
    (tmp_path / ".stemtui.saving").write_text(ELSEWHERE)
    with pytest.raises(ManifestError, match="process 4711 on 'studio-b'"):
        manifest.save(Session(title="Song"), tmp_path)
    (tmp_path / ".stemtui.saving").unlink()
    manifest.save(Session(title="Song"), tmp_path)
    assert sorted(os.listdir(tmp_path)) == ["mounts", "stemtui.toml"]


@pytest.mark.parametrize(
    ("mounted", "is_local"),
    [
        ("ext4 /dev/sda1 rw,relatime", False),
        ("fuseblk /dev/sdb1 rw,user_id=0", False),
        ("nfs4 nas:/songs rw,vers=4.2,local_lock=none", False),
        ("nfs nas:/songs rw,vers=3,nolock,local_lock=all", True),
        ("cifs //nas/songs rw,nobrl", True),
        ("9p songs rw", True),
        ("", False),
    ],
)
def test_how_a_disk_is_mounted_tells_whose_locks_it_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mounted: str, is_local: bool
) -> None:
    device = tmp_path.stat().st_dev
    (tmp_path / "mounts").write_text(f"9 2 {os.major(device)}:{os.minor(device)} / /mnt rw - {mounted}\n")
    monkeypatch.setattr(locks, "_MOUNTS", tmp_path / "mounts")
    (tmp_path / "lock").write_text(ELSEWHERE)
    assert is_locked(tmp_path / "lock") is is_local


def test_a_lock_ends_with_its_process_on_any_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import sys, time; from pathlib import Path; from stemtui.locks import locked\n"
    code += "with locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    path = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE) as holder:
        assert holder.stdout and holder.stdout.readline() == b"held\n"
        assert is_surely_locked(path)
        with disk_without_locks(monkeypatch, errno.ENOLCK):
            assert is_surely_locked(path)
        holder.kill()
    assert path.exists() and not is_locked(path)
    with disk_without_locks(monkeypatch, errno.ENOLCK):
        assert not is_locked(path)


async def test_a_second_screen_is_told_and_so_is_the_first(tmp_path: Path) -> None:
    session = small.band(tmp_path)
    manifest.save(session, tmp_path)
    async with story(tmp_path) as told:
        await told.see("Kick" if "Kick" in told.text else "kick")
        await told.not_see("Another stemtui")
        other = Presence(tmp_path / "stemtui.toml")
        await told.wait_for(other.others)  # the screen looks at the disk only now and then
        told.app.desk_screen.lookout.wake()
        await told.see("Another stemtui has this session open too: each takes in what both save.")
        other.leave()
        manifest.save(replace(session, title="New"), tmp_path, session)  # another file from now on
        told.app.desk_screen.lookout.wake()
        await told.see("New")
    async with asyncio.timeout(PATIENCE):
        while other.others():  # the lookout leaves when it has looked to the end
            await asyncio.sleep(0.05)


async def test_the_notice_of_a_second_screen_waits_for_what_was_said_since_it_looked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest.save(small.band(tmp_path), tmp_path)
    async with story(tmp_path) as told:
        screen = told.app.desk_screen
        monkeypatch.setattr(screen.lookout.presence, "others", lambda: True)
        screen.do(lambda desk: say(desk, ""))
        screen.lookout._meet()
        screen.do(lambda desk: say(desk, "Something happened."))
        await told.settle()
        assert "Something happened." in told.text and "Another stemtui" not in told.text
        screen.do(lambda desk: say(desk, ""))
        screen.lookout.wake()
        await told.see("Another stemtui has this session open too: each takes in what both save.")


def test_presence_needs_no_lock_and_no_manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "stemtui.toml"
    one, other = Presence(path), Presence(path)
    assert not one.others()
    manifest.save(Session(title="Song"), path)
    with disk_without_locks(monkeypatch, errno.ENOLCK):
        assert not one.others() and not other.others()
    assert not one.others() and other.others() and one.others()
    one.leave()
    assert not other.others()
    assert os.listdir(tmp_path) == ["stemtui.toml"]
