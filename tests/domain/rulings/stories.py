"""Pull requests told in hours from a Monday morning, by Alice, with Bob and Carol to review."""

from datetime import UTC, datetime, timedelta

from domain.facts import PullRequestFacts, Span
from domain.people import WorkingHours
from domain.records import (
    Account,
    AccountKind,
    ClosedInterval,
    Comment,
    Commit,
    DraftInterval,
    PullRequest,
    Review,
    ReviewRequest,
    ReviewState,
)
from domain.rulings import facts
from tests import builders
from tests.builders import Value, told

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
"""When the working week of `NINE_TO_SIX` begins."""

NINE_TO_SIX = WorkingHours()
ALICE, BOB, CAROL = (builders.account(login) for login in ("alice", "bob", "carol"))
ROBOT = builders.account("renovate[bot]", kind=AccountKind.BOT)
AGENT = builders.account("copilot", kind=AccountKind.AGENT)
SERVICE = builders.account("deployer", kind=AccountKind.SERVICE)
PEOPLE = {each.id: each for each in (ALICE, BOB, CAROL, ROBOT, AGENT, SERVICE)}
NOT_HUMAN = (ROBOT, AGENT, SERVICE)


def hour(number: float) -> datetime:
    """The moment so many hours after Monday at nine; negative hours are before it."""
    return MONDAY + timedelta(hours=number)


def merged(at: float = 48, **fields: Value) -> PullRequest:
    """Alice's pull request, opened in hour 0 and merged by Carol; nothing else happened to it."""
    asked = told(fields, author=ALICE, created_at=hour(0), merged_at=hour(at), merged_by_id=CAROL.id)
    return builders.pull_request(**asked)


def still_open(**fields: Value) -> PullRequest:
    return builders.pull_request(**told(fields, author=ALICE, created_at=hour(0)))


def abandoned(at: float = 48, **fields: Value) -> PullRequest:
    return builders.pull_request(**told(fields, author=ALICE, created_at=hour(0), closed_at=hour(at)))


def reviewed(
    at: float, by: Account | None = BOB, state: ReviewState = ReviewState.COMMENTED, **fields: Value
) -> Review:
    """A review by somebody, or by an account that is deleted."""
    asked = told(fields, author_id=_id(by), submitted_at=hour(at), state=state)
    return builders.review(f"{_id(by)} in hour {at}", **asked)


def approved(at: float, by: Account | None = BOB, **fields: Value) -> Review:
    return reviewed(at, by, ReviewState.APPROVED, **fields)


def objected(at: float, by: Account | None = BOB, **fields: Value) -> Review:
    return reviewed(at, by, ReviewState.CHANGES_REQUESTED, **fields)


def commented(at: float, by: Account | None = BOB) -> Comment:
    return builders.comment(f"{_id(by)} in hour {at}", created_at=hour(at), author_id=_id(by))


def wrote(at: float, committed: float | None = None, headline: str = "") -> Commit:
    """A commit authored in one hour and, perhaps, made anew by a rebase in another."""
    committed_at = hour(at if committed is None else committed)
    return builders.commit(
        f"{at}{headline}{committed}", hour(at), committed_at=committed_at, headline=headline
    )


def draft(began: float, ended: float | None) -> DraftInterval:
    return DraftInterval(hour(began), None if ended is None else hour(ended))


def requested(at: float, of: Account | None = BOB, **fields: Value) -> ReviewRequest:
    return ReviewRequest(hour(at), _id(of), **fields)


def closed(at: float, reopened: float | None) -> ClosedInterval:
    return ClosedInterval(hour(at), None if reopened is None else hour(reopened))


def ruled(pr: PullRequest, *, into: str = "", **hours: WorkingHours) -> PullRequestFacts:
    """The facts, everybody working nine to six in UTC but those whose hours are given by login."""
    calendars = {builders.account(login).id: theirs for login, theirs in hours.items()}
    return facts(pr, PEOPLE, calendars, NINE_TO_SIX, into)


def calendar(pr: PullRequest) -> dict[Span, float | None]:
    """Every span on the calendar clock, in hours."""
    return {span: _hours(seconds) for span, seconds in zip(Span, ruled(pr).calendar, strict=True)}


def working(pr: PullRequest, **hours: WorkingHours) -> dict[Span, float | None]:
    """Every span on the working clock, in hours."""
    return {
        span: _hours(seconds) for span, seconds in zip(Span, ruled(pr, into="", **hours).working, strict=True)
    }


def _id(who: Account | None) -> int | None:
    return who.id if who else None


def _hours(seconds: int | None) -> float | None:
    return None if seconds is None else seconds / 3600
