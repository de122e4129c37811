"""Checksums beside a delivery: the forms that are read, and what is said of files that are not as listed."""

import hashlib
from pathlib import Path

import pytest

from stemtui.receiving.checksum_lists import is_list, parse
from stemtui.receiving.checksums import check

SHA = hashlib.sha256(b"x").hexdigest()
SHA1 = hashlib.sha1(b"x").hexdigest()
MD5 = hashlib.md5(b"x").hexdigest()


@pytest.mark.parametrize(
    ("text", "name", "file", "algorithm"),
    [
        (f"{SHA}  Drums.wav", "SHA256SUMS", "Drums.wav", "sha256"),
        (f"{SHA} *Drum Stem.wav", "SHA256SUMS", "Drum Stem.wav", "sha256"),
        (f"{MD5}  ./Stems/Bass.wav\r", "all.md5", "Stems/Bass.wav", "md5"),
        (f"{MD5.upper()} *Stems\\Bass.wav", "all.md5", "Stems/Bass.wav", "md5"),
        (f"\\{SHA}  two\\nlines.wav", "SHA256SUMS", "two\nlines.wav", "sha256"),
        (f"SHA256 (Drums (v2).wav) = {SHA}", "CHECKSUMS.txt", "Drums (v2).wav", "sha256"),
        (f"MD5 (Bass.wav) = {MD5}", "bass.md5", "Bass.wav", "md5"),
        (MD5, "Bass.wav.md5", "Bass.wav", "md5"),
        (f"{hashlib.sha512(b'x').hexdigest()}  a.wav", "SHA512SUMS", "a.wav", "sha512"),
        ("Stems\\Bass Stem.wav 8cdc1683", "files.sfv", "Stems/Bass Stem.wav", "crc32"),
        (f"{SHA}  data/Bass.wav", "manifest-sha256.txt", "data/Bass.wav", "sha256"),
        (f"{MD5}  Bass.wav", "Song MD5.txt", "Bass.wav", "md5"),
        (
            f'<hashlist version="1.1"><hash><file>R&amp;B.wav</file><size>1</size><md5>{MD5}</md5></hash>',
            "song.mhl",
            "R&B.wav",
            "md5",
        ),
        (
            f'<hash>\n<path size="1">a/b.wav</path>\n<sha1 action="original">{SHA1}</sha1></hash>',
            "0001_song.mhl",
            "a/b.wav",
            "sha1",
        ),
    ],
)
def test_the_usual_forms_are_read(text: str, name: str, file: str, algorithm: str) -> None:
    assert is_list(name)
    ((one,), unread) = parse(f"; made by a tool\n\n{text}\n", name)
    assert (one.file, one.algorithm, unread) == (file, algorithm, [])
    assert one.digest == one.digest.lower()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_lists_of_any_system_are_read(tmp_path: Path, end: str, encoding: str) -> None:
    names = ["Drums.wav", "Größe.wav", "in\u2028two.wav"]
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    text = "".join(f"{SHA}  {name}{end}" for name in names)
    (tmp_path / "SHA256SUMS").write_bytes(text.encode(encoding))
    checked = check(tmp_path, ["SHA256SUMS"], names)
    assert (checked.good, checked.problems) == (3, ())


@pytest.mark.parametrize(
    "line", ["Drums.wav is fine", f"{SHA[:50]}  Drums.wav", f"{'z' * 64}  a.wav", SHA, f"SHA256 () = {SHA}"]
)
def test_what_is_no_checksum_of_a_file_is_not_taken_for_one(line: str) -> None:
    assert parse(f"{line}\n", "SHA256SUMS") == ([], [1])


def test_missing_changed_and_unlisted_files_are_named(tmp_path: Path) -> None:
    for name in ("good.wav", "changed.wav", "extra.wav"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "changed.wav").write_bytes(b"y")
    (tmp_path / "extra.wav").write_bytes(b"z")
    lines = [f"{SHA}  {name}" for name in ("good.wav", "changed.wav", "gone.wav", "../outside.wav")]
    (tmp_path / "SHA256SUMS").write_text("\n".join([*lines, "not a sum"]), encoding="utf-8")
    found = check(tmp_path, ["SHA256SUMS"], ["good.wav", "changed.wav", "extra.wav"])
    assert found.good == 1
    text = [f"{problem.severity} {problem}" for problem in found.problems]
    assert [one.split(": ")[0] for one in text] == [
        "warning SHA256SUMS",
        "error changed.wav",
        "error gone.wav",
        "error SHA256SUMS",
        "warning 'extra.wav' is on no list of checksums.",
    ]
    assert "line 5 is no checksum" in text[0] and "its SHA256 differs" in text[1]
    assert "is missing" in text[2] and "lies outside the folder" in text[3]


def test_a_file_under_another_name_and_a_copy_in_the_place_of_another_are_told(tmp_path: Path) -> None:
    held = {"Drums.wav": b"bass", "Bass.wav": b"bass", "LV_final.wav": b"vocal"}
    for name, content in held.items():
        (tmp_path / name).write_bytes(content)
    sent = {"Drums.wav": b"drums", "Bass.wav": b"bass", "Lead Vocal.wav": b"vocal"}
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sent.items())
    (tmp_path / "SHA256SUMS").write_text(sums, encoding="utf-8")
    found = check(tmp_path, ["SHA256SUMS"], held)
    assert found.good == 1
    assert [str(problem) for problem in found.problems] == [
        "Drums.wav: holds what 'SHA256SUMS' lists as 'Bass.wav'. That is here too: ask for this one again.",
        "Lead Vocal.wav: is missing: it is on 'SHA256SUMS'. 'LV_final.wav' holds it: name that so.",
    ]


def test_a_list_in_a_subfolder_is_about_the_files_beside_it(tmp_path: Path) -> None:
    (tmp_path / "Stems").mkdir()
    (tmp_path / "Stems" / "Bass.wav").write_bytes(b"x")
    (tmp_path / "Stems" / "Bass.wav.md5").write_text(MD5, encoding="utf-8")
    found = check(tmp_path, ["Stems/Bass.wav.md5"], ["Stems/Bass.wav"])
    assert (found.good, found.problems) == (1, ())


def test_no_list_is_no_fault(tmp_path: Path) -> None:
    assert check(tmp_path, [], ["a.wav"]).problems == ()


@pytest.mark.parametrize("content", [b"x", b"y"])
def test_a_file_is_compared_by_its_crc32_where_a_list_has_no_more(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "Bass.wav").write_bytes(content)
    (tmp_path / "song.sfv").write_text("; by a tool\r\nBass.wav 8CDC1683\r\n", encoding="utf-8")
    found = check(tmp_path, ["song.sfv"], ["Bass.wav"])
    assert (found.good, len(found.problems)) == ((1, 0) if content == b"x" else (0, 1))


def test_a_media_hash_list_in_a_folder_of_its_own_is_about_the_files_beside_that(tmp_path: Path) -> None:
    (tmp_path / "Bass.wav").write_bytes(b"x")
    entry = f"<hash><path>Bass.wav</path><md5>{MD5}</md5></hash><hash><path>b</path><xxh64>1</xxh64></hash>"
    (tmp_path / "ascmhl").mkdir()
    (tmp_path / "ascmhl" / "0001.mhl").write_text(entry, encoding="utf-8")
    found = check(tmp_path, ["ascmhl/0001.mhl"], ["Bass.wav"])
    assert found.good == 1
    (problem,) = found.problems
    assert problem.severity == "warning" and "is no checksum in a form that is known here" in str(problem)


def test_what_is_wrong_with_a_file_on_two_lists_is_said_once(tmp_path: Path) -> None:
    for name in ("a.sfv", "b.sfv"):
        (tmp_path / name).write_text("gone.wav 8CDC1683", encoding="utf-8")
    assert len(check(tmp_path, ["a.sfv", "b.sfv"], []).problems) == 1
