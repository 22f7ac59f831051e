"""An installation with a small organisation in its store: payments and its five pull requests."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from domain.people import WorkingHours
from domain.records import PullRequest
from services.facts import Facts
from storage.store import Store
from tests.builders import GITHUB, account, commit, pull_request, repository, review

API, WEB = repository("acme/pay-api"), repository("acme/web-shop")
ANA, BOB = account("ana"), account("bob")
TEAMS = {
    "payments": {"name": "Payments", "repositories": ["acme/pay-*"], "channel": "C0PAY", "aliases": ["pay"]},
    "web": {"members": ["bob"]},
}
HOURS = (10, 20, 30, 40, 50)
"""From the first commit to the merge, of the five; their median is 30."""


def now() -> datetime:
    return datetime.now(UTC)


def five() -> list[PullRequest]:
    """One merged on each of the last five days, the older the slower; bob approved half-way."""
    return [_merged(days, hours) for days, hours in enumerate(HOURS, start=1)]


def configure(folder: Path, **said: object) -> None:
    """Write `config.json` with the two teams and what else is said."""
    config: dict[str, Any] = {"teams": TEAMS} | said
    (folder / "config.json").write_text(json.dumps(config))


def fill(file: Path, prs: list[PullRequest] | None = None) -> None:
    """The organisation in a database file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    store = Store.open(f"sqlite:///{file}")
    store.upgrade()
    prs = five() if prs is None else prs
    with store.write() as shelves:
        shelves.sources.save(GITHUB)
        shelves.repositories.save([API, WEB])
        shelves.people.save_accounts([ANA, BOB])
        shelves.pull_requests.save(prs, Facts(store, now, WorkingHours()).of(prs, shelves))
    store.close()


def _merged(days: int, hours: int) -> PullRequest:
    merged_at = (now() - timedelta(days=days)).replace(microsecond=0)
    began = merged_at - timedelta(hours=hours)
    return pull_request(
        days,
        repository=API,
        author=ANA,
        title=f"Charge the card, try {days}" if days > 1 else "=HYPERLINK(1)",
        created_at=began,
        merged_at=merged_at,
        commits=(commit(f"sha{days}", began),),
        reviews=(review(f"r{days}", BOB, began + timedelta(hours=hours / 2)),),
    )
