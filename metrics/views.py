"""What of the catalogue is answered by a view instead of one figure."""

from domain.metric import CALENDAR_ONLY, Aggregate, Better, MetricInfo, Unit

DORA = MetricInfo(
    slug="dora",
    title="DORA",
    unit=Unit.NUMBER,
    better=Better.NEITHER,
    family="delivery",
    ruling="The five keys of DORA together: lead time for changes, deployment frequency, change failure "
    "rate, failed deployment recovery time and deployment rework rate. Each is computed for itself; they "
    "are not blended into a score, and teams are not ranked by them.",
    synonyms=("dora metrics", "four keys", "five keys"),
    aggregate=Aggregate.TOTAL,
    noun="deployment",
    clocks=CALENDAR_ONLY,
    view="dora",
)

BURNDOWN = MetricInfo(
    slug="burndown",
    title="Burndown",
    unit=Unit.POINTS,
    better=Better.NEITHER,
    family="sprints",
    ruling="What remains of a sprint, in points at the time of each event, beside its scope and a "
    "guideline that is flat on days off. It ends when the sprint is closed.",
    synonyms=("burn down", "burnup", "sprint burndown"),
    aggregate=Aggregate.TOTAL,
    noun="sprint",
    clocks=CALENDAR_ONLY,
    view="sprint",
)

STUCK_PRS = MetricInfo(
    slug="stuck-prs",
    title="Stuck PRs",
    unit=Unit.COUNT,
    better=Better.LOWER,
    family="flow",
    ruling="Open pull requests by people, drafts left out, that have waited too long for whose turn it is: 8 "
    "hours of working time for a review, 16 for the author or the merge; or that have been open for 80. "
    "How many there are now, and each of them, the longest wait first.",
    synonyms=("stuck prs", "stuck pull requests", "blocked prs"),
    aggregate=Aggregate.TOTAL,
    clocks=CALENDAR_ONLY,
    level=True,
    view="prs stuck",
)

VIEWS: tuple[MetricInfo, ...] = (DORA, STUCK_PRS, BURNDOWN)
"""Each stands in the catalogue behind the metrics of its family."""


def catalogue(
    metrics: tuple[MetricInfo, ...], views: tuple[MetricInfo, ...] = VIEWS
) -> tuple[MetricInfo, ...]:
    """All that can be asked, family by family in reading order."""
    families = dict.fromkeys(info.family for info in (*metrics, *views))
    return tuple(info for family in families for info in (*metrics, *views) if info.family == family)
