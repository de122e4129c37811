"""A delivery read again from disk, and which prints are still current."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from stemtui.errors import StemtuiError
from stemtui.render.deliveries.delivery import render
from stemtui.render.deliveries.status import status
from stemtui.render.deliveries.verify import verify
from stemtui.session import Session
from tests import small_sessions as small


def complete(root: Path, gain_db: float = -1.0) -> Session:
    session = small.band(root)
    session = replace(session, tracks=tuple(replace(track, gain_db=gain_db) for track in session.tracks))
    return small.ordered(session, "mix.master", "stem.drums", "stem.bass", "stem.guitars")


def states(root: Path, session: Session) -> list[tuple[str, str]]:
    return [(one.item, one.state) for one in status(root, session)]


@pytest.mark.parametrize("depth", [16, 24, "32f"])
def test_a_delivery_verifies_and_its_files_null(tmp_path: Path, depth: int | str) -> None:
    render(tmp_path, small.delivered(complete(tmp_path), bit_depth=depth))
    found = verify(tmp_path / "delivery")
    assert found.ok and len(found.files) == 4
    assert "within the bound" in found.null_test
    assert found.as_dict()["ok"] is True


def test_a_changed_file_is_named(tmp_path: Path) -> None:
    render(tmp_path, complete(tmp_path))
    path = tmp_path / "delivery/Song_Drums_STEM.wav"
    data = bytearray(path.read_bytes())
    data[-200] ^= 1
    path.write_bytes(data)
    found = verify(tmp_path / "delivery")
    assert not found.ok
    assert found.problems == (
        "'Song_Drums_STEM.wav' is not the file that was printed: its SHA-256 differs from the receipt's.",
    )


def test_missing_swapped_and_extra_files_are_named(tmp_path: Path) -> None:
    render(tmp_path, complete(tmp_path))
    folder = tmp_path / "delivery"
    (folder / "Song_Master_MIX.wav").unlink()
    small.write(folder / "Song_Bass_STEM.wav", small.noise(1, 500, channels=2), rate=44100, subtype="PCM_16")
    (folder / "Song_Drums_STEM (1).wav").write_bytes(b"")
    said = "\n".join(verify(folder).lines)
    for expected in (
        "'Song_Master_MIX.wav' is not there",
        "'Song_Bass_STEM.wav' has 2 channels, and the receipt says 1.",
        "'Song_Bass_STEM.wav' has 500 frames, and the receipt says 9600.",
        "'Song_Bass_STEM.wav' has 44100 Hz, and the receipt says 48000.",
        "'Song_Bass_STEM.wav' has 16 word length, and the receipt says 24.",
        "'Song_Drums_STEM (1).wav' is not on the receipt.",
    ):
        assert expected in said


def test_files_whose_names_were_swapped_are_told_by_what_they_hold(tmp_path: Path) -> None:
    render(tmp_path, complete(tmp_path))
    folder = tmp_path / "delivery"
    drums, master = folder / "Song_Drums_STEM.wav", folder / "Song_Master_MIX.wav"
    drums.rename(folder / "kept")
    master.rename(drums)
    (folder / "kept").rename(master)
    said = verify(folder).problems
    assert "'Song_Drums_STEM.wav' holds what was printed as 'Song_Master_MIX.wav'." in said
    assert "'Song_Master_MIX.wav' holds what was printed as 'Song_Drums_STEM.wav'." in said


def test_a_print_under_a_name_of_somebodys_own_is_told_by_what_it_holds(tmp_path: Path) -> None:
    render(tmp_path, complete(tmp_path))
    folder = tmp_path / "delivery"
    (folder / "Song_Drums_STEM.wav").rename(folder / "drums final.wav")
    said = verify(folder).problems
    assert "'Song_Drums_STEM.wav' is not there: it was moved, renamed or not copied." in said
    assert (
        "'drums final.wav' is not on the receipt: it holds what was printed as 'Song_Drums_STEM.wav'." in said
    )


def test_a_receipt_that_was_made_to_fit_does_not_null(tmp_path: Path) -> None:
    """Somebody inverts a stem and corrects its hash: its levels are right, and the null test finds it."""
    render(tmp_path, complete(tmp_path))
    folder = tmp_path / "delivery"
    receipt = (folder / "receipt.toml").read_text()
    samples, _ = small.soundfile.read(folder / "Song_Drums_STEM.wav")
    old = small_digest(folder / "Song_Drums_STEM.wav")
    small.write(folder / "Song_Drums_STEM.wav", -samples.T)
    (folder / "receipt.toml").write_text(receipt.replace(old, small_digest(folder / "Song_Drums_STEM.wav")))
    found = verify(folder)
    assert not found.ok and "above the bound" in found.problems[0]


def small_digest(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_what_the_files_cannot_prove_is_said(tmp_path: Path) -> None:
    session = small.ordered(complete(tmp_path), "mix.master", "stem.drums")
    render(tmp_path, session)
    found = verify(tmp_path / "delivery")
    assert found.ok and "not provable from these files: 1 of 3 stems are among them" in found.null_test
    render(tmp_path, small.ordered(session, "stem.drums"))
    assert "the master mix is not among them" in verify(tmp_path / "delivery").null_test


def test_there_is_nothing_to_verify_without_a_receipt(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(StemtuiError):
            verify(folder)
    (tmp_path / "receipt.toml").write_text("[stemtui]\nversion = '1'\n[[file]]\n")
    with pytest.raises(StemtuiError, match="was edited"):
        verify(tmp_path)


def test_status_follows_the_session(tmp_path: Path) -> None:
    session = complete(tmp_path)
    assert states(tmp_path, session)[0] == ("mix.master", "missing")
    render(tmp_path, session)
    assert {state for _, state in states(tmp_path, session)} == {"current"}
    louder = replace(session, tracks=(replace(session.tracks[0], gain_db=0.5), *session.tracks[1:]))
    assert states(tmp_path, louder) == [
        ("mix.master", "stale"),
        ("stem.drums", "stale"),
        ("stem.bass", "current"),
        ("stem.guitars", "current"),
    ]
    assert {one.why for one in status(tmp_path, louder)} == {"gain_db of kick was -1, and is 0.5", ""}
    small.write(tmp_path / "audio/gtr.wav", small.noise(77, channels=2))
    changed = status(tmp_path, session)
    assert [one.state for one in changed] == ["stale", "current", "current", "stale"]
    assert changed[3].why == "'audio/gtr.wav' changed since"
    (tmp_path / "delivery/Song_Bass_STEM.wav").unlink()
    assert status(tmp_path, session)[2].state == "missing"
    assert status(tmp_path, replace(session, order=())) == ()


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('file = "Song_Master_MIX.wav"', "file = 3"),
        ('item = "stem.drums"', "item = []"),
        ("complete = [", "complete = 7 #"),
        ("bit_depth = 24", "bit_depth = {}"),
        ("[proof]", "[prove]"),
    ],
)
def test_an_edited_receipt_is_refused_in_words(tmp_path: Path, was: str, becomes: str) -> None:
    session = complete(tmp_path)
    render(tmp_path, session)
    path = tmp_path / "delivery/receipt.toml"
    lines = path.read_text().splitlines()
    if was.startswith("complete"):
        first = lines.index(was)
        del lines[first + 1 : lines.index("]", first) + 1]
    assert was in lines
    path.write_text("\n".join(becomes if line == was else line for line in lines))
    for look in (lambda: verify(path.parent), lambda: status(tmp_path, session)):
        with pytest.raises(StemtuiError, match=r"'receipt\.toml' in .* was edited"):
            look()


def test_a_delivery_folder_may_be_a_link_where_the_user_says_so(tmp_path: Path) -> None:
    session = complete(tmp_path)
    (tmp_path / "disk/prints").mkdir(parents=True)
    (tmp_path / "delivery").symlink_to(tmp_path / "disk/prints")
    render(tmp_path, session, into=tmp_path / "delivery")
    render(tmp_path, session, into=tmp_path / "delivery", force=True)
    assert (tmp_path / "delivery").is_symlink()
    assert verify(tmp_path / "delivery").ok
    assert [path.name for path in (tmp_path / "disk").iterdir()] == ["prints"]


def test_levels_are_measured_again(tmp_path: Path) -> None:
    session = complete(tmp_path)
    small.write(tmp_path / "audio/gtr.wav", small.noise(4, 96_000, channels=2))
    receipt = render(tmp_path, session).as_dict()
    path = tmp_path / "delivery/receipt.toml"
    assert "  Master MIX    stereo  peak" in verify(path.parent).lines[1]
    loudness = receipt["file"][0]["integrated_lufs"]
    for was, becomes in ((f"integrated_lufs = {loudness}", "integrated_lufs = -14.0"), ("peak_dbfs", "peak")):
        text = path.read_text()
        path.write_text(text.replace(was, becomes, 1))
        (problem,) = verify(path.parent).problems
        assert problem.startswith("'Song_Master_MIX.wav' has ") and "and the receipt says" in problem
        path.write_text(text)
    path.write_text(re.sub('waveform = "..', 'waveform = "//', text, count=1))
    (problem,) = verify(path.parent).problems
    assert problem == "'Song_Master_MIX.wav' has another waveform than the receipt has."


@pytest.mark.parametrize(
    ("change", "stale", "why"),
    [
        (lambda s: small.delivered(s, bit_depth=16), "MDBG", "bit_depth of delivery was 24, and is 16"),
        (lambda s: replace(s, pan_law_db=-3.0), "MDB", "pan_law_db of session was 0, and is -3"),
        (lambda s: with_stem(s, gain_db=-2.0), "MD", "gain_db of Drums was not set, and is -2"),
        (lambda s: with_stem(s, channels="mono"), "D", "its channels were 2, and are 1"),
        (lambda s: with_kick(s, stem="bass"), "MDB", "kick came in and stem of kick was drums, and is bass"),
        (lambda s: with_kick(s, left_out="too loud"), "MD", "kick went out"),
        (lambda s: with_kick(s, origin="raw", note="the old one"), "", ""),
        (lambda s: with_stem(s, name="Kit"), "D", "it was printed as 'Song_Drums_STEM.wav'"),
    ],
)
def test_a_stale_print_says_why(
    tmp_path: Path, change: Callable[[Session], Session], stale: str, why: str
) -> None:
    session = complete(tmp_path)
    session = replace(session, order=tuple(replace(line, channels="") for line in session.order))
    render(tmp_path, session)
    found = status(tmp_path, change(session))
    letters = dict(zip(("mix.master", "stem.drums", "stem.bass", "stem.guitars"), "MDBG", strict=True))
    assert "".join(letters[one.item] for one in found if one.state == "stale") == stale
    whys = [one.why for one in found if one.state == "stale"]
    assert any(why in said for said in whys) or not stale
    assert all(one.state in ("stale", "current") for one in found)


def with_stem(session: Session, **changes: object) -> Session:
    """The session with its Drums stem changed."""
    first, *rest = session.stems
    return replace(session, stems=(replace(first, **changes), *rest))  # type: ignore[arg-type]


def with_kick(session: Session, **changes: object) -> Session:
    """The session with its kick changed."""
    first, *rest = session.tracks
    return replace(session, tracks=(replace(first, **changes), *rest))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "stem"', 'kind = "track"', "is a STEM, and the receipt calls it a TRACK"),
        ('treatment = "printed"', 'treatment = "none"', "is a SUBMIX, and the receipt calls it a STEM"),
        ('rounding = "tpdf"', 'rounding = "none"', "NOT as the receipt has it"),
        ('verdict = "within the bound"', 'verdict = "all great"', "NOT as the receipt has it"),
        ("residual_rms_dbfs = -1", "residual_rms_dbfs = -2", "NOT as the receipt has it"),
        ('deliver = "stem.bass"', 'deliver = "stem.guitars"', "Line 3 of the order is not met by"),
    ],
)
def test_a_receipt_that_was_edited_contradicts_itself(tmp_path: Path, old: str, new: str, said: str) -> None:
    render(tmp_path, complete(tmp_path))
    receipt = tmp_path / "delivery" / "receipt.toml"
    text = receipt.read_text(encoding="utf-8")
    assert old in text
    receipt.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = verify(tmp_path / "delivery")
    assert not found.ok
    assert said in "\n".join(found.lines)


@pytest.mark.parametrize("waveform", ['"AB A"', '"<svg> <svg>"', "7"])
def test_a_waveform_that_is_none_is_refused_and_made_again(tmp_path: Path, waveform: str) -> None:
    session = complete(tmp_path)
    render(tmp_path, session)
    path = tmp_path / "delivery/receipt.toml"
    before = path.read_text()
    path.write_text(re.sub(r"waveform = .*", f"waveform = {waveform}", before, count=1))
    with pytest.raises(StemtuiError, match=r"was edited: file\.waveform"):
        verify(path.parent)
    render(tmp_path, session)
    assert path.read_text() == before
