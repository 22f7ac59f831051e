"""Logical deployments: what is one, when it ended, and what came of it."""

from datetime import timedelta

import pytest

from domain.records import Deployment, DeploymentStatus
from tests.domain.rulings.shipments import broken, deployed, one
from tests.domain.rulings.stories import hour

EU, US = {"part": "eu"}, {"part": "us"}
RUN = {"run_id": 7}
CASES = [
    pytest.param([deployed("a", 0)], ["a+"], id="one is one"),
    pytest.param([deployed("a", 0), deployed("b", 1)], ["a+", "b+"], id="two commits are two"),
    pytest.param(
        [deployed("a", 0, **EU, **RUN), deployed("a", 5, **US, **RUN)],
        ["a+"],
        id="regions of one run are one, however late",
    ),
    pytest.param(
        [deployed("a", 0, **RUN), deployed("a", 1, environment="production-us", **RUN)],
        ["a+"],
        id="so are copies of production",
    ),
    pytest.param(
        [deployed("a", 0, **EU), deployed("a", 0.5, **US)],
        ["a+"],
        id="without a run, regions soon after one another are one",
    ),
    pytest.param(
        [deployed("a", 0, **EU), deployed("a", 5, **US)],
        ["a+", "a+"],
        id="without a run, regions far apart are two",
    ),
    pytest.param(
        [deployed("a", 0, run_id=7), deployed("a", 1, run_id=8)],
        ["a+", "a+"],
        id="another run is another deployment",
    ),
    pytest.param(
        [deployed("a", 0, **EU, **RUN), deployed("a", 1, **EU, **RUN)],
        ["a+", "a+"],
        id="a region that had succeeded begins another one",
    ),
    pytest.param(
        [broken("a", 0, **RUN), deployed("a", 1, **RUN)],
        ["a+"],
        id="a run that was tried again is one that succeeded in the end",
    ),
    pytest.param(
        [broken("a", 0, run_id=7), deployed("a", 1, run_id=8)],
        ["a-", "a+"],
        id="another run after a failure is another attempt",
    ),
    pytest.param(
        [broken("a", 0), deployed("a", 1)],
        ["a+"],
        id="without a run, the same commit soon after a failure is the same attempt",
    ),
    pytest.param(
        [broken("a", 0), deployed("a", 9)],
        ["a-", "a+"],
        id="without a run, the same commit long after a failure is another attempt",
    ),
    pytest.param(
        [deployed("a", 0, **EU, **RUN), broken("a", 0, **US, **RUN)],
        ["a-"],
        id="one region that failed fails all",
    ),
    pytest.param(
        [deployed("a", 0, name="first"), deployed("a", 0, name="second")],
        ["a+"],
        id="what is told twice is one",
    ),
    pytest.param(
        [deployed("a", 0, name="first", minutes=30), deployed("a", 0.25, name="second")],
        ["a+"],
        id="the same region twice at once is one",
    ),
    pytest.param(
        [deployed("a", 0, **EU, **RUN), deployed("b", 0.1, run_id=8, **EU), deployed("a", 1, **US, **RUN)],
        ["b+", "a+"],
        id="runs that cross do not mix",
    ),
    pytest.param(
        [deployed("A", 0, **EU, **RUN), deployed("a", 0.1, **US, **RUN)],
        ["A+"],
        id="the case of a sha does not matter",
    ),
    pytest.param([deployed("a", 0, status=DeploymentStatus.PENDING)], [], id="what still runs is none yet"),
    pytest.param([deployed("a", 0, status=DeploymentStatus.CANCELLED)], [], id="what was cancelled is none"),
    pytest.param(
        [deployed("a", 0, **EU, **RUN), deployed("a", 0, status=DeploymentStatus.PENDING, **US, **RUN)],
        [],
        id="while a region still runs it has not ended",
    ),
]


@pytest.mark.parametrize(("records", "ended"), CASES)
def test_what_is_one_deployment(records: list[Deployment], ended: list[str]) -> None:
    assert [f"{each.sha}{'+' if each.succeeded else '-'}" for each in one(records)] == ended


@pytest.mark.parametrize(("records", "ended"), CASES)
def test_the_order_in_which_records_come_does_not_matter(records: list[Deployment], ended: list[str]) -> None:
    assert one(records[::-1]) == one(records)
    assert len(one(records)) == len(ended)


def test_it_ends_with_its_last_region_and_is_called_as_its_first() -> None:
    first, second = deployed("a", 0, **EU, **RUN), deployed("a", 1, **US, **RUN, minutes=30)
    (found,) = one([second, first])
    assert (found.id, found.created_at, found.ended_at) == (first.id, hour(0), hour(1.5))
    assert found.records == (first, second)


def test_it_ends_with_the_slowest_region_whichever_began_last() -> None:
    slow, quick = deployed("a", 0, **EU, **RUN, minutes=90), deployed("a", 0.5, **US, **RUN)
    assert one([slow, quick])[0].ended_at == hour(1.5)


def test_without_an_end_it_ended_when_it_was_made() -> None:
    (found,) = one([deployed("a", 2, finished_at=None)])
    assert found.ended_at == hour(2)
    assert not found.contradicts_itself


def test_one_that_ended_before_it_began_contradicts_itself() -> None:
    (found,) = one([deployed("a", 2, finished_at=hour(2) - timedelta(minutes=1))])
    assert found.contradicts_itself


def test_a_duplicate_that_failed_takes_nothing_back() -> None:
    records = [deployed("a", 0, name="first", minutes=30), broken("a", 0.25, name="second")]
    assert [each.succeeded for each in one(records)] == [True]


@pytest.mark.parametrize(
    ("records", "is_told_again"),
    [
        ([deployed("a", 0)], False),
        ([deployed("a", 0, **EU, **RUN), deployed("a", 1, **US, **RUN)], False),
        ([deployed("a", 0, **RUN), deployed("a", 1, environment="production-us", **RUN)], False),
        ([deployed("a", 0, url="one"), deployed("a", 0, url="two")], True),
        ([broken("a", 0, **RUN), deployed("a", 1, **RUN)], True),
    ],
    ids=["once", "two regions", "two copies of production", "the same twice", "tried again by its run"],
)
def test_told_again_is_one_region_told_of_more_than_once(
    records: list[Deployment],
    is_told_again: bool,  # noqa: FBT001 - a column of the table
) -> None:
    (made,) = one(records)
    assert made.is_told_again is is_told_again
