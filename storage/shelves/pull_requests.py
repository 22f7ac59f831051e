"""Pull requests, whole: saved with all that hangs on them and with their facts, in one go."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, func, literal_column, select, union, update

from domain.facts import PULL_REQUESTS, RESPONSES, PullRequestFacts
from domain.records import PullRequest, PullRequestState, RepositoryState
from storage import cells
from storage.families import KEPT
from storage.shapes import Shape
from storage.shelves.children import CHILDREN
from storage.shelves.facts import Facts
from storage.shelves.outdated import Outdated
from storage.tables import comments, pull_request_facts, pull_requests, repositories, review_requests, reviews
from storage.transaction import Transaction

shape = Shape(pull_requests, PullRequest, is_removed=False)
_pr = pull_requests.c
fact = pull_request_facts.c
_NUMBER = re.compile("[0-9]{1,9}")


class PullRequests:
    def __init__(self, tx: Transaction, facts: Facts) -> None:
        self._tx = tx
        self._facts = facts

    def save(self, records: Sequence[PullRequest], facts: Sequence[PullRequestFacts]) -> int:
        """Save whole records with their children and facts; how many were new or had changed themselves.

        Commits once seen stay; every other child that a record no longer holds is dropped. A
        record that was removed is back. Cells that this dirties are marked in this transaction.
        """
        self._tx.alone()
        latest = {record.id: record for record in records}
        seen = {id_ for (id_,) in self._tx.among(select(_pr.id), _pr.id, latest)}
        new = [record for id_, record in latest.items() if id_ not in seen]
        known = [record for id_, record in latest.items() if id_ in seen]
        changed = self._tx.insert(pull_requests, shape.rows(new))
        changed += self._tx.upsert(pull_requests, shape.rows(known))
        for children in CHILDREN:
            children.insert(self._tx, new)
            children.save(self._tx, known)
        self._facts.write(facts, new={record.id for record in new})
        Outdated(self._tx).changed(PULL_REQUESTS.name, {record.repository_id for record in latest.values()})
        return changed

    def by_ids(self, ids: Iterable[int]) -> dict[int, PullRequest]:
        """By id, with everything that hangs on them."""
        return {record.id: record for record in self._full(list(self._tx.among(_present(), _pr.id, ids)))}

    def find_url(self, url: str) -> PullRequest | None:
        """The one at this address, or at a page below its own such as `/files`."""
        words = re.split(r"[?#]", url.strip())[0].rstrip("/").split("/")
        addresses = ["/".join(words[:count]) for count in range(1, len(words) + 1)]
        numbers = [int(word) for word in words if _NUMBER.fullmatch(word)]
        return next(iter(self._found(_pr.number.in_(numbers), _pr.url.in_(addresses))), None)

    def numbered(self, repository_id: int, number: int) -> PullRequest | None:
        """The one of this number in the repository."""
        return next(iter(self._found(_pr.repository_id == repository_id, _pr.number == number)), None)

    def open(self, repository_ids: Collection[int] | None = None) -> list[PullRequest]:
        """The open ones, oldest first, where given of these repositories."""
        if repository_ids is None:
            return self._found(_is_open())
        return self._found(_is_open(), _pr.repository_id.in_(repository_ids))

    def awaiting_review_by(self, account_ids: Collection[int]) -> list[PullRequest]:
        """Open ones that ask one of these accounts for a review it has not given since; drafts ask nobody."""
        request, review = review_requests.c, reviews.c
        answered = exists().where(
            review.pull_request_id == request.pull_request_id,
            review.author_id == request.reviewer_id,
            review.submitted_at >= request.requested_at,
        )
        asked = select(request.pull_request_id).where(
            request.reviewer_id.in_(account_ids), request.removed_at.is_(None), ~answered
        )
        return self._found(_is_open(), ~_pr.is_draft, _pr.id.in_(asked))

    def open_by_author(self, account_ids: Collection[int]) -> list[PullRequest]:
        return self._found(_is_open(), _pr.author_id.in_(account_ids))

    def involving(self, account_ids: Collection[int]) -> list[PullRequest]:
        """Those that these accounts wrote, reviewed, commented on, or were asked to review."""
        named = union(
            select(_pr.id).where(_pr.author_id.in_(account_ids)),
            select(reviews.c.pull_request_id).where(reviews.c.author_id.in_(account_ids)),
            select(comments.c.pull_request_id).where(comments.c.author_id.in_(account_ids)),
            select(review_requests.c.pull_request_id).where(review_requests.c.reviewer_id.in_(account_ids)),
        )
        return self._found(_pr.id.in_(named))

    def last_merged_at(self, scope_id: int, before: datetime) -> datetime | None:
        """When the scope last merged anything before then, to the second."""
        return self._facts.last_at(PULL_REQUESTS, scope_id, before)

    def scan(self, batch: int = 1000) -> Iterator[list[PullRequest]]:
        """All of them, whole, in batches."""
        last = -1
        while rows := self._tx.all(_present().where(_pr.id > last).order_by(_pr.id).limit(batch)):
            yield self._full(rows)
            last = rows[-1].id

    def count(self, source: str | None = None) -> int:
        """How many there are, of one source where given."""
        statement = select(func.count()).where(~_pr.is_removed)
        if source is not None:
            statement = statement.where(_pr.source == source)
        return self._tx.connection.scalar(statement) or 0

    def remove(self, ids: Collection[int]) -> None:
        """Take them out of every answer; their rows are kept, and saving them again brings them back."""
        self._tx.alone()
        cells.mark_facts(self._tx, KEPT[PULL_REQUESTS.name], fact.pull_request_id.in_(ids))
        self._tx.run(delete(pull_request_facts).where(fact.pull_request_id.in_(ids)))
        self._facts.replace(RESPONSES, (), of=ids, by="kind_id")
        self._tx.run(update(pull_requests).where(_pr.id.in_(ids)).values(is_removed=True))
        places = {place for (place,) in self._tx.among(select(_pr.repository_id), _pr.id, ids)}
        Outdated(self._tx).changed(PULL_REQUESTS.name, places)

    def updated_at(self, ids: Iterable[int]) -> dict[int, datetime]:
        """When the provider last changed them, as far as we know."""
        return dict(map(tuple, self._tx.among(select(_pr.id, _pr.updated_at), _pr.id, ids)))

    def _found(self, *conditions: ColumnElement[bool]) -> list[PullRequest]:
        return self._full(self._tx.all(_present().where(*conditions).order_by(_pr.created_at, _pr.id)))

    def _full(self, rows: Sequence[Any]) -> list[PullRequest]:
        ids = [row.id for row in rows]
        lists = {children.name: children.of(self._tx, ids) for children in CHILDREN}
        return [shape.record(row, **{name: of.get(row.id, ()) for name, of in lists.items()}) for row in rows]


def _present() -> Select[Any]:
    return select(pull_requests).where(~_pr.is_removed)


def _is_open() -> ColumnElement[bool]:
    gone = select(repositories.c.id).where(repositories.c.state == RepositoryState.DELETED)
    written_out: ColumnElement[str] = literal_column(
        f"'{PullRequestState.OPEN}'"
    )  # a bound value keeps partial indexes from use
    return (_pr.state == written_out) & _pr.repository_id.not_in(gone)
