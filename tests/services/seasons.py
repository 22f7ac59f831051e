"""Sprints in a store: Jira with a payments board, whose sprints follow one another from MONDAY on."""

from collections.abc import Sequence
from datetime import datetime

from domain.facts import SPRINTS, SprintColumns
from domain.ids import identify
from domain.people import WorkingHours
from domain.records import Issue, Project, Source, Sprint
from services.derivation import Derivations
from services.derivation.sprints import SPRINT_FACTS
from services.facts import Facts
from storage.store import Store
from tests.domain.rulings.sprint_stories import PROJECT, hour, sprint

JIRA = Source("jira", "jira", "https://jira.example", "Jira")
PAY = Project(PROJECT, "jira", "PAY", "PAY", "Payments")
LEDGER = Project(identify("jira", "project", "LED"), "jira", "LED", "LED", "Ledger")
LEDGER_SPRINT = sprint(20, board="Ledger", project_id=LEDGER.id)
"""At the same time as the first of the payments board."""

LATER = hour(15 * 24)
"""A day after the first sprint's close."""


def save(
    store: Store,
    sprints: Sequence[Sprint],
    issues: Sequence[Issue],
    *,
    now: datetime = LATER,
    projects: Sequence[Project] = (PAY,),
) -> None:
    """Keep these records, and derive at that time what rests on them."""
    with store.write() as shelves:
        shelves.sources.save(JIRA)
        shelves.projects.save(projects)
        shelves.issues.save(issues)
        shelves.sprints.save(sprints)
    derive(store, now)


def derive(store: Store, now: datetime = LATER) -> None:
    Derivations(store, lambda: now, Facts(store, lambda: now, WorkingHours()), (SPRINT_FACTS,)).refresh()


def facts_of(store: Store, *project_ids: int) -> SprintColumns:
    """The facts of these projects' sprints, or of the payments project's."""
    with store.read() as shelves:
        return shelves.facts.in_places(SPRINTS, project_ids or (PROJECT,))
