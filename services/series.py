"""The series of custom points as metrics: there is one for every series that has a point."""

from metrics.metric import Metric
from metrics.points import of_series
from storage.shelves import Shelves


def series_metrics(shelves: Shelves) -> dict[str, Metric]:
    """The metric of every series, by its slug."""
    return {each.name: of_series(each.name, each.id, each.largest) for each in shelves.points.series()}
