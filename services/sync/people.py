"""The people of the settings, joined with their accounts as these become known."""

from collections.abc import Sequence

from domain.people import Person
from services.facts import Facts
from storage.shelves import Shelves

Logins = tuple[str, ...]


def introduce(shelves: Shelves, people: Sequence[tuple[Person, Logins]], facts: Facts) -> None:
    """Save each person and link their accounts; what somebody confirmed in Slack stays as it is."""
    for person, logins in people:
        shelves.people.save(_merged(shelves, person))
        known = {account.id for account in shelves.people.accounts_of(person.id)}
        found = {account.id for login in logins for account in shelves.people.by_login(login)}
        for account in found - known:
            shelves.people.link(account, person.id)
        if found - known and person.zone:
            facts.outdate(shelves)


def _merged(shelves: Shelves, person: Person) -> Person:
    """What Slack has told about them since, such as the time zone, is not forgotten."""
    known = next((each for each in shelves.people.all() if each.id == person.id), None)
    if known is None:
        return person
    return Person(
        person.id, person.name, person.email or known.email, person.slack_user or known.slack_user, known.zone
    )
