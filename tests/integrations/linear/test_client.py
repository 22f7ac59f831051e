"""The client against the strict fake: pages, long lists, what is new, teams, limits and what is gone."""

from datetime import datetime, timedelta

import pytest

from domain.errors import Misconfigured, Rejected, Retryable
from domain.records import Issue, Project, Sprint, SprintState
from integrations.linear.client import OVERLAP
from integrations.provider import Selection
from tests.fakes.linear.fake import NOW, OAUTH
from tests.integrations.linear.bench import SOURCE, Bench


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


def test_issues_come_whole_with_the_states_they_went_through() -> None:
    bench = Bench()
    at = NOW - timedelta(days=3)
    issue = bench.world.add_issue(bench.team, "Round amounts", at)
    bench.world.move(issue, "In Progress", at + minutes(30))
    bench.world.move(issue, "Done", at + minutes(90))
    found = bench.issues()["PAY-1"]
    assert [(each.to_status, each.at) for each in found.transitions] == [
        ("In Progress", at + minutes(30)),
        ("Done", at + minutes(90)),
    ]
    assert found.resolved_at == at + minutes(90)


def test_a_first_load_takes_a_hundred_a_page_and_states_once() -> None:
    bench = Bench()
    bench.world.grow(bench.team, 250, NOW - timedelta(days=20))
    assert [len(page.records) for page in bench.pages()] == [100, 100, 50]
    assert sorted(bench.fake.names()) == ["Issues", "Issues", "Issues", "States", "Teams"]


def test_the_issue_that_was_touched_longest_ago_comes_first() -> None:
    bench = Bench()
    bench.world.grow(bench.team, 5, NOW - timedelta(days=20))
    bench.world.touch(bench.world.issues[0], NOW)
    assert list(bench.issues()) == ["PAY-2", "PAY-3", "PAY-4", "PAY-5", "PAY-1"]


def test_what_is_new_is_asked_for_in_small_pages_first() -> None:
    bench = Bench()
    bench.world.grow(bench.team, 60, NOW - timedelta(days=20))
    for issue in bench.world.issues[:15]:
        bench.world.touch(issue, NOW - minutes(1))
    assert len(bench.issues(until=NOW - minutes(5))) == 15
    firsts = [asked.variables["first"] for asked in bench.fake.asked if asked.name == "Issues"]
    assert firsts == [10, 100]


def test_a_quiet_tick_asks_one_thing_of_each_stream() -> None:
    bench = Bench()
    bench.world.grow(bench.team, 5, NOW - timedelta(days=20))
    for stream in ("projects", "sprints", "issues"):
        list(bench.client.read(stream, until=NOW - minutes(5)))
    assert bench.fake.names() == ["Teams", "Cycles", "Issues"]


def test_reading_reaches_a_little_behind_the_watermark() -> None:
    bench = Bench()
    until = NOW - timedelta(hours=1)
    bench.world.add_issue(bench.team, "Just before", until - OVERLAP + minutes(1))
    bench.world.add_issue(bench.team, "Long before", until - OVERLAP - minutes(1))
    assert bench.issues(until=until).keys() == {"PAY-1"}


@pytest.mark.parametrize("n", [15, 16, 66, 140], ids=["a page", "one more", "two pages", "four pages"])
def test_no_list_is_ever_cut(n: int) -> None:
    bench = Bench()
    at = NOW - timedelta(days=3)
    issue = bench.world.add_issue(bench.team, "Busy", at, "Todo")
    for minute in range(1, n):
        bench.world.move(issue, ("In Progress", "In Review")[minute % 2], at + minutes(minute))
        bench.world.size(issue, float(minute), at + minutes(minute))
    found = bench.issues()["PAY-1"]
    assert len(found.transitions) == n - 1
    assert [each.after for each in found.estimate_changes] == [float(each) for each in range(1, n)]


def test_the_lists_of_many_issues_are_followed_together() -> None:
    bench = Bench()
    for index in range(30):
        issue = bench.world.add_issue(bench.team, f"Busy {index}", NOW - timedelta(days=3))
        for minute in range(40):
            bench.world.size(issue, float(minute), NOW - minutes(minute))
    assert all(len(each.estimate_changes) == 40 for each in bench.issues().values())
    assert bench.fake.names().count("RestOfLists") == 2


def test_a_page_that_is_too_complex_is_halved() -> None:
    bench = Bench()
    bench.world.grow(bench.team, 60, NOW - timedelta(days=20))
    bench.fake.most = 4_000
    assert len(bench.issues()) == 60
    assert [a.variables["first"] for a in bench.fake.asked if a.name == "Issues"] == [50, 50]


def test_an_issue_that_is_touched_meanwhile_comes_once() -> None:
    bench = Bench()
    bench.world.grow(bench.team, 150, NOW - timedelta(days=20))
    pages = bench.client.read("issues")
    first = next(pages)
    bench.world.touch(bench.world.issues[0], NOW)
    rest = [each for page in pages for each in page.of(Issue)]
    assert len(first.of(Issue)) + len(rest) == 150


def test_trashed_issues_are_gone_and_archived_ones_stay() -> None:
    bench = Bench()
    bench.world.grow(bench.team, 2, NOW - timedelta(days=20))
    bench.world.touch(bench.world.issues[0], NOW, trashed=True)
    (page,) = bench.pages()
    assert page.gone == (bench.world.issues[0]["id"],)
    assert [each.key for each in page.of(Issue)] == ["PAY-2"]


def test_an_issue_of_a_team_that_we_do_not_know_yet_is_set_aside() -> None:
    bench = Bench()
    pages = bench.client.read("projects")
    assert [each.key for page in pages for each in page.of(Project)] == ["PAY"]
    young = bench.world.add_team("NEW", "Newcomers")
    bench.world.add_issue(young, "Hello", NOW)
    bench.world.add_cycle(young, NOW, NOW + timedelta(weeks=2))
    for stream in ("issues", "sprints"):
        (page,) = bench.client.read(stream)
        assert [aside.path for aside in page.unmappable] == ["team.id"]
    assert bench.issues().keys() == {"NEW-1"}


@pytest.mark.parametrize(
    ("projects", "exclude", "keys"),
    [
        (("PAY",), (), {"PAY-1"}),
        (("pay",), (), {"PAY-1"}),
        (("P*",), (), {"PAY-1"}),
        (("Mobile*",), (), {"MOB-1"}),
        ((), ("PAY",), {"MOB-1"}),
        (("*",), ("MOB",), {"PAY-1"}),
        (("NOWHERE",), (), set()),
    ],
    ids=["by key", "in any case", "by a pattern", "by name", "all but one", "both", "none that there is"],
)
def test_only_chosen_teams_are_read(
    projects: tuple[str, ...], exclude: tuple[str, ...], keys: set[str]
) -> None:
    bench = Bench(Selection(projects=projects, exclude=exclude))
    mobile = bench.world.add_team("MOB", "Mobile apps")
    for team in (bench.team, mobile):
        bench.world.add_issue(team, "Work", NOW - minutes(9))
        bench.world.add_cycle(team, NOW, NOW + timedelta(weeks=2))
    assert bench.issues().keys() == keys
    chosen = {key.partition("-")[0] for key in keys}
    assert {each.key for page in bench.pages("projects") for each in page.of(Project)} == chosen
    assert {each.board for page in bench.pages("sprints") for each in page.of(Sprint)} == chosen
    ids = [issue["id"] for issue in bench.world.issues]
    found = [each.key for page in bench.client.hydrate("issues", ids) for each in page.of(Issue)]
    assert set(found) == keys


def test_cycles_that_are_not_over_come_each_time_for_time_touches_none() -> None:
    bench = Bench()
    weeks = timedelta(weeks=1)
    for index in (-9, -1, 1):
        bench.world.add_cycle(bench.team, NOW + index * weeks, NOW + (index + 1) * weeks + minutes(1))
    (page,) = bench.pages("sprints")
    states = [each.state for each in page.of(Sprint)]
    assert states == [SprintState.CLOSED, SprintState.ACTIVE, SprintState.FUTURE]
    (page,) = bench.pages("sprints", until=NOW - minutes(20))
    assert [each.name for each in page.of(Sprint)] == ["Cycle 2", "Cycle 3"]
    bench.world.touch(bench.world.cycles[0], NOW)
    (page,) = bench.pages("sprints", until=NOW - minutes(20))
    assert len(page.of(Sprint)) == 3


def test_two_teams_of_one_name_have_two_boards() -> None:
    bench = Bench()
    for team in (bench.team, bench.world.add_team("PAY2", "Payments")):
        bench.world.add_cycle(team, NOW, NOW + timedelta(weeks=2))
    assert {each.board for page in bench.pages("sprints") for each in page.of(Sprint)} == {"PAY", "PAY2"}


def test_issues_are_read_again_by_id_with_their_team_and_those_that_are_gone_are_told() -> None:
    bench = Bench()
    bench.world.grow(bench.team, 3, NOW - timedelta(days=9))
    ids = [each["id"] for each in bench.world.issues[:2]]
    first, *rest = bench.client.hydrate("issues", [*ids, "gone"])
    assert [each.key for each in first.of(Project)] == ["PAY"]
    assert {each.external_id for page in rest for each in page.of(Issue)} == set(ids)
    assert [id_ for page in rest for id_ in page.gone] == ["gone"]
    assert all(page.cursor is None for page in rest)


def test_cycles_and_teams_are_read_again_too() -> None:
    bench = Bench()
    cycle = bench.world.add_cycle(bench.team, NOW, NOW + timedelta(weeks=2))
    found = [each for page in bench.client.hydrate("sprints", [cycle["id"]]) for each in page.of(Sprint)]
    assert [each.external_id for each in found] == [cycle["id"]]
    (page,) = bench.client.hydrate("projects", [bench.team["id"]])
    assert [each.key for each in page.of(Project)] == ["PAY"]


def test_nothing_asked_about_is_nothing_asked() -> None:
    bench = Bench()
    assert list(bench.client.hydrate("issues", [])) == []
    assert bench.fake.requests == []


def test_a_cursor_that_linear_takes_no_more_is_rejected() -> None:
    bench = Bench()
    bench.world.grow(bench.team, 3, NOW - timedelta(days=9))
    for stream in ("issues", "sprints"):
        with pytest.raises(Rejected):
            list(bench.client.read(stream, cursor="stale"))


def test_a_limit_comes_as_status_400_and_is_waited_out_to_its_reset() -> None:
    bench = Bench()
    bench.world.grow(bench.team, 150, NOW - timedelta(days=20))
    bench.fake.per_hour = 2
    assert len(bench.issues()) == 150
    assert bench.time.slept
    assert bench.time.now - NOW >= timedelta(hours=1)
    assert all(seconds <= 3_600 for seconds in bench.time.slept)


def test_points_are_counted_as_linear_tells_them() -> None:
    bench = Bench()
    bench.world.grow(bench.team, 5, NOW - timedelta(days=20))
    list(bench.client.read("issues"))
    spent = sum(round(asked.points, 1) for asked in bench.fake.asked)
    assert abs(bench.client.usage.points - spent) <= len(bench.fake.asked) / 2
    assert bench.client.usage.requests == len(bench.fake.requests)


def test_labels_that_name_types_are_a_setting() -> None:
    bench = Bench(Selection(options={"type_labels": ["Chore"]}))
    bench.world.add_issue(bench.team, "Sweep", NOW, labels=[{"name": "bug"}, {"name": "chore"}])
    assert bench.issues()["PAY-1"].type == "Chore"


def test_an_app_is_sent_as_a_bearer_and_a_key_as_it_is() -> None:
    bench = Bench()
    list(bench.connected(secrets={"token": f" Bearer {OAUTH}\n"}).read("projects"))
    assert bench.fake.requests[-1].headers["authorization"] == f"Bearer {OAUTH}"
    list(bench.client.read("projects"))
    assert bench.fake.requests[-1].headers["authorization"].startswith("lin_api_")


@pytest.mark.parametrize("token", [" ", "Bearer ", "with space", "with\nline"], ids=repr)
def test_what_cannot_be_a_key_is_refused_at_once(token: str) -> None:
    with pytest.raises(Misconfigured):
        Bench().connected(secrets={"token": token})


def test_a_key_that_is_not_taken_is_for_the_admin() -> None:
    client = Bench().connected(secrets={"token": "lin_api_wrong"})
    with pytest.raises(Misconfigured, match="credentials"):
        list(client.read("issues"))


@pytest.mark.parametrize(
    ("base_url", "asked"),
    [
        ("https://linear.app", "https://api.linear.app/graphql"),
        ("https://linear.app/acme/", "https://api.linear.app/graphql"),
        ("https://api.linear.app/graphql", "https://api.linear.app/graphql"),
        ("http://127.0.0.1:8099", "http://127.0.0.1:8099/graphql"),
    ],
)
def test_the_api_is_found_by_the_address_that_people_know(base_url: str, asked: str) -> None:
    bench = Bench()
    source = type(SOURCE)("linear", "linear", base_url, "Linear")
    list(bench.connected(source=source).read("projects"))
    assert {str(request.url) for request in bench.fake.requests} == {asked}


def test_nothing_lies_in_repositories() -> None:
    client = Bench().client
    assert list(client.repositories()) == []
    assert client.probe([]) == {}
    with pytest.raises(ValueError, match="not read so"):
        client.read("pull_requests")


def test_reading_resumes_behind_a_page_with_the_same_watermark() -> None:
    bench = Bench()
    bench.world.grow(bench.team, 150, NOW - timedelta(days=9))
    until: datetime = NOW - timedelta(days=8)
    first = next(iter(bench.client.read("issues", until=until)))
    rest = list(bench.connected().read("issues", cursor=first.cursor, until=until))
    keys = [each.key for page in (first, *rest) for each in page.of(Issue)]
    assert len(keys) == len(set(keys))
    assert set(keys) == bench.issues(until=until).keys()


def test_a_workspace_that_is_not_told_is_an_error_and_no_data() -> None:
    bench = Bench()
    bench.world.organization["urlKey"] = ""
    with pytest.raises(Retryable):
        list(bench.client.read("projects"))
