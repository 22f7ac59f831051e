"""Mentions: which issue keys each pull request is linked by, and what that is told from."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, delete, func, select

from domain.facts import Flag
from domain.rulings.links import FoundIn, Mention, Said, address
from storage.tables import (
    commits,
    issue_mentions,
    issues,
    pull_request_facts,
    pull_requests,
)
from storage.transaction import Transaction

_pr, _mention = pull_requests.c, issue_mentions.c
_lower = func.lower(_mention.key)
_RANKS = {place: rank for rank, place in enumerate(FoundIn)}


class Mentions:
    """Kept are all keys that a pull request speaks of; whether one names an issue is told by the issues."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def replace(self, of: Mapping[int, Collection[Mention]]) -> None:
        """Make the mentions of these pull requests exactly these."""
        self._tx.alone()
        right = {(id_, each.key): each.found_in.value for id_, told in of.items() for each in told}
        present = {
            (row.pull_request_id, row.key): row.found_in
            for row in self._tx.among(select(issue_mentions), _mention.pull_request_id, of)
        }
        gone = [{"of": id_, "named": key} for id_, key in present.keys() - right.keys()]
        if gone:
            here = (_mention.pull_request_id == bindparam("of"), _mention.key == bindparam("named"))
            self._tx.connection.execute(delete(issue_mentions).where(*here), gone)
        self._tx.upsert(
            issue_mentions,
            [(*named, place) for named, place in right.items() if present.get(named) != place],
        )

    def of(self, pull_request_ids: Iterable[int]) -> dict[int, tuple[Mention, ...]]:
        """By pull request, the surest first, then by key."""
        found: dict[int, list[Mention]] = defaultdict(list)
        for row in self._tx.among(select(issue_mentions), _mention.pull_request_id, pull_request_ids):
            found[row.pull_request_id].append(Mention(row.key, FoundIn(row.found_in)))
        return {
            id_: tuple(sorted(told, key=lambda each: (_RANKS[each.found_in], each.key)))
            for id_, told in found.items()
        }

    def saying(self, keys: Iterable[str]) -> dict[str, list[Said]]:
        """The pull requests that are linked by each key, by the key in capitals; the first opened first."""
        statement = _said(_lower.label("named")).join(issue_mentions, _mention.pull_request_id == _pr.id)
        found: dict[str, list[Said]] = defaultdict(list)
        for row in self._tx.among(statement, _lower, {key.lower() for key in keys}):
            found[row.named.upper()].append(_read(row))
        return {key: sorted(said, key=lambda each: (each.opened_at, each.id)) for key, said in found.items()}

    def said(self, repository_ids: Collection[int]) -> list[Said]:
        """What every pull request of these repositories says."""
        return self._with_headlines(self._tx.among(_said(), _pr.repository_id, repository_ids))

    def said_by(self, pull_request_ids: Iterable[int]) -> list[Said]:
        return self._with_headlines(self._tx.among(_said(), _pr.id, pull_request_ids))

    def of_removed(self, repository_ids: Collection[int]) -> set[int]:
        """The pull requests of these repositories that were removed and still speak of an issue."""
        speaking = (
            select(_pr.id)
            .join(issue_mentions, _mention.pull_request_id == _pr.id)
            .where(_pr.is_removed)
            .distinct()
        )
        return {id_ for (id_,) in self._tx.among(speaking, _pr.repository_id, repository_ids)}

    def linking(self, project_ids: Collection[int] | None = None) -> list[tuple[str, tuple[str, ...]]]:
        """Keys of issues that link to anything, each with its links; of these projects where given."""
        statement = select(issues.c.key, issues.c.links).where(~issues.c.is_removed, issues.c.links != ())
        if project_ids is None:
            return [(row.key, row.links) for row in self._tx.all(statement)]
        return [(row.key, row.links) for row in self._tx.among(statement, issues.c.project_id, project_ids)]

    def at(self, urls: Iterable[str]) -> set[int]:
        """The pull requests at these addresses."""
        wanted = {address(url) for url in urls}
        numbers = {int(last) for url in wanted if (last := url.rpartition("/")[2]).isdecimal()}
        rows = self._tx.among(select(_pr.id, _pr.url), _pr.number, {n for n in numbers if n < 2**31})
        return {row.id for row in rows if address(row.url) in wanted}

    def _with_headlines(self, rows: Iterable[Any]) -> list[Said]:
        heads = {row.id: row for row in rows}
        told = select(commits.c.pull_request_id, commits.c.headline).where(commits.c.headline != "")
        headlines: dict[int, list[str]] = defaultdict(list)
        ordered = told.order_by(commits.c.committed_at, commits.c.sha)
        for row in self._tx.among(ordered, commits.c.pull_request_id, heads):
            headlines[row.pull_request_id].append(row.headline)
        return [_read(row, tuple(headlines[id_])) for id_, row in heads.items()]


def _said(*more: ColumnElement[Any]) -> Select[Any]:
    where = (_pr.id, _pr.repository_id, _pr.author_id, _pr.number, _pr.url)
    what = (_pr.head_branch, _pr.title, _pr.body, _pr.created_at, _pr.merged_at)
    return (
        select(*where, *what, pull_request_facts.c.flags, *more)
        .select_from(pull_requests)
        .outerjoin(pull_request_facts, pull_request_facts.c.pull_request_id == _pr.id)
        .where(~_pr.is_removed)
    )


def _read(row: Any, headlines: tuple[str, ...] = ()) -> Said:  # noqa: ANN401 - a row
    return Said(
        id=row.id,
        repository_id=row.repository_id,
        author_id=row.author_id,
        number=row.number,
        url=row.url,
        branch=row.head_branch,
        title=row.title,
        body=row.body,
        opened_at=row.created_at,
        merged_at=row.merged_at,
        flags=row.flags or Flag(0),
        headlines=headlines,
    )
