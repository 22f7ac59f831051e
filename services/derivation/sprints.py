"""Sprints, derived: their snapshots taken when they are due, and the facts of those that are closed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.facts import SPRINTS, SprintFacts, SprintFlag
from domain.records import Issue, Snapshot, Sprint, SprintMoment, SprintState
from domain.rulings.boards import board_id, counted_once_id, counts_once, following, is_consecutive
from domain.rulings.scope import Stretch
from domain.rulings.snapshots import closing, due, has_drifted, snapshot
from domain.rulings.sprints import NOTHING_ODD, Neighbours, Outcome, outcome, sprint_facts
from domain.rulings.standing import standing, touched
from services.derivation import Derivation, Work
from storage.rests_on import EVERYWHERE
from storage.shelves import Shelves

Taken = Mapping[SprintMoment, Snapshot]


@dataclass(frozen=True, slots=True)
class Season:
    """Sprints of some boards with all that their outcome rests on; `others` may be any board's."""

    sprints: tuple[Sprint, ...]
    others: tuple[Sprint, ...]
    issues: Mapping[int, tuple[Issue, ...]]
    snapshots: Mapping[int, Taken]
    default_estimates: Mapping[int, float]
    now: datetime

    @classmethod
    def of(cls, project_ids: set[int], shelves: Shelves, now: datetime) -> "Season":
        """Everything of these projects' boards, snapshots that are due and not yet taken included."""
        sprints = shelves.sprints.in_projects(project_ids)
        ids = {sprint.id for sprint in sprints}
        there = shelves.issues.by_ids(shelves.sprints.issue_ids(ids)).values()
        issues = {id_: tuple(issue for issue in there if touched(issue, id_)) for id_ in ids}
        named = {id_ for issue in there for id_ in _named(issue)}
        others = shelves.sprints.by_ids(named | ids).values()
        projects = shelves.projects.by_ids(sprint.project_id for sprint in sprints)
        defaults = {id_: project.default_estimate for id_, project in projects.items()}
        season = cls(
            tuple(sprints), tuple(others), issues, shelves.snapshots.of(ids), defaults, now
        )
        return season.complete()

    def complete(self) -> "Season":
        """With the snapshots that are due, of moments seen now for the first time."""
        taken = {
            sprint.id: {
                moment: self.snapshots.get(sprint.id, {}).get(moment) or self.seen(sprint, moment, at)
                for moment, at in due(sprint, self.now).items()
            }
            for sprint in self.sprints
        }
        return Season(self.sprints, self.others, self.issues, taken, self.default_estimates, self.now)

    def seen(self, sprint: Sprint, moment: SprintMoment, at: datetime) -> Snapshot:
        """What the histories tell of a moment today."""
        return snapshot(sprint, self.issues[sprint.id], moment, at, self.now)

    def outcome(self, sprint: Sprint, issues: Sequence[Issue] | None = None) -> Outcome | None:
        """What became of a sprint that has begun, up to its close or to now."""
        taken = self.snapshots[sprint.id]
        start, begun = taken.get(SprintMoment.START), sprint.began_at
        if start is None or begun is None:
            return None
        stop = closing(sprint) or self.now
        close = taken.get(SprintMoment.CLOSE) or self.seen(sprint, SprintMoment.CLOSE, stop)
        known = self.issues[sprint.id]
        if issues is not None:
            ids = {issue.id for issue in known} - {issue.id for issue in issues}
            start, close, known = _without(start, ids), _without(close, ids), tuple(issues)
        stretch = Stretch(sprint.id, begun, stop, self.default_estimates.get(sprint.project_id, 0.0))
        return outcome(stretch, start, close, known, self.around(sprint))

    def around(self, sprint: Sprint) -> Neighbours:
        """What went on into the next sprint, and what came on from the one before."""
        after = following(sprint, self.sprints)
        onward = self._onward(sprint, after) if after else None
        before = [each for each in self.sprints if following(each, self.sprints) == sprint]
        arrived = {id_ for each in before for id_ in self._left(each) & self._onward(each, sprint)}
        return Neighbours(onward, frozenset(arrived))

    def _onward(self, sprint: Sprint, later: Sprint) -> set[int]:
        """What the later sprint began with, or has now while it has not begun; nothing after a pause."""
        if not is_consecutive(sprint, later):
            return set()
        start = self.snapshots[later.id].get(SprintMoment.START)
        planned = start or self.seen(later, SprintMoment.START, self.now)
        return {item.issue_id for item in planned.items}

    def _left(self, sprint: Sprint) -> set[int]:
        """What was not done when the sprint was closed."""
        close = self.snapshots[sprint.id].get(SprintMoment.CLOSE)
        return {each.issue_id for each in close.items if not each.is_done and not each.is_canceled} if close else set()

    def is_drifted(self, sprint: Sprint) -> bool:
        """Whether anything about its start or close is told differently today."""
        return any(
            has_drifted(taken, self.seen(sprint, moment, due(sprint, self.now)[moment]))
            for moment, taken in self.snapshots[sprint.id].items()
        )


def make(work: Work) -> None:
    """Take the snapshots that are due and make the facts of the marked places' sprints anew."""
    shelves = work.shelves
    places = _concerned(work.places, shelves)
    season = Season.of(places, shelves, work.now)
    reopened = [each.id for each in season.sprints if each.state is not SprintState.CLOSED]
    shelves.snapshots.withdraw(SprintMoment.CLOSE, reopened)
    shelves.snapshots.take([each for taken in season.snapshots.values() for each in taken.values()])
    shelves.labels.save("board", {board_id(sprint): sprint.board for sprint in season.sprints})
    facts = [each for sprint in season.sprints for each in _facts(sprint, season)]
    shelves.facts.replace(SPRINTS, facts, of=places)


SPRINTS_KIND = Derivation("sprints", make)


def _concerned(marked: frozenset[int], shelves: Shelves) -> set[int]:
    """The projects of every sprint that issues of the marked ones are in, for boards may share issues."""
    if EVERYWHERE in marked:
        return {project.id for project in shelves.projects.all()}
    sprints = shelves.sprints.by_ids(shelves.sprints.of_issues(marked)).values()
    return {*marked, *(sprint.project_id for sprint in sprints)}


def _facts(sprint: Sprint, season: Season) -> Iterator[SprintFacts]:
    """A closed sprint's facts, and beside them, where it shares issues, what counts of it once."""
    closed_at = closing(sprint)
    found = season.outcome(sprint)
    if closed_at is None or closed_at > season.now or found is None:
        return
    flags = SprintFlag.DRIFTED if season.is_drifted(sprint) else NOTHING_ODD
    if season.snapshots[sprint.id][SprintMoment.START].taken_at >= closed_at:
        flags |= SprintFlag.FROM_HISTORY
    alone = [each for each in season.issues[sprint.id] if counts_once(each, sprint, season.others)]
    is_shared = len(alone) < len(season.issues[sprint.id])
    ...
