"""Time on call made anew, by account: each person's days, without counting an hour twice."""

from collections import defaultdict

from domain.facts import SHIFTS
from domain.records import Shift
from domain.rulings.oncall import shift_facts
from services.derivation import Derivation, Work
from services.derivation.alerting import Alerting
from services.derivation.zones import zones
from storage.rests_on import SHIFTS as KIND


def make(work: Work) -> None:
    """Make anew the time on call of the marked accounts.

    A mark that is nobody's account is a place whose services changed: then everybody's. Shifts that
    go on, or are to come, are marked again, for their time has not passed yet.
    """
    shelves = work.shelves
    on_call = shelves.shifts.accounts()
    accounts = set(work.places) if work.places <= on_call else on_call | work.places
    alerting = Alerting.of(shelves)
    zone = zones(accounts, work.roster, shelves)
    theirs: dict[int, list[Shift]] = defaultdict(list)
    for shift in shelves.shifts.of(accounts):
        theirs[shift.account_id].append(shift)
    rows = []
    for account, shifts in theirs.items():
        places = {each.id: alerting.place(alerting.service(each.schedule, each.began_at)) for each in shifts}
        rows += shift_facts(shifts, zone[account], places, work.now)
    shelves.facts.replace(SHIFTS, rows, accounts, by="author_id")
    unfinished = {
        account for account, shifts in theirs.items() if any(each.ended_at > work.now for each in shifts)
    }
    shelves.outdated.mark(KIND, unfinished)


SHIFT_FACTS = Derivation(KIND, make)
