"""Services: which ones a repository is made of, and what is part of each."""

from datetime import date

import pytest

from domain.ids import identify
from domain.records import Service
from domain.rulings.paths import codeowners
from domain.rulings.services import Catalogue, names_production, own_service_id, service_id
from tests.builders import Value, repository, told
from tests.domain.rulings.shipments import REPOSITORY, deployed, landed
from tests.domain.rulings.stories import hour

OWN = own_service_id(REPOSITORY)
PAY, WEB = service_id("pay"), service_id("web")
OWNERS = codeowners("/ledger/ @acme/money\n/web/ @acme/web")


def service(slug: str, **fields: Value) -> Service:
    began = fields.get("began_on")
    return Service(
        **told(fields, id=identify("service", slug, str(began or "")), slug=slug, name=slug.title())
    )


def catalogue(*services: Service) -> Catalogue:
    return Catalogue(REPOSITORY, services, OWNERS)


def test_a_repository_that_nobody_names_is_a_service_of_its_own() -> None:
    assert catalogue().of(deployed("a", 1)) == (OWN, "acme/payments")


def test_a_renamed_repository_stays_the_service_it_was() -> None:
    renamed = repository("acme/money", external_id=REPOSITORY.external_id)
    assert own_service_id(renamed) == OWN


@pytest.mark.parametrize(
    ("services", "fields", "expected"),
    [
        pytest.param((service("pay"),), {}, PAY, id="the only service"),
        pytest.param((service("pay"), service("web")), {"service": "web"}, WEB, id="the one it names"),
        pytest.param((service("pay"), service("web")), {}, OWN, id="of several unnamed the whole"),
        pytest.param(
            (), {"service": "api"}, service_id("api"), id="one that it names and the settings do not"
        ),
        pytest.param(
            (service("pay", environments=("prod-pay",)), service("web", environments=("prod-web",))),
            {"environment": "PROD-WEB"},
            WEB,
            id="the one whose environment it is",
        ),
        pytest.param(
            (service("pay", environments=("prod-pay-*",)), service("web", environments=("prod-web",))),
            {"environment": "prod-pay-eu"},
            PAY,
            id="the one whose environment matches",
        ),
    ],
)
def test_a_deployment_is_of_a_service(
    services: tuple[Service, ...], fields: dict[str, object], expected: int
) -> None:
    assert catalogue(*services).of(deployed("a", 1, **fields))[0] == expected


def test_a_service_is_called_by_its_name() -> None:
    assert catalogue(service("pay"), service("web")).of(deployed("a", 1, service="pay"))[1] == "Pay"


def test_services_change_from_a_day_on() -> None:
    """The stories begin on the second of November."""
    before = service("old", ended_on=date(2026, 11, 4))
    after = service("pay", began_on=date(2026, 11, 4))
    found = catalogue(before, after)
    assert found.of(deployed("a", 1))[0] == service_id("old")
    assert found.of(deployed("a", 48))[0] == PAY
    assert [each.slug for each in found.on(hour(48))] == ["pay"]


def test_the_same_service_in_two_versions_keeps_its_id() -> None:
    before = service("pay", ended_on=date(2026, 11, 4), environments=("production",))
    after = service("pay", began_on=date(2026, 11, 4))
    found = catalogue(before, after)
    assert {found.of(deployed("a", at))[0] for at in (1, 48)} == {PAY}


@pytest.mark.parametrize(
    ("fields", "paths", "touched"),
    [
        pytest.param({}, {"pay/api.py"}, {PAY}, id="by a path"),
        pytest.param({}, {"web/app.ts", "pay/api.py"}, {PAY, WEB}, id="by paths of both"),
        pytest.param({}, {"ledger/book.py"}, {PAY}, id="by who owns the path"),
        pytest.param({"labels": ("Service: Web",)}, {"pay/api.py"}, {WEB}, id="a label decides"),
        pytest.param({}, {"README.md"}, {PAY, WEB}, id="of neither it is both"),
        pytest.param({}, None, {PAY, WEB}, id="where the paths are not known it is both"),
        pytest.param({}, set(), {PAY, WEB}, id="and where there are none"),
    ],
)
def test_a_pull_request_touches_services(
    fields: dict[str, object], paths: set[str] | None, touched: set[int]
) -> None:
    found = catalogue(
        service("pay", paths=("/pay/",), owners=("@ACME/money",)),
        service("web", paths=("/web/",), labels=("service: web",)),
    )
    assert found.touched(landed(1, "a", 1, **fields), paths) == touched | {OWN}


def test_a_service_that_is_told_by_its_label_alone_has_no_paths() -> None:
    found = catalogue(service("pay", paths=("/pay/",)), service("web", labels=("web",)))
    assert found.touched(landed(1, "a", 1), {"pay/a.py"}) == {PAY, OWN}


def test_a_service_without_paths_is_all_of_its_repository() -> None:
    found = catalogue(service("pay", paths=("/pay/",)), service("web"))
    assert found.touched(landed(1, "a", 1), {"other/a.py"}) == {WEB, OWN}


def test_a_catalogue_knows_the_services_that_the_settings_name() -> None:
    found = catalogue(service("pay", ended_on=date(2020, 1, 1)))
    assert found.names(PAY)
    assert not found.names(WEB)
    assert not found.names(OWN)


def test_only_a_service_that_names_environments_says_which_is_production() -> None:
    assert names_production([service("pay", environments=("live",))], "live")
    assert not names_production([service("pay")], "live")
