"""The people of the settings, joined with their accounts as these become known."""

from collections.abc import Sequence
from dataclasses import replace

from domain.people import Person
from services.facts import Facts
from storage.shelves import Shelves

Logins = tuple[str, ...]


def introduce(shelves: Shelves, people: Sequence[tuple[Person, Logins]], facts: Facts) -> None:
    """Save each person and link their accounts; what somebody confirmed in Slack stays as it is.

    Whom the settings name no longer have no hours of their own any more.
    """
    known = {person.id: person for person in shelves.people.all()}
    for id_ in known.keys() - {person.id for person, _ in people}:
        if known[id_].hours:
            shelves.people.save(replace(known[id_], hours=None))
    claimed = {account.id for id_ in known for account in shelves.people.accounts_of(id_)}
    for person, logins in people:
        shelves.people.save(_merged(person, known.get(person.id, person)))
        theirs = {account.id for login in logins for account in shelves.people.by_login(login)}
        for account in theirs - claimed:
            shelves.people.link(account, person.id)
        if theirs - claimed:
            facts.outdate(shelves)
        claimed |= theirs


def _merged(said: Person, known: Person) -> Person:
    """What Slack has told about them since, such as the time zone, is not forgotten."""
    return replace(
        said,
        email=said.email or known.email,
        slack_user=said.slack_user or known.slack_user,
        zone=said.zone or known.zone,
    )
