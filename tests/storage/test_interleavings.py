"""Whatever happens in whatever order, an answer is what a full rebuild from the rows would be."""

from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, timedelta
from fnmatch import fnmatch

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from domain.facts import PULL_REQUESTS, PullRequestFacts
from domain.people import Membership, Person, Team, WorkingHours
from domain.records import Account, PullRequest, Repository, RepositoryState
from domain.window import midnight
from storage.shelves import Shelves
from storage.store import Store
from tests import builders as build
from tests.storage.conftest import MakeUrl

FIRST = datetime(2026, 9, 28, tzinfo=UTC)
"""A Monday; everything is merged within five weeks of it, often within hours of a week's or a day's edge."""

REPOSITORIES = tuple(build.repository(f"acme/{name}") for name in ("pay-api", "pay-web", "search"))
ACCOUNTS = tuple(build.account(login) for login in ("alice", "bob", "carol"))
PEOPLE = (build.person("alice"), build.person("bob"))
TEAMS = ("red", "blue", "green")

moments = st.builds(
    lambda days, minutes: FIRST + timedelta(days=days, minutes=minutes),
    st.integers(0, 34),
    st.sampled_from((0, 1, 22 * 60 + 30, 23 * 60 + 59, 12 * 60)),
)
days = st.none() | st.builds(lambda n: (FIRST + timedelta(days=n)).date(), st.integers(-5, 40))
members = st.builds(Membership, st.sampled_from(("Alice", "bob", "carol", "nobody")), days, days)
patterns = st.sampled_from(("acme/pay-*", "SEARCH", "acme/*", "pay-web", "other/*"))
teams = st.builds(
    lambda slug, repositories, members, zone: build.team(
        slug, repositories=repositories, members=members, hours=WorkingHours(zone)
    ),
    st.sampled_from(TEAMS),
    st.lists(patterns, max_size=2).map(tuple),
    st.lists(members, max_size=3).map(tuple),
    st.sampled_from(("UTC", "America/Los_Angeles", "Pacific/Auckland")),
)
pull_requests = st.builds(
    lambda number, repository, author, merged_at: build.pull_request(
        number,
        repository=REPOSITORIES[0],
        repository_id=repository.id,
        author_id=author and author.id,
        merged_at=merged_at,
    ),
    st.integers(1, 12),
    st.sampled_from(REPOSITORIES),
    st.none() | st.sampled_from(ACCOUNTS),
    st.none() | moments,
)
saved = st.lists(pull_requests, min_size=1, max_size=4).map(
    lambda all_: list({each.id: each for each in all_}.values())
)

SAVED = [
    build.pull_request(
        number,
        repository=REPOSITORIES[0],
        repository_id=REPOSITORIES[number % 3].id,
        author_id=ACCOUNTS[number % 2].id,
        merged_at=FIRST + timedelta(days=3 * number),
    )
    for number in range(1, 13)
]
BY_PATTERN = build.team("red", repositories=("acme/pay-*",))
BY_MEMBERS = build.team(
    "blue", members=(build.member("alice", "2026-10-07", "2026-10-22"), build.member("Bob"))
)


@dataclass
class World:
    """What the store should know, in plain records."""

    facts: dict[int, PullRequestFacts] = field(default_factory=dict)
    known: set[int] = field(default_factory=set)
    repositories: dict[int, Repository] = field(
        default_factory=lambda: {each.id: each for each in REPOSITORIES}
    )
    accounts: dict[int, Account] = field(default_factory=lambda: {each.id: each for each in ACCOUNTS})
    links: dict[int, int] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    configured: set[str] = field(default_factory=set)

    def copy(self) -> "World":
        return World(**{each.name: getattr(self, each.name).copy() for each in fields(self)})

    def rows(self, team: Team | None) -> set[tuple[int, int, int, int, int]]:
        """Id, repository, author, merged_at and cycle of what should be answered for a team, or everybody."""
        return {
            (
                each.pull_request_id,
                each.repository_id,
                each.author_id or 0,
                int(each.merged_at.timestamp()),
                cycle,
            )
            for each in self.facts.values()
            if each.merged_at
            and (cycle := each.calendar[0]) is not None
            and self.repositories[each.repository_id].state is not RepositoryState.DELETED
            and (team is None or self._owns(team, each, each.merged_at))
        }

    def _owns(self, team: Team, facts: PullRequestFacts, merged_at: datetime) -> bool:
        if team.repositories:
            name = self.repositories[facts.repository_id].full_name
            return any(
                fnmatch(name if "/" in each else name.split("/")[1], each.lower())
                for each in team.repositories
            )
        return any(
            facts.author_id in self._accounts(each.login) and self._was_in(team, each, merged_at)
            for each in team.members
        )

    def _accounts(self, login: str) -> set[int]:
        own = {each.id for each in self.accounts.values() if each.login.lower() == login.lower()}
        people = {self.links[each] for each in own if each in self.links}
        return own | {account for account, person in self.links.items() if person in people}

    @staticmethod
    def _was_in(team: Team, member: Membership, merged_at: datetime) -> bool:
        def before(day: date | None) -> bool:
            return day is not None and merged_at < midnight(day, team.hours.zone)

        return not before(member.began_on) and (member.ended_on is None or before(member.ended_on))


class Interleavings(RuleBasedStateMachine):
    """One writer, one reader with a long snapshot, and readers that come and go."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.store = Store.open(url)
        self.committed = World()
        self.writer: Shelves | None = None
        self.reader: Shelves | None = None
        self.seen = World()
        with self.store.write() as shelves:
            shelves.sources.save(build.GITHUB)
            shelves.repositories.save(REPOSITORIES)
            shelves.people.save_accounts(ACCOUNTS)
            for person in PEOPLE:
                shelves.people.save(person)
        self._writing, self._reading = ExitStack(), ExitStack()
        self.save(SAVED)
        for team in (BY_PATTERN, BY_MEMBERS):
            self.change_team(team)
        self.repack(None)
        self.commit()

    def teardown(self) -> None:
        self.crash()
        self.finish_long_read()
        self.read(0, 70)
        self.store.close()

    @property
    def shelves(self) -> Shelves:
        """The writer's, in a transaction that goes on until it is committed or crashes."""
        if self.writer is None:
            self.writer, self.world = self._writing.enter_context(self.store.write()), self.committed.copy()
        return self.writer

    @rule()
    def commit(self) -> None:
        if self.writer:
            self._writing.close()
            self.writer, self.committed = None, self.world

    @rule()
    def commit_and_read(self) -> None:
        self.commit()
        self.read(0, 70)

    @rule()
    def crash(self) -> None:
        if self.writer:
            error = InterruptedError("killed")
            with suppress(InterruptedError):
                self._writing.__exit__(type(error), error, None)
            self.writer = None

    @rule(records=saved)
    def save(self, records: list[PullRequest]) -> None:
        facts = [build.facts(each) for each in records]
        self.shelves.pull_requests.save(records, facts)
        self.world.facts |= {each.pull_request_id: each for each in facts}

    @rule(seconds=st.integers(1, 10**6))
    def recompute(self, seconds: int) -> None:
        facts = [
            replace(each, calendar=(seconds, *each.calendar[1:])) if each.merged_at else each
            for each in list(self.world_now.facts.values())[::2]
        ]
        self.shelves.facts.save(facts)
        self.world.facts |= {each.pull_request_id: each for each in facts}

    @rule(number=st.integers(1, 12))
    def remove(self, number: int) -> None:
        gone = build.pull_request(number, repository=REPOSITORIES[0]).id
        self.shelves.pull_requests.remove([gone])
        self.world.facts.pop(gone, None)

    @rule(team=teams)
    def change_team(self, team: Team) -> None:
        self.shelves.teams.save(team)
        self.world.teams[team.slug] = team

    @rule(configured=st.lists(teams, max_size=2, unique_by=lambda team: team.slug))
    def configure(self, configured: list[Team]) -> None:
        self.shelves.teams.replace(configured)
        now = {team.slug: team for team in configured}
        for gone in self.world.configured - now.keys():
            self.world.teams.pop(gone, None)
        self.world.teams |= now
        self.world.configured = set(now)

    @rule(slug=st.sampled_from(TEAMS))
    def remove_team(self, slug: str) -> None:
        self.shelves.teams.remove(slug)
        self.world.teams.pop(slug, None)
        self.world.configured.discard(slug)

    @rule(
        repository=st.sampled_from(REPOSITORIES),
        name=st.sampled_from(("acme/pay-api", "acme/search", "other/x")),
        state=st.sampled_from(RepositoryState),
    )
    def change_repository(self, repository: Repository, name: str, state: RepositoryState) -> None:
        changed = replace(repository, full_name=name, state=state)
        self.shelves.repositories.save([changed])
        self.world.repositories[repository.id] = changed

    @rule(repository=st.sampled_from(REPOSITORIES), state=st.sampled_from(RepositoryState))
    def set_state(self, repository: Repository, state: RepositoryState) -> None:
        self.shelves.repositories.set_state([repository.id], state)
        known = self.world.repositories[repository.id]
        self.world.repositories[repository.id] = replace(known, state=state)

    @rule(account=st.sampled_from(ACCOUNTS), login=st.sampled_from(("alice", "BOB", "dave")))
    def rename_account(self, account: Account, login: str) -> None:
        renamed = replace(account, login=login)
        self.shelves.people.save_accounts([renamed])
        self.world.accounts[account.id] = renamed

    @rule(account=st.sampled_from(ACCOUNTS), person=st.none() | st.sampled_from(PEOPLE))
    def relink(self, account: Account, person: Person | None) -> None:
        if person:
            self.shelves.people.link(account.id, person.id)
            self.world.links[account.id] = person.id
        else:
            self.shelves.people.unlink(account.id)
            self.world.links.pop(account.id, None)

    @rule(limit=st.none() | st.integers(1, 4))
    def repack(self, limit: int | None) -> None:
        self.shelves.facts.repack(limit)

    @rule(first=st.integers(0, 40), days=st.integers(1, 30))
    def read(self, first: int, days: int) -> None:
        start = FIRST + timedelta(days=first)
        with self.store.read() as shelves:
            self._check(shelves, self.committed, start, start + timedelta(days=days))

    @rule()
    def begin_long_read(self) -> None:
        if self.reader is None:
            self.reader = self._reading.enter_context(self.store.read())
            assert self.reader.sources.all()
            self.seen = self.committed.copy()

    @rule()
    def finish_long_read(self) -> None:
        if self.reader:
            self._check(self.reader, self.seen, FIRST, FIRST + timedelta(days=70))
            self._reading.close()
            self.reader = None

    @property
    def world_now(self) -> World:
        return self.world if self.writer else self.committed

    @staticmethod
    def _check(shelves: Shelves, world: World, start: datetime, stop: datetime) -> None:
        for team in (None, *world.teams.values()):
            columns = shelves.facts.columns(PULL_REQUESTS, team.id if team else 0, start, stop)
            found = zip(
                columns.id,
                columns.place_id,
                columns.author_id,
                columns.at,
                columns.cycle,
                strict=True,
            )
            answered = [tuple(map(int, row)) for row in found]
            expected = {row for row in world.rows(team) if start.timestamp() <= row[3] < stop.timestamp()}
            assert sorted(answered) == sorted(expected), team


@pytest.mark.parametrize(("dialect", "examples"), [("sqlite", 60), ("postgresql", 12)])
def test_any_interleaving_answers_as_a_full_rebuild_would(new_url: MakeUrl, examples: int) -> None:
    run_state_machine_as_test(
        lambda: Interleavings(new_url()),  # type: ignore[arg-type] # any maker of machines will do
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
