"""What each source has told of, and who tells of incidents or issues."""

import pytest

from domain.records import RepositoryState
from storage.shelves.holdings import INCIDENTS, ISSUES
from storage.store import Store
from tests import builders as build
from tests.incidents import PAGERDUTY, incident, shift
from tests.storage.shelves.conftest import PAYMENTS, SEARCH


def held(store: Store, source: str) -> dict[str, int]:
    with store.read() as shelves:
        return shelves.holdings.of(source)


def tellers(store: Store, kind: str) -> set[str]:
    with store.read() as shelves:
        return shelves.holdings.tellers(kind)


def test_kinds_of_none_are_left_out(seeded: Store) -> None:
    assert held(seeded, "github") == {"repository": 2}
    assert held(seeded, "nobody") == {}


def test_what_is_gone_is_held_no_more(seeded: Store) -> None:
    """A deleted repository, a removed pull request and a removed issue are in no answer, nor here."""
    prs = [build.pull_request(number, repository=PAYMENTS) for number in (1, 2, 3)]
    issues = [build.issue(f"PAY-{number}") for number in (1, 2)]
    with seeded.write() as shelves:
        shelves.sources.save(build.JIRA)
        shelves.projects.save([build.project()])
        shelves.issues.save(issues)
        shelves.pull_requests.save(prs, [build.facts(each) for each in prs])
    assert held(seeded, "github") == {"repository": 2, "pull request": 3}
    assert held(seeded, "jira") == {"project": 1, "issue": 2}
    gone = build.repository(SEARCH.full_name, state=RepositoryState.DELETED)
    with seeded.write() as shelves:
        shelves.repositories.save([gone])
        shelves.pull_requests.remove([prs[0].id])
        shelves.issues.remove([issues[0].id])
    assert held(seeded, "github") == {"repository": 1, "pull request": 2}
    assert held(seeded, "jira") == {"project": 1, "issue": 1}


def test_what_is_kept_twice_is_held_once(seeded: Store) -> None:
    for _ in range(2):
        with seeded.write() as shelves:
            shelves.sources.save(PAGERDUTY)
            shelves.incidents.save([incident(1), incident(2)])
            shelves.shifts.save([shift(build.NOW)])
    assert held(seeded, "pagerduty") == {"incident": 2, "shift": 1}
    assert held(seeded, "github") == {"repository": 2}, "each source has its own"


@pytest.mark.parametrize("kind", [INCIDENTS, ISSUES])
def test_nobody_tells_of_what_was_never_told(kind: str, seeded: Store) -> None:
    assert tellers(seeded, kind) == set()


def test_incidents_are_told_of_by_whoever_has_incidents_or_shifts(seeded: Store) -> None:
    with seeded.write() as shelves:
        for key in ("opsgenie", "statuspage"):
            shelves.sources.save(build.source(key))
        shelves.sources.save(PAGERDUTY)
        shelves.shifts.save([shift(build.NOW)])
        shelves.incidents.save([incident(1, source="opsgenie")])
    assert tellers(seeded, INCIDENTS) == {"pagerduty", "opsgenie"}
    assert tellers(seeded, ISSUES) == set()


def test_the_silent_have_told_of_nothing_at_all(seeded: Store) -> None:
    with seeded.write() as shelves:
        for each in (build.JIRA, PAGERDUTY, build.source("quiet")):
            shelves.sources.save(each)
        shelves.projects.save([build.project()])
        shelves.incidents.save([incident(1)])
    with seeded.read() as shelves:
        assert shelves.holdings.silent() == {"quiet"}


def test_a_source_that_is_removed_tells_of_nothing(seeded: Store) -> None:
    with seeded.write() as shelves:
        shelves.sources.save(PAGERDUTY)
        shelves.incidents.save([incident(1)])
    with seeded.write() as shelves:
        shelves.sources.remove("pagerduty")
    assert tellers(seeded, INCIDENTS) == set()
    assert held(seeded, "pagerduty") == {}
