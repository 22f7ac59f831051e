"""Views of pull requests built by hand, for the views to draw."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from domain.result import Coverage
from domain.views.open_pull_requests import OpenPullRequests, Wait
from domain.views.pull_request import Happening, PullRequestView, Related, Stage
from domain.window import Window
from tests.render import results

HOUR = 3600
NOW = results.NOW
OPENED = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
TODAY = Window.last_days(1, NOW.date())


def wait(number: int, waited: float = 11, **fields: object) -> Wait:
    """One that waits for Raj, for so many hours of working time."""
    told: dict[str, object] = {
        "id": number,
        "title": f"Charge the card once, try {number}",
        "url": f"https://github.com/acme/pay-api/pull/{number}",
        "name": f"acme/pay-api#{number}",
        "author": "ana",
        "opened_at": NOW - timedelta(hours=30 * number),
        "since": NOW - timedelta(hours=20 * number),
        "why": "Waits for raj",
        "step": "the first review",
        "waited": int(waited * HOUR),
        "open_for": int((waited + 2) * HOUR),
        "is_stuck": waited > 8,
        "is_late": waited > 8,
    }
    return Wait(**(told | fields))  # type: ignore[arg-type] # the fields of a wait


LONG = wait(4, 3, why="Approved and not merged yet", step="the merge", is_stuck=True, open_for=90 * HOUR)
"""In nobody's way for long, and open for ever."""


def stuck() -> OpenPullRequests:
    """Payments, three of whose nine open pull requests are stuck."""
    asked = replace(results.question(), metric="prs", window=TODAY, compared_to=TODAY.previous())
    return OpenPullRequests(
        question=replace(asked, text="prs stuck team:payments 2026-10-26..2026-11-24"),
        coverage=results.result().coverage,
        computed_at=NOW,
        only_stuck=True,
        waits=(wait(7, 21.5), wait(3, 11), LONG),
        open=9,
        stuck=3,
        drafts=2,
        bots=1,
    )


def all_open(n: int = 3) -> OpenPullRequests:
    """All of them, the oldest first."""
    waits = (wait(7, 21.5), *(wait(each, 2) for each in range(n, 0, -1)))
    asked = replace(stuck().question, text="prs open team:payments 2026-10-26..2026-11-24")
    return replace(stuck(), question=asked, only_stuck=False, waits=waits, open=len(waits), stuck=1)


def none_stuck() -> OpenPullRequests:
    return replace(stuck(), waits=(), stuck=0, drafts=0, bots=0)


def none_open() -> OpenPullRequests:
    return replace(none_stuck(), open=0)


def unread() -> OpenPullRequests:
    return replace(none_open(), coverage=Coverage(0, 12, None))


def at(hours: float) -> datetime:
    return OPENED + timedelta(hours=hours)


def merged() -> PullRequestView:
    """Merged, deployed, and what an incident came from."""
    url = "https://github.com/acme/pay-api"
    return PullRequestView(
        question=replace(results.question(), metric="pr", text=f"pr {url}/pull/12"),
        coverage=results.result().coverage,
        computed_at=NOW,
        title="Charge the card once",
        url=f"{url}/pull/12",
        name="acme/pay-api#12",
        author="ana",
        state="merged",
        opened_at=OPENED,
        ended_at=at(28),
        size=119,
        files=7,
        rounds=2,
        whole=Stage("cycle time", 30 * HOUR, 11 * HOUR),
        stages=(
            Stage("coding", 2 * HOUR, 2 * HOUR),
            Stage("pickup", 4 * HOUR, 4 * HOUR),
            Stage("review", 22 * HOUR, 4 * HOUR),
            Stage("merge", 2 * HOUR, HOUR),
            Stage("deploy", 20 * 60, 20 * 60),
        ),
        ruling="Work began with a commit 2 h before it was opened. First reviewed by raj. Approved by raj.",
        wait="",
        left_out="",
        happenings=(
            Happening(at(-2), "First commit written"),
            Happening(at(0), "Opened by ana"),
            Happening(at(0), "Review requested from raj"),
            Happening(at(4), "raj asked for changes"),
            Happening(at(20), "Commit pushed, 3 times"),
            Happening(at(26), "raj approved"),
            Happening(at(28), "Merged by ana"),
            Happening(at(28.3), "Deployed to production"),
            Happening(at(29), "Incident opened: Checkout answers slowly"),
        ),
        issues=(Related("PAY-12 Pay once", "https://jira.example/browse/PAY-12", "Story, Done"),),
        runs=(Related("ci", f"{url}/actions/runs/1", "failure after 4 min, attempt 2"),),
        shipped=Related("production 3e66bcb", f"{url}/deployments/3", "20 min after the merge"),
        incidents=(
            Related("Checkout answers slowly", "https://pd.example/incidents/9", "resolved after 41 min"),
        ),
    )


def waiting() -> PullRequestView:
    """Open, with nothing linked to it."""
    return replace(
        merged(),
        state="open",
        ended_at=None,
        rounds=None,
        whole=Stage("cycle time", None, None),
        stages=(),
        wait="Waits for raj, for 11 h of working time.",
        left_out="Figures leave it out, as they do reverts.",
        happenings=merged().happenings[:3],
        issues=(),
        runs=(),
        shipped=Related("", "", "Not merged, so not deployed."),
        incidents=(),
    )


def long_told() -> PullRequestView:
    """One on which very much happened."""
    much = tuple(Happening(at(each), f"raj commented for the {each}th time") for each in range(40))
    return replace(merged(), happenings=much)
