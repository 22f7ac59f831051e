"""The generated pages tell everything that is declared, and nothing that breaks their tables."""

import json
import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.cli import COMMANDS
from bot.reference import commands_page, metrics_page, pages, settings_page, write
from bot.settings import Configuration, Environment
from bot.settings.integrations import Bitbucket, BitbucketServer, GitHub, GitLab, Jira, Linear, PagerDuty
from bot.settings.model import Member, PersonSection, Slack, TeamSection, Web
from metrics import BUILTIN

SECTIONS: dict[str, type[BaseModel]] = {
    "": Configuration,
    "web.": Web,
    "slack.": Slack,
    "integrations.github.": GitHub,
    "integrations.gitlab.": GitLab,
    "integrations.bitbucket.": Bitbucket,
    "integrations.bitbucketServer.": BitbucketServer,
    "integrations.jira.": Jira,
    "integrations.linear.": Linear,
    "integrations.pagerduty.": PagerDuty,
    "teams.*.": TeamSection,
    "teams.*.members[].": Member,
    "people[].": PersonSection,
}


def rows(page: str) -> list[list[str]]:
    """The cells of every row of every table, without headings."""
    lines = [line for line in page.splitlines() if line.startswith("| `")]
    return [re.split(r"(?<!\\) \| ", line.strip("| ")) for line in lines]


@pytest.mark.parametrize("prefix", SECTIONS, ids=lambda prefix: prefix or "top")
def test_every_key_of_the_settings_has_its_row_and_its_words(prefix: str) -> None:
    told = {row[0].strip("`"): row for row in rows(settings_page())}
    for name, field in SECTIONS[prefix].model_fields.items():
        words = name.split("_")
        key = field.alias or words[0] + "".join(map(str.capitalize, words[1:]))
        assert f"{prefix}{key}" in told
        assert len(told[f"{prefix}{key}"][-1]) > 10


def test_every_variable_of_the_environment_is_told_and_no_secret_s_default() -> None:
    told = {row[0].strip("`"): row[1] for row in rows(settings_page().split("## Environment")[1])}
    assert set(told) == {field.alias for field in Environment.model_fields.values()}
    assert all(told.values())


def test_no_cell_ends_early() -> None:
    for row in rows(settings_page()):
        assert len(row) in (2, 3), row


def test_defaults_are_shown_as_they_would_be_written() -> None:
    defaults = {row[0].strip("`"): row[1].strip("`") for row in rows(settings_page()) if len(row) == 3}
    assert json.loads(defaults["web.port"]) == 8080
    assert json.loads(defaults["sync.every"]) == "10m"
    assert json.loads(defaults["workingDays"]) == ["mon", "tue", "wed", "thu", "fri"]
    assert defaults["teams.*.workingDays"] == "", "the organisation's"


@pytest.mark.parametrize("name", COMMANDS, ids=str)
def test_every_command_has_its_usage(name: str) -> None:
    page = commands_page()
    assert f"### `leadline {name}" in page
    assert f"Usage: leadline {name}" in page


def test_every_option_is_told_in_full() -> None:
    """An ellipsis would mean that click has cut a text short."""
    page = commands_page()
    for option in ("--chart", "--no-chart", "--theme", "--csv", "--json", "--full", "--seed"):
        assert option in page
    blocks = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    assert len(blocks) >= len(COMMANDS)
    assert not any(line.rstrip().endswith("...") for block in blocks for line in block.splitlines()[1:])
    assert max(len(line) for block in blocks for line in block.splitlines()) <= 100


@pytest.mark.parametrize("metric", BUILTIN, ids=lambda metric: metric.info.slug)
def test_every_metric_is_told_with_its_ruling_and_the_words_for_it(metric: object) -> None:
    info = next(each.info for each in BUILTIN if each is metric)
    section = metrics_page().split(f"## {info.title}\n")[1].split("\n## ")[0]
    assert info.ruling in section
    for word in (info.slug, *info.synonyms):
        assert f"`{word}`" in section
    for phase in info.phases:
        assert phase in section


def test_every_page_is_written_where_it_is_wanted_and_says_who_wrote_it(tmp_path: Path) -> None:
    write(tmp_path / "new" / "folder")
    written = {path.name: path.read_text() for path in (tmp_path / "new/folder").iterdir()}
    assert written == dict(pages())
    assert all("Written by `make docs`" in text for name, text in written.items() if name.endswith(".md"))


def test_the_schema_is_json_for_editors() -> None:
    schema = json.loads(pages()["config.schema.json"])
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) >= {"teams", "people", "web", "slack", "sync", "integrations"}
