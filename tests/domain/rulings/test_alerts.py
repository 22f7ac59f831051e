"""Whose an alert is: by any of a service's names, on the days on which the service is there."""

from datetime import date

import pytest

from domain.records import Service
from domain.rulings.alerts import alerted
from tests.builders import NOW, at
from tests.incidents import service

OLD = service("old", alerts_as=("PABC12",), ended_on=date(2026, 11, 1))
NEW = service("new", alerts_as=("PABC12", "Payments API"), began_on=date(2026, 11, 1))
OTHER = service("other", alerts_as=("payments api",))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        pytest.param("PABC12", NEW, id="by its id"),
        pytest.param("Payments API", NEW, id="by its name, the first of two services that list it"),
        pytest.param("  payments api ", NEW, id="whatever the case and the space around it"),
        pytest.param("Payments", None, id="never by a part of a name"),
        pytest.param("", None, id="not by nothing"),
    ],
)
def test_a_service_alerts_under_the_names_it_lists(name: str, found: Service | None) -> None:
    assert alerted(name, (OLD, NEW, OTHER), NOW) == found


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        pytest.param("2026-10-31 23:59", OLD, id="the last minute of its last day"),
        pytest.param("2026-11-01", NEW, id="the first minute of the next one's first day"),
    ],
)
def test_a_name_moves_to_another_service_on_a_day(moment: str, found: Service) -> None:
    assert alerted("PABC12", (OLD, NEW), at(moment)) == found


def test_a_service_without_names_hears_nothing() -> None:
    assert alerted("payments", (service(alerts_as=()),), NOW) is None
