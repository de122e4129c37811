"""What the files of a delivery prove by themselves: mixes against their formulas, the rest, the null test."""

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stemtui import manifest
from stemtui.cli import main
from stemtui.errors import StemtuiError
from stemtui.render.deliveries.delivery import render
from stemtui.render.deliveries.verify import verify
from stemtui.session import Mix, Session
from tests import small_sessions as small

MIXES = (
    Mix("master", "Master"),
    Mix("no_gtr", "No Guitars", without=("guitars",)),
    Mix("gtr", "Only Guitars", only=("guitars",)),
    Mix("up", "Bass Up", offsets_db=(("bass", 2.0),)),
)


def song(root: Path, *items: str, gain_db: float = -1.0) -> Session:
    """The band with every stem touched by a gain, so that everything is dithered."""
    session = small.band(root, mixes=MIXES)
    session = replace(session, tracks=tuple(replace(track, gain_db=gain_db) for track in session.tracks))
    everything = (*(f"mix.{mix.id}" for mix in MIXES), "stem.drums", "stem.bass", "stem.guitars")
    return small.ordered(session, *(items or everything), waive="a test")


@pytest.mark.parametrize("depth", [16, 24, "32f"])
def test_formulas_are_tested_again_from_the_files(tmp_path: Path, depth: int | str) -> None:
    render(tmp_path, small.delivered(song(tmp_path), bit_depth=depth))
    found = verify(tmp_path / "delivery")
    assert found.ok, found.lines
    (line,) = found.formulas
    assert line.startswith("Formulas of the files, each within its bound (-") and line in found.lines
    for says in (
        "No Guitars = Master - Guitars",
        "Only Guitars = Guitars",
        "Bass Up = Master + 0.2589 x Bass",
    ):
        assert says in line
    assert found.as_dict()["formulas"] == [line]


def test_a_delivery_without_any_rounding_verifies(tmp_path: Path) -> None:
    render(tmp_path, song(tmp_path, "mix.master", "mix.no_gtr", "mix.gtr", "stem.drums", gain_db=0.0))
    found = verify(tmp_path / "delivery")
    assert found.ok and "each within its bound (nothing at all RMS" in found.formulas[0]
    render(tmp_path, song(tmp_path, "mix.master", "stem.drums", "stem.bass", "stem.guitars", gain_db=0.0))
    found = verify(tmp_path / "delivery")
    assert found.ok and "leave nothing at all RMS" in found.null_test


def test_a_formula_whose_prints_are_not_there_is_not_provable(tmp_path: Path) -> None:
    render(tmp_path, song(tmp_path, "mix.master", "mix.no_gtr", "mix.up", "stem.guitars"))
    found = verify(tmp_path / "delivery")
    assert found.ok
    assert (
        "each within its bound (-" in found.formulas[0]
        and "No Guitars = Master - Guitars" in found.formulas[0]
    )
    why = "because stem.bass is not among them."
    assert found.formulas[1] == f"Not provable from these files: Bass Up = Master + 0.2589 x Bass, {why}"


def test_a_stem_that_lost_audio_in_its_fold_proves_no_formula(tmp_path: Path) -> None:
    session = song(tmp_path, "mix.master", "mix.up", "stem.bass")
    tracks = tuple(replace(track, pan=40.0) if track.id == "bass" else track for track in session.tracks)
    render(tmp_path, replace(session, tracks=tracks))
    found = verify(tmp_path / "delivery")
    assert found.ok and found.formulas[0].endswith("because folding stem.bass to mono took audio away.")


def test_a_mix_that_was_swapped_and_signed_for_does_not_hold(tmp_path: Path) -> None:
    """Somebody puts the mix with guitars in place of that without, and corrects its hash on the receipt."""
    render(tmp_path, song(tmp_path))
    folder = tmp_path / "delivery"
    receipt, path = (folder / "receipt.toml").read_text(), folder / "Song_No Guitars_MIX.wav"
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    samples, rate = soundfile.read(path, always_2d=True)
    channels = samples.T.copy()
    channels[:, 5_000] = -channels[:, 5_000]
    small.write(path, channels, rate)
    after = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "receipt.toml").write_text(receipt.replace(before, after))
    found = verify(folder)
    assert not found.ok and "within the bound" in found.null_test
    wrong = "\n".join(found.problems)
    assert "No Guitars = Master - Guitars: the files leave -" in wrong
    assert "No Guitars + Only Guitars = Master: the files leave -" in wrong
    assert "NOT as the receipt has it, or above the bound" in wrong and "Bass Up" not in wrong


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"stem.bass" = -0.258925', '"stem.bass" = -0.268925'),
        (
            'says = "Bass Up = Master + 0.2589 x Bass"\nverdict = "within',
            'says = "Bass Up"\nverdict = "WITHIN',
        ),
    ],
)
def test_an_edited_formula_is_found_out(tmp_path: Path, old: str, new: str) -> None:
    render(tmp_path, song(tmp_path))
    receipt = tmp_path / "delivery/receipt.toml"
    text = receipt.read_text()
    assert old in text
    receipt.write_text(text.replace(old, new))
    found = verify(tmp_path / "delivery")
    assert not found.ok and "Bass Up" in found.problems[0]


@pytest.mark.parametrize("factor", ['"much"', "nan", "inf", "{}", "true"])
def test_a_formula_that_makes_no_sense_is_refused(tmp_path: Path, factor: str) -> None:
    render(tmp_path, song(tmp_path))
    receipt = tmp_path / "delivery/receipt.toml"
    text = receipt.read_text()
    receipt.write_text(text.replace('"mix.up" = 1.0', f'"mix.up" = {factor}'))
    assert text != receipt.read_text()
    with pytest.raises(StemtuiError, match="was edited"):
        verify(tmp_path / "delivery")


@pytest.mark.parametrize("items", [("stem.kick", "stem.bass"), ("stem.kick",), ("stem.drums", "stem.kick")])
def test_sub_stems_beside_the_rest_add_up_with_it(tmp_path: Path, items: tuple[str, ...]) -> None:
    """What is shipped of an unshipped stem is not in the rest; what is part of a shipped one counts once."""
    session = song(tmp_path)
    stems = (*session.stems, replace(session.stems[0], id="kick", name="Kick", parent="drums"))
    tracks = (replace(session.tracks[0], stem="kick"), *session.tracks[1:])
    session = replace(session, stems=stems, tracks=tracks)
    session = small.ordered(session, "mix.master", *items, "rest", waive="a test")
    document = render(tmp_path, session).as_dict()
    read = {
        one["item"]: soundfile.read(tmp_path / "delivery" / one["file"], always_2d=True)[0]
        for one in document["file"]
    }
    added = [one for one in (*items, "rest") if one != "stem.kick" or "stem.drums" not in items]
    left = sum(read[one] for one in added) - read["mix.master"]
    assert np.abs(left).max() <= (len(added) + 1) * 1.5 * 2.0**-23
    assert "rest" in {leg["leg"] for leg in document["proof"]["leg"]}
    found = verify(tmp_path / "delivery")
    assert found.ok and f"the {len(added)} stems minus the master mix leave -" in found.null_test


def test_the_rest_makes_an_incomplete_set_provable_by_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest.save(song(tmp_path, "mix.master", "stem.drums"), tmp_path / "stemtui.toml")
    assert main(["render", str(tmp_path)]) == 0
    assert "1 of 3 stems is shipped" in capsys.readouterr().out
    assert main(["verify", str(tmp_path / "delivery")]) == 0
    said = capsys.readouterr().out
    assert "Null test not provable from these files: 1 of 3 stems are among them." in said
    order = '\n[[order]]\nasked = "Everything else STEM"\nkind = "stem"\ndeliver = "rest"\n\n[track.kick]'
    text = (tmp_path / "stemtui.toml").read_text()
    (tmp_path / "stemtui.toml").write_text(text.replace("\n[track.kick]", order))
    assert main(["render", str(tmp_path)]) == 0
    assert "Rest = Master - Drums" in capsys.readouterr().out
    assert main(["verify", str(tmp_path / "delivery")]) == 0
    assert "Null test of the files: the 2 stems minus the master mix leave -1" in capsys.readouterr().out
    samples = [soundfile.read(path)[0] for path in sorted((tmp_path / "delivery").glob("*.wav"))]
    drums, master, rest = samples
    assert np.abs(drums + rest - master).max() <= 3 * 1.5 * 2.0**-23
