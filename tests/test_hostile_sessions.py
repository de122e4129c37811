"""Sessions that somebody else pushed: what a manifest, a receipt or a link in them must not be able to do."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from stemtui import folders, manifest, problems, scan
from stemtui.cli import main
from stemtui.errors import ManifestError, Refused, StemtuiError
from stemtui.receipts import read_receipt
from stemtui.render.deliveries.delivery import render
from stemtui.render.deliveries.status import status
from stemtui.render.deliveries.verify import verify
from stemtui.session import OrderLine, Session, Stem, Track
from stemtui.tui.keeping.recovery import Recovery
from tests import small_sessions as small

HEAD = "format = 1\n"


def everything(root: Path) -> dict[str, bytes]:
    """What lies below a folder, links as what they lead to."""
    return {
        str(path.relative_to(root)): os.fsencode(os.readlink(path))
        if path.is_symlink()
        else path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


@pytest.mark.parametrize("target", ["there", "nowhere"])
@pytest.mark.parametrize("folder", ["delivery", "delivery/today"])
def test_prints_never_go_through_a_link_of_the_session(tmp_path: Path, folder: str, target: str) -> None:
    root, outside = tmp_path / "song", tmp_path / "outside"
    session = small.ordered(small.delivered(small.band(root), folder=folder), "mix.master")
    (outside / "there/.today.partial-00000000").mkdir(parents=True)
    (outside / "there/.delivery.partial-00000000").mkdir()
    (root / "delivery").symlink_to(outside / target)
    before = sorted(outside.rglob("*"))
    for command in (render, status):
        with pytest.raises(
            Refused, match=r"'delivery' is a link, to .*: prints never go through one.*--into"
        ):
            command(root, session)
    assert sorted(outside.rglob("*")) == before


@pytest.mark.parametrize("named", ["thesis.txt", "takes", "solo.wav", "solo.flac", "README.txt"])
def test_a_forged_receipt_deletes_nothing(
    tmp_path: Path, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It came with the session, and names what was there before: on a machine that never printed it."""
    session = small.ordered(small.band(tmp_path), "mix.master")
    render(tmp_path, session)
    place = tmp_path / "delivery"
    text = (place / "receipt.toml").read_text().replace('file = "Song_Master_MIX.wav"', f'file = "{named}"')
    shutil.rmtree(place)
    theirs = place / "takes/1.wav" if named == "takes" else place / named
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes((tmp_path / "audio/kick.wav").read_bytes() if "solo" in named else b"years of work")
    (place / "receipt.toml").write_text(text)
    monkeypatch.setenv("STEMTUI_CACHE", str(tmp_path / "another"))
    before = everything(place)
    with pytest.raises(Refused, match=r"stemtui did not write|may be anybody's"):
        render(tmp_path, session)
    assert everything(place) == before
    assert not verify(place).ok


@pytest.mark.parametrize("form", ["wav", "flac", "aiff"])
def test_a_delivery_that_another_machine_made_is_replaced(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of its files came empty."""
    session = small.delivered(
        small.ordered(small.band(tmp_path), "mix.master", "stem.bass"), file_format=form
    )
    render(tmp_path, session)
    before = everything(tmp_path / "delivery")
    (tmp_path / f"delivery/Song_Bass_STEM.{form}").write_bytes(b"")
    monkeypatch.setenv("STEMTUI_CACHE", str(tmp_path / "another"))
    assert render(tmp_path, session).is_new
    assert everything(tmp_path / "delivery") == before


def test_a_receipt_that_names_a_file_elsewhere_brings_nothing_into_the_delivery(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master", "stem.bass")
    render(tmp_path, session)
    receipt, print_ = tmp_path / "delivery/receipt.toml", tmp_path / "delivery/Song_Master_MIX.wav"
    (tmp_path / "secret.wav").write_bytes(print_.read_bytes())
    print_.unlink()
    receipt.write_text(receipt.read_text().replace('"Song_Master_MIX.wav"', '"../secret.wav"'))
    assert status(tmp_path, session)[0].state == "stale"
    render(tmp_path, session)
    prints = sorted(path.name for path in tmp_path.rglob("Song_*.wav"))
    assert prints == ["Song_Bass_STEM.wav", "Song_Master_MIX.wav"]
    assert print_.stat().st_ino != (tmp_path / "secret.wav").stat().st_ino


def endless(path: Path, thing: str) -> None:
    """Put what cannot be read to its end, or not in time, in a file's place."""
    match thing:
        case "pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "sparse":
            path.touch()
            os.truncate(path, 1 << 30)
        case "deep":
            path.write_text("x = " + "[" * 100_000)
        case "dotted":
            path.write_text(".".join("a" * 100_000) + " = 1")


ENDLESS = pytest.mark.parametrize("thing", ["pipe", "device", "sparse", "deep", "dotted"])


@ENDLESS
def test_a_receipt_that_never_ends_is_none(tmp_path: Path, thing: str) -> None:
    small.write(tmp_path / "audio/kick.wav", small.noise(1))
    endless(tmp_path / "audio/receipt.toml", thing)
    begun = time.process_time()
    assert read_receipt(tmp_path / "audio") is None
    assert [found.file for found in scan.scan(tmp_path)] == ["audio/kick.wav"]
    assert time.process_time() - begun < 5


@ENDLESS
@pytest.mark.parametrize("name", ["stemtui.lock", "theirs.toml"])
def test_a_lock_or_a_profile_that_never_ends_is_refused_in_words(
    tmp_path: Path, name: str, thing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    session = small.delivered(small.ordered(small.band(tmp_path), "mix.master"), profile="theirs.toml")
    manifest.save(session, tmp_path)
    endless(tmp_path / name, thing)
    begun = time.process_time()
    assert main(["check", str(tmp_path)]) == 1
    assert time.process_time() - begun < 10
    assert re.search(
        rf"{name}.* ((can|could )not be read|leads out of)|far too large", capsys.readouterr().out
    )


def test_the_lock_is_never_written_through_a_link(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, diary = tmp_path / "song", tmp_path / "diary"
    manifest.save(small.band(root), root)
    diary.write_text("format = 1\n")
    (root / "stemtui.lock").symlink_to(diary)
    assert main(["lock", str(root)]) == 1
    assert "is a link, to" in capsys.readouterr().err
    assert diary.read_text() == "format = 1\n"


def test_a_receipt_without_its_session_was_edited(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master")
    render(tmp_path, session)
    path = tmp_path / "delivery/receipt.toml"
    path.write_text(path.read_text().replace("[session]", "[songs]"))
    with pytest.raises(StemtuiError, match="was edited: session is not as stemtui writes it"):
        verify(path.parent)


def test_a_manifest_that_is_a_link_to_nothing_makes_nothing(tmp_path: Path) -> None:
    (tmp_path / "song").mkdir()
    (tmp_path / "song/stemtui.toml").symlink_to(tmp_path / "autostart.toml")
    with pytest.raises(ManifestError, match=r"it is a link to .*autostart.*, where there is nothing"):
        manifest.save(Session(title="Song"), tmp_path / "song")
    assert os.listdir(tmp_path) == ["song"]


def test_unsaved_work_is_never_kept_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "song").mkdir()
    (tmp_path / "song/.stemtui.toml.recover").symlink_to(tmp_path / "autostart.toml")
    recovery = Recovery(tmp_path / "song/stemtui.toml")
    assert recovery.keep(Session(title="Edited"), Session()) == ""
    assert recovery.own == tmp_path / "song/.stemtui.toml.recover2"
    assert os.listdir(tmp_path) == ["song"]
    recovery.let_go()


def test_the_check_says_where_links_lead(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, library = tmp_path / "song", tmp_path / "library"
    session = small.ordered(small.band(root), "mix.master")
    library.mkdir()
    for name in ("kick", "bass"):
        (root / f"audio/{name}.wav").rename(library / f"{name}.wav")
        (root / f"audio/{name}.wav").symlink_to(library / f"{name}.wav")
    (root / "audio/gtr.wav").rename(root / "audio/real gtr.wav")
    (root / "audio/gtr.wav").symlink_to("real gtr.wav")
    (found,) = problems.links(session, folders.linked(root, session))
    assert found.message == f'"kick" and "bass" are read through links from \'{library}\'.'
    assert found.severity == "warning"
    manifest.save(session, root)
    main(["check", str(root)])
    assert f"are read through links from '{library}'" in capsys.readouterr().out


@pytest.mark.parametrize("item", ["mix.gone", "stem.gone", "track.gone"])
def test_a_line_that_delivers_what_is_gone_is_said_by_every_command(
    tmp_path: Path, item: str, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest.save(replace(small.band(tmp_path), order=(OrderLine(deliver=item),)), tmp_path)
    assert main(["verify", f"{tmp_path}/audio", "--order", str(tmp_path)]) == 1
    assert item in capsys.readouterr().out
    for command in (["check"], ["status"], ["render"], ["render", "--dry-run"]):
        assert main([command[0], str(tmp_path), *command[1:]]) == 1
        assert item in "".join(capsys.readouterr())


def test_a_reply_promises_no_mix_that_is_gone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = (OrderLine("Master", "mix", "mix.master"), OrderLine("bass stem", "stem", "stem.bass", "stereo"))
    manifest.save(replace(small.band(tmp_path), mixes=(), order=lines), tmp_path)
    (tmp_path / "message.txt").write_text("the bass stem in mono after all")
    main(["order", str(tmp_path), str(tmp_path / "message.txt"), "--reply"])
    assert '"Master": a mix, which we still have to make' in capsys.readouterr().out


MANY = {
    "array": "x = " + "[" * 100_000,
    "inline": "x = " + "{a=" * 100_000,
    "dotted": ".".join("a" * 100_000) + " = 1",
    "dotted quotes": ".".join(["'a'", '"b"'] * 50_000) + " = 1",
    "dotted table": f"[{'. '.join('a' * 100_000)}]",
    "tables": "".join(f"[track.t{n}]\nfile='{n}'\n" for n in range(20_001)),
    "orders": "[[order]]\n" * 100_000,
    "inline tables": "track = {" + ",".join(f"a{n}={{}}" for n in range(20_001)) + "}",
    "unknown keys": "".join(f"k{n}=1\n" for n in range(100_000)),
    "unknown keys of tracks": "".join(f"[track.t{n}]\nfil=1\n" for n in range(19_000)),
    "parents": "".join(f"[stem.s{n}]\nname='{n}'\nparent='z{n}'\n" for n in range(19_000)),
    "members": "".join(f"[track.s{n}]\nfile='{n}'\nbounce=['z{n}']\n" for n in range(19_000)),
    "circle": "".join(f"[stem.s{n}]\nname='{n}'\nparent='s{(n + 1) % 19_000}'\n" for n in range(19_000)),
    "circles": "".join(f"[stem.s{n}]\nname='{n}'\nparent='s{n ^ 1}'\n" for n in range(19_000)),
    "one long name": "[stem.a]\nnamee='" + "n" * 4_000_000 + "'\n",
    "one long key": "a" * 4_000_000 + " = 1",
    "digits": "[session]\nsample_rate = " + "9" * 100_000,
    "hexadecimal": "[session]\nsample_rate = 0x" + "f" * 100_000,
    "format": "\nformat = 0x" + "f" * 100_000,
    "words": "x = '" + "a." * 1_000_000 + "'",
}


@pytest.mark.parametrize("what", MANY)
def test_a_huge_manifest_is_refused_in_words_and_in_time(tmp_path: Path, what: str) -> None:
    path = tmp_path / "stemtui.toml"
    path.write_text((HEAD if what != "format" else "") + MANY[what])
    begun = time.process_time()
    with pytest.raises(ManifestError) as error:
        manifest.load(path)
    assert time.process_time() - begun < 20
    assert 1 <= len(error.value.problems) <= 501
    assert len(str(error.value)) < 500_000


@pytest.mark.parametrize("figure", ["9" * 400, "0x" + "f" * 50_000])
def test_git_is_told_a_number_that_nothing_counts_to(
    tmp_path: Path, figure: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "stemtui.toml").write_text(f"{HEAD}[stem.a]\nname = 'A'\ngain_db = {figure}\n")
    assert main(["diff", str(tmp_path)]) == 0
    assert f"gain_db = {figure}" in capsys.readouterr().out


@pytest.mark.parametrize("path", [".", "./.", "./"])
@pytest.mark.parametrize("key", ["[track.a]\nfile", "[session]\nreference"])
def test_the_sessions_own_folder_is_no_file(tmp_path: Path, key: str, path: str) -> None:
    (tmp_path / "stemtui.toml").write_text(f'{HEAD}{key} = "{path}"\n')
    with pytest.raises(ManifestError, match="is the session's own folder"):
        manifest.load(tmp_path)


def test_a_manifest_of_a_gigabyte_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "stemtui.toml").touch()
    os.truncate(tmp_path / "stemtui.toml", 1 << 30)
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (400 << 20,) * 2)\n"
        "from stemtui.cli import main; sys.exit(main(['check', sys.argv[1]]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, tmp_path], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "it is larger than 4 MB" in done.stdout


def test_a_large_session_is_no_hostile_one(tmp_path: Path) -> None:
    stems = tuple(Stem(f"s{n}", f"Stem {n}") for n in range(256))
    tracks = tuple(
        Track(f"t{n}", f"audio/{n} {'long name ' * 8}.wav", stem=f"s{n % 256}", note="note " * 20)
        for n in range(4_000)
    )
    session = replace(Session(title="All"), stems=stems, tracks=tracks)
    assert manifest.save(session, tmp_path) == manifest.load(tmp_path)


OUTSIDE = [
    "../x",
    "/etc/passwd",
    "a/../../x",
    "C:/x",
    "C:x",
    "\\\\host\\share",
    "//host/share",
    "a\\x",
    "a\0b",
    "..",
]


@pytest.mark.parametrize("path", OUTSIDE)
@pytest.mark.parametrize(
    "key", ["[track.a]\nfile", "[session]\nreference", "[delivery]\nfolder", "[delivery]\nname"]
)
def test_a_path_that_leaves_the_session_is_refused_before_anything_is_read(
    tmp_path: Path, key: str, path: str
) -> None:
    (tmp_path / "stemtui.toml").write_text(f"{HEAD}{key} = {json.dumps(path)}\n")
    with pytest.raises(ManifestError) as error:
        manifest.load(tmp_path)
    assert len(error.value.problems) == 1
    assert os.listdir(tmp_path) == ["stemtui.toml"]


@pytest.mark.parametrize("there", ["link", "file", "folder", "file above"])
def test_the_check_says_what_keeps_prints_from_their_place(
    tmp_path: Path, there: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root, outside = tmp_path / "song", tmp_path / "outside"
    outside.mkdir()
    manifest.save(
        small.delivered(small.ordered(small.band(root), "mix.master"), folder="delivery/today"), root
    )
    assert main(["check", str(root)]) == 0
    render(root, manifest.load(root))
    assert main(["check", str(root)]) == 0
    shutil.rmtree(root / "delivery")
    match there:
        case "link":
            (root / "delivery").symlink_to(outside)
        case "file above":
            (root / "delivery").write_text("years of work")
        case _:
            (root / "delivery/today").mkdir(parents=True)
            (root / "delivery/today/thesis.txt").write_text("years of work")
    if there == "file":
        shutil.rmtree(root / "delivery/today")
        (root / "delivery/today").write_text("years of work")
    capsys.readouterr()
    assert main(["check", str(root)]) == 1
    [problem] = [line for line in capsys.readouterr().out.splitlines() if line.startswith("error ")]
    with pytest.raises(Refused) as refused:
        render(root, manifest.load(root))
    assert refused.value.problems[0].message in problem
