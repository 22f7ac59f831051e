"""The service catalogue: what the settings say, and which repositories belong together."""

from domain.rulings.production import PRODUCTION
from services.service_catalogue import ServiceCatalogue, ServiceMap, production_pattern
from storage.rests_on import DEPLOYMENTS, EVERYWHERE
from storage.store import Store
from tests import builders
from tests.domain.rulings.test_services import service

A, B, C = (builders.repository(f"acme/{name}") for name in ("a", "b", "c"))


def seed(store: Store) -> None:
    with store.write() as shelves:
        shelves.sources.save(builders.GITHUB)
        shelves.repositories.save([A, B, C])


def outdated(store: Store) -> set[int]:
    with store.write() as shelves:
        marks = shelves.outdated.all(DEPLOYMENTS)
        shelves.outdated.settle(DEPLOYMENTS, marks)
    return set(marks)


def test_services_are_those_of_the_settings(store: Store) -> None:
    catalogue = ServiceCatalogue(store)
    catalogue.sync_config([service("pay"), service("web")])
    assert [each.slug for each in catalogue.all()] == ["pay", "web"]
    catalogue.sync_config([service("web")])
    assert [each.slug for each in catalogue.all()] == ["web"]


def test_everything_deployed_follows_when_they_change_and_not_before(store: Store) -> None:
    catalogue = ServiceCatalogue(store)
    catalogue.sync_config([service("pay")])
    assert outdated(store) == {EVERYWHERE}
    catalogue.sync_config([service("pay")])
    assert outdated(store) == set()
    catalogue.sync_config([service("pay")], "^live")
    assert outdated(store) == {EVERYWHERE}
    catalogue.sync_config([service("pay")], "^live")
    assert outdated(store) == set()


def test_the_pattern_of_production_is_remembered(store: Store) -> None:
    with store.read() as shelves:
        assert production_pattern(shelves) == PRODUCTION
    ServiceCatalogue(store).sync_config([], "^live")
    with store.read() as shelves:
        assert production_pattern(shelves) == "^live"


def test_a_repository_is_part_of_every_service_that_matches_it(store: Store) -> None:
    seed(store)
    ServiceCatalogue(store).sync_config(
        [
            service("pay", repositories=("acme/a", "b")),
            service("all", repositories=("acme/*",)),
            service("none"),
        ]
    )
    with store.read() as shelves:
        found = ServiceMap.of(shelves)
    assert {id_: [each.slug for each in services] for id_, services in found.services.items()} == {
        A.id: ["all", "pay"],
        B.id: ["all", "pay"],
        C.id: ["all"],
    }


def test_repositories_that_share_a_service_belong_together(store: Store) -> None:
    seed(store)
    ServiceCatalogue(store).sync_config(
        [service("one", repositories=("acme/a", "acme/b")), service("other", repositories=("acme/c",))]
    )
    with store.read() as shelves:
        found = ServiceMap.of(shelves)
    assert found.together([A.id]) == [frozenset({A.id, B.id})]
    assert set(found.together([A.id, B.id, C.id])) == {frozenset({A.id, B.id}), frozenset({C.id})}


def test_repositories_belong_together_by_way_of_others(store: Store) -> None:
    seed(store)
    ServiceCatalogue(store).sync_config(
        [
            service("one", repositories=("acme/a", "acme/b")),
            service("other", repositories=("acme/b", "acme/c")),
        ]
    )
    with store.read() as shelves:
        assert ServiceMap.of(shelves).together([C.id]) == [frozenset({A.id, B.id, C.id})]


def test_a_repository_that_is_gone_belongs_to_nothing(store: Store) -> None:
    seed(store)
    with store.read() as shelves:
        assert ServiceMap.of(shelves).together([12345]) == []
