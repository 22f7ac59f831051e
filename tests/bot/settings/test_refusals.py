"""A mistake in the settings is answered with where it stands, what was found and what is expected."""

from collections.abc import Callable

import pytest

from bot.settings import Settings
from domain.errors import Field, Misconfigured

Refuse = Callable[[object], tuple[Field, ...]]

MISTAKES: dict[str, tuple[object, str, str, str]] = {
    "an unknown key": ({"ensign": 1}, "ensign", 'the unknown key "ensign"', "one of bots, changes, conn"),
    "a key nearly right": (
        {"timezone": "UTC"}, "timezone", 'the unknown key "timezone"', "did you mean timeZone?",
    ),
    "a key in snake case": (
        {"integrations": {"github": {"base_url": "https://x.example"}}},
        "integrations.github.base_url", 'the unknown key "base_url"', "did you mean baseUrl?",
    ),
    "an unknown key of a team": (
        {"teams": {"pay": {"repos": []}}}, "teams.pay.repos", 'the unknown key "repos"', "one of",
    ),
    "an unknown key of a member": (
        {"teams": {"pay": {"members": ["a", {"login": "b", "form": "2026-01-01"}]}}},
        "teams.pay.members[1].form", 'the unknown key "form"', "did you mean from?",
    ),
    "a port in quotes": ({"web": {"port": "80"}}, "web.port", '"80"', "a whole number"),
    "a port that is none": ({"web": {"port": 70000}}, "web.port", "70000", "less than or equal to 65535"),
    "a number for text": (
        {"integrations": {"jira": {"baseUrl": "https://x.example", "project": 3}}},
        "integrations.jira.project", "3", "a key such as PROJ, or a list of keys",
    ),
    "a number among texts": (
        {"integrations": {"jira": {"baseUrl": "https://x.example", "project": ["X", 3]}}},
        "integrations.jira.project[1]", "3", "text in quotes",
    ),
    "a connection of no provider": (
        {"connections": {"eu": {"baseUrl": "https://x.example"}}},
        "connections.eu.provider", "nothing", "the name of a provider, such as 'gitlab'",
    ),
    "a connection of a provider that there is not": (
        {"connections": {"eu": {"provider": "svn"}}},
        "connections.eu.provider", '"svn"', "one of 'github', 'gitlab'",
    ),
    "an unknown key of a connection": (
        {"connections": {"eu": {"provider": "gitlab", "gruop": "acme"}}},
        "connections.eu.gruop", 'the unknown key "gruop"', "did you mean group?",
    ),
    "a missing key of a connection": (
        {"connections": {"eu": {"provider": "jira"}}}, "connections.eu.baseUrl", "nothing", "required",
    ),
    "a wrong address of a connection": (
        {"connections": {"eu": {"provider": "gitlab", "baseUrl": "gitlab"}}},
        "connections.eu.baseUrl", '"gitlab"', "a web address",
    ),
    "text for a connection": (
        {"connections": {"eu": "gitlab"}}, "connections.eu", '"gitlab"', "an object in braces",
    ),
    "a connection with a name in capitals": (
        {"connections": {"EU": {"provider": "gitlab"}}}, "connections.EU", '"EU"', "a short name",
    ),
    "a connection with the name of a provider": (
        {"connections": {"gitlab": {"provider": "gitlab"}}},
        "connections", '{"gitlab"', "names of their own, such as gitlab-eu",
    ),
    "text for an object": ({"web": "0.0.0.0:80"}, "web", '"0.0.0.0:80"', "an object in braces"),
    "text for a list": ({"bots": "ci"}, "bots", '"ci"', "a list in brackets"),
    "a list for everything": ([1], "the file", "[1]", "an object in braces"),
    "a missing key": (
        {"integrations": {"jira": {"project": "X"}}}, "integrations.jira.baseUrl", "nothing", "required",
    ),
    "an address without scheme": (
        {"publicUrl": "leadline.example.com"}, "publicUrl", '"leadline.example.com"', "a web address",
    ),
    "an address with a bad port": (
        {"publicUrl": "https://x:y"},
        "publicUrl", '"https://x:y"', "a web address",
    ),
    "an address with a space": ({"publicUrl": "https://a b"}, "publicUrl", '"https://a b"', "a web address"),
    "an expression that does not compile": (
        {"integrations": {"jira": {"baseUrl": "https://x.example", "project": "X", "issuePattern": "(X"}}},
        "integrations.jira.issuePattern", '"(X"', "missing ), unterminated subpattern at position 0",
    ),
    "an expression that is always there": (
        {"integrations": {"jira": {"baseUrl": "https://x.example", "project": "X", "issuePattern": "X*"}}},
        "integrations.jira.issuePattern", '"X*"', "at least one character",
    ),
    "a zone nearly right": (
        {"timeZone": "Europe/Berln"},
        "timeZone", '"Europe/Berln"', "did you mean Europe/Berlin?",
    ),
    "a zone of nowhere": ({"timeZone": "Qqq"}, "timeZone", '"Qqq"', "an IANA time zone"),
    "a duration in words": ({"sync": {"every": "5 min"}}, "sync.every", '"5 min"', "such as 10m"),
    "a duration too short": ({"sync": {"every": "5s"}}, "sync.every", '"5s"', "at least 1m"),
    "a duration without unit": ({"sync": {"every": 10}}, "sync.every", "10", "such as 10m"),
    "a mode that is none": ({"slack": {"mode": "rtm"}}, "slack.mode", '"rtm"', "'socket' or 'http'"),
    "a command without slash": ({"slack": {"command": "metrics"}}, "slack.command", '"metrics"', "a slash"),
    "a team's name as its key": (
        {"teams": {"Pay Ments": {}}},
        "teams.Pay Ments", '"Pay Ments"', "a short name",
    ),
    "a channel's name for its id": (
        {"teams": {"pay": {"channel": "#pay"}}}, "teams.pay.channel", '"#pay"', "a channel's id such as",
    ),
    "a day that is none": (
        {"teams": {"pay": {"workingDays": ["monday"]}}},
        "teams.pay.workingDays", '["monday"]', "out of mon, tue",
    ),
    "no day at all": (
        {"teams": {"pay": {"workingDays": []}}},
        "teams.pay.workingDays", "[]", "out of mon, tue",
    ),
    "hours of no length": (
        {"teams": {"pay": {"workingHours": "09:00-09:00"}}},
        "teams.pay.workingHours", '"09:00-09:00"', "09:00-18:00",
    ),
    "an hour that is none": (
        {"teams": {"pay": {"workingHours": "09:00-25:00"}}},
        "teams.pay.workingHours", '"09:00-25:00"', "09:00-18:00",
    ),
    "a date that is none": (
        {"teams": {"pay": {"members": [{"login": "a", "from": "2026-02-30"}]}}},
        "teams.pay.members[0].from", '"2026-02-30"', "a day such as 2026-09-01",
    ),
    "a membership that ends before it begins": (
        {"teams": {"pay": {"members": [{"login": "a", "from": "2026-02-02", "until": "2026-02-01"}]}}},
        "teams.pay.members[0]", '{"login": "a"', "an `until` that is later than `from`",
    ),
    "a country that is none": (
        {"country": "Germany"}, "country", '"Germany"', "a country's two letters such as DE",
    ),
    "a country in small letters": ({"country": "de"}, "country", '"de"', "did you mean DE?"),
    "a country of three letters": ({"country": "DEU"}, "country", '"DEU"', "two letters"),
    "a part that its country lacks": (
        {"teams": {"pay": {"country": "DE-XX"}}}, "teams.pay.country", '"DE-XX"', "DE-, and one of BB, BE",
    ),
    "a part left out": ({"country": "DE-"}, "country", '"DE-"', "DE-, and one of BB, BE"),
    "a part of a country that has none": (
        {"country": "LU-LU"}, "country", '"LU-LU"', "LU alone: no part of it has holidays of its own",
    ),
    "time off that ends before it begins": (
        {"people": [{"name": "Ana", "timeOff": [{"from": "2026-02-02", "until": "2026-02-01"}]}]},
        "people[0].timeOff[0]", '{"from": "2026-02-02"', "an `until` that is later than `from`",
    ),
    "time off of no length": (
        {"people": [{"name": "Ana", "timeOff": [{"from": "2026-02-02", "until": "2026-02-02"}]}]},
        "people[0].timeOff[0]", '{"from": "2026-02-02"', "an `until` that is later than `from`",
    ),
    "time off twice at once": (
        {"timeOff": [{"from": "2026-03-04"}, {"from": "2026-03-01", "until": "2026-03-05"}]},
        "timeOff", '[{"from": "2026-03-04"}', "days off that do not overlap",
    ),
    "time off that never begins": (
        {"teams": {"pay": {"timeOff": [{"until": "2026-03-01"}]}}},
        "teams.pay.timeOff[0].from", "nothing", "required",
    ),
    "time off on a day that is none": (
        {"timeOff": [{"from": "2027-02-29"}]},
        "timeOff[0].from", '"2027-02-29"', "a day such as 2026-09-01",
    ),
    "a part-time day in full letters": (
        {"people": [{"name": "Ana", "partTime": {"friday": "09:00-13:00"}}]},
        "people[0].partTime.friday", '"friday"', "'mon', 'tue'",
    ),
    "a part-time day without hours": (
        {"people": [{"name": "Ana", "partTime": {"fri": None}}]},
        "people[0].partTime.fri", "null", "such as 09:00-18:00",
    ),
    "a change that changes nothing": (
        {"people": [{"name": "Ana", "changes": [{"from": "2026-09-01"}]}]},
        "people[0].changes[0]", '{"from": "2026-09-01"}', "something that changes on that day",
    ),
    "a change without its day": (
        {"changes": [{"workingDays": ["mon"]}]}, "changes[0].from", "nothing", "required",
    ),
    "changes out of order": (
        {"changes": [{"from": "2026-09-01", "country": "DE"}, {"from": "2026-08-01", "country": "FR"}]},
        "changes", '[{"from": "2026-09-01"', "changes in the order of their days",
    ),
    "two changes on one day": (
        {"changes": [{"from": "2026-09-01", "country": "DE"}, {"from": "2026-09-01", "country": "FR"}]},
        "changes", '[{"from": "2026-09-01"', "one a day",
    ),
    "time off within a change": (
        {"changes": [{"from": "2026-09-01", "country": "DE", "timeOff": []}]},
        "changes[0].timeOff", 'the unknown key "timeOff"', "one of",
    ),
    "an e-mail that is none": (
        {"people": [{"name": "Ana", "email": "ana"}]}, "people[0].email", '"ana"', "an e-mail address",
    ),
    "a database of another kind": (
        {"database": "mysql://db/x"},
        "database", '"mysql://db/x"', "postgresql://",
    ),
    "a key that stands twice": ('{"bots": [], "bots": ["a"]}', "bots", "the same key twice", "each key once"),
    "broken JSON": ('{"web":\n  {"port": }}', "line 2, column 12", '"}"', "JSON; expecting value"),
    "a file that ends too early": (
        '{"web": {', "line 1, column 10", "the end of the file", "JSON; expecting property",
    ),
    "an empty file": ("", "line 1, column 1", "the end of the file", "JSON; expecting value"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "path", "found", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_place(
    refuse: Refuse, content: object, path: str, found: str, expected: str
) -> None:
    (mistake,) = refuse(content)
    assert mistake.path == path
    assert mistake.found.startswith(found)
    assert expected in mistake.expected


def test_all_mistakes_are_told_at_once(refuse: Refuse) -> None:
    mistakes = refuse({"timeZone": "Nowhere", "web": {"port": "x"}, "bots": 1, "ensign": "red"})
    assert {mistake.path for mistake in mistakes} == {"timeZone", "web.port", "bots", "ensign"}


def test_the_message_counts_the_mistakes(read: Callable[[object], Settings]) -> None:
    with pytest.raises(Misconfigured, match=r"config\.json has 2 mistakes\."):
        read({"a": 1, "b": 2})


SECRETS: dict[str, object] = {
    "a token under a key of its own": {"integrations": {"github": {"token": "hunter2hunter2"}}},
    "a token of a connection": {"connections": {"eu": {"provider": "gitlab", "token": "hunter2hunter2"}}},
    "a token for a connection": {"connections": {"eu": "ghp_hunter2hunter2hunter2hunter2"}},
    "an unknown key's value": {"githubThing": "hunter2hunter2"},
    "a password in an address": {"publicUrl": "https://admin:hunter2hunter2@x.example"},
    "a password of the database": {"database": "postgresql://leadline:hunter2hunter2@db/leadline"},
    "a token where an object belongs": {"slack": "xoxb-hunter2hunter2"},
    "a token among the logins": {"bots": [{"x": "ghp_hunter2hunter2hunter2hunter2"}]},
    "a token in broken JSON": '{"slack": {"botToken": "xoxb-hunter2hunter2"',
}


@pytest.mark.parametrize("content", SECRETS.values(), ids=SECRETS)
def test_a_secret_in_the_file_is_refused_and_never_repeated(refuse: Refuse, content: object) -> None:
    assert "hunter2" not in repr(refuse(content))


def test_a_password_in_the_file_is_told_where_it_belongs(refuse: Refuse) -> None:
    (mistake,) = refuse({"database": "postgresql://leadline:secret@db/leadline"})
    assert "LEADLINE_DATABASE" in mistake.expected


def test_a_long_value_is_cut(refuse: Refuse) -> None:
    (mistake,) = refuse({"timeZone": "x" * 500})
    assert len(mistake.found) == 60
    assert mistake.found.endswith("…")
