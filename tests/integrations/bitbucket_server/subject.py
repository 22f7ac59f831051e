"""Bitbucket Data Center, to be put through the conformance suite."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from domain.ids import identify
from domain.records import PullRequest, Repository
from integrations.bitbucket_server import PROVIDER
from integrations.bitbucket_server.mapping import commit_page, pull_request_page, run_page
from integrations.pages import Page
from integrations.provider import Selection
from tests.conformance.subject import Budget, Subject
from tests.fakes.bitbucket_server import BASE, EPOCH, NOW, TOKEN, FakeServer, Place, World

SLUG = "bitbucket_server"
PLACE = Repository(identify(SLUG, "repository", "1"), SLUG, "1", "PAY/api", f"{BASE}/api", "main")


def filled() -> FakeServer:
    """Three pages of everything in one repository, one of pull requests in another, and an empty one."""
    world = World()
    api, web = world.add_repository("PAY/api"), world.add_repository("PAY/web")
    world.add_repository("PAY/empty", main="")
    for index in range(25):
        _live(world, api, EPOCH + timedelta(hours=index))
    _live(world, web, EPOCH)
    for index in range(140):
        at = NOW - timedelta(hours=4 * (140 - index))
        made = world.commit(api, at)
        if index > 130:
            world.build(api, made["id"], at, "FAILED" if index % 3 else "SUCCESSFUL")
    return FakeServer(world, cap=10)


def _live(world: World, place: Place, at: datetime) -> None:
    pr = world.open(place, at)
    world.comment(place, pr, at + timedelta(minutes=5))
    if pr["id"] % 3:
        world.approve(place, pr, at + timedelta(minutes=20))
        world.merge(place, pr, at + timedelta(minutes=40))


def thousand() -> FakeServer:
    world = World()
    place = world.add_repository("PAY/api")
    for index in range(1_000):
        _live(world, place, EPOCH + timedelta(hours=index))
    return FakeServer(world)


def touch(fake: FakeServer, stream: str) -> None:
    """Somebody approves the pull request that was quiet for longest, and something is built."""
    world, place, at = fake.world, fake.world.places[0], fake.clock() - timedelta(seconds=1)
    match stream:
        case "pull_requests":
            quiet = min(place.prs, key=lambda pr: (pr["updatedDate"], pr["id"]))
            world.approve(place, quiet, at, "mary")
        case "commits":
            world.commit(place, at, message="Straight to main")
        case "runs":
            world.build(place, place.commits[-2]["id"], at, key="late")


def spoil(fake: FakeServer, stream: str) -> Callable[[], None] | None:
    """The second pull request was opened in no year that there is."""
    if stream != "pull_requests":
        return None
    pr = fake.world.places[0].prs[1]
    before = pr["createdDate"]
    pr["createdDate"] = 10**15

    def mend() -> None:
        pr["createdDate"] = before

    return mend


def _reader(read: Callable[..., Page]) -> Callable[[Sequence[Any]], Page]:
    return lambda nodes: read(PLACE, nodes)


SUBJECT = Subject(
    provider=PROVIDER,
    secrets={"token": TOKEN},
    fake=filled,
    touch=touch,
    spoil=spoil,
    base_url=BASE,
    selection=Selection("PAY", options={"build_minutes": 0}),
    readers={
        "pull_request": _reader(pull_request_page),
        "run": _reader(run_page),
        "commit": _reader(commit_page),
    },
    words={"pull_request": ("state", "activities.*.action", "author.user.type"), "run": ("state",)},
    budgets=(Budget("a first load of pull requests", "pull_requests", PullRequest, 1_000, 2_010, thousand),),
)
