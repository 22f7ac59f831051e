"""The five keys of DORA in words: the sentences that every surface says of them."""

from domain.result import TOO_FEW, Result, Summary
from domain.views.dora import DoraView, Key
from render.extent import unread
from render.text import (
    change,
    counted,
    day,
    figure,
    percentiles,
    period_before,
    plural,
    rate,
    title,
)
from render.whose import of_scope, who

CREED = "Each key stands for itself. DORA compares a service with itself over time, and ranks nobody."


def finding(view: DoraView) -> str:
    """How often and how fast it deploys, and how that goes; or that nothing was deployed."""
    lead, often, failures = (key.result for key in view.keys[:3])
    if not any(key.result.summary.n for key in view.keys):
        return _nothing(view)
    told = [f"{who(view.question)} deploys {rate(often.summary.value, often.metric)}"]
    if often.summary.value is None:
        told = [f"{who(view.question)}: nothing deployed"]
    if lead.summary.n:
        told.append(f"{value(lead)} after the first commit in the median")
    if failures.summary.n:
        told.append(f"and {value(failures)} of deployments fail")
    return f"{', '.join(told)}."


def brief(view: DoraView) -> str:
    """The same for a picture, which shows the rest: "28.2 deployments a week, 4 % of them failed"."""
    often, failures = view.keys[1].result, view.keys[2].result
    if not often.summary.n:
        return "No deployments in these days"
    per_week = figure(often.summary.value, often.metric)
    told = f"{per_week} deployment{'' if per_week == '1' else 's'} a week"
    return f"{told}, {value(failures)} of them failed" if failures.summary.n else told


def _nothing(view: DoraView) -> str:
    if not view.coverage.synced:
        return unread(view.question, view.coverage)
    whose = of_scope(view.question)
    merged = f" {plural(view.waiting, 'pull request')} merged and not deployed." if view.waiting else ""
    return f"No deployments to production are known{whose} in this window.{merged}"


def value(result: Result) -> str:
    return rate(result.summary.value, result.metric)


def heading(key: Key) -> str:
    return title(key.result.metric, sentence=False)


def sample(key: Key) -> str:
    """From how many it is, too few being said so."""
    n = key.result.summary.n
    few = "only " if 0 < n < TOO_FEW else ""
    return f"{few}{plural(n, key.result.metric.noun)}"


def spread(key: Key) -> str:
    """The percentiles beside the median, where the key is a span of enough items."""
    if key.result.summary.n < TOO_FEW:
        return ""
    told = [f"{name} {figure(each, key.result.metric)}" for name, each in percentiles(key.result)]
    return " · ".join(told)


def moved(key: Key) -> str:
    return change(key.result) if key.result.summary.n else ""


def briefly_moved(key: Key) -> str:
    """The change where what it is compared to is said elsewhere: "47 % slower", "the same as before"."""
    n, earlier = key.result.summary.n, key.result.previous.n
    if n >= TOO_FEW > earlier:
        return "too few before" if earlier else "nothing before"
    before = period_before(key.result.question)
    said = moved(key).replace(f" than {before}", "").replace(f" as {before}", " as before")
    return said.replace(f" in {before}", " before").replace("percentage point", "point")


def notes(view: DoraView) -> list[str]:
    """What must be known to read the keys."""
    told = []
    if view.deploy_days is not None and view.keys[1].result.summary.n:
        days = f"{_number(view.deploy_days)} day{'' if view.deploy_days == 1 else 's'}"
        told.append(f"Something is deployed on {days} of the median week.")
    if view.waiting:
        told.append(f"{plural(view.waiting, 'pull request')} merged and not deployed.")
    if view.incidents:
        told.append(_incidents(view))
    if view.provisional_from:
        since = day(view.provisional_from)
        told.append(f"Since {since} the rates are provisional: failures may still come to light.")
    if len(view.services) > 1:
        told.append(f"{len(view.services)} services together; look at each by itself.")
    left_out = [counted(each) for each in view.keys[1].result.excluded if each.n]
    return [*told, *(f"{words} not counted." for words in left_out)]


def _incidents(view: DoraView) -> str:
    of = plural(view.incidents, "urgent incident")
    if not view.unattributed:
        return f"{of}, each with a known cause."
    return f"Of {of} {view.unattributed} came of no known deployment, and count in no failure rate."


def cells(summaries: tuple[Summary | None, ...], view: DoraView) -> list[str]:
    """A service's keys as they stand in a table; too few are marked with their number."""
    told = []
    for summary, key in zip(summaries, view.keys, strict=True):
        if summary is None or summary.value is None:
            told.append("no data")
            continue
        few = f" ({summary.n})" if summary.n < TOO_FEW else ""
        told.append(f"{rate(summary.value, key.result.metric)}{few}")
    return told


def alt(view: DoraView) -> str:
    """What the picture shows: every key with its value, its bucket and its change."""
    told = [finding(view)]
    for key in view.keys:
        parts = [value(key.result), key.bucket, moved(key)]
        told.append(f"{heading(key)}: {', '.join(part for part in parts if part)}.")
    return " ".join(told)


def is_drawn(view: DoraView) -> bool:
    return any(key.result.summary.n for key in view.keys)


def _number(value: float) -> str:
    return f"{value:.0f}" if value == round(value) else f"{value:.1f}"
