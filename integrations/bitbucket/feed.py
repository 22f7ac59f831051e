"""The activity of a whole repository, read once for all of its pull requests."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from domain.errors import Misconfigured, Rejected
from domain.records import Repository
from integrations.bitbucket.api import Api
from integrations.bitbucket.queries import PAGE, at
from integrations.reading import Node, Unreadable, inside, moment, whole

KINDS = {"update": "date", "approval": "date", "changes_requested": "date", "comment": "created_on"}


class Feed:
    """What happened in a repository, the latest first, kept by pull request until somebody takes it.

    A feed that is not in order, or not to be had, is of no use: each pull request tells its own then.
    `resume` is where it was left, empty at its end; `owed` are the pull requests of which something was
    read before and is lost, because another process read it.
    """

    def __init__(
        self, api: Api, repository: Repository, *, resume: str | None = None, owed: Iterable[int] = ()
    ) -> None:
        self.is_usable = True
        self.behind = at(repository, "pullrequests", "activity") if resume is None else resume or None
        self._api = api
        self._is_begun = bool(resume)
        self._owed = set(owed)
        self._kept: dict[int, list[Node]] = {}
        self._read_to: datetime | None = None

    @property
    def owed(self) -> list[int]:
        """The pull requests that must tell their activity themselves if another process goes on."""
        return sorted({*self._kept, *self._owed})

    def back_to(self, moment_: datetime) -> None:
        """Read on until everything since then is known."""
        while self.is_usable and self.behind and (self._read_to is None or self._read_to >= moment_):
            self._read()

    def take(self, number: int) -> list[Node] | None:
        """Everything of this pull request, once; None where it has to be asked itself."""
        found = self._kept.pop(number, [])
        if number in self._owed or not self.is_usable:
            self._owed.discard(number)
            return None
        return found or None

    def numbers(self, since: datetime) -> list[int]:
        """The pull requests on which something happened since then."""
        return [
            number
            for number, entries in self._kept.items()
            if any((at_ := dated(entry)) and at_ >= since for entry in entries)
        ]

    def _read(self) -> None:
        try:
            bag = self._api.page(self.behind or "", None if self._is_begun else {"pagelen": PAGE})
        except (Rejected, Misconfigured):
            self.is_usable = False
            return
        self._is_begun = True
        self.behind = bag.behind
        for entry in bag.values:
            self._keep(entry)

    def _keep(self, entry: Any) -> None:  # noqa: ANN401 - JSON
        """An entry whose time or pull request cannot be read makes the feed useless."""
        try:
            happened_at, number = dated(entry), _number(whole(entry))
        except Unreadable:
            self.is_usable = False
            return
        if happened_at is None:
            return
        if self._read_to is not None and happened_at > self._read_to:
            self.is_usable = False
        self._read_to = happened_at
        self._kept.setdefault(number, []).append(entry)


def dated(entry: object) -> datetime | None:
    """When it happened; None for a kind of entry that we do not know."""
    node = whole(entry)
    for kind, key in KINDS.items():
        if node.get(kind) is not None:
            return inside(node, kind, lambda event, key=key: moment(event, key))  # type: ignore[misc] # bound now
    return None


def _number(entry: Node) -> int:
    at_ = "pull_request" if entry.get("pull_request") is not None else "pullrequest"
    number = inside(entry, at_, lambda pr: pr.get("id"))
    if type(number) is int:
        return number
    raise Unreadable(at_, "expected a pull request with its number")
