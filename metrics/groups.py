"""Along which columns the facts of each family can be broken down."""

from collections.abc import Collection, Mapping

from domain.facts import (
    ACKNOWLEDGEMENTS,
    CALLS,
    CASES,
    CHANGES,
    DEPLOYMENTS,
    ENDINGS,
    INCIDENTS,
    ISSUE_DEPLOYS,
    ISSUE_PULLS,
    ISSUES,
    LIFETIMES,
    LINKS,
    PULL_REQUESTS,
    RECOVERIES,
    REPAIRS,
    RESOLUTIONS,
    RESPONSES,
    REVIEWS,
    RUNS,
    SPRINTS,
    Columns,
    Family,
)
from domain.question import By

_PLACE = {By.REPOSITORY: "place_id"}
_SERVICE = _PLACE | {By.SERVICE: "service_id"}
_AUTHORED = _PLACE | {By.AUTHOR_CLASS: "flags"}

GROUPS: Mapping[str, Mapping[By, str]] = {
    PULL_REQUESTS.name: _AUTHORED,
    CHANGES.name: _AUTHORED | {By.SERVICE: "service_id"},
    ENDINGS.name: _AUTHORED,
    LIFETIMES.name: _AUTHORED,
    REVIEWS.name: _PLACE,
    RESPONSES.name: _PLACE,
    LINKS.name: _PLACE,
    DEPLOYMENTS.name: _SERVICE,
    REPAIRS.name: _SERVICE,
    RUNS.name: _PLACE | {By.WORKFLOW: "workflow_id"},
    RECOVERIES.name: _PLACE | {By.WORKFLOW: "kind_id"},
    CASES.name: _PLACE,
    INCIDENTS.name: _SERVICE,
    ACKNOWLEDGEMENTS.name: _SERVICE,
    RESOLUTIONS.name: _SERVICE,
    CALLS.name: {},
    ISSUES.name: {By.TYPE: "type_id"},
    ISSUE_PULLS.name: {By.TYPE: "kind_id"},
    ISSUE_DEPLOYS.name: {By.TYPE: "kind_id"},
    SPRINTS.name: {By.BOARD: "board_id"},
}
"""The column that holds each group's id; author classes are bits of the flags."""


def breakdowns(family: Family[Columns], phases: Collection[str]) -> tuple[By, ...]:
    """Every line along which a metric of the family can be broken down."""
    columns = GROUPS.get(family.name, {})
    return (By.WEEK, By.TEAM, *columns, *((By.PHASE,) if phases else ()))
