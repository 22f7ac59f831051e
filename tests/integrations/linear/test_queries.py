"""Every query is valid by Linear's schema, and within the complexity that it allows."""

from typing import Any

import pytest
from graphql import parse, validate

from integrations.linear import queries
from tests.fakes.linear.complexity import MOST, complexity
from tests.fakes.linear.schema import REAL, differences, own_schema, real_schema

real = pytest.mark.skipif(not REAL.exists(), reason=f"Linear's schema ({REAL}) is not on this machine")
every_query = pytest.mark.parametrize("query", queries.ALL.values(), ids=queries.ALL)


def price(query: str, **variables: Any) -> float:  # noqa: ANN401 - variables
    return complexity(parse(query), variables)


@real
@every_query
def test_a_query_is_valid_by_linears_own_schema(query: str) -> None:
    assert validate(real_schema(), parse(query)) == []


@every_query
def test_a_query_is_valid_by_the_part_of_it_that_we_keep(query: str) -> None:
    assert validate(own_schema(), parse(query)) == []


@real
def test_the_part_that_we_keep_is_linears() -> None:
    assert differences(own_schema(), real_schema()) == []


def test_a_page_of_a_first_load_leaves_a_fifth_of_what_is_allowed() -> None:
    assert price(queries.ISSUES, first=queries.PAGE) < 0.8 * MOST


def test_a_page_of_what_is_new_costs_a_tenth() -> None:
    small, large = (price(queries.ISSUES, first=n) for n in (queries.SMALLEST_PAGE, queries.PAGE))
    assert small < 0.11 * large


def test_long_lists_are_followed_within_what_is_allowed() -> None:
    n = queries.TOGETHER
    both = {f"{which}{index}": True for index in range(n) for which in ("spans", "changes")}
    neither = dict.fromkeys(both, False)
    assert price(queries.rest_of_lists(n), **both) < 0.8 * MOST
    assert price(queries.rest_of_lists(n), **neither) < 2 * n


@pytest.mark.parametrize("name", ["states", "teams", "cycles", "viewer"])
def test_everything_else_costs_little(name: str) -> None:
    assert price(queries.ALL[name]) < 0.05 * MOST
