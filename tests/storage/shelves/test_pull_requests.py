"""Pull requests are saved whole, found again, and leave answers when they are removed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from domain.facts import PULL_REQUESTS, RESPONSES, Flag, SpanFacts
from domain.records import (
    ClosedInterval,
    DraftInterval,
    PullRequest,
    RepositoryState,
    ReviewRequest,
    ReviewState,
)
from storage.store import Store
from tests import builders as build
from tests.storage.shelves.conftest import ALICE, BOB, CAROL, PAYMENTS, SEARCH

DAY = timedelta(days=1)
WHOLE = build.pull_request(
    12,
    title='Größer "quoted" <!channel>',
    merged_at=build.NOW,
    merged_by_id=BOB.id,
    merge_sha="abc",
    additions=10,
    deletions=3,
    changed_files=2,
    labels=("bug", "größer"),
    assignee_ids=(ALICE.id, BOB.id),
    commits=(build.commit("a", build.NOW - 3 * DAY, headline="One"), build.commit("b", build.NOW - 2 * DAY)),
    reviews=(
        build.review("one", BOB, build.NOW - DAY, state=ReviewState.CHANGES_REQUESTED, comments=4),
        build.review("two", BOB, build.NOW, dismissed_at=build.NOW),
    ),
    comments=(build.comment("one", CAROL, build.NOW - DAY),),
    drafts=(DraftInterval(build.NOW - 3 * DAY, build.NOW - 2 * DAY), DraftInterval(build.NOW - DAY)),
    review_requests=(
        ReviewRequest(build.NOW - 2 * DAY, BOB.id),
        ReviewRequest(build.NOW - 2 * DAY, None, "reviewers", build.NOW),
    ),
    closed_intervals=(ClosedInterval(build.NOW - 2 * DAY, build.NOW - DAY),),
)


def save(store: Store, *records: PullRequest) -> int:
    with store.write() as shelves:
        return shelves.pull_requests.save(records, [build.facts(each) for each in records])


def load(store: Store, record: PullRequest = WHOLE) -> PullRequest:
    with store.read() as shelves:
        return shelves.pull_requests.by_ids([record.id])[record.id]


def test_a_record_comes_back_whole(seeded: Store) -> None:
    save(seeded, WHOLE)
    assert load(seeded) == WHOLE


def test_times_keep_their_microseconds(seeded: Store) -> None:
    exact = replace(WHOLE, merged_at=build.NOW + timedelta(microseconds=123457))
    save(seeded, exact)
    assert load(seeded).merged_at == exact.merged_at


def test_saving_counts_what_is_new_or_changed(seeded: Store) -> None:
    assert save(seeded, WHOLE, build.pull_request(13)) == 2
    assert save(seeded, WHOLE, build.pull_request(13)) == 0
    assert save(seeded, replace(WHOLE, title="Another"), build.pull_request(13)) == 1


def test_a_record_twice_in_a_page_is_saved_once_the_later_one(seeded: Store) -> None:
    assert save(seeded, WHOLE, replace(WHOLE, title="Later")) == 1
    assert load(seeded).title == "Later"


def test_children_become_exactly_what_the_record_says(seeded: Store) -> None:
    save(seeded, WHOLE)
    less = replace(
        WHOLE,
        reviews=WHOLE.reviews[1:],
        comments=(),
        drafts=WHOLE.drafts[:1],
        review_requests=(),
        closed_intervals=(),
    )
    save(seeded, less)
    assert load(seeded) == less
    save(seeded, WHOLE)
    assert load(seeded) == WHOLE


def test_commits_once_seen_stay_for_a_force_push_drops_them(seeded: Store) -> None:
    save(seeded, WHOLE)
    pushed = build.commit("c", build.NOW - DAY)
    save(seeded, replace(WHOLE, commits=(pushed,)))
    assert load(seeded).commits == (*WHOLE.commits, pushed)


def test_the_children_of_others_are_left_alone(seeded: Store) -> None:
    other = build.pull_request(13, comments=(build.comment("other"),))
    save(seeded, WHOLE, other)
    save(seeded, replace(WHOLE, comments=()))
    assert load(seeded, other) == other


@pytest.mark.parametrize(
    "poison", ["\0", "\ud800", "\udfff tail"], ids=["NUL", "high surrogate", "low surrogate"]
)
def test_what_no_database_holds_is_replaced_in_a_title(seeded: Store, poison: str) -> None:
    save(seeded, replace(WHOLE, title=f"a{poison}"))
    assert load(seeded).title.startswith("a\ufffd")


def test_a_pull_request_of_an_unknown_repository_is_refused(seeded: Store) -> None:
    stranger = build.pull_request(1, repository=build.repository("other/unknown"))
    with pytest.raises(IntegrityError):
        save(seeded, stranger)


def test_more_records_than_a_statement_takes_are_saved_and_found(seeded: Store) -> None:
    many = [build.pull_request(number, reviews=(build.review(str(number)),)) for number in range(2100)]
    assert save(seeded, *many) == 2100
    with seeded.read() as shelves:
        assert len(shelves.pull_requests.by_ids(each.id for each in many)) == 2100
        assert shelves.pull_requests.count() == shelves.pull_requests.count("github") == 2100
        assert shelves.pull_requests.count("gitlab") == 0
        batches = list(shelves.pull_requests.scan(1000))
    assert [len(batch) for batch in batches] == [1000, 1000, 100]
    assert {each.id: each for batch in batches for each in batch} == {each.id: each for each in many}


@pytest.mark.parametrize(
    ("below", "found"),
    [
        ("", True),
        ("/", True),
        ("/files", True),
        ("/commits/abc", True),
        ("#issuecomment-1", True),
        ("?w=1", True),
        ("3", False),
    ],
)
def test_a_url_is_found_with_whatever_stands_below_it(seeded: Store, below: str, found: bool) -> None:  # noqa: FBT001 - a column of the table
    save(seeded, WHOLE)
    with seeded.read() as shelves:
        assert shelves.pull_requests.find_url(f"{WHOLE.url}{below}") == (WHOLE if found else None)


@pytest.mark.parametrize(
    "address",
    ["", "nonsense", "https://github.com/acme/payments/pull/999999999999999999999", "http://[bad/12"],
    ids=["nothing", "a word", "a number too large", "a broken address"],
)
def test_what_is_no_url_of_ours_finds_nothing(seeded: Store, address: str) -> None:
    save(seeded, WHOLE)
    with seeded.read() as shelves:
        assert shelves.pull_requests.find_url(address) is None


def numbers(records: Sequence[PullRequest]) -> list[int]:
    return [each.number for each in records]


@pytest.fixture
def queue(seeded: Store) -> Store:
    """Open, merged and closed ones in two repositories, the higher the number the younger."""

    def at(number: int) -> dict[str, object]:
        return {"created_at": build.NOW - (100 - number) * DAY}

    asked = (ReviewRequest(build.NOW - 2 * DAY, BOB.id),)
    save(
        seeded,
        build.pull_request(1, author=ALICE, review_requests=asked, **at(1)),
        build.pull_request(2, author=BOB, repository=SEARCH, **at(2)),
        build.pull_request(3, author=ALICE, merged_at=build.NOW, review_requests=asked, **at(3)),
        build.pull_request(4, author=ALICE, closed_at=build.NOW, review_requests=asked, **at(4)),
        build.pull_request(5, is_draft=True, review_requests=asked, **at(5)),
        build.pull_request(6, review_requests=(replace(asked[0], removed_at=build.NOW),), **at(6)),
        build.pull_request(
            7, review_requests=asked, reviews=(build.review("7", BOB, build.NOW - DAY),), **at(7)
        ),
        build.pull_request(
            8, review_requests=asked, reviews=(build.review("8", BOB, build.NOW - 3 * DAY),), **at(8)
        ),
        build.pull_request(9, review_requests=(replace(asked[0], reviewer_id=CAROL.id),), **at(9)),
    )
    return seeded


def test_open_ones_come_oldest_first(queue: Store) -> None:
    with queue.read() as shelves:
        assert numbers(shelves.pull_requests.open()) == [1, 2, 5, 6, 7, 8, 9]
        assert numbers(shelves.pull_requests.open([SEARCH.id])) == [2]
        assert numbers(shelves.pull_requests.open([])) == []


def test_a_review_is_awaited_until_it_is_given_withdrawn_or_moot(queue: Store) -> None:
    with queue.read() as shelves:
        assert numbers(shelves.pull_requests.awaiting_review_by([BOB.id])) == [1, 8]
        assert numbers(shelves.pull_requests.awaiting_review_by([BOB.id, CAROL.id])) == [1, 8, 9]
        assert numbers(shelves.pull_requests.awaiting_review_by([])) == []


def test_an_author_has_open_ones(queue: Store) -> None:
    with queue.read() as shelves:
        assert numbers(shelves.pull_requests.open_by_author([BOB.id])) == [2]


def test_open_ones_are_found_without_reading_the_closed_ones(seeded: Store, dialect: str) -> None:
    if dialect == "postgresql":
        pytest.skip("PostgreSQL plans by the size of the table, which is small here")
    statements: list[str] = []
    event.listen(seeded._engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    with seeded.read() as shelves:
        shelves.pull_requests.open_by_author([BOB.id])
    asked = next(each for each in statements if "FROM pull_requests" in each)
    with seeded._engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", tuple(range(asked.count("?")))).all()
    assert "ix_pull_requests_open_author_id" in str(plan)


def test_a_deleted_repository_has_no_open_ones(queue: Store) -> None:
    with queue.write() as shelves:
        shelves.repositories.set_state([SEARCH.id], RepositoryState.DELETED)
        assert 2 not in numbers(shelves.pull_requests.open())


def test_a_removed_one_is_out_of_everything_and_comes_back_when_saved(seeded: Store) -> None:
    save(seeded, WHOLE)
    with seeded.write() as shelves:
        shelves.pull_requests.remove([WHOLE.id])
        shelves.facts.save([build.facts(WHOLE)])
    with seeded.read() as shelves:
        assert shelves.pull_requests.by_ids([WHOLE.id]) == {}
        assert shelves.pull_requests.find_url(WHOLE.url) is None
        assert shelves.pull_requests.count() == 0
        assert shelves.facts.milestones([WHOLE.id]) == {}
        assert len(shelves.facts.columns(PULL_REQUESTS, 0, build.NOW - DAY, build.NOW + DAY)) == 0
    assert save(seeded, WHOLE) == 1
    assert load(seeded) == WHOLE
    with seeded.read() as shelves:
        assert len(shelves.facts.columns(PULL_REQUESTS, 0, build.NOW - DAY, build.NOW + DAY)) == 1


def test_what_changed_since_is_seen_by_the_times_we_know(seeded: Store) -> None:
    save(seeded, WHOLE)
    with seeded.read() as shelves:
        assert shelves.pull_requests.updated_at([WHOLE.id, 99]) == {WHOLE.id: WHOLE.updated_at}


def test_the_last_merge_is_found_however_long_ago(seeded: Store) -> None:
    team = build.team(repositories=("payments",))
    long_ago = build.NOW - 300 * DAY
    save(
        seeded,
        replace(WHOLE, merged_at=long_ago),
        build.pull_request(2, repository=SEARCH, merged_at=build.NOW),
    )
    with seeded.write() as shelves:
        shelves.teams.save(team)
    with seeded.read() as shelves:
        assert shelves.pull_requests.last_merged_at(team.id, build.NOW) == long_ago
        assert shelves.pull_requests.last_merged_at(team.id, long_ago) is None
        assert shelves.pull_requests.last_merged_at(0, build.NOW) == long_ago
        assert shelves.pull_requests.last_merged_at(0, build.NOW + DAY) == build.NOW


def test_the_repository_is_the_one_of_the_record_after_a_transfer(seeded: Store) -> None:
    save(seeded, WHOLE)
    save(seeded, replace(WHOLE, repository_id=SEARCH.id))
    assert load(seeded).repository_id == SEARCH.id != PAYMENTS.id


def responses(store: Store, record: PullRequest, *spans: int) -> dict[int, int]:
    """Save the record with responses of so many seconds; what the store then has of it, by id."""
    given = tuple(
        SpanFacts(number, record.repository_id, BOB.id, build.NOW, 0, record.id, span, span // 2)
        for number, span in enumerate(spans, start=record.number * 100)
    )
    with store.write() as shelves:
        shelves.pull_requests.save([record], [build.facts(record, responses=given, flags=Flag.REVERT)])
    return kept(store)


def kept(store: Store) -> dict[int, int]:
    with store.read() as shelves:
        found = shelves.facts.columns(RESPONSES, 0, build.NOW - DAY, build.NOW + DAY)
        assert set(found.flags.tolist()) <= {int(Flag.REVERT)}, "they bear the flags of their pull request"
        return dict(zip(found.id.tolist(), found.span.tolist(), strict=True))


def test_responses_are_saved_with_their_pull_request_and_replaced_with_it(seeded: Store) -> None:
    assert responses(seeded, WHOLE, 60, 90) == {1200: 60, 1201: 90}
    assert responses(seeded, build.pull_request(13), 30) == {1200: 60, 1201: 90, 1300: 30}
    assert responses(seeded, WHOLE, 70) == {1200: 70, 1300: 30}
    assert responses(seeded, WHOLE) == {1300: 30}


def test_responses_go_when_their_pull_request_does(seeded: Store) -> None:
    responses(seeded, WHOLE, 60)
    responses(seeded, build.pull_request(13), 30)
    with seeded.write() as shelves:
        shelves.pull_requests.remove([WHOLE.id])
    assert kept(seeded) == {1300: 30}


def test_a_number_is_looked_up_in_its_repository(seeded: Store) -> None:
    save(seeded, WHOLE)
    with seeded.read() as shelves:
        assert shelves.pull_requests.numbered(WHOLE.repository_id, 12) == WHOLE
        assert shelves.pull_requests.numbered(WHOLE.repository_id, 13) is None
        assert shelves.pull_requests.numbered(0, 12) is None
