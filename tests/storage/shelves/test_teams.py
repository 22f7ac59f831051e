"""Teams come from the configuration and from Slack, and each channel is one team's."""

from dataclasses import replace
from datetime import time

from domain.facts import PULL_REQUESTS
from domain.people import WorkingHours
from storage.store import Store
from tests import builders as build
from tests.storage.shelves.conftest import ALICE, PAYMENTS, SEARCH

PAY = build.team(
    "pay",
    name="Pay Ünit",
    repositories=("acme/pay*",),
    members=(build.member("alice", "2026-01-01"), build.member("bob", None, "2026-06-30")),
    channel="C1",
    hours=WorkingHours("Asia/Kolkata", frozenset({6, 0}), time(8, 15), time(16)),
    aliases=("payments", "billing"),
)


def test_a_team_comes_back_as_it_was(seeded: Store) -> None:
    with seeded.write() as shelves:
        shelves.teams.save(PAY)
        assert shelves.teams.all() == [PAY]
        assert shelves.teams.by_slug("pay") == shelves.teams.by_channel("C1") == PAY
        assert shelves.teams.by_slug("nobody") is shelves.teams.by_channel("C2") is None


def test_members_are_those_last_saved_in_their_order(seeded: Store) -> None:
    fewer = replace(PAY, members=(build.member("carol"), PAY.members[0]))
    with seeded.write() as shelves:
        for each in (PAY, fewer):
            shelves.teams.save(each)
        assert shelves.teams.by_slug("pay") == fewer


def test_a_channel_belongs_to_the_team_that_took_it_last(seeded: Store) -> None:
    other = build.team("other", channel="C1")
    with seeded.write() as shelves:
        for each in (PAY, other):
            shelves.teams.save(each)
        assert shelves.teams.by_channel("C1") == other
        assert shelves.teams.by_slug("pay") == replace(PAY, channel=None)


def test_the_configuration_replaces_its_own_teams_and_leaves_those_of_slack(seeded: Store) -> None:
    mine, first, second = build.team("mine"), build.team("first"), build.team("second")
    with seeded.write() as shelves:
        shelves.teams.save(mine)
        shelves.teams.replace([first])
        shelves.teams.replace([second])
        assert shelves.teams.all() == [mine, second]
        shelves.teams.replace([])
        assert shelves.teams.all() == [mine]


def test_a_channel_chosen_in_slack_stays_unless_the_configuration_names_one(seeded: Store) -> None:
    team = build.team("pay")
    with seeded.write() as shelves:
        shelves.teams.replace([team])
        shelves.teams.save(replace(team, channel="C7"))
        shelves.teams.replace([team])
        assert shelves.teams.by_channel("C7") is not None
        shelves.teams.replace([replace(team, channel="C8")])
        assert shelves.teams.by_channel("C7") is None
        assert shelves.teams.by_channel("C8") is not None


def test_a_team_saved_in_slack_is_still_the_configurations(seeded: Store) -> None:
    team = build.team("pay")
    with seeded.write() as shelves:
        shelves.teams.replace([team])
        shelves.teams.save(replace(team, name="Renamed"))
        shelves.teams.replace([])
        assert shelves.teams.all() == []


def test_a_removed_team_is_gone_with_its_members_and_cells(seeded: Store) -> None:
    record = build.pull_request(1, repository=PAYMENTS, merged_at=build.NOW)
    with seeded.write() as shelves:
        shelves.teams.save(PAY)
        shelves.pull_requests.save([record], [build.facts(record)])
        shelves.facts.repack()
        shelves.teams.remove("pay")
        shelves.teams.remove("pay")
        assert shelves.teams.all() == []
        assert shelves.facts.repack() == 0
        assert (
            len(shelves.facts.columns(PULL_REQUESTS, PAY.id, build.at("2026-01-01"), build.at("2027-01-01")))
            == 0
        )


def test_its_repositories_are_those_it_names_or_where_its_members_work(seeded: Store) -> None:
    members = build.team("members", members=(build.member("alice"),))
    record = build.pull_request(1, repository=SEARCH, author=ALICE)
    with seeded.write() as shelves:
        for each in (PAY, members):
            shelves.teams.save(each)
        shelves.pull_requests.save([record], [build.facts(record)])
        assert shelves.teams.repositories_of(PAY.id) == [PAYMENTS]
        assert shelves.teams.repositories_of(members.id) == [SEARCH]
        assert shelves.teams.repositories_of(404) == []
