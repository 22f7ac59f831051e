"""The page on how to add a metric, followed word by word on a copy of the house."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.filled import configure, fill

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "how-to" / "add-a-metric.md").read_text()
PACKAGES = (
    "bot", "domain", "handlers", "integrations", "leadline", "metrics", "render", "scheduler", "services",
    "storage", "tests", "web",
)  # fmt: skip
BLOCK = re.compile(r"<!-- (append|replace): (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The house with what the page says done to it."""
    folder = tmp_path_factory.mktemp("house")
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for what, file, text in BLOCK.findall(PAGE):
        path = folder / file
        before = path.read_text()
        path.write_text(appended(before, text) if what == "append" else replaced(before, text))
    return folder


def appended(before: str, text: str) -> str:
    return f"{before.rstrip()}\n\n\n{text}"


def replaced(before: str, diff: str) -> str:
    """Every line with a minus, which must be there once, replaced by the lines with a plus behind it."""
    for old, new in re.findall(r"^-(.*)\n((?:\+.*\n)+)", diff, re.MULTILINE):
        assert before.count(f"{old}\n") == 1, f"the page speaks of a line that is not there once: {old}"
        before = before.replace(f"{old}\n", "".join(f"{line[1:]}\n" for line in new.splitlines()))
    return before


def run(copy: Path, *words: str, folder: Path | None = None) -> str:
    """What a command prints, in the copy."""
    environment = {"PYTHONPATH": str(copy), "PATH": "/usr/bin:/bin", "COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder or copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_page_says_what_to_do_where() -> None:
    assert [(what, file) for what, file, _ in BLOCK.findall(PAGE)] == [
        ("append", "metrics/delivery.py"),
        ("replace", "metrics/__init__.py"),
    ]


def test_the_new_metric_does_what_every_metric_must(copy: Path) -> None:
    said = run(
        copy, "-m", "pytest", "tests/metrics/test_every_metric.py", "-k", "merge-time", "-n", "0", "-q"
    )
    assert re.search(r"\d+ passed|\.{5,}", said)


def test_the_new_metric_answers(copy: Path, tmp_path: Path) -> None:
    """Five pull requests of 10 to 50 hours, each approved half-way: half of the median of 30."""
    configure(tmp_path)
    fill(tmp_path / ".leadline" / "leadline.db")
    told = json.loads(
        run(copy, "-m", "bot", "ask", "approval to merge payments 30d", "--json", folder=tmp_path)
    )
    assert told["metric"]["slug"] == "merge-time"
    assert told["summary"]["n"] == 5
    assert told["summary"]["value"] == 15 * 3600


def test_the_new_metric_explains_itself(copy: Path, tmp_path: Path) -> None:
    configure(tmp_path)
    fill(tmp_path / ".leadline" / "leadline.db")
    said = run(copy, "-m", "bot", "ask", "explain", "merge-time", folder=tmp_path)
    assert "From the approval that stood at the merge to the merge." in said
