"""The graph of commits: ancestry, abbreviated shas, and patches that were carried elsewhere."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.records import BranchCommit
from domain.rulings.graph import Graph
from tests.domain.rulings.shipments import branch_commit, line
from tests.domain.rulings.stories import BOB, hour

MERGED = [
    branch_commit("a"),
    branch_commit("b", "a"),
    branch_commit("x", "a"),
    branch_commit("m", "b", "x"),
    branch_commit("n", "m"),
]


def before(graph: Graph, earlier: str, later: str) -> bool:
    return graph.is_before(place(graph, earlier), place(graph, later))


def place(graph: Graph, sha: str) -> int:
    found = graph.find(sha)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("earlier", "later", "is_before"),
    [
        pytest.param("a", "b", True, id="a parent is before its child"),
        pytest.param("a", "n", True, id="so is any ancestor"),
        pytest.param("x", "m", True, id="the merged branch too"),
        pytest.param("b", "x", False, id="branches beside one another are not"),
        pytest.param("n", "a", False, id="a descendant is not"),
        pytest.param("m", "m", False, id="nor is a commit before itself"),
    ],
)
def test_a_commit_is_before_its_descendants(earlier: str, later: str, *, is_before: bool) -> None:
    assert before(Graph(MERGED), earlier, later) is is_before


def test_the_order_in_which_commits_come_does_not_matter() -> None:
    assert before(Graph(reversed(MERGED)), "x", "n")


def test_an_unknown_parent_is_passed_over() -> None:
    graph = Graph([branch_commit("b", "gone"), branch_commit("c", "b")])
    assert before(graph, "b", "c")
    assert len(graph.walk(place(graph, "c"), bytearray(2))) == 2


def test_a_walk_finds_what_was_not_seen_before() -> None:
    graph, seen = Graph(MERGED), bytearray(len(MERGED))
    first = graph.walk(place(graph, "b"), seen)
    second = graph.walk(place(graph, "n"), seen)
    assert {graph.commits[each].sha for each in first} == {"a", "b"}
    assert {graph.commits[each].sha for each in second} == {"x", "m", "n"}
    assert graph.walk(place(graph, "n"), seen) == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        pytest.param("ABCDEF0123", "abcdef0123", id="in capitals"),
        pytest.param("abcdef0", "abcdef0123", id="abbreviated to seven digits"),
        pytest.param("abcdef", None, id="abbreviated too far"),
        pytest.param("abcdef9", "abcdef9000", id="the other one"),
        pytest.param("", None, id="nothing said"),
    ],
)
def test_a_commit_is_found_by_the_beginning_of_its_sha(said: str, found: str | None) -> None:
    graph = Graph([branch_commit("abcdef0123"), branch_commit("abcdef9000"), branch_commit("0000000000")])
    at = graph.find(said)
    assert (graph.commits[at].sha if at is not None else None) == found


def test_the_beginning_of_two_shas_is_nobodys() -> None:
    graph = Graph([branch_commit("abcdef0123"), branch_commit("abcdef0124")])
    assert graph.find("abcdef012") is None


def test_a_cherry_pick_keeps_author_date_and_headline_and_is_the_same_patch() -> None:
    original = branch_commit("a", at=1)
    picked = branch_commit("p", "z", headline=original.headline, authored_at=hour(1), committed_at=hour(9))
    graph = Graph([original, picked, branch_commit("z")])
    assert graph.same_patch(original) == (0, 1)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"authored_at": hour(2)}, id="written at another time"),
        pytest.param({"author_id": BOB.id}, id="by somebody else"),
        pytest.param({"headline": "Another"}, id="under another headline"),
    ],
)
def test_what_differs_in_author_date_or_headline_is_another_patch(other: dict[str, object]) -> None:
    original = branch_commit("a", at=1)
    graph = Graph([original, replace(original, sha="b", **other)])  # type: ignore[arg-type] # of the parameters
    assert graph.same_patch(original) == (0,)


def test_a_commit_whose_author_nobody_names_is_the_same_patch_by_date_and_headline() -> None:
    original = replace(branch_commit("a", at=1), author_id=7)
    rebased = replace(original, sha="b", author_id=None)
    assert Graph([rebased]).same_patch(original) == (0,)
    assert Graph([original]).same_patch(rebased) == (0,)


def test_commits_without_a_headline_are_never_one_patch() -> None:
    first, second = (branch_commit(sha, headline="", authored_at=hour(1)) for sha in "ab")
    assert Graph([first, second]).same_patch(first) == ()


def histories() -> st.SearchStrategy[list[BranchCommit]]:
    """Commits of which each has parents among the earlier ones."""
    return st.lists(st.sets(st.integers(0, 30), max_size=3), min_size=1, max_size=25).map(
        lambda drawn: [
            branch_commit(f"c{at}", *(f"c{parent}" for parent in sorted(parents) if parent < at))
            for at, parents in enumerate(drawn)
        ]
    )


@given(histories(), st.randoms())
def test_ancestry_is_what_following_every_parent_finds(
    commits: list[BranchCommit], order: random.Random
) -> None:
    parents = {commit.sha: set(commit.parents) for commit in commits}
    shuffled = order.sample(commits, len(commits))
    graph = Graph(shuffled)
    for later, direct in parents.items():
        reached: set[str] = set()
        frontier = set(direct)
        while frontier:
            reached |= frontier
            frontier = {one for each in frontier for one in parents[each]} - reached
        assert {earlier for earlier in parents if before(graph, earlier, later)} == reached


def test_a_long_history_is_walked_once() -> None:
    shas = [f"{number:040x}" for number in range(50_000)]
    commits = [branch_commit(sha, *shas[:at][-1:]) for at, sha in enumerate(shas)]
    graph, seen = Graph(commits), bytearray(len(commits))
    found = sum(len(graph.walk(at, seen)) for at in range(9, 50_000, 10))
    assert found == 50_000


def test_an_ancestor_a_few_commits_back_is_found_without_walking_to_the_root() -> None:
    graph = Graph(line("abcdefgh"))
    assert before(graph, "f", "h")
    assert not before(graph, "h", "f")
