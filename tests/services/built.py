"""A store with CI: what was saved, and what derivation made of it."""

from collections.abc import Iterable

from domain.people import Asker, WorkingHours
from domain.records import Job, Run, TestCase
from metrics import BUILTIN
from services.answers import Answers
from services.derivation import Derivations
from services.derivation.cases import CASE_FACTS
from services.derivation.runs import RECOVERY_FACTS, RUN_FACTS
from services.facts import Facts
from storage.store import Store
from tests import builders as build
from tests.ci import PAYMENTS

SEARCH = build.repository("acme/search")
ANA = build.account("ana")
NOW = build.NOW
HOURS = WorkingHours("Europe/Berlin")
ANYBODY = Asker()


def fill(store: Store) -> None:
    """A source with two repositories and somebody."""
    with store.write() as shelves:
        shelves.sources.save(build.GITHUB)
        shelves.repositories.save([PAYMENTS, SEARCH])
        shelves.people.save_accounts([ANA])


def save(store: Store, runs: Iterable[Run], jobs: Iterable[Job] = (), cases: Iterable[TestCase] = ()) -> None:
    """Save them, and make the facts that rest on them."""
    with store.write() as shelves:
        shelves.builds.save(list(runs))
        shelves.jobs.save(list(jobs))
        shelves.cases.save(list(cases))
    derive(store)


def derive(store: Store) -> None:
    facts = Facts(store, lambda: NOW, HOURS)
    Derivations(store, lambda: NOW, facts, (RUN_FACTS, RECOVERY_FACTS, CASE_FACTS)).refresh()


def answers(store: Store) -> Answers:
    return Answers(store, lambda: NOW, BUILTIN, "UTC")
