"""Every query is valid, also for servers of 14.9, and stays below GitLab's limit of complexity."""

from typing import Any

import pytest
from graphql import build_ast_schema, extend_schema, parse, validate

from integrations.gitlab import queries
from integrations.gitlab.server import is_newer
from tests.fakes.gitlab.schema import LATER, LIMIT, OWN, REAL, complexity, newest, older, own_schema

real = pytest.mark.skipif(not REAL.exists(), reason=f"GitLab's schema ({REAL}) is not on this machine")
OF_ANY_AGE = {name: query for name, query in queries.ALL.items() if not name.endswith(", newest")}


def price(query: str, **variables: Any) -> int:  # noqa: ANN401 - variables
    return complexity(parse(query), variables)


@pytest.mark.parametrize("query", OF_ANY_AGE.values(), ids=OF_ANY_AGE)
def test_a_query_is_valid_on_servers_of_old(query: str) -> None:
    assert validate(older(), parse(query)) == []


@pytest.mark.parametrize("query", queries.ALL.values(), ids=queries.ALL)
def test_a_query_is_valid_on_servers_of_today(query: str) -> None:
    assert validate(newest(), parse(query)) == []


@pytest.mark.parametrize("query", queries.ALL.values(), ids=queries.ALL)
def test_a_query_is_valid_by_the_part_of_the_schema_that_we_keep(query: str) -> None:
    kept = extend_schema(own_schema(), parse(LATER), assume_valid=True)
    assert validate(kept, parse(query)) == []


def test_the_part_that_we_keep_is_a_schema() -> None:
    assert build_ast_schema(parse(OWN.read_text())).query_type


@pytest.mark.parametrize(
    "name", ["pull_requests, newest", "these_pull_requests, newest", "runs, newest"], ids=str
)
def test_a_page_of_the_usual_size_is_below_the_limit(name: str) -> None:
    assert 50 < price(queries.ALL[name], first=queries.PAGE) <= LIMIT


@pytest.mark.parametrize(
    "name", ["rest_of_lists, newest", "rest_of_jobs", "users", "owners", "viewer"], ids=str
)
def test_what_is_asked_beside_is_far_below_the_limit(name: str) -> None:
    assert price(queries.ALL[name]) <= LIMIT / 2


def test_a_probe_is_far_below_the_limit() -> None:
    assert price(queries.PROBE, first=queries.PROBED) <= LIMIT / 2


def test_the_arithmetic_is_gitlabs() -> None:
    """One for a field; what is in a list and one, and a hundredth for every item."""
    assert complexity(parse("{ currentUser { id } }"), {}) == 2
    assert complexity(parse("{ projects(first: 50) { nodes { id } } }"), {}) == int(3 * 1.5)
    assert (
        complexity(parse("query($n: Int) { projects(first: $n, sort: X) { nodes { id } } }"), {"n": 100}) == 8
    )
    nested = "{ projects(first: 100) { nodes { pipelines(first: 10) { count } } } }"
    assert complexity(parse(nested), {}) == int((int(2 * 1.1) + 2) * 2)


@pytest.mark.parametrize(
    ("version", "newer"),
    [
        ("18.6.1-ee", True), ("17.0.0", True), ("16.11.9", False), ("14.9.0-ee", False), ("9.5", False),
        ("", False), ("unknown", False),
    ],
    ids=str,
)  # fmt: skip
def test_a_version_tells_how_much_can_be_asked(version: str, newer: bool) -> None:  # noqa: FBT001 - a case
    assert is_newer(version) is newer
