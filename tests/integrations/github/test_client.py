"""The client against the strict fake: pages, overlaps, overflow, shrinking, drift, and what is gone."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import Misconfigured, Rejected, Retryable, Unknown
from domain.records import PullRequest, Repository
from integrations.github import queries
from integrations.github.client import OVERLAP, GitHub
from integrations.github.page_size import GROWTH, PageSize
from integrations.pages import Page
from tests.fakes.github import FakeGitHub, World, faults
from tests.fakes.github.fake import Fault
from tests.fakes.github.world import EPOCH, Thing
from tests.integrations.connecting import Time, connected


class Bench:
    """A world with one repository, the fake that tells of it, and a client of that."""

    def __init__(self, n: int = 0) -> None:
        self.world = World()
        self.place = self.world.add_repository("acme/pay")
        self.world.grow(self.place, n)
        self.github = FakeGitHub(self.world)
        self.time = Time()
        self.client = connected(self.github, time=self.time)
        self.repository = self.all_repositories()[0]
        self.github.asked.clear()
        self.github.requests.clear()

    @property
    def prs(self) -> list[Thing]:
        found: list[Thing] = self.place["pullRequests"]
        return found

    def all_repositories(self) -> list[Repository]:
        return [one for page in self.client.repositories() for one in page.repositories]

    def pages(self, cursor: str | None = None, until: datetime | None = None) -> list[Page]:
        return list(self.client.pull_requests(self.repository, cursor=cursor, until=until))

    def read(self, until: datetime | None = None) -> list[PullRequest]:
        return [pr for page in self.pages(until=until) for pr in page.of(PullRequest)]


def test_every_pull_request_comes_once_the_latest_first() -> None:
    bench = Bench(60)
    found = bench.read()
    assert [pr.number for pr in found] == list(range(60, 0, -1))
    assert len({pr.id for pr in found}) == 60
    assert all(pr.repository_id == bench.repository.id for pr in found)


def test_a_page_holds_twenty_four_and_costs_a_point() -> None:
    bench = Bench(60)
    pages = bench.pages()
    assert [len(page.of(PullRequest)) for page in pages] == [24, 24, 12]
    assert [page.total for page in pages] == [60, 60, 60]
    assert [asked.points for asked in bench.github.asked] == [1, 1, 1]
    assert pages[-1].cursor is None


def test_an_empty_repository_has_one_empty_page() -> None:
    (page,) = Bench().pages()
    assert (page.of(PullRequest), page.cursor, page.total) == ((), None, 0)


def test_reading_resumes_behind_a_page() -> None:
    bench = Bench(60)
    first = next(bench.client.pull_requests(bench.repository))
    rest = bench.pages(cursor=first.cursor)
    numbers = [pr.number for page in (first, *rest) for pr in page.of(PullRequest)]
    assert numbers == list(range(60, 0, -1))


def test_reading_stops_a_little_behind_the_watermark() -> None:
    bench = Bench(60)
    until = EPOCH + timedelta(hours=50)
    found = bench.read(until)
    assert all(pr.updated_at >= until - OVERLAP for pr in found)
    assert len(found) == 13
    assert bench.github.names() == ["PullRequests"]


def test_the_overlap_reaches_what_a_lagging_replica_showed_late() -> None:
    bench = Bench(3)
    late = EPOCH + timedelta(hours=10)
    bench.world.touch(bench.prs[0], late - timedelta(minutes=4))
    assert [pr.number for pr in bench.read(until=late)] == [1]


def test_a_pull_request_that_moves_to_the_front_meanwhile_is_not_lost_for_the_next_scan() -> None:
    bench = Bench(60)
    began_at = bench.time.now
    moved = bench.prs[10]

    def move() -> None:
        bench.world.touch(moved, began_at + timedelta(seconds=5), title="Moved")

    bench.github.faults.extend([None, faults.meanwhile(move)])
    assert "Moved" not in [pr.title for pr in bench.read()]
    assert [pr.title for pr in bench.read(until=began_at)] == ["Moved"]


def test_what_is_added_meanwhile_pushes_nothing_out_of_sight() -> None:
    bench = Bench(60)

    def add() -> None:
        for _ in range(30):
            bench.world.add_pull_request(bench.place, at=bench.time.now)

    bench.github.faults.extend([None, faults.meanwhile(add)])
    assert [pr.number for pr in bench.read()] == list(range(60, 0, -1))


def test_what_is_deleted_meanwhile_pushes_nothing_out_of_sight() -> None:
    bench = Bench(60)
    kept = [pr["number"] for pr in bench.prs[:36]]

    def delete() -> None:
        for pr in bench.prs[40:]:
            bench.world.delete(pr)

    bench.github.faults.extend([None, faults.meanwhile(delete)])
    assert set(kept) <= {pr.number for pr in bench.read()}


@pytest.mark.parametrize(
    "n", [51, 150, 151, 420], ids=["just over", "two pages", "three pages", "five pages"]
)
def test_no_list_is_ever_cut(n: int) -> None:
    bench = Bench(2)
    pr = bench.prs[0]
    for index in range(n - 1):
        at = EPOCH + timedelta(minutes=index)
        bench.world.commit(pr, at, "ada")
        bench.world.review(pr, at, "grace", "COMMENTED")
        bench.world.comment(pr, at, "linus")
    whole = next(found for found in bench.read() if found.number == 1)
    assert (len(whole.commits), len(whole.reviews), len(whole.comments)) == (n, n, n - 1)
    assert len({commit.sha for commit in whole.commits}) == n


def test_lists_that_are_long_together_are_followed_together() -> None:
    bench = Bench(1)
    for index in range(120):
        bench.world.commit(bench.prs[0], EPOCH + timedelta(minutes=index), "ada")
        bench.world.comment(bench.prs[0], EPOCH + timedelta(minutes=index), "linus")
    bench.read()
    assert bench.github.names() == ["PullRequests", "RestOfLists"]
    assert bench.client.usage.points == bench.github.spent + 1


def test_a_list_that_leads_in_circles_is_an_error_and_not_an_end() -> None:
    bench = Bench(1)
    for index in range(200):
        bench.world.comment(bench.prs[0], EPOCH + timedelta(minutes=index), "linus")
    cursors: list[str] = []

    def turn(body: dict[str, object]) -> None:
        info = body["data"]["node"]["timelineItems"]["pageInfo"]  # type: ignore[index] # JSON
        cursors.append(info["endCursor"])
        info |= {"hasNextPage": True, "endCursor": cursors[0]}

    bench.github.faults.extend([None, faults.edited(turn), faults.edited(turn)])
    with pytest.raises(Retryable, match="circles"):
        bench.read()


@pytest.mark.parametrize("cursor", [None, 7, ""], ids=repr)
def test_a_list_that_goes_on_and_cannot_be_continued_is_set_aside_not_cut(cursor: object) -> None:
    bench = Bench(2)

    def cut(body: dict[str, object]) -> None:
        first = body["data"]["node"]["pullRequests"]["nodes"][0]  # type: ignore[index] # JSON
        first["commits"]["pageInfo"] = {"hasNextPage": True, "endCursor": cursor}

    bench.github.faults.append(faults.edited(cut))
    (page,) = bench.pages()
    assert len(page.of(PullRequest)) == 1
    assert [aside.path for aside in page.unmappable] == ["commits.pageInfo.hasNextPage"]


def test_a_page_that_is_too_much_is_halved_at_the_same_place() -> None:
    bench = Bench(60)
    bench.github.always = faults.too_much_above(10)
    assert [pr.number for pr in bench.read()] == list(range(60, 0, -1))
    assert [asked.variables["first"] for asked in bench.github.asked][:3] == [6, 6, 6]


def test_the_page_grows_again_after_five_good_ones() -> None:
    bench = Bench(120)
    bench.github.faults.append(faults.status(502))
    bench.read()
    firsts = [asked.variables["first"] for asked in bench.github.asked]
    assert firsts[:6] == [12, 12, 12, 12, 12, 12 + GROWTH]


def test_the_page_size_stays_within_its_bounds() -> None:
    size = PageSize()
    for _ in range(9):
        size.was_too_much()
    assert (size.now, size.may_shrink) == (queries.SMALLEST_PAGE, False)
    for _ in range(99):
        size.was_good()
    assert size.now == queries.PAGE


@pytest.mark.parametrize(
    "fault",
    [
        faults.status(502),
        faults.status(504),
        faults.timeout,
        faults.errors("RESOURCE_LIMITS_EXCEEDED", "Resource limits for this query exceeded."),
        faults.errors(None, "Something went wrong while executing your query."),
        faults.errors("MAX_NODE_LIMIT_EXCEEDED"),
        faults.holes("node", "pullRequests", "nodes"),
    ],
    ids=["502", "504", "timeout", "resource limits", "something", "nodes", "a hole"],
)
def test_what_was_too_much_is_asked_for_in_halves_without_a_pause(fault: Fault) -> None:
    bench = Bench(30)
    bench.github.faults.append(fault)
    assert len(bench.read()) == 30
    assert bench.time.slept == []
    assert [asked.variables["first"] for asked in bench.github.asked][-1] == 12


@pytest.mark.parametrize(
    "fault",
    [
        faults.status(500),
        faults.text("<html>We are down</html>"),
        faults.text("", "application/json"),
        faults.text("[]", "application/json"),
        faults.text("null", "application/json"),
        faults.truncated,
        faults.reset,
        faults.accepted_then_cut,
    ],
    ids=["500", "HTML", "nothing", "a list", "null", "cut", "refused", "cut off"],
)
def test_a_hiccup_is_asked_again_as_it_was(fault: Fault) -> None:
    bench = Bench(30)
    bench.github.faults.append(fault)
    assert [pr.number for pr in bench.read()] == list(range(30, 0, -1))
    assert {asked.variables["first"] for asked in bench.github.asked} == {24}


def test_holes_are_never_taken_for_data() -> None:
    bench = Bench(30)
    bench.github.always = faults.holes("node", "pullRequests", "nodes")
    with pytest.raises(Retryable):
        bench.read()
    assert bench.github.asked[-1].variables["first"] == queries.SMALLEST_PAGE


def test_a_null_without_an_error_is_a_hole_too() -> None:
    bench = Bench(30)

    def hole(body: dict[str, object]) -> None:
        body["data"]["node"]["pullRequests"]["nodes"][0] = None  # type: ignore[index] # JSON

    bench.github.always = faults.edited(hole)
    with pytest.raises(Retryable, match="holes"):
        bench.read()


def test_an_answer_without_what_was_asked_for_is_an_error_not_an_end() -> None:
    bench = Bench(30)

    def lose(body: dict[str, object]) -> None:
        del body["data"]["node"]["pullRequests"]["pageInfo"]  # type: ignore[index] # JSON

    bench.github.always = faults.edited(lose)
    with pytest.raises(Retryable, match="pageInfo"):
        bench.read()


def test_cursors_that_lead_in_circles_end_in_an_error() -> None:
    bench = Bench(80)
    cursors: list[str] = []

    def turn(body: dict[str, object]) -> None:
        info = body["data"]["node"]["pullRequests"]["pageInfo"]  # type: ignore[index] # JSON
        cursors.append(info["endCursor"])
        info["endCursor"] = cursors[0]

    bench.github.always = faults.edited(turn)
    with pytest.raises(Retryable, match="circles"):
        bench.read()
    assert len(bench.github.asked) == 2


def test_a_cursor_that_github_takes_no_more_is_rejected() -> None:
    with pytest.raises(Rejected, match="cursor") as caught:
        Bench(30).pages(cursor="bm90IGEgY3Vyc29y")
    assert not isinstance(caught.value, Unknown)


def test_a_primary_limit_told_with_status_200_is_waited_out() -> None:
    bench = Bench(60)
    bench.github.points = 1
    bench.github.limits.clear()
    assert len(bench.read()) == 60
    assert bench.time.slept == [3600, 3600]


@pytest.mark.parametrize("code", [403, 429])
def test_a_secondary_limit_is_waited_out(code: int) -> None:
    bench = Bench(30)
    bench.github.faults.append(faults.secondary_limit("17", code))
    assert len(bench.read()) == 30
    assert bench.time.slept == [17]


def test_a_secondary_limit_told_with_status_200_is_waited_out() -> None:
    bench = Bench(30)
    message = "You have exceeded a secondary rate limit."
    bench.github.faults.append(faults.errors("RATE_LIMITED", message, {"retry-after": "40"}))
    assert len(bench.read()) == 30
    assert bench.time.slept == [40]


def test_requests_go_one_at_a_time() -> None:
    bench = Bench(60)
    bench.read()
    assert bench.github.most_at_once == 1


def test_a_deleted_repository_is_unknown_and_costs_no_other() -> None:
    bench = Bench(3)
    other = bench.world.add_repository("acme/web")
    bench.world.delete(bench.place)
    with pytest.raises(Unknown, match="acme/pay"):
        bench.read()
    assert list(bench.client.probe([bench.repository])) == []
    bench.repository = bench.all_repositories()[0]
    assert bench.repository.external_id == other["id"]
    assert bench.read() == []


def test_a_hidden_repository_is_not_gone_but_says_what_to_do() -> None:
    bench = Bench(3)
    bench.world.hidden.add(bench.place["id"])
    assert list(bench.client.probe([bench.repository])) == [bench.repository.id]
    with pytest.raises(Misconfigured, match="acme/pay") as caught:
        bench.read()
    assert "single sign-on" in caught.value.hint


def test_a_renamed_repository_is_read_by_its_node() -> None:
    bench = Bench(3)
    bench.world.rename(bench.place, "other/payments")
    assert len(bench.read()) == 3
    assert [one.full_name for one in bench.all_repositories()] == ["other/payments"]
    assert bench.all_repositories()[0].id == bench.repository.id


def test_a_team_that_we_may_not_see_was_asked_all_the_same() -> None:
    """A fine-grained token without permission to read members gets this error in every such page."""
    bench = Bench(2)
    path: list[str | int] = ["node", "pullRequests", "nodes", 0, "timelineItems", "nodes", 0]

    def hide(body: dict[str, object]) -> None:
        event: dict[str | int, object] = body["data"]  # type: ignore[assignment] # JSON
        for step in path:
            event = event[step]  # type: ignore[assignment] # JSON
        event["requestedReviewer"] = None
        message = "Resource not accessible by personal access token"
        error = {"type": "FORBIDDEN", "path": [*path, "requestedReviewer"], "message": message}
        body["errors"] = [error]

    bench.github.faults.append(faults.edited(hide))
    latest, earlier = bench.read()
    assert latest.review_requests[0].reviewer_id is None
    assert latest.review_requests[0].requested_at == earlier.review_requests[0].requested_at + timedelta(
        hours=1
    )
    assert earlier.review_requests[0].reviewer_id is not None


def test_anything_else_that_we_may_not_see_is_told() -> None:
    bench = Bench(2)

    def hide(body: dict[str, object]) -> None:
        path = ["node", "pullRequests", "nodes", 0, "commits"]
        body["errors"] = [{"type": "FORBIDDEN", "path": path, "message": "Resource not accessible"}]

    bench.github.always = faults.edited(hide)
    with pytest.raises(Misconfigured, match="hides `commits`: Resource not accessible"):
        bench.read()


def test_a_scope_that_is_missing_is_told_by_name() -> None:
    bench = Bench(3)
    message = "Your token has not been granted the required scopes: ['read:org']."
    bench.github.faults.append(faults.errors("INSUFFICIENT_SCOPES", message))
    with pytest.raises(Misconfigured, match="read:org"):
        bench.read()


def test_a_query_that_an_old_server_does_not_understand_is_told() -> None:
    bench = Bench(3)
    with pytest.raises(Misconfigured, match="too old"):
        bench.client._api.ask("query Old { nonsense }")


def test_a_token_that_is_refused_is_told() -> None:
    bench = Bench(3)
    bench.github.tokens.clear()
    with pytest.raises(Misconfigured, match="does not accept"):
        bench.read()


class TestProbe:
    def test_a_hundred_idle_repositories_cost_one_request(self) -> None:
        bench = Bench(1)
        for number in range(99):
            bench.world.add_repository(f"acme/service-{number}")
        everything = bench.all_repositories()
        bench.github.asked.clear()
        first, second = bench.client.probe(everything), bench.client.probe(everything)
        assert len(first) == 100
        assert first == second
        assert bench.github.names() == ["Probe", "Probe"]

    def test_more_repositories_are_asked_for_by_the_hundred(self) -> None:
        bench = Bench()
        for number in range(100):
            bench.world.add_repository(f"acme/service-{number}")
        everything = bench.all_repositories()
        bench.github.asked.clear()
        assert len(bench.client.probe(everything)) == 101
        assert [len(asked.variables["ids"]) for asked in bench.github.asked] == [100, 1]

    def test_any_activity_changes_the_token_of_that_repository_alone(self) -> None:
        bench = Bench(2)
        other = bench.world.add_repository("acme/web")
        bench.world.grow(other, 2)
        both = bench.all_repositories()
        before = bench.client.probe(both)
        bench.world.touch(bench.prs[0], bench.time.now - timedelta(hours=1))
        after = bench.client.probe(both)
        assert {id_ for id_ in before if before[id_] != after[id_]} == {bench.repository.id}

    def test_a_deleted_pull_request_changes_the_token(self) -> None:
        bench = Bench(3)
        before = bench.client.probe([bench.repository])
        bench.world.delete(bench.prs[0])
        assert bench.client.probe([bench.repository]) != before

    def test_activity_of_this_very_second_is_looked_at_again(self) -> None:
        """Two changes of one second look alike; the second must not hide behind the first."""
        bench = Bench(1)
        bench.world.touch(bench.prs[0], bench.time.now)
        seen = bench.client.probe([bench.repository])
        bench.time.sleep(300)
        settled = bench.client.probe([bench.repository])
        bench.time.sleep(300)
        assert settled != seen
        assert bench.client.probe([bench.repository]) == settled

    def test_activity_that_cannot_be_read_is_looked_at_every_time(self) -> None:
        bench = Bench(1)
        bench.prs[0]["updatedAt"] = "yesterday"
        seen = bench.client.probe([bench.repository])
        bench.time.sleep(300)
        assert list(seen) == [bench.repository.id]
        assert bench.client.probe([bench.repository]) != seen

    def test_nothing_to_probe_costs_nothing(self) -> None:
        bench = Bench()
        assert bench.client.probe([]) == {}
        assert bench.github.requests == []


class TestHydrate:
    def test_the_named_pull_requests_come_as_they_are_now(self) -> None:
        bench = Bench(30)
        wanted = [pr["id"] for pr in bench.prs[::2]]
        bench.world.touch(bench.prs[0], bench.time.now, title="Now")
        pages = list(bench.client.hydrate("pull_requests", wanted))
        found = [pr for page in pages for pr in page.of(PullRequest)]
        assert [pr.external_id for pr in found] == wanted
        assert found[0].title == "Now"
        assert bench.github.names() == ["ThesePullRequests"]

    def test_what_is_gone_is_named(self) -> None:
        bench = Bench(3)
        wanted = [pr["id"] for pr in bench.prs]
        bench.world.delete(bench.prs[1])
        (page,) = bench.client.hydrate("pull_requests", wanted)
        assert page.gone == (wanted[1],)
        assert len(page.of(PullRequest)) == 2

    def test_what_is_hidden_is_not_gone(self) -> None:
        bench = Bench(2)
        wanted = [pr["id"] for pr in bench.prs]
        bench.world.hidden.add(wanted[0])
        (page,) = bench.client.hydrate("pull_requests", wanted)
        assert page.gone == ()
        assert [pr.external_id for pr in page.of(PullRequest)] == wanted[1:]

    def test_what_is_no_pull_request_is_gone(self) -> None:
        bench = Bench(1)
        (page,) = bench.client.hydrate("pull_requests", [bench.place["id"]])
        assert page.gone == (bench.place["id"],)

    def test_many_come_a_page_at_a_time_for_a_point_each(self) -> None:
        bench = Bench(60)
        pages = list(bench.client.hydrate("pull_requests", [pr["id"] for pr in bench.prs]))
        assert [len(page.of(PullRequest)) for page in pages] == [24, 24, 12]
        assert bench.github.spent == 3

    def test_too_many_at_once_are_asked_for_in_halves(self) -> None:
        bench = Bench(30)
        bench.github.always = faults.too_much_above(12)
        found = [
            pr
            for page in bench.client.hydrate("pull_requests", [pr["id"] for pr in bench.prs])
            for pr in page.of(PullRequest)
        ]
        assert len(found) == 30

    def test_nothing_to_hydrate_costs_nothing(self) -> None:
        bench = Bench(1)
        assert list(bench.client.hydrate("pull_requests", [])) == []
        assert bench.github.requests == []


def test_one_poisoned_pull_request_is_set_aside_and_the_rest_of_its_page_is_not() -> None:
    bench = Bench(30)

    def poison(body: dict[str, object]) -> None:
        body["data"]["node"]["pullRequests"]["nodes"][3]["createdAt"] = "0000-00-00"  # type: ignore[index] # JSON

    bench.github.faults.append(faults.edited(poison))
    pages = bench.pages()
    assert sum(len(page.of(PullRequest)) for page in pages) == 29
    assert [aside.path for page in pages for aside in page.unmappable] == ["createdAt"]


@pytest.mark.parametrize("time", ["", "yesterday", None, 7], ids=repr)
def test_a_poisoned_time_of_activity_stops_no_scan(time: object) -> None:
    bench = Bench(30)

    def poison(body: dict[str, object]) -> None:
        body["data"]["node"]["pullRequests"]["nodes"][0]["updatedAt"] = time  # type: ignore[index] # JSON

    bench.github.faults.append(faults.edited(poison))
    pages = bench.pages(until=datetime(2020, 1, 1, tzinfo=UTC))
    assert sum(len(page.of(PullRequest)) for page in pages) == 29


def test_closing_closes_the_door() -> None:
    bench = Bench(1)
    bench.client.close()
    with pytest.raises(RuntimeError, match="closed"):
        bench.read()


def test_a_client_is_made_without_asking_anything() -> None:
    github = FakeGitHub(World())
    assert isinstance(connected(github), GitHub)
    assert github.requests == []
