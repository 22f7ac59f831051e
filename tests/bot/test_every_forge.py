"""One team on GitHub, GitLab and Bitbucket at once, with issues in Jira and incidents in PagerDuty."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from json import dumps
from pathlib import Path

import httpx
import pytest

from bot.app import Leadline, build
from bot.settings import load
from domain.people import Asker
from domain.runs import RunOutcome
from domain.views.flow import FlowView
from domain.views.open_pull_requests import OpenPullRequests
from domain.views.pull_request import PullRequestView
from domain.views.view import View
from services.grammar import Verb
from tests.bot.cli.conftest import folder as _folder
from tests.fakes import bitbucket, github, gitlab, jira, pagerduty
from tests.fakes.github import shipping
from tests.integrations.connecting import Time

folder = _folder
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY = timedelta(days=1)
CONFIG = {
    "integrations": {
        "github": {"organization": "acme"},
        "gitlab": {"group": "acme"},
        "bitbucket": {"workspace": "acme"},
        "jira": {"baseUrl": "https://acme.atlassian.net", "project": "PAY", "issuePattern": r"PAY-\d+"},
        "pagerduty": {},
    },
    "teams": {"payments": {"repositories": ["acme/pay-*"], "projects": ["PAY"]}},
    "services": {"pay-web": {"repositories": ["acme/pay-web"], "alertsAs": ["Checkout"]}},
}
SECRETS = {
    "github": {"token": github.TOKEN},
    "gitlab": {"token": gitlab.TOKEN},
    "bitbucket": {"token": bitbucket.TOKEN},
    "jira": {"email": jira.EMAIL, "token": jira.TOKEN},
    "pagerduty": {"token": pagerduty.TOKEN},
}
MERGED = {
    "https://github.com/acme/pay-web/pull/1",
    "https://gitlab.com/acme/pay-api/-/merge_requests/1",
    "https://bitbucket.org/acme/pay-app/pull-requests/1",
}


class Internet(httpx.BaseTransport):
    """Every vendor under its own address; `down` ones cannot be reached."""

    def __init__(self, clock: Time) -> None:
        self.down: set[str] = set()
        self.vendors: dict[str, httpx.BaseTransport] = {
            "api.github.com": _on_github(clock),
            "gitlab.com": _on_gitlab(clock),
            "api.bitbucket.org": _on_bitbucket(clock),
            "acme.atlassian.net": _in_jira(clock),
            "api.pagerduty.com": _in_pagerduty(clock),
        }

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host in self.down:
            raise httpx.ConnectError("nobody there", request=request)
        return self.vendors[request.url.host].handle_request(request)


def _on_github(clock: Time) -> github.FakeGitHub:
    """One merged two days after it was opened and deployed, which broke something; one open."""
    world = github.World()
    web = world.add_repository("acme/pay-web")
    opened = NOW - 10 * DAY
    done = world.add_pull_request(web, title="PAY-1 Retry payments", at=opened)
    world.review(done, opened + timedelta(hours=5), "grace")
    world.merge(done, opened + 2 * DAY, "grace")
    shipping.deploy(world, web, opened + 3 * DAY, commitOid=done["mergeCommit"]["oid"])
    world.add_pull_request(web, title="PAY-1 More of it", at=NOW - DAY)
    return github.FakeGitHub(world, clock=clock)


def _on_gitlab(clock: Time) -> gitlab.FakeGitLab:
    """The same, merged after four days."""
    world = gitlab.World()
    api = world.add_project("acme/pay-api")
    opened = NOW - 9 * DAY
    done = world.add_pull_request(api, title="PAY-1 Retry in the API", at=opened)
    world.approve(done, opened + timedelta(hours=5), "grace")
    world.merge(done, opened + 4 * DAY)
    world.add_pull_request(api, title="PAY-2 Open in GitLab", at=NOW - DAY)
    return gitlab.FakeGitLab(world, clock=clock)


def _on_bitbucket(clock: Time) -> bitbucket.FakeBitbucket:
    """The same, merged after six days."""
    world = bitbucket.World()
    app = world.add_repository("acme/pay-app")
    opened = NOW - 8 * DAY
    done = world.open(app, opened, commits=1)
    done["title"] = "PAY-1 Retry in the app"
    world.approve(app, done, opened + timedelta(hours=5))
    world.merge(app, done, opened + 6 * DAY)
    world.open(app, NOW - DAY)
    return bitbucket.FakeBitbucket(world, clock=clock)


def _in_jira(clock: Time) -> jira.FakeJira:
    world = jira.World()
    pay = world.add_project("PAY")
    told = world.add_issue(pay, NOW - 12 * DAY, summary="Payments are retried")
    world.move(told, NOW - 11 * DAY, "In Progress")
    world.move(told, NOW - 2 * DAY, "Done")
    world.add_issue(pay, NOW - 12 * DAY, summary="Refunds")
    return jira.FakeJira(world, clock=clock)


def _in_pagerduty(clock: Time) -> pagerduty.FakePagerDuty:
    """Checkout breaks an hour after the deployment."""
    world = pagerduty.World()
    broke = NOW - 7 * DAY + timedelta(hours=1)
    incident = world.add_incident("Checkout is down", broke)
    world.acknowledge(incident, broke + timedelta(minutes=5), "grace")
    world.resolve(incident, broke + timedelta(hours=2), "grace")
    return pagerduty.FakePagerDuty(world, clock=clock)


@pytest.fixture
def clock() -> Time:
    return Time(NOW)


@pytest.fixture
def internet(clock: Time) -> Internet:
    return Internet(clock)


@pytest.fixture
def leadline(folder: Path, clock: Time, internet: Internet) -> Iterator[Leadline]:
    """Connected to all five, and synced once."""
    (folder / "config.json").write_text(dumps(CONFIG))
    made = build(load(), clock=clock, sleep=clock.sleep, transport=internet)
    for slug, secrets in SECRETS.items():
        connections = made.services.connections
        connections.save(connections.source(slug), secrets)
    made.services.sync.run()
    yield made
    made.close()


def view(leadline: Leadline, text: str) -> View:
    verb = leadline.services.answers.parse(text, Asker())
    assert isinstance(verb, Verb)
    return leadline.services.answers.view(verb, Asker())


def test_every_source_is_read_and_well(leadline: Leadline) -> None:
    sources = leadline.services.health.report().sources
    assert {source.key: (source.light, source.note) for source in sources} == dict.fromkeys(
        SECRETS, ("green", "")
    )


def test_every_check_is_passed(leadline: Leadline) -> None:
    reports = leadline.services.connections.check()
    found = {report.source: {check.light for check in report.checks} for report in reports}
    assert {slug: "red" in lights for slug, lights in found.items()} == dict.fromkeys(SECRETS, False)


def test_cycle_time_is_of_all_three_forges_with_a_link_to_each_page(leadline: Leadline) -> None:
    """Two, four and six days after the opening, and the commit ten minutes or none before it."""
    answers = leadline.services.answers
    told = answers.ask("cycle-time payments 30d", Asker())
    assert told.summary.n == 3
    assert told.summary.value is not None
    assert abs(told.summary.value - 4 * 86_400) <= 601
    assert (told.coverage.synced, told.coverage.in_scope, told.coverage.stale) == (3, 3, False)
    receipts = answers.receipts(told.question, Asker()).receipts
    assert {receipt.url for receipt in receipts} == MERGED
    assert [round((receipt.value or 0) / 86_400) for receipt in receipts] == [6, 4, 2]
    by_repository = answers.ask("cycle-time payments 30d by repo", Asker())
    groups = {group.label: group.summary.n for group in by_repository.breakdown}
    assert groups == {"acme/pay-web": 1, "acme/pay-api": 1, "acme/pay-app": 1}


def test_what_is_open_on_all_three_is_listed_with_its_page(leadline: Leadline) -> None:
    told = view(leadline, "prs open payments")
    assert isinstance(told, OpenPullRequests)
    assert (told.open, told.drafts, told.bots) == (3, 0, 0)
    assert {wait.url for wait in told.waits} == {
        "https://github.com/acme/pay-web/pull/2",
        "https://gitlab.com/acme/pay-api/-/merge_requests/2",
        "https://bitbucket.org/acme/pay-app/pull-requests/2",
    }


@pytest.mark.parametrize("url", sorted(MERGED), ids=lambda url: url.split("/")[2])
@pytest.mark.parametrize(
    "below", ["", "/files", "?x=1", "#note_3"], ids=["", "a page below", "a query", "a place"]
)
def test_a_pull_request_is_found_by_its_address_wherever_it_is(
    leadline: Leadline, url: str, below: str
) -> None:
    told = view(leadline, f"pr {url}{below}")
    assert isinstance(told, PullRequestView)
    assert (told.url, told.state, told.rounds) == (url, "merged", 1)
    (issue,) = told.issues
    assert (issue.name, issue.url) == (
        "PAY-1 Payments are retried",
        "https://acme.atlassian.net/browse/PAY-1",
    )


def test_a_deployment_and_the_incident_that_it_caused_stand_at_the_pull_request(leadline: Leadline) -> None:
    told = view(leadline, "pr https://github.com/acme/pay-web/pull/1")
    assert isinstance(told, PullRequestView)
    assert told.shipped.name.startswith("production ")
    assert [incident.name for incident in told.incidents] == ["Checkout is down"]
    assert told.incidents[0].url.startswith("https://")


def test_an_issue_shows_its_pull_requests_on_all_three(leadline: Leadline) -> None:
    told = view(leadline, "flow https://acme.atlassian.net/browse/PAY-1")
    assert isinstance(told, FlowView)
    assert {pull.trace.url for pull in told.pulls} == MERGED | {"https://github.com/acme/pay-web/pull/2"}
    assert told.url == "https://acme.atlassian.net/browse/PAY-1"


def test_issues_and_incidents_answer_beside_them(leadline: Leadline) -> None:
    answers = leadline.services.answers
    issues = answers.ask("issue-cycle-time payments 30d", Asker())
    assert (issues.summary.n, issues.summary.value) == (1, 9 * 86_400)
    by_type = answers.ask("issue-throughput payments 30d by type", Asker())
    assert [(group.label, group.summary.n) for group in by_type.breakdown] == [("Story", 1)]
    incidents = answers.ask("time-to-resolve payments 30d", Asker())
    assert (incidents.summary.n, incidents.summary.value) == (1, 2 * 3_600)


def test_a_forge_that_is_down_leaves_the_others_fresh(
    leadline: Leadline, internet: Internet, clock: Time
) -> None:
    internet.down = {"gitlab.com"}
    clock.now += timedelta(minutes=10)
    outcomes = {report.source: report.outcome for report in leadline.services.sync.run()}
    assert outcomes.pop("gitlab") is RunOutcome.FAILED
    assert set(outcomes.values()) == {RunOutcome.SUCCEEDED}
    told = leadline.services.answers.ask("cycle-time payments 30d", Asker())
    assert told.summary.n == 3
    assert told.coverage.failing.startswith("The last sync of GitLab failed")
    lights = {source.key: source.light for source in leadline.services.health.report().sources}
    assert lights.pop("gitlab") == "yellow"
    assert set(lights.values()) == {"green"}
