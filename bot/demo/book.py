"""The order in which Harbour's chapters are told: a later one may speak of what an earlier one told."""

from bot.demo.chapters import Chapter, ci, deployments, incidents, issues, sprints

BOOK: tuple[Chapter, ...] = (
    deployments.tell,
    ci.tell,
    incidents.tell,
    issues.tell,
    sprints.tell,
)
