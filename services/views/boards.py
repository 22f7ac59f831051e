"""What one board's sprints come to: its figures, its last sprints, and what their outcome goes with."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from domain.facts import NO_SPAN, SPRINTS, SprintColumns, SprintFlag
from domain.question import By, Question, TimeBase
from domain.records import Sprint
from domain.result import Result
from domain.rulings.boards import board_id
from domain.views.sprint import Correlation
from domain.window import Window
from metrics.correlation import FEWEST, spearman
from metrics.engine import Facts, evaluate
from metrics.items import Items
from metrics.metric import Metric
from metrics.sprints import HALF_A_YEAR, commitment, say_do, velocity
from services.views.viewing import Viewing

MOST_PAIRS = 12
"""How many of the last sprints a correlation looks at."""

BESIDE = {"cycle-time": "median cycle time", "build-success-rate": "build success"}
"""What is set beside the outcome of sprints, by the slug of its metric."""


def of_board(metric: Metric, board: int, viewing: Viewing) -> Result:
    """The metric over the board's sprints of the half year up to the end of the window."""
    question = _half_a_year(metric, viewing)
    windows = (question.window, question.compared_to)
    now, before = (_sprints(board, question, window, viewing) for window in windows)
    facts = Facts(now, before, Facts(now, before) if metric.over else None)
    result = evaluate(metric, question, facts, coverage=viewing.coverage, computed_at=viewing.now)
    return replace(result, ids=())  # nobody looks at them, and they could not be read any more


def recent(board: int, viewing: Viewing) -> tuple[float, ...]:
    """What each of the sprints that make up the velocity completed, oldest first."""
    question = _half_a_year(velocity, viewing)
    rows = _sprints(board, question, question.window, viewing)
    items = Items.of(velocity, question, question.window, rows)
    counted = np.flatnonzero(items.values != NO_SPAN)
    ordered = counted[np.argsort(rows.at[counted], kind="stable")]
    completed: list[float] = (items.values[ordered] / velocity.info.scale).tolist()
    return tuple(completed)


def correlations(board: int, sprints: Sequence[Sprint], viewing: Viewing) -> tuple[Correlation, ...]:
    """How the say-do of the board's last sprints goes with how its team worked on the days of each."""
    outcomes = _outcomes([each for each in sprints if board_id(each) == board], viewing)
    found = []
    for slug, what in BESIDE.items():
        beside = [(kept, _value(slug, days, viewing)) for days, kept in outcomes]
        pairs = [(kept, value) for kept, value in beside if value is not None]
        found.append(Correlation(what, len(pairs), FEWEST, spearman(pairs)))
    return tuple(found)


def _outcomes(sprints: Sequence[Sprint], viewing: Viewing) -> list[tuple[Window, float]]:
    """The days of each of the last sprints with a commitment, and how much of it was kept; oldest first."""
    facts = viewing.shelves.facts.by_ids(SPRINTS, [each.id for each in sprints])
    facts = facts.where(facts.flags & say_do.hidden == 0)
    kept, promised = (metric.values(facts, TimeBase.CALENDAR) for metric in (say_do, commitment))
    began = {each.id: each.began_at for each in sprints}
    found = []
    for row in np.argsort(facts.at, kind="stable")[-MOST_PAIRS:].tolist():
        since = began.get(int(facts.id[row]))
        if since and promised[row] > 0:
            closed = datetime.fromtimestamp(int(facts.at[row]), UTC)
            days = _days(since, closed, viewing.question.window.zone)
            found.append((days, float(kept[row]) / float(promised[row])))
    return found


def _value(slug: str, days: Window, viewing: Viewing) -> float | None:
    """The scope's figure on the days of a sprint."""
    asked = replace(
        viewing.question, metric=slug, window=days, compared_to=days.previous(), by=By.WEEK, percentile=50
    )
    return viewing.figure(slug, asked).summary.value


def _half_a_year(metric: Metric, viewing: Viewing) -> Question:
    asked = viewing.question
    window = Window.last_days(HALF_A_YEAR, asked.window.end - timedelta(days=1), asked.window.zone)
    return replace(
        asked, metric=metric.info.slug, window=window, compared_to=window.previous(), repositories=()
    )


def _sprints(board: int, question: Question, window: Window, viewing: Viewing) -> SprintColumns:
    """The board's sprints, each with all its issues, whoever else counts them."""
    found = viewing.shelves.facts.columns(SPRINTS, question.scope.id, window.start, window.stop)
    return found.where((found.board_id == board) & (found.flags & int(SprintFlag.ONCE) == 0))


def _days(began_at: datetime, closed_at: datetime, zone: str) -> Window:
    """The local days of a sprint, the one of its close included."""
    first, last = (moment.astimezone(ZoneInfo(zone)).date() for moment in (began_at, closed_at))
    return Window(first, max(first, last) + timedelta(days=1), zone)
