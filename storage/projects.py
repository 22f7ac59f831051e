"""Whose work an issue is: the keys that teams name, resolved to projects; for other teams, where it is done.

A team that names no projects owns those whose linked issues are mostly worked on in its repositories
(docs/explain/definitions.md, "Whose issues").
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, func, select

from storage.ownership import correct
from storage.tables import (
    issue_mentions,
    issues,
    projects,
    pull_requests,
    team_projects,
    team_repositories,
    teams,
)
from storage.transaction import Transaction

MOST = 0.5
"""More than this share of a project's linked issues makes it a team's."""


def resolve_projects(
    tx: Transaction, team_ids: Collection[int] | None = None, project_ids: Collection[int] | None = None
) -> set[int]:
    """Match teams with projects again, all of them where None; the teams that own others than before."""
    of_teams, of_projects = select(teams.c.id, teams.c.projects), select(projects.c.id, projects.c.key)
    present = select(team_projects)
    if team_ids is not None:
        of_teams = of_teams.where(teams.c.id.in_(team_ids))
        present = present.where(team_projects.c.team_id.in_(team_ids))
    if project_ids is not None:
        of_projects = of_projects.where(projects.c.id.in_(project_ids))
        present = present.where(team_projects.c.project_id.in_(project_ids))
    keys = [(id_, key.casefold()) for id_, key in tx.all(of_projects)]
    named = {team: {key.casefold() for key in wanted} for team, wanted in tx.all(of_teams)}
    right: set[tuple[Any, ...]] = {
        (team, project) for team, wanted in named.items() for project, key in keys if key in wanted
    }
    silent = [team for team, wanted in named.items() if not wanted]
    right |= _worked_on(tx, silent, [id_ for id_, _ in keys])
    return correct(tx, team_projects, {tuple(row) for row in tx.all(present)}, right)


def _worked_on(
    tx: Transaction, team_ids: Collection[int], project_ids: Collection[int]
) -> set[tuple[int, int]]:
    """The teams with each of the projects of whose linked issues most are worked on in their repositories."""
    if not team_ids or not project_ids:
        return set()
    linked = dict(map(tuple, tx.all(_linked(project_ids).group_by(issues.c.project_id))))
    there = team_repositories.c
    theirs = (
        _linked(project_ids)
        .join(team_repositories, there.repository_id == pull_requests.c.repository_id)
        .where(there.team_id.in_(team_ids))
        .add_columns(there.team_id)
        .group_by(issues.c.project_id, there.team_id)
    )
    return {(team, project) for project, count, team in tx.all(theirs) if count > MOST * linked[project]}


def _linked(project_ids: Collection[int]) -> Select[Any]:
    """How many issues of each project have a pull request."""
    return (
        select(issues.c.project_id, func.count(issues.c.id.distinct()))
        .join(issue_mentions, func.lower(issue_mentions.c.key) == func.lower(issues.c.key))
        .join(pull_requests, pull_requests.c.id == issue_mentions.c.pull_request_id)
        .where(issues.c.project_id.in_(project_ids), ~issues.c.is_removed, ~pull_requests.c.is_removed)
    )
