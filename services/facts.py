"""The rulings applied: facts of pull requests with their people, calendars and default branches."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from domain.clock import Clock
from domain.facts import PullRequestFacts
from domain.people import OwnHours, Team, WorkingHours
from domain.records import Account, PullRequest
from domain.rulings import facts
from services import holidays
from services.holidays import observed
from storage.rests_on import EVERYWHERE, HOURS
from storage.shelves import Shelves
from storage.store import Store
from storage.types import hours_text

VERSION = 3
"""Raised when a ruling changes: every fact is then made anew, once."""

_OWNER = "facts"
_MADE = "made"
_BATCH = 500

Told = Callable[[int, int], None]
"""Hears how many pull requests are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Roster:
    """Who works when: by lower-case login, and for whoever has no hours of their own, by repository or team.

    `signature` changes with everything here that the facts of known pull requests depend on.
    """

    logins: Mapping[str, WorkingHours]
    repositories: Mapping[int, WorkingHours]
    teams: Mapping[int, WorkingHours]
    default: WorkingHours
    signature: str

    def facts(self, prs: Sequence[PullRequest], shelves: Shelves) -> list[PullRequestFacts]:
        """The facts of each, from what the shelves know about the accounts on it."""
        people = shelves.people.accounts({id_ for pr in prs for id_ in _named(pr)})
        calendars = self.calendars(people)
        repositories = shelves.repositories.by_ids({pr.repository_id for pr in prs})
        branches = {id_: repository.default_branch for id_, repository in repositories.items()}
        return [
            facts(
                pr,
                people,
                calendars,
                self.around(pr.repository_id),
                branches.get(pr.repository_id, ""),
            )
            for pr in prs
        ]

    def calendars(self, people: Mapping[int, Account]) -> dict[int, WorkingHours]:
        """The hours of these accounts, of those that have their own."""
        logins = ((id_, account.login.casefold()) for id_, account in people.items())
        return {id_: self.logins[login] for id_, login in logins if login in self.logins}

    def around(self, repository_id: int) -> WorkingHours:
        """The hours of whoever has none of their own, where the repository is."""
        return self.repositories.get(repository_id, self.default)


class Facts:
    """Makes facts, and makes them anew when what they rest on has changed."""

    def __init__(self, store: Store, clock: Clock, default: WorkingHours) -> None:
        """`default` are the organisation's hours, for whoever is in no team."""
        self._store = store
        self._clock = clock
        self._default = default

    def roster(self, shelves: Shelves) -> Roster:
        """Who works when, now: as the person says, else as the team does, else as the organisation."""
        teams = shelves.teams.all()
        of_team = {team.id: observed(_among(team.hours, self._default)) for team in teams}
        logins = {login: of_team[team.id] for team, login in _members(teams)}
        default = observed(self._default)
        for login, own in _own_hours(shelves):
            logins[login] = observed(own.over(logins.get(login, default)))
        owned = {
            repository.id: of_team[team.id]
            for team in reversed(teams)
            if team.repositories
            for repository in shelves.repositories.matching(team.repositories)
        }
        everybody = (default, *of_team.values(), *logins.values())
        said = (
            (VERSION, hours_text(default), _known_holidays(everybody)),
            sorted((login, hours_text(hours)) for login, hours in logins.items()),
            [(team.repositories, hours_text(of_team[team.id])) for team in teams],
        )
        return Roster(logins, owned, of_team, default, _digest(said))

    def of(self, prs: Sequence[PullRequest], shelves: Shelves) -> list[PullRequestFacts]:
        """The facts of each; their accounts must be on the shelves already."""
        return self.roster(shelves).facts(prs, shelves)

    def outdate(self, shelves: Shelves) -> None:
        """Have all facts made anew with the next `refresh`: a kind, a link or a default branch changed."""
        shelves.notes.remove(_OWNER, _MADE)

    def begin(self) -> None:
        """An empty store has no facts to make anew, whatever the teams are by now."""
        with self._store.read() as shelves:
            if shelves.notes.get(_OWNER, _MADE) or shelves.pull_requests.count():
                return
            signature = self.roster(shelves).signature
        with self._store.write() as shelves:
            self._sign(shelves, signature)

    def refresh(self, told: Told | None = None) -> int:
        """Make all facts anew if anything they rest on has changed; how many were."""
        with self._store.read() as shelves:
            made = shelves.notes.get(_OWNER, _MADE)
            signature = self.roster(shelves).signature
        return 0 if made and made["signature"] == signature else self.recompute(told)

    def recompute(self, told: Told | None = None) -> int:
        """Make all facts anew, and mark those that rest on hours as well; how many were.

        A pull request that is synced meanwhile is left alone: its facts are newer than ours.
        """
        done = 0
        with self._store.read() as past:
            roster, total = self.roster(past), past.pull_requests.count()
            for batch in past.pull_requests.scan(_BATCH):
                done += self._remake(batch, roster)
                if told:
                    told(done, total)
        with self._store.write() as shelves:
            shelves.outdated.changed(HOURS, [EVERYWHERE])
            self._sign(shelves, roster.signature)
        return done

    def _sign(self, shelves: Shelves, signature: str) -> None:
        made = {"signature": signature, "at": self._clock().isoformat()}
        shelves.notes.put(_OWNER, _MADE, made)

    def _remake(self, batch: Sequence[PullRequest], roster: Roster) -> int:
        with self._store.write() as shelves:
            known = shelves.pull_requests.updated_at(pr.id for pr in batch)
            same = [pr for pr in batch if known.get(pr.id) == pr.updated_at]
            shelves.facts.save(roster.facts(same, shelves))
        return len(batch)


def _digest(said: object) -> str:
    return sha256(repr(said).encode()).hexdigest()


def _members(teams: Sequence[Team]) -> Iterator[tuple[Team, str]]:
    """Lower-case logins with their teams, last the one that counts: the first where they still are.

    Those that left all are with the first that they were in: their work was done in its hours.
    """
    for there in (False, True):
        for team in reversed(teams):
            yield from ((team, m.login.casefold()) for m in team.members if (m.ended_on is None) is there)


def _among(hours: WorkingHours, others: WorkingHours) -> WorkingHours:
    """A team's hours with what it shares with the organisation: days off, and the country if it has none."""

    def sharing(own: WorkingHours) -> WorkingHours:
        time_off = tuple(sorted({*own.time_off, *others.time_off}))
        return replace(own, country=own.country or others.country, time_off=time_off)

    return hours.each(sharing)


def _own_hours(shelves: Shelves) -> Iterator[tuple[str, OwnHours]]:
    """What people have of their own, by lower-case login: Slack's zone first, for what they say wins."""
    logins = shelves.people.logins()
    for person in shelves.people.all():
        said = (person.zone and OwnHours(zone=person.zone), person.hours)
        yield from ((login, own) for login in logins.get(person.id, ()) for own in said if own)


def _known_holidays(everybody: Iterable[WorkingHours]) -> dict[str, list[date]]:
    """Of every country that anybody works in, for laws change, and the package with them."""
    countries = {hours.country for each in everybody for _, _, hours in each.periods() if hours.country}
    return {country: sorted(holidays.days(country)) for country in sorted(countries)}


def _named(pr: PullRequest) -> set[int]:
    """Every account that a pull request names."""
    named = {pr.author_id, pr.merged_by_id, *pr.assignee_ids}
    named |= {commit.author_id for commit in pr.commits}
    named |= {review.author_id for review in pr.reviews}
    named |= {comment.author_id for comment in pr.comments}
    named |= {request.reviewer_id for request in pr.review_requests}
    return {account for account in named if account is not None}
