"""The client against the strict fake, in whichever order the server tells: nothing that changed is lost."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import LeadlineError, Misconfigured, Rejected, Retryable, Unknown
from domain.records import BranchCommit, PullRequest, Run
from integrations.bitbucket_server.pulls import Order
from tests.fakes.bitbucket_server import EPOCH, NOW
from tests.fakes.bitbucket_server.world import Thing
from tests.fakes.github import faults
from tests.integrations.bitbucket_server.bench import Bench, connected

STREAMS = ["pull_requests", "commits", "runs"]


def stocked(n: int, bench: Bench | None = None) -> Bench:
    """That many pull requests, an hour apart; two in three are merged, not in the order they were opened."""
    bench = bench or Bench()
    world, place = bench.world, bench.place
    for index in range(n):
        at = EPOCH + timedelta(hours=index)
        pr = world.open(place, at)
        if index % 3:
            world.merge(place, pr, at + timedelta(minutes=40 + 90 * (index % 2)))
    return bench


@pytest.mark.parametrize("is_by_time", [False, True], ids=["by age", "by time"])
def test_every_pull_request_comes_once(*, is_by_time: bool) -> None:
    bench = stocked(250, Bench(is_by_time=is_by_time))
    pages = bench.pages()
    found = [pr.number for page in pages for pr in page.of(PullRequest)]
    assert sorted(found) == list(range(1, 251))
    assert [len(page.of(PullRequest)) for page in pages] == [100, 100, 50]
    assert pages[-1].cursor is None


def test_an_admin_may_cap_pages_and_nothing_is_left_out() -> None:
    bench = stocked(30)
    bench.server.cap = 7
    assert len(bench.pages()) == 5
    assert len(bench.prs()) == 30


def test_a_pull_request_has_its_whole_story() -> None:
    bench = Bench()
    world, place = bench.world, bench.place
    pr = world.open(place, EPOCH)
    world.want_changes(place, pr, EPOCH + timedelta(hours=1))
    world.push(place, pr, EPOCH + timedelta(hours=2), by_force=True)
    world.comment(place, pr, EPOCH + timedelta(hours=3), answer="ada")
    world.approve(place, pr, EPOCH + timedelta(hours=4))
    world.merge(place, pr, EPOCH + timedelta(hours=5))
    found = bench.prs()[1]
    assert [each.headline for each in found.commits] == ["Work 1", "More work"]
    assert [each.state for each in found.reviews] == ["changes_requested", "approved"]
    assert len(found.comments) == 2
    assert found.merged_at == EPOCH + timedelta(hours=5)
    assert found.merge_sha == place.commits[-1]["id"]


def test_long_lists_of_a_pull_request_are_followed_to_their_end() -> None:
    bench = Bench()
    bench.server.cap = 4
    pr = bench.world.open(bench.place, EPOCH)
    for minute in range(10):
        bench.world.comment(bench.place, pr, EPOCH + timedelta(minutes=minute))
        bench.world.push(bench.place, pr, EPOCH + timedelta(minutes=minute))
    found = bench.prs()[1]
    assert (len(found.comments), len(found.commits)) == (10, 11)


EVENTS = st.tuples(
    st.sampled_from(["comment", "approve", "unapprove", "merge", "decline", "reopen", "push", "open", "ask"]),
    st.integers(0, 7),
    st.integers(1, 50),
)


@given(
    events=st.lists(EVENTS, max_size=14),
    cut=st.integers(0, 14),
    is_by_time=st.booleans(),
    cap=st.integers(2, 5),
)
@settings(max_examples=40, deadline=None)
def test_no_update_is_lost_whatever_happens_and_whatever_the_order_means(
    *, events: list[tuple[str, int, int]], cut: int, is_by_time: bool, cap: int
) -> None:
    bench = stocked(8, Bench(is_by_time=is_by_time))
    bench.server.cap = cap
    at = EPOCH + timedelta(days=100)
    known: dict[int, PullRequest] = {}
    until: datetime | None = None
    for index, (kind, which, minutes) in enumerate(events):
        if index == cut:
            known, until = bench.prs(), at + timedelta(seconds=1)
            at += timedelta(hours=1)
        at += timedelta(minutes=minutes)
        happen(bench, kind, bench.place.prs[which], at)
    known |= bench.prs(until=until)
    bench.again()
    assert known == bench.prs()


def happen(bench: Bench, kind: str, pr: Thing, at: datetime) -> None:
    world, place, is_open = bench.world, bench.place, pr["state"] == "OPEN"
    match kind:
        case "comment":
            world.comment(place, pr, at, answer="ada")
        case "approve":
            world.approve(place, pr, at, "grace")
        case "unapprove":
            world.unapprove(place, pr, at, "grace")
        case "merge" if is_open:
            world.merge(place, pr, at)
        case "decline" if is_open:
            world.decline(place, pr, at)
        case "reopen" if pr["state"] == "DECLINED":
            world.reopen(place, pr, at)
        case "push" if is_open:
            world.push(place, pr, at, by_force=at.minute % 2 == 0)
        case "ask" if is_open:
            world.ask(place, pr, at, added="mary", removed="linus")
        case "open":
            world.open(place, at)


@pytest.mark.parametrize(("is_by_time", "pages"), [(True, 2), (False, 3)], ids=["by time", "by age"])
def test_an_old_one_that_was_merged_lately_is_met(*, is_by_time: bool, pages: int) -> None:
    """By time what is too old is behind it; by age it may be on any page, and all three are read."""
    bench = stocked(250, Bench(is_by_time=is_by_time))
    bench.world.merge(bench.place, bench.place.prs[0], NOW - timedelta(minutes=30))
    found = bench.prs(until=NOW - timedelta(hours=1))
    assert list(found) == [1]
    assert bench.server.asked.count("pull-requests") == pages


ORDERS = {
    "by age, closed in order": ([(9, 90), (8, 80), (7, 70)], False),
    "by age, closed out of order": ([(9, 70), (8, 90), (7, 80)], False),
    "by time": ([(7, 90), (9, 80), (8, 70)], True),
    "by nothing": ([(7, 90), (9, 80), (8, 85)], False),
    "one": ([(7, 90)], False),
    "none": ([], False),
}


@pytest.mark.parametrize(("told", "is_by_time"), ORDERS.values(), ids=ORDERS)
def test_an_order_by_time_must_be_proven(told: list[tuple[int, int]], *, is_by_time: bool) -> None:
    order = Order()
    for number, minutes in told:
        order.read(number, EPOCH + timedelta(minutes=minutes))
    assert order.is_by_time is is_by_time


@pytest.mark.parametrize("stream", STREAMS)
def test_reading_resumes_behind_any_page_in_another_process(stream: str) -> None:
    bench = stocked(30)
    for index in range(40):
        made = bench.world.commit(bench.place, NOW - timedelta(hours=40 - index))
        bench.world.build(bench.place, made["id"], NOW)
    bench.server.cap = 10
    whole = [record for page in bench.pages(stream) for record in page.records]
    for after in range(1, len(bench.pages(stream))):
        first = bench.pages(stream)[:after]
        bench.again()
        rest = bench.pages(stream, cursor=first[-1].cursor)
        assert [record for page in (*first, *rest) for record in page.records] == whole


def test_builds_of_recent_commits_come_as_runs() -> None:
    bench = Bench(build_days=7)
    old = bench.world.commit(bench.place, NOW - timedelta(days=8))
    new = bench.world.commit(bench.place, NOW - timedelta(days=1))
    for made in (old, new):
        bench.world.build(bench.place, made["id"], NOW, "FAILED")
        bench.world.build(bench.place, made["id"], NOW, "INPROGRESS", "lint")
    found = [run for page in bench.pages("runs") for run in page.of(Run)]
    assert [(run.sha, run.outcome) for run in found] == [(new["id"], "failure"), (new["id"], None)]


def test_a_build_that_was_reported_late_is_met() -> None:
    bench = Bench()
    made = bench.world.commit(bench.place, NOW - timedelta(days=2))
    bench.world.commit(bench.place, NOW - timedelta(days=1))
    bench.world.build(bench.place, made["id"], NOW)
    found = [run for page in bench.pages("runs", until=NOW - timedelta(hours=1)) for run in page.of(Run)]
    assert [run.sha for run in found] == [made["id"]]


def test_the_default_branch_is_read_a_fortnight_further_back_for_branches_that_came_late() -> None:
    bench = Bench()
    for days in (30, 10, 0):
        bench.world.commit(bench.place, NOW - timedelta(days=days), message=f"{days}")
    pages = bench.pages("commits", until=NOW - timedelta(hours=1))
    assert [each.headline for page in pages for each in page.of(BranchCommit)] == ["0", "10"]


def test_a_commit_names_the_pull_request_it_came_with() -> None:
    bench = stocked(2)
    found = [each for page in bench.pages("commits") for each in page.of(BranchCommit)]
    assert [each.pull_request_id for each in found] == [bench.prs()[2].id]


@pytest.mark.parametrize("is_old", [False, True], ids=["since 7.5", "before"])
def test_the_default_branch_is_asked_for_once(*, is_old: bool) -> None:
    bench = Bench()
    bench.server.is_old = is_old
    bench.again()
    assert [one.default_branch for one in bench.repositories()] == ["main"]
    bench.server.asked.clear()
    assert [one.default_branch for one in bench.repositories()] == ["main"]
    assert [asked for asked in bench.server.asked if "default" in asked] == []


def test_an_empty_repository_has_nothing() -> None:
    bench = Bench()
    bench.world.add_repository("PAY/empty", main="")
    bench.repository = next(one for one in bench.repositories() if one.full_name == "PAY/empty")
    assert [record for stream in STREAMS for page in bench.pages(stream) for record in page.records] == []


@pytest.mark.parametrize("stream", STREAMS)
def test_a_repository_that_is_gone_is_unknown(stream: str) -> None:
    bench = Bench()
    bench.world.missing.add(1)
    with pytest.raises(Unknown):
        bench.pages(stream)


@pytest.mark.parametrize("stream", STREAMS)
@pytest.mark.parametrize("cursor", ["", "-1", "x", "1" * 13, "\u0663", "1.5"])
def test_a_cursor_that_is_none_of_ours_is_refused(stream: str, cursor: str) -> None:
    bench = Bench()
    with pytest.raises(Rejected):
        bench.pages(stream, cursor=cursor)
    assert bench.server.requests == []


def test_what_was_deleted_is_gone() -> None:
    bench = stocked(2)
    pages = bench.client.hydrate("pull_requests", ["1/2", "1/99", "2/1", "x", "1/x"], bench.repository)
    found = [(tuple(pr.number for pr in page.of(PullRequest)), page.gone) for page in pages]
    assert found == [((2,), ()), ((), ("1/99",)), ((), ("2/1",)), ((), ("x",)), ((), ("1/x",))]


def test_commits_and_builds_are_read_again_by_their_ids() -> None:
    bench = Bench()
    sha = bench.world.commit(bench.place, NOW)["id"]
    bench.world.build(bench.place, sha, NOW)
    bench.world.build(bench.place, sha, NOW, key="lint")
    (page,) = bench.client.hydrate("runs", [f"{sha}/lint", f"{sha}/none"], bench.repository)
    assert [run.external_id for run in page.of(Run)] == [f"{sha}/lint"]
    assert page.gone == (f"{sha}/none",)
    (page,) = bench.client.hydrate("commits", [sha, "0" * 40], bench.repository)
    assert ([each.sha for each in page.of(BranchCommit)], page.gone) == ([sha], ("0" * 40,))


def test_pages_that_lead_in_circles_come_to_an_end() -> None:
    bench = stocked(30)
    bench.server.cap = 10
    bench.server.always = faults.edited(lambda body: body.update(isLastPage=False, nextPageStart=0))
    with pytest.raises(Retryable, match="circles"):
        bench.pages()


def test_a_bucket_that_is_empty_is_waited_for() -> None:
    bench = stocked(3)
    bench.server.faults.append(faults.status(429, {"retry-after": "7"}))
    assert len(bench.prs()) == 3
    assert bench.time.slept == [7.0]


def test_what_is_not_permitted_is_told() -> None:
    bench = stocked(1)
    bench.server.forbidden.add("pull-requests")
    with pytest.raises(Misconfigured, match="not permitted"):
        bench.pages()


def test_a_refused_token_is_told_with_what_to_do_and_without_the_token() -> None:
    bench = stocked(1)
    bench.server.takes.clear()
    with pytest.raises(LeadlineError) as error:
        bench.pages()
    assert "leadline connect bitbucket_server" in error.value.hint
    assert "BBDC-" not in f"{error.value} {error.value.hint} {bench.client!r}"


@pytest.mark.parametrize("token", ["", " ", "a b", "\u2026"])
def test_a_token_that_is_none_is_told_before_anything_is_sent(token: str) -> None:
    with pytest.raises(Misconfigured):
        connected(Bench().server, secrets={"token": token})


@pytest.mark.parametrize("option", ["build_days", "build_minutes"])
def test_numbers_that_are_none_are_told(option: str) -> None:
    for value in (-1, "7", 1.5, True):
        with pytest.raises(Misconfigured, match="no such number"):
            Bench(**{option: value})  # type: ignore[arg-type] # by name
