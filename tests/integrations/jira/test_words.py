"""Addresses, credentials, fields, statuses, times and questions: each small thing by itself."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Misconfigured
from domain.records import Category
from integrations.answers import Answer, Verdict
from integrations.jira import jql
from integrations.jira.address import address
from integrations.jira.credentials import login
from integrations.jira.fields import CHECKBOXES, ESTIMATE, SPRINT, find
from integrations.jira.readers import ids, instant, number, texts
from integrations.jira.statuses import category, statuses
from integrations.jira.verdicts import bucket, said, verdict
from integrations.reading import Unreadable

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given_as", "root", "pages", "is_cloud"),
    [
        ("https://acme.atlassian.net", "https://acme.atlassian.net", "https://acme.atlassian.net", True),
        ("https://acme.atlassian.net/browse/PAY-1", "https://acme.atlassian.net",
         "https://acme.atlassian.net", True),
        ("https://acme.atlassian.net/jira/software/projects/PAY/boards/1", "https://acme.atlassian.net",
         "https://acme.atlassian.net", True),
        ("https://api.atlassian.com/ex/jira/11-22/", "https://api.atlassian.com/ex/jira/11-22", "", True),
        ("https://jira.acme.test", "https://jira.acme.test", "https://jira.acme.test", None),
        ("https://acme.test/jira", "https://acme.test/jira", "https://acme.test/jira", None),
        ("https://acme.test/jira/browse/PAY-1", "https://acme.test/jira", "https://acme.test/jira", None),
        ("https://acme.test/secure/Dashboard.jspa", "https://acme.test", "https://acme.test", None),
        ("https://acme.test/jira/rest/api/2", "https://acme.test/jira", "https://acme.test/jira", None),
        ("http://127.0.0.1:8080/jira", "http://127.0.0.1:8080/jira", "http://127.0.0.1:8080/jira", None),
    ],
)  # fmt: skip
def test_a_jira_is_found_by_its_address_or_that_of_any_page(
    given_as: str, root: str, pages: str, is_cloud: object
) -> None:
    found = address(given_as)
    assert (found.root, found.pages, found.is_cloud) == (root, pages, is_cloud)


@pytest.mark.parametrize("given_as", ["", "jira", "http://jira.acme.test", "https://ada:x@jira.acme.test"])
def test_an_address_that_would_show_the_token_is_refused(given_as: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        address(given_as)
    assert refused.value.fields[0].path == "integrations.jira.baseUrl"


def test_an_email_with_its_token_is_one_way_and_an_access_token_the_other() -> None:
    assert login({"email": "ada@example.com ", "token": " t0ken\n"}).basic == ("ada@example.com", "t0ken")
    assert login({"access_token": "t0ken"}).bearer == "t0ken"
    assert "t0ken" not in repr(login({"access_token": "t0ken"}))


@pytest.mark.parametrize(
    "secrets",
    [{}, {"token": "t0ken"}, {"email": "ada@example.com"}, {"access_token": " "}, {"access_token": "a b"},
     {"email": "ada@example.com", "token": "t\u00f6ken"}],
)  # fmt: skip
def test_credentials_that_are_none_are_refused(secrets: dict[str, str]) -> None:
    with pytest.raises(Misconfigured) as refused:
        login(secrets)
    assert refused.value.hint


def field(id_: str, name: str, custom: str = "x", kind: str = "number", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"id": id_, "name": name, "schema": {"type": kind, "custom": custom}, **more}


@pytest.mark.parametrize(
    ("fields", "points"),
    [
        ([field("c2", "Story point estimate", ESTIMATE), field("c9", "Story Points")], ("c9", "c2")),
        ([field("c1", "Sch\u00e4tzung", ESTIMATE)], ("c1",)),
        ([field("c1", "\u6545\u4e8b\u70b9", untranslatedName="Story Points")], ("c1",)),
        ([field("c1", "STORY POINTS")], ("c1",)),
        ([field("c1", "Story Points", kind="string")], ()),
        ([field("c1", "Points of view")], ()),
        ([None, 7, {}, {"id": "c1"}, {"id": "c1", "schema": 7}], ()),
    ],
    ids=["both kinds", "by its type", "by its English name", "capitals", "a text", "another name", "junk"],
)
def test_story_points_are_found_by_type_or_name(fields: list[Any], points: tuple[str, ...]) -> None:
    assert find(fields).points == points


def test_sprints_and_flags_are_found_in_any_language() -> None:
    boxes = field("c2", "Markiert", CHECKBOXES, "array", untranslatedName="Flagged")
    found = find([field("c1", "Iteration", SPRINT, "array"), boxes, field("c3", "Flagged", "other", "array")])
    assert (found.sprint, found.flagged) == ("c1", "c2")
    assert found.changing == ["status", "c1", "c2"]
    assert found.told_of({"field": "Iteration"}) == "c1"
    assert found.told_of({"field": "Iteration", "fieldId": "c7"}) is None
    assert found.told_of({"field": "status", "fieldId": "status"}) == "status"
    assert found.told_of({}) is None


def test_never_more_than_ten_histories_are_asked_for() -> None:
    many = [field(f"c{n}", "Story Points") for n in range(20)]
    assert len(find([field("s", "Sprint", SPRINT), *many]).changing) <= 10


@pytest.mark.parametrize("wanted", ["effort", "Effort", "C7"])
def test_the_field_that_is_named_is_taken_by_name_or_id(wanted: str) -> None:
    assert find([field("c1", "Story Points"), field("c7", "Effort")], wanted).points == ("c7",)


def test_a_status_keeps_its_meaning_under_its_name_of_today_and_after_its_end() -> None:
    def node(id_: str, name: str, key: str) -> dict[str, Any]:
        return {"id": id_, "name": name, "statusCategory": {"key": key}}

    known = statuses([node("1", "Ready", "new"), node("2", "Checked", "done"), None, {"id": 7}, {}])
    found = {
        (id_, label): known.status(id_, label)
        for id_, label in [
            ("1", "Old name"),
            (None, "CHECKED"),
            ("9", "Reopened"),
            ("9", "Closed"),
            ("9", "Cooking"),
        ]
    }
    assert [(each.name, each.category) for each in found.values()] == [
        ("Ready", Category.TO_DO), ("CHECKED", Category.DONE), ("Reopened", Category.TO_DO),
        ("Closed", Category.DONE), ("Cooking", Category.IN_PROGRESS),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("new", "todo"),
        ("undefined", "todo"),
        ("indeterminate", "in_progress"),
        ("done", "done"),
        ("x", "in_progress"),
    ],
)
def test_categories_are_jiras_own_and_one_of_next_year_is_work(key: str, expected: str) -> None:
    assert category({"statusCategory": {"key": key}}) == expected


@pytest.mark.parametrize("wrong", [7, {}, {"key": None}, ["done"]], ids=repr)
def test_a_category_that_makes_no_sense_cannot_be_read(wrong: object) -> None:
    with pytest.raises(Unreadable):
        category({"statusCategory": wrong})


@pytest.mark.parametrize(
    "value", [1772530200, 1772530200000, 1772530200.0, "2026-03-03T10:30:00.000+0100", "2026-03-03T09:30:00Z"]
)
def test_times_are_seconds_milliseconds_or_text(value: object) -> None:
    assert instant({"at": value}, "at") == datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "value", [True, -1, 10**30, float("nan"), float("inf"), "1772530200", None, [1]], ids=repr
)
def test_other_times_cannot_be_read(value: object) -> None:
    with pytest.raises(Unreadable):
        instant({"at": value}, "at")


@pytest.mark.parametrize(
    ("value", "expected"), [(3, 3.0), ("3.5", 3.5), ("", None), (None, None), ("-1", -1.0)]
)
def test_estimates_are_numbers_or_text(value: object, expected: float | None) -> None:
    assert number({"n": value}, "n") == expected


@pytest.mark.parametrize("value", ["a", True, 10**7, 10**400, "nan", "1e99", [3], float("inf")], ids=repr)
def test_other_estimates_cannot_be_read(value: object) -> None:
    with pytest.raises(Unreadable):
        number({"n": value}, "n")


@pytest.mark.parametrize(
    ("value", "expected"),
    [("38", ["38"]), ("38, 40,41", ["38", "40", "41"]), ("38, 38", ["38"]), ("", []), (None, [])],
)
def test_ids_are_told_in_one_text(value: object, expected: list[str]) -> None:
    assert ids({"to": value}, "to") == expected


@pytest.mark.parametrize("value", ["x", "38;40", "38,", 38, ["38"]], ids=repr)
def test_other_ids_cannot_be_read(value: object) -> None:
    with pytest.raises(Unreadable):
        ids({"to": value}, "to")
    with pytest.raises(Unreadable):
        texts({"to": 7}, "to")


@given(
    at=st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the zone is beside
    zone=st.sampled_from(
        ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
    ),
    fold=st.sampled_from([0, 1]),
)
def test_a_minute_is_never_later_than_its_moment_however_it_is_read(
    at: datetime, zone: str, fold: int
) -> None:
    told = datetime.fromisoformat(jql.minute(at, ZoneInfo(zone)).replace("/", "-"))
    meant = told.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
    assert at - timedelta(hours=2, minutes=1) < meant <= at


@pytest.mark.parametrize("offset", range(-12, 15))
def test_in_a_zone_that_we_do_not_know_nothing_is_missed(offset: int) -> None:
    told = datetime.fromisoformat(jql.minute(NOW, jql.zone("Middle/Earth")).replace("/", "-"))
    assert told.replace(tzinfo=UTC) - timedelta(hours=offset) <= NOW


def test_a_question_is_always_bound_to_projects() -> None:
    assert jql.issues(["WEB", "AND"], order="created") == (
        'project in ("AND", "WEB") ORDER BY created ASC, key ASC'
    )
    assert jql.issues(["PAY"], order="updated", since="2026/11/24 13:00") == (
        'project in ("PAY") AND updated >= "2026/11/24 13:00" ORDER BY updated ASC, key ASC'
    )


def answer(status: int, body: bytes = b"{}", **headers: str) -> Answer:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, httpx.Headers(told), body, NOW)


@pytest.mark.parametrize(
    ("given_as", "expected", "seconds"),
    [
        (answer(200), Verdict.OK, 0),
        (answer(200, b"<html>"), Verdict.AGAIN, 0),
        (answer(404, b"<html>"), Verdict.OK, 0),
        (answer(401), Verdict.AUTH, 0),
        (answer(200, x_seraph_loginreason="AUTHENTICATED_FAILED"), Verdict.AUTH, 0),
        (answer(403, x_seraph_loginreason="AUTHENTICATION_DENIED"), Verdict.FATAL, 0),
        (answer(429, retry_after="7"), Verdict.WAIT, 7),
        (answer(429, x_ratelimit_reset="2026-11-24T12:00:30Z"), Verdict.WAIT, 30),
        (answer(429, x_ratelimit_reset="2026-11-24T11:00:00Z"), Verdict.WAIT, 0),
        (answer(429, x_ratelimit_reset="soon"), Verdict.WAIT, 60),
        (answer(429, x_ratelimit_reset="2026-11-24T12:00:30"), Verdict.WAIT, 60),
        (answer(429, x_ratelimit_reset="2036-11-24T12:00:30Z"), Verdict.WAIT, 3600),
        (answer(503, retry_after="3"), Verdict.AGAIN, 3),
    ],
    ids=[
        "fine", "HTML", "not found", "not taken", "not taken, says a header", "a captcha", "seconds",
        "a reset", "a reset that is over", "a reset in words", "a reset without zone", "a reset far away",
        "down",
    ],
)  # fmt: skip
def test_what_an_answer_means(given_as: Answer, expected: Verdict, seconds: int) -> None:
    found = verdict(httpx.Request("GET", "https://acme.atlassian.net"), given_as)
    assert (found.verdict, found.wait) == (expected, timedelta(seconds=seconds))


def test_an_endpoint_has_a_limit_of_its_own_whatever_it_is_asked_about() -> None:
    paths = ["board/7/sprint", "board/8/sprint", "board/8/configuration"]
    one, same, other = (
        bucket(httpx.Request("GET", f"https://x.test/rest/agile/1.0/{path}")) for path in paths
    )
    assert one == same != other
    assert bucket(httpx.Request("POST", "https://x.test/rest/agile/1.0/board/7/sprint")) != one


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"errorMessages": ["No.", "Never."], "errors": {}}, "No. Never"),
        ({"errorMessages": [], "errors": {"jql": "Wrong"}}, "Wrong"),
        ({"message": "Away"}, "Away"),
        ({}, "no reason given"), (None, "no reason given"), ([], "no reason given"),
    ],
)  # fmt: skip
def test_jiras_own_words_are_told(body: object, expected: str) -> None:
    assert said(body) == expected
