"""Sprints, derived: their snapshots taken when they are due, and the facts of those that are closed."""

from collections.abc import Iterator
from dataclasses import replace

from domain.facts import SPRINTS, SprintFacts, SprintFlag
from domain.records import Sprint, SprintMoment, SprintState
from domain.rulings.boards import board_id, counted_once_id, counts_once
from domain.rulings.snapshots import closing
from domain.rulings.sprints import NOTHING_ODD, sprint_facts
from services.derivation import Derivation, Work
from services.seasons import Season
from storage.rests_on import EVERYWHERE
from storage.shelves import Shelves


def make(work: Work) -> None:
    """Take the snapshots that are due, and make the facts of the marked places' sprints anew.

    A sprint that was opened again has not been closed, and is seen anew when it is.
    """
    shelves = work.shelves
    places = _concerned(work.places, shelves)
    opened = [each.id for each in shelves.sprints.in_projects(places) if each.state is not SprintState.CLOSED]
    shelves.snapshots.withdraw(SprintMoment.CLOSE, opened)
    season = Season.of(places, shelves, work.now)
    shelves.snapshots.take([each for taken in season.snapshots.values() for each in taken.values()])
    shelves.labels.save("board", {board_id(sprint): sprint.board for sprint in season.sprints})
    facts = [each for sprint in season.sprints for each in _facts(sprint, season)]
    shelves.facts.replace(SPRINTS, facts, of=places)


SPRINT_FACTS = Derivation("sprints", make)


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
