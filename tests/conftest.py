"""What every test has: a cache of its own, and the sessions that many stories begin with."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import stemtui.audio  # noqa: F401  (before numpy: one thread for sums, as for whoever runs the program)
from stemtui import manifest
from stemtui.session import Mix, Session, Stem, Track
from tests.desks import ORDERED
from tests.driver import CAMPAIGN, write_tracks

HERE = Path(__file__).parent

# the tests start the program some two hundred times, in several workers: compiled once, not each time
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# no test is timed: machines are shared
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: tests of the screen and of kills wait as long as they compute."""
    return (os.cpu_count() or 1) + 1


def pytest_collection(session: pytest.Session) -> None:
    """Where all tests are run, each worker begins to import them at a place of its own.

    What one has rewritten and compiled, the others read: in a fresh clone that is most of their start.
    """
    worker, config = os.environ.get("PYTEST_XDIST_WORKER"), session.config
    if worker is None or config.args != config.getini("testpaths"):
        return
    names = sorted(path.stem for path in HERE.glob("test_*.py"))
    begin = len(names) * int(worker.removeprefix("gw")) // int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
    for name in (*names[begin:], *names[:begin]):
        with suppress(Exception, pytest.skip.Exception):  # told where it is collected
            import_module(f"tests.{name}")


def pytest_collection_finish() -> None:
    """Thousands of collected tests are not looked through again for garbage by each test that makes some."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the program remembers on a machine stays out of the home of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STEMTUI_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("memory")))
        yield


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    """A folder of 26 tracks and no manifest."""
    return write_tracks(tmp_path / "Mega Song", (f"{n:02} {name}" for n, name in enumerate(CAMPAIGN, 1)))


@pytest.fixture
def band(tmp_path: Path) -> Path:
    """A small session with a manifest: three stems, two mixes, one track that is in no stem."""
    folder = write_tracks(tmp_path / "Band", ("Kick", "Snare", "Bass", "Vox", "Shaker"))
    session = Session(
        title="Band",
        stems=(Stem("drums", "Drums"), Stem("bass", "Bass", "mono"), Stem("vocals", "Vocals")),
        mixes=(Mix("master", "Master"), Mix("instrumental", "Instrumental", without=("vocals",))),
        tracks=(
            Track("kick", "Kick.wav", stem="drums"),
            Track("snare", "Snare.wav", stem="drums"),
            Track("bass", "Bass.wav", stem="bass"),
            Track("vox", "Vox.wav", stem="vocals"),
            Track("shaker", "Shaker.wav"),
        ),
    )
    manifest.save(session, folder / manifest.NAME)
    return folder


@pytest.fixture
def ordered(band: Path) -> Path:
    """The band with three things ordered, the second of the wrong kind, and the mix in the manifest."""
    session = manifest.load(band / manifest.NAME)
    manifest.save(replace(session, treatment="manifest", order=ORDERED), band / manifest.NAME, session)
    return band
