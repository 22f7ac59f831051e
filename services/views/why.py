"""The view of why a figure changed, taken apart by phases and by the groups that its facts know."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from domain.metric import MetricInfo
from domain.question import By, Question
from domain.result import TOO_FEW, Result
from domain.views.why import Driver, Line, WhyView
from metrics.attribution import Attribution, Compared, Effect, by_group, by_phase
from metrics.groups import GROUPS
from metrics.metric import Metric
from metrics.people import CLASSES
from metrics.ratios import Divisors
from services.figures import items_of
from services.grammar.canonical import SPOKEN, canonical
from services.views.viewing import Viewing

MOST = 3
"""So many of a line are told: what moved a figure is rarely more, and a list of all is a breakdown."""


def why(viewing: Viewing) -> WhyView:
    """Which phases and groups moved the figure between the two windows of the question."""
    asked = replace(viewing.question, by=By.WEEK, against=None)
    metric, result = viewing.metric(asked.metric), viewing.figure(asked.metric, asked)
    told = WhyView(
        question=viewing.question,
        coverage=viewing.coverage,
        computed_at=viewing.now,
        result=result,
        lines=(),
        over=metric.over.info.noun if metric.over else "",
    )
    if not is_compared(result):
        return told
    compared = _compared(metric, asked, viewing)
    phases = [_line(By.PHASE, by_phase(compared, MOST), asked, metric, viewing)] if metric.info.phases else []
    found = [(by, by_group(by, compared, MOST)) for by in GROUPS.get(metric.of.name, {})]
    lines = [_line(by, each, asked, metric, viewing) for by, each in found if each.groups > 1]
    shown = tuple(line for line in (*_different(lines), *phases) if line.drivers)
    return replace(told, lines=shown, divisor=found[0][1].divisor if found else 0.0)


def _different(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines without those that say the same again, such as one workflow in every repository."""
    seen = set()
    for line in lines:
        effects = tuple(each.effect for each in line.drivers)
        if effects not in seen:
            yield line
        seen.add(effects)


def is_compared(result: Result) -> bool:
    """Whether there is a change to take apart: of enough items, and not of nothing."""
    now, before = result.summary, result.previous
    enough = min(now.n, before.n) >= TOO_FEW
    return enough and None not in (now.value, before.value) and now.value != before.value


def _compared(metric: Metric, asked: Question, viewing: Viewing) -> Compared:
    questions = (asked, replace(asked, window=asked.compared_to))
    now, before = (items_of(metric, each, viewing.shelves, viewing.now) for each in questions)
    over = [
        Divisors(items_of(metric.over, each, viewing.shelves, viewing.now) if metric.over else None)
        for each in questions
    ]
    days = (1, 1) if metric.info.level else (asked.window.days, asked.compared_to.days)
    return Compared(now, before, asked.percentile, days, (over[0], over[1]))


def _line(by: By, found: Attribution, asked: Question, metric: Metric, viewing: Viewing) -> Line:
    names = _names(by, found.effects, metric.info, viewing)
    drivers = (
        Driver(
            name=names[each.key],
            effect=each.effect,
            now=each.now,
            before=each.before,
            asked=_question(by, each, names[each.key], asked, metric.info),
            within=each.within,
            mix=each.mix,
        )
        for each in found.effects
    )
    return Line(by, tuple(drivers), found.groups, found.explained, found.of)


def _question(by: By, effect: Effect, name: str, asked: Question, info: MetricInfo) -> str:
    """The question that shows the group: of the repository alone, else the figure by that line."""
    if by is By.REPOSITORY and effect.key:
        asked = replace(asked, repositories=(effect.key,), repository_names=(name,))
    elif by in SPOKEN:
        asked = replace(asked, by=by)
    return canonical(asked, info.clocks[0], info.by)


def _names(by: By, effects: tuple[Effect, ...], info: MetricInfo, viewing: Viewing) -> Mapping[int, str]:
    keys = {each.key for each in effects}
    if by is By.PHASE:
        return dict(enumerate(info.phases))
    if by is By.AUTHOR_CLASS:
        return dict(enumerate(CLASSES))
    if by is By.REPOSITORY:
        known = {id_: each.full_name for id_, each in viewing.shelves.repositories.by_ids(keys).items()}
    else:
        known = dict(viewing.shelves.labels.names(keys))
    return {key: known.get(key, f"{by} {key}" if key else f"what has no {by}") for key in keys}
