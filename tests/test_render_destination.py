"""A render for a destination: what the receipt, the summary and the command say of its mixes."""

import json
import os
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stemtui import manifest
from stemtui.cli import main
from stemtui.errors import Clipping, Refused, StemtuiError
from stemtui.render.deliveries.delivery import render
from stemtui.render.deliveries.verify import verify
from stemtui.session import Mix, Session, Stem, Track
from tests import small_sessions as small


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEMTUI_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def song(root: Path, profile: str, *items: str) -> Session:
    root.mkdir(parents=True, exist_ok=True)
    session = small.ordered(small.band(root), *(items or ("mix.master", "mix.no_gtr", "stem.drums")))
    for path in (root / "audio").iterdir():
        os.utime(path, (1e9, 1e9))
    return small.delivered(session, profile=profile)


def test_the_receipt_and_the_summary_say_how_each_mix_stands(tmp_path: Path) -> None:
    receipt = render(tmp_path, song(tmp_path, "ebu-r128"))
    written = tomllib.loads((tmp_path / "delivery/receipt.toml").read_text())["destination"]
    assert written == receipt.as_dict()["destination"]
    assert [mix["item"] for mix in written["mix"]] == ["mix.master", "mix.no_gtr"]
    files = {file["item"]: file for file in receipt.as_dict()["file"]}
    checks = {check["what"]: check for check in written["mix"][0]["check"]}
    assert checks["true_peak"]["measured"] == files["mix.master"]["true_peak_dbtp"]
    assert checks["sample_rate"]["verdict"] == "pass"
    said = "\n".join(receipt.summary())
    assert said.count("EBU R 128: Master MIX") == said.count("EBU R 128: No Guitars MIX") == 1
    assert "Drums STEM FAILS" not in said
    for paper in ("README.txt", "index.html"):
        paper_said = " ".join((tmp_path / "delivery" / paper).read_text(encoding="utf-8").split())
        assert "What the mixes are for" in paper_said and "EBU R 128: Master MIX" in paper_said


def test_without_a_profile_nothing_is_said(tmp_path: Path) -> None:
    document = render(tmp_path, song(tmp_path, "")).as_dict()
    assert "destination" not in document and "profile" not in document["delivery"]


def tone(root: Path, profile: str, **delivery: object) -> Session:
    """A mix of one steady tone: ten seconds of 1 kHz at -20 dBFS in both channels."""
    samples = 0.1 * np.sin(2 * np.pi * 997 * np.arange(480000) / 48000)
    small.write(root / "audio/tone.wav", np.vstack((samples, samples)))
    session = Session(
        title="Tone",
        treatment="printed",
        stems=(Stem("tone", "Tone"),),
        mixes=(Mix("master", "Master"),),
        tracks=(Track("tone", "audio/tone.wav", stem="tone", origin="printed"),),
    )
    return small.delivered(small.ordered(session, "mix.master"), profile=profile, **delivery)


def test_the_trim_that_is_offered_brings_the_mix_to_its_target(tmp_path: Path) -> None:
    first = render(tmp_path, tone(tmp_path, "ebu-r128")).as_dict()["destination"]
    assert first["verdict"] == "fail" and first["trim_db"] == pytest.approx(-3.0, abs=0.02)
    second = render(tmp_path, tone(tmp_path, "ebu-r128", trim_db=first["trim_db"])).as_dict()
    assert second["destination"]["verdict"] == "pass"
    assert second["file"][0]["integrated_lufs"] == -23.0


def test_another_profile_prints_nothing_again_and_judges_anew(tmp_path: Path) -> None:
    session = song(tmp_path, "ebu-r128")
    render(tmp_path, session, hashed=True)
    session = small.delivered(session, profile="streaming")
    again = render(tmp_path, session, hashed=True)
    assert again.is_new and not again.printed
    assert again.as_dict()["destination"]["name"] == "Streaming (Spotify)"
    assert not render(tmp_path, session, hashed=True).is_new


def test_a_profile_whose_file_changes_judges_anew(tmp_path: Path) -> None:
    text = 'name = "Blu"\nsource = "a letter"\n[true_peak]\nmost = -60\nclause = "1"\n'
    (tmp_path / "blu.toml").write_text(text)
    session = song(tmp_path, "blu.toml")
    assert render(tmp_path, session).as_dict()["destination"]["verdict"] == "fail"
    (tmp_path / "blu.toml").write_text(text.replace("-60", "-1"))
    assert render(tmp_path, session).as_dict()["destination"]["verdict"] == "pass"


def test_kept_prints_are_judged_by_what_was_measured_before(tmp_path: Path) -> None:
    session = song(tmp_path, "ebu-r128", "mix.master")
    first = render(tmp_path, session, hashed=True).as_dict()["destination"]
    again = render(tmp_path, small.ordered(session, "mix.master", "stem.drums"), hashed=True)
    assert again.printed == ("stem.drums",)
    assert again.as_dict()["destination"]["mix"] == first["mix"]


def test_an_unmeasured_render_judges_no_level(tmp_path: Path) -> None:
    told = render(tmp_path, song(tmp_path, "ebu-r128"), metered=False).as_dict()["destination"]
    assert told["verdict"] == "not judged"


def test_a_form_that_is_not_taken_stops_the_render(tmp_path: Path) -> None:
    session = small.delivered(song(tmp_path, "ebu-r128"), bit_depth=16)
    with pytest.raises(Refused, match="EBU R 128 takes 24-bit, and the mixes would be 16-bit"):
        render(tmp_path, session)
    assert not (tmp_path / "delivery").exists()


def loud(root: Path, profile: str) -> Session:
    """Two stems of the same tone against each other: each clips alone, and the mix is what little is left."""
    samples = np.sin(2 * np.pi * 1000 * np.arange(480000) / 48000)
    small.write(root / "audio/up.wav", np.vstack((samples, samples)) * 0.9)
    small.write(root / "audio/down.wav", np.vstack((samples, samples)) * -0.8499)
    session = tone(root, profile)
    stems = (Stem("up", "Up", gain_db=3.0), Stem("down", "Down", gain_db=3.0))
    tracks = (
        Track("up", "audio/up.wav", stem="up", origin="printed"),
        Track("down", "audio/down.wav", stem="down", origin="printed"),
    )
    session = replace(session, stems=stems, tracks=tracks)
    return small.delivered(
        small.ordered(session, "mix.master", "stem.up", "stem.down", waive="a test"), profile=profile
    )


def test_a_cure_for_clipping_that_moves_a_mix_off_its_target_names_float_stems_too(tmp_path: Path) -> None:
    with pytest.raises(Refused) as raised:
        render(tmp_path, loud(tmp_path, "ebu-r128"))
    (found,) = (one for one in raised.value.problems if isinstance(one, Clipping))
    assert "move 'Master' off the target of EBU R 128" in found.remedy and '"32f"' in found.remedy
    with pytest.raises(Refused) as raised:
        render(tmp_path, loud(tmp_path, "streaming"))
    assert all("off the target" not in one.remedy for one in raised.value.problems)


def test_the_commands_say_it_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "song"
    manifest.save(song(root, "ebu-r128"), root / manifest.NAME)
    assert main(["render", str(root), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["destination"]
    assert told["profile"] == "ebu-r128" and told["verdict"] == "not judged"
    manifest.save(song(root, "ebu128"), root / manifest.NAME)
    assert main(["check", str(root), "--json"]) == 1
    (problem,) = json.loads(capsys.readouterr().out)
    assert problem["path"] == "delivery.profile" and "ebu-r128" in problem["message"]


def test_explain_lists_profiles_and_their_clauses(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "profile"]) == 0
    listed = capsys.readouterr().out
    assert "atsc-a85" in listed and "stemtui/profiles" in listed
    assert main(["explain", "profile", "ebu-r128"]) == 0
    assert "QC measurements" in capsys.readouterr().out
    assert main(["explain", "destinations"]) == 0 and "atsc-a85" in capsys.readouterr().out
    assert main(["explain", "profile", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 8
    assert main(["explain", "profile", "ebu"]) == 1


def test_a_mix_that_fails_is_no_success_to_a_script(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "song"
    session = tone(root, "ebu-r128")
    manifest.save(session, root / manifest.NAME)
    for _ in range(2):  # printed, then current
        assert main(["render", str(root)]) == 1
        assert capsys.readouterr().out.endswith(
            "The mixes do not meet EBU R 128, as the lines above say: exit code 1.\n"
        )
    assert main(["render", str(root), "--json-lines"]) == 1
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["event"] == "receipt"
    assert main(["verify", str(root / "delivery")]) == 1
    said = capsys.readouterr().out
    assert "Master MIX FAILS: -20 LUFS is 2.8 LU louder" in said
    assert "it is what its receipt says, and that does not meet EBU R 128." in said
    assert main(["verify", str(root / "delivery"), "--json"]) == 1
    assert not json.loads(capsys.readouterr().out)["ok"]
    manifest.save(small.delivered(session, profile="netflix"), root / manifest.NAME)
    assert main(["render", str(root)]) == 0, "what cannot be judged fails nothing"
    assert main(["verify", str(root / "delivery")]) == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('verdict = "fail"\n', 'verdict = "pass"\n', "says of EBU R 128 is not what it says of the mixes"),
        (
            'item = "mix.master"\nname = "Master"\nverdict = "fail"',
            'item = "mix.master"\nname = "Master"\nverdict = "pass"',
            "says of 'Master' at EBU R 128 is not what its figures",
        ),
        ("measured = -20.0", "measured = -23.0", "says of 'Master' at EBU R 128 is not what its figures"),
        ('says = "48 kHz"', "says = 48", "was edited: destination.mix.check.says"),
        ("[[destination.mix]]", "[[destination.nix]]", "was edited: destination.mix is"),
    ],
)
def test_a_verdict_that_was_edited_is_found(tmp_path: Path, old: str, new: str, said: str) -> None:
    render(tmp_path, tone(tmp_path, "ebu-r128"))
    path = tmp_path / "delivery/receipt.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    try:
        found = verify(path.parent)
    except StemtuiError as error:
        assert said in str(error)
    else:
        assert not found.ok and said in "\n".join(found.problems)


def test_no_profile_costs_no_import() -> None:
    code = (
        "import sys, stemtui.cli.rendering, stemtui.problems\n"
        "assert not [m for m in sys.modules if m.startswith('stemtui.destinations')]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
