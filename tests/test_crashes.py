"""Saving and rendering that end in the middle: what is there afterwards is the old or the new, and whole."""

import errno
import os
import resource
import shutil
import signal
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from stemtui import caches, manifest
from stemtui.caches import keep
from stemtui.cli.stopping import stopped_once
from stemtui.errors import StemtuiError
from stemtui.render.deliveries.delivery import render
from stemtui.render.deliveries.publish import recover
from stemtui.session import Session, assign
from tests import small_sessions as small
from tests.crashes import count, cut, failed, killed

Files = dict[str, bytes]
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
CODES = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EDQUOT, errno.EROFS, errno.ESTALE)


def files(folder: Path) -> Files:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Song:
    """A song that was rendered, and is rendered anew with a gain changed, again and again."""

    def __init__(self, root: Path) -> None:
        self.kept, self.root = root / "kept", root / "song"
        self.session = small.ordered(small.band(self.kept), "mix.master", "stem.drums", "stem.bass")
        manifest.save(self.session, self.kept)
        tracks = (replace(self.session.tracks[0], gain_db=-3.0), *self.session.tracks[1:])
        self.changed = replace(self.session, tracks=tracks)
        render(self.kept, self.session)
        self.old = files(self.kept)
        self.again()
        self.operations = count(self.root, self.work)
        self.new = files(self.root)
        assert self.new.keys() == self.old.keys() and self.new != self.old

    def again(self) -> None:
        """Everything as it was before."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.kept, self.root)

    def work(self) -> None:
        with stopped_once():
            render(self.root, self.changed)

    def assert_whole(self) -> None:
        """Old or new, whole, with nothing beside it."""
        assert files(self.root) in (self.old, self.new)
        assert sorted(os.listdir(self.root)) == ["audio", "delivery", "stemtui.toml"]


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Song:
    return Song(tmp_path_factory.mktemp("crashes"))


@pytest.mark.parametrize("how", SIGNALS)
def test_a_render_that_is_killed_leaves_the_old_or_the_new_delivery(song: Song, how: signal.Signals) -> None:
    for number in range(1, song.operations + 1, 4):
        song.again()
        ended = killed(song.root, song.work, number, how)
        if how is signal.SIGKILL:
            assert ended == -how
            recover(song.root / "delivery")
        else:
            assert ended in (130, 0)
        song.assert_whole()


@pytest.mark.parametrize("most", [0, 1, 43, 44, 4_096, 30_000, 50_000])
def test_a_render_that_is_killed_while_it_writes_leaves_the_old_delivery(song: Song, most: int) -> None:
    song.again()
    assert cut(song.work, most) == -signal.SIGXFSZ
    recover(song.root / "delivery")
    song.assert_whole()


@pytest.mark.parametrize("code", CODES)
def test_a_render_that_cannot_write_leaves_the_old_delivery(
    song: Song, code: int, capfd: pytest.CaptureFixture[str]
) -> None:
    for number in range(1, song.operations + 1, 9):
        song.again()
        assert failed(song.root, song.work, number, code) in (0, 1)
        song.assert_whole()
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("most", [1, 44, 4_096, 30_000, 50_000])
def test_a_disk_that_takes_only_a_part_is_told_in_words(song: Song, most: int) -> None:
    said = song.root.parent / "said"

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        try:
            song.work()
        except StemtuiError as error:
            os.write(handle, str(error).encode()[: most - 1] if most > 100 else b"")
            raise

    song.again()
    handle = os.open(said, os.O_RDWR | os.O_CREAT)
    assert failed(song.root, work, 1 << 29, 0) == 1
    os.close(handle)
    song.assert_whole()
    assert files(song.root) == song.old
    assert most <= 100 or "could not be written: File too large" in said.read_text()


@pytest.mark.parametrize("is_there", [True, False])
@pytest.mark.parametrize("how", [signal.SIGKILL, *CODES])
def test_a_save_that_ends_in_the_middle_leaves_the_old_or_the_new_manifest(
    tmp_path: Path, is_there: bool, how: int
) -> None:
    root = tmp_path / "song"
    base = small.band(tmp_path / "audio")
    after = assign(base, ["kick"], "bass")

    def fresh() -> None:
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir()
        if is_there:
            manifest.save(base, root)

    def work() -> None:
        manifest.save(after, root, base if is_there else Session())

    fresh()
    number, operations = 0, count(root, work)
    assert operations >= 2
    while (number := number + 1) <= operations:
        fresh()
        if how is signal.SIGKILL:
            assert killed(root, work, number, how) == -how
        else:
            assert failed(root, work, number, how) in (0, 1)
        loaded: Session | None = None
        with suppress(StemtuiError):
            loaded = manifest.load(root)
        assert loaded in ((base, after) if is_there else (None, after))
        left = [name for name in os.listdir(root) if name != "stemtui.toml"]
        assert left == [] or how is signal.SIGKILL
        manifest.save(replace(after, artist="next"), root)
        assert os.listdir(root) == ["stemtui.toml"]


@pytest.mark.parametrize("how", [signal.SIGKILL, *CODES])
def test_what_is_remembered_is_replaced_whole(tmp_path: Path, how: int) -> None:
    page = tmp_path / "cache/page"

    def work() -> None:
        with suppress(OSError):
            keep(page, b"new")

    keep(page, b"old")
    operations = count(page.parent, work)
    assert operations >= 2
    for number in range(1, operations + 1):
        keep(page, b"old")
        if how is signal.SIGKILL:
            assert killed(page.parent, work, number, how) == -how
        else:
            assert failed(page.parent, work, number, how) == 0
        assert page.read_bytes() in (b"old", b"new")
        caches._cleared.cache_clear()  # as in a program that begins
        keep(page.with_name("another"), b"")
        assert sorted(os.listdir(page.parent)) == ["another", "page"]
