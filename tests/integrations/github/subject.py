"""GitHub, to be put through the conformance suite."""

from collections.abc import Callable
from datetime import timedelta

from domain.records import PullRequest
from integrations.github import PROVIDER
from integrations.github.mapping import pull_request_page
from tests.conformance.subject import Budget, Subject
from tests.fakes.github import TOKEN, FakeGitHub, World
from tests.fakes.github.world import Thing


def filled() -> FakeGitHub:
    """Three pages of pull requests in one repository, one in another, and an empty one."""
    world = World()
    world.grow(world.add_repository("acme/pay"), 60, _lived)
    world.grow(world.add_repository("acme/web"), 5, _lived)
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


def touch(fake: FakeGitHub, _stream: str) -> None:
    """Somebody reviews the one that was quiet for longest."""
    prs = _prs(fake)
    world, at = fake.world, fake.clock() - timedelta(seconds=1)
    quiet = min(prs, key=lambda pr: (pr["updatedAt"], pr["number"]))
    world.review(quiet, at, "grace", "CHANGES_REQUESTED")
    world.touch(quiet, at, title=f"Changed at {at:%H:%M:%S}")


def spoil(fake: FakeGitHub, _stream: str) -> Callable[[], None]:
    """The second pull request was opened in no year that there is."""
    pr = sorted(_prs(fake), key=lambda pr: pr["createdAt"])[1]
    before = pr["createdAt"]
    pr["createdAt"] = "9999-12-31T23:59:59Z"

    def mend() -> None:
        pr["createdAt"] = before

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
    readers={"pull_request": lambda nodes: pull_request_page("github", nodes)},
    words={
        "pull_request": (
            "state", "author.__typename", "reviews.nodes.*.state", "timelineItems.nodes.*.__typename",
        ),
    },
    budgets=(
        Budget("a first load of pull requests", "pull_requests", PullRequest, 1_000, 45, thousand),
    ),
)  # fmt: skip
