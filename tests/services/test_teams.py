"""Teams: made and changed in the modal, with their members' days, and taken back."""

from datetime import UTC, date, datetime, time

import pytest

from domain.errors import Forbidden, Misconfigured, Unknown
from domain.people import Asker, Membership, Team, WorkingHours
from domain.working import working_seconds
from services.grammar.words import words
from services.teams import Teams
from storage.store import Store
from tests.builders import account, member, person, source, team

FIELDS: dict[str, object] = {
    "slug": "",
    "name": "Web Shop",
    "repositories": ["acme/shop-*", "acme/SHOP-*"],
    "members": ["ana", "bob"],
    "channel": "C1",
    "zone": "Asia/Tokyo",
    "weekdays": [0, 1, 2, 3],
    "begins": "10:00",
    "ends": "19:30",
}
TODAY = date(2026, 11, 25)
"""In Tokyo; in London it is still the day before."""


class Wall:
    """A clock on the wall that a test can turn."""

    now = datetime(2026, 11, 24, 16, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def teams(store: Store, wall: Wall) -> Teams:
    with store.write() as shelves:
        shelves.sources.save(source())
        shelves.people.save_accounts([account("ana"), account("bob")])
        shelves.people.save(person("ana"))
        shelves.people.link(account("ana").id, person("ana").id)
    return Teams(store, wall)


def wrong(teams: Teams, **fields: object) -> dict[str, str]:
    with pytest.raises(Misconfigured) as refused:
        teams.save(FIELDS | fields)
    assert teams.all() == []
    return {field.path: field.expected for field in refused.value.fields}


def test_a_new_team_has_always_had_its_members(teams: Teams) -> None:
    saved = teams.save(FIELDS)
    assert saved == Team(
        id=team("web-shop").id,
        slug="web-shop",
        name="Web Shop",
        repositories=("acme/SHOP-*",),
        members=(Membership("ana"), Membership("bob")),
        channel="C1",
        hours=WorkingHours("Asia/Tokyo", frozenset({0, 1, 2, 3}), time(10), time(19, 30)),
    )
    assert teams.all() == [saved]
    assert teams.of_channel("C1") == saved
    assert teams.of_channel(None) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 81),
        ("name", "!!!"),
        ("zone", "Mars/Olympus"),
        ("zone", ""),
        ("weekdays", []),
        ("weekdays", [9]),
        ("begins", "25:00"),
        ("begins", ""),
        ("ends", "soon"),
        ("ends", "10:00"),
        ("repositories", ["acme/pay api"]),
        ("repositories", ["a/b/c"]),
        ("members", ["ana lima"]),
        ("channel", "<script>"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(field: str, value: object, teams: Teams) -> None:
    assert list(wrong(teams, **{field: value})) == [field]


def test_everything_wrong_is_told_at_once(teams: Teams) -> None:
    assert set(wrong(teams, name="", zone="x", weekdays=[])) == {"name", "zone", "weekdays"}


@pytest.mark.parametrize(
    "weekdays", [[0, 4], ["0", "4"], {0, 4}, "04"], ids=["numbers", "as a form sends them", "a set", "text"]
)
def test_working_days_are_read_however_they_come(weekdays: object, teams: Teams) -> None:
    assert teams.save(FIELDS | {"weekdays": weekdays}).hours.weekdays == {0, 4}


def test_a_night_shift_ends_on_the_day_after_it_begins(teams: Teams) -> None:
    """From Monday 22:00 to Tuesday 06:00 they work eight hours."""
    saved = teams.save(FIELDS | {"begins": "22:00", "ends": "6:00", "weekdays": [0], "zone": "UTC"})
    week = (datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC))
    assert working_seconds(*week, [saved.hours]) == 8 * 3600


def test_members_may_be_typed_one_a_line(teams: Teams) -> None:
    saved = teams.save(FIELDS | {"members": "ana\n\n  bob \nANA"})
    assert [each.login.casefold() for each in saved.members] == ["ana", "bob"]


def test_a_team_that_takes_another_s_channel_gives_it_back_when_it_is_taken_back(teams: Teams) -> None:
    teams.save(FIELDS)
    teams.save(FIELDS | {"name": "Core"})
    assert {each.slug: each.channel for each in teams.all()} == {"core": "C1", "web-shop": None}
    assert teams.undo("core") is None
    assert {each.slug: each.channel for each in teams.all()} == {"web-shop": "C1"}


def test_a_channel_cannot_be_given_to_a_team_that_is_not_there(teams: Teams) -> None:
    teams.save(FIELDS)
    with pytest.raises(Unknown, match="no team “gone”"):
        teams.assign_channel("gone", "C1")
    assert teams.of_channel("C1") == teams.all()[0]


def test_a_team_needs_some_work(teams: Teams) -> None:
    assert wrong(teams, repositories=[], members=[]) == {"repositories": "a repository or a member"}


@pytest.mark.parametrize("name", ["Web Shop", "web-shop", "WEB SHOP"])
def test_two_teams_cannot_share_a_name(name: str, teams: Teams) -> None:
    teams.save(FIELDS)
    with pytest.raises(Misconfigured, match="already") as refused:
        teams.save(FIELDS | {"name": name})
    assert refused.value.fields[0].path == "name"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Web & Shop!", "web-shop"),
        ("Team\N{SUPERSCRIPT TWO}", "team2"),
        ("Cafe\N{COMBINING ACUTE ACCENT}", "caf\N{LATIN SMALL LETTER E WITH ACUTE}"),
        ("Stra\N{LATIN SMALL LETTER SHARP S}e", "strasse"),
        ("  --Ops--  ", "ops"),
    ],
    ids=["signs", "a superscript", "an accent apart", "a sharp s", "dashes around"],
)
def test_a_team_goes_by_a_word_that_can_be_typed(name: str, slug: str, teams: Teams) -> None:
    assert teams.save(FIELDS | {"name": name}).slug == slug
    assert words(slug) == (slug,)


def test_who_joins_begins_today_and_who_leaves_ends_today_in_the_team_s_zone(teams: Teams) -> None:
    teams.save(FIELDS)
    saved = teams.save(FIELDS | {"slug": "web-shop", "members": ["ANA", "cleo"]})
    assert saved.members == (
        Membership("ana"), Membership("bob", ended_on=TODAY), Membership("cleo", began_on=TODAY),
    )  # fmt: skip


def test_a_change_taken_back_the_same_day_leaves_no_trace(teams: Teams) -> None:
    before = teams.save(FIELDS)
    teams.save(FIELDS | {"slug": "web-shop", "members": ["ana", "cleo"]})
    assert teams.save(FIELDS | {"slug": "web-shop"}).members == before.members


def test_who_comes_back_later_has_two_memberships(teams: Teams, wall: Wall) -> None:
    teams.save(FIELDS)
    teams.save(FIELDS | {"slug": "web-shop", "members": ["ana"]})
    wall.now = datetime(2026, 12, 1, tzinfo=UTC)
    saved = teams.save(FIELDS | {"slug": "web-shop"})
    assert saved.members[1:] == (
        Membership("bob", ended_on=TODAY), Membership("bob", began_on=date(2026, 12, 1)),
    )  # fmt: skip


def test_a_field_that_is_not_there_stays_as_it_is(teams: Teams) -> None:
    before = teams.save(FIELDS)
    saved = teams.save({"slug": "web-shop", "name": "Shop"})
    assert (saved.slug, saved.name) == ("web-shop", "Shop")
    assert (saved.repositories, saved.members, saved.hours) == (
        before.repositories,
        before.members,
        before.hours,
    )


def test_a_team_that_is_gone_cannot_be_changed(teams: Teams) -> None:
    with pytest.raises(Unknown, match="no team “gone”"):
        teams.save(FIELDS | {"slug": "gone"})


def test_a_team_of_the_configuration_is_changed_there(teams: Teams) -> None:
    teams.sync_config([team("payments", repositories=("acme/pay",))])
    with pytest.raises(Forbidden, match=r"config\.json"):
        teams.save(FIELDS | {"slug": "payments", "name": "Payments"})
    assert teams.assign_channel("payments", "C7").channel == "C7"


def test_teams_made_in_slack_survive_the_configuration(teams: Teams) -> None:
    teams.save(FIELDS)
    teams.sync_config([team("payments", repositories=("acme/pay",))])
    assert [each.slug for each in teams.all()] == ["payments", "web-shop"]


def test_only_members_change_a_team(teams: Teams) -> None:
    teams.save(FIELDS)
    ana = Asker(account_ids=(account("ana").id,))
    with pytest.raises(Forbidden, match="Only members"):
        teams.save(FIELDS | {"slug": "web-shop"}, Asker())
    assert teams.save(FIELDS | {"slug": "web-shop", "name": "Shop"}, ana).name == "Shop"


def test_a_team_that_names_no_members_is_everybody_s(teams: Teams) -> None:
    teams.save(FIELDS | {"members": []})
    assert teams.save({"slug": "web-shop", "name": "Shop"}, Asker()).name == "Shop"


def test_a_person_s_teams_are_those_they_are_in_today(teams: Teams) -> None:
    teams.save(FIELDS)
    teams.sync_config(
        [team("old", members=(member("ana", None, "2026-11-25"),), hours=WorkingHours("Asia/Tokyo"))]
    )
    assert [each.slug for each in teams.of_person(person("ana").id)] == ["web-shop"]
    assert teams.of_person(None) == []


def test_a_new_team_can_be_taken_back(teams: Teams) -> None:
    teams.save(FIELDS)
    assert teams.undo("web-shop") is None
    assert teams.all() == []
    with pytest.raises(Unknown, match="can't be undone"):
        teams.undo("web-shop")


def test_the_last_change_can_be_taken_back_once(teams: Teams) -> None:
    before = teams.save(FIELDS)
    teams.save(FIELDS | {"slug": "web-shop", "name": "Shop", "members": ["cleo"], "ends": "18:00"})
    assert teams.undo("web-shop") == before
    assert teams.all() == [before]


def test_a_channel_taken_from_another_team_goes_back_to_it(teams: Teams) -> None:
    teams.save(FIELDS)
    teams.save(FIELDS | {"name": "Core", "channel": None})
    teams.assign_channel("core", "C1")
    assert [each.slug for each in teams.all() if each.channel] == ["core"]
    teams.undo("core")
    assert [each.slug for each in teams.all() if each.channel] == ["web-shop"]
