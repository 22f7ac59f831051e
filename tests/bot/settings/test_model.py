"""What `config.json` may say, and that it means what it says."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from pydantic import ValidationError

from bot.settings import Settings, schema

Read = Callable[[object], Settings]
EXAMPLE = r"""{"integrations": {"jira":
{"baseUrl": "https://company.atlassian.net", "project": "PROJ", "issuePattern": "PROJ-\\d+"}}}"""
EVERYTHING = {
    "$schema": "docs/reference/config.schema.json",
    "database": "postgresql://db.example.com/leadline",
    "timeZone": "Europe/Berlin",
    "publicUrl": "https://leadline.example.com/",
    "web": {"host": "::1", "port": 80},
    "slack": {"mode": "http", "apiUrl": "https://slack-gov.com/api/", "command": "/leadline"},
    "sync": {"every": "1h"},
    "integrations": {
        "github": {
            "baseUrl": "https://github.example.com",
            "organization": "acme",
            "repositories": ["acme/pay-*"],
            "exclude": ["*-archive"],
        },
        "jira": {"baseUrl": "https://jira.example.com/jira", "project": "PROJ"},
    },
    "connections": {"gitlab-eu": {"provider": "gitlab", "baseUrl": "https://gitlab.example.com"}},
    "teams": {
        "payments": {
            "name": "Payments",
            "members": ["ana", {"login": "mei", "from": "2026-09-01", "until": "2026-10-01"}],
            "repositories": ["acme/pay-*"],
            "channel": "C0123456789",
            "timeZone": "Asia/Kolkata",
            "workingDays": ["sun", "mon"],
            "workingHours": "08:30-17:00",
            "country": "IN",
            "timeOff": [{"from": "2026-12-24", "until": "2027-01-04", "note": "Shutdown"}],
            "aliases": ["pay"],
        }
    },
    "people": [
        {
            "name": "Ana",
            "email": "ana@acme.example",
            "slack": "U0123456789",
            "logins": ["ana"],
            "partTime": {"fri": "09:00-13:00"},
            "changes": [{"from": "2026-09-01", "country": "DE-BY"}],
        }
    ],
    "bots": ["*-ci"],
}


def test_the_owners_example_loads_as_it_stands(read: Read) -> None:
    jira = read(EXAMPLE).integrations.jira
    assert jira is not None
    assert jira.base_url == "https://company.atlassian.net"
    assert jira.project == ("PROJ",)
    assert jira.issue_pattern == r"PROJ-\d+"


def test_every_key_loads_and_means_what_it_says(read: Read) -> None:
    settings = read(EVERYTHING)
    assert settings.database_url == "postgresql://db.example.com/leadline"
    assert settings.public_url == "https://leadline.example.com"
    assert (settings.web.host, settings.web.port) == ("::1", 80)
    assert settings.slack.mode == "http"
    assert settings.slack.api_url == "https://slack-gov.com/api"
    assert settings.slack.command == "/leadline"
    assert settings.sync.every == timedelta(hours=1)
    github = settings.integrations.github
    assert github is not None
    assert (github.organization, github.repositories) == ("acme", ("acme/pay-*",))
    assert settings.connections["gitlab-eu"].base_url == "https://gitlab.example.com"
    assert settings.bots == ("*-ci",)
    team = settings.teams["payments"]
    assert [member.login for member in team.members] == ["ana", "mei"]
    assert team.members[1].began_on == date(2026, 9, 1)
    assert team.members[1].ended_on == date(2026, 10, 1)
    assert team.working_days == frozenset({6, 0})
    assert team.working_hours == (time(8, 30), time(17))
    assert team.country == "IN"
    assert (team.time_off[0].began_on, team.time_off[0].back) == (date(2026, 12, 24), date(2027, 1, 4))
    ana = settings.people[0]
    assert ana.logins == ("ana",)
    assert ana.part_time == {"fri": (time(9), time(13))}
    assert (ana.changes[0].began_on, ana.changes[0].country) == (date(2026, 9, 1), "DE-BY")


def test_an_empty_object_is_a_whole_configuration(read: Read) -> None:
    settings = read({})
    assert settings.time_zone == "UTC"
    assert settings.sync.every == timedelta(minutes=10)
    assert settings.slack.mode == "socket"
    assert settings.integrations.jira is None
    assert settings.teams == {}


def test_settings_are_frozen(read: Read) -> None:
    settings = read({})
    with pytest.raises(ValidationError):
        settings.time_zone = "Europe/Berlin"


def test_a_night_shift_is_a_working_day(read: Read) -> None:
    settings = read({"teams": {"ops": {"workingHours": "22:00-06:00"}}})
    assert settings.teams["ops"].working_hours == (time(22), time(6))


@pytest.mark.parametrize(
    ("text", "length"),
    [("60s", 60), ("10m", 600), ("1h", 3600), ("2d", 172800)],
    ids=["seconds", "minutes", "hours", "days"],
)
def test_a_duration_is_a_number_and_a_letter(read: Read, text: str, length: int) -> None:
    assert read({"sync": {"every": text}}).sync.every == timedelta(seconds=length)


def test_the_schema_describes_every_key_to_editors() -> None:
    sections = [schema(), *schema()["$defs"].values()]
    described = {
        key: value.get("description") for section in sections for key, value in section["properties"].items()
    }
    assert {"timeZone", "baseUrl", "issuePattern", "workingDays", "from"} <= set(described)
    assert all(described.values())


def test_the_schema_is_closed_and_has_no_place_for_secrets() -> None:
    sections = [schema(), *schema()["$defs"].values()]
    assert all(section["additionalProperties"] is False for section in sections)
    keys = {key.casefold() for section in sections for key in section["properties"]}
    assert not [key for key in keys if "secret" in key or "token" in key or key in {"key", "home"}]


def test_the_schema_knows_that_a_member_is_a_login_or_an_object() -> None:
    items = schema()["$defs"]["TeamSection"]["properties"]["members"]["items"]
    assert {"type": "string", "pattern": r"^\S{1,200}$"} in items["anyOf"]
    assert {"$ref": "#/$defs/Member"} in items["anyOf"]
