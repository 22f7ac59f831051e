"""The main branches of Harbour: every merge is on them, and every commit has its parents before it."""

from bot.demo.simulation import Simulation
from bot.demo.trunk import trunk
from domain.records import PullRequest
from tests.bot.demo.harbour import BEGAN, NOW, SEED
from tests.builders import commit, pull_request


def merged(number: int, *shas: str) -> PullRequest:
    return pull_request(
        number, merged_at=NOW, merge_sha=f"m{number}", commits=tuple(commit(sha) for sha in shas), title="Pay"
    )


def test_a_squash_leaves_one_commit_after_another() -> None:
    found = list(trunk([merged(1, "a", "b"), merged(2, "c")], keeps_branches=False))
    assert [(each.sha, each.parents) for each in found] == [("m1", ()), ("m2", ("m1",))]
    assert [each.headline for each in found] == ["Pay (#1)", "Pay (#2)"]
    assert found[0].pull_request_id == merged(1).id


def test_a_merge_keeps_the_branch() -> None:
    found = list(trunk([merged(1, "a", "b"), merged(2, "c")], keeps_branches=True))
    assert [(each.sha, each.parents) for each in found] == [
        ("a", ()),
        ("b", ("a",)),
        ("m1", ("b",)),
        ("c", ("m1",)),
        ("m2", ("m1", "c")),
    ]


def test_what_is_not_merged_leaves_nothing() -> None:
    assert list(trunk([pull_request(1)], keeps_branches=False)) == []


def test_no_commit_comes_before_its_parents() -> None:
    lives = [pr for day in Simulation(BEGAN, NOW, SEED) for pr in day.pull_requests]
    one = lives[0].repository_id
    prs = sorted(
        (pr for pr in lives if pr.repository_id == one and pr.merged_at), key=lambda pr: str(pr.merged_at)
    )
    seen: set[str] = set()
    for each in trunk(prs, keeps_branches=True):
        assert set(each.parents) <= seen
        seen.add(each.sha)
    assert {pr.merge_sha for pr in prs} <= seen
