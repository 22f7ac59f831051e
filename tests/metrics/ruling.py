"""Pull requests as the engine sees them: by their facts, as the rulings made them, on both clocks."""

from collections.abc import Sequence

import numpy as np

from domain.facts import PullRequestColumns, PullRequestFacts, Span
from domain.people import WorkingHours
from domain.question import Question
from domain.records import PullRequest
from domain.result import Result
from metrics.metric import Metric
from tests.domain.rulings.stories import ruled
from tests.metrics.samples import answer, seconds


def ruled_columns(facts: Sequence[PullRequestFacts]) -> PullRequestColumns:
    """A row for each, in their order and with ids from 1; all of them are merged."""
    moments = [int(each.merged_at.timestamp()) for each in facts if each.merged_at]
    assert len(moments) == len(facts)
    spans = [(*each.calendar, *each.working, each.size, each.rounds) for each in facts]
    return PullRequestColumns(
        np.arange(1, len(facts) + 1, dtype=np.int64),
        np.array([each.repository_id for each in facts], np.int64),
        np.array([each.author_id or 0 for each in facts], np.int64),
        np.array(moments, np.int64),
        np.array([int(each.flags) for each in facts], np.int32),
        *(seconds([row[place] for row in spans]) for place in range(2 * len(Span) + 2)),
    )


def answered(
    metric: Metric, *prs: PullRequest, asked: Question | None = None, **hours: WorkingHours
) -> Result:
    """The answer about these pull requests, by way of their facts; `hours` by login, as in the stories."""
    return answer(metric, ruled_columns([ruled(pr, into="", **hours) for pr in prs]), asked=asked)
