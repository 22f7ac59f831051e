"""Production: which deployments went there, and from which source they are known."""

from collections.abc import Sequence

import pytest

from domain.records import Deployment, DeploymentSource, Service
from domain.rulings.production import of_one_source, production
from domain.rulings.services import Catalogue
from tests.domain.rulings.shipments import REPOSITORY, deployed
from tests.domain.rulings.test_services import service

ALONE = Catalogue(REPOSITORY)
API, PROVIDER, MERGE = DeploymentSource.API, DeploymentSource.PROVIDER, DeploymentSource.MERGE
DAY = 24


def to(environment: str, at: float = 1, **fields: object) -> Deployment:
    return deployed("a", at, environment=environment, **fields)


def reached(
    deployments: Sequence[Deployment], pattern: str = r"(?i)^prod", services: tuple[Service, ...] = ()
) -> list[str]:
    return [each.environment for each in production(deployments, Catalogue(REPOSITORY, services), pattern)]


@pytest.mark.parametrize(
    ("deployments", "environments"),
    [
        pytest.param([to("production"), to("staging")], ["production"], id="by name"),
        pytest.param([to("PROD-eu"), to("prod-us")], ["PROD-eu", "prod-us"], id="copies of it"),
        pytest.param(
            [to("live", is_production=True), to("prod")], ["live", "prod"], id="said by the provider"
        ),
        pytest.param(
            [to("production", is_production=False), to("live", is_production=True)],
            ["live"],
            id="the provider knows better than the name",
        ),
        pytest.param([to("prod/pr-12"), to("production")], ["production"], id="no preview"),
        pytest.param([to("prod-preview"), to("production")], ["production"], id="none by name either"),
        pytest.param(
            [to("live"), to("live", 2), to("demo"), to("staging"), to("staging", 2), to("staging", 3)],
            ["live", "live"],
            id="else the busiest that is no rehearsal",
        ),
        pytest.param(
            [to("review/one"), to("review/one", 2), to("pr-7"), to("live")],
            ["live"],
            id="previews never last",
        ),
        pytest.param(
            [to("staging"), to("dev"), to("staging", 2)],
            ["staging"] * 2,
            id="a rehearsal is better than nothing",
        ),
        pytest.param([to("preview"), to("pr12")], [], id="previews alone are none"),
        pytest.param([to("live", is_production=False)], [], id="what is said to be none is none"),
        pytest.param([], [], id="nothing at all"),
        pytest.param([to("b"), to("a")], ["a"], id="of equally busy ones always the same"),
    ],
)
def test_what_went_to_production(deployments: list[Deployment], environments: list[str]) -> None:
    assert reached(deployments) == environments


def test_the_settings_say_what_production_is_called() -> None:
    assert reached([to("live-eu"), to("production")], pattern="^live") == ["live-eu"]


def test_the_environments_of_services_are_their_production_whatever_they_are_called() -> None:
    services = (service("pay", environments=("blue", "green")),)
    assert reached([to("blue"), to("production"), to("green", is_production=False)], services=services) == [
        "blue",
        "green",
    ]


def test_where_every_service_names_environments_nothing_else_is_guessed() -> None:
    services = (service("pay", environments=("blue",)),)
    assert reached([to("live"), to("production", is_production=True)], services=services) == []


def test_beside_a_service_that_names_environments_another_goes_by_the_name() -> None:
    services = (service("pay", environments=("blue",)), service("web"))
    assert reached([to("blue"), to("production")], services=services) == ["blue", "production"]


def known(at: float, source: DeploymentSource) -> Deployment:
    return deployed("a", at, known_from=source, name=f"{source} {at}")


def test_a_better_source_counts_from_its_first_deployment_on() -> None:
    records = [known(1, PROVIDER), known(2, PROVIDER), known(3, API), known(4, PROVIDER), known(5, API)]
    assert [each.external_id for each in of_one_source(records)] == [
        "provider 1",
        "provider 2",
        "api 3",
        "api 5",
    ]


def test_of_three_sources_the_best_at_each_time_counts() -> None:
    records = [known(1, MERGE), known(2, PROVIDER), known(3, MERGE), known(4, API), known(5, PROVIDER)]
    assert [each.external_id for each in of_one_source(records)] == ["merge 1", "provider 2", "api 4"]


def test_a_source_that_fell_silent_gives_way() -> None:
    records = [known(0, API), known(59 * DAY, PROVIDER), known(61 * DAY, PROVIDER), known(90 * DAY, API)]
    assert [each.external_id for each in of_one_source(records)] == [
        "api 0",
        f"provider {61 * DAY}",
        f"api {90 * DAY}",
    ]


def test_one_source_alone_is_left_as_it_is() -> None:
    records = [known(1, MERGE), known(2, MERGE)]
    assert of_one_source(records) == records
    assert of_one_source([]) == []
