"""What a command comes to: a question to answer, or a verb to follow."""

from dataclasses import dataclass
from typing import Literal

from domain.question import Question

VerbName = Literal["overview", "list", "explain", "health", "check", "help", "link", "teams", "again"]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question with every default filled in."""

    question: Question


@dataclass(frozen=True, slots=True)
class Verb:
    """A command that is no question. `argument` is a metric's slug for explain, a team's for overview."""

    name: VerbName
    argument: str = ""
