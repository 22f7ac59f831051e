"""What a command comes to: a question to answer, or a verb to follow."""

from dataclasses import dataclass
from typing import Literal

from domain.question import Question

VerbName = Literal[
    "overview", "list", "explain", "health", "check", "help", "link", "teams", "again",
    "dora", "pipelines", "flaky", "incidents", "oncall", "sprint", "flow", "pr", "prs", "why", "corrections",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ask:
    """A question with every default filled in."""

    question: Question


@dataclass(frozen=True, slots=True)
class Verb:
    """A command that asks for no single figure.

    `argument` is a metric's slug for explain, a team's for overview, an issue's key for flow, a pull
    request's address for pr, `open` or `stuck` for prs, a `workflow:` for pipelines. Verbs that show a
    view have the `question` it is about, whose metric is the verb's name (for why, the metric whose
    change is asked about).
    """

    name: VerbName
    argument: str = ""
    question: Question | None = None
