"""In which zone people live: their own where it is known, else that of the team they are in."""

from collections.abc import Collection

from services.facts import Roster
from storage.shelves import Shelves


def zones(account_ids: Collection[int], roster: Roster, shelves: Shelves) -> dict[int, str]:
    """The zone of each account; one whose login says nothing goes by its person's other logins."""
    siblings = shelves.people.siblings(account_ids)
    found = dict.fromkeys(account_ids, roster.default.zone)
    for account, theirs in siblings.items():
        logins = (each.login.casefold() for each in theirs)
        known = (roster.logins[login].zone for login in logins if login in roster.logins)
        found[account] = next(known, roster.default.zone)
    return found
