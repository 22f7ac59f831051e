"""The log of corrections, exclusions and links by hand, as they lie in the store."""

from datetime import timedelta

from domain.correction import Entry, Exclusion, Override
from domain.facts import DEPLOYMENTS, EXCLUDED_BY_HAND, DeploymentFacts, DeploymentFlag
from storage.store import Store
from tests import builders as build


def entry(number: int) -> Entry:
    at = build.NOW + timedelta(minutes=number)
    return Entry(number, at, "U1", "exclude", "pull_requests:1", {"aside": False}, {"aside": True})


def deployment(id_: int = 7) -> DeploymentFacts:
    return DeploymentFacts(id_, 1, None, build.NOW, DeploymentFlag.SUCCEEDED, 2, 60, None, None, None, 3)


def test_the_log_is_read_latest_first_and_never_changed(store: Store) -> None:
    with store.write() as shelves:
        for number in (1, 2, 3):
            shelves.audit.add(entry(number))
        shelves.audit.add(Entry(2, build.NOW, "U9", "forged", "x", {}, {}))
    with store.read() as shelves:
        assert shelves.audit.latest() == [entry(3), entry(2), entry(1)]
        assert shelves.audit.latest(2) == [entry(3), entry(2)]
        assert shelves.audit.get(2) == entry(2)
        assert shelves.audit.get(9) is None


def test_a_persons_word_on_a_link_replaces_their_earlier_one(store: Store) -> None:
    words = [Override("incident.deployment", 1, to, "U1", build.NOW, "") for to in (5, 6)]
    with store.write() as shelves:
        for word in words:
            shelves.overrides.put(word)
    with store.read() as shelves:
        assert shelves.overrides.get("incident.deployment", 1) == words[1]
        assert shelves.overrides.of("incident.deployment", [1, 2]) == {1: words[1]}
        assert shelves.overrides.of("pull_request.issue") == {}
    with store.write() as shelves:
        shelves.overrides.remove("incident.deployment", 1)
        assert shelves.overrides.of("incident.deployment") == {}


def test_facts_written_later_are_set_aside_too(store: Store) -> None:
    with store.write() as shelves:
        shelves.exclusions.put(Exclusion(DEPLOYMENTS.name, 7, "U1", build.NOW, ""))
        shelves.facts.put(DEPLOYMENTS, [deployment(7), deployment(8)])
    with store.read() as shelves:
        flags = shelves.facts.by_ids(DEPLOYMENTS, [7, 8])
        assert dict(zip(flags.id.tolist(), flags.flags.tolist(), strict=True)) == {
            7: DeploymentFlag.SUCCEEDED | EXCLUDED_BY_HAND,
            8: DeploymentFlag.SUCCEEDED,
        }


def test_facts_that_are_there_follow_an_exclusion_and_its_end(store: Store) -> None:
    window = (build.NOW, build.NOW + timedelta(days=1))
    with store.write() as shelves:
        shelves.facts.put(DEPLOYMENTS, [deployment()])
        shelves.facts.repack()
    for expected, change in (
        (EXCLUDED_BY_HAND | 1, "put"),
        (EXCLUDED_BY_HAND | 1, "again"),
        (1, "remove"),
    ):
        with store.write() as shelves:
            if change == "remove":
                shelves.exclusions.remove(DEPLOYMENTS.name, 7)
            else:
                shelves.exclusions.put(Exclusion(DEPLOYMENTS.name, 7, "U1", build.NOW, change))
            assert shelves.facts.refresh_exclusion(DEPLOYMENTS, 7)
        with store.read() as shelves:
            assert shelves.facts.columns(DEPLOYMENTS, 0, *window).flags.tolist() == [expected]


def test_an_exclusion_of_what_is_not_there_touches_nothing(store: Store) -> None:
    with store.write() as shelves:
        assert not shelves.facts.refresh_exclusion(DEPLOYMENTS, 404)
