"""A `stemtui.lock` that came with files: what it knows of them."""

from pathlib import Path

from stemtui import lockfile, manifest
from stemtui.receiving import receive
from stemtui.session import Session, Track
from tests.parcels import SIX, kinds, ordered, panned, parcel, said, sound, states, tracks, whole, words

_NAMES = ("Kick", "Snare", "Bass", "Organ")


def _session(origin: str = "printed") -> Session:
    return Session(tracks=tuple(Track(name.lower(), f"{name}.wav", origin=origin) for name in _NAMES))


def _printed(folder: Path) -> Path:
    files = {name: sound(90 + at) for at, name in enumerate(_NAMES)}
    return parcel(folder, files | {"Mix": whole(sum(files.values()))})


def test_a_track_printed_through_the_mix_is_told_from_a_stem_by_a_lock(tmp_path: Path) -> None:
    folder = _printed(tmp_path)
    assert kinds(receive(folder))["Organ"] == "?"
    lockfile.lock_all(folder, _session())
    received = receive(folder, ordered("organ stem, bass stem"))
    assert {kinds(received)[name] for name in _NAMES} == {"track"} and kinds(received)["Mix"] == "mix"
    assert states(received) == ["not met", "not met"]
    assert "A stemtui.lock here knows their audio: they are tracks of that session." in words(received)
    assert all(one["locked"] == (one["file"] != "Mix.wav") for one in received.as_dict()["files"])


def test_tracks_that_are_so_by_how_they_add_up_are_so_by_their_lock_too(tmp_path: Path) -> None:
    parts = tracks()
    parcel(tmp_path, parts | {"Master Mix": panned(parts)})
    session = Session(tracks=tuple(Track(f"t{at}", f"{name}.wav") for at, name in enumerate(parts)))
    lockfile.lock_all(tmp_path, session)
    text = words(receive(tmp_path, ordered(SIX)))
    assert "with a gain and a pan for each, and not as they are: made before the mix." in text
    assert "A stemtui.lock here knows the audio of all, as that of tracks." in text


def test_what_its_session_calls_a_stem_is_no_track_by_its_lock(tmp_path: Path) -> None:
    folder = _printed(tmp_path)
    session = _session("stem")
    manifest.save(session, folder)
    lockfile.lock_all(folder, session)
    assert "track" not in kinds(receive(folder)).values()


def test_a_new_print_under_an_old_name_is_said(tmp_path: Path) -> None:
    folder = _printed(tmp_path)
    manifest.save(_session(), folder)
    lockfile.lock_all(folder, _session())
    parcel(folder, {"Kick": sound(99)})
    assert any(
        one.startswith("Kick.wav: is not the file that its session was organised with")
        for one in said(receive(folder))
    )


def test_a_damaged_lock_is_said_and_the_files_are_judged(tmp_path: Path) -> None:
    folder = _printed(tmp_path)
    (folder / lockfile.NAME).write_text("format = 9\n", encoding="utf-8")
    received = receive(folder)
    assert received.ok and any("it has another format" in one for one in said(received))
