"""GitHub, to be put through the conformance suite."""

from collections.abc import Callable
from datetime import datetime, timedelta

from domain.ids import identify
from domain.records import PullRequest, Repository, Run
from integrations.github import PROVIDER
from integrations.github.builds import run_page
from integrations.github.commits import commit_page
from integrations.github.deployments import deployment_page
from integrations.github.mapping import pull_request_page
from tests.conformance.subject import Budget, Subject
from tests.fakes.github import TOKEN, FakeGitHub, World, shipping
from tests.fakes.github.fake import NOW
from tests.fakes.github.world import EPOCH, Thing

RECENTLY = NOW - timedelta(days=9)

PAY = Repository(
    identify("github", "repository", "R_pay"), "github", "R_pay", "acme/pay", "https://github.com/acme/pay"
)


def filled() -> FakeGitHub:
    """Three pages of everything in one repository, one in another with releases, and an empty one."""
    world = World()
    pay = world.add_repository("acme/pay")
    world.grow(pay, 60, _lived)
    shipping.ship(world, pay, 210, RECENTLY)
    shipping.run_again(world, pay["runs"][-3], RECENTLY + timedelta(hours=211))
    last = pay["runs"][-1]
    report = '<testsuite name="s"><testcase classname="C" name="t" time="1"/></testsuite>'
    shipping.artifact(world, pay, last, {"a/junit.xml": report}, at=RECENTLY + timedelta(hours=212))
    web = world.add_repository("acme/web")
    world.grow(web, 5, _lived)
    shipping.release(world, web, EPOCH)
    world.add_repository("acme/empty")
    return FakeGitHub(world)


def thousand() -> FakeGitHub:
    world = World()
    world.grow(world.add_repository("acme/pay"), 1_000, _lived)
    return FakeGitHub(world)


def _lived(pr: Thing, index: int) -> None:
    """Some have more to tell, and some are open."""
    if index % 4 == 0:
        pr |= {"state": "OPEN", "mergedAt": None, "closedAt": None, "mergedBy": None, "mergeCommit": None}
        pr["timelineItems"][:] = [each for each in pr["timelineItems"] if "Closed" not in each["__typename"]]


def thousand_runs() -> FakeGitHub:
    world = World()
    place = world.add_repository("acme/pay")
    for index in range(1_000):
        shipping.run(world, place, EPOCH + timedelta(minutes=index))
    return FakeGitHub(world)


def touch(fake: FakeGitHub, stream: str) -> None:
    """Something new happens; of pull requests, somebody reviews the one that was quiet for longest."""
    place, at = fake.world.repositories["acme/pay"], fake.clock() - timedelta(seconds=1)
    if stream != "pull_requests":
        _TOUCHES[stream](fake.world, place, at)
        return
    prs = _prs(fake)
    world = fake.world
    quiet = min(prs, key=lambda pr: (pr["updatedAt"], pr["number"]))
    world.review(quiet, at, "grace", "CHANGES_REQUESTED")
    world.touch(quiet, at, title=f"Changed at {at:%H:%M:%S}")


_TOUCHES: dict[str, Callable[[World, Thing, datetime], object]] = {
    "commits": shipping.land,
    "runs": lambda world, place, at: shipping.run(world, place, at - shipping.TAKES),
    "deployments": lambda world, place, at: shipping.deploy(world, place, at, ("SUCCESS", at)),
    "owners": lambda _, __, ___: None,
}
"""Owners are looked at once a day, whatever happens to them."""


def spoil(fake: FakeGitHub, stream: str) -> Callable[[], None] | None:
    """The second of them has a time in no year that there is; in owners, a text, nothing can be wrong."""
    place = fake.world.repositories["acme/pay"]
    things = {
        "pull_requests": sorted(_prs(fake), key=lambda pr: str(pr["createdAt"])),
        "commits": place["defaultBranchRef"]["target"]["history"],
        "runs": place["runs"],
        "deployments": place["deployments"],
    }
    if stream not in things:
        return None
    thing = things[stream][1]
    key = {"commits": "authoredDate", "runs": "run_started_at"}.get(stream, "createdAt")
    before = thing[key]
    thing[key] = "9999-12-31T23:59:59Z"

    def mend() -> None:
        thing[key] = before

    return mend


def _prs(fake: FakeGitHub) -> list[Thing]:
    return [pr for repository in fake.world.visible() for pr in repository["pullRequests"]]


SUBJECT = Subject(
    provider=PROVIDER,
    secrets={"token": TOKEN},
    fake=filled,
    touch=touch,
    spoil=spoil,
    base_url="https://github.com",
    readers={
        "pull_request": lambda nodes: pull_request_page("github", nodes),
        "run": lambda nodes: run_page("github", PAY, nodes),
        "deployment": lambda nodes: deployment_page("github", nodes),
        "release": lambda nodes: deployment_page("github", nodes),
        "commit": lambda nodes: commit_page("github", PAY, nodes),
    },
    words={
        "run": ("run.status", "run.conclusion", "run.event", "suite.checkRuns.nodes.*.conclusion",
                "suite.checkRuns.nodes.*.status", "jobs.*.conclusion", "attempts.*.conclusion"),
        "deployment": ("state", "statuses.nodes.*.state", "task", "creator.__typename"),
        "pull_request": (
            "state", "author.__typename", "reviews.nodes.*.state", "timelineItems.nodes.*.__typename",
        ),
    },
    budgets=(
        Budget("a first load of pull requests", "pull_requests", PullRequest, 1_000, 45, thousand),
        Budget("a first load of runs with their jobs", "runs", Run, 1_000, 35, thousand_runs),
    ),
)  # fmt: skip
