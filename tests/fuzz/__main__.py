"""`python -m tests.fuzz TARGET SECONDS FOLDER`, which `.ci/fuzz` starts: fuzzing led by coverage.

Inputs that reach something new gather in FOLDER/corpus, and one for each kind of finding in FOLDER/findings,
with what it led to beside it.
"""

import os
import sys
import tempfile
import traceback
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import atheris

LONGEST = 8_192
PACKAGES = {
    "manifests": ("stemtui.manifest", "stemtui.problems", "stemtui.diff"),
    "sounds": ("stemtui.audio",),
    "papers": (
        "stemtui.manifest",
        "stemtui.order",
        "stemtui.destinations",
        "stemtui.naming",
        "stemtui.render",
    ),
}


def main() -> None:
    """Fuzz one target from its seeds on, and from the corpus that an earlier run has left."""
    target, seconds, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    with atheris.instrument_imports(include=["stemtui", "tomllib"]):
        for package in PACKAGES[target]:
            for module in walk_packages(import_module(package).__path__, f"{package}."):
                import_module(module.name)
        target_module = import_module(f"tests.fuzz.{target}")
        bounds = import_module("tests.fuzz.bounds")
    corpus, found = folder / "corpus", folder / "findings"
    for place in (corpus, found):
        place.mkdir(parents=True, exist_ok=True)
    for seed in target_module.seeds():
        (corpus / sha256(seed).hexdigest()[:40]).write_bytes(seed)
    dictionary = folder / "words"
    dictionary.write_text("".join(f'"{_spelt(word)}"\n' for word in target_module.words()), encoding="ascii")
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as scratch:
        os.environ["STEMTUI_CACHE"] = f"{scratch}/cache"

        def one(content: bytes) -> None:
            try:
                with bounds.bounded(len(content)):
                    target_module.probe(content, Path(scratch))
            except Exception as error:
                _keep(found, content, error)

        options = [f"-max_total_time={seconds}", f"-dict={dictionary}", f"-max_len={LONGEST}", "-timeout=60"]
        options += [f"-artifact_prefix={found}/", "-rss_limit_mb=2048", "-print_final_stats=1"]
        atheris.Setup([sys.argv[0], *options, str(corpus)], one)
        atheris.Fuzz()


def _keep(found: Path, content: bytes, error: Exception) -> None:
    """Keep an input that led to an error, the shortest of those that led to it at the same place."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/stemtui/" in frame.filename] or frames
    name = f"{type(error).__name__}-{Path(own[-1].filename).stem}-{own[-1].lineno}"
    kept = found / name
    if not kept.exists() or kept.stat().st_size > len(content):
        kept.write_bytes(content)
        kept.with_suffix(".txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        print(f"found: {name}: {error}", flush=True)


def _spelt(word: bytes) -> str:
    """A word as libFuzzer's dictionaries write it."""
    return "".join(f"\\x{byte:02x}" for byte in word)


main()
