"""Every trap of the metric definitions (section 9) by the tests that hold it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT.parent / "shared/docs/metrics.md"
"""The page lies beside the project and is no part of it."""

CODE, DELIVERY = "tests/metrics/test_traps.py", "tests/metrics/test_traps_delivery.py"
INCIDENTS, REMINDERS = "tests/services/test_traps_incidents.py", "tests/services/test_traps_reminders.py"
DORA, BUCKETS = "tests/services/test_traps_dora.py", "tests/domain/rulings/test_quick_check.py"
FIGURES, ENGINE = "tests/metrics/test_aggregates.py", "tests/metrics/test_engine.py"

TRAPS = {
    "PagerDuty resolution = updated_at": (
        (INCIDENTS, "test_a_note_after_the_resolution_does_not_move_it"),
        (INCIDENTS, "test_what_is_acknowledged_or_called_about_later_does_not_move_the_resolution"),
        (INCIDENTS, "test_a_reopened_incident_is_resolved_when_it_is_over_for_good"),
    ),
    "First review includes bots": (
        (CODE, "test_a_bots_comment_is_no_first_review"),
        (CODE, "test_whoever_is_no_person_reviews_nothing_first"),
        (CODE, "test_a_bots_review_is_no_response_and_no_round"),
    ),
    "Undeployed PR total omits deploy": (
        (DELIVERY, "test_the_total_of_a_deployed_change_holds_its_wait_for_the_deployment"),
        (DELIVERY, "test_a_change_that_is_not_deployed_is_not_told_with_a_shorter_total"),
        (DELIVERY, "test_what_came_with_the_first_deployment_is_left_out_and_counted"),
    ),
    "Incident → last project deploy, any age/service": (
        (DELIVERY, "test_an_incident_does_not_blame_the_last_deployment_of_any_age"),
        (DELIVERY, "test_an_incident_does_not_blame_the_last_deployment_of_another_service"),
        (INCIDENTS, "test_a_deployment_of_its_service_within_a_day_caused_an_incident"),
        (INCIDENTS, "test_an_old_deployment_caused_no_incident"),
    ),
    "Copies of an env unsupported": (
        (DELIVERY, "test_a_copy_of_an_environment_is_no_second_deployment"),
        (DELIVERY, "test_a_copy_that_lags_behind_is_no_rollback_and_brings_nothing_twice"),
        (DELIVERY, "test_a_copy_that_goes_back_itself_is_a_rollback"),
        (DELIVERY, "test_regions_of_one_run_are_one_deployment"),
    ),
    "Empty months = 0 h; coalesce(null,0) inside averages": (
        (CODE, "test_nothing_merged_is_no_zero"),
        (CODE, "test_a_month_without_a_merge_is_a_gap_and_does_not_count_in_the_median"),
        (CODE, "test_a_median_of_two_lies_between_them"),
        (CODE, "test_the_eightieth_percentile_of_three_lies_between_two_of_them"),
        (FIGURES, "test_percentiles_that_others_get_wrong"),
        (FIGURES, "test_null_is_not_zero"),
    ),
    "Author's own review = first review": (
        (CODE, "test_the_authors_own_review_is_no_first_review"),
        (CODE, "test_the_first_time_it_is_ready_is_not_the_last"),
        (CODE, "test_what_is_not_blocking_is_not_therefore_an_approval"),
        (CODE, "test_a_remark_neither_approves_nor_takes_an_approval_or_an_objection_back"),
    ),
    "Null phases → 0 in mean": (
        (CODE, "test_a_missing_phase_is_no_zero_in_a_mean"),
        (INCIDENTS, "test_an_unacknowledged_incident_is_no_zero_in_the_mean"),
    ),
    "Incident to deploy by time across repos": (
        (INCIDENTS, "test_a_deployment_of_another_service_caused_no_incident"),
        (INCIDENTS, "test_a_deployment_after_the_incident_did_not_cause_it"),
        (DELIVERY, "test_an_incident_nobody_can_attribute_changes_no_failure_rate"),
    ),
    "Empty period → 0; UTC weekends only; means only": (
        (ENGINE, "test_a_week_without_items_is_a_gap_and_no_zero"),
        (DELIVERY, "test_nothing_deployed_is_no_lead_time_of_zero"),
        (CODE, "test_a_weekend_is_that_of_the_reviewers_zone_and_not_of_utc"),
        (CODE, "test_a_median_stands_beside_the_mean_that_one_long_wait_moves"),
    ),
    "Draft intervals not summed": ((CODE, "test_drafts_are_summed"),),
    "Nudge clock ≠ metric clock": (
        (CODE, "test_the_clock_of_a_reminder_is_the_clock_of_the_metric"),
        (REMINDERS, "test_a_reminder_tells_the_wait_that_the_metric_will_tell"),
        (REMINDERS, "test_whatever_was_before_it_a_first_review_ends_the_wait_that_a_reminder_told"),
    ),
    "deploy frequency wrong": (
        (DELIVERY, "test_a_frequency_is_by_the_weeks_of_its_own_window"),
        (DELIVERY, "test_a_redeploy_is_no_deployment"),
        (DELIVERY, "test_a_deployment_that_failed_on_the_way_is_none"),
    ),
    "Benchmark file with inverted scale for one metric": (
        (DORA, "test_a_recovery_falls_into_the_bucket_that_a_lead_time_as_long_falls_into"),
        (DORA, "test_no_tier_and_no_benchmark_of_others_is_shipped"),
        (BUCKETS, "test_a_longer_span_is_never_in_a_better_bucket"),
    ),
}
"""By the beginning of its row on the page: the files and names of its tests."""

EVERY_TEST = sorted({test for tests in TRAPS.values() for test in tests})


@cache
def names_in(path: str) -> frozenset[str]:
    """The names of the tests that a file defines, read without running it."""
    body = ast.parse((ROOT / path).read_text()).body
    names = (node.name for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(name for name in names if name.startswith("test_"))


def rows(page: str) -> Iterator[str]:
    """The first cell of every row of section 9, without the table's head."""
    section = page.split("\n## 9.")[1].split("\n## ", maxsplit=1)[0]
    cells = re.findall(r"^\|(.+?)\|", section, re.MULTILINE)
    yield from (cell.strip() for cell in cells[2:])


@pytest.mark.parametrize(("path", "name"), [pytest.param(*test, id="::".join(test)) for test in EVERY_TEST])
def test_a_test_that_holds_a_trap_is_there(path: str, name: str) -> None:
    assert name in names_in(path)


def test_every_trap_is_held_by_names_in_its_own() -> None:
    assert all(TRAPS.values())
    assert len(EVERY_TEST) == sum(map(len, TRAPS.values())), "a test holds one trap"


def test_every_file_of_traps_is_in_the_table_but_for_those_of_other_sections() -> None:
    """Traps of CI stand in section 5 of the page; the page's table has none of them."""
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_traps_*.py")}
    assert files - {path for path, _ in EVERY_TEST} == {"tests/metrics/test_traps_ci.py"}


@pytest.mark.skipif(not PAGE.exists(), reason="the definitions lie beside the project: ../shared is not here")
def test_every_row_of_the_page_is_in_the_table_once() -> None:
    found = list(rows(PAGE.read_text()))
    held = {row: [trap for trap in TRAPS if row.startswith(trap)] for row in found}
    assert {row: traps for row, traps in held.items() if len(traps) != 1} == {}
    assert [traps[0] for traps in held.values()] == list(TRAPS), "and the table has them in its order"


def test_rows_are_read_from_a_table_without_its_head() -> None:
    table = "| Trap | Where |\n|---|---|\n| One | a.py |\n| Two; more | b.py |\n"
    page = f"# Page\n\n## 8. Clocks\n| No |\n\n## 9. Traps\n{table}\n## 10. End\n| No |\n"
    assert list(rows(page)) == ["One", "Two; more"]
