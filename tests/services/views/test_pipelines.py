"""What `pipelines` puts together: figures, both kinds of branches, every workflow, and the steps of one."""

from dataclasses import replace
from datetime import datetime

import pytest

from domain.correction import Exclusion
from domain.errors import Unknown
from domain.records import Job, Outcome, Run
from domain.views.pipelines import Pipelines
from services.grammar import Verb
from services.views.pipelines import MOST
from services.views.steps import LATEST
from storage.store import Store
from tests.ci import DAY, HOUR, MINUTE, job, run
from tests.services.built import ANYBODY, NOW, SEARCH, answers, fill, save

NOON = NOW.replace(hour=3)


@pytest.fixture
def store(store: Store) -> Store:
    fill(store)
    return store


def shown(store: Store, text: str = "pipelines 30d") -> Pipelines:
    verb = answers(store).parse(text, ANYBODY)
    assert isinstance(verb, Verb)
    view = answers(store).view(verb, ANYBODY)
    assert isinstance(view, Pipelines)
    return view


def several(count: int, *, first: int = 1, ago: int = 1, **fields: object) -> list[Run]:
    """Runs of so many days, one a day, back from some days ago."""
    return [
        run(first + number, created_at=NOON - (ago + number) * DAY, **fields)  # type: ignore[arg-type] # fields of a run
        for number in range(count)
    ]


def test_an_empty_store_has_no_pipelines(store: Store) -> None:
    view = shown(store)
    assert view.success.is_empty
    assert (view.workflows, view.shown, view.steps, view.total, view.more) == ((), None, (), None, 0)


def test_the_figures_are_those_of_the_metrics(store: Store) -> None:
    save(store, [*several(9), run(99, created_at=NOON, outcome=Outcome.FAILURE)])
    view = shown(store)
    assert (view.success.summary.n, view.success.summary.value) == (10, 0.9)
    assert (view.time.summary.n, view.time.summary.p50, view.p95) == (9, 600.0, 600.0)
    assert view.queue.summary.p50 == 60.0


def test_the_default_branch_and_pull_requests_are_told_apart(store: Store) -> None:
    pulls = several(4, first=50, event="pull_request", branch="payouts", outcome=Outcome.FAILURE)
    save(store, [*several(6), *pulls, *several(2, first=80, branch="spike")])
    default, pull_requests = shown(store).branches
    assert (default.name, default.now.success.n, default.now.success.value) == ("default branch", 6, 1.0)
    assert (pull_requests.name, pull_requests.now.success.n) == ("pull requests", 4)
    assert pull_requests.now.success.value == 0.0


def test_workflows_come_the_busiest_first_and_are_compared_with_before(store: Store) -> None:
    before = several(5, first=200, ago=40, finished_at=None)
    before = [replace(each, finished_at=each.created_at + 21 * MINUTE) for each in before]
    save(store, [*several(7), *several(3, first=100, workflow="nightly"), *before])
    busy, quiet = shown(store).workflows
    assert (busy.name, quiet.name) == ("payments / ci", "payments / nightly")
    assert (busy.now.time.p50, busy.before.time.p50) == (600.0, 1200.0)
    assert (quiet.now.success.n, quiet.before.success.n) == (3, 0)
    assert busy.url == "https://github.com/acme/payments/actions/runs/1"
    assert [point.n for point in busy.trend if point.n] == [6, 1]


def test_only_the_busiest_workflows_are_told_and_the_others_counted(store: Store) -> None:
    runs = [run(n, created_at=NOON - DAY, workflow=f"ci {n}") for n in range(MOST + 3)]
    save(store, runs)
    view = shown(store)
    assert (len(view.workflows), view.more) == (MOST, 3)


def test_a_repository_that_is_named_narrows_it(store: Store) -> None:
    save(store, [*several(3), *several(5, first=100, repository_id=SEARCH.id)])
    assert [each.name for each in shown(store, "pipelines acme/search 30d").workflows] == ["search / ci"]


def test_a_workflow_that_is_red_says_since_when(store: Store) -> None:
    red = run(2, created_at=NOON - DAY, outcome=Outcome.FAILURE)
    save(store, [run(1, created_at=NOON - 2 * DAY), red, run(3, created_at=NOON, outcome=Outcome.FAILURE)])
    (only,) = shown(store).workflows
    assert only.red_since == red.finished_at


def test_a_workflow_that_turned_green_again_is_not_red(store: Store) -> None:
    save(store, [run(2, created_at=NOON - DAY, outcome=Outcome.FAILURE), run(3, created_at=NOON)])
    assert shown(store).workflows[0].red_since is None


def test_a_run_that_somebody_set_aside_counts_nowhere(store: Store) -> None:
    save(store, several(3))
    with store.write() as shelves:
        shelves.exclusions.put(Exclusion("runs", run(1).id, "ana", NOW, "a test of the machine"))
        shelves.outdated.changed("runs", {run(1).id})
    save(store, [])
    assert shown(store).workflows[0].now.success.n == 2


def build_and_test(each: Run, slower: int = 0) -> list[Job]:
    """Two minutes of build, then six of tests, with a lint beside."""

    def at(minutes: float) -> datetime:
        return each.created_at + minutes * MINUTE

    return [
        job(each, "build", started_at=at(1), finished_at=at(3)),
        job(each, "lint", started_at=at(1), finished_at=at(1.5)),
        job(each, "test", created_at=at(3), started_at=at(3), finished_at=at(9 + slower)),
    ]


def test_the_steps_of_the_busiest_workflow_lie_where_they_ran(store: Store) -> None:
    runs = several(6)
    save(store, runs, [job for each in runs for job in build_and_test(each)])
    view = shown(store)
    told = [(each.name, each.offset, each.took, each.n) for each in view.steps]
    assert told == [("build", 0.0, 120.0, 6), ("lint", 0.0, 30.0, 6), ("test", 120.0, 360.0, 6)]
    assert (view.total, view.runs) == (600.0, 6)
    assert [each.name for each in view.steps if each.is_bottleneck] == ["test"]
    assert view.steps[2].share == 0.6


def test_a_step_is_compared_with_what_it_took_before(store: Store) -> None:
    now, before = several(6), several(6, first=100, ago=40)
    jobs = [job for each in now for job in build_and_test(each, slower=2)]
    save(store, [*now, *before], [*jobs, *(job for each in before for job in build_and_test(each))])
    test = shown(store).steps[2]
    assert (test.took, test.before, test.before_n) == (480.0, 360.0, 6)


def test_a_rerun_repeats_some_jobs_only_so_its_steps_do_not_count(store: Store) -> None:
    failed = run(1, created_at=NOON - DAY, outcome=Outcome.FAILURE)
    again = run(1, 2, created_at=NOON - DAY + HOUR)
    save(store, [failed, again], [job(failed), job(again)])
    view = shown(store)
    assert (view.steps, view.runs) == ((), 0)


def test_a_job_that_seldom_runs_is_no_step_of_the_usual_way(store: Store) -> None:
    runs = several(20)
    jobs = [job(each, "test") for each in runs]
    save(store, runs, [*jobs, job(runs[0], "deploy to the moon")])
    assert [each.name for each in shown(store).steps] == ["test"]


def test_only_the_latest_runs_are_looked_into(store: Store) -> None:
    assert LATEST == 1000
    save(store, several(4))
    assert shown(store).runs == 4


@pytest.mark.parametrize("argument", ["workflow:payments/nightly", "workflow:nightly", "workflow:Nightly"])
def test_a_workflow_that_is_named_is_shown(store: Store, argument: str) -> None:
    save(store, [*several(7), *several(3, first=100, workflow="nightly")])
    found = shown(store, f"pipelines {argument} 30d").shown
    assert found is not None
    assert found.name == "payments / nightly"


def test_a_workflow_that_nobody_knows_is_refused_with_those_there_are(store: Store) -> None:
    save(store, several(2))
    with pytest.raises(Unknown, match="No workflow here is called “weekly”") as refused:
        shown(store, "pipelines workflow:weekly acme/payments 30d")
    (choice,) = refused.value.suggestions
    assert choice.label == "payments / ci"
    assert choice.text == "pipelines workflow:payments-ci everyone repo:acme/payments 2026-10-26..2026-11-24"


def test_a_workflow_is_named_in_the_question(store: Store) -> None:
    save(store, [*several(7), *several(3, first=100, workflow="Build and test")])
    view = shown(store, "pipelines workflow:build-and-test 30d")
    assert view.shown is not None
    assert view.shown.name == "payments / Build and test"
    assert view.question.text.startswith("pipelines workflow:build-and-test ")


def test_the_workflows_most_like_the_name_are_offered_first(store: Store) -> None:
    """The busiest is not the one that was meant when another is spelled nearly so."""
    save(
        store,
        [
            *several(9),
            *several(3, first=100, workflow="nightly"),
            *several(2, first=200, workflow="release"),
        ],
    )
    for said in ("workflow:nigthly", "WORKFLOW:Nigthly"):
        with pytest.raises(Unknown, match=r"called “[Nn]igthly”") as refused:
            shown(store, f"pipelines {said} 30d")
        assert refused.value.suggestions[0].label == "payments / nightly"
        assert len(refused.value.suggestions) == 3


def test_where_nothing_ran_a_longer_window_is_named(store: Store) -> None:
    with pytest.raises(Unknown, match="No workflow here is called “ci”") as refused:
        shown(store, "pipelines workflow:ci 30d")
    assert refused.value.suggestions == ()
    assert "`pipelines 365d`" in refused.value.hint
