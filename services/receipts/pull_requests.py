"""Receipts of pull requests: merged, deployed, open or closed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from domain.facts import CHANGES, ENDINGS, LIFETIMES, NO_SPAN, Flag, Ids, PullRequestFacts, Seconds
from domain.records import Account, PullRequest, Repository
from domain.result import Receipt
from domain.rulings.people import People, may_review
from metrics.items import Items
from render.text import duration
from storage.shelves import Shelves

_HAPPENED = {CHANGES.name: "deployed", ENDINGS.name: "ended", LIFETIMES.name: "opened"}
SOMEBODY = "somebody whose account is gone"


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What is known about the items beside their columns, by id; `spans` are columns by phase."""

    records: Mapping[int, PullRequest]
    facts: Mapping[int, PullRequestFacts]
    people: People
    repositories: Mapping[int, Repository]
    spans: Mapping[str, Seconds]
    at: Ids
    happened: str


def receipts(ids: Sequence[int], items: Items, shelves: Shelves) -> tuple[Receipt, ...]:
    """The receipts of these items, in their order."""
    records = shelves.pull_requests.by_ids(ids)
    known = _Shelf(
        records,
        shelves.facts.milestones(ids),
        shelves.people.accounts({account for pr in records.values() for account in _people_on(pr)}),
        shelves.repositories.by_ids({pr.repository_id for pr in records.values()}),
        {phase: items.span(phase) for phase in items.metric.info.phases},
        items.columns.at,
        _HAPPENED.get(items.metric.of.name, "merged"),
    )
    rows = {id_: row for row, id_ in enumerate(items.columns.id.tolist())}
    return tuple(
        _receipt(known, id_, _seconds(items.values, rows[id_]), rows[id_])
        for id_ in ids
        if id_ in known.records and id_ in known.facts
    )


def _receipt(known: _Shelf, id_: int, value: float | None, row: int) -> Receipt:
    pr, facts = known.records[id_], known.facts[id_]
    repository = known.repositories.get(pr.repository_id)
    return Receipt(
        id=pr.id,
        title=pr.title,
        url=pr.url,
        repository=repository.full_name if repository else "",
        name=f"{repository.full_name if repository else ''}#{pr.number}",
        author=_name(pr.author_id, known.people),
        at=_at(known, row),
        value=value,
        phases=tuple((phase, _seconds(span, row)) for phase, span in known.spans.items()),
        ruling=ruling(pr, facts, known.people),
        happened=known.happened,
    )


def _at(known: _Shelf, row: int) -> datetime:
    return datetime.fromtimestamp(int(known.at[row]), UTC)


def _seconds(column: Seconds, row: int) -> float | None:
    return None if column[row] == NO_SPAN else float(column[row])


def ruling(pr: PullRequest, facts: PullRequestFacts, people: People) -> str:
    """What was ruled on the pull request, in whole sentences (docs/explain/definitions.md, "Cycle time")."""
    told = [_began(pr, facts), _drafts(pr, facts), _reviewed(pr, facts, people), _approved(pr, facts, people)]
    told += [sentence(pr) for flag, sentence in _ODD.items() if facts.flags & flag]
    return " ".join(filter(None, told))


def _began(pr: PullRequest, facts: PullRequestFacts) -> str:
    ahead = pr.created_at - facts.work_began_at
    since = f"with a commit {_told(ahead)} before it was opened" if ahead else "when it was opened"
    return f"Work began {since}."


def _drafts(pr: PullRequest, facts: PullRequestFacts) -> str:
    end = facts.merged_at or pr.updated_at
    drafted = sum(((min(each.ended_at or end, end) - each.began_at) for each in pr.drafts), timedelta())
    return f"{_told(drafted)} as a draft count as coding." if drafted > timedelta() else ""


def _reviewed(pr: PullRequest, facts: PullRequestFacts, people: People) -> str:
    if facts.first_review_at is None:
        nobody = "Nobody but its author or a bot reviewed it"
        return f"{nobody}, so pickup and review have no value." if facts.merged_at else f"{nobody} so far."
    acts = [(each.submitted_at, each.author_id) for each in pr.reviews]
    acts += [(each.created_at, each.author_id) for each in pr.comments]
    first = (who for at, who in acts if at == facts.first_review_at and may_review(who, pr, people))
    asked = facts.requested_at and facts.ready_at and facts.requested_at > facts.ready_at
    since = ", counted from the request" if asked else ""
    return f"First reviewed by {_name(next(first, None), people)}{since}."


def _approved(pr: PullRequest, facts: PullRequestFacts, people: People) -> str:
    if facts.approved_at:
        who = (each.author_id for each in pr.reviews if each.submitted_at == facts.approved_at)
        return f"Approved by {_name(next(who, None), people)}."
    if None in (facts.first_review_at, facts.merged_at) or facts.flags & Flag.OVER_OBJECTION:
        return ""
    return "Nobody approved it: its review lasts until the merge."


_ODD: Mapping[Flag, Callable[[PullRequest], str]] = {
    Flag.OVER_OBJECTION: lambda _: "It was merged over an objection, so it has no approval.",
    Flag.SELF_MERGED: lambda _: "Its author merged it.",
    Flag.OLD_COMMIT: lambda _: "A commit was written more than 30 days before it was opened.",
    Flag.REOPENED: lambda _: "It was closed and reopened; while closed no working time passed.",
    Flag.FORCE_PUSHED: lambda _: "Commits that a force-push dropped still count.",
    Flag.OFF_DEFAULT: lambda pr: f"It went to {pr.base_branch}, not to the default branch.",
    Flag.CONTRADICTORY: lambda _: "Its times contradict each other; the spans concerned have no value.",
}


def _told(span: timedelta) -> str:
    return duration(span.total_seconds())


def _name(account_id: int | None, people: Mapping[int, Account]) -> str:
    account = people.get(account_id) if account_id is not None else None
    return account.login if account else SOMEBODY


def _people_on(pr: PullRequest) -> set[int]:
    acts = (pr.author_id, *(each.author_id for each in pr.reviews), *(each.author_id for each in pr.comments))
    return {account for account in acts if account is not None}
