"""The client against the strict fake: windows, caps, what outlasts a window, and what is new."""

from datetime import datetime, timedelta

import pytest

from domain.errors import Misconfigured, Rejected, Retryable
from domain.records import Incident
from integrations.pagerduty.incidents import FIRST, OVERLAP
from integrations.provider import Selection
from tests.fakes.pagerduty import World
from tests.fakes.pagerduty.fake import ACCOUNT_KEY, NOW
from tests.integrations.pagerduty.bench import SOURCE, Bench


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


def test_incidents_come_whole_with_what_the_accounts_log_tells() -> None:
    bench = Bench()
    at = NOW - timedelta(days=3)
    incident = bench.world.add_incident("Checkout is down", at)
    bench.world.notify(incident, at + minutes(1), "ada", "phone")
    bench.world.acknowledge(incident, at + minutes(5), "ada")
    bench.world.resolve(incident, at + minutes(45), "grace")
    found = bench.incidents()["Checkout is down"]
    assert [each.at for each in found.acknowledgements] == [at + minutes(5)]
    assert [(each.at, each.channel) for each in found.interruptions] == [(at + minutes(1), "phone")]
    assert (found.resolved_at, found.resolved_by_human) == (at + minutes(45), True)
    assert not [path for path in bench.fake.asked if incident["id"] in path]


def test_nothing_at_all_is_one_empty_page() -> None:
    (page,) = Bench().pages()
    assert (page.records, page.cursor) == ((), None)


def test_the_newest_incidents_come_first() -> None:
    bench = Bench()
    bench.world.grow(50, NOW - timedelta(weeks=30), NOW)
    pages = bench.pages()
    assert len(pages) > 2
    newest = [max(each.created_at for each in page.of(Incident)) for page in pages if page.records]
    assert newest == sorted(newest, reverse=True)


def test_an_incident_that_outlasted_its_window_is_asked_for_by_itself() -> None:
    bench = Bench()
    at = NOW - FIRST - timedelta(days=2)
    incident = bench.world.add_incident("Drags on", at)
    bench.world.acknowledge(incident, at + timedelta(days=1), "ada")
    bench.world.resolve(incident, NOW - timedelta(days=1), "ada")
    found = bench.incidents()["Drags on"]
    assert found.resolved_at == NOW - timedelta(days=1)
    assert found.acknowledgements[0].at == at + timedelta(days=1)
    assert bench.fake.asked.count(f"/incidents/{incident['id']}/log_entries") == 1


def test_a_window_with_more_than_ten_thousand_entries_is_read_in_halves() -> None:
    bench = Bench()
    bench.world.grow(1_900, NOW - timedelta(weeks=3), NOW - timedelta(hours=1))
    assert len(bench.incidents()) == 1_900
    assert len(bench.pages()) == 2


def test_more_in_a_second_than_can_be_read_is_an_error_and_not_an_end() -> None:
    bench = Bench()
    incident = bench.world.add_incident("Loud", NOW)
    for _ in range(10_001):
        bench.world.note(incident, NOW, "ada")
    with pytest.raises(Retryable):
        bench.incidents()


def test_an_incident_of_long_ago_that_is_spoken_of_now_comes_again() -> None:
    bench = Bench()
    at = NOW - timedelta(weeks=20)
    incident = bench.world.add_incident("Old", at)
    bench.world.acknowledge(incident, at + minutes(2), "ada")
    quiet = bench.world.add_incident("Quiet", at)
    bench.world.resolve(quiet, at + minutes(2), "ada")
    bench.world.resolve(incident, NOW - minutes(3), "grace")
    found = bench.incidents(until=NOW - minutes(5))
    assert found.keys() == {"Old"}
    assert found["Old"].resolved_at == NOW - minutes(3)
    assert [each.at for each in found["Old"].acknowledgements] == [at + minutes(2)]


def test_what_is_open_and_has_changed_comes_again_though_no_log_speaks_of_it_yet() -> None:
    bench = Bench()
    incident = bench.world.add_incident("Lagging", NOW - timedelta(days=60))
    bench.world.acknowledge(incident, NOW - minutes(1), "ada")
    bench.world.log.pop()
    assert bench.incidents(until=NOW - minutes(5)).keys() == {"Lagging"}


def test_reading_reaches_a_little_behind_the_watermark() -> None:
    bench = Bench()
    bench.world.add_incident("Just before", NOW - timedelta(hours=1) - OVERLAP + minutes(1))
    bench.world.add_incident("Long before", NOW - timedelta(hours=1) - OVERLAP - minutes(1))
    assert bench.incidents(until=NOW - timedelta(hours=1)).keys() == {"Just before"}


def test_a_quiet_tick_asks_three_things() -> None:
    bench = Bench()
    bench.world.grow(5, NOW - timedelta(weeks=2), NOW - timedelta(days=1))
    assert bench.incidents(until=NOW - minutes(10)) == {}
    assert bench.fake.asked == ["/incidents", "/log_entries", "/incidents"]


def test_a_reopened_incident_is_not_over() -> None:
    bench = Bench()
    incident = bench.world.add_incident("Back again", NOW - timedelta(hours=3))
    bench.world.resolve(incident, NOW - timedelta(hours=2), None)
    bench.world.reopen(incident, NOW - timedelta(hours=1), "ada")
    assert bench.incidents()["Back again"].resolved_at is None


def test_a_merged_incident_names_the_one_it_is_part_of() -> None:
    bench = Bench()
    one = bench.world.add_incident("One", NOW - timedelta(hours=3))
    other = bench.world.add_incident("Other", NOW - timedelta(hours=3))
    bench.world.merge(other, one, NOW - timedelta(hours=2), "ada")
    assert bench.incidents()["Other"].merged_into == one["id"]


def test_a_page_of_users_tells_addresses_by_which_people_are_recognised() -> None:
    bench = Bench()
    incident = bench.world.add_incident("Trouble", NOW - timedelta(hours=3))
    bench.world.acknowledge(incident, NOW - timedelta(hours=2), "ada")
    (account,) = [account for page in bench.pages() for account in page.accounts]
    assert (account.login, account.email, account.name) == ("ada@example.com", "ada@example.com", "Ada")


def test_without_permission_to_read_users_people_go_by_their_names() -> None:
    bench = Bench()
    bench.fake.forbidden.add("/users")
    incident = bench.world.add_incident("Trouble", NOW - timedelta(hours=3))
    bench.world.acknowledge(incident, NOW - timedelta(hours=2), "ada")
    (account,) = [account for page in bench.pages() for account in page.accounts]
    assert (account.login, account.email) == ("Ada", None)


@pytest.mark.parametrize(
    ("projects", "exclude", "titles"),
    [
        (("Checkout",), (), {"A", "B"}),
        (("check*",), (), {"A", "B"}),
        ((), ("Check*",), {"C"}),
        (("*",), ("Search",), {"A", "B"}),
        (("Nowhere",), (), set()),
    ],
    ids=["by name", "by a pattern in any case", "all but some", "both", "none that there is"],
)
def test_only_chosen_services_are_read(
    projects: tuple[str, ...], exclude: tuple[str, ...], titles: set[str]
) -> None:
    bench = Bench(selection=Selection(projects=projects, exclude=exclude))
    old = NOW - timedelta(weeks=9)
    for title, service, at in (("A", "Checkout", NOW), ("B", "Checkout", old), ("C", "Search", old)):
        incident = bench.world.add_incident(title, at - timedelta(days=1), service)
        bench.world.note(incident, NOW - minutes(1), "ada")
    assert bench.incidents().keys() == titles
    assert bench.incidents(until=NOW - minutes(5)).keys() == titles - {"A"} | (titles & {"A"})


def test_a_service_is_chosen_by_its_id_too() -> None:
    world = World()
    world.add_incident("A", NOW - timedelta(days=1), "Checkout")
    world.add_incident("B", NOW - timedelta(days=1), "Search")
    bench = Bench(world, Selection(projects=(world.services["Search"]["id"].lower(),)))
    assert bench.incidents().keys() == {"B"}


def test_incidents_are_read_again_by_id_and_those_that_are_gone_are_told() -> None:
    bench = Bench()
    bench.world.grow(25, NOW - timedelta(days=9), NOW - timedelta(days=1))
    ids = [each["id"] for each in bench.world.incidents]
    pages = list(bench.client.hydrate("incidents", [*ids, "QGONE"]))
    assert {each.external_id for page in pages for each in page.of(Incident)} == set(ids)
    assert [id_ for page in pages for id_ in page.gone] == ["QGONE"]
    assert [len(page.of(Incident)) for page in pages] == [20, 5]


def test_shifts_have_no_ids_to_be_read_by() -> None:
    assert list(Bench().client.hydrate("shifts", ["P1"])) == []


@pytest.mark.parametrize(
    "cursor",
    ["", "nonsense", "[]", "null", '["2026-01-01", "2026-01-01", 9]', '["x", "y", "z"]',
     '["2026-01-01T00:00:00+00:00", "2025-01-01T00:00:00+00:00", 0]',
     '["2026-01-01T00:00:00+00:00", "2025-01-01T00:00:00+00:00", 1e99]'],
    ids=["empty", "text", "a list", "null", "no zones", "no times", "no width", "too wide"],
)  # fmt: skip
def test_a_cursor_that_is_none_is_rejected(cursor: str) -> None:
    bench = Bench()
    if not cursor:
        assert len(list(bench.client.read("incidents", cursor=cursor))) == 1
        return
    for stream in ("incidents", "shifts"):
        with pytest.raises(Rejected):
            list(bench.client.read(stream, cursor=cursor))


def test_every_shift_comes_once_whichever_windows_it_spans() -> None:
    bench = Bench()
    bench.world.add_incident("First", NOW - timedelta(weeks=20))
    bench.world.rotate(20, NOW)
    found = bench.shifts()
    assert len(found) == 20
    assert {each.ended_at - each.began_at for each in found} == {timedelta(weeks=1)}


def test_shifts_are_read_since_the_first_incident() -> None:
    bench = Bench()
    bench.world.add_incident("First", NOW - timedelta(weeks=3))
    bench.world.rotate(20, NOW)
    assert len(bench.shifts()) == 3


def test_without_an_incident_the_last_four_weeks_are_read() -> None:
    bench = Bench()
    bench.world.rotate(20, NOW)
    assert 4 <= len(bench.shifts()) <= 5


def test_a_shift_that_goes_on_is_read_again_until_it_is_over() -> None:
    bench = Bench()
    shift = bench.world.add_shift("ada", NOW - timedelta(days=2), NOW + timedelta(days=5))
    (page,) = bench.pages("shifts")
    assert page.unsettled_since == NOW - timedelta(days=2)
    shift["end"] = (NOW - minutes(1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    (page,) = bench.pages("shifts", until=page.unsettled_since)
    assert page.unsettled_since is None
    (found,) = bench.shifts(until=NOW - timedelta(days=2))
    assert found.ended_at == NOW - minutes(1)


def test_what_is_to_come_is_no_shift_yet() -> None:
    bench = Bench()
    bench.world.add_shift("ada", NOW + timedelta(days=2), NOW + timedelta(days=5))
    assert bench.shifts() == []


@pytest.mark.parametrize(
    "change",
    [{"schedule": None}, {"start": None, "end": None}, {"schedule": None, "start": None, "end": None}],
    ids=["without a schedule", "without times", "on call for good"],
)
def test_whoever_is_on_call_without_a_schedule_or_an_end_has_no_shift(change: dict[str, None]) -> None:
    bench = Bench()
    bench.world.add_shift("ada", NOW - timedelta(days=2), NOW - timedelta(days=1)).update(change)
    (page,) = bench.pages("shifts")
    assert (page.records, page.unmappable) == ((), ())


def test_a_limit_is_waited_out_as_its_own_header_says() -> None:
    bench = Bench()
    bench.world.grow(3, NOW - timedelta(days=9), NOW - timedelta(days=1))
    bench.fake.per_minute = 2
    assert len(bench.incidents()) == 3
    assert bench.time.slept
    assert all(0 < seconds <= 60 for seconds in bench.time.slept)


def test_nothing_lies_in_repositories() -> None:
    client = Bench().client
    assert list(client.repositories()) == []
    assert client.probe([]) == {}
    with pytest.raises(ValueError, match="not read so"):
        client.read("pull_requests")


@pytest.mark.parametrize("token", ["", "  ", "with space", "with\nline"], ids=repr)
def test_what_cannot_be_a_key_is_refused_at_once(token: str) -> None:
    with pytest.raises(Misconfigured):
        Bench().connected(secrets={"token": token or " "})


def test_the_key_of_an_account_reads_too() -> None:
    bench = Bench()
    bench.world.add_incident("Trouble", NOW - timedelta(hours=3))
    client = bench.connected(secrets={"token": f" {ACCOUNT_KEY}\n"})
    assert [len(page.records) for page in client.read("incidents")] == [1]


def test_an_oauth_token_is_sent_as_a_bearer() -> None:
    bench = Bench()
    client = bench.connected(secrets={"token": "pdus+_0AbCdEf"})
    with pytest.raises(Misconfigured):
        list(client.read("incidents"))
    assert bench.fake.requests[-1].headers["authorization"] == "Bearer pdus+_0AbCdEf"


@pytest.mark.parametrize(
    ("base_url", "asked"),
    [
        ("https://api.pagerduty.com", "api.pagerduty.com"),
        ("https://acme.pagerduty.com/", "api.pagerduty.com"),
        ("https://api.eu.pagerduty.com", "api.eu.pagerduty.com"),
        ("https://acme.eu.pagerduty.com", "api.eu.pagerduty.com"),
        ("http://127.0.0.1:8099", "127.0.0.1"),
    ],
)
def test_the_region_is_told_by_the_address(base_url: str, asked: str) -> None:
    bench = Bench()
    source = type(SOURCE)("pagerduty", "pagerduty", base_url, "PagerDuty")
    list(bench.connected(source=source).read("incidents"))
    assert {request.url.host for request in bench.fake.requests} == {asked}


def test_no_key_goes_over_a_readable_connection() -> None:
    source = type(SOURCE)("pagerduty", "pagerduty", "http://pagerduty.example.com", "PagerDuty")
    with pytest.raises(Misconfigured):
        Bench().connected(source=source)


def test_reading_resumes_at_a_window_with_the_same_watermark() -> None:
    bench = Bench()
    bench.world.grow(40, NOW - timedelta(weeks=30), NOW - timedelta(days=1))
    until: datetime = NOW - timedelta(weeks=20)
    pages = list(bench.client.read("incidents", until=until))
    again = list(bench.connected().read("incidents", cursor=pages[0].cursor, until=until))
    assert [page.records for page in again] == [page.records for page in pages[1:]]
