"""Sprints, derived: their snapshots taken when they are due, and the facts of those that are closed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.facts import SPRINTS, SprintFacts, SprintFlag
from domain.records import Sprint, SprintMoment, SprintState
from domain.rulings.boards import board_id, counted_once_id, counts_once
from domain.rulings.snapshots import closing
from domain.rulings.sprints import NOTHING_ODD, sprint_facts
from services.derivation import Derivation, Work
from services.seasons import Season
from storage.rests_on import EVERYWHERE
from storage.shelves import Shelves

SETTLED = timedelta(days=90)
"""So long after its close a sprint is settled: its facts stand, and nobody looks for drift any more."""


def make(work: Work) -> None:
    """Take the snapshots that are due, and make the facts of the marked places' sprints anew.

    Those that are settled are left as they are, unless everything is asked for or they have no facts
    yet. A sprint that was opened again has not been closed, and is seen anew when it is.
    """
    shelves = work.shelves
    places = _concerned(work.places, shelves)
    sprints = shelves.sprints.in_projects(places)
    opened = [each.id for each in sprints if each.state is not SprintState.CLOSED]
    shelves.snapshots.withdraw(SprintMoment.CLOSE, opened)
    since = None if EVERYWHERE in work.places else _unsettled(sprints, work)
    season = Season.of(places, shelves, work.now, since)
    shelves.snapshots.take([each for taken in season.snapshots.values() for each in taken.values()])
    shelves.labels.save("board", {board_id(sprint): sprint.board for sprint in season.sprints})
    remade = [each for each in season.sprints if since is None or (closing(each) or work.now) >= since]
    _keep(places, [each for sprint in remade for each in _facts(sprint, season)], since, shelves)


SPRINT_FACTS = Derivation("sprints", make)


def _unsettled(sprints: Sequence[Sprint], work: Work) -> datetime | None:
    """From when on sprints are looked at again; None where one before that has no facts yet."""
    since = work.now - SETTLED
    closes = {each.id: closing(each) for each in sprints if each.began_at}
    settled = {id_ for id_, closed_at in closes.items() if closed_at and closed_at < since}
    known = work.shelves.facts.by_ids(SPRINTS, settled).id.tolist()
    return since if settled <= set(known) else None


def _keep(places: set[int], facts: list[SprintFacts], since: datetime | None, shelves: Shelves) -> None:
    """Make the facts from `since` on exactly these."""
    if since is None:
        shelves.facts.replace(SPRINTS, facts, of=places)
        return
    known = shelves.facts.in_places(SPRINTS, places)
    recent = known.id[known.at >= int(since.timestamp())].tolist()
    shelves.facts.drop(SPRINTS, set(recent) - {each.id for each in facts})
    shelves.facts.put(SPRINTS, facts)


def _concerned(marked: frozenset[int], shelves: Shelves) -> set[int]:
    """The marked projects, and those of other boards that have issues of theirs in a sprint."""
    if EVERYWHERE in marked:
        return {project.id for project in shelves.projects.all()}
    sprints = shelves.sprints.by_ids(shelves.sprints.of_issues(marked)).values()
    return {*marked, *(sprint.project_id for sprint in sprints)}


def _facts(sprint: Sprint, season: Season) -> Iterator[SprintFacts]:
    """A closed sprint's facts, and where another board counts issues of it too, what counts of it once."""
    found = season.outcome(sprint)
    taken = season.snapshots[sprint.id]
    if found is None or SprintMoment.CLOSE not in taken:
        return
    flags = SprintFlag.DRIFTED if season.is_drifted(sprint) else NOTHING_ODD
    closed_at = closing(sprint)
    if closed_at and taken[SprintMoment.START].taken_at >= closed_at:
        flags |= SprintFlag.FROM_HISTORY
    issues = season.issues[sprint.id]
    elsewhere = {each.id for each in issues if not counts_once(each, sprint, season.others)}
    if elsewhere:
        alone = season.outcome(sprint, without=elsewhere)
        once = sprint_facts(sprint, alone, flags | SprintFlag.ONCE) if alone else None
        if once:
            yield replace(once, id=counted_once_id(sprint.id))
        flags |= SprintFlag.SHARED
    facts = sprint_facts(sprint, found, flags)
    if facts:
        yield facts
