"""Containment: however work came to the branch, the first deployment that contains it brings it, once."""

from collections.abc import Sequence

import pytest

from domain.records import BranchCommit, Deployment, PullRequest
from domain.rulings.delivered import change_facts
from tests.builders import commit
from tests.domain.rulings.shipments import (
    branch_commit,
    broken,
    brought,
    deployed,
    landed,
    line,
    release,
    shipped,
)
from tests.domain.rulings.stories import ALICE, NINE_TO_SIX, hour, ruled

MAIN = line("abcdef")
"""A branch of six commits, the first of which is deployed before anything else happens."""

FULL = [f"{letter * 39}{number}" for number, letter in enumerate("abc")]
"""Shas of forty digits."""


def own(sha: str, at: float) -> object:
    """A commit of Alice's on her own branch, as `branch_commit` would be there."""
    return commit(sha, hour(at), author_id=ALICE.id, headline=f"Commit {sha}")


def picked(sha: str, parent: str, of: str, written: float, at: float) -> BranchCommit:
    """The same patch as another commit, laid on another parent later."""
    return branch_commit(
        sha, parent, headline=f"Commit {of}", authored_at=hour(written), committed_at=hour(at)
    )


MERGED = [branch_commit("a"), branch_commit("x", "a", at=1), branch_commit("y", "x", at=2)]
MERGED += [branch_commit("b", "a", at=2), branch_commit("m", "b", "y", at=3)]
"""A branch x, y that was merged into b as m."""

OCTOPUS = [branch_commit("a"), *(branch_commit(sha, "a", at=1) for sha in "xyz")]
OCTOPUS += [branch_commit("o", "x", "y", "z", at=2)]

TWO_OF_ONE = [
    branch_commit(sha, parent, pull_request_id=landed(1, None, 3).id) for sha, parent in ("xb", "yx")
]
"""Commits that the provider says came with the first pull request."""


@pytest.mark.parametrize(
    ("commits", "prs", "deployments", "found"),
    [
        pytest.param(
            MAIN,
            [landed(1, "b", 1, commits=(own("s1", 0.2), own("s2", 0.5)))],
            [deployed("a", 0), deployed("b", 2)],
            [[], [1]],
            id="a squash, whose own commits are nowhere on the branch",
        ),
        pytest.param(
            MERGED,
            [landed(1, "m", 3, commits=(own("x", 1), own("y", 2)))],
            [deployed("a", 0), deployed("b", 2.5), deployed("m", 4)],
            [[], [], [1]],
            id="a merge, which what was deployed beside it lacks",
        ),
        pytest.param(
            MERGED,
            [landed(1, "m", 3, commits=(own("x", 1), own("y", 2)))],
            [deployed("a", 0), deployed("x", 1.5), deployed("m", 4)],
            [[], [], [1]],
            id="a merge, of whose branch the first half was tried",
        ),
        pytest.param(
            MAIN,
            [landed(1, "c", 2, commits=(own("r1", 0.2), own("r2", 0.5)))],
            [deployed("a", 0), deployed("b", 1.5), deployed("c", 4)],
            [[], [], [1]],
            id="a rebase, which is there with its last commit",
        ),
        pytest.param(
            [*line("ab"), *TWO_OF_ONE],
            [landed(1, None, 3)],
            [deployed("a", 0), deployed("x", 4), deployed("y", 6)],
            [[], [], [1]],
            id="commits that the provider counts to it, of which all must be there",
        ),
        pytest.param(
            [*line("ab"), *TWO_OF_ONE],
            [landed(1, None, 3)],
            [deployed("a", 0), deployed("x", 4), deployed("x", 9)],
            [[], [], []],
            id="half of its commits, which are no change in production",
        ),
        pytest.param(
            [*MAIN, picked("h", "a", "e", 4, 9)],
            [landed(1, "e", 4)],
            [deployed("a", 0), deployed("h", 10), deployed("f", 20)],
            [[], [1], []],
            id="a hotfix that was picked onto what is in production",
        ),
        pytest.param(
            [*MAIN, picked("h", "a", "e", 4, 9)],
            [landed(1, "e", 4), landed(2, "c", 2)],
            [deployed("a", 0), deployed("h", 10), deployed("f", 20)],
            [[], [1], [2]],
            id="a hotfix, which leaves behind what landed before it",
        ),
        pytest.param(
            [*line("abc"), branch_commit("h", "a", at=3), branch_commit("m", "c", "h", at=5)],
            [landed(1, "h", 3, base_branch="release"), landed(2, "c", 2)],
            [deployed("a", 0), deployed("h", 4), deployed("m", 6)],
            [[], [1], [2]],
            id="a release branch that was merged back",
        ),
        pytest.param(
            MAIN,
            [landed(1, "c", 2, head_branch="one"), landed(2, "gone", 1.5, base_branch="one")],
            [deployed("a", 0), deployed("b", 1), deployed("c", 3)],
            [[], [], [1, 2]],
            id="a stack, which lands with its lowest",
        ),
        pytest.param(
            MAIN,
            [landed(1, "b", 1), landed(2, "c", 2, title='Revert "Change number 1"'), landed(3, "d", 3)],
            [deployed("a", 0), deployed("b", 1.5), deployed("c", 2.5), deployed("d", 3.5)],
            [[], [1], [2], [3]],
            id="a change, its revert and its second landing",
        ),
        pytest.param(
            MAIN,
            [landed(1, "c", 2)],
            [deployed("a", 0), deployed("b", 3), deployed("a", 4), deployed("c", 8)],
            [[], [], [], [1]],
            id="what landed before a rollback that never held it",
        ),
        pytest.param(
            MAIN,
            [landed(1, "b", 1), landed(2, "c", 2)],
            [deployed("a", 0), deployed("b", 1.5), deployed("a", 3), deployed("c", 8)],
            [[], [1], [], [2]],
            id="what was rolled back had been there, and what is new had not",
        ),
        pytest.param(
            MAIN,
            [landed(1, "b", 1)],
            [deployed("a", 0), broken("b", 2), deployed("c", 9)],
            [[], [], [1]],
            id="an attempt that failed brought nothing, and the next one it",
        ),
        pytest.param(
            [branch_commit("b", "unknown", at=1), branch_commit("c", "b", at=2)],
            [landed(1, "b", 1), landed(2, "before all that is known", 0.5)],
            [deployed("b", 3), deployed("c", 4)],
            [[1], []],
            id="a history that is not known to its beginning",
        ),
        pytest.param(
            [branch_commit(sha, *FULL[:place][-1:], at=place) for place, sha in enumerate(FULL)],
            [landed(1, FULL[1].upper(), 1)],
            [deployed(FULL[0][:9], 0), deployed(FULL[2][:7].upper(), 3)],
            [[], [1]],
            id="shas that are cut short or told in capitals",
        ),
        pytest.param(
            OCTOPUS,
            [landed(1, "x", 1), landed(2, "z", 1)],
            [deployed("a", 0), deployed("o", 3)],
            [[], [1, 2]],
            id="a merge of three branches at once",
        ),
    ],
)
def test_a_change_comes_with_the_first_deployment_that_contains_it(
    commits: Sequence[BranchCommit],
    prs: Sequence[PullRequest],
    deployments: Sequence[Deployment],
    found: list[list[int]],
) -> None:
    assert brought(shipped(deployments, commits, prs)) == found


@pytest.mark.parametrize(
    ("how", "commits", "sha"),
    [
        pytest.param("squash", MAIN, "c", id="squashed"),
        pytest.param("merge", MERGED, "m", id="merged"),
    ],
)
def test_its_lead_time_begins_with_its_own_first_commit_however_it_landed(
    how: str, commits: Sequence[BranchCommit], sha: str
) -> None:
    """Written five hours before; a squash is a commit of the hour of the merge."""
    pr = landed(1, sha, 3, commits=(own(f"{how} 1", -2), own(f"{how} 2", 1)))
    found = shipped([deployed("a", 0), deployed(sha, 4, minutes=0)], commits, [pr])
    facts = change_facts(ruled(pr), release(found, sha), {NINE_TO_SIX})
    assert (facts.lead, facts.deploy) == (6 * 3600, 1 * 3600)


def test_a_commit_that_a_rebase_made_anew_keeps_the_hour_in_which_it_was_written() -> None:
    rebased = commit("r", hour(-5), committed_at=hour(2.5), author_id=ALICE.id, headline="Pay once")
    pr = landed(1, "c", 3, commits=(rebased,))
    found = shipped([deployed("a", 0), deployed("c", 4, minutes=0)], MAIN, [pr])
    assert change_facts(ruled(pr), release(found, "c"), {NINE_TO_SIX}).lead == 9 * 3600


def test_a_redeployment_gives_nothing_a_second_lead_time() -> None:
    deployments = [
        deployed("a", 0),
        deployed("b", 2),
        deployed("b", 30),
        deployed("a", 40),
        deployed("b", 50),
    ]
    assert brought(shipped(deployments, MAIN, [landed(1, "b", 1)])) == [[], [1], [], [], []]


@pytest.mark.parametrize(
    "order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)], ids=["told in order", "the last first", "mixed"]
)
def test_the_order_in_which_deployments_are_told_does_not_matter(order: tuple[int, ...]) -> None:
    made = [deployed("a", 0), deployed("b", 3), deployed("c", 6)]
    prs = [landed(1, "b", 1), landed(2, "c", 2)]
    assert brought(shipped([made[place] for place in order], MAIN, prs)) == [[], [1], [2]]


def test_the_end_of_a_deployment_and_not_its_beginning_says_which_was_first() -> None:
    """The one that begins first ends last: it brings nothing that the quick one had not brought."""
    slow, quick = deployed("c", 3, minutes=300, run_id=1), deployed("d", 4, minutes=10, run_id=2)
    found = shipped([deployed("a", 0), slow, quick], MAIN, [landed(1, "c", 2), landed(2, "d", 3)])
    assert [each.made.sha for each in found.releases] == ["a", "d", "c"]
    assert brought(found) == [[], [1, 2], []]
