"""Pipelines and flaky tests built by hand, for the views to draw."""

from dataclasses import replace
from datetime import date, timedelta

from domain.ids import identify
from domain.metric import MetricInfo
from domain.question import Question
from domain.result import Coverage, Exclusion, Result, Summary
from domain.views.flaky import Flaky, FlakyTest, Mark
from domain.views.pipelines import Branch, Measured, Pipelines, Step, Workflow
from metrics.ci import build_success_rate, build_time, first_attempt_success_rate, flaky_tests, queue_time
from tests.render import results

MINUTE = 60.0
NOW = results.NOW
COVERAGE = Coverage(12, 12, NOW - timedelta(minutes=4))
P, F, X, N = Mark.PASSED, Mark.FAILED, Mark.FLAKED, Mark.NOT_RUN
DAYS = tuple(date(2026, 11, 10) + timedelta(days=number) for number in range(15))
QUIET = "PayoutScheduleTest / keeps the order of events"


def asked(view: str) -> Question:
    text = results.question().text.replace("cycle-time", view)
    return replace(results.question(), metric=view, text=text)


def figure(info: MetricInfo, now: Summary, before: Summary, change: float | None) -> Result:
    told = replace(results.result(), question=replace(results.question(), metric=info.slug), phases=())
    return replace(
        told,
        metric=info,
        summary=now,
        previous=before,
        change=change,
        excluded=(),
        quality=(),
        coverage=COVERAGE,
    )


def share(n: int, value: float) -> Summary:
    return Summary(n, value, value - 0.02, value + 0.02)


def time(n: int, minutes: float) -> Summary:
    seconds = minutes * MINUTE
    return Summary(
        n,
        seconds,
        seconds * 0.97,
        seconds * 1.03,
        p50=seconds,
        p75=seconds * 1.1,
        p90=seconds * 1.2,
        mean=seconds * 1.04,
    )


def measured(n: int, success: float = 0.94, minutes: float = 22.0) -> Measured:
    return Measured(
        success=share(n, success),
        first_success=share(n, success - 0.07),
        time=time(round(n * success), minutes),
        p95=minutes * 1.3 * MINUTE,
        queue=time(n, 0.6),
    )


NOTHING = Measured(Summary(0), Summary(0), Summary(0), None, Summary(0))


def workflow(name: str = "payments-api / ci", n: int = 203, **fields: object) -> Workflow:
    made = Workflow(
        id=identify("workflow", name),
        name=name,
        repository="acme/payments-api",
        url="https://github.com/acme/payments-api/actions/runs/7",
        now=measured(n),
        before=measured(n, minutes=20.0),
        trend=results.trend([0.31, 0.33, None, 0.36, 0.38]),
    )
    return replace(made, **fields)  # type: ignore[arg-type] # fields of a workflow


def step(name: str, offset: float, minutes: float, **fields: object) -> Step:
    made = Step(
        name,
        offset * MINUTE,
        minutes * MINUTE,
        share=minutes / 25,
        n=157,
        before=minutes * MINUTE,
        before_n=150,
    )
    return replace(made, **fields)  # type: ignore[arg-type] # fields of a step


STEPS = (
    step("build", 0, 4.2, is_critical=True, before=6.3 * MINUTE),
    step("lint", 0, 1.5),
    step("integration", 4.4, 18, is_critical=True, is_bottleneck=True, before=15.5 * MINUTE),
    step("unit", 4.4, 5),
    step("package", 22.5, 2.1, is_critical=True),
)


def pipelines() -> Pipelines:
    """A month of a team whose integration tests hold it up, and whose indexer is red."""
    red = workflow("indexer / ci", 115, red_since=NOW - timedelta(hours=5), trend=())
    quiet = workflow("ledger / nightly", 3, now=measured(3, 1.0, 0.5), before=NOTHING)
    return Pipelines(
        question=asked("pipelines"),
        coverage=COVERAGE,
        computed_at=NOW,
        success=replace(
            figure(build_success_rate.info, share(418, 0.94), share(402, 0.91), 0.033),
            excluded=(Exclusion("cancelled or skipped runs", 14),),
        ),
        first_success=figure(first_attempt_success_rate.info, share(418, 0.87), share(402, 0.84), 0.036),
        time=figure(build_time.info, time(394, 22), time(366, 20), 0.1),
        p95=28 * MINUTE,
        queue=figure(queue_time.info, time(394, 0.57), time(366, 0.6), -0.05),
        branches=(
            Branch("default branch", measured(145, 0.97), measured(140, 0.95, 20.0)),
            Branch("pull requests", measured(273, 0.93), measured(262, 0.92, 20.2)),
        ),
        workflows=(workflow(), red, quiet),
        more=0,
        shown=workflow(),
        steps=STEPS,
        total=25 * MINUTE,
        runs=157,
    )


def many_workflows() -> Pipelines:
    """More workflows and steps than are told one by one."""
    steps = [step(f"test shard {number:02}", 4 + number / 10, 3 + number / 7) for number in range(24)]
    slowest = replace(steps[-1], is_critical=True, is_bottleneck=True)
    return replace(
        pipelines(),
        workflows=tuple(workflow(f"service-{number} / ci", 90 - number) for number in range(12)),
        more=31,
        steps=(*steps[:-1], slowest),
    )


def few_runs() -> Pipelines:
    """Three runs: told with their number, and compared with nothing."""
    few = figure(build_success_rate.info, Summary(3, 2 / 3), share(40, 0.9), None)
    return replace(
        pipelines(),
        success=few,
        first_success=figure(first_attempt_success_rate.info, Summary(3, 1 / 3), share(40, 0.8), None),
        time=figure(
            build_time.info, Summary(2, 900, p50=900, p75=900, p90=900, mean=900), time(38, 20), None
        ),
        queue=figure(queue_time.info, Summary(2, 30, p50=30, p75=30, p90=30, mean=30), time(38, 0.5), None),
        branches=(Branch("default branch", NOTHING, NOTHING), Branch("pull requests", measured(3), NOTHING)),
        workflows=(workflow(n=3),),
        steps=(),
        total=None,
        runs=0,
    )


def all_red() -> Pipelines:
    """Runs, of which none succeeded."""
    failed = Measured(share(9, 0.0), share(9, 0.0), Summary(0), None, Summary(0))
    none = figure(build_time.info, Summary(0), time(38, 20), None)
    return replace(
        pipelines(),
        success=figure(build_success_rate.info, share(9, 0.0), share(40, 0.9), -1.0),
        first_success=figure(first_attempt_success_rate.info, share(9, 0.0), share(40, 0.8), -1.0),
        time=none,
        p95=None,
        queue=replace(none, metric=queue_time.info),
        branches=(Branch("default branch", failed, measured(40)),),
        workflows=(workflow(now=failed, red_since=NOW - timedelta(days=3)),),
        steps=(),
        total=None,
        runs=0,
    )


def no_runs() -> Pipelines:
    nothing = figure(build_success_rate.info, Summary(0), Summary(0), None)
    return replace(
        all_red(),
        success=nothing,
        first_success=replace(nothing, metric=first_attempt_success_rate.info),
        branches=(),
        workflows=(),
        shown=None,
    )


def flaky_test(name: str = QUIET, flaky_trees: int = 8, trees: int = 39, **fields: object) -> FlakyTest:
    made = FlakyTest(
        case_id=5,
        item_id=9,
        name=name,
        repository="acme/payments-api",
        url="https://github.com/acme/payments-api/actions/runs/9",
        is_job=False,
        trees=trees,
        flaky_trees=flaky_trees,
        last_flaked_at=NOW - timedelta(days=1),
        marks=(P, N, N, X, X, P, P, F, N, N, P, X, P, X, N),
    )
    return replace(made, **fields)  # type: ignore[arg-type] # fields of a test


def flaky() -> Flaky:
    """Five flaky tests, one of them a job."""
    tests = (
        flaky_test(),
        flaky_test("ApplePayTest / rejects an expired token (iOS 19)", 5, 52),
        flaky_test("ios-app / ui-tests", 4, 58, is_job=True, marks=(N, *[P] * 12, X, X)),
        flaky_test("FacetsTest / rounds half up", 11, 125),
        flaky_test("RefundsTest / survives a restart", 1, 90),
    )
    one, six = Summary(5, 5.0), Summary(6, 6.0)
    return Flaky(
        question=asked("flaky"),
        coverage=COVERAGE,
        computed_at=NOW,
        result=figure(flaky_tests.info, one, six, -1 / 6),
        tests=tests,
        days=DAYS,
        executed=860,
        reports=412,
        broken=2,
    )


def many_flaky() -> Flaky:
    tests = tuple(flaky_test(f"Suite{number}Test / test {number}", 30 - number, 40) for number in range(26))
    result = figure(flaky_tests.info, Summary(26, 26.0), Summary(20, 20.0), 0.3)
    return replace(flaky(), tests=tests, result=result)


def one_flaky_job() -> Flaky:
    """One job, where no run reports tests."""
    result = figure(flaky_tests.info, Summary(1, 1.0), Summary(0, 0.0), None)
    job = flaky_test("ios-app / ui-tests", 1, 1, is_job=True)
    return replace(flaky(), tests=(job,), executed=15, reports=0, broken=0, result=result)


def none_flaky() -> Flaky:
    result = figure(flaky_tests.info, Summary(0, 0.0), Summary(6, 6.0), None)
    return replace(flaky(), tests=(), broken=0, result=result)


def nothing_ran() -> Flaky:
    result = figure(flaky_tests.info, Summary(0, 0.0), Summary(0, 0.0), None)
    return replace(none_flaky(), executed=0, reports=0, result=result)
