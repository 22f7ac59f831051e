"""The teams and people of the settings become records of the domain."""

from collections.abc import Callable
from datetime import date, time

from bot.settings import Settings, hours, people, teams
from domain.ids import identify
from domain.people import Membership, Person, Team, WorkingHours

Read = Callable[[object], Settings]


def test_a_team_becomes_a_record(read: Read) -> None:
    settings = read(
        {
            "timeZone": "Europe/Berlin",
            "teams": {
                "pay": {
                    "name": "Payments",
                    "members": ["ana", {"login": "mei", "from": "2026-09-01"}],
                    "repositories": ["acme/pay-*"],
                    "channel": "C0123456789",
                    "workingDays": ["mon", "fri"],
                    "workingHours": "10:00-16:00",
                    "aliases": ["money"],
                }
            },
        }
    )
    assert teams(settings) == (
        Team(
            id=identify("team", "pay"),
            slug="pay",
            name="Payments",
            repositories=("acme/pay-*",),
            members=(Membership("ana"), Membership("mei", began_on=date(2026, 9, 1))),
            channel="C0123456789",
            hours=WorkingHours("Europe/Berlin", frozenset({0, 4}), time(10), time(16)),
            aliases=("money",),
        ),
    )


def test_a_team_says_its_own_zone_or_has_the_organisations(read: Read) -> None:
    settings = read(
        {
            "timeZone": "Europe/Berlin",
            "teams": {"a": {"timeZone": "Asia/Tokyo"}, "b": {"workingDays": ["sun"]}},
        }
    )
    assert [team.hours.zone for team in teams(settings)] == ["Asia/Tokyo", "Europe/Berlin"]
    assert hours(settings) == WorkingHours("Europe/Berlin")


def test_a_team_without_a_name_is_called_by_its_key(read: Read) -> None:
    assert [team.name for team in teams(read({"teams": {"web-2": {}}}))] == ["web-2"]


def test_people_come_with_their_logins(read: Read) -> None:
    settings = read(
        {
            "people": [
                {"name": "Ana", "email": "Ana@acme.example", "slack": "U0123", "logins": ["ana", "ana-ops"]}
            ]
        }
    )
    ana = Person(identify("person", "ana@acme.example"), "Ana", "Ana@acme.example", "U0123")
    assert people(settings) == ((ana, ("ana", "ana-ops")),)
