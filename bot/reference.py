"""Writes the generated pages of docs/reference from what the code declares: `make docs`."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from bot.cli import main
from bot.settings import Environment, schema
from domain.metric import Aggregate, Better, MetricInfo, Unit
from metrics import BUILTIN
from metrics.views import catalogue
from render.values import nouns
from services.grammar import VerbName

FOLDER = Path(__file__).parent.parent / "docs" / "reference"
WIDTH = 100
NOTE = "<!-- Written by `make docs`; change the code it tells about instead. -->\n"

VERBS: Mapping[VerbName, tuple[str, str]] = {
    "overview": ("", "the overview of the channel's team, or of yours"),
    "list": ("list", "every metric with its definition in a sentence"),
    "explain": ("explain cycle-time", "the definition, with what is left out and why"),
    "dora": ("dora payments 90d", "the five keys of DORA, each with its change and its trend"),
    "prs": ("prs stuck", "what has waited too long and for whom; `prs open` is everything that is open"),
    "pr": ("pr acme/pay#12", "one pull request from its first commit to production, on both clocks"),
    "pipelines": ("pipelines payments", "every workflow, and the steps of one with the longest wait"),
    "flaky": ("flaky payments", "the tests that pass and fail on the same files, run by run"),
    "incidents": ("incidents payments", "when things broke, how long, and what is known of the cause"),
    "oncall": ("oncall payments", "interruptions in and out of hours, per 100 hours on call"),
    "sprint": (
        "sprint payments",
        "the burndown of the running or the last sprint, and the ones before",
    ),
    "flow": ("flow PAY-12", "an issue with its pull requests, deployments and incidents"),
    "why": ("why cycle-time payments", "which repositories, phases or other groups moved a figure"),
    "corrections": ("corrections", "what was set aside or put right by hand, each with its undo"),
    "health": ("health", "how fresh and complete the data is"),
    "check": ("check", "asks every source who we are, what we may read and what is missing"),
    "teams": ("teams", "make or change a team"),
    "link": ("link your-login", "say which login is yours, once, with a confirmation"),
    "again": ("again", "your last question, as of now"),
    "help": ("help", "examples made of your own teams"),
}

SETTINGS = """
# Settings

`config.json` stands in the folder where Leadline is started, or where `LEADLINE_CONFIG` says. Every key is
optional. Editors complete and check it with [`config.schema.json`](config.schema.json). A mistake is answered
with the key's path, what was found and what is expected; secrets never stand in this file.

| Key | Default | Meaning |
|---|---|---|
"""

ENVIRONMENT = """
## Environment

Read from the environment or a file `.env`. Secrets belong here, or into the encrypted store that
`leadline connect` fills.

| Variable | Meaning |
|---|---|
"""

COMMANDS = """
# Commands

## In Slack

`/metrics` and a question: a metric, whose work, a window, in any order
([how to ask](../how-to/ask.md)). Or one of these:

| Command | Does |
|---|---|
"""

METRICS = """
# Metrics

Every figure comes with its sample, an 80 % interval, what was left out, and how fresh and complete the data
is. What the words mean in detail, edge case by edge case, is told in
[what each number means](../explain/definitions.md).

"""


def pages() -> Mapping[str, str]:
    """Every generated page, by its file name."""
    return {
        "settings.md": settings_page(),
        "commands.md": commands_page(),
        "metrics.md": metrics_page(),
        "config.schema.json": json.dumps(schema(), indent=2, ensure_ascii=False) + "\n",
    }


def settings_page() -> str:
    """Every key of `config.json` and every variable of the environment."""
    whole = schema()
    keys = "\n".join(_row(*key) for key in _keys(whole, whole, ""))
    variables = "\n".join(
        f"| `{field.alias}` | {_cell(field.description or '')} |"
        for field in Environment.model_fields.values()
    )
    return f"{NOTE}{SETTINGS}{keys}\n{ENVIRONMENT}{variables}\n"


def commands_page() -> str:
    """What can be typed in Slack and in the terminal."""
    slack = "\n".join(f"| `{f'/metrics {typed}'.strip()}` | {does} |" for typed, does in VERBS.values())
    terminal = "\n".join(_command(main, click.Context(main, info_name="leadline")))
    return f"{NOTE}{COMMANDS}{slack}\n\n## In the terminal\n\n{terminal}"


def metrics_page() -> str:
    """Every metric as it is declared."""
    return NOTE + METRICS + "\n".join(map(_metric, catalogue(tuple(metric.info for metric in BUILTIN))))


def write(folder: Path = FOLDER) -> None:
    """Write every page."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


def _keys(node: Mapping[str, Any], whole: Mapping[str, Any], path: str) -> Iterator[tuple[str, object, str]]:
    """Every key below a node, with its default and description; `*` stands for a name of one's own."""
    for name, value in node.get("properties", {}).items():
        inner, here = _resolved(value, whole), f"{path}{name}"
        yield here, inner.get("default", value.get("default")), value.get("description", "")
        yield from _keys(inner, whole, f"{here}.")
        for named in inner.get("patternProperties", {}).values():
            yield from _keys(_resolved(named, whole), whole, f"{here}.*.")
        listed = _resolved(inner.get("items"), whole)
        yield from _keys(listed, whole, f"{here}[].")


def _resolved(node: object, whole: Mapping[str, Any]) -> Mapping[str, Any]:
    """The node itself, what it refers to, or the one of its alternatives that has keys."""
    if not isinstance(node, Mapping):
        return {}
    if "$ref" in node:
        found: Mapping[str, Any] = whole["$defs"][node["$ref"].rsplit("/", 1)[1]]
        return found
    options = (_resolved(option, whole) for option in node.get("anyOf", ()))
    return next((option for option in options if "properties" in option), node)


def _row(path: str, default: object, description: str) -> str:
    shown = "" if default in (None, [], {}) else f"`{json.dumps(default, ensure_ascii=False)}`"
    return f"| `{path}` | {_cell(shown)} | {_cell(description)} |"


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    """A command's usage, help and options, then those below it; click lists them in its own order."""
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None:
                yield from _command(found, click.Context(found, info_name=name, parent=context))
        return
    formatter = click.HelpFormatter(width=WIDTH)
    command.format_help(context, formatter)
    yield f"### `{context.command_path}`\n\n```text\n{formatter.getvalue().rstrip()}\n```\n"


def _metric(info: MetricInfo) -> str:
    said = ", ".join(f"`{word}`" for word in (info.slug, *info.synonyms))
    better = "" if info.better is Better.NEITHER else f"; better when {info.better}"
    lines = [f"Say: {said}", f"Family: {info.family}; unit: {info.unit}{better}"]
    if info.view:
        lines.append("Shown as a picture of its own")
    else:
        lines += [f"Told as: {_told(info)}", f"By: {', '.join(map(str, info.breakdowns))}"]
    if info.phases:
        lines.append(f"Phases: {', '.join(info.phases)}")
    lines.append(f"Version of the definition: {info.version}")
    return f"## {info.title}\n\n{info.ruling}\n\n- " + "\n- ".join(lines) + "\n"


def _told(info: MetricInfo) -> str:
    """What is made of the items, of which, and on which clocks."""
    by = info.per if info.aggregate is Aggregate.PER_WEEK else f"{info.aggregate}, {info.per}".rstrip(", ")
    made = f"{nouns(info.noun)} {by}" if info.is_count else f"{info.aggregate} of {nouns(info.noun)}"
    if info.level:
        made += ", as things stand at the end of the window"
    if info.unit is not Unit.DURATION:
        return made
    first, *others = info.clocks
    return f"{made}; in {first} time" + "".join(f", or {other} when asked" for other in others)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


if __name__ == "__main__":
    write()
