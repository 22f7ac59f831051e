"""How Harbour plans: two weeks at a time, a board a team; work is added, dropped and carried over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from random import Random
from zoneinfo import ZoneInfo

from bot.demo import titles
from bot.demo.chapters import Tale
from bot.demo.organisation import CREWS, Crew
from bot.demo.tracker import BOARDS, DOING, DONE, DROPPED, SOURCE, project
from domain.ids import identify
from domain.records import Issue, Sprint, SprintChange, SprintState

WEEKS = 2
FIRST_NUMBER = {"payments": 31, "platform": 18, "mobile": 44, "search": 9}
BAD = {"payments": 8, "mobile": 4}
"""The sprint, counted from the demo's beginning, into which a team planned far too much."""

PLANNED = 0.78
"""The share of issues that are planned before the sprint in which they are begun; others come in later."""

EARLY, OVERLOADED = 0.14, 0.6
"""The share that was planned a sprint too early, usually and in a bad sprint."""

TRIED = 0.3
"""Of issues that wait for nobody knows what, the share that is planned once, and taken out again."""

PATIENCE = 3
"""After so many sprints an issue goes back to the backlog."""

_PAUSE = timedelta(minutes=30)


@dataclass(frozen=True)
class Cadence:
    """A team's sprints: every second Monday morning in its zone, from the demo's beginning on."""

    crew: Crew
    began_on: date
    seed: int

    @cached_property
    def _monday(self) -> date:
        return self.began_on - timedelta(days=self.began_on.weekday())

    def starts_at(self, index: int) -> datetime:
        """Half past nine, once the last one is closed."""
        return self.closes_at(index - 1) + _PAUSE

    def closes_at(self, index: int) -> datetime:
        """Nine o'clock on a Monday, or whenever the meeting is over."""
        day = self._monday + timedelta(weeks=WEEKS * (index + 1))
        late = Random(f"{self.seed}:close:{self.crew.slug}:{index}").randrange(25)
        local = datetime.combine(day, time(9, late), ZoneInfo(self.crew.zone))
        return local.astimezone(UTC)

    def index_of(self, at: datetime) -> int:
        """The sprint that runs then, or is about to."""
        index = (at.date() - self._monday).days // (7 * WEEKS)
        while self.closes_at(index) <= at:
            index += 1
        while self.closes_at(index - 1) > at:
            index -= 1
        return index

    def id_of(self, index: int) -> int:
        return identify(SOURCE.key, "sprint", f"{self.crew.slug}-{index}")

    def sprint(self, index: int, now: datetime) -> Sprint:
        """The sprint as its tracker tells it now."""
        starts, closes = self.starts_at(index), self.closes_at(index)
        state = SprintState.CLOSED if closes <= now else SprintState.ACTIVE
        home = next(board for board in BOARDS if board.crew is self.crew)
        rng = Random(f"{self.seed}:goal:{self.crew.slug}:{index}")
        return Sprint(
            id=self.id_of(index),
            source=SOURCE.key,
            external_id=f"{self.crew.slug}-{index}",
            project_id=project(home.key).id,
            board=f"{self.crew.name} board",
            name=f"{self.crew.name} {FIRST_NUMBER[self.crew.slug] + index}",
            state=state if starts <= now else SprintState.FUTURE,
            began_at=starts,
            ends_at=starts + timedelta(weeks=WEEKS),
            closed_at=closes if state is SprintState.CLOSED else None,
            url=f"{SOURCE.base_url}/boards/{self.crew.slug}/sprints/{index}",
            goal=f"Finish {rng.choice(titles.FEATURES[home.repository])}",
        )


def sprints(tale: Tale) -> list[Sprint]:
    """Every team's sprints up to the one that is planned next."""
    return [
        cadence.sprint(index, tale.now)
        for cadence in _cadences(tale).values()
        for index in range(cadence.index_of(tale.now) + 2)
    ]


def planned(issues: Sequence[Issue], tale: Tale) -> list[Issue]:
    """The issues with the sprints that they were in by now."""
    by_project = {project(board.key).id: board.crew.slug for board in BOARDS}
    cadences = _cadences(tale)
    found = []
    for issue in issues:
        cadence = cadences[by_project[issue.project_id]]
        changes = [change for change in _changes(issue, cadence, tale.now) if change.at <= tale.now]
        found.append(_placed(_written_before(issue, changes[0].at), changes) if changes else issue)
    return found


def continued(issues: Sequence[Issue], known: Mapping[int, Issue], since: datetime) -> list[Issue]:
    """The issues, of which nothing is planned in a past that was told already.

    An issue that turns up later came into its sprint when it turned up; what was told stays.
    """
    found = []
    for issue in issues:
        told = known[issue.id].sprint_changes if issue.id in known else ()
        new = [change for change in issue.sprint_changes if change.at > since]
        missed = [change for change in issue.sprint_changes if change.at <= since]
        if not told and missed and missed[-1].is_added:
            new = [replace(missed[-1], at=max(since + timedelta(minutes=1), issue.created_at)), *new]
        found.append(_placed(issue, [*told, *new]))
    return found


def _cadences(tale: Tale) -> dict[str, Cadence]:
    return {crew.slug: Cadence(crew, tale.began_on, tale.seed) for crew in CREWS}


def _placed(issue: Issue, changes: Sequence[SprintChange]) -> Issue:
    """The issue with these changes, in order, and in the sprints where they leave it."""
    ordered = sorted(changes, key=lambda change: change.at)
    stands = {change.sprint_id: change.is_added for change in ordered}
    return replace(
        issue,
        sprint_changes=tuple(ordered),
        sprint_ids=tuple(id_ for id_, is_in in stands.items() if is_in),
        updated_at=max(issue.updated_at, *(change.at for change in ordered)) if ordered else issue.updated_at,
    )


def _written_before(issue: Issue, at: datetime) -> Issue:
    """The issue, written and estimated in time to be planned."""
    written = min(issue.created_at, at - timedelta(hours=2))
    first = tuple(
        replace(change, at=written + timedelta(minutes=20)) if change.before is None else change
        for change in issue.estimate_changes
    )
    return replace(issue, created_at=written, estimate_changes=first)


def _changes(issue: Issue, cadence: Cadence, now: datetime) -> Iterator[SprintChange]:
    """Into which sprints it came, and out of which it was taken."""
    rng = Random(f"{cadence.seed}:plan:{issue.key}")
    chance, early, tried = rng.random(), rng.random(), rng.random()
    before, into = timedelta(hours=rng.uniform(1, 60)), timedelta(hours=rng.uniform(20, 200))
    begun = next((move.at for move in issue.transitions if move.to_status in (DOING, DONE)), None)
    if begun is None:
        if tried < TRIED and not issue.transitions:
            yield from _tried(issue, cadence, into)
        return
    index = max(0, cadence.index_of(begun))
    overloaded = BAD.get(cadence.crew.slug) == index - 1
    if early < (OVERLOADED if overloaded else EARLY) and issue.created_at < cadence.starts_at(index - 1):
        index = max(0, index - 1)
    starts = cadence.starts_at(index)
    is_planned = issue.created_at < begun and chance < PLANNED
    yield SprintChange(
        starts - before if is_planned else max(begun - timedelta(minutes=10), issue.created_at, starts),
        cadence.id_of(index),
        is_added=True,
    )
    yield from _carried(issue, cadence, index, now)


def _carried(issue: Issue, cadence: Cadence, index: int, now: datetime) -> Iterator[SprintChange]:
    """From sprint to sprint, as each closes, until it is done or patience ends."""
    ended = next((move.at for move in issue.transitions[::-1] if move.to_status in (DONE, DROPPED)), now)
    for later in range(index + 1, index + PATIENCE):
        moved = cadence.closes_at(later - 1)
        if ended <= moved:
            return
        yield SprintChange(moved, cadence.id_of(later), is_added=True)


def _tried(issue: Issue, cadence: Cadence, into: timedelta) -> Iterator[SprintChange]:
    """Planned into the next sprint, and taken out in the midst of it."""
    index = max(0, cadence.index_of(issue.created_at) + 1)
    starts = cadence.starts_at(index)
    yield SprintChange(starts - timedelta(hours=2), cadence.id_of(index), is_added=True)
    yield SprintChange(starts + into, cadence.id_of(index), is_added=False)
