"""How fresh and whole the data is, and what to do about a connection that is not well."""

from collections.abc import Sequence

from domain.health import Check, CheckReport, HealthReport, Light, SourceHealth
from render.holdings import held, holding, unread
from render.message import Block, Message
from render.slack.blocks import context, divider, header, moment, section
from render.slack.fit import message
from render.text import escape

SIGNS = {
    Light.GREEN: ":large_green_circle:",
    Light.YELLOW: ":large_yellow_circle:",
    Light.RED: ":red_circle:",
}
WORDS = {Light.GREEN: "is well", Light.YELLOW: "needs a look", Light.RED: "is not working"}


def health(report: HealthReport) -> Message:
    """Each source with its light in words, then what looks odd in the data."""
    blocks: list[Block] = [header("Data health")]
    if not report.sources:
        blocks.append(
            section("No source is connected yet. Run `leadline connect github` where Leadline runs.")
        )
    for source in report.sources:
        blocks += _source(source)
    odd = [f"{counter.n:,} {counter.label}" for counter in report.quality if counter.n]
    if odd:
        blocks.append(section(f"*Odd in the data* (set apart, never guessed)\n{escape(', '.join(odd))}"))
    version = f" · Leadline {escape(report.version)}" if report.version else ""
    blocks.append(context(f"As of {moment(report.as_of)}{version}"))
    return message(_summary(report), blocks)


def _summary(report: HealthReport) -> str:
    if not report.sources:
        return "No source is connected yet."
    return " ".join(f"{escape(source.name)} {_state(source)}." for source in report.sources)


def _state(source: SourceHealth) -> str:
    return f"{WORDS[source.light]}, with {holding(source)}"


def _source(source: SourceHealth) -> list[Block]:
    lines = [f"{SIGNS[source.light]} *{escape(source.name)}* {WORDS[source.light]}"]
    lines += [escape(each) for each in (source.note, *unread(source), source.next_step) if each]
    succeeded = moment(source.last_success_at) if source.last_success_at else "never"
    counts = held(source)
    if source.quarantined:
        counts.append(f"{source.quarantined:,} set aside because they could not be read")
    told = [f"Last synced {succeeded}", " · ".join(counts)]
    if source.next_run_at:
        told.append(f"Next {moment(source.next_run_at)}")
    return [section("\n".join(lines)), context(*told)]


def check(reports: Sequence[CheckReport]) -> Message:
    """The questions put to each connection, their answers, and the next step where one is needed."""
    blocks: list[Block] = []
    for report in reports:
        blocks += [divider()] if blocks else []
        blocks.append(header(f"{report.name} {WORDS[worst(report)]}"))
        blocks += [section(_line(each)) for each in report.checks]
        blocks.append(context(f"Checked {moment(report.as_of)}"))
    if not blocks:
        text = "No source is connected yet, so there is nothing to check."
        return message(text, [section(f"{text} Run `leadline connect github` where Leadline runs.")])
    text = " ".join(f"{escape(report.name)} {WORDS[worst(report)]}." for report in reports)
    return message(text, blocks)


def worst(report: CheckReport) -> Light:
    lights = {each.light for each in report.checks}
    return next((light for light in (Light.RED, Light.YELLOW) if light in lights), Light.GREEN)


def _line(each: Check) -> str:
    verdict = WORDS[each.light].removeprefix("is ")
    line = f"{SIGNS[each.light]} *{escape(each.label)}* · {verdict}: {escape(each.found)}"
    return f"{line}\n{escape(each.next_step)}" if each.next_step else line
