"""Which repositories a selection chooses, whoever tells of them."""

from collections.abc import Iterator

import pytest

from domain.ids import identify
from domain.records import Repository
from integrations.pages import RepositoryPage
from integrations.provider import Selection
from integrations.selecting import Wanted


def place(full_name: str) -> Repository:
    id_ = identify("x", "repository", full_name.lower())
    return Repository(id_, "x", full_name.lower(), full_name, "https://x.test/" + full_name)


PLACES = [place(name) for name in ("acme/pay-api", "acme/pay-web", "acme/docs", "beta/pay-api")]


def listed(selection: Selection, *, renamed: str = "") -> tuple[list[str], list[str]]:
    """The names that come, in their order, and those that are missing."""

    def everything() -> Iterator[RepositoryPage]:
        owners, anywhere = Wanted(selection).owners()
        yield RepositoryPage(
            tuple(one for one in PLACES if anywhere or one.full_name.split("/")[0] in map(str.lower, owners))
        )

    def by_name(full_name: str) -> RepositoryPage | None:
        found = [one for one in PLACES if one.full_name == (renamed or full_name)]
        return RepositoryPage(tuple(found)) if found else None

    pages = list(Wanted(selection).pages(everything, by_name))
    return (
        [one.full_name for page in pages for one in page.repositories],
        [name for page in pages for name in page.missing],
    )


CASES = {
    "nothing said": (Selection(), ["acme/pay-api", "acme/pay-web", "acme/docs", "beta/pay-api"]),
    "an organisation": (Selection("acme"), ["acme/pay-api", "acme/pay-web", "acme/docs"]),
    "a pattern": (Selection(repositories=("acme/pay-*",)), ["acme/pay-api", "acme/pay-web"]),
    "a bare pattern anywhere": (
        Selection(repositories=("pay-*",)),
        ["acme/pay-api", "acme/pay-web", "beta/pay-api"],
    ),
    "a bare name at home": (Selection("acme", ("docs",)), ["acme/docs"]),
    "whoever's": (Selection(repositories=("*/pay-api",)), ["acme/pay-api", "beta/pay-api"]),
    "letter case": (Selection(repositories=("Acme/PAY-*",)), ["acme/pay-api", "acme/pay-web"]),
    "but not": (Selection("acme", exclude=("*-web", "acme/docs")), ["acme/pay-api"]),
    "two that overlap": (
        Selection(repositories=("acme/*", "acme/pay-*", "acme/docs")),
        ["acme/pay-api", "acme/pay-web", "acme/docs"],
    ),
}


@pytest.mark.parametrize(("selection", "expected"), CASES.values(), ids=CASES)
def test_a_selection_chooses(selection: Selection, expected: list[str]) -> None:
    assert listed(selection) == (expected, [])


def test_a_name_that_nobody_knows_is_missing() -> None:
    assert listed(Selection("acme", ("docs", "nothing"))) == (["acme/docs"], ["acme/nothing"])


def test_a_repository_under_its_old_name_comes_once() -> None:
    selection = Selection(repositories=("acme/old", "acme/pay-*"))
    assert listed(selection, renamed="acme/pay-api") == (["acme/pay-api", "acme/pay-web"], [])
