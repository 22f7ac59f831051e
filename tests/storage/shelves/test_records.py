"""Records are saved whole with the lists that hang on them, and found by id or by where they belong."""

from datetime import timedelta

import pytest

from domain.records import Category, Incident, Issue, Stop, Transition
from storage.shelves.issues import Issues
from storage.store import Store
from storage.tables import incidents
from tests import builders as build
from tests.incidents import PAGERDUTY, ack, call, incident

PAY, LED = build.project("PAY"), build.project("LED")
HOUR = timedelta(hours=1)
BEGUN = build.moved(build.NOW - 5 * HOUR, "todo", "in_progress")
DONE = build.moved(build.NOW - HOUR, "in_progress", "done")


@pytest.fixture
def shop(store: Store) -> Store:
    """A store with an incident tool and two projects."""
    with store.write() as shelves:
        for source in (build.JIRA, PAGERDUTY):
            shelves.sources.save(source)
        shelves.projects.save([PAY, LED])
    return store


def save(store: Store, *records: Incident) -> int:
    with store.write() as shelves:
        return shelves.incidents.save(records)


def found(store: Store, record: Incident) -> Incident | None:
    with store.read() as shelves:
        return shelves.incidents.by_ids([record.id]).get(record.id)


def numbers(records: list[Incident]) -> list[int]:
    return [record.number for record in records]


def test_a_record_comes_back_with_its_lists(shop: Store) -> None:
    record = incident(
        acknowledgements=(ack(build.NOW), ack(build.NOW + HOUR, "bob", is_human=False)),
        interruptions=(call(build.NOW), call(build.NOW, channel="sms"), call(build.NOW, None)),
    )
    assert save(shop, record) == 1
    assert found(shop, record) == record


def test_lists_keep_the_order_that_they_came_in(shop: Store) -> None:
    """Even where a moment is told twice, or the latest first."""
    backwards = (*(ack(build.NOW - hours * HOUR) for hours in range(5)), ack(build.NOW))
    record = incident(acknowledgements=backwards)
    save(shop, record)
    assert found(shop, record) == record


@pytest.mark.parametrize("left", [0, 1, 2])
def test_what_hangs_on_it_no_more_is_gone(shop: Store, left: int) -> None:
    acks = tuple(ack(build.NOW + hours * HOUR) for hours in range(3))
    save(shop, incident(acknowledgements=acks))
    save(shop, incident(acknowledgements=acks[:left]))
    kept = found(shop, incident())
    assert kept
    assert kept.acknowledgements == acks[:left]


def test_the_lists_of_others_are_left_alone(shop: Store) -> None:
    one, other = (incident(number, acknowledgements=(ack(build.NOW),)) for number in (1, 2))
    save(shop, one, other)
    save(shop, incident(1))
    assert found(shop, other) == other


@pytest.mark.parametrize(
    ("again", "changed"),
    [
        pytest.param(incident(), 0, id="the same"),
        pytest.param(incident(title="Payments crawl"), 1, id="another title"),
        pytest.param(incident(resolved_at=build.NOW + HOUR), 1, id="resolved"),
    ],
)
def test_how_many_were_new_or_changed_is_told(shop: Store, again: Incident, changed: int) -> None:
    assert save(shop, incident(), incident(2)) == 2
    assert save(shop, again, incident(2)) == changed
    assert found(shop, again) == again


def test_of_a_record_that_is_told_twice_the_last_word_counts(shop: Store) -> None:
    assert save(shop, incident(title="first"), incident(2), incident(title="last")) == 2
    kept = found(shop, incident())
    assert kept
    assert kept.title == "last"


def test_nothing_is_nothing(shop: Store) -> None:
    assert save(shop) == 0
    with shop.write() as shelves:
        assert shelves.incidents.by_ids([]) == {}
        assert shelves.incidents.among("service", []) == []
        shelves.incidents.remove([])
        assert shelves.incidents.count() == 0


def test_more_than_a_statement_takes_are_saved_and_found(shop: Store) -> None:
    """SQLite binds at most 32,766 values in one statement, PostgreSQL 65,535."""
    many = [incident(number, acknowledgements=(ack(build.NOW),)) for number in range(1, 3001)]
    save(shop, *many)
    with shop.read() as shelves:
        assert shelves.incidents.count() == 3000
        assert shelves.incidents.by_ids(each.id for each in many) == {each.id: each for each in many}
        assert len(shelves.incidents.among("number", range(-40_000, 2001))) == 2000


def test_they_are_found_by_a_column_in_their_order(shop: Store) -> None:
    late, early = incident(1, build.NOW), incident(2, build.NOW - HOUR)
    save(shop, late, early, incident(3, service="search-api"))
    with shop.read() as shelves:
        assert numbers(shelves.incidents.among("service", ["payments-api", "nobody's"])) == [2, 1]
        assert numbers(shelves.incidents.among("number", [1, 3])) == [1, 3]


def test_those_of_a_window_are_found_with_its_beginning_and_without_its_end(shop: Store) -> None:
    save(shop, *(incident(hours, build.NOW + hours * HOUR) for hours in range(5)))
    with shop.read() as shelves:
        window = ("created_at", build.NOW + HOUR, build.NOW + 3 * HOUR)
        assert numbers(shelves.incidents.during(*window)) == [1, 2]
        assert numbers(shelves.incidents.during(*window, incidents.c.number > 1)) == [2]


def test_what_is_removed_is_gone_with_all_that_hung_on_it(shop: Store) -> None:
    record = incident(acknowledgements=(ack(build.NOW),))
    save(shop, record, incident(2))
    with shop.write() as shelves:
        shelves.incidents.remove([record.id, 404])
        assert numbers(shelves.incidents.all()) == [2]
    save(shop, incident())
    assert found(shop, incident()) == incident(), "what it had before it was removed stays removed"


def test_nulls_are_kept_as_nulls(shop: Store) -> None:
    record = incident(resolved_at=None, merged_into=None, deployment=None)
    save(shop, record)
    kept = found(shop, record)
    assert kept
    assert (kept.resolved_at, kept.merged_into, kept.deployment) == (None, None, None)


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        pytest.param("Käse ☃ 漢字 🎉", "Käse ☃ 漢字 🎉", id="every script"),
        pytest.param("a\0b", "a\ufffdb", id="a NUL"),
        pytest.param("a\ud800b", "a\ufffdb", id="half a sign"),
        pytest.param("'); DROP TABLE incidents; --", "'); DROP TABLE incidents; --", id="a statement"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_titles_are_kept_as_any_database_can(shop: Store, title: str, kept: str) -> None:
    save(shop, incident(title=title))
    record = found(shop, incident())
    assert record
    assert record.title == kept


def history(*transitions: Transition, stops: tuple[Stop, ...] = ()) -> Issue:
    return build.issue("PAY-12", *transitions, stops=stops)


@pytest.mark.parametrize(
    "then",
    [
        pytest.param(history(BEGUN, DONE), id="it went on"),
        pytest.param(history(DONE), id="another history"),
        pytest.param(history(), id="no history"),
        pytest.param(history(BEGUN, stops=(Stop(build.NOW - 4 * HOUR),)), id="it was stopped"),
    ],
)
def test_every_list_of_an_issue_is_what_was_told_last(shop: Store, then: Issue) -> None:
    stopped = (Stop(build.NOW - 3 * HOUR, build.NOW - 2 * HOUR), Stop(build.NOW - HOUR))
    for record in (history(BEGUN, stops=stopped), then):
        with shop.write() as shelves:
            shelves.issues.save([record])
    with shop.read() as shelves:
        assert shelves.issues.by_ids([then.id]) == {then.id: then}


def test_an_issue_that_moves_house_keeps_its_history(shop: Store) -> None:
    record = build.issue("PAY-12", BEGUN)
    moved = build.issue("LED-3", BEGUN, external_id="PAY-12", project=LED, id=record.id)
    with shop.write() as shelves:
        shelves.issues.save([record])
        shelves.issues.save([moved])
        assert isinstance(shelves.issues, Issues)
        assert shelves.issues.by_keys(["pay-12"]) == []
        (kept,) = shelves.issues.by_keys(["led-3"])
    assert kept == moved
    assert kept.category is Category.IN_PROGRESS
