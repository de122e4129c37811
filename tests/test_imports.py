"""The rooms import one way, and a command pays only for what it uses."""

import ast
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from stemtui import manifest
from tests import small_sessions as small

PACKAGE = Path(__file__).parent.parent / "stemtui"
MODULES = sorted(PACKAGE.rglob("*.py"))

# A room may import from itself and from rooms further down this list, never from those above.
ROOMS = [
    {"cli"},
    {"tui"},
    {"receiving"},
    {"render"},
    {"lockmerging"},
    {"folders", "lockfile"},
    {"scan"},
    {"audio"},
    {"problems"},
    {"glossary"},
    {"destinations", "order", "propose", "diff", "alike"},
    {"contents", "naming", "rates", "receipts"},
    {"shelves"},
    {"manifest", "selection", "history"},
    {"labels", "suggest"},
    {"session"},
    {"caches"},
    {"header", "holes", "places", "replacing"},
    {"config", "errors", "ignoring", "interrupts"} | {"locks", "looking", "presence", "tables"},
    {"frozen", "remembering", "text"},
]
# The same for the rooms inside a room; a module that stands in none of them may import from all.
INNER = {
    "render": ["deliveries", "papers", "receipts", "engine", "proofs", "plans"],
    "tui": ["rendering", "keeping", "dialogs", "panes", "desk", "wire"],
    "receiving": ["findings", "orders", "kinds", "sums", "sounds"],
    "audio": ["pictures", "meters", "dynamics", "samples", "formats", "machine"],
    "order.reading": ["meeting", "sentences", "wants", "letters", "phrases", "words"],
}
RANK = {room: rank for rank, rooms in enumerate(ROOMS) for room in rooms}


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def imported(path: Path) -> set[str]:
    """Every module that a file imports, inside functions too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names if node.module == "stemtui")
    return names


def test_imports_point_one_way() -> None:
    for path in MODULES:
        room = room_of(path)
        if room in ("__init__", "__main__"):
            continue
        assert room in RANK, f"{room} is a new room: give it its place"
        for name in imported(path):
            if name.startswith("stemtui.") and (target := name.split(".")[1]) in RANK:
                assert target == room or RANK[target] > RANK[room], f"{path} must not import {name}"


@pytest.mark.parametrize("outer", INNER)
def test_so_do_the_rooms_inside_a_room(outer: str) -> None:
    rank = {room: rank for rank, room in enumerate(INNER[outer])}
    folder, depth = PACKAGE / outer.replace(".", "/"), outer.count(".") + 2
    assert {path.parent.name for path in folder.glob("*/*.py")} == set(rank)
    for path in sorted(folder.glob("*/*.py")):
        for name in imported(path):
            target = name.split(".")[depth] if name.startswith(f"stemtui.{outer}.") else path.parent.name
            if target in rank and target != path.parent.name:
                assert rank[target] > rank[path.parent.name], f"{path} must not import {name}"


def test_only_the_screen_knows_textual_and_only_audio_rooms_know_numpy() -> None:
    for path in MODULES:
        room, tops = room_of(path), {name.split(".")[0] for name in imported(path)}
        if room != "tui":
            assert "textual" not in tops, path
            assert "rich" not in tops or path.name == "progress.py", path
        if room not in ("audio", "receiving", "render"):
            assert not tops & {"numpy", "soundfile", "soxr"}, path


def modules_after(code: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(PACKAGE.parent)},
    )
    return set(run.stdout.rsplit("\n", 2)[-2].split())


def test_help_imports_nothing_but_argparse() -> None:
    loaded = modules_after("from stemtui.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass")
    assert "argparse" in loaded
    assert {name for name in loaded if name.startswith("stemtui")} == {
        "stemtui",
        "stemtui.cli",
        "stemtui.cli.arguments",
        "stemtui.cli.parsing",
    }
    assert not loaded & {
        "textual",
        "rich",
        "numpy",
        "soundfile",
        "tomllib",
        "dataclasses",
        "pathlib",
        "inspect",
    }


def test_check_imports_neither_textual_nor_numpy(tmp_path: Path) -> None:
    (tmp_path / "stemtui.toml").write_text("format = 1\n\n[session]\ntitle = 'Empty'\n", encoding="utf-8")
    loaded = modules_after(f"from stemtui.cli import main\nmain(['check', {str(tmp_path)!r}])")
    assert not loaded & {"textual", "rich", "numpy", "soundfile", "soxr"}


def test_a_render_that_finds_everything_current_makes_no_page(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), "stem.drums")
    manifest.save(session, tmp_path / manifest.NAME)
    render = f"from stemtui.cli import main\nmain(['render', {str(tmp_path)!r}])"
    assert "stemtui.render.papers.page" in modules_after(render)
    loaded = modules_after(render)
    assert not loaded & {"stemtui.render.papers", "stemtui.render.deliveries.packing", "numpy"}
    assert not loaded & {"stemtui.cli.reporting", "traceback"}  # nobody asked for lines of JSON


def test_render_does_not_import_textual() -> None:
    loaded = modules_after(
        "import stemtui.render.deliveries.delivery, stemtui.cli.working, stemtui.cli.rendering"
    )
    assert not loaded & {"textual", "rich"}


def test_the_first_paint_waits_for_no_dialog_no_vocabulary_and_no_numbers() -> None:
    loaded = modules_after("import stemtui.tui.opening")
    assert "stemtui.tui.screen" in loaded
    assert not loaded & {
        "stemtui.tui.handlers",
        "stemtui.tui.dialogs.questions",
        "stemtui.folders",
        "stemtui.scan",
    }
    assert not loaded & {
        "numpy",
        "soundfile",
        "soxr",
        "stemtui.suggest",
        "stemtui.diff",
        "stemtui.glossary.explaining",
    }
