"""Harbour's issues, as its Jira would tell them."""

from bot.demo.backlog import backlog
from bot.demo.chapters import Tale
from bot.demo.organisation import CREWS
from bot.demo.organisation import account_id as author_id
from bot.demo.sprinting import continued, planned
from bot.demo.tracker import BOARDS, SOURCE, account, project
from domain.runs import RunOutcome
from services.sync import position
from storage.shelves import Shelves


def tell(tale: Tale) -> None:
    """Save the issues that are new or have changed since the tale was told last."""
    with tale.store.write() as shelves:
        _found(shelves)
        run = shelves.runs.begin(SOURCE.key, position.STREAM, tale.now)
        told = [issue for issue in planned(backlog(tale), tale) if issue.updated_at > tale.until]
        if shelves.issues.count():
            told = continued(told, shelves.issues.by_ids(issue.id for issue in told), tale.until)
        shelves.issues.save(told)
        shelves.runs.finish(run, tale.now, RunOutcome.SUCCEEDED, records=len(told))


def _found(shelves: Shelves) -> None:
    """The tracker, its projects, and everybody's account with it, known to be theirs by the address."""
    shelves.sources.save(SOURCE)
    if not shelves.projects.all():
        shelves.projects.save([project(board.key) for board in BOARDS])
    accounts = {author_id(login): account(login, name) for crew in CREWS for login, name in crew.people}
    shelves.people.save_accounts(list(accounts.values()))
    for person in shelves.people.all():
        theirs = {each.id for each in shelves.people.accounts_of(person.id)}
        for author in theirs & accounts.keys():
            if accounts[author].id not in theirs:
                shelves.people.link(accounts[author].id, person.id)
