"""Five weeks of Harbour, kept in SQLite and in PostgreSQL, answer the same to whatever is asked."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.app import Leadline, build
from bot.demo import organisation
from bot.demo.configuration import configure
from bot.demo.seeding import NOTE, settle
from domain.correction import NOTHING, Action, Corrected, Correction, Link
from domain.facts import (
    DEPLOYMENTS,
    INCIDENTS,
    ISSUES,
    PULL_REQUESTS,
    RUNS,
    SPRINTS,
    Columns,
    Family,
)
from domain.people import Asker
from domain.question import By, Question
from domain.records import AccountKind
from domain.result import Result
from domain.views import View
from metrics import BUILTIN
from metrics.metric import Metric
from services.answers import ReceiptPage
from services.corrections import Corrections
from services.grammar import Ask, Verb
from services.views import VIEWS
from tests import postgresql

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
BEGAN = (NOW - timedelta(weeks=5)).date()
SEED = 7
PAYMENTS = Asker(zone="Europe/Lisbon", channel="C01PAYMENTS")
EVERY = tuple(pytest.param(metric, id=metric.info.slug) for metric in BUILTIN)


class Clock:
    """It stands still, or goes on by a second each time it is read: entries of a log differ by when."""

    def __init__(self, step: timedelta = timedelta()) -> None:
        self.now = NOW
        self.step = step

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now


@dataclass(frozen=True)
class Pair:
    """The same world twice."""

    sqlite: Leadline
    postgresql: Leadline

    def __iter__(self) -> Iterator[Leadline]:
        return iter((self.sqlite, self.postgresql))

    def parsed(self, text: str) -> Ask | Verb:
        one, other = (each.services.answers.parse(text, PAYMENTS) for each in self)
        assert one == other
        return one

    def question(self, text: str) -> Question:
        parsed = self.parsed(text)
        assert isinstance(parsed, Ask), text
        return parsed.question

    def answers(self, question: Question) -> tuple[Result, Result]:
        one, other = (each.services.answers.answer(question, PAYMENTS, with_ids=True) for each in self)
        return one, other


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with ExitStack() as stack:
        server = stack.enter_context(postgresql.running())
        folders = (tmp_path_factory.mktemp(name) for name in ("sqlite", "postgresql"))
        urls = (None, server.create("harbour"))
        worlds = (seeded(folder, url) for folder, url in zip(folders, urls, strict=True))
        yield Pair(*(stack.enter_context(closing(world)) for world in worlds))


def seeded(folder: Path, url: str | None) -> Leadline:
    """Harbour with its settings, told from five weeks ago only, and the last day after the others."""
    settings = configure(folder, seed=SEED, port=1, slack="http://127.0.0.1:1")
    clock = Clock()
    clock.now = NOW - timedelta(days=1)
    leadline = build(settings.model_copy(update={"database": url} if url else {}), clock=clock)
    midnight = datetime.combine(BEGAN, time(), UTC)
    with leadline.store.write() as shelves:
        shelves.sources.save(organisation.SOURCE)
        shelves.repositories.save(organisation.repositories())
        shelves.people.save_accounts(organisation.accounts())
        for account, person in organisation.people():
            shelves.people.save(person)
            shelves.people.link(account.id, person.id)
        shelves.notes.put(*NOTE, {"began_on": BEGAN.isoformat(), "until": midnight.isoformat()})
    for now in (clock.now, NOW):
        clock.now = now
        settle(leadline.store, leadline.services.facts, clock, seed=SEED, progress=lambda _: None)
    return leadline


@pytest.mark.parametrize("metric", EVERY)
def test_every_metric_is_the_same_figure_of_the_same_items(pair: Pair, metric: Metric) -> None:
    question = pair.question(f"{metric.info.slug} everyone 30d")
    one, other = pair.answers(question)
    assert one == other
    assert one.summary.n == len(one.ids) > 0


@pytest.mark.parametrize("metric", EVERY)
def test_every_metric_of_a_team_is_broken_down_the_same_along_every_line(pair: Pair, metric: Metric) -> None:
    question = pair.question(f"{metric.info.slug} payments 14d")
    for by in metric.info.breakdowns:
        one, other = pair.answers(replace(question, by=by))
        assert one == other, by
        assert by in (By.WEEK, By.PHASE) or one.breakdown or not one.ids, by


@pytest.mark.parametrize("metric", EVERY)
def test_every_metric_opens_to_the_same_receipts(pair: Pair, metric: Metric) -> None:
    question = pair.question(f"{metric.info.slug} everyone 30d")
    one, other = (first_and_last(each, question) for each in pair)
    assert one == other
    assert one[0].receipts


def first_and_last(leadline: Leadline, question: Question) -> tuple[ReceiptPage, ReceiptPage]:
    answers = leadline.services.answers
    first = answers.receipts(question, PAYMENTS, 0, 25)
    return first, answers.receipts(question, PAYMENTS, first.pages - 1, 25)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("cycle-time payments 30d p90 working hours", id="another percentile on the other clock"),
        pytest.param("cycle-time payments vs everyone 30d", id="beside everyone"),
        pytest.param("lead-time repo:payments-api 30d", id="of one repository"),
        pytest.param("deployment-frequency search last week", id="of a week"),
        pytest.param("throughput mobile 2026-11-02..2026-11-08", id="between two days"),
        pytest.param("review-load payments 2020-01-01..2020-01-31", id="of when there was nothing"),
    ],
)
def test_questions_are_understood_and_answered_the_same(pair: Pair, text: str) -> None:
    one, other = pair.answers(pair.question(text))
    assert one == other


SHOWN = {
    "the five keys": ("dora", "dora payments 30d"),
    "the five keys of everyone": ("dora", "dora everyone 30d"),
    "pipelines": ("pipelines", "pipelines payments 14d"),
    "flaky tests": ("flaky", "flaky everyone 30d"),
    "incidents": ("incidents", "incidents everyone 30d"),
    "who was on call": ("oncall", "oncall everyone 30d"),
    "a sprint": ("sprint", "sprint payments"),
    "what is open": ("prs", "prs open payments"),
    "what is stuck": ("prs", "prs stuck everyone"),
    "why a time changed": ("why", "why cycle-time payments 14d"),
    "why a share changed": ("why", "why change-failure-rate everyone 14d"),
}


@pytest.mark.parametrize(("verb", "text"), SHOWN.values(), ids=SHOWN)
def test_every_view_shows_the_same(pair: Pair, verb: str, text: str) -> None:
    assert shown(pair, verb, text).question.scope.label in ("Payments", "Everyone")


def test_no_view_is_forgotten_here() -> None:
    assert {verb for verb, _ in SHOWN.values()} | {"flow", "pr"} == set(VIEWS), "those two are of one item"


def shown(pair: Pair, verb: str, text: str) -> View:
    """What both show, which is the same."""
    parsed = pair.parsed(text)
    assert isinstance(parsed, Verb)
    assert parsed.name == verb
    one, other = (each.services.answers.view(parsed, PAYMENTS) for each in pair)
    assert one == other
    return one


def test_the_latest_items_of_a_kind_flow_the_same(pair: Pair) -> None:
    """The way of an issue, and what there is to tell of a pull request, by what people call them."""
    linked = pair.answers(pair.question("linked-prs payments 30d by week"))[0].ids[:5]
    done = pair.answers(pair.question("issue-to-deploy payments 30d"))[0].ids[:5]
    with pair.sqlite.store.read() as shelves:
        prs = [pr.url for pr in shelves.pull_requests.by_ids(linked).values()]
        keys = [issue.key for issue in shelves.issues.by_ids(done).values()]
    assert len(prs) == len(keys) == 5
    for key in keys:
        shown(pair, "flow", f"flow {key}")
    for url in prs:
        shown(pair, "pr", f"pr {url}")


def test_the_home_and_the_health_are_the_same(pair: Pair) -> None:
    login = organisation.CREWS[0].people[0][0]
    with pair.sqlite.store.read() as shelves:
        (person,) = [each for each in shelves.people.all() if each.name == "Ana Duarte"]
    asker = Asker(person_id=person.id, account_ids=(organisation.account_id(login),), zone="Europe/Lisbon")
    one, other = (each.services.home.view(asker) for each in pair)
    assert one == other
    assert pair.sqlite.services.health.report() == pair.postgresql.services.health.report()


@pytest.mark.parametrize(
    ("text", "family"),
    [
        pytest.param("cycle-time payments 30d", PULL_REQUESTS, id="a pull request"),
        pytest.param("change-failure-rate payments 30d", DEPLOYMENTS, id="a deployment"),
        pytest.param("build-success-rate payments 30d", RUNS, id="a run"),
        pytest.param("time-to-resolve everyone 30d", INCIDENTS, id="an incident"),
        pytest.param("issue-cycle-time payments 30d", ISSUES, id="an issue"),
        pytest.param("velocity payments 30d", SPRINTS, id="a sprint"),
    ],
)
def test_what_is_set_aside_and_taken_back_moves_the_same_figure_by_the_same(
    pair: Pair, text: str, family: Family[Columns]
) -> None:
    question = pair.question(text)
    before = pair.answers(question)[0]
    aside = Correction(Action.EXCLUDE, family.name, before.ids[0], reason="an exercise")
    change = corrected(pair, aside, question)
    assert change.after
    assert change.after.summary.n == before.summary.n - 1
    assert before.ids[0] not in pair.answers(question)[0].ids
    undone(pair, change, before)


def corrected(pair: Pair, correction: Correction, question: Question) -> Corrected:
    """What it did to both, which is the same."""
    one, other = (desk(each).make(correction, "U1", question=question) for each in pair)
    assert one == other
    return one


def desk(leadline: Leadline) -> Corrections:
    """Corrections at a clock that goes on, later with every correction."""
    services = leadline.services
    clock = Clock(timedelta(seconds=1))
    clock.now += timedelta(minutes=len(services.corrections.latest(1000)))
    return Corrections(
        leadline.store,
        clock,
        answers=services.answers,
        facts=services.facts,
        derivations=services.derivations,
    )


def undone(pair: Pair, change: Corrected, before: Result) -> None:
    """Taken back, the figure is what it was, and the logs of both are the same."""
    one, other = (desk(each).undo(change.entry.id, "U1", question=before.question) for each in pair)
    assert one == other
    assert one.after == replace(before, ids=())
    assert pair.answers(before.question)[0] == before
    logs = [each.services.corrections.latest(1000) for each in pair]
    assert logs[0] == logs[1]


def test_an_incident_that_another_deployment_caused_moves_the_same_share(pair: Pair) -> None:
    question = pair.question("change-failure-rate everyone 30d")
    before = pair.answers(question)[0]
    with pair.sqlite.store.read() as shelves:
        incident = max(
            shelves.incidents.of_services(shelves.incidents.services()), key=lambda each: each.created_at
        )
        failed = shelves.failures.of(before.ids)
        healthy = shelves.deployments.by_ids(id_ for id_ in before.ids if id_ not in failed).values()
    earlier = [each for each in healthy if each.finished_at and each.finished_at < incident.created_at]
    culprit = max(earlier, key=lambda each: (each.created_at, each.id))
    link = Correction(Action.LINK, Link.INCIDENT_DEPLOYMENT, incident.id, culprit.id)
    change = corrected(pair, link, question)
    assert change.after
    assert change.after.summary.value == pytest.approx((before.summary.value or 0) + 1 / before.summary.n)
    undone(pair, change, before)


def test_a_pull_request_that_belongs_to_no_issue_is_linked_to_none_on_both(pair: Pair) -> None:
    question = pair.question("linked-prs payments 30d")
    before = pair.answers(question)[0]
    with pair.sqlite.store.read() as shelves:
        linked = min(id_ for id_ in before.ids if shelves.mentions.of([id_]).get(id_))
    change = corrected(pair, Correction(Action.LINK, Link.PULL_REQUEST_ISSUE, linked, NOTHING), question)
    assert change.after
    assert change.after.summary.n == before.summary.n
    assert change.after.summary.value == pytest.approx((before.summary.value or 0) - 1 / before.summary.n)
    undone(pair, change, before)


def test_an_account_told_to_be_a_bots_is_left_out_on_both(pair: Pair) -> None:
    question = pair.question("throughput payments 30d")
    before = pair.answers(question)[0]
    login = organisation.CREWS[0].people[0][0]
    (kind,) = pair.sqlite.services.sought.kind(login, AccountKind.BOT)
    change = corrected(pair, kind, question)
    assert change.after
    assert 0 < change.after.summary.n < before.summary.n
    undone(pair, change, before)


def test_what_people_call_an_item_is_found_as_the_same(pair: Pair) -> None:
    with pair.sqlite.store.read() as shelves:
        pr = shelves.pull_requests.by_ids(pair.answers(pair.question("cycle-time payments"))[0].ids[:1])
        url = next(iter(pr.values())).url
        deployed = shelves.deployments.of([organisation.repository("ledger").id])[-1]
        incidents = pair.answers(pair.question("incident-frequency everyone"))[0].ids[:1]
        number = shelves.incidents.by_ids(incidents)[incidents[0]].number
    for words in (url, f"incident {number}", deployed.sha[:9].upper()):
        one, other = (each.services.sought.item(words) for each in pair)
        assert one == other
