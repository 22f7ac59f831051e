"""A store that the first release wrote is brought up to date in place: it keeps what it knows."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, fields
from datetime import timedelta

import pytest
from alembic import command
from sqlalchemy import Connection, column, insert, inspect, select, table, update

from domain.facts import PULL_REQUESTS, PullRequestColumns
from domain.records import PullRequestState, ReviewRequest, ReviewState
from domain.result import Result
from metrics import BUILTIN
from metrics.metric import Metric
from services.derivation import Derivations
from services.derivation.kinds import BUILTIN as DERIVATIONS
from services.facts import Facts
from storage import migrations
from storage.engine import open_engine, writing
from storage.segments import unpack
from storage.store import Store
from tests import postgresql
from tests.builders import Value, comment, commit, review
from tests.services.asking import ANA, ASKER, BOB, BOT, HOURS, NOW, WEB, answers, clock, fill, merged

FIRST_RELEASE = "2026_11_24_second_answers"
ASKED_THEN = ("cycle-time", "time-to-first-review", "review-time")
EVERYBODY = ("payments", "team:web", "me", "everyone")
OPEN: dict[str, Value] = {"merged_at": None, "state": PullRequestState.OPEN}
CLOSED: dict[str, Value] = {"merged_at": None, "state": PullRequestState.CLOSED}
BEGAN = NOW - timedelta(days=9)
OBJECTION = review("no", BOB, BEGAN + timedelta(hours=2), state=ReviewState.CHANGES_REQUESTED)
PRS = (
    *(merged(n, days_ago=3 * n, hours=9 * n, additions=10 * n, deletions=n) for n in range(1, 9)),
    merged(20, 5, author=BOT),
    merged(21, 4, repository=WEB, author=BOB, reviews=(review("w", ANA, NOW - timedelta(days=4)),)),
    merged(22, 6, reviews=(), comments=(comment("c", BOB, NOW - timedelta(days=6, hours=2)),)),
    merged(23, 7, reviews=(OBJECTION, review("yes", BOB, BEGAN + timedelta(hours=30)))),
    merged(24, 8, hours=4, title="Revert “Charge twice”", commits=(commit("r", BEGAN),)),
    merged(25, 8, review_requests=(ReviewRequest(NOW - timedelta(days=8, hours=20), BOB.id),)),
    merged(30, 1, hours=60, **OPEN),
    merged(31, 2, hours=40, closed_at=NOW - timedelta(days=2), **CLOSED),
)
"""Of all kinds that the rulings of pull requests tell apart."""

REMOVED = merged(32, 3)
"""Deleted at its source since it was synced."""

Urls = Callable[[str], str]


@dataclass(frozen=True)
class Settled:
    """A store after the first sync since its upgrade, and how many pull requests that ruled on."""

    store: Store
    ruled_on: int


@pytest.fixture(scope="module")
def server() -> Iterator[postgresql.Server]:
    with postgresql.running() as running:
        yield running


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def urls(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Urls:
    """The address of an empty database, by the name it is to have."""
    if request.param == "postgresql":
        running: postgresql.Server = request.getfixturevalue("server")
        return running.create
    folder = tmp_path_factory.mktemp("upgrade")
    return lambda name: f"sqlite:///{folder / name}.db"


@pytest.fixture(scope="module")
def new(urls: Urls) -> Iterator[Store]:
    """What this release makes of the same pull requests in a store of its own."""
    with closing(Store.open(urls("new"))) as store:
        store.upgrade()
        fill(store, *PRS, REMOVED)
        with store.write() as shelves:
            shelves.pull_requests.remove([REMOVED.id])
        settle(store)
        with store.write() as shelves:
            shelves.facts.repack()
        yield store


@pytest.fixture(scope="module")
def upgraded(urls: Urls, new: Store) -> Iterator[Store]:
    """The store of the first release, upgraded; nothing was synced since."""
    with closing(_upgraded(urls("upgraded"), new)) as store:
        yield store


@pytest.fixture(scope="module")
def settled(urls: Urls, new: Store) -> Iterator[Settled]:
    with closing(_upgraded(urls("settled"), new)) as store:
        yield Settled(store, settle(store))


def _upgraded(url: str, new: Store) -> Store:
    engine = open_engine(url)
    with new._engine.connect() as source, writing(engine).begin() as target:
        config = migrations.scripts()
        config.attributes["connection"] = target
        command.upgrade(config, FIRST_RELEASE)
        _write_as_then(source, target)
    engine.dispose()
    store = Store.open(url)
    store.upgrade()
    return store


def _write_as_then(source: Connection, target: Connection) -> None:
    """What the first release would have kept of a store: in its tables, its columns and its segments."""
    known = inspect(target)
    for name, _ in known.get_sorted_table_and_fkc_names():
        if name and name != "alembic_version":
            rows = table(name, *(column(each["name"]) for each in known.get_columns(name)))
            found = [dict(row) for row in source.execute(select(rows)).mappings()]
            target.execute(insert(rows), found) if found else None
    segments, now = (
        table("segments", *(column(name) for name in ("family", "scope", "week", "body", *others)))
        for others in ((), ("ids",))
    )
    target.execute(segments.delete().where(segments.c.family != PULL_REQUESTS.name))
    for row in source.execute(select(now).where(now.c.family == PULL_REQUESTS.name)).all():
        cell = (segments.c.scope == row.scope) & (segments.c.week == row.week)
        target.execute(update(segments).where(cell).values(body=_body_as_then(row.week, row.body, row.ids)))
    notes = table("notes", column("owner"), column("value"))
    target.execute(update(notes).where(notes.c.owner == "facts").values(value='{"signature": "then"}'))


def _body_as_then(week: int, body: bytes, ids: bytes) -> bytes:
    """A segment as it was: a column after the other, moments whole, and without the last two of now."""
    columns = unpack(PullRequestColumns, [(week, bytes(body))], lambda: [bytes(ids)])
    names = [field.name for field in fields(PullRequestColumns)]
    assert names[-2:] == ["size", "rounds"]
    return b"".join(getattr(columns, name).tobytes() for name in names[:-2])


def settle(store: Store) -> int:
    """What the first sync does, whatever it reads; how many pull requests were ruled on."""
    facts = Facts(store, clock, HOURS)
    done = facts.refresh()
    Derivations(store, clock, facts, DERIVATIONS).refresh()
    return done


def asked(store: Store, slug: str, whose: str = "everyone") -> Result:
    return answers(store).ask(f"{slug} {whose} 30d", ASKER, with_ids=True)


def test_every_record_is_still_there(upgraded: Store, new: Store) -> None:
    with upgraded.read() as old, new.read() as ours:
        kept = old.pull_requests.by_ids([pr.id for pr in PRS])
        assert kept == {pr.id: pr for pr in PRS}
        assert old.pull_requests.count() == len(PRS)
        for shelf in ("people", "repositories", "teams", "sources"):
            assert getattr(old, shelf).all() == getattr(ours, shelf).all() != [], shelf
        assert old.people.all_accounts() == ours.people.all_accounts() != []
        assert old.people.accounts_of(ASKER.person_id or 0) == [ANA]


def test_what_was_deleted_before_stays_so(upgraded: Store, settled: Settled) -> None:
    for store in (upgraded, settled.store):
        assert REMOVED.id not in asked(store, "cycle-time").ids
        assert REMOVED.id not in asked(store, "throughput").ids


@pytest.mark.parametrize("whose", EVERYBODY)
@pytest.mark.parametrize("slug", ASKED_THEN)
def test_what_could_be_asked_then_is_answered_before_anything_is_synced(
    upgraded: Store, new: Store, slug: str, whose: str
) -> None:
    before = asked(upgraded, slug, whose)
    assert before == asked(new, slug, whose)
    assert before.summary.n > 0


def test_sizes_are_known_before_anything_is_synced(upgraded: Store) -> None:
    sizes = sorted(11 * n for n in range(1, 9))
    small = asked(upgraded, "pr-size", "payments")
    assert small.summary.value is not None
    with upgraded.read() as shelves:
        kept = shelves.facts.by_ids(PULL_REQUESTS, [pr.id for pr in PRS[:8]])
    assert sorted(kept.size.tolist()) == sizes


def test_every_pull_request_is_ruled_on_anew_once(settled: Settled) -> None:
    assert settled.ruled_on == len(PRS)
    assert settle(settled.store) == 0


@pytest.mark.parametrize("metric", [pytest.param(metric, id=metric.info.slug) for metric in BUILTIN])
def test_then_every_metric_is_what_it_is_in_a_new_store(settled: Settled, new: Store, metric: Metric) -> None:
    for whose in EVERYBODY:
        assert asked(settled.store, metric.info.slug, whose) == asked(new, metric.info.slug, whose), whose


@pytest.mark.parametrize(
    ("slug", "items"),
    [
        pytest.param("review-rounds", 12, id="rounds of review, which reverts have none of"),
        pytest.param("reviewer-response", 1, id="how long a reviewer took"),
        pytest.param("open-prs", 1, id="what is open"),
        pytest.param("abandon-rate", 14, id="what was closed"),
        pytest.param("throughput", 13, id="what was merged"),
        pytest.param("linked-prs", 13, id="which have an issue"),
    ],
)
def test_what_is_new_is_told_of_old_pull_requests_too(settled: Settled, slug: str, items: int) -> None:
    assert asked(settled.store, slug).summary.n == items


def test_another_upgrade_changes_nothing(settled: Settled) -> None:
    before = [asked(settled.store, slug) for slug in ASKED_THEN]
    settled.store.upgrade()
    assert [asked(settled.store, slug) for slug in ASKED_THEN] == before
