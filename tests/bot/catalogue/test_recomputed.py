"""Figures of Harbour computed a second time, by plain loops over the records that the store holds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import fmean, median
from zoneinfo import ZoneInfo

import pytest

from domain.people import Team
from domain.records import (
    AccountKind,
    Deployment,
    Incident,
    Issue,
    PullRequest,
    Repository,
    Run,
)
from storage.shelves import Shelves
from tests.bot.catalogue.doors import Doors

FIRST, END, WEEKS = datetime(2026, 8, 27), datetime(2026, 11, 25), 90 / 7  # noqa: DTZ001 - in the zone of each team
PRODUCTION = ("production", "App Store", "Google Play")
TEAMS = ("payments", "platform", "mobile", "search")


@dataclass
class Records:
    """What the store holds of one team's work, and the days of the question in the team's zone."""

    team: Team
    repositories: dict[int, Repository]
    people: set[int]
    now: datetime
    prs: list[PullRequest] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    deployments: list[Deployment] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def during(self, at: datetime | None) -> bool:
        zone = ZoneInfo(self.team.hours.zone)
        return at is not None and FIRST.replace(tzinfo=zone) <= at < END.replace(tzinfo=zone)

    def merged(self) -> Iterator[PullRequest]:
        """By people, in these days."""
        return (pr for pr in self.prs if pr.author_id in self.people and self.during(pr.merged_at))


@pytest.fixture(scope="module")
def kept(doors: Doors) -> Callable[[str], Records]:
    """Everything that is stored of a team, read record by record and not by way of any fact."""
    known: dict[str, Records] = {}

    def read(slug: str) -> Records:
        if slug not in known:
            with doors.leadline.store.read() as shelves:
                known[slug] = records(slug, shelves, doors.leadline.services.clock())
        return known[slug]

    return read


def records(slug: str, shelves: Shelves, now: datetime) -> Records:
    team = shelves.teams.by_slug(slug)
    assert team is not None
    homes = {each.id: each for each in shelves.teams.repositories_of(team.id)}
    prs = [pr for batch in shelves.pull_requests.scan() for pr in batch if pr.repository_id in homes]
    accounts = shelves.people.accounts({pr.author_id for pr in prs if pr.author_id})
    people = {id_ for id_, account in accounts.items() if account.kind is AccountKind.HUMAN}
    return Records(
        team=team,
        repositories=homes,
        people=people,
        now=now,
        prs=prs,
        runs=shelves.builds.with_siblings(shelves.builds.ids_in(set(homes))),
        deployments=shelves.deployments.of(set(homes)),
        incidents=shelves.incidents.of_services(shelves.incidents.services()),
    )


def agrees(slug: str, team: str, doors: Doors, computed: tuple[int, float | None]) -> None:
    """The answer has this sample and this value; spans are whole seconds, as they are stored."""
    summary = doors.leadline.services.answers.ask(f"{slug} {team} 90d", doors.asker).summary
    n, value = computed
    assert summary.n == n
    assert summary.value == (None if value is None else pytest.approx(value, rel=1e-9, abs=1e-9))


every_team = pytest.mark.parametrize("team", TEAMS)
Kept = Callable[[str], Records]


@every_team
def test_the_cycle_time_is_the_median_from_first_commit_or_opening_to_merge(
    team: str, kept: Kept, doors: Doors
) -> None:
    spans = []
    for pr in kept(team).merged():
        if pr.title.startswith("Revert ") or pr.merged_at is None:
            continue
        began = pr.created_at
        for commit in pr.commits:
            began = min(began, commit.authored_at)
        spans.append(int((pr.merged_at - began).total_seconds()))
    agrees("cycle-time", team, doors, (len(spans), median(spans)))


@every_team
def test_the_throughput_is_what_people_merged_by_weeks(team: str, kept: Kept, doors: Doors) -> None:
    n = len(list(kept(team).merged()))
    agrees("throughput", team, doors, (n, n / WEEKS))


@every_team
def test_the_size_is_the_median_of_lines_added_and_deleted(team: str, kept: Kept, doors: Doors) -> None:
    sizes = [pr.additions + pr.deletions for pr in kept(team).merged() if not pr.title.startswith("Revert ")]
    agrees("pr-size", team, doors, (len(sizes), median(sizes)))


@every_team
def test_the_abandon_rate_is_the_closed_of_all_that_ended(team: str, kept: Kept, doors: Doors) -> None:
    ended = [
        pr.merged_at is None
        for pr in kept(team).prs
        if pr.author_id in kept(team).people
        if kept(team).during(pr.merged_at or (pr.closed_at if pr.state == "closed" else None))
    ]
    agrees("abandon-rate", team, doors, (len(ended), fmean(ended)))


@every_team
def test_open_are_those_that_people_opened_and_nobody_ended(team: str, kept: Kept, doors: Doors) -> None:
    n = 0
    for pr in kept(team).prs:
        n += pr.state == "open" and pr.author_id in kept(team).people and not pr.is_draft
    agrees("open-prs", team, doors, (n, n))


@every_team
def test_the_build_success_rate_is_the_green_of_what_ended_green_or_red(
    team: str, kept: Kept, doors: Doors
) -> None:
    """What was cancelled or skipped is neither; of what was tried again the last attempt counts."""
    last: dict[str, Run] = {}
    for run in sorted(kept(team).runs, key=lambda run: run.attempt):
        if run.finished_at:
            last[run.external_id] = run
    ended = [run for run in last.values() if kept(team).during(run.finished_at)]
    green = [run.outcome == "success" for run in ended if run.outcome in ("success", "failure", "timed_out")]
    agrees("build-success-rate", team, doors, (len(green), fmean(green)))


@every_team
def test_the_deployment_frequency_is_what_succeeded_in_production_by_weeks(
    team: str, kept: Kept, doors: Doors
) -> None:
    """Once for all regions of a commit, and not again for a commit that was the latest already."""
    latest: dict[tuple[int, str | None], str] = {}
    n = 0
    done = [each for each in kept(team).deployments if each.status == "success" and each.finished_at]
    for each in sorted(done, key=lambda each: each.finished_at or each.created_at):
        if each.environment not in PRODUCTION:
            continue
        place = (each.repository_id, each.service)
        n += latest.get(place) != each.sha and kept(team).during(each.finished_at)
        latest[place] = each.sha
    agrees("deployment-frequency", team, doors, (n, n / WEEKS))


@every_team
def test_the_time_to_resolve_is_the_median_of_urgent_incidents_of_their_services(
    team: str, kept: Kept, doors: Doors
) -> None:
    names = {repository.full_name.split("/")[1] for repository in kept(team).repositories.values()}
    spans = []
    for each in kept(team).incidents:
        counts = each.service in names and each.urgency == "high" and each.merged_into is None
        if counts and each.resolved_at is not None and kept(team).during(each.resolved_at):
            spans.append((each.resolved_at - each.created_at) // timedelta(seconds=1))
    agrees("time-to-resolve", team, doors, (len(spans), median(spans) if spans else None))
