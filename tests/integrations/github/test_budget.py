"""What reading GitHub may cost, counted with GitHub's own arithmetic (providers.md, section 1)."""

from datetime import timedelta

from domain.records import PullRequest
from integrations.github.client import GitHub
from tests.fakes.github import FakeGitHub, World
from tests.fakes.github.world import EPOCH, Thing
from tests.integrations.connecting import Time, connected


def stocked(repositories: int, each: int) -> tuple[World, FakeGitHub, GitHub]:
    """That many repositories of that many pull requests with everything that usually happens on one."""
    world = World()

    def live(pr: Thing, index: int) -> None:
        at = EPOCH + timedelta(hours=index)
        for minute in range(index % 9):
            world.commit(pr, at + timedelta(minutes=minute), "ada")
            world.comment(pr, at + timedelta(minutes=minute), "linus")
            world.review(pr, at + timedelta(minutes=minute), "grace", "COMMENTED", comments=2)
        pr["labels"] = [{"name": f"label-{number}"} for number in range(index % 4)]

    for number in range(repositories):
        world.grow(world.add_repository(f"acme/service-{number:03}"), each, live)
    github = FakeGitHub(world)
    return world, github, connected(github)


def test_a_first_load_of_a_thousand_pull_requests_takes_at_most_forty_five_requests_and_points() -> None:
    _, github, client = stocked(1, 1000)
    (repository,) = [one for page in client.repositories() for one in page.repositories]
    found = [pr for page in client.pull_requests(repository) for pr in page.of(PullRequest)]
    assert len(found) == 1000
    assert len(github.requests) <= 45
    assert github.spent <= 45
    assert (client.usage.requests, client.usage.points) == (len(github.requests), github.spent)


def test_an_idle_tick_of_a_hundred_repositories_takes_one_request_and_three_points() -> None:
    _, github, client = stocked(100, 2)
    repositories = [one for page in client.repositories() for one in page.repositories]
    before = client.probe(repositories)
    github.requests.clear()
    github.asked.clear()
    assert client.probe(repositories) == before
    assert len(github.requests) == 1
    assert github.spent == 3


def test_twenty_changed_pull_requests_take_two_requests() -> None:
    world, github, client = stocked(1, 300)
    (repository,) = [one for page in client.repositories() for one in page.repositories]
    now = Time().now
    changed = world.repositories["acme/service-000"]["pullRequests"][40:240:10]
    for pr in changed:
        world.touch(pr, now - timedelta(minutes=10), title="Changed")
    github.requests.clear()
    client.probe([repository])
    pages = client.pull_requests(repository, until=now - timedelta(hours=1))
    found = [pr for page in pages for pr in page.of(PullRequest)]
    assert {pr.external_id for pr in found} == {pr["id"] for pr in changed}
    assert len(github.requests) == 2
