"""Where pull requests land: as merges, squashes, rebases, cherry-picks, and on the branches of others."""

from collections.abc import Sequence

from domain.records import BranchCommit, PullRequest
from domain.rulings.graph import Graph
from domain.rulings.landings import is_update, landings
from tests.builders import commit
from tests.domain.rulings.shipments import branch_commit, landed, line
from tests.domain.rulings.stories import ALICE, hour


def where(commits: Sequence[BranchCommit], *prs: PullRequest) -> dict[int, list[set[str]]]:
    """By number: every commit that must be there, as the shas that may stand for it."""
    graph = Graph(commits)
    found = landings(prs, graph, lambda asked: asked)
    names = {pr.id: pr.number for pr in prs}
    return {
        names[id_]: [{graph.commits[place].sha for place in places} for places in landing]
        for id_, landing in found.items()
    }


def own(sha: str, at: float, headline: str = "") -> object:
    return commit(sha, hour(at), author_id=ALICE.id, headline=headline or f"Commit {sha}")


def test_a_merge_or_squash_lands_as_its_merge_commit() -> None:
    assert where(line("abc"), landed(1, "b", 1)) == {1: [{"b"}]}


def test_a_rebase_lands_as_the_last_of_its_commits() -> None:
    assert where(line("abc"), landed(1, "c", 2, commits=(own("x", 0), own("y", 1)))) == {1: [{"c"}]}


def test_without_a_merge_commit_what_the_provider_says_came_with_it_counts() -> None:
    commits = [
        branch_commit("a"),
        *(branch_commit(sha, pull_request_id=landed(1, None, 2).id) for sha in "bc"),
    ]
    assert where(commits, landed(1, None, 2)) == {1: [{"b"}, {"c"}]}


def test_without_any_of_these_its_own_last_commit_counts() -> None:
    assert where(line("abc"), landed(1, None, 2, commits=(own("b", 1), own("c", 2)))) == {1: [{"c"}]}


def test_a_rebased_commit_is_known_by_its_patch() -> None:
    commits = [branch_commit("a"), branch_commit("b2", "a", headline="Pay once", authored_at=hour(5))]
    pr = landed(1, None, 9, commits=(own("b1", 5, "Pay once"),))
    assert where(commits, pr) == {1: [{"b2"}]}


def test_an_earlier_commit_alone_lands_nothing() -> None:
    pr = landed(1, None, 2, commits=(own("b", 1), own("elsewhere", 2)))
    assert where(line("abc"), pr) == {}


def test_a_commit_that_brought_the_branch_up_to_date_is_none_of_its_own() -> None:
    pr = landed(1, None, 2, commits=(own("b", 1), own("u", 2, "Merge branch 'main' into pay")))
    assert where(line("abc"), pr) == {1: [{"b"}]}


def test_only_updates_are_no_commits_to_land() -> None:
    pr = landed(1, None, 2, commits=(own("u", 2, "Merge branch 'main' into pay"),))
    assert where(line("abc"), pr) == {}


def test_a_commit_may_stand_on_several_branches() -> None:
    picked = branch_commit("p", "a", headline="Commit b", authored_at=hour(1), committed_at=hour(9))
    assert where([*line("abc"), picked], landed(1, "b", 1)) == {1: [{"b", "p"}]}


def test_a_pull_request_into_anothers_branch_lands_with_that_one() -> None:
    below = landed(1, "c", 5, head_branch="one")
    stacked = landed(2, "squashed-into-one", 4, base_branch="one", head_branch="two")
    assert where(line("abc"), stacked, below) == {1: [{"c"}], 2: [{"c"}]}


def test_a_stack_of_three_lands_with_the_lowest() -> None:
    prs = (
        landed(3, "gone", 3, base_branch="two", head_branch="three"),
        landed(2, "gone too", 4, base_branch="one", head_branch="two"),
        landed(1, "c", 5, head_branch="one"),
    )
    assert where(line("abc"), *prs) == {1: [{"c"}], 2: [{"c"}], 3: [{"c"}]}


def test_what_was_merged_into_a_branch_after_that_had_landed_lands_nowhere() -> None:
    below = landed(1, "c", 5, head_branch="one")
    late = landed(2, "gone", 6, base_branch="one", head_branch="two")
    assert where(line("abc"), below, late) == {1: [{"c"}]}


def test_a_pull_request_whose_merge_the_branch_holds_is_not_taken_for_stacked() -> None:
    below = landed(1, "c", 5, head_branch="one")
    merged = landed(2, "b", 4, base_branch="one", head_branch="two")
    assert where(line("abc"), merged, below)[2] == [{"b"}]


def test_a_merge_nobody_knows_lands_nowhere() -> None:
    assert where(line("abc"), landed(1, "unknown", 2)) == {}


def test_a_headline_tells_an_update_from_work() -> None:
    assert is_update("Merge branch 'main' into pay")
    assert is_update("Merge remote-tracking branch 'origin/main'")
    assert not is_update("Merge the two ledgers")
