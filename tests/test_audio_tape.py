"""Tapes: what is laid on one is there for every process, and takes no room from others."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from stemtui.audio.samples.silence import is_silence
from stemtui.audio.samples.tape import Growing, Length, Tape, laid_out, nameless

LENGTHS = (Length(1, 333, True), Length(2, 1_000, False), Length(3, 77, True))


@pytest.fixture
def file() -> Iterator[FileIO]:
    with tempfile.TemporaryFile(buffering=0) as made:
        yield made


def sound(length: Length) -> np.ndarray:
    rng = np.random.default_rng(length.frames)
    shape = (length.channels, length.frames)
    return rng.integers(-(2**23), 2**23, shape, np.int32) if length.is_whole else rng.standard_normal(shape)


def test_each_tape_gives_what_was_laid_on_it(file: FileIO) -> None:
    made = [Tape(*place) for place in laid_out(file, LENGTHS)]
    for tape, length in zip(made, LENGTHS, strict=True):
        for frame in reversed(range(0, length.frames, 50)):
            tape.lay(frame, sound(length)[:, frame : frame + 50])
    for tape, length in zip(made, LENGTHS, strict=True):
        taken = tape.take(7, length.frames - 7)
        assert taken.dtype == length.kind and np.array_equal(taken, sound(length)[:, 7:])
    assert os.fstat(file.fileno()).st_size <= sum(length.bytes for length in LENGTHS)


def test_silence_is_known_as_such(file: FileIO) -> None:
    tape = Tape(file, 0, LENGTHS[0])
    tape.lay(0, np.zeros((1, 333), np.int32))
    tape.lay(200, np.ones((1, 1), np.int32))
    assert is_silence(tape.take(0, 200)) and not is_silence(tape.take(0, 201))


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
def test_who_comes_too_early_waits_for_another_process(file: FileIO) -> None:
    length = LENGTHS[1]
    tape, (ready, go) = Growing(file, 8, length), os.pipe()
    if not (child := os.fork()):
        try:
            tape.lay(0, sound(length)[:, :400])
            os.read(ready, 1)
            tape.lay(400, sound(length)[:, 400:])
        finally:
            os._exit(0)
    assert np.array_equal(tape.take(0, 400), sound(length)[:, :400])
    os.write(go, b"x")
    assert np.array_equal(tape.take(0, 1_000), sound(length))
    os.waitpid(child, 0)
    for handle in (ready, go):
        os.close(handle)


def test_tapes_lie_where_there_is_ample_room_under_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needed = sum(length.bytes for length in LENGTHS)
    temporary, beside = tmp_path / "temporary", tmp_path / "beside"
    free = {temporary: 4 * needed, beside: 0}
    for folder in free:
        folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    asked: list[Path] = []
    real = tempfile.TemporaryFile
    monkeypatch.setattr(
        tempfile, "TemporaryFile", lambda **given: asked.append(given["dir"]) or real(**given)
    )
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=free[Path(folder)]))
    for there in (temporary, beside):
        made = nameless(LENGTHS, [beside])
        assert made and asked[-1] == there and not os.listdir(there)
        made.close()
        free[temporary], free[beside] = 4 * needed - 1, 4 * needed
    free[beside] -= 1
    assert nameless(LENGTHS, [beside]) is None


def test_tapes_that_would_fill_a_disk_in_memory_are_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1 << 50))
    assert nameless([Length(2, 1 << 27, is_whole=False)], [tmp_path])
    assert nameless([Length(2, 1 << 28, is_whole=False)], [tmp_path]) is None


def test_what_was_taken_stays_whatever_is_taken_after_it(file: FileIO) -> None:
    tape = Growing(file, 0, LENGTHS[1])
    tape.lay(0, sound(LENGTHS[1]))
    taken = [tape.take(frame, 300) for frame in (0, 300, 0)]
    assert np.array_equal(np.hstack(taken), sound(LENGTHS[1])[:, [*range(600), *range(300)]])
    assert not np.may_share_memory(taken[0], taken[2])
