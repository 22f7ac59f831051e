"""Every query is valid, costs what we say, and asks in pages that GitHub takes."""

from typing import Any

import pytest
from graphql import parse, validate

from integrations.github import delivery_queries, queries
from tests.fakes.github.cost import Cost, cost
from tests.fakes.github.pruning import pruned
from tests.fakes.github.schema import OWN, REAL, own_schema, real_schema

ALL = {**queries.ALL, **delivery_queries.ALL}

real = pytest.mark.skipif(not REAL.exists(), reason=f"GitHub's schema ({REAL}) is not on this machine")
every_query = pytest.mark.parametrize("query", ALL.values(), ids=ALL)


def price(query: str, **variables: Any) -> Cost:  # noqa: ANN401 - variables
    return cost(own_schema(), parse(query), variables)


@real
@every_query
def test_a_query_is_valid_by_githubs_own_schema(query: str) -> None:
    assert validate(real_schema(), parse(query)) == []


@every_query
def test_a_query_is_valid_by_the_part_of_it_that_we_keep(query: str) -> None:
    assert validate(own_schema(), parse(query)) == []


@real
def test_the_part_that_we_keep_is_githubs() -> None:
    """Written by `pruned`; write it anew when a query changes."""
    assert OWN.read_text() == pruned(real_schema(), ALL.values()) + "\n"


def test_every_query_is_in_the_list_that_is_validated() -> None:
    written = {
        value for module in (queries, delivery_queries) for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and "query " in value and not name.startswith("_")
    }  # fmt: skip
    assert written == set(ALL.values())


def test_a_page_of_pull_requests_costs_one_point() -> None:
    page = price(queries.PULL_REQUESTS, repository="R", first=queries.PAGE)
    assert page.points == 1
    assert page.nodes < 10_000


def test_there_is_room_for_one_more_list_in_a_page_of_that_size() -> None:
    with_another = Cost(requests=1 + 6 * queries.PAGE)
    assert with_another.points == 1
    assert Cost(requests=1 + 6 * (queries.PAGE + 1)).points == 2


def test_as_many_named_pull_requests_cost_one_point() -> None:
    assert price(queries.THESE_PULL_REQUESTS, ids=["x"] * queries.PAGE).points == 1


def test_the_rest_of_all_lists_costs_one_point() -> None:
    switches = {"commits": True, "reviews": True, "timelineItems": True}
    assert price(queries.REST_OF_LISTS, id="PR", **switches).points == 1


def test_a_probe_of_a_hundred_costs_three_points() -> None:
    assert price(queries.PROBE, ids=["x"] * queries.NODES).points == 3
    assert price(queries.PROBE_OF_PULL_REQUESTS, ids=["x"] * queries.NODES).points == 1


def test_the_jobs_of_fifty_runs_cost_one_point() -> None:
    assert price(delivery_queries.JOBS, suites=["x"] * delivery_queries.SUITES).points == 1
    assert price(delivery_queries.JOBS, suites=["x"] * 100).points == 2


def test_a_page_of_deployments_costs_one_point_and_one_of_commits_two() -> None:
    assert price(delivery_queries.DEPLOYMENTS, repository="R").points == 1
    assert price(delivery_queries.COMMITS, repository="R").points == 2
