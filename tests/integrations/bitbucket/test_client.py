"""The client against the strict fake: first loads, what changed since, resumption, and what is gone."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import LeadlineError, Misconfigured, Rejected, Retryable, Unknown
from domain.records import BranchCommit, Deployment, Job, PullRequest, Run, TestCase
from tests.fakes.bitbucket import API_TOKEN, EMAIL, EPOCH, NOW
from tests.fakes.bitbucket.world import stamp
from tests.fakes.github import faults
from tests.integrations.bitbucket.bench import Bench, connected


def stocked(n: int, bench: Bench | None = None) -> Bench:
    """That many pull requests, an hour apart, with something of everything on them."""
    bench = bench or Bench()
    world, place = bench.world, bench.place
    for index in range(n):
        at = EPOCH + timedelta(hours=index)
        pr = world.open(place, at, draft=index % 5 == 0)
        world.comment(place, pr, at + timedelta(minutes=5))
        world.comment(place, pr, at + timedelta(minutes=6), "linus", inline={"path": "a"})
        world.approve(place, pr, at + timedelta(minutes=20))
        if index % 3 == 0:
            world.merge(place, pr, at + timedelta(minutes=40), squash=index % 2 == 0)
        elif index % 7 == 0:
            world.decline(place, pr, at + timedelta(minutes=50))
    return bench


def alone(bench: Bench) -> dict[int, PullRequest]:
    """Every pull request asked by itself: nothing of it comes from the feed or the list of commits."""
    ids = [f"{bench.place.uuid}/{pr['id']}" for pr in bench.place.prs]
    pages = bench.client.hydrate("pull_requests", ids, bench.repository)
    return {pr.number: pr for page in pages for pr in page.of(PullRequest)}


def test_every_pull_request_comes_once_the_latest_first() -> None:
    bench = stocked(120)
    pages = bench.pages()
    assert [pr.number for page in pages for pr in page.of(PullRequest)] == list(range(120, 0, -1))
    assert [len(page.of(PullRequest)) for page in pages] == [50, 50, 20]
    assert {page.total for page in pages} == {120}
    assert pages[-1].cursor is None


def test_what_the_feed_and_the_list_of_commits_tell_is_what_each_tells_by_itself() -> None:
    bench = stocked(60)
    assert bench.prs() == alone(bench)


def test_a_pull_request_has_its_whole_story() -> None:
    bench = Bench()
    world, place = bench.world, bench.place
    pr = world.open(place, EPOCH, draft=True)
    world.turn(place, pr, EPOCH + timedelta(hours=1), draft=False)
    world.ask(place, pr, EPOCH + timedelta(hours=2), added="grace")
    world.want_changes(place, pr, EPOCH + timedelta(hours=3), "grace")
    world.push(place, pr, EPOCH + timedelta(hours=4))
    world.merge(place, pr, EPOCH + timedelta(hours=5))
    found = bench.prs()[1]
    assert [(each.began_at, each.ended_at) for each in found.drafts] == [(EPOCH, EPOCH + timedelta(hours=1))]
    assert [each.requested_at for each in found.review_requests] == [EPOCH, EPOCH + timedelta(hours=2)]
    assert [each.submitted_at for each in found.reviews] == [EPOCH + timedelta(hours=3)]
    assert [each.headline for each in found.commits] == ["Work 1.2", "Work 1.1", "More work"]
    assert found.commits[0].authored_at == EPOCH - timedelta(minutes=20)
    assert found.merged_at == found.closed_at == EPOCH + timedelta(hours=5)


def test_a_merge_is_known_by_its_whole_hash_as_the_default_branch_knows_it() -> None:
    bench = stocked(7)
    shas = {commit.sha for page in bench.pages("commits") for commit in page.of(BranchCommit)}
    merged = [pr.merge_sha for pr in bench.prs().values() if pr.merged_at]
    assert len(merged) == 3
    assert set(merged) <= shas
    assert {pr.merge_sha for pr in alone(bench).values() if pr.merged_at} == set(merged)


def test_a_commit_of_the_default_branch_names_the_pull_request_it_came_with() -> None:
    bench = stocked(4)
    numbers = {pr.id: pr.number for pr in bench.prs().values()}
    found = [commit for page in bench.pages("commits") for commit in page.of(BranchCommit)]
    assert sorted(numbers[each.pull_request_id] for each in found if each.pull_request_id) == [1, 4]


def test_a_squashed_pull_request_whose_branch_is_gone_tells_its_commits_itself() -> None:
    bench = Bench()
    pr = bench.world.open(bench.place, EPOCH)
    bench.world.merge(bench.place, pr, EPOCH + timedelta(hours=1), squash=True)
    assert [each.headline for each in bench.prs()[1].commits] == ["Work 1.2", "Work 1.1"]
    assert "pullrequests/1/commits" in bench.bitbucket.asked


def test_a_pull_request_from_a_fork_tells_its_commits_itself() -> None:
    bench = Bench()
    pr = bench.world.open(bench.place, EPOCH)
    pr["source"]["repository"] = None
    assert len(bench.prs()[1].commits) == 2
    assert "pullrequests/1/commits" in bench.bitbucket.asked


@pytest.mark.parametrize("after", range(1, 4))
def test_reading_resumes_behind_any_page_in_another_process(after: int) -> None:
    bench = stocked(170)
    late = bench.place.prs[2]
    bench.world.comment(bench.place, late, EPOCH + timedelta(days=300))
    whole = bench.prs()
    pages = []
    for page in bench.client.read("pull_requests", bench.repository):
        pages.append(page)
        if len(pages) == after:
            break
    bench.again()
    pages += bench.pages(cursor=pages[-1].cursor)
    assert {pr.number: pr for page in pages for pr in page.of(PullRequest)} == whole


def test_a_feed_out_of_order_is_not_believed() -> None:
    bench = stocked(20)
    whole = alone(bench)
    bench.bitbucket.is_feed_ascending = True
    assert bench.prs() == whole
    assert "pullrequests/3/activity" in bench.bitbucket.asked


def test_a_feed_that_is_not_to_be_had_is_done_without() -> None:
    bench = stocked(5)
    whole = alone(bench)
    gone = faults.status(404, body={"type": "error", "error": {"message": "No such resource"}})
    bench.bitbucket.faults.extend([None, gone])
    assert bench.prs() == whole


def test_what_was_touched_since_comes_and_nothing_else() -> None:
    bench = stocked(60)
    at = NOW - timedelta(minutes=30)
    bench.world.comment(bench.place, bench.place.prs[4], at)
    bench.world.merge(bench.place, bench.place.prs[10], at)
    bench.forget()
    found = bench.prs(until=at - timedelta(minutes=10))
    assert set(found) == {5, 11}
    assert found[11].merged_at == at


def test_an_approval_that_moved_no_date_is_found_by_the_feed() -> None:
    bench = stocked(10)
    at = NOW - timedelta(minutes=30)
    bench.world.approve(bench.place, bench.place.prs[1], at, "grace", bump=False)
    found = bench.prs(until=at - timedelta(minutes=10))
    assert set(found) == {2}
    assert at in {review.submitted_at for review in found[2].reviews}


def test_an_idle_look_takes_two_requests() -> None:
    bench = stocked(60)
    bench.forget()
    assert bench.prs(until=NOW - timedelta(minutes=10)) == {}
    assert bench.bitbucket.asked == ["pullrequests", "pullrequests/activity"]


def test_a_scan_that_was_cut_off_before_the_feed_goes_on_there() -> None:
    bench = stocked(10)
    at = NOW - timedelta(minutes=30)
    bench.world.approve(bench.place, bench.place.prs[1], at, bump=False)
    until = at - timedelta(minutes=10)
    first = next(bench.client.read("pull_requests", bench.repository, until=until))
    bench.again()
    pages = bench.pages(until=until, cursor=first.cursor)
    assert [pr.number for page in pages for pr in page.of(PullRequest)] == [2]


EVENTS = st.tuples(
    st.sampled_from(["comment", "approve", "silent", "merge", "push", "open", "ask"]),
    st.integers(0, 5),
    st.integers(1, 50),
)


@given(st.lists(EVENTS, max_size=12), st.integers(0, 12))
@settings(max_examples=25, deadline=None)
def test_reading_what_changed_comes_to_the_same_as_reading_everything(
    events: list[tuple[str, int, int]], cut: int
) -> None:
    bench = stocked(6)
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


def happen(bench: Bench, kind: str, pr: dict[str, object], at: datetime) -> None:
    world, place = bench.world, bench.place
    match kind:
        case "comment":
            world.comment(place, pr, at)
        case "approve" | "silent":
            world.approve(place, pr, at, "grace", bump=kind == "approve")
        case "merge" if pr["state"] == "OPEN":
            world.merge(place, pr, at)
        case "push" if pr["state"] == "OPEN":
            world.push(place, pr, at)
        case "ask" if pr["state"] == "OPEN":
            world.ask(place, pr, at, added="mary", removed="linus")
        case "open":
            world.open(place, at)


def test_sizes_come_where_they_are_asked_for() -> None:
    bench = stocked(3, Bench(sizes=True))
    found = bench.prs()[1]
    assert (found.additions, found.deletions, found.changed_files) == (6, 2, 2)
    assert stocked(3).prs()[1].changed_files == 0


def test_a_deployed_pull_request_is_read_by_its_id_alone() -> None:
    bench = stocked(3)
    (page,) = bench.client.hydrate("pull_requests", [f"{bench.place.uuid}/2"])
    assert [pr.number for pr in page.of(PullRequest)] == [2]


@pytest.mark.parametrize("id_", ["{r}/2", "{uuid}/99", "nonsense", "{uuid}/x", ""])
def test_what_is_not_there_is_gone(id_: str) -> None:
    bench = stocked(1)
    id_ = id_.replace("{uuid}", bench.place.uuid)
    (page,) = bench.client.hydrate("pull_requests", [id_], bench.repository)
    assert (page.records, page.gone) == ((), (id_,))


def test_pipelines_come_with_their_steps_and_the_tests_of_those_that_failed() -> None:
    bench = Bench()
    at = NOW - timedelta(days=1)
    bench.world.run(bench.place, at)
    failed = bench.world.run(bench.place, at, ("SUCCESSFUL", "FAILED"))
    step = bench.place.steps[failed["uuid"]][1]
    bench.place.cases[step["uuid"]] = [{"name": "rounds", "class_name": "Pay", "status": "FAILED"}]
    (page,) = bench.pages("runs")
    assert [run.outcome for run in page.of(Run)] == ["success", "failure"]
    assert [job.name for job in page.of(Job)] == ["Step 0", "Step 0", "Step 1"]
    assert [case.name for case in page.of(TestCase)] == ["rounds"]
    assert page.of(TestCase)[0].run_id == page.of(Run)[1].id


def test_old_pipelines_come_without_steps() -> None:
    bench = Bench(step_days=7)
    bench.world.run(bench.place, NOW - timedelta(days=8))
    bench.world.run(bench.place, NOW - timedelta(days=6))
    (page,) = bench.pages("runs")
    assert (len(page.of(Run)), len(page.of(Job))) == (2, 1)


def test_a_pipeline_that_ended_since_is_read_and_one_that_ended_before_is_not() -> None:
    bench = Bench()
    until = NOW - timedelta(hours=2)
    bench.world.run(bench.place, NOW - timedelta(days=2))
    late = bench.world.run(bench.place, NOW - timedelta(days=2))
    late["completed_on"] = stamp(NOW - timedelta(hours=1))
    running = bench.world.run(bench.place, NOW - timedelta(hours=1), ())
    pages = bench.pages("runs", until=until)
    found = [run.external_id for page in pages for run in page.of(Run)]
    assert found == [running["uuid"], late["uuid"]]


def test_pipelines_are_read_page_by_page_and_resumed() -> None:
    bench = Bench(step_days=0)
    for index in range(250):
        bench.world.run(bench.place, EPOCH + timedelta(hours=index))
    first = next(bench.client.read("runs", bench.repository))
    bench.again()
    rest = bench.pages("runs", cursor=first.cursor)
    numbers = [run.url.rpartition("/")[2] for page in (first, *rest) for run in page.of(Run)]
    assert numbers == [str(number) for number in range(250, 0, -1)]


def test_deployments_are_read_whatever_their_order() -> None:
    bench = Bench()
    for index in range(250):
        bench.world.deploy(bench.place, EPOCH + timedelta(hours=index))
    latest = bench.world.deploy(bench.place, NOW - timedelta(minutes=30), "FAILED")
    pages = bench.pages("deployments", until=NOW - timedelta(hours=1))
    assert [each.external_id for page in pages for each in page.of(Deployment)] == [latest["uuid"]]
    assert len(bench.bitbucket.asked) == 3
    bench.place.deployments.reverse()
    bench.forget()
    pages = bench.pages("deployments", until=NOW - timedelta(hours=1))
    assert [each.external_id for page in pages for each in page.of(Deployment)] == [latest["uuid"]]
    assert len(bench.bitbucket.asked) == 2


def test_an_environment_told_by_its_uuid_alone_is_looked_up() -> None:
    bench = Bench()
    for index in range(3):
        found = bench.world.deploy(bench.place, EPOCH + timedelta(hours=index))
        found["environment"] = {"uuid": found["environment"]["uuid"]}
    (page,) = bench.pages("deployments")
    assert {each.environment for each in page.of(Deployment)} == {"Production"}
    assert bench.bitbucket.asked.count("environments") == 1


def test_the_default_branch_is_read_a_fortnight_further_back_for_branches_that_came_late() -> None:
    bench = Bench()
    until = NOW - timedelta(hours=1)
    for days in (30, 10, 0):
        bench.world.commit(bench.place, "main", NOW - timedelta(days=days, minutes=1), "ada", f"{days}")
    found = [each.headline for page in bench.pages("commits", until=until) for each in page.of(BranchCommit)]
    assert found == ["0", "10"]


@pytest.mark.parametrize("stream", ["runs", "deployments", "commits"])
def test_one_thing_is_read_again_within_its_repository(stream: str) -> None:
    bench = Bench()
    bench.world.run(bench.place, NOW)
    bench.world.deploy(bench.place, NOW)
    (page,) = bench.pages(stream)
    record = page.records[0]
    id_ = record.sha if isinstance(record, BranchCommit) else record.external_id  # type: ignore[union-attr] # both have one
    (again,) = bench.client.hydrate(stream, [id_, "{gone}"], bench.repository)
    assert again.records[0] == record
    assert again.gone == ("{gone}",)


@pytest.mark.parametrize("stream", ["runs", "deployments"])
def test_a_feature_that_is_switched_off_has_nothing_and_hides_nothing(stream: str) -> None:
    bench = Bench()
    bench.bitbucket.faults.append(faults.status(404, body={"type": "error"}))
    (page,) = bench.pages(stream)
    assert (page.records, page.cursor) == ((), None)


@pytest.mark.parametrize("stream", ["pull_requests", "runs", "deployments", "commits"])
def test_a_repository_that_is_gone_is_unknown(stream: str) -> None:
    bench = Bench()
    bench.world.missing.add(bench.place.uuid)
    with pytest.raises(Unknown):
        bench.pages(stream)


def test_an_empty_repository_has_no_commits_and_needs_no_request() -> None:
    bench = Bench()
    bench.world.add_repository("acme/empty", main="")
    bench.repository = next(one for one in bench.repositories() if one.full_name == "acme/empty")
    bench.forget()
    (page,) = bench.pages("commits")
    assert (page.records, bench.bitbucket.asked) == ((), [])


@pytest.mark.parametrize("stream", ["pull_requests", "runs", "deployments", "commits"])
@pytest.mark.parametrize(
    "cursor",
    ["nonsense", "https://evil.test/2.0/repositories/acme", "/user", '["/user",null,[],false]', "[]", "7"],
)
def test_a_cursor_that_is_none_of_ours_is_refused_and_leads_nowhere(stream: str, cursor: str) -> None:
    bench = Bench()
    with pytest.raises(Rejected):
        bench.pages(stream, cursor=cursor)
    assert bench.bitbucket.requests == []


def test_a_cursor_that_bitbucket_takes_no_more_is_rejected() -> None:
    bench = stocked(60)
    cursor = bench.pages()[0].cursor or ""
    with pytest.raises(Rejected):
        bench.pages(cursor=cursor.replace("page=2", "page=zwei"))


def test_credentials_are_not_sent_to_wherever_a_next_page_is_said_to_lie() -> None:
    bench = stocked(60)
    bench.bitbucket.faults.append(faults.edited(lambda body: body.update(next="https://evil.test/2.0/x")))
    with pytest.raises(Retryable):
        bench.pages()
    assert {request.url.host for request in bench.bitbucket.requests} == {"api.bitbucket.org"}


def test_pages_that_lead_in_circles_come_to_an_end() -> None:
    bench = stocked(60)

    def same(body: dict[str, object]) -> None:
        if "next" in body:
            body["next"] = str(bench.bitbucket.requests[-1].url)

    bench.bitbucket.always = faults.edited(same)
    with pytest.raises(Retryable, match="circles"):
        bench.pages()


def test_near_the_limit_requests_keep_a_distance() -> None:
    bench = stocked(3)
    bench.bitbucket.headers = {"x-ratelimit-limit": "1000", "x-ratelimit-nearlimit": "true"}
    bench.pages()
    assert set(bench.time.slept) == {3.6}
    assert len(bench.time.slept) == len(bench.bitbucket.requests) - 1


def test_a_limit_that_is_reached_is_waited_out() -> None:
    bench = stocked(3)
    bench.bitbucket.faults.extend([faults.status(429), faults.status(429)])
    assert len(bench.prs()) == 3
    assert bench.time.slept == [60.0, 120.0]


def test_a_scope_that_is_missing_is_named() -> None:
    bench = stocked(1)
    bench.bitbucket.forbidden.add("pullrequests")
    with pytest.raises(Misconfigured, match="it asks for pullrequest"):
        bench.pages()


def test_both_kinds_of_credentials_are_taken_and_others_are_not() -> None:
    bench = stocked(1)
    client = connected(bench.bitbucket, secrets={"email": EMAIL, "api_token": API_TOKEN})
    assert len(list(client.repositories())) == 1
    for secrets in ({"token": "wrong"}, {"email": EMAIL, "api_token": "wrong"}):
        with pytest.raises(Misconfigured) as refusal:
            list(connected(bench.bitbucket, secrets=secrets).repositories())
        assert "wrong" not in str(refusal.value)


@pytest.mark.parametrize(
    "secrets",
    [{"email": "a@b.test"}, {"api_token": "x"}, {"token": " "}, {"token": "a b"}, {"token": "\u2026"}],
)
def test_credentials_that_are_incomplete_or_garbled_are_told_before_anything_is_sent(
    secrets: dict[str, str],
) -> None:
    bench = Bench()
    with pytest.raises(Misconfigured):
        connected(bench.bitbucket, secrets=secrets)


def test_days_that_are_none_are_told() -> None:
    for days in (-1, "7", 1.5, True):
        with pytest.raises(Misconfigured, match="stepDays"):
            Bench(step_days=days)


def test_no_secret_stands_in_an_error() -> None:
    bench = stocked(1)
    bench.bitbucket.takes = {"Bearer other"}
    with pytest.raises(LeadlineError) as error:
        bench.pages()
    assert "ATCTT3" not in f"{error.value} {error.value.hint} {bench.client!r}"


def test_every_repository_is_there_for_the_probe_which_costs_nothing() -> None:
    bench = Bench()
    assert bench.client.probe([bench.repository]) == {bench.repository.id: {}}
    assert bench.bitbucket.requests == []
