"""The documentation is true: generated pages are fresh, links lead somewhere, examples load."""

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import get_args

import pytest

from bot.reference import FOLDER, VERBS, pages
from bot.settings import load
from domain.question import By, Question, Scope, ScopeKind, TimeBase
from metrics import BUILTIN
from services.grammar import Ask, VerbName, Vocabulary, parse
from tests.builders import repository, team

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(page: Path) -> Iterator[str]:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        if "://" not in target:
            yield target


@pytest.mark.parametrize("name", pages())
def test_a_generated_page_says_what_the_code_says(name: str) -> None:
    assert (FOLDER / name).read_text() == pages()[name], "run `make docs` and commit what it wrote"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in links(page):
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), f"{target} leads nowhere"
        assert not anchor or anchor in anchors(found), f"{target} has no such heading"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_configuration_shown_loads_as_it_stands(page: Path, tmp_path: Path) -> None:
    for number, example in enumerate(re.findall(r"```json\n(.*?)```", page.read_text(), re.DOTALL)):
        file = tmp_path / f"config-{number}.json"
        file.write_text(json.dumps(json.loads(example)))
        assert load(file).time_zone


def test_a_newcomer_is_told_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text()
    assert "make demo" in readme
    assert "make test" in readme
    assert (ROOT / "docs" / "images" / "answer.png").stat().st_size > 10_000


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = [*project["project"]["dependencies"], *chain(*project["dependency-groups"].values())]
    reasons = (ROOT / "docs/decisions/0002-dependencies.md").read_text()
    unexplained = [name for name in asked if re.split(r"[\[<>=]", name)[0] not in reasons]
    assert not [name for name in unexplained if not name.startswith(("pytest-", "pydantic-settings"))]


def test_every_verb_of_the_grammar_is_told() -> None:
    assert set(VERBS) == set(get_args(VerbName))


ASK = (ROOT / "docs/how-to/ask.md").read_text()
ASKED_AT = datetime(2026, 11, 24, 15, tzinfo=UTC)


def spoken() -> Vocabulary:
    """What the page speaks of: a team, a repository, and somebody who is known."""
    return Vocabulary(
        metrics=[metric.info for metric in BUILTIN],
        teams=[team("payments", channel="C0PAY")],
        repositories=[repository("acme/pay-api")],
        me=Scope(ScopeKind.PERSON, "You", 1, "U0YOU", (1,)),
        slack_user="U0YOU",
    )


def examples() -> list[str]:
    final: str = re.findall(r"```text\n(.*?)```", ASK, re.DOTALL)[-1]
    return final.splitlines()


def word_forms() -> list[str]:
    """Everything in code in the first column of the page's table."""
    rows = re.findall(r"^\| (`.*?) \|", ASK, re.MULTILINE)
    return [form for row in rows for form in re.findall(r"`([^`]+)`", row)]


def question_of(text: str) -> Question:
    parsed = parse(text, spoken(), ASKED_AT)
    assert isinstance(parsed, Ask), f"{text} is no question"
    return parsed.question


@pytest.mark.parametrize("line", examples(), ids=str)
def test_every_example_of_how_to_ask_is_a_question_that_can_be_asked_again(line: str) -> None:
    question = question_of(line)
    assert question.metric == "cycle-time"
    assert question_of(question.text) == question


@pytest.mark.parametrize("form", word_forms(), ids=str)
def test_every_word_of_how_to_ask_is_understood_beside_a_metric(form: str) -> None:
    """`@you` stands for a mention of oneself."""
    said = form.replace("@you", "<@U0YOU>")
    question = question_of(said if "cycle" in said or said == "ct" else f"cycle-time {said}")
    default = question_of("cycle-time")
    says_the_default = {
        "cycle-time",
        "cycle time",
        "ct",
        "30d",
        "by week",
        "p50",
        "median",
        "calendar",
        "vs previous",
    }
    assert (question == default) == (form in says_the_default)


def test_the_examples_mean_what_the_page_says() -> None:
    by_line = {line: question_of(line) for line in examples()}
    assert by_line["cycle-time"].scope.kind is ScopeKind.ORGANISATION
    assert by_line["cycle-time payments 30d"].scope.slug == "payments"
    assert str(by_line["how is the cycle time of payments since monday"].window.first) == "2026-11-23"
    assert by_line["ct p90 payments vs last quarter"].percentile == 90
    assert str(by_line["ct p90 payments vs last quarter"].compared_to.first) == "2026-07-01"
    assert by_line["cycle time acme/pay-api last month by phase"].by is By.PHASE
    assert by_line["cycle-time me working"].scope.kind is ScopeKind.PERSON
    assert by_line["cycle-time me working"].time_base is TimeBase.WORKING
    assert by_line["cycle-time payments 2026-10-01..2026-10-31 by repo"].window.days == 31
