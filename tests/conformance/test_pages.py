"""Pages: resumed behind any, read twice, drifting or leading in circles, they lose and add nothing."""

from collections.abc import Iterator

import pytest

from domain.errors import Retryable
from domain.people import WorkingHours
from services.facts import Facts
from services.sync.intake import Intake
from tests.conformance.bench import Bench, contents, difference, error_of, records
from tests.conformance.conftest import MakeStore
from tests.conformance.faulty import looping, meanwhile


def test_a_new_process_resumes_behind_any_page(bench: Bench) -> None:
    for place in bench.longest():
        pages = bench.pages(place)
        for number, page in enumerate(pages[:-1], start=1):
            assert records(bench.pages(place, page.cursor)) == records(pages[number:]), (
                place[0].name,
                number,
            )


def test_records_come_before_what_hangs_on_them_and_with_their_accounts(bench: Bench) -> None:
    for place in bench.longest():
        pages = bench.pages(place)
        kinds = [(stream_kind.__name__, record.id) for page in pages for record in page.records
                 if (stream_kind := type(record)) and hasattr(record, "id")]  # fmt: skip
        assert len(kinds) == len(set(kinds)), f"{place[0].name} comes twice"


def test_pages_that_lead_in_circles_come_to_an_end(bench: Bench) -> None:
    for place in bench.longest():
        bench.network.befall(None)
        bench.network.most = 5_000
        usual = len(bench.pages(place)) + len(bench.network.requests)
        bench.network.befall(looping())
        bench.network.most = 4 * usual + 20
        error = error_of(lambda place=place: bench.pages(place))  # type: ignore[misc] # mypy knows no default here
        assert error is None or isinstance(error, Retryable), place[0].name


@pytest.fixture
def moments() -> Iterator[int]:
    """Which request something changes before."""
    return iter(range(1, 12, 3))


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_what_changes_while_it_is_read_is_met_by_the_next_sync(
    bench: Bench, make_store: MakeStore, moments: Iterator[int]
) -> None:
    store, wanted = make_store(), list(moments)
    bench.network.befall(meanwhile(bench.touch), lambda number: number in wanted)
    bench.clean_sync(store)
    bench.network.befall(None)
    bench.later(minutes=10)
    bench.clean_sync(store)
    whole = make_store()
    bench.clean_sync(whole)
    assert difference(contents(store), contents(whole)) == {}


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_page_that_comes_twice_is_saved_once(bench: Bench, make_store: MakeStore) -> None:
    store = make_store()
    bench.clean_sync(store)
    before = contents(store)
    facts = Facts(store, bench.time, WorkingHours())
    intake = Intake(bench.source, facts, bench.time)
    for place in bench.longest():
        for page in bench.pages(place) * 2:
            with store.write() as shelves:
                intake.page(shelves, place[0].name, page, facts.roster(shelves))
    assert difference(before, contents(store)) == {}
