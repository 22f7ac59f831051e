"""Incidents, shifts and services for tests, sensible unless told otherwise."""

from datetime import datetime, timedelta
from typing import Any

from domain.ids import identify
from domain.records import (
    Acknowledgement,
    Deployment,
    DeploymentStatus,
    Incident,
    Interruption,
    Service,
    Shift,
    Source,
    Urgency,
)
from tests.builders import GITHUB, NOW, account, repository, told

PAGERDUTY = Source("pagerduty", "pagerduty", "https://api.pagerduty.com", "PagerDuty")
ALERTS = "payments-api"
"""What the incident tool calls the service of `service()`."""


def incident(number: int = 1, created_at: datetime = NOW, **fields: Any) -> Incident:  # noqa: ANN401 - fields of the record
    """An incident of high urgency, open and unanswered."""
    external_id = fields.get("external_id", f"Q{number}")
    return Incident(
        **told(
            fields,
            id=identify(PAGERDUTY.key, "incident", external_id),
            source=PAGERDUTY.key,
            external_id=external_id,
            number=number,
            title=f"Payments are refused, {number}",
            url=f"https://acme.pagerduty.com/incidents/{external_id}",
            service=ALERTS,
            urgency=Urgency.HIGH,
            created_at=created_at,
        )
    )


def ack(at: datetime, login: str | None = "alice", *, is_human: bool = True) -> Acknowledgement:
    return Acknowledgement(at, account(login).id if login else None, is_human)


def call(at: datetime, login: str | None = "alice", channel: str = "push") -> Interruption:
    return Interruption(at, account(login).id if login else None, channel)


def shift(
    began_at: datetime,
    hours: float = 24,
    login: str = "alice",
    schedule: str = "Payments",
    **fields: Any,  # noqa: ANN401 - fields of the record
) -> Shift:
    """A shift of so many hours."""
    who = account(login).id
    return Shift(
        **told(
            fields,
            id=identify(PAGERDUTY.key, "shift", schedule, f"{who}", began_at.isoformat()),
            source=PAGERDUTY.key,
            schedule=schedule,
            account_id=who,
            began_at=began_at,
            ended_at=began_at + timedelta(hours=hours),
        )
    )


def service(slug: str = "payments", *repositories: str, **fields: Any) -> Service:  # noqa: ANN401 - fields of the record
    """A service of `acme/payments`, unless told otherwise, that alerts as `ALERTS` and has a schedule."""
    return Service(
        **told(
            fields,
            id=identify("service", slug, f"{fields.get('began_on', '')}"),
            slug=slug,
            name=slug.title(),
            repositories=repositories or ("acme/payments",),
            alerts_as=(ALERTS, "Payments"),
        )
    )


def deployment(number: int, finished_at: datetime, sha: str = "abc", **fields: Any) -> Deployment:  # noqa: ANN401 - fields of the record
    """A successful deployment of `acme/payments` to production that took five minutes."""
    external_id = f"D{number}"
    return Deployment(
        **told(
            fields,
            id=identify(GITHUB.key, "deployment", external_id),
            source=GITHUB.key,
            external_id=external_id,
            repository_id=repository().id,
            environment="production",
            sha=sha,
            status=DeploymentStatus.SUCCESS,
            created_at=finished_at - timedelta(minutes=5),
            finished_at=finished_at,
            url=f"https://github.com/acme/payments/deployments/{number}",
            is_production=True,
        )
    )
