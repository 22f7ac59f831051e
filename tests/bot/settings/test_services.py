"""Services and production as the settings say them."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.settings import Settings, services
from domain.errors import Misconfigured
from domain.ids import identify
from domain.records import Service
from domain.rulings.production import PRODUCTION

Read = Callable[[object], Settings]


def test_a_service_becomes_a_record(read: Read) -> None:
    settings = read(
        {
            "services": {
                "pay": {
                    "name": "Payments API",
                    "repositories": ["acme/pay-*"],
                    "paths": ["/api/"],
                    "labels": ["service: pay"],
                    "owners": ["@acme/pay"],
                    "alertsAs": ["P1", "Payments (prod)"],
                    "environments": ["prod-eu"],
                    "incidentHours": 6,
                    "from": "2026-09-01",
                    "until": "2026-12-01",
                }
            }
        }
    )
    assert services(settings) == (
        Service(
            id=identify("service", "pay", "2026-09-01"),
            slug="pay",
            name="Payments API",
            repositories=("acme/pay-*",),
            paths=("/api/",),
            labels=("service: pay",),
            owners=("@acme/pay",),
            alerts_as=("P1", "Payments (prod)"),
            environments=("prod-eu",),
            incident_hours=6,
            began_on=date(2026, 9, 1),
            ended_on=date(2026, 12, 1),
        ),
    )


def test_a_service_is_called_by_its_key_and_looks_a_day_back_unless_told_otherwise(read: Read) -> None:
    (found,) = services(read({"services": {"pay": {}}}))
    assert (found.name, found.incident_hours, found.repositories) == ("pay", 24, ())


def test_without_settings_there_are_no_services_and_production_is_called_prod(read: Read) -> None:
    settings = read({})
    assert services(settings) == ()
    assert settings.deployments.production == PRODUCTION


def test_the_pattern_of_production_can_be_another(read: Read) -> None:
    assert read({"deployments": {"production": "^live"}}).deployments.production == "^live"


@pytest.mark.parametrize(
    ("section", "path", "expected"),
    [
        (
            {"from": "2026-12-01", "until": "2026-09-01"},
            "services.pay",
            "an `until` that is later than `from`",
        ),
        ({"paths": ["/api/"]}, "services.pay", "`repositories` that the paths or owners are of"),
        ({"owners": ["@acme/pay"]}, "services.pay", "`repositories` that the paths or owners are of"),
        ({"incidentHours": 0}, "services.pay.incidentHours", "greater than or equal to 1"),
        ({"repositories": ["acme/pay api"]}, "services.pay.repositories", "text without spaces"),
        ({"repository": "acme/pay"}, "services.pay.repository", ""),
    ],
    ids=["reversed days", "paths of nothing", "owners of nothing", "no hours", "a space", "an unknown key"],
)
def test_a_mistake_is_told_with_its_place(read: Read, section: object, path: str, expected: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        read({"services": {"pay": section}})
    (field,) = refused.value.fields
    assert field.path.startswith(path)
    assert expected in field.expected


def test_a_pattern_that_is_none_is_refused(read: Read) -> None:
    with pytest.raises(Misconfigured) as refused:
        read({"deployments": {"production": "prod("}})
    assert refused.value.fields[0].path == "deployments.production"


def test_a_slug_is_what_people_can_type(read: Read) -> None:
    with pytest.raises(Misconfigured):
        read({"services": {"Pay API": {}}})
