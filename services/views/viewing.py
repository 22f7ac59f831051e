"""What a view is made from, and what makes it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from domain.people import Asker
from domain.question import Question
from domain.result import Coverage, Result
from domain.views import View
from metrics.metric import Metric
from services.facts import Roster
from storage.shelves import Shelves


@dataclass(frozen=True, slots=True)
class Viewing:
    """What a view is made from: the question (its `metric` is the view's name), and ways to look things up.

    `argument` is what stood behind the verb where that is no question, such as an issue's key;
    `figure` answers the same question for a metric by its slug, `metric` is what that is computed by.
    """

    question: Question
    argument: str
    asker: Asker
    shelves: Shelves
    now: datetime
    coverage: Coverage
    roster: Roster
    figure: Callable[[str, Question], Result]
    metric: Callable[[str], Metric]


Build = Callable[[Viewing], View]
