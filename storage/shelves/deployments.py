"""Deployments, and what they are understood by: commits, merged pull requests, services and failures."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, delete, select

from domain.facts import CHANGES, Failure
from domain.records import BranchCommit, Commit, Deployment, PullRequest, PullRequestState, Service
from storage.rests_on import COMMITS, DEPLOYMENTS, EVERYWHERE, SERVICES
from storage.shapes import Shape
from storage.shelves.notes import Notes
from storage.shelves.outdated import Outdated
from storage.shelves.records import Records
from storage.tables import (
    branch_commits,
    commits,
    deployments,
    facts_of,
    failures,
    pull_requests,
    services,
)
from storage.transaction import Transaction

_OWNERS = "codeowners"
_failure = Shape(failures, Failure)
_merged = Shape(pull_requests, PullRequest, is_removed=False)
_commit = Shape(commits, Commit)
_deployment = Shape(deployments, Deployment)
_branch_commit = Shape(branch_commits, BranchCommit)
_service = Shape(services, Service)


class Deployments(Records[Deployment]):
    """As their providers tell them, oldest first."""

    def __init__(self, tx: Transaction) -> None:
        super().__init__(tx, _deployment, order=("created_at", "id"))

    def save(self, records: Sequence[Deployment]) -> int:
        """Insert or update; the repositories of those that differ from before are out of date."""
        before = self.by_ids(record.id for record in records)
        saved = super().save(records)
        differ = [record for record in records if before.get(record.id) != record]
        touched = [*differ, *(before[record.id] for record in differ if record.id in before)]
        Outdated(self._tx).changed(DEPLOYMENTS, {record.repository_id for record in touched})
        return saved

    def remove(self, ids: Collection[int]) -> None:
        """Remove them, and mark where they were."""
        gone = self.by_ids(ids).values()
        super().remove(ids)
        Outdated(self._tx).changed(DEPLOYMENTS, {record.repository_id for record in gone})

    def of(self, repository_ids: Collection[int]) -> list[Deployment]:
        return self.among("repository_id", repository_ids)

    def latest_of(self, sha: str) -> Deployment | None:
        """The latest of a commit whose sha begins so."""
        found = self.where(deployments.c.sha.startswith(sha, autoescape=True))
        return found[-1] if found else None

    def places(self) -> set[int]:
        """Every repository from which something was ever deployed."""
        return {place for (place,) in self._tx.all(select(deployments.c.repository_id).distinct())}


class BranchCommits(Records[BranchCommit]):
    """The commits of default branches with their parents: what contains what."""

    def __init__(self, tx: Transaction) -> None:
        super().__init__(tx, _branch_commit, order=("committed_at", "id"))

    def save(self, records: Sequence[BranchCommit]) -> int:
        """Insert or update; where anything changed, it is out of date what deployments contain."""
        saved = super().save(records)
        if saved:
            Outdated(self._tx).changed(COMMITS, {record.repository_id for record in records})
        return saved

    def of(self, repository_id: int) -> list[BranchCommit]:
        """All of a repository, oldest first."""
        return self.where(branch_commits.c.repository_id == repository_id)


class Merged:
    """Merged pull requests as deployments see them: without the lists that hang on them."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def of(self, repository_id: int) -> list[PullRequest]:
        """Those of a repository, in the order of their merges."""
        pr = pull_requests.c
        merged = (pr.state == PullRequestState.MERGED) & pr.merged_at.is_not(None) & ~pr.is_removed
        statement = select(pull_requests).where(pr.repository_id == repository_id, merged)
        return [_merged.record(row) for row in self._tx.all(statement.order_by(pr.merged_at, pr.id))]

    def with_commits(self, prs: Sequence[PullRequest]) -> list[PullRequest]:
        """The same with their commits, oldest first."""
        order = (commits.c.committed_at, commits.c.authored_at, commits.c.sha)
        statement = select(commits).order_by(*order)
        found: dict[int, list[Commit]] = {pr.id: [] for pr in prs}
        for row in self._tx.among(statement, commits.c.pull_request_id, found):
            found[row.pull_request_id].append(_commit.record(row))
        return [replace(pr, commits=tuple(found[pr.id])) for pr in prs]

    def of_commits(self, shas: Iterable[str]) -> dict[str, set[int]]:
        """The ids of the pull requests that hold each of these commits."""
        found: dict[str, set[int]] = {}
        for row in self._tx.among(select(commits.c.sha, commits.c.pull_request_id), commits.c.sha, shas):
            found.setdefault(row.sha, set()).add(row.pull_request_id)
        return found

    def brought_by(self, deployment_ids: Iterable[int]) -> dict[int, list[int]]:
        """The ids of the pull requests that each of these deployments was the first to contain."""
        change = facts_of[CHANGES.name].c
        statement = select(change.id, change.deployment_id).order_by(change.id)
        found: dict[int, list[int]] = {}
        for row in self._tx.among(statement, change.deployment_id, deployment_ids):
            found.setdefault(row.deployment_id, []).append(row.id)
        return found


class Services(Records[Service]):
    """What the settings say runs in production; every other repository is a service of its own."""

    def __init__(self, tx: Transaction) -> None:
        super().__init__(tx, _service, order=("slug", "began_on", "id"))

    def replace(self, records: Sequence[Service]) -> None:
        """Make the services exactly these; everything deployed is out of date where they differ."""
        before = {record.id: record for record in self.all()}
        after = {record.id: record for record in records}
        if before == after:
            return
        self.remove(before.keys() - after.keys())
        self.save(records)
        Outdated(self._tx).changed(SERVICES, {EVERYWHERE})

    def owners(self, repository_id: int) -> str:
        """The repository's CODEOWNERS, as far as it was read."""
        note = Notes(self._tx).get(_OWNERS, str(repository_id))
        return str(note["text"]) if note else ""

    def save_owners(self, repository_id: int, text: str) -> None:
        """Keep a repository's CODEOWNERS; what its services are made of may change with it."""
        if text == self.owners(repository_id):
            return
        Notes(self._tx).put(_OWNERS, str(repository_id), {"text": text})
        Outdated(self._tx).changed(SERVICES, {repository_id})


class Failures:
    """Why deployments count as failed."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def replace(self, records: Sequence[Failure], of: Collection[int]) -> bool:
        """Make the failures of these repositories exactly these; whether that changed any."""
        self._tx.alone()
        mine = list(self._among(failures.c.repository_id, of))
        if set(mine) == set(records):
            return False
        gone = delete(failures).where(failures.c.repository_id == bindparam("place"))
        self._tx.connection.execute(gone, [{"place": place} for place in of])
        self._tx.upsert(failures, _failure.rows(records))
        return True

    def of(self, deployment_ids: Iterable[int]) -> dict[int, list[Failure]]:
        """The evidence against each of these deployments, the best first."""
        found: dict[int, list[Failure]] = {}
        for failure in self._among(failures.c.deployment_id, deployment_ids):
            found.setdefault(failure.deployment_id, []).append(failure)
        return {id_: sorted(each, key=_best_first) for id_, each in found.items()}

    def by_evidence(self, ids: Iterable[int]) -> dict[int, Failure]:
        """What incidents, pull requests and deployments are evidence of, the best of it by their ids."""
        found = sorted(self._among(failures.c.evidence_id, ids), key=_best_first, reverse=True)
        return {failure.evidence_id: failure for failure in found}

    def _among(self, column: Any, values: Iterable[int]) -> Iterable[Failure]:  # noqa: ANN401 - a column of the table
        return (_failure.record(row) for row in self._tx.among(select(failures), column, values))


def _best_first(failure: Failure) -> tuple[int, str, int]:
    return failure.rank, failure.kind, failure.evidence_id
