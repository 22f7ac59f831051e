"""Facts of issues made anew: how long each took, until its first pull request, and until it was deployed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from domain.facts import CHANGES, ISSUE_DEPLOYS, ISSUE_PULLS, ISSUES, Family, Flag, IssueFacts, SpanFacts
from domain.facts.columns import Columns
from domain.ids import identify
from domain.people import WorkingHours
from domain.records import Issue
from domain.rulings.issues import categorised, issue_facts, since_creation
from domain.rulings.links import Said
from services.derivation import Derivation, Work
from services.derivation.links import Places, relink
from services.facts import Roster
from services.tracking import tracking
from storage.rests_on import EVERYWHERE
from storage.rests_on import ISSUES as KIND
from storage.shelves import Shelves

UNDATED = Flag.FIRST_DEPLOYMENT | Flag.LONG_GAP
"""What came with a service's first known deployment, or after a long gap, may have been there long before."""


def make(work: Work) -> None:
    """Make anew the issues of the marked projects, and those that pull requests there name."""
    shelves = work.shelves
    places = Places.of(work)
    named = relink(places, shelves)
    found = {issue.id: issue for issue in shelves.issues.in_projects(places.projects)}
    found |= shelves.issues.by_ids(shelves.issues.ids_named(named) - found.keys())
    categories = tracking(shelves).categories
    issues = [categorised(issue, categories) for issue in found.values()]
    everywhere = EVERYWHERE in work.places
    shelves.projects.resolve(None if everywhere else places.projects.union(i.project_id for i in issues))
    told = _Telling.of(issues, work.roster, shelves)
    facts: tuple[tuple[Family[Columns], Iterator[IssueFacts | SpanFacts | None]], ...] = (
        (ISSUES, map(told.done, issues)),
        (ISSUE_PULLS, map(told.pulled, issues)),
        (ISSUE_DEPLOYS, map(told.deployed, issues)),
    )
    for family, each in facts:
        there = {fact.id: fact for fact in each if fact}
        shelves.facts.drop(family, found.keys() - there.keys())
        shelves.facts.replace(family, there.values(), places.projects)
    shelves.labels.save("issue type", {type_id(issue.type): issue.type for issue in issues if issue.type})


def type_id(name: str) -> int:
    """A type's id in facts, the same for all trackers; 0 is none."""
    return identify("issue type", name.casefold()) if name else 0


@dataclass(frozen=True, slots=True)
class _Telling:
    """What facts of issues are told from: pull requests by key, deployments by pull request, and hours.

    `own` are the assignees' hours by account, `usual` those of the team that owns a project.
    """

    naming: Mapping[str, Sequence[Said]]
    deployed_at: Mapping[int, datetime]
    own: Mapping[int, WorkingHours]
    usual: Mapping[int, WorkingHours]
    default: WorkingHours

    @classmethod
    def of(cls, issues: Collection[Issue], roster: Roster, shelves: Shelves) -> "_Telling":
        naming = shelves.mentions.saying(issue.key for issue in issues)
        merged = {each.id for several in naming.values() for each in several if each.merged_at}
        return cls(
            naming,
            _deployed_at(merged, shelves),
            _own_hours(issues, roster, shelves),
            _usual_hours(roster, shelves),
            roster.default,
        )

    def done(self, issue: Issue) -> IssueFacts | None:
        linked = bool(self._named_by(issue))
        return issue_facts(issue, self._hours(issue), type_id(issue.type), is_linked=linked)

    def pulled(self, issue: Issue) -> SpanFacts | None:
        """At the opening of its first pull request."""
        named_by = self._named_by(issue)
        if not named_by:
            return None
        return since_creation(issue, named_by[0].opened_at, self._hours(issue), type_id(issue.type))

    def deployed(self, issue: Issue) -> SpanFacts | None:
        """When the last of its merged pull requests came into production, and so all of them were there."""
        merged = [each.id for each in self._named_by(issue) if each.merged_at]
        if not merged or any(id_ not in self.deployed_at for id_ in merged):
            return None
        last = max(self.deployed_at[id_] for id_ in merged)
        return since_creation(issue, last, self._hours(issue), type_id(issue.type))

    def _named_by(self, issue: Issue) -> list[Said]:
        """Its pull requests, the first opened first, without what took work back."""
        return [each for each in self.naming.get(issue.key.upper(), ()) if not each.flags & Flag.REVERT]

    def _hours(self, issue: Issue) -> tuple[WorkingHours]:
        usual = self.usual.get(issue.project_id, self.default)
        return (self.own.get(issue.assignee_id or 0, usual),)


def _deployed_at(pull_request_ids: Collection[int], shelves: Shelves) -> dict[int, datetime]:
    """When each was first in production, where that is known."""
    changes = shelves.facts.by_ids(CHANGES, pull_request_ids)
    dated = changes.where(changes.flags & int(UNDATED) == 0)
    moments = zip(dated.id.tolist(), dated.at.tolist(), strict=True)
    return {id_: datetime.fromtimestamp(at, UTC) for id_, at in moments}


def _own_hours(issues: Iterable[Issue], roster: Roster, shelves: Shelves) -> dict[int, WorkingHours]:
    """The assignees' hours; a tracker's account goes by its person's other logins."""
    siblings = shelves.people.siblings({issue.assignee_id for issue in issues if issue.assignee_id})
    logins = {id_: [each.login.casefold() for each in theirs] for id_, theirs in siblings.items()}
    known = {
        id_: [roster.logins[each] for each in theirs if each in roster.logins]
        for id_, theirs in logins.items()
    }
    return {id_: hours[0] for id_, hours in known.items() if hours}


def _usual_hours(roster: Roster, shelves: Shelves) -> dict[int, WorkingHours]:
    """The hours of the team that owns each project, of several the first by its short name."""
    owners = shelves.projects.owners()
    teams = [team.id for team in reversed(shelves.teams.all())]
    return {project: roster.teams[team] for team in teams for project in owners.get(team, ())}


ISSUE_FACTS = Derivation(KIND, make)
