"""The words of one site, by which the fixtures are read."""

from domain.records import Category
from integrations.jira.fields import find
from integrations.jira.mapping import Terms
from integrations.jira.statuses import Status, Statuses
from tests.fakes.jira.world import fields

PAGES = "https://acme.atlassian.net"
STATUSES = {
    "1": Status("Open", Category.TO_DO),
    "3": Status("In Progress", Category.IN_PROGRESS),
    "5": Status("In Review", Category.IN_PROGRESS),
    "6": Status("Done", Category.DONE),
}
TERMS = Terms(
    "jira", PAGES, find(fields()),
    Statuses(STATUSES, {each.name.casefold(): each.category for each in STATUSES.values()}),
)  # fmt: skip
