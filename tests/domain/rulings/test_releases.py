"""Releases: first, redeployed, rolled back and hotfixed, and which changes each was the first to contain."""

from datetime import timedelta

import pytest

from domain.facts import DeploymentFlag
from domain.records import Deployment
from domain.rulings import releases
from tests.domain.rulings.shipments import (
    branch_commit,
    broken,
    brought,
    deployed,
    kinds,
    landed,
    line,
    release,
    shipped,
)
from tests.domain.rulings.stories import hour

FIRST, REDEPLOY, ROLLBACK, HOTFIX = (
    DeploymentFlag.FIRST,
    DeploymentFlag.REDEPLOY,
    DeploymentFlag.ROLLBACK,
    DeploymentFlag.HOTFIX,
)
NEW = DeploymentFlag(0)
EU, US = {"environment": "production-eu"}, {"environment": "production-us"}


@pytest.mark.parametrize(
    ("deployments", "found"),
    [
        pytest.param([deployed("a", 1)], [FIRST], id="the first one"),
        pytest.param([deployed("a", 1), deployed("c", 2)], [FIRST, NEW], id="forwards"),
        pytest.param([deployed("a", 1), deployed("a", 5)], [FIRST, REDEPLOY], id="the same commit again"),
        pytest.param(
            [deployed("a", 1), deployed("c", 2), deployed("a", 3)], [FIRST, NEW, ROLLBACK], id="backwards"
        ),
        pytest.param(
            [deployed("a", 1), deployed("c", 2), deployed("b", 3)],
            [FIRST, NEW, ROLLBACK],
            id="backwards to what was never deployed itself",
        ),
        pytest.param(
            [deployed("a", 1), deployed("c", 2), deployed("a", 3), deployed("c", 4)],
            [FIRST, NEW, ROLLBACK, NEW],
            id="forwards again after a rollback",
        ),
        pytest.param(
            [deployed("a", 1), deployed("c", 2), deployed("a", 3), deployed("a", 4)],
            [FIRST, NEW, ROLLBACK, REDEPLOY],
            id="the rollback again",
        ),
        pytest.param(
            [broken("a", 1), deployed("b", 2)], [NEW, FIRST], id="a failed attempt is not the first"
        ),
        pytest.param(
            [deployed("a", 1), broken("c", 2), deployed("b", 3)],
            [FIRST, NEW, NEW],
            id="nothing is rolled back that never got there",
        ),
        pytest.param(
            [deployed("a", 1), deployed("b", 2), deployed("c", 3, cause="rollback")],
            [FIRST, NEW, ROLLBACK],
            id="its cause says that it is a rollback",
        ),
        pytest.param(
            [deployed("a", 1), deployed("b", 2, cause="hotfix")], [FIRST, HOTFIX], id="its cause says hotfix"
        ),
        pytest.param(
            [deployed("a", 1), deployed("b", 2, ref="hotfix/refunds")],
            [FIRST, HOTFIX],
            id="its branch says hotfix",
        ),
        pytest.param([deployed("a", 1, cause="hotfix")], [FIRST], id="the first one is a hotfix of nothing"),
        pytest.param(
            [deployed("a", 1), deployed("a", 5, cause="hotfix")],
            [FIRST, REDEPLOY],
            id="the same commit again mends nothing",
        ),
    ],
)
def test_what_a_deployment_was(deployments: list[Deployment], found: list[DeploymentFlag]) -> None:
    assert kinds(shipped(deployments, line("abc"))) == found


@pytest.mark.parametrize(
    ("deployments", "found"),
    [
        pytest.param(
            [deployed("a", 1, **EU), deployed("c", 2, **EU), deployed("b", 3, **US)],
            [FIRST, NEW, REDEPLOY],
            id="a copy that lags behind rolls nothing back",
        ),
        pytest.param(
            [deployed("a", 1, **EU), deployed("a", 3, **US)],
            [FIRST, REDEPLOY],
            id="the same commit to another copy later",
        ),
        pytest.param(
            [deployed("a", 1, **EU), deployed("a", 3, **US), deployed("b", 4, **EU), deployed("b", 6, **US)],
            [FIRST, REDEPLOY, NEW, REDEPLOY],
            id="copies one after the other",
        ),
        pytest.param(
            [deployed("a", 1, **EU), deployed("c", 2, **EU), deployed("c", 4, **US), deployed("a", 6, **US)],
            [FIRST, NEW, REDEPLOY, ROLLBACK],
            id="a copy that goes back is rolled back",
        ),
        pytest.param(
            [deployed("a", 1, **EU), deployed("b", 3, **US)],
            [FIRST, NEW],
            id="a copy that is ahead of the others brings something new",
        ),
    ],
)
def test_every_environment_has_a_history_of_its_own(
    deployments: list[Deployment], found: list[DeploymentFlag]
) -> None:
    assert kinds(shipped(deployments, line("abc"))) == found


def test_a_hotfix_is_told_by_a_pull_request_in_it() -> None:
    prs = [landed(1, "b", 1), landed(2, "c", 2, head_branch="hotfix/refunds")]
    found = shipped([deployed("a", 0), deployed("c", 3)], line("abc"), prs)
    assert kinds(found) == [FIRST, HOTFIX]


def test_what_came_with_a_long_gap_makes_no_hotfix() -> None:
    prs = [landed(1, "b", 1, title="Hotfix: refunds")]
    found = shipped([deployed("a", 0), deployed("b", 24 * 61)], line("ab"), prs)
    assert kinds(found) == [FIRST, NEW]


@pytest.mark.parametrize(
    ("deployments", "found"),
    [
        pytest.param(
            [deployed("x", 1), deployed("y", 2), deployed("x", 3)],
            [FIRST, NEW, ROLLBACK],
            id="what was deployed earlier is a rollback",
        ),
        pytest.param(
            [deployed("x", 1), deployed("y", 2), deployed("x", 3), deployed("y", 4)],
            [FIRST, NEW, ROLLBACK, NEW],
            id="and forwards again is none",
        ),
        pytest.param([deployed("x", 1), deployed("y", 2)], [FIRST, NEW], id="anything else is new"),
    ],
)
def test_commits_that_nobody_knows_go_by_when_they_first_came(
    deployments: list[Deployment], found: list[DeploymentFlag]
) -> None:
    track = shipped(deployments, line("abc"))
    assert kinds(track) == found
    assert all(each.flags & DeploymentFlag.UNKNOWN_COMMIT for each in track.releases)


def test_a_known_commit_is_not_called_unknown() -> None:
    found = shipped([deployed("a", 1)], line("ab"))
    assert not found.releases[0].flags & DeploymentFlag.UNKNOWN_COMMIT


def test_a_change_belongs_to_the_first_deployment_that_contains_it() -> None:
    prs = [landed(1, "b", 1), landed(2, "c", 2), landed(3, "d", 3)]
    found = shipped([deployed("a", 0), deployed("c", 3), deployed("d", 4)], line("abcd"), prs)
    assert brought(found) == [[], [1, 2], [3]]


def test_the_next_deployment_in_time_need_not_contain_it() -> None:
    """The older build is deployed after the merge; only the later one has the change in it."""
    prs = [landed(1, "c", 2)]
    found = shipped([deployed("a", 0), deployed("b", 2.5), deployed("c", 5)], line("abc"), prs)
    assert brought(found) == [[], [], [1]]


def test_a_failed_attempt_brings_nothing() -> None:
    found = shipped([deployed("a", 0), broken("b", 2), deployed("b", 4)], line("ab"), [landed(1, "b", 1)])
    assert brought(found) == [[], [], [1]]


def test_what_was_rolled_back_had_been_there() -> None:
    prs = [landed(1, "b", 1)]
    deployments = [deployed("a", 0), deployed("b", 2), deployed("a", 3), deployed("b", 4)]
    assert brought(shipped(deployments, line("ab"), prs)) == [[], [1], [], []]


def test_a_merged_branch_comes_with_its_merge() -> None:
    commits = [
        branch_commit("a"),
        branch_commit("x", "a"),
        branch_commit("b", "a"),
        branch_commit("m", "b", "x"),
    ]
    prs = [landed(1, "m", 4), landed(2, "b", 2)]
    found = shipped([deployed("a", 0), deployed("b", 3), deployed("m", 5)], commits, prs)
    assert brought(found) == [[], [2], [1]]


def test_a_cherry_pick_onto_a_release_branch_brings_the_change() -> None:
    commits = [
        *line("abc"),
        branch_commit("p", "a", headline="Commit c", authored_at=hour(2), committed_at=hour(9)),
    ]
    found = shipped([deployed("a", 0), deployed("p", 3), deployed("c", 5)], commits, [landed(1, "c", 2)])
    assert brought(found) == [[], [1], []]


def test_a_hotfix_branch_outside_of_the_graph_brings_its_own_pull_request() -> None:
    pr = landed(1, "c", 5, head_branch="hotfix/refunds")
    found = shipped(
        [deployed("a", 0), deployed("fix", 3), deployed("c", 6)], line("abc"), [pr], {"fix": [pr]}
    )
    assert brought(found) == [[], [1], []]
    assert kinds(found)[1] is HOTFIX
    assert not release(found, "fix").flags & DeploymentFlag.UNKNOWN_COMMIT


def test_what_no_deployment_contains_is_brought_by_none() -> None:
    assert brought(shipped([deployed("a", 0)], line("ab"), [landed(1, "b", 1)])) == [[]]


def test_a_long_gap_is_noticed() -> None:
    late = 24 * 60 + 1
    found = shipped([deployed("a", 0), deployed("b", late), deployed("c", late + 1)], line("abc"))
    assert [bool(each.flags & DeploymentFlag.LONG_GAP) for each in found.releases] == [False, True, False]


def test_sixty_days_are_no_long_gap() -> None:
    found = shipped([deployed("a", 0), deployed("b", 24 * 60)], line("ab"))
    assert not found.releases[1].flags & DeploymentFlag.LONG_GAP


def test_more_than_five_thousand_commits_are_a_long_gap() -> None:
    shas = [f"{number:040x}" for number in range(releases.MOST_COMMITS + 2)]
    commits = [branch_commit(sha, *shas[:at][-1:]) for at, sha in enumerate(shas)]
    found = shipped([deployed(shas[0], 0), deployed(shas[-1], 1)], commits)
    assert found.releases[1].flags & DeploymentFlag.LONG_GAP
    almost = shipped([deployed(shas[0], 0), deployed(shas[-2], 1)], commits)
    assert not almost.releases[1].flags & DeploymentFlag.LONG_GAP


def test_it_lands_when_its_newest_pull_request_is_merged() -> None:
    prs = [landed(1, "b", 1), landed(2, "c", 4)]
    found = shipped([deployed("a", 0), deployed("c", 5)], line("abc"), prs)
    assert [each.landed_at for each in found.releases] == [None, hour(4)]


def test_without_a_pull_request_it_lands_with_its_newest_commit() -> None:
    found = shipped([deployed("a", 0), deployed("c", 5)], line("abc"))
    assert found.releases[1].landed_at == hour(2)


def test_a_change_deployed_before_it_was_merged_had_not_landed() -> None:
    pr = landed(1, "c", 8)
    found = shipped([deployed("a", 0), deployed("fix", 3)], line("ab"), [pr], {"fix": [pr]})
    assert found.releases[1].landed_at is None


def test_rollbacks_and_redeployments_bring_nothing_that_landed() -> None:
    deployments = [deployed("a", 0), deployed("b", 2), deployed("a", 3), deployed("a", 5)]
    found = shipped(deployments, line("ab"), [landed(1, "b", 1)])
    assert [each.landed_at for each in found.releases] == [None, hour(1), None, None]


def test_what_ended_before_it_began_is_noticed() -> None:
    found = shipped([deployed("a", 2, finished_at=hour(2) - timedelta(minutes=5))], line("a"))
    assert found.releases[0].flags & DeploymentFlag.CONTRADICTORY


def test_a_duplicate_record_is_no_second_deployment() -> None:
    found = shipped(
        [deployed("a", 0), deployed("b", 1, name="one"), deployed("b", 1, name="two")], line("ab")
    )
    assert len([each for each in found.releases if each.is_counted]) == 2
