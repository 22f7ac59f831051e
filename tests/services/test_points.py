"""Points are kept under names that are free, and each series answers for itself on every surface."""

from datetime import datetime, timedelta

import pytest

from domain.errors import Rejected, Unknown
from domain.people import Asker
from services.answers import Answers
from services.points import Points, Sent
from storage.store import Store
from tests.services.asking import NOW, answers, clock, fill

NOBODY = Asker()


@pytest.fixture
def asking(store: Store) -> Answers:
    fill(store)
    return answers(store)


@pytest.fixture
def points(store: Store, asking: Answers) -> Points:
    return Points(store, clock, asking)


def test_a_series_answers_once_it_has_a_point(points: Points, asking: Answers) -> None:
    with pytest.raises(Unknown):
        asking.ask("signups everyone 30d", NOBODY)
    for value in (1, 2.5, 40):
        points.add(Sent("signups", value, at=NOW - timedelta(hours=value)))
    result = asking.ask("signups everyone 30d", NOBODY)
    assert (result.summary.n, result.summary.value, result.metric.family) == (3, 2.5, "custom")


def test_it_stands_in_the_catalogue_and_is_explained(points: Points, asking: Answers) -> None:
    points.add(Sent("signups", 1))
    assert asking.metrics()[-1].slug == "signups"
    assert asking.explain("signups").ruling.endswith(".")


def test_its_figure_opens_to_its_points(points: Points, asking: Answers) -> None:
    points.add(Sent("signups", 7, note="from the shop", key="a"))
    points.add(Sent("signups", 40.25, repository="acme/api", key="b"))
    points.add(Sent("errors", 99))
    question = asking.ask("signups everyone 30d", NOBODY).question
    told = asking.receipts(question, NOBODY).receipts
    assert [(each.name, each.value, each.title, each.repository) for each in told] == [
        ("b", 40.25, "signups", "acme/api"),
        ("a", 7, "from the shop", ""),
    ]
    assert {each.ruling for each in told} == {"Counted as it was sent."}


def test_a_point_of_a_repository_counts_for_its_team(points: Points, asking: Answers) -> None:
    points.add(Sent("signups", 7, repository="acme/api"))
    points.add(Sent("signups", 9, key="everyone's"))
    assert asking.ask("signups payments 30d", NOBODY).summary.n == 1
    assert asking.ask("signups everyone 30d", NOBODY).summary.n == 2


def test_the_same_key_puts_a_point_right(points: Points, asking: Answers) -> None:
    points.add(Sent("signups", 7, key="monday"))
    points.add(Sent("signups", 8, key="monday"))
    assert asking.ask("signups everyone 30d", NOBODY).summary.value == 8


def test_without_a_key_a_point_is_known_by_its_moment(points: Points) -> None:
    first, second = points.add(Sent("signups", 7)), points.add(Sent("signups", 8))
    assert (first.id, first.at) == (second.id, NOW)
    assert [each.points for each in points.series()] == [1]


@pytest.mark.parametrize("value", [-0.1, float("nan"), float("inf"), 2_000_000_001])
def test_a_value_that_cannot_be_kept_is_refused(points: Points, value: float) -> None:
    with pytest.raises(Rejected, match="cannot be kept"):
        points.add(Sent("signups", value))


@pytest.mark.parametrize("name", ["", "Signups", "sign ups", "3d", "-x", "a--b", "a_b", "ü", "x" * 41])
def test_a_name_is_small_letters_digits_and_dashes(points: Points, name: str) -> None:
    with pytest.raises(Rejected, match="no name for a series"):
        points.add(Sent(name, 1))


@pytest.mark.parametrize("name", ["cycle-time", "ct", "dora", "burndown", "payments", "help", "health"])
def test_a_name_that_means_something_already_is_refused(points: Points, name: str) -> None:
    with pytest.raises(Rejected, match="means something else"):
        points.add(Sent(name, 1))
    assert points.series() == []


@pytest.mark.parametrize(
    "moment",
    [NOW + timedelta(hours=1), datetime(1969, 12, 31, tzinfo=NOW.tzinfo), NOW.replace(tzinfo=None)],
    ids=["to come", "before our clocks", "without a zone"],
)
def test_a_moment_must_be_one_that_has_been(points: Points, moment: datetime) -> None:
    with pytest.raises(Rejected):
        points.add(Sent("signups", 1, at=moment))


def test_clocks_may_differ_by_a_little(points: Points) -> None:
    assert points.add(Sent("signups", 1, at=NOW + timedelta(minutes=4))).value == 1


def test_a_repository_must_be_known(points: Points) -> None:
    with pytest.raises(Unknown, match="nope"):
        points.add(Sent("signups", 1, repository="acme/nope"))
    with pytest.raises(Unknown, match="2 repositories"):
        points.add(Sent("signups", 1, repository="acme/*"))


def test_decimals_beyond_what_is_kept_are_told_as_rounded(points: Points, asking: Answers) -> None:
    points.add(Sent("load", 1_000_000.1234, key="a"))
    question = asking.ask("load everyone 30d", NOBODY).question
    (told,) = asking.receipts(question, NOBODY).receipts
    assert told.ruling == "Counted as it was sent, rounded."
