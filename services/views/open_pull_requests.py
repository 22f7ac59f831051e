"""The views of what is open and what is stuck: whose turn each pull request is, and for how long."""

from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

import numpy as np

from domain.facts import NO_SPAN, Flag
from domain.records import PullRequest, Repository
from domain.rulings.people import People
from domain.rulings.turns import Patience, Turn, began_at, is_stuck, turn
from domain.views.open_pull_requests import OpenPullRequests, Wait
from domain.window import Window
from metrics.flow import wip
from metrics.items import Items
from services.figures import items_of
from services.turns import waited
from services.views.viewing import Viewing

PATIENCE = Patience()


def open_pull_requests(viewing: Viewing) -> OpenPullRequests:
    """What is open now in the scope, whatever window was named; `stuck` lists only what waits too long."""
    now = viewing.now
    zone = viewing.question.window.zone
    today = Window.last_days(1, now.astimezone(ZoneInfo(zone)).date(), zone)
    question = replace(viewing.question, window=today, compared_to=today.previous())
    items = items_of(wip, question, viewing.shelves, now)
    found = viewing.shelves.pull_requests.by_ids(items.heaviest_first())
    ready = [pr for pr in found.values() if not pr.is_draft]
    waits = _waits(ready, viewing)
    stuck = [wait for wait in waits if wait.is_stuck]
    only_stuck = viewing.argument != "open"
    longest = sorted(stuck, key=lambda wait: (-wait.waited, wait.since, wait.id))
    oldest = sorted(waits, key=lambda wait: (wait.opened_at, wait.id))
    return OpenPullRequests(
        question=question,
        coverage=viewing.coverage,
        computed_at=now,
        only_stuck=only_stuck,
        waits=tuple(longest if only_stuck else oldest),
        open=len(ready),
        stuck=len(stuck),
        drafts=len(found) - len(ready),
        bots=_bots(items),
    )


def _bots(items: Items) -> int:
    """How many of the open ones are by bots."""
    there = wip.at(items.columns, items.clock, items.moment) != NO_SPAN if wip.at else items.counted
    return int(np.count_nonzero(there & items.asked & (items.columns.flags & int(Flag.BOT_AUTHOR) != 0)))


def _waits(prs: list[PullRequest], viewing: Viewing) -> list[Wait]:
    shelves = viewing.shelves
    people = shelves.people.accounts({who for pr in prs for who in involved(pr)})
    repositories = shelves.repositories.by_ids({pr.repository_id for pr in prs})
    return [_wait(pr, turn(pr, people), people, repositories, viewing) for pr in prs]


def _wait(
    pr: PullRequest, found: Turn, people: People, repositories: Mapping[int, Repository], viewing: Viewing
) -> Wait:
    repository = repositories.get(pr.repository_id)
    author = people.get(pr.author_id) if pr.author_id is not None else None
    whole = Turn(began_at(pr), "", frozenset())
    spent = waited(pr, found, people, viewing.roster, viewing.now)
    open_for = waited(pr, whole, people, viewing.roster, viewing.now)
    return Wait(
        id=pr.id,
        title=pr.title,
        url=pr.url,
        name=f"{repository.full_name if repository else ''}#{pr.number}",
        author=author.login if author else "",
        opened_at=pr.created_at,
        since=found.since,
        why=found.why,
        step=found.step.value,
        waited=spent,
        open_for=open_for,
        is_stuck=is_stuck(found.step, spent, open_for, PATIENCE),
        is_late=spent > PATIENCE.with_step(found.step),
    )


def involved(pr: PullRequest) -> set[int]:
    """Whose accounts are needed to tell whose turn it is."""
    involved = {pr.author_id, *(each.author_id for each in pr.reviews)}
    involved |= {each.author_id for each in pr.comments} | {each.author_id for each in pr.commits}
    involved |= {each.reviewer_id for each in pr.review_requests}
    return {account for account in involved if account is not None}
