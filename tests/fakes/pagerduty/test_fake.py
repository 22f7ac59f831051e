"""The fake PagerDuty is strict: what PagerDuty would refuse, it refuses."""

from datetime import timedelta

import httpx
import pytest

from tests.fakes.pagerduty import TOKEN, FakePagerDuty, World
from tests.fakes.pagerduty.fake import ACCEPT, NOW
from tests.fakes.pagerduty.world import stamp

HEADERS = {"authorization": f"Token token={TOKEN}", "accept": ACCEPT}


def asked(fake: FakePagerDuty, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
    request = httpx.Request("GET", f"https://api.pagerduty.com{path}", headers=headers or HEADERS)
    return fake.handle_request(request)


def grown(n: int) -> FakePagerDuty:
    world = World()
    world.grow(n, NOW - timedelta(days=20), NOW - timedelta(days=1))
    return FakePagerDuty(world)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/incidents", 200),
        ("/incidents?limit=100&offset=9900", 200),
        ("/incidents?limit=100&offset=9901", 400),
        ("/incidents?limit=0", 400),
        ("/incidents?page=2", 400),
        ("/incidents?date_range=all&since=2026-01-01T00:00:00Z", 400),
        ("/incidents?since=2026-01-01T00:00:00Z&until=2026-08-01T00:00:00Z", 400),
        ("/log_entries?since=2026-01-01T00:00:00Z&until=2026-08-01T00:00:00Z", 400),
        ("/incidents/Q999999", 404),
        ("/nowhere/at/all", 404),
    ],
)
def test_what_pagerduty_refuses_is_refused(path: str, code: int) -> None:
    assert asked(grown(1), path).status_code == code


def test_without_a_key_or_the_version_nothing_is_told() -> None:
    fake = grown(1)
    assert asked(fake, "/incidents", {"accept": ACCEPT}).status_code == 401
    assert asked(fake, "/incidents", HEADERS | {"accept": "*/*"}).status_code == 400
    assert asked(fake, "/incidents", HEADERS | {"authorization": "Token token=no"}).status_code == 401


def test_a_page_holds_a_hundred_at_most_and_the_total_is_told_on_request() -> None:
    fake = grown(130)
    body = asked(fake, "/incidents?limit=500").json()
    assert (len(body["incidents"]), body["more"], body["total"]) == (100, True, None)
    body = asked(fake, "/incidents?limit=100&offset=100&total=true").json()
    assert (len(body["incidents"]), body["more"], body["total"]) == (30, False, 130)


def test_a_month_of_incidents_and_a_week_of_log_is_what_nobody_asks_beyond() -> None:
    world = World()
    world.add_incident("Old", NOW - timedelta(days=31))
    world.add_incident("New", NOW - timedelta(days=8))
    fake = FakePagerDuty(world)
    assert [each["title"] for each in asked(fake, "/incidents").json()["incidents"]] == ["New"]
    assert asked(fake, "/log_entries").json()["log_entries"] == []
    wide = asked(fake, f"/log_entries?since={stamp(NOW - timedelta(days=40))}").json()["log_entries"]
    assert len(wide) == 2


def test_channels_are_told_in_full_on_request_alone() -> None:
    world = World()
    world.notify(world.add_incident("A", NOW - timedelta(hours=1)), NOW - timedelta(hours=1), "ada")
    fake = FakePagerDuty(world)
    bare = asked(fake, "/log_entries").json()["log_entries"]
    full = asked(fake, "/log_entries?include[]=channels").json()["log_entries"]
    assert ["notification" in each["channel"] for each in bare] == [False, False]
    assert [each["channel"].get("notification", {}).get("type") for each in full] == [
        "push_notification",
        None,
    ]


def test_a_limit_begins_anew_every_minute() -> None:
    fake = grown(1)
    fake.per_minute = 1
    assert [asked(fake, "/users").status_code for _ in range(2)] == [200, 429]
    fake.clock = lambda: NOW + timedelta(minutes=1)
    assert asked(fake, "/users").status_code == 200
