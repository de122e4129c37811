"""What lies beside the prints: a page, a letter, checksums; and a delivery packed for sending."""

import errno
import hashlib
import os
import re
import shutil
import subprocess
import tomllib
import zipfile
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest

from stemtui import manifest
from stemtui.cli import main
from stemtui.errors import Refused, StemtuiError
from stemtui.render.deliveries.delivery import render
from stemtui.render.deliveries.packing import pack
from stemtui.render.deliveries.status import status
from stemtui.render.deliveries.verify import verify
from stemtui.render.plans.progress import Cancelled, Watch
from stemtui.session import Session, Stem, assign, edit_stem, edit_tracks
from tests import small_sessions as small

ITEMS = ("mix.master", "stem.drums", "stem.bass", "track.kick")
HOSTILE = '<script>alert("x")</script> & \u202egpj.\u2066 \x1b[31m \'"'
PAPERS = ["README.txt", "checksums.sha256", "index.html"]


class Reader(HTMLParser):
    """A page as a list of elements, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def song(root: Path, **changes: object) -> Session:
    session = small.ordered(small.band(root, artist="The Band"), *ITEMS)
    return replace(session, **changes)  # type: ignore[arg-type]


def leads(page: Reader, folder: Path, link: str) -> bool:
    """Whether a link leads to a file of the delivery, or to a place on the page."""
    if link.startswith("#"):
        return any(one.get("id") == link[1:] for _, one in page.elements)
    return (folder / unquote(link)).is_file()


def opened(folder: Path) -> Reader:
    return Reader((folder / "index.html").read_text())


def test_the_page_has_every_line_of_the_order_and_every_file_with_its_kind_picture_and_player(
    tmp_path: Path,
) -> None:
    document = render(tmp_path, song(tmp_path)).as_dict()
    page, folder = opened(tmp_path / "delivery"), tmp_path / "delivery"
    assert not page.open
    assert [one["src"] for one in page.all("audio")] == [
        file["file"].replace(" ", "%20") for file in document["file"]
    ]
    assert all(leads(page, folder, str(link["href"])) for link in page.all("a"))
    pictures = [one["aria-label"] for one in page.all("svg")]
    assert pictures[1] == "Waveform of Drums STEM: sound from 0:00.0 to 0:00.2, loudest at 0:00.1"
    assert len(pictures) == len(page.all("article")) == 4
    assert (
        "Every line is met." in page.text
        and "3 stems of the song, 2 of them here, add up to the master mix" in page.text
    )
    assert "Mono: Bass STEM." in page.text and "The song has 3 stems, and 2 of them are here." in page.text
    headings = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == 1 and all(after <= before + 1 for before, after in pairwise(headings))
    assert max(Counter(one["id"] for _, one in page.elements if "id" in one).values()) == 1


def test_the_page_runs_nothing_and_loads_nothing_from_afar(tmp_path: Path) -> None:
    render(tmp_path, song(tmp_path))
    page = opened(tmp_path / "delivery")
    assert {tag for tag, _ in page.elements}.isdisjoint({"script", "link", "iframe", "object", "img", "base"})
    assert not any(name.startswith("on") or name == "style" for _, said in page.elements for name in said)
    assert "//" not in "".join(str(said.get("href", said.get("src", ""))) for _, said in page.elements)
    policy = next(str(meta["content"]) for meta in page.all("meta") if "http-equiv" in meta)
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and "unsafe" not in policy


def test_hostile_names_are_shown_and_do_nothing(tmp_path: Path) -> None:
    texts = dict.fromkeys(("title", "artist", "mixer", "version", "treatment_note"), HOSTILE)
    session = song(tmp_path, **texts)
    session = replace(
        session,
        stems=tuple(replace(stem, name=f"{HOSTILE} {stem.id}", note=HOSTILE) for stem in session.stems),
        mixes=tuple(replace(mix, name=f"{HOSTILE} {mix.id}", note=HOSTILE) for mix in session.mixes),
        tracks=tuple(replace(track, name=HOSTILE, note=HOSTILE) for track in session.tracks),
        order=tuple(replace(line, asked=HOSTILE, waive=HOSTILE) for line in session.order),
    )
    render(tmp_path, session)
    folder, first = tmp_path / "delivery", replace(session.tracks[0], gain_db=-1.0)
    folder.rename(tmp_path / "before")
    render(tmp_path, replace(session, tracks=(first, *session.tracks[1:])), previous="before")
    assert "What changed since version <" in (folder / "README.txt").read_text()
    page, letter = opened(folder), (folder / "README.txt").read_text()
    assert "script" not in {tag for tag, _ in page.elements}
    assert '<script>alert("x")</script> & \\u202egpj' in page.text
    receipt = (folder / "receipt.toml").read_text()
    assert tomllib.loads(receipt)["session"]["title"] == HOSTILE
    for text in (page.text, letter, receipt):
        assert all(character.isprintable() or character == "\n" for character in text)
    assert all(leads(page, folder, str(link["href"])) for link in page.all("a"))


def test_the_letter_says_what_each_file_is_and_how_to_import_it(tmp_path: Path) -> None:
    session = song(tmp_path, version="3", treatment_note="Pro Tools v7")
    left = replace(session.track("oh_r"), left_out="broken")
    render(tmp_path, replace(session, tracks=(*session.tracks[:2], left, *session.tracks[3:])))
    letter = (tmp_path / "delivery/README.txt").read_text()
    assert letter.startswith("SONG\nThe Band, version 3\n")
    assert max(map(len, letter.splitlines())) <= 78
    said = " ".join(letter.split())
    for words in (
        "Song_Drums_STEM.wav",
        "Drums STEM, stereo. 2 tracks: kick, oh l.",
        "kick TRACK, mono. One track, as it was printed through the mix.",
        "Put all files at the same position. They begin together and have the same length, 0:00.200.",
        "Leave every fader at 0 dB",
        "Mono: Bass STEM. Play it to both sides at full level, with a pan law of 0 dB.",
        "- oh r: broken",
        "(Pro Tools v7)",
        "Stem: A submix of a group of tracks as they are treated in the mix",
    ):
        assert words in said


def test_what_is_not_mixed_is_called_a_submix_everywhere(tmp_path: Path) -> None:
    session = song(tmp_path, treatment="none")
    lines = tuple(
        replace(line, kind="" if "stem" in line.deliver else line.kind, waive="as agreed")
        for line in session.order
    )
    render(tmp_path, replace(session, order=lines))
    letter, page = (tmp_path / "delivery/README.txt").read_text(), opened(tmp_path / "delivery")
    assert "Drums SUBMIX, stereo." in letter and "Drums STEM, stereo" not in letter
    assert "Submixes of tracks" in page.text and "Nothing has been mixed yet" in page.text
    assert "as agreed" in page.text


def test_who_receives_one_track_is_told_of_no_stems(tmp_path: Path) -> None:
    render(tmp_path, small.ordered(small.band(tmp_path), "track.kick"))
    said = " ".join((tmp_path / "delivery/README.txt").read_text().split())
    assert "1 track: 48 kHz, 24-bit WAV, 0:00.200; start: where the song begins." in said
    assert "Put the file where the song begins." in said and "fader" not in said
    assert "there is nothing here that has to add up" in said and "add up to the master" not in said
    assert len(opened(tmp_path / "delivery").all("details")) == 1  # its figures, and none of a proof


def received(root: Path, session: Session) -> str:
    """The letter of a delivery, on one line; the page has the same words."""
    render(root, session)
    said = " ".join((root / "delivery/README.txt").read_text().split())
    shown = " ".join(opened(root / "delivery").text.split())
    for heading in ("How to import them", "How they were made"):
        assert heading in said and heading in shown
    return said


@pytest.mark.parametrize(
    ("origin", "said", "way"),
    [
        ("raw", "as it was recorded", "no level, pan or effect of this mix is in them"),
        ("printed", "as it was printed through the mix", "its levels, pans and effects may be in them"),
        ("", "a copy of its file", "nothing that was done to them in this session is in them"),
    ],
)
def test_a_track_is_what_is_known_of_its_file(tmp_path: Path, origin: str, said: str, way: str) -> None:
    session = edit_tracks(small.ordered(small.band(tmp_path), "track.kick"), ["kick"], origin=origin)
    letter = received(tmp_path, session)
    assert f"kick TRACK, mono. One track, {said}." in letter and way in letter


def test_a_track_that_the_one_trim_has_moved_is_not_told_to_be_as_it_was(tmp_path: Path) -> None:
    session = small.delivered(small.ordered(small.band(tmp_path), "track.kick"), trim_db=-2.5)
    letter = received(tmp_path, edit_tracks(session, ["kick"], origin=""))
    assert "kick TRACK, mono. One track, a copy of its file, turned down by 2.5 dB." in letter
    assert "is in them, but that they were turned down by 2.5 dB, as all files here." in letter


def test_a_part_of_a_stem_is_not_to_be_played_with_it(tmp_path: Path) -> None:
    session = replace(
        small.band(tmp_path), stems=(*small.band(tmp_path).stems, Stem("kit", "Kit", parent="drums"))
    )
    session = assign(session, ["oh_l", "oh_r"], "kit")
    items = ("stem.drums", "stem.bass", "stem.guitars", "stem.kit", "mix.master")
    said = received(tmp_path, small.ordered(session, *items))
    assert "Drums STEM, stereo. 3 tracks, Kit included: kick, oh l, oh r." in said
    assert "Kit STEM, stereo. 2 tracks, part of Drums: oh l, oh r." in said
    assert "Kit STEM is part of Drums STEM: play one of the two, not both." in said
    assert "Drums STEM, Bass STEM and Guitars STEM together, at unity gain, are the master mix." in said
    assert "the 3 stems add up to the master mix" in said


def test_the_rest_is_told_for_what_it_is(tmp_path: Path) -> None:
    said = received(tmp_path, small.ordered(small.band(tmp_path), "stem.bass", "rest", "mix.master"))
    assert "Rest STEM, stereo. Drums and Guitars (" in said
    assert "Rest STEM holds all that no other stem here does: together, at unity gain, they are" in said
    assert "the 3 stems of the song, 1 of them here and the others in one file, add up to the master" in said


def test_a_proof_over_files_that_are_not_here_says_so(tmp_path: Path) -> None:
    said = received(tmp_path, small.ordered(small.band(tmp_path), "stem.bass", "stem.drums"))
    assert "the 3 stems of the song, 2 of them here, add up to the master mix, which is not here" in said


def test_the_print_of_the_daw_is_told_where_there_is_one(tmp_path: Path) -> None:
    session = small.ordered(small.band(tmp_path), "mix.master")
    render(tmp_path, session)
    assert "no print of the DAW" in opened(tmp_path / "delivery").text
    assert "session.reference" not in opened(tmp_path / "delivery").text
    shutil.copy(tmp_path / "delivery/Song_Master_MIX.wav", tmp_path / "print.wav")
    said = received(tmp_path, replace(session, reference="print.wav"))
    assert "The master mix is the DAW's own print, bit for bit." in said


def test_who_receives_the_files_is_told_what_was_found_and_not_how_to_cure_it(tmp_path: Path) -> None:
    session = small.ordered(edit_stem(small.band(tmp_path), "bass", channels="stereo"), "stem.bass")
    receipt = render(tmp_path, session)
    assert any("declare the stem mono" in warning for warning in receipt.document["warnings"])
    said = received(tmp_path, session)
    assert "Bass STEM is stereo, and its left and right channels are identical." in said
    assert "declare" not in said and "waive" not in said


def test_sha256sum_finds_that_all_arrived_whole(tmp_path: Path) -> None:
    render(tmp_path, song(tmp_path))
    folder = tmp_path / "delivery"
    lines = (folder / "checksums.sha256").read_text().splitlines()
    known = dict(reversed(line.split("  ", 1)) for line in lines)
    there = {path.name for path in folder.iterdir()} - {"checksums.sha256", "receipt.toml"}
    assert known == {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in there}
    if program := shutil.which("sha256sum"):
        subprocess.run(
            [program, "--strict", "-c", "checksums.sha256"], cwd=folder, check=True, capture_output=True
        )


def test_without_meters_there_is_no_picture_and_nothing_is_claimed(tmp_path: Path) -> None:
    render(tmp_path, song(tmp_path), metered=False)
    folder = tmp_path / "delivery"
    page = opened(folder)
    assert not (folder / "checksums.sha256").exists() and page.all("svg") == []
    assert "Nothing was measured or proven" in page.text and "are the master mix" not in page.text
    assert verify(folder).ok


def test_files_that_no_browser_plays_have_no_player(tmp_path: Path) -> None:
    render(tmp_path, small.delivered(song(tmp_path), file_format="aiff"))
    page = opened(tmp_path / "delivery")
    assert page.all("audio") == [] and "Browsers do not play these files" in page.text


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_that_was_changed_is_told_and_made_again(tmp_path: Path, name: str) -> None:
    session = song(tmp_path)
    render(tmp_path, session)
    path = tmp_path / "delivery" / name
    content = path.read_bytes()
    for change, state in ((lambda: path.write_text("mine"), "stale"), (path.unlink, "missing")):
        change()
        (told,) = [one for one in status(tmp_path, session) if one.state != "current"]
        assert (told.state, told.item, told.file) == (state, "paper", name)
        assert verify(path.parent).problems[0].startswith(f"{name!r} is not as it was written")
        receipt = render(tmp_path, session)
        assert receipt.is_new and receipt.printed == () and path.read_bytes() == content
    assert not render(tmp_path, session).is_new and verify(path.parent).ok


def test_a_page_that_somebody_else_put_there_is_not_replaced(tmp_path: Path) -> None:
    session = song(tmp_path)
    render(tmp_path, session)
    receipt = tmp_path / "delivery/receipt.toml"
    before = re.sub(r'\n\[\[paper\]\]\nfile = "index.html"\n.*?\n', "\n", receipt.read_text())
    receipt.write_text(before)
    (tmp_path / "delivery/index.html").write_text("mine")
    with pytest.raises(Refused, match=r"'index\.html', which stemtui did not write"):
        render(tmp_path, session, force=True)
    assert (tmp_path / "delivery/index.html").read_text() == "mine"


def packed(root: Path, **changes: object) -> zipfile.ZipFile:
    session = song(root, **changes)
    receipt = render(root, session)
    return zipfile.ZipFile(pack(root / "delivery", receipt.as_dict(), Watch()))


def test_a_packed_delivery_has_the_same_bytes_on_every_machine(tmp_path: Path) -> None:
    first, second = packed(tmp_path / "a", version="2"), packed(tmp_path / "b", version="2")
    assert first.filename is not None and second.filename is not None
    assert Path(first.filename).name == "Song 2.zip"
    assert Path(first.filename).read_bytes() == Path(second.filename).read_bytes()
    folder = tmp_path / "a/delivery"
    assert {Path(name).name: first.read(name) for name in first.namelist()} == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }
    assert {Path(name).parent for name in first.namelist()} == {Path("Song 2")}
    assert {one.date_time for one in first.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_archive_past_4_gib_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 20_000)
    archive = packed(tmp_path)
    assert archive.testzip() is None and len(archive.namelist()) == 8
    assert b"PK\x06\x06" in Path(str(archive.filename)).read_bytes()


def test_an_archive_of_somebody_elses_stays(tmp_path: Path) -> None:
    receipt = render(tmp_path, song(tmp_path))
    with zipfile.ZipFile(tmp_path / "Song.zip", "w") as theirs:
        theirs.writestr("notes.txt", "mine")
    before = (tmp_path / "Song.zip").read_bytes()
    with pytest.raises(Refused, match="stemtui did not write it"):
        pack(tmp_path / "delivery", receipt.as_dict(), Watch())
    assert (tmp_path / "Song.zip").read_bytes() == before


def test_packing_that_is_stopped_leaves_the_archive_as_it_was(tmp_path: Path) -> None:
    archive = packed(tmp_path)
    before, there = Path(str(archive.filename)).read_bytes(), sorted(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        pack(tmp_path / "delivery", render(tmp_path, song(tmp_path)).as_dict(), Watch(cancelled=lambda: True))
    assert Path(str(archive.filename)).read_bytes() == before and sorted(tmp_path.iterdir()) == there


def test_an_archive_without_room_is_told_beside_the_delivery_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = packed(tmp_path)
    before, receipt = Path(str(archive.filename)).read_bytes(), render(tmp_path, song(tmp_path)).as_dict()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(zipfile.ZipFile, "open", full)
    with pytest.raises(
        StemtuiError,
        match=r"No space left on device\. Make room there\. The delivery in 'delivery' is whole; then render",
    ):
        pack(tmp_path / "delivery", receipt, Watch())
    assert Path(str(archive.filename)).read_bytes() == before


def test_the_command_packs_what_it_rendered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest.save(song(tmp_path), tmp_path / manifest.NAME)
    assert main(["render", str(tmp_path), "--zip"]) == 0
    size = (tmp_path / "Song.zip").stat().st_size
    assert (
        capsys.readouterr()
        .out.splitlines()[-1]
        .startswith(f"Packed: {tmp_path / 'Song.zip'} ({size / 1000:.3g} kB")
    )
    assert main(["render", str(tmp_path), "--zip", "--json-lines"]) == 0
    assert (
        f'"event": "packed", "archive": "{tmp_path / "Song.zip"}", "bytes": {size}' in capsys.readouterr().out
    )


def test_a_track_that_is_in_another_file_and_a_part_of_a_part_are_not_to_be_played_with_those(
    tmp_path: Path,
) -> None:
    band = small.band(tmp_path)
    stems = (*band.stems, Stem("kit", "Kit", parent="drums"), Stem("tops", "Tops", parent="kit"))
    session = assign(replace(band, stems=stems), ["oh_l", "oh_r"], "tops")
    said = received(tmp_path, small.ordered(session, "stem.drums", "stem.tops", "track.kick", "track.bass"))
    assert "Tops STEM is part of Drums STEM: play one of the two, not both." in said
    assert "kick TRACK is in stems or mixes here too: play it or those, not both." in said
    assert "bass TRACK is in" not in said
