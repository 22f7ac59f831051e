"""What must answer: the slugs of section 0 of the metric definitions, and the verbs that show a view."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[4] / "shared" / "docs" / "metrics.md"
"""The definitions as the project was given them; they stand beside the repository, where at all."""

FIGURES = (
    "cycle-time", "lead-time", "deployment-frequency", "change-failure-rate", "recovery-time", "rework-rate",
    "deploy-success-rate", "time-to-deploy",
    "time-to-first-review", "review-time", "reviewer-response", "review-rounds", "merged-without-review",
    "pr-size", "review-load",
    "throughput", "open-prs", "wip", "pr-age", "abandon-rate",
    "build-success-rate", "first-attempt-success-rate", "build-time", "queue-time", "test-pass-rate",
    "test-time", "flaky-tests", "pipeline-time", "main-recovery-time",
    "incident-frequency", "time-to-acknowledge", "time-to-resolve", "oncall-load", "incidents-per-deployment",
    "issue-cycle-time", "issue-to-pr", "issue-to-deploy", "issue-throughput", "issue-types", "linked-prs",
    "velocity", "say-do", "scope-change", "carry-over", "cycle-completion",
)  # fmt: skip
"""Those with a figure, in the order of the page."""

BESIDES = {"first-attempt-success-rate"}
"""What the page asks for in words only: "build-success-rate (and first-attempt)"."""

PICTURES = {"dora": "dora", "stuck-prs": "prs stuck", "burndown": "sprint"}
"""Those that a view answers, and the verb that shows the same."""


def slugs_of_the_page() -> set[str]:
    """Every slug that section 0 names between backticks."""
    section = PAGE.read_text(encoding="utf-8").split("## 0.")[1].split("\n## ")[0]
    return set(re.findall(r"`([a-z]+(?:-[a-z]+)*)`", section))
