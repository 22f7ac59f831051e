"""Pipelines in words: the sentences that every surface says of builds, their workflows and their steps."""

from collections.abc import Sequence

from domain.result import TOO_FEW, Summary
from domain.views.pipelines import Branch, Measured, Pipelines, Step, Workflow
from render.days import clock
from render.safe import clean
from render.text import change, counted, headline, period_before, plural
from render.took import took
from render.values import percent
from render.whose import inside, possessive

_POINT = 0.005
_TOLD_FROM = 0.05
"""A step that moved by less is not worth a word."""

_WIDTH = 22


def finding(view: Pipelines) -> str:
    """How often builds succeed, how long they take, and what holds them up."""
    success, time = view.success, view.time
    if success.is_empty or success.summary.value is None:
        return headline(success)
    lasts = f" and take {took(time.summary.value)} by the median" if time.summary.value is not None else ""
    told = f"{possessive(view.question)} builds{inside(view.question)} succeed"
    rate = f"{percent(success.summary.value)} of the time"
    few = f", from only {plural(success.summary.n, 'run')}" if success.is_few else ""
    return f"{told} {rate}{lasts}{few}.{_because(view)}"


def _because(view: Pipelines) -> str:
    step = bottleneck(view)
    if view.shown is None or step is None:
        return ""
    return f" The longest wait in {clean(view.shown.name)} is for {clean(step.name)}: {took(step.took)}."


def shares(view: Pipelines) -> str:
    """The success in the end and at once: "94 % succeed, the same as ... · 87 % at the first attempt"."""
    first = view.first_success.summary
    at_once = f" · {percent(first.value)} at the first attempt" if first.value is not None else ""
    return f"{_share(view.success.summary)} succeed{at_once} · {change(view.success)}"


def times(view: Pipelines) -> str:
    """The build time with its mean and p95, its change, and the wait for a machine."""
    built, queue = view.time.summary, view.queue.summary
    if built.p50 is None:
        return "no build succeeded, so there is no build time"
    told = [f"{took(built.p50)} median", f"mean {took(built.mean or 0)}"]
    told += [f"p95 {took(view.p95)}"] if view.p95 is not None and built.n >= TOO_FEW else []
    told += [f"after {took(queue.p50)} in the queue"] if queue.p50 is not None else []
    return " · ".join([*told, change(view.time)])


def branch(each: Branch) -> str:
    """One side: "96 % of 108 runs succeed · 21 min median, p95 30 min"."""
    return f"{each.name}: {measured(each.now)}{_moved(each.now, each.before)}"


def workflow(each: Workflow) -> str:
    """What there is to say of a workflow after its name."""
    return f"{measured(each.now)}{_moved(each.now, each.before)}"


def measured(found: Measured) -> str:
    """Shares and times of some runs, those that there are."""
    if not found.success.n:
        return "no run counts"
    told = [f"{_share(found.success)} of {plural(found.success.n, 'run')}"]
    if found.first_success.value is not None:
        told.append(f"{percent(found.first_success.value)} at once")
    if found.time.p50 is not None:
        far = f" (p95 {took(found.p95)})" if found.p95 is not None and found.time.n >= TOO_FEW else ""
        told.append(f"{took(found.time.p50)}{far}")
    return " · ".join(told)


def red(each: Workflow) -> str:
    """Since when its default branch has been red, if it is."""
    return f"red since {clock(each.red_since)}" if each.red_since else ""


def moved(now: float | None, before: float | None, n: int, before_n: int) -> str:
    """How a time changed, in words; nothing where there are too few to compare (ruling 5)."""
    if now is None or not before or min(n, before_n) < TOO_FEW:
        return ""
    by = (now - before) / before
    if abs(by) < _POINT:
        return ""
    return f"{percent(by)} {'slower' if by > 0 else 'faster'}"


def bottleneck(view: Pipelines) -> Step | None:
    """The step that holds the pictured pipeline up."""
    return next((step for step in view.steps if step.is_bottleneck), None)


def held_up(view: Pipelines) -> str:
    """What holds the pictured workflow up, and how that changed."""
    step = bottleneck(view)
    if view.shown is None or step is None or view.total is None:
        return ""
    part = f"{took(step.took)} of {took(view.total)}, {percent(min(step.share, 1.0))} of the time"
    by = moved(step.took, step.before, step.n, step.before_n)
    than = f", {by} than {period_before(view.question)}" if by else ""
    return f"{clean(view.shown.name)} waits longest for {clean(step.name)}: {part}{than}."


def step_moved(step: Step) -> str:
    """How a step changed, where that is worth a word: "16 % slower"."""
    if abs(_by(step)) < _TOLD_FROM:
        return ""
    return moved(step.took, step.before, step.n, step.before_n)


def improvements(view: Pipelines) -> str:
    """Which steps became faster and which slower: "Faster: build 33 %. Slower: integration 12 %."."""
    faster = [step for step in view.steps if _by(step) <= -_TOLD_FROM]
    slower = [step for step in view.steps if _by(step) >= _TOLD_FROM]
    lines = (("Faster", sorted(faster, key=_by)), ("Slower", sorted(slower, key=_by, reverse=True)))
    return " ".join(f"{word}: {_listed(steps)}." for word, steps in lines if steps)


def left_out(view: Pipelines) -> str:
    """What the figures leave out, in words."""
    return ", ".join(counted(each) for each in view.success.excluded if each.n)


def longest(steps: Sequence[Step], most: int) -> list[Step]:
    """The longest steps, as many as there is room for, in the order they begin."""
    kept = sorted(steps, key=lambda step: -step.took)[:most]
    return [step for step in steps if step in kept]


def cut(steps: Sequence[Step], most: int) -> str:
    """That the others are left out, in words."""
    left = len(steps) - most
    return f"the {left} shortest steps left out" if left > 1 else "the shortest step left out" if left else ""


def timeline(steps: Sequence[Step], total: float) -> list[str]:
    """The steps as lines of text, each bar where it lies in the run."""
    name = max((len(clean(step.name)) for step in steps), default=0)
    return [_line(step, total, min(name, 20)) for step in steps]


def _line(step: Step, total: float, name: int) -> str:
    whole = max(total, step.offset + step.took)
    start = min(round(step.offset / whole * _WIDTH), _WIDTH - 1)
    long = max(1, min(round(step.took / whole * _WIDTH), _WIDTH - start))
    bar = " " * start + ("█" if step.is_critical else "▒") * long
    mark = "  longest wait" if step.is_bottleneck else ""
    return f"{clean(step.name)[:name]:<{name}} {bar:<{_WIDTH}} {took(step.took)}{mark}"


def _share(found: Summary) -> str:
    return "none" if found.value is None else percent(found.value)


def _moved(now: Measured, before: Measured) -> str:
    by = moved(now.time.p50, before.time.p50, now.time.n, before.time.n)
    return f", {by}" if by else ""


def _by(step: Step) -> float:
    """By how much of its former time a step changed; 0 for too few."""
    if not step.before or min(step.n, step.before_n) < TOO_FEW:
        return 0.0
    return (step.took - step.before) / step.before


def _listed(steps: Sequence[Step]) -> str:
    return ", ".join(f"{clean(step.name)} {percent(_by(step))}" for step in steps[:3])
