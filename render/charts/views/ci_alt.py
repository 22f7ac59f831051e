"""What the pictures of pipelines and of flaky tests show, in words; it needs no drawing library."""

from domain.views.flaky import Flaky
from domain.views.pipelines import Pipelines
from render.flaky import finding as flaky_finding
from render.flaky import last, named, rate
from render.pipelines import finding, held_up, improvements
from render.safe import clean
from render.text import sentence
from render.took import took

_NAMED = 3


def pipelines_alt(view: Pipelines) -> str:
    """The finding, what holds the pictured workflow up, and its steps in their order."""
    steps = ", ".join(f"{clean(step.name)} {took(step.took)}" for step in view.steps)
    told = (
        finding(view),
        held_up(view),
        improvements(view),
        sentence(f"The steps: {steps}") if steps else "",
    )
    return " ".join(filter(None, told))


def flaky_alt(view: Flaky) -> str:
    """The finding, and the flakiest few with their rates."""
    some = "; ".join(f"{named(test)}: {rate(test)}, {last(test)}" for test in view.tests[:_NAMED])
    return " ".join(filter(None, (flaky_finding(view), sentence(f"The flakiest: {some}") if some else "")))
