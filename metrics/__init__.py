"""The catalogue: each metric declared once, computed by pure functions over columns."""

from metrics.delivery import cycle_time
from metrics.metric import Metric
from metrics.review import review_time, time_to_first_review

BUILTIN: tuple[Metric, ...] = (cycle_time, time_to_first_review, review_time)
