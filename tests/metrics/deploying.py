"""Columns of deployments and changes for the tests of metrics, and what the engine answers about them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from domain.facts import (
    CHANGES,
    DEPLOYMENTS,
    REPAIRS,
    ChangeColumns,
    ChangeFacts,
    DeploymentColumns,
    DeploymentFacts,
    DeploymentFlag,
    Flag,
    Span,
)
from domain.question import Question
from domain.result import Result
from metrics.engine import Facts, evaluate
from metrics.metric import Metric
from storage.fact_rows import fact_rows
from storage.segments import from_rows
from tests.builders import told
from tests.metrics.samples import COVERED, FIRST, NOW, question

SUCCEEDED = DeploymentFlag.SUCCEEDED
NONE = (None,) * len(Span)
SERVICES = {7: "pay", 8: "web"}


def day(number: float) -> datetime:
    """So many days after the Monday on which the window begins."""
    return FIRST + timedelta(days=number)


def made(number: int, at: float, flags: DeploymentFlag = SUCCEEDED, **fields: Any) -> DeploymentFacts:  # noqa: ANN401 - of the record
    """A deployment that ended on a day; it succeeded unless told otherwise."""
    return DeploymentFacts(
        **told(
            fields,
            id=number,
            place_id=1,
            author_id=None,
            at=day(at),
            flags=flags,
            service_id=7,
            duration=600,
            pipeline=None,
            recovery=None,
            detected=None,
            changes=1,
        )
    )


def change(number: int, at: float, lead: int | None, flags: Flag = Flag(0), **fields: Any) -> ChangeFacts:  # noqa: ANN401, B008 - of the record
    """A pull request that reached production on a day, after so many seconds."""
    return ChangeFacts(
        **told(
            fields,
            id=number,
            place_id=1,
            author_id=None,
            at=day(at),
            flags=flags,
            deployment_id=1,
            service_id=7,
            calendar=NONE,
            working=NONE,
            deploy=None,
            lead=lead,
            deploy_working=None,
            lead_working=None,
        )
    )


def deployment_columns(facts: Sequence[DeploymentFacts]) -> DeploymentColumns:
    return from_rows(DeploymentColumns, fact_rows(DEPLOYMENTS, facts))


def change_columns(facts: Sequence[ChangeFacts]) -> ChangeColumns:
    return from_rows(ChangeColumns, fact_rows(CHANGES, facts))


def answer(
    metric: Metric,
    facts: Sequence[DeploymentFacts] | Sequence[ChangeFacts],
    before: Sequence[DeploymentFacts] | Sequence[ChangeFacts] = (),
    asked: Question | None = None,
) -> Result:
    """What the engine answers about the last 30 days."""
    read = change_columns if metric.of is CHANGES else deployment_columns
    assert metric.of in (CHANGES, DEPLOYMENTS, REPAIRS)
    return evaluate(
        metric,
        asked or question(metric),
        Facts(read(facts), read(before)),  # type: ignore[arg-type] # of the metric's family
        coverage=COVERED,
        computed_at=NOW,
        names=SERVICES,
    )
