"""App Home: what waits for somebody, what they wait for, and how their teams do."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from domain.clock import Clock
from domain.home import HomeView, NeedsYou, TeamCard
from domain.people import Asker, Person, Team
from domain.records import PullRequest
from domain.rulings import turns
from domain.rulings.people import People, is_human
from domain.rulings.turns import Step, Turn
from services.answers import Answers
from services.facts import Facts, Roster
from services.health import Health
from services.roll_call import teams_of
from services.turns import waited
from storage.shelves import Shelves
from storage.store import Store

MOST = 5
"""How many are listed, worst first; of the rest only how many they are."""


_AUTHORS = frozenset({Step.ANSWER, Step.MERGE})
"""The steps that are its author's."""


class Home:
    """What the view is drawn from; `services.recall` keeps the last one drawn."""

    def __init__(
        self, store: Store, clock: Clock, *, answers: Answers, health: Health, facts: Facts, zone: str
    ) -> None:
        """`zone` is the organisation's, for whoever has none."""
        self._store = store
        self._clock = clock
        self._answers = answers
        self._health = health
        self._facts = facts
        self._zone = zone

    def view(self, asker: Asker) -> HomeView:
        """Everything as it is now; waits are told in the working time of those who are waited for."""
        now = self._clock()
        with self._store.read() as shelves:
            teams = teams_of(asker.person_id, shelves.teams.all(), shelves, now)
            waits = _Waits(shelves, asker, now, self._facts.roster(shelves))
            needs, waiting = waits.needs(), waits.waiting()
            person = _person(asker, shelves)
        return HomeView(
            person=person,
            needs_you=needs[:MOST],
            more_needs=len(needs[MOST:]),
            waiting=waiting[:MOST],
            teams=tuple(self._card(team, asker) for team in teams),
            sources=self._health.report().sources,
            can_configure=True,
            as_of=now,
            zone=asker.zone or self._zone,
        )

    def _card(self, team: Team, asker: Asker) -> TeamCard:
        """The team with the catalogue's first metric over the last 30 days."""
        first = self._answers.metrics()[0]
        return TeamCard(team.slug, team.name, self._answers.ask(f"{first.slug} team:{team.slug} 30d", asker))


class _Waits:
    """The open pull requests that the asker has to do with, bots' and drafts left out."""

    def __init__(self, shelves: Shelves, asker: Asker, now: datetime, roster: Roster) -> None:
        self._asker = asker
        self._now = now
        self._roster = roster
        own = asker.account_ids
        self._asked = shelves.pull_requests.awaiting_review_by(own) if own else []
        self._authored = shelves.pull_requests.open_by_author(own) if own else []
        found = [*self._asked, *self._authored]
        self._people: People = shelves.people.accounts({id_ for pr in found for id_ in _involved(pr)})
        self._repositories = shelves.repositories.by_ids({pr.repository_id for pr in found})

    def needs(self) -> tuple[NeedsYou, ...]:
        """What is the asker's turn, what has waited longest first."""
        reviews = ((pr, turns.asked(pr, self._asker)) for pr in self._of_people(self._asked))
        own = [(pr, turn) for pr, turn in self._own() if turn.step in _AUTHORS]
        return self._worst_first([*((pr, turn) for pr, turn in reviews if turn), *own])

    def waiting(self) -> tuple[NeedsYou, ...]:
        """The asker's own that are somebody else's turn."""
        return self._worst_first([(pr, turn) for pr, turn in self._own() if turn.step not in _AUTHORS])

    def _own(self) -> list[tuple[PullRequest, Turn]]:
        return [(pr, turns.turn(pr, self._people)) for pr in self._of_people(self._authored)]

    def _of_people(self, prs: Sequence[PullRequest]) -> Iterator[PullRequest]:
        return (pr for pr in prs if not pr.is_draft and is_human(pr.author_id, self._people))

    def _worst_first(self, found: Sequence[tuple[PullRequest, Turn]]) -> tuple[NeedsYou, ...]:
        rows = (self._row(pr, turn) for pr, turn in found)
        return tuple(sorted(rows, key=lambda row: (-row.working_seconds, row.since, row.pull_request_id)))

    def _row(self, pr: PullRequest, turn: Turn) -> NeedsYou:
        repository = self._repositories.get(pr.repository_id)
        return NeedsYou(
            pull_request_id=pr.id,
            title=pr.title,
            url=pr.url,
            repository=repository.full_name if repository else "",
            number=pr.number,
            why=turn.why,
            since=turn.since,
            working_seconds=waited(pr, turn, self._people, self._roster, self._now),
        )


def _person(asker: Asker, shelves: Shelves) -> Person | None:
    """Who the asker is, once an account of theirs is known."""
    everybody = shelves.people.all() if asker.account_ids else []
    return next((person for person in everybody if person.id == asker.person_id), None)


def _involved(pr: PullRequest) -> set[int]:
    involved = {pr.author_id, *(each.author_id for each in pr.reviews)}
    involved |= {each.author_id for each in pr.comments} | {each.author_id for each in pr.commits}
    involved |= {each.reviewer_id for each in pr.review_requests}
    return {account for account in involved if account is not None}
