"""Every sentence of "What it promises" in the README, and the tests that hold it to that."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
README = (TESTS.parent / "README.md").read_text(encoding="utf-8")

KEPT_BY = {
    "Your tracks are never written to, and one that changes while it is printed stops the render.": [
        "test_render_delivery.test_sources_are_not_written_to",
        "test_trust.test_no_command_touches_a_track",
        "test_trust.test_a_source_that_changes_and_has_its_time_set_back_stops_the_render",
        "test_trust.test_a_source_that_goes_during_a_render_stops_it_in_words",
    ],
    "The manifest, the delivery with its receipt, and what is remembered on this machine are replaced whole: "
    "whenever the program is killed, and whatever the disk refuses, the old or the new one is there.": [
        "test_crashes.test_a_save_that_ends_in_the_middle_leaves_the_old_or_the_new_manifest",
        "test_crashes.test_a_render_that_is_killed_leaves_the_old_or_the_new_delivery",
        "test_crashes.test_a_render_that_is_killed_while_it_writes_leaves_the_old_delivery",
        "test_crashes.test_what_is_remembered_is_replaced_whole",
        "test_audio_sink.test_a_disk_without_room_for_the_last_bytes_is_said",
        "test_disks.test_a_disk_that_takes_nothing_more_costs_nothing_and_is_told",
    ],
    "A render that is stopped or fails leaves nothing else behind; "
    "what a killed program leaves, the next one clears away.": [
        "test_replacing.test_whatever_stops_it_leaves_the_old_one_alone",
        "test_replacing.test_what_a_killed_process_left_is_cleared_away_by_the_next_for_any_file",
        "test_crashes.test_a_save_that_ends_in_the_middle_leaves_the_old_or_the_new_manifest",
        "test_crashes.test_a_render_that_cannot_write_leaves_the_old_delivery",
        "test_render_publish.test_nothing_stays_of_folders_made_for_a_delivery_that_is_refused",
        "test_render_publish.test_nothing_stays_of_folders_made_for_a_delivery_that_cannot_be_moved_there",
        "test_render_publish.test_what_a_dead_render_left_is_removed_by_the_next",
        "test_render_publish.test_a_delivery_comes_back_after_a_kill_between_the_two_moves",
    ],
    "A damaged file is refused until you say why it is used all the same: "
    '`damaged = "..."` under its track, or `e`.': [
        "test_damaged.test_nobody_prints_a_damaged_file_unknowingly",
        "test_damaged.test_the_word_is_given_on_the_screen",
    ],
    "Then it is read as far as it surely goes: samples to the end of the file, whatever its header says; "
    "a stream up to where it first breaks off; what is no number is silent.": [
        "test_damaged.test_with_the_users_word_it_is_used_as_far_as_it_goes",
    ],
    "`check`, the receipt, the page and `verify` repeat it, and the file itself is never put right.": [
        "test_damaged.test_with_the_users_word_it_is_used_as_far_as_it_goes",
        "test_damaged.test_other_commands_say_what_is_wrong",
    ],
    "One that brings its decoder down, or keeps it busy without end, is named, and all else goes on.": [
        "test_audio_apart.test_a_file_that_brings_its_decoder_down_is_named",
        "test_audio_apart.test_others_that_are_read_meanwhile_go_on_where_they_were",
        "test_audio_apart.test_every_command_names_it_and_goes_on_with_the_others",
        "test_audio_apart.test_a_render_says_which_source_it_was_and_leaves_nothing",
        "test_audio_apart.test_the_screen_goes_on_and_says_so",
    ],
    "Of two programs that save one session, neither loses what the other wrote, "
    "on disks that know no locks either.": [
        "test_trust.test_processes_that_save_at_once_lose_nothing",
        "test_side_by_side.test_on_a_disk_without_locks_saves_wait_for_each_other_all_the_same",
        "test_side_by_side.test_saves_on_two_machines_wait_for_each_other_where_locks_are_not_told",
    ],
    "Two screens on one session are told of each other.": [
        "test_side_by_side.test_a_second_screen_is_told_and_so_is_the_first",
    ],
    "No clock decides anything.": [
        "test_changing_ground.test_neither_files_from_the_future_nor_a_clock_that_is_set_matter",
        "test_changing_ground.test_no_clock_is_in_a_delivery",
        "test_render_remembered.test_a_source_that_changes_within_the_tick_of_a_coarse_clock_is_found_out",
        "test_changing_ground.test_unsaved_work_is_offered_whatever_the_clock_says",
    ],
    "A session that somebody else pushed names nothing outside its folder; "
    "where links in it lead, `check` says.": [
        "test_hostile_sessions.test_a_path_that_leaves_the_session_is_refused_before_anything_is_read",
        "test_scan.test_a_track_cannot_leave_the_sessions_folder",
        "test_hostile_sessions.test_the_check_says_where_links_lead",
    ],
    "Prints go through no link and replace nothing but a delivery, unless you say where: `--into`.": [
        "test_hostile_sessions.test_prints_never_go_through_a_link_of_the_session",
        "test_hostile_sessions.test_a_forged_receipt_deletes_nothing",
        "test_hostile_sessions.test_the_lock_is_never_written_through_a_link",
        "test_meanwhile.test_a_folder_on_the_way_that_becomes_a_link_is_not_followed",
        "test_meanwhile.test_what_comes_into_a_deliverys_place_while_it_is_printed_stays",
        "test_render_publish.test_a_folder_of_somebody_elses_is_never_replaced",
    ],
    "It takes seconds to refuse, however large or deep it is, and no name in it drives your terminal.": [
        "test_hostile_sessions.test_a_huge_manifest_is_refused_in_words_and_in_time",
        "test_hostile_sessions.test_a_manifest_of_a_gigabyte_is_not_read",
        "test_hostile_sessions.test_a_lock_or_a_profile_that_never_ends_is_refused_in_words",
        "test_text.test_what_could_drive_a_terminal_or_be_overlooked_is_shown",
        "test_text.test_printable_text_is_printable",
        "test_trust.test_hostile_names_are_shown_safely_and_stored_as_they_are",
    ],
    "Unsaved work is kept beside the manifest (`.stemtui.toml.recover`) within a second of each edit, "
    "and offered at the next start, whatever ended the program; where that disk takes nothing, it is kept in "
    "your own cache folder, or in memory.": [
        "test_tui_killed.test_a_kill_costs_at_most_the_last_second_of_work",
        "test_tui_killed.test_a_signal_loses_nothing_at_all_and_the_work_is_offered",
        "test_tui_recovery.test_what_a_full_disk_does_not_take_is_kept_elsewhere",
        "test_tui_recovery.test_what_no_disk_takes_is_kept_in_memory",
    ],
    "A manifest that somebody else changes while it is open is merged as an edit that `u` undoes; "
    "where both sides changed the same thing, they are shown side by side.": [
        "test_tui_disk.test_what_others_change_on_disk_is_merged_and_u_undoes_it",
        "test_tui_disk.test_a_clash_is_shown_side_by_side_when_it_is_noticed",
    ],
    "Tracks whose file is gone say `missing`; "
    "`N` relinks those that have moved and adds files that are no track yet.": [
        "test_tui_files.test_a_file_that_went_is_marked_in_words_and_what_to_press_is_said",
        "test_tui_files.test_files_that_were_moved_are_relinked_by_one_key_and_all_else_stays",
        "test_tui_files.test_new_files_become_tracks_with_suggestions",
    ],
}


def test_every_promise_is_kept_by_tests() -> None:
    section = README.split("## What it promises\n")[1].split("\n## ")[0]
    promises = " ".join(section.replace("\n- ", "\n").split())
    assert promises == " ".join(KEPT_BY)


@pytest.mark.parametrize("name", [name for names in KEPT_BY.values() for name in names])
def test_those_tests_are_there(name: str) -> None:
    file, function = name.split(".")
    assert re.search(
        rf"^(?:async )?def {function}\(", (TESTS / f"{file}.py").read_text(encoding="utf-8"), re.MULTILINE
    )
