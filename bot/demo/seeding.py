"""Puts Harbour into the store as a sync would: through the rulings, in transactions, with a run on record."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from bot.demo import organisation
from bot.demo.book import BOOK
from bot.demo.chapters import Tale
from bot.demo.simulation import HALF_A_YEAR, Simulation
from domain.clock import Clock
from domain.records import PullRequest
from domain.runs import RunOutcome
from services.derivation import Derivations
from services.derivation.kinds import BUILTIN as DERIVATIONS
from services.facts import Facts
from services.sync import position
from storage.store import Store

BATCH = 400
NOTE = ("demo", "harbour")
LULL = timedelta(minutes=1)
"""Nobody looks whether something has happened more often than that."""

Progress = Callable[[float], None]
"""Told, between 0 and 1, how much of the work is done."""


def settle(store: Store, facts: Facts, clock: Clock, *, seed: int, progress: Progress) -> int:
    """Bring Harbour up to the clock; returns how many pull requests were new or changed.

    The first time that is half a year of them; later it continues where it stopped.
    """
    now = clock()
    began_on, until = _settled(store) or _found(store, now)
    if now - until < LULL:
        progress(1.0)
        return 0
    with store.write() as shelves:
        run = shelves.runs.begin(organisation.SOURCE.key, position.STREAM, now)
    saved, lives = _save(store, facts, Simulation(began_on, now, seed), until, progress)
    for chapter in BOOK:
        chapter(Tale(store, began_on, until, now, seed, lives))
    Derivations(store, clock, facts, DERIVATIONS).refresh()
    with store.write() as shelves:
        shelves.facts.repack()
        for repository in organisation.repositories():
            position.save(shelves, repository, position.Position(watermark=now))
        shelves.runs.finish(run, clock(), RunOutcome.SUCCEEDED, records=saved)
        shelves.notes.put(*NOTE, {"began_on": began_on.isoformat(), "until": now.isoformat()})
    return saved


def _settled(store: Store) -> tuple[date, datetime] | None:
    """Since when Harbour exists in this store, and until when it has been told; None where it does not."""
    with store.read() as shelves:
        note = shelves.notes.get(*NOTE)
    return (date.fromisoformat(note["began_on"]), datetime.fromisoformat(note["until"])) if note else None


def _found(store: Store, now: datetime) -> tuple[date, datetime]:
    """What a first sync would find: the source, its repositories and accounts, and who is behind them."""
    began_on = (now - HALF_A_YEAR).date()
    until = datetime.combine(began_on, time(), UTC)
    with store.write() as shelves:
        shelves.sources.save(organisation.SOURCE)
        shelves.repositories.save(organisation.repositories())
        shelves.people.save_accounts(organisation.accounts())
        for account, person in organisation.people():
            shelves.people.save(person)
            shelves.people.link(account.id, person.id)
        shelves.notes.put(*NOTE, {"began_on": began_on.isoformat(), "until": until.isoformat()})
    return began_on, until


def _save(
    store: Store, facts: Facts, simulation: Simulation, until: datetime, progress: Progress
) -> tuple[int, tuple[PullRequest, ...]]:
    """Save what is new; how many that were, and everybody's work as it looks now."""
    batch: list[PullRequest] = []
    lives: list[PullRequest] = []
    saved = 0
    for passed, day in enumerate(simulation, start=1):
        lives += day.pull_requests
        batch += [one for one in day.pull_requests if one.updated_at > until]
        last = passed == len(simulation)
        if batch and (last or len(batch) >= BATCH):
            with store.write() as shelves:
                saved += shelves.pull_requests.save(batch, facts.of(batch, shelves))
            batch = []
        progress(passed / len(simulation))
    return saved, tuple(lives)
