"""What each key of a manifest may say: numbers up to their last, and what is named there."""

import datetime
from pathlib import Path

import pytest

from stemtui import manifest
from stemtui.errors import ManifestError

FILE = "[track.a]\nfile = 'a.wav'\n"
COMPRESSOR = "[mix_bus]\nceiling_dbtp = -1\n[mix_bus.compressor]\n"
SQUEEZED = f"{COMPRESSOR}threshold_db = -18\nratio = 2\n"
NUMBERS = [
    (COMPRESSOR + "ratio = 2\n", "threshold_db", -60.0, 0.0),
    (COMPRESSOR + "threshold_db = -18\n", "ratio", 1.0, 100.0),
    (SQUEEZED, "attack_ms", 0.0, 1_000.0),
    (SQUEEZED, "release_ms", 1.0, 10_000.0),
    (SQUEEZED, "knee_db", 0.0, 24.0),
    (SQUEEZED, "makeup_db", -24.0, 24.0),
    ("[mix_bus]\n", "gain_db", -144.0, 48.0),
    ("[mix_bus]\n", "ceiling_dbtp", -60.0, 0.0),
    ("[mix_bus]\nceiling_dbtp = -1\n", "limiter_release_ms", 1.0, 10_000.0),
    ("[mix_bus]\nceiling_dbtp = -1\n", "limiter_lookahead_ms", 1.0, 50.0),
    ("[delivery]\n", "trim_db", -144.0, 48.0),
    ("[delivery]\n", "sample_rate", 8_000, 768_000),
    ("[session]\n", "sample_rate", 8_000, 768_000),
    ("[stem.a]\nname = 'A'\n", "gain_db", -144.0, 48.0),
    ("[stem.s]\nname = 'S'\n[mix.a]\nname = 'A'\n[mix.a.offsets_db]\n", "s", -144.0, 48.0),
    (FILE, "gain_db", -144.0, 48.0),
    (FILE, "pan", -100.0, 100.0),
    (FILE, "delay_ms", -60_000.0, 60_000.0),
    (FILE, "delay_samples", -11_520_000, 11_520_000),
]


def said(folder: Path, text: str) -> list[str]:
    """What is wrong with a manifest, message and remedy."""
    (folder / "stemtui.toml").write_text(f"format = 1\n{text}", encoding="utf-8")
    try:
        manifest.load(folder)
    except ManifestError as error:
        return [f"{problem.message} {problem.remedy}" for problem in error.problems]
    return []


@pytest.mark.parametrize(("table", "key", "lowest", "highest"), NUMBERS)
def test_a_number_is_taken_up_to_its_last_and_no_further(
    tmp_path: Path, table: str, key: str, lowest: float, highest: float
) -> None:
    for value in (lowest, highest):
        assert said(tmp_path, f"{table}{key} = {value}\n") == []
    step = 1 if isinstance(lowest, int) else 0.001
    for value in (lowest - step, highest + step, *((1e300,) if step < 1 else (10**300,))):
        [problem] = said(tmp_path, f"{table}{key} = {value}\n")
        assert f"{lowest:g}" in problem.replace(" ", "") or f"{lowest}" in problem.replace(" ", "")
    for value in ("nan", "inf", "-inf", "true", "'1'", "[1]"):
        assert len(said(tmp_path, f"{table}{key} = {value}\n")) == 1


@pytest.mark.parametrize("law", ["0", "-3", "-4.5", "-6", "-6.0"])
def test_the_pan_laws_that_there_are(tmp_path: Path, law: str) -> None:
    assert said(tmp_path, f"[session]\npan_law_db = {law}\n") == []


@pytest.mark.parametrize("law", ["false", "true", "'-3'", "3", "nan", "[-3]", "{ a = 1 }"])
def test_any_other_pan_law_is_none(tmp_path: Path, law: str) -> None:
    [problem] = said(tmp_path, f"[session]\npan_law_db = {law}\n")
    assert "is not a pan law. Use 0, -3, -4.5 or -6" in problem


@pytest.mark.parametrize(
    ("ignored", "wrong"),
    [
        ("['takes/', '*.mp3', 'a/b.wav']", []),
        ("[]", []),
        ("'takes/'", ["is not a list of patterns"]),
        ("['a', 1]", ["is not a list of patterns"]),
        ("['a', 'b', 'a', 'b', 'c', 'b']", ['"a" is listed twice', '"b" is listed twice']),
        ("['../x', './.', '/', 'c:x']", ["leads out", "means no file", "absolute path", "drive letter"]),
        ("['/x', 'ok', '/x']", ["absolute path"]),
    ],
)
def test_patterns_of_what_is_ignored(tmp_path: Path, ignored: str, wrong: list[str]) -> None:
    found = said(tmp_path, f"[session]\nignore = {ignored}\n")
    assert len(found) == len(wrong)
    assert all(words in problem for words, problem in zip(wrong, found, strict=True))


@pytest.mark.parametrize("table", ["[mix.a]\nname = 'A'\nonly", "[track.d]\nbounce"])
def test_a_list_of_ids_names_each_once(tmp_path: Path, table: str) -> None:
    items = "".join(f"[stem.{n}]\nname = '{n}'\n[track.{n}]\nfile = '{n}.wav'\n" for n in "xyz")
    assert said(tmp_path, f"{items}{table} = ['x', 'y', 'z']\n") == []
    found = said(tmp_path, f"{items}{table} = ['x', 'y', 'x', 'z', 'z', 'x']\n")
    assert [problem.split()[0] for problem in found if "listed twice" in problem] == ['"x"', '"z"']
    for value in ("'x'", "['x', 1]", "{ x = 1 }"):
        assert any(
            "is not a list of ids" in problem for problem in said(tmp_path, f"{items}{table} = {value}\n")
        )


@pytest.mark.parametrize("key", ["profile", "naming"])
def test_a_shelf_is_named_by_a_name_or_by_a_file_in_the_session(tmp_path: Path, key: str) -> None:
    for value in ("any-name", "theirs.toml", "shelves/theirs.toml"):
        assert said(tmp_path, f"[delivery]\n{key} = '{value}'\n") == []
    for value, wrong in (
        ("shelves/theirs", "is no name and no TOML file"),
        ("a\\b", "is no name and no TOML file"),
        ("../theirs.toml", "leads out of the session's folder"),
        ("/theirs.toml", "is an absolute path"),
        ("a\\b.toml", "has a backslash"),
    ):
        [problem] = said(tmp_path, f"[delivery]\n{key} = '{value}'\n")
        assert wrong in problem


def test_what_can_be_delivered_is_told_with_an_example_of_each(tmp_path: Path) -> None:
    [problem] = said(tmp_path, "[[order]]\nasked = 'x'\nkind = 'stem'\ndeliver = 'drums'\n")
    assert '"track.kick", "stem.drums", "mix.master" or "rest"' in problem


def test_a_date_is_a_day(tmp_path: Path) -> None:
    for value in ("2026-03-01", "'2026-03-01'", "''"):
        assert said(tmp_path, f"[delivery]\ndate = {value}\n") == []
    for value in ("'2026-3-1'", "'20260301'", "'2026-02-30'"):
        [problem] = said(tmp_path, f"[delivery]\ndate = {value}\n")
        assert f'is not a date. Write it like "{datetime.date(2026, 3, 1)}"' in problem
