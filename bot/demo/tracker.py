"""Harbour's Jira: its projects, everybody's account with it, and the ways an issue can stand."""

from dataclasses import dataclass

from bot.demo.organisation import CREWS, DOMAIN, Crew
from domain.ids import identify
from domain.records import Account, Category, Project, Source

SOURCE = Source(
    key="jira",
    provider="jira",
    base_url="https://harbour.atlassian.example",
    name="Harbour's Jira (simulated)",
)

TO_DO, DOING, REVIEW, DONE, DROPPED = "To Do", "In Progress", "In Review", "Done", "Won't Do"
CATEGORIES = {
    TO_DO: Category.TO_DO,
    DOING: Category.IN_PROGRESS,
    REVIEW: Category.IN_PROGRESS,
    DONE: Category.DONE,
    DROPPED: Category.CANCELED,
}

NAMES = {
    "PAY": "Payments", "LED": "Ledger", "CHK": "Checkout", "OPS": "Operations", "GW": "Gateway",
    "IOS": "iOS app", "AND": "Android app", "KIT": "Mobile kit", "SRCH": "Search", "IDX": "Indexing",
    "RNK": "Ranking",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Board:
    """A project with whose it is, and the repository that its issues are mostly about."""

    key: str
    crew: Crew
    repository: str


BOARDS = tuple(
    Board(prefix, crew, repository) for crew in CREWS for repository, prefix in crew.repositories if prefix
)


def project(key: str) -> Project:
    external_id = f"P_{key}"
    return Project(
        id=identify(SOURCE.key, "project", external_id),
        source=SOURCE.key,
        external_id=external_id,
        key=key,
        name=NAMES[key],
        url=f"{SOURCE.base_url}/browse/{key}",
    )


def account(login: str, name: str) -> Account:
    """Somebody's account with the tracker, which knows them by their address."""
    return Account(
        id=account_id(login),
        source=SOURCE.key,
        external_id=f"J_{login}",
        login=f"{login.replace('-', '.')}@{DOMAIN}",
        name=name,
        email=f"{login.replace('-', '.')}@{DOMAIN}",
    )


def account_id(login: str) -> int:
    return identify(SOURCE.key, "account", f"J_{login}")
