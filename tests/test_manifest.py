"""The manifest as it is written: fresh, and with the least change."""

import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

from stemtui import manifest
from stemtui.manifest.pairing import pairs
from stemtui.manifest.schema import TABLES
from stemtui.manifest.writing import VALUES
from stemtui.session import Compressor, Mix, MixBus, OrderLine, Session, Stem, assign, edit_mix
from tests.manifests import FRESH, SONG, saved, written


def test_a_fresh_manifest_reads_like_this(tmp_path: Path) -> None:
    assert manifest.dumps(SONG) == FRESH
    assert manifest.save(SONG, tmp_path) == SONG
    assert (tmp_path / "stemtui.toml").read_text() == FRESH
    assert manifest.load(tmp_path) == SONG
    assert manifest.load(tmp_path / "stemtui.toml") == SONG


def test_an_empty_session_has_a_manifest(tmp_path: Path) -> None:
    manifest.save(Session(), tmp_path)
    assert manifest.load(tmp_path) == Session()


def test_every_field_of_the_model_has_its_key() -> None:
    not_keys = {"id", "mix_bus", "delivery", "stems", "mixes", "order", "tracks"}
    for kind, value in VALUES.items():
        assert {key.name for key in TABLES[kind]} == {field.name for field in fields(value)} - not_keys


def test_loading_imports_little() -> None:
    code = "import sys; from stemtui import manifest; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert not {"numpy", "textual", "rich"} & set(loaded.split())


def test_a_long_list_takes_a_line_for_each_item(tmp_path: Path) -> None:
    stems = tuple(Stem(f"a_stem_with_a_long_id_{n}", f"Stem {n}") for n in range(5))
    song = Session(stems=stems, mixes=(Mix("alt", "Alt", only=tuple(stem.id for stem in stems)),))
    manifest.save(song, tmp_path)
    text = (tmp_path / "stemtui.toml").read_text()
    assert 'only = [\n    "a_stem_with_a_long_id_0",\n    "a_stem_with_a_long_id_1",\n' in text
    fewer = edit_mix(song, "alt", only=song.mixes[0].only[1:])
    manifest.save(fewer, tmp_path, base=song)
    assert (tmp_path / "stemtui.toml").read_text() == text.replace('    "a_stem_with_a_long_id_0",\n', "")
    assert manifest.load(tmp_path) == fewer


def test_items_of_a_list_keep_their_spelling(tmp_path: Path) -> None:
    text = FRESH.replace('["lead_vocal"]', "[ 'lead_vocal' ]  # no voice")
    after = saved(tmp_path, text, lambda s: edit_mix(s, "instrumental", without=("lead_vocal", "bass")))
    assert after == text.replace("[ 'lead_vocal' ]", "['lead_vocal', \"bass\"]")


def test_a_table_without_lines_goes(tmp_path: Path) -> None:
    after = saved(tmp_path, FRESH, lambda s: replace(s, mix_bus=MixBus()))
    assert after == FRESH.replace("[mix_bus]\nceiling_dbtp = -1.0\n\n", "")
    said = FRESH.replace("[mix_bus]", "[mix_bus] # loud")
    after = saved(tmp_path, said, lambda s: replace(s, mix_bus=MixBus()))
    assert after == said.replace("ceiling_dbtp = -1.0\n", "")


def test_order_lines_are_known_again() -> None:
    old = [OrderLine("Drums", "stem", "stem.drums"), OrderLine("Bass", "stem", "stem.bass"), OrderLine("Mix")]
    new = [
        OrderLine("Low end", "stem", "stem.bass"),
        OrderLine("Kit", "stem", "stem.drums"),
        OrderLine("Vocal"),
    ]
    assert pairs(old, new) == {0: 1, 1: 0, 2: 2}
    assert pairs(old, old[1:]) == {0: 1, 1: 2}
    assert pairs(old[:1] * 3, old[:1] * 2) == {0: 0, 1: 1}
    assert pairs([], new) == {}


def test_an_assignment_changes_one_line(tmp_path: Path) -> None:
    path = written(tmp_path, FRESH)
    manifest.save(assign(SONG, ["bass_di"], "bass"), path, base=SONG)
    assert path.read_text() == FRESH.replace('DI.wav"\nstem = ""', 'DI.wav"\nstem = "bass"')


def test_a_compressor_is_written_without_what_it_has_anyway(tmp_path: Path) -> None:
    compressor = Compressor(-20.0, 2.0, knee_db=3.0)
    session = Session(mix_bus=MixBus(compressor=compressor))
    assert "compressor = { threshold_db = -20.0, ratio = 2.0, knee_db = 3.0 }" in manifest.dumps(session)
    manifest.save(session, tmp_path)
    assert manifest.load(tmp_path).mix_bus.compressor == compressor
