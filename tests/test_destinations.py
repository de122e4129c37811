"""Destinations: their figures, what is wrong with one's own, and whether mixes meet them."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stemtui import manifest
from stemtui.destinations import Profile, every, find
from stemtui.destinations.judgement import judgement, judgement_lines
from stemtui.destinations.trimming import trim
from stemtui.destinations.values import Allowed, Loudness
from stemtui.errors import ManifestError, Problem, ProblemsError, StemtuiError
from stemtui.problems import check
from stemtui.session import Delivery
from tests.songs import CAMPAIGN, MONO, SIX

DELIVERY = {"sample_rate": 48000, "bit_depth": 24, "trim_db": 0.0}
OWN = """
name = "Radio Blu"
source = "their letter of May"

[bit_depth]
allowed = [16, 24]
clause = "page 1"

[loudness]
target_lufs = -20
tolerance_lu = 1
clause = "page 2"
"""


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config/stemtui/profiles").mkdir(parents=True)
    return tmp_path / "config/stemtui/profiles"


def entry(
    name: str, lufs: float | None, peak: float = -6.0, kind: str = "mix", **also: Any
) -> dict[str, Any]:
    found = {"item": f"{kind}.{name.lower()}", "kind": kind, "name": name, "sha256": "0"}
    levels = {"integrated_lufs": lufs, "true_peak_dbtp": peak, "peak_dbfs": peak, "max_short_term_lufs": lufs}
    return found | {key: level for key, level in levels.items() if level is not None} | also


def judged(profile: str, *files: dict[str, Any], **delivery: Any) -> dict[str, Any]:
    return judgement(find(profile), DELIVERY | delivery, files)


def said(profile: str, *files: dict[str, Any], **delivery: Any) -> str:
    return "\n".join(judgement_lines({"destination": judged(profile, *files, **delivery)}))


@pytest.mark.parametrize(
    ("key", "lufs", "tolerance", "true_peak"),
    [
        ("ebu-r128", -23.0, 0.2, -1.0),
        ("ebu-r128-live", -23.0, 1.0, -1.0),
        ("ebu-r128-s1", -23.0, 0.2, -1.0),
        ("atsc-a85", -24.0, 2.0, -2.0),
        ("netflix", -27.0, 2.0, -2.0),
        ("aes-td1008", -16.0, 0.0, -1.0),
        ("streaming", -14.0, 0.0, -1.0),
    ],
)
def test_each_destination_has_its_figures(key: str, lufs: float, tolerance: float, true_peak: float) -> None:
    profile = find(key)
    assert profile.loudness and profile.true_peak
    assert (profile.loudness.target_lufs, profile.loudness.tolerance_lu) == (lufs, tolerance)
    assert profile.true_peak.most == true_peak
    assert profile.source


def test_every_demand_of_every_profile_cites_its_clause() -> None:
    found = [one for one in every() if isinstance(one, Profile)]
    assert len(found) == 8
    assert all(getattr(one, demand).clause for one in found for demand in one.demands)
    short = find("ebu-r128-s1").short_term
    assert short and short.most == -18.0


@pytest.mark.parametrize(
    ("lufs", "peak", "verdict"),
    [
        (-23.0, -1.0, "pass"),
        (-23.2, -3.0, "pass"),
        (-22.8, -3.0, "pass"),
        (-23.3, -3.0, "fail"),
        (-22.7, -3.0, "fail"),
        (-23.0, -0.99, "fail"),
    ],
)
def test_a_mix_passes_up_to_the_figure_itself(lufs: float, peak: float, verdict: str) -> None:
    assert judged("ebu-r128", entry("Master", lufs, peak))["verdict"] == verdict


def test_a_failure_says_by_how_much() -> None:
    words = said("ebu-r128", entry("Master", -15.5, -0.4))
    assert "Master MIX FAILS: -15.5 LUFS is 7.3 LU louder than -23 LUFS +/-0.2 allows" in words
    assert "true peak -0.4 dBTP is 0.6 dB over the -1 that is allowed" in words
    checks = judged("ebu-r128", entry("Master", -15.5, -0.4))["mix"][0]["check"]
    off = {one["what"]: one.get("off_by") for one in checks}
    assert off == {"sample_rate": None, "bit_depth": None, "loudness": 7.3, "true_peak": 0.6}
    quiet = said("ebu-r128", entry("Master", -24.0))
    assert "-24 LUFS is 0.8 LU quieter than -23 LUFS +/-0.2 allows" in quiet


def test_rate_and_word_length_are_judged_too() -> None:
    words = said("ebu-r128", entry("Master", -23.0), sample_rate=44100, bit_depth="32f")
    assert "FAILS: 44.1 kHz, not 48 kHz and 32-bit float, not 24-bit" in words


def test_short_term_loudness_is_judged_where_it_is_demanded() -> None:
    loud = entry("Master", -23.0, max_short_term_lufs=-17.5)
    assert "short-term loudness -17.5 LUFS is 0.5 dB over the -18" in said("ebu-r128-s1", loud)
    assert judged("ebu-r128", loud)["verdict"] == "pass"


def test_stems_and_tracks_are_never_judged() -> None:
    loud = [entry("Drums", -3.0, 0.0, "stem"), entry("Kick", -3.0, 0.0, "track")]
    with_mix = judged("ebu-r128", entry("Master", -23.0), *loud)
    assert with_mix["verdict"] == "pass" and [mix["item"] for mix in with_mix["mix"]] == ["mix.master"]
    assert "not judged; no mix was printed" in said("ebu-r128", *loud)


def test_dialogue_gating_is_not_judged_and_never_a_pass() -> None:
    words = said("netflix", entry("Master", -27.0))
    assert "loudness not judged: -27 LUFS +/-2 is wanted of the dialogue" in words
    assert judged("netflix", entry("Master", -27.0))["verdict"] == "not judged"
    assert judged("netflix", entry("Master", -27.0, -1.9))["verdict"] == "fail"


def test_what_was_not_measured_is_not_judged() -> None:
    unmeasured = {"item": "mix.master", "kind": "mix", "name": "Master", "measured": False}
    assert "loudness not judged: not measured" in said("ebu-r128", unmeasured)
    assert "too quiet or too short" in said("ebu-r128", entry("Master", None))


def test_a_players_level_fails_no_mix_and_louder_masters_need_more_room() -> None:
    assert "passes: -9 LUFS, turned down 5 dB at playback" in said("streaming", entry("Master", -9.0, -2.0))
    assert "turned up 2 dB at playback (to -14 LUFS)" in said("streaming", entry("Master", -16.0, -3.0))
    assert "turned up 0.05 dB" in said("aes-td1008", entry("Master", -16.05, -3.0))
    assert judged("streaming", entry("Master", -9.0, -1.5))["verdict"] == "fail"
    assert judged("streaming", entry("Master", -14.0, -1.5))["verdict"] == "pass"


@pytest.mark.parametrize(
    ("peak", "words"),
    [
        (-5.0, "-20 LUFS, turned up 4 dB at playback (to -16 LUFS: its peaks leave no more room)"),
        (-1.0, "-20 LUFS, not turned up at playback: its peaks leave no more room"),
    ],
)
def test_a_player_turns_a_soft_mix_up_no_further_than_its_peaks_allow(peak: float, words: str) -> None:
    assert words in said("streaming", entry("Master", -20.0, peak))


@pytest.mark.parametrize(
    ("lufs", "words"),
    [
        (-21.95, "-24 LUFS +/-2 is wanted of it where there is little dialogue: 0.05 LU louder than that)"),
        (-22.05, "little dialogue: met)"),
        (-26.5, "0.5 LU quieter than that"),
    ],
)
def test_a_mix_with_little_dialogue_hears_how_the_whole_of_it_stands(lufs: float, words: str) -> None:
    told = judged("netflix", entry("Master", lufs))
    assert told["verdict"] == "not judged"
    assert words in told["mix"][0]["check"][2]["says"]


@pytest.mark.parametrize("profile", ["ebu-r128", "ebu-r128-live", "ebu-r128-s1", "atsc-a85"])
@pytest.mark.parametrize("way", [1, -1])
def test_a_hair_outside_the_tolerance_fails_and_a_hair_inside_passes(profile: str, way: int) -> None:
    wanted = find(profile).loudness
    assert wanted
    edge = wanted.target_lufs + way * wanted.tolerance_lu
    assert judged(profile, entry("Master", round(edge - way * 0.05, 2)))["verdict"] == "pass"
    words = said(profile, entry("Master", round(edge + way * 0.05, 2)))
    assert f"is 0.05 LU {'louder' if way > 0 else 'quieter'} than" in words


@pytest.mark.parametrize(
    ("profile", "lufs", "levels", "trim_db"),
    [
        ("atsc-a85", -24.0, {"true_peak_dbtp": -1.95}, -0.05),
        ("atsc-a85", -22.5, {"true_peak_dbtp": -1.95}, -0.05),
        ("atsc-a85", -21.95, {"true_peak_dbtp": -1.95}, -2.05),
        ("ebu-r128", -23.19, {"true_peak_dbtp": -0.95}, None),
        ("ebu-r128-s1", -23.0, {"max_short_term_lufs": -17.95}, -0.05),
        ("netflix", -18.0, {"true_peak_dbtp": -1.95}, -0.05),
    ],
)
def test_a_mix_that_is_as_loud_as_it_should_be_is_moved_no_further_than_its_peaks_ask(
    profile: str, lufs: float, levels: dict[str, float], trim_db: float | None
) -> None:
    mix = entry("Master", lufs) | levels
    told = judged(profile, mix)
    assert told["verdict"] == "fail" and told.get("trim_db") == trim_db


def test_what_is_wanted_of_the_whole_needs_a_dialogue_to_be_wanted_first(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(OWN.replace("tolerance_lu = 1", "whole_lufs = -24"))
    with pytest.raises(ProblemsError, match="the whole mix is measured here anyway"):
        find("x.toml", tmp_path)


def test_the_trim_is_offered_with_its_exact_value() -> None:
    told = judged("ebu-r128", entry("Master", -15.5), trim_db=-1.5)
    assert told["trim_db"] == -9.0
    assert 'trim_db = -9 under [delivery], one trim for all files, puts "Master" within EBU' in told["trim"]
    moved = judged("ebu-r128", entry("Master", -23.0, -13.5), trim_db=-9.0)
    assert moved["verdict"] == "pass" and "trim_db" not in moved


def test_a_trim_that_helps_one_mix_says_what_the_other_would_want() -> None:
    told = judged("ebu-r128", entry("Master", -15.5), entry("Instrumental", -18.1))
    assert told["trim_db"] == -7.5
    assert (
        '"Instrumental" is still not and would want -4.9: print it by itself with that (--into)'
        in told["trim"]
    )


def test_no_trim_is_offered_that_would_only_trade_one_failure_for_another() -> None:
    hot = entry("Master", -30.0, -3.0)
    assert trim(find("ebu-r128"), DELIVERY, [hot]) is None
    fits = entry("Master", -24.0, -2.0)
    assert trim(find("ebu-r128"), DELIVERY, [fits]) is not None


def test_a_trim_under_which_a_stem_clips_names_float_as_the_other_way() -> None:
    stem = entry("Drums", -20.0, -0.5, "stem")
    told = judged("ebu-r128", entry("Master", -24.0, -6.0), stem)
    assert told["trim_db"] == 1.0
    assert '"Drums" would clip' in told["trim"] and '"32f"' in told["trim"]
    assert "clip" not in judged("ebu-r128", entry("Master", -24.0, -6.0))["trim"]


def test_an_unknown_profile_lists_those_that_are_near(tmp_path: Path) -> None:
    with pytest.raises(StemtuiError, match=r'There is no profile "ebu-128"\. Nearest: "ebu-r128"'):
        find("ebu-128")
    with pytest.raises(StemtuiError, match='Known: "aes-td1008", "atsc-a85"'):
        find("zzz")


def test_ones_own_are_found_by_name_and_by_path(settings: Path, tmp_path: Path) -> None:
    (settings / "blu.toml").write_text(OWN)
    (tmp_path / "theirs.toml").write_text(OWN.replace("-20", "-19"))
    by_name, by_path = find("blu"), find("theirs.toml", tmp_path)
    assert by_name.bit_depth == Allowed((16, 24), "page 1")
    assert by_name.loudness == Loudness(-20.0, "page 2", 1.0)
    assert by_path.loudness and by_path.loudness.target_lufs == -19.0
    assert "blu" in [one.key for one in every() if isinstance(one, Profile)]
    with pytest.raises(StemtuiError, match=r"gone\.toml.*could not be read: No such file"):
        find("gone.toml", tmp_path)


def test_a_name_of_the_programs_own_means_the_programs(settings: Path) -> None:
    (settings / "netflix.toml").write_text(OWN)
    assert find("netflix").name == "Netflix"


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        (
            "target_lufs = -20",
            "target_lufs = -200",
            "target_lufs: -200 is out of range. Use -70 to 0",
        ),
        ("target_lufs = -20", 'target_lufs = "loud"', 'loudness.target_lufs: "loud" is not a number.'),
        ("target_lufs = -20", "target_lufs = nan", "loudness.target_lufs: nan is out of range"),
        ("target_lufs = -20\n", "", "loudness: has no target_lufs. Add a line like: target_lufs = -23.0"),
        ("tolerance_lu", "tolerence_lu", '"tolerence_lu" is not a known key. Did you mean "tolerance_lu"?'),
        ("[loudness]", "[loudnes]", '"loudnes" is not a known key. Did you mean "loudness"?'),
        ("[16, 24]", "[20]", 'bit_depth.allowed: 20 is not known here. Use 16, 24 or "32f".'),
        ("[16, 24]", "24", "bit_depth.allowed: 24 is not a list of values. Write it like [24]."),
        ('clause = "page 2"', "", "loudness: has no clause."),
        ('source = "their letter of May"', "", "has no source."),
        (
            "[loudness]",
            "[true_peak]\nmost = 9\nclause = 'c'\n[loudness]",
            "true_peak.most: 9 is out of",
        ),
        ('name = "Radio Blu"', 'name = "Radio', "cannot be read"),
    ],
)
def test_what_is_wrong_with_ones_own_is_told_in_words(
    tmp_path: Path, was: str, becomes: str, words: str
) -> None:
    (tmp_path / "blu.toml").write_text(OWN.replace(was, becomes))
    with pytest.raises(ProblemsError) as raised:
        find("blu.toml", tmp_path)
    assert words in str(raised.value)


def test_a_profile_that_demands_nothing_is_no_profile(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text('name = "X"\nsource = "Y"\n')
    with pytest.raises(ProblemsError, match="demands nothing"):
        find("x.toml", tmp_path)


def test_a_pipe_or_a_link_out_of_the_session_is_not_read(tmp_path: Path) -> None:
    song = tmp_path / "song"
    song.mkdir()
    os.mkfifo(song / "pipe.toml")
    with pytest.raises(StemtuiError, match="it is not a file"):
        find("pipe.toml", song)
    (tmp_path / "theirs.toml").write_text(OWN)
    (song / "link.toml").symlink_to(tmp_path / "theirs.toml")
    with pytest.raises(StemtuiError, match=r"leads out of the session's folder, to .*theirs\.toml'"):
        find("link.toml", song)


def known(profile: str, order: Any = SIX, root: Path | None = None, **delivery: Any) -> list[Problem]:
    session = replace(CAMPAIGN, order=order)
    session = replace(session, delivery=replace(session.delivery, profile=profile, **delivery))
    headers = {track.id: MONO for track in session.tracks}
    return [one for one in check(session, headers, root) if one.path.startswith("delivery")]


def test_check_says_beforehand_what_cannot_pass() -> None:
    rate, depth = known("ebu-r128", sample_rate=44100, bit_depth=16)
    assert rate.severity == depth.severity == "error"
    assert rate.path == "delivery.sample_rate"
    assert "EBU R 128 takes 48 kHz, and the mixes would be 44.1 kHz" in rate.message
    assert rate.remedy == "Set sample_rate = 48000 under [delivery] (D)."
    assert "the mixes would be 16-bit" in depth.message
    assert known("ebu-r128") == known("streaming", sample_rate=44100) == []


def test_stems_alone_may_have_any_form_and_a_warning_says_that_nothing_is_judged() -> None:
    (found,) = known("ebu-r128", order=SIX[2:], bit_depth="32f")
    assert found.severity == "warning" and "judges mixes, and none is on the order" in found.message


def test_check_tells_of_profiles_that_are_not_there_or_not_right(tmp_path: Path) -> None:
    (found,) = known("ebu128")
    assert found.severity == "error" and 'no profile "ebu128". Nearest: "ebu-r128"' in found.message
    (tmp_path / "theirs.toml").write_text(OWN.replace("tolerance_lu = 1", 'tolerance_lu = "a bit"'))
    (found,) = known("theirs.toml", root=tmp_path)
    assert 'loudness.tolerance_lu: "a bit" is not a number.' in found.message


@pytest.mark.parametrize("written", ["../theirs.toml", "/etc/theirs.toml", "profiles/theirs", "a\\\\b.toml"])
def test_a_path_that_leads_elsewhere_is_refused(tmp_path: Path, written: str) -> None:
    path = tmp_path / manifest.NAME
    path.write_text(f'format = 1\n[delivery]\nprofile = "{written}"\n')
    with pytest.raises(ManifestError, match=r"delivery\.profile"):
        manifest.load(path)
    path.write_text('format = 1\n[delivery]\nprofile = "profiles/theirs.toml"\n')
    assert manifest.load(path).delivery.profile == "profiles/theirs.toml"


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ("allowed = []", "sample_rate.allowed: it is empty."),
        ('allowed = "48k"', 'sample_rate.allowed: "48k" is not a list of values.'),
    ],
)
def test_check_says_what_is_wrong_with_a_profile_of_ones_own(tmp_path: Path, held: str, said: str) -> None:
    (tmp_path / "p.toml").write_text(f'name = "Radio"\nsource = "a letter"\n[sample_rate]\n{held}\n')
    session = replace(CAMPAIGN, delivery=Delivery(profile="p.toml"))
    messages = [one.message for one in check(session, {}, tmp_path) if one.path == "delivery.profile"]
    assert f"The profile 'p.toml' is not right: {said}" in messages
