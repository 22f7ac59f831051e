"""Bitbucket Cloud, to be put through the conformance suite."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from domain.ids import identify
from domain.records import PullRequest, Repository
from integrations.bitbucket import PROVIDER
from integrations.bitbucket.builds import run_page
from integrations.bitbucket.deployments import deployment_page
from integrations.bitbucket.mapping import commit_page, pull_request_page
from integrations.pages import Page
from integrations.provider import Selection
from tests.conformance.subject import Budget, Subject
from tests.fakes.bitbucket import EPOCH, NOW, TOKEN, FakeBitbucket, Place, World
from tests.fakes.bitbucket.world import Thing

PLACE = Repository(
    identify("bitbucket", "repository", "{r}"),
    "bitbucket",
    "{r}",
    "acme/pay",
    "https://bitbucket.org/acme/pay",
)


def filled() -> FakeBitbucket:
    """Three pages of everything in one repository, one of pull requests in another, and an empty one."""
    world = World()
    pay, web = world.add_repository("acme/pay"), world.add_repository("acme/web")
    world.add_repository("acme/empty", main="")
    for index in range(110):
        _live(world, pay, index)
    for index in range(3):
        _live(world, web, index)
    for index in range(210):
        at = EPOCH + timedelta(hours=index)
        world.run(pay, at, ("SUCCESSFUL", "FAILED") if index % 5 == 0 else ("SUCCESSFUL",))
        world.deploy(pay, at, "FAILED" if index % 9 == 0 else "SUCCESSFUL")
    for days in range(3):
        late = world.run(pay, NOW - timedelta(days=days, hours=5), ("SUCCESSFUL", "FAILED"))
        step = pay.steps[late["uuid"]][1]["uuid"]
        pay.cases[step] = [{"name": f"rounds {days}", "class_name": "Pay", "status": "FAILED"}]
    return FakeBitbucket(world)


def _live(world: World, place: Place, index: int) -> None:
    at = EPOCH + timedelta(hours=index)
    pr = world.open(place, at, draft=index % 6 == 0)
    world.comment(place, pr, at + timedelta(minutes=5))
    if index % 3:
        world.approve(place, pr, at + timedelta(minutes=20))
        world.merge(place, pr, at + timedelta(minutes=40))


def thousand() -> FakeBitbucket:
    """Twelve things happen on each, and 85 in a hundred are merged."""
    world = World()
    place = world.add_repository("acme/pay")
    for index in range(1_000):
        at = EPOCH + timedelta(hours=index)
        pr = world.open(place, at)
        for minute in range(8):
            world.comment(place, pr, at + timedelta(minutes=minute))
        world.approve(place, pr, at + timedelta(minutes=20))
        world.approve(place, pr, at + timedelta(minutes=25), "grace")
        if index % 20 < 17:
            world.merge(place, pr, at + timedelta(minutes=40))
    return FakeBitbucket(world)


def touch(fake: FakeBitbucket, stream: str) -> None:
    """Somebody approves the pull request that was quiet for longest, and a build goes through."""
    world, place, at = fake.world, fake.world.places[0], fake.clock() - timedelta(seconds=1)
    match stream:
        case "pull_requests":
            quiet = min(place.prs, key=lambda pr: (pr["updated_on"], pr["id"]))
            world.approve(place, quiet, at, "mary")
        case "commits":
            world.commit(place, "main", at, "ada", "Straight to main")
        case "runs":
            world.run(place, at - timedelta(minutes=2))
        case "deployments":
            world.deploy(place, at - timedelta(minutes=2))


def spoil(fake: FakeBitbucket, stream: str) -> Callable[[], None] | None:
    """The second pull request was opened in no year that there is."""
    if stream != "pull_requests":
        return None
    pr: Thing = fake.world.places[0].prs[1]
    before = pr["updated_on"]
    pr["updated_on"] = "9999-12-31T23:59:59Z"

    def mend() -> None:
        pr["updated_on"] = before

    return mend


def _reader(read: Callable[..., Page]) -> Callable[[Sequence[Any]], Page]:
    return lambda nodes: read(PLACE, nodes)


SUBJECT = Subject(
    provider=PROVIDER,
    secrets={"token": TOKEN},
    fake=filled,
    touch=touch,
    spoil=spoil,
    selection=Selection("acme", options={"build_minutes": 0}),
    readers={
        "pull_request": _reader(pull_request_page),
        "run": _reader(run_page),
        "deployment": _reader(deployment_page),
        "commit": _reader(commit_page),
    },
    words={
        "pull_request": (
            "state", "author.type", "participants.*.state", "activity.*.update.state",
        ),
        "run": (
            "state.name", "state.result.name", "trigger.name", "steps.*.state.name",
            "steps.*.test_cases.*.status",
        ),
        "deployment": ("state.name", "state.status.name"),
        "commit": ("author.user.type",),
    },
    budgets=(Budget("a first load of pull requests", "pull_requests", PullRequest, 1_000, 300, thousand),),
)  # fmt: skip
