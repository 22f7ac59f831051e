"""The documentation is true: generated pages are fresh, links lead somewhere, examples load."""

import json
import re
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import get_args

import pytest

from bot.reference import FOLDER, VERBS, pages
from bot.settings import load
from services.grammar import VerbName

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
