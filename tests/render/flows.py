"""Flows of issues for the tests of rendering: PAY-12 of Payments, from being written to production."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.records import Category, Outcome, PullRequestState
from domain.rulings.links import FoundIn
from domain.views.flow import Broken, FlowView, Pull, Shipped, Stay, Trace
from tests.builders import at
from tests.render import results

QUESTION = replace(results.question(), metric="flow", text="flow PAY-12")
WRITTEN = at("2026-11-03 09:00")
HOUR = timedelta(hours=1)


def hour(number: float) -> datetime:
    """So many hours after it was written."""
    return WRITTEN + number * HOUR


def trace(number: int = 12, **fields: object) -> Trace:
    told: dict[str, object] = {
        "pull_request_id": number,
        "repository": "acme/payments-api",
        "number": number,
        "title": f"PAY-12: Retry payouts, part {number}",
        "url": f"https://github.com/acme/payments-api/pull/{number}",
        "state": PullRequestState.MERGED,
        "found_in": FoundIn.BRANCH,
        "opened_at": hour(55),
        "first_review_at": hour(60),
        "merged_at": hour(80),
        "closed_at": hour(80),
        "reviews": 3,
        "run": Outcome.SUCCESS,
    }
    return Trace(**(told | fields))  # type: ignore[arg-type] # the record's own types check them


BROKEN = Broken("Payouts fail in payments", "https://acme.pagerduty.com/incidents/Q7", hour(84), hour(85.5))
SHIPPED = Shipped(
    hour(83), "production", "2d602601c9", "https://github.com/acme/payments-api/deployments", (BROKEN,)
)


def flow() -> FlowView:
    """Done, with two pull requests of which the first broke something."""
    return FlowView(
        question=QUESTION,
        coverage=results.result().coverage,
        computed_at=results.result().computed_at,
        key="PAY-12",
        title="Retry payouts that the bank refused",
        url="https://acme.atlassian.net/browse/PAY-12",
        type="Story",
        assignee="Ana Duarte",
        category=Category.DONE,
        created_at=WRITTEN,
        began_at=hour(50),
        ended_at=hour(110),
        stopped=3 * 3600,
        stays=(
            Stay("To Do", Category.TO_DO, WRITTEN, hour(50)),
            Stay("In Progress", Category.IN_PROGRESS, hour(50), hour(110)),
            Stay("Done", Category.DONE, hour(110)),
        ),
        pulls=(
            Pull(trace(12), SHIPPED),
            Pull(
                trace(15, opened_at=hour(82), first_review_at=None, merged_at=hour(90), reviews=0, run=None,
                      found_in=FoundIn.TITLE),
                Shipped(hour(100), "production", "99aa00ff11", ""),
            ),
        ),
    )  # fmt: skip


def waiting() -> FlowView:
    """Written, and nothing else yet."""
    return replace(
        flow(),
        assignee="",
        category=Category.TO_DO,
        began_at=None,
        ended_at=None,
        stopped=0,
        stays=(Stay("To Do", Category.TO_DO, WRITTEN),),
        pulls=(),
    )


def begun() -> FlowView:
    """In review: an open pull request and a closed one."""
    still_open = trace(12, state=PullRequestState.OPEN, merged_at=None, closed_at=None, run=Outcome.FAILURE)
    closed = trace(13, state=PullRequestState.CLOSED, merged_at=None, found_in=FoundIn.HAND)
    return replace(
        flow(),
        category=Category.IN_PROGRESS,
        ended_at=None,
        stays=(
            Stay("To Do", Category.TO_DO, WRITTEN, hour(50)),
            Stay("In Review", Category.IN_PROGRESS, hour(50)),
        ),
        pulls=(Pull(still_open, None), Pull(closed, None)),
    )


def canceled() -> FlowView:
    """Given up after it was begun."""
    return replace(
        flow(),
        category=Category.CANCELED,
        ended_at=hour(70),
        stays=(*flow().stays[:1], Stay("Won't Do", Category.CANCELED, hour(70))),
        pulls=(),
    )


def undeployed() -> FlowView:
    """Merged, and nobody knows whether it is in production."""
    return replace(flow(), pulls=(Pull(trace(12), None),))


def reverted() -> FlowView:
    """Taken back by a second pull request, which ends no wait."""
    back = trace(16, title='Revert "PAY-12: Retry payouts"', is_revert=True, merged_at=hour(120))
    return replace(flow(), pulls=(*flow().pulls[:1], Pull(back, None)))


def crowded() -> FlowView:
    """With more pull requests than anybody can read."""
    many = tuple(
        Pull(trace(number, merged_at=hour(80 + number)), replace(SHIPPED, at=hour(81 + number)))
        for number in range(1, 12)
    )
    return replace(flow(), pulls=many, ended_at=hour(200))


def backwards() -> FlowView:
    """Done before it was written."""
    return replace(flow(), ended_at=hour(-5), began_at=hour(-9))
