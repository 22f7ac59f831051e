"""Writes the generated pages of docs/reference from what the code declares: `make docs`."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from bot.cli import main
from bot.settings import Environment, schema
from domain.metric import MetricInfo
from metrics import BUILTIN

FOLDER = Path(__file__).parent.parent / "docs" / "reference"
NOTE = "<!-- Written by `make docs`; change the code it tells about instead. -->\n"

ASKING = """\
Words come in any order and any case, with or without small words between them.

| Word | Means |
|---|---|
| `cycle-time`, `cycle time`, `ct` | a metric, by its slug, title or a synonym ([all of them](metrics.md)) |
| `payments` | a team, by its short name, name, alias or `#channel` |
| `acme/pay-api`, `pay-api`, `repo:acme/pay-api` | a repository; several add up |
| `me`, `@you` | your own work, told to you only |
| `30d`, `6w`, `3m`, `last week`, `this month`, `last quarter`, `Q3`, `Q3 2025`, `october`, `2026` | a window in the team's time zone; \
`30d` is thirty days, today being the last of them, and what is meant when nothing is said |
| `since monday`, `since 2026-10-01`, `2026-10-01..2026-10-31`, `from 1 oct to 15 oct` | a window by its days, both included |
| `by week`, `by repo`, `by phase` | how the answer is broken down |
| `p50`, `p75`, `p90`, `median` | which percentile is the headline |
| `vs previous`, `vs last quarter`, `vs 2026-07-01..2026-07-31` | what it is compared with; the window before when not said |
| `working`, `calendar` | which clock: working hours only, or every hour |

A name that is also a word of Leadline's is said as `team:name` or `repo:name`. What could mean two things is asked back, never guessed.
"""

VERBS = """\
| Command | Does |
|---|---|
| `/metrics` | the overview of the channel's team, or of yours |
| `/metrics list` | every metric with its definition in a sentence |
| `/metrics explain cycle-time` | the definition, with what is left out and why |
| `/metrics health` | how fresh and complete the data is |
| `/metrics check` | asks every source who we are, what we may read and what is missing |
| `/metrics teams` | make or change a team |
| `/metrics link your-login` | say which login is yours, once, with a confirmation |
| `/metrics again` | your last question, as of now |
| `/metrics help` | examples made of your own teams |
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
    rows = "\n".join(_row(*key) for key in _keys(schema(), schema(), ""))
    return f"""{NOTE}
# Settings

`config.json` stands in the folder where Leadline is started, or where `LEADLINE_CONFIG` says. Every key is optional. Editors complete
and check it with [`config.schema.json`](config.schema.json). A mistake is answered with the key's path, what was found and what is
expected; secrets never stand in this file.

| Key | Default | Meaning |
|---|---|---|
{rows}

## Environment

Read from the environment or a file `.env`. Secrets belong here, or into the encrypted store that `leadline connect` fills.

| Variable | Meaning |
|---|---|
{_variables()}
"""


def commands_page() -> str:
    """What can be typed in Slack and in the terminal."""
    terminal = "\n".join(_command(main, "leadline", ()))
    return f"{NOTE}\n# Commands\n\n## In Slack: `/metrics`\n\n{ASKING}\n{VERBS}\n## In the terminal\n\n{terminal}"


def metrics_page() -> str:
    """Every metric as it is declared."""
    sections = "\n".join(_metric(metric.info) for metric in BUILTIN)
    return f"""{NOTE}
# Metrics

Every figure comes with its sample, an 80 % interval, what was left out, and how fresh and complete the data is. What the words mean in
detail, edge case by edge case, is told in [what each number means](../explain/definitions.md).

{sections}"""


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
        named = _resolved(inner.get("additionalProperties") or {}, whole)
        yield from _keys(named, whole, f"{here}.*.")
        listed = _resolved(inner.get("items") or {}, whole)
        yield from _keys(listed, whole, f"{here}[].")


def _resolved(node: Mapping[str, Any] | bool, whole: Mapping[str, Any]) -> Mapping[str, Any]:
    """The node itself, what it refers to, or the one of its alternatives that has keys."""
    if isinstance(node, bool):
        return {}
    if "$ref" in node:
        found: Mapping[str, Any] = whole["$defs"][node["$ref"].rsplit("/", 1)[1]]
        return found
    options = (_resolved(option, whole) for option in node.get("anyOf", ()))
    return next((option for option in options if "properties" in option), node)


def _row(path: str, default: object, description: str) -> str:
    shown = "" if default in (None, [], {}) else f"`{json.dumps(default, ensure_ascii=False)}`"
    return f"| `{path}` | {_cell(shown)} | {_cell(description)} |"


def _variables() -> str:
    fields = Environment.model_fields.values()
    return "\n".join(f"| `{field.alias}` | {_cell(field.description or '')} |" for field in fields)


def _command(command: click.Command, name: str, parents: tuple[str, ...]) -> Iterator[str]:
    """A command's usage, help and options, then those below it; click lists them in its own order."""
    context = click.Context(command, info_name=" ".join((*parents, name)))
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            if found is not None:
                yield from _command(found, inner, (*parents, name))
        return
    formatter = context.make_formatter()
    formatter.width = 100
    command.format_help(context, formatter)
    yield f"### `{context.info_name}`\n\n```text\n{formatter.getvalue().rstrip()}\n```\n"


def _metric(info: MetricInfo) -> str:
    phases = f"- Phases: {', '.join(info.phases)}\n" if info.phases else ""
    said = ", ".join(f"`{word}`" for word in (info.slug, *info.synonyms))
    return (
        f"## {info.title}\n\n{info.ruling}\n\n- Say: {said}\n- Family: {info.family}; unit: {info.unit}; "
        f"better when {info.better}\n{phases}- Version of the definition: {info.version}\n"
    )


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


if __name__ == "__main__":
    write()
