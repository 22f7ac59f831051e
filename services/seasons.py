"""Seasons: the sprints of some boards with all that their outcome rests on, read together."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from domain.records import Issue, Snapshot, Sprint, SprintMoment
from domain.rulings.boards import following, is_consecutive
from domain.rulings.scope import Stretch
from domain.rulings.snapshots import as_closed, closing, due, has_drifted, snapshot
from domain.rulings.sprints import NOWHERE, Neighbours, Outcome, outcome
from domain.rulings.standing import sprints_of
from storage.shelves import Shelves

Taken = Mapping[SprintMoment, Snapshot]

AROUND = timedelta(days=45)
"""As far before and after a sprint its neighbours are looked for: sprints last a month at most."""

_EVER = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Season:
    """`issues` are those of each sprint, `after` the board's next one by the id of the one before.

    `others` are all sprints, of any board, that these issues are or were in. `snapshots` of moments
    that nobody has seen yet are made from what the histories tell now.
    """

    sprints: tuple[Sprint, ...]
    after: Mapping[int, Sprint]
    others: Mapping[int, Sprint]
    issues: Mapping[int, tuple[Issue, ...]]
    snapshots: Mapping[int, Taken]
    default_estimates: Mapping[int, float]
    now: datetime

    @classmethod
    def of(
        cls,
        project_ids: Collection[int],
        shelves: Shelves,
        now: datetime,
        since: datetime | None = None,
        until: datetime = _EVER,
    ) -> "Season":
        """The sprints of these projects' boards, those that ran in `[since, until]` and their neighbours."""
        sprints = tuple(
            each
            for each in shelves.sprints.in_projects(project_ids)
            if since is None or (closing(each) or _EVER) >= since - AROUND
            if until == _EVER or (each.began_at or _EVER) <= until + AROUND
        )
        ids = {sprint.id for sprint in sprints}
        there = shelves.issues.by_ids(shelves.sprints.issue_ids(ids)).values()
        named = {issue.id: sprints_of(issue) for issue in there}
        after = ((sprint.id, following(sprint, sprints)) for sprint in sprints)
        projects = shelves.projects.by_ids(sprint.project_id for sprint in sprints)
        season = cls(
            sprints,
            {id_: later for id_, later in after if later},
            shelves.sprints.by_ids(ids.union(*named.values())),
            {
                sprint.id: tuple(as_closed(issue, sprint) for issue in there if sprint.id in named[issue.id])
                for sprint in sprints
            },
            shelves.snapshots.of(ids),
            {id_: project.default_estimate for id_, project in projects.items()},
            now,
        )
        return replace(season, snapshots=season.complete())

    def complete(self) -> dict[int, Taken]:
        """The snapshots that there should be by now, each as it was taken if it was."""
        return {
            sprint.id: {
                moment: self.snapshots.get(sprint.id, {}).get(moment) or self.seen(sprint, moment, at)
                for moment, at in due(sprint, self.now).items()
            }
            for sprint in self.sprints
        }

    def seen(self, sprint: Sprint, moment: SprintMoment, at: datetime) -> Snapshot:
        """What the histories tell today of the sprint at a moment."""
        return snapshot(sprint, self.issues[sprint.id], moment, at, self.now)

    def stretch(self, sprint: Sprint) -> Stretch | None:
        """The sprint from its beginning to its close, or to now; None before it began."""
        if sprint.began_at is None or SprintMoment.START not in self.snapshots[sprint.id]:
            return None
        default = self.default_estimates.get(sprint.project_id, 0.0)
        return Stretch(sprint.id, sprint.began_at, closing(sprint) or self.now, default)

    def ends(self, sprint: Sprint, stretch: Stretch) -> tuple[Snapshot, Snapshot]:
        """The sprint at its start, and at its close or now."""
        taken = self.snapshots[sprint.id]
        close = taken.get(SprintMoment.CLOSE) or self.seen(sprint, SprintMoment.CLOSE, stretch.stop)
        return taken[SprintMoment.START], close

    def outcome(self, sprint: Sprint, without: Collection[int] = NOWHERE) -> Outcome | None:
        """What became of a sprint, perhaps without some issues; None before it began."""
        stretch = self.stretch(sprint)
        if stretch is None:
            return None
        start, close = (_without(each, without) for each in self.ends(sprint, stretch))
        issues = [issue for issue in self.issues[sprint.id] if issue.id not in without]
        return outcome(stretch, start, close, issues, self.around(sprint))

    def around(self, sprint: Sprint) -> Neighbours:
        """What is in the board's next sprint, and what came on from the one before."""
        after = self.after.get(sprint.id)
        before = (each for each in self.sprints if self.after.get(each.id) == sprint)
        arrived = (id_ for each in before for id_ in self._undone(each) & self._onward(each, sprint))
        return Neighbours(self._onward(sprint, after) if after else None, frozenset(arrived))

    def is_drifted(self, sprint: Sprint) -> bool:
        """Whether the histories tell another story today than a snapshot that was taken."""
        moments = due(sprint, self.now)
        return any(
            has_drifted(taken, self.seen(sprint, moment, moments[moment]))
            for moment, taken in self.snapshots[sprint.id].items()
        )

    def _onward(self, sprint: Sprint, later: Sprint) -> frozenset[int]:
        """What the later sprint began with, or has so far; nothing where a pause lies between them."""
        if not is_consecutive(sprint, later):
            return NOWHERE
        begun = self.snapshots[later.id].get(SprintMoment.START)
        planned = begun or self.seen(later, SprintMoment.START, self.now)
        return frozenset(each.issue_id for each in planned.items)

    def _undone(self, sprint: Sprint) -> frozenset[int]:
        close = self.snapshots[sprint.id].get(SprintMoment.CLOSE)
        left = (each for each in close.items if not (each.is_done or each.is_canceled)) if close else ()
        return frozenset(each.issue_id for each in left)


def _without(seen: Snapshot, ids: Collection[int]) -> Snapshot:
    return replace(seen, items=tuple(each for each in seen.items if each.issue_id not in ids))
