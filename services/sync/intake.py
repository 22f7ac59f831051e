"""What a page brings is put on the shelves, whole, within the caller's transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

from domain.clock import Clock
from domain.ids import identify
from domain.records import (
    Account,
    AccountKind,
    BranchCommit,
    CodeOwners,
    Deployment,
    Incident,
    Issue,
    Job,
    Project,
    PullRequest,
    Repository,
    Run,
    Shift,
    Source,
    Sprint,
    TestCase,
)
from integrations.pages import Page, RepositoryPage
from services.facts import Facts, Roster
from services.sync.orphans import without_orphans
from storage.shelves import Shelves

REPOSITORIES = "repositories"

_SHELVES: tuple[tuple[type, Callable[[Shelves], Any]], ...] = (
    (Project, lambda shelves: shelves.projects),
    (BranchCommit, lambda shelves: shelves.branch_commits),
    (Run, lambda shelves: shelves.builds),
    (Job, lambda shelves: shelves.jobs),
    (TestCase, lambda shelves: shelves.cases),
    (Deployment, lambda shelves: shelves.deployments),
    (Sprint, lambda shelves: shelves.sprints),
    (Issue, lambda shelves: shelves.issues),
    (Incident, lambda shelves: shelves.incidents),
    (Shift, lambda shelves: shelves.shifts),
)
"""By kind of record, where it is kept; what others hang on comes first."""

_REMOVED: Mapping[str, tuple[str, Callable[[Shelves], Any]]] = {
    "pull_requests": ("pull_request", lambda shelves: shelves.pull_requests),
    "deployments": ("deployment", lambda shelves: shelves.deployments),
    "issues": ("issue", lambda shelves: shelves.issues),
    "incidents": ("incident", lambda shelves: shelves.incidents),
}
"""By stream, what its ids are made with and where one that is gone is taken from."""


class Intake:
    """Saves pages of one source; whoever calls owns the transaction and saves the cursor in it."""

    def __init__(self, source: Source, facts: Facts, clock: Clock, bots: Sequence[str] = ()) -> None:
        """`bots` are patterns of logins that are bots, whatever the provider says."""
        self._source = source
        self._facts = facts
        self._clock = clock
        self._bots = tuple(pattern.casefold() for pattern in bots)

    def repositories(self, shelves: Shelves, page: RepositoryPage) -> None:
        """Save repositories; one with another default branch makes the facts stale."""
        before = shelves.repositories.by_ids(repository.id for repository in page.repositories)
        shelves.repositories.save(page.repositories)
        shelves.quarantine.save(page.unmappable, self._clock())
        ids = [repository.external_id for repository in page.repositories]
        shelves.quarantine.settle(self._source.key, REPOSITORIES, ids)
        if any(_moved(before.get(after.id), after) for after in page.repositories):
            self._facts.outdate(shelves)

    def page(self, shelves: Shelves, stream: str, page: Page, roster: Roster) -> None:
        """Save accounts and records; set aside what cannot be read or kept, settle what now can."""
        page = without_orphans(self._source.key, stream, page, shelves)
        self._accounts(shelves, page.accounts)
        prs = page.of(PullRequest)
        if prs:
            shelves.pull_requests.save(prs, roster.facts(prs, shelves))
        for kind, shelf in _SHELVES:
            records: tuple[Any, ...] = page.of(kind)
            if records:
                shelf(shelves).save(records)
        for owners in page.of(CodeOwners):
            shelves.services.save_owners(owners.repository_id, owners.text)
        self._remove(shelves, stream, page.gone)
        shelves.quarantine.save(page.unmappable, self._clock())
        read = {id_ for record in page.records if (id_ := _name(record))}
        shelves.quarantine.settle(self._source.key, stream, [*sorted(read), *page.gone])

    def recast(self, shelves: Shelves) -> None:
        """Let the patterns of bots count for the accounts that are known already."""
        known = [account for account in shelves.people.all_accounts() if account.source == self._source.key]
        self._accounts(shelves, [account for account in known if self._named(account) != account])

    def _remove(self, shelves: Shelves, stream: str, external_ids: Sequence[str]) -> None:
        """Take out what is gone; of streams that have no such thing, ids that are gone never came."""
        if external_ids and stream in _REMOVED:
            kind, shelf = _REMOVED[stream]
            shelf(shelves).remove([identify(self._source.key, kind, id_) for id_ in external_ids])

    def _accounts(self, shelves: Shelves, accounts: Sequence[Account]) -> None:
        """Save accounts; a known one of another kind than before makes the facts stale."""
        before = shelves.people.accounts(account.id for account in accounts)
        shelves.people.save_accounts([self._named(account) for account in accounts])
        after = shelves.people.accounts(before)
        if any(account.kind is not after[id_].kind for id_, account in before.items()):
            self._facts.outdate(shelves)

    def _named(self, account: Account) -> Account:
        login = account.login.casefold()
        is_bot = account.kind is AccountKind.HUMAN and any(fnmatchcase(login, bot) for bot in self._bots)
        return replace(account, kind=AccountKind.BOT) if is_bot else account


def _moved(before: Repository | None, after: Repository) -> bool:
    return before is not None and before.default_branch != after.default_branch


def _name(record: object) -> str:
    """What its provider calls it; commits go by their sha, and some things are told only with others."""
    return str(getattr(record, "external_id", "") or getattr(record, "sha", ""))
