"""Every fault that can befall a study, and the tests that prove what becomes of it.

For all of them: the message names file and line and says what to do, the exit code is
not 0, nothing half is written, nothing is lost.
"""

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from workbench import checks, files
from workbench.corpus import importers
from workbench.project import Project
from workbench.study import read

Type = Callable[..., tuple[int, str, str]]
Make = Callable[..., object]

HERE = Path(__file__).parent
HOSTILE = "[red]<script>alert(1)</script>{{ x }} $x$[/red]"

# What happens -> the tests that prove what the user gets, by the number of the fault.
PROOFS: dict[int, tuple[str, list[str]]] = {
    1: (
        "GB18030, GBK, Big5",
        [
            "intake/test_intake.py::test_a_declared_encoding_is_noted_and_the_bytes_are_remembered",
            "intake/test_intake.py::test_an_encoding_is_never_guessed",
            "corpus/importers/test_decoding.py::test_big5_is_read_where_it_is_declared",
            "corpus/importers/test_decoding.py::test_every_chinese_national_encoding_is_read_as_the_widest",
        ],
    ),
    2: (
        "UTF-16 without a mark, invalid bytes",
        [
            "corpus/importers/test_decoding.py::test_a_damaged_byte_is_named_by_its_place",
            "corpus/importers/test_decoding.py::test_what_cannot_be_known_is_refused",
            "corpus/importers/test_decoding.py::test_an_undeclared_encoding_is_offered_with_how_it_reads",
            "intake/test_sources.py::test_half_a_collection_never_comes_in",
            "test_partitions.py::test_bytes_that_are_no_utf_8_are_named_by_their_place",
        ],
    ),
    3: (
        "byte order mark, CRLF, CR",
        [
            "corpus/importers/test_decoding.py::test_marks_and_line_ends_are_noted",
            "corpus/test_texts.py::test_storing_twice_is_storing_once",
            "intake/test_intake.py::test_a_declared_encoding_is_noted_and_the_bytes_are_remembered",
        ],
    ),
    4: (
        "NFC and NFD, full width, no-break and zero-width signs",
        [
            "corpus/test_texts.py::test_bytes_become_the_text_the_study_stores",
            "corpus/test_fold.py::test_a_query_in_one_form_finds_the_others",
            "corpus/test_fold.py::test_every_character_of_a_fold_stands_for_its_cluster",
            "test_lookup.py::test_a_passage_is_found_in_any_form",
            "test_faults.py::test_what_nobody_sees_is_stored_and_counted",
        ],
    ),
    5: (
        "emoji, joined signs, characters beyond the first plane",
        [
            "coding/test_segments.py::test_every_span_of_any_text_holds_until_its_quotation_changes",
            "test_lookup.py::test_what_is_located_begins_a_row_that_check_accepts",
            "test_faults.py::test_what_nobody_sees_is_stored_and_counted",
        ],
    ),
    6: (
        "binary named .txt, 200 MB",
        [
            "intake/test_intake.py::test_six_bad_files_stop_no_good_one_and_come_in_when_they_are_mended",
            "intake/test_sources.py::test_a_larger_file_than_allowed_is_not_read",
            "corpus/importers/test_plain.py::test_a_file_over_the_limit_is_refused_by_its_size",
        ],
    ),
    7: (
        "nothing to count, a line of a megabyte",
        [
            "test_faults.py::test_a_document_without_a_word_builds",
            "tokens/test_counts.py::test_a_document_without_words_has_no_size_and_no_rate",
            "corpus/importers/test_plain.py::test_a_line_of_a_megabyte_is_a_text",
            "corpus/importers/test_plain.py::test_a_file_without_a_character_is_refused",
        ],
    ),
    8: (
        "duplicates, reprints, near copies",
        [
            "test_holdings.py::test_a_near_copy_and_one_in_traditional_characters_are_named",
            "test_holdings.py::test_what_a_card_decides_is_settled",
            "intake/test_intake.py::test_the_same_text_in_other_bytes_is_refused_and_named",
            "test_stages.py::test_a_reprint_is_a_document_that_is_not_counted",
        ],
    ),
    9: (
        "ids and paths that clash",
        [
            "test_faults.py::test_two_cards_whose_names_differ_in_case_only_are_both_named",
            "intake/test_intake.py::test_an_id_may_be_given_and_one_that_is_taken_is_refused",
            "intake/test_sources.py::test_a_name_in_the_table_is_the_file_however_its_accents_are_kept",
            "coding/test_segments.py::test_an_id_that_stands_twice_is_told_at_its_second_place",
            "test_partitions.py::test_two_documents_with_one_id_are_named_wherever_they_stand",
        ],
    ),
    10: (
        "missing or wrong metadata",
        [
            "intake/test_intake.py::test_all_that_is_wrong_with_a_document_is_said_at_once",
            "intake/test_intake.py::test_a_date_to_come_is_refused",
            "intake/test_card.py::test_all_misfits_are_told_also_those_of_fields_together",
        ],
    ),
    11: (
        "unknown, merged and renamed districts",
        [
            "intake/test_intake.py::test_a_place_that_was_merged_is_kept_and_told",
            "corpus/test_places.py::test_a_misspelt_place_is_answered_with_the_nearest_names",
            "test_pipeline.py::test_an_unknown_district_gets_the_nearest_name_and_exit_2",
        ],
    ),
    12: (
        "YAML: syntax, tabs, keys twice, NO, 0310",
        [
            "test_project.py::test_a_fault_of_syntax_names_line_and_column",
            "test_project.py::test_a_key_that_stands_twice_is_refused_on_its_second_line",
            "test_project.py::test_what_yaml_would_turn_into_something_else_stays_a_string",
            "intake/test_card.py::test_a_card_that_was_written_is_read_as_the_same",
        ],
    ),
    13: (
        "a document in two languages",
        [
            "tokens/test_tokenize.py::test_each_run_is_cut_by_its_own_tokenizer",
            "test_pipeline.py::test_each_run_of_a_mixed_text_is_cut_by_its_own_tokenizer",
        ],
    ),
    14: (
        "a bad line of a lexicon, a lexicon that changed",
        [
            "tokens/test_lexicon.py::test_a_chinese_term_that_can_never_stay_whole_is_a_fault",
            "test_cli.py::test_malformed_files_are_3_with_file_line_and_remedy",
            "test_cli.py::test_status_says_fresh_stale_or_missing_and_why",
            "test_pipeline.py::test_counts_older_than_the_lexicon_are_named",
            "test_partitions.py::test_a_new_term_makes_the_shards_stale_in_which_it_stands",
        ],
    ),
    15: (
        "a cache that someone left in the temporary folder",
        ["tokens/test_chinese.py::test_a_cache_in_the_temporary_folder_is_never_read"],
    ),
    16: (
        "language data that is not there",
        ["tokens/test_english.py::test_nothing_is_downloaded_and_no_data_is_needed"],
    ),
    17: (
        "a codebook with circles, missing parents, codes twice",
        [
            "coding/test_codebook.py::test_a_circle_of_codes_is_told_with_its_path_at_each_of_its_codes",
            "coding/test_codebook.py::test_a_missing_parent_is_told_where_it_is_named",
            "coding/test_codebook.py::test_a_code_that_is_a_value_of_two_dimensions_is_told",
        ],
    ),
    18: (
        "an unknown code; codes renamed, merged, deleted",
        [
            "coding/test_segments.py::test_each_refusal_names_the_segment_and_its_line",
            "test_faults.py::test_a_passage_with_an_unknown_code_is_named_and_stays_in_its_file",
            "coding/test_migration.py::test_each_step_is_logged_under_the_next_number",
            "coding/test_migration.py::test_deleting_a_code_in_use_is_refused_and_names_where",
        ],
    ),
    19: (
        "spans that overlap, nest, coincide",
        [
            "coding/test_segments.py::test_spans_may_overlap_nest_and_coincide",
            "coding/test_anchors.py::test_the_same_span_code_and_case_twice_is_told_with_the_earlier_row",
        ],
    ),
    20: (
        "a span outside the text",
        [
            "coding/test_segments.py::test_a_span_that_is_none_is_broken",
            "coding/test_anchors.py::test_a_row_that_is_no_span_is_an_orphan_and_is_kept",
            "test_store.py::test_a_bad_row_is_reported_with_its_line_and_the_rest_is_kept",
        ],
    ),
    21: (
        "a quote that is not the text at its span",
        [
            "test_revision.py::test_every_span_moves_by_what_was_inserted_before_it",
            "test_revision.py::test_a_changed_quote_is_an_orphan_that_blocks_the_book_until_it_is_healed",
            "coding/test_anchors.py::test_between_any_two_texts_no_row_is_dropped_and_none_stands_on_other_words",
        ],
    ),
    22: (
        "two at work at once; killed, full or locked while saving",
        [
            "test_files.py::test_edits_of_three_processes_at_once_lose_nothing",
            "test_files.py::test_a_file_changed_since_it_was_read_is_not_written_over",
            "test_files.py::test_who_is_killed_while_saving_leaves_the_old_file_and_the_next_save_clears_up",
            "test_files.py::test_a_full_disk_leaves_the_old_file_and_no_temporary",
            "test_files.py::test_a_folder_that_may_not_be_written_to_is_refused",
            "intake/test_intake.py::test_while_another_command_holds_the_study_nothing_comes_in",
            "test_revision.py::test_a_failure_in_the_middle_is_mended_by_the_same_again",
            "test_partitions.py::test_a_run_killed_anywhere_goes_on_and_ends_with_the_same_bytes",
        ],
    ),
    23: (
        "an error, a dead kernel, a loop without end, too little memory",
        [
            "test_runs.py::test_one_failed_run_does_not_stop_the_others",
            "test_runs.py::test_an_error_is_reported_with_its_cell_and_line",
            "test_runs.py::test_a_dead_kernel_is_a_failure_at_the_cell_that_killed_it",
            "test_runs.py::test_an_endless_loop_is_stopped_and_its_line_told",
            "test_runs_kernels.py::test_a_kernel_that_does_not_listen_is_ended_and_its_cell_named",
            "test_runs_kernels.py::test_a_cell_that_needs_too_much_memory_is_named",
            "test_runs.py::test_a_failed_run_is_kept_apart_from_the_results",
            "test_pipeline.py::test_a_failed_run_ends_the_command_with_1_and_the_command_to_type_next",
            "test_batch.py::test_a_batch_tells_each_event_and_goes_on_after_a_failure",
        ],
    ),
    24: (
        "runs that only look as if they were whole",
        [
            "test_runs.py::test_leaving_through_sys_exit_is_a_failure",
            "test_runs.py::test_exactly_one_cell_may_declare_parameters",
            "test_runs.py::test_everything_wrong_with_parameters_is_said_at_once",
            "test_runs.py::test_a_cell_that_was_not_run_is_a_failure",
            "test_runs.py::test_a_failed_rerun_leaves_the_previous_result_in_place",
        ],
    ),
    25: (
        "a parameter that carries code or a path",
        [
            "test_runs.py::test_a_parameter_name_that_carries_code_is_never_run",
            "test_runs.py::test_a_path_is_no_id",
            "test_batch.py::test_a_path_in_a_grid_is_refused_with_the_plan",
        ],
    ),
    26: (
        "Ctrl-C and kill -9 in the midst of a batch",
        [
            "test_runs.py::test_kernels_end_with_the_batch",
            "test_interrupted.py::test_a_batch_that_was_stopped_goes_on_where_it_stopped",
            "test_runs_scale.py::test_a_killed_batch_is_taken_up_where_it_was",
        ],
    ),
    27: (
        "data changed under finished runs, mixed versions",
        [
            "test_batch.py::test_an_edit_makes_due_what_read_it_and_nothing_else",
            "test_batch.py::test_a_table_altered_under_a_finished_run_makes_it_due",
            "test_batch.py::test_an_executed_notebook_altered_by_hand_is_due",
            "test_batch.py::test_runs_of_other_versions_are_due",
            "test_batch.py::test_a_chapter_of_a_failed_run_says_so_where_the_book_is_not_strict",
            "test_pipeline.py::test_a_failing_run_stops_the_book_and_names_its_district",
        ],
    ),
    28: (
        "no document, no case, no cell, nothing that varies; no agreement between coders yet",
        [
            "test_batch.py::test_a_district_without_a_case_says_that_it_is_insufficient",
            "show/test_empty.py::test_a_study_with_nothing_in_it_says_so_in_both_languages",
            "show/test_empty.py::test_cases_that_nobody_coded_are_no_table_of_blanks",
            "tokens/test_keyness.py::test_nothing_counted_is_no_difference_and_no_warning",
            "comparison/test_contingency.py::test_tables_that_carry_nothing_are_refused",
        ],
    ),
    31: (
        "markup in texts, names and labels",
        [
            "book/test_literal.py::test_any_text_is_shown_as_it_is",
            "test_published.py::test_hostile_text_appears_letter_by_letter_on_the_page",
            "test_published.py::test_hostile_text_appears_letter_by_letter_in_print",
            "test_published.py::test_no_script_of_a_document_runs",
            "show/test_html.py::test_text_is_never_markup",
            "show/test_concordance.py::test_hostile_texts_make_no_element",
            "test_faults.py::test_markup_is_printed_letter_by_letter_when_it_comes_in",
        ],
    ),
    32: (
        "cells that a spreadsheet would run",
        [
            "test_store.py::test_no_text_reaches_a_spreadsheet_as_a_formula",
            "test_lookup.py::test_a_cell_that_is_a_formula_is_shown_as_text_and_kept_as_it_is",
        ],
    ),
    33: (
        "bombs, paths that lead out, entities, passwords; no REFI-QDA importer yet",
        [
            "corpus/importers/test_docx.py::test_a_bomb_is_not_unpacked",
            "corpus/importers/test_docx.py::test_a_member_that_leads_out_of_the_archive_is_refused",
            "corpus/importers/test_docx.py::test_entities_are_never_expanded",
            "corpus/importers/test_docx.py::test_old_and_encrypted_documents_are_told_apart",
            "corpus/importers/test_pdf.py::test_an_encrypted_pdf_is_opened_only_without_a_password",
            "corpus/importers/test_pdf.py::test_forms_within_forms_do_not_multiply",
            "fuzz/test_importers.py::test_a_damaged_file_is_read_or_refused",
            "test_faults.py::test_nothing_claims_to_read_what_it_does_not",
        ],
    ),
    34: (
        "positions that other programs count otherwise",
        [
            "coding/test_positions.py::test_a_span_is_found_in_whichever_unit_it_was_counted",
            "coding/test_positions.py::test_what_fits_in_no_unit_is_refused_with_all_that_was_tried",
            "coding/test_positions.py::test_a_quote_with_line_ends_of_another_system_is_the_same_quote",
        ],
    ),
    35: (
        "locale C, spaces and Chinese in paths, no terminal, no network",
        [
            "test_faults.py::test_documents_come_in_without_locale_terminal_and_network",
            "test_files.py::test_chinese_and_spaces_in_paths_work_in_the_locale_c",
            "test_interrupted.py::test_a_batch_runs_in_the_locale_c_without_a_terminal_in_a_folder_with_a_chinese_name",
            "corpus/importers/test_html.py::test_no_address_of_a_page_is_opened",
        ],
    ),
    36: (
        "identity numbers, telephone numbers, private names",
        [
            "corpus/test_privacy.py::test_an_identity_number_is_found_however_it_is_typed",
            "test_pipeline.py::test_a_book_that_is_refused_by_its_gate_is_not_published",
            "test_stages.py::test_a_private_number_in_an_open_text_is_told_with_its_line",
            "intake/test_intake.py::test_what_is_private_in_an_open_text_is_told",
        ],
    ),
}


# --- the table --------------------------------------------------------------------


def test_no_fault_is_left_out() -> None:
    assert list(PROOFS) == [*range(1, 29), *range(31, 37)]


@pytest.mark.parametrize("number", PROOFS)
def test_a_fault_has_proofs_that_are_there(number: int) -> None:
    for proof in PROOFS[number][1]:
        name, _, test = proof.partition("::")
        tree = ast.parse((HERE / name).read_text(encoding="utf-8"))
        there = {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}

        assert test in there, proof


# --- what no other test proves ------------------------------------------------------


def put(folder: Path, name: str, content: str | bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_what_nobody_sees_is_stored_and_counted(
    mini: Project, tmp_path: Path, workbench: Type
) -> None:
    text = "３１０㎡\u200b\u00a0e\u0301é \u202e𠮷👨\u200d👩\u200d👧茶馆\n"
    path = put(tmp_path, "note.txt", text)
    workbench(mini.root, "add", str(path), "--genre", "note")
    _, found, _ = workbench(mini.root, "find", "茶館", "--doc", "note")

    # 310 ㎡ zw nbsp e ´ é space rlo 𠮷 man zwj woman zwj girl: 4 + 2 + 2 + 1 + 1 + 1 + 1 + 5 = 17
    assert files.read_text(mini.corpus("withheld", "note.txt")) == text
    assert read(mini).documents["note"].length == 20
    assert "[17, 19)" in found


def test_a_document_without_a_word_builds(
    mini: Project, tmp_path: Path, workbench: Type, make: Make
) -> None:
    put(tmp_path, "note.yml", "title: 无字\nsource: x\ndate: 2020\n")
    code, _, _ = workbench(
        mini.root, "add", str(put(tmp_path, "note.txt", "……！？\n")), "--genre", "note"
    )

    assert code == 0
    assert checks.findings(mini) == []
    make(mini)  # and nothing is divided by nothing


def test_two_cards_whose_names_differ_in_case_only_are_both_named(mini: Project) -> None:
    card = mini.corpus("documents", "stone-letter.yml")
    other = mini.corpus("documents", "Stone-letter.yml")
    if other.exists():
        pytest.skip("this disk knows no difference")
    other.write_bytes(card.read_bytes())
    (told,) = [each for each in read(mini).findings if "in case only" in each.message]

    assert told.path == "corpus/documents/stone-letter.yml"
    assert told.message.startswith("differs from corpus/documents/Stone-letter.yml")
    assert "rename it" in told.message


def test_a_passage_with_an_unknown_code_is_named_and_stays_in_its_file(
    mini: Project, workbench: Type
) -> None:
    path = mini.corpus("coding", "segments", "bo.csv")
    path.write_text(path.read_text("utf-8").replace("tool-money,stone", "tool-cash,stone"), "utf-8")
    before = path.read_bytes()
    code, out, _ = workbench(mini.root, "check")

    assert code == 1
    assert "bo.csv:2: bo-002: unknown code 'tool-cash'; did you mean tool?" in out
    assert path.read_bytes() == before
    assert "bo-002" in set(read(mini).segments["id"])


def test_markup_is_printed_letter_by_letter_when_it_comes_in(
    mini: Project, tmp_path: Path, workbench: Type
) -> None:
    path = put(tmp_path, "[bold]note.txt", "茶馆\n")
    put(tmp_path, "metadata.csv", f'file,title,source\n"{path.name}","{HOSTILE}","\x1b[31mred"\n')
    code, out, _ = workbench(mini.root, "add", str(path), "--genre", "note")

    assert code == 0
    assert f"title: {HOSTILE} (metadata.csv)" in out
    assert f"{path.name}, 3 characters" in out
    assert "\x1b" not in out
    assert "source: \ufffd[31mred" in out


def test_nothing_claims_to_read_what_it_does_not() -> None:
    assert not {".qdpx", ".qde", ".zip", ".doc"} & set(importers.SUFFIXES)


ALONE = """
import socket, sys

def refused(*_, **__):
    raise AssertionError("asked the network")

socket.socket.connect = socket.create_connection = socket.getaddrinfo = refused
from workbench import cli
sys.argv = ["workbench", *sys.argv[1:]]
cli.main()
"""


def test_documents_come_in_without_locale_terminal_and_network(
    fresh: Callable[[Path], Project], tmp_path: Path, makers: ModuleType
) -> None:
    made = fresh(tmp_path / "a study 研究")
    inbox = tmp_path / "from 同事"
    page = (
        "<html><head><title>茶馆</title><link href='http://x.invalid/a.css' rel=stylesheet></head>"
    )
    page += "<body><img src='http://x.invalid/a.png'><p>茶馆开张那天下着小雨。</p></body></html>"
    put(inbox, "网 页.html", page)
    put(inbox, "文 档.docx", makers._docx("<w:p><w:r><w:t>茶馆关了门。</w:t></w:r></w:p>"))
    put(inbox, "打 印.pdf", makers._pdf([["茶馆又开了门。"]]))
    unset = {"LANG", "LC_CTYPE", "PYTHONUTF8", "PYTHONIOENCODING", "PYTHONCOERCECLOCALE"}
    world = {name: value for name, value in os.environ.items() if name not in unset}
    done = subprocess.run(
        [sys.executable, "-c", ALONE, "add", str(inbox), "--genre", "note"],
        cwd=made.root,
        env=world | {"LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )
    out = done.stdout.decode()

    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert "3 added, 0 here already, 0 refused" in out
    assert "网 页.html" in out
    texts = [files.read_text(path) for path in sorted(made.corpus("withheld").glob("*.txt"))]
    assert sorted(text.strip() for text in texts) == [
        "茶馆关了门。",
        "茶馆又开了门。",
        "茶馆开张那天下着小雨。",
    ]
