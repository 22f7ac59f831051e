"""What a page brings is put on the shelves, whole, within the caller's transaction."""

from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from domain.clock import Clock
from domain.ids import identify
from domain.records import Account, AccountKind, Repository, Source
from integrations.pages import PullRequestPage, RepositoryPage
from services.facts import Facts, Roster
from services.sync.position import STREAM
from storage.shelves import Shelves

REPOSITORIES = "repositories"


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

    def pull_requests(self, shelves: Shelves, page: PullRequestPage, roster: Roster) -> None:
        """Save accounts, pull requests and facts; set aside what cannot be read, settle what now can."""
        self._accounts(shelves, page.accounts)
        prs = page.pull_requests
        shelves.pull_requests.save(prs, roster.facts(prs, shelves))
        key = self._source.key
        shelves.pull_requests.remove([identify(key, "pull_request", id_) for id_ in page.gone])
        shelves.quarantine.save(page.unmappable, self._clock())
        shelves.quarantine.settle(key, STREAM, [*(pr.external_id for pr in prs), *page.gone])

    def recast(self, shelves: Shelves) -> None:
        """Let the patterns of bots count for the accounts that are known already."""
        known = [account for account in shelves.people.all_accounts() if account.source == self._source.key]
        self._accounts(shelves, [account for account in known if self._named(account) != account])

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
