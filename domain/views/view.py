"""What every view has in common."""

from dataclasses import dataclass
from datetime import datetime

from domain.question import Question
from domain.result import Coverage


@dataclass(frozen=True, slots=True)
class View:
    """The question it answers, how much of the work asked about was read, and when it was made."""

    question: Question
    coverage: Coverage
    computed_at: datetime
