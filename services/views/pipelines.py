"""`pipelines`: how each workflow fares, and where the time of the busiest one goes."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from difflib import SequenceMatcher
from typing import cast

import numpy as np
from numpy.typing import NDArray

from domain.errors import Choice, Unknown
from domain.facts import EXCLUDED_BY_HAND, RUNS, RunColumns, RunFlag
from domain.question import Question
from domain.result import Point
from domain.rulings.recoveries import red_stretches
from domain.views.pipelines import Branch, Measured, Pipelines, Workflow, key
from domain.window import Window
from metrics.aggregates import grouped, ordered, percentile
from metrics.breakdown import bucketed, trend
from metrics.ci import build_success_rate, build_time, first_attempt_success_rate, queue_time
from metrics.figures import figure
from metrics.items import Items
from services.figures import columns
from services.views.steps import steps_of
from services.views.viewing import Viewing

MOST = 12
"""Workflows that are told one by one."""

OFFERED = 5
"""Workflows that are offered for a name that none of them has, the most alike first."""

BRANCHES = {"default branch": RunFlag.ON_DEFAULT, "pull requests": RunFlag.OF_PULL_REQUEST}

METRICS = (build_success_rate, first_attempt_success_rate, build_time, queue_time)

_MEDIAN, _P95 = 50, 95
_Groups = NDArray[np.int64]


def pipelines(viewing: Viewing) -> Pipelines:
    """Workflows of the scope by how often they ran; the one named, or the busiest, with its steps.

    Raises:
        Unknown: no workflow of the scope has that name; carries those that there are.
    """
    question = viewing.question
    now, before = (_read(viewing, window) for window in (question.window, question.compared_to))
    workflows = _workflows(viewing, now, before)
    shown = _shown(workflows, viewing.argument, question.text)
    path = steps_of(shown.id, now, before, viewing.shelves) if shown else None
    return Pipelines(
        question=question,
        coverage=viewing.coverage,
        computed_at=viewing.now,
        success=viewing.figure(build_success_rate.info.slug, question),
        first_success=viewing.figure(first_attempt_success_rate.info.slug, question),
        time=viewing.figure(build_time.info.slug, question),
        p95=percentile(ordered(build_time.values(now, question.time_base)), _P95),
        queue=viewing.figure(queue_time.info.slug, question),
        branches=_branches(question, now, before),
        workflows=workflows[:MOST],
        more=max(0, len(workflows) - MOST),
        shown=shown,
        steps=path.steps if path else (),
        total=path.total if path else None,
        runs=path.runs if path else 0,
    )


def _read(viewing: Viewing, window: Window) -> RunColumns:
    """The attempts that count in a window."""
    question = viewing.question
    runs = cast("RunColumns", columns(RUNS, question.scope, window, viewing.shelves))
    if question.repositories:
        runs = runs.where(np.isin(runs.place_id, np.array(question.repositories, np.int64)))
    return runs.where(runs.flags & EXCLUDED_BY_HAND == 0)


def _branches(question: Question, now: RunColumns, before: RunColumns) -> tuple[Branch, ...]:
    sides = [_measured(question, runs, _branch_of(runs), len(BRANCHES)) for runs in (now, before)]
    return tuple(Branch(name, *each) for name, *each in zip(BRANCHES, *sides, strict=True))


def _branch_of(runs: RunColumns) -> _Groups:
    place = np.full(len(runs), -1, np.int64)
    for number, flag in enumerate(BRANCHES.values()):
        place[runs.flags & int(flag) != 0] = number
    return place


def _workflows(viewing: Viewing, now: RunColumns, before: RunColumns) -> tuple[Workflow, ...]:
    """Those that ran in the window; the busiest few with their trend."""
    ids, first, counts = np.unique(now.workflow_id, return_index=True, return_counts=True)
    if not len(ids):
        return ()
    sides = [
        _measured(viewing.question, runs, _place_of(runs.workflow_id, ids), len(ids))
        for runs in (now, before)
    ]
    names = viewing.shelves.labels.names(ids.tolist())
    homes = viewing.shelves.repositories.by_ids(now.place_id[first].tolist())
    busiest = sorted(range(len(ids)), key=lambda place: (-counts[place], names.get(int(ids[place]), "")))
    told = busiest[:MOST]
    urls, red = _urls(viewing, now, ids[told]), _red_since(now, before)
    return tuple(
        Workflow(
            id=int(ids[place]),
            name=names.get(int(ids[place]), "a workflow without a name"),
            repository=home.full_name if (home := homes.get(int(now.place_id[first[place]]))) else "",
            url=urls.get(int(ids[place]), ""),
            now=sides[0][place],
            before=sides[1][place],
            trend=_trend(viewing, now.where(now.workflow_id == ids[place])) if place in told else (),
            red_since=red.get(int(ids[place])),
        )
        for place in busiest
    )


def _measured(question: Question, runs: RunColumns, groups: _Groups, count: int) -> list[Measured]:
    """What the metrics of the same names say of each group of attempts, by one sort a metric."""
    samples = (grouped(each.values(runs, question.time_base), groups, count) for each in METRICS)
    days = question.window.days
    measured = []
    for own in zip(*samples, strict=True):
        success, first, time, queue = (
            figure(metric.info, sample, _MEDIAN, days=days)
            for metric, sample in zip(METRICS, own, strict=True)
        )
        measured.append(Measured(success, first, time, percentile(own[2], _P95), queue))
    return measured


def _place_of(ids: _Groups, known: _Groups) -> _Groups:
    places = np.minimum(np.searchsorted(known, ids), len(known) - 1)
    return np.where(known[places] == ids, places, -1)


def _trend(viewing: Viewing, runs: RunColumns) -> tuple[Point, ...]:
    question = replace(viewing.question, metric=build_time.info.slug)
    items = Items.of(build_time, question, question.window, runs)
    return trend(bucketed(question.window, items), build_time.info, _MEDIAN, viewing.now, known=False)


def _urls(viewing: Viewing, runs: RunColumns, ids: _Groups) -> Mapping[int, str]:
    """Where the latest attempt of each workflow can be looked at."""
    order = np.flatnonzero(np.isin(runs.workflow_id, ids))
    order = order[np.argsort(runs.at[order], kind="stable")]
    latest = dict(zip(runs.workflow_id[order].tolist(), runs.id[order].tolist(), strict=True))
    found = viewing.shelves.builds.by_ids(latest.values())
    return {workflow: found[id_].url for workflow, id_ in latest.items() if id_ in found}


def _red_since(now: RunColumns, before: RunColumns) -> Mapping[int, datetime]:
    """Since when default branches have been red that are so still at the end, by workflow."""
    names = [field.name for field in fields(RunColumns)]
    runs = RunColumns(*(np.concatenate([getattr(before, name), getattr(now, name)]) for name in names))
    return {
        red.workflow_id: datetime.fromtimestamp(red.began, UTC)
        for red in red_stretches(runs)
        if not red.green_id
    }


def _shown(workflows: Sequence[Workflow], named: str, text: str) -> Workflow | None:
    """The one that goes by the name, or the busiest; `text` is the question, to be asked about another."""
    if not named:
        return workflows[0] if workflows else None
    name = named.partition(":")[2]
    for each in workflows:
        if key(name) in (each.key, key(each.name.rpartition(" / ")[2])):
            return each
    near = sorted(workflows, key=lambda each: -SequenceMatcher(None, each.key, key(name)).ratio())
    raise Unknown(
        f"No workflow here is called “{name}”.",
        hint="" if near else "None ran at all: `pipelines 365d` looks further back.",
        suggestions=tuple(
            Choice(each.name, text.replace(named, f"workflow:{each.key}", 1)) for each in near[:OFFERED]
        ),
    )
