"""What the engine answers about runs and tests."""

import numpy as np

from domain.facts import Columns
from domain.question import Question
from domain.result import Result
from metrics.engine import Facts, evaluate
from metrics.metric import Metric
from tests.metrics.samples import COVERED, NAMES, NOW, question


def answer(metric: Metric, now: Columns, asked: Question | None = None) -> Result:
    """About the last 30 days, with nothing before them."""
    nothing = now.where(np.zeros(len(now), np.bool_))
    return evaluate(
        metric, asked or question(metric), Facts(now, nothing), coverage=COVERED, computed_at=NOW, names=NAMES
    )
