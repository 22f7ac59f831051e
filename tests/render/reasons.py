"""Reasons of changes built by hand, for the views to draw."""

from dataclasses import replace

from domain.metric import MetricInfo
from domain.question import By
from domain.result import Result, Summary
from domain.views.why import Driver, Line, WhyView
from metrics.deployments import change_failure_rate
from metrics.flow import throughput
from metrics.incidents import incidents_per_deployment
from tests.render import results
from tests.render.results import HOUR

QUESTION = replace(results.question(), text="why cycle-time team:payments 2026-10-26..2026-11-24")


def driver(name: str, effect: float, now: Summary, before: Summary, **fields: float) -> Driver:
    asked = "cycle-time team:payments "
    asked += f"repo:{name} 2026-10-26..2026-11-24" if "/" in name else "2026-10-26..2026-11-24 by phase"
    return Driver(name, effect, now, before, asked, **fields)


def spans(n: int, hours: float) -> Summary:
    return results.summary(n, hours * HOUR)


def by_repository() -> Line:
    rows = (
        driver("acme/pay-api", 5 * HOUR, spans(12, 30), spans(9, 18)),
        driver("acme/ledger", -1.5 * HOUR, spans(7, 20), spans(8, 26)),
        driver("acme/billing", 40, spans(4, 22), spans(14, 23)),
    )
    return Line(By.REPOSITORY, rows, 6, 3.5 * HOUR, 4.25 * HOUR)


def by_phase() -> Line:
    rows = (
        driver("review", 4 * HOUR, spans(20, 14), spans(30, 10)),
        driver("pickup", 1.25 * HOUR, spans(20, 6), spans(30, 5)),
    )
    return Line(By.PHASE, rows, 4, 5.25 * HOUR, 6 * HOUR)


def why(*lines: Line, result: Result | None = None) -> WhyView:
    found = replace(result or results.result(), question=QUESTION)
    return WhyView(QUESTION, found.coverage, found.computed_at, found, lines)


def slower() -> WhyView:
    """Payments is slower, mostly for one repository and its reviews."""
    return why(by_repository(), by_phase())


def rare() -> WhyView:
    """Three pull requests now: nothing is taken apart."""
    return why(result=results.few())


def nothing() -> WhyView:
    return why(result=results.empty())


def failing() -> WhyView:
    """A share, moved by its repositories' own figures and by their parts of all."""
    row = driver("acme/pay-api", 0.05, Summary(40, 0.2), Summary(20, 0.1), within=0.06, mix=-0.01)
    line = Line(By.REPOSITORY, (row,), 2, 0.05, 0.052)
    return why(
        line, result=_of(change_failure_rate.info, Summary(60, 0.152, 0.1, 0.2), Summary(50, 0.1, 0.06, 0.16))
    )


def busier() -> WhyView:
    """A rate, moved by what each repository adds to it."""
    row = driver("acme/pay-api", 2.8, Summary(24, 5.6), Summary(12, 2.8))
    line = Line(By.REPOSITORY, (row,), 2, 2.8, 2.1)
    return why(line, result=_of(throughput.info, Summary(30, 7.0), Summary(21, 4.9)))


def diluted() -> WhyView:
    """A ratio that fell because there is more to divide by."""
    row = driver("what has no service", 0.01, Summary(7, 0.17), Summary(2, 0.1))
    line = Line(By.SERVICE, (row,), 2, 0.01, -0.02)
    view = why(line, result=_of(incidents_per_deployment.info, Summary(9, 0.06), Summary(8, 0.08)))
    return replace(view, divisor=-0.03, over="deployment")


def _of(info: MetricInfo, now: Summary, before: Summary) -> Result:
    change = None if now.value is None or not before.value else now.value / before.value - 1
    return replace(results.result(), metric=info, summary=now, previous=before, change=change, phases=())
