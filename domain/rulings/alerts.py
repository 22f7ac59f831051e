"""Whose an alert is: the service that a name in the incident tool stands for."""

from collections.abc import Iterable
from datetime import UTC, datetime

from domain.records import Service


def alerted(name: str, services: Iterable[Service], at: datetime) -> Service | None:
    """The service that alerts under this name, whatever its case, on that day of UTC.

    `name` is the id or name of the incident tool's own service or schedule. Of several services the
    first one that is given counts; None where none lists the name (docs/explain/definitions.md,
    "Incidents").
    """
    day, called = at.astimezone(UTC).date(), name.strip().casefold()
    for service in services:
        begun = service.began_on is None or service.began_on <= day
        there = begun and (service.ended_on is None or day < service.ended_on)
        if there and called in {alias.strip().casefold() for alias in service.alerts_as}:
            return service
    return None
