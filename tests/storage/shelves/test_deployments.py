"""Deployments, commits, services and failures on their shelves, and what they make out of date."""

from dataclasses import replace
from datetime import date

from domain.facts import CHANGES, ChangeFacts, Failure, FailureKind, Flag, Rank, Span
from domain.ids import identify
from domain.records import BranchCommit, Deployment, DeploymentSource, DeploymentStatus, Service
from storage.rests_on import DEPLOYMENTS, EVERYWHERE, INCIDENTS, ISSUES
from storage.store import Store
from tests.builders import NOW, commit, facts, pull_request
from tests.storage.shelves.conftest import PAYMENTS, SEARCH

NONE = (None,) * len(Span)


def deployment(name: str = "one", **fields: object) -> Deployment:
    record = Deployment(
        id=identify("github", "deployment", name),
        source="github",
        external_id=name,
        repository_id=PAYMENTS.id,
        environment="production",
        sha="c0ffee",
        status=DeploymentStatus.SUCCESS,
        created_at=NOW,
    )
    return replace(record, **fields)  # type: ignore[arg-type] # of the record


def branch_commit(sha: str, *parents: str, **fields: object) -> BranchCommit:
    record = BranchCommit(
        id=identify("github", "commit", str(PAYMENTS.id), sha),
        source="github",
        repository_id=PAYMENTS.id,
        sha=sha,
        parents=parents,
        authored_at=NOW,
        committed_at=NOW,
    )
    return replace(record, **fields)  # type: ignore[arg-type] # of the record


def failure(deployment_id: int = 1, **fields: object) -> Failure:
    record = Failure(deployment_id, FailureKind.INCIDENT, 7, PAYMENTS.id, NOW, None, Rank.LINKED)
    return replace(record, **fields)  # type: ignore[arg-type] # of the record


def outdated(store: Store, kind: str) -> set[int]:
    with store.read() as shelves:
        return set(shelves.outdated.all(kind))


def settle(store: Store) -> None:
    with store.write() as shelves:
        for kind in (DEPLOYMENTS, INCIDENTS, ISSUES):
            shelves.outdated.settle(kind, shelves.outdated.all(kind))


def test_a_deployment_comes_back_as_it_was_saved(seeded: Store) -> None:
    record = deployment(
        finished_at=NOW,
        ref="main",
        url="https://github.com/acme/payments/deployments/1",
        creator_id=3,
        run_id=4,
        known_from=DeploymentSource.API,
        is_production=False,
        service="pay",
        part="eu",
        cause="rollback \0",
    )
    with seeded.write() as shelves:
        assert shelves.deployments.save([record]) == 1
    with seeded.read() as shelves:
        assert shelves.deployments.of([PAYMENTS.id]) == [replace(record, cause="rollback \ufffd")]
        assert shelves.deployments.of([SEARCH.id]) == []


def test_a_deployment_that_is_new_or_differs_makes_its_repository_out_of_date(seeded: Store) -> None:
    with seeded.write() as shelves:
        shelves.deployments.save([deployment()])
    assert outdated(seeded, DEPLOYMENTS) == {PAYMENTS.id}
    assert outdated(seeded, INCIDENTS) == {PAYMENTS.id}
    settle(seeded)
    with seeded.write() as shelves:
        assert shelves.deployments.save([deployment()]) == 0
    assert outdated(seeded, DEPLOYMENTS) == set()
    with seeded.write() as shelves:
        shelves.deployments.save([deployment(repository_id=SEARCH.id)])
    assert outdated(seeded, DEPLOYMENTS) == {PAYMENTS.id, SEARCH.id}


def test_a_removed_deployment_makes_its_repository_out_of_date(seeded: Store) -> None:
    with seeded.write() as shelves:
        shelves.deployments.save([deployment()])
    settle(seeded)
    with seeded.write() as shelves:
        shelves.deployments.remove([deployment().id])
        assert shelves.deployments.places() == set()
    assert outdated(seeded, DEPLOYMENTS) == {PAYMENTS.id}


def test_the_places_that_were_deployed_are_known(seeded: Store) -> None:
    with seeded.write() as shelves:
        shelves.deployments.save([deployment(), deployment("two"), deployment("x", repository_id=SEARCH.id)])
        assert shelves.deployments.places() == {PAYMENTS.id, SEARCH.id}


def test_commits_come_back_with_their_parents_and_paths(seeded: Store) -> None:
    records = [
        branch_commit("a"),
        branch_commit("b", "a", "x", paths=("src/pay.py",), author_id=1, headline="Pay", pull_request_id=2),
    ]
    with seeded.write() as shelves:
        assert shelves.branch_commits.save(records) == 2
    with seeded.read() as shelves:
        assert sorted(shelves.branch_commits.of(PAYMENTS.id), key=lambda each: each.sha) == records
        assert shelves.branch_commits.of(SEARCH.id) == []


def test_only_commits_that_are_new_make_anything_out_of_date(seeded: Store) -> None:
    with seeded.write() as shelves:
        shelves.branch_commits.save([branch_commit("a")])
    assert outdated(seeded, DEPLOYMENTS) == {PAYMENTS.id}
    settle(seeded)
    with seeded.write() as shelves:
        shelves.branch_commits.save([branch_commit("a")])
    assert outdated(seeded, DEPLOYMENTS) == set()


def test_merged_pull_requests_are_read_without_their_lists(seeded: Store) -> None:
    first = pull_request(1, repository=PAYMENTS, merged_at=NOW, merge_sha="a", labels=("bug",))
    second = pull_request(
        2, repository=PAYMENTS, merged_at=NOW, commits=(commit("b"), commit("a", author_id=3))
    )
    others = [
        pull_request(3, repository=PAYMENTS),
        pull_request(4, repository=PAYMENTS, closed_at=NOW),
        pull_request(5, repository=SEARCH, merged_at=NOW),
        pull_request(6, repository=PAYMENTS, merged_at=NOW),
    ]
    records = [first, second, *others]
    with seeded.write() as shelves:
        shelves.pull_requests.save(records, [facts(each) for each in records])
        shelves.pull_requests.remove([others[-1].id])
    with seeded.read() as shelves:
        found = shelves.merged.of(PAYMENTS.id)
        assert {each.number for each in found} == {1, 2}
        assert all(each.commits == () for each in found)
        with_commits = {each.number: each for each in shelves.merged.with_commits(found)}
        assert with_commits[1] == first
        assert [each.sha for each in with_commits[2].commits] == ["a", "b"]
        assert shelves.merged.of_commits(["a", "z"]) == {"a": {second.id}}


def test_the_pull_requests_that_a_deployment_brought_are_found(seeded: Store) -> None:
    changes = [
        ChangeFacts(id_, PAYMENTS.id, None, NOW, Flag(0), made, 1, NONE, NONE, None, None, None, None)
        for id_, made in ((1, 10), (2, 10), (3, 11))
    ]
    with seeded.write() as shelves:
        shelves.facts.put(CHANGES, changes)
        assert shelves.merged.brought_by([10, 11, 12]) == {10: [1, 2], 11: [3]}


def test_services_are_exactly_those_of_the_settings(seeded: Store) -> None:
    first = Service(
        id=1,
        slug="pay",
        name="Payments",
        repositories=("acme/pay-*",),
        paths=("/pay/",),
        labels=("pay",),
        owners=("@acme/pay",),
        alerts_as=("P1",),
        environments=("production",),
        incident_hours=2,
        began_on=date(2026, 9, 1),
        ended_on=date(2026, 10, 1),
    )
    second = Service(id=2, slug="web", name="Web")
    with seeded.write() as shelves:
        shelves.services.replace([second, first])
    assert outdated(seeded, DEPLOYMENTS) == {EVERYWHERE}
    with seeded.read() as shelves:
        assert shelves.services.all() == [first, second]
    settle(seeded)
    with seeded.write() as shelves:
        shelves.services.replace([first, second])
    assert outdated(seeded, DEPLOYMENTS) == set()
    with seeded.write() as shelves:
        shelves.services.replace([second])
        assert shelves.services.all() == [second]
    assert outdated(seeded, DEPLOYMENTS) == {EVERYWHERE}


def test_codeowners_are_kept_by_repository(seeded: Store) -> None:
    with seeded.write() as shelves:
        assert shelves.services.owners(PAYMENTS.id) == ""
        shelves.services.save_owners(PAYMENTS.id, "* @acme/core")
        assert shelves.services.owners(PAYMENTS.id) == "* @acme/core"
        assert shelves.services.owners(SEARCH.id) == ""
    assert outdated(seeded, DEPLOYMENTS) == {PAYMENTS.id}
    settle(seeded)
    with seeded.write() as shelves:
        shelves.services.save_owners(PAYMENTS.id, "* @acme/core")
    assert outdated(seeded, DEPLOYMENTS) == set()


def test_failures_are_made_exactly_these_where_they_are_told_of(seeded: Store) -> None:
    mine = [failure(1), failure(1, kind=FailureKind.HOTFIX, evidence_id=8, rank=Rank.HOTFIX), failure(2)]
    others = failure(3, repository_id=SEARCH.id, recovered_at=NOW)
    with seeded.write() as shelves:
        assert shelves.failures.replace([*mine, others], [PAYMENTS.id, SEARCH.id])
        assert not shelves.failures.replace(mine[::-1], [PAYMENTS.id])
        assert shelves.failures.replace([failure(2)], [PAYMENTS.id])
    with seeded.read() as shelves:
        assert shelves.failures.of([1, 2, 3]) == {2: [failure(2)], 3: [others]}


def test_the_evidence_against_a_deployment_is_told_best_first(seeded: Store) -> None:
    evidence = [
        failure(kind=FailureKind.HOTFIX, rank=Rank.HOTFIX),
        failure(evidence_id=9, rank=Rank.IN_TIME),
        failure(evidence_id=8, rank=Rank.BY_HAND),
    ]
    with seeded.write() as shelves:
        shelves.failures.replace(evidence, [PAYMENTS.id])
        assert [each.rank for each in shelves.failures.of([1])[1]] == [
            Rank.BY_HAND,
            Rank.HOTFIX,
            Rank.IN_TIME,
        ]


def test_of_what_one_incident_is_evidence_the_best_is_told(seeded: Store) -> None:
    evidence = [failure(1, rank=Rank.IN_TIME), failure(2, rank=Rank.LINKED)]
    with seeded.write() as shelves:
        shelves.failures.replace(evidence, [PAYMENTS.id])
        assert shelves.failures.by_evidence([7, 8]) == {7: evidence[1]}
