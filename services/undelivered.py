"""What a figure cannot hold because it has not ended: what waits to be deployed, and to be recovered from."""

from dataclasses import replace

import numpy as np

from domain.facts import (
    CHANGES,
    DEPLOYMENTS,
    PULL_REQUESTS,
    REPAIRS,
    Columns,
    DeploymentFlag,
    Family,
    Ids,
)
from domain.question import Question, ScopeKind
from domain.result import Exclusion, Result
from metrics.deployments import ASIDE
from metrics.metric import MISLEADING, Metric, Reasons
from storage.shelves import Shelves

WAITING = "merged, not deployed"
OPEN = "failed and not recovered from yet"


def with_undelivered(result: Result, metric: Metric, shelves: Shelves) -> Result:
    """The result, telling beside its figure what of its window has not ended, as of now."""
    if metric.of is CHANGES:
        told = Exclusion(WAITING, len(waiting(result.question, shelves)))
    elif metric.of is REPAIRS:
        told = Exclusion(OPEN, len(open_failures(result.question, shelves)))
    else:
        return result
    return replace(result, quality=(*result.quality, told)) if told.n else result


def waiting(question: Question, shelves: Shelves) -> Ids:
    """The pull requests merged in the window that no deployment to production contains yet."""
    merged = _asked(_columns(PULL_REQUESTS, question, shelves), question, MISLEADING)
    deployed = _columns(CHANGES, question, shelves)  # most of them, without asking for each
    left = np.setdiff1d(merged.id, deployed.id)
    return np.setdiff1d(left, shelves.facts.by_ids(CHANGES, left.tolist()).id)


def open_failures(question: Question, shelves: Shelves) -> Ids:
    """The deployments of the window that failed, and from which production has not recovered."""
    made = _asked(_columns(DEPLOYMENTS, question, shelves), question, ASIDE)
    return made.where(made.flags & int(DeploymentFlag.OPEN_FAILURE) != 0).id


def _columns(family: Family[Columns], question: Question, shelves: Shelves) -> Columns:
    scope, window = question.scope, question.window
    if scope.kind is ScopeKind.PERSON:
        return shelves.facts.columns_of(family, scope.account_ids, window.start, window.stop)
    return shelves.facts.columns(family, scope.id, window.start, window.stop)


def _asked(columns: Columns, question: Question, leaves_out: Reasons) -> Columns:
    hidden = sum(int(flag) for flag in leaves_out)
    asked = columns.flags & hidden == 0
    if question.repositories:
        asked &= np.isin(columns.place_id, np.array(question.repositories, np.int64))
    return columns.where(asked)
