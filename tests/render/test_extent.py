"""How much was read, and what a source holds, in words."""

from dataclasses import replace

import pytest

from domain.health import Holding
from domain.question import ORGANISATION
from domain.result import Coverage
from render.extent import coverage, unread
from render.holdings import held, held_by_all, holding
from tests.render import people, results

PAGER, TRACKER = "incident source", "issue tracker"


@pytest.mark.parametrize(
    ("extent", "words"),
    [
        (Coverage(12, 12, None), "all 12 repositories"),
        (Coverage(1, 1, None), "1 repository"),
        (Coverage(11, 12, None), "11 of 12 repositories"),
        (Coverage(0, 1, None), "0 of 1 repositories"),
        (Coverage(0, 0, None), "no repository"),
        (Coverage(1200, 1300, None), "1,200 of 1,300 repositories"),
        (Coverage(1, 1, None, kind=PAGER), "1 incident source"),
        (Coverage(2, 2, None, kind=TRACKER), "all 2 issue trackers"),
        (Coverage(0, 0, None, kind=TRACKER), "no issue tracker"),
        (Coverage(0, 1, None, kind=PAGER), "0 of 1 incident sources"),
    ],
)
def test_coverage_counts_what_it_is_of(extent: Coverage, words: str) -> None:
    assert coverage(extent) == words


@pytest.mark.parametrize(
    ("extent", "of_team", "of_everyone"),
    [
        (
            Coverage(0, 3, None),
            "No data for Payments yet: 0 of 3 repositories are synced.",
            "No data yet: 0 of 3 repositories are synced.",
        ),
        (
            Coverage(0, 0, None),
            "No data for Payments: none of its repositories can be read.",
            "No data yet: no repository is connected.",
        ),
        (
            Coverage(0, 0, None, kind=PAGER),
            "No data for Payments yet: no incident source has been read.",
            "No data yet: no incident source has been read.",
        ),
        (
            Coverage(0, 1, None, kind=TRACKER),
            "No data for Payments yet: 0 of 1 issue trackers are synced.",
            "No data yet: 0 of 1 issue trackers are synced.",
        ),
    ],
    ids=["not synced", "no code", "no incident source", "a tracker that is not synced"],
)
def test_what_was_not_read_is_named(extent: Coverage, of_team: str, of_everyone: str) -> None:
    assert unread(results.question(), extent) == of_team
    assert unread(replace(results.question(), scope=ORGANISATION), extent) == of_everyone


def test_a_repository_that_is_named_and_gone_is_told() -> None:
    asked = replace(results.question(), scope=ORGANISATION, repository_names=("acme/gone",))
    assert unread(asked, Coverage(0, 0, None)) == (
        "No data in acme/gone: no repository of that name can be read."
    )


@pytest.mark.parametrize(
    ("holds", "listed", "spoken"),
    [
        ((), ["nothing yet"], "nothing yet"),
        ((Holding("incident", 1204),), ["1,204 incidents"], "1,204 incidents"),
        (
            (Holding("project", 3), Holding("issue", 800)),
            ["3 projects", "800 issues"],
            "3 projects and 800 issues",
        ),
        (
            (Holding("repository", 1), Holding("pull request", 1), Holding("issue", 2)),
            ["1 repository", "1 pull request", "2 issues"],
            "1 repository, 1 pull request and 2 issues",
        ),
    ],
    ids=["nothing", "a pager", "a tracker", "all sorts"],
)
def test_what_a_source_holds_is_told_by_what_is_there(
    holds: tuple[Holding, ...], listed: list[str], spoken: str
) -> None:
    source = replace(people.well(), holds=holds)
    assert held(source) == listed
    assert holding(source) == spoken


def test_what_all_sources_hold_is_summed_by_kind() -> None:
    sources = [
        replace(people.well(), holds=(Holding("repository", 2), Holding("pull request", 10))),
        replace(people.well(), holds=(Holding("pull request", 5), Holding("issue", 1))),
        replace(people.well(), holds=()),
    ]
    kinds = ("pull request", "issue", "incident")
    assert held_by_all(sources, kinds) == ["15 pull requests", "1 issue"]
    assert held_by_all([], kinds) == []
