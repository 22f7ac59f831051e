"""Real pull requests, synced from a strict GitHub and asked for: out come the independent figures."""

from collections.abc import Iterator
from datetime import date
from statistics import mean, median

import pytest

from domain.facts import PULL_REQUESTS, Span
from domain.people import Asker, WorkingHours
from domain.question import ORGANISATION, Question
from domain.window import Window
from metrics import BUILTIN
from services.answers import Answers
from services.facts import Facts
from services.sync import Sync
from storage.store import Store
from tests import postgresql
from tests.fakes.github import FakeGitHub, World
from tests.fakes.github.recorded import MISSING, RECORDED, load_ants, rows
from tests.fakes.github.world import Thing
from tests.independent import Retold, rest_histories, retell
from tests.integrations.connecting import SOURCE, Time, connected

pytestmark = pytest.mark.skipif(not RECORDED.exists(), reason=MISSING)

ALL_TIME = Window(date(2018, 1, 1), date(2023, 1, 1))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that holds what one sync of the recorded repository brought."""
    if request.param == "sqlite":
        yield from synced(f"sqlite:///{tmp_path_factory.mktemp('synced') / 'leadline.db'}")
        return
    with postgresql.running() as server:
        yield from synced(server.create("synced"))


def synced(url: str) -> Iterator[Store]:
    store = Store.open(url)
    store.upgrade()
    world = World()
    add_unrecorded_reviews(world, load_ants(world))
    clock = Time()
    github = connected(FakeGitHub(world), time=clock)
    with store.write() as shelves:
        shelves.sources.save(SOURCE)
    reports = Sync(store, lambda _: github, Facts(store, clock, WorkingHours()), clock).run()
    assert [(report.records["pull request"], report.quarantined) for report in reports] == [(49, 0)]
    yield store
    store.close()


def add_unrecorded_reviews(world: World, repository: Thing) -> None:
    """Reviews that were not recorded, but whose inline comments were, in the place of each comment."""
    known = {row["id"] for row in rows("pull_request_reviews.jsonl")}
    prs = {pr["number"]: pr for pr in repository["pullRequests"]}
    for row in rows("pull_request_review_comments.jsonl"):
        if row["pull_request_review_id"] not in known:
            pr = prs[int(row["pull_request_url"].rsplit("/", 1)[1])]
            world.review(pr, row["created_at"], row["user"]["login"], "COMMENTED", comments=1)


@pytest.fixture(scope="module")
def told() -> dict[int, Retold]:
    """What the independent telling says of every merged pull request, by number."""
    histories = rest_histories(RECORDED)
    return {number: retell(history) for number, history in histories.items() if history.merged}


def asked(metric: str) -> Question:
    return Question(metric, ORGANISATION, ALL_TIME, ALL_TIME.previous())


def spans_in(store: Store) -> dict[int, dict[str, int | None]]:
    """Every merged pull request's spans by number, as they are stored."""
    with store.read() as shelves:
        ids = shelves.facts.columns(PULL_REQUESTS, 0, ALL_TIME.start, ALL_TIME.stop).id.tolist()
        numbers = {id_: pr.number for id_, pr in shelves.pull_requests.by_ids(ids).items()}
        stored = shelves.facts.milestones(ids)
    return {
        numbers[id_]: {span.value: value for span, value in zip(Span, facts.calendar, strict=True)}
        for id_, facts in stored.items()
    }


def test_every_stored_span_is_the_independent_one(store: Store, told: dict[int, Retold]) -> None:
    assert len(told) == 26
    assert spans_in(store) == {number: retold.spans for number, retold in told.items()}


@pytest.mark.parametrize(
    ("metric", "span"),
    [("cycle-time", "cycle"), ("time-to-first-review", "pickup"), ("review-time", "review")],
)
def test_every_answer_is_the_independent_one(
    store: Store, told: dict[int, Retold], metric: str, span: str
) -> None:
    values = [value for retold in told.values() if (value := retold.spans[span]) is not None]
    result = Answers(store, Time(), BUILTIN, "UTC").answer(asked(metric), Asker(), with_ids=True)
    assert (result.summary.n, result.summary.p50) == (len(values), median(values))
    assert result.summary.mean == pytest.approx(mean(values))
    assert len(result.ids) == len(values)
