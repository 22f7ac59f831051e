"""What reading Bitbucket Cloud may cost (providers.md, section 1)."""

from datetime import timedelta

from domain.records import PullRequest
from tests.fakes.bitbucket import EPOCH
from tests.integrations.bitbucket.bench import Bench


def test_a_first_load_of_a_thousand_pull_requests_takes_at_most_three_hundred_requests() -> None:
    """Twelve things happen on each, and 85 in a hundred are merged."""
    bench = Bench()
    world, place = bench.world, bench.place
    for index in range(1000):
        at = EPOCH + timedelta(hours=2 * index)
        pr = world.open(place, at)
        for minute in range(7):
            world.comment(place, pr, at + timedelta(minutes=minute), "grace")
        world.push(place, pr, at + timedelta(minutes=10))
        world.approve(place, pr, at + timedelta(minutes=20))
        world.approve(place, pr, at + timedelta(minutes=21), "grace")
        if index % 20 < 17:
            world.merge(place, pr, at + timedelta(minutes=40))
    assert len(place.told) > 11_800
    found = [pr for page in bench.pages() for pr in page.of(PullRequest)]
    assert len(found) == 1000
    assert all(len(pr.commits) == 3 and len(pr.comments) == 7 and len(pr.reviews) == 2 for pr in found)
    assert len(bench.bitbucket.requests) <= 300
    assert bench.client.usage.requests == len(bench.bitbucket.requests) + 1
