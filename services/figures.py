"""Figures: the facts that a question asks about, read and handed to the engine."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from domain.facts import NO_SPAN, OPEN_ENDED, SPRINTS, Columns, Family, SprintFlag
from domain.question import By, Question, Scope, ScopeKind
from domain.result import Coverage, Result, Slice
from domain.window import Window
from metrics.engine import Facts, change, evaluate
from metrics.groups import GROUPS
from metrics.items import Items
from metrics.levels import evaluate_level
from metrics.metric import Metric
from services.steps import by_step
from services.undelivered import with_undelivered
from storage.shelves import Shelves

LOOK_BACK = timedelta(days=366)
"""How far before an empty window its last item is looked for."""

_BEGINNING = datetime(1970, 1, 2, tzinfo=UTC)


def figure(
    metric: Metric, question: Question, shelves: Shelves, *, coverage: Coverage, computed_at: datetime
) -> Result:
    """The answer to a question, with a row for every team or step where it is broken down by those."""
    if question.against is not None:
        return _against(metric, question, shelves, coverage=coverage, computed_at=computed_at)
    if question.by in (By.TEAM, By.STEP):
        whole = figure(
            metric, replace(question, by=By.WEEK), shelves, coverage=coverage, computed_at=computed_at
        )
        rows = (
            _by_team(metric, question, shelves, coverage=coverage, computed_at=computed_at)
            if question.by is By.TEAM
            else _by_step(metric, question, shelves)
        )
        return replace(whole, question=question, breakdown=rows)
    if metric.at is not None:
        pool = _pool(metric, question, shelves)
        names = _names(metric, question.by, (pool,), shelves)
        return evaluate_level(metric, question, pool, coverage=coverage, computed_at=computed_at, names=names)
    facts = _facts(metric, question, shelves)
    if metric.apart and Items.of(metric, question, question.window, facts.now).is_apart:
        question = replace(question, by=metric.apart)
    names = _names(metric, question.by, (facts.now, facts.before), shelves)
    result = evaluate(metric, question, facts, coverage=coverage, computed_at=computed_at, names=names)
    return with_undelivered(result, metric, shelves)


def _against(
    metric: Metric, question: Question, shelves: Shelves, *, coverage: Coverage, computed_at: datetime
) -> Result:
    """The figure beside that of another scope over the same window, each from its own items."""
    alone = replace(question, against=None)
    own = figure(metric, alone, shelves, coverage=coverage, computed_at=computed_at)
    whole = replace(alone, scope=question.against or question.scope, repositories=(), repository_names=())
    other = figure(metric, whole, shelves, coverage=coverage, computed_at=computed_at)
    return replace(own, question=question, previous=other.summary, change=change(own.summary, other.summary))


def items_of(metric: Metric, question: Question, shelves: Shelves, now: datetime) -> Items:
    """The items behind a figure."""
    if metric.at is None:
        return Items.of(
            metric, question, question.window, columns(metric.of, question.scope, question.window, shelves)
        )
    pool = _pool(metric, question, shelves)
    moment = int(min(question.window.stop, now).timestamp())
    asked = np.ones(len(pool), np.bool_)
    if question.repositories:
        asked &= np.isin(pool.place_id, np.array(question.repositories, np.int64))
    counted = asked & (pool.flags & metric.hidden == 0)
    values = np.where(counted, metric.at(pool, question.time_base, moment), NO_SPAN)
    return Items(metric, pool, asked, counted, question.time_base, values, moment)


def columns(family: Family[Columns], scope: Scope, window: Window, shelves: Shelves) -> Columns:
    """The facts of a scope in a window; of all boards together, an issue of several is counted once."""
    return _between(family, scope, window.start, window.stop, shelves)


def _between(
    family: Family[Columns], scope: Scope, start: datetime, stop: datetime, shelves: Shelves
) -> Columns:
    if scope.kind is ScopeKind.PERSON:
        return shelves.facts.columns_of(family, scope.account_ids, start, stop)
    found = shelves.facts.columns(family, scope.id, start, stop)
    if family.name != SPRINTS.name:
        return found
    left_to_others = SprintFlag.SHARED if scope.kind is ScopeKind.ORGANISATION else SprintFlag.ONCE
    return found.where(found.flags & int(left_to_others) == 0)


def last_item_at(metric: Metric, question: Question, shelves: Shelves) -> datetime | None:
    """When the last item before the window was, to the second; None when not within a year."""
    first = question.window.first
    before = Window(first - LOOK_BACK, first, question.window.zone)
    items = Items.of(metric, question, before, columns(metric.of, question.scope, before, shelves))
    known = items.columns.at[items.values != NO_SPAN]
    return datetime.fromtimestamp(int(known.max()), UTC) if len(known) else None


def _facts(metric: Metric, question: Question, shelves: Shelves) -> Facts:
    windows = (question.window, question.compared_to)
    now, before = (columns(metric.of, question.scope, window, shelves) for window in windows)
    return Facts(now, before, _facts(metric.over, question, shelves) if metric.over else None)


def _pool(metric: Metric, question: Question, shelves: Shelves) -> Columns:
    """Everything that was there at some moment from the start of the window compared to."""
    first = min(question.window.start, question.compared_to.start)
    since = _BEGINNING if metric.reach is None else first - timedelta(days=metric.reach + 1)
    found = _between(metric.of, question.scope, since, question.window.stop, shelves)
    ended = getattr(found, "ended", np.full(len(found), OPEN_ENDED))
    return found.where(ended >= int(first.timestamp()))


def _names(metric: Metric, by: By, read: tuple[Columns, ...], shelves: Shelves) -> Mapping[int, str]:
    """What the groups that the facts are broken down by are called."""
    column = GROUPS.get(metric.of.name, {}).get(by)
    if column is None or by is By.AUTHOR_CLASS:
        return {}
    ids = {int(each) for some in read for each in np.unique(getattr(some, column))}
    if by is By.REPOSITORY:
        return {id_: each.full_name for id_, each in shelves.repositories.by_ids(ids).items()}
    return shelves.labels.names(ids)


def _by_step(metric: Metric, question: Question, shelves: Shelves) -> tuple[Slice, ...]:
    """A row a job of the runs behind the figure."""
    windows = (question.window, question.compared_to)
    now, before = (
        Items.of(metric, question, window, columns(metric.of, question.scope, window, shelves))
        for window in windows
    )
    return by_step(now, before, question.percentile, shelves)


def _by_team(
    metric: Metric, question: Question, shelves: Shelves, *, coverage: Coverage, computed_at: datetime
) -> tuple[Slice, ...]:
    """Every team's own figure, computed from its own items, by name: teams are not ranked."""
    rows = []
    for team in shelves.teams.all():
        scope = Scope(ScopeKind.TEAM, team.name, team.id, team.slug)
        asked = _in_zone(replace(question, by=By.WEEK, scope=scope), team.hours.zone)
        result = figure(metric, asked, shelves, coverage=coverage, computed_at=computed_at)
        rows.append(Slice(team.name, result.summary, result.previous))
    return tuple(sorted(rows, key=lambda row: row.label.casefold()))


def _in_zone(question: Question, zone: str) -> Question:
    """The same days, as they begin and end where the team is (ruling 1)."""
    window, compared_to = (replace(each, zone=zone) for each in (question.window, question.compared_to))
    return replace(question, window=window, compared_to=compared_to)
