"""What stemtui needs and what it never does: every bound is tested, no network, no pickle, no shell."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from stemtui import manifest
from tests import small_sessions as small

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "stemtui"
REQUIREMENT = re.compile(r"([a-z0-9-]+)>=([0-9.]+),<([0-9.]+)")

NEVER_IMPORTED = {
    *("socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "xmlrpc", "webbrowser", "requests"),
    *("pickle", "marshal", "shelve", "code", "codeop", "pty"),
}
NEVER_CALLED = {
    *("eval", "exec", "compile", "__import__", "system", "popen", "getoutput", "getstatusoutput"),
    *("create_subprocess_shell", "open_connection", "create_connection", "start_server", "create_server"),
}


def requirements() -> list[str]:
    """All that pyproject.toml asks for: to build, to run, to play and to test."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = said["project"]
    extras = project["optional-dependencies"].values()
    return [
        *said["build-system"]["requires"],
        *project["dependencies"],
        *(one for extra in extras for one in extra),
    ]


def test_all_that_is_required_has_a_lowest_version_that_is_tested_and_an_end() -> None:
    lowest = {}
    for requirement in requirements():
        bounds = REQUIREMENT.fullmatch(requirement)
        assert bounds, f"{requirement} needs both bounds"
        lowest[bounds[1]] = bounds[2]
    lines = (ROOT / "tests" / "lowest.txt").read_text(encoding="utf-8").splitlines()
    assert dict(line.split("==") for line in lines if not line.startswith("#")) == lowest
    assert "tests/lowest.txt" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def forbidden(tree: ast.AST) -> Iterator[str]:
    """What a module imports, calls or passes that none should."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names):
                yield from (alias.name for alias in names if is_never_imported(alias.name))
            case ast.ImportFrom(module=str(module), names=names):
                named = [module, *(f"{module}.{alias.name}" for alias in names)]
                yield from [name for name in named if is_never_imported(name)][:1]
            case ast.Call(func=ast.Name(name) | ast.Attribute(attr=name)) if name in NEVER_CALLED:
                if ast.unparse(node.func) != "re.compile":
                    yield name
            case ast.keyword(arg="shell" | "allow_pickle" as name):
                yield name


def is_never_imported(module: str) -> bool:
    return any(f"{module}.".startswith(f"{never}.") for never in NEVER_IMPORTED)


def test_nothing_connects_unpickles_or_has_a_text_run() -> None:
    modules = sorted(PACKAGE.rglob("*.py"))
    assert modules
    found = {path: list(forbidden(ast.parse(path.read_text(encoding="utf-8")))) for path in modules}
    assert not {path: names for path, names in found.items() if names}


@pytest.mark.parametrize(
    "code",
    [
        "import urllib.request",
        "from socket import create_connection",
        "import pickle",
        "from urllib import request",
        "from http.client import HTTPConnection",
        "eval(x)",
        "os.system(x)",
        "subprocess.run(x, shell=True)",
        "np.load(x, allow_pickle=True)",
        "asyncio.create_subprocess_shell(x)",
    ],
)
def test_what_does_is_found(code: str) -> None:
    assert len(list(forbidden(ast.parse(code)))) == 1


GUARDED = """
import importlib, pkgutil, sys
FORBIDDEN = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")

def seen(event, arguments):
    if event in FORBIDDEN or event in ("pickle.find_class", "os.system"):
        print("FORBIDDEN", event, arguments)

sys.addaudithook(seen)
import stemtui
for module in pkgutil.walk_packages(stemtui.__path__, "stemtui."):
    if module.name != "stemtui.__main__":
        importlib.import_module(module.name)
from stemtui.cli import main
for command in ("check", "scan", "lock", "render", "status"):
    print(command, main([command, sys.argv[1]]))
print(main(["verify", sys.argv[1] + "/delivery"]))
import asyncio
from pathlib import Path
from stemtui.tui.app import StemtuiApp
from stemtui.tui.opening import open_desk

async def story():
    app = StemtuiApp(*open_desk(Path(sys.argv[1])))
    async with app.run_test() as pilot:
        await pilot.press("j", "e", "escape", "O", "!", "escape", "w")
        print("shown:", app.desk_screen.desk.session.title)

asyncio.run(story())
"""


def test_no_command_and_no_module_looks_for_a_network(tmp_path: Path) -> None:
    manifest.save(small.ordered(small.band(tmp_path), "mix.master", "stem.drums"), tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", GUARDED, tmp_path], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "FORBIDDEN" not in done.stdout
    assert "render 0" in done.stdout and "shown: Song" in done.stdout
