"""The mix bus in a session: what keys each mix, its settings in the manifest, and what is said of it."""

from dataclasses import replace
from pathlib import Path

import pytest

from stemtui import manifest
from stemtui.diff import changes
from stemtui.errors import ManifestError, Problem
from stemtui.glossary import explain
from stemtui.problems import check
from stemtui.session import Compressor, Delivery, Mix, MixBus, Session, Stem, Track, mix_key

LIMITED = MixBus(ceiling_dbtp=-1.0)
GLUE = Compressor(-18.0, 2.0)
SONG = Session(
    title="Song",
    treatment="printed",
    mix_bus=LIMITED,
    stems=(
        Stem("drums", "Drums"),
        Stem("vocals", "Vocals"),
        Stem("lead", "Lead", parent="vocals"),
        Stem("choir", "Choir", parent="vocals"),
    ),
    mixes=(
        Mix("master", "Master"),
        Mix("instrumental", "Instrumental", without=("vocals",)),
        Mix("up", "Vocal Up", offsets_db=(("vocals", 1.0),)),
    ),
    tracks=(Track("kick", "kick.wav", stem="drums"), Track("vox", "vox.wav", stem="lead")),
)


@pytest.mark.parametrize(
    ("mix", "key"),
    [
        (Mix("m", "Master"), "master"),
        (Mix("m", "Master", key="self"), "master"),
        (Mix("m", "Instrumental", without=("vocals",)), "master"),
        (Mix("m", "A Cappella", only=("vocals",)), "master"),
        (Mix("m", "A Cappella", only=("vocals",), key="self"), "self"),
        (Mix("m", "Drums Down", offsets_db=(("drums", -1.0),)), "master"),
        (Mix("m", "Vocal Up", offsets_db=(("vocals", 1.0),)), "self"),
        (Mix("m", "Vocal Up", offsets_db=(("vocals", 1.0),), key="master"), "master"),
        (Mix("m", "Lead as it is", offsets_db=(("vocals", -1.0), ("lead", 1.0))), "master"),
        (Mix("m", "Lead Up", offsets_db=(("vocals", -1.0), ("lead", 1.5))), "self"),
        (Mix("m", "Moved and left out", without=("drums",), offsets_db=(("drums", 3.0),)), "master"),
    ],
    ids=lambda value: value.name if isinstance(value, Mix) else value,
)
def test_a_mix_that_moves_nothing_up_is_keyed_by_the_master_mix(mix: Mix, key: str) -> None:
    assert mix_key(SONG, mix) == key


def problems(session: Session) -> list[Problem]:
    return [problem for problem in check(session, {}) if problem.path.startswith(("mix", "delivery"))]


def test_a_limited_session_is_a_good_one() -> None:
    assert problems(SONG) == []
    assert problems(replace(SONG, mix_bus=MixBus(compressor=GLUE))) == []
    keyed = replace(SONG.mixes[2], key="master")
    assert problems(replace(SONG, mixes=(*SONG.mixes[:2], keyed))) == []


def test_a_key_that_changes_nothing_is_a_warning() -> None:
    master, instrumental, up = SONG.mixes
    (problem,) = problems(
        replace(SONG, mix_bus=MixBus(), mixes=(master, instrumental, replace(up, key="self")))
    )
    assert (problem.path, problem.severity) == ("mix.up.key", "warning")
    assert "Nothing on the mix bus depends on level" in problem.message
    (problem,) = problems(replace(SONG, mixes=(replace(master, key="self"), instrumental, up)))
    assert (problem.path, problem.severity) == ("mix.master.key", "warning")


def test_a_limiter_without_a_ceiling_is_a_warning() -> None:
    (problem,) = problems(replace(SONG, mix_bus=MixBus(limiter_release_ms=40.0)))
    assert (problem.path, problem.severity) == ("mix_bus.limiter_release_ms", "warning")
    (problem,) = problems(replace(SONG, mix_bus=MixBus(limiter_lookahead_ms=1.5, compressor=GLUE)))
    assert problem.path == "mix_bus.limiter_lookahead_ms"


def test_a_trim_above_the_limiter_is_a_warning() -> None:
    (problem,) = problems(replace(SONG, delivery=Delivery(trim_db=0.5)))
    assert (problem.path, problem.severity) == ("delivery.trim_db", "warning")
    assert "up to -0.5 dBTP" in problem.message
    assert problems(replace(SONG, delivery=Delivery(trim_db=-0.5))) == []


def said(session: Session, item: str) -> str:
    return " ".join(explain(session, [item]).sentences)


def test_the_glossary_says_which_gain_each_thing_gets() -> None:
    assert "every stem gets the same gain" in said(SONG, "mix.master")
    assert "It is keyed: " in said(SONG, "mix.instrumental")
    assert "can pass the ceiling" in said(SONG, "mix.instrumental")
    assert "since a stem is moved up: it stays under the ceiling" in said(SONG, "mix.up")
    assert "so that the stems add up" in said(SONG, "stem.drums")
    chosen = replace(SONG, mixes=(SONG.mixes[0], replace(SONG.mixes[1], key="self")))
    assert "follows this mix itself: it stays" in said(chosen, "mix.instrumental")
    glued = replace(SONG, mix_bus=MixBus(compressor=GLUE))
    assert "ceiling" not in said(glued, "mix.up") + said(glued, "mix.instrumental")
    plain = replace(SONG, mix_bus=MixBus(gain_db=3.0))
    for item in ("mix.master", "mix.instrumental", "mix.up", "stem.drums"):
        assert "mix bus" not in said(plain, item)


HEAD = 'format = 1\n\n[session]\ntitle = "Song"\n\n'
TABLE = "[mix_bus.compressor]\nthreshold_db = -20 # where it starts\nratio = 4\n"


def loaded(folder: Path, text: str) -> Session:
    (folder / "stemtui.toml").write_text(HEAD + text, encoding="utf-8")
    return manifest.load(folder)


def test_the_compressor_is_a_table_of_its_own_or_one_in_braces(tmp_path: Path) -> None:
    inline = "[mix_bus]\ncompressor = { threshold_db = -20, ratio = 4, knee_db = 0 }\n"
    assert loaded(tmp_path, TABLE).mix_bus == MixBus(compressor=Compressor(-20.0, 4.0))
    assert loaded(tmp_path, inline).mix_bus == MixBus(compressor=Compressor(-20.0, 4.0, knee_db=0.0))


def test_a_fresh_manifest_says_what_is_not_as_by_default(tmp_path: Path) -> None:
    bus = MixBus(1.5, -1.0, limiter_release_ms=40.0, compressor=replace(GLUE, attack_ms=30.0))
    manifest.save(Session(mix_bus=bus), tmp_path)
    assert manifest.load(tmp_path).mix_bus == bus
    assert (
        "[mix_bus]\ngain_db = 1.5\nceiling_dbtp = -1.0\nlimiter_release_ms = 40.0\n"
        "compressor = { threshold_db = -18.0, ratio = 2.0, attack_ms = 30.0 }\n"
    ) in (tmp_path / "stemtui.toml").read_text(encoding="utf-8")


def test_other_edits_leave_the_compressor_as_it_was_written(tmp_path: Path) -> None:
    session = loaded(tmp_path, f"[mix_bus]\nceiling_dbtp = -1.0\n\n{TABLE}")
    manifest.save(replace(session, mix_bus=replace(session.mix_bus, ceiling_dbtp=-2.0)), tmp_path, session)
    written = (tmp_path / "stemtui.toml").read_text(encoding="utf-8")
    assert written == f"{HEAD}[mix_bus]\nceiling_dbtp = -2.0\n\n{TABLE}"


@pytest.mark.parametrize(
    "text",
    [
        TABLE,
        f"{TABLE}\n[mix_bus]\ngain_db = 1.0\n",
        f"[mix_bus]\ngain_db = 1.0\n\n{TABLE}",
        "[mix_bus]\ncompressor = { threshold_db = -20, ratio = 4 } # glue\n",
        "[mix_bus]\ncompressor.threshold_db = -20\ncompressor.ratio = 4\n",
    ],
)
def test_the_compressor_can_be_changed_and_taken_out(tmp_path: Path, text: str) -> None:
    session = loaded(tmp_path, text)
    for compressor in (Compressor(-20.0, 8.0), None):
        changed = replace(session, mix_bus=replace(session.mix_bus, compressor=compressor))
        manifest.save(changed, tmp_path, session)
        assert manifest.load(tmp_path) == changed
        session = changed


def test_two_compressors_clash_and_are_not_mixed(tmp_path: Path) -> None:
    session = loaded(tmp_path, TABLE)
    loaded(tmp_path, TABLE.replace("-20", "-24"))
    mine = replace(session, mix_bus=MixBus(compressor=Compressor(-20.0, 2.0)))
    with pytest.raises(ManifestError) as error:
        manifest.save(mine, tmp_path, session)
    assert [problem.path for problem in error.value.problems] == ["mix_bus.compressor"]


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        ("[mix_bus]\ncompressor = 4", "mix_bus.compressor", "4 is not a table"),
        ("[mix_bus.compressor]\nratio = 2", "mix_bus.compressor", "has no threshold_db"),
        ("[mix_bus.compressor]\nthreshold_db = -9", "mix_bus.compressor", "has no ratio"),
        (f"{TABLE}attak_ms = 3", "mix_bus.compressor.attak_ms", '"attak_ms" is not a known key'),
        (f"{TABLE}attack_ms = -3", "mix_bus.compressor.attack_ms", "-3 is out of range"),
        (f"{TABLE}release_ms = 0", "mix_bus.compressor.release_ms", "0 is out of range"),
        (f'{TABLE}knee_db = "soft"', "mix_bus.compressor.knee_db", '"soft" is not a number'),
        (TABLE.replace("= 4", "= 0.5"), "mix_bus.compressor.ratio", "0.5 is out of range"),
        ("[mix_bus]\nlimiter_release_ms = 0", "mix_bus.limiter_release_ms", "0 is out of range"),
        ("[mix_bus]\nlimiter_lookahead_ms = 80", "mix_bus.limiter_lookahead_ms", "80 is out of range"),
    ],
)
def test_what_is_wrong_with_a_setting_is_said_where_it_stands(
    tmp_path: Path, text: str, path: str, message: str
) -> None:
    with pytest.raises(ManifestError) as error:
        loaded(tmp_path, text)
    (problem,) = error.value.problems
    assert problem.path == path
    assert message in problem.message


def test_a_difference_is_told_setting_by_setting() -> None:
    none, glue = Session(), Session(mix_bus=MixBus(compressor=GLUE))
    assert changes(none, glue) == [
        "Mix bus: compressor added, threshold -18 dB, ratio 2:1, attack 10 ms, release 100 ms, knee 6 dB "
        "and makeup gain 0 dB"
    ]
    harder = Session(mix_bus=MixBus(limiter_release_ms=40.0, compressor=replace(GLUE, ratio=4.0)))
    assert changes(glue, harder) == [
        "Mix bus: limiter release changed from 100 ms to 40 ms",
        "Mix bus: compressor ratio changed from 2:1 to 4:1",
    ]
    assert changes(glue, none) == ["Mix bus: compressor removed"]
