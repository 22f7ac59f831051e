"""Along which lines facts are broken down: each has a column of the family, and every family has its own."""

from dataclasses import fields

import pytest

from domain.facts import FAMILIES, POINTS, SHIFTS, Columns, Family
from domain.question import By
from metrics import BUILTIN
from metrics.groups import GROUPS, breakdowns
from metrics.metric import Metric

EVERY_FAMILY = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family.name))
EVERY_METRIC = pytest.mark.parametrize("metric", BUILTIN, ids=lambda metric: str(metric.info.slug))
WITHOUT_A_COLUMN = {By.WEEK, By.TEAM, By.PHASE, By.STEP}
"""Weeks are of the trend, teams are asked one by one, phases are spans, and steps are jobs."""


@EVERY_FAMILY
def test_every_line_is_a_column_of_the_family(family: Family[Columns]) -> None:
    columns = {field.name for field in fields(family.columns)}
    assert set(GROUPS.get(family.name, {}).values()) <= columns


@EVERY_FAMILY
def test_every_family_can_be_broken_down_by_week_and_by_team(family: Family[Columns]) -> None:
    assert breakdowns(family, ())[:2] == (By.WEEK, By.TEAM)


@EVERY_FAMILY
def test_only_what_has_phases_is_broken_down_by_them(family: Family[Columns]) -> None:
    assert By.PHASE not in breakdowns(family, ())
    assert breakdowns(family, ("coding", "review"))[-1] is By.PHASE


@EVERY_FAMILY
def test_no_line_is_offered_twice(family: Family[Columns]) -> None:
    offered = breakdowns(family, ("coding",))
    assert len(offered) == len(set(offered))


def test_nothing_is_grouped_that_is_no_family() -> None:
    assert set(GROUPS) <= {family.name for family in FAMILIES}


@pytest.mark.parametrize("family", [SHIFTS, POINTS], ids=["time on call", "custom points"])
def test_what_has_no_groups_of_its_own_has_weeks_and_teams(family: Family[Columns]) -> None:
    assert breakdowns(family, ()) == (By.WEEK, By.TEAM)


@EVERY_METRIC
def test_every_line_that_a_metric_offers_has_a_column_or_a_way_of_its_own(metric: Metric) -> None:
    for by in metric.info.breakdowns:
        assert by in WITHOUT_A_COLUMN or by in GROUPS[metric.of.name], by


@EVERY_METRIC
def test_the_usual_breakdown_of_a_metric_is_one_that_it_offers(metric: Metric) -> None:
    assert metric.info.by in metric.info.breakdowns


@EVERY_METRIC
def test_nobody_is_broken_down_by_people(metric: Metric) -> None:
    """Teams, not people: no line names an author, only whether the author is a person or a machine."""
    columns = {GROUPS[metric.of.name][by] for by in metric.info.breakdowns if by not in WITHOUT_A_COLUMN}
    assert "author_id" not in columns
