"""The client against the strict fake: pages, batches, overlaps, time zones, drift, and what is gone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.errors import Misconfigured, Rejected, Retryable
from domain.ids import identify
from domain.records import Issue, Project
from integrations.jira.client import Jira
from integrations.pages import Page
from integrations.provider import Selection
from tests.fakes.github import faults
from tests.fakes.jira import FakeJira, World
from tests.fakes.jira.world import EPOCH, Thing
from tests.integrations.connecting import Time
from tests.integrations.jira.connecting import connected


class Bench:
    """A world with a project of so many issues, the fake that tells of it, and a client of that."""

    def __init__(self, n: int = 0, *, is_cloud: bool = True, most: int = 10, **selected: Any) -> None:  # noqa: ANN401 - by name
        self.world = World()
        self.pay = self.world.add_project("PAY")
        self.world.grow(self.pay, n, self._lived)
        self.jira = FakeJira(self.world, is_cloud=is_cloud, most=most)
        self.time = Time()
        self.selected = selected
        self.client = self.anew()

    def anew(self) -> Jira:
        """What a newly started process has."""
        return connected(self.jira, time=self.time, selection=Selection(**self.selected))

    @property
    def issues(self) -> list[Thing]:
        return list(self.world.issues.values())

    def pages(self, cursor: str | None = None, until: datetime | None = None) -> list[Page]:
        return list(self.anew().read("issues", cursor=cursor, until=until))

    def read(self, until: datetime | None = None) -> list[Issue]:
        return [issue for page in self.pages(until=until) for issue in page.of(Issue)]

    def hydrated(self, *ids: str) -> Page:
        (page,) = self.anew().hydrate("issues", ids)
        return page

    def _lived(self, issue: Thing, index: int) -> None:
        self.world.move(issue, EPOCH + timedelta(hours=index, minutes=30), "In Progress")


@pytest.fixture(params=[True, False], ids=["cloud", "data center"])
def is_cloud(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def numbers(issues: list[Issue]) -> list[int]:
    return [int(issue.key.partition("-")[2]) for issue in issues]


def test_every_issue_comes_once_the_oldest_first_with_its_history(*, is_cloud: bool) -> None:
    found = Bench(35, is_cloud=is_cloud).read()
    assert numbers(found) == list(range(1, 36))
    assert {len(issue.transitions) for issue in found} == {1}


def test_a_project_without_issues_has_one_empty_page(*, is_cloud: bool) -> None:
    (page,) = Bench(is_cloud=is_cloud).pages()
    assert (page.records, page.cursor) == ((), None)


def test_no_chosen_project_is_nothing_to_read_and_no_unbounded_question(*, is_cloud: bool) -> None:
    bench = Bench(5, is_cloud=is_cloud, projects=("NONE",))
    (page,) = bench.pages()
    assert page.records == ()
    assert not [name for name in bench.jira.names() if "search" in name and "project" not in name]


def test_an_idle_tick_asks_neither_for_statuses_nor_for_histories() -> None:
    bench = Bench(5)
    bench.read(until=bench.time.now)
    assert bench.jira.names() == ["GET project/search", "GET myself", "GET field", "GET search/jql"]


def test_histories_of_ten_pages_are_asked_for_together() -> None:
    bench = Bench(35)
    bench.read()
    assert bench.jira.counted()["GET search/jql"] == 4
    assert bench.jira.counted()["POST changelog/bulkfetch"] == 1
    (body,) = bench.jira.bodies("POST changelog/bulkfetch")
    assert body["fieldIds"] == ["status", "customfield_10020", "customfield_10021", "customfield_10024",
                                "customfield_10016"]  # fmt: skip


def test_more_than_a_thousand_issues_are_told_in_batches() -> None:
    bench = Bench(1_050, most=100)
    assert len(bench.read()) == 1_050
    asked = [len(body["issueIdsOrKeys"]) for body in bench.jira.bodies("POST changelog/bulkfetch")]  # type: ignore[arg-type] # JSON
    assert asked == [1_000, 50]


def test_histories_that_fill_several_pages_are_put_together() -> None:
    bench = Bench(12)
    for issue in bench.issues:
        bench.world.move(issue, EPOCH + timedelta(days=9), "Done")
    bench.jira.most_changes = 5
    assert [len(issue.transitions) for issue in bench.read()] == [2] * 12
    assert bench.jira.counted()["POST changelog/bulkfetch"] == 5


@pytest.mark.parametrize("epoch", ["s", "ms", "iso"])
def test_times_of_bulk_histories_are_read_in_whichever_form_they_come(epoch: str) -> None:
    bench = Bench(1)
    bench.jira.epoch = epoch
    (issue,) = bench.read()
    assert issue.transitions[0].at == EPOCH + timedelta(minutes=30)


def test_a_history_of_nobody_knows_whom_sets_aside_what_may_lack_it() -> None:
    bench = Bench(3)
    bench.world.add_issue(bench.pay, EPOCH + timedelta(days=1))

    def blot(body: Any) -> None:  # noqa: ANN401 - JSON
        body["issueChangeLogs"][1]["issueId"] = None

    bench.jira.faults.extend([None, None, None, faults.edited(blot)])
    (page,) = bench.pages()
    assert numbers(list(page.of(Issue))) == [1, 3]
    assert [aside.path for aside in page.unmappable] == ["changelog", "changelog"]


@pytest.mark.parametrize("wrong", [None, 7, {}, [None], [7], [{}], [{"items": 7}]], ids=repr)
def test_a_history_that_makes_no_sense_costs_only_its_issue(wrong: object) -> None:
    bench = Bench(3)

    def spoil(body: Any) -> None:  # noqa: ANN401 - JSON
        body["issueChangeLogs"][1]["changeHistories"] = wrong

    bench.jira.faults.extend([None, None, None, faults.edited(spoil)])
    (page,) = bench.pages()
    assert numbers(list(page.of(Issue))) == [1, 3]
    assert page.unmappable[0].path.startswith("changelog.histories[0]")


@pytest.mark.parametrize("known", [True, False], ids=["a token that leads back", "a new one"])
def test_tokens_that_lead_in_circles_are_an_error_and_not_an_end(*, known: bool) -> None:
    bench = Bench(25)
    tokens: list[str] = []

    def turn(body: Any) -> None:  # noqa: ANN401 - JSON
        tokens.append(body["nextPageToken"])
        body["nextPageToken"] = tokens[0]

    back = faults.edited(turn)
    bench.jira.faults.extend([None, None, back, back] if known else [None])
    if known:
        with pytest.raises(Retryable, match="circles"):
            bench.pages()
    else:
        assert len(bench.read()) == 25


def test_what_was_updated_lately_comes_and_a_little_before(*, is_cloud: bool) -> None:
    bench = Bench(35, is_cloud=is_cloud)
    until = bench.time.now
    bench.world.touch(bench.issues[4], until - timedelta(minutes=4))
    bench.world.touch(bench.issues[9], until + timedelta(minutes=4))
    bench.world.touch(bench.issues[7], until - timedelta(minutes=9))
    assert numbers(bench.read(until=until)) == [5, 10]


ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Pacific/Kiritimati",
    "Australia/Lord_Howe",
]


@pytest.mark.parametrize("zone", [*ZONES, "Middle/Earth", "../etc/passwd", ""])
def test_nothing_is_missed_in_whichever_zone_the_account_is(zone: str, *, is_cloud: bool) -> None:
    bench = Bench(3, is_cloud=is_cloud)
    until = bench.time.now
    bench.world.touch(bench.issues[1], until + timedelta(seconds=1))
    bench.world.zone = zone if zone in ZONES else "UTC"
    if zone not in ZONES:
        told = faults.edited(lambda body: body.update(timeZone=zone))
        before = 1 if is_cloud else 2
        bench.jira.faults.extend([*[None] * before, told])
    assert 2 in numbers(bench.read(until=until))


@pytest.mark.parametrize("minutes", range(-90, 100, 7))
def test_nothing_is_missed_in_the_night_when_summer_ends(minutes: int, *, is_cloud: bool) -> None:
    """In Berlin on 25 October 2026 at 01:00 UTC, the clock goes from 03:00 back to 02:00."""
    bench = Bench(3, is_cloud=is_cloud)
    turn = datetime(2026, 10, 25, 1, tzinfo=UTC)
    until = turn + timedelta(minutes=minutes)
    bench.world.touch(bench.issues[1], until + timedelta(seconds=1))
    found = numbers(bench.read(until=until))
    assert found == [2]


def test_a_server_reads_past_an_hour_that_comes_twice() -> None:
    """More than a page of issues were created in it, and as many before and after it."""
    bench = Bench(is_cloud=False, most=7)
    turn = datetime(2026, 10, 25, 1, tzinfo=UTC)
    for minute in range(-120, 121, 4):
        bench.world.add_issue(bench.pay, turn + timedelta(minutes=minute))
    found = bench.read()
    assert set(numbers(found)) == set(range(1, 62))
    assert len(bench.jira.asked) < 30


def test_a_server_reads_more_issues_of_one_minute_than_a_page_holds() -> None:
    bench = Bench(is_cloud=False, most=7)
    for second in range(40):
        bench.world.add_issue(bench.pay, EPOCH + timedelta(seconds=second))
    bench.world.add_issue(bench.pay, EPOCH + timedelta(hours=1))
    assert sorted(numbers(bench.read())) == list(range(1, 42))


@pytest.mark.parametrize("kind", ["deleted", "updated"])
def test_no_issue_is_jumped_over_because_one_before_it_left_its_place(kind: str, *, is_cloud: bool) -> None:
    bench = Bench(35, is_cloud=is_cloud)
    first = bench.issues[:3]

    def leave() -> None:
        for issue in first:
            bench.world.delete(issue) if kind == "deleted" else bench.world.touch(issue, bench.time.now)

    until = EPOCH if kind == "updated" else None
    before = {True: 4, False: 5}[is_cloud] if until else {True: 3, False: 4}[is_cloud]
    bench.jira.faults.extend([*[None] * (before - (until is None)), faults.meanwhile(leave)])
    assert set(range(4, 36)) <= set(numbers(bench.read(until=until)))


def test_reading_resumes_behind_any_page_in_a_new_process(*, is_cloud: bool) -> None:
    bench = Bench(35, is_cloud=is_cloud)
    pages = bench.pages()
    for index, page in enumerate(pages[:-1]):
        rest = [issue for later in bench.pages(cursor=page.cursor) for issue in later.of(Issue)]
        expected = [issue for later in pages[index + 1 :] for issue in later.of(Issue)]
        assert numbers(rest) == numbers(expected)


def test_a_token_that_jira_takes_no_more_is_rejected() -> None:
    bench = Bench(25)
    token = bench.pages()[0].cursor
    with pytest.raises(Rejected, match="another query"):
        bench.pages(cursor=token, until=bench.time.now)
    with pytest.raises(Rejected, match="invalid"):
        bench.pages(cursor="no token")


@pytest.mark.parametrize(
    ("stream", "cursor"),
    [
        *(
            ("issues", each)
            for each in ("x", "7", '2026/01/05 10:00" OR project = 7|0|', "2026/01/05 10:00|-1|")
        ),
        *(("sprints", each) for each in ("x", "7", "7:x", "-1:0")),
        *(("projects", each) for each in ("x", "-1", "1.5")),
    ],
)
def test_a_cursor_that_is_none_of_ours_is_rejected(stream: str, cursor: str) -> None:
    with pytest.raises(Rejected):
        list(Bench(25, is_cloud=False).client.read(stream, cursor=cursor))


def test_what_is_named_is_read_as_it_is_now_though_the_search_lags(*, is_cloud: bool) -> None:
    bench = Bench(3, is_cloud=is_cloud)
    issue = bench.issues[1]
    bench.world.move(issue, bench.time.now, "Done")
    bench.world.unindexed.add(issue["id"])
    page = bench.hydrated(issue["id"])
    assert [each.status for each in page.of(Issue)] == ["Done"]
    assert [len(each.transitions) for each in page.of(Issue)] == [2]
    assert page.gone == ()


def test_what_was_deleted_or_never_was_or_is_of_another_project_is_gone(*, is_cloud: bool) -> None:
    bench = Bench(3, is_cloud=is_cloud, projects=("PAY",))
    other = bench.world.add_issue(bench.world.add_project("WEB"))
    deleted, kept, _ = bench.issues[:3]
    bench.world.delete(deleted)
    page = bench.hydrated(deleted["id"], kept["id"], other["id"], "../../secret", "PAY-1")
    assert [issue.external_id for issue in page.of(Issue)] == [kept["id"]]
    assert page.gone == (deleted["id"], other["id"], "../../secret", "PAY-1")


def test_a_hundred_are_read_by_id_at_once() -> None:
    bench = Bench(150)
    ids = [issue["id"] for issue in bench.issues]
    pages = list(bench.client.hydrate("issues", ids))
    assert [len(page.of(Issue)) for page in pages] == [100, 50]
    assert bench.jira.counted()["POST issue/bulkfetch"] == 2


def test_issues_that_jira_fails_to_read_are_asked_for_again_and_not_gone() -> None:
    bench = Bench(3)
    errors = [{"id": bench.issues[0]["id"], "errorMessage": "Try again."}]
    told = faults.edited(lambda body: body.update(issueErrors=errors))
    bench.jira.faults.extend([None, told])
    with pytest.raises(Retryable):
        bench.hydrated(bench.issues[0]["id"])


@pytest.mark.parametrize(
    ("projects", "exclude", "keys", "missing"),
    [
        ((), (), ["PAY", "PAYOUT", "WEB"], ()),
        (("pay",), (), ["PAY"], ()),
        (("PAY*",), (), ["PAY", "PAYOUT"], ()),
        (("PAY*",), ("payout",), ["PAY"], ()),
        ((), ("PAY*",), ["WEB"], ()),
        (("WEB", "TYPO"), (), ["WEB"], ("TYPO",)),
        (("X?",), (), [], ("X?",)),
    ],
    ids=["all", "a key", "a pattern", "without one", "without a pattern", "a typo", "a pattern of nothing"],
)
def test_projects_are_chosen_by_keys_and_patterns(
    projects: tuple[str, ...],
    exclude: tuple[str, ...],
    keys: list[str],
    missing: tuple[str, ...],
    *,
    is_cloud: bool,
) -> None:
    bench = Bench(is_cloud=is_cloud, projects=projects, exclude=exclude)
    for key in ("PAYOUT", "WEB"):
        bench.world.add_project(key)
    found = [project for page in bench.client.read("projects") for project in page.of(Project)]
    assert [project.key for project in found] == keys
    assert [page.missing for page in bench.client.repositories()] == [missing]


def test_many_projects_are_read_page_by_page_and_asked_for_once() -> None:
    bench = Bench()
    for number in range(120):
        bench.world.add_project(f"P{number:03}")
    pages = list(bench.client.read("projects"))
    assert [len(page.of(Project)) for page in pages] == [50, 50, 21]
    list(bench.client.read("issues"))
    assert bench.jira.counted()["GET project/search"] == 3
    rest = [
        project
        for page in bench.anew().read("projects", cursor=pages[0].cursor)
        for project in page.of(Project)
    ]
    assert len(rest) == 71


def test_a_project_is_read_as_it_is_now_and_one_that_is_not_ours_is_gone() -> None:
    bench = Bench(projects=("PAY",))
    web = bench.world.add_project("WEB")
    bench.pay["name"] = "Payments"
    (page,) = bench.client.hydrate("projects", [bench.pay["id"], web["id"], "99", "PAY"])
    assert [project.name for project in page.of(Project)] == ["Payments"]
    assert page.gone == (web["id"], "99", "PAY")


def test_the_field_that_the_settings_name_holds_the_points() -> None:
    bench = Bench(1, options={"story_points_field": "story point estimate"})
    bench.issues[0]["fields"] |= {"customfield_10024": 3, "customfield_10016": 8}
    assert [issue.estimate for issue in bench.read()] == [8.0]


def test_a_field_that_there_is_not_is_told_and_nothing_is_read_without_points() -> None:
    with pytest.raises(Misconfigured, match="no field `Effort`") as told:
        Bench(1, options={"story_points_field": "Effort"}).read()
    assert "storyPointsField" in told.value.hint


def test_a_server_lies_anywhere_on_its_host() -> None:
    bench = Bench(3, is_cloud=False)
    bench.jira.path = "/tracker/jira"
    client = connected(bench.jira, base_url="https://acme.test/tracker/jira/secure/Dashboard.jspa")
    (issue, *_) = [issue for page in client.read("issues") for issue in page.of(Issue)]
    assert issue.url == "https://acme.test/tracker/jira/browse/PAY-1"


def test_a_scoped_token_goes_through_the_gateway_and_links_to_the_site() -> None:
    bench = Bench(1)
    bench.jira.path = "/ex/jira/11-22"
    site = faults.edited(lambda body: body.update(baseUrl="https://acme.atlassian.net"))
    bench.jira.faults.append(site)
    client = connected(bench.jira, base_url="https://api.atlassian.com/ex/jira/11-22")
    (issue,) = [issue for page in client.read("issues") for issue in page.of(Issue)]
    assert issue.url == "https://acme.atlassian.net/browse/PAY-1"
    assert {request.url.host for request in bench.jira.asked} == {"api.atlassian.com"}


def test_an_address_without_a_jira_is_told_as_such() -> None:
    bench = Bench(is_cloud=False)
    with pytest.raises(Misconfigured, match="There is no Jira at"):
        list(connected(bench.jira, base_url="https://jira.acme.test/wiki").read("issues"))


def test_the_old_search_of_the_cloud_is_never_asked() -> None:
    bench = Bench(25)
    bench.read()
    assert not {"GET search", "POST search"} & set(bench.jira.names())


def test_a_search_that_no_address_holds_is_asked_in_a_body(*, is_cloud: bool) -> None:
    bench = Bench(5, is_cloud=is_cloud)
    for number in range(900):
        bench.world.add_project(f"TEAM{number}")
    assert len(bench.read()) == 5
    asked = [name for name in bench.jira.names() if name.split()[1] in ("search", "search/jql")]
    assert {name.split()[0] for name in asked} == {"POST"}


def test_streams_and_repositories_that_jira_has_not_are_refused() -> None:
    client = Bench().client
    with pytest.raises(ValueError, match="runs"):
        list(client.read("runs"))
    assert list(client.hydrate("runs", ["1"])) == []
    assert client.probe([]) == {}


def test_a_server_whose_search_tells_no_histories_is_asked_for_each() -> None:
    bench = Bench(5, is_cloud=False)
    bench.jira.tells_histories = False
    found = bench.read()
    assert {len(issue.transitions) for issue in found} == {1}
    assert bench.jira.counted()["GET issue/PAY-1"] == 1


def test_an_issue_is_filed_where_its_key_says_when_ids_disagree() -> None:
    bench = Bench(1, is_cloud=False)
    bench.jira.misfiled = "99999"
    (found,) = bench.read()
    assert found.project_id == identify("jira", "project", bench.pay["id"])
