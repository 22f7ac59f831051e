"""Deployments and changes become facts, and again wherever something they rest on has changed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.correction import Link, Override
from domain.facts import CHANGES, DEPLOYMENTS, DeploymentFlag, FailureKind, Flag, Rank
from domain.ids import identify
from domain.records import DeploymentStatus
from domain.rulings.services import own_service_id, service_id
from storage.rests_on import DEPLOYMENTS as KIND
from storage.rests_on import EVERYWHERE, INCIDENTS, ISSUES
from storage.store import Store
from tests.builders import commit
from tests.domain.rulings.shipments import branch_commit, broken, deployed, landed, line
from tests.domain.rulings.stories import ALICE, hour
from tests.domain.rulings.test_failures import incident
from tests.domain.rulings.test_services import service
from tests.domain.rulings.voyages import Voyage
from tests.independent_deployments import retell
from tests.services.shipping import (
    NOW,
    PAYMENTS,
    SEARCH,
    brought,
    changes,
    deployments,
    derive,
    failed,
    fill,
    repairs,
)

HOUR = 3600
PAY = service("pay", repositories=("acme/payments",), alerts_as=("PAY",))


def flags(store: Store) -> dict[str, DeploymentFlag]:
    found = deployments(store)
    with store.read() as shelves:
        records = shelves.deployments.by_ids(found.id.tolist())
    pairs = zip(found.id.tolist(), found.flags.tolist(), strict=True)
    return {records[id_].sha: DeploymentFlag(each) for id_, each in pairs}


def test_a_deployment_and_what_it_brought_become_facts(store: Store) -> None:
    fill(store, [deployed("a", 0), deployed("b", 3, minutes=60)], line("ab"), [landed(1, "b", 1)])
    found = changes(store)
    assert (found.lead.tolist(), found.deploy.tolist()) == ([4 * HOUR], [3 * HOUR])
    assert found.at.tolist() == [int(hour(4).timestamp())]
    assert found.service_id.tolist() == [own_service_id(PAYMENTS)]
    assert sorted(deployments(store).changes.tolist()) == [0, 1]
    assert flags(store)["a"] & DeploymentFlag.FIRST


def test_services_are_called_by_their_names(store: Store) -> None:
    fill(store, [deployed("a", 0)], line("a"))
    with store.read() as shelves:
        names = shelves.labels.names([own_service_id(PAYMENTS)])
    assert names == {own_service_id(PAYMENTS): "acme/payments"}
    fill(store, services=[PAY])
    with store.read() as shelves:
        assert shelves.labels.names([service_id("pay")]) == {service_id("pay"): "Pay"}
    assert deployments(store).service_id.tolist() == [service_id("pay")]


def test_what_is_deployed_nowhere_makes_no_facts(store: Store) -> None:
    fill(store, [], line("ab"), [landed(1, "b", 1)])
    assert (len(deployments(store)), len(changes(store))) == (0, 0)


def test_a_staging_deployment_is_none_to_production(store: Store) -> None:
    fill(store, [deployed("a", 0), deployed("b", 1, environment="staging")], line("ab"), [landed(1, "b", 1)])
    assert flags(store).keys() == {"a"}
    assert brought(store) == {}


def test_the_pattern_of_the_settings_says_what_production_is(store: Store) -> None:
    with store.write() as shelves:
        shelves.notes.put("services", "production", {"pattern": "^live"})
    fill(store, [deployed("a", 0), deployed("b", 1, environment="live-eu")], line("ab"))
    assert flags(store).keys() == {"b"}


def test_a_change_of_the_first_deployment_is_flagged_and_has_no_lead_time(store: Store) -> None:
    fill(store, [deployed("b", 3)], line("ab"), [landed(1, "b", 1)])
    found = changes(store)
    assert found.flags[0] & Flag.FIRST_DEPLOYMENT
    assert found.lead[0] < 0


def test_nothing_is_written_where_nothing_has_changed(store: Store) -> None:
    fill(store, [deployed("a", 0), deployed("b", 3)], line("ab"), [landed(1, "b", 1)])
    with store.write() as shelves:
        shelves.facts.repack()
        shelves.outdated.settle(INCIDENTS, shelves.outdated.all(INCIDENTS))
        shelves.outdated.mark(KIND, [PAYMENTS.id])
    assert derive(store) == 1
    with store.write() as shelves:
        assert shelves.facts.repack() == 0
        assert not shelves.outdated.any([INCIDENTS])


def test_a_later_record_changes_what_was_derived(store: Store) -> None:
    fill(store, [deployed("a", 0), deployed("c", 4)], line("abc"), [landed(1, "b", 1)])
    assert brought(store) == {1: "c"}
    fill(store, [deployed("b", 2)])
    assert brought(store) == {1: "b"}
    with store.write() as shelves:
        shelves.deployments.remove([deployed("b", 2).id])
    derive(store)
    assert brought(store) == {1: "c"}


def test_commits_that_arrive_late_are_taken_into_account(store: Store) -> None:
    fill(store, [deployed("a", 0), deployed("c", 3)], line("a"), [landed(1, "b", 1)])
    assert flags(store)["c"] & DeploymentFlag.UNKNOWN_COMMIT
    assert brought(store) == {}
    fill(store, [], line("abc"))
    assert not flags(store)["c"] & DeploymentFlag.UNKNOWN_COMMIT
    assert brought(store) == {1: "c"}


def test_a_hotfix_branch_is_known_by_its_pull_requests_commits(store: Store) -> None:
    fix = landed(1, "c", 5, title="Hotfix: refunds", commits=(commit("feed", hour(2), author_id=ALICE.id),))
    fill(store, [deployed("a", 0), deployed("FEED", 3), deployed("c", 6)], line("abc"), [fix])
    assert brought(store) == {1: "FEED"}
    assert flags(store)["FEED"] & DeploymentFlag.HOTFIX


def test_a_half_deployed_branch_brings_nothing_yet(store: Store) -> None:
    commits = (commit("feed", hour(2)), commit("f00d", hour(3)))
    fix = landed(1, "c", 5, commits=commits)
    fill(store, [deployed("a", 0), deployed("feed", 3), deployed("c", 6)], line("abc"), [fix])
    assert brought(store) == {1: "c"}


def test_a_merge_outside_of_the_graph_is_known_by_its_sha(store: Store) -> None:
    release = landed(1, "feed", 2, base_branch="release")
    fill(store, [deployed("a", 0), deployed("feed", 3)], line("a"), [release])
    assert brought(store) == {1: "feed"}


def test_a_pull_request_is_found_without_its_merge_commit(store: Store) -> None:
    pr = landed(1, None, 2, commits=(commit("b", hour(1)),))
    fill(store, [deployed("a", 0), deployed("b", 3)], line("ab"), [pr])
    assert brought(store) == {1: "b"}


def test_an_incident_of_the_service_blames_its_deployment(store: Store) -> None:
    trouble = incident(4, 6, service="pay")
    fill(store, [deployed("a", 0), deployed("b", 3)], line("ab"), services=[PAY], incidents=[trouble])
    assert failed(store) == {"b"}
    assert repairs(store).at.tolist() == [int(hour(6).timestamp())]
    with store.read() as shelves:
        cause = shelves.failures.by_evidence([trouble.id])[trouble.id]
        assert (cause.kind, cause.rank) == (FailureKind.INCIDENT, Rank.IN_TIME)
        assert shelves.outdated.all(INCIDENTS).keys() >= {PAYMENTS.id}


def test_an_incident_of_another_service_blames_none_here(store: Store) -> None:
    other = service("search", repositories=("acme/search",), alerts_as=("search",))
    fill(
        store, [deployed("a", 0)], line("a"), services=[PAY, other], incidents=[incident(1, service="search")]
    )
    assert failed(store) == set()


def test_the_hours_of_the_service_limit_how_far_back_a_cause_may_lie(store: Store) -> None:
    brief = replace(PAY, incident_hours=1)
    trouble = incident(4, service="pay")
    fill(store, [deployed("a", 0)], line("a"), services=[brief], incidents=[trouble])
    assert failed(store) == set()
    fill(store, services=[PAY])
    assert failed(store) == {"a"}


def test_an_incident_that_comes_to_light_late_restates_history(store: Store) -> None:
    fill(store, [deployed("a", 0), deployed("b", 24)], line("ab"), services=[PAY])
    assert failed(store) == set()
    fill(store, incidents=[incident(2, service="pay")])
    assert failed(store) == {"a"}
    assert flags(store)["a"] & DeploymentFlag.OPEN_FAILURE
    fill(store, incidents=[incident(2, 5, service="pay")])
    assert not flags(store)["a"] & DeploymentFlag.OPEN_FAILURE


def test_an_incident_may_name_a_deployment_of_a_service_that_never_alerts(store: Store) -> None:
    made = deployed("a", 0)
    fill(store, [made], line("a"), incidents=[incident(100, service="mystery", deployment=made.url)])
    assert failed(store) == {"a"}


@pytest.mark.parametrize(
    ("target", "who"), [("first", {"a"}), ("nothing", set()), ("nobody", {"b"})], ids=str
)
def test_a_persons_word_decides(store: Store, target: str, who: set[str]) -> None:
    first = deployed("a", 0)
    trouble = incident(4, service="pay")
    fill(store, [first, deployed("b", 3)], line("ab"), services=[PAY], incidents=[trouble])
    if target != "nobody":
        to = first.id if target == "first" else 0
        with store.write() as shelves:
            said = Override(Link.INCIDENT_DEPLOYMENT, trouble.id, to, "Ana", NOW, "I was there")
            shelves.overrides.put(said)
            shelves.outdated.mark(KIND, [PAYMENTS.id])
        derive(store)
    assert failed(store) == who


def test_a_persons_word_reaches_an_incident_of_no_known_service(store: Store) -> None:
    made, trouble = deployed("a", 0), incident(4, service="mystery")
    fill(store, [made], line("a"), incidents=[trouble])
    with store.write() as shelves:
        said = Override(Link.INCIDENT_DEPLOYMENT, trouble.id, made.id, "Ana", NOW, "")
        shelves.overrides.put(said)
        shelves.outdated.mark(KIND, [PAYMENTS.id])
    derive(store)
    assert failed(store) == {"a"}


def test_a_deployment_of_the_whole_repository_answers_for_each_of_its_services(store: Store) -> None:
    two = [
        service("pay", repositories=("acme/payments",), paths=("/pay/",), alerts_as=("pay",)),
        service("web", repositories=("acme/payments",), paths=("/web/",)),
    ]
    fill(store, [deployed("a", 0)], line("a"), services=two, incidents=[incident(1, service="pay")])
    assert failed(store) == {"a"}


def test_a_pull_request_is_deployed_with_a_service_that_it_touches(store: Store) -> None:
    two = [
        service("pay", repositories=("acme/payments",), paths=("/pay/",)),
        service("web", repositories=("acme/payments",), paths=("/web/",)),
    ]
    commits = [
        branch_commit("a"),
        branch_commit("b", "a", at=1, paths=("pay/a.py",)),
        branch_commit("c", "b", at=2, paths=("web/a.ts", "pay/b.py")),
        branch_commit("d", "c", at=3, paths=("README.md",)),
    ]
    prs = [landed(number, sha, number) for number, sha in enumerate("bcd", 1)]
    made = [
        deployed("a", 0, service="pay"),
        deployed("a", 0.5, service="web"),
        deployed("c", 4, service="web"),
        deployed("d", 5, service="pay"),
        deployed("d", 7, service="web", name="web d"),
    ]
    fill(store, made, commits, prs, services=two)
    assert brought(store) == {1: "d", 2: "c", 3: "d"}
    assert set(changes(store).service_id.tolist()) == {service_id("pay"), service_id("web")}


def test_the_owners_of_a_path_make_it_part_of_a_service(store: Store) -> None:
    two = [
        service("pay", repositories=("acme/payments",), owners=("@acme/pay",)),
        service("web", repositories=("acme/payments",), paths=("/web/",)),
    ]
    commits = [branch_commit("a"), branch_commit("b", "a", at=1, paths=("pay/a.py",))]
    made = [deployed("a", 0, service=slug) for slug in ("pay", "web")]
    made = [replace(each, id=identify(each.service or "")) for each in made]
    made += [deployed("b", 3, service="web"), deployed("b", 4, service="pay", name="pay b")]
    fill(store, made, commits, [landed(1, "b", 1)], services=two)
    assert changes(store).service_id.tolist() == [service_id("web")]
    with store.write() as shelves:
        shelves.services.save_owners(PAYMENTS.id, "/pay/ @acme/pay")
    derive(store)
    assert changes(store).service_id.tolist() == [service_id("pay")]


def test_a_service_that_the_settings_do_not_know_is_deployed_with_all_of_its_repository(store: Store) -> None:
    made = [deployed("a", 0, service="api"), deployed("b", 2, service="api")]
    fill(store, made, line("ab"), [landed(1, "b", 1)], services=[PAY])
    assert changes(store).service_id.tolist() == [service_id("api")]


def test_a_hotfix_from_one_repository_may_mend_what_came_from_another(store: Store) -> None:
    """One service of two repositories: what is marked in one is derived with the other."""
    wide = service("pay", repositories=("acme/*",))
    elsewhere = replace(deployed("x", 5, cause="hotfix"), repository_id=SEARCH.id)
    before = replace(deployed("w", 0), repository_id=SEARCH.id)
    fill(store, [before, deployed("a", 1), deployed("b", 3)], line("ab"), services=[wide])
    assert failed(store) == set()
    fill(store, [elsewhere])
    assert failed(store) == {"b"}
    with store.write() as shelves:
        shelves.outdated.mark(KIND, [PAYMENTS.id])
    derive(store)
    assert failed(store) == {"b"}


def test_everywhere_is_every_repository_that_was_ever_deployed(store: Store) -> None:
    other = replace(deployed("x", 5), repository_id=SEARCH.id)
    fill(store, [deployed("a", 0), other], line("a"))
    with store.write() as shelves:
        shelves.facts.replace(DEPLOYMENTS, [], [PAYMENTS.id, SEARCH.id])
        shelves.outdated.mark(KIND, [EVERYWHERE])
    derive(store)
    assert flags(store).keys() == {"a", "x"}


def test_changes_that_reach_production_make_issues_out_of_date(store: Store) -> None:
    fill(store, [deployed("a", 0), deployed("b", 2)], line("ab"))
    with store.write() as shelves:
        shelves.outdated.settle(ISSUES, shelves.outdated.all(ISSUES))
    fill(store, [], [], [landed(1, "b", 1)])
    with store.read() as shelves:
        assert shelves.outdated.all(ISSUES).keys() == {PAYMENTS.id}


def test_a_change_waits_in_its_authors_hours(store: Store) -> None:
    """Merged on Monday at four in the afternoon, deployed on Tuesday at ten."""
    fill(store, [deployed("a", 0), deployed("b", 25, minutes=0)], line("ab"), [landed(1, "b", 7)])
    found = changes(store)
    assert (found.deploy[0], found.deploy_working[0]) == (18 * HOUR, 3 * HOUR)


def test_what_still_runs_is_derived_once_it_has_ended(store: Store) -> None:
    running = deployed("b", 2, status=DeploymentStatus.PENDING, finished_at=None)
    fill(store, [deployed("a", 0), running], line("ab"), [landed(1, "b", 1)])
    assert flags(store).keys() == {"a"}
    fill(store, [replace(running, status=DeploymentStatus.SUCCESS, finished_at=hour(3))])
    assert brought(store) == {1: "b"}


def test_a_failed_attempt_is_kept_as_one(store: Store) -> None:
    fill(store, [deployed("a", 0), broken("b", 2)], line("ab"))
    assert not flags(store)["b"] & DeploymentFlag.SUCCEEDED


@pytest.mark.parametrize("seed", range(6))
def test_stored_facts_agree_with_the_plain_computation(store: Store, seed: int) -> None:
    voyage = Voyage.of(seed, 80)
    incidents = [replace(each, service="PAY") for each in voyage.incidents]
    fill(store, voyage.deployments, voyage.commits, voyage.prs, services=[PAY], incidents=incidents)
    told = retell(voyage.world)
    names = {record.id: record.external_id for record in voyage.deployments}
    found = deployments(store)
    is_failed = found.flags & int(DeploymentFlag.FAILED_IN_PRODUCTION) != 0
    assert {names[id_] for id_ in found.id[is_failed].tolist()} == {
        name for name, each in told.items() if each["failed"]
    }
    expected = {number: name for name, each in told.items() for number in each["brought"]}
    numbers = {pr.id: pr.number for pr in voyage.prs}
    here = changes(store)
    pairs = zip(here.id.tolist(), here.deployment_id.tolist(), strict=True)
    assert {numbers[pr]: names[made] for pr, made in pairs} == expected


def test_facts_of_changes_are_found_by_scope_and_time(store: Store) -> None:
    fill(store, [deployed("a", 0), deployed("b", 3)], line("ab"), [landed(1, "b", 1)])
    with store.read() as shelves:
        assert len(shelves.facts.columns(CHANGES, 0, hour(3), hour(4))) == 1
        assert len(shelves.facts.columns(CHANGES, 0, hour(3), hour(3) + timedelta(minutes=10))) == 0
