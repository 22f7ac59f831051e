"""The fake counts points as GitHub's documentation does."""

from typing import Any

import pytest
from graphql import build_schema, parse

from tests.fakes.github.cost import Cost, Refusal, cost
from tests.fakes.github.schema import own_schema

DOCUMENTED = build_schema("""
type Query { viewer: User }
type User { login: String repositories(first: Int): RepositoryConnection }
type RepositoryConnection { edges: [RepositoryEdge] nodes: [Repository] totalCount: Int }
type RepositoryEdge { node: Repository }
type Repository { id: ID issues(first: Int, last: Int): IssueConnection }
type IssueConnection { edges: [IssueEdge] nodes: [Issue] totalCount: Int }
type IssueEdge { node: Issue }
type Issue { id: ID labels(first: Int): LabelConnection }
type LabelConnection { edges: [LabelEdge] nodes: [Label] totalCount: Int }
type LabelEdge { node: Label }
type Label { id: ID name: String }
""")

EXAMPLE = """
query {
  viewer {
    login
    repositories(first: 100) {
      edges { node { id
        issues(first: 50) {
          edges { node { id
            labels(first: 60) { edges { node { id name } } }
          } }
        }
      } }
    }
  }
}
"""


def price(query: str, **variables: Any) -> Cost:  # noqa: ANN401 - variables
    return cost(DOCUMENTED, parse(query), variables)


def test_the_documentations_example_costs_fifty_one_points() -> None:
    """https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api."""
    assert price(EXAMPLE).requests == 1 + 100 + 5000
    assert price(EXAMPLE).points == 51


def test_its_nodes_are_counted_too() -> None:
    assert price(EXAMPLE).nodes == 100 + 100 * 50 + 100 * 50 * 60


def test_nothing_costs_less_than_a_point() -> None:
    assert price("{ viewer { login } }").points == 1


def test_more_than_half_a_million_nodes_are_refused() -> None:
    with pytest.raises(Refusal) as caught:
        price(EXAMPLE.replace("first: 60", "first: 100").replace("first: 50", "first: 51"))
    assert caught.value.kind == "MAX_NODE_LIMIT_EXCEEDED"


@pytest.mark.parametrize("first", [0, 101, -1])
def test_a_page_of_a_size_that_github_does_not_give_is_refused(first: int) -> None:
    with pytest.raises(Refusal):
        price("query($n: Int) { viewer { repositories(first: $n) { nodes { id } } } }", n=first)


def test_a_list_without_a_size_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        price("{ viewer { repositories { nodes { id } } } }")
    assert caught.value.kind == "MISSING_PAGINATION_BOUNDARIES"


def test_a_list_that_is_only_counted_needs_no_size_and_costs_nothing() -> None:
    assert price("{ viewer { repositories { totalCount } } }").requests == 0


def test_what_is_not_included_costs_nothing() -> None:
    query = """
    query($yes: Boolean!) {
      viewer {
        repositories(first: 10) @include(if: $yes) { nodes { id } }
        login @skip(if: $yes)
      }
    }"""
    assert price(query, yes=False).requests == 0
    assert price(query, yes=True).requests == 1


def test_fragments_cost_what_stands_in_them() -> None:
    query = """
    query { viewer { ...Theirs } }
    fragment Theirs on User {
      ... on User { repositories(first: 7) { nodes { issues(last: 3) { totalCount } } } }
    }
    """
    assert price(query).requests == 1 + 7


def test_a_variable_may_have_a_default() -> None:
    query = "query($n: Int = 5) { viewer { repositories(first: $n) { nodes { id } } } }"
    assert price(query).nodes == 5
    assert price(query, n=9).nodes == 9


def test_named_nodes_are_parents_and_at_most_a_hundred() -> None:
    query = """
    query($ids: [ID!]!) {
      nodes(ids: $ids) { ... on PullRequest { commits(first: 1) { pageInfo { endCursor } } } }
    }"""
    assert cost(own_schema(), parse(query), {"ids": ["x"] * 100}).requests == 100
    with pytest.raises(Refusal):
        cost(own_schema(), parse(query), {"ids": ["x"] * 101})
